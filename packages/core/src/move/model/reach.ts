/**
 * Which steps can matter: the earliest at which goods or vehicles may be at a node, and the latest at which being there
 * still lets something be signed for. Columns outside are left out of the program; no plan loses by it.
 */
import type { Compiled, Lane } from './compile.ts'
import type { Situation } from './types.ts'

/** Never: later than every step. */
export const NEVER = 1_000_000

/** Steps by commodity or fleet, and by node. */
export interface Reach {
  /** Earliest step of each commodity at each node; `NEVER` where it cannot come. */
  readonly goodsFrom: readonly Int32Array[]
  /** Latest step at which the commodity's being there is of use; −1 where it never is. */
  readonly goodsUntil: readonly Int32Array[]
  readonly vehiclesFrom: readonly Int32Array[]
  readonly vehiclesUntil: readonly Int32Array[]
}

const tables = (count: number, nodes: number, fill: number): Int32Array[] =>
  Array.from({ length: count }, () => new Int32Array(nodes).fill(fill))

/** The first step from `step` on with a slot; `NEVER` where there is none. */
function firstSlot(slots: Int32Array | undefined, step: number): number {
  if (slots === undefined) return NEVER
  for (let at = step; at < slots.length; at += 1) if ((slots[at] ?? 0) > 0) return at
  return NEVER
}

/** The last step up to `step` with a slot; −1 where there is none. */
function lastSlot(slots: Int32Array | undefined, step: number): number {
  for (let at = Math.min(step, (slots?.length ?? 0) - 1); at >= 0; at -= 1)
    if ((slots?.[at] ?? 0) > 0) return at
  return -1
}

/** Lowers the value at an index; whether it did. */
function lower(table: Int32Array | undefined, index: number, value: number): boolean {
  if (table === undefined || value >= (table[index] ?? 0)) return false
  table[index] = value
  return true
}

/** Raises the value at an index; whether it did. */
function raise(table: Int32Array | undefined, index: number, value: number): boolean {
  if (table === undefined || value <= (table[index] ?? 0)) return false
  table[index] = value
  return true
}

/** Goes through all lanes until none changes anything; each round settles one more leg of a way. */
function settle(compiled: Compiled, relax: (lane: Lane) => boolean): void {
  for (let round = 0; round <= compiled.lanes.length; round += 1) {
    let changed = false
    for (const lane of compiled.lanes) if (relax(lane)) changed = true
    if (!changed) return
  }
}

function earliest(compiled: Compiled, situation: Situation, reach: Reach): void {
  const { model, steps, nodeIndex, commodityIndex, fleetIndex } = compiled
  const stepOf = (hour: number): number => Math.ceil(hour / model.stepHours - 1e-9)
  const first = Math.round(situation.hour / model.stepHours)
  for (const { place, commodity, step } of compiled.lots)
    if (step >= first) lower(reach.goodsFrom[commodity], place, step)
  for (const { node, commodity } of situation.pools)
    lower(reach.goodsFrom[commodityIndex.get(commodity) ?? 0], nodeIndex.get(node) ?? 0, first)
  for (const { node, commodity, hour } of situation.inbound)
    lower(
      reach.goodsFrom[commodityIndex.get(commodity) ?? 0],
      nodeIndex.get(node) ?? 0,
      stepOf(hour),
    )
  for (const { node, fleet, hour, count } of situation.vehicles)
    if (count > 0)
      lower(
        reach.vehiclesFrom[fleetIndex.get(fleet) ?? 0],
        nodeIndex.get(node) ?? 0,
        Math.max(first, stepOf(hour)),
      )
  settle(compiled, (lane) => {
    const vehicles = reach.vehiclesFrom[lane.fleetIndex]
    const slots = compiled.forwardSlots[lane.legIndex]
    let changed = false
    const leaves = firstSlot(slots, vehicles?.[lane.from] ?? NEVER)
    if (leaves + lane.takes < steps)
      changed = lower(vehicles, lane.to, leaves + lane.takes) || changed
    const back = firstSlot(compiled.backSlots[lane.legIndex], vehicles?.[lane.to] ?? NEVER)
    if (back + lane.takes < steps)
      changed = lower(vehicles, lane.from, back + lane.takes) || changed
    for (const [commodity, load] of lane.loads.entries()) {
      if (load === 0) continue
      const goods = reach.goodsFrom[commodity]
      const there = Math.max(goods?.[lane.from] ?? NEVER, vehicles?.[lane.from] ?? NEVER)
      const departs = firstSlot(slots, there)
      if (departs + lane.takes < steps)
        changed = lower(goods, lane.to, departs + lane.takes) || changed
    }
    return changed
  })
}

function latest(compiled: Compiled, reach: Reach): void {
  const { steps, demands } = compiled
  for (const { place, takes } of demands)
    for (const [commodity, units] of takes.entries())
      if (units > 0) raise(reach.goodsUntil[commodity], place, steps - 1)
  settle(compiled, (lane) => {
    const slots = compiled.forwardSlots[lane.legIndex]
    let changed = false
    for (const [commodity, load] of lane.loads.entries()) {
      if (load === 0) continue
      const until = reach.goodsUntil[commodity]
      const departs = lastSlot(slots, (until?.[lane.to] ?? -1) - lane.takes)
      changed = raise(until, lane.from, departs) || changed
      changed = raise(reach.vehiclesUntil[lane.fleetIndex], lane.from, departs) || changed
    }
    const vehicles = reach.vehiclesUntil[lane.fleetIndex]
    const forward = lastSlot(slots, (vehicles?.[lane.to] ?? -1) - lane.takes)
    changed = raise(vehicles, lane.from, forward) || changed
    const back = lastSlot(
      compiled.backSlots[lane.legIndex],
      (vehicles?.[lane.from] ?? -1) - lane.takes,
    )
    return raise(vehicles, lane.to, back) || changed
  })
}

/** Works out what can matter from the situation on. */
export function reachOf(compiled: Compiled, situation: Situation): Reach {
  const { model, places } = compiled
  const reach: Reach = {
    goodsFrom: tables(model.commodities.length, places.length, NEVER),
    goodsUntil: tables(model.commodities.length, places.length, -1),
    vehiclesFrom: tables(model.fleets.length, places.length, NEVER),
    vehiclesUntil: tables(model.fleets.length, places.length, -1),
  }
  earliest(compiled, situation, reach)
  latest(compiled, reach)
  return reach
}
