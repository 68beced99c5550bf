import type { Refused } from '../../units/index.ts'
import { LAND_CLASSES_MAX } from './assumptions.ts'
import { cellOf } from './grid.ts'
import type { Grid } from './grid.ts'

/** Shares of land by class at points of a grid, in any order: `shares[class][point]`, 0 to 1. Degrees, WGS 84. */
export interface LandUse {
  readonly lonDeg: ArrayLike<number>
  readonly latDeg: ArrayLike<number>
  readonly shares: readonly ArrayLike<number>[]
}
/** A grid with the use of the land of each cell: 0 where nobody said, else 1 + the class that has the greatest share. */
export interface Land {
  readonly grid: Grid
  readonly useOf: Uint8Array
  /** How many uses there are, that of nobody's word among them. */
  readonly uses: number
}

/** Land of which nothing is said: one use. */
export const plainLand = (grid: Grid): Land => ({
  grid,
  useOf: new Uint8Array(grid.cells),
  uses: 1,
})

/** The dominant use of each cell: shares of all points in a cell are added; of equal ones the first class. */
export function landOf(grid: Grid, { lonDeg, latDeg, shares }: LandUse): Land | Refused {
  if (shares.length === 0 || shares.length > LAND_CLASSES_MAX)
    return { refused: `${shares.length} classes of land; give 1 to ${LAND_CLASSES_MAX}` }
  const classes = shares.length
  const sums = new Float64Array(grid.cells * classes)
  for (let i = 0; i < lonDeg.length; i += 1) {
    const cell = cellOf(grid, { lonDeg: lonDeg[i] as number, latDeg: latDeg[i] as number })
    if (cell < 0) continue
    for (const [k, share] of shares.entries()) {
      const value = share[i] as number
      if (!(value >= 0 && value <= 1))
        return { refused: `a share of land of ${value}; give 0 to 1` }
      sums[cell * classes + k] = (sums[cell * classes + k] as number) + value
    }
  }
  const useOf = new Uint8Array(grid.cells)
  for (let cell = 0; cell < grid.cells; cell += 1) {
    let most = 0
    for (let k = 0; k < classes; k += 1)
      if ((sums[cell * classes + k] as number) > most) {
        most = sums[cell * classes + k] as number
        useOf[cell] = k + 1
      }
  }
  return { grid, useOf, uses: classes + 1 }
}
