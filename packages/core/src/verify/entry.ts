import type { Draft, Json } from '../evidence/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { CandidateSnapshot, TaskCommand } from './command.ts'
import type { OpenPoint } from './hand-over.ts'
import type { AccessProvision, TaskOutcome } from './tasks/types.ts'
import type {
  AccessGround,
  Alleged,
  AnswerStatus,
  AnswerValue,
  Assignee,
  Claim,
  ClaimSource,
  DismissalGround,
  IncidentStatus,
  Outcome,
  Question,
  Rewording,
  Threshold,
} from './types.ts'

type Fields<Type extends TaskCommand['type']> = Omit<Extract<TaskCommand, { type: Type }>, 'type'>

/** The payload of each kind of entry that this step writes. `next` is where the decision led, so that folding needs no rule. */
export interface Payloads {
  readonly 'verify.incident-opened': {
    readonly title: string
    readonly candidates: readonly CandidateSnapshot[]
    /** Absent in logs older than the rule. */
    readonly occurredDueMs?: InstantMs
    /** Set where hindered access opened it, and the incident that it was met for. */
    readonly access?: AccessGround & { readonly incident: string; readonly nation: NationCode }
  }
  readonly 'verify.candidate-added': {
    readonly incident: string
    readonly candidate: CandidateSnapshot
    readonly next: IncidentStatus
    readonly occurredDueMs?: InstantMs
  }
  readonly 'verify.incident-corroborated': { readonly incident: string; readonly reason: string }
  readonly 'verify.dismissal-moved': {
    readonly incident: string
    readonly ground: DismissalGround
    readonly reason: string
    readonly next: IncidentStatus
  }
  readonly 'verify.inquiry-started': { readonly incident: string; readonly heardByMs: InstantMs }
  readonly 'verify.claim-filed': {
    readonly incident: string
    readonly party: PartyId
    readonly stance: Claim['stance']
    readonly text: string
    readonly alleges?: Alleged
    readonly source: ClaimSource
  }
  readonly 'verify.claim-confirmed': { readonly incident: string; readonly claim: number }
  readonly 'verify.claim-take-back-moved': {
    readonly incident: string
    readonly claim: number
    readonly reason: string
    readonly source: ClaimSource | null
    /** Whether this officer was the last that it took. */
    readonly isTaken: boolean
  }
  readonly 'verify.silence-recorded': { readonly incident: string; readonly party: PartyId }
  readonly 'verify.question-asked': { readonly incident: string; readonly question: Question }
  readonly 'verify.answer-proposed': {
    readonly incident: string
    readonly question: Question
    readonly value: AnswerValue[Question]
    readonly standard: string
    readonly machineProbability: number | null
    readonly threshold?: Threshold
    /** Absent in logs older than the clock. */
    readonly votesDueAtMs?: InstantMs
    /** Log index of the text that it was proposed under. */
    readonly textIn?: number
  }
  readonly 'verify.vote-cast': {
    readonly incident: string
    readonly question: Question
    readonly agrees: boolean
    readonly standard: string
    readonly reason: string
    readonly next: AnswerStatus
  }
  readonly 'verify.proposal-withdrawn': {
    readonly incident: string
    readonly question: Question
    readonly reason: string
  }
  readonly 'verify.deadlock-declared': {
    readonly incident: string
    readonly question: Question
    readonly reason: string
  }
  readonly 'verify.answer-referred': {
    readonly incident: string
    readonly question: Question
    readonly capitalsDueAtMs: InstantMs
  }
  readonly 'verify.dissent-recorded': {
    readonly incident: string
    readonly question: Question
    readonly reason: string
  }
  readonly 'verify.recall-moved': {
    readonly incident: string
    readonly question: Question
    readonly reason: string
    readonly next: AnswerStatus
    readonly incidentNext: IncidentStatus
  }
  readonly 'verify.incident-concluded': {
    readonly incident: string
    readonly outcome: Outcome
    readonly reason: string
    /** The rule of the text that explains what is benign. */
    readonly rule?: string
  }
  readonly 'verify.incident-published': { readonly incident: string }
  /** Of logs older than the rule that those who signed correct. */
  readonly 'verify.incident-corrected': { readonly incident: string; readonly text: string }
  readonly 'verify.correction-moved': Rewording & {
    readonly incident: string
    readonly next: IncidentStatus
    /** Whether this officer was the last that it took. */
    readonly isMade: boolean
  }
  readonly 'verify.merge-proposed': {
    readonly incident: string
    readonly into: string
    readonly reason: string
    readonly score: number | null
  }
  readonly 'verify.split-proposed': {
    readonly incident: string
    readonly candidates: readonly string[]
    readonly reason: string
    readonly score: number | null
  }
  readonly 'verify.proposal-declined': {
    readonly incident: string
    readonly proposal: string
    readonly reason: string
  }
  readonly 'verify.incident-merged': {
    readonly incident: string
    readonly into: string
    readonly reason: string
    /** What the survivor did not have itself, and where it stands then; absent in logs older than undoing. */
    readonly takes?: {
      readonly candidates: readonly string[]
      readonly observations: readonly string[]
    }
    readonly intoNext?: IncidentStatus
  }
  /** The new incident's id is `I-` and the index of this entry. */
  readonly 'verify.incident-split': {
    readonly incident: string
    readonly title: string
    readonly reason: string
    readonly candidates: readonly string[]
    readonly next: IncidentStatus
    readonly occurredDueMs?: InstantMs
  }
  readonly 'verify.decorrelated': {
    readonly incident: string
    readonly other: string
    readonly reason: string
  }
  readonly 'verify.recorrelated': {
    readonly incident: string
    readonly other: string
    readonly reason: string
    /** The pair as it was held apart: an incident may have gone into another since. */
    readonly pair: readonly [string, string]
  }
  readonly 'verify.incident-reopened': {
    readonly incident: string
    readonly reason: string
    /** What the survivor of its merger gives back, and where that one stands then; null where it keeps all. */
    readonly returns?: {
      readonly from: string
      readonly candidates: readonly string[]
      readonly observations: readonly string[]
      readonly fromNext: IncidentStatus
    } | null
    /** Set where no inquiry had been started before. */
    readonly heardByMs?: InstantMs
    /** Where it stands then; absent: the inquiry goes on. */
    readonly next?: IncidentStatus
  }
  /** The task's id is `T-` and the index of this entry. */
  readonly 'verify.task-requested': Fields<'requestTask'>
  readonly 'verify.access-reported': Fields<'reportAccess'> & {
    readonly provision?: AccessProvision
  }
  readonly 'verify.task-closed': {
    readonly incident: string
    readonly task: string
    readonly outcome: TaskOutcome
    readonly text: string
  }
  readonly 'verify.incident-assigned': { readonly incident: string; readonly to: Assignee | null }
  readonly 'verify.note-written': { readonly incident: string; readonly text: string }
  readonly 'verify.watch-taken-over': { readonly handOver: number; readonly reason: string | null }
  readonly 'verify.watch-handed-over': {
    readonly from: string
    readonly to: string
    readonly openPoints: readonly OpenPoint[]
  }
}

/** A draft of one kind with its own payload. */
export function draft<Kind extends keyof Payloads>(
  kind: Kind,
  payload: Payloads[Kind],
  refs: readonly number[],
): Draft {
  // Every payload above is JSON by construction; interfaces only lack the index signature that says so.
  return { kind, payload: payload as unknown as Json, refs: refs.toSorted((a, b) => a - b) }
}
