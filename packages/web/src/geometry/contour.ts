// A withdrawal zone is told as a distance from a line. Offsetting the line vertex by vertex folds over itself wherever the
// line bends sharply against a distance of 70 km. A grid of distances does not, but it measures the whole box about the line:
// 1,200 km at a distance of 1 km are millions of cells against every segment, and the page stood still for a minute. So each
// segment is offset by itself, with an arc about each of its vertices, and what comes nearer to another segment than the
// distance is cut away. What is left is exact, and the work grows with the line and with how much of it is within reach.
import type { Polyline, Position } from '@holdfast/core/geo'
import { arcPiece, clipPiece, offsetPiece, tracePiece } from './offset-piece.ts'
import type { Piece } from './offset-piece.ts'
import type { Point, Span } from './span.ts'
import { offsetOf, shift } from './plane.ts'
import type { LonLat } from './plane.ts'
import { joinPaths } from './join-paths.ts'
import { indexReach } from './reach.ts'
import { thin } from './thin.ts'

/** A line is first thinned to within this share of the distance: a 1,200 km line of 5,000 vertices at 70 km is a few hundred. */
const THIN_SHARE = 1 / 128
/** Ends nearer to each other than this share of the distance are one point. */
const JOIN_SHARE = 1 / 5000

/** What to draw: the points at `distanceM` from the line that lie on one side of it; `left` as the vertices run. */
export interface ContourRequest {
  readonly line: Polyline
  readonly distanceM: number
  readonly side: 'left' | 'right'
}

/** How much work a contour was: pieces of offset line held against segments. */
export interface ContourWork {
  segmentTests: number
}

const turnOf = (from: Span, to: Span): number => {
  const turn = to.heading - from.heading
  return turn > Math.PI ? turn - 2 * Math.PI : turn <= -Math.PI ? turn + 2 * Math.PI : turn
}

const spansOf = (chain: readonly Point[]): Span[] =>
  chain.slice(1).map((b, index) => {
    const a = chain[index] ?? b
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const lengthM = Math.hypot(dx, dy)
    return { index, a, b, heading: Math.atan2(dy, dx), ux: dx / lengthM, uy: dy / lengthM }
  })

/** The left border of one segment's share: its offset, and the arc that leads on to the next; caps at the ends of the line. */
function piecesOf(spans: readonly Span[], span: Span, radiusM: number): Piece[] {
  const next = spans[span.index + 1]
  const left = span.heading + Math.PI / 2
  const pieces = [offsetPiece(span, radiusM)]
  if (span.index === 0)
    pieces.unshift(arcPiece({ centre: span.a, radiusM, from: left + Math.PI / 2, to: left }, span))
  if (next === undefined)
    pieces.push(arcPiece({ centre: span.b, radiusM, from: left, to: left - Math.PI / 2 }, span))
  else {
    const turn = turnOf(span, next)
    // Turning right opens a gap on the left, which the arc closes; a line that runs back on itself has one on both sides.
    const sweep = turn < 0 ? -turn : turn === Math.PI ? Math.PI : 0
    if (sweep > 0)
      pieces.push(arcPiece({ centre: span.b, radiusM, from: left, to: left - sweep }, span, next))
  }
  return pieces
}

function leftEdge(chain: readonly Point[], radiusM: number, work: ContourWork): Point[][] {
  const spans = spansOf(thin(chain, radiusM * THIN_SHARE))
  const reach = indexReach(spans)
  const paths: Point[][] = []
  for (const span of spans)
    for (const piece of piecesOf(spans, span, radiusM))
      for (const kept of clipPiece(piece, reach, work)) paths.push(tracePiece(piece, kept))
  return joinPaths(paths, radiusM * JOIN_SHARE)
}

const mirror = ({ x, y }: Point): Point => ({ x, y: -y })

/**
 * The contour as open lines of GeoJSON points: within distance / 128 of the exact one, arcs as chords of at most 5 degrees.
 * A line without length has none. `work`, where given, is added to.
 */
export function distanceContour(
  { line, distanceM, side }: ContourRequest,
  work: ContourWork = { segmentTests: 0 },
): LonLat[][] {
  const first = line.vertices[0]
  if (first === undefined || !(distanceM > 0)) return []
  const origin: Position = first
  const chain = line.vertices.map((vertex) => {
    const { eastM, northM } = offsetOf(origin, vertex)
    return { x: eastM, y: northM }
  })
  // The right border is the left one of the line in a mirror.
  const paths =
    side === 'left'
      ? leftEdge(chain, distanceM, work)
      : leftEdge(chain.map(mirror), distanceM, work).map((path) => path.map(mirror))
  return paths.map((path) => path.map(({ x, y }) => shift(origin, { eastM: x, northM: y })))
}
