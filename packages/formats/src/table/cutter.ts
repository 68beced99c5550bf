import { RECORD_BYTES_MAX } from './limits.ts'

/**
 * Cuts a stream of bytes into CSV records (RFC 4180, 2), before anything is decoded: line feeds inside quotes belong
 * to their record, and every byte comes out in exactly one piece. It holds at most one record, and none that is too
 * long: the bytes of such a one are let go up to the next line feed, so that hostile quotes cost no second look.
 */

/** A piece of the input: a record without its line ending, or a stretch that is none. */
export interface Piece {
  readonly kind: 'record' | 'blank' | 'long'
  /** Of its first byte, and how many bytes it covers with its line ending; `line` counts from 1. */
  readonly offset: number
  readonly length: number
  readonly line: number
  /** Empty unless it is a record. */
  readonly bytes: Uint8Array
  /** Whether the input ended inside its quotes. */
  readonly isOpen: boolean
}

const [LINE_FEED, RETURN, QUOTE] = [10, 13, 34]
const MARK = [0xef, 0xbb, 0xbf]
const NONE = new Uint8Array(0)

/** Push chunks in, take pieces out; `end` gives the last one. */
export class RecordCutter {
  readonly #delimiter: number
  readonly #held = new Uint8Array(RECORD_BYTES_MAX)
  #heldBytes = 0
  #offset = 0
  #line = 1
  #lineFeeds = 0
  #isQuoted = false
  #isFieldStart = true
  #isLong = false

  constructor(delimiter: number) {
    this.#delimiter = delimiter
  }

  push(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = []
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0
      if (byte === LINE_FEED) {
        this.#lineFeeds += 1
        if (!this.#isQuoted || this.#isLong) {
          this.#cut(chunk.subarray(from, at + 1), pieces)
          from = at + 1
          continue
        }
      }
      // A closing quote and the first of an escaped pair look alike; the second of the pair opens again.
      if (byte === QUOTE && (this.#isQuoted || this.#isFieldStart)) this.#isQuoted = !this.#isQuoted
      else if (!this.#isQuoted && !this.#isMark(byte, this.#heldBytes + at - from))
        this.#isFieldStart = byte === this.#delimiter
      if (this.#heldBytes + at + 1 - from > RECORD_BYTES_MAX) this.#isLong = true
    }
    this.#hold(chunk.subarray(from))
    return pieces
  }

  end(): Piece[] {
    const pieces: Piece[] = []
    if (this.#heldBytes > 0) this.#cut(NONE, pieces)
    return pieces
  }

  /** Whether the byte is one of a byte order mark, behind which a field begins as well. */
  #isMark(byte: number, place: number): boolean {
    return this.#offset === 0 && MARK[place] === byte
  }

  #hold(bytes: Uint8Array): void {
    const room = RECORD_BYTES_MAX - this.#heldBytes
    if (room > 0) this.#held.set(bytes.subarray(0, room), this.#heldBytes)
    this.#heldBytes += bytes.length
  }

  #cut(last: Uint8Array, pieces: Piece[]): void {
    const length = this.#heldBytes + last.length
    const isLong = this.#isLong || length > RECORD_BYTES_MAX
    let bytes = NONE
    if (!isLong) {
      bytes = new Uint8Array(length)
      bytes.set(this.#held.subarray(0, this.#heldBytes))
      bytes.set(last, this.#heldBytes)
      let end = length
      if (bytes[end - 1] === LINE_FEED) end -= 1
      if (bytes[end - 1] === RETURN) end -= 1
      bytes = bytes.subarray(0, end)
    }
    const kind = isLong ? 'long' : bytes.every((byte) => byte === 32) ? 'blank' : 'record'
    pieces.push({
      kind,
      offset: this.#offset,
      length,
      line: this.#line,
      bytes: kind === 'record' ? bytes : NONE,
      isOpen: this.#isQuoted,
    })
    this.#offset += length
    this.#line += this.#lineFeeds
    this.#lineFeeds = 0
    this.#heldBytes = 0
    this.#isQuoted = false
    this.#isFieldStart = true
    this.#isLong = false
  }
}
