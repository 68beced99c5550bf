import type { Offset, Position } from '@holdfast/core/geo'

/** Metres in a degree of latitude on a sphere of the Earth's mean radius (IUGG, 6,371,008.8 m): good enough to draw with. */
const METRES_PER_DEGREE = 111_195

/** A point of GeoJSON, degrees. */
export type LonLat = [lonDeg: number, latDeg: number]

const shrink = (latDeg: number): number => Math.cos((latDeg * Math.PI) / 180)

/** The point at the given offset in metres east and north; for drawing only, within about 200 km. */
export function shift(from: Position, { eastM, northM }: Offset): LonLat {
  return [
    from.lonDeg + eastM / (METRES_PER_DEGREE * shrink(from.latDeg)),
    from.latDeg + northM / METRES_PER_DEGREE,
  ]
}

/** The offset in metres of a point seen from another; the inverse of `shift`. */
export function offsetOf(from: Position, to: Position): Offset {
  return {
    eastM: (to.lonDeg - from.lonDeg) * METRES_PER_DEGREE * shrink(from.latDeg),
    northM: (to.latDeg - from.latDeg) * METRES_PER_DEGREE,
  }
}

/** The point at an azimuth (degrees clockwise from true north) and a distance in metres. */
export function towards(from: Position, azimuthDeg: number, distanceM: number): LonLat {
  const azimuth = (azimuthDeg * Math.PI) / 180
  return shift(from, {
    eastM: Math.sin(azimuth) * distanceM,
    northM: Math.cos(azimuth) * distanceM,
  })
}
