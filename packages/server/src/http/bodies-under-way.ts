/**
 * The bodies of intake that are under way, and the room that each takes.
 *
 * A signed batch needs no login, so whoever reaches the port can begin one. Were its stated length set aside for it, a few
 * sockets that state much and send nothing would keep everybody out. So bytes count as they arrive, a body that stalls is
 * cut, and those who are not logged in share half of the room, each address no more than its part of it.
 */
import { Transform, type Readable, type TransformCallback } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from './limits.ts'
import { Problem } from './problem.ts'

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
