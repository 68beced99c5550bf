/**
 * Goal: the map tells what the plan and its bottlenecks tell: each leg's load is the sum of its bars, the widest carries most,
 * what binds and what is struck is marked where it is, and nothing else. Method: a small network and plans by hand; random
 * bars, whose sums are worked out another way.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MovementTold } from '@holdfast/core/move/model'
import { plainLeg, plainModel, plainNode } from '../../../../tests/support/movement-models.ts'
import { BOUND_SHOWN_MAX, loadsOf, networkFeatures } from './network-features.ts'
import { LEG_LAYERS, NODE_LAYERS, POINTED } from './network-layers.ts'

const model = plainModel({
  nodes: [
    plainNode('d', 'depot', {
      title: 'Depot One (fictional, a region)',
      fictional: true,
      position: { lonDeg: 20, latDeg: 50 },
      stock: [{ commodity: 'kit', quantity: 90, owner: 'XAA', gates: [] }],
    }),
    plainNode('c', 'crossing', { position: { lonDeg: 23, latDeg: 49 } }),
    plainNode('p', 'issuePoint', { position: { lonDeg: 24, latDeg: 51 } }),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p'), plainLeg('d', 'p')],
})
const legIds = model.legs.map(({ id }) => id)
const [first = '', second = ''] = legIds
type Told = Parameters<typeof networkFeatures>[1]
const told = (bars: readonly object[], bottlenecks: readonly object[] = []): Told =>
  ({ bars, bottlenecks }) as unknown as MovementTold
const bar = (leg: string, kits: number) => ({ leg, load: { kit: kits } })
const cut: ChosenFault = {
  kind: 'crossingClosed',
  on: 'c',
  fromHour: 6,
  untilHour: 18,
  stockLost: null,
  slowdown: null,
}
const propertiesOf = (features: ReturnType<typeof networkFeatures>['legs'], id: string) =>
  features.features.find(({ properties }) => properties?.['id'] === id)?.properties ?? {}

test('a leg carries the sum of its bars, and the one that carries most is the widest', () => {
  const anyBars = fc.array(
    fc.record({ leg: fc.constantFrom(...legIds), kits: fc.integer({ min: 1, max: 500 }) }),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(anyBars, (bars) => {
      const plan = told(bars.map(({ leg, kits }) => bar(leg, kits)))
      const sums = legIds.map((id) =>
        bars.filter(({ leg }) => leg === id).reduce((sum, { kits }) => sum + kits, 0),
      )
      expect(legIds.map((id) => loadsOf(model, plan).get(id) ?? 0)).toEqual(sums)
      const { legs } = networkFeatures(model, plan, [])
      const shares = legIds.map((id) => Number(propertiesOf(legs, id)['share']))
      expect(Math.max(...shares)).toBe(1)
      expect(shares).toEqual(sums.map((sum) => sum / Math.max(...sums)))
    }),
  )
})

describe('marks', () => {
  const plan = told(
    [bar(first, 40)],
    [
      { kind: 'leg', id: second, words: 'one more vehicle is worth 3' },
      { kind: 'fleet', id: 'd', words: 'a truck more' },
    ],
  )
  const { legs, nodes, bounds } = networkFeatures(model, plan, [cut])

  test('stand where a bottleneck or a fault is; a fleet is nowhere on the map', () => {
    expect(legIds.map((id) => propertiesOf(legs, id)['isBound'])).toEqual([false, true, false])
    expect(['d', 'c', 'p'].map((id) => propertiesOf(nodes, id)['isBound'])).toEqual([
      false,
      false,
      false,
    ])
    expect(['d', 'c', 'p'].map((id) => propertiesOf(nodes, id)['isStruck'])).toEqual([
      false,
      true,
      false,
    ])
  })

  test('are said in words, and a place that does not exist says so', () => {
    const lines = (features: typeof legs, id: string): unknown =>
      JSON.parse(String(propertiesOf(features, id)['lines']))
    expect(lines(legs, first)).toEqual([
      'Depot One (fictional, a region) → c',
      'road: carries 40 kits in this plan',
    ])
    expect(lines(legs, second)).toEqual([
      'c → p',
      'road: carries nothing in this plan',
      'one more vehicle is worth 3',
    ])
    expect(lines(nodes, 'c')).toContain('Crossing closed, hour 6 to 18')
    expect(lines(nodes, 'd')).toEqual([
      'Depot One (fictional, a region)',
      expect.stringMatching(/^depot, \w+; it does not exist$/),
      'stock of 90 units',
    ])
    expect(propertiesOf(nodes, 'd')['title']).toBe('Depot One')
    // Of what the plan uses: depot and crossing, not the issue point.
    expect(bounds).toEqual([20, 49, 23, 50])
  })

  test('are of the greatest worth only', () => {
    const many = Array.from({ length: BOUND_SHOWN_MAX + 1 }, (_, i) => ({
      kind: 'leg',
      id: i < BOUND_SHOWN_MAX ? first : second,
      words: 'w',
    }))
    const marked = networkFeatures(model, told([], many), []).legs
    expect(legIds.map((id) => propertiesOf(marked, id)['isBound'])).toEqual([true, false, false])
  })
})

test('every layer that answers the pointer is drawn', () => {
  const drawn = [...LEG_LAYERS, ...NODE_LAYERS].map(({ id }) => id)
  expect(new Set(drawn).size).toBe(drawn.length)
  for (const layer of POINTED) expect(drawn).toContain(layer)
})
