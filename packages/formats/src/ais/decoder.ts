import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { Assembler } from './assembler.ts'
import type { Part } from './assembler.ts'
import { Bits, SEXTETS_MAX } from './bits.ts'
import { LINE_BYTES_MAX, Lines } from './lines.ts'
import type { LineTaker } from './lines.ts'
import { readMessage } from './message.ts'
import { Sentence } from './sentence.ts'
import type { SentenceFault } from './sentence.ts'
import { Groups, readTagBlock } from './tag-block.ts'
import type { AisRecord, TagBlock } from './types.ts'

/**
 * From bytes to messages. Real feeds glue sentences together, put clocks before them and station names behind them, so
 * a line is searched for sentences rather than believed to be one: what stands before a sentence is rejected, what
 * stands behind its checksum stays in its record's bytes, and after a fault the search goes on behind it. A line has a
 * greatest length, so the search is bounded.
 */

const BANG = 0x21
const BACKSLASH = 0x5c
/** `UdPbC` and NUL, before the sentences of a datagram (IEC 61162-450, 7.2.2). */
const DATAGRAM_HEADER = [0x55, 0x64, 0x50, 0x62, 0x43, 0x00]

const DETAIL: Record<Exclude<SentenceFault, 'none'>, string> = {
  'not-ais': 'no VDM or VDO sentence begins here',
  'no-checksum': 'the sentence ends without "*" and two hexadecimal digits',
  'bad-checksum': 'the checksum does not fit the sentence',
  malformed: 'not total, number, sequence, channel, payload and fill',
  'empty-payload': 'the sentence has no payload',
  'bad-fill': 'fill bits are one digit from 0 to 5, and 0 in all sentences but the last',
}

function startsWithHeader(bytes: Uint8Array, at: number): boolean {
  return DATAGRAM_HEADER.every((code, i) => bytes[at + i] === code)
}

/** The first "!" or backslash in [at, end), or `end`. */
function nextBegin(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < end; i += 1) {
    const code = bytes[i]
    if (code === BANG || code === BACKSLASH) return i
  }
  return end
}

/** The decoder of one feed. `isDatagrams`: each push is whole, and its last line needs no end. */
export class AisDecoder implements Decoder<AisRecord>, LineTaker {
  readonly #isDatagrams: boolean
  readonly #lines = new Lines(this)
  readonly #assembler = new Assembler()
  readonly #groups = new Groups()
  readonly #sentence = new Sentence()
  readonly #bits = new Bits()
  #records: AisRecord[] = []
  #rejects: Reject[] = []
  #sentences = 0
  #blankOffset = 0
  #blankLength = 0

  constructor(isDatagrams: boolean) {
    this.#isDatagrams = isDatagrams
  }

  push(chunk: Uint8Array): Decoded<AisRecord> {
    this.#lines.push(chunk, this.#isDatagrams)
    return this.#take()
  }

  end(): Decoded<AisRecord> {
    this.#lines.end()
    this.#giveUp(this.#assembler.drain())
    this.#flushBlank()
    return this.#take()
  }

