/**
 * Projection of a Gaussian place into what a radar or a direction finder measures, by regression over sigma points (Julier &
 * Uhlmann 2004; as statistical linearisation: Särkkä 2013, 5.4). The measurement does not depend on the velocity, so points over
 * the two coordinates of the place give what the unscented filter over the whole state gives: z, H = Pzᵀ P⁻¹, and the part Ω of
 * the spread that no H explains.
 */
import type { Measures, Planes } from './types.ts'

/** Where a sensor stands. */
export interface Site {
  readonly plane: number
  readonly eastM: number
  readonly northM: number
}

// κ = 1 over two coordinates: the points lie at √3 σ, and match the fourth moment of a Gaussian.
const SPREAD2 = 3
const SPREAD = Math.sqrt(SPREAD2)
const CENTRE = 1 / SPREAD2
const EACH = 1 / (2 * SPREAD2)

const moved = new Float64Array(4)
const ranges = new Float64Array(5)
const azimuths = new Float64Array(5)
const easts = new Float64Array(5)
const norths = new Float64Array(5)

/** What measures a place from `site`, as `Filter.projectBy` calls it, for a track held in `plane`. */
export class Projector {
  readonly #planes: Planes
  measures: Measures = 'position'
  site: Site = { plane: 0, eastM: 0, northM: 0 }
  plane = 0

  constructor(planes: Planes) {
    this.#planes = planes
  }

  readonly project = (ahead: Float64Array, block: number, out: number): void => {
    const p00 = ahead[block + 4] as number
    const p01 = ahead[block + 5] as number
    const p11 = ahead[block + 8] as number
    // Cholesky: [l00 0; l10 l11]
    const l00 = Math.sqrt(p00)
    const l10 = p01 / l00
    const l11 = Math.sqrt(Math.max(p11 - l10 * l10, 0))
    this.#measure(0, ahead[block] as number, ahead[block + 1] as number)
    this.#point(ahead, block, 1, SPREAD * l00, SPREAD * l10)
    this.#point(ahead, block, 2, -SPREAD * l00, -SPREAD * l10)
    this.#point(ahead, block, 3, 0, SPREAD * l11)
    this.#point(ahead, block, 4, 0, -SPREAD * l11)
    const isPolar = this.measures === 'polar'
    this.#regress(ahead, out, isPolar ? ranges : azimuths, isPolar ? azimuths : null)
    finish(ahead, block, out, isPolar)
  }

  #point(ahead: Float64Array, block: number, i: number, de: number, dn: number): void {
    easts[i] = de
    norths[i] = dn
    this.#measure(i, (ahead[block] as number) + de, (ahead[block + 1] as number) + dn)
  }

  /** Range and azimuth of a point of the track's plane, from the site; azimuths near that of point 0. */
  #measure(i: number, eastM: number, northM: number): void {
    const { site } = this
    moved[0] = eastM
    moved[1] = northM
    if (site.plane !== this.plane) this.#planes.move(this.plane, site.plane, eastM, northM, moved)
    const de = moved[0] - site.eastM
    const dn = moved[1] - site.northM
    ranges[i] = Math.sqrt(de * de + dn * dn)
    const azimuth = Math.atan2(de, dn)
    const from = azimuths[0] as number
    azimuths[i] =
      i === 0 ? azimuth : azimuth - 2 * Math.PI * Math.round((azimuth - from) / (2 * Math.PI))
  }

  /** Means, cross-covariances (into H's place) and spreads (into Ω's place) of the measured coordinates. */
  #regress(
    ahead: Float64Array,
    out: number,
    first: Float64Array,
    second: Float64Array | null,
  ): void {
    const a = mean(first)
    const b = second === null ? 0 : mean(second)
    ahead[out] = a
    ahead[out + 1] = b
    for (let k = 5; k < 12; k += 1) ahead[out + k] = 0
    for (let i = 0; i < 5; i += 1) {
      const weight = i === 0 ? CENTRE : EACH
      const da = (first[i] as number) - a
      const db = second === null ? 0 : (second[i] as number) - b
      const e = i === 0 ? 0 : (easts[i] as number)
      const n = i === 0 ? 0 : (norths[i] as number)
      ahead[out + 5] = (ahead[out + 5] as number) + weight * da * e
      ahead[out + 6] = (ahead[out + 6] as number) + weight * da * n
      ahead[out + 7] = (ahead[out + 7] as number) + weight * db * e
      ahead[out + 8] = (ahead[out + 8] as number) + weight * db * n
      ahead[out + 9] = (ahead[out + 9] as number) + weight * da * da
      ahead[out + 10] = (ahead[out + 10] as number) + weight * da * db
      ahead[out + 11] = (ahead[out + 11] as number) + weight * db * db
    }
  }
}

function mean(values: Float64Array): number {
  let sum = CENTRE * (values[0] as number)
  for (let i = 1; i < 5; i += 1) sum += EACH * (values[i] as number)
  return sum
}

/** From moments to H = C P⁻¹, the spread Pzz, and the diagonal of Ω = Pzz − H P Hᵀ: with nothing beside it, no rounding makes it indefinite. */
function finish(ahead: Float64Array, block: number, out: number, hasSecond: boolean): void {
  const p00 = ahead[block + 4] as number
  const p01 = ahead[block + 5] as number
  const p11 = ahead[block + 8] as number
  const det = p00 * p11 - p01 * p01
  for (let row = 0; row < (hasSecond ? 2 : 1); row += 1) {
    const at = out + 5 + 2 * row
    const c0 = ahead[at] as number
    const c1 = ahead[at + 1] as number
    ahead[at] = (c0 * p11 - c1 * p01) / det
    ahead[at + 1] = (c1 * p00 - c0 * p01) / det
  }
  const h00 = ahead[out + 5] as number
  const h01 = ahead[out + 6] as number
  const h10 = ahead[out + 7] as number
  const h11 = ahead[out + 8] as number
  const s00 = ahead[out + 9] as number
  const s01 = ahead[out + 10] as number
  const s11 = ahead[out + 11] as number
  ahead[out + 2] = s00
  ahead[out + 3] = s01
  ahead[out + 4] = s11
  ahead[out + 9] = Math.max(s00 - h00 * (h00 * p00 + h01 * p01) - h01 * (h00 * p01 + h01 * p11), 0)
  ahead[out + 10] = 0
  ahead[out + 11] = Math.max(s11 - h10 * (h10 * p00 + h11 * p01) - h11 * (h10 * p01 + h11 * p11), 0)
}
