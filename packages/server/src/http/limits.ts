/**
 * The limits, and the count of bodies of intake that are under way.
 *
 * A signed batch needs no login, so whoever reaches the port can begin one. Were its stated length set aside for it, a few
 * sockets that state much and send nothing would keep everybody out. So bytes count as they arrive, a body that stalls is
 * cut, and those who are not logged in share half of the room, each address no more than its part of it.
 */
import { Transform, type Readable, type TransformCallback } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** Every limit of the HTTP face. Bytes are of the body as sent; times in milliseconds. */
export interface Limits {
  /** A batch of observations, or the records of one request. */
  readonly batchBytesMax: number
  /** Batches and records that are being read or made durable at once, and their bytes in all as they arrive. */
  readonly batchesAtOnceMax: number
  readonly batchBytesAtOnceMax: number
  /** Of these, the ones without a login that one address may have under way; all of them together have half. */
  readonly anonymousAtOnceMax: number
  /** A body of which nothing arrives for so long is cut. */
  readonly bodyStallMs: number
  /** Time for the headers of a request, and for the whole of it, from its first byte to its last. */
  readonly headersMs: number
  readonly requestMs: number
  /** Any other body: a command may carry an agreement's text. */
  readonly bodyBytesMax: number
  /** Rows of one page of observations. */
  readonly pageRowsMax: number
  readonly streamClientsMax: number
  /** Bytes that may wait for one slow client before it is cut. */
  readonly streamWaitingBytesMax: number
  /** Messages kept for clients that come back. */
  readonly streamKeptMax: number
  readonly streamHeartbeatMs: number
  readonly sessionMs: number
  /** Entries that the projections may be behind before `/readyz` says so. */
  readonly lagEntriesMax: number
  /** Time for requests under way when the server closes. */
  readonly drainMs: number
  /** Above this the event loop is taken to be overrun, and requests get 503. */
  readonly eventLoopDelayMs: number
  readonly heapBytesMax: number
  /** Requests of one address in a minute, by kind. */
  readonly perMinute: {
    readonly logins: number
    readonly commands: number
    readonly batches: number
    readonly reads: number
  }
}

/** The limits unless options say otherwise. */
export const LIMITS: Limits = {
  batchBytesMax: 16 * 1024 * 1024,
  batchesAtOnceMax: 64,
  // With what the journal adds to them, these fit its queue.
  batchBytesAtOnceMax: 128 * 1024 * 1024,
  anonymousAtOnceMax: 16,
  bodyStallMs: 10_000,
  headersMs: 15_000,
  requestMs: 60_000,
  bodyBytesMax: 1024 * 1024,
  pageRowsMax: 1_000,
  streamClientsMax: 256,
  streamWaitingBytesMax: 1024 * 1024,
  streamKeptMax: 512,
  streamHeartbeatMs: 15_000,
  sessionMs: 12 * 3_600_000,
  lagEntriesMax: 1_000,
  drainMs: 5_000,
  eventLoopDelayMs: 3_000,
  heapBytesMax: 2 * 1024 * 1024 * 1024,
  perMinute: { logins: 20, commands: 240, batches: 30_000, reads: 3_000 },
}

/** A part of the room for bodies, and what is taken of it. */
interface Share {
  readonly slotsMax: number
  readonly bytesMax: number
  slots: number
  bytes: number
}

const full = (): Problem =>
  new Problem(503, 'too many batches are under way; send this one again', { 'retry-after': '1' })

/** One body's place in each share that it counts in, until it is freed. */
class Slot {
  readonly #shares: readonly Share[]
  readonly #freed: () => void
  #bytes = 0
  #isFree = false
  /** While the engine has the body, it takes room even if its sender has gone. */
  isWorking = false
  constructor(shares: readonly Share[], freed: () => void) {
    this.#shares = shares
    this.#freed = freed
    for (const share of shares) share.slots += 1
  }

