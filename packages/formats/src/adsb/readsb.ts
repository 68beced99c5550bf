import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { decodeUtf8 } from '../observation/index.ts'
import { elementsOf } from './json-elements.ts'
import type { Elements } from './json-elements.ts'

/**
 * readsb's and tar1090's JSON (README-json.md of readsb): `aircraft.json`, a list of what is heard now, and
 * `trace_full_*.json`, the positions of one aircraft. Each element is a record with its own bytes; what stands
 * around the list is the envelope, the first record.
 */
export type ReadsbRecord = Envelope | Listed | TracePoint
interface Piece {
  readonly offset: number
  readonly raw: Uint8Array
}
/** Members of a JSON object that nobody has judged yet. */
export type Members = Readonly<Record<string, unknown>>
/** The document without its list. Its bytes are all that no other record or reject has. */
export interface Envelope extends Piece {
  readonly kind: 'envelope'
  readonly members: Members
}
/** One aircraft of a list; `nowS` is when the list was written, seconds since 1970. */
export interface Listed extends Piece {
  readonly kind: 'aircraft'
  readonly nowS: number | null
  readonly members: Members
}
/** One point of a trace. */
export interface TracePoint extends Piece {
  readonly kind: 'point'
  readonly icao: string
  readonly timestampS: number | null
  readonly values: readonly unknown[]
}

/** A document longer than this, bytes, is refused whole. */
export const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024
/** A list longer than this is refused: commas alone would make millions of elements. */
export const ELEMENTS_MAX = 500_000
/** One aircraft or point longer than this is refused. */
export const ELEMENT_BYTES_MAX = 65_536

/** Whether a value is a JSON object. */
export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** The text of a value; empty where it is none. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
/** The finite number of a value; null where it is none. */
export const numberIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

function parsed(
  bytes: Uint8Array,
  offset: number,
): { readonly value: unknown } | { readonly refused: string } {
  const text = decodeUtf8(bytes, offset)
  if (typeof text !== 'string') return text
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { refused: 'is not JSON' }
  }
}

/** Reads readsb's JSON documents aircraft by aircraft. */
export class ReadsbDecoder implements Decoder<ReadsbRecord> {
  #chunks: Uint8Array[] = []
  #length = 0
  #tooLong = false

  push(chunk: Uint8Array): Decoded<ReadsbRecord> {
    this.#length += chunk.length
    if (this.#length > DOCUMENT_BYTES_MAX) {
      this.#tooLong = true
      this.#chunks = []
    }
    if (!this.#tooLong) this.#chunks.push(chunk.slice())
    return { records: [], rejects: [] }
  }

  end(): Decoded<ReadsbRecord> {
    const length = this.#length
    const chunks = this.#chunks
    const tooLong = this.#tooLong
    this.#chunks = []
    this.#length = 0
    this.#tooLong = false
    if (length === 0) return { records: [], rejects: [] }
    const whole = (reason: string, detail: string): Decoded<ReadsbRecord> => ({
      records: [],
      rejects: [{ offset: 0, length, reason, detail }],
    })
    if (tooLong) return whole('long-document', `a document has at most ${DOCUMENT_BYTES_MAX} bytes`)
    const bytes = new Uint8Array(length)
    let at = 0
    for (const chunk of chunks) {
      bytes.set(chunk, at)
      at += chunk.length
    }
    const elements = elementsOf(bytes, { keys: ['aircraft', 'trace'], max: ELEMENTS_MAX })
    if (elements === null)
      return whole('no-list', 'an object with a list "aircraft" or "trace" was expected')
    if (elements.spans.length > ELEMENTS_MAX)
      return whole('long-list', `a list has at most ${ELEMENTS_MAX} elements`)
    return (
      readDocument(bytes, elements) ??
      whole('no-json', 'what stands around the list is not a JSON object')
    )
  }
}

/** All bytes that no element has. */
function outside(bytes: Uint8Array, { spans }: Elements): Uint8Array {
  const inside = spans.reduce((sum, [from, to]) => sum + to - from, 0)
  const rest = new Uint8Array(bytes.length - inside)
  let [at, last] = [0, 0]
  for (const [from, to] of [...spans, [bytes.length, bytes.length] as const]) {
    rest.set(bytes.subarray(last, from), at)
    at += from - last
    last = to
  }
  return rest
}

function readDocument(bytes: Uint8Array, elements: Elements): Decoded<ReadsbRecord> | null {
  const around = new Uint8Array(bytes.length - (elements.close - elements.open - 1))
  around.set(bytes.subarray(0, elements.open + 1))
  around.set(bytes.subarray(elements.close), elements.open + 1)
  const envelope = parsed(around, 0)
  if (!('value' in envelope) || !isMembers(envelope.value)) return null
  const members = envelope.value
  const records: ReadsbRecord[] = [
    { kind: 'envelope', offset: 0, raw: outside(bytes, elements), members },
  ]
  const rejects: Reject[] = []
  for (const [from, to] of elements.spans) {
    const raw = bytes.subarray(from, to)
    const reject = (reason: string, detail: string): number =>
      rejects.push({ offset: from, length: to - from, reason, detail })
    if (raw.length > ELEMENT_BYTES_MAX) {
      reject('long-element', `an element has at most ${ELEMENT_BYTES_MAX} bytes`)
      continue
    }
    const element = parsed(raw, from)
    if (!('value' in element)) reject('no-json', element.refused)
    else if (elements.key === 'aircraft' && isMembers(element.value))
      records.push({
        kind: 'aircraft',
        offset: from,
        raw,
        nowS: numberIn(members['now']),
        members: element.value,
      })
    else if (elements.key === 'trace' && Array.isArray(element.value))
      records.push({
        kind: 'point',
        offset: from,
        raw,
        icao: textIn(members['icao']),
        timestampS: numberIn(members['timestamp']),
        values: element.value,
      })
    else
      reject(
        'wrong-kind',
        elements.key === 'trace' ? 'a point is a list' : 'an aircraft is an object',
      )
  }
  return { records, rejects }
}
