/**
 * Goal: a plan of the movement model is near the best, its bound is one, and its prices are right. Method: random models
 * are planned with HiGHS and replayed; small ones are compared with the best plan found by exhaustive search over whole
 * vehicles, written here; prices are compared with what one more unit brings in a second solve.
 */
import { planMovement, replayPlan } from '@holdfast/core/move/model'
import type { MovementModel } from '@holdfast/core/move/model'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  anyMovementModel,
  plainDemand,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
  plainStock,
} from '../../../../tests/support/movement-models.ts'
import { HighsLinearSolver } from './index.ts'

const solver = new HighsLinearSolver()
afterAll(() => solver.close())

test('on random models the plan can be carried out and is within its bound', async () => {
  const gaps: number[] = []
  await fc.assert(
    fc.asyncProperty(anyMovementModel, async (model) => {
      const plan = await planMovement(model, solver)
      expect(plan.status).not.toBe('failed')
      expect(replayPlan(model, plan).faults).toEqual([])
      if (plan.bound > 0) gaps.push(plan.gap)
    }),
    { numRuns: 80, seed: 20_260_104 },
  )
  expect(gaps.length).toBeGreaterThan(40)
})

interface Small {
  readonly legs: readonly { readonly takes: number; readonly slots: number }[]
  readonly trucks: number
  readonly load: number
  readonly stock: number
  readonly asked: number
  readonly steps: number
}

/** The best worth of a depot, a hub and an issue point in a row, by trying every whole number of trucks in every step. */
function bestByTrying({
  legs: [first, second],
  trucks,
  load,
  stock: kits,
  asked,
  steps,
}: Small): number {
  if (first === undefined || second === undefined) return 0
  const seen = new Map<string, number>()
  type State = {
    readonly step: number
    readonly depot: number
    readonly hub: number
    readonly point: number
    readonly signed: number
    readonly at: readonly [number, number, number]
    /** Vehicles and kits on their way: step, place, vehicles, kits. */
    readonly under: readonly (readonly [number, number, number, number])[]
  }
  const best = (given: State): number => {
    if (given.step === steps) return 0
    const key = JSON.stringify(given)
    const known = seen.get(key)
    if (known !== undefined) return known
    const at = [...given.at] as [number, number, number]
    const kitsAt = [given.depot, given.hub, given.point] as [number, number, number]
    for (const [step, place, vehicles, carried] of given.under) {
      if (step !== given.step) continue
      at[place as 0 | 1 | 2] += vehicles
      kitsAt[place as 0 | 1 | 2] += carried
    }
    const under = given.under.filter(([step]) => step > given.step)
    const sign = Math.min(kitsAt[2], asked - given.signed)
    const worth = sign * (4 + (steps - given.step - 1) / steps)
    let most = 0
    // Sending more than is full is never worse than sending less of it: loads are as full as they can be.
    for (let go = 0; go <= Math.min(at[0], first.slots); go += 1)
      for (let back = 0; back <= Math.min(at[1], first.slots); back += 1)
        for (let on = 0; on <= Math.min(at[1] - back, second.slots); on += 1)
          for (let home = 0; home <= Math.min(at[2], second.slots); home += 1) {
            const goes = Math.min(kitsAt[0], go * load)
            const ons = Math.min(kitsAt[1], on * load)
            const sent = (
              [
                [given.step + first.takes, 1, go, goes],
                [given.step + first.takes, 0, back, 0],
                [given.step + second.takes, 2, on, ons],
                [given.step + second.takes, 1, home, 0],
              ] as const
            ).filter(([step, , vehicles]) => vehicles > 0 && step < steps)
            const found = best({
              step: given.step + 1,
              depot: kitsAt[0] - goes,
              hub: kitsAt[1] - ons,
              point: kitsAt[2] - sign,
              signed: given.signed + sign,
              at: [at[0] - go, at[1] - back - on, at[2] - home],
              under: [...under, ...sent].toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)),
            })
            if (found > most) most = found
          }
    seen.set(key, worth + most)
    return worth + most
  }
  return best({
    step: 0,
    depot: kits,
    hub: 0,
    point: 0,
    signed: 0,
    at: [trucks, 0, 0],
    under: [],
  })
}

