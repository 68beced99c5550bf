/**
 * Goal: a plan that arms nobody says why, by name, and mending what is named arms somebody or tells the next reason.
 * Method: a chain with every mistake made by hand, its words and its mending; all mistakes in one model, mended one after
 * another as they are told; then random models: wherever nobody is armed there is a reason, and elsewhere it is not told. No
 * solver: the program is answered with zeros, or the construction is given a made-up advice.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  firstBattalion,
  anyMovementModel,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../../tests/support/movement-models.ts'
import { planMovement } from './solve.ts'
import type {
  LinearProgram,
  LinearSolution,
  LinearSolver,
  MovePlan,
  MovementModel,
} from './index.ts'
import { whyNobody } from './why-nobody.ts'

/** Advice that sends everything everywhere as early as it may; its duals are zeros, so the bound is weak. */
const eager: LinearSolver = {
  solveLinear: (program: LinearProgram): Promise<LinearSolution> =>
    Promise.resolve({
      status: 'solved',
      values: program.upper.map((most) => Math.min(most, 50)),
      duals: new Float64Array(program.rowLower.length),
    }),
}

const lot = { commodity: 'kit', quantity: 90, owner: 'XAA', gates: ['g'] }
const good: MovementModel = plainModel({
  horizonHours: 24,
  ask: { kits: 60, byHour: 24 },
  nodes: [
    plainNode('d', 'depot', { title: 'Depot D', stock: [lot] }),
    plainNode('c', 'crossing', { inPerHour: 6 }),
    plainNode('p', 'issuePoint', { storageMax: 90 }),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 12, fromHour: 0 }])],
  gates: [{ id: 'g', title: 'Consent', kind: 'consent', nation: 'XAB', opensAtHour: 2, basis: [] }],
  demands: [firstBattalion],
})

type Change = (model: MovementModel) => MovementModel
const node =
  (id: string, more: Partial<MovementModel['nodes'][number]>): Change =>
  (model) => ({
    ...model,
    nodes: model.nodes.map((one) => (one.id === id ? { ...one, ...more } : one)),
  })
const leg =
  (id: string, more: Partial<MovementModel['legs'][number]>): Change =>
  (model) => ({
    ...model,
    legs: model.legs.map((one) => (one.id === id ? { ...one, ...more } : one)),
  })
const fleet =
  (more: Partial<MovementModel['fleets'][number]>): Change =>
  (model) => ({ ...model, fleets: model.fleets.map((one) => ({ ...one, ...more })) })
const gate =
  (opensAtHour: number | null): Change =>
  (model) => ({ ...model, gates: model.gates.map((one) => ({ ...one, opensAtHour })) })
const shut = { daily: [], closures: [{ fromHour: 0, untilHour: 24 }] }
const open = { daily: [], closures: [] }

/** What goes wrong, its words, and how it is mended: in the order in which reasons are told. */
const MISTAKES: readonly (readonly [name: string, made: Change, words: string, mended: Change])[] =
  [
    [
      'nothing is asked for',
      (model) => ({ ...model, demands: model.demands.map((one) => ({ ...one, quantity: 0 })) }),
      'no demand asks for complete kits, and only they arm; write one with a quantity above 0',
      (model) => ({ ...model, demands: good.demands }),
    ],
    [
      'no stock',
      node('d', { stock: [{ ...lot, quantity: 0 }] }),
      'there is no stock of Kits (kit) at any node',
      node('d', { stock: [lot] }),
    ],
    [
      'no leg',
      (model) => ({ ...model, legs: model.legs.filter(({ id }) => id !== 'c-p') }),
      'no legs lead from Depot D (d), where Kits lies, to p',
      (model) => ({ ...model, legs: [...model.legs, plainLeg('c', 'p')] }),
    ],
    [
      'a leg of another mode',
      leg('d-c', { mode: 'rail', gaugeMm: 1520 }),
      'no fleet can use rail Depot D to c (d-c): there is no fleet for rail of 1520 mm; add one',
      leg('d-c', { mode: 'road', gaugeMm: null }),
    ],
    [
      'no vehicles',
      fleet({ vehicles: [] }),
      'trucks has no vehicles; give it some',
      fleet({ vehicles: [{ node: 'd', count: 12, fromHour: 0 }] }),
    ],
    [
      'vehicles that carry something else',
      fleet({ loads: {} }),
      'none of trucks has vehicles and loads all that a kit takes',
      fleet({ loads: { kit: 4 } }),
    ],
    [
      'vehicles too late',
      fleet({ vehicles: [{ node: 'd', count: 12, fromHour: 24 }] }),
      'no vehicle of Trucks (trucks) comes to where it is to load within 24 h (they are at Depot D (d) from hour 24)',
      fleet({ vehicles: [{ node: 'd', count: 12, fromHour: 0 }] }),
    ],
    [
      'a gate that never opens',
      gate(null),
      'the gate Consent (g: consent, XAB) never opens; have it open earlier',
      gate(2),
    ],
    [
      'a release after the horizon',
      gate(30),
      'the gate Consent (g: consent, XAB) opens at hour 30, when no step is left before the horizon of 24 h',
      gate(2),
    ],
    [
      'a permission after the horizon',
      leg('d-c', { permissionLeadHours: 48 }),
      'the permission for road Depot D to c (d-c) comes at hour 48, too late',
      leg('d-c', { permissionLeadHours: 0 }),
    ],
    [
      'a leg that is shut',
      leg('c-p', { opening: shut }),
      'road c to p (c-p) is shut at every hour at which it is needed within 24 h; open it',
      leg('c-p', { opening: open }),
    ],
    [
      'an issue point that is shut',
      node('p', { opening: shut }),
      'p is shut at every hour at which it is needed',
      node('p', { opening: open }),
    ],
    [
      'a leg that passes one vehicle too early',
      leg('d-c', { vehiclesPerHour: 0.01 }),
      'road Depot D to c (d-c) passes 0.01 vehicles an hour, and none when it is needed; raise it',
      leg('d-c', { vehiclesPerHour: 4 }),
    ],
    [
      'a way longer than the horizon',
      leg('c-p', { durationHours: 30 }),
      'nothing can be signed for at p before hour 40, after the horizon of 24 h',
      leg('c-p', { durationHours: 1 }),
    ],
    [
      'a crossing that handles nothing',
      node('c', { inPerHour: 0 }),
      'c handles 0 kits an hour in: no whole unit in a step of 2 h',
      node('c', { inPerHour: 6 }),
    ],
    [
      'an issue point without storage that opens only later',
      (model) =>
        leg('c-p', { opening: { daily: [], closures: [{ fromHour: 8, untilHour: 24 }] } })(
          node('p', {
            storageMax: 0,
            opening: { daily: [], closures: [{ fromHour: 0, untilHour: 20 }] },
          })(model),
        ),
      'p stores 0 kits, but what comes there has to wait; give it storage',
      node('p', { storageMax: 90 }),
    ],
  ]

