/**
 * Goal: a dive answers with whole values that meet every row, never better than the optimum in fractions; and with it the
 * movement plan that ships has whole vehicles for nearly all that fractions of vehicles could arm. Method: random programs
 * of knapsack rows with their optimum from the same solver; groups that cannot be rounded together; the shipped model, at
 * length only by night.
 */
import { readFileSync } from 'node:fs'
import { parseMovementModel, planMovement, replayPlan } from '@holdfast/core/move/model'
import type { LinearProgram, LinearSolution } from '@holdfast/core/move/model'
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readYaml } from '../documents/index.ts'
import { HighsLinearSolver } from './index.ts'

const isNightly = process.env['HOLDFAST_NIGHTLY'] === '1'
const solver = new HighsLinearSolver()
afterAll(() => solver.close())

interface Row {
  readonly least: number
  readonly most: number
  readonly terms: readonly number[]
}
const programOf = (worth: readonly number[], rows: readonly Row[], most = 9): LinearProgram => ({
  cost: Float64Array.from(worth, (each) => -each),
  lower: new Float64Array(worth.length),
  upper: new Float64Array(worth.length).fill(most),
  rowLower: Float64Array.from(rows, ({ least }) => least),
  rowUpper: Float64Array.from(rows, ({ most: upper }) => upper),
  starts: Int32Array.from([0, ...rows.map((_, row) => (row + 1) * worth.length)]),
  columns: Int32Array.from(rows.flatMap(() => [...worth.keys()])),
  values: Float64Array.from(rows.flatMap(({ terms }) => [...terms])),
})
const solved = (answer: LinearSolution): Float64Array => {
  if (answer.status !== 'solved') throw new Error(answer.reason)
  return answer.values
}
const worthOf = ({ cost }: LinearProgram, values: Float64Array): number =>
  cost.reduce((sum, each, column) => sum - each * (values[column] ?? 0), 0)

test('values are whole, meet the rows, and are no better than the optimum', async () => {
  let rounded = 0
  const anyProgram = fc.integer({ min: 2, max: 6 }).chain((columns) => {
    const terms = fc.array(fc.integer({ min: 1, max: 7 }), {
      minLength: columns,
      maxLength: columns,
    })
    const row = fc.record({
      least: fc.constant(-Infinity),
      most: fc.integer({ min: 5, max: 60 }),
      terms,
    })
    return fc.tuple(terms, fc.array(row, { minLength: 1, maxLength: 4 }))
  })
  await fc.assert(
    fc.asyncProperty(anyProgram, async ([worth, rows]) => {
      const program = programOf(worth, rows)
      const best = solved(await solver.solveLinear(program))
      const groups = worth.map((_, column) => Int32Array.of(column))
      for (const asked of [groups, [Int32Array.from(worth.keys())]]) {
        const values = solved(await solver.solveWhole(program, asked))
        for (const value of values) expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-6)
        for (const { most, terms } of rows)
          expect(
            terms.reduce((sum, each, column) => sum + each * (values[column] ?? 0), 0),
          ).toBeLessThanOrEqual(most + 1e-6)
        const [whole, fractions] = [worthOf(program, values), worthOf(program, best)]
        expect(whole).toBeLessThanOrEqual(fractions + 1e-5)
        if (whole < fractions - 1e-3) rounded += 1
      }
    }),
    { numRuns: 60, seed: 20_261_122 },
  )
  // Otherwise every optimum was whole by itself, and nothing was asked of the dive.
  expect(rounded).toBeGreaterThan(20)
})

test('what cannot be rounded together is rounded one by one', async () => {
  // The optimum is 0.5 of each; both up is too much, and both down too little for the second row.
  const program = programOf(
    [1, 1],
    [
      { least: -Infinity, most: 1, terms: [1, 1] },
      { least: 1, most: Infinity, terms: [1, 1] },
      { least: -Infinity, most: 0.4, terms: [0.8, 0] },
      { least: -Infinity, most: 0.5, terms: [0, 0.5] },
    ],
  )
  const values = solved(await solver.solveWhole(program, [Int32Array.of(0, 1)]))
  expect([...values].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, 1])
})

test('a program that no values meet is told, and so is a solver that is closed', async () => {
  const none = programOf([1], [{ least: 20, most: Infinity, terms: [1] }])
  expect(await solver.solveWhole(none, [Int32Array.of(0)])).toMatchObject({ status: 'infeasible' })
  const closed = new HighsLinearSolver()
  await closed.close()
  expect(await closed.solveWhole(none, [])).toEqual({
    status: 'failed',
    reason: 'the solver is closed; open another',
  })
})

test.runIf(isNightly)(
  'the model that ships arms what is asked with whole vehicles',
  async () => {
    const path = new URL('../../../../data/networks/coalition-lift.yaml', import.meta.url)
    const document = readYaml(readFileSync(path, 'utf8'), 'coalition-lift.yaml')
    if (isRefused(document)) throw new Error(document.refused)
    const model = parseMovementModel(document.value, document.at)
    if (isRefused(model)) throw new Error(model.refused)
    const plan = await planMovement(model, solver, { effort: 'long' })
    expect(replayPlan(model, plan).faults).toEqual([])
    expect(plan.armedByHour.at(-1)).toEqual([model.ask.byHour, model.ask.kits])
    expect(plan.gap).toBeLessThan(0.01)
  },
  300_000,
)
