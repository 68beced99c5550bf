import { COUNT_MAX } from './assumptions.ts'

/**
 * Counts whose rate is uncertain: Poisson over a gamma rate. In the form with mean m and size r the variance is
 * m + m²/r (A. C. Cameron, P. K. Trivedi, Regression Analysis of Count Data, "NB2").
 */
export interface Spread {
  readonly mean: number
  readonly size: number
}

/** Probability of no count. */
export const zeroChance = ({ mean, size }: Spread): number =>
  Math.exp(size * Math.log(size / (size + mean)))

/** Fills `into` with the probabilities of 0 … `upTo`, by the recurrence of the distribution. */
export function fillChances({ mean, size }: Spread, upTo: number, into: Float64Array): void {
  let p = zeroChance({ mean, size })
  const step = mean / (size + mean)
  for (let k = 0; k <= upTo; k += 1) {
    into[k] = p
    p *= ((k + size) / (k + 1)) * step
  }
}

const scratch = new Float64Array(COUNT_MAX + 1)
/** Chance of fewer than `count`, plus half of that of as many: the mid-p value, whose mean is one half under the model. */
export function midChance(spread: Spread, count: number): number {
  const upTo = Math.min(count, COUNT_MAX)
  fillChances(spread, upTo, scratch)
  let below = 0
  for (let k = 0; k < upTo; k += 1) below += scratch[k] as number
  return Math.min(1, below + (scratch[upTo] as number) / 2)
}
