import { ROW_BYTES_MAX, RowSplitter, decodeUtf8 } from '../observation/index.ts'
import type { Cut, Members } from '../observation/index.ts'
import type { Decoded, Decoder, Reject } from '../codec/index.ts'
import { findDuplicate } from './duplicates.ts'
import { Reading } from './shape.ts'
import type { Hint } from './hints.ts'
import type { Shape } from './shape.ts'

/**
 * Reports come as one JSON object, written over as many lines as its author liked, as a list of objects, or as a line
 * for each. What fits into one row is held back until the end, to see whether it is one object; what is longer cannot
 * be, and is cut as it comes. So memory is bounded by two rows.
 */

/** One report as it was read. */
export interface ReportRecord<T> {
  /** Of its first byte, counted from the first byte that the decoder was given. */
  readonly offset: number
  /** Its own bytes. */
  readonly bytes: Uint8Array
  /** The JSON as it was given. */
  readonly document: Members
  /** What the form makes of it. */
  readonly value: T
}

/** The most faults that one reject tells; a report with more is of another form. */
export const FAULTS_TOLD_MAX = 50
const DETAIL_CHARS_MAX = 8_000

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is read: a shape, and what is said of members that the form never takes. */
export interface Rules<T> {
  readonly shape: Shape<T>
  readonly hints: readonly Hint[]
}

function parse(bytes: Uint8Array, offset: number): { readonly parsed: unknown } | Reject {
  const reject = (reason: string, detail: string): Reject => ({
    offset,
    length: bytes.length,
    reason,
    detail,
  })
  const text = decodeUtf8(bytes, offset)
  if (typeof text !== 'string') return reject('not-utf8', text.refused)
  try {
    const parsed: unknown = JSON.parse(text)
    const twice = findDuplicate(text)
    return twice === null ? { parsed } : reject('duplicate-member', twice)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable'
    return reject('not-json', `not JSON: ${why}; give one object, a list of them, or one a line`)
  }
}

/** Reads one report from its bytes. */
export function readReport<T>(
  rules: Rules<T>,
  { bytes, offset }: { readonly bytes: Uint8Array; readonly offset: number },
): ReportRecord<T> | Reject {
  const json = parse(bytes, offset)
  if ('reason' in json) return json
  const { parsed } = json
  const reading = new Reading(rules.hints)
  const value = rules.shape.read(reading, parsed, '')
  if (reading.found.length === 0 && isMembers(parsed))
    // A copy: what the decoder was given may be used again by who gave it.
    return { offset, bytes: bytes.slice(), document: parsed, value }
  const more = reading.found.length - FAULTS_TOLD_MAX
  const told = reading.found.slice(0, FAULTS_TOLD_MAX).join('; ')
  const detail = (more > 0 ? `${told}; and ${more} more` : told).slice(0, DETAIL_CHARS_MAX)
  return { offset, length: bytes.length, reason: 'not-valid', detail }
}

const BRACE = 123
const BRACE_END = 125
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

/** Whether a line is by itself an object: it begins with a brace, not indented, and ends with one. */
function isObjectLine(line: Uint8Array): boolean {
  let end = line.length
  while (end > 0 && isSpace(line[end - 1] ?? 0)) end -= 1
  return end > 1 && line[0] === BRACE && line[end - 1] === BRACE_END
}

/** The bounds of the one object that the bytes hold, whether or not it can be read; null where they hold rows. */
function oneObject(bytes: Uint8Array): { readonly from: number; readonly to: number } | null {
  let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (from < bytes.length && isSpace(bytes[from] ?? 0)) from += 1
  let to = bytes.length
  while (to > from && isSpace(bytes[to - 1] ?? 0)) to -= 1
  if (bytes[from] !== BRACE) return null
  if (!('reason' in parse(bytes.subarray(from, to), from))) return { from, to }
  for (let at = from; at < to;) {
    const feed = bytes.indexOf(10, at)
    const end = feed < 0 || feed > to ? to : feed
    if (isObjectLine(bytes.subarray(at, end))) return null
    at = end + 1
  }
  return { from, to }
}

/** A decoder of one document of reports. */
export class DocumentDecoder<T> implements Decoder<ReportRecord<T>> {
  readonly #rules: Rules<T>
  readonly #splitter = new RowSplitter()
  // What may yet be one object; null once there is too much of it.
  #held: Uint8Array | null = new Uint8Array(ROW_BYTES_MAX)
  #heldBytes = 0
  #offset = 0
  #isOver = false
  // A cut without bytes does not say how many are lost with it: the next one does.
  #lost: { readonly offset: number; readonly detail: string } | null = null

  constructor(rules: Rules<T>) {
    this.#rules = rules
  }

  push(chunk: Uint8Array): Decoded<ReportRecord<T>> {
    if (this.#isOver) return { records: [], rejects: [] }
    this.#offset += chunk.length
    if (this.#held === null) return this.#read(this.#splitter.push(chunk))
    if (this.#heldBytes + chunk.length <= ROW_BYTES_MAX) {
      this.#held.set(chunk, this.#heldBytes)
      this.#heldBytes += chunk.length
      return { records: [], rejects: [] }
    }
    const head = this.#held.subarray(0, this.#heldBytes)
    this.#held = null
    const first = this.#read(this.#splitter.push(head))
    const then = this.#read(this.#splitter.push(chunk))
    return {
      records: [...first.records, ...then.records],
      rejects: [...first.rejects, ...then.rejects],
    }
  }

  end(): Decoded<ReportRecord<T>> {
    if (this.#isOver) return { records: [], rejects: [] }
    this.#isOver = true
    if (this.#held === null) return this.#read(this.#splitter.end(), true)
    const bytes = this.#held.subarray(0, this.#heldBytes)
    const whole = oneObject(bytes)
    if (whole === null)
      return this.#read([...this.#splitter.push(bytes), ...this.#splitter.end()], true)
    const read = readReport(this.#rules, {
      bytes: bytes.subarray(whole.from, whole.to),
      offset: whole.from,
    })
    return 'reason' in read ? { records: [], rejects: [read] } : { records: [read], rejects: [] }
  }

  #read(cuts: readonly Cut[], isEnd = false): Decoded<ReportRecord<T>> {
    const records: ReportRecord<T>[] = []
    const rejects: Reject[] = []
    for (const cut of cuts) {
      this.#settle(cut.offset, rejects)
      if ('reason' in cut) this.#lost = { offset: cut.offset, detail: cut.reason }
      else {
        const read = readReport(this.#rules, cut)
        if ('reason' in read) rejects.push(read)
        else records.push(read)
      }
    }
    if (isEnd) this.#settle(this.#offset, rejects)
    return { records, rejects }
  }

  #settle(to: number, rejects: Reject[]): void {
    if (this.#lost === null) return
    const { offset, detail } = this.#lost
    rejects.push({ offset, length: Math.max(0, to - offset), reason: 'not-a-row', detail })
    this.#lost = null
  }
}
