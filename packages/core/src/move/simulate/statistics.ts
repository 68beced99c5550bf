/** What many replications say: ranks, shares with their interval, mean differences of pairs with theirs. */

/** An interval of confidence, 95 %. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** The 97.5 % point of the normal distribution. */
const NORMAL = 1.959963984540054

/**
 * The value that `percent` % of the values do not exceed, by nearest rank: always one of the values. NaN of none.
 * `sorted` is in ascending order.
 */
export function percentileOf(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((percent * sorted.length) / 100 - 1e-9))
  return sorted[rank - 1] ?? Number.NaN
}

/** The interval of a share, `hits` of `trials` (Wilson 1927): honest at 0 and 1 too, where the plain one is a point. */
export function wilsonOf(hits: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 }
  const share = hits / trials
  const z2 = NORMAL * NORMAL
  const middle = share + z2 / (2 * trials)
  const half = NORMAL * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))
  const scale = 1 + z2 / trials
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - half) / scale),
    high: hits === trials ? 1 : Math.min(1, (middle + half) / scale),
  }
}

/** The 97.5 % point of Student's t, by the expansion of Cornish and Fisher (1938); within 0.5 % from 5 degrees of freedom. */
export function studentOf(degrees: number): number {
  const z = NORMAL
  const z3 = z * z * z
  const z5 = z3 * z * z
  const first = (z3 + z) / (4 * degrees)
  const second = (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees)
  const third = (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees * degrees * degrees)
  return z + first + second + third
}

/** The mean of some values with its interval (Student's t); a point where there are fewer than two values or all are equal. */
export function meanWithInterval(values: ArrayLike<number>): {
  readonly mean: number
  readonly interval: Interval
} {
  const n = values.length
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += values[i] as number
  const mean = n === 0 ? 0 : sum / n
  let squares = 0
  for (let i = 0; i < n; i += 1)
    squares += ((values[i] as number) - mean) * ((values[i] as number) - mean)
  const half = n < 2 ? 0 : studentOf(n - 1) * Math.sqrt(squares / (n - 1) / n)
  return { mean, interval: { low: mean - half, high: mean + half } }
}
