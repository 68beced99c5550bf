/**
 * Covariance intersection (Julier & Uhlmann 1997, "A non-divergent estimation algorithm in the presence of unknown
 * correlations"): C⁻¹ = ω A⁻¹ + (1 − ω) B⁻¹ and C⁻¹c = ω A⁻¹a + (1 − ω) B⁻¹b. Whatever two systems have in common (the
 * same radar, the same broadcast, each other's tracks), the result does not claim more than is known. ω minimises the
 * determinant of C, which no choice of units changes; log det C⁻¹ is concave in ω, so a golden section finds it.
 */

/** Length of a state: east, north, m; velocity east and north, m/s. */
const STATE = 4

/** A normal distribution of a state as information: `y` = P⁻¹, 4 × 4 by rows; `z` = P⁻¹x. Rows of zeros: nothing is known. */
interface Information {
  readonly y: Float64Array
  readonly z: Float64Array
}
/** A normal distribution of a state: mean, and covariance 4 × 4 by rows. */
export interface Gaussian {
  readonly x: Float64Array
  readonly p: Float64Array
}

const at = (m: Float64Array, row: number, column: number): number =>
  m[row * STATE + column] as number

/** Lower Cholesky factor into `l`; false where the matrix is not positive definite. */
function factor(m: Float64Array, l: Float64Array): boolean {
  for (let i = 0; i < STATE; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(m, i, j)
      for (let k = 0; k < j; k += 1) sum -= at(l, i, k) * at(l, j, k)
      if (i === j) {
        if (!(sum > 0)) return false
        l[i * STATE + i] = Math.sqrt(sum)
      } else l[i * STATE + j] = sum / at(l, j, j)
    }
  }
  return true
}

/** Solves m·u = v with the factor of m, in place. */
function solve(l: Float64Array, v: Float64Array): void {
  for (let i = 0; i < STATE; i += 1) {
    let sum = v[i] as number
    for (let k = 0; k < i; k += 1) sum -= at(l, i, k) * (v[k] as number)
    v[i] = sum / at(l, i, i)
  }
  for (let i = STATE - 1; i >= 0; i -= 1) {
    let sum = v[i] as number
    for (let k = i + 1; k < STATE; k += 1) sum -= at(l, k, i) * (v[k] as number)
    v[i] = sum / at(l, i, i)
  }
}

/** The inverse of a symmetric positive definite matrix, or null where it is none. */
function inverse(m: Float64Array): Float64Array | null {
  const l = new Float64Array(STATE * STATE)
  if (!factor(m, l)) return null
  const out = new Float64Array(STATE * STATE)
  const column = new Float64Array(STATE)
  for (let j = 0; j < STATE; j += 1) {
    column.fill(0)
    column[j] = 1
    solve(l, column)
    for (let i = 0; i < STATE; i += 1) out[i * STATE + j] = column[i] as number
  }
  return out
}

const product = (m: Float64Array, v: Float64Array): Float64Array =>
  Float64Array.from({ length: STATE }, (_, i) => {
    let sum = 0
    for (let k = 0; k < STATE; k += 1) sum += at(m, i, k) * (v[k] as number)
    return sum
  })

/** The information of a distribution, or null where its covariance is not positive definite. */
export function informationOf({ x, p }: Gaussian): Information | null {
  const y = inverse(p)
  return y === null ? null : { y, z: product(y, x) }
}

/** The information of independent positions and velocities; a velocity variance of infinity says nothing of it. */
export function informationOfParts(
  x: Float64Array,
  positionVar: number,
  velocityVar: number,
): Information {
  const y = new Float64Array(STATE * STATE)
  y[0] = 1 / positionVar
  y[5] = 1 / positionVar
  y[10] = 1 / velocityVar
  y[15] = 1 / velocityVar
  return { y, z: product(y, x) }
}

const mixed = (a: Float64Array, b: Float64Array, omega: number): Float64Array =>
  a.map((value, i) => omega * value + (1 - omega) * (b[i] as number))

