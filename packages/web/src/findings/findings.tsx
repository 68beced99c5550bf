import { useState } from 'react'
import type { ReleasedIncident } from '@holdfast/core/verify'
import type { Actor } from '@holdfast/core/nations'
import { ChainPane } from '../chain/index.ts'
import type { Picture } from '../api/index.ts'
import { formatCountdown, formatMinute, useNow } from '../time/index.ts'
import { OUTCOME_WORD, QUESTION_TITLE } from '../words/index.ts'
import { findingsOf, rightWords, saidWords } from './rows.ts'
import type { Referral } from './rows.ts'
// oxlint-disable-next-line import/no-unassigned-import -- a stylesheet has nothing to import
import './findings.css'

/** What a row does when it is chosen. */
interface Choosing {
  readonly chosen: string | null
  readonly onChoose: (incident: string) => void
}

function ReferralRow({
  row,
  nowMs,
  chosen,
  onChoose,
}: Choosing & { readonly row: Referral; readonly nowMs: number }): React.JSX.Element {
  const { incident, question, dueMs, isLate } = row
  return (
    <li data-testid="referral" data-incident={incident.id} data-question={question}>
      <button
        type="button"
        className="queue-row"
        aria-current={chosen === incident.id}
        onClick={() => onChoose(incident.id)}
      >
        <span className="queue-title">
          {QUESTION_TITLE[question]} · {incident.title}
        </span>
        <span className="mono dim">{incident.id}</span>
        <span className="queue-facts">{saidWords(row)}</span>
        {dueMs !== null && (
          <b className="countdown" title={`The capitals answer by ${formatMinute(dueMs)}`}>
            {isLate ? `late since ${formatMinute(dueMs)}` : formatCountdown({ dueMs, nowMs })}
          </b>
        )}
      </button>
    </li>
  )
}

function FindingRow({
  incident,
  chosen,
  onChoose,
}: Choosing & { readonly incident: ReleasedIncident }): React.JSX.Element {
  const { id, title, status, outcome, sinceMs } = incident
  return (
    <li data-testid="finding-row" data-incident={id}>
      <button
        type="button"
        className="queue-row"
        aria-current={chosen === id}
        onClick={() => onChoose(id)}
      >
        <span className="queue-title">{title}</span>
        <span className="mono dim">{id}</span>
        <span className="queue-facts">
          <em className="status" data-status={status}>
            {status}
          </em>{' '}
          {outcome === null ? '' : `${OUTCOME_WORD[outcome]} · `}since {formatMinute(sinceMs)}
        </span>
      </button>
    </li>
  )
}

function Lists({
  picture,
  actor,
  nowMs,
  ...choosing
}: Choosing & {
  readonly picture: Picture
  readonly actor: Actor
  readonly nowMs: number
}): React.JSX.Element {
  const { referrals, findings, underWay } = findingsOf(picture.incidents, { actor, nowMs })
  return (
    <nav className="queue" aria-label="Referrals and findings">
      <h2>
        With the capitals <small>{referrals.length}</small>
      </h2>
      <p className="pane-note">{rightWords(actor)}</p>
      {referrals.length === 0 && <p className="pane-note">No answer is with the capitals.</p>}
      <ul aria-label="With the capitals">
        {referrals.map((row) => (
          <ReferralRow
            key={`${row.incident.id} ${row.question}`}
            row={row}
            nowMs={nowMs}
            {...choosing}
          />
        ))}
      </ul>
      <h2>
        Findings <small>{findings.length}</small>
      </h2>
      {findings.length === 0 && <p className="pane-note">There is no finding yet.</p>}
      <ul aria-label="Findings">
        {findings.map((incident) => (
          <FindingRow key={incident.id} incident={incident} {...choosing} />
        ))}
      </ul>
      {underWay > 0 && (
        <p className="pane-note">
          {underWay === 1 ? '1 incident is' : `${underWay} incidents are`} under way at the other
          offices: no finding yet, and nothing to decide here.
        </p>
      )}
    </nav>
  )
}

/** The guarantors' desk: what was referred to the capitals with its clock, the findings, and the chosen one whole. */
export function FindingsScreen({
  picture,
  actor,
}: {
  readonly picture: Picture
  readonly actor: Actor
}): React.JSX.Element {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
  const [chosen, setChosen] = useState<string | null>(null)
  const incident = picture.incidents.find(({ id }) => id === chosen)
  return (
    <main className="findings">
      <Lists picture={picture} actor={actor} nowMs={nowMs} chosen={chosen} onChoose={setChosen} />
      <section className="pane" aria-label="Chain">
        {incident === undefined ? (
          <p className="pane-note">
            Choose an answer or a finding to read it down to the log. Words and reasons of an open
            incident are withheld here for 24 hours or until its finding.
          </p>
        ) : (
          <>
            {incident.withheld.includes('title') && (
              <p className="pane-note" role="note">
                Its title, the reasons of the votes and the accounts are withheld here for 24 hours
                or until its finding: ask the commission for what you must know before you decide.
              </p>
            )}
            <ChainPane
              key={incident.id}
              incident={incident.id}
              revision={incident.entries.length}
              clocks={picture.clocks.filter((clock) => clock.incident === incident.id)}
              zones={picture.zones}
              coverageNote={picture.coverageNote}
              nowMs={picture.nowMs}
              onChain={NOTHING}
            />
          </>
        )}
      </section>
    </main>
  )
}

// The pane tells a map what it read; there is none here.
const NOTHING = (): void => undefined
