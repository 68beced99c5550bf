/**
 * The ground that a zone covers, as polygons, for remarks about a document. Whether two zones overlap is judged in plain
 * longitude and latitude: a remark may miss a touch of metres, and a person looks at the map before anything is redrawn.
 * Bands and withdrawal zones have no outline: they are measured from a line, point by point. Nothing here crosses the
 * meridian of 180 degrees.
 */
import {
  contains,
  destination,
  azimuthDeg,
  distanceM,
  distanceToLineM,
  sideOf,
} from '../../geo/index.ts'
import type { Polygon, Polyline, Position } from '../../geo/index.ts'
import type { Agreement, PartyId, Zone } from './types.ts'

/** Corners of the polygon that stands for a disc. */
const DISC_CORNERS = 24

interface Box {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}
/** A polygon with its bounds, degrees. */
export interface Footprint {
  readonly polygon: Polygon
  readonly box: Box
}

function footprintOf(ring: readonly Position[]): Footprint {
  const box = { west: 180, east: -180, south: 90, north: -90 }
  for (const { lonDeg, latDeg } of ring) {
    box.west = Math.min(box.west, lonDeg)
    box.east = Math.max(box.east, lonDeg)
    box.south = Math.min(box.south, latDeg)
    box.north = Math.max(box.north, latDeg)
  }
  return { polygon: { ring }, box }
}

const closed = (corners: readonly Position[]): readonly Position[] => [
  ...corners,
  ...corners.slice(0, 1),
]

const discOf = (centre: Position, radiusM: number): Footprint =>
  footprintOf(
    closed(
      Array.from({ length: DISC_CORNERS }, (_, i) =>
        destination(centre, { azimuthDeg: (i * 360) / DISC_CORNERS, distanceM: radiusM }),
      ),
    ),
  )

/** A strip about one leg of a course: its four corners, half the width to either side. */
function stripOf(a: Position, b: Position, halfM: number): Footprint {
  const along = azimuthDeg(a, b)
  const beside = (from: Position, turnDeg: number): Position =>
    destination(from, { azimuthDeg: along + turnDeg, distanceM: halfM })
  return footprintOf(closed([beside(a, 90), beside(b, 90), beside(b, -90), beside(a, -90)]))
}

function corridorOf({ vertices }: Polyline, widthM: number): readonly Footprint[] {
  const strips = vertices.flatMap((vertex, i) => {
    const before = vertices[i - 1]
    // A leg without length has no direction; the discs at its ends cover it.
    if (before === undefined || distanceM(before, vertex) < 0.001) return []
    return [stripOf(before, vertex, widthM / 2)]
  })
  return [...strips, ...vertices.map((vertex) => discOf(vertex, widthM / 2))]
}

/** The polygons that a zone covers together, or null where it is measured from a line. */
export function footprintsOf(zone: Zone): readonly Footprint[] | null {
  switch (zone.kind) {
    case 'polygon':
      return [footprintOf(zone.polygon.ring)]
    case 'site':
      return [discOf(zone.position, zone.radiusM)]
    case 'corridor':
      return corridorOf(zone.course, zone.widthM)
    case 'band':
    case 'withdrawal':
      return null
  }
}

const turn = (a: Position, b: Position, c: Position): number =>
  (b.lonDeg - a.lonDeg) * (c.latDeg - a.latDeg) - (b.latDeg - a.latDeg) * (c.lonDeg - a.lonDeg)

const doCross = (a: Position, b: Position, c: Position, d: Position): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0

const edgesOf = (ring: readonly Position[]): readonly (readonly [Position, Position])[] =>
  ring.flatMap((b, i) => {
    const a = ring[i - 1]
    return a === undefined ? [] : [[a, b] as const]
  })

/** The edges of a ring that reach into a box. */
const edgesIn = (
  ring: readonly Position[],
  { west, east, south, north }: Box,
): readonly (readonly [Position, Position])[] =>
  edgesOf(ring).filter(
    ([a, b]) =>
      Math.max(a.lonDeg, b.lonDeg) >= west &&
      Math.min(a.lonDeg, b.lonDeg) <= east &&
      Math.max(a.latDeg, b.latDeg) >= south &&
      Math.min(a.latDeg, b.latDeg) <= north,
  )

const areApart = (a: Box, b: Box): boolean =>
  a.east < b.west || b.east < a.west || a.north < b.south || b.north < a.south

