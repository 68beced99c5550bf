/**
 * From a model to a plan: program, optimum, construction, prices. The optimum is used as advice and as a bound that is
 * proven here; what is carried out is what was constructed.
 */
import type { Label } from '../../nations/index.ts'
import { assemble, boundedBy, failedPlan } from './assemble.ts'
import { armedAt, curveOf } from './curve.ts'
import { compileModel } from './compile.ts'
import type { Compiled } from './compile.ts'
import { construct, paceOf } from './construct.ts'
import { situationAtHour0 } from './compile.ts'
import { executedPart } from './executed.ts'
import type { ExecutedPart } from './executed.ts'
import { aggregateModel } from './kits.ts'
import type { LinearSolution, LinearSolver } from './linear.ts'
import type { Pace } from './making.ts'
import { provenBound } from './linear.ts'
import {
  addedWords,
  armedIn,
  bindingAssumptionsOf,
  bottlenecksOf,
  figure,
  hasDuals,
  relaxModel,
} from './prices.ts'
import { expandModel } from './program.ts'
import type { MovementLinear } from './program.ts'
import { trimValues } from './trim.ts'
import { whyNobody } from './why-nobody.ts'
import { whyShort } from './why-short.ts'
import { planWhole } from './whole-plan.ts'
import type { MoveBottleneck, MovePlan, MovementModel, Situation } from './types.ts'

/** A plan with a smaller gap is not mended, by effort. */
const GAP_MENDED: Readonly<Record<PlanEffort, number>> = { quick: 0.02, long: 0.005 }
/** Most columns of a program that is made whole, by effort: a dive takes seconds there. */
const WHOLE_COLUMNS_MAX: Readonly<Record<PlanEffort, number>> = { quick: 15_000, long: 25_000 }
/** Shares of the way at which it is, by effort: each is one more program, and a smaller one than the one before. */
const MENDED_AT: Readonly<Record<PlanEffort, readonly number[]>> = {
  quick: [0.48, 0.75],
  long: [0.25, 0.4, 0.5, 0.6, 0.7, 0.8],
}
/** How long a plan is mended: `quick` for an answer in seconds, `long` for a better one in about five times the time. */
export type PlanEffort = 'quick' | 'long'

/** The label that every plan leaves with: what binds is criticality, and is the guarantors' alone. */
export const PLAN_LABEL: Label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: ['ALL'],
}

/** What a plan is made with. */
export interface PlanOptions {
  /** Told in words at each stage and each iteration of the solver. */
  readonly onProgress?: (told: string) => void
  /** Told the plan as soon as there is one, and again whenever a better one is found. Its bottlenecks come at the end. */
  readonly onBetter?: (plan: MovePlan) => void
  /** `quick` by default. */
  readonly effort?: PlanEffort
  /** How many bottlenecks are priced by a second solve each; 0 by default. */
  readonly price?: number
  /** What was carried out already: the plan goes on from there. */
  readonly executed?: ExecutedPart
  /** Asked between programs: once true, what is best so far is the plan, told as stopped; see `STOPPED`. */
  readonly isCancelled?: () => boolean
}
/** How the reason of a plan that was stopped begins. */
export const STOPPED = 'stopped by you'
interface Solved {
  readonly compiled: Compiled
  readonly linear: MovementLinear
  readonly values: Float64Array
  readonly duals: Float64Array
}

async function solveModel(
  model: MovementModel,
  solver: LinearSolver,
  {
    situation,
    onProgress,
  }: { readonly situation: Situation; readonly onProgress: (told: string) => void },
): Promise<Solved | Exclude<LinearSolution, { readonly status: 'solved' }>> {
  const compiled = compileModel(model)
  const linear = expandModel(compiled, situation)
  const { cost, rowLower } = linear.program
  onProgress(`program of ${cost.length} columns and ${rowLower.length} rows`)
  if (cost.length === 0)
    return {
      compiled,
      linear,
      values: new Float64Array(0),
      duals: new Float64Array(rowLower.length),
    }
  const solution = await solver.solveLinear(linear.program, (iterations) =>
    onProgress(`interior point, iteration ${iterations}`),
  )
  if (solution.status !== 'solved') return solution
  return { compiled, linear, values: solution.values, duals: solution.duals }
}

