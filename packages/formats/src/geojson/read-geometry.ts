import { DISTANCE_M_MAX } from '@holdfast/core/observe'
import { distanceM, wrapLonDeg } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Refused } from '@holdfast/core/units'

/**
 * Geometries (RFC 7946, 3.1) as the circles that hold them. An observation's place is a point with a radius, so a line
 * or an area becomes the circle around it; its own coordinates stay in the residual. Rings are taken whichever way they
 * turn, and a geometry that was cut at the antimeridian (3.1.9) is put together again by measuring from its first
 * position.
 */

/** The most positions of one geometry. */
export const POSITIONS_MAX = 20_000
/** How deep a position may lie in a geometry: collection, geometries, geometry, coordinates, polygon, ring, position. */
const DEPTH_MAX = 12

/** A circle around a geometry; radius 0 around a point. */
export interface Around {
  readonly position: Position
  readonly radiusM: number
  /** Whether it is one position without height, which `position` holds to the last digit. */
  readonly isPlainPoint: boolean
}

const TYPES = [
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]
type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function positionOf(items: readonly unknown[]): Position | Refused {
  const [lonDeg, latDeg, heightM = 0] = items
  if (typeof lonDeg !== 'number' || typeof latDeg !== 'number' || typeof heightM !== 'number')
    return { refused: 'a position is not made of numbers; give [longitude, latitude]' }
  if (!(latDeg >= -90 && latDeg <= 90))
    return { refused: `${latDeg} is no latitude; give [longitude, latitude], degrees` }
  // Some draw across the antimeridian by going on beyond 180.
  if (!(lonDeg >= -360 && lonDeg <= 360))
    return { refused: `${lonDeg} is no longitude; give [longitude, latitude], degrees` }
  const isWithin = lonDeg >= -180 && lonDeg <= 180
  return { lonDeg: (isWithin ? lonDeg : wrapLonDeg(lonDeg)) + 0, latDeg: latDeg + 0 }
}

/** Every position below a value, or what is wrong with one. Goes down no deeper than `DEPTH_MAX`. */
function collect(value: unknown, found: Position[], depth: number): string | null {
  if (depth > DEPTH_MAX) return 'coordinates are nested too deep'
  if (!Array.isArray(value)) return 'coordinates are no array'
  const items: readonly unknown[] = value
  if (items.length > 0 && !Array.isArray(items[0])) {
    const position = positionOf(items)
    if ('refused' in position) return position.refused
    if (found.length >= POSITIONS_MAX) return `more than ${POSITIONS_MAX} positions; simplify it`
    found.push(position)
    return null
  }
  for (const item of items) {
    const fault = collect(item, found, depth + 1)
    if (fault !== null) return fault
  }
  return null
}

function collectGeometry(value: unknown, found: Position[], depth: number): string | null {
  if (!isValues(value)) return 'is no geometry; give an object or null'
  const { type } = value
  if (typeof type !== 'string' || !TYPES.includes(type))
    return `type is not known; give one of ${TYPES.join(', ')}`
  if (Object.hasOwn(value, 'crs'))
    return 'crs: RFC 7946 knows WGS 84 alone; convert it and leave crs out'
  if (type !== 'GeometryCollection') {
    if (
      type === 'Point' &&
      Array.isArray(value['coordinates']) &&
      Array.isArray(value['coordinates'][0])
    )
      return 'a Point has one position'
    return collect(value['coordinates'], found, depth + 1)
  }
  const { geometries } = value
  if (!Array.isArray(geometries)) return 'geometries are no array'
  if (depth > 2) return 'collections are nested too deep'
  for (const geometry of geometries) {
    const fault = collectGeometry(geometry, found, depth + 1)
    if (fault !== null) return fault
  }
  return null
}

/** The middle of the positions' box, measured from the first of them, and the distance to the farthest. */
function around(positions: readonly Position[], first: Position): Omit<Around, 'isPlainPoint'> {
  let [west, east, south, north] = [0, 0, first.latDeg, first.latDeg]
  for (const { lonDeg, latDeg } of positions) {
    const aside = wrapLonDeg(lonDeg - first.lonDeg)
    west = Math.min(west, aside)
    east = Math.max(east, aside)
    south = Math.min(south, latDeg)
    north = Math.max(north, latDeg)
  }
  if (west === east && south === north) return { position: first, radiusM: 0 }
  const position = {
    lonDeg: wrapLonDeg(first.lonDeg + (west + east) / 2),
    latDeg: (south + north) / 2,
  }
  let farM = 0
  for (const one of positions) farM = Math.max(farM, distanceM(position, one))
  // `distanceM` is good to 1 % at 1,000 km.
  return { position, radiusM: Math.min(Math.ceil(farM * 1.01), DISTANCE_M_MAX) }
}

/** The circle around a geometry, null for no geometry or an empty one, or why it cannot be read. */
export function readGeometry(value: unknown): Around | null | Refused {
  if (value === null || value === undefined) return null
  const positions: Position[] = []
  const fault = collectGeometry(value, positions, 0)
  if (fault !== null) return { refused: fault }
  const [first] = positions
  if (first === undefined) return null
  const coordinates: unknown = isValues(value) ? value['coordinates'] : null
  const isPlainPoint =
    Array.isArray(coordinates) && coordinates.length === 2 && coordinates[0] === first.lonDeg
  return { ...around(positions, first), isPlainPoint }
}
