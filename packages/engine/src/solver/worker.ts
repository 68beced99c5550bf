/** The thread of programs: one question at a time, answered in order. A crash of the runtime ends the thread. */
import { answerProgram } from './highs-solver.ts'
import { serveSolver } from './solver-host.ts'

serveSolver(answerProgram)
