import { formatMinute } from '../time/index.ts'
import type { SeenCall } from './record.ts'
import { LEG_WORD, wordsOfAbout } from './words.ts'

function LegLine({ leg }: { readonly leg: SeenCall['legs']['A'] }): React.JSX.Element {
  const { party, status, attempts = [], notCalledWhy = null, fireStopped = null } = leg
  const inOrder = attempts.toSorted((a, b) => b.calledAtMs - a.calledAtMs)
  const last = inOrder.find(({ outcome }) => outcome === 'answered') ?? inOrder[0]
  return (
    <li>
      <b>{party}</b> {LEG_WORD[status]}
      {last !== undefined && ` ${formatMinute(last.calledAtMs)}`}
      {attempts.length > 1 && `, ${attempts.length} attempts`}
      {last !== undefined && last.said !== null && <q>{last.said}</q>}
      {notCalledWhy !== null && `: ${notCalledWhy}`}
      {fireStopped !== null && `; fire stopped ${formatMinute(fireStopped.stoppedAtMs)}`}
    </li>
  )
}

/** The hotline's log of the day: who was called about what, and what was answered. */
export function CallLog({ calls }: { readonly calls: readonly SeenCall[] }): React.JSX.Element {
  return (
    <section className="panel" aria-label="Hotline, the last day">
      <h2>
        Hotline <small>{calls.length} open or of the last day</small>
      </h2>
      {calls.length === 0 && <p className="pane-note">Nobody was called.</p>}
      <ul className="call-log">
        {calls.map(({ id, status, about, legs }) => (
          <li key={id} data-testid="call">
            <b className="mono">{id}</b> <em className="status">{status}</em>{' '}
            {about === null ? 'what about is not released yet' : wordsOfAbout(about)}
            <ul>
              <LegLine leg={legs.A} />
              <LegLine leg={legs.B} />
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
