/**
 * Goal: the first answer keeps every rule and repeats; more work never makes it worse; a start that no longer fits is
 * mended. Method: random models, judged by the checker and by exhaustive search.
 */
import { seededRandom } from '@holdfast/core/units'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyForceModel,
  everyAnswer,
  isBefore,
  levelsByHand,
} from '../../../../../tests/support/force-models.ts'
import { checkAssignments, indexForces, levelsOf, searchForces } from './index.ts'
import type { ForceAssignment, ForceModel } from './index.ts'

const search = (model: ForceModel, workMax: number, from: readonly ForceAssignment[] = []) =>
  searchForces(indexForces(model), { workMax, from, priority: null, heldMax: 0 }, seededRandom(1))

test('on random models it keeps every rule, repeats, and is no worse for more work', () => {
  const size = { packages: 12, lines: 8, rotations: 4, acceptance: true }
  fc.assert(
    fc.property(anyForceModel(size), (model) => {
      const short = search(model, 1)
      const long = search(model, 20_000)
      expect(checkAssignments(model, short)).toEqual([])
      expect(checkAssignments(model, long)).toEqual([])
      expect(search(model, 20_000)).toEqual(long)
      const [before, after] = [levelsByHand(model, short), levelsByHand(model, long)]
      expect(isBefore(before, after)).toBe(false)
      const told = levelsOf(indexForces(model), long).map(({ objective }) => objective)
      expect(told.map((value) => Math.round(value * 1e6))).toEqual(
        after.map((value) => Math.round(value * 1e6)),
      )
    }),
    { numRuns: 60, seed: 20260603 },
  )
})

test('on small models it mostly finds the best there is, and never better', () => {
  const size = { packages: 3, lines: 2, rotations: 2, acceptance: false }
  let [found, all] = [0, 0]
  fc.assert(
    fc.property(anyForceModel(size), (model) => {
      let best: readonly number[] = levelsByHand(model, [])
      for (const answer of everyAnswer(model)) {
        const levels = levelsByHand(model, answer)
        if (isBefore(levels, best)) best = levels
      }
      const levels = levelsByHand(model, search(model, 20_000))
      expect(isBefore(levels, best)).toBe(false)
      all += 1
      if (!isBefore(best, levels)) found += 1
    }),
    { numRuns: 80, seed: 20260604 },
  )
  expect(found / all).toBeGreaterThan(0.9)
})

test('a start from another model is kept as far as it fits', () => {
  const size = { packages: 10, lines: 6, rotations: 3, acceptance: false }
  fc.assert(
    fc.property(anyForceModel(size), anyForceModel(size), (model, other) => {
      expect(checkAssignments(model, search(model, 1, search(other, 5000)))).toEqual([])
    }),
    { numRuns: 60, seed: 20260605 },
  )
})
