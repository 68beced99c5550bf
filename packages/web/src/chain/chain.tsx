import { useEffect, useState } from 'react'
import type { Zone } from '@holdfast/core/agreement'
import { fetchChain, wordsOf } from '../api/index.ts'
import type { Chain, TitledClock } from '../api/index.ts'
import { formatMinute } from '../time/index.ts'
import { ClauseChances } from '../chance/index.ts'
import { OUTCOME_WORD, formatWorth } from '../words/index.ts'
import { CandidateCard, EventCard } from './events.tsx'
import { ClockCard, Finding } from './finding.tsx'
import { Judge, useJudging } from './judge.tsx'
import { LogEntries } from './log.tsx'
import { ObservationCard } from './observations.tsx'
import { IncidentWork } from './work.tsx'

/** One incident from the raw reports to the log. */
export interface ChainPaneProps {
  readonly incident: string
  /** Changes whenever the incident's record may have grown. */
  readonly revision: number
  readonly clocks: readonly TitledClock[]
  readonly zones: readonly Zone[]
  readonly coverageNote: string | null
  readonly nowMs: number
  readonly onChain: (chain: Chain | null) => void
}

function useChain({
  incident,
  revision,
  onChain,
}: Pick<ChainPaneProps, 'incident' | 'revision' | 'onChain'>): {
  readonly chain: Chain | null
  readonly problem: string | null
} {
  const [answer, setAnswer] = useState<{
    readonly of: string
    readonly chain: Chain | null
    readonly problem: string | null
  }>({ of: '', chain: null, problem: null })
  useEffect(() => {
    const asking = new AbortController()
    const read = async (): Promise<void> => {
      const outcome = await fetchChain(incident, asking.signal).catch((error: unknown) =>
        wordsOf(error),
      )
      if (asking.signal.aborted) return
      const isProblem = typeof outcome === 'string'
      setAnswer({
        of: incident,
        chain: isProblem ? null : outcome,
        problem: isProblem ? outcome : null,
      })
      onChain(isProblem ? null : outcome)
    }
    void read()
    return () => asking.abort()
  }, [incident, revision, onChain])
  return answer.of === incident ? answer : { chain: null, problem: null }
}

function Step({
  number,
  title,
  count,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly count?: number
  readonly children: React.ReactNode
}): React.JSX.Element {
  return (
    <section className="step" aria-label={title}>
      <h3>
        <i>{number}</i> {title} {count !== undefined && <small>{count}</small>}
      </h3>
      {children}
    </section>
  )
}

function ChainHead({
  chain: { incident, candidates },
}: {
  readonly chain: Chain
}): React.JSX.Element {
  return (
    <header className="chain-head">
      <h2>{incident.title}</h2>
      <p>
        <b className="mono">{incident.id}</b> · {incident.status} since{' '}
        {formatMinute(incident.sinceMs)} · occurred{' '}
        {formatWorth(incident.answers.occurred.machineProbability, incident.recalibrated?.occurred)}
      </p>
      <p>
        <ClauseChances clauses={incident.clauses} candidates={candidates} />
      </p>
      {incident.outcome !== null && (
        <p>
          Outcome: <b>{OUTCOME_WORD[incident.outcome]}</b>
          {incident.explainedBy !== undefined && (
            <span data-testid="explained-by">
              , explained by rule <b className="mono">{incident.explainedBy}</b> of the text
            </span>
          )}
          {incident.withheld.includes('explainedBy') && (
            <span data-testid="explained-by">; the rule that explains it is withheld</span>
          )}
        </p>
      )}
      {incident.scripted && (
        <p className="scripted">
          Scripted officers of fictional nations act on this incident. Attribution stays
          undetermined.
        </p>
      )}
    </header>
  )
}

/** The right-hand pane: raw observations, events, candidates, the five answers, clocks and log entries of one incident. */
export function ChainPane(props: ChainPaneProps): React.JSX.Element {
  const { chain, problem } = useChain(props)
  const judging = useJudging(chain, props)
  if (problem !== null)
    return (
      <p className="problem pane-note" role="alert">
        The chain of {props.incident} could not be read: {problem}.
      </p>
    )
  if (chain === null || judging === null)
    return (
      <p className="pane-note" role="status">
        Reading the chain of {props.incident}…
      </p>
    )
  const { incident, observations, events, candidates } = chain
  const clocks = props.clocks.length > 0 ? props.clocks : chain.clocks
  return (
    <div className="chain" data-testid="chain" data-incident={incident.id}>
      <ChainHead chain={chain} />
      {clocks.length > 0 && (
        <section className="step" aria-label="Clocks">
          {clocks.map((clock) => (
            <ClockCard key={clock.id} clock={clock} pictureNowMs={props.nowMs} />
          ))}
        </section>
      )}
      <Judge judging={judging} />
      {/* The work is the monitor's and the commission's: the guarantors decide on what came of it. */}
      {judging.actor !== null && judging.actor.office !== 'guarantors' && (
        <IncidentWork
          incident={incident}
          events={events}
          revision={props.revision}
          nowMs={props.nowMs}
        />
      )}
      <Step number={1} title="Observations" count={observations.length}>
        {props.coverageNote !== null && <p className="coverage">{props.coverageNote}</p>}
        {observations.map((observation) => (
          <ObservationCard key={observation.id} observation={observation} />
        ))}
      </Step>
      <Step number={2} title="Events" count={events.length}>
        {events.map((event) => (
          <EventCard key={event.id} event={event} candidates={candidates} zones={props.zones} />
        ))}
      </Step>
      <Step number={3} title="Candidates" count={candidates.length}>
        {candidates.map((candidate) => (
          <CandidateCard key={candidate.id} candidate={candidate} />
        ))}
      </Step>
      <Step number={4} title="Finding: five answers, kept apart">
        <Finding judging={judging} />
      </Step>
      <Step number={5} title="Log entries" count={chain.entries.length}>
        <LogEntries chain={chain} />
      </Step>
    </div>
  )
}
