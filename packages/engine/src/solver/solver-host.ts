/**
 * A HiGHS runtime that answers questions one after the other, in a thread of its own: a solve blocks its thread for
 * seconds at worst, and a runtime that breaks must not take the process with it. Run from TypeScript source (tests) there
 * is no compiled worker: then the runtime is in the calling thread, with the same answers.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort, Worker } from 'node:worker_threads'
import type { Highs } from 'highs'
import { loadHighs } from './program-solver.ts'

/** Answers one question; may tell news on the way. */
export type Answering<Ask, News, Answer> = (
  highs: Highs,
  ask: Ask,
  onNews: (news: News) => void,
) => Answer
/** What the thread is asked. */
interface Asked<Ask> {
  readonly id: number
  readonly ask: Ask
}
/** What the thread tells: news on the way, the answer at the end. */
interface Told<News, Answer> {
  readonly id: number
  readonly news?: News
  readonly answer?: Answer
}
interface Waiting<News, Answer> {
  readonly resolve: (answer: Answer) => void
  readonly onNews: (news: News) => void
}
/** What a host is made of. */
interface HostParts<Ask, News, Answer> {
  /** The compiled module of its thread, which calls `serveSolver`; it need not exist. */
  readonly worker: URL
  /** The same as the thread does, for the calling thread. */
  readonly answer: Answering<Ask, News, Answer>
  /** The answer where there is none, with the reason. */
  readonly failed: (reason: string) => Answer
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** See the head of the file. The thread is started by the first question; `close` ends it and frees its memory. */
export class SolverHost<Ask, News, Answer> {
  /** Whether questions are answered in a thread of their own, or in the caller's as under TypeScript source. */
  readonly mode: 'worker' | 'inThread'
  readonly #parts: HostParts<Ask, News, Answer>
  readonly #waiting = new Map<number, Waiting<News, Answer>>()
  #worker: Worker | null = null
  #inThread: Promise<Highs> | null = null
  #nextId = 0
  #isClosed = false

  constructor(parts: HostParts<Ask, News, Answer>) {
    this.#parts = parts
    this.mode = existsSync(fileURLToPath(parts.worker)) ? 'worker' : 'inThread'
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Questions that the thread has not answered yet. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Answers every question; a runtime that breaks is the answer `failed`, never a rejection. */
  ask(ask: Ask, onNews: (news: News) => void): Promise<Answer> {
    return this.mode === 'worker' ? this.#askThread(ask, onNews) : this.#answerHere(ask, onNews)
  }

  /** Ends the thread, in the middle of a solve too; questions that still wait are answered `failed`. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#inThread = null
    const worker = this.#worker
    this.#worker = null
    this.#giveUp('the solver was closed')
    await worker?.terminate()
  }

  async #answerHere(ask: Ask, onNews: (news: News) => void): Promise<Answer> {
    try {
      this.#inThread ??= loadHighs()
      return this.#parts.answer(await this.#inThread, ask, onNews)
    } catch (error) {
      // A runtime that threw may be damaged: the next question gets a fresh one.
      this.#inThread = null
      return this.#parts.failed(`HiGHS broke off: ${reasonOf(error)}`)
    }
  }

  #askThread(ask: Ask, onNews: (news: News) => void): Promise<Answer> {
    const worker = (this.#worker ??= this.#start())
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve, onNews })
      worker.ref()
      const asked: Asked<Ask> = { id, ask }
      worker.postMessage(asked, [])
    })
  }

  #start(): Worker {
    const worker = new Worker(this.#parts.worker)
    worker.on('message', ({ id, news, answer }: Told<News, Answer>) => {
      // A late answer must not let go of a thread that `close` waits for.
      if (this.#worker !== worker) return
      if (news !== undefined) this.#waiting.get(id)?.onNews(news)
      if (answer === undefined) return
      this.#waiting.get(id)?.resolve(answer)
      this.#waiting.delete(id)
      // An idle solver keeps no process alive.
      if (this.#waiting.size === 0) worker.unref()
    })
    const lost = (reason: string): void => {
      if (this.#worker !== worker) return
      this.#worker = null
      this.#giveUp(reason)
    }
    worker.on('error', (error) => lost(`the solver's thread broke off: ${reasonOf(error)}`))
    worker.on('exit', (code) => lost(`the solver's thread ended with code ${code}`))
    return worker
  }

  #giveUp(reason: string): void {
    for (const { resolve } of this.#waiting.values()) resolve(this.#parts.failed(reason))
    this.#waiting.clear()
  }
}

/** The thread's side: questions are answered in order; an error ends the thread, and with it every question that waits. */
export function serveSolver<Ask, News, Answer>(answering: Answering<Ask, News, Answer>): void {
  const port = parentPort
  if (port === null) throw new Error('the solver worker runs in a worker thread only')
  const runtime = loadHighs()
  const tell = (told: Told<News, Answer>): void => port.postMessage(told)
  port.on('message', ({ id, ask }: Asked<Ask>) => {
    void runtime.then((highs) => {
      const answer = answering(highs, ask, (news) => tell({ id, news }))
      return tell({ id, answer })
    })
  })
}
