// The contour as it was drawn before: a grid of distances over the whole box about the line. Slow, plain, and free of every
// question of how offsets fold; the oracle of the contour that the page draws.
/** A point of the plane, metres. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** One segment of the contour, and the side of the line that it is on as the vertices run. */
export interface GridSegment {
  readonly from: Point
  readonly to: Point
  readonly left: boolean
}

/** Distance of a point from a chain of segments, and whether the point lies to the left of the nearest one. */
export function nearest(
  chain: readonly Point[],
  { x, y }: Point,
): { readonly distance: number; readonly left: boolean } {
  let best = Infinity
  let left = false
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1], chain[i]]
    if (a === undefined || b === undefined) continue
    const [dx, dy] = [b.x - a.x, b.y - a.y]
    const share = Math.min(
      1,
      Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)),
    )
    const distance = Math.hypot(x - a.x - share * dx, y - a.y - share * dy)
    if (distance < best) [best, left] = [distance, dx * (y - a.y) - dy * (x - a.x) > 0]
  }
  return { distance: best, left }
}

/** Pairs of a cell's edges that the contour joins, by which corners lie inside (bits 1, 2, 4, 8 counter-clockwise). */
const JOINS: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
]

/**
 * Both sides of the contour as loose segments, in metres; accurate to a fraction of the grid's step, distance / 16.
 */
export function gridContour(chain: readonly Point[], distanceM: number): GridSegment[] {
  const step = distanceM / 16
  const margin = distanceM + 2 * step
  const west = Math.min(...chain.map(({ x }) => x)) - margin
  const south = Math.min(...chain.map(({ y }) => y)) - margin
  const columns = Math.ceil((Math.max(...chain.map(({ x }) => x)) + margin - west) / step)
  const rows = Math.ceil((Math.max(...chain.map(({ y }) => y)) + margin - south) / step)
  const point = (i: number, j: number): Point => ({ x: west + i * step, y: south + j * step })
  const distances = Array.from(
    { length: (columns + 1) * (rows + 1) },
    (_, n) => nearest(chain, point(n % (columns + 1), Math.floor(n / (columns + 1)))).distance,
  )
  const distanceAt = (i: number, j: number): number => distances[j * (columns + 1) + i] ?? Infinity
  const segments: (readonly [Point, Point])[] = []
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const
      const values = corners.map(([a, b]) => distanceAt(a, b) - distanceM)
      const inside = values.reduce((bits, value, n) => (value < 0 ? bits | (1 << n) : bits), 0)
      const crossing = (edge: number): Point => {
        const [from, to] = [corners[edge % 4] ?? corners[0], corners[(edge + 1) % 4] ?? corners[0]]
        const [v, w] = [values[edge % 4] ?? 0, values[(edge + 1) % 4] ?? 0]
        const share = v === w ? 0.5 : v / (v - w)
        const [a, b] = [point(from[0], from[1]), point(to[0], to[1])]
        return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }
      }
      for (const [from, to] of JOINS[inside] ?? []) segments.push([crossing(from), crossing(to)])
    }
  return segments.map(([from, to]) => ({
    from,
    to,
    left: nearest(chain, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }).left,
  }))
}
