import type { Category, CoverageShares, Ledger, Observation } from '../observe/index.ts'
import { ledgerOf } from '../observe/index.ts'
import { basisOf } from './basis.ts'
import type { Cells, CountRow } from './types.ts'

/** An observation with the log index of its batch. */
export interface Recorded {
  readonly observation: Observation
  readonly entry: number
}

/** Every ledger, in the order of the tables. Obligations are raised by candidates: nobody observes them. */
export const LEDGERS: readonly Ledger[] = [
  'kinetic',
  'posture',
  'airSea',
  'access',
  'protection',
  'obligation',
  'digital',
  'benign',
  'indication',
]

const COLUMN = {
  exact: 'exact',
  about: 'about',
  atLeast: 'atLeast',
  unknown: 'uncounted',
} as const

/** Counts apart by precision. Raw: what two sources reported counts twice, and nothing is imputed. */
export function cellsOf(rows: readonly Recorded[]): Cells {
  const cells = { exact: 0, about: 0, atLeast: 0, uncounted: 0, observations: rows.length }
  for (const { observation } of rows) {
    const { n, precision } = observation.count
    cells[COLUMN[precision]] += precision === 'unknown' ? 1 : n
  }
  return cells
}

/** Observations with their ids, as a figure's basis takes them. */
export const basisOfRows = (rows: readonly Recorded[]) =>
  basisOf(rows.map(({ observation: { id }, entry }) => ({ id, entry })))

/** What a table is made of. */
export interface Table {
  readonly name: 'counts' | 'region' | 'control'
  readonly now: readonly Recorded[]
  readonly before: readonly Recorded[] | null
  /** Which row of the table an observation belongs to; null for the whole. */
  readonly groupOf: (one: Observation) => string | null
  /** In the order of the table; a group without observations has its line, too. */
  readonly groups: readonly (string | null)[]
  readonly ledgers: readonly Ledger[]
  /** Coverage that a group's counts were made under, now and before. */
  readonly eyesOf: (group: string | null) => {
    readonly now: CoverageShares
    readonly before: CoverageShares | null
  }
}

const keyOf = (group: string | null, category: Category): string => `${group ?? ''}\n${category}`

function grouped(table: Table, rows: readonly Recorded[]): ReadonlyMap<string, Recorded[]> {
  const by = new Map<string, Recorded[]>()
  for (const row of rows) {
    const key = keyOf(table.groupOf(row.observation), row.observation.category)
    const found = by.get(key)
    if (found === undefined) by.set(key, [row])
    else found.push(row)
  }
  return by
}

/**
 * A table of counts: for each group and ledger one line per category that either period has, or one line that says
 * that there was none. Never a total.
 */
export function countTable(table: Table): readonly CountRow[] {
  const now = grouped(table, table.now)
  const before = table.before === null ? null : grouped(table, table.before)
  const categories = [...table.now, ...(table.before ?? [])].map(
    ({ observation }) => observation.category,
  )
  const known = [...new Set(categories)].toSorted()
  return table.groups.flatMap((group) => {
    const eyes = table.eyesOf(group)
    return table.ledgers.flatMap((ledger): CountRow[] => {
      const seen = known.filter(
        (category) =>
          ledgerOf(category) === ledger &&
          (now.has(keyOf(group, category)) || before?.has(keyOf(group, category)) === true),
      )
      return (seen.length === 0 ? [null] : seen).map((category) => {
        const key = category === null ? '' : keyOf(group, category)
        const rows = now.get(key) ?? []
        const past = before === null ? null : (before.get(key) ?? [])
        return {
          id: [table.name, group ?? 'all', ledger, category ?? 'none'].join('/'),
          group,
          ledger,
          category,
          now: cellsOf(rows),
          before: past === null ? null : cellsOf(past),
          from: basisOfRows(rows),
          fromBefore: past === null ? null : basisOfRows(past),
          eyes: eyes.now,
          eyesBefore: eyes.before,
        }
      })
    })
  })
}
