/**
 * Goal: after a fault what was carried out stays as it was, and the new plan can be carried out on the model as it is now.
 * Method: random models planned and re-planned at random hours, with a random node or leg shut from then on, by a solver that
 * makes its answers up; the replay judges the whole. Then a chain whose crossing is shut: nothing passes it.
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
import { isRefused, seededRandom } from '../../units/index.ts'
import { closeModel, planMovement, replan, replayPlan } from './index.ts'
import type { LinearSolver, MovePlan } from './index.ts'

const liar = (seed: number): LinearSolver => ({
  solveLinear: ({ upper, rowLower }) => {
    const random = seededRandom(seed)
    return Promise.resolve({
      status: 'solved',
      values: upper.map((most) => random() * Math.min(most, 30)),
      duals: new Float64Array(rowLower.length),
    })
  },
})
const before = (plan: MovePlan, hour: number): unknown => [
  plan.serials.filter(({ departHour }) => departHour < hour),
  plan.empties.filter(({ departHour }) => departHour < hour),
  plan.handlings.filter((move) => move.hour < hour),
  plan.signings.filter((signing) => signing.hour < hour),
]

test('what was carried out stays, and the whole can be carried out on the model as it is now', async () => {
  let carried = 0
  await fc.assert(
    fc.asyncProperty(anyMovementModel, fc.nat(), fc.nat(), async (model, at, which) => {
      const plan = await planMovement(model, liar(at))
      const steps = model.horizonHours / model.stepHours
      const hour = (at % steps) * model.stepHours
      const all = [...model.nodes, ...model.legs]
      const id = all[which % all.length]?.id ?? ''
      const shut = closeModel(model, [{ id, fromHour: hour, untilHour: model.horizonHours }])
      if (isRefused(shut)) throw new Error(shut.refused)
      const again = await replan({ model: shut, plan, hour }, liar(which))
      if (isRefused(again)) throw new Error(again.refused)
      expect(replayPlan(shut, again).faults).toEqual([])
      expect(before(again, hour)).toEqual(before(plan, hour))
      expect(again.executedUntilHour).toBe(hour)
      if (hour > 0) carried += plan.serials.length
    }),
    { numRuns: 60, seed: 11 },
  )
  expect(carried).toBeGreaterThan(100)
})

const chain = plainModel({
  horizonHours: 24,
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 90, owner: 'XAA', gates: [] }],
    }),
    plainNode('c', 'crossing'),
    plainNode('p', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 30, fromHour: 0 }])],
  demands: [
    {
      id: 'q',
      title: 'q',
      issuePoint: 'p',
      commodity: null,
      quantity: 90,
      priority: 1,
      dueHour: 24,
    },
  ],
})

test('nothing leaves a crossing that is shut; what is under way arrives', async () => {
  const plan = await planMovement(chain, liar(1))
  const shut = closeModel(chain, [{ id: 'c', fromHour: 6, untilHour: 24 }])
  if (isRefused(shut)) throw new Error(shut.refused)
  const again = await replan({ model: shut, plan, hour: 6 }, liar(2))
  if (isRefused(again)) throw new Error(again.refused)
  expect(again.serials.filter(({ leg, departHour }) => leg === 'c-p' && departHour >= 6)).toEqual(
    [],
  )
  const underWay = plan.serials.filter(
    ({ departHour, arriveHour }) => departHour < 6 && arriveHour >= 6,
  )
  expect(underWay.length).toBeGreaterThan(0)
  expect(again.serials).toEqual(
    expect.arrayContaining(underWay.map((serial) => expect.objectContaining(serial) as unknown)),
  )
})

test.each([
  [7, /hour 7 begins no step; write a multiple of 2/],
  [24, /hour 24 begins no step/],
])('hour %d is refused', async (hour, words) => {
  const plan = await planMovement(chain, liar(1))
  expect(await replan({ model: chain, plan, hour }, liar(1))).toEqual({
    refused: expect.stringMatching(words) as string,
  })
})

test('a plan of another model, and a closure of nothing, are refused', async () => {
  const plan = { ...(await planMovement(chain, liar(1))), model: 'x' }
  expect(isRefused(await replan({ model: chain, plan, hour: 2 }, liar(1)))).toBe(true)
  expect(isRefused(closeModel(chain, [{ id: 'nowhere', fromHour: 0, untilHour: 1 }]))).toBe(true)
})
