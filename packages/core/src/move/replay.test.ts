/**
 * Goal: the replay finds every way in which a plan cannot be carried out. Method: one plan worked out by hand that can,
 * and one planted fault in it at a time.
 */
import { expect, test } from 'vitest'
import { replay } from './index.ts'
import type { MovementPlan, Network } from './index.ts'

const basis = { kind: 'assumption', source: 'made up' } as const
const place = {
  title: '',
  position: { lonDeg: 0, latDeg: 0 },
  country: 'XAA',
  fictional: true,
  basis,
}
const from = { stock: null, handling: null }
const figures = { speed: '', dwell: null, capacity: '' }
const network: Network = {
  id: 'n',
  title: '',
  notice: '',
  ask: { troops: 10, horizonHours: 8, stepHours: 2 },
  releaseHours: 1,
  outloadHours: 1,
  delays: { release: '', outload: '' },
  nodes: [
    { id: 'd', kind: 'depot', stockKits: 8, handlingKitsPerHour: 2, from, ...place },
    { id: 'p', kind: 'issuePoint', stockKits: 0, handlingKitsPerHour: 1, from, ...place },
  ],
  legs: [
    {
      id: 'd-p',
      from: 'd',
      to: 'p',
      mode: 'road',
      gaugeMm: null,
      distanceM: 1,
      durationHours: 0,
      capacityKitsPerHour: 2,
      figures,
      basis,
    },
  ],
  assumptions: [],
}
// Out from hour 2, there at hour 4; the issue point signs for two in each step.
const plan: MovementPlan = {
  troopsAsked: 10,
  horizonHours: 8,
  stepHours: 2,
  armedByHour: [
    [0, 0],
    [2, 0],
    [4, 0],
    [6, 2],
    [8, 4],
  ],
  serials: [{ leg: 'd-p', departHour: 2, arriveHour: 4, kits: 4 }],
  bottlenecks: [],
  bindingAssumption: null,
  sensitivity: [],
  status: 'optimal',
}
const serial = { leg: 'd-p', departHour: 2, arriveHour: 4, kits: 4 }

test('a plan that can be carried out has no faults, and the replay arms as many', () => {
  expect(replay(network, plan)).toEqual({ faults: [], armedByHour: plan.armedByHour })
})

test.each<[string, Partial<MovementPlan>, string]>([
  [
    'leaves before the release',
    { serials: [{ ...serial, departHour: 0 }] },
    'leaves before hour 2',
  ],
  ['arrives too early', { serials: [{ ...serial, arriveHour: 3 }] }, 'arrives at hour 3, before 4'],
  ['half a kit', { serials: [{ ...serial, kits: 3.5 }] }, 'has 3.5 kits, not a whole number'],
  ['no such leg', { serials: [{ ...serial, leg: 'x' }] }, 'serial on x, which is no leg'],
  [
    'over the capacity',
    { serials: [serial, { ...serial, kits: 1 }] },
    'leg d-p carries 5 kits from hour 2',
  ],
  [
    'over the handling',
    { serials: [serial, { ...serial, kits: 1 }] },
    'node d handles 5 kits from hour 2',
  ],
  [
    'over the stock',
    {
      serials: [
        serial,
        { ...serial, departHour: 4, arriveHour: 6 },
        { ...serial, departHour: 6, arriveHour: 8 },
      ],
    },
    'takes kits that are not there',
  ],
  [
    'a curve too high',
    {
      armedByHour: [
        [0, 0],
        [2, 0],
        [4, 1],
        [6, 2],
        [8, 4],
      ],
    },
    '1 armed at hour 4, but only 0 can be',
  ],
  [
    'a curve that falls',
    {
      armedByHour: [
        [0, 0],
        [2, 0],
        [4, 0],
        [6, 2],
        [8, 1],
      ],
    },
    'fewer armed at hour 8 than before',
  ],
  ['a curve too short', { armedByHour: [[0, 0]] }, 'not one point a step'],
])('finds what %s', (_, change, fault) => {
  expect(replay(network, { ...plan, ...change }).faults.join('\n')).toContain(fault)
})