/** Prices the greatest bottlenecks, one more solve for each. */
async function price(
  model: MovementModel,
  solver: LinearSolver,
  at: {
    readonly bottlenecks: readonly MoveBottleneck[]
    readonly count: number
    readonly solved: Solved
    readonly situation: Situation
    readonly onProgress: (told: string) => void
    readonly isCancelled: () => boolean
  },
): Promise<MoveBottleneck[]> {
  const armed = armedIn(at.solved.linear, at.solved.values, at.solved.compiled.demands)
  const priced: MoveBottleneck[] = []
  for (const bottleneck of at.bottlenecks) {
    if (priced.length >= at.count || at.isCancelled()) {
      priced.push(bottleneck)
      continue
    }
    at.onProgress(`pricing ${bottleneck.id}`)
    const relaxed = await solveModel(relaxModel(model, bottleneck), solver, {
      situation: at.situation,
      onProgress: at.onProgress,
    })
    if ('status' in relaxed) {
      priced.push(bottleneck)
      continue
    }
    const more = Math.max(
      0,
      Math.round(armedIn(relaxed.linear, relaxed.values, relaxed.compiled.demands) - armed),
    )
    const added = addedWords(model, bottleneck)
    priced.push({
      ...bottleneck,
      priced: { added, moreArmed: more, byHour: model.horizonHours },
      words:
        more === 0
          ? `${added} arms no more by hour ${model.horizonHours}, only sooner${armed > model.ask.kits - 0.5 ? ': with fractions of vehicles the ask is met without it' : ''}`
          : `${added} is worth ${figure(more)} armed by hour ${model.horizonHours}`,
    })
  }
  return priced
}

/** Pace of the parts from those of complete kits: each kit is so much of each. */
function paceOfParts(model: MovementModel, kits: Pace): Pace {
  const parts = (of: readonly Float64Array[]): Float64Array[] =>
    model.commodities.map(({ perKit }) => (of[0] ?? new Float64Array(0)).map((kit) => kit * perKit))
  return {
    ...kits,
    goods: kits.goods.map(parts),
    handled: kits.handled.map((stages) => stages.map(parts)),
  }
}

/** Several pieces of advice to follow: the optimum as it is, what of it is needed, and of many commodities that of the kits. */
async function adviceOf(
  model: MovementModel,
  solver: LinearSolver,
  {
    solved,
    situation,
    onProgress,
  }: {
    readonly solved: Solved
    readonly situation: Situation
    readonly onProgress: (told: string) => void
  },
): Promise<readonly Pace[]> {
  const { compiled, linear, values } = solved
  const advice = [
    paceOf(linear.columns, values),
    paceOf(linear.columns, trimValues(compiled, linear.columns, values)),
  ]
  if (model.commodities.length === 1 || situation.hour > 0) return advice
  const kits = aggregateModel(model)
  if (kits.demands.length === 0) return advice
  const ofKits = await solveModel(kits, solver, { situation, onProgress })
  return 'status' in ofKits
    ? advice
    : [...advice, paceOfParts(model, paceOf(ofKits.linear.columns, ofKits.values))]
}

type Made = { readonly plan: MovePlan; readonly solved: Solved } | { readonly reason: string }

/** One program, its advice followed. */
async function planOnce(
  model: MovementModel,
  solver: LinearSolver,
  {
    executed,
    onProgress,
  }: { readonly executed: ExecutedPart | null; readonly onProgress: (told: string) => void },
): Promise<Made> {
  const situation = executed?.situation ?? situationAtHour0(model)
  const solved = await solveModel(model, solver, { situation, onProgress })
  if ('status' in solved)
    return { reason: `the solver ended with ${solved.status}: ${solved.reason}` }
  const advice = await adviceOf(model, solver, { solved, situation, onProgress })
  onProgress('construction')
  const [first, ...others] = advice.map((pace) => construct(solved.compiled, situation, { pace }))
  if (first === undefined) return { reason: 'there was no advice to follow' }
  const best = others.reduce((a, b) => (b.objective > a.objective ? b : a), first)
  const proven = (executed?.worth ?? 0) - provenBound(solved.linear.program, solved.duals)
  return { plan: assemble(model, best, { executed, proven }), solved }
}

/** The rest of a plan made anew from an hour on: with whole vehicles where the program is small enough, else once more. */
async function remade(
  model: MovementModel,
  solver: LinearSolver,
  at: {
    readonly plan: MovePlan
    readonly hour: number
    readonly effort: PlanEffort
    readonly onProgress: (told: string) => void
  },
): Promise<MovePlan | null> {
  const executed = executedPart(model, at.plan, at.hour)
  const { onProgress } = at
  const columnsMax = WHOLE_COLUMNS_MAX[at.effort]
  const whole = await planWhole(model, solver, { executed, columnsMax, onProgress })
  if (whole !== null) return whole
  const made = await planOnce(model, solver, { executed, onProgress })
  return 'reason' in made ? null : made.plan
}

