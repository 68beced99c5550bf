import type { Actor, Office } from '@holdfast/core/nations'
import type { Answer } from '@holdfast/core/observe'
import type { Refused } from '@holdfast/core/units'

/** A refusal; `status` is the HTTP status that says it best where the route's own does not. */
export type RefusedRequest = Refused & { readonly status?: 403 | 404 | 409 | 422 | 503 }
/** An entry that a command made. */
export interface Recorded {
  readonly index: number
  readonly kind: string
  readonly atMs: number
}
/** How the deployment stands, as far as readiness needs it. */
export interface EngineStatus {
  readonly logSize: number
  /** Log size that the projections stand for. */
  readonly projected: number
  readonly lag: { readonly entries: number }
  /** Why it takes nothing more; null while it works. */
  readonly failure: string | null
}
/** What a live stream tells one office; `size` is the log size once it is projected. */
export type StreamMessage =
  | {
      readonly kind: 'projected'
      readonly size: number
      readonly changed: Readonly<Partial<Record<string, number>>>
    }
  /** An observation as that office may see it; sent before the `projected` of its size. */
  | { readonly kind: 'observation'; readonly size: number; readonly observation: object }

/**
 * What the server needs of a running deployment. Whatever takes an office gives that office's view, already released:
 * the server adds nothing to it and takes nothing away.
 */
export interface EnginePort {
  /** Resolves only once the batch is durable. Rows are as parsed; what is no observation is rejected by its index. */
  ingest(rows: readonly unknown[], actor: Actor): Promise<Answer | RefusedRequest>
  /** Decides a command `{step, …}`. Resolves only once its entries are durable. */
  command(
    command: unknown,
    actor: Actor,
  ): Promise<{ readonly entries: readonly Recorded[] } | RefusedRequest>
  picture(office: Office): Promise<object>
  /** Null: no such incident for this office. */
  chain(incidentId: string, office: Office): Promise<object | null>
  gaps(office: Office): Promise<object>
  /** Null: nothing planned yet. */
  plan(office: Office): Promise<object | null>
  /** A page in the order of time, after the observation with the id `after`. */
  observations(
    office: Office,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly observations: readonly object[]; readonly next: string | null }>
  /** The signed note over the log as it stands. */
  checkpoint(): string | Promise<string>
  /** Null: no such entry for this office. */
  logEntry(index: number, office: Office): Promise<object | null>
  status(): EngineStatus
  /** Whether the journal is replayed and the projections are open. */
  ready(): boolean
  /** Tells the listener what the office may know; the returned function stops it. */
  subscribe(office: Office, listener: (message: StreamMessage) => void): () => void
}
