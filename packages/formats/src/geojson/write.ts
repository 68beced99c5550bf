import type { Line, Zone } from '@holdfast/core/agreement'
import { destination, ellipsePolygon } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Sector } from '@holdfast/core/observe'
import type { ReleasedEvent, ReleasedObservation } from '@holdfast/core/verify'

/**
 * GeoJSON (RFC 7946) of what an office may have. It takes released documents only, so that no export can pass by the
 * rules of release: what was withheld has no geometry here, and says so. The one place where positions are arrays.
 */

type Coordinate = readonly [lonDeg: number, latDeg: number]
/** The geometries that are written; null for something whose place is unknown or withheld (RFC 7946, 3.2). */
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Coordinate }
  | { readonly type: 'LineString'; readonly coordinates: readonly Coordinate[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Coordinate[])[] }
  | {
      readonly type: 'MultiPolygon'
      readonly coordinates: readonly (readonly (readonly Coordinate[])[])[]
    }
  | null
/** One thing on the map. `kind` in its properties says what it is. */
export interface Feature {
  readonly type: 'Feature'
  readonly id: string
  readonly geometry: Geometry
  readonly properties: Readonly<Record<string, unknown>> & { readonly kind: string }
}
/** A GeoJSON document. */
export interface FeatureCollection {
  readonly type: 'FeatureCollection'
  readonly features: readonly Feature[]
}
/** What to write; whatever is left out is not there. */
export interface GeoJsonInput {
  readonly observations?: readonly ReleasedObservation[]
  readonly events?: readonly ReleasedEvent[]
  readonly lines?: readonly Line[]
  readonly zones?: readonly Zone[]
}

// Seven decimals are a centimetre; more would claim a precision that nothing here has.
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7
const coordinate = ({ lonDeg, latDeg }: Position): Coordinate => [rounded(lonDeg), rounded(latDeg)]
const iso = (ms: number): string => new Date(ms).toISOString()

/** A closed ring, counter-clockwise as an outer one must be (RFC 7946, 3.1.6). */
function outerRing(positions: readonly Position[]): readonly Coordinate[] {
  const ring = positions.map((position) => coordinate(position))
  const [first] = ring
  const last = ring.at(-1)
  if (first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1]))
    ring.push(first)
  let twiceArea = 0
  for (const [i, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[i + 1] ?? [x, y]
    twiceArea += x * nextY - nextX * y
  }
  return twiceArea < 0 ? ring.toReversed() : ring
}

const ARC_STEP_DEG = 5

/** The part of a ring that a sector leaves: out along the far arc and back along the near one. */
function wedge(
  from: Position,
  { fromDeg, toDeg }: Sector,
  near: number,
  far: number,
): readonly Position[] {
  const widthDeg = (toDeg - fromDeg + 360) % 360
  const steps = Math.max(1, Math.ceil(widthDeg / ARC_STEP_DEG))
  const arc = (distanceM: number): Position[] =>
    Array.from({ length: steps + 1 }, (_, i) =>
      destination(from, { azimuthDeg: (fromDeg + (widthDeg * i) / steps) % 360, distanceM }),
    )
  return [...arc(far), ...(near > 0 ? arc(near).toReversed() : [from])]
}

function whereabouts({ observer, where }: ReleasedObservation): Geometry {
  if (where.fix !== null) return { type: 'Point', coordinates: coordinate(where.fix.position) }
  const { position } = observer
  const { ring, sectors } = where
  if (position === null) return null
  if (ring === null || sectors.length === 0 || ring.maxM <= 0)
    return { type: 'Point', coordinates: coordinate(position) }
  const polygons = sectors.map((sector) => [
    outerRing(wedge(position, sector, ring.minM, ring.maxM)),
  ])
  const [only] = polygons
  return polygons.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons }
}

