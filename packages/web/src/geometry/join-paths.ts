import type { Point } from './span.ts'

/** Cells are named by one number: more rows than any line has. */
const ROWS = 2 ** 26

const startOf = (path: readonly Point[]): Point => path[0] ?? { x: 0, y: 0 }
const endOf = (path: readonly Point[]): Point => path.at(-1) ?? { x: 0, y: 0 }

/** Points by place, so that those within `toleranceM` of a place are found in nine cells. */
function placesOf(points: readonly Point[], toleranceM: number): (at: Point) => readonly number[] {
  const cell = (metres: number): number => Math.floor(metres / toleranceM)
  const cells = new Map<number, number[]>()
  points.forEach(({ x, y }, index) => {
    const name = cell(x) * ROWS + cell(y)
    const held = cells.get(name)
    if (held === undefined) cells.set(name, [index])
    else held.push(index)
  })
  return ({ x, y }) => {
    const found: number[] = []
    for (let i = cell(x) - 1; i <= cell(x) + 1; i++)
      for (let j = cell(y) - 1; j <= cell(y) + 1; j++)
        found.push(...(cells.get(i * ROWS + j) ?? []))
    return found.filter((index) => {
      const point = points[index]
      return point !== undefined && Math.hypot(point.x - x, point.y - y) <= toleranceM
    })
  }
}

/** Joins paths where one ends and another begins, within `toleranceM`; none is turned round. */
export function joinPaths(paths: readonly (readonly Point[])[], toleranceM: number): Point[][] {
  const startsAt = placesOf(paths.map(startOf), toleranceM)
  const endsAt = placesOf(paths.map(endOf), toleranceM)
  const used = new Set<number>()
  const walk = (first: number): Point[] => {
    const joined: Point[] = []
    for (let at: number | undefined = first; at !== undefined;) {
      used.add(at)
      joined.push(...(paths[at] ?? []).slice(joined.length === 0 ? 0 : 1))
      at = startsAt(endOf(joined)).find((index) => !used.has(index))
    }
    return joined
  }
  const headless = paths.flatMap((path, index) =>
    endsAt(startOf(path)).every((before) => before === index) ? [index] : [],
  )
  // Paths that no other leads to begin a line; what is left after them are rings.
  const lines = headless.map(walk)
  const rings = paths.flatMap((_, index) => (used.has(index) ? [] : [walk(index)]))
  return [...lines, ...rings].filter((path) => path.length > 1)
}
