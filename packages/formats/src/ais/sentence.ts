import { hexByte } from './tag-block.ts'

/**
 * One VDM or VDO sentence (IEC 61162-1, 8.3.101 and 8.3.102):
 * `!AIVDM,total,number,sequence,channel,payload,fill*hh`. It is read in one pass into an object that is used again,
 * because this runs for every sentence; nothing is allocated where it is sound.
 */

const COMMA = 0x2c
const STAR = 0x2a
const ZERO = 0x30

/** Why a sentence cannot be used; `none` where it can. */
export type SentenceFault =
  | 'none'
  | 'not-ais'
  | 'no-checksum'
  | 'bad-checksum'
  | 'malformed'
  | 'empty-payload'
  | 'bad-fill'

const isCapital = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 48 && code <= 57)

/** The last sentence that was read. Places are indexes into the bytes that it was read from. */
export class Sentence {
  address = ''
  total = 0
  number = 0
  sequence = ''
  channel = ''
  payloadStart = 0
  payloadEnd = 0
  fillBits = 0
  /** Behind the checksum. */
  end = 0
  #addressKey = -1

  /** Reads a sentence whose "!" is at `start`, ending before `end`. */
  read(bytes: Uint8Array, start: number, end: number): SentenceFault {
    if (!this.#readAddress(bytes, start, end)) return 'not-ais'
    let sum = 0
    let commas = 0
    let third = 0
    let fourth = 0
    let fifth = 0
    let sixth = 0
    let at = start + 1
    for (; at < end; at += 1) {
      const code = bytes[at] ?? 0
      if (code === STAR) break
      sum ^= code
      if (code === COMMA) {
        commas += 1
        if (commas === 3) third = at
        else if (commas === 4) fourth = at
        else if (commas === 5) fifth = at
        else if (commas === 6) sixth = at
      }
    }
    if (at + 2 >= end) return 'no-checksum'
    if (sum !== hexByte(bytes, at + 1)) return 'bad-checksum'
    this.end = at + 3
    if (commas !== 6 || third !== start + 10 || bytes[start + 8] !== COMMA) return 'malformed'
    this.payloadStart = fifth + 1
    this.payloadEnd = sixth
    return this.#readFields(bytes, start, { third, fourth, fifth, star: at })
  }

  #readAddress(bytes: Uint8Array, start: number, end: number): boolean {
    if (start + 7 > end || bytes[start + 6] !== COMMA) return false
    const last = bytes[start + 5] ?? 0
    if (bytes[start + 3] !== 0x56 || bytes[start + 4] !== 0x44) return false
    if (last !== 0x4d && last !== 0x4f) return false
    const first = bytes[start + 1] ?? 0
    const second = bytes[start + 2] ?? 0
    const key = (first << 16) | (second << 8) | last
    if (key === this.#addressKey) return true
    if (!isCapital(first) || !isCapital(second)) return false
    this.#addressKey = key
    this.address = String.fromCharCode(first, second, 0x56, 0x44, last)
    return true
  }

  #readFields(
    bytes: Uint8Array,
    start: number,
    at: { third: number; fourth: number; fifth: number; star: number },
  ): SentenceFault {
    const total = (bytes[start + 7] ?? 0) - ZERO
    const number = (bytes[start + 9] ?? 0) - ZERO
    if (total < 1 || total > 9 || number < 1 || number > total) return 'malformed'
    if (at.fourth - at.third > 3 || at.fifth - at.fourth > 3) return 'malformed'
    this.total = total
    this.number = number
    this.sequence = text(bytes, at.third + 1, at.fourth)
    this.channel = text(bytes, at.fourth + 1, at.fifth)
    if (this.payloadEnd === this.payloadStart) return 'empty-payload'
    const fillBits = (bytes[at.star - 1] ?? 0) - ZERO
    if (at.star - this.payloadEnd !== 2) return 'bad-fill'
    // Only the last sentence of a message is filled (IEC 61162-1); elsewhere the bits would be anybody's guess.
    if (fillBits < 0 || fillBits > 5 || (fillBits > 0 && number < total)) return 'bad-fill'
    this.fillBits = fillBits
    return 'none'
  }
}

/** Up to two characters. */
function text(bytes: Uint8Array, start: number, end: number): string {
  if (end === start) return ''
  const first = bytes[start] ?? 0
  return end === start + 1
    ? String.fromCharCode(first)
    : String.fromCharCode(first, bytes[start + 1] ?? 0)
}
