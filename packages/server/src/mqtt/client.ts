/**
 * A subscription at a broker that others run. The library acknowledges a message (PUBACK) when `handleMessage` calls back, so
 * that is done only once the message is durable or refused for good and on record; and the session is kept under one
 * client id, so that the broker holds for us what comes while we are away.
 */
import { connect, type IPublishPacket, type MqttClient } from 'mqtt'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Feed, Intake } from '@holdfast/engine/intake'
import type { MqttClientWay, Report, Way } from '../ways/index.ts'
import { sparing } from './sparing.ts'
import { refuse, takeBatch, takeBytes, type Message, type Outcome } from './taking.ts'
import { setTimeout as pause } from 'node:timers/promises'

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024
/** Pauses before the broker is tried again, milliseconds: doubled from the first to the last. */
const [RECONNECT_FIRST_MS, RECONNECT_LAST_MS] = [500, 30_000]
/** The broker keeps what comes for us so long, seconds (MQTT 5; with 3.1.1 it decides itself): a week. */
const SESSION_S = 7 * 86_400
/** Messages that an MQTT 5 broker may send before the first is acknowledged. */
const RECEIVE_MAX = 32
/** A message that there is no room for is offered again for so long before that is reported; then it is offered on. */
const AGAIN_MS = 10_000
/** How long a close waits for the message that is under way and for the goodbye. */
const CLOSE_MS = 5_000
const UNSUPPORTED: ReadonlySet<number> = new Set([1, 0x84])
const REFUSED_FROM = 0x80

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

class Subscription {
  readonly #spec: MqttClientWay
  readonly #intake: Intake
  readonly #report: Report
  readonly #feed: Feed | null
  readonly #closing = new AbortController()
  #working: Promise<unknown> = Promise.resolve()
  #client: MqttClient | null = null
  #isSubscribed = false
  #waitMs = RECONNECT_FIRST_MS
  lastError: string | null = null

  constructor(spec: MqttClientWay, intake: Intake, report: Report, feed: Feed | null) {
    this.#spec = spec
    this.#intake = intake
    this.#report = sparing(report)
    this.#feed = feed
  }

  get isUp(): boolean {
    return this.#isSubscribed && this.#client?.connected === true
  }

