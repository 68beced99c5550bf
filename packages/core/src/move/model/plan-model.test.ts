/**
 * Goal: whatever a solver answers, the plan can be carried out, and its bound is one. Method: random models of every kind
 * of limit; a solver that makes its answers up (values anywhere within the bounds, duals of any sign and size), one that
 * says that all should go at once, and one that fails; the replay, which shares no code with the construction, judges.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anyMovementModel,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../../tests/support/movement-models.ts'
import { seededRandom } from '../../units/index.ts'
import { parseMovementModel, planMovement, replayPlan } from './index.ts'
import type { LinearSolver, MovePlan } from './index.ts'

/** Answers anything. */
const liar = (seed: number): LinearSolver => ({
  solveLinear: ({ upper, rowLower }) => {
    const random = seededRandom(seed)
    return Promise.resolve({
      status: 'solved',
      values: upper.map((most) => random() * Math.min(most, 30)),
      duals: Float64Array.from(rowLower, () => (random() - 0.5) * 4),
    })
  },
  solveWhole: ({ upper }) => {
    const random = seededRandom(seed + 1)
    return Promise.resolve({
      status: 'solved',
      values: upper.map((most) => Math.round(random() * Math.min(most, 30))),
      duals: new Float64Array(0),
    })
  },
})
/** Says that all should happen at once, and knows no prices. */
const hasty: LinearSolver = {
  solveLinear: ({ upper, rowLower }) =>
    Promise.resolve({ status: 'solved', values: upper, duals: new Float64Array(rowLower.length) }),
}
/** What any plan must be. */
function expectSound(plan: MovePlan): void {
  expect(plan.bound).toBeGreaterThanOrEqual(plan.objective)
  expect(plan.gap).toBeGreaterThanOrEqual(0)
  expect(plan.gap).toBeLessThanOrEqual(1)
}

test('a plan made on made-up advice can be carried out', async () => {
  let moved = 0
  await fc.assert(
    fc.asyncProperty(anyMovementModel, fc.integer(), async (model, seed) => {
      for (const solver of [liar(seed), hasty]) {
        const plan = await planMovement(model, solver)
        expect(replayPlan(model, plan).faults).toEqual([])
        expectSound(plan)
        moved += plan.signings.length
      }
    }),
    { numRuns: 120, seed: 6 },
  )
  // The property is no property of plans that do nothing.
  expect(moved).toBeGreaterThan(150)
})

test('a model is read again from its own JSON as it was', () => {
  fc.assert(
    fc.property(anyMovementModel, (model) => {
      const read: unknown = JSON.parse(JSON.stringify(model))
      expect(parseMovementModel({ ...(read as object), notice: 'n' }, (path) => path)).toEqual({
        ...model,
        notice: 'n',
      })
    }),
    { numRuns: 100, seed: 7 },
  )
})

test('a solver that fails leaves a plan that says so', async () => {
  const broken: LinearSolver = {
    solveLinear: () => Promise.resolve({ status: 'failed', reason: 'it broke' }),
  }
  const model = plainModel({
    nodes: [
      plainNode('d', 'depot', {
        stock: [{ commodity: 'kit', quantity: 9, owner: 'XAA', gates: [] }],
      }),
      plainNode('p', 'issuePoint'),
    ],
    legs: [plainLeg('d', 'p')],
    fleets: [plainFleet([{ node: 'd', count: 2, fromHour: 0 }])],
    demands: [
      {
        id: 'q',
        title: 'q',
        issuePoint: 'p',
        commodity: null,
        quantity: 9,
        priority: 1,
        dueHour: 12,
      },
    ],
  })
  const plan = await planMovement(model, broken)
  expect(plan).toMatchObject({ status: 'failed', reason: 'the solver ended with failed: it broke' })
  expect(replayPlan(model, plan).faults).toEqual([])
})
