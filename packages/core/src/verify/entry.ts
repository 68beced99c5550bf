import type { Draft, Json } from '../evidence/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { CandidateSnapshot } from './command.ts'
import type {
  AnswerStatus,
  AnswerValue,
  Claim,
  IncidentStatus,
  Outcome,
  Question,
} from './types.ts'

/** The payload of each kind of entry that this step writes. `next` is where the decision led, so that folding needs no rule. */
export interface Payloads {
  readonly 'verify.incident-opened': {
    readonly title: string
    readonly candidates: readonly CandidateSnapshot[]
  }
  readonly 'verify.candidate-added': {
    readonly incident: string
    readonly candidate: CandidateSnapshot
    readonly next: IncidentStatus
  }
  readonly 'verify.incident-corroborated': { readonly incident: string; readonly reason: string }
  readonly 'verify.inquiry-started': { readonly incident: string; readonly heardByMs: InstantMs }
  readonly 'verify.claim-filed': {
    readonly incident: string
    readonly party: PartyId
    readonly stance: Claim['stance']
    readonly text: string
  }
  readonly 'verify.silence-recorded': { readonly incident: string; readonly party: PartyId }
  readonly 'verify.question-asked': { readonly incident: string; readonly question: Question }
  readonly 'verify.answer-proposed': {
    readonly incident: string
    readonly question: Question
    readonly value: AnswerValue[Question]
    readonly standard: string
    readonly machineProbability: number | null
  }
  readonly 'verify.vote-cast': {
    readonly incident: string
    readonly question: Question
    readonly agrees: boolean
    readonly standard: string
    readonly reason: string
    readonly next: AnswerStatus
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
  }
  readonly 'verify.incident-published': { readonly incident: string }
  readonly 'verify.incident-corrected': { readonly incident: string; readonly text: string }
  readonly 'verify.incident-merged': {
    readonly incident: string
    readonly into: string
    readonly reason: string
  }
  readonly 'verify.incident-reopened': { readonly incident: string; readonly reason: string }
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
