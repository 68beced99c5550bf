/**
 * The threads that prepare what comes in, so that the thread that writes the record and serves people only writes and
 * serves. Jobs of one feed go to one thread and keep their order. Run from TypeScript source (tests) there is no
 * compiled worker beside this file: then the work is done in the calling thread, with the same results.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Source } from '@holdfast/core/observe'
import type { Done, FeedSpec, Job } from './work.ts'
import { Workshop } from './workshop.ts'

/** Bytes that may be under way to the threads; over it `isFull` says so, and senders are told to wait. */
export const BYTES_UNDER_WAY_MAX = 64 * 1024 * 1024

interface Hand {
  readonly worker: Worker
  readonly waiting: Map<number, { resolve: (done: Done) => void; reject: (error: Error) => void }>
}

/** Some threads, or none. */
export class Crew {
  readonly #hands: readonly Hand[]
  readonly #inThread: Workshop | null
  #nextId = 0
  #turn = 0
  #bytes = 0
  #isClosed = false
  #failure: Error | null = null

  /** `threads` of 0 does all work in the calling thread. */
  constructor(threads: number) {
    const path = fileURLToPath(new URL('./worker.js', import.meta.url))
    const count = existsSync(path) ? threads : 0
    this.#hands = Array.from({ length: count }, () => this.#hire())
    this.#inThread = count === 0 ? new Workshop() : null
  }

  #hire(): Hand {
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    const waiting: Hand['waiting'] = new Map()
    worker.on('message', ({ id, done }: { id: number; done: Done }) => {
      waiting.get(id)?.resolve(done)
      waiting.delete(id)
    })
    const fail = (error: Error): void => {
      this.#failure ??= error
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    worker.on('error', fail)
    worker.on('exit', () => {
      if (!this.#isClosed) fail(new Error('a thread of intake ended by itself; start again'))
    })
    return { worker, waiting }
  }

  /** Why no more work is done; null while it is. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Whether a sender should wait before it hands over more. */
  get isFull(): boolean {
    return this.#bytes >= BYTES_UNDER_WAY_MAX
  }

  /** Tells every thread how the registry now stands. */
  tell(sources: Iterable<Source>): void {
    const job: Job = { kind: 'sources', sources: [...sources] }
    this.#inThread?.do(job)
    for (const hand of this.#hands) void this.#give(hand, job).catch(() => undefined)
  }

  /** A batch, by the next thread that has its turn. */
  async batch(job: Extract<Job, { kind: 'batch' }>): Promise<Done> {
    this.#turn += 1
    return await this.#counted(job.bytes.length, this.#turn, job)
  }

  /** Opens a feed with the thread that it will keep; `place` is a number of the feed's own. */
  async open(feed: FeedSpec, place: number): Promise<Done> {
    return await this.#counted(0, place, { kind: 'open', feed })
  }

  /** Bytes of a feed. */
  async push(job: Extract<Job, { kind: 'push' }>, place: number): Promise<Done> {
    const bytes = job.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    return await this.#counted(bytes, place, job)
  }

  async #counted(bytes: number, place: number, job: Job): Promise<Done> {
    if (this.#inThread !== null) return this.#inThread.do(job)
    const hand = this.#hands[place % this.#hands.length]
    if (hand === undefined || this.#failure !== null) throw this.#failure ?? new Error('no thread')
    this.#bytes += bytes
    try {
      return await this.#give(hand, job)
    } finally {
      this.#bytes -= bytes
    }
  }

  #give({ worker, waiting }: Hand, job: Job): Promise<Done> {
    this.#nextId += 1
    const id = this.#nextId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
      worker.postMessage({ id, job })
    })
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()))
  }
}
