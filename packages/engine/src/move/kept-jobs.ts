/** What an earlier run left of its planning jobs, as this run tells it. */
import { isOver, type MoveJob } from '@holdfast/core/move/jobs'
import type { Shelved } from './job-shelf.ts'

/**
 * The job as it stands after a restart: one that was over stays as it was; one that waited or ran was interrupted, and says
 * how the same is asked for again. `nowMs` is the instant at which this is found.
 */
export function afterRestart({ job, asked }: Shelved, nowMs: number): MoveJob {
  if (isOver(job.status)) return job
  return {
    ...job,
    status: 'failed',
    ahead: 0,
    best: null,
    endedAtMs: nowMs,
    reason: `interrupted: the server ended before the job did; ask for it again with ${JSON.stringify(asked)}`,
  }
}
