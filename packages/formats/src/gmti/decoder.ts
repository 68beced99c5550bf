import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { ByteQueue } from '../codec/index.ts'
import { HEADER_OCTETS, SEGMENT_HEADER_OCTETS, readHeader, readSegment } from './segments.ts'
import type { GmtiRecord, GmtiSegment } from './types.ts'

/**
 * Cuts a stream of STANAG 4607 packets, whole or in pieces.
 *
 * The format has no sync word and no checksum: the header's size is all that says where the next packet begins, and
 * transmission is left to lower layers. So a header is taken only where every closed field of it holds a value of its
 * table, and the packet only where the sizes of its segments add up to its own. Where they do not, what lies between
 * is given up as far as the next place that could be a header.
 */

/** The longest packet that is waited for; AEDP-7 asks readers for 65,535 octets at least. */
export const PACKET_OCTETS_MAX = 4_194_304
/** The most segments of one packet. */
export const SEGMENTS_MAX = 1_024
const PORTION = 65_536
/** Bytes of a header that are looked at: to the end of the platform's name. */
const LOOK_OCTETS = 24

const isDigit = (octet: number): boolean => octet >= 0x30 && octet <= 0x39
/** Letters, digits and padding: what nationality and system are made of (P3, P5). */
const isDigraph = (octet: number): boolean =>
  octet === 0 || octet === 0x20 || isDigit(octet) || (octet >= 0x41 && octet <= 0x5a)
const isPrintable = (octet: number): boolean => octet === 0 || (octet >= 0x20 && octet < 0x7f)

/** Whether a packet header may begin at `at`; of a header that is cut off, as far as it goes. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const all = (from: number, to: number, holds: (octet: number) => boolean): boolean => {
    for (let i = at + from; i < Math.min(at + to, bytes.length); i += 1)
      if (!holds(bytes[i] ?? 0)) return false
    return true
  }
  // A version begins with its edition, 1 to 4; a size beyond the limit has a first byte that is not 0.
  return (
    all(0, 1, (octet) => octet >= 0x31 && octet <= 0x34) &&
    all(1, 2, isDigit) &&
    all(2, 3, (octet) => octet === 0) &&
    all(6, 8, isDigraph) &&
    all(8, 9, (octet) => octet <= 6) &&
    all(9, 11, isDigraph) &&
    all(14, LOOK_OCTETS, isPrintable)
  )
}

/** Where the next header may begin, from `from` on; the length where there is none. */
function headerAt(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && !isHeader(bytes, at)) at += 1
  return at
}

const sizeAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) * 256 + (bytes[at + 2] ?? 0)) * 256 +
  (bytes[at + 3] ?? 0)

class GmtiDecoder implements Decoder<GmtiRecord> {
  readonly #queue = new ByteQueue()
  #records: GmtiRecord[] = []
  #rejects: Reject[] = []
  #lost: { offset: number; length: number } | null = null
  /** How many segments of the waiting packet were followed, and where the next begins, from its first byte. */
  #followed = 0
  #next = HEADER_OCTETS

  push(chunk: Uint8Array): Decoded<GmtiRecord> {
    for (let at = 0; at < chunk.length; at += PORTION) {
      this.#queue.push(chunk.subarray(at, at + PORTION))
      this.#drain(false)
    }
    return this.#decoded()
  }

  end(): Decoded<GmtiRecord> {
    this.#drain(true)
    this.#tellLost()
    return this.#decoded()
  }

  #decoded(): Decoded<GmtiRecord> {
    const decoded = { records: this.#records, rejects: this.#rejects }
    this.#records = []
    this.#rejects = []
    return decoded
  }

  #drain(isOver: boolean): void {
    while (this.#queue.length > 0) {
      const bytes = this.#queue.view
      const at = headerAt(bytes, 0)
      if (at > 0) {
        this.#lose(at)
        continue
      }
      const waits = this.#take(bytes)
      if (!waits) continue
      if (!isOver) return
      this.#giveUp(bytes.length, 'truncated', 'the feed ends inside a packet')
    }
  }

  /** Takes the packet that begins with the first waiting byte; true where it waits for more bytes. */
  #take(bytes: Uint8Array): boolean {
    if (bytes.length < HEADER_OCTETS) return true
    const size = sizeAt(bytes, 2)
    if (size < HEADER_OCTETS || size > PACKET_OCTETS_MAX) {
      this.#giveUp(bytes.length, 'bad-size', `a packet of ${size} octets`)
      return false
    }
    const fault = this.#follow(bytes, size)
    if (fault !== null) {
      this.#giveUp(Math.min(size, bytes.length), 'bad-segment', fault)
      return false
    }
    if (bytes.length < size) return true
    this.#tellLost()
    this.#records.push(this.#read(bytes.slice(0, size)))
    this.#advance(size)
    return false
  }

  /** Follows the segments' sizes as far as bytes have come; says where they leave the packet. */
  #follow(bytes: Uint8Array, size: number): string | null {
    while (this.#next < size) {
      if (this.#next + SEGMENT_HEADER_OCTETS > size) return `${size - this.#next} octets too many`
      if (this.#next + SEGMENT_HEADER_OCTETS > bytes.length) return null
      if (this.#followed === SEGMENTS_MAX) return `more than ${SEGMENTS_MAX} segments`
      const segment = sizeAt(bytes, this.#next + 1)
      if (segment < SEGMENT_HEADER_OCTETS || this.#next + segment > size)
        return `a segment of ${segment} octets at ${this.#next} of ${size}`
      this.#followed += 1
      this.#next += segment
    }
    return null
  }

  /** Reads a packet whose segments add up to it. */
  #read(bytes: Uint8Array): GmtiRecord {
    const segments: GmtiSegment[] = []
    for (let start = HEADER_OCTETS; start < bytes.length; start += sizeAt(bytes, start + 1)) {
      const end = start + sizeAt(bytes, start + 1)
      const payload = bytes.subarray(start + SEGMENT_HEADER_OCTETS, end)
      const segment = readSegment(bytes[start] ?? 0, payload)
      segments.push(segment)
      if (segment.kind === 'raw' && segment.fault !== null)
        this.#rejects.push({
          offset: this.#queue.offset + start,
          length: 0,
          reason: 'bad-segment',
          detail: `segment of type ${segment.type}: ${segment.fault}; kept as it came`,
        })
    }
    return { header: readHeader(bytes), segments, bytes }
  }

  /** Rejects as far as the next place within `end` that may be a header, or to `end`. */
  #giveUp(end: number, reason: string, detail: string): void {
    const length = headerAt(this.#queue.view.subarray(0, end), 1)
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
    const detail = 'bytes that no packet header begins'
    this.#rejects.push({ ...this.#lost, reason: 'no-header', detail })
    this.#lost = null
  }

  #advance(length: number): void {
    this.#queue.drop(length)
    this.#followed = 0
    this.#next = HEADER_OCTETS
  }
}

/** A decoder of one GMTI feed. It buffers one packet and one portion, doubled at worst: about 8.5 MiB. */
export function gmtiDecoder(): Decoder<GmtiRecord> {
  return new GmtiDecoder()
}
