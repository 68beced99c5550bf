import { isClosed } from '../../geo/index.ts'
import type { Polygon, Position } from '../../geo/index.ts'
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import { given, readId, readText, readTitle } from './fields.ts'
import {
  AGREEMENT_LIMITS,
  BAND_M_MAX,
  CORRIDOR_WIDTH_M_MAX,
  SITE_RADIUS_M_MAX,
  ZONE_WIDTH_M_MAX,
} from './limits.ts'
import { crossingOf } from './crossing.ts'
import { readBasis } from './parse-basis.ts'
import { PARTIES } from './types.ts'
import type { Agreement, Line, Zone } from './types.ts'
import { MEDIA, ONE_OR_BOTH, ZONE_KINDS, ZONE_PURPOSES } from './words.ts'

const METRES = { min: 1, max: BAND_M_MAX }

function readPosition(r: DocumentReader, f: Fields): Position {
  return {
    lonDeg: r.number(f, 'lonDeg', { min: -180, max: 180 }),
    latDeg: r.number(f, 'latDeg', { min: -90, max: 90 }),
  }
}

function readChain(
  r: DocumentReader,
  f: Fields,
  { key, noun }: { readonly key: string; readonly noun: string },
): { readonly vertices: readonly Position[] } {
  const vertices = r
    .maps(f, key, AGREEMENT_LIMITS.lineVertices)
    .map((vertex) => readPosition(r, vertex))
  if (vertices.length < 2)
    r.refuse(pathOf(f, key), `the ${noun} has ${vertices.length} vertices; give at least two`)
  return { vertices }
}

/** A line that divides the parties: at least two different vertices, longitude and latitude in degrees. */
export function readLine(r: DocumentReader, f: Fields): Line {
  return {
    id: readId(r, f, 'id'),
    title: readTitle(r, f),
    line: readChain(r, f, { key: 'vertices', noun: 'line' }),
    basis: readBasis(r, r.map(f, 'basis')),
  }
}

/** The lines of contact in time: one id, or a list of lines, each with the instant that it counts from. */
export function readLinesOfContact(r: DocumentReader, f: Fields): Agreement['linesOfContact'] {
  const key = 'lineOfContact'
  if (!Array.isArray(f.value[key])) return [{ line: readId(r, f, key), fromMs: 0 }]
  const items = r.maps(f, key, AGREEMENT_LIMITS.linesOfContact)
  if (items.length === 0) r.refuse(key, 'the list is empty; name at least one line')
  return items.map((item) => ({ line: readId(r, item, 'line'), fromMs: r.instant(item, 'from') }))
}

function checkRing(r: DocumentReader, ring: readonly Position[], path: string): void {
  if (ring.length < 4)
    r.refuse(
      path,
      `the polygon has ${ring.length} vertices; give at least four, the last like the first`,
    )
  else if (!isClosed({ ring }))
    r.refuse(path, 'the polygon is not closed; repeat its first vertex as its last')
  else {
    const crossing = crossingOf(ring)
    if (crossing !== null)
      r.refuse(
        path,
        `the polygon crosses itself after its vertices ${crossing.join(' and ')}; ` +
          'put the vertices in order around it',
      )
  }
}

/** A polygon by the vertices of its `ring`, closed and without a crossing. */
export function readRing(r: DocumentReader, f: Fields): Polygon {
  const errors = r.errors.length
  const ring = r
    .maps(f, 'ring', AGREEMENT_LIMITS.ringVertices)
    .map((vertex) => readPosition(r, vertex))
  // A ring that is too long was cut, and one with a vertex that cannot be read has a stand-in in its place.
  if (r.errors.length === errors) checkRing(r, ring, pathOf(f, 'ring'))
  return { ring }
}

type Shape<K extends Zone['kind']> = Omit<
  Extract<Zone, { kind: K }>,
  'id' | 'title' | 'purpose' | 'why' | 'basis'
>

const SHAPES: {
  readonly [K in Zone['kind']]: (r: DocumentReader, f: Fields) => Shape<K>
} = {
  polygon: (r, f) => ({ kind: 'polygon', polygon: readRing(r, f) }),
  withdrawal: (r, f) => {
    const widthM = r.number(f, 'widthM', { min: 1, max: ZONE_WIDTH_M_MAX })
    const lineOf = r.map(f, 'lineOf')
    return {
      kind: 'withdrawal',
      widthM,
      lineOf: { A: readId(r, lineOf, 'A'), B: readId(r, lineOf, 'B') },
    }
  },
  site: (r, f) => ({
    kind: 'site',
    position: readPosition(r, r.map(f, 'position')),
    radiusM: r.number(f, 'radiusM', { min: 1, max: SITE_RADIUS_M_MAX }),
    ...given(f, 'heldBy', 'heldBy', (key) => r.oneOf(f, key, PARTIES)),
  }),
  corridor: (r, f) => ({
    kind: 'corridor',
    course: readChain(r, f, { key: 'course', noun: 'course' }),
    widthM: r.number(f, 'widthM', { min: 1, max: CORRIDOR_WIDTH_M_MAX }),
    medium: r.oneOf(f, 'medium', MEDIA),
  }),
  band: (r, f) => ({
    kind: 'band',
    fromM: r.number(f, 'fromM', { min: 0, max: BAND_M_MAX }),
    toM: f.value['toM'] === undefined ? null : r.number(f, 'toM', METRES),
    side: r.oneOf(f, 'side', ONE_OR_BOTH),
  }),
}

/** A zone of any kind; whether its lines exist is judged afterwards. Widths, radii and distances in metres. */
export function readZone(r: DocumentReader, f: Fields): Zone {
  const kind = r.oneOf(f, 'kind', ZONE_KINDS)
  const head = {
    id: readId(r, f, 'id'),
    title: readTitle(r, f),
    ...given(f, 'purpose', 'purpose', (key) => r.oneOf(f, key, ZONE_PURPOSES)),
    ...given(f, 'why', 'why', (key) => readText(r, f, key)),
    basis: readBasis(r, r.map(f, 'basis')),
  }
  return { ...head, ...SHAPES[kind](r, f) }
}
