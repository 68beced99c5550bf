/**
 * A simulation on worker threads. Jobs are handed out as threads become free, so the order is not the same twice; the
 * result is, because each job's answer depends on its replications and the seed alone. Run from TypeScript source (tests)
 * there is no compiled worker beside this file: then the jobs are done in the calling thread, with the same result.
 */
import {
  Experiment,
  jobsOf,
  POINTS_MAX,
  REPLICATIONS_MAX,
  resultOf,
  SEED_MAX,
} from '@holdfast/core/move/simulate'
import type {
  DoneJob,
  ExperimentAsked,
  ExperimentJob,
  JobDone,
  SimulationCase,
  SimulationResult,
} from '@holdfast/core/move/simulate'
import type { Refused } from '@holdfast/core/units'
import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/** Most threads of one simulation. */
export const WORKERS_MAX = 64
/** Heap of one thread, MiB. */
const HEAP_MIB_MAX = 1_024

/** How a simulation is run. */
export interface SimulateOptions {
  /** Threads, 1 to `WORKERS_MAX`. */
  readonly workers: number
  /**
   * Told after each job: replications done and asked for, pairs included; and of the replications with everything in place
   * that are done, in how many the ask was met.
   */
  readonly onProgress?: (
    done: number,
    all: number,
    soFar: { readonly hits: number; readonly of: number },
  ) => void
  /** Stops the simulation, which is then refused. */
  readonly signal?: AbortSignal
}

const STOPPED: Refused = { refused: 'the simulation was stopped before its end; start it again' }

const whole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max

function refuse(
  { replications, seed, pairs }: ExperimentAsked,
  { workers, steps }: { readonly workers: number; readonly steps: number },
): Refused | null {
  if (!whole(replications, 1, REPLICATIONS_MAX))
    return {
      refused: `replications: is ${replications}; write a whole number from 1 to ${REPLICATIONS_MAX}`,
    }
  if (!whole(seed, 0, SEED_MAX))
    return { refused: `seed: is ${seed}; write a whole number from 0 to ${SEED_MAX}` }
  if (!whole(pairs, 0, REPLICATIONS_MAX))
    return { refused: `pairs: is ${pairs}; write a whole number from 0 to ${REPLICATIONS_MAX}` }
  if (!whole(workers, 1, WORKERS_MAX))
    return { refused: `workers: is ${workers}; write a whole number from 1 to ${WORKERS_MAX}` }
  const points = replications * (steps + 1)
  return points > POINTS_MAX
    ? {
        refused: `replications: ${replications} of ${steps} steps are ${points} numbers, more than ${POINTS_MAX}; ask for fewer`,
      }
    : null
}

/** Runs a simulation; refused where what is asked is out of range, a thread breaks off, or it was stopped. */
export async function simulate(
  one: SimulationCase,
  asked: ExperimentAsked,
  options: SimulateOptions,
): Promise<SimulationResult | Refused> {
  const experiment = new Experiment(one)
  const refused = refuse(asked, { workers: options.workers, steps: experiment.course.steps })
  if (refused !== null) return refused
  const jobs = jobsOf(experiment.course, asked)
  const all = jobs.reduce((sum, { from, until }) => sum + until - from, 0)
  let count = 0
  let soFar = { hits: 0, of: 0 }
  const { kits } = one.model.ask
  const told = ({ from, until, loss }: ExperimentJob, { armed }: JobDone): void => {
    count += until - from
    if (loss === null) {
      const hits = armed.filter((each) => each >= kits).length
      soFar = { hits: soFar.hits + hits, of: soFar.of + armed.length }
    }
    options.onProgress?.(count, all, soFar)
  }
  const compiled = existsSync(fileURLToPath(new URL('./worker.js', import.meta.url)))
  const run = { one, jobs, seed: asked.seed, experiment, told, ...options }
  const done = compiled ? await onThreads(run) : await inThread(run)
  return 'refused' in done ? done : resultOf(one, { asked, experiment }, done)
}

interface Run extends SimulateOptions {
  readonly one: SimulationCase
  readonly jobs: readonly ExperimentJob[]
  readonly seed: number
  readonly experiment: Experiment
  readonly told: (job: ExperimentJob, done: JobDone) => void
}

async function inThread({
  jobs,
  seed,
  experiment,
  told,
  signal,
}: Run): Promise<DoneJob[] | Refused> {
  const done: DoneJob[] = []
  for (const job of jobs) {
    if (signal?.aborted === true) return STOPPED
    const one = experiment.do(job, seed)
    done.push([job, one])
    told(job, one)
    await setImmediate()
  }
  return done
}

/** Threads at work on one simulation. */
class Crew {
  readonly #run: Run
  readonly #threads: Worker[] = []
  readonly #done: DoneJob[] = []
  readonly #answer: (answer: DoneJob[] | Refused) => void
  #next = 0
  #isOver = false

  constructor(run: Run, answer: (answer: DoneJob[] | Refused) => void) {
    this.#run = run
    this.#answer = answer
  }

  /** Ends the threads, then answers; only the first answer counts. */
  end(answer: DoneJob[] | Refused): void {
    if (this.#isOver) return
    this.#isOver = true
    void Promise.all(this.#threads.map((thread) => thread.terminate())).then(() =>
      this.#answer(answer),
    )
  }

  /** Hires one more thread. */
  hire(): void {
    const { model, plan, faults } = this.#run.one
    const thread = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: { model, plan, faults },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    })
    this.#threads.push(thread)
    thread.on('message', ({ id, done }: { readonly id: number; readonly done: JobDone }) => {
      const job = this.#run.jobs[id]
      if (job === undefined || this.#isOver) return
      this.#done.push([job, done])
      this.#run.told(job, done)
      if (this.#done.length === this.#run.jobs.length) this.end(this.#done)
      else this.#give(thread)
    })
    thread.on('error', (error) =>
      this.end({ refused: `a thread of the simulation broke off: ${error.message}` }),
    )
    thread.on('exit', (code) =>
      this.end({ refused: `a thread of the simulation ended with code ${code}` }),
    )
    this.#give(thread)
  }

  #give(thread: Worker): void {
    const { jobs, seed } = this.#run
    const job = jobs[this.#next]
    if (job === undefined) return
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
    thread.postMessage({ id: this.#next, job, seed })
    this.#next += 1
  }
}

async function onThreads(run: Run): Promise<DoneJob[] | Refused> {
  const { signal, workers, jobs } = run
  if (signal?.aborted === true) return STOPPED
  return await new Promise((resolve) => {
    const stop = (): void => crew.end(STOPPED)
    const crew = new Crew(run, (answer) => {
      signal?.removeEventListener('abort', stop)
      resolve(answer)
    })
    signal?.addEventListener('abort', stop)
    for (let i = 0; i < Math.min(workers, jobs.length); i += 1) crew.hire()
  })
}
