/**
 * What was carried out of a plan before an hour, and where everything stands then: what a plan after a fault starts from,
 * and what a plan that was made too coarsely is mended from.
 */
import { worthAt } from './compile.ts'
import type { MovePlan, MovementModel, Situation } from './types.ts'
import { Yard, poolOfArrival, poolOfDeparture } from './yard.ts'

/** The executed part of a plan, which stays as it is. */
export interface ExecutedPart extends Pick<
  MovePlan,
  'serials' | 'empties' | 'handlings' | 'signings' | 'stocks'
> {
  readonly situation: Situation
  /** Weighted kits signed for already. */
  readonly worth: number
}

/** Plays the plan up to the hour: what is in the pools, and which vehicles are free. */
function yardAt(
  model: MovementModel,
  plan: MovePlan,
  hour: number,
): { yard: Yard; signed: Map<string, number> } {
  const yard = new Yard()
  const signed = new Map<string, number>()
  const opensAt = new Map(model.gates.map(({ id, opensAtHour }) => [id, opensAtHour ?? Infinity]))
  const legs = new Map(model.legs.map((leg) => [leg.id, leg]))
  // A lot is there from the first step that begins at its hour or later.
  const isThere = (opens: number): boolean =>
    Math.ceil(opens / model.stepHours - 1e-9) * model.stepHours < hour
  for (const { id, stock } of model.nodes)
    for (const { commodity, quantity, gates } of stock)
      if (isThere(Math.max(0, ...gates.map((gate) => opensAt.get(gate) ?? Infinity))))
        yard.addGoods(id, 'held', commodity, quantity)
  for (const { id, vehicles } of model.fleets)
    for (const { node, count, fromHour } of vehicles)
      if (isThere(fromHour)) yard.addVehicles(id, node, count)
  for (const move of plan.handlings) {
    if (move.hour >= hour) continue
    const [from, to] =
      move.stage === 'out'
        ? (['held', 'ready'] as const)
        : ([move.stage === 'in' ? 'arrived' : 'rail', 'held'] as const)
    yard.addGoods(move.node, from, move.commodity, -move.quantity)
    yard.addGoods(move.node, to, move.commodity, move.quantity)
  }
  for (const { demand: id, hour: when, quantity } of plan.signings) {
    const demand = model.demands.find((one) => one.id === id)
    if (when >= hour || demand === undefined) continue
    signed.set(id, (signed.get(id) ?? 0) + quantity)
    for (const { id: commodity, perKit } of model.commodities) {
      const each = demand.commodity === null ? perKit : demand.commodity === commodity ? 1 : 0
      if (each > 0)
        yard.addGoods(
          demand.issuePoint,
          poolOfDeparture(model, demand.issuePoint),
          commodity,
          -each * quantity,
        )
    }
  }
  for (const { leg: id, fleet, vehicles, load, departHour, arriveHour } of plan.serials) {
    const leg = legs.get(id)
    if (departHour >= hour || leg === undefined) continue
    yard.addVehicles(fleet, leg.from, -vehicles)
    if (arriveHour < hour) yard.addVehicles(fleet, leg.to, vehicles)
    for (const [commodity, units] of Object.entries(load)) {
      yard.addGoods(leg.from, poolOfDeparture(model, leg.from), commodity, -units)
      if (arriveHour < hour)
        yard.addGoods(leg.to, poolOfArrival(model, leg.to, leg.mode === 'rail'), commodity, units)
    }
  }
  for (const { leg: id, fleet, vehicles, direction, departHour, arriveHour } of plan.empties) {
    const leg = legs.get(id)
    if (departHour >= hour || leg === undefined) continue
    const [from, to] = direction === 'back' ? [leg.to, leg.from] : [leg.from, leg.to]
    yard.addVehicles(fleet, from, -vehicles)
    if (arriveHour < hour) yard.addVehicles(fleet, to, vehicles)
  }
  return { yard, signed }
}

/** Where everything stands at the hour when the plan was carried out up to it. */
export function situationAt(model: MovementModel, plan: MovePlan, hour: number): Situation {
  const { yard, signed } = yardAt(model, plan, hour)
  const legs = new Map(model.legs.map((leg) => [leg.id, leg]))
  const underWay = plan.serials.filter(
    ({ departHour, arriveHour }) => departHour < hour && arriveHour >= hour,
  )
  const emptyUnderWay = plan.empties.filter(
    ({ departHour, arriveHour }) => departHour < hour && arriveHour >= hour,
  )
  return {
    hour,
    pools: yard.pools(),
    inbound: underWay.flatMap(({ leg: id, load, arriveHour }) => {
      const leg = legs.get(id)
      if (leg === undefined) return []
      const pool = poolOfArrival(model, leg.to, leg.mode === 'rail')
      return Object.entries(load).map(([commodity, quantity]) => ({
        node: leg.to,
        pool,
        commodity,
        quantity,
        hour: arriveHour,
      }))
    }),
    vehicles: [
      ...yard.vehicles().map((free) => ({ ...free, hour })),
      ...underWay.map(({ fleet, leg, vehicles, arriveHour }) => ({
        fleet,
        node: legs.get(leg)?.to ?? '',
        count: vehicles,
        hour: arriveHour,
      })),
      ...emptyUnderWay.map(({ fleet, leg, vehicles, direction, arriveHour }) => ({
        fleet,
        node: (direction === 'back' ? legs.get(leg)?.from : legs.get(leg)?.to) ?? '',
        count: vehicles,
        hour: arriveHour,
      })),
      ...laterVehicles(model, hour),
    ],
    signed: Object.fromEntries(signed),
  }
}

/** Vehicles that their fleets have from a later hour on. */
const laterVehicles = (model: MovementModel, hour: number): Situation['vehicles'] =>
  model.fleets.flatMap(({ id, vehicles }) =>
    vehicles
      .filter(
        ({ fromHour }) => Math.ceil(fromHour / model.stepHours - 1e-9) * model.stepHours >= hour,
      )
      .map(({ node, count, fromHour }) => ({ fleet: id, node, count, hour: fromHour })),
  )

/** What was carried out of a plan before the hour. */
export function executedPart(model: MovementModel, plan: MovePlan, hour: number): ExecutedPart {
  const signings = plan.signings.filter((signing) => signing.hour < hour)
  const shares = new Map(model.commodities.map(({ id, kitShare }) => [id, kitShare]))
  let worth = 0
  for (const signing of signings) {
    const demand = model.demands.find(({ id }) => id === signing.demand)
    if (demand === undefined) continue
    const kits = demand.commodity === null ? 1 : (shares.get(demand.commodity) ?? 1)
    const counts = signing.hour + model.stepHours
    worth += signing.quantity * worthAt(demand, counts, { horizonHours: model.horizonHours, kits })
  }
  return {
    situation: situationAt(model, plan, hour),
    worth,
    serials: plan.serials.filter(({ departHour }) => departHour < hour),
    empties: plan.empties.filter(({ departHour }) => departHour < hour),
    handlings: plan.handlings.filter((move) => move.hour < hour),
    signings,
    stocks: plan.stocks
      .map((curve) => ({ ...curve, points: curve.points.filter(([at]) => at <= hour) }))
      .filter(({ points }) => points.length > 0),
  }
}
