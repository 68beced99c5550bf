/**
 * Goal: whatever is wrong with a movement model is told with its path and how to mend it. Method: a good model, and one
 * fault a row; then every field in turn is made a thing that it may not be, and its path must be in the refusal.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../../tests/support/movement-models.ts'
import { isRefused } from '../../units/index.ts'
import { parseMovementModel } from './index.ts'

const good = plainModel({
  notice: 'n',
  commodities: [{ id: 'kit', title: 'Kits', unit: 'kit', perKit: 1, kitShare: 1 }],
  gates: [{ id: 'g', title: 'g', kind: 'consent', nation: 'DEU', opensAtHour: 4, basis: ['A1'] }],
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 5, owner: 'DEU', gates: ['g'] }],
      outPerHour: 4,
      inPerHour: 4,
      transshipmentPerHour: 4,
      storageMax: 9,
      lanes: 2,
      opening: { daily: [{ from: 6, until: 20 }], closures: [{ fromHour: 2, untilHour: 3 }] },
    }),
    plainNode('p', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'p', { speedKmhMax: 30, mode: 'rail', gaugeMm: 1520 })],
  fleets: [plainFleet([{ node: 'd', count: 2, fromHour: 1 }])],
  demands: [
    {
      id: 'q',
      title: 'q',
      issuePoint: 'p',
      commodity: 'kit',
      quantity: 3,
      priority: 2,
      dueHour: 9,
    },
  ],
  assumptions: [
    { id: 'A1', title: 'a', value: 4, unit: 'h', owner: 'o', date: '2026', source: null },
  ],
})
const plain = (): Record<string, unknown> =>
  JSON.parse(JSON.stringify(good)) as Record<string, unknown>
const errors = (value: unknown): string => {
  const read = parseMovementModel(value, (path) => `m.json(${path})`)
  return isRefused(read) ? read.refused : ''
}
/** The model with the value at a dotted path replaced. */
function withAt(path: string, value: unknown): unknown {
  const root = plain()
  const keys = path.split('.')
  let at: Record<string, unknown> = root
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>
  at[keys.at(-1) ?? ''] = value
  return root
}

test('a good model is read as it stands', () => {
  expect(parseMovementModel(plain(), (path) => path)).toEqual(good)
})

const faults: readonly (readonly [string, unknown, RegExp])[] = [
  ['format', 'x', /format: is "x"; write "holdfast.movement-model"/],
  ['version', 2, /version: is 2; write 1/],
  ['stepHours', 5, /stepHours: 5 does not divide 12/],
  ['stepHours', 0.01, /stepHours: makes more than 400 steps/],
  ['ask.byHour', 13, /ask.byHour: 13 is after the horizon 12/],
  ['chain.eventHour', 1, /chain.eventHour: is 1; write a number from -10000 to 0/],
  ['chain', { eventHour: -1, verifiedHour: -2 }, /chain.eventHour: -1 is after verifiedHour -2/],
  ['commodities', [], /commodities: is empty/],
  ['nodes.1.id', 'd', /nodes.1.id: d is there twice/],
  ['nodes.0.kind', 'castle', /nodes.0.kind: is "castle"; write one of depot,/],
  [
    'nodes.0.stock.0.commodity',
    'gold',
    /nodes.0.stock.0.commodity: names "gold", which is not in commodities/,
  ],
  ['nodes.0.stock.0.gates.0', 'x', /nodes.0.stock.0.gates.0: names "x", which is not in gates/],
  ['nodes.0.stock.0.quantity', 1.5, /nodes.0.stock.0.quantity: is 1.5; write a whole number/],
  ['nodes.0.storageMax', 3, /nodes.0.storageMax: is 3, but 5 kits lie there/],
  ['nodes.0.outPerHour', 'A9', /nodes.0.outPerHour: names "A9", which is not in assumptions/],
  ['nodes.0.outPerHour', 'A1', /nodes.0.outPerHour: names A1, which is in h; name one in kits\/h/],
  ['nodes.0.basis.0', 'A9', /nodes.0.basis.0: names "A9"/],
  ['nodes.0.opening.daily.0.until', 3, /nodes.0.opening.daily.0: ends before it begins/],
  ['nodes.0.opening.closures.0.untilHour', 1, /nodes.0.opening.closures.0: ends before it begins/],
  ['nodes.0.outPerHuor', 3, /nodes.0.outPerHuor: is not read here/],
  ['legs.0.to', 'd', /legs.0.to: is d, where the leg begins/],
  ['legs.0.from', 'x', /legs.0.from: names "x", which is not in nodes/],
  ['legs.0.gaugeMm', 1000, /legs.0.gaugeMm: is 1000; write 1435 or 1520 for rail/],
  ['legs.0.mode', 'road', /legs.0.gaugeMm: is 1520; write 1435 or 1520 for rail, and leave it out/],
  ['legs.0.vehiclesPerHour', 0, /legs.0.vehiclesPerHour: is 0; write a number from 0.001 to 500/],
  ['fleets.0.loads.gold', 3, /fleets.0.loads.gold: is not in commodities/],
  ['fleets.0.vehicles.0.node', 'x', /fleets.0.vehicles.0.node: names "x"/],
  ['demands.0.issuePoint', 'd', /demands.0.issuePoint: names d, which is no issuePoint/],
  ['demands.0.priority', 0, /demands.0.priority: is 0; write a whole number from 1 to 9/],
  ['gates.0.opensAtHour', 'A9', /gates.0.opensAtHour: names "A9"/],
]

test.each(faults)('%s as %j is refused', (path, value, words) => {
  expect(errors(withAt(path, value))).toMatch(words)
})

test('complete kits need something that kits hold', () => {
  const model = withAt('demands.0.commodity', null) as { commodities: { perKit: number }[] }
  for (const commodity of model.commodities) commodity.perKit = 0
  expect(errors(model)).toMatch(/demands.0: is for complete kits, but no commodity has a perKit/)
})

test('a figure may be the id of an assumption, and says so', () => {
  const read = parseMovementModel(withAt('legs.0.dwellHours', 'A1'), (path) => path)
  expect(isRefused(read) ? read : read.legs[0]).toMatchObject({ dwellHours: 4, basis: ['A1'] })
})

/** Every path of the document that holds a value, lists and maps among them. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, one]) =>
    pathsOf(one, path === '' ? key : `${path}.${key}`),
  )
  return path === '' ? inner : [path, ...inner]
}

describe('every field', () => {
  test.each(pathsOf(plain()))('%s refuses what it may not be', (path) => {
    for (const wrong of [Number.NaN, { wrong: true }, [[]], ''])
      expect(errors(withAt(path, wrong))).toContain(`m.json(${path}`)
  })

  // An answer holds its model: what `move solve` writes, `move simulate` reads.
  test('that is left out may be, or is asked for; what is read without it can be read again', () => {
    let optional = 0
    for (const path of pathsOf(plain())) {
      const read = parseMovementModel(withAt(path, undefined), (at) => at)
      if (isRefused(read)) continue
      optional += 1
      expect([path, parseMovementModel(JSON.parse(JSON.stringify(read)), (at) => at)]).toEqual([
        path,
        read,
      ])
    }
    expect(optional).toBeGreaterThan(10)
  })

  test('that is wrong is told once: what is measured by it is not held against its stand-in', () => {
    expect(errors({ ...plain(), horizonHours: 1_000_000 }).split('\n')).toEqual([
      expect.stringContaining('horizonHours: is 1000000') as string,
    ])
  })

  test('nothing that JSON holds makes it throw', () => {
    const paths = pathsOf(plain())
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        expect(() => errors(withAt(path, value))).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })
})
