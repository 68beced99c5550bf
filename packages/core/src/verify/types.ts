import type { Position } from '../geo/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { NationCode, Office } from '../nations/index.ts'
import type { Category, Means } from '../observe/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { AccessProvision } from './tasks/types.ts'

/**
 * Where an incident stands. Every finding that closes one has a quorum's signatures behind it; `dismissed` is closed by
 * the monitor before any inquiry and is no finding. Nothing is deleted.
 */
export type IncidentStatus =
  | 'recorded'
  | 'candidate'
  | 'corroborated'
  | 'dismissed'
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
/** What an answer takes to be signed: by the kinds of breach that it is about, or by the agreement's general thresholds. */
export interface Threshold {
  /** Kinds of breach of the agreement, by id, of which the strictest figure counts; empty: the general thresholds. */
  readonly kinds: readonly string[]
  /** Distinct nations that must sign, the proposer's not among them. */
  readonly quorum: number
  /** Where the band of the standard of proof begins at least, in [0, 1]; null where the answer accuses nobody. */
  readonly standardFrom: number | null
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
  /** What it takes to be signed, as the agreement said when it was proposed; absent: the general thresholds of the day. */
  readonly threshold?: Threshold
  /** Log index of the text that it was proposed under, and is voted on under; absent on answers of older logs. */
  readonly textIn?: number
  /** Standard of proof that was proposed: an id of the agreement's; null while nothing is proposed. */
  readonly standard: string | null
  /** Entry that proposed it, and the one whose signature met the quorum; null where there is none. */
  readonly proposedIn: number | null
  readonly signedIn: number | null
  /** When the nations' time to vote is over: from then on a deadlock may be declared whatever the votes. Set while proposed. */
  readonly votesDueAtMs?: InstantMs
  /** When the capitals' own clock runs out, or ran out; null where nobody referred the question to them. */
  readonly capitalsDueAtMs: InstantMs | null
  /** Nations that moved to recall the signed answer; their quorum recalls it. */
  readonly recallMoved: readonly NationCode[]
  /** Its votes suffice, and each nation that agrees collected the evidence: unsigned for that, or signed before it came in. */
  readonly collectorsAlone?: true
  readonly scripted: boolean
}
/** A nation's disagreement, and the proposal that it was given on. */
export interface Dissent {
  readonly question: Question
  readonly nation: NationCode
  readonly reason: string
  /** Log index of the proposal; null where there was none. */
  readonly proposal?: number | null
  /** Log index of the vote or the dissent. */
  readonly entry?: number
}
/** How a proposal ended without being the answer that stands. */
export type Lapse = 'votedDown' | 'withdrawn' | 'superseded' | 'recalled' | 'groundRecalled'
/** A proposal that is no longer the question's answer, with the votes and the dissent that were given on it. */
export interface LapsedProposal extends Pick<
  Answer,
  'question' | 'value' | 'standard' | 'proposedBy' | 'proposedIn' | 'machineProbability' | 'votes'
