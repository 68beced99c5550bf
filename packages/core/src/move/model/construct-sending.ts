/** Sending vehicles in a construction: who is behind the program goes, as far as all that it takes is there. */
import type { Lane } from './compile.ts'
import { AMOUNT_EPSILON, paceAt } from './making.ts'
import type { Making } from './making.ts'

/** Whole units of each commodity, and how many vehicles they fill. */
interface Load {
  readonly units: number[]
  fill: number
}

/** Adds units of a commodity to a load, as far as goods, vehicles and room allow. */
function fillUp(
  load: Load,
  {
    lane,
    commodity,
    most,
    room,
    there,
  }: {
    readonly lane: Lane
    readonly commodity: number
    /** Vehicles' worth that may be loaded in all. */
    readonly most: number
    readonly room: number
    readonly there: number
  },
): number {
  const each = lane.loads[commodity] ?? 0
  if (each === 0) return 0
  const fits = Math.floor((most - load.fill) * each + AMOUNT_EPSILON)
  const units = Math.min(Math.max(0, fits), Math.floor(there), Math.floor(room))
  if (units <= 0) return 0
  load.units[commodity] = (load.units[commodity] ?? 0) + units
  load.fill += units / each
  return units
}

/** Units that the lane is behind the program, and may still carry at all, by commodity. */
function wantedOf(making: Making, index: number, step: number) {
  const { pace, sent, taste } = making
  const behind: number[] = []
  const future: number[] = []
  for (const [commodity, due] of (pace.goods[index] ?? []).entries()) {
    const done = sent[index]?.[commodity] ?? 0
    behind.push(Math.max(0, paceAt(due, step + taste.ahead) - done))
    future.push(Math.max(0, paceAt(due, due.length) - done))
  }
  return { behind, future }
}

/** The load of as many vehicles as may go now: first what the lane is behind, then what it carries later anyway. */
function loadOf(
  making: Making,
  { index, lane, step, most }: { index: number; lane: Lane; step: number; most: number },
): Load {
  const { ground, compiled, reach } = making
  const { behind, future } = wantedOf(making, index, step)
  const load: Load = { units: lane.loads.map(() => 0), fill: 0 }
  const pool = compiled.places[lane.from]?.readyPool ?? 0
  let room = ground.room(lane.to)
  const left = (commodity: number): number =>
    ground.units(lane.from, pool, commodity) - (load.units[commodity] ?? 0)
  const fill = (wanted: readonly number[], limit: number): void => {
    const here = wanted.map((units, commodity) => {
      // What comes too late to be signed for stays where it is.
      if (step + lane.takes > (reach.goodsUntil[commodity]?.[lane.to] ?? -1)) return 0
      const asked = Math.ceil(units - (load.units[commodity] ?? 0) - AMOUNT_EPSILON)
      return Math.max(0, Math.min(asked, left(commodity)))
    })
    const vehicles = here.reduce((sum, units, commodity) => {
      const each = lane.loads[commodity] ?? 0
      return each === 0 ? sum : sum + units / each
    }, 0)
    // Commodities share what there is: whoever came first would starve the others, and no kit would be complete.
    const share = Math.min(1, (limit - load.fill) / Math.max(vehicles, AMOUNT_EPSILON))
    const before = [...load.units]
    for (const part of [share, 1])
      for (const [commodity, units] of here.entries()) {
        const kits = compiled.model.commodities[commodity]?.kitShare ?? 1
        const loaded = (load.units[commodity] ?? 0) - (before[commodity] ?? 0)
        const there = Math.ceil(units * part) - loaded
        room -= kits * fillUp(load, { lane, commodity, most: limit, room: room / kits, there })
      }
  }
  fill(behind, most)
  const vehicles = Math.ceil(load.fill - AMOUNT_EPSILON)
  if (vehicles > load.fill && !making.taste.isExact) fill(future, Math.min(most, vehicles))
  return load
}

/** Whether nothing is left for the lane to carry after this. */
const isLast = (making: Making, index: number, load: Load): boolean =>
  (making.pace.goods[index] ?? []).every(
    (due, commodity) =>
      paceAt(due, due.length) -
        (making.sent[index]?.[commodity] ?? 0) -
        (load.units[commodity] ?? 0) <
      1,
  )

/** Takes a part-filled vehicle's load off again, a share of each commodity. */
function dropPart(load: Load, lane: Lane, vehicles: number): void {
  const kept = load.fill === 0 ? 0 : vehicles / load.fill
  load.fill = 0
  for (const [commodity, units] of load.units.entries()) {
    const each = lane.loads[commodity] ?? 0
    load.units[commodity] = Math.floor(units * kept + AMOUNT_EPSILON)
    if (each > 0) load.fill += (load.units[commodity] ?? 0) / each
  }
}

