/**
 * Goal: whoever writes a document of a simulation hears what is wrong, where and how to mend it, and nothing that is wrong
 * gets through. Method: a good document, then one fault at a time in every field; a plan that cannot be carried out; any JSON.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fleetOf,
  greedyPlan,
  legOf,
  modelOf,
  nodeOf,
} from '../../../../../tests/support/movement-plans.ts'
import { isRefused } from '../../units/index.ts'
import { readSimulationCase, referenceFaults } from './index.ts'

const model = modelOf({
  nodes: [
    nodeOf('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 80, owner: 'XAA', gates: [] }],
      outPerHour: 100,
    }),
    nodeOf('x', 'crossing'),
    nodeOf('p', 'issuePoint'),
    nodeOf('port', 'port'),
    nodeOf('air', 'airfield'),
  ],
  legs: [
    legOf('d', 'x'),
    legOf('x', 'p'),
    legOf('d', 'p', { id: 'rail', mode: 'rail', gaugeMm: 1435 }),
  ],
  fleets: [fleetOf('d', 2)],
  demands: [
    {
      id: 'u',
      title: 'u',
      issuePoint: 'p',
      commodity: null,
      quantity: 80,
      priority: 1,
      dueHour: 48,
    },
  ],
})
const plan = greedyPlan(model)
const faults = referenceFaults(model)

type Json = Record<string, unknown>
const at = (path: string): string => `plan.json(${path})`
const good = (): Json => JSON.parse(JSON.stringify({ model, plan, faults })) as Json
/** A document with one value changed; undefined takes it out. */
function changed(path: string, value: unknown): Json {
  const document = good()
  const keys = path.split('.')
  let here: Json = document
  for (const key of keys.slice(0, -1)) here = here[key] as Json
  const last = keys.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(here, last)
  else here[last] = value
  return document
}
const refusal = (document: unknown): string => {
  const read = readSimulationCase(document, at)
  return isRefused(read) ? read.refused : ''
}
const indexOfFault = (kind: string): number =>
  faults.faults.findIndex((fault) => fault.kind === kind)
const CLOSED = `faults.faults.${indexOfFault('crossingClosed')}`
const CUT = `faults.faults.${indexOfFault('railCut')}`
const STRUCK = `faults.faults.${indexOfFault('depotStruck')}`
const OUTAGE = `faults.faults.${indexOfFault('cyberOutage')}`

const combined = {
  id: 'c',
  title: 'c',
  chance: 0.1,
  faults: faults.faults.slice(0, 2).map(({ id }) => id),
  startHour: { kind: 'fixed', value: 1 },
  basis: faults.faults[0]?.basis,
}

