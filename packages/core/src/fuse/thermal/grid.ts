import type { Refused } from '../../units/index.ts'
import { BLOCK, CELLS_MAX, CELLS_PER_DEG } from './assumptions.ts'

/** Cells of 0.1° in a box, row by row from the south-west. Whole cells: `west` and `south` count cells from 0°, 0°. */
export interface Grid {
  readonly west: number
  readonly south: number
  readonly columns: number
  readonly rows: number
  readonly cells: number
  /** The same in blocks of 5 × 5 cells, the last ones of a row or column cut. */
  readonly blockColumns: number
  readonly blockRows: number
  readonly blocks: number
}
/** A place, degrees, WGS 84. */
export interface Place {
  readonly lonDeg: number
  readonly latDeg: number
}

// A coordinate that is a whole tenth must not fall below it by the binary fraction.
const WHOLE = 1e-7
/** Number of the cell that a coordinate is in, from 0°: half-open, the western and southern edges belong to the cell. */
const tenth = (deg: number): number => Math.floor(deg * CELLS_PER_DEG + WHOLE)

/** The grid that holds all places, with nothing to spare; refused where it would have too many cells, or there is no place. */
export function gridOf(
  tables: readonly { readonly lonDeg: ArrayLike<number>; readonly latDeg: ArrayLike<number> }[],
): Grid | Refused {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { lonDeg, latDeg } of tables)
    for (let i = 0; i < lonDeg.length; i += 1) {
      const x = tenth(lonDeg[i] as number)
      const y = tenth(latDeg[i] as number)
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
  if (!(west <= east && south <= north))
    return { refused: 'no fire in the background years; give whole years' }
  const columns = east - west + 1
  const rows = north - south + 1
  if (columns * rows > CELLS_MAX)
    return {
      refused: `the fires span ${columns / CELLS_PER_DEG}° by ${rows / CELLS_PER_DEG}°, ${columns * rows} cells of 0.1°; the most is ${CELLS_MAX}: cut the files to the region`,
    }
  return gridAt({ west, south, columns, rows })
}

/** The grid with its south-western cell and size, in cells. */
export function gridAt(box: Pick<Grid, 'west' | 'south' | 'columns' | 'rows'>): Grid {
  const blockColumns = Math.ceil(box.columns / BLOCK)
  const blockRows = Math.ceil(box.rows / BLOCK)
  const { columns, rows } = box
  return {
    ...box,
    cells: columns * rows,
    blockColumns,
    blockRows,
    blocks: blockColumns * blockRows,
  }
}

/** The cell that a place is in, or -1 outside the grid. */
export function cellOf(grid: Grid, { lonDeg, latDeg }: Place): number {
  const x = tenth(lonDeg) - grid.west
  const y = tenth(latDeg) - grid.south
  return x >= 0 && x < grid.columns && y >= 0 && y < grid.rows ? y * grid.columns + x : -1
}
/** South-west corner of a cell. */
export const cornerOf = (grid: Grid, cell: number): Place => ({
  lonDeg: (grid.west + (cell % grid.columns)) / CELLS_PER_DEG,
  latDeg: (grid.south + Math.floor(cell / grid.columns)) / CELLS_PER_DEG,
})
/** Block of each cell. */
export function blocksOf(grid: Grid): Int32Array {
  const blocks = new Int32Array(grid.cells)
  for (let cell = 0; cell < grid.cells; cell += 1) {
    const x = Math.floor((cell % grid.columns) / BLOCK)
    blocks[cell] = Math.floor(Math.floor(cell / grid.columns) / BLOCK) * grid.blockColumns + x
  }
  return blocks
}
