/**
 * The threads that prepare what comes in, so that the thread that writes the record and serves people only writes and
 * serves. Jobs of one feed go to one thread and keep their order. Run from TypeScript source (tests) there is no
 * compiled worker beside this file: then the work is done in the calling thread, with the same results.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Source } from '@holdfast/core/observe'
import { Pressure } from './pressure.ts'
import type { Done, FeedSpec, Job } from './work.ts'
import { Workshop } from './workshop.ts'

/** Bytes that may be under way to the threads; over it `isFull` says so, and senders are told to wait. */
export const BYTES_UNDER_WAY_MAX = 64 * 1024 * 1024

/** The longest that one job may take, milliseconds; a thread that works longer is replaced. */
const JOB_MS_MAX = 60_000
/** What a thread prepares in a millisecond, bytes, at the least: a job that takes longer than its bytes was kept waiting. */
const BYTES_PER_MS = 5_000
/** Heap of one thread, MiB: more than the largest batch needs, less than would starve the machine. */
const HEAP_MIB_MAX = 1_024

interface Waiting {
  readonly resolve: (done: Done) => void
  readonly reject: (error: Error) => void
  readonly deadline: NodeJS.Timeout
}
interface Hand {
  worker: Worker
  readonly waiting: Map<number, Waiting>
}

/** Some threads, or none. */
export class Crew {
  readonly #hands: readonly Hand[]
  readonly #inThread: Workshop | null
  /** Open feeds with their places: a thread that is replaced opens its own again. */
  readonly #feeds = new Map<string, { readonly spec: FeedSpec; readonly place: number }>()
  #sources: readonly Source[] = []
  #nextId = 0
  #turn = 0
  #bytes = 0
  readonly #pressure = new Pressure()
  #isClosed = false
  #replaced = 0
  #lastFailure: string | null = null

  /** `threads` of 0 does all work in the calling thread. */
  constructor(threads: number) {
    const path = fileURLToPath(new URL('./worker.js', import.meta.url))
    const count = existsSync(path) ? threads : 0
    this.#hands = Array.from({ length: count }, () => this.#hire())
    this.#inThread = count === 0 ? new Workshop() : null
  }

  #hire(): Hand {
    const hand: Hand = { worker: this.#start(), waiting: new Map() }
    this.#listen(hand)
    return hand
  }

  #start(): Worker {
    return new Worker(new URL('./worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    })
  }

  #listen(hand: Hand): void {
    const { worker, waiting } = hand
    let why = 'it ended by itself'
    worker.on('message', ({ id, done }: { id: number; done: Done }) => {
      const one = waiting.get(id)
      if (one === undefined) return
      waiting.delete(id)
      clearTimeout(one.deadline)
      one.resolve(done)
    })
    worker.on('error', (error) => {
      why = error.message
    })
    worker.on('exit', () => {
      if (!this.#isClosed) this.#replace(hand, why)
    })
  }

  // What the thread was at work on is lost to its senders, who send again; nobody else notices.
  #replace(hand: Hand, why: string): void {
    this.#replaced += 1
    this.#lastFailure = why
    const lost = [...hand.waiting.values()]
    hand.waiting.clear()
    hand.worker = this.#start()
    this.#listen(hand)
    const place = this.#hands.indexOf(hand)
    const again: Job[] = [
      { kind: 'sources', sources: this.#sources },
      ...[...this.#feeds.values()]
        .filter((feed) => feed.place % this.#hands.length === place)
        .map(({ spec }): Job => ({ kind: 'open', feed: spec })),
    ]
    for (const job of again) void this.#give(hand, job).catch(() => undefined)
    for (const { reject, deadline } of lost) {
      clearTimeout(deadline)
      reject(new Error(`a thread of intake was replaced (${why}); send this again`))
    }
  }

  /** How many threads had to be replaced, and why the last one. */
  get replaced(): { readonly count: number; readonly last: string | null } {
    return { count: this.#replaced, last: this.#lastFailure }
  }

  /** Whether a sender should wait before it hands over more. */
  get isFull(): boolean {
    return this.#bytes >= BYTES_UNDER_WAY_MAX
  }

  /** Whether batches were kept waiting just now: the machine has no time left. */
  get isPressed(): boolean {
    return this.#pressure.isOn(performance.now())
  }

  /** Tells every thread how the registry now stands. */
  tell(sources: Iterable<Source>): void {
    this.#sources = [...sources]
    const job: Job = { kind: 'sources', sources: this.#sources }
    this.#inThread?.do(job)
    for (const hand of this.#hands) void this.#give(hand, job).catch(() => undefined)
  }

  /** A batch, or a run of them, by the next thread that has its turn. */
  async batch(job: Extract<Job, { kind: 'batch' | 'run' }>): Promise<Done> {
    this.#turn += 1
    return await this.#counted(job.bytes.length, this.#turn, job)
  }

  /** Opens a feed with the thread that it will keep; `place` is a number of the feed's own. */
  async open(feed: FeedSpec, place: number): Promise<Done> {
    const done = await this.#counted(0, place, { kind: 'open', feed })
    if (!('refused' in done)) this.#feeds.set(feed.id, { spec: feed, place })
    return done
  }

  /** Bytes of a feed. */
  async push(job: Extract<Job, { kind: 'push' }>, place: number): Promise<Done> {
    const bytes = job.chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (job.ends) this.#feeds.delete(job.feed)
    return await this.#counted(bytes, place, job)
  }

  async #counted(bytes: number, place: number, job: Job): Promise<Done> {
    if (this.#inThread !== null) return this.#inThread.do(job)
    const hand = this.#hands[place % this.#hands.length]
    if (hand === undefined) throw new Error('intake has no thread')
    this.#bytes += bytes
    const beganMs = performance.now()
    try {
      return await this.#give(hand, job)
    } finally {
      this.#bytes -= bytes
      const endedMs = performance.now()
      this.#pressure.waited(endedMs - beganMs - bytes / BYTES_PER_MS, endedMs)
    }
  }

  #give({ worker, waiting }: Hand, job: Job): Promise<Done> {
    this.#nextId += 1
    const id = this.#nextId
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => void worker.terminate(), JOB_MS_MAX)
      deadline.unref()
      waiting.set(id, { resolve, reject, deadline })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
      worker.postMessage({ id, job })
    })
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#hands.map(({ worker }) => worker.terminate()))
    for (const { waiting } of this.#hands)
      for (const { deadline, reject } of waiting.values()) {
        clearTimeout(deadline)
        reject(new Error('intake is closed'))
      }
  }
}
