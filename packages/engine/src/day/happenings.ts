// What both commanders are called about. A commander is called once about an exchange of fire, not once about each shell of it:
// so an incident is one thing to call about, and events that no incident has taken up stand together where fusion holds them to
// be of one exchange. A long exchange is called about anew each hour, or a call at its start would silence it for good.
import type { Happening } from '@holdfast/core/liaise'
import type { Office } from '@holdfast/core/nations'
import { DAY_MS, HOUR_MS } from '@holdfast/core/units'
import type { DurationMs, InstantMs } from '@holdfast/core/units'
import type { Incident, VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'

/** What is read for it. */
export interface HappeningNeeds {
  readonly mission: { readonly verify: Pick<VerifyState, 'incidents'> }
  readonly sink: Pick<ProjectionSink, 'list'>
  readonly nowMs: InstantMs
}

/** Candidates and engagements that are looked at for calls that nobody opened: the newest. */
const CANDIDATES_MAX = 1_000
/** Events of one exchange that lie further apart than this are called about apart. */
export const EXCHANGE_CALL_MS: DurationMs = HOUR_MS
const CLOSED: ReadonlySet<Incident['status']> = new Set([
  'dismissed',
  'concluded',
  'published',
  'corrected',
  'recalled',
  'merged',
])

/** An event, or a candidate without one, that no incident has taken up. */
interface Loose {
  readonly id: string
  readonly isEvent: boolean
  readonly atMs: InstantMs
  readonly candidates: readonly string[]
  /** What it is of one exchange with; by itself where fusion holds it to be of none. */
  readonly exchange: string
}

/** Incidents at work of the last day; to the monitor also what no incident has taken up, each exchange once. */
export async function happeningsOf(
  needs: HappeningNeeds,
  office: Office,
): Promise<readonly Happening[]> {
  const { mission, nowMs } = needs
  const incidents = [...mission.verify.incidents.values()]
  const open = incidents
    .filter(({ status, sinceMs }) => !CLOSED.has(status) && isRecent(sinceMs, nowMs))
    .map(({ id, sinceMs, events, candidates }): Happening => ({
      subject: { kind: 'incident', id },
      atMs: sinceMs,
      also: [...events, ...candidates],
    }))
  // That a clause's zone was met tells the place: before its release a candidate is the monitor's alone.
  return office === 'monitor' ? [...open, ...together(await looseOf(needs))] : open
}

const isRecent = (atMs: InstantMs, nowMs: InstantMs): boolean =>
  atMs <= nowMs && nowMs - atMs < DAY_MS

async function looseOf({ mission, sink, nowMs }: HappeningNeeds): Promise<readonly Loose[]> {
  const taken = new Set(
    [...mission.verify.incidents.values()].flatMap(({ events, candidates }) => [
      ...events,
      ...candidates,
    ]),
  )
  const page = { limit: CANDIDATES_MAX, newest: true } as const
  const [candidates, engagements] = await Promise.all([
    sink.list('candidate', page),
    sink.list('engagement', page),
  ])
  const exchangeOf = new Map(
    engagements.flatMap(({ id, events }) => events.map((event) => [event, id] as const)),
  )
  const loose = new Map<string, Loose>()
  for (const { id, event, atMs } of candidates) {
    if (!isRecent(atMs, nowMs) || taken.has(id) || (event !== null && taken.has(event))) continue
    const name = event ?? id
    const known = loose.get(name)
    loose.set(name, {
      id: name,
      isEvent: event !== null,
      atMs: Math.min(atMs, known?.atMs ?? atMs),
      candidates: [...(known?.candidates ?? []), id],
      exchange: exchangeOf.get(name) ?? name,
    })
  }
  return [...loose.values()].toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
}

/** In order of time: each exchange once an hour, under the name of the first event of that hour. */
function together(loose: readonly Loose[]): readonly Happening[] {
  const all: Happening[] = []
  const last = new Map<string, number>()
  for (const { id, isEvent, atMs, candidates, exchange } of loose) {
    const at = last.get(exchange)
    const head = at === undefined ? undefined : all[at]
    if (at !== undefined && head !== undefined && atMs - head.atMs < EXCHANGE_CALL_MS) {
      all[at] = { ...head, also: [...head.also, id, ...candidates] }
      continue
    }
    last.set(exchange, all.length)
    all.push({ subject: { kind: isEvent ? 'event' : 'candidate', id }, atMs, also: candidates })
  }
  return all
}
