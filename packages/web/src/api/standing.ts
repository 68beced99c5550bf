import type { PartyId } from '@holdfast/core/agreement'
import type { Position } from '@holdfast/core/geo'
import type { NationCode, Office } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'

/** A fact that a gate needs, or that bars it. */
export interface NamedFact {
  readonly fact: string
  readonly title: string
}
/** One time that a fact was established. */
export interface FactRecord {
  readonly fromMs: InstantMs
  readonly untilMs: InstantMs | null
  readonly movedBy: readonly string[]
  /** Withheld from the guarantors for a day: then empty. */
  readonly reason: string
  readonly entry: number
  readonly scripted: boolean
}
/** A motion that waits for others. */
export interface WaitingMotion {
  readonly kind: 'declare' | 'end'
  readonly nation: NationCode
  readonly party: PartyId | null
  readonly entry: number
}
/** A fact of the text, and how it stands. */
export interface FactRow extends NamedFact {
  readonly declaredBy: 'commission' | 'bothParties'
  readonly holds: boolean
  readonly records: readonly FactRecord[]
  readonly waiting: readonly WaitingMotion[]
}
/** A gate of deployment, and what it still needs. */
export interface GateRow {
  readonly gate: string
  readonly title: string
  readonly isOpen: boolean
  readonly missing: readonly NamedFact[]
  readonly barredBy: readonly NamedFact[]
}
/** A span of time in which a phase was, or is, in force. */
export interface PhaseSpan {
  readonly phase: string
  readonly fromMs: InstantMs
  readonly toMs: InstantMs | null
}
/** An announced activity, as the office may see it. */
export interface NotificationRow {
  readonly id: string
  readonly rule: string
  readonly party: PartyId | 'mission'
  /** Empty where it is withheld. */
  readonly title: string
  /** Null, as the rest, where the mission's own activity is withheld. */
  readonly fromMs: InstantMs | null
  readonly toMs: InstantMs | null
  readonly place: { readonly position: Position; readonly radiusM: number } | null
  readonly late: boolean | null
  readonly withdrawn: boolean | null
  readonly withheld: readonly string[]
}
/** A text that was adopted. */
export interface TextRow {
  readonly id: string
  readonly title: string
  readonly entry: number
  readonly atMs: InstantMs
  /** From when it is in force. */
  readonly fromMs: InstantMs
  readonly amends: number | null
  /** The motion that it came of; null where one officer adopted it. */
  readonly carried: {
    readonly motion: number
    readonly nations: readonly NationCode[]
    readonly opposed: readonly NationCode[]
  } | null
  readonly version: string | null
}
/** Deadlines of one duty that passed before the log held it. */
export interface BeforeRecordRow {
  readonly clause: string
  readonly title: string
  readonly party: 'A' | 'B' | 'both'
  readonly deadlines: number
  readonly firstMs: InstantMs
  readonly lastMs: InstantMs
  readonly sinceMs: InstantMs
}
/** How the agreement stands, for one office. */
export interface AgreementStanding {
  readonly office: Office
  readonly nowMs: InstantMs
  readonly agreement: TextRow | null
  readonly texts: readonly TextRow[]
  readonly phases: {
    readonly now: readonly { readonly phase: string; readonly title: string }[]
    readonly spans: readonly PhaseSpan[]
  }
  readonly gates: readonly GateRow[]
  readonly facts: readonly FactRow[]
  readonly beforeRecord: readonly BeforeRecordRow[]
  readonly register: {
    readonly total: number
    readonly next: number | null
    readonly notifications: readonly NotificationRow[]
  }
}
