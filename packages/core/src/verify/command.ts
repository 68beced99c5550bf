import type { Candidate, PartyId } from '../agreement/index.ts'
import type { Position } from '../geo/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { OpenPoint } from './hand-over.ts'
import type { Access, TaskMeans, TaskOutcome } from './tasks/types.ts'
import type {
  Alleged,
  AnswerValue,
  Assignee,
  Claim,
  ClaimSource,
  DismissalGround,
  Outcome,
  Question,
  Testimony,
} from './types.ts'

/** A candidate as it stood when it was taken up, with who reported what its event came from. */
export interface CandidateSnapshot {
  readonly candidate: Candidate
  readonly testimony: readonly Testimony[]
  /** When its event began, by which its text is found; absent where that is the candidate's own instant. */
  readonly fromMs?: InstantMs
  /** The machine's probability that the event occurred, in [0, 1]; null or absent where there is none. */
  readonly occurrence?: number | null
}

/** Every question with its own kind of value: a severity cannot be proposed as an attribution. */
export type Proposal = {
  readonly [Q in Question]: { readonly question: Q; readonly value: AnswerValue[Q] }
}[Question]

/** Proposals to group otherwise, by a machine or a person, and a person's decisions on grouping. */
export type GroupingCommand = { readonly incident: string; readonly reason: string } & (
  | { readonly type: 'proposeMerge'; readonly into: string; readonly score: number | null }
  | {
      readonly type: 'proposeSplit'
      readonly candidates: readonly string[]
      readonly score: number | null
    }
  | { readonly type: 'declineProposal'; readonly proposal: string }
  | { readonly type: 'merge'; readonly into: string }
  | {
      readonly type: 'split'
      readonly title: string
      /** Candidates that go to the new incident, with the testimony that no candidate left behind rests on. */
      readonly candidates: readonly string[]
    }
  /** Held apart, so that nobody proposes them as one again; the other is an incident or a candidate. */
  | { readonly type: 'decorrelate'; readonly other: string }
  | { readonly type: 'recorrelate'; readonly other: string }
)

/** What is asked of, and reported on, somebody who is sent to look. */
export type TaskCommand = { readonly incident: string } & (
  | {
      readonly type: 'requestTask'
      readonly means: TaskMeans
      readonly nation: NationCode
      readonly what: string
      readonly place: { readonly position: Position; readonly radiusM: number } | null
      readonly dueMs: InstantMs | null
    }
  | {
      readonly type: 'reportAccess'
      readonly task: string
      readonly access: Access
      readonly untilMs: InstantMs | null
      readonly condition: string | null
      readonly by: string | null
      readonly where: string | null
      readonly position: Position | null
      readonly text: string
    }
  | {
      readonly type: 'closeTask'
      readonly task: string
      readonly outcome: TaskOutcome
      readonly text: string
    }
  | { readonly type: 'openAccessIncident'; readonly task: string; readonly title: string }
)

/** What people may ask of an incident. Each is one row of the tables in `table.ts`. */
export type Command =
  /** On no incident: one watch leaves its open points to the next. */
  | {
      readonly type: 'handOver'
      readonly from: string
      readonly to: string
      readonly openPoints: readonly OpenPoint[]
    }
  /** And the next one takes it over: the note by its log index, and why where another was named. */
  | {
      readonly type: 'acceptHandOver'
      readonly handOver: number
      readonly reason: string | null
    }
  | GroupingCommand
  | TaskCommand
  | {
      readonly type: 'openIncident'
      readonly title: string
      readonly from: 'candidate' | 'claim'
      readonly candidates: readonly CandidateSnapshot[]
    }
  | ({ readonly incident: string } & (
      | { readonly type: 'addCandidate'; readonly candidate: CandidateSnapshot }
      | { readonly type: 'corroborate'; readonly reason: string }
      | {
          readonly type: 'dismiss'
          readonly ground: DismissalGround
          readonly reason: string
        }
      | { readonly type: 'startInquiry' }
      | {
          readonly type: 'fileClaim'
          readonly party: PartyId
          readonly stance: Exclude<Claim['stance'], 'silent'>
          readonly text: string
          /** What it says happened, so that it can be judged against coverage. */
          readonly alleges?: Alleged
          readonly source: ClaimSource
        }
      /** The claim is named by the log index of the entry that filed it. */
      | { readonly type: 'confirmClaim'; readonly claim: number }
      | {
          readonly type: 'takeBackClaim'
          readonly claim: number
          readonly reason: string
          /** The party's word that takes it back; null where who filed it does. */
          readonly source: ClaimSource | null
        }
      | { readonly type: 'recordSilence'; readonly party: PartyId }
      | { readonly type: 'ask'; readonly question: Question }
      | ({
          readonly type: 'proposeAnswer'
          readonly standard: string
          /** Left out or null: the record says it. A figure that is not the record's is refused. */
          readonly machineProbability?: number | null
        } & Proposal)
      | { readonly type: 'withdrawProposal'; readonly question: Question; readonly reason: string }
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
      | {
          readonly type: 'conclude'
          readonly outcome: Outcome
          readonly reason: string
          /** Id of the text's rule that explains what is benign; absent where nations signed that no clause was broken. */
          readonly rule?: string
        }
      | { readonly type: 'publish' }
      | {
          readonly type: 'correct'
          /** An answer that is signed, or null for the monitor's own words. */
          readonly question: Question | null
          /** Words of the title that are to be replaced; null for an answer: the record says what stood. */
          readonly was: string | null
          readonly text: string
        }
      | { readonly type: 'reopen'; readonly reason: string }
      | { readonly type: 'assign'; readonly to: Assignee | null }
      | { readonly type: 'note'; readonly text: string }
    ))

/** The name of a command. */
export type CommandName = Command['type']
/** A command on an incident that exists. */
export type IncidentCommand = Exclude<
  Command,
  { type: 'openIncident' | 'handOver' | 'acceptHandOver' }
>
/** A command on one of its answers. */
export type QuestionCommand = Extract<Command, { question: Question }>

/** Every command, in the order of the work. */
export const COMMANDS: readonly CommandName[] = [
  'openIncident',
  'addCandidate',
  'corroborate',
  'dismiss',
  'startInquiry',
  'fileClaim',
  'confirmClaim',
  'takeBackClaim',
  'recordSilence',
  'ask',
  'proposeAnswer',
  'vote',
  'withdrawProposal',
  'declareDeadlock',
  'referToCapitals',
  'dissent',
  'recall',
  'conclude',
  'publish',
  'correct',
  'proposeMerge',
  'proposeSplit',
  'declineProposal',
  'merge',
  'split',
  'decorrelate',
  'recorrelate',
  'reopen',
  'requestTask',
  'reportAccess',
  'closeTask',
  'openAccessIncident',
  'assign',
  'note',
  'handOver',
  'acceptHandOver',
]
