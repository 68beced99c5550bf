/**
 * A bounded queue of planning jobs. A few run at once, more wait in their order, and so many that are over are kept to be
 * looked at. A job that is cancelled while it runs gives its place to the next only once its threads have ended.
 */
import type { JobEvent, JobKind, JobStatus, MoveJob, MoveJobAnswer } from '@holdfast/core/move/jobs'
import { isOver, stepJob } from '@holdfast/core/move/jobs'
import { PLAN_LABEL } from '@holdfast/core/move/model'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'

/** Most jobs that run at once: a simulation must not hold up a re-plan. */
export const JOBS_RUNNING_MAX = 2
/** Most jobs that wait; one more is refused. */
export const JOBS_WAITING_MAX = 8
/** Most jobs that are over and still kept; the oldest goes. */
export const JOBS_KEPT_MAX = 16

/** What a job tells while it works, and how it hears that it shall stop. */
export interface Watch {
  readonly signal: AbortSignal
  readonly onProgress: (words: string, done?: number, all?: number) => void
  readonly onBetter: (best: NonNullable<MoveJob['best']>) => void
}
/** A job as it is asked for. */
export interface Asked {
  readonly kind: JobKind
  readonly title: string
  readonly asker: MoveJob['asker']
  readonly modelDigest: string
  /** What was asked, as it came: told to whoever keeps jobs. */
  readonly document?: unknown
  readonly work: (watch: Watch) => Promise<MoveJobAnswer | Refused>
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] }
interface Kept extends Mutable<Omit<MoveJob, 'ahead'>> {
  readonly work: Asked['work']
  readonly document?: unknown
  readonly stop: AbortController
}
/** Who keeps jobs beyond the life of a board, and what was kept before. */
export interface JobKeeping {
  /** Jobs of before, all over; the oldest first. */
  readonly before: readonly MoveJob[]
  /** The number of the last job ever asked for. */
  readonly last: number
  /** Hears a job when it is asked for, and when it is over; not when the board is closing. */
  readonly keep: (job: MoveJob, document: unknown) => void
  /** Hears that a job is forgotten. */
  readonly forget: (id: string) => void
}
const OVER = new Error('a job of before does not run again')
const NOT_KEPT: JobKeeping = { before: [], last: 0, keep: () => {}, forget: () => {} }
const NO_PROGRESS: MoveJob['progress'] = { words: '', done: 0, all: null }

/** The queue; see the head of the file. */
export class JobBoard {
  readonly #jobs: Kept[] = []
  readonly #nowMs: () => InstantMs
  readonly #underWay = new Set<Promise<void>>()
  readonly #keeping: JobKeeping
  #next = 1
  #isClosed = false

  constructor(nowMs: () => InstantMs, keeping = NOT_KEPT) {
    this.#nowMs = nowMs
    this.#keeping = keeping
    this.#next = keeping.last + 1
    for (const { ahead: _ahead, ...job } of keeping.before)
      this.#jobs.push({ ...job, work: () => Promise.reject(OVER), stop: new AbortController() })
    this.#forget()
  }

  /** Puts a job into the queue; refused where it is full. */
  ask(asked: Asked): MoveJob | Refused {
    if (this.#isClosed) return { refused: 'the server is closing; ask again when it is back' }
    if (this.#in('waiting').length >= JOBS_WAITING_MAX)
      return {
        refused: `${JOBS_WAITING_MAX} jobs wait already; cancel one, or ask again when they are through`,
      }
    const job: Kept = {
      id: `job-${this.#next}`,
      label: PLAN_LABEL,
      status: 'waiting',
      askedAtMs: this.#nowMs(),
      beganAtMs: null,
      endedAtMs: null,
      progress: NO_PROGRESS,
      best: null,
      answer: null,
      reason: null,
      stop: new AbortController(),
      ...asked,
    }
    this.#next += 1
    this.#jobs.push(job)
    this.#keep(job)
    this.#forget()
    this.#begin()
    return this.#told(job)
  }

  /** The job of that id; null where there is none, or none any more. */
  job(id: string): MoveJob | null {
    const job = this.#jobs.find((one) => one.id === id)
    return job === undefined ? null : this.#told(job)
  }

  /** All jobs, the newest first. */
  jobs(): readonly MoveJob[] {
    return this.#jobs.map((job) => this.#told(job)).toReversed()
  }

  /** Stops a job; refused where it is over. Null where there is none of that id. */
  cancel(id: string): MoveJob | Refused | null {
    const job = this.#jobs.find((one) => one.id === id)
    if (job === undefined) return null
    const stepped = this.#step(job, 'cancel')
    if (typeof stepped !== 'string') return stepped
    job.stop.abort()
    this.#keep(job)
    return this.#told(job)
  }

  /** Stops every job and waits for their threads to end. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const { id } of this.#jobs) this.cancel(id)
    await Promise.all(this.#underWay)
  }

  #in(status: JobStatus): readonly Kept[] {
    return this.#jobs.filter((job) => job.status === status)
  }

  /** A board that is closing leaves what is kept as it is: the jobs were broken off, nobody stopped them. */
  #keep(job: Kept): void {
    if (!this.#isClosed) this.#keeping.keep(this.#told(job), job.document)
  }

  #told({ work: _work, document: _document, stop: _stop, ...job }: Kept): MoveJob {
    const ahead =
      job.status === 'waiting' ? this.#in('waiting').findIndex((o) => o.id === job.id) : 0
    return { ...job, ahead }
  }

  #step(job: Kept, event: JobEvent): JobStatus | Refused {
    const next = stepJob(job.status, event)
    if (typeof next !== 'string') return next
    job.status = next
    if (event === 'begin') job.beganAtMs = this.#nowMs()
    if (isOver(next)) {
      job.endedAtMs = this.#nowMs()
      job.best = null
    }
    return next
  }

  #begin(): void {
    for (const job of this.#in('waiting')) {
      if (this.#underWay.size >= JOBS_RUNNING_MAX) return
      this.#step(job, 'begin')
      const run = this.#run(job).finally(() => {
        this.#underWay.delete(run)
        this.#forget()
        if (!this.#isClosed) this.#begin()
      })
      this.#underWay.add(run)
    }
  }

  async #run(job: Kept): Promise<void> {
    const whileItRuns = (change: () => void): void => {
      if (job.status === 'running') change()
    }
    const answer = await job
      .work({
        signal: job.stop.signal,
        onProgress: (words, done = 0, all) =>
          whileItRuns(() => {
            job.progress = { words, done, all: all ?? null }
          }),
        onBetter: (best) =>
          whileItRuns(() => {
            job.best = best
          }),
      })
      .catch((error: unknown): Refused => ({
        refused: `the job broke off: ${error instanceof Error ? error.message : String(error)}; ask for it again, and report this if it happens again`,
      }))
    whileItRuns(() => {
      if (isRefused(answer)) {
        job.reason = answer.refused
        this.#step(job, 'fail')
      } else {
        job.answer = answer
        this.#step(job, 'finish')
      }
      this.#keep(job)
    })
  }

  #forget(): void {
    const over = this.#jobs.filter(({ status }) => isOver(status))
    for (const job of over.slice(0, Math.max(0, over.length - JOBS_KEPT_MAX))) {
      this.#jobs.splice(this.#jobs.indexOf(job), 1)
      this.#keeping.forget(job.id)
    }
  }
}
