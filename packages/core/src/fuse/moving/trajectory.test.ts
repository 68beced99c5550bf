import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { Line, POINTS_MAX, synchronisedM } from './trajectory.ts'
import type { TrajectoryPoint } from './types.ts'

// Goal: a drawn trajectory is short, bounded, and nowhere farther from the states than it says, at their instants. Method:
// random walks through the line, every state compared with it; a line that keeps only its ends shows that the check finds
// what is wrong.

function walk(seed: number, steps: number): TrajectoryPoint[] {
  const random = seededRandom(seed)
  let [lonDeg, latDeg, course] = [30, 48, 0]
  return Array.from({ length: steps }, (_, n) => {
    if (random() < 0.05) course += (random() - 0.5) * 3
    lonDeg += 0.002 * Math.sin(course) + 0.000_05 * random()
    latDeg += 0.001 * Math.cos(course) + 0.000_05 * random()
    return { atMs: 1_000 * n + Math.floor(500 * random()), position: { lonDeg, latDeg } }
  })
}

/** The greatest distance of a state from the line between the points around its instant, metres. */
function worstM(points: readonly TrajectoryPoint[], states: readonly TrajectoryPoint[]): number {
  let worst = 0
  for (const state of states) {
    const to = points.findIndex(({ atMs }) => atMs >= state.atMs)
    const [a, b] = [points[Math.max(0, to - 1)], points[to]]
    if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY
    worst = Math.max(worst, synchronisedM(a, b, state))
  }
  return worst
}

test('every state lies within the bound that is told, and the points are bounded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 2, max: 6_000 }),
      (seed, steps) => {
        const states = walk(seed, steps)
        const line = new Line(50)
        for (const state of states) line.add(state)
        const points = line.points()
        expect(points.length).toBeLessThanOrEqual(POINTS_MAX)
        expect(points[0]).toEqual(states[0])
        expect(points.at(-1)).toEqual(states.at(-1))
        expect(worstM(points, states)).toBeLessThanOrEqual(line.errorM + 1e-6)
      },
    ),
    { numRuns: 40 },
  )
})
test('a straight flight is two points, and a stop on the way is not lost', () => {
  const line = new Line(50)
  for (let n = 0; n < 40; n += 1)
    line.add({ atMs: n * 1_000, position: { lonDeg: 30, latDeg: 48 + 0.002 * n } })
  expect(line.points()).toHaveLength(2)
  for (let n = 40; n < 80; n += 1)
    line.add({ atMs: n * 1_000, position: { lonDeg: 30, latDeg: 48.078 } })
  for (let n = 80; n < 120; n += 1)
    line.add({ atMs: n * 1_000, position: { lonDeg: 30, latDeg: 48.078 + 0.002 * (n - 79) } })
  // On the map it is one line; in time it is three.
  expect(line.points().length).toBeGreaterThanOrEqual(4)
  expect(line.errorM).toBe(50)
})
test('a line of its ends alone is found (planted fault)', () => {
  const states = walk(3, 500)
  const ends = [states[0], states.at(-1)].flatMap((point) => point ?? [])
  expect(worstM(ends, states)).toBeGreaterThan(50)
})
test('a point that is not later is passed over', () => {
  const line = new Line(50)
  line.add({ atMs: 2, position: { lonDeg: 1, latDeg: 1 } })
  line.add({ atMs: 2, position: { lonDeg: 5, latDeg: 5 } })
  line.add({ atMs: 1, position: { lonDeg: 5, latDeg: 5 } })
  expect(line.points()).toHaveLength(1)
})
