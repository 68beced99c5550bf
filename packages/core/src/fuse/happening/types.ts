import type { Interval } from '../units/index.ts'
import type { Estimate } from '../geo/index.ts'
import type { Count, Phase, Weapon } from '../observe/index.ts'

/** One fused happening of one kind and one phase. Revised by a new revision, never edited. */
export interface Event {
  /** Hex SHA-256 over kind, phase and the sorted ids of its first revision's observations; `.r2` and so on name later revisions. */
  readonly id: string
  readonly revision: number
  readonly kind: string
  readonly phase: Phase
  readonly observed: Interval
  /** Null where no source gave a direction or a position. */
  readonly estimate: Estimate | null
  /** That it occurred as said, in [0, 1]. */
  readonly probability: number
  readonly count: Count
  readonly weapon: Weapon | null
  /** Ids of the observations that it came from, sorted. */
  readonly observations: readonly string[]
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
}
