import { APART_SIGMAS, ELSEWHERE_MIN, IMPOSSIBLE, SENSORS_MAX, SENSORS_MIN } from './assumptions.ts'
import { SUSPECT_SIGMAS } from './assumptions.ts'
import { Consensus } from './consensus.ts'
import { Misfit } from './misfit.ts'
import { descend, Modes } from './modes.ts'
import { Posterior } from './posterior.ts'
import { Layout, seed, seedBeyond, SEEDS_MAX } from './seed.ts'
import type { Arrivals, Sound } from './types.ts'

/** Upper tails of χ² by degrees of freedom (Wilson & Hilferty 1931). */
const SUSPECT = Float64Array.from({ length: SENSORS_MAX + 1 }, (_, degrees) => {
  if (degrees === 0) return IMPOSSIBLE
  const a = 2 / (9 * degrees)
  const root = 1 - a + SUSPECT_SIGMAS * Math.sqrt(a)
  return degrees * root * root * root
})

/** Places whose probability is summed before the best is told. */
const SHAPED_MAX = 4
/** Sensors nearer to one another than this count as one place, metres. */
const DISTINCT_M = 1
/** Squared distance to which an ellipse is stretched for a place that it has to hold: well inside the 95 % (5.99). */
const HELD_SQUARED = 4
/** Least share of the probability of a place that an ambiguous ellipse has to hold. */
const SHARE_MIN = 0.02

/**
 * Finds where sounds came from, one after another, and allocates nothing for each. After `solve` its members hold the
 * answer until the next one: metres in the plane of the sensors, seconds from the epoch of the arrivals.
 */
export class Locator {
  eastM = 0.5
  northM = 0.5
  /** Covariance of the place, m². */
  ee = 0.5
  en = 0.5
  nn = 0.5
  originS = 0.5
  originVarianceS2 = 0.5
  speedMps = 0.5
  /** Weighted squares of the residuals of the arrivals in use, and how many they are more than the unknowns. */
  chiSquared = 0.5
  degrees = 0
  /** Probability that it was another place, apart from this one. */
  elsewhere = 0.5
  /** Why there is no answer; empty where there is one. */
  reason = ''

  readonly #misfit = new Misfit()
  readonly #layout = new Layout()
  readonly #modes = new Modes()
  readonly #consensus = new Consensus()
  readonly #posterior = new Posterior()
  readonly #seeds = new Float64Array(2 * SEEDS_MAX)
  readonly #at = new Float64Array(2)

  /** Solves one sound; false where it cannot be placed, for the `reason` given. */
  solve(arrivals: Arrivals, sound: Sound): boolean {
    this.reason = faultOf(arrivals, sound)
    if (this.reason !== '') return false
    const misfit = this.#misfit
    const modes = this.#modes
    misfit.load(arrivals, sound)
    this.#layout.of(misfit)
    modes.count = 0
    this.#walk(seed(misfit, this.#layout, this.#seeds))
    if (this.#isSuspect()) this.#walk(seedBeyond(misfit, this.#layout, this.#seeds))
    let best = modes.best()
    if (this.#isSuspect()) {
      if (best >= 0) this.#consensus.withAll(misfit, modes)
      this.#consensus.seek(misfit, this.#layout, modes)
      best = modes.best()
    }
    if (best < 0) this.reason = 'the arrivals agree on no place'
    else if (misfit.count === SENSORS_MIN && (modes.cost[best] as number) > IMPOSSIBLE)
      this.reason = 'the arrivals lie farther apart than sound takes from sensor to sensor'
    if (this.reason !== '') return false
    this.#tell(best)
    return true
  }

  /** Walks downhill from the first of the places to begin from. */
  #walk(seeds: number): void {
    for (let k = 0; k < seeds; k += 1) {
      this.#at[0] = this.#seeds[2 * k] as number
      this.#at[1] = this.#seeds[2 * k + 1] as number
      descend(this.#misfit, this.#at, this.#modes)
      this.#modes.add(this.#misfit, this.#at, 0)
    }
  }

  /** Whether no place found explains the arrivals as honest ones. */
  #isSuspect(): boolean {
    const best = this.#modes.best()
    const most = SUSPECT[this.#misfit.count - 3] as number
    return best < 0 || (this.#modes.cost[best] as number) > most
  }

  /** How much later than expected the caller's row is, seconds; of the last sound solved. */
  lateS(row: number): number {
    return this.#misfit.residual(this.#slotOf(row), this.#at[0] as number, this.#at[1] as number)
  }

  /** Whether the caller's row was held to be an echo; of the last sound solved. */
  isLate(row: number): boolean {
    return this.#misfit.weight[this.#slotOf(row)] === 0
  }

  #slotOf(row: number): number {
    return this.#misfit.row.indexOf(row)
  }

  /** Sums the probability around a place where the misfit is no bowl; that may leave another the most probable. */
  #shape(place: number): void {
    const misfit = this.#misfit
    const modes = this.#modes
    const posterior = this.#posterior
    modes.restore(place, misfit)
    const east = modes.eastM[place] as number
    const north = modes.northM[place] as number
    const cost = misfit.at(east, north)
    posterior.bowl(misfit, east, north)
    if (!posterior.isBent(misfit, cost)) return
    posterior.sum(misfit, cost)
    modes.score[place] = posterior.score + (modes.bonus[place] as number)
  }

