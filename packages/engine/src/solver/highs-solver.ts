/** HiGHS compiled to WASM as core's solver port, for one caller or for several that share its thread. */
import type { Program, Solution, Solver } from '@holdfast/core/generate'
import type { Improvement, LimitedSolver, SolveLimits } from '@holdfast/core/generate/model'
import { solveProgram } from './program-solver.ts'
import { SolverHost } from './solver-host.ts'
import type { Answering } from './solver-host.ts'

/** Most programs that may wait for the thread; one more is answered `failed` at once. */
export const WAITING_MAX = 256
/** Most variables of one program: about 100 times the reference movement plan. */
export const VARIABLES_MAX = 400_000

/** What the thread is asked. */
interface AskedProgram {
  readonly program: Program
  /** Null: to the end, by iterations and nodes alone. */
  readonly limited: {
    readonly limits: SolveLimits
    readonly isWatched: boolean
    /** Shared memory of one 32-bit integer: not 0, and the solve ends. */
    readonly cancelled: SharedArrayBuffer
  } | null
}

const failed = (reason: string): Solution => ({ status: 'failed', reason })

/** What the thread does with a question. While a solve runs it reads no message: only shared memory tells it to end. */
export const answerProgram: Answering<AskedProgram, Improvement, Solution> = (
  highs,
  { program, limited },
  onNews,
) => {
  if (limited === null) return solveProgram(highs, program)
  const { limits, isWatched } = limited
  const cancelled = new Int32Array(limited.cancelled)
  return solveProgram(highs, program, limits, {
    isCancelled: () => Atomics.load(cancelled, 0) !== 0,
    onImproved: isWatched ? onNews : () => {},
  })
}

/** The solver port on HiGHS. Starts its thread on first use; `close` ends it and frees its memory. */
export class HighsSolver implements Solver, LimitedSolver {
  readonly #host = new SolverHost<AskedProgram, Improvement, Solution>({
    worker: new URL('./worker.js', import.meta.url),
    answer: answerProgram,
    failed,
  })
  readonly #own = this.lane()

  /** Whether solves run in a thread of their own, or in the caller's as under TypeScript source. */
  get mode(): 'worker' | 'inThread' {
    return this.#host.mode
  }

  /** Answers every program; an error of the solver is the answer `failed` with its reason, never a rejection. */
  solve(program: Program): Promise<Solution> {
    return this.#ask({ program, limited: null }, () => {})
  }

  /** Like `solve`, within limits of wall time and gap, from a start; the answer depends on the machine's speed then. */
  solveWithin(
    program: Program,
    limits: SolveLimits,
    onImproved?: (found: Improvement) => void,
  ): Promise<Solution> {
    return this.#own.solveWithin(program, limits, onImproved)
  }

  /** Ends the latest `solveWithin` of its own, which then answers with the best it has, within some tenths of a second. */
  cancel(): void {
    this.#own.cancel()
  }

  /** A port on the same thread for one of several callers: its `cancel` ends none of the others' solves. */
  lane(): LimitedSolver {
    let cancelled = new Int32Array(new SharedArrayBuffer(4))
    return {
      solveWithin: (program, limits, onImproved) => {
        cancelled = new Int32Array(new SharedArrayBuffer(4))
        const isWatched = onImproved !== undefined
        return this.#ask(
          { program, limited: { limits, isWatched, cancelled: cancelled.buffer } },
          onImproved ?? (() => {}),
        )
      },
      cancel: () => {
        Atomics.store(cancelled, 0, 1)
      },
    }
  }

  /** Ends the thread and frees its memory; programs that still wait are answered `failed`. */
  async close(): Promise<void> {
    await this.#host.close()
  }

  async #ask(asked: AskedProgram, onNews: (found: Improvement) => void): Promise<Solution> {
    const { variables, constraints } = asked.program
    if (this.#host.isClosed) return failed('the solver is closed; open another')
    if (variables.length > VARIABLES_MAX)
      return failed(
        `the program has ${variables.length} variables, more than ${VARIABLES_MAX}; use a longer step or a shorter horizon`,
      )
    if (this.#host.waiting >= WAITING_MAX)
      return failed(`${WAITING_MAX} programs wait already; ask again later`)
    // What stands for the variables stays here: the thread needs the program alone.
    return this.#host.ask({ ...asked, program: { variables, constraints } }, onNews)
  }
}
