/** A thread of simulation: one case, jobs in, what they gave out. */
import { Experiment } from '@holdfast/core/move/simulate'
import type { ExperimentJob, SimulationCase } from '@holdfast/core/move/simulate'
import { parentPort, workerData } from 'node:worker_threads'

const port = parentPort
if (port === null) throw new Error('a simulation’s jobs are done in a worker thread only')
const experiment = new Experiment(workerData as SimulationCase)

interface Asked {
  readonly id: number
  readonly job: ExperimentJob
  readonly seed: number
}
port.on('message', ({ id, job, seed }: Asked) => {
  const done = experiment.do(job, seed)
  port.postMessage({ id, done }, [
    done.curves.buffer as ArrayBuffer,
    done.armed.buffer as ArrayBuffer,
  ])
})
