/** A thread of intake: one workshop, jobs in, answers out, in their order. */
import { parentPort } from 'node:worker_threads'
import type { Done, Job } from './work.ts'
import { Workshop } from './workshop.ts'

const workshop = new Workshop()

// Whole buffers of their own go over without a copy; a view on a shared pool must not.
function ownedBy({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}
function transferred(done: Done): ArrayBuffer[] {
  const batch = 'batch' in done ? done.batch : 'pushed' in done ? done.pushed.batch : null
  return batch === null ? [] : ownedBy(batch.texts)
}

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  const done = workshop.do(job)
  parentPort?.postMessage({ id, done }, transferred(done))
})
