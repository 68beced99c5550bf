/**
 * Goal: without faults and variation a simulation arms what the plan says; each fault does what is written of it, and no
 * more; losing something never helps. Method: random models with plans for them, checked by the plan's own replay; one
 * small chain of which every number can be worked out by hand, and one fault at a time.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fleetOf,
  greedyPlan,
  legOf,
  modelOf,
  nodeOf,
  randomModel,
} from '../../../../../tests/support/movement-plans.ts'
import { seededRandom } from '../../units/index.ts'
import type { MoveLeg, MoveNode, MovePlan, MovementModel } from '../model/index.ts'
import { replayPlan } from '../model/replay.ts'
import { courseOf } from './course.ts'
import { NO_FAULTS, referenceFaults } from './faults.ts'
import type { Fault, FaultModel } from './faults.ts'
import { MovementSimulation } from './simulation.ts'
import { opensAt, shutSpans } from './spans.ts'
import { isOpenAt } from '../model/hours.ts'

const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 5_000 : 150
const basis = {
  kind: 'assumption',
  owner: 'nobody',
  date: '2026-01-01',
  source: 'made up',
} as const
const fixed = (value: number) => ({ kind: 'fixed', value }) as const

/** Kits armed at each step of one replication. */
function curveOf(
  model: MovementModel,
  faults: FaultModel,
  { replication = 0, plan = greedyPlan(model) }: { replication?: number; plan?: MovePlan } = {},
): readonly number[] {
  const simulation = new MovementSimulation(courseOf(model, plan), faults)
  return [...simulation.run({ seed: 1, replication, loss: null })]
}

describe('without faults', () => {
  test('random plans arm what they say, hour by hour, and so they do at the second run', () => {
    let armed = 0
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const model = randomModel(seed)
        const plan = greedyPlan(model, seededRandom(seed))
        expect(replayPlan(model, plan).faults).toEqual([])
        const simulation = new MovementSimulation(courseOf(model, plan), NO_FAULTS)
        const said = plan.armedByHour.map(([, kits]) => kits)
        for (const replication of [0, 1])
          expect([...simulation.run({ seed: 1, replication, loss: null })]).toEqual(said)
        armed += said.at(-1) ?? 0
      }),
      { numRuns: RUNS },
    )
    expect(armed).toBeGreaterThan(0)
  })

  test('hours that are shut are those at which it is not open', () => {
    const hour = fc.integer({ min: 0, max: 48 }).map((half) => half / 2)
    const span = fc
      .tuple(hour, hour)
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 0.5] as const)
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 3 }),
        fc.array(span, { maxLength: 3 }),
        fc.nat(23),
        fc.nat(100),
        (daily, closed, clockAtHour0, lead) => {
          const opening = {
            daily: daily.map(([from, until]) => ({
              from: Math.min(from, 23.5),
              until: Math.min(until, 24),
            })),
            closures: closed.map(([fromHour, untilHour]) => ({ fromHour, untilHour })),
          }
          const leadHours = lead / 10
          const clock = { horizonHours: 60, clockAtHour0 }
          const spans = shutSpans([opening], leadHours, clock)
          const wrong: number[] = []
          for (let at = 0.05; at < 60; at += 0.1) {
            const isOpen = at >= leadHours && isOpenAt(opening, at, clockAtHour0)
            if ((opensAt(spans, at, 60) === at) !== isOpen) wrong.push(at)
          }
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  })
})

// d → x → p, and d → y → p as the way round; two hours a leg; 4 lorries of 40 kits, a slot each hour.
const chain = (change: Partial<MovementModel> = {}): MovementModel =>
  modelOf({
    nodes: [
      nodeOf('d', 'depot', {
        stock: [{ commodity: 'kit', quantity: 160, owner: 'XAA', gates: [] }],
      }),
      nodeOf('x', 'crossing'),
      nodeOf('y', 'crossing'),
      nodeOf('p', 'issuePoint'),
    ],
    legs: [legOf('d', 'x'), legOf('x', 'p'), legOf('d', 'y'), legOf('y', 'p')],
    fleets: [fleetOf('d', 4)],
    demands: [
      {
        id: 'u',
        title: 'u',
        issuePoint: 'p',
        commodity: null,
        quantity: 160,
        priority: 1,
        dueHour: 48,
      },
    ],
    ...change,
  })
