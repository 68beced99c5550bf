import type { Position } from '../../geo/index.ts'
import type { PlanHead } from '../figures/index.ts'

/** Whole hours of the day in UTC, [from, to); `to` at or before `from` runs over midnight, 0 to 24 is the whole day. */
export interface DutyHours {
  readonly fromHour: number
  readonly toHour: number
}
/** A sensor that looks from an orbit. */
export interface OrbitSensor {
  /** Its own greatest range, kilometres. */
  readonly rangeKm: number
  /** Height that it flies at, metres above the ground. */
  readonly heightM: number
  /** Height of what it is to see, metres above the ground. */
  readonly seenHeightM: number
}
/** One orbit that is to be manned in its hours, every day. */
export interface Orbit {
  readonly id: string
  readonly title: string
  readonly base: { readonly title: string; readonly position: Position }
  /** The two ends of the racetrack; what is seen must be seen from both. */
  readonly track: readonly [Position, Position]
  readonly duty: DutyHours
  /** How much longer the way is than the great circle, from 1. */
  readonly detour: number
  readonly speedKmh: number
  readonly onStationHours: number
  readonly turnaroundHours: number
  /** Maintenance after each flying hour, hours. */
  readonly maintenancePerFlyingHour: number
  /** Share of the airframes that can be flown at all, in (0, 1]. */
  readonly availability: number
  /** Longest flight, with the refuelling that is planned, hours. */
  readonly enduranceHours: number
  /** Most flying hours of one crew in 30 days. */
  readonly crewHoursPerMonth: number
  readonly sensor: OrbitSensor | null
}

/** What one condition for reopening asks of the record. */
export type ReopeningTest =
  /** Nobody signed a finding of these kinds, and somebody was looking all the while. */
  | {
      readonly kind: 'noFindings'
      readonly findingKinds: readonly string[]
      readonly days: number
      readonly coverageMin: number
    }
  /** The share of what was to be watched that was watched, on every day of the last ones. */
  | { readonly kind: 'coverage'; readonly days: number; readonly coverageMin: number }
  /** Somebody whose word it is said so, and has not taken it back. */
  | { readonly kind: 'statement'; readonly by: string }
/** One condition for reopening airspace to commercial flights. */
export interface ReopeningCondition {
  readonly id: string
  readonly title: string
  /** Where it is from: a document and its part, or that it is assumed. */
  readonly source: string
  readonly test: ReopeningTest
}
/** What the record holds: each item names its entry. */
export interface ReopeningRecord {
  readonly asOfMs: number
  readonly findings: readonly {
    readonly entry: string
    readonly kind: string
    readonly atMs: number
  }[]
  readonly coverage: readonly {
    readonly entry: string
    readonly fromMs: number
    readonly toMs: number
    readonly share: number
  }[]
  readonly statements: readonly {
    readonly entry: string
    readonly condition: string
    readonly by: string
    readonly atMs: number
    /** False takes back what was said before. */
    readonly holds: boolean
  }[]
}
/** The air part of a plan. */
export interface AirPlan extends PlanHead {
  /** The line of contact that is to be seen. */
  readonly line: readonly Position[]
  readonly orbits: readonly Orbit[]
  readonly reopening: {
    readonly conditions: readonly ReopeningCondition[]
    readonly record: ReopeningRecord
  } | null
}
