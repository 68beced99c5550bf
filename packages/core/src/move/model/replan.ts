/**
 * A plan after a fault: what was carried out by then stays as it is, what is on its way arrives as it was going to, and
 * the rest is planned anew on the model as it is now. The fault's own hour must begin a step.
 */
import type { Refused } from '../../units/index.ts'
import type { LinearSolver } from './linear.ts'
import { executedPart } from './executed.ts'
import { planMovement } from './solve.ts'
import type { PlanOptions } from './solve.ts'
import type { MovePlan, MovementModel, PlanHours } from './types.ts'

/** A node or leg that is shut for a span of plan hours. */
export interface Closure extends PlanHours {
  readonly id: string
}

/** The model with nodes and legs shut; refused where an id is in neither list. */
export function closeModel(
  model: MovementModel,
  closures: readonly Closure[],
): MovementModel | Refused {
  for (const { id } of closures)
    if (![...model.nodes, ...model.legs].some((one) => one.id === id))
      return { refused: `there is no node or leg ${id} in ${model.id}; name one that is there` }
  const shut = <T extends MovementModel['nodes'][number] | MovementModel['legs'][number]>(
    one: T,
  ): T => {
    const spans = closures
      .filter(({ id }) => id === one.id)
      .map(({ fromHour, untilHour }) => ({ fromHour, untilHour }))
    return spans.length === 0
      ? one
      : { ...one, opening: { ...one.opening, closures: [...one.opening.closures, ...spans] } }
  }
  return { ...model, nodes: model.nodes.map(shut), legs: model.legs.map(shut) }
}

/** Plans anew from the hour on, on the model as it is now. Refused where the plan is no plan of the model. */
export async function replan(
  given: { readonly model: MovementModel; readonly plan: MovePlan; readonly hour: number },
  solver: LinearSolver,
  options: Omit<PlanOptions, 'executed'> = {},
): Promise<MovePlan | Refused> {
  const { model, plan, hour } = given
  if (
    plan.model !== model.id ||
    plan.stepHours !== model.stepHours ||
    plan.horizonHours !== model.horizonHours
  )
    return {
      refused: `the plan is for model ${plan.model} (${plan.horizonHours} h in steps of ${plan.stepHours} h), not for ${model.id}; give the plan of this model`,
    }
  const steps = hour / model.stepHours
  if (!(hour >= 0 && hour < model.horizonHours) || Math.abs(steps - Math.round(steps)) > 1e-9)
    return {
      refused: `hour ${hour} begins no step; write a multiple of ${model.stepHours} from 0, before ${model.horizonHours}`,
    }
  return planMovement(model, solver, { ...options, executed: executedPart(model, plan, hour) })
}
