/**
 * Goal: what is on record of movement is what a person with the right to it adopted: a model by its digest, a plan by the
 * digest that was seen, of the model in force, with its assumptions. Method: a small model and its plan; every way to be
 * refused; then the state folded from the entries.
 */
import { expect, test } from 'vitest'
import {
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../tests/support/movement-models.ts'
import type { Draft, Entry } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { isRefused } from '../units/index.ts'
import { decide, evolve, initial } from './index.ts'
import type { MoveCommand, MoveState } from './index.ts'
import { documentDigest, planMovement } from './model/index.ts'
import type { LinearSolver } from './model/index.ts'

const hasty: LinearSolver = {
  solveLinear: ({ upper, rowLower }) =>
    Promise.resolve({ status: 'solved', values: upper, duals: new Float64Array(rowLower.length) }),
}
const model = plainModel({
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 20, owner: 'XAA', gates: [] }],
    }),
    plainNode('p', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 5, fromHour: 0 }])],
  demands: [
    {
      id: 'q',
      title: 'q',
      issuePoint: 'p',
      commodity: null,
      quantity: 10,
      priority: 1,
      dueHour: 12,
    },
  ],
  assumptions: [
    { id: 'A-1', title: 'a', value: 1, unit: 'h', owner: 'a planner', date: '2026', source: null },
  ],
})
const plan = await planMovement(model, hasty)
const planner: Actor = {
  name: 'Lind',
  nation: 'XAA',
  role: 'planner',
  office: 'guarantors',
  keyId: '',
}
const context = { actor: planner, nowMs: 5 }
const adoptPlan: Extract<MoveCommand, { type: 'adoptPlan' }> = {
  type: 'adoptPlan',
  digest: documentDigest(plan),
  modelDigest: documentDigest(model),
  reason: 'the best of three',
  faults: [],
  chance: null,
  model,
  plan,
}
const entered = ({ kind, payload }: Draft, index: number): Entry =>
  ({ kind, payload, refs: [], index, actor: planner, atMs: 5 }) as unknown as Entry

function after(state: MoveState, command: MoveCommand, index: number): MoveState {
  const decided = decide(state, command, context)
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries.reduce((one, draft) => evolve(one, entered(draft, index)), state)
}
const withModel = after(initial, { type: 'adoptModel', model }, 3)

test('a model is adopted by its digest, once', () => {
  expect(withModel.model).toEqual({
    index: 3,
    atMs: 5,
    by: 'Lind',
    nation: 'XAA',
    digest: documentDigest(model),
    model,
  })
  const again = decide(withModel, { type: 'adoptModel', model }, context)
  expect(isRefused(again) ? again.refused : '').toMatch(/is in force already/)
  const empty = { ...model, nodes: model.nodes.slice(1) }
  const refused = decide(initial, { type: 'adoptModel', model: empty }, context)
  expect(isRefused(refused) ? refused.refused : '').toMatch(/has no depot; add one/)
})

test('a plan is adopted with its digest, its model and its assumptions, and rests on the model', () => {
  expect(plan.signings.length).toBeGreaterThan(0)
  const decided = decide(withModel, adoptPlan, context)
  expect(decided).toMatchObject({
    entries: [
      {
        kind: 'move.plan-adopted',
        refs: [3],
        payload: {
          digest: adoptPlan.digest,
          modelDigest: adoptPlan.modelDigest,
          reason: 'the best of three',
          assumptions: model.assumptions,
          ask: model.ask,
        },
      },
    ],
  })
  const state = after(withModel, adoptPlan, 4)
  expect(state.plan).toMatchObject({ index: 4, by: 'Lind', plan, digest: adoptPlan.digest })
  expect(state.model).toBe(withModel.model)
  // What was withheld, and what is of other steps, changes nothing.
  expect(evolve(state, { index: 9, tombstone: {} } as never)).toBe(state)
  expect(evolve(state, { ...entered({ kind: 'x.y', payload: {}, refs: [] }, 9) })).toBe(state)
})

const { serials } = plan
test.each<[string, Partial<typeof adoptPlan>, Partial<Actor>, RegExp]>([
  ['by another office', {}, { office: 'monitor' }, /office monitor may not adopt a movement plan/],
  ['by a role that plans nothing', {}, { role: 'watch' }, /role watch may not adopt/],
  ['without a reason', { reason: '  ' }, {}, /reason: has 0 characters/],
  ['with a reason too long', { reason: 'x'.repeat(2_001) }, {}, /reason: has 2001/],
  ['by another digest', { digest: 'f'.repeat(64) }, {}, /digest: is ffffffffffff…, the plan's is/],
  ['of another model', { modelDigest: 'f'.repeat(64) }, {}, /of a model that is not in force/],
  [
    'that failed',
    { plan: { ...plan, status: 'failed', reason: 'why' } },
    {},
    /the plan failed \(why\)/,
  ],
])('a plan %s is refused', (_name, change, who, told) => {
  const decided = decide(
    withModel,
    { ...adoptPlan, ...change },
    {
      ...context,
      actor: { ...planner, ...who },
    },
  )
  expect(isRefused(decided) ? decided.refused : '').toMatch(told)
})

test('a plan that cannot be carried out is refused, and so is one before there is a model', () => {
  const doubled = {
    ...plan,
    serials: serials.map((one) => ({ ...one, vehicles: one.vehicles * 9 })),
  }
  const command = { ...adoptPlan, plan: doubled, digest: documentDigest(doubled) }
  const decided = decide(withModel, command, context)
  expect(isRefused(decided) ? decided.refused : '').toMatch(/cannot be carried out/)
  expect(isRefused(decide(initial, adoptPlan, context))).toBe(true)
})

const training = {
  kind: 'training',
  id: 't',
  title: 'A school',
  notice: 'made up',
  assumptions: [],
}
test.each<[string, object, Partial<Actor>, RegExp]>([
  ['of no kind', { ...training, kind: 'cooking' }, {}, /kind: is "cooking"; write one of air, sea/],
  ['that is wrong', training, {}, /^document: /],
  ['by another office', training, { office: 'commission' }, /may not adopt a planning document/],
])('a planning document %s is refused', (_name, document, who, told) => {
  const command = { type: 'adoptDocument', document } as never
  const decided = decide(initial, command, { ...context, actor: { ...planner, ...who } })
  expect(isRefused(decided) ? decided.refused : '').toMatch(told)
})
