/**
 * HiGHS compiled to WASM as core's solver port. A solve blocks its thread for seconds at worst, so it has a thread of
 * its own. Run from TypeScript source (tests) there is no compiled worker beside this file: then HiGHS runs in the
 * calling thread, and `mode` says so; results are the same.
 */
import type { Program, Solution, Solver } from '@holdfast/core/generate'
import type { Improvement, LimitedSolver, SolveLimits } from '@holdfast/core/generate/model'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Highs } from 'highs'
import { loadHighs, solveProgram } from './program-solver.ts'

/** Most programs that may wait for the thread; one more is answered `failed` at once. */
export const WAITING_MAX = 256
/** Most variables of one program: about 100 times the reference movement plan. */
export const VARIABLES_MAX = 400_000

/** What the thread is asked. */
export interface Asked {
  readonly id: number
  readonly program: Program
  /** Null: to the end, by iterations and nodes alone. */
  readonly limited: {
    readonly limits: SolveLimits
    readonly isWatched: boolean
    /** Shared memory of one 32-bit integer: not 0, and the solve ends. */
    readonly cancelled: SharedArrayBuffer
  } | null
}
/** What the thread tells: the solution at the end, better answers before. */
export interface Told {
  readonly id: number
  readonly solution?: Solution
  readonly improved?: Improvement
}
interface Waiting {
  readonly resolve: (solution: Solution) => void
  readonly onImproved: (found: Improvement) => void
}
interface Limited {
  readonly limits: SolveLimits
  readonly onImproved: ((found: Improvement) => void) | undefined
}

const failed = (reason: string): Solution => ({ status: 'failed', reason })
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** The solver port on HiGHS. Starts its thread on first use; `close` ends it and frees its memory. */
export class HighsSolver implements Solver, LimitedSolver {
  /** Whether solves run in a thread of their own, or in the caller's as under TypeScript source. */
  readonly mode: 'worker' | 'inThread'
  readonly #waiting = new Map<number, Waiting>()
  /** Of the limited solve that runs or waits last. */
  #cancelled = new Int32Array(new SharedArrayBuffer(4))
  #worker: Worker | null = null
  #inThread: Promise<Highs> | null = null
  #nextId = 0
  #isClosed = false

  constructor() {
    const compiled = existsSync(fileURLToPath(new URL('./worker.js', import.meta.url)))
    this.mode = compiled ? 'worker' : 'inThread'
  }

  /** Answers every program; an error of the solver is the answer `failed` with its reason, never a rejection. */
  async solve(program: Program): Promise<Solution> {
    return this.#refused(program) ?? this.#run(program, null)
  }

  /** Like `solve`, within limits of wall time and gap, from a start; the answer depends on the machine's speed then. */
  async solveWithin(
    program: Program,
    limits: SolveLimits,
    onImproved?: (found: Improvement) => void,
  ): Promise<Solution> {
    const refused = this.#refused(program)
    if (refused !== null) return refused
    this.#cancelled = new Int32Array(new SharedArrayBuffer(4))
    return this.#run(program, { limits, onImproved })
  }

  /** Ends the latest `solveWithin`, which then answers with the best it has; it hears of it within some tenths of a second. */
  cancel(): void {
    Atomics.store(this.#cancelled, 0, 1)
  }

  /** Ends the thread and frees its memory; programs that still wait are answered `failed`. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#inThread = null
    const worker = this.#worker
    this.#worker = null
    this.#giveUp('the solver was closed')
    await worker?.terminate()
  }

  #refused(program: Program): Solution | null {
    if (this.#isClosed) return failed('the solver is closed; open another')
    if (program.variables.length > VARIABLES_MAX)
      return failed(
        `the program has ${program.variables.length} variables, more than ${VARIABLES_MAX}; use a longer step or a shorter horizon`,
      )
    return this.#waiting.size >= WAITING_MAX
      ? failed(`${WAITING_MAX} programs wait already; ask again later`)
      : null
  }

  #run(program: Program, limited: Limited | null): Promise<Solution> {
    return this.mode === 'worker' ? this.#ask(program, limited) : this.#solveHere(program, limited)
  }

  async #solveHere(program: Program, limited: Limited | null): Promise<Solution> {
    const cancelled = this.#cancelled
    try {
      this.#inThread ??= loadHighs()
      const highs = await this.#inThread
      if (limited === null) return solveProgram(highs, program)
      return solveProgram(highs, program, limited.limits, {
        isCancelled: () => Atomics.load(cancelled, 0) !== 0,
        onImproved: limited.onImproved ?? (() => {}),
      })
    } catch (error) {
      // A runtime that threw may be damaged: the next program gets a fresh one.
      this.#inThread = null
      return failed(`HiGHS broke off: ${reasonOf(error)}`)
    }
  }

  #ask(program: Program, limited: Limited | null): Promise<Solution> {
    const worker = (this.#worker ??= this.#start())
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve, onImproved: limited?.onImproved ?? (() => {}) })
      worker.ref()
      const { variables, constraints } = program
      const asked: Asked = {
        id,
        program: { variables, constraints },
        limited:
          limited === null
            ? null
            : {
                limits: limited.limits,
                isWatched: limited.onImproved !== undefined,
                cancelled: this.#cancelled.buffer,
              },
      }
      worker.postMessage(asked, [])
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    worker.on('message', ({ id, solution, improved }: Told) => {
      // A late answer must not let go of a thread that `close` waits for.
      if (this.#worker !== worker) return
      if (improved !== undefined) this.#waiting.get(id)?.onImproved(improved)
      if (solution === undefined) return
      this.#waiting.get(id)?.resolve(solution)
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
    for (const { resolve } of this.#waiting.values()) resolve(failed(reason))
    this.#waiting.clear()
  }
}
