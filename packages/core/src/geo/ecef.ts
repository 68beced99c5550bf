import { wrapLonDeg } from './frame.ts'
import type { Position } from './types.ts'

// A radar sees along a straight line while everything else here lies on a curved surface. At 400 km the plane frame is
// kilometres off, so lines of sight are worked out in space: Earth-centred, Earth-fixed metres on the ellipsoid.

/** Semi-major axis of WGS 84, metres (NGA.STND.0036, table 3.1). */
const SEMI_MAJOR_M = 6_378_137
/** Flattening of WGS 84 (NGA.STND.0036, table 3.1). */
const FLATTENING = 1 / 298.257_223_563
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
const SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)
const SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1 - ECCENTRICITY_SQUARED)
const RAD_PER_DEG = Math.PI / 180
/** Rounds of Bowring's formula: two leave less than a micrometre from the Dead Sea to low orbits. */
const ROUNDS = 3

/** A point in space: WGS 84 position and height above the ellipsoid, metres. */
export interface Place {
  readonly position: Position
  readonly heightM: number
}
/** Earth-centred, Earth-fixed coordinates, metres (NGA.STND.0036, 2.1). */
export interface Ecef {
  readonly xM: number
  readonly yM: number
  readonly zM: number
}
/** A displacement in the east-north-up frame of a place, metres. */
export interface Enu {
  readonly eastM: number
  readonly northM: number
  readonly upM: number
}

/** The east-north-up frame of a place: at a pole, north is along the meridian of the place's own longitude. */
export interface Sky {
  readonly toEnu: (point: Ecef) => Enu
  readonly toEcef: (offset: Enu) => Ecef
}

/** Earth-centred coordinates of a place (Torge & Müller, Geodesy, 4th ed., eq. 4.27). */
export function ecefOf({ position, heightM }: Place): Ecef {
  const latRad = position.latDeg * RAD_PER_DEG
  const lonRad = position.lonDeg * RAD_PER_DEG
  const sin = Math.sin(latRad)
  const cos = Math.cos(latRad)
  const normalM = SEMI_MAJOR_M / Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin)
  return {
    xM: (normalM + heightM) * cos * Math.cos(lonRad),
    yM: (normalM + heightM) * cos * Math.sin(lonRad),
    zM: (normalM * (1 - ECCENTRICITY_SQUARED) + heightM) * sin,
  }
}

/** The place of Earth-centred coordinates at least some kilometres from the centre (Bowring 1976, repeated). */
export function placeOf({ xM, yM, zM }: Ecef): Place {
  const axisM = Math.hypot(xM, yM)
  let reduced = Math.atan2(zM * SEMI_MAJOR_M, axisM * SEMI_MINOR_M)
  let latRad = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const sin = Math.sin(reduced)
    const cos = Math.cos(reduced)
    latRad = Math.atan2(
      zM + SECOND_ECCENTRICITY_SQUARED * SEMI_MINOR_M * sin * sin * sin,
      axisM - ECCENTRICITY_SQUARED * SEMI_MAJOR_M * cos * cos * cos,
    )
    reduced = Math.atan2(SEMI_MINOR_M * Math.sin(latRad), SEMI_MAJOR_M * Math.cos(latRad))
  }
  const sin = Math.sin(latRad)
  return {
    position: {
      lonDeg: wrapLonDeg(Math.atan2(yM, xM) / RAD_PER_DEG),
      latDeg: Math.max(-90, Math.min(90, latRad / RAD_PER_DEG)),
    },
    // In this form nothing is divided by a cosine that vanishes at the poles.
    heightM:
      axisM * Math.cos(latRad) +
      zM * sin -
      SEMI_MAJOR_M * Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin),
  }
}

/** Radius of curvature of the ellipsoid at a latitude, the mean of both directions (Torge & Müller, eq. 4.20), metres. */
export function meanRadiusM(latDeg: number): number {
  const sin = Math.sin(latDeg * RAD_PER_DEG)
  return SEMI_MINOR_M / (1 - ECCENTRICITY_SQUARED * sin * sin)
}

/** The east-north-up frame whose origin is a place. */
export function skyAt(place: Place): Sky {
  const origin = ecefOf(place)
  const latRad = place.position.latDeg * RAD_PER_DEG
  const lonRad = place.position.lonDeg * RAD_PER_DEG
  const [sinLat, cosLat] = [Math.sin(latRad), Math.cos(latRad)]
  const [sinLon, cosLon] = [Math.sin(lonRad), Math.cos(lonRad)]
  return {
    toEnu: ({ xM, yM, zM }) => {
      const [dx, dy, dz] = [xM - origin.xM, yM - origin.yM, zM - origin.zM]
      const outM = cosLon * dx + sinLon * dy
      return {
        eastM: cosLon * dy - sinLon * dx,
        northM: cosLat * dz - sinLat * outM,
        upM: cosLat * outM + sinLat * dz,
      }
    },
    toEcef: ({ eastM, northM, upM }) => {
      const outM = cosLat * upM - sinLat * northM
      return {
        xM: origin.xM + cosLon * outM - sinLon * eastM,
        yM: origin.yM + sinLon * outM + cosLon * eastM,
        zM: origin.zM + cosLat * northM + sinLat * upM,
      }
    },
  }
}
