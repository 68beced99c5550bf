// Which segments of a chain come near to a place, without asking all of them: neighbours of a chain lie near each other, so a
// box about each half of it, and about each half of that, leaves out most of them at once.
import type { Point, Span } from './span.ts'

interface Node {
  readonly from: number
  readonly to: number
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
  /** Both halves; of one segment it is null. */
  readonly halves: readonly [Node, Node] | null
}

function nodeOf(spans: readonly Span[], from: number, to: number): Node {
  if (to - from > 1) {
    const middle = (from + to) >> 1
    const [one, other] = [nodeOf(spans, from, middle), nodeOf(spans, middle, to)]
    return {
      from,
      to,
      west: Math.min(one.west, other.west),
      south: Math.min(one.south, other.south),
      east: Math.max(one.east, other.east),
      north: Math.max(one.north, other.north),
      halves: [one, other],
    }
  }
  const nowhere = { x: Infinity, y: Infinity }
  const { a, b } = spans[from] ?? { a: nowhere, b: nowhere }
  return {
    from,
    to,
    west: Math.min(a.x, b.x),
    south: Math.min(a.y, b.y),
    east: Math.max(a.x, b.x),
    north: Math.max(a.y, b.y),
    halves: null,
  }
}

/** A circle in which to look, and the place on the chain to begin at. */
export interface Look {
  readonly centre: Point
  readonly radiusM: number
  readonly first: number
}

/** Shows the segments whose boxes touch the circle, those about `first` first, until `visit` says that it has seen enough. */
export type Reach = (look: Look, visit: (span: Span) => 'on' | 'enough') => void

/** A chain's segments, ready to be looked up. */
export function indexReach(spans: readonly Span[]): Reach {
  if (spans.length === 0) return () => undefined
  const root = nodeOf(spans, 0, spans.length)
  return ({ centre: { x, y }, radiusM, first }, visit) => {
    const walk = ({ from, to, west, south, east, north, halves }: Node): 'on' | 'enough' => {
      const dx = Math.max(0, west - x, x - east)
      const dy = Math.max(0, south - y, y - north)
      if (dx * dx + dy * dy > radiusM * radiusM) return 'on'
      if (halves === null) {
        const span = spans[from]
        return span === undefined ? 'on' : visit(span)
      }
      const [one, other] = halves
      const [near, far] = first * 2 < from + to ? [one, other] : [other, one]
      return walk(near) === 'enough' ? 'enough' : walk(far)
    }
    walk(root)
  }
}