function observationFeature(observation: ReleasedObservation): Feature {
  const { id, where, observer } = observation
  const isLocated = where.fix !== null || (where.ring !== null && where.sectors.length > 0)
  return {
    type: 'Feature',
    id,
    geometry: whereabouts(observation),
    properties: {
      kind: 'observation',
      // A point that only says where the observer stood must not be read as the place of the event.
      shows:
        observer.position === null && where.fix === null
          ? 'nothing'
          : isLocated
            ? 'event'
            : 'observer',
      source: observation.source,
      recordId: observation.recordId,
      category: observation.category,
      phase: observation.phase,
      means: observation.means,
      count: observation.count,
      from: iso(observation.observed.fromMs),
      to: iso(observation.observed.toMs),
      place: observer.place,
      weapon: observation.weapon,
      withheld: observation.withheld,
      ...(observation.exercise === undefined ? {} : { exercise: observation.exercise }),
    },
  }
}

function eventFeature(event: ReleasedEvent): Feature {
  const { estimate } = event
  return {
    type: 'Feature',
    id: event.id,
    geometry:
      estimate === null
        ? null
        : {
            type: 'Polygon',
            coordinates: [outerRing(ellipsePolygon(estimate).ring)],
          },
    properties: {
      kind: 'event',
      event: event.kind,
      phase: event.phase,
      from: iso(event.observed.fromMs),
      to: iso(event.observed.toMs),
      probability: event.probability,
      ...(event.recalibrated === undefined ? {} : { recalibrated: event.recalibrated }),
      count: event.count,
      weapon: event.weapon,
      observations: event.observations,
      centre: estimate === null ? null : coordinate(estimate.position),
      ellipse95: estimate === null ? null : estimate.ellipse95,
      withheld: event.withheld,
      ...(event.pairedWith === undefined ? {} : { pairedWith: event.pairedWith }),
      ...(event.exercise === undefined ? {} : { exercise: event.exercise }),
    },
  }
}

function lineFeature({ id, title, line, basis }: Line): Feature {
  return {
    type: 'Feature',
    id,
    geometry: {
      type: 'LineString',
      coordinates: line.vertices.map((vertex) => coordinate(vertex)),
    },
    properties: { kind: 'line', title, basis },
  }
}

function zoneFeature(zone: Zone): Feature {
  const { id, title, basis } = zone
  if (zone.kind === 'polygon') {
    const geometry: Geometry = { type: 'Polygon', coordinates: [outerRing(zone.polygon.ring)] }
    return { type: 'Feature', id, geometry, properties: { kind: 'zone', title, basis } }
  }
  return { type: 'Feature', id, ...shapeOf(zone, { kind: 'zone', title, basis }) }
}

// A distance from a line, that of contact or one that each party draws for itself, has no outline of its own.
function shapeOf(
  zone: Exclude<Zone, { kind: 'polygon' }>,
  about: Feature['properties'],
): Pick<Feature, 'geometry' | 'properties'> {
  switch (zone.kind) {
    case 'withdrawal':
      return { geometry: null, properties: { ...about, widthM: zone.widthM, lineOf: zone.lineOf } }
    case 'band': {
      const { fromM, toM, side } = zone
      return { geometry: null, properties: { ...about, fromM, toM, side } }
    }
    case 'site': {
      const { position, radiusM } = zone
      const geometry: Geometry = { type: 'Point', coordinates: coordinate(position) }
      return { geometry, properties: { ...about, radiusM } }
    }
    case 'corridor': {
      const { course, widthM, medium } = zone
      const coordinates = course.vertices.map(coordinate)
      return {
        geometry: { type: 'LineString', coordinates },
        properties: { ...about, widthM, medium },
      }
    }
  }
}

/** One document: lines and zones first, so that what happened is drawn over them. */
export function toGeoJson({ observations, events, lines, zones }: GeoJsonInput): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: [
      ...(lines ?? []).map((line) => lineFeature(line)),
      ...(zones ?? []).map((zone) => zoneFeature(zone)),
      ...(observations ?? []).map((observation) => observationFeature(observation)),
      ...(events ?? []).map((event) => eventFeature(event)),
    ],
  }
}
