import { isClosed } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'
import { readBasis } from './parse-basis.ts'
import type { Line, Zone } from './types.ts'

/** Widest zone between the parties, metres: more would not be a zone but a country. */
export const ZONE_WIDTH_M_MAX = 1_000_000

function readPosition(r: DocumentReader, f: Fields): Position {
  return {
    lonDeg: r.number(f, 'lonDeg', { min: -180, max: 180 }),
    latDeg: r.number(f, 'latDeg', { min: -90, max: 90 }),
  }
}

/** A line that divides the parties: at least two different vertices, longitude and latitude in degrees. */
export function readLine(r: DocumentReader, f: Fields): Line {
  const vertices = r.maps(f, 'vertices').map((vertex) => readPosition(r, vertex))
  if (vertices.length < 2)
    r.refuse(pathOf(f, 'vertices'), `the line has ${vertices.length} vertices; give at least two`)
  return {
    id: r.id(f, 'id'),
    title: r.text(f, 'title'),
    line: { vertices },
    basis: readBasis(r, r.map(f, 'basis')),
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

/** A zone of either kind; whether its lines exist is judged afterwards. Widths in metres. */
export function readZone(r: DocumentReader, f: Fields): Zone {
  const kind = r.oneOf(f, 'kind', ['polygon', 'withdrawal'])
  const head = {
    id: r.id(f, 'id'),
    title: r.text(f, 'title'),
    basis: readBasis(r, r.map(f, 'basis')),
  }
  if (kind === 'polygon') {
    const ring = r.maps(f, 'ring').map((vertex) => readPosition(r, vertex))
    checkRing(r, ring, pathOf(f, 'ring'))
    return { ...head, kind, polygon: { ring } }
  }
  const lineOf = r.map(f, 'lineOf')
  return {
    ...head,
    kind,
    widthM: r.number(f, 'widthM', { min: 1, max: ZONE_WIDTH_M_MAX }),
    lineOf: {
      A: r.id(lineOf, 'A'),
      B: r.id(lineOf, 'B'),
    },
  }
}
