import { useSyncExternalStore } from 'react'
import { OFFICES } from '@holdfast/core/nations'
import type { Office } from '@holdfast/core/nations'
import { PAGES_OF, firstPage } from '../pages/index.ts'
import type { Page } from '../pages/index.ts'

function follow(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}

/** What follows a `?` is the page's own. */
const named = (): string => window.location.hash.slice(1).split('?', 1)[0] ?? ''

/** What an address names that is no page of an office: no office has it, or `offices` have it as `elsewhere`. */
export type NoPage =
  | { readonly unknown: string }
  | { readonly elsewhere: Page; readonly offices: readonly Office[] }

/** The page that an address names, if the office has it; the office's first for an address that names none. */
export function pageIn(name: string, office: Office): Page | NoPage {
  if (name === '') return firstPage(office)
  const page = PAGES_OF[office].find((one) => one === name)
  if (page !== undefined) return page
  const offices = OFFICES.filter((other) => PAGES_OF[other].some((one) => one === name))
  const elsewhere = offices.flatMap((other) => PAGES_OF[other]).find((one) => one === name)
  return elsewhere === undefined ? { unknown: name } : { elsewhere, offices }
}

/** The page that the address names now. */
export function usePage(office: Office): Page | NoPage {
  return pageIn(useSyncExternalStore(follow, named), office)
}

/** Who changes the office keeps the page, where the next office has it too; where it has not, the address goes on to its first. */
export function followOffice(office: Office): void {
  const page = pageIn(named(), office)
  if (typeof page === 'object' && 'elsewhere' in page)
    window.location.replace(`#${firstPage(office)}`)
}
