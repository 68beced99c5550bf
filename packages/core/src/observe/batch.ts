import type { InstantMs } from '../units/index.ts'
import { faultOf } from './check.ts'
import type { Unidentified } from './check.ts'
import type { Hashing } from './hashing.ts'
import { batchRoot, contentText } from './identity.ts'
import { OWN_HASHING } from './hashing.ts'
import type { Observation } from './types.ts'

/**
 * What becomes of one request of observations.
 *
 * A sender that hears nothing sends again, so the answer hangs on what was sent and not on how often: the batch's
 * name is the Merkle root over all of its rows that fit the schema, in the order of the request. It is looked up
 * first, and a known root gives the stored answer. Only then is each row judged alone.
 *
 * It is done in two halves. `prepare` looks at nothing but the rows, so it may run anywhere and at any time before;
 * `judge` looks at what is known, so it runs where the record is written, one request after the other.
 */

/** A row that fits the schema, with its place in the request, from 0. */
export interface Row {
  readonly index: number
  readonly observation: Unidentified
}
/** A row that was not taken, and why: where, what is wrong, how to mend it; `duplicate` alone for a known id. */
export interface Rejected {
  readonly index: number
  readonly reason: string
}
/** What the sender is told. */
export interface Answer {
  /** Hex Merkle root (RFC 6962) over the ids, as 32 bytes each, of all rows that fit the schema, in the order of the request. */
  readonly batch: string
  readonly accepted: number
  /** In the order of the request. */
  readonly rejected: readonly Rejected[]
}
/** The request as the reader leaves it: rows that fit the schema, and those that do not with their reasons. */
export interface Request {
  readonly rows: readonly Row[]
  readonly malformed: readonly Rejected[]
}

/** A row that was named and judged as far as it can be alone. */
export interface PreparedRow {
  readonly index: number
  readonly id: string
  /** When what was seen began: with the id, what an earlier one is looked up by. */
  readonly fromMs: InstantMs
  readonly source: string
  /** Why it cannot be taken, whatever else is known; null where nothing is wrong with it. */
  readonly fault: string | null
}
/** A request of which all was worked out that hangs on nothing else. */
export interface Prepared {
  readonly root: string
  readonly rows: readonly PreparedRow[]
  readonly malformed: readonly Rejected[]
  /**
   * How many rows a signed batch had when it was signed, where an edge had to drop them for want of disk: only the
   * signed statement is left of it.
   */
  readonly dropped?: number
}

/** What was taken before. It grows without end, so it is no part of the state; whoever keeps it answers at once. */
export interface Memory {
  readonly has: (row: Pick<PreparedRow, 'id' | 'fromMs'>) => boolean
  readonly answerOf: (root: string) => Answer | undefined
}
/** What a batch is judged against. */
export interface Known extends Memory {
  /** Why this source may not report, or null where it may. */
  readonly sourceFault: (source: string) => string | null
}
/** What was decided: `repeated` and `refused` change nothing, and nothing is recorded for them. */
export interface Judged {
  readonly kind: 'accepted' | 'repeated' | 'refused'
  readonly answer: Answer
  /** Which of the prepared rows were taken: their places in that list, rising. */
  readonly taken: readonly number[]
}

/** The reason for a row whose id is known from another batch, or stands twice in this one. */
export const DUPLICATE = 'duplicate'

/** A prepared request with what it was made from, row by row. */
export interface PreparedRequest extends Prepared {
  readonly observations: readonly Observation[]
  /** The text that each id is the hash of: canonical JSON without the id. */
  readonly contents: readonly string[]
}

/** Names each row, works out the batch's root, and finds what is wrong with a row alone by the clock in force. */
export function prepare(
  { rows, malformed }: Request,
  {
    nowMs,
    hashing = OWN_HASHING,
  }: { readonly nowMs: InstantMs; readonly hashing?: Hashing | undefined },
): PreparedRequest {
  const contents: string[] = []
  const observations: Observation[] = []
  const prepared: PreparedRow[] = []
  for (const { index, observation } of rows) {
    const content = contentText(observation)
    const id = hashing.hexOfText(content)
    const { id: claimed, source } = observation
    const fault =
      claimed !== undefined && claimed !== id
        ? `/id: ${claimed} is not the hash of this observation, which is ${id}; leave the id out, or hash the content as sent`
        : faultOf(observation, nowMs)
    contents.push(content)
    observations.push({ ...observation, id })
    prepared.push({ index, id, fromMs: observation.observed.fromMs, source, fault })
  }
  const ids = prepared.map(({ id }) => id)
  return { root: batchRoot(ids, hashing), rows: prepared, malformed, observations, contents }
}

/** Judges a request. The same request after the batch was recorded gives the same answer, byte for byte. */
export function judge({ root, rows, malformed }: Prepared, known: Known): Judged {
  const stored = known.answerOf(root)
  if (stored !== undefined) return { kind: 'repeated', answer: stored, taken: [] }

  const rejected = [...malformed]
  const taken: number[] = []
  const seen = new Set<string>()
  // A batch rarely has more than one source.
  let [source, sourceFault] = ['', null as string | null]
  for (const [i, row] of rows.entries()) {
    if (row.source !== source) [source, sourceFault] = [row.source, known.sourceFault(row.source)]
    const reason = seen.has(row.id) || known.has(row) ? DUPLICATE : (sourceFault ?? row.fault)
    seen.add(row.id)
    if (reason === null) taken.push(i)
    else rejected.push({ index: row.index, reason })
  }
  rejected.sort((a, b) => a.index - b.index)
  const answer: Answer = { batch: root, accepted: taken.length, rejected }
  return { kind: taken.length === 0 ? 'refused' : 'accepted', answer, taken }
}
