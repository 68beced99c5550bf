/** HiGHS as core's port for large linear programs: an interior point takes seconds to a minute. */
import type { LinearProgram, LinearSolution, LinearSolver } from '@holdfast/core/move/model'
import { answerLinear } from './linear-asked.ts'
import type { LinearAsked } from './linear-asked.ts'
import { SolverHost } from './solver-host.ts'

/** Most columns of one program. */
export const LINEAR_COLUMNS_MAX = 600_000
/** Most programs that may wait for the thread. */
export const LINEAR_WAITING_MAX = 64

const failed = (reason: string): LinearSolution => ({ status: 'failed', reason })

/** Large linear programs on HiGHS. Starts its thread on first use; `close` ends it and frees its memory. */
export class HighsLinearSolver implements LinearSolver {
  readonly #host = new SolverHost<LinearAsked, number, LinearSolution>({
    worker: new URL('./linear-worker.js', import.meta.url),
    answer: answerLinear,
    failed,
  })

  /** Answers every program; an error of the solver is the answer `failed` with its reason, never a rejection. */
  async solveLinear(
    program: LinearProgram,
    onProgress: (iterations: number) => void = () => {},
  ): Promise<LinearSolution> {
    return await this.#ask({ program, groups: null }, onProgress)
  }

  /** The same with whole values by a dive, group after group; news are the groups done. */
  async solveWhole(
    program: LinearProgram,
    groups: readonly Int32Array[],
    onProgress: (groups: number) => void = () => {},
  ): Promise<LinearSolution> {
    return await this.#ask({ program, groups }, onProgress)
  }

  async #ask(asked: LinearAsked, onNews: (count: number) => void): Promise<LinearSolution> {
    const { program } = asked
    if (this.#host.isClosed) return failed('the solver is closed; open another')
    if (program.cost.length > LINEAR_COLUMNS_MAX)
      return failed(
        `the program has ${program.cost.length} columns, more than ${LINEAR_COLUMNS_MAX}; use a longer step, a shorter horizon or fewer commodities`,
      )
    if (this.#host.waiting >= LINEAR_WAITING_MAX)
      return failed(`${LINEAR_WAITING_MAX} programs wait already; ask again later`)
    return this.#host.ask(asked, onNews)
  }

  /** Ends the thread, in the middle of a solve too; programs that still wait are answered `failed`. */
  async close(): Promise<void> {
    await this.#host.close()
  }
}
