/** Small dense symmetric systems, row by row in one array. */

/** Lower factor L of a positive definite matrix, A = L·Lᵀ; null where it is not. */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i * n + j] ?? 0
      for (let k = 0; k < j; k += 1) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0)
      if (i !== j) l[i * n + j] = sum / (l[j * n + j] ?? 1)
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum)
      else return null
    }
  return l
}

/** Solves L·x = b in place. */
export function forward(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i += 1) {
    let sum = b[i] ?? 0
    for (let k = 0; k < i; k += 1) sum -= (l[i * n + k] ?? 0) * (b[k] ?? 0)
    b[i] = sum / (l[i * n + i] ?? 1)
  }
}

/** The inverse of A = L·Lᵀ. */
export function inverse(l: Float64Array, n: number): Float64Array {
  const columns = Array.from({ length: n }, (_, i) => {
    const column = new Float64Array(n)
    column[i] = 1
    forward(l, n, column)
    return column
  })
  const out = new Float64Array(n * n)
  for (const [i, a] of columns.entries())
    for (const [j, b] of columns.entries())
      out[i * n + j] = a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0)
  return out
}
