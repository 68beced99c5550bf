/**
 * In whose eyes a nation may be where. A view is never ours: it is read out of a public statement, which it names. What
 * a view weighs is an assumption, owned and dated, one for each kind of view. Where nobody said anything, nothing is
 * assumed: no cost, and the nation is told as unsaid.
 */

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
/** The document. */
export interface AcceptanceTable {
  readonly id: string
  readonly title: string
  readonly notice: string
  readonly parties: readonly { readonly id: string; readonly title: string }[]
  readonly weights: readonly ViewWeight[]
  readonly groups: readonly NationGroup[]
  readonly views: readonly AcceptanceView[]
}
