/**
 * The embedded broker. It routes nothing: a message is taken in where a broker would ask whether it may be published, and the
 * library acknowledges (PUBACK) only after that. What it would then hand on is empty and on a topic that nobody can have.
 */
import type { EventEmitter } from 'node:events'
import type { Server, Socket } from 'node:net'
import {
  Aedes,
  type Client,
  type ConnectPacket,
  type PublishPacket,
  type Subscription,
} from 'aedes'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Intake } from '@holdfast/engine/intake'
import type { MqttBrokerWay, Report, Way } from '../ways/index.ts'
import { Connection } from './connection.ts'
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts'
import { listening, makeServer, whoIsAt } from './listen.ts'
import { Room } from './room.ts'
import { Seat, type Sent } from './seat.ts'
import { sparing } from './sparing.ts'
import { refuse, takeBatch, takeBytes, type Message, type Outcome } from './taking.ts'
import { answersTopic, CLIENT_ID, readTopic } from './topics.ts'

const SETTLED_TOPIC = '$holdfast/settled'
const NOTHING = Buffer.alloc(0)
const CONNECT_MS = 10_000
/** How long acknowledgements may take to leave when the broker closes, milliseconds. */
const FLUSH_MS = 2_000
/** CONNACK return codes (MQTT 3.1.1, table 3.1), and the reason code of MQTT 5 for its version (5, 3.2.2.2). */
const [IDENTIFIER_REJECTED, NOT_AUTHORIZED, UNSUPPORTED_VERSION_5] = [2, 5, 0x84]
const connack = (code: number): Buffer => Buffer.from([0x20, 2, 0, code])
const CONNACK_5 = Buffer.from([0x20, 3, 0, UNSUPPORTED_VERSION_5, 0])

/** A message that was read, freed from its packet. */
interface Arrived extends Sent {
  readonly bytes: Uint8Array
  readonly qos: number
  readonly isRetained: boolean
}

const again = (error: unknown): Outcome => ({
  kind: 'again',
  detail: error instanceof Error ? error.message : String(error),
})

class Broker {
  readonly #spec: MqttBrokerWay
  readonly #intake: Intake
  readonly #report: Report
  readonly #limits: BrokerLimits
  readonly #room: Room
  readonly #closing = new AbortController()
  readonly #seats = new Map<Client, Seat>()
  readonly #byId = new Map<string, Seat>()
  readonly #working = new Set<Promise<unknown>>()
  #connections = 0
  lastError: string | null = null
  readonly aedes: Aedes

  constructor(spec: MqttBrokerWay, intake: Intake, report: Report, limits: BrokerLimits) {
    this.#spec = spec
    this.#intake = intake
    this.#report = sparing(report)
    this.#limits = limits
    this.#room = new Room(limits.bytesAtOnceMax)
    this.aedes = new Aedes({
      connectTimeout: CONNECT_MS,
      drainTimeout: limits.messageMs,
      preConnect: (client, packet, done) => {
        const fault = this.#connectFault(client, packet)
        if (fault === null) done(null, true)
        else {
          client.conn.write(fault.connack)
          done(new Error(fault.why), false)
        }
      },
      authorizePublish: (client, packet, done) => {
        const seat = client === null ? undefined : this.#seats.get(client)
        if (seat === undefined) done(new Error('nobody publishes this'))
        else this.#keep(this.#publish(seat, packet, done))
      },
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#subscribed(client, subscription)),
      authorizeForward: (client, packet) =>
        packet.topic === answersTopic(client.id) ? packet : null,
    })
    this.aedes.on('unsubscribe', (topics, client) => {
      if (topics.includes(answersTopic(client.id))) this.#seats.get(client)?.hears(false)
    })
    const failed = (client: Client, error: Error): void =>
      this.say(`${client.id ?? 'a client'} was disconnected: ${error.message}`)
    this.aedes.on('clientError', failed)
    this.aedes.on('connectionError', failed)
  }

  /** Tells the operator, and keeps it as the last error. */
  say(text: string): void {
    this.lastError = text
    this.#report(`${this.#spec.id}: ${text}`)
  }

  /** Clients that are connected. */
  get peers(): number {
    return this.#byId.size
  }

