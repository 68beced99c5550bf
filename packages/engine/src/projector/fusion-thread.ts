/**
 * Where reports are fused: a thread of its own, or, from TypeScript source (tests), where no compiled worker lies beside
 * this file, the calling thread, with the same results.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { FUSION_HEAP_MIB_MAX, FUSION_HEAP_NEW_MIB_MAX } from './fusion-limits.ts'
import { FusionWork, type FusionDone, type FusionJob } from './fusion-work.ts'

/** Does jobs in their order; rejects once the thread is gone. */
export interface FusionThread {
  do(job: FusionJob): Promise<FusionDone>
  end(): Promise<void>
}
const WORKER = new URL('./worker.js', import.meta.url)

/** Starts one. */
export function startFusion(): FusionThread {
  if (existsSync(fileURLToPath(WORKER))) return ownThread()
  const work = new FusionWork()
  return { do: (job) => work.do(job), end: async () => undefined }
}

function ownThread(): FusionThread {
  const worker = new Worker(WORKER, {
    resourceLimits: {
      maxOldGenerationSizeMb: FUSION_HEAP_MIB_MAX,
      maxYoungGenerationSizeMb: FUSION_HEAP_NEW_MIB_MAX,
    },
  })
  worker.unref()
  const waiting = new Map<number, { done: (done: FusionDone) => void; gone: (e: Error) => void }>()
  let [nextId, why] = [0, 'it ended by itself']
  let isGone = false
  worker.on('message', ({ id, done }: { id: number; done: FusionDone }) => {
    waiting.get(id)?.done(done)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', (error) => {
    why = error.message
  })
  worker.on('exit', () => {
    isGone = true
    for (const { gone } of waiting.values()) gone(new Error(`the thread of fusion ended: ${why}`))
    waiting.clear()
  })
  return {
    do: (job) =>
      new Promise((done, gone) => {
        if (isGone) {
          gone(new Error(`the thread of fusion ended: ${why}`))
          return
        }
        nextId += 1
        waiting.set(nextId, { done, gone })
        // While somebody waits for an answer the process must not end.
        worker.ref()
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of our own, no window
        worker.postMessage({ id: nextId, job })
      }),
    end: async () => void (await worker.terminate()),
  }
}
