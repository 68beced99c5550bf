/**
 * Random movement models with plans for them that can be carried out, made by taking what is there at each step. The plans
 * are not good; they use every rule of the model: slots, hours, gates, permissions, pools, rail, empties, mixed loads.
 */
import { compileModel, HELD, worthAt } from '../../packages/core/src/move/model/compile.ts'
import type { Compiled, Lane } from '../../packages/core/src/move/model/compile.ts'
import type {
  Commodity,
  Fleet,
  MoveLeg,
  MoveNode,
  MovePlan,
  MovementModel,
  Opening,
} from '../../packages/core/src/move/model/index.ts'
import { seededRandom } from '../../packages/core/src/units/index.ts'
import type { Random } from '../../packages/core/src/units/index.ts'

const OPEN: Opening = { daily: [], closures: [] }
const place = { position: { lonDeg: 22, latDeg: 50 }, country: 'XAA', fictional: true, basis: [] }

/** A node without limits, of the kind. */
export const nodeOf = (
  id: string,
  kind: MoveNode['kind'],
  change: Partial<MoveNode> = {},
): MoveNode => ({
  id,
  title: id,
  kind,
  stock: [],
  inPerHour: null,
  outPerHour: null,
  transshipmentPerHour: null,
  storageMax: null,
  lanes: null,
  opening: OPEN,
  ...place,
  ...change,
})
/** A leg of road of two hours that passes ten vehicles an hour. */
export const legOf = (from: string, to: string, change: Partial<MoveLeg> = {}): MoveLeg => ({
  id: `${from}-${to}`,
  from,
  to,
  mode: 'road',
  gaugeMm: null,
  distanceM: 100_000,
  speedKmhMax: null,
  durationHours: null,
  dwellHours: 0,
  vehiclesPerHour: 10,
  emptyReturn: true,
  permissionLeadHours: 0,
  opening: OPEN,
  basis: [],
  ...change,
})
/** Lorries of 50 km/h with 40 kits each. */
export const fleetOf = (node: string, count: number, change: Partial<Fleet> = {}): Fleet => ({
  id: 'lorries',
  title: 'lorries',
  mode: 'road',
  gaugeMm: null,
  speedKmh: 50,
  loads: { kit: 40 },
  vehicles: [{ node, count, fromHour: 0 }],
  basis: [],
  ...change,
})
/** The kit itself. */
export const KIT: Commodity = { id: 'kit', title: 'kit', unit: 'kit', perKit: 1, kitShare: 1 }

/** A model of the parts, of 48 h in steps of 2 h, that asks for all kits of its demands. */
export function modelOf(parts: Partial<MovementModel>): MovementModel {
  const kits = (parts.demands ?? []).reduce((sum, { quantity }) => sum + quantity, 0)
  return {
    format: 'holdfast.movement-model',
    version: 1,
    id: 'made-up',
    title: 'made up',
    notice: 'fictional',
    horizonHours: 48,
    stepHours: 2,
    clockAtHour0: 0,
    chain: { eventHour: 0, verifiedHour: 0 },
    ask: { kits, byHour: 48 },
    commodities: [KIT],
    nodes: [],
    legs: [],
    fleets: [],
    demands: [],
    gates: [],
    assumptions: [],
    ...parts,
  }
}

/** Carries things on as far as they go, step by step, and writes down what it did. */
class Greedy {
  readonly #model: MovementModel
  readonly #compiled: Compiled
  readonly #random: Random
  readonly #units = new Map<string, number>()
  readonly #idle = new Map<string, number>()
  readonly #due: (() => void)[][]
  readonly #signed = new Map<string, number>()
  readonly serials: MovePlan['serials'][number][] = []
  readonly empties: MovePlan['empties'][number][] = []
  readonly handlings: MovePlan['handlings'][number][] = []
  readonly signings: MovePlan['signings'][number][] = []

