/**
 * A plan in a thread of its own: compiling and constructing take seconds in which a server must answer. Run from TypeScript
 * source (tests) there is no compiled worker beside this file: then it is made in the calling thread, with the same result.
 */
import { isRefused, type Refused } from '@holdfast/core/units'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { HighsLinearSolver } from '../solver/index.ts'
import { makePlan } from './plan-work.ts'
import type { PlanMade, PlanWatch, PlanWork } from './plan-work.ts'
import type { PlanTold } from './plan-worker.ts'

/** Heap of the thread, MiB. */
const HEAP_MIB_MAX = 1_024
const STOPPED: Refused = { refused: 'it was stopped before its end; ask for it again' }

/** Makes a plan; refused where the solver fails, the thread breaks off, or the signal stops it. */
export async function planInThread(
  work: PlanWork,
  watch: PlanWatch & { readonly signal: AbortSignal },
): Promise<PlanMade | Refused> {
  if (watch.signal.aborted) return STOPPED
  return existsSync(fileURLToPath(new URL('./plan-worker.js', import.meta.url)))
    ? await onThread(work, watch)
    : await here(work, watch)
}

/** In the calling thread a stop closes the solver, and the plan fails at its next program. */
async function here(
  work: PlanWork,
  { signal, ...watch }: PlanWatch & { readonly signal: AbortSignal },
): Promise<PlanMade | Refused> {
  const solver = new HighsLinearSolver()
  const stop = (): void => void solver.close()
  signal.addEventListener('abort', stop, { once: true })
  const made = await makePlan(work, watch, solver)
  signal.removeEventListener('abort', stop)
  return signal.aborted && isRefused(made) ? STOPPED : made
}

async function onThread(
  work: PlanWork,
  { signal, onProgress, onBetter }: PlanWatch & { readonly signal: AbortSignal },
): Promise<PlanMade | Refused> {
  return await new Promise((resolve) => {
    const thread = new Worker(new URL('./plan-worker.js', import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
    })
    let isOver = false
    // Ending the thread makes it exit: only the first answer counts.
    const end = (made: PlanMade | Refused): void => {
      if (isOver) return
      isOver = true
      signal.removeEventListener('abort', stop)
      void thread.terminate().then(() => resolve(made))
    }
    const stop = (): void => end(STOPPED)
    signal.addEventListener('abort', stop, { once: true })
    thread.on('message', (told: PlanTold) => {
      if ('words' in told) onProgress(told.words)
      else if ('best' in told) onBetter(told.best)
      else end(told.made)
    })
    thread.on('error', (error) => end({ refused: `its thread broke off: ${error.message}` }))
    thread.on('exit', (code) => end({ refused: `its thread ended with code ${code}` }))
  })
}
