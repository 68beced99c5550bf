/** A thread of planning: one plan, then it ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { makePlan } from './plan-work.ts'
import type { PlanMade, PlanWork } from './plan-work.ts'
import type { MovementTold } from '@holdfast/core/move/model'
import type { Refused } from '@holdfast/core/units'

/** What the thread tells. */
export type PlanTold =
  | { readonly words: string }
  | { readonly best: MovementTold }
  | { readonly made: PlanMade | Refused }

const port = parentPort
if (port === null) throw new Error('a plan is made in a worker thread only')
const tell = (told: PlanTold): void => port.postMessage(told)
tell({
  made: await makePlan(workerData as PlanWork, {
    onProgress: (words) => tell({ words }),
    onBetter: (best) => tell({ best }),
  }),
})
