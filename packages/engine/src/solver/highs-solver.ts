/**
 * HiGHS compiled to WASM as core's solver port. A solve blocks its thread for seconds at worst, so it has a thread of
 * its own. Run from TypeScript source (tests) there is no compiled worker beside this file: then HiGHS runs in the
 * calling thread, and `mode` says so; results are the same.
 */
import type { Program, Solution, Solver } from '@holdfast/core/generate'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Highs } from 'highs'
import { loadHighs, solveProgram } from './program-solver.ts'

/** Most programs that may wait for the thread; one more is answered `failed` at once. */
export const WAITING_MAX = 256
/** Most variables of one program: about 100 times the reference movement plan. */
export const VARIABLES_MAX = 400_000

interface Answer {
  readonly id: number
  readonly solution: Solution
}

const failed = (reason: string): Solution => ({ status: 'failed', reason })
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** The solver port on HiGHS. Starts its thread on first use; `close` ends it and frees its memory. */
export class HighsSolver implements Solver {
  /** Whether solves run in a thread of their own, or in the caller's as under TypeScript source. */
  readonly mode: 'worker' | 'inThread'
  readonly #waiting = new Map<number, (solution: Solution) => void>()
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
    if (this.#isClosed) return failed('the solver is closed; open another')
    if (program.variables.length > VARIABLES_MAX)
      return failed(
        `the program has ${program.variables.length} variables, more than ${VARIABLES_MAX}; use a longer step or a shorter horizon`,
      )
    if (this.#waiting.size >= WAITING_MAX)
      return failed(`${WAITING_MAX} programs wait already; ask again later`)
    return this.mode === 'worker' ? this.#ask(program) : this.#solveHere(program)
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

  async #solveHere(program: Program): Promise<Solution> {
    try {
      this.#inThread ??= loadHighs()
      return solveProgram(await this.#inThread, program)
    } catch (error) {
      // A runtime that threw may be damaged: the next program gets a fresh one.
      this.#inThread = null
      return failed(`HiGHS broke off: ${reasonOf(error)}`)
    }
  }

  #ask(program: Program): Promise<Solution> {
    const worker = (this.#worker ??= this.#start())
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      worker.ref()
      const { variables, constraints } = program
      worker.postMessage({ id, program: { variables, constraints } }, [])
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    worker.on('message', ({ id, solution }: Answer) => {
      // A late answer must not let go of a thread that `close` waits for.
      if (this.#worker !== worker) return
      this.#waiting.get(id)?.(solution)
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
    for (const resolve of this.#waiting.values()) resolve(failed(reason))
    this.#waiting.clear()
  }
}
