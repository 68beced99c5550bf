import type { TitledClock } from '../api/index.ts'
import { QUESTIONS, claimState, countingClaims, wordCollectors } from '@holdfast/core/verify'
import type { Answer, Claim, Question } from '@holdfast/core/verify'
import { KYIV, formatCountdown, formatElapsed, formatMinute, useNow } from '../time/index.ts'
import {
  ANSWER_STATUS_WORD,
  CLOCK_WORD,
  LAPSE_WORD,
  QUESTION_TITLE,
  formatAnswer,
  formatWorth,
  standardWord,
  valueWord,
  worthMeans,
} from '../words/index.ts'
import { claimWords, sourceWords } from './claim-forms.ts'
import { Acts } from './judge.tsx'
import type { Judging } from './judge.tsx'
import { machineMeans, machineWords } from './machine.ts'
import { clockWords, partyWords, quorumWords } from './standing.ts'

function Votes({
  answer: { votes },
  judging,
}: {
  readonly answer: Answer
  readonly judging: Judging
}): React.JSX.Element | null {
  const { text } = judging
  if (votes.length === 0) return null
  return (
    <ul className="votes votes-told" aria-label="Votes by nation">
      {votes.map(({ entry, nation, agrees, officer, standard, reason, capital }) => (
        <li key={entry} data-agrees={agrees}>
          <b>
            {nation} {agrees ? '✓ agrees' : '✕ dissents'}
          </b>{' '}
          {capital === true && 'its capital · '}
          {standardWord(text?.agreement ?? null, standard)}
          <small>
            {officer === '' ? '' : `${officer}: `}
            {reason} (log {entry})
          </small>
        </li>
      ))}
    </ul>
  )
}

/** The answer in words with its standard, beside the machine's figure, its calibration and who was silent. */
function Value({
  answer,
  judging,
}: {
  readonly answer: Answer
  readonly judging: Judging
}): React.JSX.Element {
  const { question, value, standard, status, machineProbability } = answer
  const { chain, text } = judging
  const { recalibrated } = chain.incident
  const worth =
    question === 'occurred' || question === 'breach' ? recalibrated?.[question] : undefined
  const machine = machineWords(chain, question)
  const means = worth === undefined ? machineMeans(chain) : worthMeans(worth)
  const isProposal = status === 'proposed' || status === 'referred'
  return (
    <>
      <p className="answer-value">
        <b>
          {isProposal && 'Proposed: '}
          {value === null ? formatAnswer(answer) : valueWord(question, value)}
        </b>
        {standard !== null && <span> · {standardWord(text?.agreement ?? null, standard)}</span>}
        {machineProbability !== null && (
          <span className="machine" title={means}>
            machine: {formatWorth(machineProbability, worth)}
          </span>
        )}
      </p>
      {machine !== null && (
        <p className="dim" title={means}>
          {machine}
        </p>
      )}
    </>
  )
}

/** What was said against the answer, or took it back. */
function Against({
  question,
  judging,
}: {
  readonly question: Question
  readonly judging: Judging
}): React.JSX.Element {
  const { incident } = judging.chain
  const moved = incident.answers[question].recallMoved
  return (
    <>
      {incident.dissent
        .filter((one) => one.question === question)
        .map(({ nation, reason }) => (
          <p key={`${nation}${reason}`} className="dissent">
            Dissent of {nation}: {reason === '' ? 'its words are withheld here' : reason}
          </p>
        ))}
      {(incident.lapsed ?? [])
        .filter((one) => one.question === question)
        .map(({ entry, value, proposedBy, how, votes, atMs }) => (
          <p key={entry} className="dim">
            Earlier proposal of {proposedBy?.nation ?? 'nobody known'}:{' '}
            {value === null ? 'no answer' : valueWord(question, value)}; {LAPSE_WORD[how]}{' '}
            {formatMinute(atMs)}
            {votes.map(
              ({ nation, agrees }) => `, ${nation} ${agrees ? 'for' : 'against'}`,
            )} (log{' '}
            {entry})
          </p>
        ))}
      {moved.length > 0 && <p className="dissent">Moved to recall it: {moved.join(', ')}.</p>}
      {incident.recalls
        .filter((one) => one.question === question)
        .map(({ entry, reason, recalledAtMs }) => (
          <p key={entry} className="dissent">
            Signed answer recalled {formatMinute(recalledAtMs)}: {reason} (log {entry})
          </p>
        ))}
    </>
  )
}

