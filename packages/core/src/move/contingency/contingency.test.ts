/**
 * Goal: a plan made anew under chosen faults can be carried out on the network as the faults leave it, keeps what was carried
 * out before, and uses nothing that was lost; a fault that cannot be is refused by name. Method: random models with random
 * faults of every kind that can befall them, planned by a solver that makes its answers up, judged by the replay, which
 * shares no code with the planning; small chains worked out by hand; a table of bad input.
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
import { planMovement, replayPlan } from '../model/index.ts'
import type { LinearSolver, MovementModel } from '../model/index.ts'
import { FAULT_KINDS } from '../simulate/index.ts'
import {
  betterWithout,
  faultChoices,
  faultedModel,
  readChosenFaults,
  replanUnder,
} from './index.ts'
import type { ChosenFault } from './index.ts'

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
const good = <T extends object>(value: T | { readonly refused: string }): T => {
  if (isRefused(value)) throw new Error(value.refused)
  return value
}
const fault = (kind: ChosenFault['kind'], on: string, more: Partial<ChosenFault> = {}) => ({
  kind,
  on,
  fromHour: 4,
  untilHour: 9,
  stockLost: kind === 'depotStruck' ? 0.5 : null,
  slowdown: kind === 'cyberOutage' ? 3 : null,
  ...more,
})

/** Faults of every kind that the model knows a place for, by two numbers that choose where and when. */
function someFaults(model: MovementModel, seed: number): ChosenFault[] {
  const random = seededRandom(seed)
  return faultChoices(model).flatMap(({ kind, on }) => {
    const place = on[Math.floor(random() * on.length)]
    if (place === undefined) return []
    const fromHour = Math.floor(random() * (model.horizonHours - 1) * 4) / 4
    const untilHour = fromHour + 0.5 + random() * (model.horizonHours - fromHour - 0.5)
    return [
      fault(kind, place.id, {
        fromHour,
        untilHour,
        ...(kind === 'depotStruck' ? { stockLost: random() } : {}),
      }),
    ]
  })
}

test('what is planned anew can be carried out under the faults, and what was carried out stays', async () => {
  let [moved, lost] = [0, 0]
  await fc.assert(
    fc.asyncProperty(anyMovementModel, fc.nat(), async (model, seed) => {
      const plan = await planMovement(model, liar(seed))
      const faults = someFaults(model, seed)
      fc.pre(faults.length > 0)
      const faulted = good(faultedModel(model, plan, faults))
      const again = good(await replanUnder(faulted, liar(seed + 1)))
      expect(replayPlan(faulted.model, again).faults).toEqual([])
      const { atHour } = faulted
      const before = ({ serials }: typeof plan) => serials.filter((one) => one.departHour < atHour)
      expect(before(again)).toEqual(before(plan))
      moved += again.serials.length
      lost += faulted.lost.length
    }),
    { numRuns: 40, seed: 3 },
  )
  // The property is no property of plans that do nothing and lose nothing.
  expect(moved).toBeGreaterThan(30)
  expect(lost).toBeGreaterThan(3)
})

test('a fault never helps: what is better under faults is a better plan without them, or is not taken', async () => {
  let [taken, left] = [0, 0]
  await fc.assert(
    fc.asyncProperty(anyMovementModel, fc.nat(), async (model, seed) => {
      const plan = await planMovement(model, liar(seed))
      const faults = someFaults(model, seed).filter(({ kind }) => kind !== 'depotStruck')
      fc.pre(faults.length > 0)
      const faulted = good(faultedModel(model, plan, faults))
      const again = good(await replanUnder(faulted, liar(seed + 2)))
      const better = betterWithout({ model, plan }, again)
      if (again.objective <= plan.objective) {
        expect(better).toBeNull()
        left += 1
        return
      }
      taken += 1
      if (better === null) throw new Error('it was not taken')
      expect(replayPlan(model, better).faults).toEqual([])
      expect(better.objective).toBeGreaterThan(plan.objective)
      expect(better).toMatchObject({ bottlenecks: plan.bottlenecks, executedUntilHour: 0 })
    }),
    { numRuns: 40, seed: 5 },
  )
  expect(taken).toBeGreaterThan(0)
  expect(left).toBeGreaterThan(0)
})

const stocked = plainNode('d', 'depot', {
  stock: [{ commodity: 'kit', quantity: 90, owner: 'XAA', gates: [] }],
})
const demand = {
  id: 'q',
  title: 'q',
  issuePoint: 'p',
  commodity: null,
  quantity: 90,
  priority: 1,
  dueHour: 24,
}
const chain = plainModel({
  horizonHours: 24,
  nodes: [stocked, plainNode('c', 'crossing', { inPerHour: 6 }), plainNode('p', 'issuePoint')],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 30, fromHour: 0 }])],
  demands: [demand],
})

