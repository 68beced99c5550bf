/**
 * Goal: the adapter answers as core's port says: optimum, duals with their sign, whole values, and a reason for
 * everything else; the same answer each time. Method: programs small enough to solve by hand, and random ones against
 * exhaustive search.
 */
import type { Program, Solution } from '@holdfast/core/generate'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { HighsSolver, VARIABLES_MAX } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())

const variable = (cost: number, upper = Infinity, integer = false) => ({
  name: `x${cost}`,
  lower: 0,
  upper,
  cost,
  integer,
})
const atMost = (upper: number, ...coefficients: number[]) => ({
  name: `at most ${upper}`,
  lower: -Infinity,
  upper,
  terms: coefficients.map((coefficient, i) => [i, coefficient] as const),
})
const chairs: Program = {
  variables: [variable(-30), variable(-50)],
  constraints: [atMost(40, 1, 2), atMost(50, 2, 1)],
}
const whole = (program: Program): Program => ({
  ...program,
  variables: program.variables.map(({ name, lower, upper, cost }) => ({
    name,
    lower,
    upper,
    cost,
    integer: true,
  })),
})
const optimum = (solution: Solution) => {
  if (solution.status !== 'optimal') throw new Error(JSON.stringify(solution))
  return solution
}

describe('the solver', () => {
  test('finds the optimum; a dual is the change of the objective for one more unit', async () => {
    const { objective, bound, values, duals } = optimum(await solver.solve(chairs))
    expect(objective).toBeCloseTo(-1100, 6)
    expect(bound).toBeCloseTo(-1100, 6)
    expect(values.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([20, 10])
    const more = { ...chairs, constraints: [atMost(41, 1, 2), atMost(50, 2, 1)] }
    const changed = optimum(await solver.solve(more)).objective - objective
    expect(duals[0]).toBeCloseTo(changed, 6)
  })

  test('whole values are whole, and have no duals', async () => {
    const program = { variables: [variable(-1)], constraints: [atMost(7, 2)] }
    expect(optimum(await solver.solve(program)).values[0]).toBeCloseTo(3.5, 9)
    const { values, duals } = optimum(await solver.solve(whole(program)))
    expect(values).toEqual([3])
    expect(duals).toEqual([])
  })

  test('the same program gives the same answer, on another solver too', async () => {
    const first = await solver.solve(chairs)
    const other = new HighsSolver()
    expect(await other.solve(chairs)).toEqual(first)
    expect(await solver.solve(chairs)).toEqual(first)
    await other.close()
  })

  test('infeasible, unbounded and malformed programs are answers with a reason', async () => {
    const one = [variable(1)]
    const infeasible = { variables: one, constraints: [{ ...atMost(-1, 1) }] }
    expect((await solver.solve(infeasible)).status).toBe('infeasible')
    expect((await solver.solve({ variables: [variable(-1)], constraints: [] })).status).toBe(
      'unbounded',
    )
    expect(
      await solver.solve({ variables: [variable(Number.NaN)], constraints: [] }),
    ).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('correct the model'),
    })
    const stray = { variables: one, constraints: [atMost(1, 1, 1)] }
    expect(await solver.solve(stray)).toMatchObject({ status: 'failed' })
    const twice = {
      variables: one,
      constraints: [{ ...atMost(1), terms: [[0, 1] as const, [0, 1] as const] }],
    }
    expect(await solver.solve(twice)).toMatchObject({ status: 'failed' })
    // It goes on working.
    expect((await solver.solve(chairs)).status).toBe('optimal')
  })
})

describe('its limits and its search', () => {
  test('too large a program is refused before it is copied', async () => {
    const one = variable(1)
    const variables = Array.from({ length: VARIABLES_MAX + 1 }, () => one)
    expect(await solver.solve({ variables, constraints: [] })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining(`more than ${VARIABLES_MAX}`),
    })
  })

  test('an empty program is solved; a closed solver says so', async () => {
    const other = new HighsSolver()
    expect(await other.solve({ variables: [], constraints: [] })).toMatchObject({
      status: 'optimal',
    })
    await other.close()
    expect(await other.solve(chairs)).toMatchObject({ status: 'failed' })
  })

  test('agrees with exhaustive search on small whole programs', async () => {
    const coefficient = fc.integer({ min: 0, max: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), coefficient, coefficient, coefficient), {
          minLength: 1,
          maxLength: 3,
        }),
        async (costs, rows) => {
          const program: Program = {
            variables: costs.map((cost) => variable(cost, 3, true)),
            constraints: rows.map(([upper, ...coefficients]) => atMost(upper, ...coefficients)),
          }
          let best = Infinity
          for (let point = 0; point < 64; point += 1) {
            const x = [point & 3, (point >> 2) & 3, (point >> 4) & 3]
            const dot = (by: readonly number[]) =>
              by.reduce((sum, factor, i) => sum + factor * (x[i] ?? 0), 0)
            if (rows.every(([upper, ...by]) => dot(by) <= upper)) best = Math.min(best, dot(costs))
          }
          expect(optimum(await solver.solve(program)).objective).toBeCloseTo(best, 6)
        },
      ),
      { numRuns: 60, seed: 20260101 },
    )
  })
})
