/**
 * What every format has in common, so that intake, the command line and the fuzzing treat all of them alike.
 *
 * A decoder is total: whatever bytes come, it gives records and says what it did not understand, where, and why; it
 * never throws. Each byte of the input belongs to a record or to a reject, and what a record holds that no observation
 * has a member for goes to the observation's `residual`.
 */
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'

/** Bytes that were not understood. */
export interface Reject {
  /** Of the first byte, counted from the first byte that the decoder was given. */
  readonly offset: number
  /** How many bytes are lost with it; 0 where an item of a record was not understood but the record was. */
  readonly length: number
  /** A word of the format's own list, in kebab case, that rejects are counted by: `bad-checksum`, `truncated`. */
  readonly reason: string
  /** What is wrong and, where the sender can mend it, how. */
  readonly detail: string
}
/** What became of some bytes. */
export interface Decoded<R> {
  readonly records: readonly R[]
  readonly rejects: readonly Reject[]
}
/** A decoder of one feed; it keeps what its format needs from one chunk to the next, within a stated bound. */
export interface Decoder<R> {
  /** Takes the next bytes of a stream, or one whole datagram. Never throws. */
  push(chunk: Uint8Array): Decoded<R>
  /** The stream is over: what waited for more bytes is a record now, or a reject. */
  end(): Decoded<R>
}

/** What a record is read with: who sent it, and when it came by the clock in force. */
export interface FeedContext {
  readonly source: Source
  /** Completes what a format leaves out (a date, a minute); nothing that the format carries is replaced by it. */
  readonly receivedMs: InstantMs
  /** Hex SHA-256 of bytes. */
  readonly sha256: (bytes: Uint8Array) => string
}
/**
 * What a record comes to: observations; or why it is none. That may be its nature (a status report, a position that it does
 * not give); `isRefused` where it would be one and cannot be taken (a clock that runs ahead, a place that cannot be).
 */
export type Observed =
  | { readonly observations: readonly Unidentified[] }
  | { readonly nothing: string; readonly isRefused?: true }

/** How bytes of a format are cut: a datagram is whole, a stream is cut by its content, a document is read as one. */
export type Framing = 'datagram' | 'stream' | 'document'
/** Choices of a feed: names and values as the command line and the intake's configuration write them. */
export type CodecOptions = Readonly<Record<string, string>>

/** What of a record was signed with Ed25519, by which key. */
export interface RecordSignature {
  readonly bytes: Uint8Array
  /** Hex, 32 bytes. */
  readonly publicKey: string
  /** base64url, 64 bytes. */
  readonly signature: string
}

/** One format. */
export interface Codec<R> {
  /** What the command line and the configuration call it. */
  readonly name: string
  readonly title: string
  /** Standard, edition and where it is published. */
  readonly standards: readonly string[]
  readonly framing: Framing
  /** The options that it knows, each with what it means and the values that it takes. */
  readonly options: Readonly<Record<string, string>>
  /** A decoder for one feed, or why these options cannot be used. */
  readonly decoder: (options: CodecOptions) => Decoder<R> | { readonly refused: string }
  /** The record as `decode` prints it, on one line. */
  readonly json: (record: R) => unknown
  /**
   * Makes the reader that turns one feed's records into observations; it may remember what several records say
   * together (halves of a position, the last place of a ship) within a stated bound. Never throws.
   */
  readonly observer: (options: CodecOptions) => (record: R, context: FeedContext) => Observed
  /** Of formats whose records are signed one by one. A record whose signature is not good for a key of its source is rejected. */
  readonly signatureOf?: (record: R) => RecordSignature
}
