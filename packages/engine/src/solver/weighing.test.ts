/**
 * Goal: levels that no proof closes on are weighed against each other and take nothing from those before; the first is
 * never one of them (G24); what is told of them stays true. Method: small models of several parts with nations that have
 * too few persons, a solver that proves nothing of levels after some solves, and exhaustive search; comparison by hand.
 */
import type { Program } from '@holdfast/core/generate'
import { checkForces, indexForces, isBetter, partsOf } from '@holdfast/core/generate/model'
import type { ForceModel, LimitedSolver, SolveLimits } from '@holdfast/core/generate/model'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  anyForceModel,
  everyAnswer,
  levelsByHand,
  wholeByHand,
} from '../../../../tests/support/force-models.ts'
import { HighsSolver, solveForces } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())
const clock = { nowMs: () => 0, cpuSeconds: () => 0 }
const size = { packages: 4, lines: 3, rotations: 2, acceptance: false }
const SLACK = 1e-4

/** After so many solves of a level, whose costs are shares, it gives the start back and proves nothing. */
function tired(provesMax: number): LimitedSolver {
  let asked = 0
  return {
    solveWithin: (program: Program, limits: SolveLimits) => {
      const isLevel = program.variables.every(({ cost }) => cost <= 1)
      if (isLevel) asked += 1
      return isLevel && asked > provesMax
        ? Promise.resolve({
            status: 'feasible',
            objective: 9,
            bound: 0,
            values: limits.start ?? [],
            duals: [],
          })
        : solver.solveWithin(program, limits)
    },
    cancel: () => {},
  }
}

/** One nation for all, with few persons: parts lack what others take. */
function crowded(drawn: ForceModel): ForceModel {
  const nations = drawn.nations.map(({ id }) => ({ id, personsPerRotationMax: 4 }))
  return { ...drawn, nations, packages: drawn.packages.map((unit) => ({ ...unit, nation: 'N1' })) }
}

test('levels that are weighed take nothing from those before, and come to what is best in sum', async () => {
  const seen = { weighed: 0, best: 0 }
  await fc.assert(
    fc.asyncProperty(anyForceModel(size), fc.nat(3), async (drawn, proves) => {
      const model = crowded(drawn)
      const run = { solver: tired(proves), clock, gap: 0, secondsMax: null, start: null }
      const solution = await solveForces(model, run)
      expect(checkForces(model, solution)).toEqual([])
      const { weighedFrom, levels } = solution
      if (weighedFrom === null) return
      seen.weighed += 1
      expect(partsOf(indexForces(model)).length).toBeGreaterThan(1)
      expect(weighedFrom).toBeGreaterThan(Number(levels[0]?.level))
      // Those before are proven, but for the first, which is held at what was found.
      const held = levels.filter(({ level }) => level !== 'acceptance' && level < weighedFrom)
      for (const { gap, given } of held.slice(1))
        expect([gap < SLACK, given]).toEqual([true, 'priorities'])
      const others = [...everyAnswer(model)].map((answer) => levelsByHand(model, answer))
      const asGood = others.filter((found) =>
        held.every(({ objective }, i) => (found[i] ?? 0) <= objective + SLACK),
      )
      const least = Math.min(...asGood.map((found) => wholeByHand(model, found)))
      expect(solution.objective).toBeGreaterThan(least - 256 * SLACK)
      if (solution.objective < least + SLACK) seen.best += 1
    }),
    { numRuns: 400, seed: 20261126 },
  )
  // Not vacuous: many were weighed, nearly all of them to the best sum.
  expect(seen.weighed).toBeGreaterThan(20)
  expect(seen.best).toBeGreaterThan(0.8 * seen.weighed)
})

const told = (...objectives: readonly number[]) => [
  ...objectives.slice(0, -1).map((objective, i) => ({ level: i + 1, objective })),
  { level: 'acceptance' as const, objective: objectives.at(-1) ?? 0 },
]

describe('what is better', () => {
  test.each([
    ['the first level decides', told(1, 9, 9, 9), told(2, 0, 0, 0), null, true],
    ['so it does where later ones are weighed', told(1, 9, 9, 9), told(2, 0, 0, 0), 2, true],
    [
      'weighed, a level gives way to twice as much of the next',
      told(1, 3, 1, 0),
      told(1, 2, 4, 0),
      2,
      true,
    ],
    ['but not to less', told(1, 3, 1, 0), told(1, 2, 2, 0), 2, false],
    ['acceptance comes after the sum', told(1, 2, 4, 1), told(1, 3, 2, 2), 2, true],
    ['the same is no better', told(1, 2, 4, 1), told(1, 3, 2, 1), 2, false],
  ])('%s', (_, a, b, weighedFrom, better) => {
    expect(isBetter(a, b, weighedFrom)).toBe(better)
  })
})
