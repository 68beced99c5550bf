/**
 * Goal: a movement plan can be carried out, and no plan arms more by any hour. Method: the network that ships and random
 * small ones; each plan is replayed, and its whole curve compared with the maximum flow to every hour, found by
 * augmenting paths (Edmonds and Karp 1972) on an expansion written here, which shares nothing with core's model.
 */
import { readFileSync } from 'node:fs'
import { parseNetwork, plan, replay } from '@holdfast/core/move'
import type { Ask, Leg, MovementPlan, Network, Node } from '@holdfast/core/move'
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readYaml } from '../documents/index.ts'
import { HighsSolver } from './index.ts'

const solver = new HighsSolver()
afterAll(() => solver.close())

interface Edge {
  readonly to: number
  left: number
  readonly back: number
}

class MaxFlow {
  readonly #edges: Edge[][] = []
  readonly #ids = new Map<string, number>()

  #id(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    this.#ids.set(name, this.#edges.length)
    return this.#edges.push([]) - 1
  }

  add(from: string, to: string, capacity: number): void {
    const [a, b] = [this.#id(from), this.#id(to)]
    const [out, into] = [this.#edges[a] ?? [], this.#edges[b] ?? []]
    out.push({ to: b, left: capacity, back: into.length })
    into.push({ to: a, left: 0, back: out.length - 1 })
  }

  /** Pushes one shortest augmenting path; 0 when there is none. */
  #augment(source: number, sink: number): number {
    const cameBy = new Map<number, readonly [at: number, edge: Edge]>()
    const queue = [source]
    for (const at of queue) {
      if (cameBy.has(sink)) break
      for (const edge of this.#edges[at] ?? []) {
        if (edge.left <= 0 || edge.to === source || cameBy.has(edge.to)) continue
        cameBy.set(edge.to, [at, edge])
        queue.push(edge.to)
      }
    }
    if (!cameBy.has(sink)) return 0
    const path: Edge[] = []
    for (let at = sink; at !== source;) {
      const [before, edge] = cameBy.get(at) ?? [source, { to: sink, left: 0, back: 0 }]
      path.push(edge)
      at = before
    }
    const pushed = Math.min(...path.map(({ left }) => left))
    for (const edge of path) {
      edge.left -= pushed
      const back = this.#edges[edge.to]?.[edge.back]
      if (back !== undefined) back.left += pushed
    }
    return pushed
  }

  run(source: string, sink: string): number {
    let total = 0
    for (;;) {
      const pushed = this.#augment(this.#id(source), this.#id(sink))
      if (pushed === 0) return total
      total += pushed
    }
  }
}

/** The most that can be armed by the hour. */
function mostArmed(network: Network, { troops, stepHours }: Ask, byHour: number): number {
  const flow = new MaxFlow()
  const { releaseHours, outloadHours, nodes, legs } = network
  for (const { id, kind, stockKits, handlingKitsPerHour } of nodes) {
    flow.add('source', `${id} 0`, stockKits)
    for (let hour = 0; hour < byHour; hour += stepHours) {
      const handled = handlingKitsPerHour === null ? Infinity : handlingKitsPerHour * stepHours
      flow.add(`${id} ${hour}`, `${id} ${hour} out`, Math.floor(handled))
      flow.add(`${id} ${hour}`, `${id} ${hour + stepHours}`, Infinity)
      if (kind === 'issuePoint') flow.add(`${id} ${hour} out`, 'signed', Infinity)
      for (const leg of legs) {
        const isClosed = kind === 'depot' && hour < releaseHours + outloadHours
        if (leg.from !== id || isClosed) continue
        let there = hour
        while (there < hour + stepHours + leg.durationHours) there += stepHours
        const capacity = Math.floor(leg.capacityKitsPerHour * stepHours)
        flow.add(`${id} ${hour} out`, `${leg.to} ${there}`, capacity)
      }
    }
  }
  flow.add('signed', 'sink', troops)
  return flow.run('source', 'sink')
}

