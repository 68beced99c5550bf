import { COVERAGE_ROLES, type CoverageRole } from '@holdfast/core/observe'
import type { Proposal } from '@holdfast/core/patrol'
import { Asked, useAsked } from '../asked/index.ts'
import { askDay } from './record.ts'
import { ANSWER_WORD, PROPOSAL_WORD, ROLE_WORD } from './words.ts'

interface Tasking {
  readonly areas: number
  /** Shares of the day over all areas: seen, known not to be, and of which nobody knows. */
  readonly answers: { readonly seen: number; readonly none: number; readonly unknown: number }
  readonly roles: Readonly<Record<CoverageRole, number>>
  readonly events: number
  readonly recordDays: number
  readonly proposals: readonly Proposal[]
  readonly assumptions: readonly string[]
}

const fetchTasking = (): Promise<Tasking> => askDay('/day/tasking')

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** Which sources count: a share that says nothing of the others would be taken for all of them. */
function Counted({ roles }: { readonly roles: Tasking['roles'] }): React.JSX.Element {
  const others = COVERAGE_ROLES.filter((role) => role !== 'looks' && roles[role] > 0)
  return (
    <p className="pane-note">
      {roles.looks} {roles.looks === 1 ? 'source counts' : 'sources count'}
      {others.length > 0 &&
        `; not counted: ${others.map((role) => `${roles[role]} ${ROLE_WORD[role]}`).join(', ')}`}
      .
    </p>
  )
}

function ProposalItem({ proposal }: { readonly proposal: Proposal }): React.JSX.Element {
  const { title, kind, blindness, unknown, unseen, because } = proposal
  return (
    <li data-kind={kind}>
      <b>{title}</b> <em className="status">{PROPOSAL_WORD[kind]}</em>
      <span className="number">
        {unseen === null
          ? `${percent(unknown)} not known`
          : `${percent(blindness)} blind · ${unseen.toFixed(1)} unseen`}
      </span>
      <small>{because}</small>
    </li>
  )
}

/** Where nobody looked, or nobody knows, ranked for tomorrow: the machine proposes, people draft the plan. */
export function TaskingPanel({ asOf }: { readonly asOf: string }): React.JSX.Element {
  const tasking = useAsked(fetchTasking, asOf)
  return (
    <section className="panel" aria-label="Where nobody looked, or it is not known">
      <h2>
        Where nobody looked, or it is not known whether anybody did{' '}
        <small>the last day, for tomorrow’s tasks</small>
      </h2>
      <Asked of={tasking} what="The ranking">
        {({ proposals, areas, answers, roles, events, recordDays, assumptions }) => (
          <>
            {areas === 0 ? (
              <p className="pane-note">No agreement is adopted, so there is no line to look at.</p>
            ) : (
              <dl className="desk-sums" data-testid="day-answers">
                {(['seen', 'none', 'unknown'] as const).map((answer) => (
                  <div key={answer}>
                    <dt>{ANSWER_WORD[answer]}</dt>
                    <dd data-bad={answer !== 'seen' && answers[answer] > 0}>
                      {percent(answers[answer])}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {areas > 0 && proposals.length === 0 && (
              <p className="pane-note">Somebody looked at each of {areas} areas all day.</p>
            )}
            <ol className="proposals">
              {proposals.map((proposal) => (
                <ProposalItem key={proposal.area ?? proposal.title} proposal={proposal} />
              ))}
            </ol>
            <Counted roles={roles} />
            <p className="pane-note">
              From {events} events of {recordDays} days. Assumed: {assumptions.join('; ')}.
            </p>
          </>
        )}
      </Asked>
    </section>
  )
}
