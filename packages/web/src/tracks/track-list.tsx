import { useMemo, useState } from 'react'
import type { BoardTrack } from './board.ts'
import { DOMAIN_WORD, agoOf, motionOf, nameOf } from './words.ts'

/** Rows of the list; a person who looks for one of more writes part of its name. */
const LISTED_MAX = 100

const isNamed = (track: BoardTrack, part: string): boolean =>
  [track.id, ...Object.values(track.identity)].some((name) =>
    name.toLowerCase().includes(part.toLowerCase()),
  )

/** What moves, as a list: whatever can be done on the map can be done from here with the keyboard. */
export function TrackList({
  tracks,
  nowMs,
  problem,
  overrun,
  chosen,
  onChoose,
}: {
  readonly tracks: readonly BoardTrack[]
  readonly nowMs: number
  readonly problem: string | null
  /** Reports that were passed over just now. */
  readonly overrun: number
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}): React.JSX.Element | null {
  const [part, setPart] = useState('')
  const found = useMemo(
    () => (part === '' ? tracks : tracks.filter((track) => isNamed(track, part))),
    [tracks, part],
  )
  if (tracks.length === 0 && problem === null) return null
  return (
    <details className="tracks">
      <summary>
        What moves <small>{tracks.length}</small>
        {overrun > 0 && (
          <small role="status">
            {' '}
            · overrun: {overrun.toLocaleString('en')} reports passed over in 10 s, kept in the
            record
          </small>
        )}
      </summary>
      {problem !== null && <p role="status">The tracks could not be read: {problem}.</p>}
      <label>
        Name{' '}
        <input
          type="search"
          value={part}
          placeholder="part of a name or number"
          onChange={(event) => setPart(event.currentTarget.value)}
        />
      </label>
      <ul aria-label="Tracks">
        {found.slice(0, LISTED_MAX).map((track) => (
          <li key={track.id}>
            <button
              type="button"
              aria-pressed={track.id === chosen}
              onClick={() => onChoose(track.id)}
            >
              <b>{nameOf(track)}</b> {DOMAIN_WORD[track.domain]}
              {track.status === 'coasting' ? ', coasting' : ''} · {motionOf(track)} · seen{' '}
              {agoOf(nowMs - track.seenMs)} ago
            </button>
          </li>
        ))}
      </ul>
      {found.length > LISTED_MAX && (
        <p>
          {LISTED_MAX} of {found.length} are listed; write part of a name to find another.
        </p>
      )}
    </details>
  )
}
