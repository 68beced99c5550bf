/** The thread that fuses reports: one window, jobs in, answers out, in their order. */
import { parentPort } from 'node:worker_threads'
import { FusionWork, type FusionJob } from './fusion-work.ts'

const port = parentPort
if (port === null) throw new Error('reports are fused in a worker thread only')
const work = new FusionWork()
let before: Promise<unknown> = Promise.resolve()

port.on('message', ({ id, job }: { readonly id: number; readonly job: FusionJob }) => {
  before = before
    .then(() => work.do(job))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
    .then((done) => port.postMessage({ id, done }))
})
