import { frameAt } from './frame.ts'
import type { Offset, Polygon, Polyline, Position } from './types.ts'

/** Whether a ring repeats its first vertex as its last and has at least four vertices. */
export function isClosed(polygon: Polygon): boolean {
  const first = polygon.ring[0]
  const last = polygon.ring.at(-1)
  if (first === undefined || last === undefined || polygon.ring.length < 4) return false
  return first.lonDeg === last.lonDeg && first.latDeg === last.latDeg
}

/** The legs of a chain of positions, in the frame at `origin`. */
function legsAround(origin: Position, chain: readonly Position[]): readonly [Offset, Offset][] {
  const { toOffset } = frameAt(origin)
  const legs: [Offset, Offset][] = []
  let from: Offset | undefined
  for (const vertex of chain) {
    const to = toOffset(vertex)
    if (from !== undefined) legs.push([from, to])
    from = to
  }
  return legs
}

/**
 * Whether a polygon contains a point (even-odd rule). A point on an edge belongs to one of the two polygons that
 * share the edge, never to both.
 */
export function contains(polygon: Polygon, position: Position): boolean {
  let inside = false
  for (const [a, b] of legsAround(position, polygon.ring)) {
    if (a.northM > 0 === b.northM > 0) continue
    const crossingEastM = a.eastM + ((0 - a.northM) / (b.northM - a.northM)) * (b.eastM - a.eastM)
    if (crossingEastM > 0) inside = !inside
  }
  return inside
}

/** The nearest point of a leg to the origin of its frame. */
function nearestOf([a, b]: readonly [Offset, Offset]): {
  readonly distanceM: number
  readonly crossM2: number
} {
  const alongE = b.eastM - a.eastM
  const alongN = b.northM - a.northM
  const squared = alongE * alongE + alongN * alongN
  const at =
    squared === 0 ? 0 : Math.max(0, Math.min(1, -(a.eastM * alongE + a.northM * alongN) / squared))
  return {
    distanceM: Math.hypot(a.eastM + at * alongE, a.northM + at * alongN),
    crossM2: alongE * -a.northM - alongN * -a.eastM,
  }
}

/** Distance from a point to the nearest point of a polyline, metres; infinite where the line has no leg. */
export function distanceToLineM(line: Polyline, position: Position): number {
  let least = Number.POSITIVE_INFINITY
  for (const leg of legsAround(position, line.vertices)) {
    least = Math.min(least, nearestOf(leg).distanceM)
  }
  return least
}

/**
 * The side of a polyline that a point lies on, as its vertices run; a point on the line counts as right. Beyond the
 * ends it is the side of the end's leg, prolonged. At a corner, where two legs are equally near, the one whose
 * prolongation lies farther from the point decides, which is right for bends of either sense.
 */
export function sideOf(line: Polyline, position: Position): 'left' | 'right' {
  let least = Number.POSITIVE_INFINITY
  let perpendicularM = 0
  for (const leg of legsAround(position, line.vertices)) {
    const { distanceM, crossM2 } = nearestOf(leg)
    const lengthM = Math.hypot(leg[1].eastM - leg[0].eastM, leg[1].northM - leg[0].northM)
    if (lengthM === 0) continue
    const signedM = crossM2 / lengthM
    const tie = Math.abs(distanceM - least) <= 1e-6
    if (tie ? Math.abs(signedM) > Math.abs(perpendicularM) : distanceM < least) {
      least = Math.min(least, distanceM)
      perpendicularM = signedM
    }
  }
  return perpendicularM > 0 ? 'left' : 'right'
}

/** Where two segments cross, or null; parallel segments never do. Ends belong to the segments. */
export function intersection(
  first: readonly [Position, Position],
  second: readonly [Position, Position],
): Position | null {
  const { toOffset, toPosition } = frameAt(first[0])
  const p = toOffset(first[1])
  const a = toOffset(second[0])
  const b = toOffset(second[1])
  const alongE = b.eastM - a.eastM
  const alongN = b.northM - a.northM
  const denominator = p.eastM * alongN - p.northM * alongE
  if (denominator === 0) return null
  const atFirst = (a.eastM * alongN - a.northM * alongE) / denominator
  const atSecond = (a.eastM * p.northM - a.northM * p.eastM) / denominator
  if (atFirst < 0 || atFirst > 1 || atSecond < 0 || atSecond > 1) return null
  return toPosition({ eastM: atFirst * p.eastM, northM: atFirst * p.northM })
}
