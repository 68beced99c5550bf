import { useMemo, useState } from 'react'
import type { Candidate } from '@holdfast/core/agreement'
import type { Picture, SeenEvent } from '../api/index.ts'
import { formatInterval, formatMinute } from '../time/index.ts'
import {
  CHANCE_BOUND,
  PHASE_WORD,
  formatChance,
  formatCount,
  formatLikely,
  formatSilence,
  likelyMeans,
} from '../words/index.ts'
import { looseOf } from './loose.ts'
import type { LooseGroup } from './loose.ts'

/** Listed at first, give or take the last engagement. */
const SHOWN_FIRST = 60

/** Whole groups from the newest on, until the number is reached. */
function firstGroups(groups: readonly LooseGroup[], most: number): readonly LooseGroup[] {
  let listed = 0
  return groups.flatMap(({ engagement, candidates }) => {
    const room = most - listed
    if (room <= 0) return []
    const some = engagement === null ? candidates.slice(0, room) : candidates
    listed += some.length
    return [{ engagement, candidates: some }]
  })
}

function likelyOf(event: SeenEvent | undefined): readonly string[] {
  const means = event === undefined ? undefined : likelyMeans(event)
  return event === undefined || means === undefined
    ? []
    : [`occurred ${formatLikely(event)}`, means]
}

// A candidate's figure is the clause's; how sure its event is stands beside it for those who point at it.
function titleOf({ undecided }: Candidate, event: SeenEvent | undefined): string | undefined {
  const lines = [
    ...(undecided.length > 0 ? [...undecided, CHANCE_BOUND] : []),
    ...likelyOf(event),
    ...(event?.silence === undefined ? [] : [formatSilence(event)]),
  ]
  return lines.length === 0 ? undefined : lines.join('\n')
}

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
        title={titleOf(candidate, event)}
      >
        <span className="queue-title">
          {event === undefined
            ? `deadline passed: ${candidate.undecided[0]?.split(': ').at(-1) ?? candidate.clause}`
            : `${event.kind}, ${PHASE_WORD[event.phase].title}, ${formatCount(event.count)}`}
        </span>
        <b className="number">{formatChance(candidate)}</b>
        <span className="queue-facts dim">
          cl. {candidate.clause} ·{' '}
          {event === undefined ? formatMinute(candidate.atMs) : formatInterval(event.observed)}
          {undecided > 0 ? ` · ${undecided} undecided` : ''}
        </span>
      </button>
    </li>
  )
}

/** The candidates that no one has taken up yet, newest first and by engagement. */
export function CandidateList({
  picture,
  onEvent,
}: {
  readonly picture: Picture
  readonly onEvent: (event: string) => void
}): React.JSX.Element {
  const [all, setAll] = useState(false)
  const groups = useMemo(() => looseOf(picture), [picture])
  const events = useMemo(
    () => new Map(picture.events.map((event) => [event.id, event])),
    [picture.events],
  )
  const count = groups.reduce((sum, { candidates }) => sum + candidates.length, 0)
  const listed = all ? groups : firstGroups(groups, SHOWN_FIRST)
  const older = count - listed.reduce((sum, { candidates }) => sum + candidates.length, 0)
  return (
    <>
      <h2>
        Candidates not taken up <small>{count}</small>
      </h2>
      {count === 0 && <p className="pane-note">None above the screening threshold.</p>}
      {listed.map(({ engagement, candidates }) => (
        <section key={candidates[0]?.id} className={engagement === null ? '' : 'engagement'}>
          {engagement !== null && (
            <h3 title="The probability that these events are of one exchange of fire.">
              engagement, p {engagement.probability.toFixed(2)}, {engagement.events.length} events
            </h3>
          )}
          <ul>
            {candidates.map((candidate) => (
              <CandidateRow
                key={candidate.id}
                candidate={candidate}
                event={candidate.event === null ? undefined : events.get(candidate.event)}
                onEvent={onEvent}
              />
            ))}
          </ul>
        </section>
      ))}
      {older > 0 && (
        <p className="pane-note">
          <button type="button" className="link" onClick={() => setAll(true)}>
            Show {older} older {older === 1 ? 'one' : 'ones'}
          </button>
        </p>
      )}
    </>
  )
}
