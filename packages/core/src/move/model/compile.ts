/** The model with indices in place of ids and hours turned into steps: what the program and the construction work on. */
import {
  durationHoursOf,
  fits,
  lotHour,
  openHoursByStep,
  slotsByStep,
  stepsOf,
  stepsOnLeg,
} from './hours.ts'
import type { Demand, Fleet, MoveLeg, MoveNode, MovementModel, Pool, Situation } from './types.ts'

/** The pools of a node, in the order of `POOLS`. */
export const POOLS: readonly Pool[] = ['held', 'arrived', 'rail', 'ready']
/** Index of a pool. */
export const [HELD, ARRIVED, RAIL, READY] = [0, 1, 2, 3] as const
/** A pool that feeds another one under a limit. */
export interface Stage {
  readonly name: 'in' | 'rail' | 'out'
  readonly fromPool: number
  readonly toPool: number
  /** Kit shares in each step. */
  readonly limits: Float64Array
}
/** A node by its index. */
export interface PlaceIndex {
  readonly node: MoveNode
  readonly openHours: Float64Array
  readonly stages: readonly Stage[]
  /** The pools that arrivals by rail, other arrivals, and departures use. */
  readonly railPool: number
  readonly arrivalPool: number
  readonly readyPool: number
}
/** A leg as vehicles of one fleet use it. */
export interface Lane {
  readonly leg: MoveLeg
  readonly legIndex: number
  readonly fleet: Fleet
  readonly fleetIndex: number
  readonly from: number
  readonly to: number
  /** Steps from the departure's to the arrival's. */
  readonly takes: number
  readonly durationHours: number
  /** Units of each commodity that fill a vehicle; 0 where it cannot be carried. */
  readonly loads: readonly number[]
  /** The pool that its goods come to. */
  readonly toPool: number
}
/** The compiled model; see the head of the file. */
export interface Compiled {
  readonly model: MovementModel
  readonly steps: number
  readonly places: readonly PlaceIndex[]
  readonly lanes: readonly Lane[]
  /** Slots of each leg and step, forward and back. */
  readonly forwardSlots: readonly Int32Array[]
  readonly backSlots: readonly Int32Array[]
  readonly demands: readonly {
    readonly demand: Demand
    readonly place: number
    /** Units of each commodity that one unit of the demand takes. */
    readonly takes: readonly number[]
    /** What one unit is worth when signed for in a step, weighted kits. */
    readonly worth: Float64Array
  }[]
  /** Indices of the demands of each place. */
  readonly demandsAt: readonly (readonly number[])[]
  /** Stock by the step at which it may be touched; what never may be is left out. */
  readonly lots: readonly {
    readonly place: number
    readonly commodity: number
    readonly step: number
    readonly quantity: number
  }[]
  readonly nodeIndex: ReadonlyMap<string, number>
  readonly commodityIndex: ReadonlyMap<string, number>
  readonly fleetIndex: ReadonlyMap<string, number>
}

/** What a kit signed for at the horizon is worth; the first hour's is worth one more. */
export const WORTH_AT_HORIZON = 4

const indexOf = (items: readonly { readonly id: string }[]): ReadonlyMap<string, number> =>
  new Map(items.map(({ id }, i) => [id, i]))

function compileNode(node: MoveNode, model: MovementModel): PlaceIndex {
  const openHours = openHoursByStep(node.opening, model)
  const limits = (perHour: number): Float64Array => openHours.map((hours) => hours * perHour)
  const stages: Stage[] = []
  const { inPerHour, outPerHour, transshipmentPerHour } = node
  if (inPerHour !== null)
    stages.push({ name: 'in', fromPool: ARRIVED, toPool: HELD, limits: limits(inPerHour) })
  if (transshipmentPerHour !== null)
    stages.push({
      name: 'rail',
      fromPool: RAIL,
      toPool: HELD,
      limits: limits(transshipmentPerHour),
    })
  if (outPerHour !== null)
    stages.push({ name: 'out', fromPool: HELD, toPool: READY, limits: limits(outPerHour) })
  const arrivalPool = inPerHour === null ? HELD : ARRIVED
  return {
    node,
    openHours,
    stages,
    arrivalPool,
    railPool: transshipmentPerHour === null ? arrivalPool : RAIL,
    readyPool: outPerHour === null ? HELD : READY,
  }
}

/** Halves once for each step down in priority. */
export function priorityWeight(priority: number): number {
  let weight = 1
  for (let step = 1; step < priority; step += 1) weight /= 2
  return weight
}

/** What one unit of a demand is worth by the hour at which it counts: see docs/specs/movement.md, "Worth". */
export function worthAt(
  demand: Demand,
  hour: number,
  { horizonHours, kits }: { readonly horizonHours: number; readonly kits: number },
): number {
  const early = WORTH_AT_HORIZON + (horizonHours - hour) / horizonHours
  return priorityWeight(demand.priority) * kits * early * (hour > demand.dueHour ? 0.5 : 1)
}

