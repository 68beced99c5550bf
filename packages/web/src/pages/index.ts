/** Which pages there are, what they are called, and which office has which. */
import type { Office } from '@holdfast/core/nations'

/** An office's pages, by the address's part after `#`; the sources are the monitor's alone; forces, movement and the findings with what the capitals decide the guarantors'. */
export type Page =
  | 'watch'
  | 'desk'
  | 'day'
  | 'sources'
  | 'forces'
  | 'findings'
  | 'movement'
  | 'agreement'
  | 'reports'
  | 'reliability'

/** What each page is called. */
export const PAGE_TITLE: Readonly<Record<Page, string>> = {
  watch: 'Watch',
  desk: 'Desk',
  day: 'Day',
  sources: 'Sources',
  forces: 'Forces',
  findings: 'Findings',
  movement: 'Movement',
  agreement: 'Agreement',
  reports: 'Reports',
  reliability: 'Reliability',
}
/** The pages of each office, in the order of their tabs. */
export const PAGES_OF: Readonly<Record<Office, readonly Page[]>> = {
  monitor: ['watch', 'desk', 'day', 'sources', 'agreement', 'reports', 'reliability'],
  commission: ['watch', 'desk', 'day', 'agreement', 'reports', 'reliability'],
  guarantors: ['forces', 'findings', 'movement', 'agreement', 'reports'],
}
/** The page of an office that is shown where the address names none. */
export const firstPage = (office: Office): Page => PAGES_OF[office][0] ?? 'watch'
