import type { PlanHead } from '../figures/index.ts'

/** What a unit needs before it is ready; each unit needs a line of every kind but `other`. */
export const GATE_KINDS = [
  'transferOfAuthority',
  'reception',
  'onwardMovement',
  'statusOfForces',
  'medicalEvacuation',
  'costs',
  'other',
] as const
/** The kind of a line. */
export type GateKind = (typeof GATE_KINDS)[number]

/** Minutes from wounding, as planned for a unit's area. */
export interface MedicalTimes {
  readonly firstAidMinutes: number
  readonly resuscitationMinutes: number
  readonly surgeryMinutes: number
}
/** Who pays what, in one currency. */
export interface Money {
  readonly currency: string
  readonly needed: number
  readonly promised: number
}
/** One line: what must be given, by whom, how long it takes, and what must come before it. */
export interface GateLine {
  readonly id: string
  readonly kind: GateKind
  readonly title: string
  /** Where the requirement is from: a document and its part, or that it is assumed. */
  readonly source: string
  /** Who can give it. */
  readonly giver: string
  /** Units that need it. */
  readonly units: readonly string[]
  /** Whether a unit needs it to begin (IOC) or only to be complete (FOC). */
  readonly neededFor: 'ioc' | 'foc'
  /** Working through it once it has begun, days. */
  readonly leadDays: number
  /** Lines that must be done first. */
  readonly after: readonly string[]
  /** Day on which it was begun; null: not yet. */
  readonly begunDay: number | null
  /** Day on which it was done, with the entry that shows it; null: not yet. */
  readonly done: { readonly day: number; readonly entry: string } | null
  readonly medical: MedicalTimes | null
  readonly money: Money | null
}
/** A unit that is to be ready. */
export interface ReadyUnit {
  readonly id: string
  readonly title: string
  readonly nation: string
  /** Day by which it is to have its initial operational capability. */
  readonly iocByDay: number
  /** Day by which it is to have its full operational capability. */
  readonly focByDay: number
}
/** Units, and the lines that make them ready. Days are counted from the plan's day 0. */
export interface ReadinessPlan extends PlanHead {
  readonly today: number
  readonly units: readonly ReadyUnit[]
  readonly gates: readonly GateLine[]
}
