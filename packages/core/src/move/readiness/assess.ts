/**
 * A unit is ready with all of its lines and not before: a battalion in its barracks abroad without a status-of-forces
 * agreement, without somebody who pays or without a surgeon two hours away is not "there". Lines have lead times and an
 * order, so the day follows by the longest way through them (critical path, Kelley and Walker 1959), and the latest day on
 * which each must begin follows from the day that is asked. A line that is on record as done counts only while what it
 * says holds: medical times within 10-1-2, money promised for all that is needed.
 *
 * Initial and full operational capability (IOC, FOC) are what the plan's author puts behind `neededFor`.
 */
import { GATE_KINDS } from './types.ts'
import type { GateKind, GateLine, MedicalTimes, ReadinessPlan, ReadyUnit } from './types.ts'

/**
 * The 10-1-2 timeline: bleeding and airway controlled by trained people within 10 minutes of wounding, resuscitation by
 * medical personnel within 1 hour, damage control surgery within 2 hours (NATO AJP-4.10, editions B of 2015 and C of 2019;
 * endorsed by COMEDS in June 2011). The United States did not concur with the times in edition B's reservations.
 */
export const MEDICAL_LIMITS: MedicalTimes = {
  firstAidMinutes: 10,
  resuscitationMinutes: 60,
  surgeryMinutes: 120,
}

/** How one line stands. */
export interface GateState {
  readonly id: string
  readonly kind: GateKind
  readonly title: string
  readonly giver: string
  readonly units: readonly string[]
  readonly neededFor: 'ioc' | 'foc'
  readonly status: 'done' | 'open' | 'blocked'
  /** Entry that shows that it is done. */
  readonly entry: string | null
  /** Day on which it is done, or can be at the earliest; null: not before something else changes. */
  readonly earliestDay: number | null
  /** Latest day on which it must begin for every unit to be ready in time. */
  readonly latestBeginDay: number
  /** Days to spare; below 0: too late by so many. Null where `earliestDay` is. */
  readonly spareDays: number | null
  /** What is missing, in words; null where it is done. */
  readonly missing: string | null
}
/** How one unit stands. */
export interface UnitState {
  readonly id: string
  readonly title: string
  readonly nation: string
  readonly iocNow: boolean
  readonly focNow: boolean
  /** Day of its initial operational capability; null: never, as things stand. */
  readonly iocDay: number | null
  readonly focDay: number | null
  readonly iocInTime: boolean
  readonly focInTime: boolean
  /** The line that its full capability waits for longest; null where it is ready. */
  readonly waitsFor: string | null
  /** Kinds that no line of the plan gives it: it cannot become ready. */
  readonly withoutLine: readonly GateKind[]
}
/** Money of one nation's units, in one currency. */
export interface CostState {
  readonly currency: string
  readonly nation: string
  readonly needed: number
  readonly promised: number
}
/** Everything that the readiness part comes to. */
export interface ReadinessAssessment {
  readonly gates: readonly GateState[]
  readonly units: readonly UnitState[]
  /** A line that several nations' units share is counted to each nation by its share of the units. */
  readonly costs: readonly CostState[]
}

/** Which of the three times is too long, or null. */
export function medicalFault(medical: MedicalTimes): string | null {
  const faults = [
    ['first aid', medical.firstAidMinutes, MEDICAL_LIMITS.firstAidMinutes],
    ['resuscitation', medical.resuscitationMinutes, MEDICAL_LIMITS.resuscitationMinutes],
    ['surgery', medical.surgeryMinutes, MEDICAL_LIMITS.surgeryMinutes],
  ] as const
  const late = faults.filter(([, minutes, limit]) => minutes > limit)
  if (late.length === 0) return null
  return late
    .map(([what, minutes, limit]) => `${what} after ${minutes} min, ${limit} at the most`)
    .join('; ')
}

/** What keeps a line from counting, whatever is on record. */
function faultOf({ medical, money, giver }: GateLine): string | null {
  const late = medical && medicalFault(medical)
  if (late !== null) return `${late} (10-1-2); ${giver} must place care or lift nearer`
  if (money !== null && money.promised < money.needed)
    return `${money.needed - money.promised} of ${money.needed} ${money.currency} have no payer; ask ${giver}`
  return null
}

/** Lines in an order in which each comes after those that it waits for; a cycle is left out (the parser refuses it). */
export function inOrder(gates: readonly GateLine[]): readonly GateLine[] {
  const byId = new Map(gates.map((gate) => [gate.id, gate]))
  const state = new Map<string, 'open' | 'placed'>()
  const order: GateLine[] = []
  const place = (gate: GateLine): void => {
    if (state.has(gate.id)) return
    state.set(gate.id, 'open')
    for (const id of gate.after) {
      const before = byId.get(id)
      if (before !== undefined) place(before)
    }
    state.set(gate.id, 'placed')
    order.push(gate)
  }
  for (const gate of gates) place(gate)
  return order
}

/** Earliest days, forwards along the order; infinite where something must change first. */
function earliestDays(order: readonly GateLine[], today: number): ReadonlyMap<string, number> {
  const days = new Map<string, number>()
  for (const gate of order) {
    if (faultOf(gate) !== null) days.set(gate.id, Number.POSITIVE_INFINITY)
    else if (gate.done !== null) days.set(gate.id, gate.done.day)
    else {
      const before = Math.max(
        ...gate.after.map((id) => days.get(id) ?? 0),
        Number.NEGATIVE_INFINITY,
      )
      // What was begun too early is not faster; what has not begun begins today at the earliest.
      const begins = Math.max(gate.begunDay ?? today, before)
      days.set(gate.id, Math.max(today, begins + gate.leadDays))
    }
  }
  return days
}

