/**
 * Server-sent events (HTML Living Standard, 9.2). The engine is listened to once for each office that has clients, at the
 * guarantors' for each nation: one hears at once of an offer that another may not know of. Each message is written out once
 * and handed to every client of the channel. Only `projected` messages carry an id, the log
 * size: a client that comes back with it gets every kept message after that size, at least once. When that
 * much is no longer kept it gets the present size with `resync`, and reads the picture anew.
 *
 * `tracks` messages come several times a second and each replaces what was said of its tracks before. They are not kept,
 * and a client that reads too slowly for them is spared them: when it has room again it is told to `resync`, and asks
 * for the tracks anew.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '@holdfast/core/nations'
import type { EnginePort, StreamMessage } from './engine-port.ts'
import type { Limits } from './limits.ts'
import { Problem } from './problem.ts'

interface Client {
  readonly response: ServerResponse
  readonly untilMs: number
  /** It was spared `tracks` messages and does not know yet. */
  isSpared: boolean
}
/** Whose stream it is. */
type Whose = Pick<Actor, 'office' | 'nation'>

interface Channel {
  /** Ends the listening. */
  stop: () => void
  readonly clients: Set<Client>
  /** Oldest first; `size` is the log size that each is part of. */
  readonly kept: { readonly size: number; readonly text: string }[]
  /** Whoever has seen this size or a larger one has missed nothing that is no longer kept. */
  keptFrom: number
}

const projectedText = (size: number, data: object): string =>
  `id: ${size}\nevent: projected\ndata: ${JSON.stringify({ size, ...data })}\n\n`

const messageText = (message: Exclude<StreamMessage, TracksMessage>): string =>
  message.kind === 'projected'
    ? projectedText(message.size, { changed: message.changed })
    : `event: observation\ndata: ${JSON.stringify(message.observation)}\n\n`

type TracksMessage = Extract<StreamMessage, { kind: 'tracks' }>
const tracksText = (json: string): string => `event: tracks\ndata: ${json}\n\n`
const TRACKS_ANEW = tracksText('{"resync":true}')
/** Who hears the same. */
const channelOf = ({ office, nation }: Whose): string =>
  office === 'guarantors' ? `${office} ${nation}` : office
/** A client that has more than this share of its bytes waiting is spared tracks: what is recorded goes first. */
const SPARED_FROM_SHARE = 0.5

function lastSize(request: FastifyRequest): number | null {
  const id = request.headers['last-event-id']
  return typeof id === 'string' && /^\d{1,15}$/u.test(id) ? Number(id) : null
}

/** The live streams of one server. */
export class Streams {
  readonly #engine: EnginePort
  readonly #limits: Limits
  readonly #channels = new Map<string, Channel>()
  readonly #heart: NodeJS.Timeout

  constructor(engine: EnginePort, limits: Limits) {
    this.#engine = engine
    this.#limits = limits
    this.#heart = setInterval(() => this.#beat(), limits.streamHeartbeatMs)
    this.#heart.unref()
  }

  /** How many clients listen. */
  get clients(): number {
    return [...this.#channels.values()].reduce((sum, { clients }) => sum + clients.size, 0)
  }

  /** Answers a request with the actor's stream, until the client goes or its session ends. */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    { actor, untilMs }: { readonly actor: Whose; readonly untilMs: number },
  ): void {
    if (this.clients >= this.#limits.streamClientsMax)
      throw new Problem(503, 'too many live streams are open; try again later', {
        'retry-after': '30',
      })
    const channel = this.#channels.get(channelOf(actor)) ?? this.#listen(actor)
    const headers = reply.getHeaders() as Record<string, string>
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    const client: Client = { response, untilMs, isSpared: false }
    const leave = (): void => {
      channel.clients.delete(client)
    }
    response.on('close', leave)
    response.on('error', leave)
    channel.clients.add(client)
    this.#send(client, `retry: 2000\n\n${this.#missed(channel, lastSize(request))}`)
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#heart)
    for (const { stop, clients } of this.#channels.values()) {
      stop()
      for (const { response } of clients) response.end()
    }
  }

  #listen(actor: Whose): Channel {
    this.#makeRoom()
    const channel: Channel = {
      stop: () => undefined,
      clients: new Set(),
      kept: [],
      keptFrom: this.#engine.status('monitor').projected,
    }
    channel.stop = this.#engine.subscribe(actor, (message) => this.#tell(channel, message))
    this.#channels.set(channelOf(actor), channel)
    return channel
  }

  /** A channel that nobody listens to is kept for whoever comes back, as long as there is room. */
  #makeRoom(): void {
    if (this.#channels.size < this.#limits.streamClientsMax) return
    for (const [name, { stop, clients }] of this.#channels) {
      if (clients.size > 0) continue
      stop()
      this.#channels.delete(name)
      return
    }
  }

  #tell(channel: Channel, message: StreamMessage): void {
    if (message.kind === 'tracks') {
      this.#sendTracks(channel, tracksText(message.json))
      return
    }
    const text = messageText(message)
    channel.kept.push({ size: message.size, text })
    while (channel.kept.length > this.#limits.streamKeptMax)
      channel.keptFrom = channel.kept.shift()?.size ?? channel.keptFrom
    for (const client of channel.clients) this.#send(client, text)
  }

  #missed(channel: Channel, since: number | null): string {
    const size = this.#engine.status('monitor').projected
    if (since === null) return projectedText(size, { changed: {} })
    if (since > size || since < channel.keptFrom)
      return projectedText(size, { changed: {}, resync: true })
    return channel.kept
      .filter((message) => message.size > since)
      .map((message) => message.text)
      .join('')
  }

  #send(client: Client, text: string): void {
    // A client that does not read would have us keep everything for it.
    if (client.response.writableLength > this.#limits.streamWaitingBytesMax)
      client.response.destroy()
    else client.response.write(text)
  }

  #sendTracks({ clients }: Channel, text: string): void {
    const roomBytes = this.#limits.streamWaitingBytesMax * SPARED_FROM_SHARE
    for (const client of clients) {
      if (client.response.writableLength > roomBytes) client.isSpared = true
      else if (client.isSpared) {
        client.isSpared = false
        this.#send(client, TRACKS_ANEW)
      } else this.#send(client, text)
    }
  }

  #beat(): void {
    const nowMs = Date.now()
    for (const { clients } of this.#channels.values()) {
      for (const client of clients) {
        if (client.untilMs <= nowMs) client.response.end()
        else this.#send(client, ': still here\n\n')
      }
    }
  }
}
