/**
 * The arithmetic of one Gaussian over (e, n, ve, vn), in place in typed arrays: a block is the four means and then the upper
 * triangle of the covariance by rows, ee en ee' en' nn ne' nn' e'e' e'n' n'n'. No allocation.
 */

import { VARIANCE_M2_MIN } from './assumptions.ts'

/** Numbers of a block. */
export const BLOCK = 14

/** Numbers of a projection: z (2), its variance without the sensor's (3), the matrix from place to z (4), what is not linear (3). */
export const PROJECTION = 12

/**
 * Moves a block by one step: x' = F x, P' = F P Fᵀ + Q, where F = [I A; 0 B], A = [a −b; b a], B = [c −s; s c].
 * `step` points at a, b, c, s and the noise of place, cross and velocity.
 */
export function advance(
  from: Float64Array,
  at: number,
  to: Float64Array,
  out: number,
  steps: Float64Array,
  step: number,
): void {
  const a = steps[step] as number
  const b = steps[step + 1] as number
  const c = steps[step + 2] as number
  const s = steps[step + 3] as number
  const ve = from[at + 2] as number
  const vn = from[at + 3] as number
  to[out] = (from[at] as number) + a * ve - b * vn
  to[out + 1] = (from[at + 1] as number) + b * ve + a * vn
  to[out + 2] = c * ve - s * vn
  to[out + 3] = s * ve + c * vn
  const c00 = from[at + 6] as number
  const c01 = from[at + 7] as number
  const c10 = from[at + 9] as number
  const c11 = from[at + 10] as number
  const v00 = from[at + 11] as number
  const v01 = from[at + 12] as number
  const v11 = from[at + 13] as number
  // W = P12 + A P22
  const w00 = c00 + a * v00 - b * v01
  const w01 = c01 + a * v01 - b * v11
  const w10 = c10 + b * v00 + a * v01
  const w11 = c11 + b * v01 + a * v11
  // P11' = P11 + W Aᵀ + A P12ᵀ
  const q = steps[step + 4] as number
  const qc = steps[step + 5] as number
  const qv = steps[step + 6] as number
  to[out + 4] = (from[at + 4] as number) + a * w00 - b * w01 + a * c00 - b * c01 + q
  to[out + 5] = (from[at + 5] as number) + b * w00 + a * w01 + a * c10 - b * c11
  to[out + 8] = (from[at + 8] as number) + b * w10 + a * w11 + b * c10 + a * c11 + q
  // P12' = W Bᵀ
  to[out + 6] = w00 * c - w01 * s + qc
  to[out + 7] = w00 * s + w01 * c
  to[out + 9] = w10 * c - w11 * s
  to[out + 10] = w10 * s + w11 * c + qc
  // P22' = B P22 Bᵀ
  const t00 = c * v00 - s * v01
  const t01 = c * v01 - s * v11
  const t10 = s * v00 + c * v01
  const t11 = s * v01 + c * v11
  to[out + 11] = t00 * c - t01 * s + qv
  to[out + 12] = t00 * s + t01 * c
  to[out + 13] = t10 * s + t11 * c + qv
}

/** A measurement as the kernel takes it: innovation (2), then the sensor's covariance (3). */
export const INNOVATION = 5

/** Gain K of the correction at hand, four rows of two. */
const gain = new Float64Array(8)

/**
 * Kalman update in Joseph's form (Bar-Shalom, Li & Kirubarajan 2001, eq. 5.2.3-18): P' = (I − K H) P (I − K H)ᵀ + K R Kᵀ.
 * H acts on the place only and stands with the part Ω that it leaves out in the projection at `projected`; R + Ω is the noise.
 */
