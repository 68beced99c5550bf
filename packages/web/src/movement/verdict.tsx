import type { ShownPlan } from './shown.ts'
import { listed } from '../words/index.ts'
import { chanceWords, figure, hourWords, percent, plural } from './words.ts'

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** The answer to the ministers' question, in two sentences. */
export function Verdict({ plan }: { readonly plan: ShownPlan }): React.JSX.Element {
  const { told, simulation, earlier } = plan
  const { ask, armedAtAsk } = told
  const sure = simulation?.armedByHour.findLast(({ hour }) => hour <= ask.byHour)?.p10
  return (
    <div className="movement-verdict" data-testid="verdict" data-final={plan.isFinal}>
      {!plan.isFinal && (
        <p className="dim">The best plan so far; a better one is being looked for.</p>
      )}
      {plan.isImproved && (
        <p className="dim">
          Planning under faults found a better plan of the whole network: it stands here now.
        </p>
      )}
      <p>
        <b className="number">{figure(armedAtAsk)}</b> of {figure(ask.kits)} are armed by hour{' '}
        {ask.byHour} as planned
        {armedAtAsk >= ask.kits
          ? `; the ask is met at ${hourWords(told.metAtHour)}.`
          : `: ${figure(ask.kits - armedAtAsk)} short.`}{' '}
        {told.gap > 0 && (
          <small>No plan of this network is better by more than {percent(told.gap)}.</small>
        )}
      </p>
      {told.reason !== null && <p data-testid="verdict-reason">{sentence(told.reason)}</p>}
      <p>
        {simulation === null ? (
          `What faults drawn by chance do to it has not been simulated yet.${earlier === null ? '' : ` The plan before it had a chance of ${chanceWords(earlier)}.`}`
        ) : (
          <>
            {simulation.faults.origin === 'stated'
              ? `With the faults that were chosen (${simulation.faults.title})`
              : 'With faults drawn by chance'}{' '}
            the chance of {figure(ask.kits)} by then is{' '}
            <b className="number">{chanceWords(simulation)}</b>
            {sure === undefined ? '' : `; in 90 of 100 cases at least ${figure(sure)} are`}.{' '}
            <small>
              {plural(simulation.replications, 'replication')}, seed {simulation.seed}; faults
              assumed by {listed(simulation.faults.owners)}; nobody plans anew in them
            </small>
          </>
        )}
      </p>
    </div>
  )
}
