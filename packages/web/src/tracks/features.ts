/** What of tracks is drawn: a sign that points where it goes, a trail behind it, and the chosen one's ellipse and way. */
import type { Feature, FeatureCollection } from 'geojson'
import type { WholeTrack } from '../api/index.ts'
import { ellipsePolygon } from '../geometry/index.ts'
import type { BoardTrack } from './board.ts'
import { nameOf } from './words.ts'

const collect = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

/** Signs at the tracks' last told places. */
export const signsOf = (tracks: readonly BoardTrack[]): FeatureCollection =>
  collect(
    tracks.map((track) => ({
      type: 'Feature',
      geometry: {
        type: 'Point',
        coordinates: [track.position.lonDeg, track.position.latDeg],
      },
      properties: {
        id: track.id,
        sign: `track-${track.domain}-${track.status === 'coasting' ? 'hollow' : 'full'}`,
        coasting: track.status === 'coasting',
        courseDeg: track.courseDeg,
        name: nameOf(track),
        doubtful: track.contradictions > 0,
      },
    })),
  )

/** Trails behind them. */
export const trailsOf = (tracks: readonly BoardTrack[]): FeatureCollection =>
  collect(
    tracks.flatMap(({ id, trail, status }): Feature[] =>
      trail.length < 2
        ? []
        : [
            {
              type: 'Feature',
              geometry: { type: 'LineString', coordinates: trail.map((at) => [...at]) },
              properties: { id, coasting: status === 'coasting' },
            },
          ],
    ),
  )

/** The chosen track: its whole way, simplified, and the ellipse that holds its place with 95 %. */
export function chosenTrackOf(whole: WholeTrack | null): FeatureCollection {
  if (whole === null) return collect([])
  const { track, trajectory } = whole
  const points = trajectory?.points ?? []
  const { position } = track.estimate
  const way = [...points.map((point) => point.position), position]
  return collect([
    {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [ellipsePolygon(track.estimate)] },
      properties: { id: track.id },
    },
    ...(way.length < 2
      ? []
      : [
          {
            type: 'Feature' as const,
            geometry: {
              type: 'LineString' as const,
              coordinates: way.map(({ lonDeg, latDeg }) => [lonDeg, latDeg]),
            },
            properties: { id: track.id },
          },
        ]),
  ])
}