/** Everything goes over x: out at hour 0, at x by 4, out, at p by 8, signed for by 10. */
const overX = (): MovePlan => greedyPlan(chain({ legs: [legOf('d', 'x'), legOf('x', 'p')] }))
const first = (curve: readonly number[], kits: number): number =>
  2 * curve.findIndex((armed) => armed >= kits)
const fault = (change: Partial<Fault> & Pick<Fault, 'kind'>): Fault => ({
  id: 'f',
  title: 'f',
  node: null,
  leg: null,
  chance: 1,
  startHour: fixed(0),
  durationHours: fixed(10),
  stockLost: null,
  slowdown: null,
  basis,
  ...change,
})
const withFaults = (faults: readonly Fault[], change: Partial<FaultModel> = {}): FaultModel => ({
  ...NO_FAULTS,
  faults,
  ...change,
})
const around = { cutLeg: 'around', afterHours: 1, order: 'firstCome' } as const

const run = (faults: FaultModel): readonly number[] => curveOf(chain(), faults, { plan: overX() })

describe('one fault at a time', () => {
  test('none: all armed by hour 10', () => {
    expect(first(run(NO_FAULTS), 160)).toBe(10)
  })

  test('a chance of 0 never happens, a chance of 1 always', () => {
    const closed = fault({ kind: 'crossingClosed', node: 'x' })
    expect(run(withFaults([{ ...closed, chance: 0 }]))).toEqual(run(NO_FAULTS))
    expect(run(withFaults([closed]))).not.toEqual(run(NO_FAULTS))
  })

  test('a closed crossing holds everybody until it opens', () => {
    // Out at hour 10 instead of 0, so ten hours later: arrivals are no longer rounded up to a step.
    const curve = run(withFaults([fault({ kind: 'crossingClosed', node: 'x' })]))
    expect(first(curve, 1)).toBeGreaterThan(10)
    expect(first(curve, 160)).toBeLessThanOrEqual(20)
    expect(curve.at(-1)).toBe(160)
  })

  test('who waits long enough goes round by the other crossing, and nobody goes twice', () => {
    const closed = withFaults([
      fault({ kind: 'crossingClosed', node: 'x', durationHours: fixed(48) }),
    ])
    expect(run(closed).at(-1)).toBe(0)
    const curve = run({ ...closed, policy: around })
    expect(curve.at(-1)).toBe(160)
    const simulation = new MovementSimulation(courseOf(chain(), overX()), {
      ...closed,
      policy: around,
    })
    simulation.run({ seed: 1, replication: 0, loss: null })
    // Four out; their empties would go back over x, and find the way round too.
    expect(simulation.rerouted).toBeGreaterThanOrEqual(4)
  })

  test('who is on a way round and finds it cut waits there', () => {
    const model = chain({
      nodes: [...chain().nodes, nodeOf('z', 'hub')],
      legs: [...chain().legs, legOf('y', 'z'), legOf('z', 'p')],
    })
    const faults = withFaults(
      [
        fault({ id: 'a', kind: 'crossingClosed', node: 'x', durationHours: fixed(48) }),
        fault({ id: 'b', kind: 'roadCut', leg: 'y-p', startHour: fixed(2.9) }),
      ],
      { policy: around },
    )
    // Round from 1 on, at y from 3 to 3.3; at 3.9 others would go round; on from 12.9, there from 14.9 on.
    expect(first(curveOf(model, faults, { plan: overX() }), 1)).toBe(16)
  })

  test('a cut leg: wait or go round, where there is a way round for who has a load', () => {
    const cut = withFaults([fault({ kind: 'roadCut', leg: 'x-p', durationHours: fixed(20) })])
    expect(first(run(cut), 1)).toBeGreaterThan(20)
    // Back to d and over y would be a way, but not with a load.
    expect(run({ ...cut, policy: around })).toEqual(run(cut))
    const old = legOf('x', 'p', { id: 'old road', distanceM: 200_000 })
    const two = chain({ legs: [...chain().legs, old] })
    const curve = curveOf(two, { ...cut, policy: around }, { plan: overX() })
    expect(first(curve, 160)).toBeLessThan(first(run(cut), 1))
  })

  test('who is on a leg that is cut stands still', () => {
    // Vehicles set out from hour 0 on and need two hours; the cut at 1 lasts ten.
    const cut = withFaults([fault({ kind: 'roadCut', leg: 'd-x', startHour: fixed(1) })])
    expect(first(run(cut), 1)).toBeGreaterThan(first(run(NO_FAULTS), 1))
  })

  test('a struck depot loses a share of what is there', () => {
    const struck = fault({
      kind: 'depotStruck',
      node: 'd',
      stockLost: 0.5,
      durationHours: fixed(1),
    })
    // At hour 0 nothing has left yet or all is loaded; a share of the stock before the release is what is lost.
    const early = { ...chain() }
    const late = withFaults([{ ...struck, startHour: fixed(0) }])
    expect(curveOf(early, late, { plan: overX() }).at(-1)).toBeLessThanOrEqual(160)
    const slow = chain({ fleets: [fleetOf('d', 1)] })
    const plan = greedyPlan(slow)
    const after = curveOf(slow, withFaults([{ ...struck, startHour: fixed(1) }]), { plan })
    // One lorry took 40 of 160 at hour 0; half of the other 120 is lost.
    expect(after.at(-1)).toBeLessThanOrEqual(100)
    expect(after.at(-1)).toBeGreaterThanOrEqual(40)
  })

  test('an outage slows the crossing, with lanes and without', () => {
    const out = fault({ kind: 'cyberOutage', node: 'x', slowdown: 200, durationHours: fixed(48) })
    expect(run(withFaults([out])).at(-1)).toBeLessThan(160)
    const variation = {
      travel: fixed(1),
      loadingHours: fixed(0),
      border: [{ node: 'x', lanes: 1, serviceHours: fixed(0.1), basis }],
      basis,
    }
    const lanes = run(withFaults([], { variation }))
    const slowed = run(withFaults([{ ...out, slowdown: 50 }], { variation }))
    expect(lanes.at(-1)).toBe(160)
    expect(first(slowed, 160)).toBeGreaterThan(first(lanes, 160))
  })

  test('a combined fault brings all its members', () => {
    const members = [
      fault({ id: 'a', kind: 'crossingClosed', node: 'x', chance: 0, durationHours: fixed(48) }),
      fault({ id: 'b', kind: 'crossingClosed', node: 'y', chance: 0, durationHours: fixed(48) }),
    ]
    const both = { id: 'c', title: 'c', chance: 1, faults: ['a', 'b'], startHour: fixed(0), basis }
    expect(run(withFaults(members, { policy: around })).at(-1)).toBe(160)
    expect(run(withFaults(members, { policy: around, combined: [both] })).at(-1)).toBe(0)
  })

  test('later travel is later arming; loading delays are too', () => {
    const variation = { travel: fixed(3), loadingHours: fixed(0), border: [], basis }
    expect(first(run(withFaults([], { variation })), 160)).toBeGreaterThan(10)
    const loading = { ...variation, travel: fixed(1), loadingHours: fixed(5) }
    expect(first(run(withFaults([], { variation: loading })), 160)).toBeGreaterThan(10)
  })

  test('those with a load go first where the policy says so', () => {
    const policy = { ...NO_FAULTS.policy, order: 'loadedFirst' } as const
    expect(run(withFaults([], { policy }))).toEqual(run(NO_FAULTS))
  })
})

