import { useState } from 'react'
import type { DueItem, Patrol } from '@holdfast/core/patrol'
import type { Picture } from '../api/index.ts'
import { Asked, useAsked } from '../asked/index.ts'
import { formatMinute, useNow } from '../time/index.ts'
import { DueBoundary, DueRow } from './due-row.tsx'
import { askDay } from './record.ts'
import { TaskingPanel } from './tasking.tsx'
import { DUE_WORD } from './words.ts'

/** The day as the server tells it. */
interface Day {
  readonly nowMs: number
  readonly due: readonly DueItem[]
  readonly unopenedLeftOut: number
  readonly leftOut?: Readonly<Record<string, number>>
  readonly patrols: readonly Patrol[]
}

/** Asked again at least so often: a patrol falls overdue without any entry. */
const AGAIN_MS = 5_000
/** The ranking moves slowly, and costs more to compute. */
const TASKING_AGAIN_MS = 300_000

const fetchDay = (): Promise<Day> => askDay('/day')

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
export function DayScreen({ picture }: { readonly picture: Picture }): React.JSX.Element {
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
              {due.length === 0 && <p className="pane-note">Nothing waits for anybody.</p>}
              <ul className="due-list">
                {due.map((item) => (
                  <DueBoundary key={item.key} of={item.of}>
                    <DueRow
                      item={item}
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
                  {unopenedLeftOut} older calls that nobody opened are not shown.
                </p>
              )}
            </>
          )}
        </Asked>
      </section>
      {picture.office === 'monitor' && (
        <aside className="day-side">
          <Out patrols={day.answer?.patrols ?? []} />
          <TaskingPanel asOf={String(Math.floor(nowMs / TASKING_AGAIN_MS))} />
        </aside>
      )}
    </main>
  )
}