  constructor(model: MovementModel, random: Random) {
    this.#model = model
    this.#random = random
    this.#compiled = compileModel(model)
    this.#due = Array.from({ length: this.#compiled.steps + 1 }, () => [])
    for (const { place: at, commodity, step, quantity } of this.#compiled.lots)
      this.#due[step]?.push(() => this.#add(at, HELD, commodity, quantity))
    for (const [fleet, { vehicles }] of model.fleets.entries())
      for (const { node, count, fromHour } of vehicles)
        this.#due[Math.ceil(fromHour / model.stepHours)]?.push(() =>
          this.#stand(fleet, this.#compiled.nodeIndex.get(node) ?? 0, count),
        )
  }

  #get(at: number, pool: number, commodity: number): number {
    return this.#units.get(`${at} ${pool} ${commodity}`) ?? 0
  }
  #add(at: number, pool: number, commodity: number, units: number): void {
    this.#units.set(`${at} ${pool} ${commodity}`, this.#get(at, pool, commodity) + units)
  }
  #idleAt(fleet: number, at: number): number {
    return this.#idle.get(`${fleet} ${at}`) ?? 0
  }
  #stand(fleet: number, at: number, count: number): void {
    this.#idle.set(`${fleet} ${at}`, this.#idleAt(fleet, at) + count)
  }

  #handle(step: number): void {
    const hour = step * this.#model.stepHours
    for (const [at, { stages, node }] of this.#compiled.places.entries())
      for (const { name, fromPool, toPool, limits } of stages) {
        let left = limits[step] ?? 0
        for (const [c, { id, kitShare }] of this.#model.commodities.entries()) {
          const quantity = Math.min(this.#get(at, fromPool, c), Math.floor(left / kitShare + 1e-9))
          if (quantity < 1) continue
          left -= quantity * kitShare
          this.#add(at, fromPool, c, -quantity)
          this.#add(at, toPool, c, quantity)
          this.handlings.push({ node: node.id, stage: name, commodity: id, hour, quantity })
        }
      }
  }

  #sign(step: number): void {
    for (const { demand, place: at, takes } of this.#compiled.demands) {
      const served = this.#compiled.places[at]
      if (served === undefined || (served.openHours[step] ?? 0) === 0) continue
      const before = this.#signed.get(demand.id) ?? 0
      const most = takes.map((each, c) =>
        each === 0 ? Infinity : Math.floor(this.#get(at, served.readyPool, c) / each),
      )
      const quantity = Math.min(demand.quantity - before, ...most)
      if (quantity < 1) continue
      for (const [c, each] of takes.entries()) this.#add(at, served.readyPool, c, -each * quantity)
      this.#signed.set(demand.id, before + quantity)
      this.signings.push({ demand: demand.id, hour: step * this.#model.stepHours, quantity })
    }
  }

  /** Fills one vehicle with what is ready. */
  #fill(lane: Lane): Record<string, number> {
    const pool = this.#compiled.places[lane.from]?.readyPool ?? HELD
    const load: Record<string, number> = {}
    let room = 1
    for (const [c, { id }] of this.#model.commodities.entries()) {
      const each = lane.loads[c] ?? 0
      const units = Math.min(this.#get(lane.from, pool, c), Math.floor(room * each + 1e-9))
      if (each === 0 || units < 1) continue
      room -= units / each
      load[id] = units
      this.#add(lane.from, pool, c, -units)
    }
    return load
  }

  /** Loads first: who is not needed for one goes back. */
  #send(step: number): void {
    const used = new Map<string, number>()
    for (const isBack of [false, true])
      for (const lane of this.#compiled.lanes) this.#sendAlong(lane, { step, isBack, used })
  }

  #sendAlong(
    lane: Lane,
    { step, isBack, used }: { step: number; isBack: boolean; used: Map<string, number> },
  ): void {
    const { steps, backSlots, forwardSlots } = this.#compiled
    const arrive = step + lane.takes
    const slots = (isBack ? backSlots : forwardSlots)[lane.legIndex]
    const [from, to] = isBack ? [lane.to, lane.from] : [lane.from, lane.to]
    const key = `${lane.legIndex} ${isBack}`
    const most = Math.min(
      (slots?.[step] ?? 0) - (used.get(key) ?? 0),
      this.#idleAt(lane.fleetIndex, from),
    )
    if (most < 1 || arrive >= steps) return
    let vehicles = 0
    const load: Record<string, number> = {}
    if (isBack) vehicles = this.#random() < 0.3 ? Math.floor(most / 2) : most
    else
      for (; vehicles < most; vehicles += 1) {
        const next = Object.entries(this.#fill(lane))
        if (next.length === 0) break
        for (const [id, units] of next) load[id] = (load[id] ?? 0) + units
      }
    if (vehicles < 1) return
    used.set(key, (used.get(key) ?? 0) + vehicles)
    this.#stand(lane.fleetIndex, from, -vehicles)
    this.#due[arrive]?.push(() => this.#stand(lane.fleetIndex, to, vehicles))
    const { stepHours } = this.#model
    const going = {
      leg: lane.leg.id,
      fleet: lane.fleet.id,
      vehicles,
      departHour: step * stepHours,
      arriveHour: arrive * stepHours,
    }
    if (isBack) {
      this.empties.push({ ...going, direction: 'back' })
      return
    }
    this.serials.push({ id: `s-${this.serials.length + 1}`, ...going, load })
    for (const [c, { id }] of this.#model.commodities.entries()) {
      const units = load[id] ?? 0
      if (units > 0) this.#due[arrive]?.push(() => this.#add(to, lane.toPool, c, units))
    }
  }

  run(): void {
    for (let step = 0; step < this.#compiled.steps; step += 1) {
      for (const due of this.#due[step] ?? []) due()
      this.#handle(step)
      this.#sign(step)
      this.#send(step)
    }
  }
}

/** A plan that takes what is there at each step. */
export function greedyPlan(model: MovementModel, random: Random = () => 1): MovePlan {
  const greedy = new Greedy(model, random)
  greedy.run()
  const { serials, empties, handlings, signings } = greedy
  const steps = Math.round(model.horizonHours / model.stepHours)
  const armed = Array.from({ length: steps + 1 }, () => 0)
  let objective = 0
  for (const { demand: id, hour, quantity } of signings) {
    const demand = model.demands.find((one) => one.id === id)
    if (demand === undefined) continue
    const step = Math.round(hour / model.stepHours) + 1
    const kits = model.commodities.find((one) => one.id === demand.commodity)?.kitShare ?? 1
    objective +=
      quantity * worthAt(demand, step * model.stepHours, { horizonHours: model.horizonHours, kits })
    if (demand.commodity === null) armed[step] = (armed[step] ?? 0) + quantity
  }
  let sum = 0
  return {
    format: 'holdfast.movement-plan',
    version: 1,
    model: model.id,
    status: 'feasible',
    reason: null,
    objective,
    bound: objective,
    gap: 0,
    horizonHours: model.horizonHours,
    stepHours: model.stepHours,
    ask: model.ask,
    armedByHour: armed.map((kits, step) => {
      sum += kits
      return [step * model.stepHours, sum] as const
    }),
    serials,
    empties,
    handlings,
    signings,
    stocks: [],
    bottlenecks: [],
    bindingAssumptions: [],
    executedUntilHour: 0,
  }
}

/** A random model: two depots, a way by road and one by rail over crossings, a hub, two issue points. */
export function randomModel(seed: number): MovementModel {
  const random = seededRandom(seed)
  const upTo = (max: number): number => Math.floor(random() * max)
  const among = <T>(items: readonly [T, ...T[]]): T => items[upTo(items.length)] ?? items[0]
  const limit = (): number | null => among([null, 20 + upTo(80), 7.5 + upTo(200)])
  const opening = (): Opening => ({
    daily: among([
      [],
      [],
      [{ from: 6, until: 18 }],
      [
        { from: 0, until: 5.5 },
        { from: 9, until: 24 },
      ],
    ]),
    closures: among([[], [], [{ fromHour: 7, untilHour: 11 }]]),
  })
  const commodities: Commodity[] = among([
    [KIT],
    [KIT, { id: 'round', title: 'round', unit: 'round', perKit: 30, kitShare: 0.01 }],
  ])
  const stock = (): MoveNode['stock'] =>
    commodities.map(({ id, perKit }) => ({
      commodity: id,
      quantity: (200 + upTo(800)) * perKit,
      owner: 'XAA',
      gates: among([[], ['release']]),
    }))
  const leg = (from: string, to: string, change: Partial<MoveLeg> = {}): MoveLeg =>
    legOf(from, to, {
      distanceM: 20_000 + upTo(300_000),
      vehiclesPerHour: among([0.5, 1, 3, 7, 12.5]),
      dwellHours: among([0, 0.5, 2]),
      durationHours: among([null, null, 3]),
      permissionLeadHours: among([0, 0, 5]),
      opening: opening(),
      ...change,
    })
  const demand = (id: string, issuePoint: string, commodity: string | null) => ({
    id,
    title: id,
    issuePoint,
    commodity,
    quantity: 100 + upTo(900),
    priority: 1 + upTo(3),
    dueHour: 24,
  })
  const rail = { mode: 'rail', gaugeMm: 1435 } as const
  const loads = Object.fromEntries(commodities.map(({ id, perKit }) => [id, 40 * perKit]))
  return modelOf({
    clockAtHour0: among([0, 5.5, 22]),
    commodities,
    gates: [
      {
        id: 'release',
        title: 'release',
        kind: 'release',
        nation: 'XAA',
        opensAtHour: upTo(9),
        basis: [],
      },
    ],
    nodes: [
      nodeOf('d1', 'depot', { stock: stock(), outPerHour: limit() }),
      nodeOf('d2', 'depot', { stock: stock(), outPerHour: limit(), opening: opening() }),
      nodeOf('x1', 'crossing'),
      nodeOf('x2', 'crossing', { opening: opening() }),
      nodeOf('h', 'railhead', {
        inPerHour: limit(),
        outPerHour: limit(),
        transshipmentPerHour: limit(),
      }),
      nodeOf('p1', 'issuePoint', { inPerHour: limit(), outPerHour: limit(), opening: opening() }),
      nodeOf('p2', 'issuePoint', { outPerHour: limit() }),
    ],
    legs: [
      leg('d1', 'x1'),
      leg('d2', 'x2'),
      leg('x1', 'h'),
      leg('x2', 'h'),
      leg('d2', 'h', { ...rail, id: 'rail', vehiclesPerHour: among([0.25, 0.5]) }),
      leg('h', 'p1'),
      leg('h', 'p2'),
      leg('x2', 'p2', { emptyReturn: random() < 0.5 }),
    ],
    fleets: [
      fleetOf('d1', 8 + upTo(12), {
        loads,
        vehicles: [
          { node: 'd1', count: 8 + upTo(12), fromHour: 0 },
          { node: 'd2', count: 5, fromHour: upTo(7) },
          { node: 'h', count: 6, fromHour: 0 },
        ],
      }),
      {
        ...fleetOf('d2', 2),
        ...rail,
        id: 'trains',
        speedKmh: 40,
        loads: Object.fromEntries(Object.entries(loads).map(([id, each]) => [id, 10 * each])),
      },
    ],
    demands: [
      demand('u1', 'p1', null),
      demand('u2', 'p2', null),
      ...(commodities.length > 1 ? [demand('u3', 'p2', 'round')] : []),
    ],
  })
}
