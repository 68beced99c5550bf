import { EVENT_BYTES_MAX, RUBBISH_BYTES_MAX } from './limits.ts'
import type { CotEncoding } from './types.ts'

/**
 * Cuts a stream into records, whichever way they are mixed and wherever the chunks end. XML is cut as TAK's protocol
 * text says, right after the token `</event>`; protobuf of a stream bears its length; protobuf of a mesh bears none,
 * but no field begins with 0xbf or `<` (wire types 7 and 4), so the next record shows where it ends. At most one
 * record is held, and a cut depends on bytes alone, never on the chunks that they came in.
 */

/** Bytes that are one record, or that are none. Offsets count from the first byte of the feed. */
export type Cut =
  | { readonly encoding: CotEncoding; readonly offset: number; readonly bytes: Uint8Array }
  | {
      readonly reason: 'no-start' | 'too-long' | 'truncated' | 'bad-protobuf'
      readonly offset: number
      readonly length: number
    }

const LESS = 0x3c
const MAGIC = 0xbf
const TOKEN = [0x3c, 0x2f, 0x65, 0x76, 0x65, 0x6e, 0x74] // </event
const START = [0x3c, 0x65, 0x76, 0x65, 0x6e, 0x74] // <event
// Nobody writes blanks before the '>' of an end tag, but XML allows them; a bound keeps the search linear.
const BLANKS_MAX = 8
const CAPACITY = EVENT_BYTES_MAX + 8

const isBlank = (byte: number): boolean => byte === 32 || byte === 9 || byte === 10 || byte === 13

function matches(bytes: Uint8Array, at: number, token: readonly number[]): boolean {
  for (const [i, byte] of token.entries()) if (bytes[at + i] !== byte) return false
  return true
}

/** Index of the last `<event` after the first byte that begins a start tag, or -1. */
export function lastStart(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(LESS); at > 0; at = bytes.lastIndexOf(LESS, at - 1))
    if (matches(bytes, at, START) && isBlank(bytes[at + START.length] ?? 0)) return at
  return -1
}

/** Index after the first whole end tag of an event at or after `from`, or -1. */
function endOfEvent(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LESS, from); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    if (!matches(bytes, at, TOKEN)) continue
    let end = at + TOKEN.length
    while (end < at + TOKEN.length + BLANKS_MAX && isBlank(bytes[end] ?? 0)) end += 1
    if (bytes[end] === 0x3e) return end + 1
  }
  return -1
}

/** What follows the first 0xbf of a stream's header: the message's length and where it begins. */
function headerOf(
  bytes: Uint8Array,
): { readonly begin: number; readonly length: number } | 'more' | 'bad' {
  let length = 0
  // Four groups of seven bits hold more than the bound.
  for (let i = 0; i < 4; i += 1) {
    const byte = bytes[1 + i]
    if (byte === undefined) return 'more'
    length += (byte & 0x7f) << (7 * i)
    if (byte < 0x80) return { begin: 2 + i, length }
  }
  return 'bad'
}

/** How far whole fields reach from one's beginning on, and whether what follows begins none. */
interface Walked {
  /** Where the last field that was walked begins, and where it ends: perhaps beyond the bytes. */
  readonly last: number
  readonly at: number
  readonly isOver: boolean
}

function fieldsEnd(bytes: Uint8Array, from: number): Walked {
  let last = from
  let at = from
  while (at < bytes.length) {
    const next = fieldEnd(bytes, at)
    if (typeof next === 'string') return { last: at, at, isOver: next === 'over' }
    last = at
    at = next
  }
  return { last, at, isOver: false }
}

function varint(bytes: Uint8Array, from: number): { value: number; end: number } | 'over' | 'more' {
  let value = 0
  let scale = 1
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[from + i]
    if (byte === undefined) return 'more'
    value += (byte & 0x7f) * scale
    scale *= 128
    if (byte < 0x80) return { value, end: from + i + 1 }
  }
  return 'over'
}

function fieldEnd(bytes: Uint8Array, from: number): number | 'over' | 'more' {
  const first = bytes[from] ?? 0
  const wire = first & 7
  if (first === MAGIC || first === LESS || wire === 3 || wire === 4 || wire > 5) return 'over'
  const tag = varint(bytes, from)
  if (typeof tag === 'string') return tag
  if (wire === 1 || wire === 5) return tag.end + (wire === 1 ? 8 : 4)
  const value = varint(bytes, tag.end)
  if (typeof value === 'string') return value
  return wire === 0 ? value.end : value.end + value.value
}

/** Push chunks in, take cuts out; `end` gives what is left. White space between records belongs to nothing. */
export class CotSplitter {
  // Bytes not cut yet are held[#from, #to); `#offset` is that of held[#from] in the feed.
  readonly #held = new Uint8Array(CAPACITY)
  #from = 0
  #to = 0
  #offset = 0
  // Up to here, from #from, the search for an end has been.
  #searched = 0
  #rubbish = 0

