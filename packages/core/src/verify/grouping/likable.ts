import type { Event } from '../../fuse/index.ts'
import type { Incident } from '../types.ts'
import type { Likable } from './duplicates.ts'

/** An ellipse's farther half axis covers it whichever way it lies. */
const placeOf = ({ estimate }: Event): Pick<Likable, 'position' | 'errorM'> =>
  estimate === null
    ? { position: null, errorM: 0 }
    : { position: estimate.position, errorM: estimate.ellipse95.semiMajorM }

/** A candidate as far as likeness goes, by the event that it was made of. */
export const likableEvent = (id: string, event: Event, text: string): Likable => ({
  id,
  kind: event.kind,
  fromMs: event.observed.fromMs,
  toMs: event.observed.toMs,
  ...placeOf(event),
  text,
})

/**
 * An incident as far as likeness goes, by the events that it rests on: all their time, and the place and the kind of the
 * first that has one. One that rests on a claim alone is placed by the claim; null where nobody said when.
 */
export function likableIncident(incident: Incident, events: readonly Event[]): Likable | null {
  // Likeness is a proposal, and a claim that waits for its confirmation is told twice as easily as another.
  const said = incident.claims.filter(({ takenBack }) => takenBack === undefined)
  const claims = said.flatMap(({ alleges }) => alleges ?? [])
  const spans = events.length > 0 ? events.map(({ observed }) => observed) : claims
  if (spans.length === 0) return null
  const [claim] = claims
  const placed = events.find(({ estimate }) => estimate !== null)
  const kind = events[0]?.kind ?? claim?.kind ?? null
  const place =
    placed !== undefined
      ? placeOf(placed)
      : { position: claim?.position ?? null, errorM: claim?.radiusM ?? 0 }
  return {
    id: incident.id,
    kind,
    fromMs: Math.min(...spans.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...spans.map(({ toMs }) => toMs)),
    ...place,
    text: [incident.title, ...said.map(({ text }) => text)].join(' '),
  }
}
