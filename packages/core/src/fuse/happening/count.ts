import type { Count } from '../../observe/index.ts'
import { ABOUT_SHARE, AT_LEAST_SHARE, COUNT_MAX, NOTICING_TRIALS } from './assumptions.ts'
import { normalCdf } from './chance.ts'
import { Remembered } from './remembered.ts'

// Twelve rounds fired and twelve heard bursting are hardly chance; eight and five may be one salvo heard badly. Each
// round is noticed or not (thinning), with a probability that is itself uncertain.

/** Values of a probability of noticing at which it is weighed. */
const LEVELS = 24
/** Normaliser of a background uniform in the logarithm: the sum of 1/n to the greatest count expected. */
const BACKGROUND_SUM = Array.from({ length: COUNT_MAX }, (_, n) => 1 / (n + 1)).reduce(
  (a, b) => a + b,
  0,
)

/** A probability of noticing as a beta distribution with the calibrated mean and the weight of two trials. */
function levelsOf(noticing: number): readonly (readonly [q: number, weight: number])[] {
  const mean = Math.min(0.95, Math.max(0.05, noticing))
  const a = mean * NOTICING_TRIALS - 1
  const b = (1 - mean) * NOTICING_TRIALS - 1
  const levels = Array.from({ length: LEVELS }, (_, n) => {
    const q = (n + 0.5) / LEVELS
    return [q, Math.exp(a * Math.log(q) + b * Math.log(1 - q))] as const
  })
  const total = levels.reduce((sum, [, weight]) => sum + weight, 0)
  return levels.map(([q, weight]) => [q, weight / total] as const)
}

const remembered = new Map<number, ReturnType<typeof levelsOf>>()
/** The levels, kept: sources have few distinct calibrations, and a pure function may remember. */
function levelsFor(noticing: number): ReturnType<typeof levelsOf> {
  const rounded = Math.round(noticing * 100) / 100
  const levels = remembered.get(rounded) ?? levelsOf(rounded)
  remembered.set(rounded, levels)
  return levels
}

/** Variance of what a report of a count leaves open. */
function reportVariance({ n, precision }: Count): number {
  const share = precision === 'about' ? ABOUT_SHARE : precision === 'atLeast' ? AT_LEAST_SHARE : 0
  return share * n * (share * n)
}

/** Probability of one count given the other, both thinned from the same rounds; normal, with matched moments. */
function given(from: Count, to: Count, [p, q]: readonly [number, number]): number {
  const mean = (from.n * q) / p
  const unheard = (q * q * from.n * (1 - p)) / (p * p)
  const heard = (from.n / p) * q * (1 - q)
  const report = reportVariance(to) + reportVariance(from) * (q / p) * (q / p)
  const sigma = Math.sqrt(Math.max(unheard + heard + report, 1e-3))
  return normalCdf((to.n + 0.5 - mean) / sigma) - normalCdf((to.n - 0.5 - mean) / sigma)
}

/** Distinct comparisons of counts that are remembered. */
const RATIOS_MAX = 20_000
const ratios = new Remembered<number>(RATIOS_MAX)

/**
 * How much likelier two counts are if they are of the same rounds than if they are unrelated. `noticing` are the two
 * sources' probabilities of noticing; `shared` where one observer heard both in one session, under the same
 * conditions. 1 where either count is unknown or is of nothing. Remembered: reports name few distinct counts, and each
 * comparison sums a thousand terms.
 */
export function countRatio(a: Count, b: Count, how: Noticed): number {
  if (a.precision === 'unknown' || b.precision === 'unknown' || a.n < 1 || b.n < 1) return 1
  const rounded = how.noticing.map((noticing) => Math.round(noticing * 100)).join(' ')
  const key = `${a.n} ${a.precision} ${b.n} ${b.precision} ${rounded} ${how.shared}`
  return ratios.of(key, () => summedRatio(a, b, how))
}

interface Noticed {
  readonly noticing: readonly [number, number]
  readonly shared: boolean
}

function summedRatio(a: Count, b: Count, how: Noticed): number {
  const first = levelsFor(how.noticing[0])
  const second = levelsFor(how.noticing[1])
  let forth = 0
  let back = 0
  for (const [p, weightP] of first) {
    for (const [q, weightQ] of how.shared ? [[p, 1] as const] : second) {
      forth += weightP * weightQ * given(a, b, [p, q])
      back += weightP * weightQ * given(b, a, [q, p])
    }
  }
  // The geometric mean of both directions: the ratio does not depend on which is named first.
  return Math.sqrt(forth * b.n * back * a.n) * BACKGROUND_SUM
}

/** The count of one event by several reports: nobody notices more than there was. */
export function countOf(counts: readonly Count[]): Count {
  const known = counts.filter(({ precision }) => precision !== 'unknown')
  const most = known.toSorted((a, b) => b.n - a.n)[0] ?? counts[0]
  if (most === undefined) return { n: 0, precision: 'unknown' }
  const agree = known.every(({ n, precision }) => n === most.n && precision === most.precision)
  return agree ? most : { n: most.n, precision: 'atLeast' }
}
