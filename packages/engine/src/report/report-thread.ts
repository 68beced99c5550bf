/**
 * Where reports are made and checked: a thread of its own, so that counting, laying out and writing one keeps nobody
 * waiting. From TypeScript source (tests) no compiled worker lies beside this file: then the calling thread does it, and
 * `mode` says so; the bytes are the same.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { IssueReport } from '@holdfast/core/report'
import type { Refused } from '@holdfast/core/units'
import type { ReportRequest } from './make-report.ts'
import type { FromThread, ToThread } from './messages.ts'
import { packFrom, type SealedLog } from './sealed-log.ts'
import { doReport, type ReportDone, type ReportJob } from './work.ts'

/** Jobs that may be under way or wait at once; one more is refused. */
export const REPORTS_WAITING_MAX = 16
/** Heap of the thread, MiB: a report of the most rows, and the state of a long log beside it. */
const HEAP_MIB_MAX = 1_024
const WORKER = new URL('./worker.js', import.meta.url)

/** Refused for now: the same may be asked again. */
export type Busy = Refused & { readonly status: 503 }
/** Starts a thread. */
export type StartWorker = () => Worker

const startWorker: StartWorker = () =>
  new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX } })
const busy = (refused: string): Busy => ({ refused, status: 503 })
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** How a job on a thread ended. */
type Ended =
  | { readonly kind: 'done'; readonly done: ReportDone[ReportJob['kind']] }
  | { readonly kind: 'failed' | 'lost'; readonly why: string }

/** Makes and checks reports, one after the other. Starts its thread on first use; `close` ends it. */
export class ReportThread {
  /** Whether jobs run in a thread of their own, or in the caller's as under TypeScript source. */
  readonly mode: 'worker' | 'inThread'
  readonly #start: StartWorker
  #worker: Worker | null = null
  #waiting = 0
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false
  #underWay: { readonly log: SealedLog; readonly end: (ended: Ended) => void } | null = null

  /** `start` is given where another thread than the compiled one shall do the work. */
  constructor(start?: StartWorker) {
    const isCompiled = existsSync(fileURLToPath(WORKER))
    this.mode = start !== undefined || isCompiled ? 'worker' : 'inThread'
    this.#start = start ?? startWorker
  }

  /** Makes a report as a file. Refused where too many wait, and where the thread broke off. */
  async make(log: SealedLog, request: ReportRequest): Promise<ReportDone['make'] | Busy> {
    return (await this.#do(log, { kind: 'make', request })) as ReportDone['make'] | Busy
  }

  /** Checks a file against the log. */
  async check(log: SealedLog, bytes: Uint8Array): Promise<ReportDone['check'] | Busy> {
    return (await this.#do(log, { kind: 'check', bytes })) as ReportDone['check'] | Busy
  }

  /** Whether the record gives the file that an issue names; null where it does. */
  async issue(log: SealedLog, issue: IssueReport): Promise<ReportDone['issue'] | Busy> {
    return (await this.#do(log, { kind: 'issue', issue })) as ReportDone['issue'] | Busy
  }

  /** Ends the thread and frees its memory; a job that is under way is refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #do(log: SealedLog, job: ReportJob): Promise<ReportDone[ReportJob['kind']] | Busy> {
    if (this.#waiting >= REPORTS_WAITING_MAX)
      return busy(
        `${REPORTS_WAITING_MAX} reports are being made or wait already; ask again in a moment`,
      )
    this.#waiting += 1
    const turn = this.#turn.then(async () => await this.#inTurn(log, job))
    this.#turn = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }

  async #inTurn(log: SealedLog, job: ReportJob): Promise<ReportDone[ReportJob['kind']] | Busy> {
    if (this.#isClosed) return busy('the server is closing; ask again once it is back')
    if (this.mode === 'inThread') return await doReport(log, job)
    const ended = await this.#ask(log, job)
    if (ended.kind === 'done') return ended.done
    // What the thread threw is a fault of the program here as there.
    if (ended.kind === 'failed') throw new Error(ended.why)
    return busy(`the thread that makes reports broke off (${ended.why}); ask again`)
  }

  async #ask(log: SealedLog, job: ReportJob): Promise<Ended> {
    const worker = (this.#worker ??= this.#started())
    // While somebody waits for an answer the process must not end; an idle thread keeps none alive.
    worker.ref()
    const { size, exercise, nowMs } = log
    const ended = await new Promise<Ended>((end) => {
      this.#underWay = { log, end }
      tell(worker, { kind: 'do', job, log: { size, exercise, nowMs } })
    })
    this.#underWay = null
    worker.unref()
    return ended
  }

  #started(): Worker {
    const worker = this.#start()
    let why = 'it ended by itself'
    worker.on('message', (message: FromThread) => {
      const asked = this.#underWay
      if (asked === null || this.#worker !== worker) return
      if (message.kind === 'want') void give(worker, asked.log, message.from)
      else asked.end(message)
    })
    worker.on('error', (error) => {
      why = wordsOf(error)
    })
    // An idle thread may end, too: the next job gets a fresh one.
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
      this.#underWay?.end({ kind: 'lost', why })
    })
    return worker
  }
}

async function give(worker: Worker, log: SealedLog, from: number): Promise<void> {
  try {
    const chunk = await packFrom(log, from)
    tell(worker, { kind: 'chunk', chunk }, [chunk.bytes])
  } catch (error) {
    tell(worker, { kind: 'unread', why: wordsOf(error) })
  }
}

function tell(worker: Worker, message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer)
}
