import { SENSORS_MAX } from './assumptions.ts'
import type { Misfit } from './misfit.ts'

/** Places kept while one sound is solved. */
export const MODES_MAX = 24
const STEPS_MAX = 24
const TURNS_MAX = 8
/** Differences of log-probability that are rounding. */
const TIE = 1e-6
/** A step that would gain less is not taken: a thousandth of a standard deviation. */
const GAIN_MIN = 1e-6
/** A step that gains less is the last: the next one would be far smaller. */
const GAIN_LAST = 1e-2

/**
 * Walks downhill from a place to the least misfit near it (Gauss–Newton with Levenberg's damping); `at` holds the place,
 * east and north, and is moved there. The misfit is left evaluated at it. With `known` the walk ends early beside one of
 * those places.
 */
export function descend(misfit: Misfit, at: Float64Array, known?: Modes): number {
  let east = at[0] as number
  let north = at[1] as number
  let cost = misfit.at(east, north)
  let damping = 1e-12
  if (known?.isThere(misfit, east, north) === true) return cost
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const { slopeE, slopeN, infoEe, infoEn, infoNn } = misfit
    let gained = 0
    let next = Infinity
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      const ridge = damping * (infoEe + infoNn)
      const ee = infoEe + ridge
      const nn = infoNn + ridge
      const by = 1 / (ee * nn - infoEn * infoEn)
      const stepE = -by * (nn * slopeE - infoEn * slopeN)
      const stepN = -by * (ee * slopeN - infoEn * slopeE)
      // Half of it is what the step should gain: in squares of a standard deviation.
      gained = -(stepE * slopeE + stepN * slopeN)
      if (!(gained > GAIN_MIN)) break
      next = misfit.at(east + stepE, north + stepN)
      if (next < cost) {
        east += stepE
        north += stepN
        cost = next
        damping = Math.max(damping * 0.1, 1e-12)
        break
      }
      damping = Math.max(10 * damping, 1e-3)
      next = Infinity
    }
    if (next === Infinity) {
      if (gained > GAIN_MIN) cost = misfit.at(east, north)
      break
    }
    if (gained < GAIN_LAST || known?.isThere(misfit, east, north) === true) break
  }
  at[0] = east
  at[1] = north
  return cost
}

/** Places that fit, each once, with how probable each is. */
export class Modes {
  count = 0
  readonly eastM = new Float64Array(MODES_MAX)
  readonly northM = new Float64Array(MODES_MAX)
  /** Weighted squares of the residuals and of the speed's deviation. */
  readonly cost = new Float64Array(MODES_MAX)
  /** Logarithm of the probability near the place (Laplace's approximation), up to a constant. */
  readonly score = new Float64Array(MODES_MAX)
  readonly infoEe = new Float64Array(MODES_MAX)
  readonly infoEn = new Float64Array(MODES_MAX)
  readonly infoNn = new Float64Array(MODES_MAX)
  /** What each place makes of which arrivals are direct, as log-density. */
  readonly bonus = new Float64Array(MODES_MAX)
  /** Weights of the arrivals under which each place was found, a row of `SENSORS_MAX` for each. */
  readonly #weight = new Float64Array(MODES_MAX * SENSORS_MAX)

  /** Whether a place, where the misfit was last evaluated, is one of these to within half a standard deviation. */
  isThere(misfit: Misfit, eastM: number, northM: number): boolean {
    const { infoEe, infoEn, infoNn } = misfit
    for (let k = 0; k < this.count; k += 1) {
      const offE = eastM - (this.eastM[k] as number)
      const offN = northM - (this.northM[k] as number)
      if (infoEe * offE * offE + 2 * infoEn * offE * offN + infoNn * offN * offN < 0.25) return true
    }
    return false
  }

  /** Takes in the place at which the misfit was last evaluated. */
  add(misfit: Misfit, at: Float64Array, bonus: number): void {
    const east = at[0] as number
    const north = at[1] as number
    const { infoEe, infoEn, infoNn, infoNuisance, cost } = misfit
    const det = infoEe * infoNn - infoEn * infoEn
    if (!(det > 0) || !(cost < Infinity)) return
    const score = bonus - (cost + Math.log(infoNuisance) + Math.log(det)) / 2
    let slot = this.count
    for (let k = 0; k < this.count; k += 1) {
      const offE = east - (this.eastM[k] as number)
      const offN = north - (this.northM[k] as number)
      const squared = infoEe * offE * offE + 2 * infoEn * offE * offN + infoNn * offN * offN
      if (squared < 0.25) slot = k
    }
    if (slot === MODES_MAX) slot = this.#worst()
    if (slot < this.count && (this.score[slot] as number) >= score) return
    if (slot === this.count) this.count += 1
    this.eastM[slot] = east
    this.northM[slot] = north
    // Being far from the sensors is unlikely, and no sign of an echo.
    this.cost[slot] = cost - misfit.placePrecision * (east * east + north * north)
    this.score[slot] = score
    this.infoEe[slot] = infoEe
    this.infoEn[slot] = infoEn
    this.infoNn[slot] = infoNn
    this.bonus[slot] = bonus
    for (let i = 0; i < misfit.count; i += 1)
      this.#weight[slot * SENSORS_MAX + i] = misfit.weight[i] as number
  }

  /** Gives the misfit the weights that a place was found under. */
  restore(slot: number, misfit: Misfit): void {
    for (let i = 0; i < misfit.count; i += 1)
      misfit.weight[i] = this.#weight[slot * SENSORS_MAX + i] as number
  }

  #worst(): number {
    let worst = 0
    for (let k = 1; k < this.count; k += 1)
      if ((this.score[k] as number) < (this.score[worst] as number)) worst = k
    return worst
  }

  /** The most probable place, or −1. Of two that nothing tells apart (a line's two sides) the northern one. */
  best(): number {
    let best = -1
    for (let k = 0; k < this.count; k += 1) {
      const ahead = best < 0 ? Infinity : (this.score[k] as number) - (this.score[best] as number)
      const isTie = Math.abs(ahead) < TIE
      if (isTie ? this.#isNorth(k, best) : ahead > 0) best = k
    }
    return best
  }

  #isNorth(a: number, b: number): boolean {
    const north = (this.northM[a] as number) - (this.northM[b] as number)
    return Math.abs(north) > 1e-3
      ? north > 0
      : (this.eastM[a] as number) > (this.eastM[b] as number)
  }

  /** Squared distance from one place to another, in the first one's standard deviations. */
  squared(from: number, to: number): number {
    const offE = (this.eastM[to] as number) - (this.eastM[from] as number)
    const offN = (this.northM[to] as number) - (this.northM[from] as number)
    return (
      (this.infoEe[from] as number) * offE * offE +
      2 * (this.infoEn[from] as number) * offE * offN +
      (this.infoNn[from] as number) * offN * offN
    )
  }
}
