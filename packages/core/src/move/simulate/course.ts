/**
 * A model and its plan with indices in place of ids, in typed arrays: made once, read by every replication. A **way** is a
 * leg in one direction: 2 · leg forward, 2 · leg + 1 back. A **group** is what goes in one step along one way: a movement
 * serial or an empty move. A **trip** is one vehicle of a group.
 */
import { compileModel } from '../model/compile.ts'
import type { Compiled } from '../model/compile.ts'
import { durationHoursOf, fits } from '../model/hours.ts'
import type { MovePlan, MovementModel } from '../model/index.ts'
import { shutSpans } from './spans.ts'
import type { Spans } from './spans.ts'

/** Stages of a node in the order in which goods pass them. */
export const STAGES = ['in', 'rail', 'out'] as const

/** Ways and what they ask of a vehicle. */
export interface Ways {
  readonly from: Int32Array
  readonly to: Int32Array
  /** Vehicles that may set out in an hour. */
  readonly perHour: Float64Array
  /** 1 where vehicles may take it with a load, and empty. */
  readonly loaded: Uint8Array
  readonly empty: Uint8Array
  /** Pool of the end that goods come to. */
  readonly pool: Int32Array
  /** Hours of each fleet, by way · fleets + fleet; NaN where the fleet does not fit. */
  readonly hours: Float64Array
  readonly shut: readonly Spans[]
}
/** Groups in the order of their step; those that leave one node lie together. */
export interface Groups {
  readonly count: number
  readonly way: Int32Array
  readonly fleet: Int32Array
  readonly vehicles: Int32Array
  readonly hour: Float64Array
  /** Units on each vehicle, by trip · commodities + commodity: whole on each, and the serial's in all. */
  readonly load: Float64Array
  readonly isLoaded: Uint8Array
  /** Number of its first trip. */
  readonly firstTrip: Int32Array
  /** Groups of node n are those from `begins[n]` to `begins[n + 1]`. */
  readonly begins: Int32Array
}
/** Handling, by stage key node · 3 + stage; the lots of a key lie together, in the order of their step. */
export interface Lots {
  readonly commodity: Int32Array
  readonly hour: Float64Array
  readonly quantity: Float64Array
  readonly begins: Int32Array
}
/** Signings; those of a node lie together, in the order of their step. */
export interface Signings {
  readonly demand: Int32Array
  readonly hour: Float64Array
  readonly quantity: Float64Array
  readonly begins: Int32Array
}
/** The course of a plan; see the head of the file. */
export interface Course {
  readonly model: MovementModel
  readonly compiled: Compiled
  readonly nodes: number
  readonly fleets: number
  readonly commodities: number
  readonly steps: number
  readonly stepHours: number
  readonly horizonHours: number
  /** Step at whose end the ask is looked at. */
  readonly askStep: number
  readonly ways: Ways
  readonly groups: Groups
  readonly trips: number
  /** Group of each trip. */
  readonly groupOf: Int32Array
  readonly lots: Lots
  readonly signings: Signings
  /** Where vehicles stand, and from which hour on. */
  readonly stands: readonly {
    readonly node: number
    readonly fleet: number
    readonly count: number
    readonly hour: number
  }[]
}

const NEVER_OPEN: Spans = Float64Array.of(0, Infinity)

function compileWays(model: MovementModel, compiled: Compiled): Ways {
  const { legs, fleets } = model
  const count = 2 * legs.length
  const ways = {
    from: new Int32Array(count),
    to: new Int32Array(count),
    perHour: new Float64Array(count),
    loaded: new Uint8Array(count),
    empty: new Uint8Array(count),
    pool: new Int32Array(count),
    hours: new Float64Array(count * fleets.length).fill(Number.NaN),
    shut: [] as Spans[],
  }
  for (const [i, leg] of legs.entries()) {
    const ends = [
      compiled.nodeIndex.get(leg.from) ?? 0,
      compiled.nodeIndex.get(leg.to) ?? 0,
    ] as const
    for (const isBack of [false, true]) {
      const way = 2 * i + Number(isBack)
      const [from, to] = isBack ? [ends[1], ends[0]] : ends
      ways.from[way] = from
      ways.to[way] = to
      ways.perHour[way] = leg.vehiclesPerHour
      ways.loaded[way] = Number(!isBack)
      ways.empty[way] = Number(!isBack || leg.emptyReturn)
      const place = compiled.places[to]
      ways.pool[way] = (leg.mode === 'rail' ? place?.railPool : place?.arrivalPool) ?? 0
      for (const [f, fleet] of fleets.entries())
        if (fits(leg, fleet)) ways.hours[way * fleets.length + f] = durationHoursOf(leg, fleet)
      const leaves = model.nodes[from]?.opening
      ways.shut.push(
        isBack && !leg.emptyReturn
          ? NEVER_OPEN
          : shutSpans(
              leaves ? [leg.opening, leaves] : [leg.opening],
              leg.permissionLeadHours,
              model,
            ),
      )
    }
  }
  return ways
}

interface Going {
  readonly way: number
  readonly node: number
  readonly fleet: number
  readonly vehicles: number
  readonly hour: number
  readonly load: Readonly<Record<string, number>> | null
}

/** Where the items of each key begin; items are sorted by key. */
function beginsOf(keys: readonly number[], count: number): Int32Array {
  const begins = new Int32Array(count + 1)
  for (const key of keys) begins[key + 1] = (begins[key + 1] ?? 0) + 1
  for (let key = 0; key < count; key += 1)
    begins[key + 1] = (begins[key + 1] ?? 0) + (begins[key] ?? 0)
  return begins
}