/** Latest days on which each line must be done, backwards along the order. */
function latestDays(
  { units }: ReadinessPlan,
  order: readonly GateLine[],
): ReadonlyMap<string, number> {
  const byUnit = new Map(units.map((unit) => [unit.id, unit]))
  const days = new Map<string, number>()
  for (const gate of order) {
    const wanted = gate.units.map((id) => {
      const unit = byUnit.get(id)
      return (
        (gate.neededFor === 'ioc' ? unit?.iocByDay : unit?.focByDay) ?? Number.POSITIVE_INFINITY
      )
    })
    days.set(gate.id, Math.min(...wanted, Number.POSITIVE_INFINITY))
  }
  for (const gate of order.toReversed())
    for (const id of gate.after) {
      const mine = (days.get(gate.id) ?? Number.POSITIVE_INFINITY) - gate.leadDays
      days.set(id, Math.min(days.get(id) ?? Number.POSITIVE_INFINITY, mine))
    }
  return days
}

const orNull = (day: number): number | null => (Number.isFinite(day) ? day : null)

function missingOf(gate: GateLine, earliest: number, waits: readonly string[]): string | null {
  const fault = faultOf(gate)
  if (fault !== null) return fault
  if (gate.done !== null) return null
  if (!Number.isFinite(earliest)) return `waits for ${waits.join(', ')}`
  const asked =
    gate.begunDay === null
      ? `not begun; ask ${gate.giver}`
      : `begun on day ${gate.begunDay}; ${gate.giver} must give it`
  return `${asked}; it takes ${gate.leadDays} days${waits.length > 0 ? ` and waits for ${waits.join(', ')}` : ''}`
}

/** Works readiness out as of the plan's day. */
export function assessReadiness(plan: ReadinessPlan): ReadinessAssessment {
  const order = inOrder(plan.gates)
  const earliest = earliestDays(order, plan.today)
  const latest = latestDays(plan, order)
  const dayOf = (id: string): number => earliest.get(id) ?? Number.POSITIVE_INFINITY
  const isDone = (gate: GateLine): boolean =>
    gate.done !== null && gate.done.day <= plan.today && faultOf(gate) === null
  const byId = new Map(plan.gates.map((gate) => [gate.id, gate]))
  const gates = plan.gates.map((gate): GateState => {
    const day = dayOf(gate.id)
    const waits = gate.after.filter((id) => {
      const before = byId.get(id)
      return before !== undefined && !isDone(before)
    })
    const lastDay = latest.get(gate.id) ?? Number.POSITIVE_INFINITY
    return {
      id: gate.id,
      kind: gate.kind,
      title: gate.title,
      giver: gate.giver,
      units: gate.units,
      neededFor: gate.neededFor,
      status: isDone(gate) ? 'done' : Number.isFinite(day) ? 'open' : 'blocked',
      entry: gate.done?.entry ?? null,
      earliestDay: orNull(day),
      latestBeginDay: lastDay - gate.leadDays,
      spareDays: orNull(lastDay - day),
      missing: missingOf(gate, day, waits),
    }
  })
  return {
    gates,
    units: plan.units.map((unit) => unitState(unit, plan, { dayOf, isDone })),
    costs: costsOf(plan),
  }
}

interface Standing {
  readonly dayOf: (id: string) => number
  readonly isDone: (gate: GateLine) => boolean
}

function unitState(
  unit: ReadyUnit,
  { gates }: ReadinessPlan,
  { dayOf, isDone }: Standing,
): UnitState {
  const mine = gates.filter(({ units }) => units.includes(unit.id))
  const withoutLine = GATE_KINDS.filter(
    (kind) => kind !== 'other' && mine.every((gate) => gate.kind !== kind),
  )
  const isWhole = withoutLine.length === 0
  const first = mine.filter(({ neededFor }) => neededFor === 'ioc')
  const dayWith = (lines: readonly GateLine[]): number =>
    isWhole ? Math.max(...lines.map(({ id }) => dayOf(id)), 0) : Number.POSITIVE_INFINITY
  const [iocDay, focDay] = [dayWith(first), dayWith(mine)]
  const open = mine.filter((gate) => !isDone(gate))
  const longest = open.toSorted((a, b) =>
    dayOf(b.id) === dayOf(a.id) ? 0 : dayOf(b.id) - dayOf(a.id),
  )[0]
  return {
    id: unit.id,
    title: unit.title,
    nation: unit.nation,
    iocNow: isWhole && first.every(isDone),
    focNow: isWhole && mine.every(isDone),
    iocDay: orNull(iocDay),
    focDay: orNull(focDay),
    iocInTime: iocDay <= unit.iocByDay,
    focInTime: focDay <= unit.focByDay,
    waitsFor: longest?.id ?? null,
    withoutLine,
  }
}

function costsOf({ units, gates }: ReadinessPlan): readonly CostState[] {
  const sums = new Map<
    string,
    { currency: string; nation: string; needed: number; promised: number }
  >()
  for (const { money, units: of } of gates)
    for (const id of money === null ? [] : of) {
      const nation = units.find((unit) => unit.id === id)?.nation
      if (money === null || nation === undefined) continue
      const key = `${money.currency} ${nation}`
      const sum = sums.get(key) ?? { currency: money.currency, nation, needed: 0, promised: 0 }
      sum.needed += money.needed / of.length
      sum.promised += money.promised / of.length
      sums.set(key, sum)
    }
  return [...sums.values()]
}
