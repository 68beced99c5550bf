/** A plan from its parts: what was carried out before, what was made, the bound that is proven. */
import { curveOf } from './curve.ts'
import type { Constructed } from './construct.ts'
import type { ExecutedPart } from './executed.ts'
import type { MovePlan, MovementModel } from './types.ts'

/** A gap below it counts as none. */
const GAP_MIN = 1e-6

/** A plan that moves nothing, with the reason. */
export function failedPlan(model: MovementModel, reason: string): MovePlan {
  return {
    format: 'holdfast.movement-plan',
    version: 1,
    model: model.id,
    status: 'failed',
    reason,
    objective: 0,
    bound: 0,
    gap: 0,
    horizonHours: model.horizonHours,
    stepHours: model.stepHours,
    ask: model.ask,
    armedByHour: curveOf(model, []),
    serials: [],
    empties: [],
    handlings: [],
    signings: [],
    stocks: [],
    bottlenecks: [],
    bindingAssumptions: [],
    executedUntilHour: 0,
  }
}

/** The plan; `proven` is the most that any plan could be worth, weighted kits of the whole. */
export function assemble(
  model: MovementModel,
  made: Constructed,
  { executed, proven }: { readonly executed: ExecutedPart | null; readonly proven: number },
): MovePlan {
  const before = executed ?? {
    serials: [],
    empties: [],
    handlings: [],
    signings: [],
    stocks: [],
    worth: 0,
  }
  const signings = [...before.signings, ...made.signings]
  const objective = before.worth + made.objective
  const serials = [...before.serials, ...made.serials.map((serial) => ({ ...serial, id: '' }))]
  const plan: MovePlan = {
    ...failedPlan(model, ''),
    reason: null,
    objective,
    armedByHour: curveOf(model, signings),
    serials: serials.map((serial, i) => ({ ...serial, id: `s-${i + 1}` })),
    empties: [...before.empties, ...made.empties],
    handlings: [...before.handlings, ...made.handlings],
    signings,
    stocks: joinStocks(before.stocks, made.stocks),
    executedUntilHour: executed?.situation.hour ?? 0,
  }
  return boundedBy(plan, proven)
}

/** The plan with its status and gap to a bound; a bound below what the plan is worth is no bound, and the plan is optimal. */
export function boundedBy(plan: MovePlan, proven: number): MovePlan {
  const bound = Math.max(plan.objective, proven)
  const gap = bound <= 0 ? 0 : (bound - plan.objective) / bound
  return { ...plan, status: gap <= GAP_MIN ? 'optimal' : 'feasible', bound, gap }
}

function joinStocks(before: MovePlan['stocks'], after: MovePlan['stocks']): MovePlan['stocks'] {
  const curves = new Map(before.map((curve) => [`${curve.node}\n${curve.commodity}`, curve]))
  for (const curve of after) {
    const key = `${curve.node}\n${curve.commodity}`
    curves.set(key, { ...curve, points: [...(curves.get(key)?.points ?? []), ...curve.points] })
  }
  return [...curves.values()]
}
