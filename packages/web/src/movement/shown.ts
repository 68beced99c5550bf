// Which answers stand on the page: of the jobs that are told, the newest of each sort that belong together.
import type { ChosenFault } from '@holdfast/core/move/contingency'
import type { MoveJob, MoveStanding } from '@holdfast/core/move/jobs'
import { isOver } from '@holdfast/core/move/jobs'
import type { MovementTold } from '@holdfast/core/move/model'
import type { SimulationResult } from '@holdfast/core/move/simulate'

/** A plan on the page. */
export interface ShownPlan {
  /** Id of its job, or `adopted`: what further jobs name. */
  readonly of: string
  readonly told: MovementTold
  /** When it was made or adopted. */
  readonly atMs: number
  /** False while its job still looks for a better one: nothing goes on from it yet. */
  readonly isFinal: boolean
  /** Whether planning under faults found a better one, which took its place. */
  readonly isImproved: boolean
  /** The newest simulation of it; null where there is none. */
  readonly simulation: SimulationResult | null
  /** Where it has none: the newest simulation of the plan that it took the place of. */
  readonly earlier: SimulationResult | null
}
/** A plan under faults, beside the one without. */
export interface ShownReplan extends ShownPlan {
  readonly faults: readonly ChosenFault[]
  readonly atHour: number
  readonly lost: readonly { readonly node: string; readonly quantity: number }[]
}
/** What stands on the page. */
export interface Shown {
  readonly plan: ShownPlan | null
  readonly replan: ShownReplan | null
  /** Jobs that wait or run, the oldest first. */
  readonly underWay: readonly MoveJob[]
  /** The newest job of its kind that failed, where no later one of that kind has an answer: the answer before it stands. */
  readonly failed: readonly MoveJob[]
}

const numberOf = ({ id }: Pick<MoveJob, 'id'>): number => Number(id.replace(/^job-/, ''))

function simulationOf(told: MovementTold, jobs: readonly MoveJob[]): SimulationResult | null {
  for (const { answer } of jobs)
    if (answer?.kind === 'simulate' && answer.planDigest === told.planDigest)
      return answer.simulation
  return null
}

/** The newest simulation of what the job gave first or since; null where the plan that stands has one of its own. */
function earlierOf(of: string, own: SimulationResult | null, jobs: readonly MoveJob[]) {
  if (own !== null) return null
  for (const { answer } of jobs)
    if (answer?.kind === 'simulate' && answer.of === of) return answer.simulation
  return null
}

/** The newest plan of the job: planning under faults may have found a better one. */
function newestOf(id: string, told: MovementTold, jobs: readonly MoveJob[]): MovementTold {
  for (const { answer } of jobs)
    if (answer?.kind === 'replan' && answer.of === id && answer.better !== null)
      return answer.better
  return told
}

function planOf(standing: MoveStanding, jobs: readonly MoveJob[]): ShownPlan | null {
  const mine = jobs.filter(({ modelDigest }) => modelDigest === standing.model.digest)
  for (const { id, answer, endedAtMs, askedAtMs } of mine) {
    if (answer?.kind !== 'solve') continue
    const told = newestOf(id, answer.told, jobs)
    const simulation = simulationOf(told, jobs)
    return {
      of: id,
      told,
      atMs: endedAtMs ?? askedAtMs,
      isFinal: true,
      isImproved: told !== answer.told,
      simulation,
      earlier: earlierOf(id, simulation, jobs),
    }
  }
  const { plan } = standing
  if (plan !== null && plan.isOfModelInForce && plan.faults.length === 0) {
    const { told, atMs } = plan
    const simulation = simulationOf(told, jobs)
    return {
      of: 'adopted',
      told,
      atMs,
      isFinal: true,
      isImproved: false,
      simulation,
      earlier: null,
    }
  }
  for (const { id, kind, best, askedAtMs } of mine)
    if (kind === 'solve' && best !== null && 'chain' in best)
      return {
        of: id,
        told: best,
        atMs: askedAtMs,
        isFinal: false,
        isImproved: false,
        simulation: null,
        earlier: null,
      }
  return null
}

function replanOf(plan: ShownPlan | null, jobs: readonly MoveJob[]): ShownReplan | null {
  for (const { id, answer, endedAtMs, askedAtMs } of jobs)
    if (answer?.kind === 'replan' && answer.of === plan?.of) {
      const { told, faults, atHour, lost } = answer
      return {
        of: id,
        told,
        atMs: endedAtMs ?? askedAtMs,
        isFinal: true,
        isImproved: false,
        simulation: simulationOf(told, jobs),
        earlier: null,
        faults,
        atHour,
        lost,
      }
    }
  return null
}

/** Puts together what is shown; `jobs` with their answers where they were read, in any order. */
export function shownOf(standing: MoveStanding, read: readonly MoveJob[]): Shown {
  const jobs = read.toSorted((a, b) => numberOf(b) - numberOf(a))
  const plan = planOf(standing, jobs)
  const isSuperseded = (job: MoveJob): boolean =>
    jobs.some(
      (one) =>
        one.kind === job.kind &&
        numberOf(one) > numberOf(job) &&
        (one.status === 'done' || one.status === 'failed'),
    )
  return {
    plan,
    replan: replanOf(plan, jobs),
    underWay: jobs.filter(({ status }) => !isOver(status)).toReversed(),
    failed: jobs.filter((job) => job.status === 'failed' && !isSuperseded(job)),
  }
}
