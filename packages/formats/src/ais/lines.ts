/**
 * Cuts a stream into lines at LF, CRLF or CR, wherever the chunks end. What is handed on does not depend on how the
 * stream was cut, so a CR at the end of a chunk waits for the LF that may follow it.
 */

/** The longest line, bytes, without its end. The standards allow 82 and a tag block of 80; real ones are longer. */
export const LINE_BYTES_MAX = 1_024

const LF = 0x0a
const CR = 0x0d
const NONE = new Uint8Array(0)

/** What becomes of lines. */
export interface LineTaker {
  /** A line in [start, end) of the bytes; its end ends at `stop`. `offset` is that of byte 0 of the bytes in the feed. */
  line(bytes: Uint8Array, start: number, end: number, stop: number, offset: number): void
  /** A line that was too long, with its end. */
  tooLong(offset: number, length: number): void
}

/** The cutter. */
export class Lines {
  readonly #taker: LineTaker
  #rest: Uint8Array = NONE
  /** Of the first byte of `#rest`, or of the next byte. */
  #offset = 0
  /** Bytes of a line that is being skipped; 0 where none is. */
  #skipped = 0

  constructor(taker: LineTaker) {
    this.#taker = taker
  }

  /** How many bytes wait. */
  get waiting(): number {
    return this.#rest.length
  }

  /** Takes a chunk, whose bytes are copied. `isWhole`: nothing that follows belongs to its last line. */
  push(chunk: Uint8Array, isWhole: boolean): void {
    const rest = this.#rest
    const bytes = new Uint8Array(rest.length + chunk.length)
    bytes.set(rest)
    bytes.set(chunk, rest.length)
    const offset = this.#offset
    let start = 0
    // What waited was searched before, except for a CR at its end.
    let at = Math.max(0, rest.length - 1)
    const { length } = bytes
    for (; at < length; at += 1) {
      const code = bytes[at] ?? 0
      if (code > CR || (code !== LF && code !== CR)) continue
      let stop = at + 1
      if (code === CR) {
        if (stop === length && !isWhole) break
        if (bytes[stop] === LF) stop += 1
      }
      this.#cut(bytes, start, at, stop, offset)
      start = stop
      at = stop - 1
    }
    if (isWhole && (start < length || this.#skipped > 0)) {
      this.#cut(bytes, start, length, length, offset)
      start = length
    }
    this.#keep(bytes, start, offset)
  }

  /** The stream is over. */
  end(): void {
    this.push(NONE, true)
  }

  #cut(bytes: Uint8Array, start: number, end: number, stop: number, offset: number): void {
    if (this.#skipped === 0 && end - start <= LINE_BYTES_MAX)
      this.#taker.line(bytes, start, end, stop, offset)
    else this.#taker.tooLong(offset + start - this.#skipped, this.#skipped + stop - start)
    this.#skipped = 0
  }

  #keep(bytes: Uint8Array, start: number, offset: number): void {
    const left = bytes.length - start
    this.#offset = offset + start
    // One more than the longest, for a CR that waits.
    if (this.#skipped === 0 && left <= LINE_BYTES_MAX + 1) {
      this.#rest = start === bytes.length ? NONE : bytes.slice(start)
      return
    }
    const waitsForLf = bytes[bytes.length - 1] === CR
    const dropped = waitsForLf ? left - 1 : left
    this.#skipped += dropped
    this.#offset += dropped
    this.#rest = waitsForLf ? bytes.slice(bytes.length - 1) : NONE
  }
}
