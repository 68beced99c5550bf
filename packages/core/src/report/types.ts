import type { PartyId } from '../agreement/index.ts'
import type { NationCode } from '../nations/index.ts'
import type { Category, CoverageShares, Ledger } from '../observe/index.ts'
import type { InstantMs } from '../units/index.ts'
import type {
  Answer,
  Claim,
  ClaimState,
  DismissalGround,
  IncidentStatus,
  Lapse,
  Outcome,
  Question,
  ReleasedObservation,
} from '../verify/index.ts'

/** What a report is for: one incident, a day, a fortnight, or one ledger over a period. */
export type ReportKind = 'spot' | 'daily' | 'twoWeekly' | 'thematic'
/** Every kind. */
export const REPORT_KINDS: readonly ReportKind[] = ['spot', 'daily', 'twoWeekly', 'thematic']
/** For whom a report is. */
export type Edition = 'monitor' | 'coalition' | 'parties' | 'public'
/** Every edition, the fullest first. */
export const EDITIONS: readonly Edition[] = ['monitor', 'coalition', 'parties', 'public']

/** A period of a report, (fromMs, toMs], UTC. What an observation tells belongs to the period that its end `observed.toMs` lies in. */
export interface Period {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

/** Why a field is not there: N1 to N4 of docs/specs/do-no-harm.md, a label, or a finding that is not out. */
export type WithheldRule = 'place' | 'people' | 'sensors' | 'label' | 'unpublished' | 'words'
/** A field that was taken out or coarsened, and by which rule. */
export interface Withheld {
  readonly field: string
  readonly rule: WithheldRule
}

/** Where a figure comes from: few are named one by one, many are committed to. */
export interface Basis {
  /** How many items it rests on. */
  readonly n: number
  /** What the items are. */
  readonly of: 'observations' | 'entries'
  /** Log indexes of the entries that hold them, rising; cut to the first and the last beyond `BASIS_ENTRIES_MAX`. */
  readonly entries: readonly number[]
  /** True where `entries` are only the first and the last. */
  readonly isSpan: boolean
  /** Hex Merkle root (RFC 9162, 2.1.1) over the items' ids, UTF-8, sorted by code unit; of log indexes in decimal. */
  readonly root: string
}

/**
 * Counts of one row, kept apart by precision because they cannot be added: `exact`, `about` and `atLeast` are sums of
 * the counts of that precision, `uncounted` is rows that say that there were some. `observations` is the number of rows.
 */
export interface Cells {
  readonly exact: number
  readonly about: number
  readonly atLeast: number
  readonly uncounted: number
  readonly observations: number
}
/** Every column of a count, in order. */
export const CELLS = ['exact', 'about', 'atLeast', 'uncounted', 'observations'] as const

/** One line of a table of counts. Rows of different ledgers are never summed; there is no total. */
export interface CountRow {
  /** Unique in the report: `table/group/ledger/category`. */
  readonly id: string
  /** A region's id, a party-controlled area, or null in the table of the whole. */
  readonly group: string | null
  readonly ledger: Ledger
  /** Null: nothing of this ledger was reported. */
  readonly category: Category | null
  readonly now: Cells
  readonly before: Cells | null
  readonly from: Basis
  readonly fromBefore: Basis | null
  /** How sources stood, as shares of the period: a region's own for the monitor, the whole mission's otherwise. */
  readonly eyes: CoverageShares
  readonly eyesBefore: CoverageShares | null
}

/** How sources stood over the period. `sources` is the monitor's alone. */
export interface CoverageStatement {
  readonly count: number
  readonly now: CoverageShares
  readonly before: CoverageShares | null
  readonly sources: readonly { readonly source: string; readonly shares: CoverageShares }[]
  readonly withheld: readonly Withheld[]
  readonly from: Basis
}

/** One observation of the annex. Where the observer stood and where it happened are two columns. */
export interface AnnexRow {
  readonly seen: ReleasedObservation
  readonly entry: number
  /** Null: withheld, or outside every region. */
  readonly region: string | null
  readonly withheld: readonly Withheld[]
}

/** An answer as a report tells it: who signed, by nation. */
export interface AnswerRow {
  readonly question: Question
  readonly status: Answer['status']
  readonly value: Answer['value']
  readonly standard: string | null
  readonly machineProbability: number | null
  readonly signers: readonly NationCode[]
  readonly against: readonly NationCode[]
  /** Its votes suffice, and each nation that agrees collected the evidence: open for that, or signed before it came in. */
  readonly collectorsAlone: boolean
}
/** A correction that was made: what stood beside what stands. Empty words: withheld. */
export interface CorrectionRow {
  /** The answer whose words were corrected; null: the title, and in logs older than the rule the finding as a whole. */
  readonly question: Question | null
  /** Null in logs older than the rule. */
  readonly was: string | null
  readonly text: string
  readonly atMs: InstantMs
  readonly entry: number
  /** Nations whose officers asked for it; empty in logs older than the rule. */
  readonly signers: readonly NationCode[]
}
/** An answer that was signed and then recalled. An empty reason: withheld. */
export interface RecallRow {
  readonly question: Question
  readonly atMs: InstantMs
  readonly entry: number
  readonly reason: string
}
/** A proposal that no longer stands, with the votes that were given on it. */
export interface LapsedRow {
  readonly question: Question
  readonly how: Lapse
  /** Null: withheld. */
  readonly value: Answer['value']
  readonly standard: string | null
  readonly proposedBy: NationCode | null
  readonly agreed: readonly NationCode[]
  readonly against: readonly NationCode[]
  /** Dissent on it; an empty reason is withheld. */
  readonly dissent: readonly { readonly nation: NationCode; readonly reason: string }[]
  readonly atMs: InstantMs
  readonly entry: number
}
/** One incident or finding. */
export interface FindingRow {
  readonly incident: string
  readonly title: string
  readonly status: IncidentStatus
  readonly outcome: Outcome | null
  /** Id of the text's rule that explains what is benign; null: withheld, or the signed answers alone say it. */
  readonly explainedBy: string | null
  readonly clauses: readonly { readonly clause: string; readonly agreementVersion: string }[]
  readonly answers: readonly AnswerRow[]
  readonly dissent: readonly {
    readonly question: Question
    readonly nation: NationCode
    readonly reason: string
  }[]
  readonly claims: readonly {
    readonly party: PartyId
    readonly stance: Claim['stance']
    readonly text: string
    /** Outside the monitor's edition every claim is confirmed: others count nowhere. */
    readonly state: ClaimState
  }[]
  readonly corrections: readonly CorrectionRow[]
  readonly recalls: readonly RecallRow[]
  readonly lapsed: readonly LapsedRow[]
  readonly scripted: boolean
  readonly withheld: readonly Withheld[]
  readonly from: Basis
}

/** Incidents that the monitor dismissed before any inquiry, on one ground. */
export interface DismissedRow {
  readonly ground: DismissalGround
  /** How many stand dismissed since an instant of the period. */
  readonly incidents: number
  /** Who dismissed each and why: the monitor's edition alone. */
  readonly reasons: readonly {
    readonly incident: string
    readonly nations: readonly NationCode[]
    readonly words: readonly string[]
  }[]
  readonly withheld: readonly Withheld[]
  /** The entries by which they were dismissed. */
  readonly from: Basis
}
/** A report that was handed out before. */
export interface EarlierReport {
  readonly kind: ReportKind
  readonly number: number
  readonly year: number
  readonly edition: Edition
  /** The entry that issued it. */
  readonly entry: number
}
/** How something that was told ceased to stand as it was told. */
export type SinceHow = 'recalled' | 'corrected' | 'merged' | 'split' | 'reopened'

/** How what a source told ceased to stand, or stands again. */
export type SourceHow = 'quarantined' | 'restored'

/** Something that reports which were handed out rest on, and that was recalled, corrected or taken back in the period. */
export interface EarlierRow {
  readonly how: SinceHow | SourceHow
  /** Null: what was judged is a source that they count. */
  readonly incident: string | null
  /** Null: it is an incident, or which source it is is withheld. */
  readonly source: string | null
  readonly question: Question | null
  /** The entry that they rest on, and the one that changed it. */
  readonly rests: number
  readonly entry: number
  readonly atMs: InstantMs
  readonly nations: readonly NationCode[]
  /** Why, or how it is to read; empty: withheld, or nothing was typed. */
  readonly reason: string
  readonly reports: readonly EarlierReport[]
  readonly withheld: readonly Withheld[]
  readonly from: Basis
}
/** A total that somebody else published for a period and region of theirs, quoted. */
export interface PublishedTotal {
  readonly period: Period
  /** As published: `2016-08-20`, local dates. */
  readonly dates: readonly [string, string]
  /** Id of a region, or null for all. */
  readonly region: string | null
  readonly regionTitle: string
  /** Explosions as published; null where none was given. */
  readonly explosions: number | null
  /** Explosions, bursts and shots together, in the publisher's own count; null where none was given. */
  readonly counted: number | null
  readonly precision: string
  /** Whether it is of a part of its days only, whose hours nobody gave: then no share is computed. */
  readonly isPart: boolean
  readonly url: string
}
/** A published total beside what this record holds of it. */
export interface PublishedRow extends PublishedTotal {
  readonly id: string
  /** Explosions of the record in that period and region, by precision; null where the total is of a part of a day: it is not compared. */
  readonly ours: Cells | null
  /** All explosions, bursts and shots of the record there; null as above. */
  readonly oursCounted: Cells | null
  /** Counts of the record over the published number, in [0, 1], four decimals; null where there is nothing to divide by. */
  readonly coveredShare: number | null
  readonly coveredCountedShare: number | null
  readonly from: Basis
}

/** What a report says of itself: enough to make it again from the record. */
export interface Head {
  /** 3: corrections with what stood, proposals that lapsed, and what became of earlier reports are told. */
  readonly version: 3
  readonly kind: ReportKind
  /** Of its kind in the year, from 1. */
  readonly number: number
  readonly year: number
  readonly edition: Edition
  readonly period: Period
  readonly previous: Period | null
  /** A thematic report's ledger. */
  readonly topic: Ledger | null
  /** A spot report's incident. */
  readonly incident: string | null
  /** What was due for release was judged at this instant. */
  readonly asOfMs: InstantMs
  /** Entries of the log that it rests on: [0, logSize). */
  readonly logSize: number
  readonly exercise: string | null
}

/** One report in one edition. Formats write it; they add words and leave nothing out. */
export interface Report {
  readonly head: Head
  readonly agreement: { readonly id: string; readonly version: string | null } | null
  readonly parties: Readonly<Record<PartyId, string>>
  readonly regions: readonly { readonly id: string; readonly title: string }[]
  readonly counts: readonly CountRow[]
  readonly byRegion: readonly CountRow[]
  readonly byControl: readonly CountRow[]
  readonly coverage: CoverageStatement
  readonly findings: readonly FindingRow[]
  /** Incidents at work in the period that this edition does not list. */
  readonly findingsUnlisted: number
  /** Incidents dismissed in the period, by ground; those are in no other list. */
  readonly dismissed: readonly DismissedRow[]
  /** What earlier reports told and was recalled, corrected or taken back in the period. */
  readonly earlier: readonly EarlierRow[]
  readonly access: readonly AnnexRow[]
  readonly annex: readonly AnnexRow[]
  /** Observations of the period that the annex does not list one by one: indications, and what is beyond its limit. */
  readonly annexMore: Basis
  /** Observations that no table counts and no annex lists, because their label does not let them into this edition. */
  readonly labelled: number
  /** Null where nobody else's totals belong to the record. */
  readonly published: readonly PublishedRow[] | null
}
