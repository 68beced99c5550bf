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
  readonly sources: readonly Source[]
}
/** A restriction on the use of a pledge. */
export interface Caveat {
  readonly category: 'geographic' | 'role' | 'parliament' | 'mandate' | 'condition'
  readonly title: string
  /** Places that it forbids; empty where it forbids none. */
  readonly forbids: readonly Requirement['place'][]
  readonly waivableBy: string
  readonly sources: readonly Source[]
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
  /** A requirement's id, `capability:strength` of offers without a number (`prepared`, `signalled`, `excluded`), or `unsized`. */
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
