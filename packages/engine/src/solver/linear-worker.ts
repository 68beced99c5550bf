/** The thread of large linear programs: one question at a time, with its iterations told on the way. */
import { answerLinear } from './linear-asked.ts'
import type { LinearAsked } from './linear-asked.ts'
import { serveSolver } from './solver-host.ts'
import type { Answering } from './solver-host.ts'
import type { LinearSolution } from '@holdfast/core/move/model'

const answering: Answering<LinearAsked, number, LinearSolution> = (highs, asked, onNews) => {
  let told = -1
  return answerLinear(highs, asked, (iterations) => {
    // The solver asks far more often than an iteration ends.
    if (iterations === told) return
    told = iterations
    onNews(iterations)
  })
}
serveSolver(answering)
