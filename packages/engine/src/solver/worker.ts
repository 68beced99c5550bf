/** The solver's thread: one question at a time, answered in order. A crash of the runtime ends the thread. */
import type { Program } from '@holdfast/core/generate'
import { parentPort } from 'node:worker_threads'
import { loadHighs, solveProgram } from './program-solver.ts'

const port = parentPort
if (port === null) throw new Error('the solver worker runs in a worker thread only')
const runtime = loadHighs()
port.on('message', ({ id, program }: { readonly id: number; readonly program: Program }) => {
  void runtime.then((highs) => port.postMessage({ id, solution: solveProgram(highs, program) }))
})
