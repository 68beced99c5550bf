/** Planning work that takes longer than a request, and what is told of it. */
export { isOver, JOB_EVENTS, JOB_LIFE, JOB_STATUSES, stepJob } from './life.ts'
export type { JobEvent, JobStatus } from './life.ts'
export type {
  AdoptedModelTold,
  AdoptedPlanTold,
  JobKind,
  MoveJob,
  MoveJobAnswer,
  MoveStanding,
  SimulationSoFar,
} from './types.ts'
