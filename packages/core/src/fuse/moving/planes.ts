import type { Position } from '../../geo/index.ts'
import type { Planes } from '../tracker/types.ts'

/**
 * The planes that things on the Earth are held in: tangent planes of WGS 84, east and north, at the cells of a lattice.
 * A point of the ellipsoid is projected straight down on the plane (the east and north of the east-north-up frame), so
 * that nothing breaks at the poles or the date line, and distances are short by less than (d / R)² / 2: 0.06 % in the
 * farthest corner. Grid north is true north only at the anchor; directions are turned by the difference of meridian
 * convergences when something goes over from one plane to another.
 *
 * The way back is exact: the vertical of the plane meets the ellipsoid where a quadratic equation says.
 */

/** Semi-major axis and flattening of WGS 84 (NGA.STND.0036, table 3.1). */
const SEMI_MAJOR_M = 6_378_137
const FLATTENING = 1 / 298.257_223_563
const E2 = FLATTENING * (2 - FLATTENING)
/** Stretches z until the ellipsoid is a sphere of the semi-major axis, squared. */
const STRETCH = 1 / (1 - E2)
const RAD = Math.PI / 180

/** Height of a row of the lattice, degrees of latitude. */
const ROW_DEG = 2
const ROWS = 90
/** Columns of a row are numbered below this. */
const ROW_STRIDE = 256
/** A thing stays in its plane up to here, metres east or north: beyond the cell's edge, so that nothing flutters. */
const STAY_M = 160_000
/** The hash's scale of longitudes is true at this latitude and short of the truth nearer to the equator. */
const HASH_LAT_DEG = 70

interface Anchor {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly sinLat: number
  readonly cosLat: number
  readonly sinLon: number
  readonly cosLon: number
}

const columnsOf = (row: number): number =>
  Math.max(4, Math.ceil((360 / ROW_DEG) * Math.cos((row * ROW_DEG + ROW_DEG / 2 - 90) * RAD)))
const COLUMNS = Int32Array.from({ length: ROWS }, (_, row) => columnsOf(row))

/** The plane whose cell holds a position. */
export function planeOf({ lonDeg, latDeg }: Position): number {
  const row = Math.max(0, Math.min(ROWS - 1, Math.floor((latDeg + 90) / ROW_DEG)))
  const columns = COLUMNS[row] as number
  const column = Math.floor(((lonDeg + 180) / 360) * columns) % columns
  return row * ROW_STRIDE + (column < 0 ? column + columns : column)
}

// At most some ten thousand, a few dozen in any mission: made when first met.
const anchors: (Anchor | undefined)[] = []

function anchorOf(plane: number): Anchor {
  const known = anchors[plane]
  if (known !== undefined) return known
  const row = Math.floor(plane / ROW_STRIDE)
  const column = plane - row * ROW_STRIDE
  const lat = (row * ROW_DEG + ROW_DEG / 2 - 90) * RAD
  const lon = (((column + 0.5) * 360) / (COLUMNS[row] as number) - 180) * RAD
  const [sinLat, cosLat, sinLon, cosLon] = [
    Math.sin(lat),
    Math.cos(lat),
    Math.sin(lon),
    Math.cos(lon),
  ]
  const normal = SEMI_MAJOR_M / Math.sqrt(1 - E2 * sinLat * sinLat)
  const anchor: Anchor = {
    x: normal * cosLat * cosLon,
    y: normal * cosLat * sinLon,
    z: normal * (1 - E2) * sinLat,
    sinLat,
    cosLat,
    sinLon,
    cosLon,
  }
  anchors[plane] = anchor
  return anchor
}

// Scratch of the conversions below: they are called by the million and must not allocate.
let outEast = 0
let outNorth = 0
let outLat = 0
let outLon = 0

function project(anchor: Anchor, lat: number, lon: number): void {
  const sin = Math.sin(lat)
  const cos = Math.cos(lat)
  const normal = SEMI_MAJOR_M / Math.sqrt(1 - E2 * sin * sin)
  const dx = normal * cos * Math.cos(lon) - anchor.x
  const dy = normal * cos * Math.sin(lon) - anchor.y
  const dz = normal * (1 - E2) * sin - anchor.z
  outEast = anchor.cosLon * dy - anchor.sinLon * dx
  outNorth = anchor.cosLat * dz - anchor.sinLat * (anchor.cosLon * dx + anchor.sinLon * dy)
}

