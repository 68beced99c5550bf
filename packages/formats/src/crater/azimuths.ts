/**
 * Two analysts measure one back-azimuth. Where they differ by no more than their errors explain, both are right and
 * the mean is better than either; where they differ by more, one of them is wrong and nobody knows which, so the
 * result must hold both and say so.
 */

/** One measured back-azimuth: degrees from true north, and the half-width that holds 95 %. */
export interface Measured {
  readonly backAzimuthDeg: number
  readonly errorDeg: number
}
/** What the measurements come to. */
export interface Combined {
  readonly deg: number
  /** Half-width, degrees, that holds 95 %; at most 180, which is no direction at all. */
  readonly errorDeg: number
  readonly agreement: 'single' | 'agree' | 'disagree'
  /** The test's value; null with one analyst. */
  readonly chiSquare: number | null
}

/** Name of the test. */
export const TEST = 'chi-square of the difference, 1 degree of freedom, 0.05'
/** Its critical value: the 0.95 quantile of the chi-square distribution with 1 degree of freedom (1.95996 squared). */
export const CRITICAL = 3.841_458_820_694_124
const TENTH = 10

/** Degrees from one azimuth to another the shorter way, in [-180, 180). */
const turn = (from: number, to: number): number => ((((to - from + 180) % 360) + 360) % 360) - 180
// In whole tenths first: a remainder of decimals is none.
const azimuth = (deg: number): number => ((Math.round(deg * TENTH) + 3_600) % 3_600) / TENTH

/** Combines one or two measurements; the errors are half-widths of 95 % and above 0. */
export function combine(first: Measured, second: Measured | null): Combined {
  if (second === null)
    return {
      deg: first.backAzimuthDeg,
      errorDeg: first.errorDeg,
      agreement: 'single',
      chiSquare: null,
    }
  const apart = turn(first.backAzimuthDeg, second.backAzimuthDeg)
  const [a, b] = [first.errorDeg * first.errorDeg, second.errorDeg * second.errorDeg]
  // A half-width of 95 % is sqrt(CRITICAL) standard deviations, so the ratio of squares needs only that factor.
  const chiSquare = (CRITICAL * (apart * apart)) / (a + b)
  // Weighted by the inverse of the variance.
  const step = (apart * a) / (a + b)
  const deg = azimuth(first.backAzimuthDeg + step)
  const isAgreed = chiSquare <= CRITICAL
  const errorDeg = isAgreed
    ? Math.sqrt((a * b) / (a + b))
    : Math.max(Math.abs(step) + first.errorDeg, Math.abs(apart - step) + second.errorDeg)
  return {
    deg,
    // Rounded up, as the azimuth was rounded by up to half a tenth.
    errorDeg: Math.min(180, Math.ceil((errorDeg + 0.05) * TENTH) / TENTH),
    agreement: isAgreed ? 'agree' : 'disagree',
    chiSquare: Math.round(chiSquare * 1_000) / 1_000,
  }
}
