/**
 * A model with chosen faults in it. A movement model knows closures, not faults; so each kind is told as closures:
 *
 * - a crossing closed, an airfield or a port out of use, a leg cut: shut from hour to hour. Weather and mines shut the legs by
 *   air or by sea, not the road to the quay.
 * - a crossing without its systems: open for one part in `slowdown` of each step, at its begin. Handling and slots of the step
 *   are then that part of what they were.
 * - a depot struck: shut, and a share of its own stock is gone. What was handled out by then is not lost. It is taken out of
 *   the model's stock, so that a replay from hour 0 still comes out right: what was used before cannot be what was lost.
 */
import type { Refused } from '../../units/index.ts'
import { closeModel, replan, replayPlan } from '../model/index.ts'
import type {
  Closure,
  LinearSolver,
  MovementModel,
  MoveNode,
  MovePlan,
  PlanOptions,
} from '../model/index.ts'
import type { ChosenFault } from './chosen.ts'

/** A model with faults in it, and the plan as it stands when they strike. */
export interface Faulted {
  readonly model: MovementModel
  /** The plan without the faults, with the lost stock taken out of what it tells of the ground. */
  readonly plan: MovePlan
  /** From which hour on it is planned anew: the begin of the step in which the first fault strikes. */
  readonly atHour: number
  /** Units lost by node and commodity. */
  readonly lost: readonly {
    readonly node: string
    readonly commodity: string
    readonly quantity: number
  }[]
}

const legsBy = (model: MovementModel, node: string, mode: 'air' | 'sea'): readonly string[] =>
  model.legs
    .filter((leg) => leg.mode === mode && (leg.from === node || leg.to === node))
    .map(({ id }) => id)

function closuresOf(fault: ChosenFault, model: MovementModel): readonly Closure[] {
  const { on, fromHour, untilHour } = fault
  const shut = (id: string): Closure => ({ id, fromHour, untilHour })
  switch (fault.kind) {
    case 'crossingClosed':
    case 'railCut':
    case 'roadCut':
    case 'depotStruck':
      return [shut(on)]
    case 'airfieldWeather':
      return legsBy(model, on, 'air').map(shut)
    case 'portMined':
      return legsBy(model, on, 'sea').map(shut)
    case 'cyberOutage':
      return slowed(fault, model)
  }
}

/** The end of each step in the span, so that one part in `slowdown` of it is left. */
function slowed(
  { on, fromHour, untilHour, slowdown }: ChosenFault,
  { stepHours, horizonHours }: MovementModel,
): readonly Closure[] {
  const closures: Closure[] = []
  const first = Math.floor(fromHour / stepHours)
  for (let step = first; step * stepHours < Math.min(untilHour, horizonHours); step += 1) {
    const from = Math.max(fromHour, step * stepHours)
    const until = Math.min(untilHour, (step + 1) * stepHours)
    const begin = from + (until - from) / (slowdown ?? 1)
    if (until > begin) closures.push({ id: on, fromHour: begin, untilHour: until })
  }
  return closures
}

/** What of a commodity was taken out of a node for good before the hour: handled out, or else sent off and signed for. */
function takenOut(
  model: MovementModel,
  plan: MovePlan,
  { node, commodity, hour }: { node: MoveNode; commodity: string; hour: number },
): number {
  let sum = 0
  if (node.outPerHour !== null) {
    for (const move of plan.handlings)
      if (
        move.node === node.id &&
        move.stage === 'out' &&
        move.commodity === commodity &&
        move.hour < hour
      )
        sum += move.quantity
    return sum
  }
  const leaving = new Set(model.legs.filter(({ from }) => from === node.id).map(({ id }) => id))
  for (const { leg, load, departHour } of plan.serials)
    if (leaving.has(leg) && departHour < hour) sum += load[commodity] ?? 0
  const each = model.commodities.find(({ id }) => id === commodity)?.perKit ?? 0
  for (const { demand: id, hour: when, quantity } of plan.signings) {
    const demand = model.demands.find((one) => one.id === id)
    if (demand?.issuePoint !== node.id || when >= hour) continue
    sum += quantity * (demand.commodity === null ? each : demand.commodity === commodity ? 1 : 0)
  }
  return sum
}

interface Loss {
  readonly node: MoveNode
  readonly commodity: string
  readonly quantity: number
  /** By lot of the node, and the first step's begin at which the lot is there. */
  readonly lots: readonly {
    readonly index: number
    readonly quantity: number
    readonly hour: number
  }[]
}

