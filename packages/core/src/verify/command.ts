import type { Candidate, PartyId } from '../agreement/index.ts'
import type { AnswerValue, Claim, Outcome, Question, Testimony } from './types.ts'

/** A candidate as it stood when it was taken up, with who reported what its event came from. */
export interface CandidateSnapshot {
  readonly candidate: Candidate
  readonly testimony: readonly Testimony[]
}

/** Every question with its own kind of value: a severity cannot be proposed as an attribution. */
export type Proposal = {
  readonly [Q in Question]: { readonly question: Q; readonly value: AnswerValue[Q] }
}[Question]

/** What people may ask of an incident. Each is one row of the tables in `table.ts`. */
export type Command =
  | {
      readonly type: 'openIncident'
      readonly title: string
      readonly from: 'candidate' | 'claim'
      readonly candidates: readonly CandidateSnapshot[]
    }
  | ({ readonly incident: string } & (
      | { readonly type: 'addCandidate'; readonly candidate: CandidateSnapshot }
      | { readonly type: 'corroborate'; readonly reason: string }
      | { readonly type: 'startInquiry' }
      | {
          readonly type: 'fileClaim'
          readonly party: PartyId
          readonly stance: Exclude<Claim['stance'], 'silent'>
          readonly text: string
        }
      | { readonly type: 'recordSilence'; readonly party: PartyId }
      | { readonly type: 'ask'; readonly question: Question }
      | ({
          readonly type: 'proposeAnswer'
          readonly standard: string
          readonly machineProbability: number | null
        } & Proposal)
      | {
          readonly type: 'vote'
          readonly question: Question
          readonly agrees: boolean
          readonly standard: string
          readonly reason: string
        }
      | { readonly type: 'declareDeadlock'; readonly question: Question; readonly reason: string }
      | { readonly type: 'referToCapitals'; readonly question: Question }
      | { readonly type: 'dissent'; readonly question: Question; readonly reason: string }
      | { readonly type: 'recall'; readonly question: Question; readonly reason: string }
      | { readonly type: 'conclude'; readonly outcome: Outcome; readonly reason: string }
      | { readonly type: 'publish' }
      | { readonly type: 'correct'; readonly text: string }
      | { readonly type: 'merge'; readonly into: string; readonly reason: string }
      | { readonly type: 'reopen'; readonly reason: string }
    ))

/** The name of a command. */
export type CommandName = Command['type']
/** A command on an incident that exists. */
export type IncidentCommand = Exclude<Command, { type: 'openIncident' }>
/** A command on one of its answers. */
export type QuestionCommand = Extract<Command, { question: Question }>

/** Every command, in the order of the work. */
export const COMMANDS: readonly CommandName[] = [
  'openIncident',
  'addCandidate',
  'corroborate',
  'startInquiry',
  'fileClaim',
  'recordSilence',
  'ask',
  'proposeAnswer',
  'vote',
  'declareDeadlock',
  'referToCapitals',
  'dissent',
  'recall',
  'conclude',
  'publish',
  'correct',
  'merge',
  'reopen',
]
