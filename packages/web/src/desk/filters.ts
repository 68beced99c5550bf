// What the watch looks at stands in the address, so that a link shows the next officer the same rows; a filter that is
// used every night gets a name, which this browser keeps.
import type { Actor } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'
import type { DeskRow } from './rows.ts'
import { nameOf } from './rows.ts'

/** What narrows the list; an empty word narrows nothing. */
export interface DeskFilter {
  readonly what: '' | 'incident' | 'candidate'
  readonly state: '' | 'closed' | 'all'
  /** Kind of event. */
  readonly kind: string
  readonly clause: string
  readonly region: string
  /** No older than so many hours; `older` than a day. */
  readonly age: '' | '1' | '6' | '24' | '72' | 'older'
  /** Who is on it: `me`, `nobody`, or an officer's name. */
  readonly who: string
  readonly marks: '' | 'flash' | 'late' | 'grouping' | 'task'
  /** Words of the title, the place, a clause or the id. */
  readonly text: string
}
/** Open, and nothing else. */
export const NO_FILTER: DeskFilter = {
  what: '',
  state: '',
  kind: '',
  clause: '',
  region: '',
  age: '',
  who: '',
  marks: '',
  text: '',
}
/** Words that a member of the filter may be; the others are free. */
const WORDS: Partial<Record<keyof DeskFilter, readonly string[]>> = {
  what: ['incident', 'candidate'],
  state: ['closed', 'all'],
  age: ['1', '6', '24', '72', 'older'],
  marks: ['flash', 'late', 'grouping', 'task'],
}
const MEMBERS = Object.keys(NO_FILTER) as readonly (keyof DeskFilter)[]
/** Longest free word of a filter, characters. */
const WORD_MAX = 120
const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** The filter of an address's words; what is none is left out. */
export function filterFrom(query: URLSearchParams): DeskFilter {
  const said = MEMBERS.flatMap((member) => {
    const word = query.get(member)
    if (word === null || word.length > WORD_MAX) return []
    return WORDS[member]?.includes(word) === false ? [] : [[member, word] as const]
  })
  return { ...NO_FILTER, ...Object.fromEntries(said) }
}

/** The words of the address that say a filter; those that narrow nothing are left out. */
export function queryOf(filter: DeskFilter): URLSearchParams {
  return new URLSearchParams(
    MEMBERS.flatMap((member) => (filter[member] === '' ? [] : [[member, filter[member]]])),
  )
}

const isState = ({ state }: DeskFilter, row: DeskRow): boolean =>
  state === 'all' || (state === 'closed') !== row.isOpen

function isAged({ age }: DeskFilter, row: DeskRow, nowMs: InstantMs): boolean {
  if (age === '') return true
  const hours = (nowMs - row.atMs) / HOUR_MS
  return age === 'older' ? hours > DAY_HOURS : hours <= Number(age)
}

function isOn({ who }: DeskFilter, { assignedTo }: DeskRow, me: Pick<Actor, 'name' | 'nation'>) {
  if (who === '') return true
  const on = assignedTo ?? null
  if (who === 'nobody') return on === null
  if (who === 'me') return on?.officer === me.name && on.nation === me.nation
  return on?.officer === who
}

function isMarked({ marks }: DeskFilter, row: DeskRow, nowMs: InstantMs): boolean {
  switch (marks) {
    case '':
      return true
    case 'flash':
      return row.isFlash
    case 'late':
      return row.occurredDueMs !== null && row.occurredDueMs < nowMs
    case 'grouping':
      return row.proposals.length > 0 || row.duplicates.length > 0
    case 'task':
      return row.openTasks > 0
  }
}

function isWorded({ text }: DeskFilter, row: DeskRow): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return true
  const said = [nameOf(row.id), row.title, row.place, row.region, ...row.clauses, ...row.kinds]
    .join(' ')
    .toLowerCase()
  return words.every((word) => said.includes(word))
}

/** The rows that a filter lets through, in their order. */
export function filtered(
  rows: readonly DeskRow[],
  filter: DeskFilter,
  { me, nowMs }: { readonly me: Pick<Actor, 'name' | 'nation'>; readonly nowMs: InstantMs },
): readonly DeskRow[] {
  const { what, kind, clause, region } = filter
  return rows.filter(
    (row) =>
      (what === '' || row.what === what) &&
      isState(filter, row) &&
      (kind === '' || row.kinds.includes(kind)) &&
      (clause === '' || row.clauses.includes(clause)) &&
      (region === '' || row.region === region) &&
      isAged(filter, row, nowMs) &&
      isOn(filter, row, me) &&
      isMarked(filter, row, nowMs) &&
      isWorded(filter, row),
  )
}

const sorted = (words: readonly string[]): readonly string[] =>
  [...new Set(words)].filter((word) => word !== '').toSorted()

/** What the rows offer to narrow by, each word once. */
export function offered(rows: readonly DeskRow[]): {
  readonly kinds: readonly string[]
  readonly clauses: readonly string[]
  readonly regions: readonly string[]
  readonly officers: readonly string[]
} {
  return {
    kinds: sorted(rows.flatMap(({ kinds }) => kinds)),
    clauses: sorted(rows.flatMap(({ clauses }) => clauses)),
    regions: sorted(rows.map(({ region }) => region)),
    officers: sorted(rows.map(({ assignedTo }) => assignedTo?.officer ?? '')),
  }
}

/** A filter with a name, as this browser keeps it. */
export interface SavedFilter {
  readonly name: string
  /** As in the address. */
  readonly query: string
}
/** Where they are kept. */
export const SAVED_KEY = 'holdfast.desk.filters'
/** Most of them that are kept, and the longest name, characters. */
export const SAVED_MAX = 30
/** Longest name of a filter, characters. */
export const SAVED_NAME_MAX = 40

const isSaved = (value: unknown): value is SavedFilter =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'query' in value &&
  typeof value.name === 'string' &&
  typeof value.query === 'string' &&
  value.name.length <= SAVED_NAME_MAX

/** The named filters in a text that this browser kept; none where it is not such a text. */
export function savedIn(text: string | null): readonly SavedFilter[] {
  if (text === null) return []
  try {
    const read = JSON.parse(text) as unknown
    return Array.isArray(read) ? read.filter(isSaved).slice(0, SAVED_MAX) : []
  } catch {
    return []
  }
}

/** The named filters with one more, or with its new meaning; the oldest goes where there is no room. */
export function withSaved(
  saved: readonly SavedFilter[],
  { name, query }: SavedFilter,
): readonly SavedFilter[] {
  const named = { name: name.trim().slice(0, SAVED_NAME_MAX), query }
  if (named.name === '') return saved
  return [...saved.filter((one) => one.name !== named.name), named].slice(-SAVED_MAX)
}