export function correct(
  from: Float64Array,
  at: number,
  to: Float64Array,
  out: number,
  projected: number,
  innovation: Float64Array,
): void {
  const h00 = from[projected + 5] as number
  const h01 = from[projected + 6] as number
  const h10 = from[projected + 7] as number
  const h11 = from[projected + 8] as number
  const r00 = (innovation[2] as number) + (from[projected + 9] as number)
  const r01 = (innovation[3] as number) + (from[projected + 10] as number)
  const r11 = (innovation[4] as number) + (from[projected + 11] as number)
  const p00 = from[at + 4] as number
  const p01 = from[at + 5] as number
  const p02 = from[at + 6] as number
  const p03 = from[at + 7] as number
  const p11 = from[at + 8] as number
  const p12 = from[at + 9] as number
  const p13 = from[at + 10] as number
  // P Hᵀ, four rows
  const u00 = p00 * h00 + p01 * h01
  const u01 = p00 * h10 + p01 * h11
  const u10 = p01 * h00 + p11 * h01
  const u11 = p01 * h10 + p11 * h11
  const u20 = p02 * h00 + p12 * h01
  const u21 = p02 * h10 + p12 * h11
  const u30 = p03 * h00 + p13 * h01
  const u31 = p03 * h10 + p13 * h11
  const s00 = h00 * u00 + h01 * u10 + r00
  const s01 = h00 * u01 + h01 * u11 + r01
  const s11 = h10 * u01 + h11 * u11 + r11
  const scale = 1 / (s00 * s11 - s01 * s01)
  const i00 = s11 * scale
  const i01 = -s01 * scale
  const i11 = s00 * scale
  gain[0] = u00 * i00 + u01 * i01
  gain[1] = u00 * i01 + u01 * i11
  gain[2] = u10 * i00 + u11 * i01
  gain[3] = u10 * i01 + u11 * i11
  gain[4] = u20 * i00 + u21 * i01
  gain[5] = u20 * i01 + u21 * i11
  gain[6] = u30 * i00 + u31 * i01
  gain[7] = u30 * i01 + u31 * i11
  const y0 = innovation[0] as number
  const y1 = innovation[1] as number
  for (let i = 0; i < 4; i += 1)
    to[out + i] =
      (from[at + i] as number) + (gain[2 * i] as number) * y0 + (gain[2 * i + 1] as number) * y1
  remainTop(from, at, to, out, projected, innovation)
  remainBottom(from, at, to, out, projected, innovation)
}

/** The covariance that remains: the rows of the place. */
function remainTop(
  from: Float64Array,
  at: number,
  to: Float64Array,
  out: number,
  projected: number,
  innovation: Float64Array,
): void {
  const h00 = from[projected + 5] as number
  const h01 = from[projected + 6] as number
  const h10 = from[projected + 7] as number
  const h11 = from[projected + 8] as number
  const r00 = (innovation[2] as number) + (from[projected + 9] as number)
  const r01 = (innovation[3] as number) + (from[projected + 10] as number)
  const r11 = (innovation[4] as number) + (from[projected + 11] as number)
  const k00 = gain[0] as number
  const k01 = gain[1] as number
  const k10 = gain[2] as number
  const k11 = gain[3] as number
  const k20 = gain[4] as number
  const k21 = gain[5] as number
  const k30 = gain[6] as number
  const k31 = gain[7] as number
  const p00 = from[at + 4] as number
  const p01 = from[at + 5] as number
  const p02 = from[at + 6] as number
  const p03 = from[at + 7] as number
  const p11 = from[at + 8] as number
  const p12 = from[at + 9] as number
  const p13 = from[at + 10] as number
  // G = K H; A = I − G; A P Aᵀ + K R Kᵀ
  const g00 = k00 * h00 + k01 * h10
  const g01 = k00 * h01 + k01 * h11
  const g10 = k10 * h00 + k11 * h10
  const g11 = k10 * h01 + k11 * h11
  const g20 = k20 * h00 + k21 * h10
  const g21 = k20 * h01 + k21 * h11
  const g30 = k30 * h00 + k31 * h10
  const g31 = k30 * h01 + k31 * h11
  const a00 = p00 - g00 * p00 - g01 * p01
  const a01 = p01 - g00 * p01 - g01 * p11
  const a02 = p02 - g00 * p02 - g01 * p12
  const a03 = p03 - g00 * p03 - g01 * p13
  const l00 = k00 * r00 + k01 * r01
  const l01 = k00 * r01 + k01 * r11
  const a10 = p01 - g10 * p00 - g11 * p01
  const a11 = p11 - g10 * p01 - g11 * p11
  const a12 = p12 - g10 * p02 - g11 * p12
  const a13 = p13 - g10 * p03 - g11 * p13
  const l10 = k10 * r00 + k11 * r01
  const l11 = k10 * r01 + k11 * r11
  to[out + 4] = a00 - a00 * g00 - a01 * g01 + l00 * k00 + l01 * k01
  to[out + 5] = a01 - a00 * g10 - a01 * g11 + l00 * k10 + l01 * k11
  to[out + 6] = a02 - a00 * g20 - a01 * g21 + l00 * k20 + l01 * k21
  to[out + 7] = a03 - a00 * g30 - a01 * g31 + l00 * k30 + l01 * k31
  to[out + 8] = a11 - a10 * g10 - a11 * g11 + l10 * k10 + l11 * k11
  to[out + 9] = a12 - a10 * g20 - a11 * g21 + l10 * k20 + l11 * k21
  to[out + 10] = a13 - a10 * g30 - a11 * g31 + l10 * k30 + l11 * k31
}

