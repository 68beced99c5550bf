/**
 * Goal: the replay finds every kind of thing that cannot be done. Method: a sound plan of a small model, and one planted
 * fault a row: the replay must say it; then hours, worked out in two ways that share no code, must agree.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anyMovementModel,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../../tests/support/movement-models.ts'
import { openHoursByStep, slotsByStep, stepsOf } from './hours.ts'
import { replayPlan } from './index.ts'
import type { MovePlan, MovementModel } from './index.ts'
import { openHours, slotsIn } from './replay-hours.ts'

const model: MovementModel = plainModel({
  horizonHours: 24,
  clockAtHour0: 0,
  gates: [{ id: 'g', title: 'g', kind: 'release', nation: 'XAA', opensAtHour: 4, basis: [] }],
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 100, owner: 'XAA', gates: ['g'] }],
      outPerHour: 10,
    }),
    plainNode('h', 'hub', { inPerHour: 8, storageMax: 30 }),
    plainNode('p', 'issuePoint', { opening: { daily: [{ from: 6, until: 20 }], closures: [] } }),
  ],
  legs: [
    plainLeg('d', 'h', { permissionLeadHours: 5, emptyReturn: false }),
    plainLeg('h', 'p', { vehiclesPerHour: 2 }),
    plainLeg('d', 'p', { id: 'rail', mode: 'rail', gaugeMm: 1435 }),
  ],
  fleets: [plainFleet([{ node: 'd', count: 6, fromHour: 0 }])],
  demands: [
    {
      id: 'q',
      title: 'q',
      issuePoint: 'p',
      commodity: null,
      quantity: 40,
      priority: 1,
      dueHour: 24,
    },
  ],
})
/** Six trucks of four carry 24 kits over the hub; three come back. */
const sound: MovePlan = {
  format: 'holdfast.movement-plan',
  version: 1,
  model: 'm',
  status: 'optimal',
  reason: null,
  objective: 16 * (4 + 10 / 24) + 8 * (4 + 8 / 24),
  bound: 16 * (4 + 10 / 24) + 8 * (4 + 8 / 24),
  gap: 0,
  horizonHours: 24,
  stepHours: 2,
  ask: { kits: 10, byHour: 12 },
  armedByHour: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24].map(
    (hour) => [hour, hour < 14 ? 0 : hour < 16 ? 16 : 24] as const,
  ),
  serials: [
    ['d-h', 4, 16, 4, 8],
    ['d-h', 2, 8, 6, 10],
    ['h-p', 4, 16, 8, 12],
    ['h-p', 2, 8, 10, 14],
  ].map(([leg, vehicles, kit, departHour, arriveHour], i) => ({
    id: `s-${i + 1}`,
    leg: String(leg),
    fleet: 'trucks',
    vehicles: Number(vehicles),
    load: { kit: Number(kit) },
    departHour: Number(departHour),
    arriveHour: Number(arriveHour),
  })),
  empties: [
    { leg: 'h-p', fleet: 'trucks', direction: 'back', vehicles: 2, departHour: 12, arriveHour: 16 },
    { leg: 'h-p', fleet: 'trucks', direction: 'back', vehicles: 1, departHour: 14, arriveHour: 18 },
  ],
  handlings: [
    { node: 'd', stage: 'out', commodity: 'kit', hour: 4, quantity: 20 },
    { node: 'd', stage: 'out', commodity: 'kit', hour: 6, quantity: 4 },
    { node: 'h', stage: 'in', commodity: 'kit', hour: 8, quantity: 16 },
    { node: 'h', stage: 'in', commodity: 'kit', hour: 10, quantity: 8 },
  ],
  signings: [
    { demand: 'q', hour: 12, quantity: 16 },
    { demand: 'q', hour: 14, quantity: 8 },
  ],
  stocks: [
    {
      node: 'd',
      commodity: 'kit',
      points: [
        [6, 84],
        [8, 76],
      ],
    },
  ],
  bottlenecks: [],
  bindingAssumptions: [],
  executedUntilHour: 0,
}

/** The plan with its nth serial (or other item of a list) changed. */
function changed<K extends 'serials' | 'empties' | 'handlings' | 'signings'>(
  plan: MovePlan,
  list: K,
  more: Partial<MovePlan[K][number]>,
): MovePlan {
  const [first, ...rest] = plan[list]
  return { ...plan, [list]: [{ ...first, ...more }, ...rest] }
}

