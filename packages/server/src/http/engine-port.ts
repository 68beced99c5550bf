import type { Actor, Office } from '@holdfast/core/nations'
import type { Answer } from '@holdfast/core/observe'
import type { MediaType, OfferedRecords, OfferedRun } from '@holdfast/engine/intake'
import type { Refused } from '@holdfast/core/units'
import type { AgreementPort } from './agreement-port.ts'
import type { TrackPort } from './track-port.ts'

/** A refusal; `status` is the HTTP status that says it best where the route's own does not. */
export type RefusedRequest = Refused & {
  readonly status?: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 503
}
/** An entry that a command made. */
export interface Recorded {
  readonly index: number
  readonly kind: string
  readonly atMs: number
}
/** A batch as a sender made it. */
export interface OfferedBatch {
  readonly media: MediaType
  readonly bytes: Uint8Array
  readonly via: { readonly channel: string }
  /** Who logged in to send it; null where only its signature can vouch for it. */
  readonly actor: Actor | null
}
/** Which rejects; newest first, before the id `before`. */
export interface RejectQuery {
  readonly source?: string
  readonly reason?: string
  readonly feed?: string
  readonly before?: number
  readonly limit: number
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
   * Tracks that changed, as JSON `{atMs, size, tracks, lost}`; `size` is the log size that is in them. Each is a state that
   * the next one replaces, so none is kept for clients that come back.
   */
  | { readonly kind: 'tracks'; readonly size: number; readonly json: string }

/**
 * What the server needs of a running deployment. Whatever takes an office gives that office's view, already released:
 * the server adds nothing to it and takes nothing away.
 */
export interface EnginePort extends TrackPort, AgreementPort {
  /** Resolves only once the batch is durable. What is no observation is rejected by its index. */
  takeBatch(offered: OfferedBatch): Promise<Answer | RefusedRequest>
  /** Takes signed batches in their order: an answer each, up to the first that is refused. */
  takeRun(offered: OfferedRun): Promise<readonly (Answer | RefusedRequest)[]>
  /** Takes bytes of a format for a source; resolves once all of it is settled. */
  takeRecords(offered: OfferedRecords): Promise<object | RefusedRequest>
  /** The registry with each source's chain and how it stands. Refused to offices that do not see it. */
  sources(office: Office): object | RefusedRequest
  /** How each source stood over a period, as shares of it. */
  coverage(office: Office, period: { readonly fromMs: number; readonly toMs: number }): object
  /** The feeds and what they brought. */
  feeds(office: Office): object | RefusedRequest
  /** Whether the machine's figures held true, by the findings. Refused to offices that neither find nor judge. */
  reliability(office: Office): Promise<object | RefusedRequest>
  /** A page of what came in and was not understood, newest first. */
  rejects(office: Office, query: RejectQuery): Promise<object | RefusedRequest>
  /** Decides a command `{step, …}`. Resolves only once its entries are durable. */
  command(
    command: unknown,
    actor: Actor,
  ): Promise<
    | {
        readonly entries: readonly Recorded[]
        /** What an answer lacks although its votes suffice; absent: nothing. */
        readonly remark?: string
      }
    | RefusedRequest
  >
  /** With `support`, events come with the support points of their estimates. */
  picture(office: Office, asked: { readonly support?: boolean }): Promise<object>
  /** Null: no such incident for this office. */
  chain(incidentId: string, office: Office): Promise<object | null>
  /** Null: nothing planned yet. */
  plan(office: Office): Promise<object | null>
  /** A page in the order of time, after the observation with the id `after`. */
  observations(
    office: Office,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly observations: readonly object[]; readonly next: string | null }>
  /** One observation with the log index of its batch. Null: no such observation. */
  observation(id: string, office: Office): Promise<object | null>
  /** The signed note over the log as it stands. */
  checkpoint(): string | Promise<string>
  /** Null: no such entry for this office. */
  logEntry(index: number, office: Office): Promise<object | null>
  status(office: Office): EngineStatus
  /** Whether the journal is replayed and the projections are open. */
  ready(): boolean
  /** Tells the listener what the office, and its nation of what is offered, may know; the returned function stops it. */
  subscribe(
    whose: Pick<Actor, 'office' | 'nation'>,
    listener: (message: StreamMessage) => void,
  ): () => void
}
