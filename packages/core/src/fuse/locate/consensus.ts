import {
  LATE_MEAN_S,
  LATE_MIN_S,
  LATE_PRIOR,
  SENSORS_MAX,
  STRAY_PRIOR,
  STRAY_SPAN_S,
  SUBSETS_MAX,
} from './assumptions.ts'
import type { Misfit } from './misfit.ts'
import { descend } from './modes.ts'
import type { Modes } from './modes.ts'
import { seed, SEEDS_MAX } from './seed.ts'
import type { Layout } from './seed.ts'

// Echoes. An arrival by way of a slope or a wall is late, never early, and by more than any onset error; two of them pull
// a least-squares place by hundreds of metres and hide one another. So places are sought from small subsets of the
// sensors (consensus, Fischler & Bolles 1981), each place judges all arrivals under a mixture (direct, late, stray), and
// the best are refined on the arrivals that they hold to be direct. Subsets are taken in a fixed order: nothing is random.

/** Sensors in a subset: one more than the unknowns, so that a subset with an echo does not fit. */
const SUBSET = 4
/** Places from subsets that are refined. */
const REFINED = 6
const ROUNDS_MAX = 8

/** Log-density of an arrival, not direct, that is late by `lateS`: normal and exponential error added, from the least echo on. */
function logAstray(lateS: number, sigmaS: number): number {
  const echoS = lateS - LATE_MIN_S
  const z = echoS / sigmaS - sigmaS / LATE_MEAN_S
  // A logistic curve for the normal distribution function: good to one per cent (Bowling et al. 2009, 1.702).
  const rising = 1 / (1 + Math.exp(-1.702 * z))
  const late = (rising / LATE_MEAN_S) * Math.exp(-Math.max(echoS, 0) / LATE_MEAN_S)
  return Math.log(LATE_PRIOR * late + STRAY_PRIOR / STRAY_SPAN_S)
}

const LOG_DIRECT = Math.log(1 - LATE_PRIOR - STRAY_PRIOR) - Math.log(2 * Math.PI) / 2

/** Seeks the places on which most arrivals agree. One instance serves any number of sounds, one after another. */
export class Consensus {
  readonly #weight = new Float64Array(SENSORS_MAX)
  readonly #seeds = new Float64Array(2 * SEEDS_MAX)
  readonly #at = new Float64Array(2)
  readonly #topE = new Float64Array(REFINED)
  readonly #topN = new Float64Array(REFINED)
  readonly #topS = new Float64Array(REFINED)
  readonly #topSlowness = new Float64Array(REFINED)
  readonly #topScore = new Float64Array(REFINED)
  #top = 0

  /** Adds to `modes` the places found. The misfit's weights are left as they were. */
  seek(misfit: Misfit, layout: Layout, modes: Modes): void {
    const { weight, count } = misfit
    this.#weight.set(weight)
    this.#top = 0
    this.#subsets(misfit, layout)
    for (let k = 0; k < this.#top; k += 1) this.#refine(misfit, k, modes)
    for (let i = 0; i < count; i += 1) weight[i] = this.#weight[i] as number
  }

  /** Weighs the places found from all arrivals as readings in which all are direct. */
  withAll(misfit: Misfit, modes: Modes): void {
    let bonus = 0
    for (let i = 0; i < misfit.count; i += 1)
      bonus += LOG_DIRECT + Math.log(misfit.weight[i] as number) / 2
    for (let k = 0; k < modes.count; k += 1) {
      modes.bonus[k] = bonus
      modes.score[k] = (modes.score[k] as number) + bonus
    }
  }

  /** Evenly spread over all subsets, each found by its number (combinatorial number system, Knuth 4A, 7.2.1.3). */
  #subsets(misfit: Misfit, layout: Layout): void {
    const { count, weight } = misfit
    const all = choose(count, SUBSET)
    const stride = Math.max(1, Math.ceil(all / SUBSETS_MAX))
    for (let number = stride - 1; number < all; number += stride) {
      weight.fill(0, 0, count)
      let left = number
      let row = count
      for (let size = SUBSET; size > 0; size -= 1) {
        row -= 1
        while (choose(row, size) > left) row -= 1
        left -= choose(row, size)
        weight[row] = this.#weight[row] as number
      }
      this.#fromSubset(misfit, layout)
    }
  }

