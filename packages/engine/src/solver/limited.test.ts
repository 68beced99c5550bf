/**
 * Goal: a solve within limits starts from what it is given, tells what it finds, ends when it is told to, and still has an
 * answer. Method: one knapsack that takes HiGHS some nodes, with and without each limit.
 */
import type { Program } from '@holdfast/core/generate'
import type { Improvement } from '@holdfast/core/generate/model'
import { seededRandom } from '@holdfast/core/units'
import { afterAll, describe, expect, test } from 'vitest'
import { HighsSolver } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())

/** Five knapsacks over the same items: hard to prove for its size. */
function knapsacks(items: number): Program {
  const random = seededRandom(7)
  const variables = Array.from({ length: items }, (_, i) => ({
    name: `x${i}`,
    lower: 0,
    upper: 1,
    cost: -Math.floor(100 + 900 * random()),
    integer: true,
  }))
  const constraints = Array.from({ length: 5 }, (_, row) => {
    const terms = variables.map((_v, i) => [i, Math.floor(100 + 900 * random())] as const)
    const total = terms.reduce((sum, [, coefficient]) => sum + coefficient, 0)
    return { name: `row ${row}`, lower: -Infinity, upper: Math.floor(total / 2), terms }
  })
  return { variables, constraints }
}
const open = { gap: 0, secondsMax: null, nodesMax: null, start: null }
const small = knapsacks(25)

describe('a solve within limits', () => {
  test('without any it is the solve of the port', async () => {
    expect(await solver.solveWithin(small, open)).toEqual(await solver.solve(small))
  })

  test('tells better answers on the way, each better than the one before', async () => {
    const told: Improvement[] = []
    const solution = await solver.solveWithin(small, open, (found) => told.push(found))
    if (solution.status !== 'optimal') throw new Error(solution.status)
    expect(told.length).toBeGreaterThan(0)
    const objectives = told.map(({ objective }) => objective)
    expect(objectives).toEqual(objectives.toSorted((a, b) => b - a))
    expect(objectives.at(-1)).toBeCloseTo(solution.objective, 6)
    for (const { values, bound, objective } of told) {
      expect(values).toHaveLength(25)
      expect(bound).toBeLessThanOrEqual(objective + 1e-6)
    }
  })

  test('stops at the gap asked for, and tells a bound that holds', async () => {
    const best = await solver.solve(small)
    const wide = await solver.solveWithin(small, { ...open, gap: 0.5 })
    if (wide.status !== 'optimal' || best.status !== 'optimal') throw new Error('no optimum')
    expect(wide.bound).toBeLessThanOrEqual(best.objective + 1e-6)
    expect(wide.objective).toBeGreaterThanOrEqual(best.objective - 1e-6)
    expect((wide.objective - wide.bound) / Math.abs(wide.objective)).toBeLessThanOrEqual(0.5)
  })

  test('a start is an answer at once: nothing worse is told', async () => {
    const best = await solver.solve(small)
    if (best.status !== 'optimal') throw new Error('no optimum')
    const told: number[] = []
    const start = best.values
    const again = await solver.solveWithin(small, { ...open, start }, ({ objective }) =>
      told.push(objective),
    )
    expect(again).toMatchObject({ status: 'optimal' })
    expect(Math.max(...told, -Infinity)).toBeLessThanOrEqual(best.objective + 1e-6)
  })

  test('a start that breaks a rule is passed over', async () => {
    const best = await solver.solve(small)
    const start = small.variables.map(() => 1)
    const solution = await solver.solveWithin(small, { ...open, start })
    if (solution.status !== 'optimal' || best.status !== 'optimal') throw new Error('no optimum')
    expect(solution.objective).toBeCloseTo(best.objective, 6)
  })

  test('cancelled on the way it answers with what it has, and the next solve runs to its end', async () => {
    const large = knapsacks(60)
    let count = 0
    const solution = await solver.solveWithin(large, open, () => {
      count += 1
      solver.cancel()
    })
    expect(count).toBeGreaterThan(0)
    if (solution.status !== 'feasible') throw new Error(solution.status)
    expect(solution.bound).toBeLessThan(solution.objective)
    expect((await solver.solveWithin(small, open)).status).toBe('optimal')
  })

  test('an instant is enough time for an answer with a start', async () => {
    const large = knapsacks(60)
    const start = large.variables.map(() => 0)
    const solution = await solver.solveWithin(large, { ...open, secondsMax: 1e-6, start })
    if (solution.status !== 'feasible') throw new Error(solution.status)
    expect(solution.objective).toBeLessThanOrEqual(1e-9)
    expect(solution.bound).toBeLessThan(solution.objective)
  })
})
