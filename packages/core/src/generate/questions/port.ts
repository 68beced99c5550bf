/**
 * What the questions need of a solver. `GreedyForceSolver` in tests and HiGHS with its heuristic in engine both answer it.
 * A solver that fails answers with the status and its reason, never with a rejection.
 */
import type { ForceAssignment, ForceModel, ForceSolution } from '../model/types.ts'

/** Solves force models. */
export interface ForceSolver {
  /**
   * An answer to the model. `incumbent` is an answer to a model near it: where it still keeps the rules the solver may
   * start from it.
   */
  solve(model: ForceModel, incumbent?: readonly ForceAssignment[]): Promise<ForceSolution>
}

/** Whether the solution has an answer at all. */
export const isAnswered = ({ status }: ForceSolution): boolean =>
  status === 'optimal' || status === 'feasible'
