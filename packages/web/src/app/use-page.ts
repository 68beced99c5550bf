import { useSyncExternalStore } from 'react'
import type { Page } from '../coverage/index.ts'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** The page that the address names; whatever it does not know is the watch. */
export const usePage = (): Page =>
  useSyncExternalStore(follow, () => (window.location.hash === '#sources' ? 'sources' : 'watch'))
