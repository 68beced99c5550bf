import type { WholeTrack } from '../api/index.ts'
import { formatDistance, formatPosition } from '../words/index.ts'
import type { BoardTrack } from './board.ts'
import { DOMAIN_WORD, IDENTITY_WORD, STATUS_WORD, agoOf, motionOf, nameOf } from './words.ts'

function Contradictions({ whole }: { readonly whole: WholeTrack }): React.JSX.Element | null {
  const { contradictions } = whole.track
  if (contradictions.length === 0) return null
  return (
    <section className="step" aria-label="Contradictions">
      <h3>
        Contradictions <small>{contradictions.length}</small>
      </h3>
      <ul>
        {contradictions.map(({ kind, values }) => (
          <li key={`${kind} ${values.join(' ')}`}>
            {IDENTITY_WORD[kind] ?? kind}:{' '}
            {values.length === 1
              ? `${values[0] ?? ''} is borne by another track, too`
              : `${values.join(' and ')} cannot both be true`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Provenance({ whole }: { readonly whole: WholeTrack }): React.JSX.Element {
  const { provenance, track } = whole
  return (
    <section className="step" aria-label="Observations">
      <h3>
        Observations <small>{track.reports}</small>
      </h3>
      <p className="dim">The last of them, with the entry of the log that brought each in.</p>
      <ol className="track-observations">
        {provenance.toReversed().map(({ observation, entry }) => (
          <li key={observation} className="mono">
            {observation.slice(0, 16)}… · entry {entry ?? 'unknown'}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Facts({ whole: { track, trajectory } }: { readonly whole: WholeTrack }) {
  const { semiMajorM, semiMinorM } = track.estimate.ellipse95
  return (
    <dl className="track-facts">
      <dt>Position</dt>
      <dd>
        {formatPosition(track.estimate.position, 4)}, 95 % within {formatDistance(semiMajorM)} by{' '}
        {formatDistance(semiMinorM)}
      </dd>
      <dt>Height</dt>
      <dd>{track.heightM === null ? 'not measured' : `${Math.round(track.heightM)} m`}</dd>
      <dt>Names</dt>
      <dd>
        {Object.keys(track.identity).length === 0
          ? 'none was transmitted'
          : Object.entries(track.identity)
              .map(([kind, value]) => `${IDENTITY_WORD[kind] ?? kind} ${value}`)
              .join(', ')}
      </dd>
      <dt>Sources</dt>
      <dd>{track.sources.join(', ')}</dd>
      {track.foreign.length > 0 && (
        <>
          <dt>Other systems' tracks</dt>
          <dd>{track.foreign.join(', ')}, folded in without counting anything twice</dd>
        </>
      )}
      {trajectory !== null && (
        <>
          <dt>Way</dt>
          <dd>
            drawn within {formatDistance(trajectory.errorM)} of where it was; the record is the
            observations
          </dd>
        </>
      )}
    </dl>
  )
}

/** One track by itself: what it is called, how sure that is, and what it came from. */
export function TrackPane({
  row,
  whole,
  nowMs,
  onClose,
}: {
  readonly row: BoardTrack | undefined
  readonly whole: WholeTrack | null
  readonly nowMs: number
  readonly onClose: () => void
}): React.JSX.Element {
  const track = row ?? whole?.track
  return (
    <section className="pane chain" aria-label="Track" data-testid="track">
      <header className="chain-head">
        <h2>
          {track === undefined
            ? 'Track'
            : `${nameOf(track)}: ${DOMAIN_WORD[track.domain]}, ${row === undefined ? 'no longer followed' : track.status}`}
        </h2>
        <p>
          A machine followed it; a track is no finding.{' '}
          <button type="button" className="link" onClick={onClose}>
            Back (Esc)
          </button>
        </p>
      </header>
      {track !== undefined && (
        <p>
          {STATUS_WORD[track.status]} · {motionOf(track)} · seen {agoOf(nowMs - track.seenMs)} ago ·
          followed for {agoOf(track.seenMs - track.beganMs)}
        </p>
      )}
      {whole === null ? (
        <p role="status">Reading the track…</p>
      ) : (
        <>
          <Facts whole={whole} />
          <Contradictions whole={whole} />
          <Provenance whole={whole} />
        </>
      )}
    </section>
  )
}
