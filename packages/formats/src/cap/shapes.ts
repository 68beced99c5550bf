import type { Position } from '@holdfast/core/geo'
import type { CapArea, CapShape } from './types.ts'

/** Shapes of an area: read from their texts (CAP 1.2, 3.2.4), and the one circle that holds them all. */

const NUMBER = /^[+-]?(?:\d{1,8}(?:\.\d{0,20})?|\.\d{1,20})$/
const numberOf = (text: string): number => (NUMBER.test(text) ? Number(text) : Number.NaN)
/** Half of the Earth's circumference, kilometres. */
const RADIUS_KM_MAX = 20_037

function positionOf(text: string): Position | null {
  const [lat = '', lon = '', ...more] = text.split(',', 3)
  const [latDeg, lonDeg] = [numberOf(lat), numberOf(lon)]
  if (more.length > 0 || !(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) <= 180)) return null
  return { lonDeg, latDeg }
}

const wordsOf = (text: string): readonly string[] => text.trim().split(/[ \t\r\n]+/)

/** `lat,lon lat,lon …`: at least four, the first repeated as the last. Null for anything else. */
export function polygonOf(text: string): CapShape | null {
  const ring: Position[] = []
  for (const word of wordsOf(text)) {
    const position = positionOf(word)
    if (position === null) return null
    ring.push(position)
  }
  const [first] = ring
  const last = ring.at(-1)
  if (ring.length < 4 || first === undefined || last === undefined) return null
  if (first.latDeg !== last.latDeg || first.lonDeg !== last.lonDeg) return null
  return { kind: 'polygon', ring }
}

/** `lat,lon radius`, the radius in kilometres. Null for anything else. */
export function circleOf(text: string): CapShape | null {
  const [place = '', radius = '', ...more] = wordsOf(text)
  const centre = positionOf(place)
  const radiusKm = numberOf(radius)
  if (more.length > 0 || centre === null || !(radiusKm >= 0 && radiusKm <= RADIUS_KM_MAX))
    return null
  return { kind: 'circle', centre, radiusM: radiusKm * 1_000 }
}

/** Mean radius of the Earth, metres (IUGG, R1), and how far the ellipsoid's arcs are from the sphere's, at most. */
const EARTH_M = 6_371_008.8
const SPHERE_MARGIN = 1.006
const RAD_PER_DEG = Math.PI / 180

/** Great-circle distance on the mean sphere, metres (haversine; R. W. Sinnott, Sky and Telescope 68, 1984). */
function arcM(a: Position, b: Position): number {
  const half = (degrees: number): number => Math.sin((degrees * RAD_PER_DEG) / 2)
  const north = half(b.latDeg - a.latDeg)
  const east = half(b.lonDeg - a.lonDeg)
  const cos = Math.cos(a.latDeg * RAD_PER_DEG) * Math.cos(b.latDeg * RAD_PER_DEG)
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(north * north + cos * east * east)))
}

/** Parts that each edge is tried in: an edge straight on a map bows away from the great circle. */
const EDGE_PARTS = 16

function edgeTo(from: Position, to: Position): readonly Position[] {
  return Array.from({ length: EDGE_PARTS }, (_, i) => ({
    lonDeg: from.lonDeg + ((to.lonDeg - from.lonDeg) * (i + 1)) / EDGE_PARTS,
    latDeg: from.latDeg + ((to.latDeg - from.latDeg) * (i + 1)) / EDGE_PARTS,
  }))
}

/** A longitude within half a turn of another, so that a ring across the date line stays in one piece. */
const near = (lonDeg: number, toDeg: number): number =>
  lonDeg - 360 * Math.round((lonDeg - toDeg) / 360)

interface Unrolled {
  readonly points: readonly Position[]
  readonly radiusM: number
}

function unroll(shapes: readonly CapShape[]): readonly Unrolled[] {
  const [first] = shapes
  if (first === undefined) return []
  const startDeg = (first.kind === 'circle' ? first.centre : first.ring[0])?.lonDeg ?? 0
  return shapes.map((shape) => {
    if (shape.kind === 'circle') {
      const lonDeg = near(shape.centre.lonDeg, startDeg)
      return { points: [{ lonDeg, latDeg: shape.centre.latDeg }], radiusM: shape.radiusM }
    }
    let lastDeg = startDeg
    const points = shape.ring.map(({ lonDeg, latDeg }) => {
      lastDeg = near(lonDeg, lastDeg)
      return { lonDeg: lastDeg, latDeg }
    })
    return { points, radiusM: 0 }
  })
}

/**
 * A circle that holds every shape: centred in the middle of their extent, metres, rounded up. Null where there is no
 * shape. Shapes that reach round a pole or half around the Earth get half of its circumference.
 */
export function holderOf(
  areas: readonly CapArea[],
): { readonly position: Position; readonly errorM: number } | null {
  const unrolled = unroll(areas.flatMap(({ shapes }) => shapes))
  const extent = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
  for (const { points } of unrolled)
    for (const { lonDeg, latDeg } of points) {
      extent.west = Math.min(extent.west, lonDeg)
      extent.east = Math.max(extent.east, lonDeg)
      extent.south = Math.min(extent.south, latDeg)
      extent.north = Math.max(extent.north, latDeg)
    }
  if (unrolled.length === 0) return null
  const middle = {
    lonDeg: near((extent.west + extent.east) / 2, 0),
    latDeg: (extent.south + extent.north) / 2,
  }
  let radiusM = 0
  for (const { points, radiusM: aroundM } of unrolled)
    for (const [i, point] of points.entries()) {
      const next = points[i + 1]
      for (const place of [point, ...(next === undefined ? [] : edgeTo(point, next))])
        radiusM = Math.max(radiusM, arcM(middle, place) * SPHERE_MARGIN + aroundM)
    }
  const isWide = extent.east - extent.west >= 180 || radiusM >= 10_000_000
  return { position: middle, errorM: isWide ? 20_037_508 : Math.ceil(radiusM) }
}