function AnswerCard({
  question,
  judging,
}: {
  readonly question: Question
  readonly judging: Judging
}): React.JSX.Element {
  const { incident } = judging.chain
  const answer: Answer = incident.answers[question]
  const { status, signedAtMs, proposedBy, scripted, threshold } = answer
  const quorum = quorumWords(incident, question)
  const alone = wordCollectors(incident, answer)
  const isUnasked = !incident.asked.includes(question)
  return (
    <article
      className="card answer"
      id={`answer-${question}`}
      data-testid={`answer-${question}`}
      data-status={status}
      aria-label={QUESTION_TITLE[question]}
      tabIndex={-1}
    >
      <header>
        <span className="dim">{QUESTION_TITLE[question]}</span>
        <em className="status">{isUnasked ? 'not asked' : ANSWER_STATUS_WORD[status]}</em>
      </header>
      <Value answer={answer} judging={judging} />
      {quorum !== null && <p>{quorum}</p>}
      {alone !== null && (
        <p className="dissent" role="note" data-testid={`collectors-alone-${question}`}>
          {alone}.
        </p>
      )}
      <Votes answer={answer} judging={judging} />
      {clockWords(incident, question, judging.nowMs).map((words) => (
        <p key={words} className="dim">
          {words}
        </p>
      ))}
      <Against question={question} judging={judging} />
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
      <Acts judging={judging} question={question} />
    </article>
  )
}

/** One claim with its source, and whether it counts. */
function ClaimTold({ claim }: { readonly claim: Claim }): React.JSX.Element {
  const { party, stance, text, entry } = claim
  const stands = [claimWords(claim), sourceWords(claim) ?? ''].filter((one) => one !== '')
  return (
    <p data-claim={claimState(claim)}>
      Party {party} {stance === 'silent' ? 'was silent: its deadline passed' : `${stance}: ${text}`}{' '}
      <small className="dim">(log {entry})</small>
      {stands.map((one) => (
        <small key={one} className="dim claim-stands">
          {one}
        </small>
      ))}
    </p>
  )
}

/** What each party said, and how it stands to its deadline. */
function Parties({ judging }: { readonly judging: Judging }): React.JSX.Element {
  const { incident } = judging.chain
  return (
    <article className="card" aria-label="What the parties say" data-testid="parties">
      <header>
        <b>What the parties say</b>
      </header>
      {incident.claims.map((claim) => (
        <ClaimTold key={claim.entry} claim={claim} />
      ))}
      {partyWords(incident, judging.nowMs)
        .filter(({ party }) => !countingClaims(incident).some((one) => one.party === party))
        .map(({ party, words }) => (
          <p key={party} className="dim">
            Party {party}: {words}.
          </p>
        ))}
      {[
        ...(incident.access === undefined ? [] : [incident.access]),
        ...(incident.accessTaken ?? []),
      ].map(({ task, category, report }) => (
        <p key={report} className="dissent">
          Access was hindered: {category}, {task} <small className="dim">(log {report})</small>
        </p>
      ))}
      {incident.heardByMs !== null && (
        <footer>may be heard until {formatMinute(incident.heardByMs)}</footer>
      )}
    </article>
  )
}

/**
 * The five answers, kept apart: each with its standard in words, the machine's figure beside it, votes, quorum, clocks and
 * dissent, and what this officer may do about it now.
 */
export function Finding({ judging }: { readonly judging: Judging }): React.JSX.Element {
  const { corrections, correcting } = judging.chain.incident
  return (
    <>
      {QUESTIONS.map((question) => (
        <AnswerCard key={question} question={question} judging={judging} />
      ))}
      <Parties judging={judging} />
      {correcting !== undefined && (
        <p className="dissent" data-testid="correcting">
          A correction of the {correcting.question ?? 'title'} waits for others: “
          {correcting.was === '' ? 'withheld' : correcting.was}” is to read “
          {correcting.text === '' ? 'withheld' : correcting.text}”, asked by{' '}
          {correcting.movedBy.map(({ nation }) => nation).join(', ')}
        </p>
      )}
      {corrections.map(({ text, was, question, movedBy = [], atMs, entry }) => (
        <p key={entry} className="dissent">
          Corrected {formatMinute(atMs)}
          {question === undefined ? '' : `, ${question ?? 'title'}`}
          {movedBy.length === 0
            ? ''
            : `, by ${movedBy.map(({ nation }) => nation).join(', ')}`}:{' '}
          {was === undefined ? '' : `stood “${was === '' ? 'withheld' : was}”, reads `}
          {text} (log {entry})
        </p>
      ))}
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
