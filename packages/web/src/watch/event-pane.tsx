import type { Picture, SeenEvent } from '../api/index.ts'
import { CandidateCard, EventCard, ObservationCard } from '../chain/index.ts'

/** One event by itself: what it came from and which clauses it may break. */
export function EventPane({
  event,
  picture,
  onClose,
}: {
  readonly event: SeenEvent
  readonly picture: Picture
  readonly onClose: () => void
}): React.JSX.Element {
  const observations = picture.observations.filter(({ id }) => event.observations.includes(id))
  const candidates = picture.candidates.filter((candidate) => candidate.event === event.id)
  return (
    <div className="chain">
      <header className="chain-head">
        <h2>Event, not an incident</h2>
        <p>
          A machine fused it; no one has judged it.{' '}
          <button type="button" className="link" onClick={onClose}>
            Back to the incident (Esc)
          </button>
        </p>
      </header>
      <section className="step" aria-label="Event">
        <EventCard event={event} candidates={candidates} zones={picture.zones} />
      </section>
      <section className="step" aria-label="Observations">
        <h3>
          Observations <small>{observations.length}</small>
        </h3>
        {picture.coverageNote !== null && <p className="coverage">{picture.coverageNote}</p>}
        {observations.map((observation) => (
          <ObservationCard key={observation.id} observation={observation} />
        ))}
      </section>
      <section className="step" aria-label="Candidates">
        <h3>
          Candidates <small>{candidates.length}</small>
        </h3>
        {candidates.map((candidate) => (
          <CandidateCard key={candidate.id} candidate={candidate} />
        ))}
      </section>
    </div>
  )
}
