/** Every limit of the HTTP face. Bytes are of the body as sent; times in milliseconds. */
export interface Limits {
  /** A batch of observations. */
  readonly batchBytesMax: number
  /** Batches that are being read or made durable at once, and their bytes in all as the requests state them. */
  readonly batchesAtOnceMax: number
  readonly batchBytesAtOnceMax: number
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
    readonly logins: number
    readonly commands: number
    readonly batches: number
    readonly reads: number
  }
}

/** The limits unless options say otherwise. */
export const LIMITS: Limits = {
  batchBytesMax: 16 * 1024 * 1024,
  batchesAtOnceMax: 64,
  // With what the journal adds to them, these fit its queue.
  batchBytesAtOnceMax: 128 * 1024 * 1024,
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
  perMinute: { logins: 20, commands: 240, batches: 30_000, reads: 3_000 },
}