function modelOf({
  legs: [first, second],
  trucks,
  load,
  stock: kits,
  asked,
  steps,
}: Small): MovementModel {
  const leg = (from: string, to: string, of: Small['legs'][number] | undefined) =>
    plainLeg(from, to, {
      durationHours: ((of?.takes ?? 1) - 1) * 2,
      vehiclesPerHour: (of?.slots ?? 0) / 2,
    })
  return plainModel({
    horizonHours: steps * 2,
    ask: { kits: asked, byHour: steps * 2 },
    nodes: [
      plainNode('d', 'depot', { stock: plainStock(kits) }),
      plainNode('h', 'hub'),
      plainNode('p', 'issuePoint'),
    ],
    legs: [leg('d', 'h', first), leg('h', 'p', second)],
    fleets: [plainFleet([{ node: 'd', count: trucks, fromHour: 0 }], { loads: { kit: load } })],
    demands: [{ ...plainDemand('p', asked), dueHour: steps * 2 }],
  })
}

test('small models: no plan is better than the bound, and ours is near the best', async () => {
  const small = fc.record({
    legs: fc.array(
      fc.record({ takes: fc.integer({ min: 1, max: 2 }), slots: fc.integer({ min: 1, max: 3 }) }),
      {
        minLength: 2,
        maxLength: 2,
      },
    ),
    trucks: fc.integer({ min: 1, max: 3 }),
    load: fc.integer({ min: 1, max: 4 }),
    stock: fc.integer({ min: 1, max: 25 }),
    asked: fc.integer({ min: 1, max: 25 }),
    steps: fc.integer({ min: 4, max: 7 }),
  })
  let [cases, exact, sum] = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(small, async (given) => {
      const best = bestByTrying(given)
      const plan = await planMovement(modelOf(given), solver)
      expect(replayPlan(modelOf(given), plan).faults).toEqual([])
      expect(plan.objective).toBeLessThanOrEqual(best + 1e-6)
      expect(plan.bound).toBeGreaterThanOrEqual(best - 1e-6 * Math.max(1, best))
      if (best === 0) return
      cases += 1
      sum += plan.objective / best
      if (plan.objective >= best - 1e-6) exact += 1
    }),
    { numRuns: 60, seed: 3 },
  )
  expect(cases).toBeGreaterThan(40)
  expect(sum / cases).toBeGreaterThan(0.9)
  expect(exact / cases).toBeGreaterThan(0.5)
})

const chain = (more: { readonly out?: number; readonly kits?: number; readonly lanes?: number }) =>
  plainModel({
    horizonHours: 24,
    ask: { kits: 500, byHour: 24 },
    nodes: [
      plainNode('d', 'depot', { stock: plainStock(more.kits ?? 500) }),
      plainNode('p', 'issuePoint', { outPerHour: more.out ?? 5, lanes: more.lanes ?? null }),
    ],
    legs: [plainLeg('d', 'p', { vehiclesPerHour: 40 })],
    fleets: [plainFleet([{ node: 'd', count: 200, fromHour: 0 }])],
    demands: [{ ...plainDemand('p', 500), dueHour: 24 }],
  })

describe('what a limit is worth', () => {
  test('the dual price is what one more unit brings', async () => {
    const plan = await planMovement(chain({}), solver)
    const more = await planMovement(chain({ out: 6 }), solver)
    const [first] = plan.bottlenecks
    expect(first).toMatchObject({ id: 'p', kind: 'out', unit: 'kit/h' })
    expect(plan.status).toBe('optimal')
    // Told in kits at the horizon, each worth 4.
    expect(first?.worthPerUnit).toBeCloseTo((more.objective - plan.objective) / 4, 1)
  })

  test('priced by a second solve: one more lane, its worth in words', async () => {
    const plan = await planMovement(chain({ lanes: 5 }), solver, { price: 1 })
    const armed = plan.armedByHour.at(-1)?.[1] ?? 0
    const more = (await planMovement(chain({ out: 6 }), solver)).armedByHour.at(-1)?.[1] ?? 0
    expect(more).toBeGreaterThan(armed)
    expect(plan.bottlenecks[0]?.priced).toMatchObject({ moreArmed: more - armed, byHour: 24 })
    expect(plan.bottlenecks[0]?.words).toBe(
      `one more lane at p (handling out, 1 more of 5) is worth ${more - armed} armed by hour 24`,
    )
  })

  test('stock, where stock is what lacks', async () => {
    const plan = await planMovement(chain({ kits: 20 }), solver)
    expect(plan.armedByHour.at(-1)?.[1]).toBe(20)
    expect(plan.bottlenecks[0]).toMatchObject({ id: 'd', kind: 'stock' })
  })
})
