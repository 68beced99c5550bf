/**
 * What a simulation says: percentiles, the chance of the ask with its interval, and what each leg and node is worth. All of
 * it bears the highest label: where a plan is weakest is what it must never say unlabelled (do no harm, rule 4).
 */
import type { Label } from '../../nations/index.ts'
import type { Loss } from './disturbances.ts'
import { jobsOf } from './experiment.ts'
import type { Experiment, ExperimentAsked, ExperimentJob, JobDone } from './experiment.ts'
import type { FaultPolicy } from './faults.ts'
import type { FaultsOrigin, SimulationCase } from './read-case.ts'
import { meanWithInterval, percentileOf, wilsonOf } from './statistics.ts'
import type { Interval } from './statistics.ts'

/** The highest label, of the guarantors' office alone. */
export const SIMULATION_LABEL: Label = {
  policy: 'HOLDFAST',
  classification: 'SECRET',
  offices: ['guarantors'],
  releasableTo: ['ALL'],
}

/** A share of the replications with its 95 % interval (Wilson). */
export interface Chance extends Interval {
  readonly value: number
  readonly hits: number
  readonly of: number
}
/** Percentiles over the replications, by nearest rank: so many or fewer in 10, 50 and 90 % of them. */
export interface Percentiles<T> {
  readonly p10: T
  readonly p50: T
  readonly p90: T
}
/** What the loss of a leg or node costs from hour 0 on, if nobody makes a new plan. */
export interface Criticality {
  readonly rank: number
  readonly kind: Loss['kind']
  readonly id: string
  readonly title: string
  /** Kits fewer at the hour of the ask, mean of the pairs, with its 95 % interval (Student's t). */
  readonly kitsLost: number
  readonly interval: Interval
  /** The chance of the ask without it. */
  readonly chance: Chance
}
/** The result; docs/reference/movement-simulation.schema.json. */
export interface SimulationResult {
  readonly format: 'holdfast.movement-simulation'
  readonly version: 1
  readonly label: Label
  readonly notice: string
  readonly model: string
  readonly faults: {
    readonly id: string
    readonly title: string
    readonly origin: FaultsOrigin
    readonly count: number
    readonly combined: number
    readonly policy: FaultPolicy
    /** Who assumed the figures, and when. */
    readonly owners: readonly string[]
  }
  readonly seed: number
  readonly replications: number
  readonly ask: { readonly kits: number; readonly byHour: number; readonly planned: number }
  /** The chance that the ask is met. */
  readonly chance: Chance
  /** The chance that by then at least as many are armed as the plan has. */
  readonly planHolds: Chance
  readonly armedByHour: readonly ({
    readonly hour: number
    readonly planned: number
  } & Percentiles<number>)[]
  /** The hour at which the ask is met; null where it is not within the horizon. */
  readonly metAtHour: Percentiles<number | null>
  /** Mean number of vehicles that went another way than planned, a replication. */
  readonly rerouted: number
  readonly events: number
  readonly criticality: {
    readonly label: Label
    readonly pairs: number
    readonly told: string
    /** The costliest first. */
    readonly ranking: readonly Criticality[]
  }
}

/** A job with what it gave. */
export type DoneJob = readonly [ExperimentJob, JobDone]

const chanceOf = (hits: number, of: number): Chance => ({
  value: of === 0 ? 0 : hits / of,
  ...wilsonOf(hits, of),
  hits,
  of,
})

const percentiles = (sorted: ArrayLike<number>): Percentiles<number> => ({
  p10: percentileOf(sorted, 10),
  p50: percentileOf(sorted, 50),
  p90: percentileOf(sorted, 90),
})

interface Gathered {
  /** Kits armed, by replication · points + step. */
  readonly curves: Int32Array
  readonly armed: Int32Array
  readonly lost: ReadonlyMap<string, { readonly loss: Loss; readonly armed: Int32Array }>
  readonly events: number
  readonly rerouted: number
}

/** Puts what the jobs gave in the order of the replications, whatever the order they were done in. */
function gather(points: number, asked: ExperimentAsked, done: readonly DoneJob[]): Gathered {
  const curves = new Int32Array(asked.replications * points)
  const armed = new Int32Array(asked.replications)
  const lost = new Map<string, { loss: Loss; armed: Int32Array }>()
  let [events, rerouted] = [0, 0]
  for (const [{ loss, from }, one] of done) {
    events += one.events
    if (loss === null) {
      curves.set(one.curves, from * points)
      armed.set(one.armed, from)
      rerouted += one.rerouted
      continue
    }
    const key = `${loss.kind} ${loss.index}`
    const kept = lost.get(key) ?? {
      loss,
      armed: new Int32Array(Math.min(asked.pairs, asked.replications)),
    }
    kept.armed.set(one.armed, from)
    lost.set(key, kept)
  }
  return { curves, armed, lost, events, rerouted }
}

