/** A simulation as a job, on threads of its own. */
import { availableParallelism } from 'node:os'
import type { MoveJobAnswer } from '@holdfast/core/move/jobs'
import type { MovementModel, MovePlan } from '@holdfast/core/move/model'
import { simulationCaseOf } from '@holdfast/core/move/simulate'
import { isRefused, type Refused } from '@holdfast/core/units'
import { simulate } from '../simulation/index.ts'
import type { Watch } from './job-board.ts'
import type { AskedJob } from './read-asked.ts'

/** Most threads of one simulation. */
const THREADS_MAX = 4

/** What is simulated: a plan with the model that it is a plan of. */
export interface SimulatedPlan {
  readonly model: MovementModel
  readonly plan: MovePlan
  readonly planDigest: string
}

/** Carries the plan out many times; tells in how many of them the ask is met so far. */
export async function simulated(
  {
    of: name,
    replications,
    seed,
    pairs,
    chances,
    faults: stated,
  }: Extract<AskedJob, { readonly kind: 'simulate' }>,
  { model, plan, planDigest }: SimulatedPlan,
  { signal, onProgress, onBetter }: Watch,
): Promise<MoveJobAnswer | Refused> {
  const faults = { none: null, reference: undefined, stated }[chances]
  const one = simulationCaseOf({ model, plan, faults }, () => 'request')
  if (isRefused(one)) return one
  const workers = Math.min(THREADS_MAX, availableParallelism())
  const result = await simulate(
    one,
    { replications, seed, pairs },
    {
      workers,
      signal,
      onProgress: (done, all, soFar) => {
        onProgress('replications, with the pairs of each leg and node', done, all)
        onBetter(soFar)
      },
    },
  )
  return isRefused(result) ? result : { kind: 'simulate', of: name, planDigest, simulation: result }
}
