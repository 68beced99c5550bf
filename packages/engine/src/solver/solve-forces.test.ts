/**
 * Goal: a force model's answer keeps every rule, is the best there is, priority by priority, says what is proven, and
 * outlives a solver that fails, is ended or runs out of time. Method: random small models against exhaustive search,
 * larger ones against the checker, that shares no code; solvers that misbehave.
 */
import { readFileSync } from 'node:fs'
import type { Program, Solution } from '@holdfast/core/generate'
import { checkForces, parseForceSolution } from '@holdfast/core/generate/model'
import type { ForceModel, LimitedSolver, SolveLimits } from '@holdfast/core/generate/model'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  anyForceModel,
  everyAnswer,
  isBefore,
  levelsByHand,
  wholeByHand,
} from '../../../../tests/support/force-models.ts'
import { schemaErrors } from '../documents/index.ts'
import type { JsonSchema } from '../documents/index.ts'
import { HighsSolver, solveForces } from './index.ts'
import type { ForceProgress } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())

const clock = { nowMs: () => 0, cpuSeconds: () => 0 }
const solve = (model: ForceModel, more: Partial<Parameters<typeof solveForces>[1]> = {}) =>
  solveForces(model, { solver, clock, gap: 0, secondsMax: null, start: null, ...more })
const schema = (name: string): JsonSchema =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../docs/reference/${name}.schema.json`, import.meta.url),
      'utf8',
    ),
  )
const fitErrors = (name: string, value: unknown): readonly string[] =>
  schemaErrors(schema(name), JSON.parse(JSON.stringify(value)), (path) => path)

const middle = { packages: 14, lines: 8, rotations: 4, acceptance: true }
/** What the search alone leaves open, so that the solver has something to do. */
function hard(): ForceModel {
  const nations = Array.from({ length: 4 }, (_, i) => ({ id: `N${i}`, personsPerRotationMax: 260 }))
  const sizes = [7, 5, 11, 3, 9, 4, 8, 6, 10, 2, 13, 5]
  return {
    id: 'hard',
    title: 'hard',
    rotations: { count: 4, monthsEach: 6 },
    nations,
    packages: sizes.map((quantity, i) => ({
      id: `P${i}`,
      nation: `N${i % 4}`,
      title: `P${i}`,
      capability: 'guard',
      quantity,
      persons: 40 + ((i * 37) % 90),
      noticeDays: null,
      firstRotation: 1,
      harmony: { rotationsOnMax: 1, rotationsRest: 1 + (i % 2) },
      canLead: i % 3 === 0,
    })),
    lines: [17, 12, 15, 9].map((quantity, i) => ({
      id: `L${i}`,
      title: `L${i}`,
      capability: 'guard',
      quantity,
      place: 'north',
      priority: 1 + (i % 2),
      fromRotation: 1,
      toRotation: 4,
      noticeDays: null,
      nationsMax: 2,
      needsFramework: true,
    })),
    caveats: [],
    waived: [],
    enablers: [],
    acceptance: [],
  }
}

describe('an answer', () => {
  test('is the best of all, level by level, with that as its bound', async () => {
    const size = { packages: 3, lines: 3, rotations: 2, acceptance: true }
    await fc.assert(
      fc.asyncProperty(anyForceModel(size), async (model) => {
        let best = levelsByHand(model, [])
        for (const answer of everyAnswer(model)) {
          const levels = levelsByHand(model, answer)
          if (isBefore(levels, best)) best = levels
        }
        const solution = await solve(model)
        expect(solution.status).toBe('optimal')
        expect(checkForces(model, solution)).toEqual([])
        expect(new Set(solution.levels.map(({ given }) => given))).toEqual(new Set(['priorities']))
        const near = best.map((value) => expect.closeTo(value, 5))
        expect(solution.levels.map(({ objective }) => objective)).toEqual(near)
        expect(solution.levels.map(({ bound }) => bound)).toEqual(near)
        // Where every priority is proven, so is the whole.
        expect(solution.objective).toBeCloseTo(wholeByHand(model, best), 4)
        expect(solution.gap).toBe(0)
      }),
      { numRuns: 80, seed: 20260606 },
    )
  })

  test('to larger models keeps every rule, fits its schema, and is the same again', async () => {
    await fc.assert(
      fc.asyncProperty(anyForceModel(middle), async (model) => {
        expect(fitErrors('force-model', model)).toEqual([])
        const solution = await solve(model)
        expect(checkForces(model, solution)).toEqual([])
        expect(fitErrors('force-solution', solution)).toEqual([])
        const written: unknown = JSON.parse(JSON.stringify(solution))
        expect(parseForceSolution(written, (path) => path)).toEqual(solution)
        expect(await solve(model)).toEqual(solution)
      }),
      { numRuns: process.env['HOLDFAST_NIGHTLY'] === '1' ? 100 : 12, seed: 20260607 },
    )
  })

  test('is no worse from the answer before, and follows what was changed', async () => {
    await fc.assert(
      fc.asyncProperty(anyForceModel(middle), async (model) => {
        const before = await solve(model)
        const again = await solve(model, { start: before.assignments })
        expect(again.levels.map(({ objective }) => objective)).toEqual(
          before.levels.map(({ objective }) => expect.closeTo(objective, 5)),
        )
        const [gone] = model.nations
        const packages = model.packages.filter(({ nation }) => nation !== gone?.id)
        const without = { ...model, packages }
        const after = await solve(without, { start: before.assignments })
        expect(checkForces(without, after)).toEqual([])
        const [a, b] = [
          levelsByHand(without, after.assignments),
          levelsByHand(model, before.assignments),
        ]
        expect(model.acceptance.length === 0 && isBefore(a, b)).toBe(false)
      }),
      { numRuns: 15, seed: 20260608 },
    )
  })
})

describe('on its way', () => {
  test('it tells the first answer, then what each level found and proved', async () => {
    const told: ForceProgress[] = []
    const solution = await solve(hard(), { onProgress: (progress) => told.push(progress) })
    expect(told[0]).toEqual({ level: null, objective: null, bound: null, seconds: 0 })
    expect(solution.engine).toBe('both')
    for (const { level, objective } of solution.levels)
      expect(told.findLast((one) => one.level === level)?.objective).toBeCloseTo(objective, 6)
    expect(checkForces(hard(), solution)).toEqual([])
  })

  test('ended before the solver, it tells the first answer, which holds', async () => {
    const solution = await solve(hard(), { isCancelled: () => true })
    expect(solution).toMatchObject({
      status: 'feasible',
      engine: 'heuristic',
      reason: 'it was cancelled',
    })
    expect(solution.gap).toBeGreaterThan(0)
    expect(checkForces(hard(), solution)).toEqual([])
    expect(fitErrors('force-solution', solution)).toEqual([])
  })

  test('out of time, it says so and keeps its answer', async () => {
    let ms = 0
    const late = { nowMs: () => (ms += 2000), cpuSeconds: () => 0 }
    const solution = await solve(hard(), { clock: late, secondsMax: 1 })
    expect(solution).toMatchObject({ status: 'feasible', reason: 'the time limit was met' })
    expect(checkForces(hard(), solution)).toEqual([])
  })

  test.each(['failed', 'infeasible', 'unbounded'] as const)(
    'a solver that says %s loses nothing',
    async (status) => {
      const broken: LimitedSolver = {
        solveWithin: () => Promise.resolve<Solution>({ status, reason: 'it broke' }),
        cancel: () => {},
      }
      const solution = await solve(hard(), { solver: broken })
      expect(solution).toMatchObject({ status: 'feasible', engine: 'heuristic' })
      expect(solution.reason).toMatch(
        /^the solver failed on level 1 \(.*it broke.*last answer is kept$/,
      )
      expect(checkForces(hard(), solution)).toEqual([])
    },
  )

  test('a level that is stopped early has its own bound, and the later ones are solved', async () => {
    const seen: SolveLimits[] = []
    const short: LimitedSolver = {
      solveWithin: async (program: Program, limits: SolveLimits) => {
        seen.push(limits)
        const solution = await solver.solveWithin(program, { ...limits, start: null })
        return seen.length > 1 || solution.status !== 'optimal'
          ? solution
          : { ...solution, status: 'feasible', bound: 0.01 }
      },
      cancel: () => {},
    }
    const solution = await solve(hard(), { solver: short })
    expect(solution.levels.map(({ bound, gap }) => [bound > 0, gap > 0.5])).toEqual([
      [true, true],
      [true, false],
    ])
    expect(solution).toMatchObject({
      status: 'feasible',
      reason: 'the gap asked for was not reached',
    })
  })

  test('where the lexicographic proof fails, each line before is held, and the answer says so', async () => {
    const seen: Program[] = []
    const impatient: LimitedSolver = {
      solveWithin: async (program: Program, limits: SolveLimits) => {
        seen.push(program)
        if (seen.length !== 2) return solver.solveWithin(program, limits)
        const { start } = limits
        return { status: 'feasible', objective: 9, bound: 0, values: start ?? [], duals: [] }
      },
      cancel: () => {},
    }
    const solution = await solve(hard(), { solver: impatient })
    expect(solution.status).toBe('optimal')
    expect(solution.levels.map(({ given }) => given)).toEqual(['priorities', 'lines'])
    expect(checkForces(hard(), solution)).toEqual([])
    // The last program lets no line of the first priority lack more than in the answer.
    const ofLevel2 = seen.findLast(({ variables }) =>
      variables.every(({ name, cost }) => cost === 0 || !/^lacks L[02] /.test(name)),
    )
    const lacks = new Map(ofLevel2?.variables.map(({ name, upper }) => [name, upper]))
    for (const { line, rotation, shortfall } of solution.shortfalls)
      if (['L0', 'L2'].includes(line))
        expect(lacks.get(`lacks ${line} ${rotation}`)).toBe(shortfall)
    // No answer that is as good on the first priority has less in all than the bound says.
    expect(solution.bound).toBeLessThanOrEqual((await solve(hard())).objective + 1e-4)
  })

  test('cancelled within a solve, it asks the solver nothing more', async () => {
    let count = 0
    const slow: LimitedSolver = {
      solveWithin: async (program: Program, limits: SolveLimits) => {
        count += 1
        if (count === 1) return solver.solveWithin(program, limits)
        return { status: 'feasible', objective: 9, bound: 0, values: limits.start ?? [], duals: [] }
      },
      cancel: () => {},
    }
    const solution = await solve(hard(), { solver: slow, isCancelled: () => count > 1 })
    expect(count).toBe(2)
    expect(solution).toMatchObject({ status: 'feasible' })
    expect(solution.reason).not.toBeNull()
    expect(checkForces(hard(), solution)).toEqual([])
  })
})
