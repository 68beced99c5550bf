// The card of a call says what, where and since when, so that nobody at 03:00 looks up an id before lifting the receiver.
// Outside the monitor's office every word of it goes by the release of its events.
import { adoptedAt } from '@holdfast/core/agreement'
import type { AgreementState, Zone } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import type { AboutPlace, CallAbout, Happening, Subject } from '@holdfast/core/liaise'
import type { Office } from '@holdfast/core/nations'
import type { Observation } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import { foundIn, releaseEvent } from '@holdfast/core/verify'
import type { Incident, Release, VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'
import { nearestPlace } from './near.ts'

/** What is read for it. */
export interface AboutNeeds {
  readonly mission: {
    readonly verify: Pick<VerifyState, 'incidents'>
    readonly agreement: AgreementState
  }
  readonly sink: Pick<ProjectionSink, 'many'>
  readonly nowMs: InstantMs
}

/** Events of one subject, and events and observations of all subjects together, that are read at most. */
const EVENTS_MAX = 200
const READ_MAX = 5_000
/** Places that are named of those that an event was told from. */
const TOLD_MAX = 2

/** As the projections keep it: with its odds of lying in the agreement's areas. */
type Judged = Event & {
  readonly zones?: readonly { readonly zone: string; readonly probability: number }[]
}

interface Case {
  readonly incident: Incident | null
  readonly events: readonly string[]
}

/** What a subject stands for: its incident's events, those of its exchange, or its own. */
function caseOf(
  { kind, id }: Subject,
  incidents: ReadonlyMap<string, Incident>,
  { happenings, eventOf }: { happenings: readonly Happening[]; eventOf: (id: string) => string },
): Case {
  const incident =
    kind === 'incident'
      ? incidents.get(id)
      : [...incidents.values()].find(
          ({ status, events, candidates }) =>
            status !== 'merged' && (kind === 'event' ? events : candidates).includes(id),
        )
  if (incident !== undefined) return { incident, events: incident.events }
  if (kind === 'candidate') return { incident: null, events: [eventOf(id)] }
  const group = happenings.find(({ subject, also }) => subject.id === id || also.includes(id))
  return { incident: null, events: group === undefined ? [id] : [group.subject.id, ...group.also] }
}

/** The agreement's area that one of the events most likely lies in; the whole theatre is no area. */
function areaOf(events: readonly Judged[], zones: readonly Zone[]): string | null {
  const titles = new Map(
    zones.flatMap((one) =>
      one.kind === 'polygon' && one.purpose !== 'region' ? [[one.id, one.title] as const] : [],
    ),
  )
  let [best, title]: [number, string | null] = [0, null]
  for (const { zones: odds = [] } of events)
    for (const { zone, probability } of odds) {
      const named = titles.get(zone)
      if (named !== undefined && probability > best) [best, title] = [probability, named]
    }
  return title
}

const likeliest = (a: Pick<Event, 'probability'>, b: Pick<Event, 'probability'>): number =>
  b.probability - a.probability

/** How a subject is found in the answer of `aboutOf`. */
export const aboutKey = ({ kind, id }: Subject): string => `${kind} ${id}`

/** What calls about these subjects are about, as the office may have it, by `aboutKey`. All of them are read at once. */
export async function aboutOf(
  subjects: readonly Subject[],
  needs: AboutNeeds,
  { office, happenings }: { readonly office: Office; readonly happenings: readonly Happening[] },
): Promise<ReadonlyMap<string, CallAbout>> {
  const { mission, sink, nowMs } = needs
  const { incidents } = mission.verify
  const named = subjects.flatMap(({ kind, id }) => (kind === 'candidate' ? [id] : []))
  const candidates = new Map((await sink.many('candidate', named)).map((one) => [one.id, one]))
  const eventOf = (id: string): string => candidates.get(id)?.event ?? id
  const cases = new Map(
    subjects.map((one) => [aboutKey(one), caseOf(one, incidents, { happenings, eventOf })]),
  )
  // Names of an exchange are those of its candidates too: what is no event is not found among the events.
  const ids = [...cases.values()].flatMap(({ events }) => events.slice(0, EVENTS_MAX))
  const events = byIdOf<Judged>(await sink.many('event', first(ids)))
  const rests = [...events.values()].flatMap(({ observations }) => observations)
  const observations = byIdOf(await sink.many('observation', first(rests)))
  const release: Release = {
    office,
    nowMs,
    findingFor: foundIn(incidents.values()),
    observation: (id) => observations.get(id),
    event: (id) => events.get(id),
  }
  const zones = adoptedAt(mission.agreement, nowMs)?.agreement.zones ?? []
  return new Map(
    [...cases].map(([key, { incident, events: of }]) => {
      const read = of.flatMap((id) => events.get(id) ?? [])
      const from = read.flatMap((one) =>
        one.observations.flatMap((id) => observations.get(id) ?? []),
      )
      return [
        key,
        {
          incident: incident?.id ?? null,
          title: incident?.title ?? null,
          kinds: kindsOf(read),
          events: incident === null ? read.length : of.length,
          beganMs: read.length === 0 ? null : Math.min(...read.map((one) => one.observed.fromMs)),
          place: placeOf(read, { release, zones, from }),
        },
      ] as const
    }),
  )
}

const byIdOf = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id, one]))
const first = (ids: readonly string[]): readonly string[] => [...new Set(ids)].slice(0, READ_MAX)

/** Where the events are, as far as the office may know; null where it may not, or nobody does. */
function placeOf(
  events: readonly Judged[],
  {
    release,
    zones,
    from,
  }: {
    readonly release: Release
    readonly zones: readonly Zone[]
    readonly from: readonly Observation[]
  },
): AboutPlace | null {
  const isMonitor = release.office === 'monitor'
  const placed =
    events
      .map((one) => releaseEvent(one, release))
      .filter(({ estimate }) => estimate !== null)
      .toSorted(likeliest)[0]?.estimate ?? null
  const toldFrom = isMonitor ? [...new Set(from.map(({ observer }) => observer.place))] : []
  const place: AboutPlace = {
    area: isMonitor ? areaOf(events, zones) : null,
    near: placed === null ? null : nearestPlace(placed.position),
    toldFrom: toldFrom.length === 0 ? null : shortened(toldFrom),
    position: placed?.position ?? null,
    errorM: placed?.ellipse95.semiMajorM ?? null,
  }
  return Object.values(place).some((one) => one !== null) ? place : null
}

function shortened(places: readonly string[]): string {
  const more = places.length - TOLD_MAX
  return `${places.slice(0, TOLD_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function kindsOf(events: readonly Event[]): CallAbout['kinds'] {
  const counts = new Map<string, number>()
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .map(([kind, count]) => ({ kind, events: count }))
    .toSorted((a, b) => b.events - a.events || (a.kind < b.kind ? -1 : 1))
}
