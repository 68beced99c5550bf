// Goal: a contour is exact, whole, and costs what is within reach and not what the box about the line holds. Method: the grid
// of distances that it replaces is the oracle on small lines (every point of it is drawn, and nothing is drawn off the
// distance), and segment tests are counted on a long line.
import { seededRandom } from '@holdfast/core/units'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridContour, nearest } from '../../../../tests/support/grid-contour.ts'
import type { Point } from '../../../../tests/support/grid-contour.ts'
import { distanceContour, offsetOf, shift } from './index.ts'

const ORIGIN = { lonDeg: 37.7425, latDeg: 48.1399 }

const plane = (line: readonly Point[]): { vertices: { lonDeg: number; latDeg: number }[] } => ({
  vertices: line.map(({ x, y }) => {
    const [lonDeg, latDeg] = shift(ORIGIN, { eastM: x, northM: y })
    return { lonDeg, latDeg }
  }),
})

type Side = 'left' | 'right'

/** The drawn paths in metres from the line's first vertex, which stands at 0, 0. */
function drawn(line: readonly Point[], distanceM: number, side: Side): Point[][] {
  const placed = plane(line)
  const [first = ORIGIN] = placed.vertices
  return distanceContour({ line: placed, distanceM, side }).map((path) =>
    path.map(([lonDeg, latDeg]) => {
      const { eastM, northM } = offsetOf(first, { lonDeg, latDeg })
      return { x: eastM, y: northM }
    }),
  )
}

const anyDistance = fc.integer({ min: 1_500, max: 8_000 })
/** A line of a few legs, of which each turns by at most so much from the one before. */
const anyLine = (turnDegMax: number): fc.Arbitrary<Point[]> =>
  fc
    .array(
      fc.record({
        turnDeg: fc.integer({ min: -turnDegMax, max: turnDegMax }),
        legM: fc.integer({ min: 300, max: 6_000 }),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((legs) => {
      const line = [{ x: 0, y: 0 }]
      let heading = 0
      for (const { turnDeg, legM } of legs) {
        const last = line.at(-1) ?? { x: 0, y: 0 }
        heading += (turnDeg * Math.PI) / 180
        line.push({ x: last.x + legM * Math.cos(heading), y: last.y + legM * Math.sin(heading) })
      }
      return line
    })

describe('a distance contour against the grid of distances', () => {
  it('draws all that the grid finds, within a cell of it', () => {
    fc.assert(
      fc.property(anyLine(180), anyDistance, (line, distanceM) => {
        const both = [...drawn(line, distanceM, 'left'), ...drawn(line, distanceM, 'right')]
        for (const { from, to } of gridContour(line, distanceM)) {
          const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
          const offM = Math.min(...both.map((path) => nearest(path, middle).distance))
          expect(offM).toBeLessThan(distanceM / 16)
        }
      }),
      { numRuns: 30 },
    )
  })
  // About the ends of the line the sides meet where its last leg points, and the last leg of a thinned line points elsewhere.
  it('draws each side where the grid has it, on lines that do not turn back', () => {
    fc.assert(
      fc.property(anyLine(25), anyDistance, (line, distanceM) => {
        const ends = [line[0], line.at(-1)].flatMap((end) => end ?? [])
        const paths = {
          left: drawn(line, distanceM, 'left'),
          right: drawn(line, distanceM, 'right'),
        }
        for (const { from, to, left } of gridContour(line, distanceM)) {
          const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
          const isAbreast = ends.every(
            ({ x, y }) => Math.hypot(middle.x - x, middle.y - y) > distanceM * 1.05,
          )
          if (!isAbreast) continue
          const own = paths[left ? 'left' : 'right'].map((path) => nearest(path, middle).distance)
          expect(Math.min(...own)).toBeLessThan(distanceM / 16)
        }
      }),
      { numRuns: 30 },
    )
  })
  it('draws nothing nearer or farther than the distance', () => {
    fc.assert(
      fc.property(anyLine(180), anyDistance, (line, distanceM) => {
        for (const side of ['left', 'right'] as const)
          for (const point of drawn(line, distanceM, side).flat())
            expect(Math.abs(nearest(line, point).distance - distanceM)).toBeLessThan(
              distanceM / 100,
            )
      }),
      { numRuns: 200 },
    )
  })
  it('is one unbroken line on each side of a line that hardly turns', () => {
    fc.assert(
      fc.property(anyLine(25), fc.integer({ min: 200, max: 1_000 }), (line, distanceM) => {
        for (const side of ['left', 'right'] as const)
          expect(drawn(line, distanceM, side)).toHaveLength(1)
      }),
      { numRuns: 100 },
    )
  })
  it('closes the ring that a bay leaves, and draws nothing of a line without length', () => {
    // A bay whose mouth of 4 km is shut by a distance of 3 km: the shore inside is a ring, and the outline is another.
    const bay = [
      [0, 0],
      [8, 0],
      [8, 20],
      [0, 20],
      [0, 30],
      [-30, 30],
      [-30, 0],
    ].map(([x = 0, y = 0]) => ({ x: x * 1_000, y: y * 1_000 }))
    const shut = [...bay, { x: -4_000, y: 0 }]
    const rings = (side: Side): Point[][] =>
      drawn(shut, 3_000, side).filter((path) => {
        const [first, last] = [path[0], path.at(-1)]
        return (
          first !== undefined &&
          last !== undefined &&
          Math.hypot(first.x - last.x, first.y - last.y) < 1
        )
      })
    expect([rings('left').length, rings('right').length]).toEqual([1, 1])
    expect(drawn([{ x: 0, y: 0 }], 1_000, 'left')).toEqual([])
    expect(
      drawn(
        [
          { x: 0, y: 0 },
          { x: 0, y: 0 },
        ],
        1_000,
        'left',
      ),
    ).toEqual([])
    expect(drawn(bay, 0, 'left')).toEqual([])
  })
})

/** A line of so many vertices that wanders north-east for 1,200 km, a quarter of a leg aside at most. */
function longLine(vertices: number): Point[] {
  const random = seededRandom(5)
  const legM = 1_200_000 / vertices
  return Array.from({ length: vertices }, (_, n) => {
    const along = n / vertices
    const bend = 60_000 * Math.sin(12 * along)
    return {
      x: 850_000 * along - bend + legM * (random() - 0.5),
      y: 850_000 * along + bend + legM * (random() - 0.5),
    }
  })
}

describe('the work of a contour', () => {
  // The grid held 41 vertices at 2 km against 40 million cells: 1,600 million tests for one side.
  it('is bounded on 1,200 km of 5,000 vertices, at distances up to 70 km', () => {
    const line = plane(longLine(5_000))
    const work = { segmentTests: 0 }
    for (let n = 1; n <= 100; n += 20)
      for (const side of ['left', 'right'] as const)
        distanceContour({ line, distanceM: n * 700, side }, work)
    // Five distances, two sides, 5,000 segments: some 20 tests for each.
    expect(work.segmentTests).toBeLessThan(1_000_000)
  })
  it('does not grow with the length of the line over the distance', () => {
    const tests = [1_000, 100, 10].map((distanceM) => {
      const work = { segmentTests: 0 }
      distanceContour({ line: plane(longLine(100)), distanceM, side: 'left' }, work)
      return work.segmentTests
    })
    for (const count of tests) expect(count).toBeLessThan(2_000)
  })
})
