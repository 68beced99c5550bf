/** What intake asks of its workers and hears back: shaped to be handed from thread to thread. */
import type { CodecOptions } from '@holdfast/formats/codec'
import type { Source } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { PreparedBatch, Preparing } from '../batch/index.ts'

/** How a body of observations is written. */
export const MEDIA_TYPES = [
  'application/json',
  'application/x-ndjson',
  'application/cbor',
  'application/vnd.holdfast.signed-batch+json',
  'application/vnd.holdfast.signed-batch+cbor',
] as const
/** One way to write a body of observations. */
export type MediaType = (typeof MEDIA_TYPES)[number]

/** Several signed batches in one body, as a CBOR sequence (RFC 8742): what an edge sends that has much to make up for. */
export const RUN_MEDIA_TYPE = 'application/vnd.holdfast.signed-batch+cbor-seq'

/** A feed: bytes of one format that one source answers for. */
export interface FeedSpec {
  /** Names the feed among the deployment's own. */
  readonly id: string
  /** How it comes in: `udp`, `tcp`, `tls`, `folder`, `nats`, `mqtt`, `edge`. */
  readonly channel: string
  readonly format: string
  readonly options: CodecOptions
  readonly source: string
  /** When its bytes were received, where that was not now: a file's own time. */
  readonly receivedMs?: InstantMs
}

/** What a worker may be asked. Jobs of one feed are done in their order. */
export type Job =
  /** The registry as it now stands. */
  | { readonly kind: 'sources'; readonly sources: readonly Source[] }
  | {
      readonly kind: 'batch'
      readonly media: MediaType
      readonly bytes: Uint8Array
      readonly rowsMax: number
      readonly preparing: Preparing
    }
  | {
      readonly kind: 'run'
      readonly bytes: Uint8Array
      readonly rowsMax: number
      readonly preparing: Preparing
    }
  | { readonly kind: 'open'; readonly feed: FeedSpec }
  | {
      readonly kind: 'push'
      readonly feed: string
      /** One chunk of a stream, or whole datagrams. */
      readonly chunks: readonly Uint8Array[]
      readonly receivedMs: InstantMs
      /** Nothing more will come. */
      readonly ends: boolean
      readonly preparing: Preparing
    }

/** Bytes of a feed that were not understood, with the first of them. */
export interface FeedReject {
  readonly offset: number
  readonly length: number
  readonly reason: string
  readonly detail: string
  readonly bytes: Uint8Array
  /** How many it stands for; one where it is absent. */
  readonly times?: number
}
/** What bytes of a feed came to. */
export interface Pushed {
  /** Null where no record was an observation. */
  readonly batch: PreparedBatch | null
  readonly records: number
  readonly rejects: readonly FeedReject[]
  /** Records that are no observation, by what they are. */
  readonly nothings: Readonly<Record<string, number>>
}
/** Why a job could not be done, with the status that says it best. */
export interface NotDone {
  readonly refused: string
  readonly status: 400 | 401 | 403 | 413 | 415
}
/** An answer. */
export type Done =
  | NotDone
  | { readonly batch: PreparedBatch }
  /** The batches up to the first that cannot be read, which ends the run. */
  | { readonly run: readonly (PreparedBatch | NotDone)[] }
  | { readonly pushed: Pushed }
  | { readonly done: true }
