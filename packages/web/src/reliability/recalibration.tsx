import { useState } from 'react'
import type { JudgedQuestion, ToldRecalibration } from '@holdfast/core/fuse/confidence'
import type { Actor } from '@holdfast/core/nations'
import { sendCommand } from '../api/index.ts'
import {
  commandOf,
  mayDecide,
  REASON_MAX,
  wordsOfAdoption,
  wordsOfEnded,
  wordsOfOffer,
} from './recalibration-words.ts'
import type { RecalibrationAct } from './recalibration-words.ts'

function Deciding({
  question,
  row,
  onDecided,
}: {
  readonly question: JudgedQuestion
  readonly row: ToldRecalibration
  readonly onDecided: () => void
}): React.JSX.Element {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const offer = wordsOfOffer(row)
  const decide = async (act: RecalibrationAct): Promise<void> => {
    setIsBusy(true)
    const answer = await sendCommand(commandOf(act, { question, row, reason: reason.trim() }))
    setIsBusy(false)
    const refused = 'refused' in answer ? answer.refused : null
    setProblem(refused)
    if (refused !== null) return
    setReason('')
    onDecided()
  }
  const isSilent = isBusy || reason.trim() === ''
  return (
    <form
      aria-label={`Decide on the recalibration of ${question}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <p className="dim">{offer.says}</p>
      <label>
        Reason{' '}
        <input
          value={reason}
          maxLength={REASON_MAX}
          placeholder="What was looked at; it goes on record"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        disabled={isSilent || !offer.isOpen}
        onClick={() => void decide('adopt')}
      >
        {row.inForce === null ? 'Adopt' : 'Adopt anew'}
      </button>
      {row.inForce !== null && (
        <button type="button" disabled={isSilent} onClick={() => void decide('withdraw')}>
          Withdraw
        </button>
      )}
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}.
        </p>
      )}
    </form>
  )
}

/** How the recalibration of a question's figures stands, who adopted it, and what a person may do about it. */
export function RecalibrationNote({
  question,
  row,
  actor,
  onDecided,
}: {
  readonly question: JudgedQuestion
  readonly row: ToldRecalibration
  readonly actor: Actor
  readonly onDecided: () => void
}): React.JSX.Element {
  return (
    <div
      className="recalibration"
      role="group"
      aria-label={`Recalibration of ${question}`}
      data-testid={`recalibration-${question}`}
      data-status={row.inForce === null ? 'none' : 'adopted'}
    >
      <p>
        <b>{wordsOfAdoption(row.inForce)}</b>
      </p>
      {row.inForce?.reason != null && <p>Reason: {row.inForce.reason}</p>}
      {mayDecide(actor) && row.fit !== null ? (
        <Deciding question={question} row={row} onDecided={onDecided} />
      ) : (
        <p className="dim">
          An analyst or the head of mission of the monitor’s office adopts and withdraws it.
        </p>
      )}
      {row.ended.length > 0 && (
        <details>
          <summary>
            Ended before {row.ended.length + row.older}
            {row.older > 0 && `, the newest ${row.ended.length} shown`}
          </summary>
          <ul>
            {row.ended.map((one) => (
              <li key={one.entry}>{wordsOfEnded(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
