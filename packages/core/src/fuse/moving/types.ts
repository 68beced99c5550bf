/**
 * What the picture of moving things gives: tracks, with where they are, how sure that is, what they are called and who
 * said so. Positions are WGS 84; covariances in the local east-north frame at the position.
 */
import type { Estimate, Position } from '../../geo/index.ts'
import type { IdentityKind } from '../../observe/index.ts'
import type { DurationMs, InstantMs } from '../../units/index.ts'
import type { Innovation } from '../health/index.ts'

/** Where a thing moves. Things of different domains are never taken for one. */
export type Domain = 'air' | 'sea' | 'land'

/** Values of one kind that cannot all be true of one thing; a single value is one that another track bears too. */
export interface Contradiction {
  readonly kind: IdentityKind
  readonly values: readonly string[]
  readonly sinceMs: InstantMs
}

/** One moving thing. */
export interface Track {
  /** 'T' and a number that is used once; it outlives going back for late reports. */
  readonly id: string
  readonly domain: Domain
  readonly status: 'tentative' | 'confirmed' | 'coasting' | 'lost'
  /** Of the state. */
  readonly atMs: InstantMs
  readonly beganMs: InstantMs
  /** Of the last report given to it. */
  readonly seenMs: InstantMs
  /** `support` is empty: the distribution is normal. */
  readonly estimate: Estimate
  /** Metres above the datum that was last reported; null: never reported. */
  readonly heightM: number | null
  readonly speedMps: number
  /** Degrees from true north in [0, 360). */
  readonly courseDeg: number
  /** Of either axis, the larger. */
  readonly velocityStdMps: number
  readonly identity: Readonly<Partial<Record<IdentityKind, string>>>
  readonly contradictions: readonly Contradiction[]
  /** That contributed, sorted. */
  readonly sources: readonly string[]
  /** Sources whose tracks were folded in by covariance intersection, sorted. */
  readonly foreign: readonly string[]
  /** The last ids of observations given to it, at most 16, oldest first. */
  readonly observations: readonly string[]
  /** How many observations were given to it in all. */
  readonly reports: number
  readonly exercise?: string
}

/** What changed since the last time. */
export interface Advance {
  readonly tracks: readonly Track[]
  readonly lost: readonly string[]
  /** Of reports that no going back can change any more; none unless `tellsInnovations`. Each once. */
  readonly innovations: readonly Innovation[]
}

/** Observations of one source that were refused since the picture began. */
export interface RefusedRows {
  readonly source: string
  /** Dated too far after they came, and more than may wait. */
  readonly early: number
  /** There was no room in this source's share. */
  readonly overflowed: number
}

/** What became of observations. Every one taken is in exactly one of the others, or still waits. */
export interface MovingCounts {
  /** Of categories I.AIR, I.SEA and I.LAND; others are passed over. */
  readonly taken: number
  /** Given to the tracker, to the foreign tracks, or known as a transmission that another receiver had too. */
  readonly used: number
  /** Later than the window: kept as evidence by the journal, not used. */
  readonly late: number
  /** Without a place or direction, from nobody in the registry, of a kind that only claims, or of another exercise. */
  readonly unused: number
  /** Known already. */
  readonly repeated: number
  /** Dated more than 2 s after they came, and more of their source waited already than may. */
  readonly early: number
  /** There was no room in the source's share: more waited than may. */
  readonly overflowed: number
  /** The two above by source: the sixteen with most. */
  readonly refused: readonly RefusedRows[]
  readonly waiting: number
  /** How often the picture went back for late reports. */
  readonly rollbacks: number
  /** Our own tracks that came back through another system. */
  readonly echoes: number
}

/** A track as it is remembered over a restart: its id, hard names (kind, colon, value) and beginning. */
export interface LivingTrack {
  readonly id: string
  readonly names: readonly string[]
  readonly beganMs: InstantMs
}
/** What lived when an earlier picture ended, and the last instant that it can have seen: what is later is new. */
export interface Living {
  readonly tracks: readonly LivingTrack[]
  readonly untilMs: InstantMs
}

/** How the picture is kept. Every member has a default in `assumptions.ts`. */
export interface MovingOptions {
  readonly reorderMs?: DurationMs
  readonly windowMs?: DurationMs
  /** The exercise whose observations it takes, and no others; null, the default: what is real. */
  readonly exercise?: string | null
  /** Tracks that lived when an earlier picture ended: they get their names back. Default: none. */
  readonly living?: Living
  /** Most tracks of a domain. Default 10,000. */
  readonly tracksMax?: number
  /** The first number of a track: `nextNumber` of the picture before a restart. Default 1. */
  readonly firstNumber?: number
  /** Names that our own tracks go by elsewhere: identities `uid` and `trackNumber` that begin so are our own. */
  readonly ownPrefix?: string
  /** Whether innovations are told, for the health of the sensors. Default: no. */
  readonly tellsInnovations?: boolean
}

/** A point of a trajectory. */
export interface TrajectoryPoint {
  readonly atMs: InstantMs
  readonly position: Position
}
/** Where a track was since it began, simplified for display. The record is the journal's observations. */
export interface Trajectory {
  readonly points: readonly TrajectoryPoint[]
  /** Every state that was left out lies within this of the line, metres, at its instant. */
  readonly errorM: number
  /** Ids of the first and the last observation given to it. */
  readonly observations: readonly [first: string, last: string]
}
