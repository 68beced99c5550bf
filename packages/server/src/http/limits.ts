/** Every limit of the HTTP face. Bytes are of the body as sent; times in milliseconds. */
export interface Limits {
  /** A batch of observations, or the records of one request. */
  readonly batchBytesMax: number
  /** Batches and records that are being read or made durable at once, and their bytes in all as they arrive. */
  readonly batchesAtOnceMax: number
  readonly batchBytesAtOnceMax: number
  /** Of these, the ones without a login that one address may have under way; all of them together have half. */
  readonly anonymousAtOnceMax: number
  /** A body of which nothing arrives for so long is cut. */
  readonly bodyStallMs: number
  /** Time for the headers of a request, and for the whole of it, from its first byte to its last. */
  readonly headersMs: number
  readonly requestMs: number
  /** Any other body: a command may carry an agreement's text. */
  readonly bodyBytesMax: number
  /** Rows of one page of observations. */
  readonly pageRowsMax: number
  readonly streamClientsMax: number
  /** Bytes that may wait for one slow client before it is cut. */
  readonly streamWaitingBytesMax: number
  /** Messages kept for clients that come back. */
  readonly streamKeptMax: number
  readonly streamHeartbeatMs: number
  readonly sessionMs: number
  /** Entries that the projections may be behind before `/readyz` says so. */
  readonly lagEntriesMax: number
  /** Time for requests under way when the server closes. */
  readonly drainMs: number
  /** Above this the event loop is taken to be overrun, and requests get 503. */
  readonly eventLoopDelayMs: number
  readonly heapBytesMax: number
  /** Requests of one address in a minute, by kind. */
  readonly perMinute: {
    /** The development login asks for no secret that could be guessed: as many as commands, of which each logs in anew. */
    readonly logins: number
    readonly commands: number
    /** Acts, each of which holds up to `ACT_COMMANDS_MAX` commands. */
    readonly acts: number
    readonly batches: number
    readonly reads: number
  }
}

/** Most commands of one act: two for each of the rows that one key ticks on the watch's desk. */
export const ACT_COMMANDS_MAX = 400

/** The limits unless options say otherwise. */
export const LIMITS: Limits = {
  batchBytesMax: 16 * 1024 * 1024,
  batchesAtOnceMax: 64,
  // With what the journal adds to them, these fit its queue.
  batchBytesAtOnceMax: 128 * 1024 * 1024,
  anonymousAtOnceMax: 16,
  bodyStallMs: 10_000,
  headersMs: 15_000,
  requestMs: 60_000,
  bodyBytesMax: 1024 * 1024,
  pageRowsMax: 1_000,
  streamClientsMax: 256,
  streamWaitingBytesMax: 1024 * 1024,
  streamKeptMax: 512,
  streamHeartbeatMs: 15_000,
  sessionMs: 12 * 3_600_000,
  lagEntriesMax: 1_000,
  drainMs: 5_000,
  eventLoopDelayMs: 3_000,
  heapBytesMax: 2 * 1024 * 1024 * 1024,
  perMinute: { logins: 240, commands: 240, acts: 12, batches: 30_000, reads: 3_000 },
}
