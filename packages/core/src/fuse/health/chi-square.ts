/**
 * The χ² distribution: what a sum of normalised innovations squared should stay within (Bar-Shalom, Li & Kirubarajan
 * 2001, 5.4.2: with the errors stated rightly, the sum of N of them with n degrees of freedom is χ² with N·n).
 */

/** Terms of a series or fraction; far more than any window needs. */
const TERMS_MAX = 100_000
const TINY = 1e-300

/** ln Γ(x), x > 0: Stirling's series (Abramowitz & Stegun 6.1.41), lifted to x ≥ 8 by the recurrence. */
function lnGamma(x: number): number {
  let [at, below] = [x, 0]
  for (; at < 8; at += 1) below += Math.log(at)
  const i = 1 / (at * at)
  const series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i / 1680))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - below
}

/** Probability that χ² with that many degrees of freedom is at most x (Abramowitz & Stegun 26.4.1). */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  if (!(x > 0)) return 0
  const [a, z] = [degreesOfFreedom / 2, x / 2]
  const front = Math.exp(a * Math.log(z) - z - lnGamma(a))
  if (z < a + 1) {
    // 6.5.29: γ*(a, z) as a series.
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; n < TERMS_MAX && term > sum * 1e-16; n += 1) {
      term *= z / (a + n)
      sum += term
    }
    return Math.min(1, front * sum)
  }
  // 6.5.31: Γ(a, z) as a continued fraction, by Lentz's method.
  let b = z + 1 - a
  let [c, d] = [1 / TINY, 1 / b]
  let fraction = d
  for (let n = 1; n < TERMS_MAX; n += 1) {
    const an = -n * (n - a)
    b += 2
    d = 1 / nonZero(an * d + b)
    c = nonZero(b + an / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return Math.max(0, 1 - front * fraction)
}
const nonZero = (x: number): number => (Math.abs(x) < TINY ? TINY : x)

/** The x that χ² stays below with probability p in (0, 1): bisection, so that it is sure. */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  let [low, high] = [0, degreesOfFreedom + 10]
  while (chiSquareCdf(high, degreesOfFreedom) < p) high *= 2
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2
    if (chiSquareCdf(middle, degreesOfFreedom) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
