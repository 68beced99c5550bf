import type { MoveJob } from '@holdfast/core/move/jobs'
import { useNow } from '../time/index.ts'
import { bestWords, jobWords } from './words.ts'

function JobRow({
  job,
  nowMs,
  onCancel,
}: {
  readonly job: MoveJob
  readonly nowMs: number
  readonly onCancel: (id: string) => void
}): React.JSX.Element {
  const now = useNow(nowMs)
  const seconds = Math.max(
    0,
    Math.floor(((now ?? nowMs) - (job.beganAtMs ?? job.askedAtMs)) / 1000),
  )
  const { done, all } = job.progress
  const best = bestWords(job)
  return (
    <li data-testid="job" data-status={job.status}>
      <progress
        {...(all === null ? {} : { value: done, max: all })}
        aria-label={`How far: ${job.title}`}
      />
      <span>
        <b>{job.title}</b> · {jobWords(job)} {best !== null && <em>· {best}</em>}{' '}
        <small>
          {seconds} s, for {job.asker.nation}
        </small>
      </span>
      <button type="button" onClick={() => onCancel(job.id)}>
        Stop
      </button>
    </li>
  )
}

/** Jobs that wait or run, and why the last ones failed; the answers before them stand. */
export function JobBar({
  underWay,
  failed,
  refused,
  lost,
  hasAnswer,
  nowMs,
  onCancel,
}: {
  readonly underWay: readonly MoveJob[]
  readonly failed: readonly MoveJob[]
  readonly refused: string | null
  /** Kept jobs that cannot be read or kept, each with why and what to do. */
  readonly lost: readonly string[]
  readonly hasAnswer: boolean
  readonly nowMs: number
  readonly onCancel: (id: string) => void
}): React.JSX.Element {
  return (
    <div className="movement-jobs no-print">
      {refused !== null && (
        <p className="problem" role="alert" data-testid="move-refused">
          Refused: {refused}.
        </p>
      )}
      {lost.map((words) => (
        <p key={words} className="problem" role="alert" data-testid="job-lost">
          {words}.
        </p>
      ))}
      {failed.map((job) => (
        <p key={job.id} className="problem" role="alert" data-testid="job-failed">
          {job.title} {jobWords(job)}. {hasAnswer && 'What stands below is the last answer.'}
        </p>
      ))}
      {underWay.length > 0 && (
        <ul role="status">
          {underWay.map((job) => (
            <JobRow key={job.id} job={job} nowMs={nowMs} onCancel={onCancel} />
          ))}
        </ul>
      )}
    </div>
  )
}