const planted: readonly (readonly [string, (plan: MovePlan) => MovePlan, RegExp])[] = [
  ['another model', (p) => ({ ...p, model: 'x' }), /plan is for x/],
  ['another step', (p) => ({ ...p, stepHours: 1 }), /another step/],
  ['a leg that is not there', (p) => changed(p, 'serials', { leg: 'x' }), /not both in the model/],
  [
    'a fleet that is not there',
    (p) => changed(p, 'serials', { fleet: 'x' }),
    /not both in the model/,
  ],
  ['a truck on rails', (p) => changed(p, 'serials', { leg: 'rail' }), /cannot go on rail/],
  ['half a vehicle', (p) => changed(p, 'serials', { vehicles: 0.5 }), /not a whole number/],
  ['half a kit', (p) => changed(p, 'serials', { load: { kit: 0.5 } }), /not a whole number/],
  ['nothing on board', (p) => changed(p, 'serials', { load: {} }), /carries nothing/],
  ['overloaded', (p) => changed(p, 'serials', { load: { kit: 400 } }), /vehicles' worth/],
  [
    'what it cannot carry',
    (p) => changed(p, 'serials', { load: { water: 1 } }),
    /cannot carry water/,
  ],
  ['in too fast', (p) => changed(p, 'serials', { arriveHour: 6 }), /arrives at hour 6, before 7/],
  ['between steps', (p) => changed(p, 'serials', { departHour: 5 }), /begins no step/],
  ['before the permission', (p) => changed(p, 'serials', { departHour: 2 }), /it passes 0$/],
  ['outside the horizon', (p) => changed(p, 'serials', { departHour: 24 }), /outside the horizon/],
  ['more than the convoy passes', (p) => changed(p, 'serials', { vehicles: 99 }), /it passes/],
  [
    'more vehicles than there are',
    (p) => changed(p, 'serials', { vehicles: 7 }),
    /more than are there/,
  ],
  ['back where no one may', (p) => changed(p, 'empties', { leg: 'd-h' }), /allows no return/],
  ['handled too fast', (p) => changed(p, 'handlings', { quantity: 90 }), /it can do 20/],
  ['handled before the gate', (p) => changed(p, 'handlings', { hour: 0 }), /which is not there/],
  ['handled in halves', (p) => changed(p, 'handlings', { quantity: 1.5 }), /no whole number/],
  ['a stage without a limit', (p) => changed(p, 'handlings', { node: 'p' }), /no limit/],
  ['signed for at night', (p) => changed(p, 'signings', { hour: 22 }), /which is shut/],
  [
    'signed for without a kit',
    (p) => changed(p, 'signings', { quantity: 40 }),
    /that is not there/,
  ],
  [
    'signed for beyond what is asked',
    (p) => changed(p, 'signings', { quantity: 41 }),
    /more than 40 asked/,
  ],
  ['signed for by nobody', (p) => changed(p, 'signings', { demand: 'x' }), /no demand/],
  [
    'a curve of wishes',
    (p) => ({ ...p, armedByHour: p.armedByHour.map(([h, n]) => [h, n + 1] as const) }),
    /armed at hour/,
  ],
  ['a short curve', (p) => ({ ...p, armedByHour: p.armedByHour.slice(1) }), /one point a step/],
  [
    'stocks of wishes',
    (p) => ({ ...p, stocks: [{ node: 'h', commodity: 'kit', points: [[24, 77]] }] }),
    /the plan has 77/,
  ],
  ['worth of wishes', (p) => ({ ...p, objective: p.objective + 1 }), /is worth/],
  ['a bound below the plan', (p) => ({ ...p, bound: p.objective / 2 }), /more than its bound/],
  ['a gap of wishes', (p) => ({ ...p, gap: p.gap + 0.1 }), /says gap/],
]

describe('a replay', () => {
  test('passes a sound plan', () => {
    expect(replayPlan(model, sound)).toEqual({ faults: [], armedByHour: sound.armedByHour })
  })

  test.each(planted)('finds %s', (_name, plant, words) => {
    expect(replayPlan(model, plant(sound)).faults.join('\n')).toMatch(new RegExp(words, 'm'))
  })

  test('finds storage that is too small', () => {
    const tight = {
      ...model,
      nodes: model.nodes.map((node) => (node.id === 'd' ? { ...node, storageMax: 80 } : node)),
    }
    expect(replayPlan(tight, sound).faults.join('\n')).toMatch(/d stores 100 kits|d stores 84 kits/)
  })
})

test('open hours and slots are the same worked out in two ways', () => {
  fc.assert(
    fc.property(anyMovementModel, (any) => {
      for (const { opening } of [...any.nodes, ...any.legs]) {
        const hours = openHoursByStep(opening, any)
        for (let step = 0; step < stepsOf(any); step += 1) {
          const span = [step * any.stepHours, (step + 1) * any.stepHours] as const
          expect(hours[step]).toBeCloseTo(openHours(opening, span, any.clockAtHour0), 9)
        }
      }
      for (const leg of any.legs) {
        const leaves = any.nodes.find(({ id }) => id === leg.from)
        if (leaves === undefined) continue
        const slots = slotsByStep(leg, leaves.opening, any)
        for (let step = 0; step < stepsOf(any); step += 1) {
          const span = [step * any.stepHours, (step + 1) * any.stepHours] as const
          expect(slots[step]).toBe(slotsIn(leg, leaves, span, any))
        }
      }
    }),
    { numRuns: 150, seed: 8 },
  )
})
