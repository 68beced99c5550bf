/**
 * A plan as the page and the command tell it: every figure is computed here, once, so that the two cannot differ. What is
 * weakest in a plan is in it; so it bears the highest label wherever it goes (do no harm, rule 4).
 */
import type { Label } from '../../nations/index.ts'
import { chainClock, movementBars, unitArrivals } from './chain.ts'
import type { ChainMoment, MovementBar, UnitArrival } from './chain.ts'
import { armedAt, metAtHour } from './curve.ts'
import { documentDigest } from './digest.ts'
import { PLAN_LABEL } from './solve.ts'
import type {
  FigureAssumption,
  MoveAsk,
  MoveBottleneck,
  MoveGate,
  MovePlan,
  MovementModel,
} from './types.ts'

/** A bar of the Gantt with how many movement serials are in it. */
export interface BarTold extends Omit<MovementBar, 'serials'> {
  readonly mode: string
  readonly serials: number
}
/** A gate, with what it holds back. */
export interface GateTold extends MoveGate {
  /** Units of stock that may not be touched before it is open, by commodity. */
  readonly holds: Readonly<Record<string, number>>
  /** Who owns that stock, each once. */
  readonly owners: readonly string[]
}
/** An assumption, with what its limits are worth where it binds; null where it does not. */
export interface AssumptionTold extends FigureAssumption {
  readonly worth: number | null
}
/** A plan with all that is said of it. */
export interface MovementTold {
  readonly label: Label
  readonly model: string
  readonly title: string
  readonly notice: string
  /** Digests of model and plan; see `documentDigest`. */
  readonly modelDigest: string
  readonly planDigest: string
  readonly status: MovePlan['status']
  readonly reason: string | null
  /** (bound − objective) / bound, [0, 1]. */
  readonly gap: number
  readonly horizonHours: number
  readonly stepHours: number
  readonly ask: MoveAsk
  /** Armed at the hour of the ask. */
  readonly armedAtAsk: number
  /** The hour by which the ask is met; null where it is not within the horizon. */
  readonly metAtHour: number | null
  readonly executedUntilHour: number
  readonly armedByHour: MovePlan['armedByHour']
  /** By hour, what never comes last; of the same hour in the order of the chain. */
  readonly chain: readonly ChainMoment[]
  readonly arrivals: readonly UnitArrival[]
  /** In the order of their begin. */
  readonly bars: readonly BarTold[]
  readonly serials: number
  readonly gates: readonly GateTold[]
  /** The greatest worth first. */
  readonly bottlenecks: readonly MoveBottleneck[]
  /** What binds first, by worth; then the others in the model's order. */
  readonly assumptions: readonly AssumptionTold[]
}

/** The gates of a model, with what each holds back. */
export function gatesTold(model: MovementModel): readonly GateTold[] {
  return model.gates.map((gate) => {
    const holds: Record<string, number> = {}
    const owners = new Set<string>()
    for (const { commodity, quantity, owner, gates } of model.nodes.flatMap(({ stock }) => stock)) {
      if (!gates.includes(gate.id)) continue
      holds[commodity] = (holds[commodity] ?? 0) + quantity
      owners.add(owner)
    }
    return { ...gate, holds, owners: [...owners].toSorted() }
  })
}

/** An hour after every other, for what never comes; infinity minus itself is no number. */
const NEVER = 1e9

function assumptionsTold(model: MovementModel, plan: MovePlan): readonly AssumptionTold[] {
  const worths = new Map(plan.bindingAssumptions.map(({ id, worth }) => [id, worth]))
  const told = model.assumptions.map((one) => ({ ...one, worth: worths.get(one.id) ?? null }))
  return told.toSorted((a, b) => (b.worth ?? -1) - (a.worth ?? -1))
}

/** Tells a plan of a model. */
export function tellMovement(model: MovementModel, plan: MovePlan): MovementTold {
  const modes = new Map(model.legs.map(({ id, mode }) => [id, mode]))
  return {
    label: PLAN_LABEL,
    model: model.id,
    title: model.title,
    notice: model.notice ?? '',
    modelDigest: documentDigest(model),
    planDigest: documentDigest(plan),
    status: plan.status,
    reason: plan.reason,
    gap: plan.gap,
    horizonHours: plan.horizonHours,
    stepHours: plan.stepHours,
    ask: plan.ask,
    armedAtAsk: armedAt(plan.armedByHour, plan.ask.byHour),
    metAtHour: metAtHour(plan.armedByHour, plan.ask.kits),
    executedUntilHour: plan.executedUntilHour,
    armedByHour: plan.armedByHour,
    chain: chainClock(model, plan).toSorted((a, b) => (a.hour ?? NEVER) - (b.hour ?? NEVER)),
    arrivals: unitArrivals(model, plan),
    bars: movementBars(model, plan).map(({ serials, ...bar }) => ({
      ...bar,
      mode: modes.get(bar.leg) ?? '',
      serials: serials.length,
    })),
    serials: plan.serials.length,
    gates: gatesTold(model),
    bottlenecks: plan.bottlenecks,
    assumptions: assumptionsTold(model, plan),
  }
}
