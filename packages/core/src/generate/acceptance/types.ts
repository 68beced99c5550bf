/**
 * In whose eyes a nation may be where. A view is never ours: it is read out of a public statement, which it names. What
 * a view weighs is an assumption, owned and dated, one for each kind of view. Where nobody said anything, nothing is
 * assumed: no cost, and the nation is told as unsaid.
 */
import type { NationCode } from '../../nations/index.ts'
import type { InstantMs } from '../../units/index.ts'

/** Kinds of view, the least accepting first. */
export const VIEW_KINDS = ['objects', 'scrutinises', 'accepts'] as const
/** How a party sees a nation's part. */
export type ViewKind = (typeof VIEW_KINDS)[number]

/** What a kind of view weighs in the plan: a number that somebody assumed. */
export interface ViewWeight {
  readonly view: ViewKind
  readonly title: string
  /** 0 to 1000, for each package and rotation. */
  readonly weight: number
  readonly owner: string
  readonly date: string
}
/** Nations that a statement names as one, with where the list is from. */
export interface NationGroup {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly nations: readonly string[]
}
/** One party's view, as publicly stated. */
export interface AcceptanceView {
  readonly id: string
  readonly party: string
  readonly view: ViewKind
  /** One of the two is null. */
  readonly nation: string | null
  readonly group: string | null
  /** Capabilities that it is about; null: all. */
  readonly capabilities: readonly string[] | null
  /** Places that it is about; null: all. */
  readonly places: readonly string[] | null
  /** Id of the statement that it is read out of. */
  readonly statement: string
  /** Why it is read so, where that is not plain. */
  readonly reading: string
}
/** A public statement that the document brings with it, beside those on record. */
export interface BroughtStatement {
  readonly id: string
  /** Where it was published. */
  readonly article: string
  /** Its own words, briefly. */
  readonly quote: string
}
/** The document. */
export interface AcceptanceTable {
  readonly id: string
  readonly title: string
  readonly notice: string
  /** Who answers for the reading of the statements; null where nobody is named, and then it is not adopted. */
  readonly owner: string | null
  /** When it was made; null as `owner`. */
  readonly date: string | null
  readonly statements: readonly BroughtStatement[]
  readonly parties: readonly { readonly id: string; readonly title: string }[]
  readonly weights: readonly ViewWeight[]
  readonly groups: readonly NationGroup[]
  readonly views: readonly AcceptanceView[]
}
/** A table that was adopted, with its place in the log. */
export interface AdoptedAcceptance {
  readonly index: number
  readonly atMs: InstantMs
  readonly by: string
  readonly nation: NationCode
  /** Who may amend it beside the mission's staff: the nation that adopted the first; the mission itself is `ZZZ`. */
  readonly keeper: NationCode
  /** SHA-256 of the table's canonical JSON, lowercase hex. */
  readonly digest: string
  readonly amends: number | null
  /** Empty for the first. */
  readonly reason: string
  readonly table: AcceptanceTable
}
