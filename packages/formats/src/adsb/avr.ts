import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { LONG_BYTES, SHORT_BYTES, readMessage } from './message.ts'
import type { ReceiverRecord } from './record.ts'

/**
 * AVR text (dump1090, readsb, port 30002): a line `*` message `;`, or with 48 bits of time first `@`, or with time and
 * signal level `<`. Hexadecimal, one message a line; a line end belongs to its line.
 */
export const LINE_BYTES_MAX = 128
const LF = 0x0a

const NIBBLE = new Int8Array(256).fill(-1)
for (let i = 0; i < 16; i += 1) {
  NIBBLE[i.toString(16).charCodeAt(0)] = i
  NIBBLE[i.toString(16).toUpperCase().charCodeAt(0)] = i
}
/** Bytes before the message by the first character: time 6, signal 1. */
const BEFORE: ReadonlyMap<number, number> = new Map([
  [0x2a, 0],
  [0x40, 6],
  [0x3c, 7],
])

/** Cuts AVR text into lines and reads each as a message. */
export class AvrDecoder implements Decoder<ReceiverRecord> {
  readonly #correct: boolean
  #carry = new Uint8Array(0)
  #base = 0
  /** Bytes of a line that was too long, already told; the rest goes the same way. */
  #skipping = false
  readonly #bytes = new Uint8Array(LINE_BYTES_MAX)

  constructor(correct: boolean) {
    this.#correct = correct
  }

  push(chunk: Uint8Array): Decoded<ReceiverRecord> {
    const bytes = new Uint8Array(this.#carry.length + chunk.length)
    bytes.set(this.#carry)
    bytes.set(chunk, this.#carry.length)
    return this.#read(bytes, false)
  }

  end(): Decoded<ReceiverRecord> {
    return this.#read(this.#carry, true)
  }

  #read(bytes: Uint8Array, last: boolean): Decoded<ReceiverRecord> {
    const records: ReceiverRecord[] = []
    const rejects: Reject[] = []
    let at = 0
    while (at < bytes.length) {
      const end = bytes.indexOf(LF, at)
      if (end === -1 && !last && !this.#skipping && bytes.length - at <= LINE_BYTES_MAX) break
      const to = end === -1 ? bytes.length : end + 1
      const taken = this.#line(bytes.subarray(at, to), this.#base + at)
      if ('reason' in taken) rejects.push(taken)
      else records.push(taken)
      this.#skipping = end === -1 && !last && (this.#skipping || to - at > LINE_BYTES_MAX)
      at = to
    }
    this.#base += at
    this.#carry = bytes.slice(at)
    return { records, rejects }
  }

  #line(raw: Uint8Array, offset: number): ReceiverRecord | Reject {
    const reject = (reason: string, detail: string): Reject => ({
      offset,
      length: raw.length,
      reason,
      detail,
    })
    if (this.#skipping || raw.length > LINE_BYTES_MAX)
      return reject('long-line', `a line has at most ${LINE_BYTES_MAX} bytes`)
    let end = raw.length
    while (end > 0 && ((raw[end - 1] ?? 0) === LF || (raw[end - 1] ?? 0) === 0x0d)) end -= 1
    if (end === 0) return reject('blank-line', 'nothing between two line ends')
    const before = BEFORE.get(raw[0] ?? 0)
    if (before === undefined || raw[end - 1] !== 0x3b)
      return reject('no-frame', 'a line begins with *, @ or < and ends with ;')
    const count = (end - 2) >> 1
    if ((end & 1) === 1) return reject('bad-hex', 'an odd number of digits')
    for (let i = 0; i < count; i += 1) {
      const high = NIBBLE[raw[1 + 2 * i] ?? 0] ?? -1
      const low = NIBBLE[raw[2 + 2 * i] ?? 0] ?? -1
      if (high < 0 || low < 0)
        return reject('bad-hex', `digit at byte ${1 + 2 * i} of the line is not hexadecimal`)
      this.#bytes[i] = (high << 4) | low
    }
    return (
      this.#taken({ raw, offset, before, count }) ??
      reject('wrong-length', `${count} bytes are no message`)
    )
  }

  #taken(line: {
    raw: Uint8Array
    offset: number
    before: number
    count: number
  }): ReceiverRecord | Reject | null {
    const { raw, offset, before } = line
    const length = line.count - before
    const b = this.#bytes
    let time = 0
    const timeBytes = before === 0 ? 0 : 6
    for (let i = 0; i < timeBytes; i += 1) time = time * 256 + (b[i] ?? 0)
    const head = {
      offset,
      raw,
      stamp: time === 0 ? null : time,
      signal: before === 7 ? (b[6] ?? 0) : null,
    }
    if (length === 2)
      return { kind: 'modeAc', code: ((b[before] ?? 0) << 8) | (b[before + 1] ?? 0), ...head }
    if (length !== SHORT_BYTES && length !== LONG_BYTES) return null
    b.copyWithin(0, before, before + length)
    const message = readMessage(b, length, this.#correct)
    if (message.kind !== 'unfit') return { kind: 'modeS', message, ...head }
    return { offset, length: raw.length, reason: message.reason, detail: message.detail }
  }
}
