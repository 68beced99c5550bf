/**
 * What the force model asks of a solver beyond an answer: limits, a start, news on the way, and an end at any time. The
 * server's own path stays with `Solver`, which is bounded by iterations, so that a replay repeats.
 */
import type { Program, Solution } from '../solver.ts'

/** How far a solve goes. */
export interface SolveLimits {
  /** Relative gap at which it may stop, 0 or more. */
  readonly gap: number
  /** Wall time in seconds, above 0; null: no limit but iterations and nodes. */
  readonly secondsMax: number | null
  /** Nodes of the search, 1 or more; null: as many as the solver allows itself. */
  readonly nodesMax: number | null
  /** A value for each variable to start from; null: none. Values that break a rule are passed over. */
  readonly start: readonly number[] | null
}
/** A better answer, found on the way. */
export interface Improvement {
  readonly objective: number
  /** What is proven so far; −Infinity where nothing is. */
  readonly bound: number
  readonly values: readonly number[]
}
/** The port: one solve at a time. */
export interface LimitedSolver {
  /** Answers `feasible` where a limit or `cancel` ended it with an answer, `failed` where without one. Never rejects. */
  solveWithin(
    program: Program,
    limits: SolveLimits,
    onImproved?: (found: Improvement) => void,
  ): Promise<Solution>
  /** Ends the solve that runs, which then answers with the best it has; without one it does nothing. */
  cancel(): void
}