/** The covariance that remains: the rows of the velocity. */
function remainBottom(
  from: Float64Array,
  at: number,
  to: Float64Array,
  out: number,
  projected: number,
  innovation: Float64Array,
): void {
  const h00 = from[projected + 5] as number
  const h01 = from[projected + 6] as number
  const h10 = from[projected + 7] as number
  const h11 = from[projected + 8] as number
  const r00 = (innovation[2] as number) + (from[projected + 9] as number)
  const r01 = (innovation[3] as number) + (from[projected + 10] as number)
  const r11 = (innovation[4] as number) + (from[projected + 11] as number)
  const k20 = gain[4] as number
  const k21 = gain[5] as number
  const k30 = gain[6] as number
  const k31 = gain[7] as number
  const p00 = from[at + 4] as number
  const p01 = from[at + 5] as number
  const p02 = from[at + 6] as number
  const p03 = from[at + 7] as number
  const p11 = from[at + 8] as number
  const p12 = from[at + 9] as number
  const p13 = from[at + 10] as number
  const p22 = from[at + 11] as number
  const p23 = from[at + 12] as number
  const p33 = from[at + 13] as number
  // G = K H; A = I − G; A P Aᵀ + K R Kᵀ
  const g20 = k20 * h00 + k21 * h10
  const g21 = k20 * h01 + k21 * h11
  const g30 = k30 * h00 + k31 * h10
  const g31 = k30 * h01 + k31 * h11
  const a20 = p02 - g20 * p00 - g21 * p01
  const a21 = p12 - g20 * p01 - g21 * p11
  const a22 = p22 - g20 * p02 - g21 * p12
  const a23 = p23 - g20 * p03 - g21 * p13
  const l20 = k20 * r00 + k21 * r01
  const l21 = k20 * r01 + k21 * r11
  const a30 = p03 - g30 * p00 - g31 * p01
  const a31 = p13 - g30 * p01 - g31 * p11
  const a33 = p33 - g30 * p03 - g31 * p13
  const l30 = k30 * r00 + k31 * r01
  const l31 = k30 * r01 + k31 * r11
  to[out + 11] = a22 - a20 * g20 - a21 * g21 + l20 * k20 + l21 * k21
  to[out + 12] = a23 - a20 * g30 - a21 * g31 + l20 * k30 + l21 * k31
  to[out + 13] = a33 - a30 * g30 - a31 * g31 + l30 * k30 + l31 * k31
}

