import type { TitledClock } from '../api/index.ts'
import { QUESTIONS } from '@holdfast/core/verify'
import type { Answer, ReleasedIncident } from '@holdfast/core/verify'
import { KYIV, formatCountdown, formatElapsed, formatMinute, useNow } from '../time/index.ts'
import { CLOCK_WORD, QUESTION_TITLE, formatAnswer, formatProbability } from '../words/index.ts'

function AnswerCard({
  answer,
  incident,
}: {
  readonly answer: Answer
  readonly incident: ReleasedIncident
}): React.JSX.Element {
  const { question, status, votes, machineProbability, signedAtMs, proposedBy, scripted } = answer
  const { threshold } = answer
  const dissent = incident.dissent.filter((one) => one.question === question)
  const recalls = incident.recalls.filter((one) => one.question === question)
  const standards = [
    ...new Set(votes.filter(({ agrees }) => agrees).map(({ standard }) => standard)),
  ]
  return (
    <article className="card answer" data-status={status}>
      <header>
        <span className="dim">{QUESTION_TITLE[question]}</span>
        <em className="status">{status}</em>
      </header>
      <p className="answer-value">
        <b>{formatAnswer(answer)}</b>
        {standards.length > 0 && <span> · {standards.join(', ')}</span>}
        <span className="machine">machine: {formatProbability(machineProbability)}</span>
      </p>
      {votes.length > 0 && (
        <ul className="votes" aria-label="Votes by nation">
          {votes.map((vote) => (
            <li
              key={vote.entry}
              data-agrees={vote.agrees}
              title={`${vote.officer}: ${vote.reason} (log ${vote.entry})`}
            >
              {vote.nation} {vote.agrees ? '✓ agrees' : '✕ dissents'}
            </li>
          ))}
        </ul>
      )}
      {dissent.map(({ nation, reason }) => (
        <p key={`${nation}${reason}`} className="dissent">
          Dissent of {nation}: {reason}
        </p>
      ))}
      {recalls.map(({ entry, reason, recalledAtMs }) => (
        <p key={entry} className="dissent">
          Signed answer recalled {formatMinute(recalledAtMs)}: {reason} (log {entry})
        </p>
      ))}
      {(proposedBy !== null || signedAtMs !== null) && (
        <footer>
          {proposedBy === null ? '' : `proposed by ${proposedBy.nation}`}
          {signedAtMs === null ? '' : ` · quorum signed ${formatMinute(signedAtMs)}`}
          {threshold === undefined
            ? ''
            : ` · takes ${threshold.quorum} nations (${threshold.kinds.join(', ') || 'the general quorum'})`}
          {scripted ? ' · scripted officers' : ''}
        </footer>
      )}
    </article>
  )
}

/** The five answers, kept apart. Each has its standard in words, the machine's probability beside it, votes and dissent. */
export function Finding({ incident }: { readonly incident: ReleasedIncident }): React.JSX.Element {
  return (
    <>
      {QUESTIONS.map((question) => (
        <AnswerCard key={question} answer={incident.answers[question]} incident={incident} />
      ))}
      {incident.claims.length > 0 && (
        <article className="card">
          <header>
            <b>What the parties say</b>
          </header>
          {incident.claims.map(({ party, stance, text, entry }) => (
            <p key={entry}>
              Party {party}{' '}
              {stance === 'silent' ? 'was silent: its deadline passed' : `${stance}: ${text}`}
            </p>
          ))}
        </article>
      )}
    </>
  )
}

/** A rung's deadline, counted in hours of elapsed time. */
export function ClockCard({
  clock,
  pictureNowMs,
}: {
  readonly clock: TitledClock
  readonly pictureNowMs: number
}): React.JSX.Element {
  const now = useNow(pictureNowMs) ?? pictureNowMs
  const total = clock.dueAtMs - clock.startedAtMs
  const gone = Math.min(1, Math.max(0, (now - clock.startedAtMs) / (total || 1)))
  return (
    <article className="card clock" data-status={clock.status}>
      <header>
        <b>{clock.title ?? clock.rung}</b>
        <span className="dim">{formatElapsed(total)} of elapsed time</span>
        <b className="number countdown">
          {clock.status === 'running'
            ? formatCountdown({ dueMs: clock.dueAtMs, nowMs: now })
            : CLOCK_WORD[clock.status]}
        </b>
      </header>
      {clock.status === 'running' && (
        <progress max={1} value={gone} aria-label={`Time gone of ${clock.rung}`} />
      )}
      <footer>
        due {formatMinute(clock.dueAtMs)} · {formatMinute(clock.dueAtMs, KYIV)} Kyiv · {clock.why}
        {clock.scripted ? ' · started by scripted officers' : ''}
      </footer>
    </article>
  )
}