  /** Takes a connection, unless its address has too many. */
  accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const ofAddress = [...this.#seats.values()].filter(
      ({ connection }) => connection.address === address,
    ).length
    if (
      this.#connections >= this.#limits.clientsMax ||
      ofAddress >= this.#limits.clientsOfAddressMax
    ) {
      this.say(`a connection from ${address} was refused: there are too many`)
      socket.destroy()
      return
    }
    this.#connections += 1
    const connection = new Connection(socket, {
      room: this.#room,
      limits: this.#limits,
      fault: (text) => this.#keep(this.#breakOff(seat, text)),
    })
    const client = this.aedes.handle(socket)
    const seat = new Seat(client, connection, whoIsAt(socket), this.#limits)
    this.#seats.set(client, seat)
    socket.once('close', () => {
      this.#connections -= 1
      this.#seats.delete(client)
      for (const [id, held] of this.#byId) if (held === seat) this.#byId.delete(id)
      this.#keep(seat.endFeeds(this.#intake))
    })
  }

  #keep(work: Promise<unknown>): void {
    const kept = work
      .catch((error: unknown) => this.say(error instanceof Error ? error.message : String(error)))
      .finally(() => this.#working.delete(kept))
    this.#working.add(kept)
  }

  #connectFault(
    client: Client,
    packet: ConnectPacket,
  ): { readonly why: string; readonly connack: Uint8Array } | null {
    const { clientId: id, protocolVersion } = packet
    const seat = this.#seats.get(client)
    if (protocolVersion === 5)
      return { why: 'it speaks MQTT 5; let it speak 3.1.1', connack: CONNACK_5 }
    if (seat === undefined) return { why: 'it is gone', connack: connack(NOT_AUTHORIZED) }
    if (packet.will !== undefined)
      return { why: 'it leaves a will, and none is taken', connack: connack(NOT_AUTHORIZED) }
    if (!CLIENT_ID.test(id))
      return {
        why: `its client id has to be 1 to 64 of A-Z a-z 0-9 . _ : -`,
        connack: connack(IDENTIFIER_REJECTED),
      }
    const other = this.#byId.get(id)
    // A client that comes back takes its place again; a stranger may not put another out.
    if (other !== undefined && other.who !== seat.who)
      return {
        why: `the client id ${id} is in use from elsewhere`,
        connack: connack(IDENTIFIER_REJECTED),
      }
    this.#byId.set(id, seat)
    // Sessions that outlive their connection would gather answers for clients that never come back.
    packet.clean = true
    return null
  }

