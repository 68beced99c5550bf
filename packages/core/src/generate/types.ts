import type { DurationMs, InstantMs } from '../units/index.ts'
import type { NationCode } from '../nations/index.ts'

/** Where a statement was published: the article's own words are quoted briefly. */
export interface Source {
  readonly article: string
  readonly quote: string
}
/** A quantity as stated; unknown stays unknown and never becomes a number. */
export type Quantity =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'range'; readonly min: number; readonly max: number; readonly unit: string }
/** What a line needs beside it: so much of another capability for every so many troops in the country. */
export interface Dependency {
  /** A code of the taxonomy. */
  readonly capability: string
  /** In the unit of that capability; whole, at least 1. */
  readonly quantity: number
  /** Troops on the line; whole, at least 1. */
  readonly perTroops: number
}
/** One line of the statement of requirements, nation-blind. */
export interface Requirement {
  readonly id: string
  readonly title: string
  readonly capability: string
  readonly quantity: Quantity
  readonly place: 'inUkraine' | 'neighbouringNato' | 'blackSea' | 'airspace' | 'remote'
  /** 1 is the most important. */
  readonly priority: number
  /** The alternative that the line belongs to; absent or null: it belongs to every posture. */
  readonly posture?: string | null
  /** A zone or a named place within `place`. */
  readonly zone?: string
  /** Needed from this instant; absent: from the start. */
  readonly fromMs?: InstantMs
  /** Needed until this instant, not included; absent: without end. */
  readonly untilMs?: InstantMs
  /** Longest notice to move that serves the line; absent: any. */
  readonly noticeMs?: DurationMs
  /** Most nations on it at once; absent: no limit. */
  readonly nationsMax?: number
  /** Whether one nation must be able to lead it. */
  readonly needsFramework?: boolean
  readonly dependencies?: readonly Dependency[]
  readonly sources: readonly Source[]
}
/** A restriction on the use of a pledge. */
export interface Caveat {
  readonly category: 'geographic' | 'role' | 'parliament' | 'mandate' | 'condition'
  readonly title: string
  /** Places that it forbids; empty where it forbids none. */
  readonly forbids: readonly Requirement['place'][]
  readonly waivableBy: string
  /** What it is about beside places; absent: every capability and zone. */
  readonly scope?: { readonly capabilities?: readonly string[]; readonly zones?: readonly string[] }
  /** When the nation declared it; absent: not recorded. */
  readonly declaredMs?: InstantMs
  /** In force from this instant; absent: from the start. */
  readonly fromMs?: InstantMs
  /** In force until this instant, not included; absent: without end. */
  readonly untilMs?: InstantMs
  readonly sources: readonly Source[]
}
/** A number beside another one: who counts what, and where it stands. */
export interface OtherFigure {
  readonly quantity: Quantity
  /** What the number counts. */
  readonly definition: string
  readonly sources: readonly Source[]
}
/** How long an offer serves and how long it rests before it may serve again. */
export interface RotationLimit {
  readonly onMs: DurationMs
  readonly restMs: DurationMs
}
/** What a nation offers, as publicly stated. A press assessment is never a pledge. */
export interface Pledge {
  readonly id: string
  readonly nation: NationCode
  readonly title: string
  readonly status: 'stated' | 'offered' | 'committed' | 'assigned' | 'deployed' | 'withdrawn'
  readonly capability: string
  /** How firm the words are, where no number sizes it: it chooses the assumption. Absent: `prepared`. */
  readonly strength?: 'prepared' | 'signalled'
  readonly quantity: Quantity
  readonly noticeMs: DurationMs | null
  /** Absent: no limit stated. */
  readonly rotation?: RotationLimit
  /** Its people; absent: not stated. Where the unit counts people the quantity says it. */
  readonly persons?: Quantity
  /** Where it is based; absent: not stated. */
  readonly base?: string
  /** Whether its nation can lead a line with it; absent: not stated, and then it cannot. */
  readonly canLead?: boolean
  /** Ids of conditions that all must be met before it serves. */
  readonly conditions?: readonly string[]
  /** Nations that may see it beside its own; absent or with the word `ALL`: every nation of the office. */
  readonly releasableTo?: readonly NationCode[]
  /** The line that its nation assigned it to; absent: none. */
  readonly requirement?: string
  /** Numbers that contradict or surround its own; none of them is counted. */
  readonly otherFigures?: readonly OtherFigure[]
  readonly caveats: readonly Caveat[]
  readonly sources: readonly Source[]
}
/** What a nation has ruled out. No offer stands behind it; it is kept so that its lifting can be weighed. */
export interface Exclusion {
  /** Id of the statement. */
  readonly id: string
  readonly nation: NationCode
  readonly capability: string
  readonly caveat: Caveat
}
/** What somebody else reckons that a nation could send. Never a pledge, never counted. */
export interface Assessment {
  readonly id: string
  readonly nation: NationCode
  readonly capability: string
  readonly quantity: Quantity
  readonly sources: readonly Source[]
}
/** A number that a planner must assume because nobody stated one: owned, dated, shown where it binds. */
export interface Assumption {
  readonly id: string
  readonly title: string
  readonly owner: string
  readonly date: string
  /**
   * A requirement's id, `capability:strength` of offers without a number (`prepared`, `signalled`, `excluded`), `unsized`,
   * or one of `condition:ID`, `pledge:ID`, `status:STATUS` (a probability), `packageSize:CAPABILITY`, `persons:CAPABILITY`,
   * `deployable:NATION`, `rotationRatio:NATION`.
   */
  readonly about: string
  readonly value: number
  readonly unit: string
}
/** A requirement line with what fills it and what does not. */
export interface Gap {
  readonly requirement: string
  readonly capability: string
  readonly required: number | null
  readonly filled: number | null
  readonly shortfall: number | null
  readonly unit: string
  readonly why:
    | 'filled'
    /** Nothing is short, yet some of it is stated or assumed, not committed with a nation's own number. */
    | 'notFirm'
    | 'noPledge'
    | 'blockedByCaveats'
    | 'competition'
    | 'unknownQuantity'
    | 'unproven'
  /** Pledges that would fill it but for their caveats. */
  readonly blockedBy: readonly {
    /** Id of the pledge, or of the exclusion where no offer stands behind it. */
    readonly pledge: string
    readonly nation: NationCode
    readonly caveat: string
    /** How much of the shortfall goes if this nation lifts all its caveats and nobody else does; absent where nothing sizes it. */
    readonly wouldFill?: number
  }[]
  /** The alternative that the line belongs to; absent or null: every posture. */
  readonly posture?: string | null
  /** Assumptions that the figures rest on. */
  readonly assumptions: readonly string[]
  readonly asOfMs: InstantMs
  /** Why nothing could be counted, where the solver failed; then `filled` and `shortfall` are null. */
  readonly failed?: string
}