  /** What is kept from one push to the next: bytes of a line, messages that wait, groups. */
  get held(): { readonly bytes: number; readonly messages: number; readonly groups: number } {
    const { waiting: bytes } = this.#lines
    return { bytes, messages: this.#assembler.size, groups: this.#groups.size }
  }

  tooLong(offset: number, length: number): void {
    this.#reject(offset, length, 'line-too-long', `a line has at most ${LINE_BYTES_MAX} bytes`)
  }

  line(bytes: Uint8Array, start: number, end: number, stop: number, offset: number): void {
    if (start === end) {
      if (this.#blankLength === 0) this.#blankOffset = offset + start
      this.#blankLength += stop - start
      return
    }
    if (this.#blankLength > 0) this.#flushBlank()
    let from = start
    while (from < end) {
      let at = nextBegin(bytes, from, end)
      if (at === end) {
        this.#reject(offset + from, stop - from, 'not-ais', DETAIL['not-ais'])
        return
      }
      if (at > from && !(at === from + 6 && startsWithHeader(bytes, from)))
        this.#reject(offset + from, at - from, 'not-ais', 'text before a sentence')
      else at = from
      from = this.#item(bytes, at, end, stop, offset)
    }
  }

  /** Reads what begins at `from` (a header, a tag block or a sentence); gives back where the next thing begins. */
  #item(bytes: Uint8Array, from: number, end: number, stop: number, offset: number): number {
    let at = nextBegin(bytes, from, end)
    let tag: TagBlock | null = null
    const reject = (to: number, reason: string, detail: string): number => {
      this.#reject(offset + from, (to === end ? stop : to) - from, reason, detail)
      return to
    }
    if (bytes[at] === BACKSLASH) {
      let close = at + 1
      while (close < end && bytes[close] !== BACKSLASH) close += 1
      if (close === end)
        return reject(nextBegin(bytes, at + 1, end), 'bad-tag-block', 'it has no end')
      tag = readTagBlock(bytes, at + 1, close)
      if (tag === null)
        this.#reject(offset + at, 0, 'bad-tag-checksum', 'the tag block is left unread')
      else tag = this.#groups.complete(tag)
      at = close + 1
      if (at === end || bytes[at] === BACKSLASH)
        return reject(at, 'tag-block-alone', 'no sentence follows the tag block')
      if (bytes[at] !== BANG) return reject(nextBegin(bytes, at, end), 'not-ais', DETAIL['not-ais'])
    }
    const fault = this.#sentence.read(bytes, at, end)
    this.#sentences += 1
    const next = nextBegin(bytes, fault === 'none' ? this.#sentence.end : at + 1, end)
    if (fault !== 'none') return reject(next, fault, DETAIL[fault])
    const length = (next === end ? stop : next) - from
    if (this.#sentence.total === 1) this.#single(bytes, from, next, offset, length, tag)
    else this.#part(bytes, from, next, offset, length, tag)
    return next
  }

  #single(
    bytes: Uint8Array,
    from: number,
    to: number,
    offset: number,
    length: number,
    tagBlock: TagBlock | null,
  ): void {
    const { address, sequence, channel, payloadStart, payloadEnd, fillBits } = this.#sentence
    const bits = this.#bits
    bits.clear()
    if (!bits.append(bytes, payloadStart, payloadEnd)) {
      this.#unarmoured(offset + from, length, payloadEnd - payloadStart)
      return
    }
    bits.trim(fillBits)
    const read = readMessage(bits)
    if ('reason' in read) {
      this.#reject(offset + from, length, read.reason, read.detail)
      return
    }
    this.#records.push({
      offset: offset + from,
      length,
      bytes: bytes.subarray(from, to),
      address,
      parts: 1,
      sequence,
      channel,
      payload: bytes.subarray(payloadStart, payloadEnd),
      fillBits,
      bits: bits.length,
      lengthNote: read.lengthNote,
      tagBlock,
      message: read.message,
    })
  }

  #part(
    bytes: Uint8Array,
    from: number,
    to: number,
    offset: number,
    length: number,
    tag: TagBlock | null,
  ): void {
    const { address, total, number, sequence, channel, fillBits } = this.#sentence
    const {
      whole,
      tag: tagOfWhole,
      givenUp,
    } = this.#assembler.add(
      {
        offset: offset + from,
        length,
        bytes: bytes.slice(from, to),
        payload: bytes.slice(this.#sentence.payloadStart, this.#sentence.payloadEnd),
        address,
        total,
        number,
        sequence,
        channel,
        fillBits,
        tag,
      },
      this.#sentences,
    )
    this.#giveUp(givenUp)
    if (whole !== null) this.#whole(whole, tagOfWhole)
  }

  #whole(parts: readonly Part[], tagBlock: TagBlock | null): void {
    const first = parts[0]
    const last = parts.at(-1)
    if (first === undefined || last === undefined) return
    const offset = Math.min(...parts.map((part) => part.offset))
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    const payload = joined(parts.map((part) => part.payload))
    const bits = this.#bits
    bits.clear()
    if (!bits.append(payload, 0, payload.length)) {
      this.#unarmoured(offset, length, payload.length)
      return
    }
    bits.trim(last.fillBits)
    const read = readMessage(bits)
    if ('reason' in read) {
      this.#reject(offset, length, read.reason, read.detail)
      return
    }
    const lineFeed = new Uint8Array([0x0a])
    this.#records.push({
      offset,
      length,
      bytes: joined(parts.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [lineFeed, bytes]))),
      address: first.address,
      parts: parts.length,
      sequence: first.sequence,
      channel: first.channel === '' ? last.channel : first.channel,
      payload,
      fillBits: last.fillBits,
      bits: bits.length,
      lengthNote: read.lengthNote,
      tagBlock,
      message: read.message,
    })
  }

  #unarmoured(offset: number, length: number, characters: number): void {
    if (characters > SEXTETS_MAX)
      this.#reject(
        offset,
        length,
        'payload-too-long',
        `${characters} characters; no message has more than ${SEXTETS_MAX}`,
      )
    else this.#reject(offset, length, 'bad-armour', 'a character is not of the six-bit armour')
  }

  #giveUp(parts: readonly Part[]): void {
    for (const { offset, length, number, total } of parts)
      this.#reject(offset, length, 'missing-part', `part ${number} of ${total} stayed alone`)
  }

  #reject(offset: number, length: number, reason: string, detail: string): void {
    this.#rejects.push({ offset, length, reason, detail })
  }

  #flushBlank(): void {
    if (this.#blankLength > 0)
      this.#reject(this.#blankOffset, this.#blankLength, 'empty-line', 'lines without content')
    this.#blankLength = 0
  }

  #take(): Decoded<AisRecord> {
    const decoded = { records: this.#records, rejects: this.#rejects }
    this.#records = []
    this.#rejects = []
    return decoded
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
