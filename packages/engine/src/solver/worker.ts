/** The solver's thread: one question at a time, answered in order. A crash of the runtime ends the thread. */
import { parentPort } from 'node:worker_threads'
import type { Improvement } from '@holdfast/core/generate/model'
import type { Asked, Told } from './highs-solver.ts'
import { loadHighs, solveProgram } from './program-solver.ts'

const port = parentPort
if (port === null) throw new Error('the solver worker runs in a worker thread only')
const runtime = loadHighs()
const tell = (told: Told): void => port.postMessage(told)
port.on('message', ({ id, program, limited }: Asked) => {
  void runtime.then((highs) => {
    if (limited === null) return tell({ id, solution: solveProgram(highs, program) })
    // While the solve runs no message is read: only shared memory tells it to end.
    const cancelled = new Int32Array(limited.cancelled)
    const watch = {
      isCancelled: () => Atomics.load(cancelled, 0) !== 0,
      onImproved: limited.isWatched ? (improved: Improvement) => tell({ id, improved }) : () => {},
    }
    return tell({ id, solution: solveProgram(highs, program, limited.limits, watch) })
  })
})