describe('a document of a simulation', () => {
  test('is read as it is written, faults and all', () => {
    const read = readSimulationCase(good(), at)
    expect(isRefused(read)).toBe(false)
    if (isRefused(read)) return
    expect(read.faults).toEqual(faults)
    expect(read.plan.serials).toEqual(plan.serials)
    expect(read.origin).toBe('stated')
    const both = readSimulationCase(changed('faults.combined', [combined]), at)
    expect(isRefused(both) ? both.refused : both.faults.combined).toEqual([combined])
  })

  test('without faults has the reference ones, with null none', () => {
    expect(readSimulationCase(changed('faults', undefined), at)).toMatchObject({
      origin: 'reference',
      faults: { id: 'reference' },
    })
    expect(readSimulationCase(changed('faults', null), at)).toMatchObject({
      origin: 'none',
      faults: { faults: [], variation: null },
    })
  })

  test('the reference faults name every kind that the model has a place for', () => {
    const kinds = new Set(faults.faults.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual([
      'airfieldWeather',
      'crossingClosed',
      'cyberOutage',
      'depotStruck',
      'portMined',
      'railCut',
    ])
  })

  test.each<[string, unknown, string]>([
    ['plan', undefined, 'plan: is missing; write a map'],
    ['extra', 1, 'extra: is not known here; write model, plan'],
    ['model.stepHours', 5, 'stepHours: 5 does not divide 48'],
    ['plan.format', 'x', 'is no movement plan of version 1; give a plan of `move solve`'],
    ['plan.version', 2, 'is no movement plan of version 1'],
    ['plan.model', 'other', 'the plan is for other, not for made-up'],
    ['plan.stepHours', 1, 'the plan has another step or horizon than the model'],
    ['plan.status', 'failed', 'plan.status: is failed: there is no plan to simulate'],
    ['plan.status', 'good', 'status: is "good"; write one of optimal'],
    ['plan.objective', 'x', 'objective: is "x"; write a number'],
    ['plan.gap', -1, 'gap: is -1'],
    ['plan.armedByHour', 3, 'armedByHour: is no list of pairs'],
    ['plan.serials', {}, 'serials: is {}; write a list'],
    ['plan.serials.0.leg', 'z', 'which are not both in the model'],
    ['plan.serials.0.vehicles', 0, 'has 0 vehicles, not a whole number of them'],
    ['plan.serials.0.vehicles', 2_000_001, 'plan.serials: have 2000'],
    ['plan.serials.0.departHour', -2, 'departHour: is -2'],
    ['plan.serials.0.load.kit', 0, 'carries 0 of kit, not a whole number'],
    ['plan.serials.0.load.tank', 1, 'cannot carry tank'],
    ['plan.empties.0.direction', 'up', 'direction: is "up"; write one of forward, back'],
    ['plan.handlings.0.node', 'z', 'z handles kit out at hour'],
    ['plan.handlings.0.stage', 'z', 'stage: is "z"; write one of in, rail, out'],
    ['plan.handlings.0.commodity', 'z', 'd handles z out at hour'],
    ['plan.signings.0.demand', 'z', 'is no demand of the model'],
    ['plan.signings.0.quantity', 81, '81 in all, more than 80 asked'],
    ['plan.serials.0.vehicles', 1, 'the plan cannot be carried out as written'],
    ['plan.armedByHour.24', [48, 9], 'the plan has 9 armed at hour 48'],
    ['faults.format', 'x', 'format: is "x"; write one of holdfast.movement-faults'],
    ['faults.version', 2, 'version: is not 1; write 1'],
    ['faults.id', '', 'id: is ""'],
    ['faults.title', 3, 'title: is 3; write it in quotes'],
    ['faults.speed', 3, 'speed: is not known here; write one of format'],
    ['faults.faults', {}, 'faults: is {}; write a list'],
    ['faults.policy', undefined, 'policy: is missing; write a map'],
    ['faults.policy.cutLeg', 'fly', 'policy.cutLeg: is "fly"; write one of wait, around'],
    ['faults.policy.afterHours', -1, 'policy.afterHours: is -1'],
    ['faults.policy.order', 'x', 'policy.order: is "x"; write one of firstCome, loadedFirst'],
    [`${CLOSED}.kind`, 'flood', 'kind: is "flood"; write one of crossingClosed'],
    [`${CLOSED}.node`, 'z', 'node: names "z", which is no node of model made-up'],
    [`${CLOSED}.node`, 'd', 'names d, a depot, which crossingClosed cannot befall'],
    [`${CLOSED}.leg`, 'd-x', 'leg: stands at a crossingClosed, which befalls a node'],
    [`${CLOSED}.chance`, 1.5, 'chance: is 1.5; write a number from 0 to 1'],
    [`${CLOSED}.startHour`, 3, 'startHour: is 3; write a map'],
    [`${CLOSED}.durationHours.max`, -1, 'durationHours.max: is -1'],
    [`${CLOSED}.stockLost`, 0.5, 'stockLost: belongs to depotStruck only'],
    [`${CLOSED}.slowdown`, 2, 'slowdown: belongs to cyberOutage only'],
    [`${CLOSED}.colour`, 2, 'colour: is not known here'],
    [`${CLOSED}.basis`, undefined, 'basis: is missing; write a map'],
    [`${CLOSED}.basis.kind`, 'measured', 'basis.kind: is "measured"; write one of assumption'],
    [`${CLOSED}.basis.owner`, '', 'basis.owner: is ""'],
    [`${CLOSED}.basis.date`, 'May', 'basis.date: is "May"; write a date such as'],
    [`${CLOSED}.basis.source`, undefined, 'basis.source: is missing'],
    [`${CLOSED}.id`, faults.faults.at(-1)?.id, 'is there twice; give each its own id'],
    [`${CUT}.leg`, 'd-x', 'names d-x, a leg of road, which railCut cannot befall'],
    [`${CUT}.node`, 'd', 'node: stands at a railCut, which befalls a leg'],
    [`${STRUCK}.stockLost`, 2, 'stockLost: is 2; write a number from 0 to 1'],
    [`${STRUCK}.stockLost`, undefined, 'stockLost: is missing'],
    [`${OUTAGE}.slowdown`, 0.5, 'slowdown: is 0.5; write a number from 1 to 1000'],
    [
      'faults.combined',
      [{ ...combined, faults: ['z', 'y'] }],
      'names "z", which is none of the faults',
    ],
    ['faults.combined', [{ ...combined, faults: [] }], 'has fewer than two faults'],
    ['faults.combined', [{ ...combined, chance: 'x' }], 'combined.0.chance: is "x"'],
    ['faults.combined', [combined, combined], 'c is there twice'],
    ['faults.variation.travel', undefined, 'variation.travel: is missing'],
    ['faults.variation.loadingHours.mean', 'x', 'variation.loadingHours.mean: is "x"'],
    ['faults.variation.border.0.node', 'd', 'names "d", which is no crossing of model made-up'],
    ['faults.variation.border.0.lanes', 0, 'lanes: is 0; write 1 or more'],
    ['faults.variation.border.0.serviceHours', null, 'serviceHours: is null'],
    ['faults.variation.basis', undefined, 'variation.basis: is missing'],
  ])('%s as %j is refused', (path, value, told) => {
    const refused = refusal(changed(path, value))
    expect(refused).toContain(told)
    expect(refused).toContain('plan.json(')
  })

  test('whatever JSON holds is refused in words', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('model', 'plan', 'faults', null),
        (value, key) => {
          if (key === 'faults' && value === null) return
          expect(refusal(key === null ? value : changed(key, value))).not.toBe('')
        },
      ),
    )
  })
})
