// Goal: the first crossing of a line is found as by comparing each edge with each other one, without doing so. Method: that
// comparison is the oracle, over random walks, rings, lines on a coarse grid (where edges touch and overlap) and lines with
// one planted knot; then the edges that are looked at are counted, on a line of contact that does not cross itself.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Position } from '../../geo/index.ts'
import { crossingOf } from './crossing.ts'

const turn = (a: Position, b: Position, c: Position): number =>
  (b.lonDeg - a.lonDeg) * (c.latDeg - a.latDeg) - (b.latDeg - a.latDeg) * (c.lonDeg - a.lonDeg)

/** Each edge with each later one that is not its neighbour. */
function byEachPair(ring: readonly Position[]): readonly [number, number] | null {
  for (let i = 0; i + 1 < ring.length; i += 1)
    for (let j = i + 2; j + 1 < ring.length; j += 1) {
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]]
      if (a === undefined || b === undefined || c === undefined || d === undefined) continue
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return [i, j]
    }
  return null
}

const on = (lonDeg: number, latDeg: number): Position => ({ lonDeg, latDeg })
const coarse = fc.array(
  fc.tuple(fc.nat(6), fc.nat(6)).map(([x, y]) => on(x, y)),
  { maxLength: 40 },
)
const anywhere = fc.array(
  fc
    .tuple(
      fc.double({ min: 22, max: 40, noNaN: true }),
      fc.double({ min: 44, max: 52, noNaN: true }),
    )
    .map(([x, y]) => on(x, y)),
  { maxLength: 30 },
)
/** Steps east with a wobble: crosses itself seldom, and late. */
const alongTheLine = fc
  .array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: -4, max: 4 })), {
    maxLength: 150,
  })
  .map((steps) => {
    let [x, y] = [30, 48]
    return steps.map(([dx, dy]) => {
      x += dx / 100
      y += dy / 100
      return on(x, y)
    })
  })

test.each([
  ['lines on a coarse grid', coarse],
  ['vertices anywhere', anywhere],
  ['lines that go east', alongTheLine],
  ['rings', anywhere.map((ring) => [...ring, ...ring.slice(0, 1)])],
])('finds the same first crossing as each pair does: %s', (_what, lines) => {
  let crossed = 0
  fc.assert(
    fc.property(lines, (line) => {
      const expected = byEachPair(line)
      crossed += expected === null ? 0 : 1
      expect(crossingOf(line)).toEqual(expected)
    }),
    { seed: 20_261_124, numRuns: 400 },
  )
  // Lines that never cross would prove nothing.
  expect(crossed).toBeGreaterThan(20)
  expect(crossed).toBeLessThan(400)
})

const EDGES = 20_000
/** A line of contact that does not cross itself; `reads` counts how often a vertex of it was looked at. */
function counted(knotAt: number | null) {
  const vertices = Array.from({ length: EDGES + 1 }, (_, i) =>
    on(30 + i / 1_000, 48 + ((i * 7_919) % 97) / 10_000),
  )
  if (knotAt !== null) {
    const [a, b] = [vertices[knotAt], vertices[knotAt + 1]]
    if (a === undefined || b === undefined) throw new Error('no such vertices')
    vertices.splice(knotAt, 4, a, on(b.lonDeg + 0.01, 48.02), on(b.lonDeg, 48.02), b)
    vertices.splice(knotAt + 4, 0, on(b.lonDeg + 0.01, 48.01))
  }
  const seen = { reads: 0 }
  const line = new Proxy(vertices, {
    get: (target, key, self) => {
      if (typeof key === 'string' && /^\d+$/u.test(key)) seen.reads += 1
      return Reflect.get(target, key, self) as unknown
    },
  })
  return { line, vertices, seen }
}

test('looks at few of the pairs of a long line that does not cross itself', () => {
  const { line, seen } = counted(null)
  expect(crossingOf(line)).toBeNull()
  expect(seen.reads).toBeGreaterThan(EDGES)
  // Each pair would take two hundred million; four vertices are read for a pair, and an edge meets a run of eight or two.
  expect(seen.reads).toBeLessThan(200 * EDGES)
})

test('finds a knot near the end of a long line', () => {
  const { vertices } = counted(EDGES - 10)
  const tail = vertices.slice(-60)
  const [i, j] = byEachPair(tail) ?? [NaN, NaN]
  const from = vertices.length - tail.length
  expect(crossingOf(vertices)).toEqual([from + i, from + j])
})
