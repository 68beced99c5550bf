/** Moments of mixtures of blocks: what makes one Gaussian of several. */
import { BLOCK } from './kernel.ts'

/** Moments of a mixture of `n` blocks from `from` on, with the weights from `w` on, into a block. */
export function gather(
  blocks: Float64Array,
  from: number,
  n: number,
  weights: Float64Array,
  w: number,
  out: Float64Array,
  to: number,
): void {
  let e = 0
  let north = 0
  let ve = 0
  let vn = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[w + i] as number
    const at = from + i * BLOCK
    e += weight * (blocks[at] as number)
    north += weight * (blocks[at + 1] as number)
    ve += weight * (blocks[at + 2] as number)
    vn += weight * (blocks[at + 3] as number)
  }
  out[to] = e
  out[to + 1] = north
  out[to + 2] = ve
  out[to + 3] = vn
  for (let p = 4; p < BLOCK; p += 1) out[to + p] = 0
  for (let i = 0; i < n; i += 1) {
    const weight = weights[w + i] as number
    const at = from + i * BLOCK
    const d0 = (blocks[at] as number) - e
    const d1 = (blocks[at + 1] as number) - north
    const d2 = (blocks[at + 2] as number) - ve
    const d3 = (blocks[at + 3] as number) - vn
    out[to + 4] = (out[to + 4] as number) + weight * ((blocks[at + 4] as number) + d0 * d0)
    out[to + 5] = (out[to + 5] as number) + weight * ((blocks[at + 5] as number) + d0 * d1)
    out[to + 6] = (out[to + 6] as number) + weight * ((blocks[at + 6] as number) + d0 * d2)
    out[to + 7] = (out[to + 7] as number) + weight * ((blocks[at + 7] as number) + d0 * d3)
    out[to + 8] = (out[to + 8] as number) + weight * ((blocks[at + 8] as number) + d1 * d1)
    out[to + 9] = (out[to + 9] as number) + weight * ((blocks[at + 9] as number) + d1 * d2)
    out[to + 10] = (out[to + 10] as number) + weight * ((blocks[at + 10] as number) + d1 * d3)
    out[to + 11] = (out[to + 11] as number) + weight * ((blocks[at + 11] as number) + d2 * d2)
    out[to + 12] = (out[to + 12] as number) + weight * ((blocks[at + 12] as number) + d2 * d3)
    out[to + 13] = (out[to + 13] as number) + weight * ((blocks[at + 13] as number) + d3 * d3)
  }
}

/** A block from sums about a predicted one: mean and covariance of the alternatives. */
export function settle(
  ahead: Float64Array,
  block: number,
  sum: Float64Array,
  from: number,
  total: number,
  out: Float64Array,
  to: number,
): void {
  let p = 4
  for (let i = 0; i < 4; i += 1) {
    const mean = (sum[from + i] as number) / total
    out[to + i] = (ahead[block + i] as number) + mean
    for (let j = i; j < 4; j += 1) {
      out[to + p] = (sum[from + p] as number) / total - mean * ((sum[from + j] as number) / total)
      p += 1
    }
  }
}
