import { COUNT_MAX, EXCESS, LIKELIHOOD_RATIO_MAX } from './assumptions.ts'
import { fillChances, zeroChance } from './negative-binomial.ts'
import type { Spread } from './negative-binomial.ts'

const background = new Float64Array(COUNT_MAX + 1)
const added = new Float64Array(COUNT_MAX + 1)
fillChances(EXCESS, COUNT_MAX, added)
/** The ratio of a day without fire. */
export const NO_FIRE_RATIO = zeroChance(EXCESS)

/**
 * How much likelier a count of fires is where an excess adds to the background than from the background alone. Both are
 * negative binomials and their sum is the convolution. No fire: whatever the background, the chance that the excess
 * showed none. Within [1/20, 20].
 */
export function likelihoodRatio(spread: Spread, count: number): number {
  if (count <= 0) return NO_FIRE_RATIO
  const n = Math.min(count, COUNT_MAX)
  fillChances(spread, n, background)
  let both = 0
  for (let k = 0; k <= n; k += 1) both += (background[k] as number) * (added[n - k] as number)
  const ratio = both / Math.max(1e-300, background[n] as number)
  return Math.min(LIKELIHOOD_RATIO_MAX, Math.max(1 / LIKELIHOOD_RATIO_MAX, ratio))
}
