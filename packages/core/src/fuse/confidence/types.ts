import type { Estimate, Polygon, Position } from '../../geo/index.ts'
import type { Interval, InstantMs } from '../../units/index.ts'

/** A source that was up, in reach and did not report. */
export interface Silence {
  readonly source: string
  /** That it would have reported the event had it occurred, in [0, 1]: cover and reach are in it. */
  readonly pd: number
}

/** What else makes such reports. */
export type ExplanationKind = 'training' | 'demining' | 'thunderstorm' | 'cropFire'
/** A benign activity that may have made the reports: notified by somebody, or seen by other means. */
export interface Explanation {
  readonly id: string
  readonly kind: ExplanationKind
  /** Where it takes place. */
  readonly where:
    | { readonly kind: 'circle'; readonly centre: Position; readonly radiusM: number }
    | ({ readonly kind: 'polygon' } & Polygon)
  /** When: from `fromMs` to before `toMs`. */
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  /** Which share of what is noticed there and then is of this activity, before any report is weighed; in [0, 1]. */
  readonly prior: number
  /** By kind of happening, the probability that who notices the activity reports that kind; in [0, 1]. */
  readonly explains: Readonly<Record<string, number>>
}

/** What is known beside the reports; every part may be left out. */
export interface OccurrenceContext {
  readonly silent?: readonly Silence[]
  readonly explanations?: readonly Explanation[]
  /** Where the event was; null or left out where no report says. */
  readonly estimate?: Estimate | null
  /** When the event was; left out: explanations are not weighed. */
  readonly observed?: Interval
}

/** The posterior over what made the reports; `probability`, `nothing` and the benign ones sum to 1. */
export interface Occurrence {
  /** That it occurred as said. */
  readonly probability: number
  /** What the same reports come to under every prior in range and every dependence within families. */
  readonly low: number
  readonly high: number
  readonly benign: readonly {
    readonly explanation: string
    readonly kind: ExplanationKind
    readonly probability: number
  }[]
  /** That nothing of the sort happened, and the reports are false. */
  readonly nothing: number
}