test('nothing sets out from a closed crossing, or loads at a struck depot', async () => {
  const plan = await planMovement(chain, liar(1))
  for (const [one, leg] of [
    [fault('crossingClosed', 'c'), 'c-p'],
    [fault('roadCut', 'c-p'), 'c-p'],
    [fault('depotStruck', 'd'), 'd-c'],
  ] as const) {
    const faulted = good(faultedModel(chain, plan, [{ ...one, untilHour: 24 }]))
    const again = good(await replanUnder(faulted, liar(2)))
    expect(plan.serials.some((serial) => serial.leg === leg && serial.departHour >= 4)).toBe(true)
    expect(again.serials.filter((serial) => serial.leg === leg && serial.departHour >= 4)).toEqual(
      [],
    )
  }
})

test('a depot loses its share of what had not left, rounded down; two strikes are one', async () => {
  const plan = await planMovement(chain, liar(1))
  const left =
    90 -
    plan.serials
      .filter(({ leg, departHour }) => leg === 'd-c' && departHour < 4)
      .reduce((sum, { load }) => sum + (load['kit'] ?? 0), 0)
  expect(left).toBeLessThan(90)
  const strikes = [
    fault('depotStruck', 'd', { stockLost: 0.35 }),
    fault('depotStruck', 'd', { stockLost: 0.1 }),
  ]
  const { lost, model } = good(faultedModel(chain, plan, strikes))
  const quantity = Math.floor(left * 0.35)
  expect(lost).toEqual([{ node: 'd', commodity: 'kit', quantity }])
  expect(model.nodes[0]?.stock[0]?.quantity).toBe(90 - quantity)
})

test('a crossing without its systems is open for one part in so many of each step', () => {
  const plan = { serials: [], empties: [], handlings: [], signings: [], stocks: [] }
  const { model } = good(
    faultedModel(chain, plan as never, [fault('cyberOutage', 'c', { slowdown: 4 })]),
  )
  const shut = model.nodes[1]?.opening.closures ?? []
  expect(shut).toEqual([
    { fromHour: 4.5, untilHour: 6 },
    { fromHour: 6.5, untilHour: 8 },
    { fromHour: 8.25, untilHour: 9 },
  ])
})

test('weather shuts the legs by air alone, mines those by sea', () => {
  const both = plainModel({
    nodes: [
      stocked,
      plainNode('a', 'airfield'),
      plainNode('s', 'port'),
      plainNode('p', 'issuePoint'),
    ],
    legs: [
      plainLeg('d', 'a'),
      plainLeg('a', 'p', { mode: 'air' }),
      plainLeg('s', 'p', { mode: 'sea' }),
      plainLeg('d', 's'),
    ],
  })
  const plan = { serials: [], empties: [], handlings: [], signings: [], stocks: [] } as never
  const faults = [fault('airfieldWeather', 'a'), fault('portMined', 's')]
  const { model } = good(faultedModel(both, plan, faults))
  expect(model.legs.map(({ opening }) => opening.closures.length)).toEqual([0, 1, 1, 0])
  expect(model.nodes.every(({ opening }) => opening.closures.length === 0)).toBe(true)
})

test('every kind is offered, with the places that it can befall and no other', () => {
  const choices = faultChoices(chain)
  expect(choices.map(({ kind }) => kind)).toEqual(FAULT_KINDS)
  const ids = Object.fromEntries(choices.map(({ kind, on }) => [kind, on.map(({ id }) => id)]))
  expect(ids).toMatchObject({ crossingClosed: ['c'], roadCut: ['d-c', 'c-p'], railCut: [] })
  // Only what holds stock of its own can lose it.
  expect(ids['depotStruck']).toEqual(['d'])
})

const at = (): string => 'request'
test.each<[string, unknown, RegExp]>([
  ['no list', 'all', /faults: .*list/],
  ['none', [], /faults: are none; choose at least one/],
  ['too many', Array.from({ length: 21 }, () => fault('roadCut', 'd-c')), /at most 20|20/],
  [
    'an unknown kind',
    [{ ...fault('roadCut', 'd-c'), kind: 'flood' }],
    /kind: .*write one of crossingClosed/,
  ],
  [
    'a place of another kind',
    [fault('crossingClosed', 'd')],
    /on: is "d", which crossingClosed cannot befall.*name one of c/,
  ],
  ['a kind without a place', [fault('portMined', 'd')], /the model has nothing of it/],
  ['no place', [fault('roadCut', 'nowhere')], /name one of d-c, c-p/],
  [
    'an end before the begin',
    [fault('roadCut', 'd-c', { untilHour: 4 })],
    /untilHour: is 4, not after 4/,
  ],
  ['an hour beyond the horizon', [fault('roadCut', 'd-c', { untilHour: 25 })], /from 0 to 24/],
  ['no share', [fault('depotStruck', 'd', { stockLost: 2 })], /stockLost: .*from 0 to 1/],
  ['no slowdown', [fault('cyberOutage', 'c', { slowdown: 0 })], /slowdown: .*from 1 to 100/],
  ['a key of nobody', [{ ...fault('roadCut', 'd-c'), colour: 1 }], /colour: is not read here/],
])('%s is refused', (_name, value, told) => {
  const read = readChosenFaults(value, chain, at)
  expect(isRefused(read) ? read.refused : '').toMatch(told)
})

test('what is right is read as it stands', () => {
  const faults = [fault('crossingClosed', 'c'), fault('depotStruck', 'd')]
  expect(readChosenFaults(faults, chain, at)).toEqual(faults)
})
