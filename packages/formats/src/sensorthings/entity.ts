import type { Decoded, Reject } from '../codec/index.ts'
import { elementsOf, membersOf, placed, wordOf } from '../json/index.ts'
import { parseZoned } from '../open-feed/index.ts'
import type { JsonPiece } from '../json/index.ts'

/**
 * Observations of the OGC's JSON interfaces, with the bytes that each stands in and its members as they were written.
 */

/** The most observations of one document. */
export const OBSERVATIONS_MAX = 100_000
/** The most bytes of one observation. */
export const OBSERVATION_BYTES_MAX = 262_144

/** An observation, or what stands around observations: a collection, a group of a data array. */
export interface OgcRecord {
  readonly kind: 'around' | 'observation'
  readonly offset: number
  readonly length: number
  /** Of an observation: its JSON text. */
  readonly text: string
  /** Members by name, each as the JSON text that it was written in. */
  readonly members: ReadonlyMap<string, string>
}
/** A text within a document. */
export interface Part {
  readonly offset: number
  readonly length: number
  readonly text: string
}

/** A part that is no observation. */
export const refusedPart = (
  { offset, length }: Part | JsonPiece,
  reason: string,
  detail: string,
): Reject => ({ offset, length, reason, detail })

/** Members of an object by name, the last one where a name repeats; empty where it is no object. */
export const textsOf = (text: string): ReadonlyMap<string, string> =>
  new Map((membersOf(text) ?? []).map(({ key, from, to }) => [key, text.slice(from, to)] as const))

/** A record of an observation, unless it is too long. */
export function observation(part: Part, members: ReadonlyMap<string, string>): OgcRecord | Reject {
  const { offset, length, text } = part
  return length > OBSERVATION_BYTES_MAX
    ? refusedPart(part, 'too-long', `${length} bytes; the most is ${OBSERVATION_BYTES_MAX}`)
    : { kind: 'observation', offset, length, text, members }
}

/** The elements of an array member as parts, and what became of those beyond the limit. */
export function partsOf(
  within: Part | JsonPiece,
  array: string | null,
): { readonly parts: readonly Part[]; readonly over: readonly Reject[] } {
  const { text, offset, length } = within
  const from = array === null ? 0 : membersOf(text)?.findLast(({ key }) => key === array)?.from
  const extents = from === undefined ? null : elementsOf(text, from, OBSERVATIONS_MAX + 1)
  if (extents === null)
    return { parts: [], over: [refusedPart(within, 'no-array', `${array ?? '/'} is no array`)] }
  const parts = placed(text, offset, extents)
  const first = parts[OBSERVATIONS_MAX]
  if (first === undefined) return { parts, over: [] }
  const rest = { ...first, length: offset + length - first.offset }
  const detail = `more than ${OBSERVATIONS_MAX} observations; page them`
  return {
    parts: parts.slice(0, OBSERVATIONS_MAX),
    over: [refusedPart(rest, 'too-many', detail)],
  }
}

/** Records and rejects apart, in order. */
export function sorted(all: Iterable<OgcRecord | Reject>): Decoded<OgcRecord> {
  const records: OgcRecord[] = []
  const rejects: Reject[] = []
  for (const one of all)
    if ('kind' in one) records.push(one)
    else rejects.push(one)
  return { records, rejects }
}

/** A string member's characters, any other as it was written; null where there is none or it is JSON's null. */
export function wordIn(members: ReadonlyMap<string, string>, name: string): string | null {
  const text = members.get(name)
  return text === undefined || text === 'null' ? null : wordOf(text, { from: 0, to: text.length })
}

/** An instant, or an interval `from/to` (ISO 8601-1:2019, 5.5.2), each with its zone; null where it is neither. */
export function periodOf(word: string): { readonly fromMs: number; readonly toMs: number } | null {
  const [from = '', to = from, ...more] = word.split('/')
  const fromMs = parseZoned(from)
  const toMs = parseZoned(to)
  return fromMs === null || toMs === null || toMs < fromMs || more.length > 0
    ? null
    : { fromMs, toMs }
}

/** A record as `decode` prints it. */
export function ogcJson({ kind, offset, length, members }: OgcRecord): unknown {
  const said = [...members].map(([name, text]): [string, unknown] => [name, JSON.parse(text)])
  return { kind, offset, length, said: Object.fromEntries(said) }
}