/**
 * Where whole vehicles fell far behind the fractions, the rest is planned again from where the plan stands at some shares
 * of the way; kept where it is better. The bound stays that of the whole.
 */
async function mend(
  model: MovementModel,
  solver: LinearSolver,
  {
    plan,
    executed,
    effort,
    onProgress,
    onBetter,
    isCancelled,
  }: {
    readonly plan: MovePlan
    readonly isCancelled: () => boolean
    readonly effort: PlanEffort
    readonly executed: ExecutedPart | null
    readonly onProgress: (told: string) => void
    readonly onBetter: (plan: MovePlan) => void
  },
): Promise<MovePlan> {
  onBetter(plan)
  const steps = Math.round(model.horizonHours / model.stepHours)
  const first = Math.round((executed?.situation.hour ?? 0) / model.stepHours)
  let best = plan
  for (const part of MENDED_AT[effort]) {
    const step = first + Math.floor((steps - first) * part)
    if (best.gap < GAP_MENDED[effort] || step <= first || isCancelled()) continue
    const hour = step * model.stepHours
    onProgress(`mending from hour ${hour}`)
    const made = await remade(model, solver, { plan: best, hour, effort, onProgress })
    if (made === null || made.objective <= best.objective) continue
    best = { ...boundedBy(made, plan.bound), executedUntilHour: plan.executedUntilHour }
    onBetter(best)
  }
  return best
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`

/** Why the plan is as it is: that it was stopped, why nobody is armed or fewer than the ask; null: there is nothing to say. */
function reasonOf(
  model: MovementModel,
  plan: MovePlan,
  {
    solved,
    executed,
    effort,
    isStopped,
  }: {
    readonly solved: Solved
    readonly executed: ExecutedPart | null
    readonly effort: PlanEffort
    readonly isStopped: boolean
  },
): string | null {
  const isNobody = (plan.armedByHour.at(-1)?.[1] ?? 0) === 0
  const nobody = isNobody ? whyNobody(model, plan) : null
  if (isStopped) return [`${STOPPED}, gap ${percent(plan.gap)}`, nobody].filter(Boolean).join('; ')
  if (nobody !== null) return nobody
  const askStep = Math.floor(plan.ask.byHour / model.stepHours + 1e-9)
  const before = executed === null ? [] : curveOf(model, executed.signings)
  const inFractions =
    armedAt(before, plan.ask.byHour) +
    armedIn(solved.linear, solved.values, solved.compiled.demands, askStep)
  return whyShort(model, plan, { inFractions, isLong: effort === 'long' })
}

/**
 * Plans the movement of a model that `parseMovementModel` accepted. A solver that fails gives a plan that says so, and so
 * does one that was stopped before there was a plan; a plan that arms nobody says why.
 */
export async function planMovement(
  model: MovementModel,
  solver: LinearSolver,
  options: PlanOptions = {},
): Promise<MovePlan> {
  const { onProgress = () => undefined, onBetter = () => undefined } = options
  const { price: count = 0, executed = null, effort = 'quick' } = options
  const { isCancelled = () => false } = options
  const made = await planOnce(model, solver, { executed, onProgress })
  if ('reason' in made)
    return failedPlan(
      model,
      isCancelled() ? `${STOPPED} before there was a plan; nothing to keep` : made.reason,
    )
  const { solved } = made
  const plan = await mend(model, solver, {
    plan: made.plan,
    executed,
    effort,
    onProgress,
    onBetter,
    isCancelled,
  })
  const situation = executed?.situation ?? situationAtHour0(model)
  const ranked = hasDuals(solved.linear.program, solved.duals)
    ? bottlenecksOf(model, solved.linear, solved.duals)
    : []
  const bottlenecks =
    count === 0
      ? ranked
      : await price(model, solver, {
          bottlenecks: ranked,
          count,
          solved,
          situation,
          onProgress,
          isCancelled,
        })
  return {
    ...plan,
    reason: reasonOf(model, plan, { solved, executed, effort, isStopped: isCancelled() }),
    bottlenecks,
    bindingAssumptions: bindingAssumptionsOf(model, ranked),
  }
}
