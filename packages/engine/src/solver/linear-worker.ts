/** The thread of large linear programs: one question at a time, with its iterations told on the way. */
import { solveLinearProgram } from './linear-program.ts'
import { serveSolver } from './solver-host.ts'
import type { Answering } from './solver-host.ts'
import type { LinearProgram, LinearSolution } from '@holdfast/core/move/model'

const answering: Answering<LinearProgram, number, LinearSolution> = (highs, program, onNews) => {
  let told = -1
  return solveLinearProgram(highs, program, (iterations) => {
    // The solver asks far more often than an iteration ends.
    if (iterations === told) return
    told = iterations
    onNews(iterations)
  })
}
serveSolver(answering)
