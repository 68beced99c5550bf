import type { RangeRing, Sector } from '@holdfast/core/observe'

/** Directions and distances in words, and what they stand for. */

const POINT_DEG = 22.5
/** Points of the compass, clockwise from north. */
export const POINTS = [
  'N',
  'NNE',
  'NE',
  'ENE',
  'E',
  'ESE',
  'SE',
  'SSE',
  'S',
  'SSW',
  'SW',
  'WSW',
  'W',
  'WNW',
  'NW',
  'NNW',
] as const
/** A point of the compass. */
export type Point = (typeof POINTS)[number]

/** How many winds the author told apart, where it is not said: who writes WNW knows 16, who writes W may know eight. */
export const windsOf = (point: Point): 8 | 16 => (point.length === 3 ? 16 : 8)

/** The arc that a point stands for: half a wind to either side. */
export function arcOf(point: Point, winds: 8 | 16): Sector {
  const middle = POINTS.indexOf(point) * POINT_DEG
  const half = 180 / winds
  return { fromDeg: (middle - half + 360) % 360, toDeg: (middle + half) % 360 }
}

/**
 * Metres that a word of distance stands for. They are this form's own, wide on purpose and overlapping, because people
 * judge distances by ear and eye badly; a patrol that knows metres writes metres.
 */
export const DISTANCES = {
  here: { minM: 0, maxM: 200 },
  close: { minM: 0, maxM: 1_000 },
  near: { minM: 500, maxM: 3_000 },
  far: { minM: 2_000, maxM: 10_000 },
  veryFar: { minM: 5_000, maxM: 25_000 },
} as const satisfies Readonly<Record<string, RangeRing>>
/** A word of distance. */
export type Distance = keyof typeof DISTANCES
/** Every word of distance. */
export const DISTANCE_WORDS: readonly Distance[] = ['here', 'close', 'near', 'far', 'veryFar']
