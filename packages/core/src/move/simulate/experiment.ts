/**
 * A simulation as jobs that can be done in any order and on any number of workers: what a replication gives depends on its
 * number and the seed alone, and results are put together by number. Criticality comes from pairs: the same replication,
 * with the same draws, with and without a leg or node.
 */
import { courseOf } from './course.ts'
import type { Course } from './course.ts'
import type { Loss } from './disturbances.ts'
import type { SimulationCase } from './read-case.ts'
import { MovementSimulation } from './simulation.ts'

/** Most replications of one simulation. */
export const REPLICATIONS_MAX = 100_000
/** Largest seed. */
export const SEED_MAX = 4_294_967_295
/** Most numbers kept of all replications together: one for each of them and each step. */
export const POINTS_MAX = 40_000_000
/** Replications of one job. */
const JOB_REPLICATIONS = 20

/** What is asked of a simulation. */
export interface ExperimentAsked {
  /** 1 to `REPLICATIONS_MAX`. */
  readonly replications: number
  /** A whole number in [0, 2³²). */
  readonly seed: number
  /** Pairs for each leg and node in use, at most as many as there are replications; 0 for no ranking. */
  readonly pairs: number
}
/** A run of replications, from `from` to before `until`, without one leg or node or with all. */
export interface ExperimentJob {
  readonly loss: Loss | null
  readonly from: number
  readonly until: number
}
/** What a job gave, by replication. */
export interface JobDone {
  /** Kits armed at each step, one replication after another; empty for a job with a loss. */
  readonly curves: Int32Array
  /** Kits armed at the hour of the ask. */
  readonly armed: Int32Array
  readonly events: number
  readonly rerouted: number
}

/** Does jobs of one case; each worker has its own. */
export class Experiment {
  readonly course: Course
  readonly #simulation: MovementSimulation

  constructor({ model, plan, faults }: Pick<SimulationCase, 'model' | 'plan' | 'faults'>) {
    this.course = courseOf(model, plan)
    this.#simulation = new MovementSimulation(this.course, faults)
  }

  /** Does one job. */
  do({ loss, from, until }: ExperimentJob, seed: number): JobDone {
    const { steps, askStep } = this.course
    const points = loss === null ? steps + 1 : 0
    const curves = new Int32Array((until - from) * points)
    const armed = new Int32Array(until - from)
    let [events, rerouted] = [0, 0]
    for (let replication = from; replication < until; replication += 1) {
      const curve = this.#simulation.run({ seed, replication, loss })
      if (points > 0) curves.set(curve, (replication - from) * points)
      armed[replication - from] = curve[askStep] as number
      events += this.#simulation.events
      rerouted += this.#simulation.rerouted
    }
    return { curves, armed, events, rerouted }
  }
}

const ofKind = (kind: Loss['kind'], indices: ReadonlySet<number>): Loss[] =>
  [...indices].toSorted((a, b) => a - b).map((index) => ({ kind, index }))

/** Legs and nodes that the plan uses, in the model's order: what it does not use it cannot lose. */
export function lossesOf({ groups, ways, lots, signings, nodes }: Course): Loss[] {
  const legs = new Set<number>()
  const used = new Set<number>()
  for (const way of groups.way) {
    legs.add(way >> 1)
    used.add(ways.from[way] as number)
    used.add(ways.to[way] as number)
  }
  for (let node = 0; node < nodes; node += 1) {
    const isSigning = signings.begins[node] !== signings.begins[node + 1]
    if (isSigning || lots.begins[3 * node] !== lots.begins[3 * node + 3]) used.add(node)
  }
  return [...ofKind('leg', legs), ...ofKind('node', used)]
}

/** The jobs of a simulation: first the replications, then the pairs of each leg and node. */
export function jobsOf(course: Course, { replications, pairs }: ExperimentAsked): ExperimentJob[] {
  const jobs: ExperimentJob[] = []
  const add = (loss: Loss | null, count: number): void => {
    for (let from = 0; from < count; from += JOB_REPLICATIONS)
      jobs.push({ loss, from, until: Math.min(count, from + JOB_REPLICATIONS) })
  }
  add(null, replications)
  if (pairs > 0) for (const loss of lossesOf(course)) add(loss, Math.min(pairs, replications))
  return jobs
}
