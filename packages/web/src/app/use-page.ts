import { useSyncExternalStore } from 'react'
import type { Page } from '../coverage/index.ts'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

const PAGES: readonly Page[] = ['watch', 'sources', 'reliability']

const named = (): Page => PAGES.find((page) => window.location.hash === `#${page}`) ?? 'watch'

/** The page that the address names; whatever it does not know is the watch. */
export const usePage = (): Page => useSyncExternalStore(follow, named)