/** Units lost of each commodity of a struck node's own stock; the lots that open last lose first. */
function lossesOf(
  { model, plan }: { readonly model: MovementModel; readonly plan: MovePlan },
  { node, share, hour }: { readonly node: MoveNode; readonly share: number; readonly hour: number },
): readonly Loss[] {
  const opensAt = new Map(model.gates.map(({ id, opensAtHour }) => [id, opensAtHour ?? Infinity]))
  const lots = node.stock.map(({ commodity, quantity, gates }, index) => {
    const opens = Math.max(0, ...gates.map((gate) => opensAt.get(gate) ?? Infinity))
    const begin = Math.ceil(opens / model.stepHours - 1e-9) * model.stepHours
    return { index, commodity, quantity, hour: begin }
  })
  return [...new Set(lots.map(({ commodity }) => commodity))].map((commodity) => {
    const mine = lots
      .filter((lot) => lot.commodity === commodity)
      .toSorted((a, b) => b.hour - a.hour || b.index - a.index)
    const all = mine.reduce((sum, { quantity }) => sum + quantity, 0)
    const left = Math.max(0, all - takenOut(model, plan, { node, commodity, hour }))
    let rest = Math.floor(share * left)
    const taken = mine.map((lot) => {
      const quantity = Math.min(rest, lot.quantity)
      rest -= quantity
      return { index: lot.index, quantity, hour: lot.hour }
    })
    return {
      node,
      commodity,
      quantity: taken.reduce((sum, { quantity }) => sum + quantity, 0),
      lots: taken,
    }
  })
}

const withoutStock = (node: MoveNode, losses: readonly Loss[]): MoveNode => ({
  ...node,
  stock: node.stock.map((lot, index) => {
    const lost = losses
      .filter((loss) => loss.node.id === node.id && loss.commodity === lot.commodity)
      .flatMap(({ lots }) => lots)
      .filter((one) => one.index === index)
      .reduce((sum, { quantity }) => sum + quantity, 0)
    return lost === 0 ? lot : { ...lot, quantity: lot.quantity - lost }
  }),
})

/** What the plan tells of the ground, without what was lost there. */
const stocksWithout = (plan: MovePlan, losses: readonly Loss[]): MovePlan['stocks'] =>
  plan.stocks.map((curve) => {
    const lots = losses
      .filter(({ node, commodity }) => node.id === curve.node && commodity === curve.commodity)
      .flatMap((loss) => loss.lots)
    if (lots.length === 0) return curve
    const points = curve.points.map(([hour, quantity]): readonly [number, number] => [
      hour,
      quantity - lots.reduce((sum, lot) => sum + (hour > lot.hour ? lot.quantity : 0), 0),
    ])
    return { ...curve, points }
  })

/**
 * The model with the faults in it, and the plan as carried out up to the first. `plan` is a plan of `model` that the replay
 * passes, `faults` what `readChosenFaults` gave for it. Several strikes on one depot: the greatest share counts, once.
 */
export function faultedModel(
  model: MovementModel,
  plan: MovePlan,
  faults: readonly ChosenFault[],
): Faulted | Refused {
  const first = Math.min(...faults.map(({ fromHour }) => fromHour))
  const steps = Math.round(model.horizonHours / model.stepHours)
  const atHour = Math.min(steps - 1, Math.floor(first / model.stepHours + 1e-9)) * model.stepHours
  const closed = closeModel(
    model,
    faults.flatMap((fault) => closuresOf(fault, model)),
  )
  if ('refused' in closed) return closed
  const losses = closed.nodes.flatMap((node) => {
    const strikes = faults.filter(({ kind, on }) => kind === 'depotStruck' && on === node.id)
    const share = Math.max(0, ...strikes.map(({ stockLost }) => stockLost ?? 0))
    return share === 0 ? [] : lossesOf({ model, plan }, { node, share, hour: atHour })
  })
  return {
    model: { ...closed, nodes: closed.nodes.map((node) => withoutStock(node, losses)) },
    plan: { ...plan, stocks: stocksWithout(plan, losses) },
    atHour,
    lost: losses
      .filter(({ quantity }) => quantity > 0)
      .map(({ node, commodity, quantity }) => ({ node: node.id, commodity, quantity })),
  }
}

/** Plans anew under the faults; the model that the new plan is a plan of comes along. */
export async function replanUnder(
  { model, plan, atHour }: Pick<Faulted, 'model' | 'plan' | 'atHour'>,
  solver: LinearSolver,
  options: Omit<PlanOptions, 'executed'> = {},
): Promise<MovePlan | Refused> {
  return await replan({ model, plan, hour: atHour }, solver, options)
}

/**
 * A fault never helps: where the plan under faults is worth more than the one without, it is a better plan of the model as
 * everything holds, too, and is given as one, with the prices of the other. Null where it is not, or stock was lost.
 */
export function betterWithout(
  { model, plan }: Pick<Faulted, 'model' | 'plan'>,
  under: MovePlan,
): MovePlan | null {
  if (under.objective <= plan.objective) return null
  const bound = Math.max(plan.bound, under.objective)
  const gap = bound <= 0 ? 0 : (bound - under.objective) / bound
  const { bottlenecks, bindingAssumptions, executedUntilHour } = plan
  const status = gap > 0 ? 'feasible' : 'optimal'
  const better = { ...under, status, bound, gap, bottlenecks, bindingAssumptions } as const
  const whole = { ...better, executedUntilHour }
  return replayPlan(model, whole).faults.length === 0 ? whole : null
}
