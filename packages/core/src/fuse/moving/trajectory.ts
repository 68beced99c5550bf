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

/** A leg from one point to another, at a steady pace. */
class Leg {
  readonly #a: TrajectoryPoint
  readonly #spanMs: number
  readonly #eastDeg: number
  readonly #northDeg: number

  constructor(a: TrajectoryPoint, b: TrajectoryPoint) {
    this.#a = a
    this.#spanMs = b.atMs - a.atMs
    this.#eastDeg = wrapLonDeg(b.position.lonDeg - a.position.lonDeg)
    this.#northDeg = b.position.latDeg - a.position.latDeg
  }

  /** Metres between a place and where the leg is at that instant. */
  offM(atMs: InstantMs, lonDeg: number, latDeg: number): number {
    const share = this.#spanMs === 0 ? 0 : (atMs - this.#a.atMs) / this.#spanMs
    const lat = this.#a.position.latDeg + share * this.#northDeg
    const lon = this.#a.position.lonDeg + share * this.#eastDeg
    const cos = Math.cos((latDeg * Math.PI) / 180)
    return M_PER_DEG * Math.hypot(wrapLonDeg(lonDeg - lon) * cos, latDeg - lat)
  }
}

/** Metres between a point and the line from `a` to `b` at the point's instant. */
export const synchronisedM = (
  a: TrajectoryPoint,
  b: TrajectoryPoint,
  { atMs, position }: TrajectoryPoint,
): number => new Leg(a, b).offM(atMs, position.lonDeg, position.latDeg)

/** Numbers of a point: instant, longitude, latitude. */
const WIDTH = 3
const ROOM_AT_FIRST = 4

/** Points in one array of numbers: there are some hundred for each of ten thousand tracks, and objects take four times that. */
class Points {
  #values = new Float64Array(WIDTH * ROOM_AT_FIRST)
  #length = 0

  get length(): number {
    return this.#length
  }
  at(n: number): TrajectoryPoint | undefined {
    if (n < 0 || n >= this.#length) return undefined
    const [from, values] = [WIDTH * n, this.#values]
    const position = { lonDeg: values[from + 1] ?? 0, latDeg: values[from + 2] ?? 0 }
    return { atMs: values[from] ?? 0, position }
  }
  get last(): TrajectoryPoint | undefined {
    return this.at(this.#length - 1)
  }
  get all(): TrajectoryPoint[] {
    return Array.from({ length: this.#length }, (_, n) => this.at(n)).flatMap((one) => one ?? [])
  }

  push({ atMs, position: { lonDeg, latDeg } }: TrajectoryPoint): void {
    const from = WIDTH * this.#length
    if (from === this.#values.length) {
      const wider = new Float64Array(2 * from)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[from] = atMs
    this.#values[from + 1] = lonDeg
    this.#values[from + 2] = latDeg
    this.#length += 1
  }
  clear(): void {
    this.#length = 0
  }
  /** Whether each lies within so many metres of the leg. */
  areNear(leg: Leg, toleranceM: number): boolean {
    const values = this.#values
    for (let at = WIDTH * (this.#length - 1); at >= 0; at -= WIDTH)
      if (leg.offM(values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0) > toleranceM)
        return false
    return true
  }
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
  readonly #points = new Points()
  // Since the last kept point, and not yet decided.
  readonly #window = new Points()
  #toleranceM: number
  #errorM: number
  #lastMs: InstantMs = Number.NEGATIVE_INFINITY

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
    return this.#lastMs
  }

  /** Adds a point; one that is not later than the last is passed over. */
  add(point: TrajectoryPoint): void {
    if (!(point.atMs > this.#lastMs)) return
    this.#lastMs = point.atMs
    const anchor = this.#points.last
    if (anchor === undefined) {
      this.#points.push(point)
      return
    }
    const last = this.#window.last
    const near =
      this.#window.length < WINDOW_MAX &&
      this.#window.areNear(new Leg(anchor, point), this.#toleranceM)
    if (last !== undefined && !near) {
      this.#points.push(last)
      this.#window.clear()
      if (this.#points.length >= POINTS_MAX) this.#coarsen()
    }
    this.#window.push(point)
  }

  /** The points, the last one always among them. */
  points(): readonly TrajectoryPoint[] {
    const last = this.#window.last
    return last === undefined ? this.#points.all : [...this.#points.all, last]
  }

  #coarsen(): void {
    while (this.#points.length > POINTS_MAX / 2) {
      this.#toleranceM *= 2
      const points = this.#points.all
      this.#points.clear()
      for (const n of kept(points, this.#toleranceM)) {
        const point = points[n]
        if (point !== undefined) this.#points.push(point)
      }
      this.#errorM += this.#toleranceM
    }
  }
}
