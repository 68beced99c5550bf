/** A connection, the stream on it, and the durable consumer, which is made where the stream has none of that name. */
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node'
import {
  AckPolicy,
  DeliverPolicy,
  jetstreamManager,
  JetStreamApiCodes,
  JetStreamApiError,
  type ConsumerInfo,
  type ConsumerMessages,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { isRefused } from '@holdfast/core/units'
import type { NatsWay } from '../ways/index.ts'
import { settingsOf } from './settings.ts'
import { troubleOf, type Trouble } from './trouble.ts'

/** Messages that are asked for ahead at once, and their bytes if each were as large as the server lets it be. */
export const [AHEAD_MESSAGES_MAX, AHEAD_BYTES_MAX] = [64, 32 * 1024 * 1024]
/** Of a consumer that is made here: milliseconds until a message without a word from us is delivered again. */
const ACK_WAIT_MS = 30_000
/** Of a consumer that is made here: messages that may be unacknowledged at once. */
const UNACKNOWLEDGED_MAX = 256

/** What is ready to bring messages. */
export interface Bound {
  readonly nc: NatsConnection
  readonly messages: ConsumerMessages
  /** The most messages to work on at once. */
  readonly aheadMax: number
  readonly ackWaitMs: number
  /** Whether the server reads why a message is terminated; before 2.11 it would not even terminate it. */
  readonly readsReasons: boolean
  /** Another one where the stream was deleted and made anew: its numbers begin again. */
  readonly streamMade: string
  /** What the operator should know of the consumer's settings. */
  readonly warnings: readonly string[]
}

const isMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound

async function consumerOf(jsm: JetStreamManager, spec: NatsWay): Promise<ConsumerInfo> {
  const { stream, consumer, feed } = spec
  try {
    return await jsm.consumers.info(stream, consumer)
  } catch (error) {
    if (!isMissing(error)) throw error
    return await jsm.consumers.add(stream, {
      durable_name: consumer,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      // One at a time keeps a feed's order even when we were killed: nothing overtakes what has to come again.
      max_ack_pending: feed === null ? UNACKNOWLEDGED_MAX : 1,
    })
  }
}

function consumerFault(spec: NatsWay, { config }: ConsumerInfo): string | null {
  const which = `nats ${spec.id}: the consumer ${spec.consumer} of ${spec.stream}`
  const mend = 'delete it, and it is made as it should be, or name another'
  if (config.deliver_subject !== undefined && config.deliver_subject !== '')
    return `${which} is a push consumer; ${mend}`
  return config.ack_policy === AckPolicy.Explicit
    ? null
    : `${which} does not wait for each message's acknowledgement (ack_policy ${config.ack_policy}); ${mend}`
}

function warningsOf(spec: NatsWay, { config }: ConsumerInfo): readonly string[] {
  const which = `nats ${spec.id}: the consumer ${spec.consumer}`
  const warnings: string[] = []
  const { max_deliver: deliveries = -1, max_ack_pending: unacknowledged = -1 } = config
  if (deliveries > 0)
    warnings.push(
      `${which} gives a message up after ${deliveries} deliveries, so a long outage loses some; set max_deliver to -1`,
    )
  if (spec.feed !== null && unacknowledged !== 1)
    warnings.push(
      `${which} lets ${unacknowledged} messages be unacknowledged; after a crash a feed's order is kept only with max_ack_pending 1`,
    )
  return warnings
}

const ackWaitOf = ({ config }: ConsumerInfo): number => {
  const waits = [config.ack_wait ?? nanos(ACK_WAIT_MS), ...(config.backoff ?? [])]
  return Math.min(...waits) / nanos(1)
}

function aheadMaxOf(info: ConsumerInfo, bytesMax: readonly number[]): number {
  const { max_ack_pending: unacknowledged = -1 } = info.config
  const largest = Math.min(...bytesMax.filter((bytes) => bytes > 0), AHEAD_BYTES_MAX)
  return Math.max(
    1,
    Math.min(
      AHEAD_MESSAGES_MAX,
      unacknowledged > 0 ? unacknowledged : AHEAD_MESSAGES_MAX,
      Math.floor(AHEAD_BYTES_MAX / largest),
    ),
  )
}

async function bindOn(nc: NatsConnection, spec: NatsWay): Promise<Bound | Trouble> {
  const jsm = await jetstreamManager(nc, { checkAPI: false })
  const stream = await jsm.streams.info(spec.stream)
  const info = await consumerOf(jsm, spec)
  const fault = consumerFault(spec, info)
  if (fault !== null) return { refused: fault, passes: false }
  const aheadMax = aheadMaxOf(info, [nc.info?.max_payload ?? 0, stream.config.max_msg_size])
  const consumer = await jsm.jetstream().consumers.get(spec.stream, spec.consumer)
  const messages = await consumer.consume({
    max_messages: aheadMax,
    abort_on_missing_resource: true,
  })
  const [major = 0, minor = 0] = (nc.info?.version ?? '').split('.').map(Number)
  return {
    nc,
    messages,
    aheadMax,
    ackWaitMs: ackWaitOf(info),
    readsReasons: major > 2 || (major === 2 && minor >= 11),
    streamMade: stream.created,
    warnings: warningsOf(spec, info),
  }
}

/** Connects and begins to ask for messages, or says why not; then nothing is left open. */
export async function bind(
  spec: NatsWay,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Bound | Trouble> {
  const settings = settingsOf(spec, env)
  if ('refused' in settings) return { refused: settings.refused, passes: false }
  let nc: NatsConnection
  try {
    nc = await connect(settings)
  } catch (error) {
    return troubleOf(error, spec)
  }
  try {
    const bound = await bindOn(nc, spec)
    if (isRefused(bound)) await nc.close()
    return bound
  } catch (error) {
    const trouble = troubleOf(error, spec)
    await nc.close()
    return trouble
  }
}
