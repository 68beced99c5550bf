/**
 * Where packets of MQTT begin and end in a stream (3.1.1 and 5, 2.1: one byte of type and flags, one to four of the length,
 * then that many). The library collects a packet of up to 256 MiB before anyone is asked; so their lengths are read here
 * first, without a copy, and what is too long or too much is not given to it.
 */

/** What the walker asks when a packet begins. */
export interface FrameRules {
  /** Whether this packet may begin now; where not, the walk stops before it. */
  readonly mayBegin: (isPublish: boolean) => boolean
  /** Its length is known: null, or why it is not taken. */
  readonly begins: (isPublish: boolean, bytes: number) => string | null
}
/** How far a chunk may be passed on. */
export type Walked = { readonly upTo: number } | { readonly fault: string }

const PUBLISH = 3
const LENGTH_BYTES_MAX = 4

/** Walks over the packets of one stream. */
export class Frames {
  readonly #rules: FrameRules
  #isPublish = false
  /** Bytes of the length that were read; −1 between packets, null inside a body. */
  #lengthBytes: number | null = -1
  #left = 0

  constructor(rules: FrameRules) {
    this.#rules = rules
  }

  /** Whether a packet was begun and is not yet whole. */
  get isInside(): boolean {
    return this.#lengthBytes !== -1
  }

  /** Goes on over the next chunk, as far as may be passed on; the rest of it is walked over again later. */
  walk(chunk: Uint8Array): Walked {
    let at = 0
    while (at < chunk.length) {
      if (this.#lengthBytes === null) {
        const taken = Math.min(this.#left, chunk.length - at)
        at += taken
        this.#left -= taken
        if (this.#left === 0) this.#lengthBytes = -1
        continue
      }
      const byte = chunk[at] ?? 0
      if (this.#lengthBytes === -1) {
        const isPublish = byte >> 4 === PUBLISH
        if (!this.#rules.mayBegin(isPublish)) return { upTo: at }
        this.#isPublish = isPublish
        this.#lengthBytes = 0
        this.#left = 0
      } else {
        const fault = this.#length(byte, this.#lengthBytes)
        if (fault !== null) return { fault }
      }
      at += 1
    }
    return { upTo: at }
  }

  #length(byte: number, read: number): string | null {
    this.#left += (byte & 0x7f) << (7 * read)
    const isLast = byte < 0x80
    if (!isLast && read + 1 === LENGTH_BYTES_MAX) return 'a length of more than four bytes'
    if (!isLast) {
      this.#lengthBytes = read + 1
      return null
    }
    this.#lengthBytes = this.#left === 0 ? -1 : null
    return this.#rules.begins(this.#isPublish, this.#left)
  }
}
