// A line of contact of many vertices is asked for its crossings whenever it is read, and to compare each edge with each other
// one grows with the square of them. Edges that follow one another lie near one another, so boxes over runs of them are kept,
// each over two smaller ones; an edge is compared with the edges of those boxes alone that its own box touches.
import type { Position } from '../../geo/index.ts'

/** Edges of one box that is not divided further. */
const RUN_EDGES = 8

interface Box {
  /** Edges by their first vertices, half-open. */
  readonly from: number
  readonly to: number
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
  readonly halves: readonly [Box, Box] | null
}

const turn = (a: Position, b: Position, c: Position): number =>
  (b.lonDeg - a.lonDeg) * (c.latDeg - a.latDeg) - (b.latDeg - a.latDeg) * (c.lonDeg - a.lonDeg)

/** Whether two edges, by their first vertices, cross; those that only touch do not. */
function cross(ring: readonly Position[], i: number, j: number): boolean {
  const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]]
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

/** The box of a run of edges, over the boxes of its halves. */
function boxOf(ring: readonly Position[], from: number, to: number): Box {
  if (to - from > RUN_EDGES) {
    const middle = (from + to) >> 1
    const [a, b] = [boxOf(ring, from, middle), boxOf(ring, middle, to)]
    return {
      from,
      to,
      west: Math.min(a.west, b.west),
      east: Math.max(a.east, b.east),
      south: Math.min(a.south, b.south),
      north: Math.max(a.north, b.north),
      halves: [a, b],
    }
  }
  const own = ring.slice(from, to + 1)
  const lons = own.map(({ lonDeg }) => lonDeg)
  const lats = own.map(({ latDeg }) => latDeg)
  return {
    from,
    to,
    west: Math.min(...lons),
    east: Math.max(...lons),
    south: Math.min(...lats),
    north: Math.max(...lats),
    halves: null,
  }
}

const touch = (a: Box, b: Box): boolean =>
  a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north

/** The first edge in a box, at `least` or after it, that crosses the edge, or null. */
function firstIn(ring: readonly Position[], box: Box, edge: Box, least: number): number | null {
  if (box.to <= least || !touch(box, edge)) return null
  if (box.halves !== null) {
    const [a, b] = box.halves
    return firstIn(ring, a, edge, least) ?? firstIn(ring, b, edge, least)
  }
  for (let j = Math.max(box.from, least); j < box.to; j += 1)
    if (cross(ring, edge.from, j)) return j
  return null
}

/**
 * The first pair of edges that cross, by their first vertices, or null; degrees, taken as a plane. Edges that only touch do not
 * cross. The time grows little faster than the number of edges, except where a box of many edges lies under many others.
 */
export function crossingOf(ring: readonly Position[]): readonly [number, number] | null {
  const edges = ring.length - 1
  if (edges < 3) return null
  const whole = boxOf(ring, 0, edges)
  for (let i = 0; i + 2 < edges; i += 1) {
    const j = firstIn(ring, whole, boxOf(ring, i, i + 1), i + 2)
    if (j !== null) return [i, j]
  }
  return null
}
