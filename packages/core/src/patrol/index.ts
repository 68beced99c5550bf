export { RAISED_ANEW_MS, alarmsOf, isOverdue, raisesAt } from './alarm.ts'
export type { Alarm } from './alarm.ts'
export { AREAS_MAX, AREA_LENGTH_M, AREA_REACH_M, areaOf, areasAlong } from './area.ts'
export type { Area } from './area.ts'
export { COMMANDS } from './command.ts'
export type {
  Command,
  CommandName,
  EvacuationCommand,
  PatrolCommand,
  PlanCommand,
} from './command.ts'
export { CASUALTIES_MAX, KEPT_MAX } from './conduct.ts'
export { decide } from './decide.ts'
export { deficitOf, deficitsOf } from './deficit.ts'
export type { BlindAnswer, BlindCause, BlindWindow, Deficit } from './deficit.ts'
export { evolve, initial } from './evolve.ts'
export type { PatrolState } from './evolve.ts'
export { MARGIN_MS_MAX, PEOPLE_MAX, RADIO_MS } from './movement.ts'
export { permit } from './permit.ts'
export { PLAN_MS_MAX, SETTLEMENTS_MAX, TASKS_MAX } from './plan.ts'
export type { PatrolContext } from './plan.ts'
export { PRIOR_MS, PROPOSALS_MAX, SOURCES_NAMED, rankTasking } from './rank.ts'
export type { AreaRecord, Proposal } from './rank.ts'
export { releasePatrol, releasePlan } from './release.ts'
export type { PatrolRelease, ReleasedPatrol, ReleasedPlan } from './release.ts'
export { SIGHT_STEP_MS } from './sight.ts'
export type { Need, Period, Watcher } from './sight.ts'
export { EVACUATION_TABLE, PATROL_TABLE, PLAN_TABLE } from './table.ts'
export type {
  Acknowledgement,
  AlarmKind,
  Casualties,
  Checkpoint,
  Evacuation,
  EvacuationStatus,
  EvacuationStep,
  Movement,
  Patrol,
  PatrolStatus,
  Plan,
  PlanStatus,
  Remark,
  Shelter,
  Task,
} from './types.ts'
export {
  CONTACT_SOON_MS,
  DUE_KINDS,
  KIND_MAX,
  POINT_SOON_MS,
  SAYS_MAX,
  UNOPENED_MAX,
  byUrgency,
  dueList,
} from './due.ts'
export type { DueItem, DueList, DueKind } from './due.ts'
