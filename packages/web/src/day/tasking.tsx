import type { Proposal } from '@holdfast/core/patrol'
import { Asked, useAsked } from '../asked/index.ts'
import { askDay } from './record.ts'

interface Tasking {
  readonly areas: number
  readonly events: number
  readonly recordDays: number
  readonly proposals: readonly Proposal[]
  readonly assumptions: readonly string[]
}

const fetchTasking = (): Promise<Tasking> => askDay('/day/tasking')

/** Where nobody looked over the last day, ranked for tomorrow: the machine proposes, people draft the plan. */
export function TaskingPanel({ asOf }: { readonly asOf: string }): React.JSX.Element {
  const tasking = useAsked(fetchTasking, asOf)
  return (
    <section className="panel" aria-label="Where nobody looked, or it is not known">
      <h2>
        Where nobody looked, or it is not known whether anybody did{' '}
        <small>the last day, for tomorrow’s tasks</small>
      </h2>
      <Asked of={tasking} what="The ranking">
        {({ proposals, areas, events, recordDays, assumptions }) => (
          <>
            {areas === 0 && (
              <p className="pane-note">No agreement is adopted, so there is no line to look at.</p>
            )}
            {areas > 0 && proposals.length === 0 && (
              <p className="pane-note">Somebody looked at each of {areas} areas all day.</p>
            )}
            <ol className="proposals">
              {proposals.map(({ area, title, kind, blindness, unseen, because }) => (
                <li key={area}>
                  <b>{title}</b> <em className="status">{kind}</em>
                  <span className="number">
                    {Math.round(100 * blindness)} % blind · {unseen.toFixed(1)} unseen
                  </span>
                  <small>{because}</small>
                </li>
              ))}
            </ol>
            <p className="pane-note">
              From {events} events of {recordDays} days. Assumed: {assumptions.join('; ')}.
            </p>
          </>
        )}
      </Asked>
    </section>
  )
}
