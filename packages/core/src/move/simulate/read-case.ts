/**
 * The document of a simulation: a model, a plan for it, and the faults. The plan is replayed first: one that cannot be
 * carried out when nothing goes wrong tells nothing about what happens when something does.
 */
import { DocumentReader, isRefused } from '../../units/index.ts'
import type { At, Refused } from '../../units/index.ts'
import { parseMovePlan, parseMovementModel, replayPlan } from '../model/index.ts'
import type { MovePlan, MovementModel } from '../model/index.ts'
import { NO_FAULTS, referenceFaults } from './faults.ts'
import type { FaultModel } from './faults.ts'
import { readFaultModel } from './read-faults.ts'

/** Most vehicles of all serials and empty moves of a plan. */
export const TRIPS_MAX = 2_000_000

const FAULTS_TOLD = 5

/** Where the faults of a simulation come from: the document, the reference assumptions, or nowhere. */
export type FaultsOrigin = 'stated' | 'reference' | 'none'
/** What is simulated. */
export interface SimulationCase {
  readonly model: MovementModel
  readonly plan: MovePlan
  readonly faults: FaultModel
  readonly origin: FaultsOrigin
}

/** The places of a part of the document: a reader of the part names paths from the part on. */
const within =
  (at: At, key: string): At =>
  (path) =>
    `${at(path === '' ? key : `${key}.${path}`)}: ${key}`

/** Why the plan cannot be simulated, or null. */
function refusePlan(model: MovementModel, plan: MovePlan, at: At): Refused | null {
  const refuse = (path: string, problem: string): Refused => ({
    refused: `${at(path)}: ${path}: ${problem}`,
  })
  if (plan.status === 'failed')
    return refuse('plan.status', 'is failed: there is no plan to simulate; solve the model again')
  const moves = [...plan.serials, ...plan.empties]
  const trips = moves.reduce((sum, { vehicles }) => sum + vehicles, 0)
  if (trips > TRIPS_MAX)
    return refuse(
      'plan.serials',
      `have ${trips} vehicles with the empties; the most is ${TRIPS_MAX}, plan with larger loads`,
    )
  const { faults } = replayPlan(model, plan)
  if (faults.length === 0) return null
  const told = faults.slice(0, FAULTS_TOLD).map((fault) => refuse('plan', fault).refused)
  const more = faults.length > FAULTS_TOLD ? ` (and ${faults.length - FAULTS_TOLD} more)` : ''
  return {
    refused: `${told.join('\n')}${more}\nthe plan cannot be carried out as written; give the plan that was made for this model`,
  }
}

/**
 * A case of a model, its plan and a document of faults: without one (undefined) the reference faults are taken, with null
 * nothing goes wrong. `at` tells the places of `plan…` and `faults…`.
 */
export function simulationCaseOf(
  {
    model,
    plan,
    faults: given,
  }: Pick<SimulationCase, 'model' | 'plan'> & { readonly faults: unknown },
  at: At,
): SimulationCase | Refused {
  const refused = refusePlan(model, plan, at)
  if (refused !== null) return refused
  if (given === undefined)
    return { model, plan, faults: referenceFaults(model), origin: 'reference' }
  if (given === null) return { model, plan, faults: NO_FAULTS, origin: 'none' }
  const faults = readFaultModel(given, model, within(at, 'faults'))
  return isRefused(faults) ? faults : { model, plan, faults, origin: 'stated' }
}

/** Reads `{ model, plan, faults? }`. The refusal holds one line for each error: its place, what is wrong, how to mend it. */
export function readSimulationCase(value: unknown, at: At): SimulationCase | Refused {
  const reader = new DocumentReader(at)
  const root = reader.root(value)
  for (const key of Object.keys(root.value))
    if (!['model', 'plan', 'faults'].includes(key))
      reader.refuse(key, 'is not known here; write model, plan and, if you have one, faults')
  for (const key of ['model', 'plan']) reader.map(root, key)
  if (reader.errors.length > 0) return { refused: reader.errors.join('\n') }
  const model = parseMovementModel(root.value['model'], within(at, 'model'))
  if (isRefused(model)) return model
  const plan = parseMovePlan(root.value['plan'], within(at, 'plan'))
  if (isRefused(plan)) return plan
  return simulationCaseOf({ model, plan, faults: root.value['faults'] }, at)
}
