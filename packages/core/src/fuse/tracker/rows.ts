/** The detections of the look at hand, made fit for use: rows that say nothing are out, and each has a place where it can. */
import {
  BEARING_REACH_M,
  CLUTTER_PER_M2_MIN,
  GATE_D2,
  PLACE_M_MAX,
  VARIANCE_M2_MAX,
  VARIANCE_M2_MIN,
  VARIANCE_RAD2_MIN,
} from './assumptions.ts'
import { greatestSigma, turnSymmetric } from './kernel.ts'
import type { Look, Planes } from './types.ts'

const GATE = Math.sqrt(GATE_D2)
/** Numbers of a row: z (2), its covariance (3), its place (2), the covariance of that (3). */
export const ROW = 10

/** The rows of the look at hand. */
export class Rows {
  count = 0
  data = new Float64Array(64 * ROW)
  plane = new Int32Array(64)
  identity = new Int32Array(64)
  /** Probability that no track has taken the row yet; 0 also where it says nothing. */
  free = new Float64Array(64)
  /** Log of the density of clutter where and as the row was measured. */
  logClutter = new Float64Array(64)
  velocity: Float64Array = new Float64Array(0)
  readonly #planes: Planes
  readonly #moved = new Float64Array(4)

  constructor(planes: Planes) {
    this.#planes = planes
  }

  take(look: Look): void {
    const { count } = look
    this.count = count
    if (this.plane.length < count) {
      this.data = new Float64Array(2 * count * ROW)
      this.plane = new Int32Array(2 * count)
      this.identity = new Int32Array(2 * count)
      this.free = new Float64Array(2 * count)
      this.logClutter = new Float64Array(2 * count)
    }
    this.velocity = look.velocity ?? this.velocity
    // What is no number is as good as none.
    const clutter = look.clutterPerM2 > CLUTTER_PER_M2_MIN ? look.clutterPerM2 : CLUTTER_PER_M2_MIN
    const isPlace = look.measures === 'position'
    const logPlace = Math.log(clutter)
    for (let row = 0; row < count; row += 1) {
      this.identity[row] = look.identity?.[row] ?? -1
      this.plane[row] = isPlace ? (look.plane[row] ?? 0) : (look.site?.plane ?? 0)
      const says = isPlace ? this.#takePlace(look, row) : this.#takeSeen(look, row)
      this.free[row] = says && this.#isOnEarth(row) ? 1 : 0
      this.logClutter[row] = isPlace ? logPlace : Math.log(clutter * this.#measure(look, row))
    }
  }

  /** Whether the place is a number within reason; comparisons with what is no number fail. */
  #isOnEarth(row: number): boolean {
    const at = row * ROW
    const e = Math.abs(this.data[at + 5] as number)
    const n = Math.abs(this.data[at + 6] as number)
    const variance = (this.data[at + 7] as number) + (this.data[at + 9] as number)
    return e < PLACE_M_MAX && n < PLACE_M_MAX && variance < VARIANCE_M2_MAX
  }

  /** Ground in m² for a unit of what is measured: clutter is even on the ground, and so not in range and azimuth. */
  #measure(look: Look, row: number): number {
    if (look.measures === 'polar') return Math.max(this.data[row * ROW] as number, 1)
    const reach = look.view?.radiusM ?? BEARING_REACH_M
    return (reach * reach) / 2
  }

  #takePlace({ z, r }: Look, row: number): boolean {
    const { data } = this
    const at = row * ROW
    const e = z[2 * row] as number
    const n = z[2 * row + 1] as number
    const ee = Math.max(r[3 * row] as number, VARIANCE_M2_MIN)
    const nn = Math.max(r[3 * row + 2] as number, VARIANCE_M2_MIN)
    let en = r[3 * row + 1] as number
    if (!Number.isFinite(e + n + ee + nn + en)) return false
    // A covariance that is singular, or none, keeps its variances and gives up a little of its correlation.
    const most = 0.999 * Math.sqrt(ee * nn)
    en = Math.min(Math.max(en, -most), most)
    data[at] = e
    data[at + 1] = n
    data[at + 2] = ee
    data[at + 3] = en
    data[at + 4] = nn
    data[at + 5] = e
    data[at + 6] = n
    data[at + 7] = ee
    data[at + 8] = en
    data[at + 9] = nn
    return true
  }

  #takeSeen({ z, r, site, measures }: Look, row: number): boolean {
    if (site === null) return false
    const { data } = this
    const at = row * ROW
    const isPolar = measures === 'polar'
    const range = isPolar ? (z[2 * row] as number) : 0
    const azimuth = z[2 * row + (isPolar ? 1 : 0)] as number
    const rangeVariance = Math.max(r[3 * row] as number, VARIANCE_M2_MIN)
    const variance = Math.max(r[3 * row + (isPolar ? 2 : 0)] as number, VARIANCE_RAD2_MIN)
    if (!Number.isFinite(range + azimuth + rangeVariance + variance) || range < 0) return false
    data[at] = isPolar ? range : azimuth
    data[at + 1] = isPolar ? azimuth : 0
    data[at + 2] = isPolar ? rangeVariance : variance
    data[at + 3] = 0
    data[at + 4] = isPolar ? variance : 1
    // Converted measurement: the mean of range and azimuth that err (Lerro & Bar-Shalom 1993).
    const sin = Math.sin(azimuth)
    const cos = Math.cos(azimuth)
    const along = rangeVariance
    const across = Math.max(range * range * variance, VARIANCE_M2_MIN)
    data[at + 5] = site.eastM + range * sin
    data[at + 6] = site.northM + range * cos
    data[at + 7] = along * sin * sin + across * cos * cos
    data[at + 8] = (along - across) * sin * cos
    data[at + 9] = along * cos * cos + across * sin * sin
    return true
  }

  /** Radius of the row's part of a gate, m. */
  reachM(row: number): number {
    const at = row * ROW
    const { data } = this
    return (
      GATE * greatestSigma(data[at + 7] as number, data[at + 8] as number, data[at + 9] as number)
    )
  }

  /** Brings what was measured to `z`, in a track's plane where it is a place. */
  load(row: number, plane: number, isPlace: boolean, z: Float64Array): void {
    this.#load(row * ROW, row, isPlace ? plane : -1, z)
  }

  /** Brings the place to `z`, in `plane`. */
  loadPlace(row: number, plane: number, z: Float64Array): void {
    this.#load(row * ROW + 5, row, plane, z)
  }

  #load(at: number, row: number, plane: number, z: Float64Array): void {
    const { data } = this
    for (let i = 0; i < 5; i += 1) z[i] = data[at + i] as number
    const own = this.plane[row] as number
    if (plane < 0 || plane === own) return
    const moved = this.#moved
    this.#planes.move(own, plane, z[0] as number, z[1] as number, moved)
    z[0] = moved[0] as number
    z[1] = moved[1] as number
    turnSymmetric(z, 2, 3, 4, moved[2] as number, moved[3] as number)
  }
}
