/**
 * Goal: the assignment is optimal, for few points and for many. Method: properties against every assignment tried, and
 * against the dense Hungarian method of `happening`; the comparison is shown to see a greedy assignment.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import { bestAssignment } from '../happening/assignment.ts'
import { EDGES_MAX } from './assumptions.ts'
import { matchWithin } from './match.ts'
import type { Match, Points } from './match.ts'

const C = 100

const squared = (truth: Points, found: Points, row: number, column: number): number => {
  const x = (truth[2 * row] ?? 0) - (found[2 * column] ?? 0)
  const y = (truth[2 * row + 1] ?? 0) - (found[2 * column + 1] ?? 0)
  return x * x + y * y
}

const solved = (truth: Points, found: Points, cutoffM = C): Match => {
  const match = matchWithin(truth, found, cutoffM)
  if (isRefused(match)) throw new Error(match.refused)
  return match
}

/** The greatest gain over all assignments. */
function tried(truth: Points, found: Points, row = 0, taken = 0): number {
  if (row === truth.length / 2) return 0
  let best = tried(truth, found, row + 1, taken)
  for (let column = 0; column < found.length / 2; column += 1) {
    const gain = C * C - squared(truth, found, row, column)
    if (gain <= 0 || (taken & (1 << column)) !== 0) continue
    best = Math.max(best, gain + tried(truth, found, row + 1, taken | (1 << column)))
  }
  return best
}

/** Nearest pairs first: what a hurried author writes. */
function greedyGain(truth: Points, found: Points): number {
  const pairs: { row: number; column: number; gain: number }[] = []
  for (let row = 0; row < truth.length / 2; row += 1)
    for (let column = 0; column < found.length / 2; column += 1)
      pairs.push({ row, column, gain: C * C - squared(truth, found, row, column) })
  const rows = new Set<number>()
  const columns = new Set<number>()
  let sum = 0
  for (const { row, column, gain } of pairs.toSorted((a, b) => b.gain - a.gain)) {
    if (gain <= 0 || rows.has(row) || columns.has(column)) continue
    rows.add(row)
    columns.add(column)
    sum += gain
  }
  return sum
}

/** Points in a box of three cut-offs, some of them negative, so that cells of either sign are met. */
const points = (most: number): fc.Arbitrary<Points> =>
  fc
    .array(fc.tuple(fc.integer({ min: -150, max: 150 }), fc.integer({ min: -150, max: 150 })), {
      maxLength: most,
    })
    .map((pairs) => Float64Array.from(pairs.flat()))

const scattered = (seed: number, count: number, sizeM: number): Points => {
  const random = seededRandom(seed)
  return Float64Array.from({ length: 2 * count }, () => random() * sizeM)
}

/** The second half of ten thousand points, far to the east. */
const far = (all: Points): Points =>
  all.map((value, n) => (n % 2 === 0 && n >= 10_000 ? value + 1e6 : value))

describe('the assignment', () => {
  test('gains as much as the best of all assignments', () => {
    fc.assert(
      fc.property(points(6), points(6), (truth, found) => {
        expect(solved(truth, found).gainM2).toBeCloseTo(tried(truth, found), 6)
      }),
      { numRuns: 500 },
    )
  })

  test('is one: no point twice, no pair beyond the cut-off, and its sums are those of its pairs', () => {
    fc.assert(
      fc.property(points(30), points(30), (truth, found) => {
        const { foundOf, gainM2, squaredM2, pairs } = solved(truth, found)
        const taken = [...foundOf].filter((column) => column >= 0)
        expect(new Set(taken).size).toBe(taken.length)
        expect(taken).toHaveLength(pairs)
        let sum = 0
        for (const [row, column] of foundOf.entries()) {
          if (column < 0) continue
          expect(squared(truth, found, row, column)).toBeLessThan(C * C)
          sum += squared(truth, found, row, column)
        }
        expect(squaredM2).toBeCloseTo(sum, 5)
        expect(gainM2).toBeCloseTo(pairs * C * C - sum, 5)
      }),
      { numRuns: 200 },
    )
  })

  test.for([1, 2, 3, 4])('of 60 crowded points is that of the dense method, seed %i', (seed) => {
    const truth = scattered(seed, 60, 400)
    const found = scattered(seed + 100, 55, 400)
    const ratios = Array.from({ length: 60 }, (_, row) =>
      Array.from({ length: 55 }, (_none, column) => {
        const gain = C * C - squared(truth, found, row, column)
        return gain > 0 ? Math.exp(gain / (C * C)) : 0
      }),
    )
    const dense = bestAssignment(ratios).reduce(
      (sum, column, row) => sum + (column < 0 ? 0 : C * C - squared(truth, found, row, column)),
      0,
    )
    expect(solved(truth, found).gainM2).toBeCloseTo(dense, 4)
    // Planted fault: the greedy assignment gains less here, so the comparison can tell them apart.
    expect(greedyGain(truth, found)).toBeLessThan(dense - 1)
  })

  test('does not depend on the order of the points', () => {
    const truth = scattered(5, 300, 2_000)
    const found = scattered(6, 300, 2_000)
    const turned = Float64Array.from(
      Array.from({ length: 300 }, (_, n) => [
        found[598 - 2 * n] ?? 0,
        found[599 - 2 * n] ?? 0,
      ]).flat(),
    )
    expect(solved(truth, turned).gainM2).toBeCloseTo(solved(truth, found).gainM2, 4)
    expect(solved(found, truth).gainM2).toBeCloseTo(solved(truth, found).gainM2, 4)
  })

  test('of ten thousand against ten thousand comes out, and equals what its halves far apart give', () => {
    const truth = scattered(7, 10_000, 200_000)
    const found = truth.map((value, n) => value + ((n * 37) % 120) - 60)
    const halves = [0, 10_000].map(
      (from) =>
        solved(far(truth).slice(from, from + 10_000), far(found).slice(from, from + 10_000)).gainM2,
    )
    expect(solved(far(truth), far(found)).gainM2).toBeCloseTo(
      (halves[0] ?? 0) + (halves[1] ?? 0),
      2,
    )
    expect(solved(truth, found).pairs).toBeGreaterThan(9_900)
  })

  test('of nothing is nothing, and exactly the cut-off is too far', () => {
    const none = new Float64Array(0)
    expect(solved(none, none)).toMatchObject({ pairs: 0, gainM2: 0, squaredM2: 0 })
    expect(solved(Float64Array.of(0, 0), Float64Array.of(C, 0)).pairs).toBe(0)
    expect(solved(Float64Array.of(0, 0), Float64Array.of(C - 1e-9, 0)).pairs).toBe(1)
  })

  test('of too many pairs in one place is refused', () => {
    const crowd = scattered(8, Math.ceil(Math.sqrt(EDGES_MAX)) + 1, 1)
    expect(matchWithin(crowd, crowd, C)).toMatchObject({
      refused: expect.stringContaining('pairs'),
    })
  })
})