/** Sends loaded vehicles along a lane in the step, where it is behind. */
export function sendLoaded(making: Making, index: number, step: number): void {
  const { compiled, ground, taste } = making
  const lane = compiled.lanes[index]
  if (lane === undefined || step + lane.takes >= compiled.steps) return
  const slots =
    (compiled.forwardSlots[lane.legIndex]?.[step] ?? 0) - (making.forwardUsed[lane.legIndex] ?? 0)
  const most = Math.min(slots, ground.idle(lane.fleetIndex, lane.from))
  if (most <= 0) return
  const load = loadOf(making, { index, lane, step, most })
  const full = Math.floor(load.fill + AMOUNT_EPSILON)
  const part = load.fill - full
  if (part > AMOUNT_EPSILON && part < taste.fill && !isLast(making, index, load))
    dropPart(load, lane, full)
  const vehicles = Math.ceil(load.fill - AMOUNT_EPSILON)
  if (vehicles <= 0) return
  commit(making, { index, lane, step, vehicles, load })
}

function commit(
  making: Making,
  {
    index,
    lane,
    step,
    vehicles,
    load,
  }: { index: number; lane: Lane; step: number; vehicles: number; load: Load },
): void {
  const { compiled, ground, sent, unfilled, forwardUsed, serials } = making
  const { model, places } = compiled
  const pool = places[lane.from]?.readyPool ?? 0
  const told: Record<string, number> = {}
  for (const [commodity, quantity] of load.units.entries()) {
    if (quantity === 0) continue
    told[model.commodities[commodity]?.id ?? ''] = quantity
    ground.take({ place: lane.from, pool, commodity, quantity })
    ground.goodsDue(step + lane.takes, { place: lane.to, pool: lane.toPool, commodity, quantity })
    const ofLane = sent[index]
    if (ofLane !== undefined) ofLane[commodity] = (ofLane[commodity] ?? 0) + quantity
  }
  ground.addIdle(lane.fleetIndex, lane.from, -vehicles)
  ground.vehiclesDue(step + lane.takes, { place: lane.to, fleet: lane.fleetIndex, count: vehicles })
  forwardUsed[lane.legIndex] = (forwardUsed[lane.legIndex] ?? 0) + vehicles
  unfilled[index] = (unfilled[index] ?? 0) + vehicles - load.fill
  serials.push({
    leg: lane.leg.id,
    fleet: lane.fleet.id,
    vehicles,
    load: told,
    departHour: step * model.stepHours,
    arriveHour: (step + lane.takes) * model.stepHours,
  })
}

/** Sends vehicles without a load, where the program has them elsewhere by now. */
export function sendEmpty(
  making: Making,
  index: number,
  at: { readonly step: number; readonly isBack: boolean },
): void {
  const { compiled, ground, pace, sentBack, sentForward, unfilled, forwardUsed, backUsed } = making
  const { step, isBack } = at
  const lane = compiled.lanes[index]
  if (lane === undefined || step + lane.takes >= compiled.steps) return
  const [from, to] = isBack ? [lane.to, lane.from] : [lane.from, lane.to]
  const slots = (isBack ? compiled.backSlots : compiled.forwardSlots)[lane.legIndex]?.[step] ?? 0
  const used = isBack ? backUsed : forwardUsed
  const sent = isBack ? sentBack : sentForward
  const due = paceAt(
    (isBack ? pace.back : pace.forward)[index],
    step + (isBack ? making.taste.ahead : 0),
  )
  const isExtra = isBack && due > AMOUNT_EPSILON && !making.taste.isExact
  const extra = isExtra ? (unfilled[index] ?? 0) : 0
  const wanted = Math.floor(due + extra - (sent[index] ?? 0) + 0.5)
  const most = Math.min(slots - (used[lane.legIndex] ?? 0), ground.idle(lane.fleetIndex, from))
  const vehicles = Math.min(wanted, most)
  if (vehicles <= 0) return
  sent[index] = (sent[index] ?? 0) + vehicles
  used[lane.legIndex] = (used[lane.legIndex] ?? 0) + vehicles
  ground.addIdle(lane.fleetIndex, from, -vehicles)
  ground.vehiclesDue(step + lane.takes, { place: to, fleet: lane.fleetIndex, count: vehicles })
  making.empties.push({
    leg: lane.leg.id,
    fleet: lane.fleet.id,
    direction: isBack ? 'back' : 'forward',
    vehicles,
    departHour: step * compiled.model.stepHours,
    arriveHour: (step + lane.takes) * compiled.model.stepHours,
  })
}