  /** Counts bytes; the problem when there is no room for them. */
  count(bytes: number): Problem | null {
    if (this.#isFree) return null
    if (this.#shares.some((share) => share.bytes + bytes > share.bytesMax)) return full()
    for (const share of this.#shares) share.bytes += bytes
    this.#bytes += bytes
    return null
  }

  free(): void {
    if (this.#isFree) return
    this.#isFree = true
    for (const share of this.#shares) {
      share.slots -= 1
      share.bytes -= this.#bytes
    }
    this.#freed()
  }
}

/** A body on its way in: counted chunk by chunk, and cut when it stalls. */
class CountedBody extends Transform {
  /** Fastify compares it with the stated length and with the body's limit. */
  receivedEncodedLength = 0
  readonly #slot: Slot
  readonly #stalled: NodeJS.Timeout
  constructor(slot: Slot, stallMs: number) {
    super()
    this.#slot = slot
    this.#stalled = setTimeout(
      () => this.destroy(new Problem(408, `nothing of the body arrived for ${stallMs} ms`)),
      stallMs,
    )
    // Where Fastify refuses before it reads, nobody else listens.
    this.on('error', () => undefined)
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#stalled.refresh()
    this.receivedEncodedLength += chunk.length
    const problem = this.#slot.count(chunk.length)
    if (problem === null) done(null, chunk)
    else done(problem)
  }

  override _flush(done: TransformCallback): void {
    clearTimeout(this.#stalled)
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#stalled)
    done(error)
  }
}

/** The bodies of intake under way, of every route that takes them, within their limits. */
export class BodiesUnderWay {
  readonly #limits: Limits
  readonly #all: Share
  readonly #anonymous: Share
  readonly #byAddress = new Map<string, Share>()
  readonly #slots = new WeakMap<IncomingMessage, Slot>()
  constructor(limits: Limits) {
    this.#limits = limits
    this.#all = this.#share(limits.batchesAtOnceMax, 1)
    this.#anonymous = this.#share(Math.ceil(limits.batchesAtOnceMax / 2), 2)
  }

  /** A share of the bytes always has room for one body. */
  #share(slotsMax: number, part: number): Share {
    const { batchBytesMax, batchBytesAtOnceMax } = this.#limits
    const bytesMax = Math.max(batchBytesMax, Math.floor(batchBytesAtOnceMax / part))
    return { slotsMax, bytesMax, slots: 0, bytes: 0 }
  }

  #sharesOf({ session, ip }: FastifyRequest): readonly Share[] {
    if (session !== null) return [this.#all]
    // Half of the anonymous half: one address cannot fill it.
    const own = this.#byAddress.get(ip) ?? this.#share(this.#limits.anonymousAtOnceMax, 4)
    return [this.#all, this.#anonymous, own]
  }

  /** Gives a request its slot before its body is read (in onRequest), or throws 503. */
  enter(request: FastifyRequest, reply: FastifyReply): void {
    const { raw, ip } = request
    if (raw.destroyed || reply.raw.destroyed) throw new Problem(400, 'the sender went away')
    const shares = this.#sharesOf(request)
    if (
      shares.some(({ slots, slotsMax, bytes, bytesMax }) => slots >= slotsMax || bytes >= bytesMax)
    )
      throw full()
    const [, , own] = shares
    if (own !== undefined) this.#byAddress.set(ip, own)
    const gone = (): void => {
      if (!slot.isWorking) slot.free()
    }
    const slot = new Slot(shares, () => {
      if (own?.slots === 0) this.#byAddress.delete(ip)
    })
    this.#slots.set(raw, slot)
    // The response to a pipelined request may never be told; there the cut body is, and `answered` follows.
    reply.raw.once('close', gone)
  }

  /** The body as it is to be read (in preParsing). */
  counted({ raw }: FastifyRequest, payload: Readable): Readable {
    const slot = this.#slots.get(raw)
    if (slot === undefined) return payload
    const body = new CountedBody(slot, this.#limits.bodyStallMs)
    payload.once('error', (error) => body.destroy(error))
    payload.once('close', () => {
      if (!body.writableEnded) body.destroy(new Problem(400, 'the body ended too early'))
    })
    return payload.pipe(body)
  }

  /** Lets go of what is answered (in onSend): a sender that does not read its answer keeps no slot. */
  answered({ raw }: FastifyRequest): void {
    this.#slots.get(raw)?.free()
  }

  /** Does a request's work in its slot; `grow` counts what a body became by inflating, and throws 503 beyond the room. */
  async during<T>(
    { raw }: FastifyRequest,
    work: (grow: (bytes: number) => void) => Promise<T>,
  ): Promise<T> {
    const slot = this.#slots.get(raw)
    if (slot !== undefined) slot.isWorking = true
    try {
      return await work((bytes) => {
        const problem = slot?.count(Math.max(0, bytes)) ?? null
        if (problem !== null) throw problem
      })
    } finally {
      slot?.free()
    }
  }
}
