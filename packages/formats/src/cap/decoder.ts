import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { decodeUtf8 } from '../observation/index.ts'
import { readAlert, unreadRejects } from './read.ts'
import type { CapAlert } from './types.ts'

/** The most bytes of one document: what all of its text can be kept with beside an observation. */
export const CAP_BYTES_MAX = 180 * 1_024

const reject = (length: number, reason: string, detail: string): Decoded<CapAlert> => ({
  records: [],
  rejects: [{ offset: 0, length, reason, detail }],
})

class CapDecoder implements Decoder<CapAlert> {
  #chunks: Uint8Array[] = []
  #bytes = 0
  #isOver = false

  push(chunk: Uint8Array): Decoded<CapAlert> {
    this.#bytes += chunk.length
    // A copy, because the caller may use its buffer again; beyond the bound bytes are only counted.
    if (this.#bytes <= CAP_BYTES_MAX) this.#chunks.push(chunk.slice())
    else this.#chunks = []
    return { records: [], rejects: [] }
  }

  end(): Decoded<CapAlert> {
    if (this.#isOver || this.#bytes === 0) return { records: [], rejects: [] }
    this.#isOver = true
    if (this.#bytes > CAP_BYTES_MAX)
      return reject(
        this.#bytes,
        'too-long',
        `the document has ${this.#bytes} bytes; give at most ${CAP_BYTES_MAX}`,
      )
    const bytes = new Uint8Array(this.#bytes)
    let at = 0
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    this.#chunks = []
    const text = decodeUtf8(bytes)
    if (typeof text !== 'string') return reject(bytes.length, 'bad-utf8', text.refused)
    // White space around a document is no part of it, and before a declaration XML forbids it.
    const read = readAlert(text.replace(/^[ \t\r\n]+/, ''))
    if ('reason' in read) return reject(bytes.length, read.reason, read.detail)
    const rejects: readonly Reject[] = unreadRejects(read.unread, 0)
    return { records: [{ ...read.alert, offset: 0, bytes }], rejects }
  }
}

/** A decoder of one document. Holds at most `CAP_BYTES_MAX`. */
export const capDecoder = (): Decoder<CapAlert> => new CapDecoder()