function rankingOf(
  { model }: SimulationCase,
  { armed, lost }: Gathered,
  kits: number,
): Criticality[] {
  const rows = [...lost.values()].map(({ loss, armed: without }) => {
    const cost = Float64Array.from(without, (left, i) => (armed[i] as number) - left)
    const { mean, interval } = meanWithInterval(cost)
    const hits = without.filter((left) => left >= kits).length
    const leg = loss.kind === 'leg' ? model.legs[loss.index] : undefined
    const node = loss.kind === 'node' ? model.nodes[loss.index] : undefined
    return {
      kind: loss.kind,
      id: leg?.id ?? node?.id ?? '',
      title: leg ? `${leg.from} to ${leg.to}, ${leg.mode}` : (node?.title ?? ''),
      kitsLost: mean,
      interval,
      chance: chanceOf(hits, without.length),
    }
  })
  return rows
    .toSorted(
      (a, b) => b.kitsLost - a.kitsLost || (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1),
    )
    .map((row, i) => ({ rank: i + 1, ...row }))
}

function ownersOf({ faults }: SimulationCase): string[] {
  const bases = [
    ...faults.faults.map(({ basis }) => basis),
    ...faults.combined.map(({ basis }) => basis),
    ...(faults.variation === null
      ? []
      : [faults.variation.basis, ...faults.variation.border.map(({ basis }) => basis)]),
  ]
  return [...new Set(bases.map(({ owner, date }) => `${owner}, ${date}`))].toSorted()
}

const withinHorizon = (hour: number): number | null => (Number.isFinite(hour) ? hour : null)

function metHours(
  { curves }: Gathered,
  { points, kits, stepHours }: { points: number; kits: number; stepHours: number },
): Percentiles<number | null> {
  const hours = new Float64Array(points === 0 ? 0 : curves.length / points).fill(Infinity)
  for (let r = 0; r < hours.length; r += 1)
    for (let step = 0; step < points; step += 1)
      if ((curves[r * points + step] as number) >= kits) {
        hours[r] = step * stepHours
        break
      }
  const { p10, p50, p90 } = percentiles(hours.toSorted())
  return { p10: withinHorizon(p10), p50: withinHorizon(p50), p90: withinHorizon(p90) }
}

/** Puts the result together; `done` holds every job of `jobsOf`, in any order. */
export function resultOf(
  one: SimulationCase,
  { asked, experiment }: { readonly asked: ExperimentAsked; readonly experiment: Experiment },
  done: readonly DoneJob[],
): SimulationResult {
  const { model, plan, faults, origin } = one
  const { steps, stepHours, askStep } = experiment.course
  const points = steps + 1
  const gathered = gather(points, asked, done)
  const { replications } = asked
  const column = new Int32Array(replications)
  const armedByHour = Array.from({ length: points }, (_, step) => {
    for (let r = 0; r < replications; r += 1)
      column[r] = gathered.curves[r * points + step] as number
    const said = plan.armedByHour[step]?.[1] ?? 0
    return { hour: step * stepHours, planned: said, ...percentiles(column.toSorted()) }
  })
  const { kits, byHour } = model.ask
  const planned = plan.armedByHour[askStep]?.[1] ?? 0
  const reached = (most: number): Chance =>
    chanceOf(gathered.armed.filter((armed) => armed >= most).length, replications)
  return {
    format: 'holdfast.movement-simulation',
    version: 1,
    label: SIMULATION_LABEL,
    notice: model.notice ?? '',
    model: model.id,
    faults: {
      id: faults.id,
      title: faults.title,
      origin,
      count: faults.faults.length,
      combined: faults.combined.length,
      policy: faults.policy,
      owners: ownersOf(one),
    },
    seed: asked.seed,
    replications,
    ask: { kits, byHour, planned },
    chance: reached(kits),
    planHolds: reached(planned),
    armedByHour,
    metAtHour: metHours(gathered, { points, kits, stepHours }),
    rerouted: gathered.rerouted / replications,
    events: gathered.events,
    criticality: {
      label: SIMULATION_LABEL,
      pairs: Math.min(asked.pairs, replications),
      told: `kits fewer at hour ${byHour} where it is lost from hour 0 on and nobody makes a new plan; the same draws with and without it`,
      ranking: rankingOf(one, gathered, kits),
    },
  }
}

/** The whole simulation in the calling thread, at once. */
export function simulateHere(
  one: SimulationCase,
  asked: ExperimentAsked,
  experiment: Experiment,
): SimulationResult {
  const done = jobsOf(experiment.course, asked).map((job): DoneJob => [
    job,
    experiment.do(job, asked.seed),
  ])
  return resultOf(one, { asked, experiment }, done)
}
