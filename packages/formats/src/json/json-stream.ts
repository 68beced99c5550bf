import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { soundJson } from './json-text.ts'

/**
 * Cuts a stream into JSON texts, whole documents as well as many in a row: a document alone, one a line, or the text
 * sequences of RFC 8142 (RFC 7464), whose record separator no JSON text can hold. `values` ends a text with its last
 * bracket; `lines` with the line, so that a damaged line takes no other with it. Memory is bounded by one text.
 */

/** The most bytes of one JSON text that is cut by its brackets. */
export const DOCUMENT_BYTES_MAX = 16_777_216
/** The most bytes of one JSON text that is cut by its line. */
export const LINE_BYTES_MAX = 1_048_576

const HELD_BYTES_MIN = 4_096

/** How texts are told apart. */
export type JsonForm = 'values' | 'lines'
/** One JSON text of the stream. */
export interface JsonPiece {
  readonly offset: number
  readonly length: number
  /** Sound JSON. */
  readonly text: string
  readonly value: unknown
}
/** Makes records of one text. */
export type ReadPiece<R> = (piece: JsonPiece) => Decoded<R>

const [TAB, LINE_FEED, RETURN, SEPARATOR, SPACE] = [9, 10, 13, 30, 32]
const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [34, 92, 91, 93, 123, 125]
const isBlank = (byte: number): boolean =>
  byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB || byte === SEPARATOR

/** Reads JSON texts as they end. Blanks, line ends and record separators between them belong to nobody. */
export class JsonDecoder<R> implements Decoder<R> {
  readonly #form: JsonForm
  readonly #read: ReadPiece<R>
  // Grows by doubling: a list of chunks would cost a sender of single bytes nothing, and us a hundredfold.
  #held = new Uint8Array(HELD_BYTES_MIN)
  #length = 0
  // Of the byte that is looked at, and of the text that it belongs to; -1 between texts.
  #at = 0
  #from = -1
  #depth = 0
  #isInText = false
  #isEscaped = false

  constructor(form: JsonForm, read: ReadPiece<R>) {
    this.#form = form
    this.#read = read
  }

  push(chunk: Uint8Array): Decoded<R> {
    const records: R[] = []
    const rejects: Reject[] = []
    let from = 0
    for (let i = 0; i < chunk.length; i += 1, this.#at += 1) {
      const byte = chunk[i] ?? 0
      if (this.#from < 0) {
        if (this.#isGap(byte)) continue
        this.#from = this.#at
        from = i
      }
      const end = this.#ends(byte)
      if (end === 'no') continue
      this.#hold(chunk.subarray(from, end === 'behind' ? i + 1 : i))
      this.#cut(records, rejects)
      from = i
      // What ended the text from outside may begin the next.
      if (end === 'before' && !this.#isGap(byte)) {
        this.#from = this.#at
        this.#ends(byte)
      }
    }
    if (this.#from >= 0) this.#hold(chunk.subarray(from))
    return { records, rejects }
  }

  end(): Decoded<R> {
    const records: R[] = []
    const rejects: Reject[] = []
    if (this.#from >= 0) this.#cut(records, rejects)
    return { records, rejects }
  }

  #isGap(byte: number): boolean {
    // A byte order mark is no part of a JSON text (RFC 8259, 8.1), but files have it.
    const mark = this.#at === 0 ? 0xef : this.#at === 1 ? 0xbb : this.#at === 2 ? 0xbf : -1
    return isBlank(byte) || byte === mark
  }

  /** Whether the text ends with this byte, before it, or not yet. */
  #ends(byte: number): 'no' | 'before' | 'behind' {
    if (byte === SEPARATOR) return 'before'
    if (this.#form === 'lines') return byte === LINE_FEED ? 'before' : 'no'
    if (this.#isInText) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (byte === BACKSLASH) this.#isEscaped = true
      else if (byte === QUOTE) this.#isInText = false
      return 'no'
    }
    if (byte === BRACE || byte === BRACKET) {
      if (this.#depth === 0 && this.#from < this.#at) return 'before'
      this.#depth += 1
    } else if (byte === BRACE_END || byte === BRACKET_END) {
      this.#depth -= 1
      if (this.#depth <= 0) return 'behind'
    } else if (this.#depth === 0) return isBlank(byte) ? 'before' : 'no'
    else if (byte === QUOTE) this.#isInText = true
    return 'no'
  }

  #hold(bytes: Uint8Array): void {
    const before = this.#length
    this.#length += bytes.length
    // Bytes beyond the limit are counted and not kept.
    if (this.#length > this.#max()) {
      this.#held = new Uint8Array(HELD_BYTES_MIN)
      return
    }
    if (this.#length > this.#held.length) {
      const wider = new Uint8Array(Math.max(this.#length, this.#held.length * 2))
      wider.set(this.#held.subarray(0, before))
      this.#held = wider
    }
    this.#held.set(bytes, before)
  }

  #max(): number {
    return this.#form === 'lines' ? LINE_BYTES_MAX : DOCUMENT_BYTES_MAX
  }

  #cut(records: R[], rejects: Reject[]): void {
    const offset = this.#from
    const length = this.#length
    const held = this.#held
    this.#length = 0
    this.#from = -1
    this.#depth = 0
    this.#isInText = false
    this.#isEscaped = false
    if (length > this.#max()) {
      const detail = `the text has ${length} bytes; give at most ${this.#max()}`
      rejects.push({ offset, length, reason: 'too-long', detail })
      return
    }
    const sound = soundJson(held.subarray(0, length))
    // What a great text needed is given back before the next.
    if (held.length > LINE_BYTES_MAX) this.#held = new Uint8Array(HELD_BYTES_MIN)
    if ('refused' in sound) {
      rejects.push({ offset, length, reason: 'not-json', detail: sound.refused })
      return
    }
    const read = this.#read({ offset, length, ...sound })
    for (const record of read.records) records.push(record)
    for (const reject of read.rejects) rejects.push(reject)
  }
}
