/** The life of a planning job. Nothing leaves a state that is over; what comes too late is said, not obeyed. */
import type { Refused } from '../../units/index.ts'

/** Every state. `done`: it has its answer. `failed`: it has none, and says why. `cancelled`: somebody stopped it. */
export const JOB_STATUSES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
/** A state of a job. */
export type JobStatus = (typeof JOB_STATUSES)[number]
/** What can happen to a job. */
export const JOB_EVENTS = ['begin', 'finish', 'fail', 'cancel'] as const
/** What happens to a job. */
export type JobEvent = (typeof JOB_EVENTS)[number]

const over = (what: string): Refused => ({
  refused: `the job ${what}; ask for a new one`,
})
const DONE = over('is done')
const FAILED = over('failed already')
const CANCELLED = over('was cancelled already')
const NOT_BEGUN: Refused = { refused: 'the job has not begun; it cannot end yet' }
const BEGUN: Refused = { refused: 'the job has begun already' }

/** The total table. */
export const JOB_LIFE: Readonly<
  Record<JobStatus, Readonly<Record<JobEvent, JobStatus | Refused>>>
> = {
  waiting: { begin: 'running', finish: NOT_BEGUN, fail: 'failed', cancel: 'cancelled' },
  running: { begin: BEGUN, finish: 'done', fail: 'failed', cancel: 'cancelled' },
  done: { begin: DONE, finish: DONE, fail: DONE, cancel: DONE },
  failed: { begin: FAILED, finish: FAILED, fail: FAILED, cancel: FAILED },
  cancelled: { begin: CANCELLED, finish: CANCELLED, fail: CANCELLED, cancel: CANCELLED },
}

/** The state after the event, or why it cannot happen. */
export const stepJob = (status: JobStatus, event: JobEvent): JobStatus | Refused =>
  JOB_LIFE[status][event]

/** Whether nothing can happen to a job any more. */
export const isOver = (status: JobStatus): boolean => status !== 'waiting' && status !== 'running'
