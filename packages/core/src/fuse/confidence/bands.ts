// What calibrated forecasts would look like with so few cases: outcomes are drawn from the forecasts themselves, and
// recalibrated as the real ones are (Dimitriadis, Gneiting & Jordan 2021, consistency bands by resampling). A curve inside
// the band is no proof of calibration, only no evidence against it.
import type { Random } from '../../units/index.ts'
import { seededRandom } from '../../units/index.ts'
import {
  BAND_POINTS_MAX,
  RESAMPLED_CASES_MAX,
  RESAMPLES_MAX,
  RESAMPLES_MIN,
} from './assumptions.ts'
import type { Tied } from './pav.ts'

/** Where 95 % of calibrated forecasts' curves lie at one forecast, point by point. */
export interface BandPoint {
  readonly probability: number
  readonly low: number
  readonly high: number
}
/** The band, and what calibrated forecasts would be called miscalibrated by. */
export interface Consistency {
  readonly band: readonly BandPoint[]
  readonly resamples: number
  /** Share of draws from calibrated forecasts, the real one counted in, whose miscalibration is at least the real one. */
  readonly chance: number
}

const SEED = 20_210_216

/** Isotonic regression in columns that are reused: block i has counts[i] cases, of which hits[i] occurred, to group ends[i]. */
class Pool {
  readonly counts: Float64Array
  readonly hits: Float64Array
  readonly ends: Int32Array
  size = 0
  constructor(groups: number) {
    this.counts = new Float64Array(groups)
    this.hits = new Float64Array(groups)
    this.ends = new Int32Array(groups)
  }
  add(group: number, cases: number, occurred: number): void {
    const { counts, hits, ends } = this
    let at = this.size
    let n = cases
    let k = occurred
    while (at > 0 && (hits[at - 1] as number) * n >= k * (counts[at - 1] as number)) {
      at -= 1
      n += counts[at] as number
      k += hits[at] as number
    }
    counts[at] = n
    hits[at] = k
    ends[at] = group
    this.size = at + 1
  }
}

/** One draw: outcomes of calibrated forecasts. Leaves their regression in the pool and gives their Brier miscalibration. */
function draw(tied: readonly Tied[], pool: Pool, random: Random): number {
  pool.size = 0
  let score = 0
  let total = 0
  for (const [group, { probability, cases }] of tied.entries()) {
    let occurred = 0
    for (let n = 0; n < cases; n += 1) if (random() < probability) occurred += 1
    const miss = 1 - probability
    score += occurred * miss * miss + (cases - occurred) * probability * probability
    total += cases
    pool.add(group, cases, occurred)
  }
  for (let i = 0; i < pool.size; i += 1) {
    const n = pool.counts[i] as number
    const k = pool.hits[i] as number
    score -= (k * (n - k)) / n
  }
  return score / total
}

/** Up to so many of the groups, evenly by place, the first and the last among them. */
function pointsOf(groups: number): readonly number[] {
  const points = Math.min(groups, BAND_POINTS_MAX)
  return Array.from({ length: points }, (_, i) =>
    points === 1 ? 0 : Math.round((i * (groups - 1)) / (points - 1)),
  )
}

/** The band around the diagonal for these forecasts, and how unusual a Brier miscalibration is under calibration. */
export function consistencyOf(tied: readonly Tied[], miscalibration: number): Consistency {
  const cases = tied.reduce((sum, one) => sum + one.cases, 0)
  const affordable = Math.floor(RESAMPLED_CASES_MAX / cases)
  const resamples = Math.max(RESAMPLES_MIN, Math.min(RESAMPLES_MAX, affordable))
  const points = pointsOf(tied.length)
  const shares = points.map(() => new Float64Array(resamples))
  const pool = new Pool(tied.length)
  const random = seededRandom(SEED)
  let asBad = 1
  for (let n = 0; n < resamples; n += 1) {
    // A hair of tolerance: sums of the same numbers in another order must not count as smaller.
    if (draw(tied, pool, random) >= miscalibration - 1e-12) asBad += 1
    let block = 0
    for (const [i, group] of points.entries()) {
      while ((pool.ends[block] as number) < group) block += 1
      const share = (pool.hits[block] as number) / (pool.counts[block] as number)
      ;(shares[i] as Float64Array)[n] = share
    }
  }
  const band = points.map((group, i): BandPoint => {
    const sorted = (shares[i] as Float64Array).toSorted()
    return {
      probability: tied[group]?.probability ?? 0,
      low: sorted[Math.floor(0.025 * resamples)] ?? 0,
      high: sorted[Math.ceil(0.975 * resamples) - 1] ?? 1,
    }
  })
  return { band, resamples, chance: asBad / (resamples + 1) }
}