const planned = (model: MovementModel): Promise<MovePlan> => planMovement(model, eager)
const armed = (plan: MovePlan): number => plan.armedByHour.at(-1)?.[1] ?? 0

describe('nobody is armed', () => {
  test('the chain without a mistake arms, and no such reason is given', async () => {
    const plan = await planned(good)
    expect(armed(plan)).toBeGreaterThan(0)
    expect(plan.reason ?? '').not.toContain('nobody is armed')
  })

  test.each(MISTAKES)('%s: it is named, and mending it arms', async (_, made, words, mended) => {
    const broken = made(good)
    const plan = await planned(broken)
    expect(armed(plan)).toBe(0)
    expect(plan.reason).toContain('nobody is armed: ')
    expect(plan.reason).toContain(words)
    expect(armed(await planned(mended(broken)))).toBeGreaterThan(0)
  })

  test('several mistakes are told one after another, until somebody is armed', async () => {
    const names = [
      'no stock',
      'a leg of another mode',
      'no vehicles',
      'a gate that never opens',
      'a permission after the horizon',
      'an issue point that is shut',
      'a way longer than the horizon',
      'a crossing that handles nothing',
    ]
    const made = MISTAKES.filter(([name]) => names.includes(name))
    let model = made.reduce((now, [, change]) => change(now), good)
    const told: string[] = []
    for (const _ of names) {
      const { reason } = await planned(model)
      const [name, , , mended] = made.find(([, , words]) => reason?.includes(words)) ?? []
      if (name === undefined || mended === undefined) break
      told.push(name)
      model = mended(model)
    }
    expect(told).toEqual(names)
    expect(armed(await planned(model))).toBeGreaterThan(0)
  })

  test('the fewest that have to be mended together are named: of two shut ways in a row both, of two side by side one', async () => {
    const inRow = leg('c-p', { opening: shut })(leg('d-c', { opening: shut })(good))
    const row = (await planned(inRow)).reason ?? ''
    expect(row).toContain('road Depot D to c (d-c) is shut')
    expect(row).toContain('road c to p (c-p) is shut')
    const beside = { ...good, legs: [...good.legs, plainLeg('d', 'p')] }
    const sides = leg('d-p', { opening: shut })(leg('d-c', { opening: shut })(beside))
    const told = (await planned(sides)).reason ?? ''
    expect(told.split(' is shut ')).toHaveLength(2)
  })

  test('on random models: why nobody is armed is told where nobody is, not elsewhere, and no limit is named that a plan passed', async () => {
    const seen = { armed: 0, nobody: 0, together: 0 }
    await fc.assert(
      fc.asyncProperty(anyMovementModel, async (model) => {
        const plan = await planned(model)
        if (armed(plan) > 0) {
          seen.armed += 1
          expect(plan.reason ?? '').not.toContain('nobody is armed')
          expect(whyNobody(model, plan)).toContain('no plan was found')
          return
        }
        seen.nobody += 1
        expect(plan.reason).toMatch(/^nobody is armed: .{20}/)
        if (/no limit alone|no plan was found/.test(plan.reason ?? '')) seen.together += 1
      }),
      { numRuns: 60, seed: 20_261_123 },
    )
    expect(seen.armed).toBeGreaterThan(5)
    expect(seen.nobody).toBeGreaterThan(5)
    expect(seen.together).toBeLessThan(seen.nobody / 2)
  })
})
