/**
 * The Cramér–Rao bound of a sound's place from its onsets: no unbiased method has a smaller covariance. Unknown are the
 * place, the instant and the speed of sound, which has a normal prior (van Trees 1968, 2.4: the prior's information adds).
 */

/** Where sensors stand, m, how well they tell an onset, s, and how well the speed of sound is known, m/s. */
export interface SoundSetting {
  readonly sensors: readonly (readonly [number, number])[]
  readonly sigma_t: readonly number[]
  readonly sigma_c: number
}

/**
 * The bound of (x, y), m², at the true place and speed: the inverse of Fisher's information summed over all sensors, as if
 * none were late. Infinite where the geometry does not determine the place.
 */
export function soundBound(
  { sensors, sigma_t, sigma_c }: SoundSetting,
  truth: { readonly x: number; readonly y: number; readonly c: number },
): readonly [readonly [number, number], readonly [number, number]] {
  // Over (t0, c, x, y), so that the nuisances are eliminated first and the place's information is what remains.
  const information = Array.from({ length: 4 }, () => new Float64Array(4))
  add(information, [0, 1 / sigma_c, 0, 0])
  for (const [n, [sensorX, sensorY]] of sensors.entries()) {
    const sigma = sigma_t[n] ?? 1
    const eastM = truth.x - sensorX
    const northM = truth.y - sensorY
    const distanceM = Math.hypot(eastM, northM)
    const slowness = distanceM === 0 ? 0 : 1 / (truth.c * distanceM)
    // Derivatives of t = t0 + d / c, in units of the onset's deviation; the speed's in m/s.
    add(information, [
      1 / sigma,
      -distanceM / (truth.c * truth.c * sigma),
      (eastM * slowness) / sigma,
      (northM * slowness) / sigma,
    ])
  }
  for (const pivot of [0, 1]) eliminate(information, pivot)
  const [xx, xy, yy] = [
    entry(information, 2, 2),
    entry(information, 2, 3),
    entry(information, 3, 3),
  ]
  const determinant = xx * yy - xy * xy
  if (!(determinant > 0))
    return [
      [Infinity, 0],
      [0, Infinity],
    ]
  return [
    [yy / determinant, -xy / determinant],
    [-xy / determinant, xx / determinant],
  ]
}

type Matrix = readonly Float64Array[]

const entry = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0

/** Adds the outer product of a derivative with itself. */
function add(matrix: Matrix, derivative: readonly number[]): void {
  for (const [i, row] of matrix.entries())
    for (let j = 0; j < 4; j += 1)
      row[j] = (row[j] ?? 0) + (derivative[i] ?? 0) * (derivative[j] ?? 0)
}

/** Schur complement: the information on the rest once the pivot is unknown. */
function eliminate(matrix: Matrix, pivot: number): void {
  for (let i = pivot + 1; i < 4; i += 1) {
    const factor = entry(matrix, i, pivot) / entry(matrix, pivot, pivot)
    const row = matrix[i]
    if (row !== undefined)
      for (let j = pivot; j < 4; j += 1) row[j] = (row[j] ?? 0) - factor * entry(matrix, pivot, j)
  }
}
