/**
 * One feed: bytes of one source in one format, from whatever carries them. `push` resolves when what the bytes held is
 * durable, so whoever reads a socket or a file waits for it before reading on: that is the back-pressure.
 */
import type { Actor } from '@holdfast/core/nations'
import { isRefused, type InstantMs } from '@holdfast/core/units'
import type { RejectsAccount } from './rejects-account.ts'
import type { Taken } from '../runtime/index.ts'
import type { Taker } from './taker.ts'
import type { Crew } from './crew.ts'
import type { FeedReject, FeedSpec, Pushed } from './work.ts'

/** Pauses before a batch that the journal had no room for is offered again, milliseconds. */
const AGAIN_MS = 50

/** Kinds of records that are no observation, counted one by one; the rest counts as other. */
const KINDS_MAX = 64

/** What a feed brought so far. */
export interface FeedCounts {
  readonly bytes: number
  readonly records: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejects: Readonly<Record<string, number>>
  readonly nothings: Readonly<Record<string, number>>
  /** When bytes last came; null: never. */
  readonly lastMs: InstantMs | null
}

/** What a feed works with. */
export interface FeedPorts {
  readonly taker: Taker
  readonly crew: Crew
  /** Where what was not understood is kept and counted. */
  readonly account: RejectsAccount
  /** Brings the threads' registry up to date. */
  readonly tell: () => void
  /** Who answers for what it brings. */
  readonly actor: Actor
  /** Whether the format signs each record. */
  readonly areRecordsSigned: boolean
  /** The feed's place among the threads. */
  readonly place: number
}

/** Bytes of a feed in the order in which they came, one push after the other. */
export class Feed {
  readonly spec: FeedSpec
  readonly #ports: FeedPorts
  readonly #counts = { bytes: 0, records: 0, accepted: 0, duplicates: 0 }
  readonly #rejects: Record<string, number> = {}
  readonly #nothings: Record<string, number> = {}
  #lastMs: InstantMs | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(spec: FeedSpec, ports: FeedPorts) {
    this.spec = spec
    this.#ports = ports
  }

  /** What the feed brought so far. */
  get counts(): FeedCounts {
    return {
      ...this.#counts,
      rejects: { ...this.#rejects },
      nothings: { ...this.#nothings },
      lastMs: this.#lastMs,
    }
  }

  /** Takes a chunk of a stream, or whole datagrams. Rejects only when the deployment can take nothing more. */
  async push(chunks: readonly Uint8Array[]): Promise<void> {
    await this.#inTurn(() => this.#take(chunks, false))
  }

  /** The feed is over: what waited for more bytes is settled, and what was not understood is on record. */
  async end(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#take([], true)
    })
  }

  /** Counts what was lost before it could be read: datagrams that came faster than they could be taken. */
  async lose(reason: string, detail: string, bytes: number, count = 1): Promise<void> {
    const lost = {
      offset: this.#counts.bytes,
      length: bytes,
      reason,
      detail,
      bytes: new Uint8Array(),
    }
    await this.#inTurn(() => this.#keepRejects([lost], count))
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(step)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #take(chunks: readonly Uint8Array[], ends: boolean): Promise<void> {
    const { taker, crew, place } = this.#ports
    const { nowMs, exercise } = taker
    const { receivedMs = nowMs } = this.spec
    const preparing = { nowMs, exercise }
    const job = { kind: 'push', feed: this.spec.id, chunks, receivedMs, ends, preparing } as const
    this.#ports.tell()
    const done = await crew.push(job, place)
    if ('refused' in done) throw new Error(done.refused)
    if (!('pushed' in done)) throw new Error('the thread answered something else')
    for (const chunk of chunks) this.#counts.bytes += chunk.length
    if (chunks.length > 0) {
      this.#lastMs = nowMs
      // Bytes that are no record of its format are no sign of life, and records that it signs speak when they are taken.
      const isAlive = done.pushed.records > 0 && !this.#ports.areRecordsSigned
      if (isAlive && this.spec.receivedMs === undefined) taker.alive?.(this.spec.source)
    }
    await this.#settle(done.pushed)
  }

  async #settle({ batch, records, rejects, nothings }: Pushed): Promise<void> {
    this.#counts.records += records
    for (const [kind, n] of Object.entries(nothings)) {
      const isKnown = Object.hasOwn(this.#nothings, kind)
      const what = isKnown || Object.keys(this.#nothings).length < KINDS_MAX ? kind : 'other'
      this.#nothings[what] = (this.#nothings[what] ?? 0) + n
    }
    this.#ports.account.addNothings(nothings)
    const refusedRows: FeedReject[] = []
    if (batch !== null) {
      const answer = await this.#durable(batch)
      if (answer.isRepeated === true) this.#counts.duplicates += answer.accepted
      else this.#counts.accepted += answer.accepted
      for (const { index, reason } of answer.rejected)
        if (reason === 'duplicate') this.#counts.duplicates += 1
        else
          refusedRows.push({
            offset: this.#counts.bytes,
            length: 0,
            reason: 'refused',
            detail: reason,
            bytes: batch.texts
              .slice(batch.starts[index] ?? 0, (batch.starts[index + 1] ?? 1) - 1)
              .slice(0, 1_024),
          })
    }
    await this.#keepRejects([...rejects, ...refusedRows])
  }

  async #durable(batch: NonNullable<Pushed['batch']>): Promise<Taken> {
    const { taker } = this.#ports
    const { id: feed, channel, format } = this.spec
    for (;;) {
      const answer = await taker.take(batch, this.#ports.actor, {
        channel,
        feed,
        format,
        ...(this.#ports.areRecordsSigned ? { signedRecords: true } : {}),
      })
      if (!isRefused(answer)) return answer
      // Only for want of room it is offered again; the socket or file waits meanwhile.
      if (answer.status !== 503) throw new Error(answer.refused)
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS)
      })
    }
  }

  async #keepRejects(rejects: readonly FeedReject[], times = 1): Promise<void> {
    for (const { reason } of rejects) this.#rejects[reason] = (this.#rejects[reason] ?? 0) + times
    const { account } = this.#ports
    await account.add(
      rejects.map((reject) => ({ ...reject, feed: this.spec.id })),
      times,
    )
    await account.record(false)
  }
}
