/** What a message that is a batch comes to: durable, refused for now, or refused for good. */
import { Match } from '@nats-io/transport-node'
import type { JsMsg } from '@nats-io/jetstream'
import { DUPLICATE } from '@holdfast/core/observe'
import { isRefused } from '@holdfast/core/units'
import {
  MEDIA_TYPES,
  type Intake,
  type FeedReject,
  type IntakeRefusal,
  type MediaType,
  type RejectsOf,
} from '@holdfast/engine/intake'

/** The largest batch, bytes; the same as over HTTP. */
export const BATCH_BYTES_MAX = 16 * 1024 * 1024
/** Of one batch, rows that were not taken and are listed one by one among the rejects. */
export const ROWS_LISTED_MAX = 100
/** Bytes of a refused message that are kept for whoever looks at it. */
const BYTES_KEPT = 1_024

/** How a message was answered. */
export type Outcome =
  | { readonly kind: 'durable'; readonly accepted: number }
  | { readonly kind: 'later' | 'never'; readonly why: string }

const headerOf = ({ headers }: JsMsg, name: string): string =>
  headers?.get(name, Match.IgnoreCase) ?? ''

function mediaOf(message: JsMsg): MediaType | IntakeRefusal {
  const encoding = headerOf(message, 'Content-Encoding')
  if (encoding !== '' && encoding !== 'identity')
    return {
      refused: `Content-Encoding ${encoding} is not read over NATS; publish it as it is`,
      status: 415,
    }
  const stated = headerOf(message, 'Content-Type').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const type = stated === '' ? 'application/json' : stated
  return (
    MEDIA_TYPES.find((one) => one === type) ?? {
      refused: `Content-Type ${type} is not read; publish one of ${MEDIA_TYPES.join(', ')}`,
      status: 415,
    }
  )
}

/** Offers a message to intake. What intake or the ledger cannot do now is to be done later. */
export async function offer(message: JsMsg, feed: string, intake: Intake): Promise<Outcome> {
  try {
    const media = mediaOf(message)
    if (typeof media !== 'string')
      return await refuse(message, { feed, media: '', ...media }, intake)
    // A view into the socket's buffer would take all of that buffer to the thread with it.
    const bytes = new Uint8Array(message.data)
    if (bytes.length > BATCH_BYTES_MAX) {
      const refused = `the message has ${bytes.length} bytes; publish at most ${BATCH_BYTES_MAX} at once`
      return await refuse(message, { feed, media, refused, status: 413 }, intake)
    }
    const via = { channel: 'nats', feed, format: media }
    const answer = await intake.batch({ media, bytes, via, actor: null })
    if (isRefused(answer))
      return answer.status === 503
        ? { kind: 'later', why: answer.refused }
        : await refuse(message, { feed, media, ...answer }, intake)
    const rows = answer.rejected.filter(({ reason }) => reason !== DUPLICATE)
    await intake.keepRejects(ofWay(feed, media), [
      ...rows
        .slice(0, ROWS_LISTED_MAX)
        .map(({ index, reason }) => rowOf(message, 'row', `row ${index}: ${reason}`)),
      ...(rows.length > ROWS_LISTED_MAX
        ? [
            rowOf(
              message,
              'unlisted',
              `${rows.length - ROWS_LISTED_MAX} more rows of this batch were not taken`,
            ),
          ]
        : []),
    ])
    return { kind: 'durable', accepted: answer.accepted }
  } catch (error) {
    return { kind: 'later', why: error instanceof Error ? error.message : String(error) }
  }
}

const ofWay = (feed: string, format: string): RejectsOf => ({
  via: { channel: 'nats', feed, format },
  source: '',
})

function rowOf({ data, subject, seq }: JsMsg, reason: string, detail: string): FeedReject {
  return {
    reason,
    detail: `${detail} (message ${seq} of ${subject})`,
    offset: 0,
    length: data.length,
    bytes: data.slice(0, BYTES_KEPT),
  }
}

async function refuse(
  message: JsMsg,
  {
    feed,
    media,
    refused,
    status,
  }: IntakeRefusal & { readonly feed: string; readonly media: string },
  intake: Intake,
): Promise<Outcome> {
  const why = `${status}: ${refused}`
  await intake.keepRejects(ofWay(feed, media), [rowOf(message, 'refused', why)])
  return { kind: 'never', why }
}
