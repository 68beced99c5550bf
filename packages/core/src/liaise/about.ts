// Whoever calls a commander at 03:00 has a minute, and says what, where and since when. So what a call is about is told in
// the same words everywhere: on the page, by the command line and in the answer to whoever asks for the day.
import type { PartyId } from '../agreement/index.ts'
import type { Position } from '../geo/index.ts'
import type { Incident } from '../verify/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Subject } from './types.ts'

/** Where it is, as far as it is known; each null where it is not, or is not for the office. */
export interface AboutPlace {
  /** Title of the agreement's area that it most likely lies in. */
  readonly area: string | null
  /** The nearest named place, with how far off and in which direction from there, for instance `6 km NE of Horlivka`. */
  readonly near: string | null
  /** Where those stood who told of it. */
  readonly toldFrom: string | null
  /** The likeliest of its events; WGS 84. On the 1 km grid outside the monitor's office. */
  readonly position: Position | null
  /** Radius that holds 95 %, metres. */
  readonly errorM: number | null
}
/** What both commanders are called about. */
export interface CallAbout {
  /** The incident that it belongs to, with its title; null where none was opened. */
  readonly incident: string | null
  readonly title: string | null
  /** Kinds of event with how many of each, the most frequent first; empty where none is known. */
  readonly kinds: readonly { readonly kind: string; readonly events: number }[]
  /** Events in all, those included that are not at hand. */
  readonly events: number
  /** When the first event began; null where none is known. */
  readonly beganMs: InstantMs | null
  readonly place: AboutPlace | null
}

/** `48.123° N 37.812° E`: as the map says it, to the hundred metres that a call needs. */
export const tellPosition = ({ lonDeg, latDeg }: Position): string =>
  `${Math.abs(latDeg).toFixed(3)}° ${latDeg < 0 ? 'S' : 'N'} ${Math.abs(lonDeg).toFixed(3)}° ${lonDeg < 0 ? 'W' : 'E'}`

/** Where it is, in a few words; `place not known` where nobody said. */
export function tellPlace(place: AboutPlace | null): string {
  if (place === null) return 'place not known'
  const { area, near, toldFrom, position } = place
  const parts = [
    ...(near === null ? [] : [near]),
    ...(area === null ? [] : [area]),
    ...(position === null ? [] : [tellPosition(position)]),
    ...(toldFrom === null ? [] : [`told from ${toldFrom}`]),
  ]
  return parts.length === 0 ? 'place not known' : parts.join(', ')
}

/** What happened, in a few words: `3 explosions`-like counts by kind, or that no event is known. */
export function tellKinds({ kinds, events }: Pick<CallAbout, 'kinds' | 'events'>): string {
  if (events === 0) return 'no event'
  const known = kinds.reduce((sum, one) => sum + one.events, 0)
  return [
    ...kinds.map(({ kind, events: count }) => `${count} × ${kind}`),
    ...(known < events ? [`${events - known} more of a kind not at hand`] : []),
  ].join(', ')
}

/** Every name under which a call may have been opened about the same: the incident, its events and its candidates. */
export function namesOf(
  { kind, id }: Subject,
  incidents: ReadonlyMap<string, Pick<Incident, 'id' | 'events' | 'candidates' | 'status'>>,
): ReadonlySet<string> {
  const holds = (one: Pick<Incident, 'events' | 'candidates'>): boolean =>
    kind === 'event' ? one.events.includes(id) : one.candidates.includes(id)
  const known =
    kind === 'incident'
      ? incidents.get(id)
      : [...incidents.values()].find((one) => one.status !== 'merged' && holds(one))
  return new Set(known === undefined ? [id] : [id, known.id, ...known.events, ...known.candidates])
}

/** A party's other side. */
export const otherThan = (party: PartyId): PartyId => (party === 'A' ? 'B' : 'A')