function compileDemand(demand: Demand, compiled: Pick<Compiled, 'model' | 'steps' | 'nodeIndex'>) {
  const { model, steps, nodeIndex } = compiled
  const takes = model.commodities.map(({ id, perKit }) =>
    demand.commodity === null ? perKit : demand.commodity === id ? 1 : 0,
  )
  const share = model.commodities.find(({ id }) => id === demand.commodity)?.kitShare ?? 1
  const worth = Float64Array.from({ length: steps }, (_, step) =>
    worthAt(demand, (step + 1) * model.stepHours, {
      horizonHours: model.horizonHours,
      kits: share,
    }),
  )
  return { demand, place: nodeIndex.get(demand.issuePoint) ?? 0, takes, worth }
}

function compileLanes(
  model: MovementModel,
  places: readonly PlaceIndex[],
  nodeIndex: ReadonlyMap<string, number>,
) {
  return model.legs.flatMap((leg, legIndex) =>
    model.fleets.flatMap((fleet, fleetIndex): Lane[] => {
      if (!fits(leg, fleet)) return []
      const [from, to] = [nodeIndex.get(leg.from) ?? 0, nodeIndex.get(leg.to) ?? 0]
      const reached = places[to]
      const toPool = (leg.mode === 'rail' ? reached?.railPool : reached?.arrivalPool) ?? HELD
      return [
        {
          leg,
          legIndex,
          fleet,
          fleetIndex,
          from,
          to,
          takes: stepsOnLeg(leg, fleet, model.stepHours),
          durationHours: durationHoursOf(leg, fleet),
          loads: model.commodities.map(({ id }) => fleet.loads[id] ?? 0),
          toPool,
        },
      ]
    }),
  )
}

function compileLots(
  model: MovementModel,
  commodityIndex: ReadonlyMap<string, number>,
): Compiled['lots'] {
  const opensAt = new Map(model.gates.map(({ id, opensAtHour }) => [id, opensAtHour]))
  return model.nodes.flatMap((node, place) =>
    node.stock.flatMap(({ commodity, quantity, gates }) => {
      const hour = lotHour(gates, opensAt)
      if (hour === null || quantity === 0) return []
      const step = Math.ceil(hour / model.stepHours - 1e-9)
      return [{ place, commodity: commodityIndex.get(commodity) ?? 0, step, quantity }]
    }),
  )
}

/** Compiles a model that `parseMovementModel` accepted. */
export function compileModel(model: MovementModel): Compiled {
  const nodeIndex = indexOf(model.nodes)
  const commodityIndex = indexOf(model.commodities)
  const places = model.nodes.map((node) => compileNode(node, model))
  const steps = stepsOf(model)
  const leaves = (leg: MoveLeg, end: 'from' | 'to'): Int32Array => {
    const place = places[nodeIndex.get(leg[end]) ?? 0]
    return place === undefined ? new Int32Array(steps) : slotsByStep(leg, place.node.opening, model)
  }
  return {
    model,
    steps,
    places,
    lanes: compileLanes(model, places, nodeIndex),
    forwardSlots: model.legs.map((leg) => leaves(leg, 'from')),
    backSlots: model.legs.map((leg) =>
      leg.emptyReturn ? leaves(leg, 'to') : new Int32Array(steps),
    ),
    demands: model.demands.map((demand) => compileDemand(demand, { model, steps, nodeIndex })),
    demandsAt: model.nodes.map(({ id }) =>
      [...model.demands.keys()].filter((index) => model.demands[index]?.issuePoint === id),
    ),
    lots: compileLots(model, commodityIndex),
    nodeIndex,
    commodityIndex,
    fleetIndex: indexOf(model.fleets),
  }
}

/** Demands of a place, the worthiest in the step first. */
export function worthiestAt(compiled: Compiled, place: number, step: number): readonly number[] {
  const here = compiled.demandsAt[place] ?? []
  if (here.length < 2) return here
  const worth = (index: number): number => compiled.demands[index]?.worth[step] ?? 0
  return here.toSorted((a, b) => worth(b) - worth(a) || a - b)
}

/** Everything as it stands at hour 0: nothing has moved, vehicles are where their fleets say. */
export function situationAtHour0(model: MovementModel): Situation {
  return {
    hour: 0,
    pools: [],
    inbound: [],
    vehicles: model.fleets.flatMap(({ id, vehicles }) =>
      vehicles.map(({ node, count, fromHour }) => ({ fleet: id, node, count, hour: fromHour })),
    ),
    signed: {},
  }
}
