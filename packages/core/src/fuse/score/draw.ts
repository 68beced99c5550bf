/**
 * Random numbers of the distributions that the scenarios need, from one seeded source. The normal one is exact (Box and
 * Muller 1958), since a NEES is a test of the tails too.
 */
import type { Random } from '../../units/index.ts'

/** Longest stretch of a Poisson process that is counted at once: exp(−50) is far from the smallest number. */
const POISSON_STRETCH = 50

/** A standard normal number. */
export function drawNormal(random: Random): number {
  // 1 − u is in (0, 1], so that the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return radius * Math.cos(2 * Math.PI * random())
}

/** An exponential number of the given mean. */
export const drawExponential = (random: Random, mean: number): number =>
  -mean * Math.log(1 - random())

/** A number uniform in [low, high). */
export const drawBetween = (random: Random, [low, high]: readonly [number, number]): number =>
  low + (high - low) * random()

/** A whole number uniform in [low, high). */
export const drawWhole = (random: Random, range: readonly [number, number]): number =>
  Math.floor(drawBetween(random, range))

/** A Poisson count (Knuth 1969, vol. 2, 3.4.1), in stretches, so that any mean works; it costs as many draws as it counts. */
export function drawPoisson(random: Random, mean: number): number {
  let count = 0
  for (let left = mean; left > 0; left -= POISSON_STRETCH) {
    const floor = Math.exp(-Math.min(left, POISSON_STRETCH))
    for (let product = random(); product > floor; product *= random()) count += 1
  }
  return count
}

/** Puts the items into random order, in place (Fisher and Yates). */
export function shuffle(random: Random, items: unknown[]): void {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = drawWhole(random, [0, i + 1])
    const kept = items[i]
    items[i] = items[j]
    items[j] = kept
  }
}
