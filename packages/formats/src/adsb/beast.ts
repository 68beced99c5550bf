import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { LONG_BYTES, SHORT_BYTES, readMessage } from './message.ts'
import type { ReceiverRecord } from './record.ts'

/**
 * Beast binary (Mode-S Beast and Radarcape; dump1090 and readsb, port 30005): 0x1A, a type, 48 bits of time, a signal
 * level and the message, in which each 0x1A is doubled. A lone 0x1A always begins a frame, so a stream that lost bytes is
 * found again at the next one.
 */
const ESCAPE = 0x1a
const HEAD_BYTES = 7
/** Payload bytes of the types '1' to '4': Mode A/C, short, long, the Radarcape's status. */
const PAYLOAD: readonly number[] = [2, SHORT_BYTES, LONG_BYTES, LONG_BYTES]
/** The longest frame with every byte doubled: what may wait for more. */
/** Of one push that are told one by one; bytes beyond are told as one reject, so that noise costs bounded memory. */
export const REJECTS_MAX = 10_000

const NO_BYTES = new Uint8Array(0)

/** Cuts Beast binary into frames and reads each. */
export class BeastDecoder implements Decoder<ReceiverRecord> {
  readonly #correct: boolean
  #carry: Uint8Array = NO_BYTES
  /** Stream offset of the first byte of `#bytes`. */
  #base = 0
  #bytes: Uint8Array = NO_BYTES
  #records: ReceiverRecord[] = []
  #rejects: Reject[] = []
  readonly #frame = new Uint8Array(HEAD_BYTES + LONG_BYTES)

  constructor(correct: boolean) {
    this.#correct = correct
  }

  push(chunk: Uint8Array): Decoded<ReceiverRecord> {
    // A copy: records keep views of it, and the caller may use its own buffer again.
    const bytes = new Uint8Array(this.#carry.length + chunk.length)
    bytes.set(this.#carry)
    bytes.set(chunk, this.#carry.length)
    return this.#read(bytes, false)
  }

  end(): Decoded<ReceiverRecord> {
    const decoded = this.#read(this.#carry, true)
    this.#carry = NO_BYTES
    return decoded
  }

  #read(bytes: Uint8Array, last: boolean): Decoded<ReceiverRecord> {
    this.#bytes = bytes
    this.#records = []
    this.#rejects = []
    let at = 0
    while (at < bytes.length) {
      const next = this.#one(at, last)
      if (next === at) break
      at = next
    }
    this.#base += at
    this.#carry = bytes.slice(at)
    this.#bytes = NO_BYTES
    const decoded = { records: this.#records, rejects: this.#rejects }
    this.#records = []
    this.#rejects = []
    return decoded
  }

  #reject(from: number, to: number, reason: string, detail: string): number {
    const offset = this.#base + from
    const before = this.#rejects.at(-1)
    if (before !== undefined && this.#rejects.length >= REJECTS_MAX) {
      // Spans between the last one told and this one may hold records; the length counts rejected bytes alone.
      this.#rejects[this.#rejects.length - 1] = {
        ...before,
        length: before.length + to - from,
        reason: 'many-rejects',
        detail: `more than ${REJECTS_MAX} rejects in one chunk; this one counts the bytes of the rest`,
      }
    } else this.#rejects.push({ offset, length: to - from, reason, detail })
    return to
  }

  /** Reads what begins at `at`; gives where to go on, or `at` where more bytes are needed. */
  #one(at: number, last: boolean): number {
    const bytes = this.#bytes
    if (bytes[at] !== ESCAPE) {
      const next = bytes.indexOf(ESCAPE, at)
      const to = next === -1 ? bytes.length : next
      return this.#reject(at, to, 'no-frame', 'bytes before the next 0x1A')
    }
    if (at + 1 >= bytes.length)
      return last ? this.#reject(at, at + 1, 'truncated', 'ends in 0x1A') : at
    const type = bytes[at + 1] ?? 0
    const payload = PAYLOAD[type - 0x31]
    if (payload === undefined) {
      // A doubled 0x1A is the inside of a frame whose beginning is missing; a single one may begin a frame after this.
      const to = type === ESCAPE ? at + 2 : this.#endOfUnknown(at + 2)
      return this.#reject(
        at,
        to,
        'unknown-type',
        `frame type 0x${type.toString(16)}; 0x31 to 0x34 are read`,
      )
    }
    return this.#frameAt(at, payload, type, last)
  }

  #endOfUnknown(from: number): number {
    const next = this.#bytes.indexOf(ESCAPE, from)
    return next === -1 ? this.#bytes.length : next
  }

  #frameAt(at: number, payload: number, type: number, last: boolean): number {
    const bytes = this.#bytes
    const frame = this.#frame
    const count = HEAD_BYTES + payload
    let from = at + 2
    for (let i = 0; i < count; i += 1) {
      const byte = bytes[from]
      if (byte === undefined) return this.#wait(at, from, last)
      if (byte === ESCAPE) {
        const second = bytes[from + 1]
        if (second === undefined) return this.#wait(at, from + 1, last)
        if (second !== ESCAPE)
          return this.#reject(at, from, 'truncated', 'a frame begins inside this one')
        from += 2
      } else from += 1
      frame[i] = byte
    }
    this.#take(at, from, type)
    return from
  }

  #wait(at: number, to: number, last: boolean): number {
    return last
      ? this.#reject(
          at,
          Math.min(to, this.#bytes.length),
          'truncated',
          'the stream ends in a frame',
        )
      : at
  }

  #take(at: number, to: number, type: number): void {
    const f = this.#frame
    const sent =
      ((f[0] ?? 0) * 0x100 + (f[1] ?? 0)) * 0x1_0000_0000 +
      ((((f[2] ?? 0) << 24) | ((f[3] ?? 0) << 16) | ((f[4] ?? 0) << 8) | (f[5] ?? 0)) >>> 0)
    const stamp = sent === 0 ? null : sent
    const offset = this.#base + at
    const signal = f[6] ?? 0
    const raw = this.#bytes.subarray(at, to)
    if (type === 0x34) this.#records.push({ kind: 'status', offset, raw, stamp, signal })
    else if (type === 0x31)
      this.#records.push({
        kind: 'modeAc',
        code: ((f[7] ?? 0) << 8) | (f[8] ?? 0),
        offset,
        raw,
        stamp,
        signal,
      })
    else {
      const length = type === 0x32 ? SHORT_BYTES : LONG_BYTES
      f.copyWithin(0, HEAD_BYTES, HEAD_BYTES + length)
      const message = readMessage(f, length, this.#correct)
      if (message.kind === 'unfit') this.#reject(at, to, message.reason, message.detail)
      else
        this.#records.push({
          kind: 'modeS',
          message,
          offset,
          raw,
          stamp,
          signal,
        })
    }
  }
}
