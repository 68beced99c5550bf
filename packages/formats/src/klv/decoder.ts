import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { readLength } from './ber.ts'
import { ByteQueue } from '../codec/index.ts'
import { KEY_OCTETS, readPacket } from './packet.ts'
import type { KlvRecord } from './packet.ts'

/**
 * Cuts a stream of SMPTE ST 336 packets, whole or in pieces, and finds its way back after damage.
 *
 * A packet has no end mark: one damaged length byte swallows what follows. So a packet whose checksum is wrong is
 * given up only as far as the next universal key inside it, and reading goes on there. An attacker could make that
 * dear with keys in keys; hence a credit of work that grows with the bytes that were read, and without credit the
 * whole packet is given up.
 */

/** The longest value that is waited for. An ST 0601 set of every item is below 2 KiB; a VMTI set may be larger. */
export const VALUE_OCTETS_MAX = 65_535
/** Every universal key begins so (SMPTE ST 298). */
const SYNC = [0x06, 0x0e, 0x2b, 0x34] as const
/** How the bytes of one `push` are portioned, so that what is buffered stays below twice this and one packet. */
const PORTION = 65_536
/** Bytes that may be summed again for each byte read. */
const CREDIT_PER_BYTE = 8
const CREDIT_MAX = 16 * PORTION

/** Where the next universal key begins, from `from` on; -1 where there is none. */
function keyAt(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(SYNC[0], from); at >= 0; at = bytes.indexOf(SYNC[0], at + 1))
    if (bytes[at + 1] === SYNC[1] && bytes[at + 2] === SYNC[2] && bytes[at + 3] === SYNC[3])
      return at
  return -1
}

/** How many of the last bytes may be the beginning of a key. */
function keyBegun(bytes: Uint8Array): number {
  for (let length = Math.min(3, bytes.length); length > 0; length -= 1) {
    const tail = bytes.subarray(bytes.length - length)
    if (tail.every((octet, i) => octet === SYNC[i])) return length
  }
  return 0
}

class KlvDecoder implements Decoder<KlvRecord> {
  readonly #queue = new ByteQueue()
  #records: KlvRecord[] = []
  #rejects: Reject[] = []
  /** Bytes between packets, told as one reject when they end. */
  #lost: { offset: number; length: number } | null = null
  #credit = CREDIT_MAX

  push(chunk: Uint8Array): Decoded<KlvRecord> {
    for (let at = 0; at < chunk.length; at += PORTION) {
      this.#queue.push(chunk.subarray(at, at + PORTION))
      this.#drain(false)
    }
    return this.#decoded()
  }

  end(): Decoded<KlvRecord> {
    this.#drain(true)
    this.#tellLost()
    return this.#decoded()
  }

  #decoded(): Decoded<KlvRecord> {
    const decoded = { records: this.#records, rejects: this.#rejects }
    this.#records = []
    this.#rejects = []
    return decoded
  }

  #drain(isOver: boolean): void {
    while (this.#queue.length > 0) {
      const bytes = this.#queue.view
      const at = keyAt(bytes, 0)
      if (at === 0) {
        if (!this.#take(bytes, isOver)) return
      } else if (at > 0) {
        this.#lose(at)
      } else {
        const begun = isOver ? 0 : keyBegun(bytes)
        if (bytes.length > begun) this.#lose(bytes.length - begun)
        if (begun > 0) return
      }
    }
  }

  /** Takes the packet that begins with the first waiting byte; false where more bytes are needed for it. */
  #take(bytes: Uint8Array, isOver: boolean): boolean {
    const length = readLength(bytes, KEY_OCTETS)
    const isBad = 'fault' in length ? length.fault === 'bad' : length.value > VALUE_OCTETS_MAX
    if (isBad) {
      this.#giveUp(bytes.length, 'bad-length', `a length beyond ${VALUE_OCTETS_MAX} octets`)
      return true
    }
    const from = 'fault' in length ? 0 : KEY_OCTETS + length.octets
    const end = 'fault' in length ? Infinity : from + length.value
    if (bytes.length < end) {
      if (!isOver) return false
      this.#giveUp(bytes.length, 'truncated', 'the feed ends inside a packet')
      return true
    }
    const packet = readPacket({ bytes: bytes.slice(0, end), from, offset: this.#queue.offset })
    if ('record' in packet) {
      this.#tellLost()
      this.#records.push(packet.record)
      this.#rejects.push(...packet.rejects)
      this.#advance(end)
    } else if (this.#credit < end) {
      this.#reject(end, packet.reason, packet.detail)
    } else {
      this.#credit -= end
      this.#giveUp(end, packet.reason, packet.detail)
    }
    return true
  }

  /** Rejects as far as the next key within `end`, or to `end`. */
  #giveUp(end: number, reason: string, detail: string): void {
    const bytes = this.#queue.view.subarray(0, end)
    const next = keyAt(bytes, 1)
    this.#reject(next > 0 ? next : bytes.length - keyBegun(bytes), reason, detail)
  }

  #reject(length: number, reason: string, detail: string): void {
    this.#tellLost()
    this.#rejects.push({ offset: this.#queue.offset, length, reason, detail })
    this.#advance(length)
  }

  #lose(length: number): void {
    this.#lost ??= { offset: this.#queue.offset, length: 0 }
    this.#lost.length += length
    this.#advance(length)
  }

  #tellLost(): void {
    if (this.#lost === null) return
    const detail = 'bytes without a universal key (06 0E 2B 34) before them'
    this.#rejects.push({ ...this.#lost, reason: 'no-key', detail })
    this.#lost = null
  }

  #advance(length: number): void {
    this.#credit = Math.min(CREDIT_MAX, this.#credit + length * CREDIT_PER_BYTE)
    this.#queue.drop(length)
  }
}

/** A decoder of one KLV feed. It buffers one packet and one portion: about 260 KiB at most. */
export function klvDecoder(): Decoder<KlvRecord> {
  return new KlvDecoder()
}