  push(chunk: Uint8Array): Cut[] {
    const cuts: Cut[] = []
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + CAPACITY - (this.#to - this.#from))
      this.#held.copyWithin(0, this.#from, this.#to)
      this.#to -= this.#from
      this.#from = 0
      this.#held.set(part, this.#to)
      this.#to += part.length
      at += part.length
      this.#cut(cuts, false)
    }
    return cuts
  }

  end(): Cut[] {
    const cuts: Cut[] = []
    this.#cut(cuts, true)
    this.#endRubbish(cuts)
    return cuts
  }

  #cut(cuts: Cut[], isEnd: boolean): void {
    while (this.#from < this.#to) {
      const bytes = this.#held.subarray(this.#from, this.#to)
      const first = bytes[0] ?? 0
      if (first !== LESS && first !== MAGIC) {
        this.#skip(bytes, cuts)
        continue
      }
      this.#endRubbish(cuts)
      const isWaiting =
        first === LESS ? this.#xml(bytes, cuts, isEnd) : this.#protobuf(bytes, cuts, isEnd)
      if (isWaiting) return
    }
  }

  /** Takes what cannot begin a record up to what can; blanks count only within rubbish. */
  #skip(bytes: Uint8Array, cuts: Cut[]): void {
    for (const byte of bytes) {
      if (byte === LESS || byte === MAGIC) return
      if (this.#rubbish > 0 || !isBlank(byte)) this.#rubbish += 1
      this.#advance(1)
      if (this.#rubbish >= RUBBISH_BYTES_MAX) this.#endRubbish(cuts)
    }
  }

  #endRubbish(cuts: Cut[]): void {
    if (this.#rubbish === 0) return
    const offset = this.#offset - this.#rubbish
    cuts.push({ reason: 'no-start', offset, length: this.#rubbish })
    this.#rubbish = 0
  }

  #advance(length: number): void {
    this.#from += length
    this.#offset += length
    this.#searched = 0
  }

  #take(cuts: Cut[], encoding: CotEncoding, length: number): false {
    const bytes = this.#held.slice(this.#from, this.#from + length)
    cuts.push({ encoding, offset: this.#offset, bytes })
    this.#advance(length)
    return false
  }

  #reject(cuts: Cut[], reason: 'too-long' | 'truncated' | 'bad-protobuf', length: number): false {
    cuts.push({ reason, offset: this.#offset, length })
    this.#advance(length)
    return false
  }

  /** True where more bytes are needed. */
  #xml(bytes: Uint8Array, cuts: Cut[], isEnd: boolean): boolean {
    const end = endOfEvent(bytes.subarray(0, EVENT_BYTES_MAX), this.#searched)
    if (end > 0) return this.#take(cuts, 'xml', end)
    if (bytes.length >= EVENT_BYTES_MAX) {
      // An event that was cut off hides the ones after it: go on at the last that began.
      const start = lastStart(bytes.subarray(0, EVENT_BYTES_MAX))
      return this.#reject(cuts, 'too-long', start > 0 ? start : EVENT_BYTES_MAX)
    }
    if (isEnd) return this.#reject(cuts, 'truncated', bytes.length)
    this.#searched = Math.max(0, bytes.length - TOKEN.length - BLANKS_MAX)
    return true
  }

  #protobuf(bytes: Uint8Array, cuts: Cut[], isEnd: boolean): boolean {
    // A stream's message of the one byte 0xbf is no message, so these three are a mesh's header.
    if (bytes[1] === 1 && (bytes[2] === MAGIC || (bytes.length < 3 && !isEnd)))
      return bytes.length < 3 || this.#mesh(bytes, cuts, isEnd)
    const header = headerOf(bytes)
    if (header === 'bad') return this.#reject(cuts, 'bad-protobuf', 1)
    if (header === 'more') return isEnd ? this.#reject(cuts, 'truncated', bytes.length) : true
    const length = header.begin + header.length
    if (length > EVENT_BYTES_MAX) return this.#reject(cuts, 'too-long', 1)
    if (bytes.length >= length) return this.#take(cuts, 'stream', length)
    return isEnd ? this.#reject(cuts, 'truncated', bytes.length) : true
  }

  #mesh(bytes: Uint8Array, cuts: Cut[], isEnd: boolean): boolean {
    const begin = Math.max(3, this.#searched)
    const { last, at, isOver } = fieldsEnd(bytes.subarray(0, EVENT_BYTES_MAX), begin)
    if (isOver) return this.#take(cuts, 'mesh', at)
    // What was walked is gone with it, so that no byte is walked twice.
    if (at > EVENT_BYTES_MAX || bytes.length >= EVENT_BYTES_MAX)
      return this.#reject(cuts, 'too-long', Math.max(last, 3))
    if (isEnd)
      return at === bytes.length
        ? this.#take(cuts, 'mesh', at)
        : this.#reject(cuts, 'truncated', bytes.length)
    // The last field is walked again when more comes: where it begins is needed if it never ends.
    this.#searched = at > bytes.length ? last : at
    return true
  }
}