const basis = { kind: 'assumption', source: 'made up' } as const
const makeNode = (
  id: string,
  kind: Node['kind'],
  stockKits: number,
  handling: number | null,
): Node => ({
  id,
  title: id,
  kind,
  position: { lonDeg: 0, latDeg: 0 },
  country: 'XAA',
  fictional: true,
  stockKits,
  handlingKitsPerHour: handling,
  from: { stock: null, handling: null },
  basis,
})
const makeLeg = (
  from: string,
  to: string,
  durationHours: number,
  capacityKitsPerHour: number,
): Leg => ({
  id: `${from}-${to}`,
  from,
  to,
  mode: 'road',
  gaugeMm: null,
  distanceM: 1,
  durationHours,
  capacityKitsPerHour,
  figures: { speed: '', dwell: null, capacity: '' },
  basis,
})
const makeNetwork = (
  ask: Ask,
  nodes: readonly Node[],
  legs: readonly Leg[],
  releaseHours = 0,
): Network => ({
  id: 'n',
  title: '',
  notice: '',
  ask,
  releaseHours,
  outloadHours: 0,
  delays: { release: '', outload: '' },
  nodes,
  legs,
  assumptions: [],
})

const limit = fc.integer({ min: 0, max: 4 })
const handling = fc.option(limit, { nil: null })
/** Two depots, two hubs (that may feed each other), two issue points, and any legs between them. */
const anyNetwork: fc.Arbitrary<Network> = fc
  .record({
    troops: fc.integer({ min: 1, max: 40 }),
    steps: fc.integer({ min: 2, max: 8 }),
    stepHours: fc.constantFrom(1, 2, 3),
    releaseHours: fc.integer({ min: 0, max: 4 }),
    stocks: fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })),
    handlings: fc.array(handling, { minLength: 6, maxLength: 6 }),
    legs: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(
          'd0 h0',
          'd0 h1',
          'd1 h0',
          'd1 h1',
          'd0 p0',
          'h0 p0',
          'h0 p1',
          'h1 p1',
          'h0 h1',
          'h1 h0',
        ),
        fc.integer({ min: 0, max: 9 }).map((quarters) => quarters / 2),
        limit,
      ),
      { minLength: 2, maxLength: 8, selector: ([ends]) => ends },
    ),
  })
  .map(({ troops, steps, stepHours, releaseHours, stocks, handlings, legs }) => {
    const kinds = ['depot', 'depot', 'hub', 'hub', 'issuePoint', 'issuePoint'] as const
    const ids = ['d0', 'd1', 'h0', 'h1', 'p0', 'p1']
    const nodes = ids.map((id, i) =>
      makeNode(id, kinds[i] ?? 'hub', stocks[i] ?? 0, handlings[i] ?? null),
    )
    const made = legs.map(([ends, duration, capacity]) => {
      const [from = '', to = ''] = ends.split(' ')
      return makeLeg(from, to, duration, capacity)
    })
    return makeNetwork(
      { troops, horizonHours: steps * stepHours, stepHours },
      nodes,
      made,
      releaseHours,
    )
  })

test('on random networks the plan can be carried out, and is the best at every hour', async () => {
  await fc.assert(
    fc.asyncProperty(anyNetwork, async (network) => {
      const found = await plan(network, network.ask, solver)
      expect(found.status).toBe('optimal')
      expect(replay(network, found).faults).toEqual([])
      expect(found.armedByHour).toEqual(
        found.armedByHour.map(([hour]) => [hour, mostArmed(network, network.ask, hour)]),
      )
    }),
    { numRuns: 150, seed: 20260103 },
  )
})

const solve = (network: Network) => plan(network, network.ask, solver)
const end = (found: MovementPlan): number => found.armedByHour.at(-1)?.[1] ?? 0

