/** What the solver of large linear programs is asked: an optimum in fractions, or values that are whole where they must be. */
import type { LinearProgram, LinearSolution } from '@holdfast/core/move/model'
import type { Highs } from 'highs'
import { solveLinearProgram } from './linear-program.ts'
import { solveWholeVehicles } from './whole-vehicles.ts'

/** One question; without groups the optimum is asked for. */
export interface LinearAsked {
  readonly program: LinearProgram
  readonly groups: readonly Int32Array[] | null
}

/** Answers one question; news are iterations, or groups done. */
export const answerLinear = (
  highs: Highs,
  { program, groups }: LinearAsked,
  onNews: (count: number) => void,
): LinearSolution =>
  groups === null
    ? solveLinearProgram(highs, program, onNews)
    : solveWholeVehicles(highs, { program, groups }, onNews)
