import { useSyncExternalStore } from 'react'
import type { Office } from '@holdfast/core/nations'
import { PAGES_OF } from '../coverage/index.ts'
import type { Page } from '../coverage/index.ts'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** What follows a `?` is the page's own. */
const named = (): string => window.location.hash.slice(1).split('?', 1)[0] ?? ''

/** The page that the address names, if the office has it; else the office's first. */
export function usePage(office: Office): Page {
  const name = useSyncExternalStore(follow, named)
  return PAGES_OF[office].find((page) => page === name) ?? 'watch'
}
