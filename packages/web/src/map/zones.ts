import type { Line, Zone } from '@holdfast/core/agreement'
import type { Polyline } from '@holdfast/core/geo'
import type { Feature, FeatureCollection } from 'geojson'
import { circle, distanceContour } from '../geometry/index.ts'
import type { ContourWork, LonLat } from '../geometry/index.ts'
import { formatDistance } from '../words/index.ts'
import { collect, feature, polygon } from './geojson.ts'

/** Areas that span more latitude than this are drawn by their outline, degrees. */
const REGION_DEG = 0.5

const pathOf = ({ vertices }: Polyline): [number, number][] =>
  vertices.map(({ lonDeg, latDeg }) => [lonDeg, latDeg])

/** Lines of the agreement; `lineOfContact` is the id of the one that parts the parties. */
export const linesOf = (
  lines: readonly Line[],
  lineOfContact: string | undefined,
): FeatureCollection =>
  collect(
    lines.map(({ id, title, line }) =>
      feature(
        {
          type: 'LineString',
          coordinates: pathOf(line),
        },
        { id, title, contact: id === lineOfContact },
      ),
    ),
  )

const SIDES = [
  ['A', 'left'],
  ['B', 'right'],
] as const

type About = Readonly<Record<string, string | boolean>>

/** What the shapes have cost since the page was opened. */
const work: ContourWork = { segmentTests: 0 }
/** Segment tests that the shapes have cost since the page was opened. */
export const segmentTests = (): number => work.segmentTests

/** Contours by line, distance and side: zones that lie at one distance share it. */
type Drawn = Map<Polyline, Map<string, LonLat[][]>>
/** What a text's zones are drawn with. */
interface Ground {
  readonly lines: readonly Line[]
  readonly drawn: Drawn
}
interface At {
  readonly distanceM: number
  readonly side: 'left' | 'right'
}

function contourOf(line: Polyline, at: At, drawn: Drawn): LonLat[][] {
  const own = drawn.get(line) ?? new Map<string, LonLat[][]>()
  drawn.set(line, own)
  const key = `${at.distanceM} ${at.side}`
  const coordinates = own.get(key) ?? distanceContour({ line, ...at }, work)
  own.set(key, coordinates)
  return coordinates
}

function shapesOf(zone: Zone, about: About, { lines, drawn }: Ground): Feature[] {
  /** A line at a distance on one side of another, with the words that stand along it. */
  const limit = (line: Polyline, at: At, words: About): Feature =>
    feature(
      { type: 'MultiLineString', coordinates: contourOf(line, at, drawn) },
      { ...words, kind: 'withdrawal' },
    )
  const lineOf = (id: string): Polyline | undefined => lines.find((line) => line.id === id)?.line
  switch (zone.kind) {
    case 'polygon': {
      const { ring } = zone.polygon
      const lats = ring.map(({ latDeg }) => latDeg)
      // An area wider than the view is an outline: filled, it would only tint the whole map.
      const kind = Math.max(...lats) - Math.min(...lats) > REGION_DEG ? 'region' : 'area'
      return [feature(polygon(pathOf({ vertices: ring })), { ...about, kind })]
    }
    case 'site':
      return [feature(polygon(circle(zone.position, zone.radiusM)), { ...about, kind: 'area' })]
    case 'corridor': {
      const label = `${zone.title} · ${formatDistance(zone.widthM)}`
      return SIDES.map(([, side]) =>
        limit(zone.course, { distanceM: zone.widthM / 2, side }, { ...about, label }),
      )
    }
    case 'withdrawal':
      return SIDES.flatMap(([party, side]) => {
        const line = lineOf(zone.lineOf[party])
        const distanceM = zone.widthM / 2
        const label = `${formatDistance(distanceM)} · party ${party}`
        return line === undefined
          ? []
          : [limit(line, { distanceM, side }, { ...about, party, label })]
      })
    case 'band': {
      const line = lines[0]?.line
      const sides = SIDES.filter(([party]) => zone.side === 'both' || zone.side === party)
      const edges = [zone.fromM, zone.toM ?? 0].filter((edge) => edge > 0)
      if (line === undefined) return []
      return sides.flatMap(([party, side]) =>
        edges.map((distanceM) => {
          const label = `${zone.title} · ${formatDistance(distanceM)}`
          return limit(line, { distanceM, side }, { ...about, party, label })
        }),
      )
    }
  }
}

/**
 * Zones of the agreement: areas and sites filled, the others as the lines that bound them. `lines` begins with the line
 * of contact, from which a band is measured. Limits take long where a line has many vertices: `useZones` draws them elsewhere.
 */
export function zonesOf(zones: readonly Zone[], lines: readonly Line[]): FeatureCollection {
  const drawn: Drawn = new Map()
  return collect(
    zones.flatMap((zone) =>
      shapesOf(
        zone,
        { id: zone.id, title: zone.title, assumed: zone.basis.kind === 'assumption' },
        { lines, drawn },
      ),
    ),
  )
}

/** The zones of a text as JSON: its lines, the line of contact first, and its zones. */
export function zonesIn(ground: string): FeatureCollection {
  const [lines, zones] = JSON.parse(ground) as [readonly Line[], readonly Zone[]]
  return zonesOf(zones, lines)
}
