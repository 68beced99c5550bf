export { JOBS_KEPT_MAX, JOBS_RUNNING_MAX, JOBS_WAITING_MAX } from './job-board.ts'
export { MoveDesk } from './move-desk.ts'
export type { MoveAsker, MoveDeskNeeds } from './move-desk.ts'
