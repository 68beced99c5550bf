/** Normal distribution function, to 1.5e-7 (Abramowitz & Stegun 7.1.26). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.327_591_1 * x)
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = 0.5 * poly * Math.exp(-x * x)
  return z >= 0 ? 1 - tail : tail
}

/** From odds to probability; infinite odds are certainty. */
export const fromOdds = (odds: number): number => (odds === Infinity ? 1 : odds / (1 + odds))

/** Generalised golden ratio for four dimensions: the root of x^5 = x + 1 (M. Roberts 2018, the R sequence). */
const PHI_4 = 1.167_303_978_261_418_7
const STEPS = [
  1 / PHI_4,
  1 / (PHI_4 * PHI_4),
  1 / (PHI_4 * PHI_4 * PHI_4),
  1 / (PHI_4 * PHI_4 * PHI_4 * PHI_4),
]

/** The n-th (from 0) coordinate, in (0, 1), of an evenly spread sequence in dimension 0, 1, 2 or 3. */
export function spread(n: number, dimension: 0 | 1 | 2 | 3): number {
  const value = 0.5 + (n + 1) * (STEPS[dimension] ?? 0)
  return Math.min(Math.max(value - Math.floor(value), 1e-9), 1 - 1e-9)
}

/** A circular standard normal displacement from two uniform numbers (Box & Muller 1958). */
export function normalPair(u: number, v: number): readonly [east: number, north: number] {
  const radius = Math.sqrt(-2 * Math.log(u))
  const angle = 2 * Math.PI * v
  return [radius * Math.sin(angle), radius * Math.cos(angle)]
}
