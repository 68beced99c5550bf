import { useEffect, useRef } from 'react'
import type { Candidate } from '@holdfast/core/agreement'
import type { Clock } from '@holdfast/core/respond'
import type { Incident } from '@holdfast/core/verify'
import type { SeenEvent } from '../api/index.ts'
import { formatCountdown, formatMinute, useNow } from '../time/index.ts'
import { PHASE_WORD, formatCount, formatProbability, probabilityOf } from '../words/index.ts'

/** An incident as the queue shows it. */
export interface QueueItem {
  readonly incident: Incident
  readonly probability: number | null
  /** The running clock that is due first. */
  readonly clock: Clock | null
}

const CLOSED: ReadonlySet<Incident['status']> = new Set(['published', 'merged', 'recalled'])

/** Incidents by urgency: the next deadline first, then open before closed, then the newest. */
export function queueOf({
  incidents,
  candidates,
  clocks,
}: {
  readonly incidents: readonly Incident[]
  readonly candidates: readonly Candidate[]
  readonly clocks: readonly Clock[]
}): readonly QueueItem[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]))
  const items = incidents.map((incident): QueueItem => {
    const running = clocks.filter(
      (clock) => clock.incident === incident.id && clock.status === 'running',
    )
    const clock = running.reduce<Clock | null>(
      (first, next) => (first === null || next.dueAtMs < first.dueAtMs ? next : first),
      null,
    )
    const own = incident.candidates.flatMap((id) => byId.get(id) ?? [])
    return {
      incident,
      clock,
      probability: incident.answers.occurred.machineProbability ?? probabilityOf(own),
    }
  })
  const rank = ({ incident, clock }: QueueItem): number =>
    clock !== null ? 0 : CLOSED.has(incident.status) ? 2 : 1
  return items.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.clock?.dueAtMs ?? 0) - (b.clock?.dueAtMs ?? 0) ||
      b.incident.sinceMs - a.incident.sinceMs ||
      (a.incident.id < b.incident.id ? -1 : 1),
  )
}

function Row({
  item,
  chosen,
  nowMs,
  onChoose,
}: {
  readonly item: QueueItem
  readonly chosen: boolean
  readonly nowMs: number
  readonly onChoose: (id: string) => void
}): React.JSX.Element {
  const { incident, clock, probability } = item
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li>
      <button
        ref={button}
        type="button"
        className="queue-row"
        aria-current={chosen}
        data-testid="incident"
        onClick={() => onChoose(incident.id)}
      >
        <span className="queue-title">{incident.title}</span>
        <span className="mono dim">{incident.id}</span>
        <span className="queue-facts">
          <em className="status" data-status={incident.status}>
            {incident.status}
          </em>
          <span className="queue-clauses">
            {incident.clauses.map(({ clause }) => `cl. ${clause}`).join(', ')}
          </span>
          <b className="number">{formatProbability(probability)}</b>
        </span>
        {clock !== null && (
          <b className="countdown">{formatCountdown({ dueMs: clock.dueAtMs, nowMs })}</b>
        )}
      </button>
    </li>
  )
}

/** The incident queue, with the candidates that no one has taken up yet below it. */
export function Queue({
  items,
  candidates,
  events,
  chosen,
  pictureNowMs,
  onChoose,
  onEvent,
}: {
  readonly items: readonly QueueItem[]
  readonly candidates: readonly Candidate[]
  readonly events: ReadonlyMap<string, SeenEvent>
  readonly chosen: string | null
  readonly pictureNowMs: number
  readonly onChoose: (id: string) => void
  readonly onEvent: (event: string) => void
}): React.JSX.Element {
  const nowMs = useNow(pictureNowMs) ?? pictureNowMs
  return (
    <nav className="queue" aria-label="Incidents and candidates">
      <h2>
        Incidents <small>{items.length}</small>{' '}
        <span className="keys">
          <kbd>j</kbd> <kbd>k</kbd>
        </span>
      </h2>
      {items.length === 0 && <p className="pane-note">No incident is open.</p>}
      <ul data-testid="queue">
        {items.map((item) => (
          <Row
            key={item.incident.id}
            item={item}
            chosen={item.incident.id === chosen}
            nowMs={nowMs}
            onChoose={onChoose}
          />
        ))}
      </ul>
      <h2>
        Candidates not taken up <small>{candidates.length}</small>
      </h2>
      {candidates.length === 0 && <p className="pane-note">None above the screening threshold.</p>}
      <ul>
        {candidates.slice(0, CANDIDATES_SHOWN).map((candidate) => (
          <CandidateRow
            key={candidate.id}
            candidate={candidate}
            event={candidate.event === null ? undefined : events.get(candidate.event)}
            onEvent={onEvent}
          />
        ))}
      </ul>
      {candidates.length > CANDIDATES_SHOWN && (
        <p className="pane-note">
          {candidates.length - CANDIDATES_SHOWN} less likely ones are not listed here.
        </p>
      )}
    </nav>
  )
}

const CANDIDATES_SHOWN = 60

function CandidateRow({
  candidate,
  event,
  onEvent,
}: {
  readonly candidate: Candidate
  readonly event: SeenEvent | undefined
  readonly onEvent: (event: string) => void
}): React.JSX.Element {
  const undecided = candidate.undecided.length
  return (
    <li>
      <button
        type="button"
        className="queue-row candidate"
        disabled={event === undefined}
        onClick={() => event !== undefined && onEvent(event.id)}
        title={candidate.undecided.join('\n')}
      >
        <span className="queue-title">
          {event === undefined
            ? `deadline passed: ${candidate.undecided[0]?.split(': ').at(-1) ?? candidate.clause}`
            : `${event.kind}, ${PHASE_WORD[event.phase].title}, ${formatCount(event.count)}`}
        </span>
        <b className="number">{formatProbability(candidate.probability)}</b>
        <span className="queue-facts dim">
          cl. {candidate.clause} · {formatMinute(event?.observed.fromMs ?? candidate.atMs)}
          {undecided > 0 ? ` · ${undecided} undecided` : ''}
        </span>
      </button>
    </li>
  )
}