  #subscribed(client: Client, subscription: Subscription): Subscription | null {
    if (subscription.topic !== answersTopic(client.id)) return null
    this.#seats.get(client)?.hears(true)
    return subscription
  }

  async #publish(
    seat: Seat,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): Promise<void> {
    const settled = seat.connection.came()
    const { topic, payload, qos, retain, messageId } = packet
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const arrived = { topic, bytes, qos, isRetained: retain, packet: messageId ?? null }
    // The library goes on with the packet after us.
    Object.assign(packet, { topic: SETTLED_TOPIC, payload: NOTHING, retain: false })
    const work = this.#take(seat, arrived).catch(again)
    await seat.inTurn(work, async (outcome) => {
      await seat.tell({ topic, packet: arrived.packet }, outcome)
      settled()
      if (!seat.client.closed) done(this.#disconnectsFor(seat, outcome, qos))
    })
  }

  /** Null acknowledges. */
  #disconnectsFor(seat: Seat, outcome: Outcome, qos: number): Error | null {
    if (outcome.kind === 'again') return new Error(`it is to send again: ${outcome.detail}`)
    if (outcome.kind !== 'problem') return null
    this.lastError = `${seat.client.id}: ${outcome.detail}`
    if (qos === 2) return new Error(outcome.detail)
    return seat.isRefusedTooOften()
      ? new Error(`too many of its messages were refused; the last one: ${outcome.detail}`)
      : null
  }

  async #take(seat: Seat, { topic, bytes, qos, isRetained }: Arrived): Promise<Outcome> {
    const intake = this.#intake
    const read = readTopic(topic)
    const from = `${this.#spec.id}/${seat.client.id}`
    const isTopic = !isRefused(read)
    const message: Message = {
      topic: topic.slice(0, 512),
      bytes,
      from,
      source: isTopic ? read.source : '',
      format: isTopic && read.kind === 'feed' ? read.format : 'observations',
    }
    const no = async (detail: string, status = 400): Promise<Outcome> =>
      await refuse(intake, message, { status, detail })
    if (!isTopic) return await no(read.refused, 404)
    if (isRetained) return await no('retained messages are not taken; send it without retain')
    if (qos === 2) return await no('QoS 2 is not taken; send it with QoS 1')
    if (bytes.length === 0) return await no('the message is empty')
    if (read.kind === 'batch') {
      if (qos === 0)
        return await no(
          'observations are not taken with QoS 0, which acknowledges nothing; use QoS 1',
        )
      const { signal } = this.#closing
      const patience = { againMs: this.#limits.againMs, signal }
      return await takeBatch(intake, message, { ...patience, onlySource: read.source })
    }
    const id = `${from}/${read.format}/${read.source}/${seat.connection.socket.remotePort ?? 0}`
    const { format, source } = read
    const feed = await seat.feed(intake, { id, channel: 'mqtt', format, options: {}, source })
    return isRefused(feed) ? await no(feed.refused, 403) : await takeBytes(feed, bytes)
  }

  /** The client is told why, then closed. */
  async #breakOff(seat: Seat, detail: string): Promise<void> {
    this.say(`${seat.client.id ?? 'a client'}: ${detail}`)
    await seat.inTurn(
      Promise.resolve({ kind: 'problem', status: 413, detail }),
      async (outcome) => {
        await refuse(
          this.#intake,
          {
            topic: '(not read)',
            bytes: NOTHING,
            from: `${this.#spec.id}/${seat.client.id ?? ''}`,
            source: '',
            format: 'observations',
          },
          { status: 413, detail },
        )
        await seat.tell(null, outcome)
        seat.connection.socket.destroySoon()
      },
    )
  }

  /** Nothing more is read; what was read becomes durable and is acknowledged; then all are disconnected. */
  async close(server: Server): Promise<void> {
    server.close()
    this.#closing.abort()
    const seats = [...this.#seats.values()]
    for (const { connection } of seats) connection.stop()
    while (this.#working.size > 0) await Promise.all(this.#working)
    await Promise.all(seats.map(async ({ connection }) => await flushed(connection.socket)))
    await new Promise<void>((resolve) => {
      this.aedes.close(() => resolve())
    })
    for (const { connection } of seats) connection.socket.destroy()
    while (this.#working.size > 0) await Promise.all(this.#working)
    await Promise.all(seats.map(async (seat) => await seat.endFeeds(this.#intake)))
  }
}

async function flushed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, FLUSH_MS)
    socket.once('close', () => resolve())
    socket.end(() => resolve())
    void timer.unref()
  })
}

/** Starts the broker; refused where it cannot listen. `limits` are for tests. */
export async function startMqttBroker(
  spec: MqttBrokerWay,
  intake: Intake,
  report: Report,
  limits: BrokerLimits = BROKER_LIMITS,
): Promise<Way | Refused> {
  const broker = new Broker(spec, intake, report, limits)
  const server = await makeServer(spec, (socket) => broker.accept(socket))
  if (isRefused(server)) return server
  server.maxConnections = limits.clientsMax
  await broker.aedes.listen()
  const address = await listening(server, spec)
  if (isRefused(address)) {
    broker.aedes.close()
    return address
  }
  server.on('error', (error) => broker.say(error.message))
  // The library's types leave out the one event that would end the process when nobody hears it.
  const emitter: EventEmitter = broker.aedes
  emitter.on('error', (error: unknown) =>
    broker.say(error instanceof Error ? error.message : String(error)),
  )
  const scheme = spec.tls === null ? 'mqtt' : 'mqtts'
  const where = `${scheme}://${spec.host}:${address.port}`
  report(`${spec.id}: MQTT 3.1.1 broker on ${where}`)
  let closing: Promise<void> | null = null
  return {
    status: () => ({
      id: spec.id,
      kind: spec.kind,
      where,
      isUp: server.listening && closing === null,
      peers: broker.peers,
      lastError: broker.lastError,
    }),
    close: async () => await (closing ??= broker.close(server)),
  }
}
