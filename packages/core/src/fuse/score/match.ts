/**
 * Which found place is of which true one: the optimal assignment of two sets of points within a cut-off. The cut-off makes
 * the problem sparse, so that ten thousand against ten thousand falls apart into thousands of small ones: pairs come from a
 * spatial hash, and each point is added by one shortest augmenting path, which never leaves its connected component.
 */
import type { Refused } from '../../units/index.ts'
import { EDGES_MAX } from './assumptions.ts'

/** Points of a plane, metres: x and y in turn. */
export type Points = Float64Array

/** The optimal assignment. */
export interface Match {
  /** For each true point the index of its found point; −1: none. */
  readonly foundOf: Int32Array
  /** Σ (c² − d²) over the pairs, m²: the greatest that is possible. */
  readonly gainM2: number
  /** Σ d² over the pairs, m². */
  readonly squaredM2: number
  readonly pairs: number
}

/** Pairs within the cut-off, by true point: compressed rows. The cost of a pair is d² − c², below 0. */
interface Edges {
  readonly start: Int32Array
  readonly column: readonly number[]
  readonly cost: readonly number[]
}

interface Solver {
  readonly edges: Edges
  readonly rowOf: Int32Array
  readonly rowPotential: Float64Array
  readonly columnPotential: Float64Array
  readonly distance: Float64Array
  /** 0: not reached; 1: reached; 2: its shortest distance is known. */
  readonly state: Uint8Array
  readonly cameFromRow: Int32Array
  readonly columnOf: Int32Array
}

/** The assignment that makes Σ (c² − d²) over pairs nearer than c greatest. */
export function matchWithin(truth: Points, found: Points, cutoffM: number): Match | Refused {
  const edges = edgesWithin(truth, found, cutoffM)
  if ('refused' in edges) return edges
  const rows = truth.length / 2
  const columns = found.length / 2
  const solver: Solver = {
    edges,
    rowOf: new Int32Array(columns).fill(-1),
    rowPotential: new Float64Array(rows),
    columnPotential: new Float64Array(columns),
    distance: new Float64Array(columns),
    state: new Uint8Array(columns),
    cameFromRow: new Int32Array(columns),
    columnOf: new Int32Array(rows).fill(-1),
  }
  for (let row = 0; row < rows; row += 1) addRow(solver, row)
  let gainM2 = 0
  let pairs = 0
  for (let row = 0; row < rows; row += 1) {
    const column = solver.columnOf[row] as number
    if (column < 0) continue
    pairs += 1
    gainM2 -= costOf(edges, row, column)
  }
  return {
    foundOf: solver.columnOf,
    gainM2,
    squaredM2: pairs * cutoffM * cutoffM - gainM2,
    pairs,
  }
}

function costOf({ start, column, cost }: Edges, row: number, wanted: number): number {
  for (let e = start[row] as number; e < (start[row + 1] as number); e += 1)
    if (column[e] === wanted) return cost[e] as number
  return 0
}

/**
 * Adds a row by a shortest augmenting path (Jonker and Volgenant 1987) over reduced costs. Every row has a column of its
 * own that means none, of cost 0: a path may end there, and nobody else can take it.
 */
function addRow(solver: Solver, root: number): void {
  const { edges, rowOf, rowPotential, columnPotential, distance, state, cameFromRow } = solver
  rowPotential[root] = leastReduced(solver, root)
  const reached: number[] = []
  let row = root
  let rowDistance = 0
  let endDistance = Infinity
  let endRow = root
  let endColumn = -1
  for (;;) {
    const none = rowDistance - (rowPotential[row] as number)
    if (none < endDistance) {
      endDistance = none
      endRow = row
      endColumn = -1
    }
    for (let e = edges.start[row] as number; e < (edges.start[row + 1] as number); e += 1) {
      const column = edges.column[e] as number
      if (state[column] === 2) continue
      const way =
        rowDistance +
        (edges.cost[e] as number) -
        (rowPotential[row] as number) -
        (columnPotential[column] as number)
      if (state[column] === 1 && way >= (distance[column] as number)) continue
      if (state[column] === 0) reached.push(column)
      state[column] = 1
      distance[column] = way
      cameFromRow[column] = row
    }
    const next = nearest(solver, reached)
    if (next < 0 || (distance[next] as number) >= endDistance) break
    state[next] = 2
    rowDistance = distance[next] as number
    row = rowOf[next] as number
    if (row < 0) {
      endDistance = rowDistance
      endColumn = next
      break
    }
  }
  raise(solver, { root, reached, endDistance })
  augment(solver, { root, endRow, endColumn })
  for (const column of reached) state[column] = 0
}

