import type { Position } from '@holdfast/core/geo'
import type { Feature, FeatureCollection } from 'geojson'
import type { Picture, SeenEvent, SeenObservation } from '../api/index.ts'
import { circle, ellipsePolygon, sectorPolygon, towards, widthDeg } from '../geometry/index.ts'
import type { LonLat } from '../geometry/index.ts'
import { collect, feature, point, polygon } from './geojson.ts'
import { PHASE_WORD, formatDistance } from '../words/index.ts'

/** Drawn to where a report gives a direction but no range: dashed, and said so. */
const RANGE_UNKNOWN_M = 10_000

/** What one report says of the place: sectors cut from the range ring, bearings without a range, rings without a direction. */
export function shapesOfObservation({ id, observer, where, phase }: SeenObservation): Feature[] {
  const at = observer.position
  const about = { id, phase }
  if (where.fix !== null)
    return [
      feature(polygon(circle(where.fix.position, where.fix.errorM)), { ...about, kind: 'fix' }),
    ]
  if (at === null) return []
  const { ring, sectors } = where
  if (ring !== null && sectors.length > 0)
    return sectors.map((sector) =>
      feature(polygon(sectorPolygon(at, sector, ring)), { ...about, kind: 'sector' }),
    )
  if (ring !== null)
    return [
      feature(
        {
          type: 'Polygon',
          coordinates: [
            circle(at, ring.maxM),
            ...(ring.minM > 0 ? [circle(at, ring.minM).toReversed()] : []),
          ],
        },
        { ...about, kind: 'ring' },
      ),
    ]
  return sectors.map((sector) => {
    const middleDeg = sector.fromDeg + widthDeg(sector) / 2
    const line: LonLat[] = [[at.lonDeg, at.latDeg], towards(at, middleDeg, RANGE_UNKNOWN_M)]
    return feature({ type: 'LineString', coordinates: line }, { ...about, kind: 'bearing' })
  })
}

/** Whole range rings of the given observations, so that the eye can follow a sector round. */
export function ringsOf(observations: readonly SeenObservation[]): FeatureCollection {
  const rings = observations.flatMap(({ observer, where }) => {
    const at = observer.position
    if (at === null || where.ring === null) return []
    return [where.ring.minM, where.ring.maxM]
      .filter((radiusM) => radiusM > 0)
      .map((radiusM) => ({ at, radiusM }))
  })
  const unique = new Map(
    rings.map(({ at, radiusM }) => [`${at.lonDeg},${at.latDeg},${radiusM}`, { at, radiusM }]),
  )
  return collect(
    [...unique.values()].map(({ at, radiusM }) =>
      feature(
        { type: 'LineString', coordinates: circle(at, radiusM) },
        { label: formatDistance(radiusM) },
      ),
    ),
  )
}

/** Sectors, bearings and rings of every observation. */
export const sectorsOf = (observations: readonly SeenObservation[]): FeatureCollection =>
  collect(observations.flatMap(shapesOfObservation))

/** Where observers stood, one point a place, with how many reports it gave. */
export function observersOf(observations: readonly SeenObservation[]): FeatureCollection {
  const places = new Map<
    string,
    { readonly at: Position; readonly place: string; readonly ids: string[] }
  >()
  for (const { id, observer } of observations) {
    const at = observer.position
    if (at === null) continue
    const key = `${at.lonDeg},${at.latDeg}`
    const known = places.get(key) ?? {
      at,
      place: observer.place ?? 'place withheld',
      ids: new Array<string>(),
    }
    known.ids.push(id)
    places.set(key, known)
  }
  return collect(
    [...places.values()].map(({ at, place, ids }) =>
      feature(point(at), { place, reports: ids.length, ids: ids.join(' ') }),
    ),
  )
}

/** The 95 % ellipses; an event without an estimate has none, and none is invented. */
export const ellipsesOf = (events: readonly SeenEvent[]): FeatureCollection =>
  collect(
    events.flatMap(({ id, phase, estimate }) =>
      estimate === null ? [] : [feature(polygon(ellipsePolygon(estimate)), { id, phase })],
    ),
  )

/** The events' most likely places. */
export const centresOf = (events: readonly SeenEvent[]): FeatureCollection =>
  collect(
    events.flatMap(({ id, phase, estimate, probability }) =>
      estimate === null
        ? []
        : [
            feature(point(estimate.position), {
              id,
              phase,
              probability,
              letter: PHASE_WORD[phase].letter,
            }),
          ],
    ),
  )

/** Lines between events: from outgoing to impact where they are paired, and from event to event of one engagement. */
export function linksOf({
  events,
  engagements,
}: Pick<Picture, 'events' | 'engagements'>): FeatureCollection {
  const at = new Map(
    events.flatMap(({ id, estimate }) =>
      estimate === null
        ? []
        : [[id, [estimate.position.lonDeg, estimate.position.latDeg]] as const],
    ),
  )
  const join = (
    from: string,
    to: string,
    properties: Record<string, string | number>,
  ): Feature[] => {
    const [a, b] = [at.get(from), at.get(to)]
    return a === undefined || b === undefined
      ? []
      : [feature({ type: 'LineString', coordinates: [[...a], [...b]] }, properties)]
  }
  const pairs = events.flatMap(({ id, phase, pairedWith }) =>
    pairedWith === undefined || phase === 'impact'
      ? []
      : join(id, pairedWith.event, { kind: 'pair', probability: pairedWith.probability, id }),
  )
  const exchanges = engagements.flatMap(({ id, events: members, probability }) =>
    members
      .slice(1)
      .flatMap((member, i) =>
        join(members[i] ?? member, member, { kind: 'engagement', probability, id }),
      ),
  )
  return collect([...exchanges, ...pairs])
}
