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

// A fault of ours on one sender's bytes is that sender's refusal, and nobody else's.
function answered(id: number, job: Job): [{ id: number; done: Done }, ArrayBuffer[]] {
  try {
    const done = workshop.do(job)
    return [{ id, done }, transferred(done)]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const refused = `these bytes cannot be taken, by a fault of this product (${why}); send them in parts, and report it`
    return [{ id, done: { refused, status: 400 } }, []]
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  parentPort?.postMessage(...answered(id, job))
})