function compileGroups(plan: MovePlan, compiled: Compiled, ways: Ways): Groups {
  const { model, fleetIndex } = compiled
  const legIndex = new Map(model.legs.map(({ id }, i) => [id, i]))
  const wayOf = (leg: string, isBack: boolean): number =>
    2 * (legIndex.get(leg) ?? 0) + Number(isBack)
  const going = (way: number, one: { fleet: string; vehicles: number; departHour: number }) => ({
    way,
    node: ways.from[way] ?? 0,
    fleet: fleetIndex.get(one.fleet) ?? 0,
    vehicles: one.vehicles,
    hour: one.departHour,
  })
  const every: Going[] = [
    ...plan.serials.map((one) => ({ ...going(wayOf(one.leg, false), one), load: one.load })),
    ...plan.empties.map((one) => ({
      ...going(wayOf(one.leg, one.direction === 'back'), one),
      load: null,
    })),
  ]
  // The sort is stable: what the plan names first goes first.
  const sorted = every.toSorted((a, b) => a.node - b.node || a.hour - b.hour)
  const commodities = model.commodities
  const trips = sorted.reduce((sum, { vehicles }) => sum + vehicles, 0)
  const load = new Float64Array(trips * commodities.length)
  const firstTrip = new Int32Array(sorted.length)
  let trip = 0
  for (const [g, { vehicles, load: all }] of sorted.entries()) {
    firstTrip[g] = trip
    for (const [c, { id }] of commodities.entries()) {
      const units = all?.[id] ?? 0
      for (let i = 0; i < vehicles; i += 1)
        load[(trip + i) * commodities.length + c] =
          Math.floor(((i + 1) * units) / vehicles) - Math.floor((i * units) / vehicles)
    }
    trip += vehicles
  }
  return {
    count: sorted.length,
    way: Int32Array.from(sorted, ({ way }) => way),
    fleet: Int32Array.from(sorted, ({ fleet }) => fleet),
    vehicles: Int32Array.from(sorted, ({ vehicles }) => vehicles),
    hour: Float64Array.from(sorted, ({ hour }) => hour),
    load,
    isLoaded: Uint8Array.from(sorted, (group) => Number(group.load !== null)),
    firstTrip,
    begins: beginsOf(
      sorted.map(({ node }) => node),
      model.nodes.length,
    ),
  }
}

function compileLots(
  { handlings }: MovePlan,
  { model, nodeIndex, commodityIndex }: Compiled,
): Lots {
  const sorted = handlings
    .map(({ node, stage, commodity, hour, quantity }) => ({
      key: (nodeIndex.get(node) ?? 0) * STAGES.length + STAGES.indexOf(stage),
      commodity: commodityIndex.get(commodity) ?? 0,
      hour,
      quantity,
    }))
    .toSorted((a, b) => a.key - b.key || a.hour - b.hour)
  return {
    commodity: Int32Array.from(sorted, ({ commodity }) => commodity),
    hour: Float64Array.from(sorted, ({ hour }) => hour),
    quantity: Float64Array.from(sorted, ({ quantity }) => quantity),
    begins: beginsOf(
      sorted.map(({ key }) => key),
      STAGES.length * model.nodes.length,
    ),
  }
}

function compileSignings({ signings }: MovePlan, { model, demands }: Compiled): Signings {
  const indexOf = new Map(demands.map(({ demand }, i) => [demand.id, i]))
  const sorted = signings
    .map(({ demand, hour, quantity }) => ({ demand: indexOf.get(demand) ?? 0, hour, quantity }))
    .map((one) => ({ ...one, node: demands[one.demand]?.place ?? 0 }))
    .toSorted((a, b) => a.node - b.node || a.hour - b.hour)
  return {
    demand: Int32Array.from(sorted, ({ demand }) => demand),
    hour: Float64Array.from(sorted, ({ hour }) => hour),
    quantity: Float64Array.from(sorted, ({ quantity }) => quantity),
    begins: beginsOf(
      sorted.map(({ node }) => node),
      model.nodes.length,
    ),
  }
}

/** The course of a plan that `readMovePlan` accepted for the model. */
export function courseOf(model: MovementModel, plan: MovePlan): Course {
  const compiled = compileModel(model)
  const ways = compileWays(model, compiled)
  const groups = compileGroups(plan, compiled, ways)
  const trips = groups.vehicles.reduce((sum, vehicles) => sum + vehicles, 0)
  const groupOf = new Int32Array(trips)
  for (let g = 0; g < groups.count; g += 1) {
    const first = groups.firstTrip[g] as number
    groupOf.fill(g, first, first + (groups.vehicles[g] as number))
  }
  const { horizonHours, stepHours } = model
  return {
    model,
    compiled,
    nodes: model.nodes.length,
    fleets: model.fleets.length,
    commodities: model.commodities.length,
    steps: compiled.steps,
    stepHours,
    horizonHours,
    askStep: Math.min(compiled.steps, Math.floor(model.ask.byHour / stepHours + 1e-9)),
    ways,
    groups,
    trips,
    groupOf,
    lots: compileLots(plan, compiled),
    signings: compileSignings(plan, compiled),
    stands: model.fleets.flatMap(({ vehicles }, fleet) =>
      vehicles.map(({ node, count, fromHour }) => ({
        node: compiled.nodeIndex.get(node) ?? 0,
        fleet,
        count,
        hour: fromHour,
      })),
    ),
  }
}