  #tell(first: number): void {
    const misfit = this.#misfit
    const modes = this.#modes
    const posterior = this.#posterior
    let best = first
    for (let turn = 1; turn <= SHAPED_MAX; turn += 1) {
      this.#shape(best)
      const next = modes.best()
      if (next === best || turn === SHAPED_MAX) break
      best = next
    }
    let used = 0
    for (let i = 0; i < misfit.count; i += 1) used += Number(misfit.weight[i] !== 0)
    this.degrees = used - 3
    this.chiSquared = modes.cost[best] as number
    this.#widen(best)
    // The time and the speed are those of the place that is told.
    this.#at[0] = posterior.eastM
    this.#at[1] = posterior.northM
    misfit.at(posterior.eastM, posterior.northM)
    this.eastM = posterior.eastM + misfit.centreE
    this.northM = posterior.northM + misfit.centreN
    this.ee = posterior.ee
    this.en = posterior.en
    this.nn = posterior.nn
    this.speedMps = 1 / misfit.slowness
    const blownS = misfit.windE * posterior.eastM + misfit.windN * posterior.northM
    this.originS = misfit.originS + misfit.meanS - blownS
    this.originVarianceS2 = misfit.originVariance(posterior.ee, posterior.en, posterior.nn)
  }

  /** Widens the covariance by what the residuals show and by other places that fit as well. */
  #widen(best: number): void {
    const modes = this.#modes
    const p = this.#posterior
    if (this.degrees > 0 && this.chiSquared > (SUSPECT[this.degrees] as number)) {
      const factor = this.chiSquared / this.degrees
      p.ee *= factor
      p.en *= factor
      p.nn *= factor
    }
    const det = p.ee * p.nn - p.en * p.en
    let total = 0
    let apart = 0
    for (let k = 0; k < modes.count; k += 1) {
      const share = Math.exp((modes.score[k] as number) - (modes.score[best] as number))
      total += share
      const e = (modes.eastM[k] as number) - p.eastM
      const n = (modes.northM[k] as number) - p.northM
      const squared = (p.nn * e * e - 2 * p.en * e * n + p.ee * n * n) / det
      if (k !== best && squared > APART_SIGMAS * APART_SIGMAS) apart += share
    }
    this.elsewhere = apart / total
    if (1 - 1 / total < ELSEWHERE_MIN) return
    for (let k = 0; k < modes.count; k += 1) {
      const share = Math.exp((modes.score[k] as number) - (modes.score[best] as number)) / total
      if (k !== best && share >= SHARE_MIN) this.#stretch(k, share)
    }
  }

  /** Adds another place's share to the covariance, and so much that the ellipse holds it. */
  #stretch(k: number, share: number): void {
    const modes = this.#modes
    const p = this.#posterior
    const e = (modes.eastM[k] as number) - p.eastM
    const n = (modes.northM[k] as number) - p.northM
    const squared = (p.nn * e * e - 2 * p.en * e * n + p.ee * n * n) / (p.ee * p.nn - p.en * p.en)
    if (squared < 1e-6) return
    const factor = Math.max(share, 1 / HELD_SQUARED - 1 / squared)
    p.ee += factor * e * e
    p.en += factor * e * n
    p.nn += factor * n * n
  }
}

/** Why arrivals cannot be solved, or the empty text. */
function faultOf({ count, eastM, northM, atS, sigmaS }: Arrivals, sound: Sound): string {
  if (!(count >= SENSORS_MIN)) return `${count} arrivals; a place needs ${SENSORS_MIN}`
  if (count > SENSORS_MAX) return `${count} arrivals; at most ${SENSORS_MAX} are solved at once`
  if (!(sound.speedMps > 0 && sound.speedMps < Infinity))
    return 'the speed of sound is no number above 0'
  if (!(sound.sigmaMps >= 0 && sound.sigmaMps < Infinity))
    return 'the error of the speed of sound is no number of 0 or more'
  let distinct = 0
  for (let i = 0; i < count; i += 1) {
    const e = eastM[i] as number
    const n = northM[i] as number
    const sigma = sigmaS[i] as number
    if (!Number.isFinite(e + n + (atS[i] as number)) || !(sigma > 0 && sigma < Infinity))
      return 'an arrival is no number, or its error is not above 0'
    if (distinct < SENSORS_MIN && isApart(i, eastM, northM)) distinct += 1
  }
  return distinct < SENSORS_MIN ? 'the sensors stand at fewer than three places' : ''
}

/** Whether a sensor stands apart from all those before it. */
function isApart(row: number, eastM: Float64Array, northM: Float64Array): boolean {
  for (let k = 0; k < row; k += 1) {
    const awayE = (eastM[row] as number) - (eastM[k] as number)
    const awayN = (northM[row] as number) - (northM[k] as number)
    if (awayE * awayE + awayN * awayN <= DISTINCT_M * DISTINCT_M) return false
  }
  return true
}
