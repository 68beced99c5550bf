/** A point of the plane, metres east and north. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** One segment of a chain, not without length; `heading` in radians counter-clockwise from east. */
export interface Span {
  readonly index: number
  readonly a: Point
  readonly b: Point
  readonly heading: number
  /** Its direction, of length 1. */
  readonly ux: number
  readonly uy: number
}

/** Distance of a point from a segment, metres. */
export function distanceToSpan({ x, y }: Point, { a, b }: Pick<Span, 'a' | 'b'>): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)
  const share = Math.min(1, Math.max(0, along))
  const [offX, offY] = [x - a.x - share * dx, y - a.y - share * dy]
  return Math.sqrt(offX * offX + offY * offY)
}
