import { merkleRoot, toHex, utf8 } from '../evidence/index.ts'
import type { Basis } from './types.ts'

/** Log indexes that a figure names one by one; beyond them it names the first and the last, and the root commits to all. */
export const BASIS_ENTRIES_MAX = 12

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function spanOf(entries: readonly number[]): Pick<Basis, 'entries' | 'isSpan'> {
  const rising = [...new Set(entries)].toSorted((a, b) => a - b)
  const first = rising.at(0)
  const last = rising.at(-1)
  if (rising.length <= BASIS_ENTRIES_MAX || first === undefined || last === undefined)
    return { entries: rising, isSpan: false }
  return { entries: [first, last], isSpan: true }
}

const rootOf = (ids: readonly string[]): string =>
  toHex(merkleRoot(ids.toSorted(byCodeUnit).map((id) => utf8(id))))

/** Where figures made of observations come from; each observation counts once. */
export const basisOf = (
  rows: readonly { readonly id: string; readonly entry: number }[],
): Basis => ({
  n: rows.length,
  of: 'observations',
  ...spanOf(rows.map(({ entry }) => entry)),
  root: rootOf(rows.map(({ id }) => id)),
})

/** Where figures made of decisions come from: the entries themselves. */
export const basisOfEntries = (entries: readonly number[]): Basis => ({
  n: new Set(entries).size,
  of: 'entries',
  ...spanOf(entries),
  root: rootOf([...new Set(entries)].map(String)),
})