/** A point well inside a simple polygon: of three corners in turn, the middle of the first triangle that lies in it. */
function insideOf({ ring }: Polygon): Position | null {
  for (const [i, b] of ring.entries()) {
    const [a, c] = [ring[i - 1], ring[i + 1]]
    if (a === undefined || c === undefined) continue
    const middle = {
      lonDeg: (a.lonDeg + b.lonDeg + c.lonDeg) / 3,
      latDeg: (a.latDeg + b.latDeg + c.latDeg) / 3,
    }
    if (contains({ ring }, middle)) return middle
  }
  return null
}

const holdsPartOf = (outer: Footprint, inner: Footprint): boolean => {
  const inside = insideOf(inner.polygon)
  const points = inside === null ? inner.polygon.ring : [inside, ...inner.polygon.ring]
  return points.some((point) => contains(outer.polygon, point))
}

/** Whether two polygons have ground in common. */
export function doOverlap(a: Footprint, b: Footprint): boolean {
  if (areApart(a.box, b.box)) return false
  if (holdsPartOf(a, b) || holdsPartOf(b, a)) return true
  const others = edgesIn(b.polygon.ring, a.box)
  return edgesIn(a.polygon.ring, b.box).some(([p, q]) =>
    others.some(([s, t]) => doCross(p, q, s, t)),
  )
}

const lineNamed = ({ lines }: Agreement, id: string | undefined): Polyline =>
  lines.find((line) => line.id === id)?.line ?? { vertices: [] }

/** Whether a point lies in a zone that is measured from a line. Who holds the ground: A to the left of the first line of contact. */
function isInStrip(agreement: Agreement, zone: Zone, point: Position): boolean {
  const contact = lineNamed(agreement, agreement.linesOfContact[0]?.line)
  if (contact.vertices.length < 2) return false
  const holder: PartyId = sideOf(contact, point) === 'left' ? 'A' : 'B'
  if (zone.kind === 'withdrawal')
    return distanceToLineM(lineNamed(agreement, zone.lineOf[holder]), point) < zone.widthM / 2
  if (zone.kind !== 'band') return false
  const awayM = distanceToLineM(contact, point)
  const isWithin = awayM >= zone.fromM && (zone.toM === null || awayM < zone.toM)
  return isWithin && (zone.side === 'both' || zone.side === holder)
}

/** Points along a ring: its vertices, and three between each two. */
const pointsAlong = (ring: readonly Position[]): readonly Position[] =>
  edgesOf(ring).flatMap(([a, b]) =>
    [0, 0.25, 0.5, 0.75].map((part) => ({
      lonDeg: a.lonDeg + part * (b.lonDeg - a.lonDeg),
      latDeg: a.latDeg + part * (b.latDeg - a.latDeg),
    })),
  )

/** Whether two zones have ground in common; of two that are both measured from lines it is not judged, and is no. */
export function zonesOverlap(agreement: Agreement, first: Zone, second: Zone): boolean {
  const [a, b] = [footprintsOf(first), footprintsOf(second)]
  if (a !== null && b !== null) return a.some((one) => b.some((two) => doOverlap(one, two)))
  const [drawn, measured] = a === null ? [b, first] : [a, second]
  return (drawn ?? []).some(({ polygon }) =>
    pointsAlong(polygon.ring).some((point) => isInStrip(agreement, measured, point)),
  )
}

/** Area of a ring for comparison with others only: square degrees, narrowed by the latitude of its middle. */
function areaOf({ polygon: { ring }, box }: Footprint): number {
  const doubled = edgesOf(ring).reduce(
    (sum, [a, b]) => sum + a.lonDeg * b.latDeg - b.lonDeg * a.latDeg,
    0,
  )
  const narrow = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180)
  return (Math.abs(doubled) / 2) * narrow
}

/** The conflict region: the polygon zone whose purpose is that, else the largest polygon zone; null without one. */
export function conflictRegion({ zones }: Agreement): Zone | null {
  const polygons = zones.flatMap((zone) =>
    zone.kind === 'polygon' ? [{ zone, area: areaOf(footprintOf(zone.polygon.ring)) }] : [],
  )
  const named = polygons.filter(({ zone }) => zone.purpose === 'region')
  const [largest] = (named.length > 0 ? named : polygons).toSorted((a, b) => b.area - a.area)
  return largest?.zone ?? null
}
