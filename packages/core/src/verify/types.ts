import type { InstantMs } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { Means } from '../observe/index.ts'
import type { PartyId } from '../agreement/index.ts'

/** Where an incident stands. Every closing state has a signature behind it; nothing is deleted. */
export type IncidentStatus =
  | 'recorded'
  | 'candidate'
  | 'corroborated'
  | 'inquiry'
  | 'concluded'
  | 'published'
  | 'corrected'
  | 'recalled'
  | 'merged'
/** Where one of the five answers stands; `referred` is with the capitals, on its own clock. */
export type AnswerStatus = 'open' | 'proposed' | 'signed' | 'deadlocked' | 'referred' | 'recalled'
/** The five questions, answered apart. */
export type Question = 'occurred' | 'breach' | 'attribution' | 'intent' | 'severity'
/** Every question, in the order in which they rest on one another. */
export const QUESTIONS: readonly Question[] = [
  'occurred',
  'breach',
  'attribution',
  'intent',
  'severity',
]

/** What may be answered to each question. */
export interface AnswerValue {
  readonly occurred: 'yes' | 'no' | 'unable'
  readonly breach:
    | { readonly clause: string; readonly agreementVersion: string }
    | 'none'
    | 'ambiguous'
  readonly attribution: PartyId | 'both' | 'thirdParty' | 'undetermined'
  readonly intent: 'deliberate' | 'localInitiative' | 'accidental' | 'undetermined'
  readonly severity: 'technical' | 'minor' | 'serious' | 'grave' | 'collapse'
}
/** A vote of one nation on a proposed answer, in the words of a standard of proof. */
export interface Vote {
  readonly nation: NationCode
  readonly officer: string
  readonly agrees: boolean
  /** Id of a standard of proof of the agreement. */
  readonly standard: string
  readonly reason: string
  readonly scripted: boolean
  readonly atMs: InstantMs
  /** Log index of the entry that holds it. */
  readonly entry: number
  /** Set on the vote of a capital, given after the question was referred; it supersedes its panel officer's. */
  readonly capital?: boolean
}
/** One question's answer as it stands. */
export interface Answer<Q extends Question = Question> {
  readonly question: Q
  readonly status: AnswerStatus
  readonly value: AnswerValue[Q] | null
  readonly proposedBy: { readonly nation: NationCode; readonly officer: string } | null
  /** The machine's probability that stood beside the words when it was proposed; null where there is none. */
  readonly machineProbability: number | null
  readonly votes: readonly Vote[]
  /** When the quorum's last signature came. */
  readonly signedAtMs: InstantMs | null
  /** Standard of proof that was proposed: an id of the agreement's; null while nothing is proposed. */
  readonly standard: string | null
  /** Entry that proposed it, and the one whose signature met the quorum; null where there is none. */
  readonly proposedIn: number | null
  readonly signedIn: number | null
  /** When the capitals' own clock runs out; null unless referred. */
  readonly capitalsDueAtMs: InstantMs | null
  /** Nations that moved to recall the signed answer; their quorum recalls it. */
  readonly recallMoved: readonly NationCode[]
  readonly scripted: boolean
}
/** A finding that was signed and then recalled: it stays on record, with its reason. */
export interface Recall {
  readonly question: Question
  readonly value: AnswerValue[Question] | null
  readonly signedAtMs: InstantMs | null
  readonly recalledAtMs: InstantMs
  readonly reason: string
  readonly entry: number
}
/** Who reported one observation, and how: what corroboration is judged on. */
export interface Testimony {
  readonly observation: string
  readonly source: string
  /** Sources of one group corroborate once. */
  readonly group: string
  readonly nation: NationCode
  readonly means: readonly Means[]
}
/** How an incident ended: each outcome follows from signed answers or from signed deadlocks. */
export type Outcome = 'breach' | 'noBreach' | 'benign' | 'notVerifiable' | 'deadlocked'
/** Every outcome. */
export const OUTCOMES: readonly Outcome[] = [
  'breach',
  'noBreach',
  'benign',
  'notVerifiable',
  'deadlocked',
]
/** A party's account. Silence is recorded when its deadline passes. */
export interface Claim {
  readonly party: PartyId
  readonly stance: 'accuses' | 'denies' | 'admits' | 'explains' | 'silent'
  readonly text: string
  readonly atMs: InstantMs
  readonly entry: number
}
/** The case opened on candidates or claims; the unit of human work. */
export interface Incident {
  /** `I-` and the log index of the entry that opened it. */
  readonly id: string
  readonly status: IncidentStatus
  /** When it was opened. */
  readonly sinceMs: InstantMs
  readonly title: string
  readonly candidates: readonly string[]
  readonly events: readonly string[]
  readonly observations: readonly string[]
  readonly clauses: readonly { readonly clause: string; readonly agreementVersion: string }[]
  /** The nations whose sources collected the evidence: none of them verifies alone. */
  readonly collectedBy: readonly NationCode[]
  readonly claims: readonly Claim[]
  readonly answers: { readonly [Q in Question]: Answer<Q> }
  readonly dissent: readonly {
    readonly question: Question
    readonly nation: NationCode
    readonly reason: string
  }[]
  /** Who reported what it rests on, one per observation. */
  readonly testimony: readonly Testimony[]
  /** Questions asked of the panel; intent only where somebody asked it. */
  readonly asked: readonly Question[]
  /** Until when the parties may be heard; null before the inquiry. */
  readonly heardByMs: InstantMs | null
  readonly outcome: Outcome | null
  readonly recalls: readonly Recall[]
  /** Corrections published after the finding, oldest first. */
  readonly corrections: readonly {
    readonly text: string
    readonly atMs: InstantMs
    readonly entry: number
  }[]
  readonly mergedInto: string | null
  /** Set when the breach answer met its threshold and quorum. */
  readonly breachEstablishedAtMs: InstantMs | null
  /** Entries of its history, oldest first. */
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}
