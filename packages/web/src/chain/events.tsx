import type { Candidate, Condition, Zone } from '@holdfast/core/agreement'
import type { SeenEvent } from '../api/index.ts'
import { PHASE_COLOUR } from '../map/index.ts'
import { formatInterval } from '../time/index.ts'
import {
  CHANCE_BOUND,
  HELD_WORD,
  formatChance,
  formatDistance,
  formatLikely,
  formatPosition,
  formatProbability,
  formatSilence,
  likelyMeans,
  shortHash,
  titleOfEvent,
} from '../words/index.ts'

const CLASSES_SAID = 3

/** Areas that the event may lie in, with the probability of each; withdrawal zones are told by the candidates' conditions. */
function zonesFor(
  { zones = [], estimate }: SeenEvent,
  known: readonly Zone[],
): readonly { readonly zone: string; readonly title: string; readonly probability: number }[] {
  if (estimate === null) return []
  return zones.flatMap(({ zone, probability }) => {
    const one = known.find(({ id }) => id === zone)
    if (one?.kind !== 'polygon' || probability <= 0) return []
    return [{ zone, probability, title: one.title }]
  })
}

/** What stands beside the reports: who could have noticed and did not, and what models take it to be. */
function Beside({ event }: { readonly event: SeenEvent }): React.JSX.Element {
  const { silence, classes } = event
  const silent =
    silence?.sources === undefined ? undefined : `silent: ${silence.sources.join(', ')}`
  return (
    <>
      {silence !== undefined && <p title={silent}>{formatSilence(event)}</p>}
      {classes !== undefined && (
        <p className="dim">
          By models:{' '}
          {classes
            .slice(0, CLASSES_SAID)
            .map((one) => `${one.class} ${formatLikely({ ...one, interval: one })}`)
            .join(', ')}
        </p>
      )}
    </>
  )
}

const Head = ({ event }: { readonly event: SeenEvent }): React.JSX.Element => (
  <header>
    <b>{titleOfEvent(event)}</b>
    <b className="number" title={likelyMeans(event)}>
      {formatLikely(event)}
    </b>
  </header>
)

/** One fused event: where, how sure, from which reports, and what the agreement asked of its place. */
export function EventCard({
  event,
  candidates,
  zones,
}: {
  readonly event: SeenEvent
  readonly candidates: readonly Candidate[]
  readonly zones: readonly Zone[]
}): React.JSX.Element {
  const { estimate, observations, pairedWith, phase } = event
  const zonesOfEvent = zonesFor(event, zones)
  const places = candidates
    .filter((candidate) => candidate.event === event.id)
    .flatMap(({ clause, conditions }) =>
      conditions
        .filter(({ condition }) => condition === 'place')
        .map((place) => ({ clause, ...place })),
    )
  return (
    <article className="card" style={{ borderLeftColor: PHASE_COLOUR[phase] }}>
      <Head event={event} />
      <Beside event={event} />
      {estimate === null ? (
        <p>No source gave a direction or a position: it is not on the map.</p>
      ) : (
        <p>
          {formatPosition(estimate.position, 3)}; 95 % ellipse{' '}
          {formatDistance(estimate.ellipse95.semiMajorM)} ×{' '}
          {formatDistance(estimate.ellipse95.semiMinorM)}, axis{' '}
          {Math.round(estimate.ellipse95.azimuthDeg)}°
        </p>
      )}
      {zonesOfEvent.length > 0 && (
        <p className="zones">
          {zonesOfEvent.map(({ zone, title, probability: inZone }) => (
            <span key={zone} title={title}>
              {title.replace(/ \(.*$/, '')} <b>{formatProbability(inZone)}</b>
            </span>
          ))}
        </p>
      )}
      {places.map(({ clause, held, probability: inPlace, because }) => (
        <p key={`${clause}${because}`} className="dim">
          Place for clause {clause}: {HELD_WORD[held]}
          {inPlace === null ? '' : `, ${formatProbability(inPlace)}`}
          {because === '' ? '' : ` – ${because}`}
        </p>
      ))}
      {pairedWith !== undefined && (
        <p className="dim">
          Paired with event {shortHash(pairedWith.event, 8)},{' '}
          {formatProbability(pairedWith.probability)}
        </p>
      )}
      <footer>
        {formatInterval(event.observed)} · from {observations.length}{' '}
        {observations.length === 1 ? 'observation' : 'observations'} · revision {event.revision} ·{' '}
        <span className="mono" title={event.id}>
          {shortHash(event.id, 8)}
        </span>
        {zones.length > 0 && estimate !== null && places.length === 0
          ? ' · no clause asks for its place'
          : ''}
      </footer>
    </article>
  )
}

const HELD_SIGN: Readonly<Record<Condition['held'], string>> = { yes: '✓', no: '✕', undecided: '?' }

/** One candidate: which conditions held, which did not, which no one can decide yet, and why. */
export function CandidateCard({ candidate }: { readonly candidate: Candidate }): React.JSX.Element {
  const { clause, agreementVersion, conditions, undecided } = candidate
  return (
    <article className="card">
      <header>
        <b>Clause {clause}</b>
        <span className="dim">{agreementVersion}</span>
        <b className="number" title={undecided.length > 0 ? CHANCE_BOUND : undefined}>
          {formatChance(candidate)}
        </b>
      </header>
      <ul className="conditions">
        {conditions.map(({ condition, held, probability: chance, because }) => (
          <li key={`${condition}${because}`} data-held={held}>
            <span className="held" title={HELD_WORD[held]}>
              <i aria-hidden="true">{HELD_SIGN[held]}</i> {condition}
            </span>
            <span>
              <b>{HELD_WORD[held]}</b>
              {chance === null || chance === 1 || chance === 0
                ? ''
                : ` (${formatProbability(chance)})`}
              : {because}
            </span>
          </li>
        ))}
      </ul>
    </article>
  )
}
