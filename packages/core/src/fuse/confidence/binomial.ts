/** ln Γ(x) for x > 0 (Lanczos 1964, g = 7, nine terms). */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ]
  let sum = 0.9999999999998099
  for (const [i, term] of terms.entries()) sum += term / (x + i)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, section 6.4). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return fraction
}

/** The regularised incomplete beta function I_x(a, b) for a, b > 0. */
function beta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  )
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** The x at which I_x(a, b) is `level`, to 1e-13. */
function betaQuantile(level: number, a: number, b: number): number {
  let low = 0
  let high = 1
  for (let n = 0; n < 43; n += 1) {
    const middle = (low + high) / 2
    if (beta(middle, a, b) < level) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The exact interval of a binomial share (Clopper & Pearson 1934): [low, high] in [0, 1], closed. Each end is wrong with
 * probability at most `doubt` / 2. Without cases it is all of [0, 1].
 */
export function exactInterval(
  occurred: number,
  cases: number,
  doubt: number,
): readonly [low: number, high: number] {
  const misses = cases - occurred
  return [
    occurred <= 0 ? 0 : betaQuantile(doubt / 2, occurred, misses + 1),
    misses <= 0 ? 1 : betaQuantile(1 - doubt / 2, occurred + 1, misses),
  ]
}
