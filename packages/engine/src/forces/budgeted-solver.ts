/**
 * A question may take hundreds of solves, and whoever asked in front of ministers must hear something. So all its solves
 * share one budget of wall time: once it is spent each gets the least that there is, and what it then leaves open is told
 * as not proven, never as an answer of its own. Whoever withdraws the question ends them all.
 */
import type { Program, Solution } from '@holdfast/core/generate'
import type { Improvement, LimitedSolver, SolveLimits } from '@holdfast/core/generate/model'

/** Wall time of one solve once the budget is spent, s. */
export const SECONDS_LEAST = 0.1

/** Passes solves on, each for no longer than it may take by itself and the budget leaves. */
export class BudgetedSolver implements LimitedSolver {
  readonly #solver: LimitedSolver
  readonly #each: number
  readonly #nowMs: () => number
  readonly #untilMs: number
  #isEnded = false

  /** `each` and `whole` in seconds: of one solve, and of all together from now. */
  constructor(
    solver: LimitedSolver,
    { each, whole }: { readonly each: number; readonly whole: number },
    nowMs: () => number,
  ) {
    this.#solver = solver
    this.#each = each
    this.#nowMs = nowMs
    this.#untilMs = nowMs() + whole * 1_000
  }

  solveWithin(
    program: Program,
    limits: SolveLimits,
    onImproved?: (found: Improvement) => void,
  ): Promise<Solution> {
    if (this.#isEnded)
      return Promise.resolve({ status: 'failed', reason: 'the question was withdrawn' })
    const secondsMax = Math.min(limits.secondsMax ?? this.#each, this.seconds)
    return this.#solver.solveWithin(program, { ...limits, secondsMax }, onImproved)
  }

  cancel(): void {
    this.#solver.cancel()
  }

  /** Ends the solve that runs; every later one is answered `failed` at once. */
  end(): void {
    this.#isEnded = true
    this.#solver.cancel()
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /** What a whole model may take now, s: its share, at most what is left, at the end the least. */
  get seconds(): number {
    return Math.max(SECONDS_LEAST, Math.min(this.#each, this.left))
  }

  /** What the budget leaves, s; not below 0. */
  get left(): number {
    return Math.max(0, (this.#untilMs - this.#nowMs()) / 1_000)
  }
}
