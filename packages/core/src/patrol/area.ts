import { distanceM } from '../geo/index.ts'
import type { Polyline, Position } from '../geo/index.ts'

/** A place that somebody should look at every day. */
export interface Area {
  readonly id: string
  readonly title: string
  readonly centre: Position
}
/** Length of the line that one area stands for, metres. */
export const AREA_LENGTH_M = 25_000
/** An event counts to the nearest area no farther away than this, metres. */
export const AREA_REACH_M = 30_000
/** Most areas of one ranking. */
export const AREAS_MAX = 400

const km = (m: number): number => Math.round(m / 1_000)

/** The point at a distance along a line, between its vertices by share of the degrees. */
function along(vertices: readonly Position[], atM: number): Position {
  let left = atM
  for (const [i, to] of vertices.entries()) {
    const from = vertices[i - 1]
    if (from === undefined) continue
    const lengthM = distanceM(from, to)
    if (left <= lengthM && lengthM > 0) {
      const share = left / lengthM
      return {
        lonDeg: from.lonDeg + share * (to.lonDeg - from.lonDeg),
        latDeg: from.latDeg + share * (to.latDeg - from.latDeg),
      }
    }
    left -= lengthM
  }
  return vertices.at(-1) ?? { lonDeg: 0, latDeg: 0 }
}

const lengthOf = (vertices: readonly Position[]): number =>
  vertices.reduce((sum, to, i) => {
    const from = vertices[i - 1]
    return from === undefined ? sum : sum + distanceM(from, to)
  }, 0)

/**
 * The areas along a line, in its direction, each `everyM` long, the last one shorter; its centre lies on the line, half
 * way. A line without length gives none. At most `AREAS_MAX`: what is longer is cut into longer pieces.
 */
export function areasAlong(
  { id, title, line }: { readonly id: string; readonly title: string; readonly line: Polyline },
  everyM: number = AREA_LENGTH_M,
): readonly Area[] {
  const lengthM = lengthOf(line.vertices)
  if (!(lengthM > 0) || !(everyM > 0)) return []
  const pieceM = Math.max(everyM, lengthM / AREAS_MAX)
  const count = Math.min(AREAS_MAX, Math.ceil(lengthM / pieceM))
  return Array.from({ length: count }, (_, i): Area => {
    const [fromM, toM] = [i * pieceM, Math.min((i + 1) * pieceM, lengthM)]
    return {
      id: `${id}-${i}`,
      title: `${title}, km ${km(fromM)} to ${km(toM)}`,
      centre: along(line.vertices, (fromM + toM) / 2),
    }
  })
}

/** The area that a place counts to: the nearest centre within `AREA_REACH_M`, of equals the first; null where none is. */
export function areaOf(areas: readonly Area[], place: Position): Area | null {
  let found: { readonly area: Area; readonly m: number } | null = null
  for (const area of areas) {
    const m = distanceM(area.centre, place)
    if (m <= AREA_REACH_M && (found === null || m < found.m)) found = { area, m }
  }
  return found?.area ?? null
}
