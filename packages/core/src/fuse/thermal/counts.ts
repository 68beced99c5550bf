import { COUNT_MAX } from './assumptions.ts'
import { cellOf } from './grid.ts'
import type { Grid } from './grid.ts'

/** Fires by day and place, in any order, one entry a pixel. `epochDay` counts from 1970-01-01, UTC; degrees WGS 84. */
export interface Fires {
  readonly epochDay: ArrayLike<number>
  readonly lonDeg: ArrayLike<number>
  readonly latDeg: ArrayLike<number>
}
/** Cells with fires, by day and then by cell: struct of arrays, `count` at most 60. */
export interface CellDays {
  readonly epochDay: Int32Array
  readonly cell: Int32Array
  readonly count: Uint8Array
  /** Fires that lay in no cell of the grid. */
  readonly outside: number
}

/** Counts fires by cell and day. The order of the fires does not matter. */
export function cellDaysOf(grid: Grid, fires: Fires): CellDays {
  const keys = new Float64Array(fires.epochDay.length)
  let n = 0
  for (let i = 0; i < keys.length; i += 1) {
    const cell = cellOf(grid, {
      lonDeg: fires.lonDeg[i] as number,
      latDeg: fires.latDeg[i] as number,
    })
    if (cell < 0) continue
    keys[n] = (fires.epochDay[i] as number) * grid.cells + cell
    n += 1
  }
  const sorted = keys.subarray(0, n).toSorted()
  let unique = 0
  for (let i = 0; i < n; i += 1) if (i === 0 || sorted[i] !== sorted[i - 1]) unique += 1
  const epochDay = new Int32Array(unique)
  const cell = new Int32Array(unique)
  const count = new Uint8Array(unique)
  let at = -1
  for (let i = 0; i < n; i += 1) {
    const key = sorted[i] as number
    if (i === 0 || key !== sorted[i - 1]) {
      at += 1
      epochDay[at] = Math.floor(key / grid.cells)
      cell[at] = key - (epochDay[at] as number) * grid.cells
    }
    if ((count[at] as number) < COUNT_MAX) count[at] = (count[at] as number) + 1
  }
  return { epochDay, cell, count, outside: keys.length - n }
}

/** First entry of a day at or after the one given. */
export function entryOf(days: CellDays, epochDay: number): number {
  let [low, high] = [0, days.epochDay.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days.epochDay[middle] as number) < epochDay) low = middle + 1
    else high = middle
  }
  return low
}
