/**
 * Goal: a network is read as written or refused with place, fault and remedy; its figures follow its assumptions.
 * Method: one small good network, and one change to it for each fault.
 */
import { describe, expect, test } from 'vitest'
import { isRefused } from '../units/index.ts'
import { parseNetwork, resolveNetwork } from './index.ts'
import type { Network } from './index.ts'

const owned = { owner: 'planner', date: '2026' }
const base = {
  id: 'n',
  title: 'Net',
  notice: 'Fictional',
  ask: { troops: 10, horizonHours: 24, stepHours: 2 },
  release: 'H',
  outload: 'H',
  assumptions: [
    { id: 'H', title: 'Delay', value: 2, unit: 'h', ...owned },
    { id: 'S', title: 'Stock', value: 10, unit: 'kits', ...owned },
    { id: 'C', title: 'Capacity', value: 3, unit: 'kits/h', ...owned },
    { id: 'V', title: 'Speed', value: 50, unit: 'km/h', ...owned },
  ],
  nodes: [
    {
      id: 'd',
      title: 'D',
      kind: 'depot',
      lonDeg: 22,
      latDeg: 50,
      country: 'POL',
      fictional: true,
      stock: 'S',
      handling: 'C',
    },
    { id: 'h', title: 'H', kind: 'hub', lonDeg: 24, latDeg: 50, country: 'UKR' },
    {
      id: 'p',
      title: 'P',
      kind: 'issuePoint',
      lonDeg: 26,
      latDeg: 50,
      country: 'UKR',
      handling: 'C',
    },
  ],
  legs: [
    {
      id: 'd-h',
      from: 'd',
      to: 'h',
      mode: 'road',
      distanceKm: 100,
      speed: 'V',
      dwell: 'H',
      capacity: 'C',
    },
    { id: 'h-p', from: 'h', to: 'p', mode: 'road', distanceKm: 50, speed: 'V', capacity: 'C' },
  ],
}
const at = (path: string): string => `n.yaml:${path}`
const parse = (change: object = {}): ReturnType<typeof parseNetwork> =>
  parseNetwork({ ...base, ...change }, at)
const node = (i: number, change: object): object => ({
  nodes: base.nodes.map((item, j) => (i === j ? { ...item, ...change } : item)),
})
const leg = (i: number, change: object): object => ({
  legs: base.legs.map((item, j) => (i === j ? { ...item, ...change } : item)),
})
const good = (): Network => {
  const network = parse()
  if (isRefused(network)) throw new Error(network.refused)
  return network
}

const faults: readonly (readonly [string, object, string])[] = [
  [
    'a leg to nowhere',
    leg(0, { to: 'x' }),
    'n.yaml:legs.0.to: legs.0.to: names "x", which is no node here; add it or correct the id',
  ],
  ['a leg into a depot', leg(1, { to: 'd' }), 'may not run to the depot d; turn it round'],
  [
    'a leg out of an issue point',
    leg(1, { from: 'p' }),
    'may not run from the issuePoint p; turn it round',
  ],
  ['rail without a gauge', leg(0, { mode: 'rail' }), 'write 1435 or 1520 for rail'],
  ['a gauge on a road', leg(0, { gaugeMm: 1520 }), 'leave it out for road'],
  ['an unknown assumption', leg(0, { speed: 'W' }), 'names "W", which is no assumption here'],
  ['the wrong unit', leg(0, { speed: 'C' }), 'names C, which is in kits/h; name one in km/h'],
  ['no distance', leg(0, { distanceKm: 0 }), 'is 0; write a number from 1 to 5000'],
  [
    'latitude 91',
    node(0, { latDeg: 91 }),
    'n.yaml:nodes.0.latDeg: nodes.0.latDeg: is 91; write a number from -90 to 90',
  ],
  ['stock at a hub', node(1, { stock: 'S' }), 'stands at a hub; only a depot holds stock'],
  ['an unknown kind', node(1, { kind: 'port' }), 'is "port"; write one of depot'],
  ['a node twice', node(1, { id: 'd' }), 'd is there twice'],
  [
    'a step that does not divide',
    { ask: { troops: 1, horizonHours: 9, stepHours: 2 } },
    '2 does not divide 9',
  ],
  [
    'too many steps',
    { ask: { troops: 1, horizonHours: 800, stepHours: 1 } },
    'makes more than 400 steps',
  ],
  ['no delay', { release: undefined }, 'release: is missing; write a text'],
  ['no list', { legs: 'none' }, 'legs: is "none"; write a list'],
]

describe('a network', () => {
  test('works its figures out from named assumptions', () => {
    const { legs, nodes, releaseHours, outloadHours } = good()
    expect(legs.map(({ durationHours }) => durationHours)).toEqual([4, 1])
    expect(
      nodes.map(({ stockKits, handlingKitsPerHour }) => [stockKits, handlingKitsPerHour]),
    ).toEqual([
      [10, 3],
      [0, null],
      [0, 3],
    ])
    expect([releaseHours, outloadHours]).toEqual([2, 2])
    expect(legs[0]?.basis).toEqual({
      kind: 'assumption',
      source: 'V: Speed; H: Delay; C: Capacity',
    })
  })

  test('one assumption changed changes what rests on it and nothing else', () => {
    const network = good()
    const changed = resolveNetwork(network, new Map([['V', 100]]))
    expect(changed.legs.map(({ durationHours }) => durationHours)).toEqual([3, 0.5])
    expect(changed.nodes).toEqual(network.nodes)
    expect(resolveNetwork(changed)).toEqual(network)
  })

  test.each(faults)('%s is refused', (_, change, message) => {
    const refused = parse(change)
    expect(isRefused(refused) && refused.refused).toContain(message)
  })

  test('two gauges meet at a railhead only', () => {
    const rail = {
      legs: base.legs.map((item, i) =>
        Object.assign({}, item, { mode: 'rail', gaugeMm: i === 0 ? 1435 : 1520 }),
      ),
    }
    const refused = parse(rail)
    expect(isRefused(refused) && refused.refused).toContain(
      'two gauges meet at h, a hub; make it a railhead',
    )
    expect(isRefused(parse({ ...rail, ...node(1, { kind: 'railhead' }) }))).toBe(false)
  })

  test.each([null, 3, 'text', [], { nodes: [null], legs: [[]] }])(
    'no shape breaks the parser: %j',
    (value) => {
      expect(isRefused(parseNetwork(value, at))).toBe(true)
    },
  )
})
