import type { Position } from '../../geo/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { InstantMs } from '../../units/index.ts'

/** By what somebody looks. */
export type TaskMeans = 'inspectionTeam' | 'drone' | 'camera' | 'satellite'
/** Every means of a task. */
export const TASK_MEANS: readonly TaskMeans[] = ['inspectionTeam', 'drone', 'camera', 'satellite']
/** What a party said to access. */
export type Access = 'granted' | 'delayed' | 'conditional' | 'refused'
/** Every word on access. */
export const ACCESS: readonly Access[] = ['granted', 'delayed', 'conditional', 'refused']
/** Where a task stands: asked for, what was said to access last, or closed. */
export type TaskStatus = 'requested' | Access | 'closed'
/** What looking came to. `notDone`: nobody could look. */
export type TaskOutcome = 'confirms' | 'contradicts' | 'inconclusive' | 'notDone'
/** Every outcome of a task. */
export const TASK_OUTCOMES: readonly TaskOutcome[] = [
  'confirms',
  'contradicts',
  'inconclusive',
  'notDone',
]

/** What the agreement in force says of a hindrance of access. */
export interface AccessProvision {
  /** The version in force; null where none was. */
  readonly agreementVersion: string | null
  /** Clauses that name the hindrance wherever it is met; empty: there is none. */
  readonly clauses: readonly string[]
  /** Clauses that name it inside a zone only: whether it was met there is for a person. */
  readonly zoned: readonly string[]
}

/** What was met on the way. */
export interface AccessReport {
  readonly access: Access
  /** Delayed: until when; null otherwise. */
  readonly untilMs: InstantMs | null
  /** Conditional: on what; null otherwise. */
  readonly condition: string | null
  /** Refused: who refused, as they named themselves, and where in words; null otherwise. */
  readonly by: string | null
  readonly where: string | null
  /** Where it was met, WGS 84, where somebody measured it. */
  readonly position: Position | null
  /** What else there is to say. */
  readonly text: string
  /** What the text of that day says of it; absent where access was granted, and in logs older than the rule. */
  readonly provision?: AccessProvision
  readonly nation: NationCode
  readonly atMs: InstantMs
  readonly entry: number
}
/** A request that somebody look, with what became of it. */
export interface Task {
  /** `T-` and the log index of the entry that asked for it. */
  readonly id: string
  /** The incident that it belongs to now, and the one that it was asked for. */
  readonly incident: string
  readonly requestedFor: string
  readonly status: TaskStatus
  readonly means: TaskMeans
  /** The nation that looks: it collects, and so it never verifies alone. */
  readonly nation: NationCode
  readonly what: string
  /** Where to look, WGS 84 and metres; null where words say it. */
  readonly place: { readonly position: Position; readonly radiusM: number } | null
  readonly dueMs: InstantMs | null
  /** Oldest first. */
  readonly access: readonly AccessReport[]
  readonly result: {
    readonly outcome: TaskOutcome
    readonly text: string
    readonly atMs: InstantMs
    readonly entry: number
  } | null
  /** Incidents that were opened on a report of hindered access. */
  readonly opened: readonly { readonly incident: string; readonly report: number }[]
  readonly atMs: InstantMs
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}
