import type { PartyId } from '../agreement/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'

/** Who put something on record. Outside the monitor's and the commission's offices the officer's name stays empty. */
export interface Person {
  readonly nation: NationCode
  readonly officer: string
  /** Hex SHA-256 of the key that proved it; `dev` for the development login. */
  readonly keyId: string
}
/** What a hotline call is about. */
export interface Subject {
  readonly kind: 'incident' | 'event' | 'candidate'
  readonly id: string
}
/** Where the call to one party stands. `notCalled` is on record with its reason; it is not silence. */
export type LegStatus = 'due' | 'unanswered' | 'answered' | 'notCalled'
/** Where a hotline call stands. */
export type CallStatus = 'open' | 'closed'
/** How one attempt ended. That nobody answered is an outcome like the other. */
export type AttemptOutcome = 'answered' | 'unanswered'
/** One attempt to reach a party's commander. */
export interface Attempt {
  /** The post that was called, never a person's name. */
  readonly post: string
  readonly calledAtMs: InstantMs
  readonly outcome: AttemptOutcome
  /** The post that answered; null when nobody did. */
  readonly answeredBy: string | null
  readonly said: string | null
  readonly by: Person
  /** When it was put on record, at or after `calledAtMs`. */
  readonly loggedAtMs: InstantMs
  readonly entry: number
}
/** When fire stopped, and how that is known. */
export interface FireStop {
  readonly stoppedAtMs: InstantMs
  readonly basis: 'partySaid' | 'missionHeard'
  readonly entry: number
}
/** The call to one party. */
export interface Leg {
  readonly party: PartyId
  readonly status: LegStatus
  readonly attempts: readonly Attempt[]
  /** Why nobody called; null unless `notCalled`. */
  readonly notCalledWhy: string | null
  /** The latest report; null while nobody reported that fire stopped. */
  readonly fireStopped: FireStop | null
}
/** A hotline call: both commanders are called about one happening, within `CALL_DUE_MS`. */
export interface Call {
  /** `H-` and the log index of the entry that opened it. */
  readonly id: string
  readonly number: number
  readonly subject: Subject
  /** From when the time to call counts: the subject's own instant, or the opening where it was called about before. */
  readonly countedFromMs: InstantMs
  readonly dueAtMs: InstantMs
  readonly status: CallStatus
  readonly legs: Readonly<Record<PartyId, Leg>>
  readonly openedBy: Person
  readonly closedAtMs: InstantMs | null
  readonly note: string | null
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}

/** Where a session of the joint commission stands. */
export type SessionStatus = 'called' | 'drafted' | 'signed' | 'cancelled'
/** One item of an agenda. */
export interface AgendaItem {
  readonly title: string
  /** The protest note that it takes up; null for none. */
  readonly protest: string | null
  readonly entry: number
}
/** The minutes of a session, with who drafted and who signed them. */
export interface Minutes {
  readonly text: string
  readonly draftedBy: Person
  readonly signatures: readonly { readonly by: Person; readonly atMs: InstantMs }[]
  readonly entry: number
}
/** A session of the joint commission. */
export interface Session {
  /** `JC-` and the log index of the entry that called it. */
  readonly id: string
  readonly number: number
  readonly title: string
  readonly atMs: InstantMs
  readonly status: SessionStatus
  readonly agenda: readonly AgendaItem[]
  /** Ids of the action points that it agreed. */
  readonly points: readonly string[]
  readonly minutes: Minutes | null
  /** Why the minutes went back, or the session was cancelled; the latest one. */
  readonly reason: string | null
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}
/** Where a protest note stands. */
export type ProtestStatus = 'lodged' | 'tabled' | 'answered'
/** A protest note of a party. */
export interface Protest {
  /** `PN-` and the log index of the entry that lodged it. */
  readonly id: string
  readonly number: number
  readonly from: PartyId
  /** The incident that it is about; null where it names none. */
  readonly incident: string | null
  readonly text: string
  readonly status: ProtestStatus
  readonly lodgedAtMs: InstantMs
  readonly answer: string | null
  readonly entries: readonly number[]
  readonly scripted: boolean
}
/** Where an action point stands. That it is overdue follows from the clock and is no status. */
export type PointStatus = 'open' | 'done' | 'dropped'
/** What somebody must do by an instant. */
export interface ActionPoint {
  /** `AP-` and the log index of the entry that agreed it. */
  readonly id: string
  readonly number: number
  readonly session: string
  readonly text: string
  /** A party or the mission. */
  readonly owner: PartyId | 'mission'
  readonly dueAtMs: InstantMs
  readonly status: PointStatus
  /** How it was done, or why it was dropped; null while it is open. */
  readonly note: string | null
  readonly endedAtMs: InstantMs | null
  readonly entries: readonly number[]
  readonly scripted: boolean
}
