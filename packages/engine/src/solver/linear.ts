/**
 * HiGHS as core's port for large linear programs, in a thread of its own: an interior point blocks for seconds to a
 * minute. Run from TypeScript source (tests) there is no compiled worker beside this file: then it runs in the calling
 * thread, with the same results.
 */
import type { LinearProgram, LinearSolution, LinearSolver } from '@holdfast/core/move/model'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Highs } from 'highs'
import { solveLinearProgram } from './linear-program.ts'
import { loadHighs } from './program-solver.ts'

/** Most columns of one program. */
export const LINEAR_COLUMNS_MAX = 600_000
/** Most programs that may wait for the thread. */
export const LINEAR_WAITING_MAX = 64

/** What the thread is asked. */
export interface LinearAsked {
  readonly id: number
  readonly program: LinearProgram
}
/** What the thread tells: the iterations done, and the solution at the end. */
export interface LinearTold {
  readonly id: number
  readonly iterations?: number
  readonly solution?: LinearSolution
}
interface Waiting {
  readonly resolve: (solution: LinearSolution) => void
  readonly onProgress: (iterations: number) => void
}

const failed = (reason: string): LinearSolution => ({ status: 'failed', reason })
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Large linear programs on HiGHS. Starts its thread on first use; `close` ends it and frees its memory. */
export class HighsLinearSolver implements LinearSolver {
  readonly #waiting = new Map<number, Waiting>()
  readonly #isCompiled = existsSync(fileURLToPath(new URL('./linear-worker.js', import.meta.url)))
  #worker: Worker | null = null
  #inThread: Promise<Highs> | null = null
  #nextId = 0
  #isClosed = false

  /** Answers every program; an error of the solver is the answer `failed` with its reason, never a rejection. */
  async solveLinear(
    program: LinearProgram,
    onProgress: (iterations: number) => void = () => {},
  ): Promise<LinearSolution> {
    if (this.#isClosed) return failed('the solver is closed; open another')
    if (program.cost.length > LINEAR_COLUMNS_MAX)
      return failed(
        `the program has ${program.cost.length} columns, more than ${LINEAR_COLUMNS_MAX}; use a longer step, a shorter horizon or fewer commodities`,
      )
    if (this.#waiting.size >= LINEAR_WAITING_MAX)
      return failed(`${LINEAR_WAITING_MAX} programs wait already; ask again later`)
    return this.#isCompiled ? this.#ask(program, onProgress) : this.#solveHere(program, onProgress)
  }

  /** Ends the thread, in the middle of a solve too; programs that still wait are answered `failed`. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#inThread = null
    const worker = this.#worker
    this.#worker = null
    this.#giveUp('the solver was closed')
    await worker?.terminate()
  }

  async #solveHere(
    program: LinearProgram,
    onProgress: (iterations: number) => void,
  ): Promise<LinearSolution> {
    try {
      this.#inThread ??= loadHighs()
      return solveLinearProgram(await this.#inThread, program, onProgress)
    } catch (error) {
      // A runtime that threw may be damaged: the next program gets a fresh one.
      this.#inThread = null
      return failed(`HiGHS broke off: ${reasonOf(error)}`)
    }
  }

  #ask(program: LinearProgram, onProgress: (iterations: number) => void): Promise<LinearSolution> {
    const worker = (this.#worker ??= this.#start())
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve, onProgress })
      worker.ref()
      const asked: LinearAsked = { id, program }
      worker.postMessage(asked, [])
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./linear-worker.js', import.meta.url))
    worker.on('message', ({ id, solution, iterations }: LinearTold) => {
      if (this.#worker !== worker) return
      if (iterations !== undefined) this.#waiting.get(id)?.onProgress(iterations)
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
