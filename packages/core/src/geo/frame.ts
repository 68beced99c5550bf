import type { Offset, Position } from './types.ts'

// A plane is enough: everything that is decided happens within some tens of kilometres, where a local frame with
// the ellipsoid's own radii is off by centimetres per kilometre. Great distances (`distanceM`) halve that error by
// taking the radii in the middle.

/** Semi-major axis of WGS 84, metres (NGA.STND.0036, table 3.1). */
const SEMI_MAJOR_M = 6_378_137
/** Square of the first eccentricity of WGS 84 (NGA.STND.0036, table 3.4). */
const ECCENTRICITY_SQUARED = 0.006_694_379_990_14
/** Radians in a degree. */
const RAD_PER_DEG = Math.PI / 180

/** Metres in a degree at a latitude, along the meridian and along the parallel. */
interface Scale {
  readonly northMPerDeg: number
  readonly eastMPerDeg: number
}

/** Radii of curvature in the meridian and the prime vertical (Torge & Müller, Geodesy, 4th ed., eq. 4.15, 4.16). */
function scaleAt(latDeg: number): Scale {
  const sin = Math.sin(latDeg * RAD_PER_DEG)
  const w = Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin)
  const primeVerticalM = SEMI_MAJOR_M / w
  const meridianM = (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED)) / (w * w * w)
  return {
    northMPerDeg: meridianM * RAD_PER_DEG,
    // At a pole every longitude is the same place: a millimetre per degree keeps the inverse finite.
    eastMPerDeg: Math.max(primeVerticalM * Math.cos(latDeg * RAD_PER_DEG) * RAD_PER_DEG, 0.001),
  }
}

/** Brings a difference or a longitude into [-180, 180) degrees. */
export function wrapLonDeg(lonDeg: number): number {
  if (lonDeg >= -180 && lonDeg < 180) return lonDeg
  return ((((lonDeg + 180) % 360) + 360) % 360) - 180
}

/** A plane east-north frame, metres, tangent to WGS 84 at its origin. Good to 0.1 % within 50 km below 70° latitude. */
export interface Frame {
  readonly origin: Position
  /** From degrees to metres east and north of the origin. */
  readonly toOffset: (position: Position) => Offset
  /** From metres east and north of the origin to degrees. */
  readonly toPosition: (offset: Offset) => Position
}

/** The local frame at an origin. */
export function frameAt(origin: Position): Frame {
  const { northMPerDeg, eastMPerDeg } = scaleAt(origin.latDeg)
  return {
    origin,
    toOffset: (position) => ({
      eastM: wrapLonDeg(position.lonDeg - origin.lonDeg) * eastMPerDeg,
      northM: (position.latDeg - origin.latDeg) * northMPerDeg,
    }),
    toPosition: (offset) => ({
      lonDeg: wrapLonDeg(origin.lonDeg + offset.eastM / eastMPerDeg),
      latDeg: Math.max(-90, Math.min(90, origin.latDeg + offset.northM / northMPerDeg)),
    }),
  }
}

/** Distance between two points, metres, by the frame midway: 0.1 % to 100 km, 1 % to 1,000 km below 70° latitude. */
export function distanceM(a: Position, b: Position): number {
  const { northMPerDeg, eastMPerDeg } = scaleAt((a.latDeg + b.latDeg) / 2)
  return Math.hypot(
    wrapLonDeg(b.lonDeg - a.lonDeg) * eastMPerDeg,
    (b.latDeg - a.latDeg) * northMPerDeg,
  )
}

/** Azimuth from one point to another, degrees from true north in [0, 360); 0 where they coincide. */
export function azimuthDeg(from: Position, to: Position): number {
  const { northMPerDeg, eastMPerDeg } = scaleAt((from.latDeg + to.latDeg) / 2)
  const eastM = wrapLonDeg(to.lonDeg - from.lonDeg) * eastMPerDeg
  const northM = (to.latDeg - from.latDeg) * northMPerDeg
  return (Math.atan2(eastM, northM) / RAD_PER_DEG + 360) % 360
}

/** The point at an azimuth (degrees from true north) and a distance (metres) from another, in the plane at the start. */
export function destination(
  from: Position,
  way: { readonly azimuthDeg: number; readonly distanceM: number },
): Position {
  const azimuthRad = way.azimuthDeg * RAD_PER_DEG
  return frameAt(from).toPosition({
    eastM: way.distanceM * Math.sin(azimuthRad),
    northM: way.distanceM * Math.cos(azimuthRad),
  })
}

/**
 * The nearest point of a world-wide grid of about `cellM` metres. Rounding is by latitude rows, so that the same
 * place always falls on the same point, whoever rounds; it hides up to 0.71 cells.
 */
export function snapToGrid(position: Position, cellM: number): Position {
  // Whole numbers of rows and columns: the grid closes at the date line and ends at the poles.
  const rowDeg = 180 / Math.max(1, Math.floor((180 * scaleAt(45).northMPerDeg) / cellM))
  const latDeg = Math.max(-90, Math.min(90, Math.round(position.latDeg / rowDeg) * rowDeg))
  const columnDeg = 360 / Math.max(1, Math.floor((360 * scaleAt(latDeg).eastMPerDeg) / cellM))
  return { lonDeg: wrapLonDeg(Math.round(position.lonDeg / columnDeg) * columnDeg), latDeg }
}
