import type { InstantMs, Interval } from '../../units/index.ts'
import type { Estimate } from '../../geo/index.ts'
import type { Count, Phase, Weapon } from '../../observe/index.ts'
import type { ClassChance, Occurrence } from '../confidence/index.ts'

/** One fused happening of one kind and one phase. Revised by a new revision, never edited. */
export interface Event {
  /**
   * Hex SHA-256 over kind, phase and the sorted ids of its observations. A deployment names an event by the report of it that
   * the log recorded first, so that it keeps its name as reports are added.
   */
  readonly id: string
  /** In a deployment the number of its reports. */
  readonly revision: number
  readonly kind: string
  readonly phase: Phase
  readonly observed: Interval
  /** Null where no source gave a direction or a position. */
  readonly estimate: Estimate | null
  /** That it occurred as said, in [0, 1]. */
  readonly probability: number
  /** What the same reports come to under every prior in range and every dependence within families; both in [0, 1]. */
  readonly interval?: { readonly low: number; readonly high: number }
  /**
   * Left out where nobody is known to have been silent: how many sources report it, how many were up and in reach and did
   * not, and which those are, sorted. The monitor's alone are their ids.
   */
  readonly silence?: {
    readonly reported: number
    readonly silent: number
    readonly sources?: readonly string[]
  }
  /** Benign activities that may have made the reports, the likeliest first. Left out where none fits. */
  readonly benign?: Occurrence['benign']
  /**
   * What the same reports come to without the benign activities; there where `benign` is. Where an activity was announced is
   * known to others before the place of an event is, so that a figure that it lowered would tell the place.
   */
  readonly unexplained?: {
    readonly probability: number
    readonly interval: { readonly low: number; readonly high: number }
  }
  /** What models take it to be, the likeliest first, `unknown` among them. Left out where none classified it. */
  readonly classes?: readonly ClassChance[]
  readonly count: Count
  readonly weapon: Weapon | null
  /** Ids of the observations that it came from, sorted; the claims too. */
  readonly observations: readonly string[]
  /** Those of them that only claim: they are told with the event and speak for nothing in it. Left out where there are none. */
  readonly claims?: readonly string[]
  /** The event at the other end of the trajectory, and the probability of the pairing. */
  readonly pairedWith?: { readonly event: string; readonly probability: number }
  readonly exercise?: string
}

/** Events near in space and time, held to be of one exchange with the given probability. */
export interface Engagement {
  readonly id: string
  readonly events: readonly string[]
  readonly probability: number
  readonly observed: Interval
}

/** What fusion makes of a set of observations. */
export interface Fusion {
  readonly events: readonly Event[]
  readonly engagements: readonly Engagement[]
  /** When the events are to be weighed again, because one more source will be silent. Left out: no more will. */
  readonly weighAgainMs?: InstantMs
}