describe('what a limit is worth', () => {
  // Kits leave from hour 2, and are there 2 h after their step: signed for from hour 6 on, in 3 steps.
  const ask = { troops: 1000, horizonHours: 12, stepHours: 2 }
  const chain = (capacity: number, stock: number, troops = ask.troops) =>
    makeNetwork(
      { ...ask, troops },
      [makeNode('d', 'depot', stock, null), makeNode('p', 'issuePoint', 0, null)],
      [makeLeg('d', 'p', 2, capacity)],
      2,
    )

  test('a leg: what one more kit an hour brings by the horizon', async () => {
    const found = await solve(chain(5, 900))
    const gained = end(await solve(chain(6, 900))) - end(found)
    expect(gained).toBeGreaterThan(0)
    expect(found.bottlenecks).toEqual([
      { id: 'd-p', kind: 'leg', worthPerUnit: gained, unit: 'kits by hour 12 for each kit/h' },
    ])
  })

  test('stock: one more kit is one more armed', async () => {
    const found = await solve(chain(50, 7))
    expect(end(found)).toBe(7)
    expect(found.bottlenecks).toEqual([
      { id: 'd', kind: 'stock', worthPerUnit: 1, unit: 'kits by hour 12 for each kit' },
    ])
  })

  test('where the ask is met, worth is time', async () => {
    const found = await solve(chain(5, 900, 25))
    expect(end(found)).toBe(25)
    expect(found.bottlenecks[0]).toMatchObject({
      id: 'd-p',
      unit: 'kit-hours earlier for each kit/h',
    })
  })

  test('a solver that fails leaves a plan that says so', async () => {
    const broken = { solve: () => Promise.resolve({ status: 'failed', reason: 'broke' } as const) }
    const network = chain(5, 10)
    expect(await plan(network, network.ask, broken)).toMatchObject({
      status: 'failed',
      reason: 'broke',
    })
  })
})

describe('the network that ships', () => {
  const text = readFileSync(
    new URL('../../../../data/networks/coalition.yaml', import.meta.url),
    'utf8',
  )
  const read = readYaml(text, 'coalition.yaml')
  if (isRefused(read)) throw new Error(read.refused)
  const network = parseNetwork(read.value, read.at)
  if (isRefused(network)) throw new Error(network.refused)
  let found: MovementPlan
  let tookMs = 0
  beforeAll(async () => {
    const since = process.cpuUsage()
    found = await plan(network, network.ask, solver)
    // Processor time: the solver runs in this thread here, and other work may share the machine.
    const { user, system } = process.cpuUsage(since)
    tookMs = (user + system) / 1000
  })

  test('is fictional in its depots, in Poland and Romania, and owned in every assumption', () => {
    const depots = network.nodes.filter(({ kind }) => kind === 'depot')
    expect(depots.every(({ fictional }) => fictional)).toBe(true)
    expect(new Set(depots.map(({ country }) => country))).toEqual(new Set(['POL', 'ROU']))
    for (const { owner, date } of network.assumptions)
      expect([owner, date]).toEqual(['Holdfast demonstration planner', '2026'])
    for (const { basis: rests } of [...network.nodes, ...network.legs])
      expect(rests).toMatchObject({ kind: 'assumption', source: expect.stringMatching(/N-\d\d/) })
  })

  test('is planned for 50,000 in 96 h, in steps of 2 h, within 5 s of processor time', () => {
    expect(network.ask).toEqual({ troops: 50_000, horizonHours: 96, stepHours: 2 })
    expect(found.armedByHour.map(([hour]) => hour)).toEqual(
      Array.from({ length: 49 }, (_, i) => 2 * i),
    )
    expect(tookMs).toBeLessThan(5000)
  })

  test('can be carried out, and no plan arms more by hour 96, 72 or 48', () => {
    expect(found.status).toBe('optimal')
    expect(replay(network, found).faults).toEqual([])
    const armed = new Map(found.armedByHour)
    for (const hour of [48, 72, 96])
      expect(armed.get(hour)).toBe(mostArmed(network, network.ask, hour))
  })

  test('names the assumption that binds: relaxed, it gains the most', async () => {
    const [first] = found.sensitivity
    expect(found.sensitivity).toHaveLength(network.assumptions.length)
    expect(first?.troops).toBeGreaterThan(0)
    expect(found.bindingAssumption).toMatch(new RegExp(`^${first?.assumption}: .+\\)$`))
    expect(found.bottlenecks.length).toBeGreaterThan(0)
    expect(await plan(network, network.ask, solver)).toEqual(found)
  })
})
