import type { Line, Zone } from '@holdfast/core/agreement'
import type { Engagement } from '@holdfast/core/fuse'
import type { HealthReport } from '@holdfast/core/fuse/health'
import type { Track, Trajectory } from '@holdfast/core/fuse/moving'
import type { Actor, Office } from '@holdfast/core/nations'
import type {
  CoverageBasis,
  CoveragePeriod,
  CoverageRole,
  CoverageState,
  Source,
} from '@holdfast/core/observe'
import type { Position } from '@holdfast/core/geo'
import type { Clock } from '@holdfast/core/respond'
import type {
  ReleasedCandidate,
  ReleasedEvent,
  ReleasedIncident,
  ReleasedObservation,
} from '@holdfast/core/verify'

/** A clock with the title of its rung. */
export type TitledClock = Clock & { readonly title?: string }
/** An observation as it may leave the monitor's office: what is withheld is null, never a guess. */
export type SeenObservation = ReleasedObservation
/** An event as it may leave the monitor's office. */
export type SeenEvent = ReleasedEvent & {
  /** Probability of lying in each of the agreement's zones. */
  readonly zones?: readonly { readonly zone: string; readonly probability: number }[]
}
/** How a source stands; nobody said is a way of its own, and it is not "up". */
export type Standing = CoverageState | 'unknown'
/** One source as the monitor's map draws it. */
export interface SourceCoverage {
  readonly source: string
  readonly title: string
  /** WGS 84; null where the registry names no site. */
  readonly position: Position | null
  /** The farthest of its reaches, metres; 0 where none is stated. */
  readonly reachM: number
  /** Whether it counts: only what looks by itself does. */
  readonly role: CoverageRole
  readonly state: Standing
  readonly sinceMs: number | null
  readonly basis: CoverageBasis | null
  readonly reason: string | null
}
/** How the sources stand at the picture's instant. */
export interface PictureCoverage {
  /** Sources that look by themselves; the others are in `notCounted`. */
  readonly count: number
  readonly notCounted: number
  readonly states: Readonly<Record<Standing, number>>
  /** Empty for offices that do not see which. */
  readonly sources: readonly SourceCoverage[]
  /** Open gaps, forks and replays, and whose chains they are in; null for offices that do not see it. */
  readonly chainProblems: { readonly count: number; readonly sources: readonly string[] } | null
}
/** Everything that one office sees at one instant. Instants are UTC milliseconds of the deployment's clock. */
export interface Picture {
  readonly office: Office
  /** Said on the page, word for word; empty when there is nothing to say. */
  readonly notice: string | null
  /** Set on a demonstration or exercise: the page bears its watermark. */
  readonly exercise: string | null
  readonly nowMs: number
  /** Entries in the log. */
  readonly logSize: number
  /** Entries that the projections have not yet applied. */
  readonly lag: number
  /** The line of contact comes first. */
  readonly line: readonly Line[]
  readonly zones: readonly Zone[]
  readonly observations: readonly SeenObservation[]
  readonly events: readonly SeenEvent[]
  readonly engagements: readonly Engagement[]
  readonly candidates: readonly ReleasedCandidate[]
  readonly incidents: readonly ReleasedIncident[]
  readonly clocks: readonly TitledClock[]
  readonly coverage: PictureCoverage
  /** What is known of the coverage that the counts were made under. */
  readonly coverageNote: string | null
}
/** A track as lists and the stream carry it. Instants are UTC milliseconds of the deployment's clock. */
export interface TrackRow extends Pick<
  Track,
  | 'id'
  | 'domain'
  | 'status'
  | 'atMs'
  | 'beganMs'
  | 'seenMs'
  | 'heightM'
  | 'speedMps'
  | 'courseDeg'
  | 'identity'
  | 'sources'
  | 'reports'
> {
  readonly position: Position
  /** Half the major axis of the ellipse that holds 95 %, metres. */
  readonly errorM: number
  readonly contradictions: number
  /** Another system's track is folded into it. */
  readonly foreign: boolean
}
/** One track with its way and the log entries that brought its last observations in. */
export interface WholeTrack {
  readonly nowMs: number
  readonly track: Track
  readonly trajectory: Trajectory | null
  readonly provenance: readonly { readonly observation: string; readonly entry: number | null }[]
}
/** Tracks that changed and that are no more; or the list is to be read again. */
export type TrackChanges =
  | {
      readonly atMs: number
      readonly size: number
      readonly tracks: readonly TrackRow[]
      readonly lost: readonly string[]
    }
  | { readonly resync: true }
/** Where a leaf stands in the tree: sibling hashes from the leaf up, lowercase hex (RFC 6962, 2.1.1). */
export interface Inclusion {
  readonly index: number
  readonly size: number
  readonly hashes: readonly string[]
}
/** An entry of the log as the chain shows it. */
export interface ChainEntry {
  readonly index: number
  readonly kind: string
  readonly atMs: number
  /** Null where the payload was erased: only the leaf is left. */
  readonly actor: Actor | null
  /** Lowercase hex. */
  readonly leafHash: string
  readonly inclusion: Inclusion
}
/** One incident with all that it rests on. */
export interface Chain {
  readonly incident: ReleasedIncident
  readonly candidates: readonly ReleasedCandidate[]
  readonly events: readonly SeenEvent[]
  readonly observations: readonly SeenObservation[]
  readonly entries: readonly ChainEntry[]
  readonly clocks: readonly TitledClock[]
  /** A signed note: origin, size, root hash in base64, blank line, signatures. */
  readonly checkpoint: string
}
/** A change that the projections have applied. */
export interface Projected {
  readonly size: number
  readonly changed: Readonly<Record<string, number>>
}

/** What is remembered of a source's signed statements. */
export interface SourceChain {
  /** The highest number that was taken. */
  readonly head: number
  /** Numbers that have not come, closed. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
  /** `gap 5`, `fork 3`, `replay 1`: what was raised, each once. */
  readonly raised: readonly string[]
}
/** A source of the registry with its chain and how it stands. */
export type SourceRow = Source & {
  readonly stands: CoveragePeriod | null
  /** Absent: it never sent a signed batch. */
  readonly chain?: SourceChain
}
/** What following found wrong with those who report since the server started, the newest first. */
export type SourceHealth = HealthReport & {
  /** Older findings that are not listed. */
  readonly further: number
}
/** A feed and what it brought since the server started. */
export interface FeedRow {
  readonly spec: {
    readonly id: string
    readonly channel: string
    readonly format: string
    readonly source: string
  }
  readonly isOpen: boolean
  readonly counts: {
    readonly bytes: number
    readonly records: number
    readonly accepted: number
    readonly duplicates: number
    readonly rejects: Readonly<Record<string, number>>
    readonly nothings: Readonly<Record<string, number>>
    readonly lastMs: number | null
  }
}
/** What came in and was not understood. */
export interface RejectRow {
  readonly id: number
  readonly atMs: number
  readonly channel: string
  readonly feed: string
  readonly source: string
  readonly format: string
  readonly reason: string
  readonly detail: string
  /** In the feed, of the first byte. */
  readonly offset: number
  readonly length: number
  /** The first of the bytes, base64. */
  readonly bytes: string
}
/** A page of rejects, newest first; `next` is the `before` of the page after it. */
export interface RejectPage {
  readonly rows: readonly RejectRow[]
  readonly next: number | null
}
/** Which rejects; what is null does not matter. */
export interface RejectQuery {
  readonly source: string | null
  readonly reason: string | null
  readonly before: number | null
  readonly limit: number
}
