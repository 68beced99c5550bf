import { wrapLonDeg } from '../../geo/index.ts'
import type { InstantMs } from '../../units/index.ts'
import type { TrajectoryPoint } from './types.ts'

/**
 * Trajectories for display. A point may be left out when the line between its neighbours, at the point's own instant,
 * passes near enough: the synchronised Euclidean distance (Meratnia & de By 2004), so that not only the way but also
 * when a thing was where stays true to the bound. Points are judged as they come (their opening window, with a bounded
 * window); when a trajectory has too many all the same, all of it is simplified again, twice as coarsely (their
 * top-down variant of Douglas & Peucker 1973), and the bound that is told grows by it.
 */

/** Most points kept of one trajectory. */
export const POINTS_MAX = 256
/** Most points that one line may leave out before its end is kept whatever the distance. */
const WINDOW_MAX = 48
/** Metres of a degree of latitude: for distances of some metres no ellipsoid is needed. */
const M_PER_DEG = 111_320

/** Metres between a point and the line from `a` to `b` at the point's instant. */
export function synchronisedM(
  a: TrajectoryPoint,
  b: TrajectoryPoint,
  point: TrajectoryPoint,
): number {
  const spanMs = b.atMs - a.atMs
  const share = spanMs === 0 ? 0 : (point.atMs - a.atMs) / spanMs
  const lat = a.position.latDeg + share * (b.position.latDeg - a.position.latDeg)
  const lon = a.position.lonDeg + share * wrapLonDeg(b.position.lonDeg - a.position.lonDeg)
  const cos = Math.cos((point.position.latDeg * Math.PI) / 180)
  return (
    M_PER_DEG *
    Math.hypot(wrapLonDeg(point.position.lonDeg - lon) * cos, point.position.latDeg - lat)
  )
}

/** Indices of the points that a top-down simplification keeps, ends included. */
function kept(points: readonly TrajectoryPoint[], toleranceM: number): readonly number[] {
  const keep = [0, points.length - 1]
  const open: [number, number][] = [[0, points.length - 1]]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span
    const [a, b] = [points[from], points[to]]
    if (a === undefined || b === undefined) continue
    let [worst, worstM] = [-1, toleranceM]
    for (let n = from + 1; n < to; n += 1) {
      const point = points[n]
      const m = point === undefined ? 0 : synchronisedM(a, b, point)
      if (m > worstM) [worst, worstM] = [n, m]
    }
    if (worst < 0) continue
    keep.push(worst)
    open.push([from, worst], [worst, to])
  }
  return keep.toSorted((a, b) => a - b)
}

/** A trajectory that is added to. At most `POINTS_MAX` points and a window. */
export class Line {
  #points: TrajectoryPoint[] = []
  // Since the last kept point, and not yet decided.
  readonly #window: TrajectoryPoint[] = []
  #toleranceM: number
  #errorM: number

  constructor(toleranceM: number) {
    this.#toleranceM = toleranceM
    this.#errorM = toleranceM
  }

  /** Every point that was left out lies within this of the line at its instant, metres. */
  get errorM(): number {
    return this.#errorM
  }
  /** The instant of the last point, or minus infinity. */
  get lastMs(): InstantMs {
    return (this.#window.at(-1) ?? this.#points.at(-1))?.atMs ?? Number.NEGATIVE_INFINITY
  }

  /** Adds a point; one that is not later than the last is passed over. */
  add(point: TrajectoryPoint): void {
    if (point.atMs <= this.lastMs) return
    const anchor = this.#points.at(-1)
    if (anchor === undefined) {
      this.#points.push(point)
      return
    }
    const last = this.#window.at(-1)
    const near =
      this.#window.length < WINDOW_MAX &&
      this.#window.every((one) => synchronisedM(anchor, point, one) <= this.#toleranceM)
    if (last !== undefined && !near) {
      this.#points.push(last)
      this.#window.length = 0
      if (this.#points.length >= POINTS_MAX) this.#coarsen()
    }
    this.#window.push(point)
  }

  /** The points, the last one always among them. */
  points(): readonly TrajectoryPoint[] {
    const last = this.#window.at(-1)
    return last === undefined ? this.#points : [...this.#points, last]
  }

  #coarsen(): void {
    while (this.#points.length > POINTS_MAX / 2) {
      this.#toleranceM *= 2
      const points = this.#points
      this.#points = kept(points, this.#toleranceM).flatMap((n) => points[n] ?? [])
      this.#errorM += this.#toleranceM
    }
  }
}