> {
  readonly how: Lapse
  readonly dissent: readonly Dissent[]
  /** When it lapsed, and the log index of the entry that made it. */
  readonly atMs: InstantMs
  readonly entry: number
}
/** Who asked for a correction. */
export interface Corrector {
  readonly nation: NationCode
  readonly officer: string
  readonly entry: number
}
/** What is to be corrected: the words that stand and how they are to read. */
export interface Rewording {
  /** The signed answer that the words are about; null: the monitor's own words, its title. */
  readonly question: Question | null
  /** What stood. */
  readonly was: string
  readonly text: string
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
/** Why the monitor closes an incident before any inquiry: it breaks nothing, there is too little to go on, it is explained. */
export type DismissalGround = 'noBreach' | 'notEnough' | 'benign'
/** Every ground. */
export const DISMISSAL_GROUNDS: readonly DismissalGround[] = ['noBreach', 'notEnough', 'benign']
/** A dismissal: moved by one officer, and agreed to by another where it takes two. */
export interface Dismissal {
  readonly ground: DismissalGround
  /** Who moved it and who agreed, oldest first, one of a nation. */
  readonly moved: readonly {
    readonly nation: NationCode
    readonly officer: string
    readonly reason: string
    readonly atMs: InstantMs
    readonly entry: number
  }[]
  /** Where the incident stood, and stands again once it is reopened. */
  readonly from: IncidentStatus
  /** When it took effect; null while another officer is awaited. */
  readonly atMs: InstantMs | null
}
/** What a claim says happened, so that it can be judged against coverage. */
export interface Alleged {
  /** Kind of event, as `kindOf` names it. */
  readonly kind: string
  /** When, UTC, closed. */
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Where: a disc, WGS 84 and metres. */
  readonly position: Position
  readonly radiusM: number
}
/** A party's account. Silence is recorded when its deadline passes. */
export interface Claim {
  readonly party: PartyId
  readonly stance: 'accuses' | 'denies' | 'admits' | 'explains' | 'silent'
  readonly text: string
  readonly atMs: InstantMs
  readonly entry: number
  /** Where the party said when and where. */
  readonly alleges?: Alleged
  /** Who said it and how it came; absent on silence. */
  readonly source?: ClaimSource
  /** Who took it down; absent on silence. */
  readonly filedBy?: Assignee
  /** The officer of another nation who held it against its source; absent: it counts nowhere, unless it is silence. */
  readonly confirmed?: Assignee & { readonly atMs: InstantMs; readonly entry: number }
  /** Who moved to take it back, oldest first; absent: nobody. */
  readonly takingBack?: readonly (Assignee & {
    readonly reason: string
    /** The party's word that takes it back; null where who filed it does. */
    readonly source: ClaimSource | null
    readonly atMs: InstantMs
    readonly entry: number
  })[]
  /** Set once it is taken back: it stays on record and counts nowhere. */
  readonly takenBack?: { readonly atMs: InstantMs; readonly entry: number }
}
/** Where a claim stands: taken down by one officer, confirmed by a second, or taken back. */
export type ClaimState = 'filed' | 'confirmed' | 'takenBack'
/** Where a claim came from. */
export interface ClaimSource {
  /** Who said it for the party, by post. */
  readonly by: string
  /** When the monitor received it, UTC. */
  readonly receivedAtMs: InstantMs
  /** How it came: hotline, letter, post on a site; null where the document says it. */
  readonly channel: string | null
  /** SHA-256 of the document that holds it, 64 lowercase hexadecimal digits; null where there is none. */
  readonly document: string | null
}
/** Who works on an incident. */
export interface Assignee {
  readonly nation: NationCode
  readonly officer: string
}
/** A note of the watch: for those who work on the incident, no part of the finding. */
export interface Note {
  readonly text: string
  readonly nation: NationCode
  readonly officer: string
  readonly office: Office
  readonly atMs: InstantMs
  readonly entry: number
}
/** How one incident hangs together with another. */
export interface Link {
  readonly incident: string
  /** `mergedFrom`: it was merged into this one. `accessTo`: this one tells of access hindered while that one was looked into. */
  readonly how: 'mergedFrom' | 'splitFrom' | 'splitInto' | 'accessTo' | 'accessHindered'
  readonly entry: number
}
/** What an access incident was opened on. */
export interface AccessGround {
  readonly task: string
  /** Its entry in the ledger of access. */
  readonly category: Category
  /** The log index of the report that access was hindered. */
  readonly report: number
  /** What the text of the day of the report says of it; absent in logs older than the rule. */
  readonly provision?: AccessProvision
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
  /** On the proposals and answers that stand; what was given on others is with them in `lapsed`. */
  readonly dissent: readonly Dissent[]
  /** Proposals that were voted down, withdrawn, superseded or recalled, oldest first. Absent: none. */
  readonly lapsed?: readonly LapsedProposal[]
  /** Who reported what it rests on, one per observation. */
  readonly testimony: readonly Testimony[]
  /** Questions asked of the panel; intent only where somebody asked it. */
  readonly asked: readonly Question[]
  /** Until when the parties may be heard; null before the inquiry. */
  readonly heardByMs: InstantMs | null
  readonly outcome: Outcome | null
  /** Id of the text's rule that explains what was concluded benign. Absent: no such outcome stands, or it rests on the answers alone. */
  readonly explainedBy?: string
  readonly recalls: readonly Recall[]
  /** Corrections published after the finding, oldest first. */
  readonly corrections: readonly ({
    readonly text: string
    readonly atMs: InstantMs
    readonly entry: number
    /** Absent in logs older than the rule. */
    readonly movedBy?: readonly Corrector[]
  } & Partial<Rewording>)[]
  /** A correction that waits for others; absent: none. */
  readonly correcting?: Rewording & { readonly movedBy: readonly Corrector[] }
  readonly mergedInto: string | null
  /** By when *occurred* is to be signed unheard; absent on incidents of logs older than the rule. Late is shown, never refused. */
  readonly occurredDueMs?: InstantMs
  /** Absent or null: nobody. */
  readonly assignedTo?: Assignee | null
  /** Oldest first; absent: none. */
  readonly notes?: readonly Note[]
  /** Absent: it hangs together with no other. */
  readonly links?: readonly Link[]
  /** Nations that collected evidence by a task, or whose team was hindered; they count in `collectedBy`. Absent: none. */
  readonly teamsOf?: readonly NationCode[]
  /** Set on an incident that was opened because access was hindered. */
  readonly access?: AccessGround
  /** The grounds of access incidents that were merged into this one, oldest first. Absent: none. */
  readonly accessTaken?: readonly AccessGround[]
  /** What the survivor took over when this one was merged; it gives it back when this one is reopened. */
  readonly taken?: {
    readonly candidates: readonly string[]
    readonly observations: readonly string[]
  }
  /** Absent: nobody moved to dismiss it, or what it rests on has changed since. */
  readonly dismissal?: Dismissal
  /** Set when the breach answer met its threshold and quorum. */
  readonly breachEstablishedAtMs: InstantMs | null
  /** Entries of its history, oldest first. */
  readonly entries: readonly number[]
  readonly scripted: boolean
  readonly exercise?: string
}
