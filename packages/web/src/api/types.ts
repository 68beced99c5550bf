import type { Line, Zone } from '@holdfast/core/agreement'
import type { Engagement } from '@holdfast/core/fuse'
import type { Assumption, Gap, Pledge, Requirement } from '@holdfast/core/generate'
import type { MovementPlan, Network } from '@holdfast/core/move'
import type { Actor, Office } from '@holdfast/core/nations'
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
  /** What is known of the coverage that the counts were made under. */
  readonly coverageNote: string | null
}
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
/** The guarantors' forces: what is asked, what is there, and what the figures rest on. */
export interface Forces {
  readonly notice: string | null
  readonly gaps: readonly Gap[]
  readonly requirements: readonly Requirement[]
  readonly pledges: readonly Pledge[]
  readonly assumptions: readonly Assumption[]
}
/** The movement plan with the network that it was computed on. */
export interface Movement {
  readonly notice: string | null
  readonly plan: MovementPlan | null
  readonly network: Network | null
}
/** A change that the projections have applied. */
export interface Projected {
  readonly size: number
  readonly changed: Readonly<Record<string, number>>
}
