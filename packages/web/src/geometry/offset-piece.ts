// One piece of the border of a line's surroundings: the offset of one segment, or an arc about one vertex. A piece is cut
// where it comes nearer to another segment than its own distance.
import type { Reach } from './reach.ts'
import { distanceToSpan } from './span.ts'
import type { Point, Span } from './span.ts'

/** A stretch of a piece's parameter. */
export type Stretch = readonly [from: number, to: number]

/** A piece at `radiusM` from the segments that it belongs to. Its parameter is metres along it, 0 to `lengthM`. */
export interface Piece {
  readonly radiusM: number
  readonly lengthM: number
  /** Segments that it belongs to; it is never held against them. */
  readonly own: readonly Span[]
  readonly at: (alongM: number) => Point
  /** Where it crosses the circle. */
  readonly meetsCircle: (centre: Point, radiusM: number) => readonly number[]
  /** Where it crosses the straight line through a point, along a segment. */
  readonly meetsLine: (through: Point, along: Span) => readonly number[]
  /** Whether it is straight: then what holds both its ends and has no bays holds all of it. */
  readonly straight: boolean
  /** The longest chord that draws it, metres along it. */
  readonly chordM: number
}

/** A circle's part, angles in radians counter-clockwise from east; it runs clockwise from `from` down to `to`. */
export interface Arc {
  readonly centre: Point
  readonly radiusM: number
  readonly from: number
  readonly to: number
}

const CHORD_RAD = (5 * Math.PI) / 180
/** What lies at the distance itself is not nearer: shares of the distance below this are rounding. */
const ROUNDING = 1e-9

/** The segment's parallel on its left. */
export function offsetPiece(span: Span, radiusM: number): Piece {
  const { a, b, ux, uy } = span
  const lengthM = (b.x - a.x) * ux + (b.y - a.y) * uy
  const start = { x: a.x - uy * radiusM, y: a.y + ux * radiusM }
  return {
    radiusM,
    lengthM,
    own: [span],
    chordM: Infinity,
    at: (alongM) => ({ x: start.x + ux * alongM, y: start.y + uy * alongM }),
    meetsCircle: (centre, r) => {
      const [dx, dy] = [centre.x - start.x, centre.y - start.y]
      const abreast = dx * ux + dy * uy
      const off = dx * uy - dy * ux
      if (Math.abs(off) >= r) return []
      const half = Math.sqrt(r * r - off * off)
      return [abreast - half, abreast + half]
    },
    straight: true,
    meetsLine: (through, { ux: lx, uy: ly }) => {
      const across = ux * ly - uy * lx
      if (Math.abs(across) < 1e-12) return []
      return [((through.x - start.x) * ly - (through.y - start.y) * lx) / across]
    },
  }
}

/** An arc about a vertex, run clockwise. */
export function arcPiece({ centre, radiusM, from, to }: Arc, ...own: readonly Span[]): Piece {
  const turn = 2 * Math.PI
  const along = (angle: number): number => ((((from - angle) % turn) + turn) % turn) * radiusM
  return {
    radiusM,
    lengthM: (from - to) * radiusM,
    own,
    chordM: CHORD_RAD * radiusM,
    at: (alongM) => {
      const angle = from - alongM / radiusM
      return { x: centre.x + radiusM * Math.cos(angle), y: centre.y + radiusM * Math.sin(angle) }
    },
    meetsCircle: (other, r) => {
      const [dx, dy] = [other.x - centre.x, other.y - centre.y]
      const apart = Math.hypot(dx, dy)
      const cosine = (apart * apart + radiusM * radiusM - r * r) / (2 * apart * radiusM)
      if (!(Math.abs(cosine) < 1)) return []
      const [towards, half] = [Math.atan2(dy, dx), Math.acos(cosine)]
      return [along(towards - half), along(towards + half)]
    },
    straight: false,
    meetsLine: (through, { heading, ux, uy }) => {
      const off = ((through.y - centre.y) * ux - (through.x - centre.x) * uy) / radiusM
      if (!(Math.abs(off) < 1)) return []
      const half = Math.acos(off)
      const normal = heading + Math.PI / 2
      return [along(normal - half), along(normal + half)]
    },
  }
}

/** The stretches of one stretch that lie no nearer to the segment than the piece's distance. */
function outside(
  piece: Piece,
  [from, to]: Stretch,
  span: Span,
  crossings: readonly number[],
): Stretch[] {
  const limit = piece.radiusM * (1 - ROUNDING)
  const cuts = [from, ...crossings.filter((cut) => cut > from && cut < to), to]
  const kept: Stretch[] = []
  for (let i = 1; i < cuts.length; i++) {
    const [start = from, end = to] = [cuts[i - 1], cuts[i]]
    if (distanceToSpan(piece.at((start + end) / 2), span) < limit) continue
    const last = kept.at(-1)
    if (last !== undefined && last[1] === start) kept[kept.length - 1] = [last[0], end]
    else kept.push([start, end])
  }
  return kept
}

/** Where a piece crosses the border of what lies nearer to a segment than the piece's distance, ascending. */
function crossingsOf(piece: Piece, span: Span): number[] {
  const { a, b, ux, uy } = span
  const r = piece.radiusM
  const [nx, ny] = [-uy * r, ux * r]
  return [
    ...piece.meetsCircle(a, r),
    ...piece.meetsCircle(b, r),
    ...piece.meetsLine({ x: a.x + nx, y: a.y + ny }, span),
    ...piece.meetsLine({ x: a.x - nx, y: a.y - ny }, span),
  ].toSorted((one, other) => one - other)
}

/** What is left of a piece when all that is nearer to the segments is cut away. */
export function clipPiece(
  piece: Piece,
  reach: Reach,
  work: { segmentTests: number },
): readonly Stretch[] {
  const half = piece.lengthM / 2
  const centre = piece.at(half)
  const limit = piece.radiusM * (1 - ROUNDING)
  const [start, end] = [piece.at(0), piece.at(piece.lengthM)]
  let kept: Stretch[] = [[0, piece.lengthM]]
  const look = { centre, radiusM: piece.radiusM + half, first: piece.own[0]?.index ?? 0 }
  reach(look, (span) => {
    if (piece.own.includes(span)) return 'on'
    work.segmentTests += 1
    // Most segments lie beyond reach of the whole piece, or cover all of it: one distance tells.
    const offM = distanceToSpan(centre, span)
    if (offM >= piece.radiusM + half) return 'on'
    const covered =
      offM + half < limit ||
      (piece.straight && distanceToSpan(start, span) < limit && distanceToSpan(end, span) < limit)
    if (covered) kept = []
    else {
      const crossings = crossingsOf(piece, span)
      kept = kept.flatMap((stretch) => outside(piece, stretch, span, crossings))
    }
    return kept.length === 0 ? 'enough' : 'on'
  })
  return kept.filter(([from, to]) => to - from > piece.radiusM * ROUNDING)
}

/** The points that draw one stretch of a piece, in its direction. */
export function tracePiece(piece: Piece, [from, to]: Stretch): Point[] {
  const chords = Math.max(1, Math.ceil((to - from) / piece.chordM))
  return Array.from({ length: chords + 1 }, (_, n) => piece.at(from + ((to - from) * n) / chords))
}