  #say(text: string): void {
    this.lastError = text
    this.#report(`${this.#spec.id}: ${text}`)
  }

  /** Connects, and again whenever the connection is lost. Version 5 first; 3.1.1 with a broker that does not know 5. */
  connect(protocolVersion: 4 | 5): void {
    const { url, id } = this.#spec
    const { HOLDFAST_MQTT_USERNAME: username, HOLDFAST_MQTT_PASSWORD: password } = process.env
    const client = connect(url, {
      protocolVersion,
      clientId: `holdfast-${id}`,
      clean: false,
      resubscribe: false,
      reconnectPeriod: this.#waitMs,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(protocolVersion === 5
        ? {
            properties: {
              sessionExpiryInterval: SESSION_S,
              receiveMaximum: RECEIVE_MAX,
              maximumPacketSize: MESSAGE_BYTES_MAX,
            },
          }
        : {}),
    })
    this.#client = client
    client.handleMessage = (packet, done) => {
      // Not called back: not acknowledged, and nothing more is read from this connection.
      const settle = async (): Promise<void> => {
        if (await this.#handle(client, packet)) done()
      }
      this.#working = settle()
    }
    client.on('connect', () => this.#connected(client))
    client.on('close', () => this.#lost(client))
    client.on('error', (error) => {
      const code = 'code' in error ? error.code : undefined
      const speaksLess = protocolVersion === 5 && typeof code === 'number' && UNSUPPORTED.has(code)
      if (!speaksLess || client !== this.#client) this.#say(error.message)
      else {
        client.end(true)
        if (!this.#closing.signal.aborted) this.connect(4)
      }
    })
  }

  #connected(client: MqttClient): void {
    this.#waitMs = RECONNECT_FIRST_MS
    client.options.reconnectPeriod = this.#waitMs
    client.subscribe(this.#spec.topic, { qos: 1 }, (error, granted) => {
      const isRefusedByBroker = granted?.some(({ qos }) => qos >= REFUSED_FROM) ?? false
      this.#isSubscribed = error === null && !isRefusedByBroker
      if (this.#isSubscribed) this.lastError = null
      else if (!this.#closing.signal.aborted)
        this.#say(
          `the broker does not let us subscribe to ${this.#spec.topic}: ${error === null ? 'refused' : textOf(error)}`,
        )
    })
  }

  #lost(client: MqttClient): void {
    this.#isSubscribed = false
    if (this.#closing.signal.aborted || client !== this.#client) return
    this.#say(`no connection to ${this.#spec.url}; it is tried again`)
    this.#waitMs = Math.min(this.#waitMs * 2, RECONNECT_LAST_MS)
    client.options.reconnectPeriod = this.#waitMs
  }

  /** Whether the message is settled: durable, or refused for good and on record. */
  async #handle(client: MqttClient, packet: IPublishPacket): Promise<boolean> {
    const { signal } = this.#closing
    for (;;) {
      // A connection that was lost meanwhile brings its message again.
      if (signal.aborted || client !== this.#client) return false
      const outcome = await this.#take(packet).catch((error: unknown): Outcome => ({
        kind: 'again',
        detail: textOf(error),
      }))
      if (outcome.kind === 'problem') this.#say(`${packet.topic}: ${outcome.detail}`)
      if (outcome.kind !== 'again') return true
      this.#say(`a message waits: ${outcome.detail}`)
      await pause(RECONNECT_FIRST_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  async #take({ topic, payload, properties }: IPublishPacket): Promise<Outcome> {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const feed = this.#feed
    const message: Message = {
      topic: topic.slice(0, 512),
      bytes,
      from: this.#spec.id,
      source: feed?.spec.source ?? '',
      format: feed?.spec.format ?? 'observations',
      contentType: properties?.contentType,
    }
    if (bytes.length > MESSAGE_BYTES_MAX) {
      const detail = `a message of ${bytes.length} bytes; send at most ${MESSAGE_BYTES_MAX} at once`
      return await refuse(this.#intake, message, { status: 413, detail })
    }
    if (feed !== null) return await takeBytes(feed, bytes)
    return await takeBatch(this.#intake, message, {
      againMs: AGAIN_MS,
      signal: this.#closing.signal,
    })
  }

  /** Lets the message that is under way be settled and acknowledged, and says goodbye; the session stays at the broker. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#working
    const client = this.#client
    if (client !== null) {
      // With a message that was left unacknowledged the library never comes to an orderly end.
      const over = client.endAsync(!client.connected)
      const late = new AbortController()
      const isLate = pause(CLOSE_MS, 'late', { signal: late.signal, ref: false }).catch(
        () => 'late',
      )
      if ((await Promise.race([over, isLate])) === 'late') client.end(true)
      late.abort()
    }
    if (this.#feed !== null) await this.#intake.close(this.#feed.spec.id)
  }
}

function urlFault({ id, url }: MqttClientWay): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || (parsed.protocol !== 'mqtt:' && parsed.protocol !== 'mqtts:'))
    return `way ${id}: url: write mqtt://host:port or mqtts://host:port`
  return parsed.username === '' && parsed.password === ''
    ? null
    : `way ${id}: url: take the credentials out; they come from HOLDFAST_MQTT_USERNAME and HOLDFAST_MQTT_PASSWORD`
}

/** Subscribes at a broker. It starts whether or not the broker is there; refused where it could never work. */
export async function startMqttClient(
  spec: MqttClientWay,
  intake: Intake,
  report: Report,
): Promise<Way | Refused> {
  const fault = urlFault(spec)
  if (fault !== null) return { refused: fault }
  const feed =
    spec.feed === null ? null : await intake.open({ ...spec.feed, id: spec.id, channel: 'mqtt' })
  if (feed !== null && isRefused(feed)) return feed
  const subscription = new Subscription(spec, intake, report, feed)
  subscription.connect(5)
  let closing: Promise<void> | null = null
  return {
    status: () => ({
      id: spec.id,
      kind: spec.kind,
      where: `${spec.url} ${spec.topic}`,
      isUp: subscription.isUp,
      peers: subscription.isUp ? 1 : 0,
      lastError: subscription.lastError,
    }),
    close: async () => await (closing ??= subscription.close()),
  }
}
