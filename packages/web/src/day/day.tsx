import { useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import type { DueItem, Patrol } from '@holdfast/core/patrol'
import type { Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute, useNow } from '../time/index.ts'
import { CallLog } from './calls.tsx'
import { DueBoundary, DueRow } from './due-row.tsx'
import { fetchDay } from './record.ts'
import { TaskingPanel } from './tasking.tsx'
import { DUE_WORD } from './words.ts'

/** Asked again at least so often: a patrol falls overdue without any entry. */
const AGAIN_MS = 5_000
/** The ranking moves slowly, and costs more to compute. */
const TASKING_AGAIN_MS = 300_000

function Out({ patrols }: { readonly patrols: readonly Patrol[] }): React.JSX.Element {
  const out = patrols.filter(({ status }) => status === 'out' || status === 'sheltering')
  return (
    <section className="panel" aria-label="Patrols out">
      <h2>
        Patrols out <small>{out.length}</small>
      </h2>
      {out.length === 0 ? (
        <p className="pane-note">Nobody is out.</p>
      ) : (
        <ul>
          {out.map(({ id, status, heardAtMs, heardFrom, movement }) => (
            <li key={id} data-testid="out">
              <b className="mono">{id}</b> {status === 'out' ? 'out' : 'in shelter'}
              {heardFrom !== null && `, at ${heardFrom}`}
              <small>
                {' '}
                {heardAtMs !== null && `heard ${formatMinute(heardAtMs)}; `}
                {movement.vehicles.join(', ')}; {movement.people.length} people; back by{' '}
                {formatMinute(movement.returnByMs)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The watch's day: what waits for a person, the most urgent first, and beside it who is out and where nobody looked. */
export function DayScreen({
  picture,
  actor,
}: {
  readonly picture: Picture
  readonly actor: Actor
}): React.JSX.Element {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
  const [recorded, setRecorded] = useState(0)
  const day = useAsked(fetchDay, `${recorded} ${picture.logSize} ${Math.floor(nowMs / AGAIN_MS)}`)
  return (
    <main className="day">
      <section className="panel" aria-label="Due now">
        <Asked of={day} what="The day">
          {({ due, unopenedLeftOut, leftOut, nowMs: atMs }) => (
            <>
              <h2>
                Due now <small>{due.length}, the most urgent first</small>
              </h2>
              {due.length === 0 && (
                <p className="pane-note">
                  Nothing waits for anybody. That nothing is told is not that nothing happened: the
                  coverage says who looked.
                </p>
              )}
              <ul className="due-list">
                {due.map((item) => (
                  <DueBoundary key={item.key} of={item.of}>
                    <DueRow
                      item={item}
                      actor={actor}
                      nowMs={nowMs}
                      atMs={atMs}
                      onRecorded={() => setRecorded(recorded + 1)}
                    />
                  </DueBoundary>
                ))}
              </ul>
              {Object.entries(leftOut ?? {}).map(([kind, count]) => (
                <p key={kind} className="pane-note">
                  {count} more are not shown: {DUE_WORD[kind as DueItem['kind']]}.
                </p>
              ))}
              {unopenedLeftOut > 0 && (
                <p className="pane-note">
                  {unopenedLeftOut} more calls that nobody opened are not shown: the most overdue
                  are, and those that can still be made in time.
                </p>
              )}
            </>
          )}
        </Asked>
      </section>
      <aside className="day-side">
        {/* That nobody is out is never said before it is known. */}
        {day.answer !== null && (
          <>
            {picture.office === 'monitor' && <Out patrols={day.answer.patrols} />}
            <CallLog calls={day.answer.calls} />
          </>
        )}
        {picture.office === 'monitor' && (
          <TaskingPanel asOf={String(Math.floor(nowMs / TASKING_AGAIN_MS))} />
        )}
      </aside>
    </main>
  )
}
