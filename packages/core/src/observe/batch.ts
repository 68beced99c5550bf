import type { InstantMs } from '../units/index.ts'
import { faultOf } from './check.ts'
import type { Unidentified } from './check.ts'
import type { Hashing } from './hashing.ts'
import { batchRoot, identify } from './identity.ts'
import { hasId } from './id-set.ts'
import type { IdSet } from './id-set.ts'
import type { Observation } from './types.ts'

/**
 * What becomes of one request of observations.
 *
 * A sender that hears nothing sends again, so the answer hangs on what was sent and not on how often: the batch's
 * name is the Merkle root over all of its rows that fit the schema, in the order of the request. It is looked up
 * first, and a known root gives the stored answer. Only then is each row judged alone.
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
/** What was decided: `repeated` and `refused` change nothing, and nothing is recorded for them. */
export interface Judged {
  readonly kind: 'accepted' | 'repeated' | 'refused'
  readonly answer: Answer
  readonly observations: readonly Observation[]
}
/** What a batch is judged against. */
export interface Known {
  readonly ids: IdSet
  readonly answerOf: (root: string) => Answer | undefined
  /** Null where any source may report; otherwise whether this one may. */
  readonly isRegistered: ((source: string) => boolean) | null
  readonly nowMs: InstantMs
  /** Core's own by default. */
  readonly hashing?: Hashing | undefined
}

/** The reason for a row whose id is known from another batch, or stands twice in this one. */
export const DUPLICATE = 'duplicate'

/** Judges a request. The same request after the batch was recorded gives the same answer, byte for byte. */
export function judgeBatch({ rows, malformed }: Request, known: Known): Judged {
  const identified = rows.map(({ index, observation }) => ({
    index,
    claimedId: observation.id,
    observation: identify(observation, known.hashing),
  }))
  const batch = batchRoot(
    identified.map(({ observation }) => observation.id),
    known.hashing,
  )
  const stored = known.answerOf(batch)
  if (stored !== undefined) return { kind: 'repeated', answer: stored, observations: [] }

  const rejected = [...malformed]
  const observations: Observation[] = []
  const seen = new Set<string>()
  for (const { index, claimedId, observation } of identified) {
    const reason = reasonAgainst({ claimedId, observation, seen, known })
    seen.add(observation.id)
    if (reason === null) observations.push(observation)
    else rejected.push({ index, reason })
  }
  rejected.sort((a, b) => a.index - b.index)
  const answer: Answer = { batch, accepted: observations.length, rejected }
  return { kind: observations.length === 0 ? 'refused' : 'accepted', answer, observations }
}

interface Judging {
  readonly claimedId: string | undefined
  readonly observation: Observation
  readonly seen: ReadonlySet<string>
  readonly known: Known
}

function reasonAgainst({ claimedId, observation, seen, known }: Judging): string | null {
  const { id, source } = observation
  if (claimedId !== undefined && claimedId !== id)
    return `/id: ${claimedId} is not the hash of this observation, which is ${id}; leave the id out, or hash the content as sent`
  if (seen.has(id) || hasId(known.ids, id)) return DUPLICATE
  if (known.isRegistered !== null && !known.isRegistered(source))
    return `/source: ${JSON.stringify(source)} is not in the registry of sources; register it, then send again`
  return faultOf(observation, known.nowMs)
}
