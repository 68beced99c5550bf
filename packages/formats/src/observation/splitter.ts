import { ROW_BYTES_MAX } from './limits.ts'
import { isUtf16 } from './utf8.ts'

/**
 * Cuts a stream of bytes into rows: the lines of NDJSON, or the elements of one JSON array, whichever the first
 * character says. It holds at most one row, and none that is too long, so a file of any size passes in the same
 * memory. The bytes that structure JSON are ASCII, so it may cut before it decodes.
 */

/** One row's bytes, or why it has none. `index` counts rows from 0, `line` from 1 where the row begins, `offset` bytes. */
export type Cut = {
  readonly index: number
  readonly line: number
  readonly offset: number
} & ({ readonly bytes: Uint8Array } | { readonly reason: string })

const [LINE_FEED, QUOTE, BACKSLASH, COMMA] = [10, 34, 92, 44]
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [91, 93, 123, 125]
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

type Mode = 'start' | 'lines' | 'array' | 'after' | 'refused'

/** Push chunks in, take rows out; `end` gives what is left. */
export class RowSplitter {
  #mode: Mode = 'start'
  #index = 0
  #line = 1
  #offset = 0
  // The row so far, where it began in an earlier chunk. Bytes beyond the limit are counted and not kept.
  readonly #held = new Uint8Array(ROW_BYTES_MAX)
  #heldBytes = 0
  #rowLine = 1
  #rowOffset = 0
  #isBlank = true
  #depth = 0
  #isInText = false
  #isEscaped = false
  #hadElement = false
  #head: Uint8Array = new Uint8Array(0)

  /** The rows that end in this chunk. They may be views of it: use them before the chunk is reused. */
  push(chunk: Uint8Array): Cut[] {
    const cuts: Cut[] = []
    let bytes = chunk
    if (this.#mode === 'start') {
      // A byte order mark may be split between chunks.
      bytes = new Uint8Array(this.#head.length + chunk.length)
      bytes.set(this.#head)
      bytes.set(chunk, this.#head.length)
      this.#head = new Uint8Array(0)
      if (bytes.length < 3) {
        this.#head = bytes
        return cuts
      }
    }
    this.#consume(bytes, cuts)
    return cuts
  }

  /** What was not ended by a line feed or a bracket. */
  end(): Cut[] {
    const cuts: Cut[] = []
    if (this.#head.length > 0) this.#consume(this.#head, cuts)
    if (this.#mode === 'lines') this.#endRow(new Uint8Array(0), cuts)
    if (this.#mode === 'array')
      this.#refuse(
        cuts,
        `the array is not closed: the input ends at byte ${this.#offset}, in the row that begins in line ${this.#rowLine}; was it cut off?`,
      )
    return cuts
  }

  #consume(bytes: Uint8Array, cuts: Cut[]): void {
    let at = 0
    if (this.#mode === 'start') at = this.#begin(bytes, cuts)
    if (this.#mode === 'lines') this.#lines(bytes, at, cuts)
    else if (this.#mode === 'array') this.#array(bytes, at, cuts)
    else if (this.#mode === 'after') this.#after(bytes, at, cuts)
    this.#offset += bytes.length
  }

  #begin(bytes: Uint8Array, cuts: Cut[]): number {
    let at = 0
    if (this.#offset === 0) {
      if (isUtf16(bytes)) {
        this.#refuse(cuts, 'the input is UTF-16; save it as UTF-8')
        this.#mode = 'refused'
        return 0
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3
    }
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === LINE_FEED) this.#line += 1
      if (isSpace(byte)) continue
      this.#mode = byte === BRACKET ? 'array' : 'lines'
      const begin = byte === BRACKET ? at + 1 : at
      this.#mark(begin)
      return begin
    }
    return at
  }

  #mark(at: number): void {
    this.#heldBytes = 0
    this.#isBlank = true
    this.#rowLine = this.#line
    this.#rowOffset = this.#offset + at
  }

  #lines(bytes: Uint8Array, begin: number, cuts: Cut[]): void {
    let from = begin
    for (let end = bytes.indexOf(LINE_FEED, from); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.#endRow(bytes.subarray(from, end), cuts)
      this.#line += 1
      from = end + 1
      this.#mark(from)
    }
    this.#hold(bytes.subarray(from))
  }

  #array(bytes: Uint8Array, begin: number, cuts: Cut[]): void {
    let from = begin
    for (let at = begin; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === LINE_FEED) this.#line += 1
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === BACKSLASH) this.#isEscaped = true
        else if (byte === QUOTE) this.#isInText = false
        continue
      }
      if (this.#isBlank) {
        if (isSpace(byte)) continue
        this.#heldBytes = 0
        this.#rowLine = this.#line
        this.#rowOffset = this.#offset + at
        from = at
        this.#isBlank = false
      }
      if (byte === QUOTE) this.#isInText = true
      else if (byte === BRACE || byte === BRACKET) this.#depth += 1
      else if (byte === BRACE_END || (byte === BRACKET_END && this.#depth > 0)) this.#depth -= 1
      else if (byte === COMMA && this.#depth <= 0) {
        this.#endElement(bytes.subarray(from, at), cuts)
        from = at + 1
      } else if (byte === BRACKET_END) {
        // `[]` has no element, and nothing follows the last one.
        if (from < at || this.#heldBytes > 0 || this.#hadElement)
          this.#endElement(bytes.subarray(from, at), cuts)
        this.#mode = 'after'
        this.#after(bytes, at + 1, cuts)
        return
      }
    }
    if (!this.#isBlank) this.#hold(bytes.subarray(from))
  }

  #endElement(last: Uint8Array, cuts: Cut[]): void {
    this.#isBlank = false
    this.#hadElement = true
    this.#endRow(last, cuts)
    this.#depth = 0
    this.#isBlank = true
    this.#heldBytes = 0
  }

  #after(bytes: Uint8Array, begin: number, cuts: Cut[]): void {
    for (let at = begin; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === LINE_FEED) this.#line += 1
      if (isSpace(byte)) continue
      this.#rowLine = this.#line
      this.#rowOffset = this.#offset + at
      this.#refuse(
        cuts,
        `something follows the array at byte ${this.#rowOffset}; remove it, or give one row a line without brackets`,
      )
      this.#mode = 'refused'
      return
    }
  }

  #hold(bytes: Uint8Array): void {
    const room = ROW_BYTES_MAX - this.#heldBytes
    if (room > 0) this.#held.set(bytes.subarray(0, room), this.#heldBytes)
    this.#heldBytes += bytes.length
  }

  #endRow(last: Uint8Array, cuts: Cut[]): void {
    const length = this.#heldBytes + last.length
    if (length > ROW_BYTES_MAX) {
      this.#refuse(cuts, `the row has ${length} bytes; give at most ${ROW_BYTES_MAX}`)
      return
    }
    let bytes = last
    if (this.#heldBytes > 0) {
      this.#hold(last)
      bytes = this.#held.slice(0, length)
    }
    if (this.#mode === 'lines' && bytes.every(isSpace)) return
    cuts.push({ index: this.#index, line: this.#rowLine, offset: this.#rowOffset, bytes })
    this.#index += 1
  }

  #refuse(cuts: Cut[], reason: string): void {
    cuts.push({ index: this.#index, line: this.#rowLine, offset: this.#rowOffset, reason })
    this.#index += 1
  }
}