const ROW = [4, 5, 6, 7, 5, 8, 9, 10, 6, 9, 11, 12, 7, 10, 12, 13]

/** Where the covariance of coordinates i and j stands in a block. */
export const cell = (i: number, j: number): number => ROW[i * 4 + j] as number

const column = new Float64Array(4)

/** Kalman update by one coordinate `k`, measured as `value` with `variance`, in Joseph's form; gives the log density of it. */
export function correctOne(
  block: Float64Array,
  at: number,
  k: number,
  value: number,
  variance: number,
): number {
  const s = (block[at + cell(k, k)] as number) + variance
  const y = value - (block[at + k] as number)
  for (let i = 0; i < 4; i += 1) column[i] = block[at + cell(i, k)] as number
  for (let i = 0; i < 4; i += 1) {
    const k1 = (column[i] as number) / s
    block[at + i] = (block[at + i] as number) + k1 * y
    // (I − K H) P (I − K H)ᵀ + K R Kᵀ for one coordinate and the best gain is P − K pᵀ
    for (let j = i; j < 4; j += 1) {
      const at2 = at + cell(i, j)
      block[at2] = (block[at2] as number) - k1 * (column[j] as number)
    }
    block[at + cell(i, i)] = Math.max(block[at + cell(i, i)] as number, VARIANCE_M2_MIN)
  }
  return -0.5 * (Math.log(2 * Math.PI * s) + (y * y) / s)
}

/** Turns a block's directions: [e, n] goes to [cos·e − sin·n, sin·e + cos·n], in velocity and covariance; the place is set. */
export function turn(block: Float64Array, at: number, moved: Float64Array): void {
  const cos = moved[2] as number
  const sin = moved[3] as number
  const ve = block[at + 2] as number
  const vn = block[at + 3] as number
  block[at] = moved[0] as number
  block[at + 1] = moved[1] as number
  block[at + 2] = cos * ve - sin * vn
  block[at + 3] = sin * ve + cos * vn
  turnSymmetric(block, at + 4, at + 5, at + 8, cos, sin)
  turnSymmetric(block, at + 11, at + 12, at + 13, cos, sin)
  const c00 = block[at + 6] as number
  const c01 = block[at + 7] as number
  const c10 = block[at + 9] as number
  const c11 = block[at + 10] as number
  const t00 = cos * c00 - sin * c10
  const t01 = cos * c01 - sin * c11
  const t10 = sin * c00 + cos * c10
  const t11 = sin * c01 + cos * c11
  block[at + 6] = t00 * cos - t01 * sin
  block[at + 7] = t00 * sin + t01 * cos
  block[at + 9] = t10 * cos - t11 * sin
  block[at + 10] = t10 * sin + t11 * cos
}

/** Turns a symmetric 2 × 2 whose entries stand at the three places. */
export function turnSymmetric(
  m: Float64Array,
  xx: number,
  xy: number,
  yy: number,
  cos: number,
  sin: number,
): void {
  const a = m[xx] as number
  const b = m[xy] as number
  const d = m[yy] as number
  m[xx] = cos * cos * a - 2 * cos * sin * b + sin * sin * d
  m[xy] = cos * sin * (a - d) + (cos * cos - sin * sin) * b
  m[yy] = sin * sin * a + 2 * cos * sin * b + cos * cos * d
}

/** Turns the pair that begins at `at`. */
export function turnPair(m: Float64Array, at: number, cos: number, sin: number): void {
  const e = m[at] as number
  const n = m[at + 1] as number
  m[at] = cos * e - sin * n
  m[at + 1] = sin * e + cos * n
}

/** Square root of the greater eigenvalue of [a b; b d]. */
export const greatestSigma = (a: number, b: number, d: number): number =>
  Math.sqrt(Math.max((a + d) / 2 + Math.sqrt(((a - d) * (a - d)) / 4 + b * b), 0))