/** The start of a row's potential: all its reduced costs, that of none too, are then at least 0. */
function leastReduced({ edges, columnPotential }: Solver, row: number): number {
  let least = 0
  for (let e = edges.start[row] as number; e < (edges.start[row + 1] as number); e += 1)
    least = Math.min(
      least,
      (edges.cost[e] as number) - (columnPotential[edges.column[e] as number] as number),
    )
  return least
}

// A scan of the list instead of a heap: a component has a handful of columns.
function nearest({ state, distance }: Solver, reached: readonly number[]): number {
  let best = -1
  for (const column of reached)
    if (
      state[column] === 1 &&
      (best < 0 || (distance[column] as number) < (distance[best] as number))
    )
      best = column
  return best
}

/** Moves the potentials so that reduced costs stay at least 0, and are 0 along the path. */
function raise(
  { rowOf, rowPotential, columnPotential, distance, state }: Solver,
  way: { readonly root: number; readonly reached: readonly number[]; readonly endDistance: number },
): void {
  rowPotential[way.root] = (rowPotential[way.root] as number) + way.endDistance
  for (const column of way.reached) {
    if (state[column] !== 2) continue
    const slack = way.endDistance - (distance[column] as number)
    columnPotential[column] = (columnPotential[column] as number) - slack
    const row = rowOf[column] as number
    if (row >= 0) rowPotential[row] = (rowPotential[row] as number) + slack
  }
}

/** Gives every row of the path its new column, from the end back to the root. */
function augment(
  { rowOf, columnOf, cameFromRow }: Solver,
  way: { readonly root: number; readonly endRow: number; readonly endColumn: number },
): void {
  let column = way.endColumn
  // The path ends with a row that takes none: the column that it had is the end of the rest.
  if (column < 0) {
    column = columnOf[way.endRow] as number
    columnOf[way.endRow] = -1
    if (way.endRow === way.root) return
  }
  for (;;) {
    const row = cameFromRow[column] as number
    const had = columnOf[row] as number
    columnOf[row] = column
    rowOf[column] = row
    if (row === way.root) return
    column = had
  }
}

/** Pairs nearer than the cut-off, by a hash of cells of that size. */
function edgesWithin(truth: Points, found: Points, cutoffM: number): Edges | Refused {
  const rows = truth.length / 2
  const { head, next, mask } = hashed(found, cutoffM)
  const start = new Int32Array(rows + 1)
  const column: number[] = []
  const cost: number[] = []
  const cutoff2 = cutoffM * cutoffM
  for (let row = 0; row < rows; row += 1) {
    const x = truth[2 * row] as number
    const y = truth[2 * row + 1] as number
    const cellX = Math.floor(x / cutoffM)
    const cellY = Math.floor(y / cutoffM)
    for (let i = cellX - 1; i <= cellX + 1; i += 1)
      for (let j = cellY - 1; j <= cellY + 1; j += 1)
        for (let at = head[hashOf(i, j) & mask] as number; at >= 0; at = next[at] as number) {
          const foundX = found[2 * at] as number
          const foundY = found[2 * at + 1] as number
          // Another cell may share the bucket; taken here, its points would be taken twice.
          if (Math.floor(foundX / cutoffM) !== i || Math.floor(foundY / cutoffM) !== j) continue
          const squared = (foundX - x) * (foundX - x) + (foundY - y) * (foundY - y)
          if (squared >= cutoff2) continue
          column.push(at)
          cost.push(squared - cutoff2)
        }
    if (column.length > EDGES_MAX)
      return {
        refused: `more than ${EDGES_MAX} pairs lie within ${cutoffM} m of each other in one scan; score fewer tracks`,
      }
    start[row + 1] = column.length
  }
  return { start, column, cost }
}

function hashOf(i: number, j: number): number {
  const mixed = Math.imul(i | 0, 0x9e3779b1) ^ Math.imul(j | 0, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

function hashed(
  points: Points,
  cutoffM: number,
): { readonly head: Int32Array; readonly next: Int32Array; readonly mask: number } {
  const count = points.length / 2
  let size = 16
  while (size < 2 * count) size *= 2
  const head = new Int32Array(size).fill(-1)
  const next = new Int32Array(count)
  for (let at = 0; at < count; at += 1) {
    const i = Math.floor((points[2 * at] as number) / cutoffM)
    const j = Math.floor((points[2 * at + 1] as number) / cutoffM)
    const bucket = hashOf(i, j) & (size - 1)
    next[at] = head[bucket] as number
    head[bucket] = at
  }
  return { head, next, mask: size - 1 }
}
