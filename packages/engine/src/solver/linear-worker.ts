/** The thread of large linear programs: one question at a time, with its iterations told on the way. */
import { parentPort } from 'node:worker_threads'
import type { LinearAsked, LinearTold } from './linear.ts'
import { solveLinearProgram } from './linear-program.ts'
import { loadHighs } from './program-solver.ts'

const port = parentPort
if (port === null) throw new Error('the solver worker runs in a worker thread only')
const runtime = loadHighs()
const tell = (told: LinearTold): void => port.postMessage(told)
port.on('message', ({ id, program }: LinearAsked) => {
  void runtime.then((highs) => {
    let told = -1
    const solution = solveLinearProgram(highs, program, (iterations) => {
      // The solver asks far more often than an iteration ends.
      if (iterations === told) return
      told = iterations
      tell({ id, iterations })
    })
    return tell({ id, solution })
  })
})