/** The point of the ellipsoid above a point of the plane, into `outLat` and `outLon`, radians. */
function lift(anchor: Anchor, eastM: number, northM: number): void {
  const { sinLat, cosLat, sinLon, cosLon } = anchor
  const out = -sinLat * northM
  const bx = anchor.x + cosLon * out - sinLon * eastM
  const by = anchor.y + sinLon * out + cosLon * eastM
  const bz = anchor.z + cosLat * northM
  const ux = cosLat * cosLon
  const uy = cosLat * sinLon
  const qa = ux * ux + uy * uy + STRETCH * sinLat * sinLat
  const qb = bx * ux + by * uy + STRETCH * bz * sinLat
  const qc = bx * bx + by * by + STRETCH * bz * bz - SEMI_MAJOR_M * SEMI_MAJOR_M
  // Beyond the limb there is no such point: the limb is taken.
  const up = -qc / (qb + Math.sqrt(Math.max(0, qb * qb - qa * qc)))
  const x = bx + up * ux
  const y = by + up * uy
  outLat = Math.atan2(STRETCH * (bz + up * sinLat), Math.hypot(x, y))
  outLon = Math.atan2(y, x)
}

/** Azimuth of true north in a plane at a point, radians clockwise from grid north. */
function convergence(anchor: Anchor, lat: number, lon: number): number {
  const sin = Math.sin(lat)
  const nx = -sin * Math.cos(lon)
  const ny = -sin * Math.sin(lon)
  const nz = Math.cos(lat)
  const east = anchor.cosLon * ny - anchor.sinLon * nx
  const north = anchor.cosLat * nz - anchor.sinLat * (anchor.cosLon * nx + anchor.sinLon * ny)
  return Math.atan2(east, north)
}

/** Writes metres east and north of a position in a plane to `out[0..1]`. */
export function placeIn(plane: number, { lonDeg, latDeg }: Position, out: Float64Array): void {
  project(anchorOf(plane), latDeg * RAD, lonDeg * RAD)
  out[0] = outEast
  out[1] = outNorth
}

/** The position of a point of a plane. */
export function positionOf(plane: number, eastM: number, northM: number): Position {
  lift(anchorOf(plane), eastM, northM)
  return { lonDeg: outLon >= Math.PI ? -180 : outLon / RAD, latDeg: outLat / RAD }
}

/** The position of a point of a plane, and how far, in radians, the plane's north must be turned to the west to be true north. */
export function groundOf(
  plane: number,
  eastM: number,
  northM: number,
): { readonly position: Position; readonly convergenceRad: number } {
  const position = positionOf(plane, eastM, northM)
  return { position, convergenceRad: convergence(anchorOf(plane), outLat, outLon) }
}

/** The lattice over the whole Earth, as the tracker asks for it. */
export const EARTH: Planes = {
  homeOf: (plane, eastM, northM) => {
    if (Math.abs(eastM) <= STAY_M && Math.abs(northM) <= STAY_M) return plane
    return planeOf(positionOf(plane, eastM, northM))
  },
  move: (from, to, eastM, northM, out) => {
    if (from === to) {
      out[0] = eastM
      out[1] = northM
      out[2] = 1
      out[3] = 0
      return
    }
    const [old, next] = [anchorOf(from), anchorOf(to)]
    lift(old, eastM, northM)
    const [lat, lon] = [outLat, outLon]
    const turn = convergence(next, lat, lon) - convergence(old, lat, lon)
    project(next, lat, lon)
    out[0] = outEast
    out[1] = outNorth
    // A direction keeps its true azimuth: its azimuth in the plane grows by the difference of convergences.
    out[2] = Math.cos(turn)
    out[3] = -Math.sin(turn)
  },
  hashOf: (plane, eastM, northM, out) => {
    lift(anchorOf(plane), eastM, northM)
    out[0] = SEMI_MAJOR_M * Math.cos(HASH_LAT_DEG * RAD) * outLon
    out[1] = SEMI_MAJOR_M * outLat
  },
}
