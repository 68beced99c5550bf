/** The sea part of a plan: mine clearance, task forces and their rotation, and passages held against the Montreux Convention. */
import { assessClearance } from './clearance.ts'
import type { ClearanceAssessment } from './clearance.ts'
import { assessTaskForce } from './task-force.ts'
import type { TaskForceAssessment } from './task-force.ts'
import { assessStraits } from './montreux.ts'
import type { StraitsAssessment } from './montreux.ts'
import type { SeaPlan } from './types.ts'

export { TASKS_MAX, parseSeaPlan } from './parse.ts'
export {
  PASSES_MAX,
  assessClearance,
  clearedAfter,
  clearedAtRandom,
  initialThreat,
  passesFor,
} from './clearance.ts'
export type { ClearanceAssessment, PassState } from './clearance.ts'
export { assessTaskForce } from './task-force.ts'
export type { TaskForceAssessment } from './task-force.ts'
export {
  AGGREGATE_TONS,
  AGGREGATE_TONS_MAX,
  GROWTH_TONS_FROM,
  HUMANITARIAN_TONS_MAX,
  LIGHT_TONS_MAX,
  NOTICE_DAYS_DESIRED,
  NOTICE_DAYS_MIN,
  PASSAGES_MAX,
  STAY_DAYS_MAX,
  TRANSIT_TONS_MAX,
  TRANSIT_VESSELS_MAX,
  aggregateLimitTons,
  assessStraits,
} from './montreux.ts'
export type { StraitsAssessment, StraitsDay, StraitsFinding } from './montreux.ts'
export type * from './types.ts'

/** Everything that the sea part comes to. */
export interface SeaAssessment {
  readonly clearance: readonly ClearanceAssessment[]
  readonly taskForces: readonly TaskForceAssessment[]
  readonly straits: StraitsAssessment | null
}

/** Works the sea part out. */
export function assessSea({ clearance, taskForces, straits }: SeaPlan): SeaAssessment {
  return {
    clearance: clearance.map(assessClearance),
    taskForces: taskForces.map(assessTaskForce),
    straits: straits && assessStraits(straits.situation, straits.vessels, straits.passages),
  }
}
