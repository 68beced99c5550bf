import type { Observation } from '../observe/index.ts'
import { kindOf } from '../observe/index.ts'
import { basisOfRows, cellsOf } from './count.ts'
import type { Recorded } from './count.ts'
import type { Cells, Period, PublishedRow, PublishedTotal } from './types.ts'

/** Kinds that were counted together by those whose totals are quoted: explosions, bursts and shots. */
const COUNTED = new Set(['explosion', 'burst', 'shot'])

const isIn = ({ observation }: Recorded, { fromMs, toMs }: Period): boolean =>
  observation.observed.toMs > fromMs && observation.observed.toMs <= toMs

// Numbers of every precision are let in: the share says how much of their total the rows can explain at most.
function shareOf(ours: Cells, theirs: number | null): number | null {
  if (theirs === null || theirs === 0) return null
  return Math.min(
    1,
    Math.round(((ours.exact + ours.about + ours.atLeast) / theirs) * 10_000) / 10_000,
  )
}

const NOT_COMPARED = {
  ours: null,
  oursCounted: null,
  coveredShare: null,
  coveredCountedShare: null,
  from: basisOfRows([]),
}

/**
 * Each published total beside what the record holds of the same period and region. Ours never complete theirs: a share
 * below 1 is what is missing, and a share of 1 says only that the numbers met. A total of a part of a day, whose hours nobody gave,
 * is not compared: the record's rows of that day would be of other hours.
 */
export function publishedRows(
  totals: readonly PublishedTotal[],
  rows: readonly Recorded[],
  regionOf: (one: Observation) => string | null,
): readonly PublishedRow[] {
  return totals.map((total, i) => {
    const id = `published/${i}`
    if (total.isPart) return { ...total, id, ...NOT_COMPARED }
    const there = rows.filter(
      (row) =>
        isIn(row, total.period) &&
        (total.region === null || regionOf(row.observation) === total.region),
    )
    const explosions = there.filter(
      ({ observation }) => kindOf(observation.category) === 'explosion',
    )
    const counted = there.filter(({ observation }) => COUNTED.has(kindOf(observation.category)))
    const ours = cellsOf(explosions)
    const oursCounted = cellsOf(counted)
    return {
      ...total,
      id,
      ours,
      oursCounted,
      coveredShare: shareOf(ours, total.explosions),
      coveredCountedShare: shareOf(oursCounted, total.counted),
      from: basisOfRows(counted),
    }
  })
}
