/**
 * Hours and steps of the movement model: when something is open, how many vehicles a leg passes in a step, how long a
 * vehicle is on its way. The replay works these out by itself, another way.
 */
import type { Fleet, MoveLeg, MovementModel, Opening } from './types.ts'

/** Differences below it are rounding of binary fractions, hours. */
const HOUR_EPSILON = 1e-9
const DAY_HOURS = 24

/** The clock of a model: how many steps, and what the clock shows at hour 0. */
export type Timing = Pick<MovementModel, 'horizonHours' | 'stepHours' | 'clockAtHour0'>

/** Open round the clock. */
export const plainOpening: Opening = { daily: [], closures: [] }

/** Steps of the horizon. */
export const stepsOf = ({ horizonHours, stepHours }: Timing): number =>
  Math.round(horizonHours / stepHours)

/** Whether it is open at a plan hour. */
export function isOpenAt(
  { daily, closures }: Opening,
  hour: number,
  clockAtHour0: number,
): boolean {
  if (closures.some(({ fromHour, untilHour }) => hour >= fromHour && hour < untilHour)) return false
  if (daily.length === 0) return true
  const clock = (((clockAtHour0 + hour) % DAY_HOURS) + DAY_HOURS) % DAY_HOURS
  return daily.some(({ from, until }) => clock >= from && clock < until)
}

/** Hours at which an opening may change between two plan hours. */
function edgesBetween(
  opening: Opening,
  fromHour: number,
  untilHour: number,
  clock: number,
): number[] {
  const edges = [fromHour, untilHour]
  const add = (hour: number): void => {
    if (hour > fromHour && hour < untilHour) edges.push(hour)
  }
  for (const closure of opening.closures) {
    add(closure.fromHour)
    add(closure.untilHour)
  }
  const firstDay = Math.floor((fromHour + clock) / DAY_HOURS)
  const lastDay = Math.floor((untilHour + clock) / DAY_HOURS)
  for (let day = firstDay; day <= lastDay; day += 1)
    for (const { from, until } of opening.daily) {
      add(day * DAY_HOURS + from - clock)
      add(day * DAY_HOURS + until - clock)
    }
  return edges.toSorted((a, b) => a - b)
}

/** Open hours of each step. */
export function openHoursByStep(opening: Opening, timing: Timing): Float64Array {
  const steps = stepsOf(timing)
  const { stepHours, clockAtHour0 } = timing
  const open = new Float64Array(steps)
  if (opening.daily.length === 0 && opening.closures.length === 0) return open.fill(stepHours)
  for (let step = 0; step < steps; step += 1) {
    const edges = edgesBetween(opening, step * stepHours, (step + 1) * stepHours, clockAtHour0)
    let sum = 0
    for (const [i, from] of edges.entries()) {
      const until = edges[i + 1]
      if (until === undefined || until <= from) continue
      if (isOpenAt(opening, (from + until) / 2, clockAtHour0)) sum += until - from
    }
    open[step] = sum
  }
  return open
}

/** Vehicles that may leave along the leg in each step: its slots at which it and the node that is left are open. */
export function slotsByStep(leg: MoveLeg, leaves: Opening, timing: Timing): Int32Array {
  const steps = stepsOf(timing)
  const slots = new Int32Array(steps)
  const { stepHours, clockAtHour0, horizonHours } = timing
  for (let slot = 0; ; slot += 1) {
    const hour = slot / leg.vehiclesPerHour
    if (hour >= horizonHours) return slots
    if (hour < leg.permissionLeadHours) continue
    if (!isOpenAt(leg.opening, hour, clockAtHour0) || !isOpenAt(leaves, hour, clockAtHour0))
      continue
    const step = Math.floor(hour / stepHours)
    slots[step] = (slots[step] ?? 0) + 1
  }
}

/** Hours that a vehicle of the fleet is on the leg, dwell and all. */
export function durationHoursOf(leg: MoveLeg, fleet: Fleet): number {
  const speedKmh = Math.min(fleet.speedKmh, leg.speedKmhMax ?? fleet.speedKmh)
  return leg.dwellHours + (leg.durationHours ?? leg.distanceM / 1000 / speedKmh)
}

/** Steps from the step of departure to the step at whose begin the last vehicle is there. */
export const stepsOnLeg = (leg: MoveLeg, fleet: Fleet, stepHours: number): number =>
  1 + Math.ceil(durationHoursOf(leg, fleet) / stepHours - HOUR_EPSILON)

/** Whether vehicles of the fleet can go on the leg. */
export const fits = (leg: MoveLeg, fleet: Fleet): boolean =>
  leg.mode === fleet.mode && leg.gaugeMm === fleet.gaugeMm

/** The hour from which on a lot may be touched; null where one of its gates never opens. */
export function lotHour(
  gates: readonly string[],
  opensAt: ReadonlyMap<string, number | null>,
): number | null {
  let hour = 0
  for (const gate of gates) {
    const opens = opensAt.get(gate) ?? null
    if (opens === null) return null
    hour = Math.max(hour, opens)
  }
  return hour
}