  #fromSubset(misfit: Misfit, layout: Layout): void {
    layout.of(misfit)
    const seeds = seed(misfit, layout, this.#seeds)
    for (let k = 0; k < seeds; k += 1) {
      this.#at[0] = this.#seeds[2 * k] as number
      this.#at[1] = this.#seeds[2 * k + 1] as number
      // One degree of freedom: a subset that does not agree within itself has an echo in it.
      if (descend(misfit, this.#at) < 16) this.#judge(misfit)
    }
  }

  /** How well all arrivals agree with the place of the misfit's last evaluation; kept where it is among the best. */
  #judge(misfit: Misfit): void {
    const east = this.#at[0] as number
    const north = this.#at[1] as number
    let score = 0
    for (let i = 0; i < misfit.count; i += 1) {
      const sigmaS = 1 / Math.sqrt(this.#weight[i] as number)
      const off = misfit.residual(i, east, north, sigmaS)
      // Wider than the onset error alone: the place of four is itself uncertain.
      const direct = LOG_DIRECT - (off * off) / 8 - Math.log(2 * sigmaS)
      score += Math.max(direct, logAstray(off * sigmaS, sigmaS))
    }
    let slot = this.#top
    for (let k = 0; k < this.#top; k += 1)
      if (Math.hypot(east - (this.#topE[k] as number), north - (this.#topN[k] as number)) < 10)
        slot = k
    if (slot === REFINED) {
      slot = 0
      for (let k = 1; k < REFINED; k += 1)
        if ((this.#topScore[k] as number) < (this.#topScore[slot] as number)) slot = k
    }
    if (slot < this.#top && (this.#topScore[slot] as number) >= score) return
    this.#top = Math.max(this.#top, slot + 1)
    this.#topE[slot] = east
    this.#topN[slot] = north
    this.#topS[slot] = misfit.originS
    this.#topSlowness[slot] = misfit.slowness
    this.#topScore[slot] = score
  }

  /** Refines a place on the arrivals that it holds to be direct, until they stay the same. */
  #refine(misfit: Misfit, k: number, modes: Modes): void {
    this.#at[0] = this.#topE[k] as number
    this.#at[1] = this.#topN[k] as number
    misfit.originS = this.#topS[k] as number
    misfit.slowness = this.#topSlowness[k] as number
    let bonus = this.#classify(misfit, 2)
    for (let round = 0; round < ROUNDS_MAX && bonus > -Infinity; round += 1) {
      descend(misfit, this.#at)
      const next = this.#classify(misfit, 1)
      if (Math.abs(next - bonus) < 1e-9) break
      bonus = next
    }
    if (bonus === -Infinity) return
    descend(misfit, this.#at)
    modes.add(misfit, this.#at, bonus)
    this.#doubt(misfit, modes)
  }

  /**
   * The same place with one arrival held otherwise, for each: an echo that was fitted by bending the place stays inside
   * the errors, and only the comparison with its absence shows it.
   */
  #doubt(misfit: Misfit, modes: Modes): void {
    const { count, weight } = misfit
    const east = this.#at[0] as number
    const north = this.#at[1] as number
    for (let i = 0; i < count; i += 1) {
      const was = weight[i] as number
      weight[i] = was === 0 ? (this.#weight[i] as number) : 0
      this.#at[0] = east
      this.#at[1] = north
      if (inUse(misfit) >= SUBSET) {
        descend(misfit, this.#at)
        modes.add(misfit, this.#at, this.#given(misfit))
      }
      weight[i] = was
    }
  }

  /** Log-density of which arrivals are direct and which are not, as the weights have it. */
  #given(misfit: Misfit): number {
    let bonus = 0
    for (let i = 0; i < misfit.count; i += 1) {
      const sigmaS = 1 / Math.sqrt(this.#weight[i] as number)
      if (misfit.weight[i] !== 0) bonus += LOG_DIRECT - Math.log(sigmaS)
      else {
        const off = misfit.residual(i, this.#at[0] as number, this.#at[1] as number, sigmaS)
        bonus += logAstray(off * sigmaS, sigmaS)
      }
    }
    return bonus
  }

  /** Leaves out what is not direct; gives the log-density of which arrivals are direct and which are not. */
  #classify(misfit: Misfit, widening: number): number {
    let direct = 0
    let bonus = 0
    for (let i = 0; i < misfit.count; i += 1) {
      const base = this.#weight[i] as number
      const sigmaS = widening / Math.sqrt(base)
      const off = misfit.residual(i, this.#at[0] as number, this.#at[1] as number, sigmaS)
      const logDirect = LOG_DIRECT - Math.log(sigmaS)
      const astray = logAstray(off * sigmaS, sigmaS)
      const isDirect = logDirect - (off * off) / 2 >= astray
      misfit.weight[i] = isDirect ? base : 0
      bonus += isDirect ? logDirect : astray
      direct += Number(isDirect)
    }
    return direct < SUBSET ? -Infinity : bonus
  }
}

/** Subsets of `size` rows among `rows`. */
function choose(rows: number, size: number): number {
  let subsets = 1
  for (let k = 0; k < size; k += 1) subsets = (subsets * (rows - k)) / (k + 1)
  return subsets
}

function inUse({ weight, count }: Misfit): number {
  let used = 0
  for (let i = 0; i < count; i += 1) used += Number(weight[i] !== 0)
  return used
}
