/**
 * How far counts really lie from what was expected. A formula with one dispersion fits neither the quiet steppe nor a
 * village in the burning season, so we look: every background year is foretold from the others, its cell-days are sorted
 * by the use of the land and by what was foretold, and each class gets the mean that it had and the size of the negative binomial that fits it best.
 */
import { COUNT_MAX } from './assumptions.ts'
import { fillChances } from './negative-binomial.ts'

/** Classes of expected fires, one for each factor of two from 2⁻¹⁶ to 2⁷. */
const CLASSES = 24
const LOWEST = -16
const SIZES = Array.from({ length: 33 }, (_, i) => Math.exp(-7 + i * 0.3125))

/** Class of a foretold count. */
export function classOf(expected: number): number {
  const k = Math.floor(Math.log(expected) / Math.LN2) - LOWEST
  return Math.min(CLASSES - 1, Math.max(0, k))
}
/** Class of a foretold count on land of one use. */
export const classIn = (use: number, expected: number): number => use * CLASSES + classOf(expected)
/** Length of the tables below. */
export const classesOf = (uses: number): number => uses * CLASSES

/** By use and class: the factor that what was foretold errs by, and the size of the negative binomial. */
export interface Dispersion {
  readonly factor: Float64Array
  readonly size: Float64Array
}

/** Foretold and seen counts of many cell-days. */
export class Tally {
  readonly #seen: Float64Array
  readonly #foretold: Float64Array

  constructor(uses: number) {
    this.#seen = new Float64Array(uses * CLASSES * (COUNT_MAX + 1))
    this.#foretold = new Float64Array(uses * CLASSES)
  }

  add(k: number, expected: number, count: number): void {
    const at = k * (COUNT_MAX + 1) + Math.min(count, COUNT_MAX)
    this.#seen[at] = (this.#seen[at] as number) + 1
    this.#foretold[k] = (this.#foretold[k] as number) + expected
  }

  /** The best mean and size of each class; classes that nothing fell in take their neighbour's of the same use. */
  fit(): Dispersion {
    const factor = new Float64Array(this.#foretold.length).fill(1)
    const size = new Float64Array(this.#foretold.length).fill(1)
    for (let from = 0; from < factor.length; from += CLASSES) this.#fit(from, { factor, size })
    return { factor, size }
  }

  #fit(from: number, { factor, size }: Dispersion): void {
    let known = -1
    for (let k = from; k < from + CLASSES; k += 1) {
      const seen = this.#seen.subarray(k * (COUNT_MAX + 1), (k + 1) * (COUNT_MAX + 1))
      const days = seen.reduce((a, b) => a + b, 0)
      if (days > 0) {
        let fires = 0
        for (let n = 1; n < seen.length; n += 1) fires += n * (seen[n] as number)
        const foretold = this.#foretold[k] as number
        // Weight of one expected fire that the forecast was right.
        factor[k] = (fires + 1) / (foretold + 1)
        size[k] = bestSize(seen, ((factor[k] as number) * foretold) / days)
        if (known < 0)
          for (let j = from; j < k; j += 1)
            [factor[j], size[j]] = [factor[k] as number, size[k] as number]
        known = k
      } else if (known >= 0) [factor[k], size[k]] = [factor[known] as number, size[known] as number]
    }
  }
}

function bestSize(seen: Float64Array, mean: number): number {
  const chances = new Float64Array(COUNT_MAX + 1)
  let [best, highest] = [1, -Infinity]
  for (const size of SIZES) {
    fillChances({ mean, size }, COUNT_MAX, chances)
    let likelihood = 0
    for (let n = 0; n < seen.length; n += 1)
      if ((seen[n] as number) > 0)
        likelihood += (seen[n] as number) * Math.log(Math.max(1e-300, chances[n] as number))
    if (likelihood > highest) [best, highest] = [size, likelihood]
  }
  return best
}
