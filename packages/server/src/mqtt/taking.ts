/**
 * What becomes of one message, whoever carried it: durable, refused for good, or to be sent again. Only the last of the three
 * leaves a message unacknowledged: a message that will never be good would otherwise come again for ever. What is
 * refused for good is on record with its first bytes before it is acknowledged, so nothing is lost without a trace.
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DUPLICATE, type Answer } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import type { Feed, Intake, MediaType } from '@holdfast/engine/intake'
import { mediaOf } from './media.ts'

/** First bytes of a message that are kept where it, or a row of it, was refused. */
const REJECT_BYTES_MAX = 1_024
/** Rejected rows of one batch that are on record one by one; the rest are counted in one more. */
const REJECTED_ROWS_MAX = 100
/** Pauses before a batch is offered again, milliseconds: doubled from the first to the last. */
const [AGAIN_FIRST_MS, AGAIN_LAST_MS] = [20, 1_000]
const TRY_LATER = 503

/** What became of a message. `again`: nothing is known of it here; it must come once more. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'taken' }
  | { readonly kind: 'problem'; readonly status: number; readonly detail: string }
  | { readonly kind: 'again'; readonly detail: string }

/** A message as it came. */
export interface Message {
  readonly topic: string
  readonly bytes: Uint8Array
  /** Who sent it, for the record: the way, and its client where there is one. */
  readonly from: string
  /** As the topic or the way says; empty where none does. */
  readonly source: string
  readonly format: string
  readonly contentType?: string | undefined
}
/** How long a message may wait for room: not beyond so many milliseconds, nor the signal. */
export interface Patience {
  readonly againMs: number
  readonly signal: AbortSignal
}

const problem = (status: number, detail: string): Outcome => ({ kind: 'problem', status, detail })
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const MEDIA_MEND =
  'send a JSON or CBOR array of observations, or a signed batch (docs/reference/intake.md)'

// Handed to a thread, a view would take the whole buffer that it looks into with it.
const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)

/** Takes a batch of observations. With `onlySource` no row may be of another source. Never rejects. */
export async function takeBatch(
  intake: Intake,
  message: Message,
  { onlySource, ...patience }: Patience & { readonly onlySource?: string },
): Promise<Outcome> {
  const media = mediaOf(message.bytes, message.contentType)
  const outcome =
    media === null
      ? problem(415, `this is no body of observations; ${MEDIA_MEND}`)
      : await offer(intake, { message, media, patience, onlySource })
  return await recorded(intake, message, outcome)
}

interface Offer {
  readonly message: Message
  readonly media: MediaType
  readonly patience: Patience
  readonly onlySource: string | undefined
}

async function offer(
  intake: Intake,
  { message, media, patience, onlySource }: Offer,
): Promise<Outcome> {
  const offered = {
    media,
    bytes: ownBytes(message.bytes),
    via: { channel: 'mqtt', feed: message.from },
    actor: null,
    ...(onlySource === undefined ? {} : { onlySource }),
  }
  const untilMs = performance.now() + patience.againMs
  for (let waitMs = AGAIN_FIRST_MS; ; waitMs = Math.min(waitMs * 2, AGAIN_LAST_MS)) {
    const answer = await intake
      .batch(offered)
      .catch((error: unknown) => ({ refused: textOf(error), status: TRY_LATER }))
    if (!isRefused(answer)) return { kind: 'answer', answer }
    if (answer.status !== TRY_LATER) return problem(answer.status, answer.refused)
    if (patience.signal.aborted || performance.now() >= untilMs)
      return { kind: 'again', detail: answer.refused }
    await pause(waitMs, undefined, { signal: patience.signal }).catch(() => undefined)
  }
}

/** Takes bytes of a feed: `taken` once what they hold is durable. Never rejects. */
export async function takeBytes(feed: Feed, bytes: Uint8Array): Promise<Outcome> {
  try {
    await feed.push([ownBytes(bytes)])
    return { kind: 'taken' }
  } catch (error) {
    return { kind: 'again', detail: textOf(error) }
  }
}

/** Refuses a message for good, on record. */
export async function refuse(
  intake: Intake,
  message: Message,
  { status, detail }: { readonly status: number; readonly detail: string },
): Promise<Outcome> {
  return await recorded(intake, message, problem(status, detail))
}

/** Puts what was refused in the ledger; where that fails, the message has to come again. */
async function recorded(intake: Intake, message: Message, outcome: Outcome): Promise<Outcome> {
  const reasons = reasonsOf(outcome)
  if (reasons.length === 0) return outcome
  const { bytes, from: feed, source, format } = message
  const first = bytes.slice(0, REJECT_BYTES_MAX)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const rows = reasons.map(([reason, detail], i) => ({
    reason,
    detail: `${message.topic}: ${detail} (message of SHA-256 ${hash})`,
    offset: 0,
    length: bytes.length,
    // Rows are read elsewhere and their own bytes are not at hand; the message's are kept once.
    bytes: i === 0 ? first : new Uint8Array(),
  }))
  try {
    await intake.keepRejects({ via: { channel: 'mqtt', feed, format }, source }, rows)
    return outcome
  } catch (error) {
    return { kind: 'again', detail: `what was refused cannot be put on record: ${textOf(error)}` }
  }
}

function reasonsOf(outcome: Outcome): readonly (readonly [string, string])[] {
  if (outcome.kind === 'problem') return [['message', `${outcome.status}: ${outcome.detail}`]]
  if (outcome.kind !== 'answer') return []
  const rejected = outcome.answer.rejected.filter(({ reason }) => reason !== DUPLICATE)
  const listed = rejected
    .slice(0, REJECTED_ROWS_MAX)
    .map(({ index, reason }) => ['row', `row ${index}: ${reason}`] as const)
  const unlisted = rejected.length - listed.length
  return unlisted === 0 ? listed : [...listed, ['row', `${unlisted} more rows`] as const]
}
