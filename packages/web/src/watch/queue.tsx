import { useEffect, useRef } from 'react'
import type { Candidate } from '@holdfast/core/agreement'
import type { Clock } from '@holdfast/core/respond'
import type { ReleasedIncident } from '@holdfast/core/verify'
import type { Picture } from '../api/index.ts'
import { ClauseChances } from '../chance/index.ts'
import { formatCountdown, useNow } from '../time/index.ts'
import { formatWorth, worthMeans } from '../words/index.ts'
import { CandidateList } from './candidates.tsx'

/** An incident as the queue shows it. */
export interface QueueItem {
  readonly incident: ReleasedIncident
  /** The incident's candidates that are in the picture. */
  readonly candidates: readonly Candidate[]
  /** The running clock that is due first. */
  readonly clock: Clock | null
}

const CLOSED: ReadonlySet<ReleasedIncident['status']> = new Set([
  'dismissed',
  'published',
  'merged',
  'recalled',
])

/** Incidents by urgency: the next deadline first, then open before closed, then the newest. */
export function queueOf({
  incidents,
  candidates,
  clocks,
}: {
  readonly incidents: readonly ReleasedIncident[]
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
    return { incident, clock, candidates: incident.candidates.flatMap((id) => byId.get(id) ?? []) }
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
  const { incident, clock, candidates } = item
  const occurred = incident.answers.occurred.machineProbability
  const worth = incident.recalibrated?.occurred
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
          <span
            title={`The machine’s probability that it occurred at all, whatever the clause.${worth === undefined ? '' : ` ${worthMeans(worth)}`}`}
          >
            occurred <b className="number">{formatWorth(occurred, worth)}</b>
          </span>
        </span>
        {clock !== null && (
          <b className="countdown">{formatCountdown({ dueMs: clock.dueAtMs, nowMs })}</b>
        )}
        <span className="queue-facts queue-clauses">
          <ClauseChances clauses={incident.clauses} candidates={candidates} />
        </span>
      </button>
    </li>
  )
}

/** The incident queue, with the candidates that no one has taken up yet below it. */
export function Queue({
  items,
  picture,
  chosen,
  onChoose,
  onEvent,
}: {
  readonly items: readonly QueueItem[]
  readonly picture: Picture
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  readonly onEvent: (event: string) => void
}): React.JSX.Element {
  const nowMs = useNow(picture.nowMs) ?? picture.nowMs
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
      <CandidateList picture={picture} onEvent={onEvent} />
    </nav>
  )
}
