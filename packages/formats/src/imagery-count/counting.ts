import { distanceM, wrapLonDeg } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Count } from '@holdfast/core/observe'

/** What two counts of one image come to, and where the image was. */

/** What one analyst counted: a range where not everything could be told apart. */
export interface Counted {
  readonly min: number
  readonly max: number
}
/** Both together. */
export interface Agreed {
  readonly agreement: 'exact' | 'range' | 'disagree'
  /** From the lesser minimum to the greater maximum. */
  readonly min: number
  readonly max: number
}

/** Compares two counts: they agree where their ranges meet. */
export function compare(first: Counted, second: Counted): Agreed {
  const [min, max] = [Math.min(first.min, second.min), Math.max(first.max, second.max)]
  const isMet = first.min <= second.max && second.min <= first.max
  return { agreement: !isMet ? 'disagree' : min === max ? 'exact' : 'range', min, max }
}

/**
 * What may be claimed. An image shows what is there and not what is hidden: so a range or a disagreement is at least
 * its minimum, and clouds make even an exact count a minimum.
 */
export const seen = ({ agreement, min }: Agreed, cloudShare: number): Count => ({
  n: min,
  precision: agreement === 'exact' && cloudShare === 0 ? 'exact' : 'atLeast',
})

/** What is missing of a declared number: at least the rest that nobody saw, and under clouds nobody can say. */
export const missing = (
  declaredN: number,
  { agreement, max }: Agreed,
  cloudShare: number,
): Count => ({
  n: Math.max(0, declaredN - max),
  precision: cloudShare > 0 ? 'unknown' : agreement === 'exact' ? 'exact' : 'atLeast',
})

/** The middle of a footprint's corners, and the radius that holds them all, metres. */
export function centreOf(footprint: readonly Position[]): {
  readonly position: Position
  readonly errorM: number
} {
  const [first = { lonDeg: 0, latDeg: 0 }] = footprint
  // From the first corner, so that a footprint across the date line stays whole.
  const [east, north] = footprint.reduce(
    ([x, y], corner) => [
      x + wrapLonDeg(corner.lonDeg - first.lonDeg),
      y + corner.latDeg - first.latDeg,
    ],
    [0, 0],
  )
  const n = Math.max(1, footprint.length)
  const position = {
    lonDeg: wrapLonDeg(first.lonDeg + east / n),
    latDeg: first.latDeg + north / n,
  }
  const errorM = footprint.reduce((most, corner) => Math.max(most, distanceM(position, corner)), 0)
  return { position, errorM: Math.ceil(errorM) }
}
