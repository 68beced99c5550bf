/**
 * Events, candidates and incidents as they leave, each with what its figure is worth beside it: core/verify's release first,
 * then the recalibration that was in force when each was last revised. It is worked out on the way out and stored nowhere, so
 * that a rebuild gives the same rows, and what was told once is told again after a restart.
 */
import type { Candidate } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import {
  hasAdoptions,
  recalibratedCandidate,
  recalibratedEvent,
  recalibratedIncident,
  releaseCandidate,
  releaseEvent,
  releaseIncident,
  type Incident,
  type Recalibrating,
  type Release,
  type ReleasedCandidate,
  type ReleasedEvent,
  type ReleasedIncident,
} from '@holdfast/core/verify'
import type { Holdfast } from '../runtime/index.ts'

/** What is read of a deployment. */
export interface FiguresNeeds {
  readonly mission: Pick<Holdfast['mission'], 'confidence'>
  readonly sink: Pick<Holdfast['sink'], 'many'>
  readonly origins: Pick<Holdfast['origins'], 'ofAll'>
}

/** Lets rows out to whom a release is for. */
export interface Figures {
  event(event: Event): ReleasedEvent
  /** None where the office may not have it. */
  candidate(candidate: Candidate): readonly ReleasedCandidate[]
  incident(incident: Incident): ReleasedIncident
}

/** Figures for a release. `events` are those that were read already; others that the candidates name are looked up. */
export async function figuresOf(
  needs: FiguresNeeds,
  release: Release,
  {
    events,
    candidates,
  }: { readonly events: readonly Event[]; readonly candidates: readonly Candidate[] },
): Promise<Figures> {
  const state = needs.mission.confidence
  const known = new Map(events.map((event) => [event.id, event]))
  if (hasAdoptions(state, 'breach')) {
    const named = new Set(candidates.flatMap(({ event }) => event ?? []))
    const missing = [...named].filter((id) => !known.has(id))
    for (const event of missing.length === 0 ? [] : await needs.sink.many('event', missing))
      known.set(event.id, event)
  }
  const isAdopted = hasAdoptions(state, 'occurred') || hasAdoptions(state, 'breach')
  const reports = [...known.values()].flatMap(({ observations }) => observations)
  const entries: ReadonlyMap<string, number> = isAdopted
    ? await needs.origins.ofAll(reports)
    : new Map()
  const by: Recalibrating = { state, revisedIn: (event) => revisedIn(event, entries) }
  return {
    event: (event) => recalibratedEvent(releaseEvent(event, release), by),
    candidate: (candidate) => {
      const released = releaseCandidate(candidate, release)
      const event = candidate.event === null ? undefined : known.get(candidate.event)
      return released === null ? [] : [recalibratedCandidate(released, event, by)]
    },
    incident: (incident) => recalibratedIncident(releaseIncident(incident, release), state),
  }
}

/** The newest batch that brought one of its reports in; null where none is known. */
export function revisedIn(
  { observations }: Pick<Event, 'observations'>,
  entries: ReadonlyMap<string, number>,
): number | null {
  let newest: number | null = null
  for (const id of observations) {
    const entry = entries.get(id)
    if (entry !== undefined && (newest === null || entry > newest)) newest = entry
  }
  return newest
}
