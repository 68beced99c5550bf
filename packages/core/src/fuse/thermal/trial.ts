/**
 * Whether the watch is worth anything: its answers against events that are known from elsewhere, beside simpler ways to
 * the same question. None of them is told the events; each is causal.
 */
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import type { Background } from './background.ts'
import { dateOf } from './calendar.ts'
import { entryOf } from './counts.ts'
import type { CellDays } from './counts.ts'
import { plainRatesOf, poissonBelow } from './plain.ts'
import { ThermalWatch } from './watch.ts'
import type { Picture } from './watch.ts'
import { fillSeen } from './weather.ts'
import type { Weather } from './weather.ts'

/**
 * Ways to score a cell-day. `poisson`: chance of fewer fires under the cell's own plain mean; what is to be beaten. `day`:
 * the same under the learned background. `scan`: 3 × 3 cells over a week, Poisson likelihood ratio of the best rate
 * against the expected (M. Kulldorff 1997, A spatial scan statistic). `state`: the watch's probability.
 */
export const WAYS = ['poisson', 'day', 'scan', 'state'] as const
/** A way to score a cell-day. */
export type Way = (typeof WAYS)[number]
/** Closed range of days since 1970-01-01. */
export interface Days {
  readonly first: number
  readonly last: number
}
/** Scores of some cells on each day of a range, by way and cell; `[day - first]`. */
export interface Trial extends Days {
  readonly scores: Readonly<Record<Way, ReadonlyMap<number, Float64Array>>>
}

const SCAN_DAYS = 7

/** Observed and expected fires of the last week, by cell. */
class Week {
  readonly #observed: Float64Array[] = []
  readonly #expected: Float64Array[] = []

  push({ observed, expected }: Picture): void {
    this.#observed.push(Float64Array.from(observed))
    this.#expected.push(Float64Array.from(expected))
    if (this.#observed.length <= SCAN_DAYS) return
    this.#observed.shift()
    this.#expected.shift()
  }

  score({ columns, rows }: Background['grid'], cell: number): number {
    const [x, y] = [cell % columns, Math.floor(cell / columns)]
    let [seen, expected] = [0, 0]
    for (let v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v += 1)
      for (let u = Math.max(0, x - 1); u <= Math.min(columns - 1, x + 1); u += 1)
        for (const [k, observed] of this.#observed.entries()) {
          seen += observed[v * columns + u] as number
          expected += this.#expected[k]?.[v * columns + u] as number
        }
    const ratio = (seen > 0 ? seen * Math.log(seen / expected) : 0) - seen + expected
    return seen > expected ? ratio : -ratio
  }
}

/** Runs all ways over the days and keeps the scores of the cells named. `warmUp` days before the first one are walked unscored. */
export function trialOf(
  background: Background,
  cells: readonly number[],
  of: Days & { readonly days: CellDays; readonly warmUp: number; readonly weather?: Weather },
): Trial | Refused {
  const { first, last, days } = of
  const table = (): Map<number, Float64Array> =>
    new Map(cells.map((cell) => [cell, new Float64Array(last - first + 1)]))
  const scores = { poisson: table(), day: table(), scan: table(), state: table() }
  const plain = new Map(cells.map((cell) => [cell, plainRatesOf(background, cell)]))
  const watch = new ThermalWatch(background)
  const week = new Week()
  const seen = new Float32Array(background.grid.cells).fill(1)
  for (let day = first - of.warmUp; day <= last; day += 1) {
    const [from, to] = [entryOf(days, day), entryOf(days, day + 1)]
    if (of.weather !== undefined) fillSeen(of.weather, day, seen)
    const picture = watch.push({
      seen,
      epochDay: day,
      cell: days.cell.subarray(from, to),
      count: days.count.subarray(from, to),
    })
    if (isRefused(picture)) return picture
    week.push(picture)
    if (day < first) continue
    const { slot } = dateOf(day)
    const put = (way: Way, cell: number, score: number): void => {
      const row = scores[way].get(cell)
      if (row !== undefined) row[day - first] = score
    }
    for (const cell of cells) {
      put(
        'poisson',
        cell,
        poissonBelow(plain.get(cell)?.[slot] ?? 0, picture.observed[cell] as number),
      )
      put('day', cell, watch.surprise(cell))
      put('scan', cell, week.score(background.grid, cell))
      put('state', cell, picture.probability[cell] as number)
    }
  }
  return { first, last, scores }
}
