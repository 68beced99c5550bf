import { useState } from 'react'
import { quarantineAnchor } from './health-words.ts'
import { mayDecide, decideOn, wordsOfEvidence, wordsOfQuarantine } from './quarantine.ts'
import type { QuarantineDecision, QuarantinedRow } from './quarantine.ts'
import type { Actor } from '@holdfast/core/nations'

const DECISIONS: readonly { readonly decision: QuarantineDecision; readonly label: string }[] = [
  { decision: 'confirm', label: 'Confirm' },
  { decision: 'liftNow', label: 'Lift from now on' },
  { decision: 'liftAll', label: 'Lift: it was right all along' },
]

function Deciding({
  row,
  onDecided,
}: {
  readonly row: QuarantinedRow
  readonly onDecided: () => void
}): React.JSX.Element {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const decide = async (decision: QuarantineDecision): Promise<void> => {
    setIsBusy(true)
    const wrong = await decideOn(row.id, decision, reason.trim())
    setProblem(wrong)
    setIsBusy(false)
    if (wrong === null) onDecided()
  }
  return (
    <form
      aria-label={`Decide on the quarantine of ${row.title}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <label>
        Reason{' '}
        <input
          value={reason}
          maxLength={500}
          placeholder="What was looked at or mended; it goes on record"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {DECISIONS.filter(
        ({ decision }) => decision !== 'confirm' || row.quarantine?.status === 'provisional',
      ).map(({ decision, label }) => (
        <button
          key={decision}
          type="button"
          disabled={isBusy || reason.trim() === ''}
          onClick={() => void decide(decision)}
        >
          {label}
        </button>
      ))}
      {problem !== null && (
        <p role="alert" className="bad">
          Not recorded: {problem}.
        </p>
      )}
    </form>
  )
}

/** Why fusion leaves a source out, in words, and what a person may do about it. Nothing where it is used. */
export function QuarantineNote({
  row,
  actor,
  onDecided,
}: {
  readonly row: QuarantinedRow
  readonly actor: Actor | null
  readonly onDecided: () => void
}): React.JSX.Element | null {
  const { quarantine, title } = row
  const words = quarantine == null ? null : wordsOfQuarantine(quarantine)
  if (quarantine == null || words === null) return null
  return (
    <div
      className="quarantine"
      role="group"
      id={quarantineAnchor(row.id)}
      tabIndex={-1}
      aria-label={`Quarantine of ${title}`}
    >
      <p>
        <b>{words}</b> <small>entry {quarantine.entry}</small>
      </p>
      {quarantine.evidence.length === 0 ? (
        <p>Reason: {quarantine.reason}</p>
      ) : (
        <ul>
          {quarantine.evidence.map((evidence) => {
            const { what, numbers } = wordsOfEvidence(evidence)
            return (
              <li key={`${evidence.kind} ${evidence.fromMs}`}>
                {what}: {numbers}
              </li>
            )
          })}
        </ul>
      )}
      {actor !== null && mayDecide(actor.role) ? (
        <Deciding row={row} onDecided={onDecided} />
      ) : (
        <p className="dim">An analyst or the head of mission confirms or lifts it.</p>
      )}
    </div>
  )
}
