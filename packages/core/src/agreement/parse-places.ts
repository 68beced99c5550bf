import { isClosed } from '../geo/index.ts'
import type { Position } from '../geo/index.ts'
import type { Basis, Line, Zone } from './types.ts'
import type { Reader } from './reader.ts'

/** Widest zone between the parties, metres: more would not be a zone but a country. */
export const ZONE_WIDTH_M_MAX = 1_000_000

function readBasis(r: Reader, value: unknown, path: string): Basis {
  const f = r.fields(value, path)
  return {
    kind: r.oneOf(f['kind'], `${path}.kind`, ['text', 'assumption']),
    source: r.text(f['source'], `${path}.source`),
  }
}

function readPosition(r: Reader, value: unknown, path: string): Position {
  const f = r.fields(value, path)
  return {
    lonDeg: r.number(f['lonDeg'], `${path}.lonDeg`, { min: -180, max: 180 }),
    latDeg: r.number(f['latDeg'], `${path}.latDeg`, { min: -90, max: 90 }),
  }
}

/** A line that divides the parties: at least two different vertices, longitude and latitude in degrees. */
export function readLine(r: Reader, value: unknown, path: string): Line {
  const f = r.fields(value, path)
  const read = (item: unknown, at: string): Position => readPosition(r, item, at)
  const vertices = r.list(f['vertices'], `${path}.vertices`, read)
  if (vertices.length < 2)
    r.refuse(`${path}.vertices`, `the line has ${vertices.length} vertices; give at least two`)
  return {
    id: r.id(f['id'], `${path}.id`),
    title: r.text(f['title'], `${path}.title`),
    line: { vertices },
    basis: readBasis(r, f['basis'], `${path}.basis`),
  }
}

const turn = (a: Position, b: Position, c: Position): number =>
  (b.lonDeg - a.lonDeg) * (c.latDeg - a.latDeg) - (b.latDeg - a.latDeg) * (c.lonDeg - a.lonDeg)

/** The first pair of edges that cross, by their first vertices, or null. Edges that only touch do not cross. */
function crossingOf(ring: readonly Position[]): readonly [number, number] | null {
  for (let i = 0; i + 1 < ring.length; i += 1)
    for (let j = i + 2; j + 1 < ring.length; j += 1) {
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]]
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return [i, j]
    }
  return null
}

function checkRing(r: Reader, ring: readonly Position[], path: string): void {
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

/** A zone of either kind; whether its lines exist is judged afterwards. Widths in metres. */
export function readZone(r: Reader, value: unknown, path: string): Zone {
  const f = r.fields(value, path)
  const kind = r.oneOf(f['kind'], `${path}.kind`, ['polygon', 'withdrawal'])
  const head = {
    id: r.id(f['id'], `${path}.id`),
    title: r.text(f['title'], `${path}.title`),
    basis: readBasis(r, f['basis'], `${path}.basis`),
  }
  if (kind === 'polygon') {
    const read = (item: unknown, at: string): Position => readPosition(r, item, at)
    const ring = r.list(f['ring'], `${path}.ring`, read)
    checkRing(r, ring, `${path}.ring`)
    return { ...head, kind, polygon: { ring } }
  }
  const lineOf = r.fields(f['lineOf'], `${path}.lineOf`)
  return {
    ...head,
    kind,
    widthM: r.number(f['widthM'], `${path}.widthM`, { min: 1, max: ZONE_WIDTH_M_MAX }),
    lineOf: {
      A: r.id(lineOf['A'], `${path}.lineOf.A`),
      B: r.id(lineOf['B'], `${path}.lineOf.B`),
    },
  }
}
