/** One plan made and told: what a thread of planning does, and what is done in the calling thread where there is none. */
import { planMovement, replayPlan, tellMovement } from '@holdfast/core/move/model'
import type { MovementModel, MovementTold, MovePlan } from '@holdfast/core/move/model'
import { replanUnder } from '@holdfast/core/move/contingency'
import { isRefused, type Refused } from '@holdfast/core/units'
import { HighsLinearSolver } from '../solver/index.ts'

/** What is planned: the model from hour 0, or what is left of a plan from an hour on. */
export interface PlanWork {
  readonly model: MovementModel
  /** The plan that it goes on from; null for a first plan. */
  readonly from: { readonly plan: MovePlan; readonly atHour: number } | null
  /** Bottlenecks priced by a second solve each. */
  readonly price: number
}
/** A plan that the replay passed, told. */
export interface PlanMade {
  readonly plan: MovePlan
  readonly told: MovementTold
}
/** What is told on the way. */
export interface PlanWatch {
  readonly onProgress: (words: string) => void
  readonly onBetter: (told: MovementTold) => void
}

/** Makes a plan, replays it and tells it. The solver is closed whatever happens. */
export async function makePlan(
  { model, from, price }: PlanWork,
  { onProgress, onBetter }: PlanWatch,
  solver = new HighsLinearSolver(),
): Promise<PlanMade | Refused> {
  try {
    const options = {
      price,
      effort: 'long' as const,
      onProgress,
      onBetter: (better: MovePlan) => onBetter(tellMovement(model, better)),
    }
    const plan =
      from === null
        ? await planMovement(model, solver, options)
        : await replanUnder({ model, ...from }, solver, options)
    if (isRefused(plan)) return plan
    if (plan.status === 'failed')
      return { refused: `${plan.reason ?? 'there is no plan'}; the last plan stands` }
    onProgress('replaying the plan')
    const [fault] = replayPlan(model, plan).faults
    if (fault !== undefined)
      return {
        refused: `the plan cannot be carried out and was not kept; report this with the model: ${fault}`,
      }
    return { plan, told: tellMovement(model, plan) }
  } finally {
    await solver.close()
  }
}