// d → p, two hours; ten lorries.
const narrow = (depot: Partial<MoveNode>, leg: Partial<MoveLeg> = {}): MovementModel => {
  const stock = [{ commodity: 'kit', quantity: 160, owner: 'XAA', gates: [] }]
  return chain({
    nodes: [nodeOf('d', 'depot', { stock, ...depot }), nodeOf('p', 'issuePoint')],
    legs: [legOf('d', 'p', leg)],
    fleets: [fleetOf('d', 10, { mode: leg.mode ?? 'road', gaugeMm: leg.gaugeMm ?? null })],
  })
}
/** Most kits armed in one step. */
const paceOf = (curve: readonly number[]): number =>
  Math.max(...curve.map((kits, step) => kits - (curve[step - 1] ?? 0)))

describe('late work keeps to capacity, and to the plan', () => {
  test('what was not handled while the depot was shut is handled at its pace', () => {
    const model = narrow({ outPerHour: 10 })
    // Handled from step 0 on, 20 in each: the last in step 7, at p two steps later, counted at the end.
    expect(first(curveOf(model, NO_FAULTS), 160)).toBe(20)
    // Shut for three hours: none in step 0, half in step 1, the last in step 9 and at p at once.
    const shut = fault({ kind: 'depotStruck', node: 'd', stockLost: 0, durationHours: fixed(3) })
    const late = curveOf(model, withFaults([shut]))
    expect(first(late, 160)).toBe(22)
    expect(paceOf(late)).toBe(20)
  })

  test('who waited for a leg sets out at its spacing', () => {
    const model = narrow({}, { vehiclesPerHour: 0.5 })
    // Out at hours 0, 2, 4, 6; the last there in the step at 8 at the latest, counted at 12.
    expect(first(curveOf(model, NO_FAULTS), 160)).toBe(12)
    // Out at 10, 12, 14, 16, there at 18, counted at 20.
    const late = curveOf(model, withFaults([fault({ kind: 'roadCut', leg: 'd-p' })]))
    expect(first(late, 160)).toBe(20)
    expect(paceOf(late)).toBe(40)
  })

  test('a lorry that comes back late leaves late', () => {
    const model = { ...narrow({}), fleets: [fleetOf('d', 1)] }
    // Out at 0, back at 4, out at 8.
    expect(first(curveOf(model, NO_FAULTS), 80)).toBe(14)
    // Six hours a way: there at 6, home at 12, there at 18.
    const variation = { travel: fixed(3), loadingHours: fixed(0), border: [], basis }
    expect(first(curveOf(model, withFaults([], { variation })), 80)).toBe(20)
  })

  test('nobody leaves before the plan says so', () => {
    const model = narrow({}, { vehiclesPerHour: 0.5 })
    // Out at hours 0, 2, 4, 6 with 40 each: what had not left at 3.5 is lost.
    const struck = fault({ kind: 'depotStruck', node: 'd', stockLost: 1, startHour: fixed(3.5) })
    expect(curveOf(model, withFaults([struck])).at(-1)).toBe(80)
  })

  test('where an issue point is struck nobody signs until it works again', () => {
    const struck = fault({ kind: 'depotStruck', node: 'p', stockLost: 0 })
    expect(first(curveOf(narrow({}), withFaults([struck])), 1)).toBe(12)
  })

  test.each([
    ['airfieldWeather', 'airfield', 'air'],
    ['portMined', 'port', 'sea'],
    ['railCut', 'railhead', 'rail'],
  ] as const)('%s at a %s holds what goes by %s and nothing else', (kind, nodeKind, mode) => {
    const by = narrow({ kind: nodeKind }, { mode, gaugeMm: mode === 'rail' ? 1435 : null })
    const faults = withFaults([
      fault({ kind, ...(mode === 'rail' ? { leg: 'd-p' } : { node: 'd' }) }),
    ])
    expect(first(curveOf(by, NO_FAULTS), 1)).toBe(6)
    // Out at 10, there at 12.
    expect(first(curveOf(by, faults), 1)).toBe(14)
    const road = narrow({ kind: nodeKind })
    if (mode !== 'rail') expect(curveOf(road, faults)).toEqual(curveOf(road, NO_FAULTS))
  })

  test('nothing is armed before the plan says so, whatever goes wrong or goes fast', () => {
    const swift = { travel: fixed(0), loadingHours: fixed(0), border: [], basis }
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, isSwift) => {
        const model = randomModel(seed)
        const plan = greedyPlan(model, seededRandom(seed))
        const reference = referenceFaults(model)
        const often = reference.faults.map((one) => ({ ...one, chance: 0.3 }))
        const faults = {
          ...reference,
          faults: often,
          variation: isSwift ? swift : reference.variation,
        }
        const curve = curveOf(model, faults, { plan, replication: seed % 1000 })
        const early = curve.filter((kits, step) => kits > (plan.armedByHour[step]?.[1] ?? 0))
        expect(early).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })
})

test('the loss of a leg or node in use never arms more, and of all issue points arms nobody', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const model = randomModel(seed)
      const plan = greedyPlan(model, seededRandom(seed))
      const simulation = new MovementSimulation(courseOf(model, plan), NO_FAULTS)
      const base = simulation.run({ seed: 1, replication: 0, loss: null }).at(-1) ?? 0
      for (const kind of ['leg', 'node'] as const)
        for (const index of model[kind === 'leg' ? 'legs' : 'nodes'].keys()) {
          const left =
            simulation.run({ seed: 1, replication: 0, loss: { kind, index } }).at(-1) ?? 0
          expect(left).toBeLessThanOrEqual(base)
        }
    }),
    { numRuns: 20 },
  )
  const simulation = new MovementSimulation(courseOf(chain(), overX()), NO_FAULTS)
  const loss = { kind: 'node', index: 3 } as const
  expect(simulation.run({ seed: 1, replication: 0, loss }).at(-1)).toBe(0)
})
