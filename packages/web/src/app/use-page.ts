import { useSyncExternalStore } from 'react'
import { OFFICES } from '@holdfast/core/nations'
import type { Office } from '@holdfast/core/nations'
import { PAGES_OF } from '../pages/index.ts'
import type { Page } from '../pages/index.ts'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** What follows a `?` is the page's own. */
const named = (): string => window.location.hash.slice(1).split('?', 1)[0] ?? ''

/**
 * The page that an address names, if the office has it; the office's first for an address that names none, or a page of another
 * office; `unknown` where no office has such a page.
 */
export function pageIn(name: string, office: Office): Page | { readonly unknown: string } {
  const page = PAGES_OF[office].find((one) => one === name)
  if (page !== undefined) return page
  const isAnother = OFFICES.some((other) => PAGES_OF[other].some((one) => one === name))
  return name === '' || isAnother ? 'watch' : { unknown: name }
}

/** The page that the address names now. */
export function usePage(office: Office): Page | { readonly unknown: string } {
  return pageIn(useSyncExternalStore(follow, named), office)
}