function logDeterminant(y: Float64Array, l: Float64Array): number {
  if (!factor(y, l)) return Number.NEGATIVE_INFINITY
  return 2 * Math.log(at(l, 0, 0) * at(l, 1, 1) * at(l, 2, 2) * at(l, 3, 3))
}

const GOLDEN = (Math.sqrt(5) - 1) / 2
/** Narrows ω to a ten-thousandth. */
const ROUNDS = 20

/** The weight of `a` in [0, 1] that leaves the least determinant. */
export function weightOf(a: Information, b: Information): number {
  const l = new Float64Array(STATE * STATE)
  const value = (omega: number): number => logDeterminant(mixed(a.y, b.y, omega), l)
  let [low, high] = [0, 1]
  let [left, right] = [1 - GOLDEN, GOLDEN]
  let [atLeft, atRight] = [value(left), value(right)]
  for (let round = 0; round < ROUNDS; round += 1) {
    if (atLeft >= atRight) {
      high = right
      right = left
      atRight = atLeft
      left = high - GOLDEN * (high - low)
      atLeft = value(left)
    } else {
      low = left
      left = right
      atLeft = atRight
      right = low + GOLDEN * (high - low)
      atRight = value(right)
    }
  }
  const inner = (low + high) / 2
  // The ends are where one of them knows all that the other does.
  const atInner = value(inner)
  if (value(1) >= atInner) return 1
  return value(0) > atInner ? 0 : inner
}

/** Both in one, claiming no more than is known whatever they have in common; null where neither is a distribution. */
export function intersect(
  a: Information,
  b: Information,
): (Gaussian & { readonly omega: number }) | null {
  const omega = weightOf(a, b)
  const y = mixed(a.y, b.y, omega)
  const p = inverse(y)
  if (p === null) return null
  return { x: product(p, mixed(a.z, b.z, omega)), p, omega }
}

/**
 * A distribution after `dtS` seconds of nearly constant velocity with white acceleration noise `q`, m²/s³ per axis
 * (Bar-Shalom, Li & Kirubarajan 2001, 6.2.2).
 */
export function predicted({ x, p }: Gaussian, dtS: number, q: number): Gaussian {
  const t = Math.abs(dtS)
  const next = Float64Array.from(x)
  next[0] = (x[0] as number) + dtS * (x[2] as number)
  next[1] = (x[1] as number) + dtS * (x[3] as number)
  const out = Float64Array.from(p)
  // F P Fᵀ: rows, then columns.
  for (let j = 0; j < STATE; j += 1) {
    out[j] = at(out, 0, j) + dtS * at(out, 2, j)
    out[STATE + j] = at(out, 1, j) + dtS * at(out, 3, j)
  }
  for (let i = 0; i < STATE; i += 1) {
    out[i * STATE] = at(out, i, 0) + dtS * at(out, i, 2)
    out[i * STATE + 1] = at(out, i, 1) + dtS * at(out, i, 3)
  }
  for (let axis = 0; axis < 2; axis += 1) {
    const cross = axis * STATE + axis + 2
    const mirror = (axis + 2) * STATE + axis
    out[axis * STATE + axis] = at(out, axis, axis) + (q * t * t * t) / 3
    out[cross] = (out[cross] as number) + (Math.sign(dtS) * q * t * t) / 2
    out[mirror] = (out[mirror] as number) + (Math.sign(dtS) * q * t * t) / 2
    out[(axis + 2) * STATE + axis + 2] = at(out, axis + 2, axis + 2) + q * t
  }
  return { x: next, p: out }
}

/** The full matrix of an upper triangle by rows, 10 numbers. */
export function fullOf(upper: Float64Array): Float64Array {
  const out = new Float64Array(STATE * STATE)
  let n = 0
  for (let i = 0; i < STATE; i += 1) {
    for (let j = i; j < STATE; j += 1) {
      out[i * STATE + j] = upper[n] as number
      out[j * STATE + i] = upper[n] as number
      n += 1
    }
  }
  return out
}
