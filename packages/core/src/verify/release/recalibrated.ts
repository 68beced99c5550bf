// What a machine's figure is worth stands beside it wherever it leaves, and only after the rules: it is worked out from the
// figure that the office may have, so what withholds the one withholds the other, and where another figure goes out than the
// monitor's (an announced activity lowered it) the worth is of that one. The raw figure stays what it is: screening,
// thresholds and signatures go by it.
import type { Candidate } from '../../agreement/index.ts'
import { JUDGED_QUESTIONS, worthAt } from '../../fuse/confidence/index.ts'
import type { ConfidenceState, JudgedQuestion, Worth } from '../../fuse/confidence/index.ts'
import type { Event } from '../../fuse/index.ts'
import type { ReleasedCandidate, ReleasedEvent, ReleasedIncident } from './release.ts'

/** What figures are recalibrated by. */
export interface Recalibrating {
  /** The adoptions of the deployment. */
  readonly state: ConfidenceState
  /** Log index of the newest report that the event rests on: what last revised it; null where none is known. */
  readonly revisedIn: (event: Pick<Event, 'observations'>) => number | null
}

/** Whether anything was ever adopted for the question: where nothing was, nothing need be looked up. */
export const hasAdoptions = (state: ConfidenceState, question: JudgedQuestion): boolean =>
  state[question].length > 0

/** An event as released, with what its probability is worth by the adoption in force when it was last revised. */
export function recalibratedEvent(
  event: ReleasedEvent,
  { state, revisedIn }: Recalibrating,
): ReleasedEvent {
  if (!hasAdoptions(state, 'occurred')) return event
  const { probability } = event
  const recalibrated = worthAt(state, 'occurred', { probability, entry: revisedIn(event) })
  return recalibrated === null ? event : { ...event, recalibrated }
}

/**
 * A candidate as released, likewise, by its event; one that a missed deadline raised, or whose event is not known, stays raw.
 * Where a condition is undecided the figure is an upper bound, and so is its worth: nothing bounds it from below then but what
 * the lowest figure is worth.
 */
export function recalibratedCandidate(
  candidate: ReleasedCandidate,
  event: Pick<Event, 'observations'> | undefined,
  { state, revisedIn }: Recalibrating,
): ReleasedCandidate {
  if (event === undefined || !hasAdoptions(state, 'breach')) return candidate
  const { probability } = candidate
  const entry = revisedIn(event)
  const worth = worthAt(state, 'breach', { probability, entry })
  if (worth === null) return candidate
  if (!isBound(candidate)) return { ...candidate, recalibrated: worth }
  const least = worthAt(state, 'breach', { probability: 0, entry })
  return { ...candidate, recalibrated: { ...worth, low: least?.low ?? 0 } }
}

const isBound = ({ conditions }: Candidate): boolean =>
  conditions.some(({ held }) => held === 'undecided')

/**
 * An incident as released, with what the figures beside its answers are worth by the adoption in force when each answer was
 * proposed. The figure that was signed stays as it was.
 */
export function recalibratedIncident(
  incident: ReleasedIncident,
  state: ConfidenceState,
): ReleasedIncident {
  const found: Partial<Record<JudgedQuestion, Worth>> = {}
  for (const question of JUDGED_QUESTIONS) {
    const { machineProbability: probability, proposedIn: entry } = incident.answers[question]
    if (probability === null) continue
    const worth = worthAt(state, question, { probability, entry })
    if (worth !== null) found[question] = worth
  }
  return Object.keys(found).length === 0 ? incident : { ...incident, recalibrated: found }
}
