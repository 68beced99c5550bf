/** Which pages there are, what they are called, and which office has which. */
import type { Office } from '@holdfast/core/nations'

/** An office's pages, by the address's part after `#`; the sources are the monitor's alone, the findings with what the capitals decide the guarantors'. */
export type Page =
  | 'watch'
  | 'desk'
  | 'day'
  | 'sources'
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
  findings: 'Findings',
  movement: 'Movement',
  agreement: 'Agreement',
  reports: 'Reports',
  reliability: 'Reliability',
}
/** The pages of each office, in the order of their tabs; the first is shown where the address names none. */
export const PAGES_OF: Readonly<Record<Office, readonly Page[]>> = {
  monitor: ['watch', 'desk', 'day', 'sources', 'agreement', 'reports', 'reliability'],
  commission: ['watch', 'desk', 'day', 'agreement', 'reports', 'reliability'],
  guarantors: ['watch', 'findings', 'movement', 'agreement', 'reports'],
}
