/**
 * The watch's day, as an office may have it. The monitor sees its patrols by settlements; the commission sees the hotline
 * and its own paper, and of patrols what has been over for a day; the guarantors see none of it.
 */
import type { Happening, LiaiseState, Person } from '@holdfast/core/liaise'
import type { Office } from '@holdfast/core/nations'
import { dueList, releasePatrol, releasePlan } from '@holdfast/core/patrol'
import type {
  DueItem,
  Evacuation,
  Patrol,
  PatrolState,
  Plan,
  ReleasedPatrol,
  ReleasedPlan,
} from '@holdfast/core/patrol'
import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs, Refused } from '@holdfast/core/units'
import type { Incident, VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'

/** What the view reads of a deployment. */
export interface DayNeeds {
  readonly mission: {
    readonly liaise: LiaiseState
    readonly patrol: PatrolState
    readonly verify: Pick<VerifyState, 'incidents'>
  }
  readonly sink: Pick<ProjectionSink, 'list'>
  readonly nowMs: InstantMs
  readonly deployment: { readonly exercise: string | null }
}
/** Without the keys: who did what is a nation and an officer. */
type Named<T> = T extends Person
  ? Omit<Person, 'keyId'>
  : T extends (...args: never) => unknown
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Named<T[K]> }
      : T
/** What one office sees of the day. */
export interface DayView {
  readonly office: Office
  readonly notice: string | null
  readonly exercise: string | null
  readonly nowMs: InstantMs
  readonly due: readonly Named<DueItem>[]
  /** Calls that nobody opened and that the list has no room for. */
  readonly unopenedLeftOut: number
  /** Open ones, and those of the last day. */
  readonly calls: readonly unknown[]
  readonly sessions: readonly unknown[]
  readonly protests: readonly unknown[]
  readonly points: readonly unknown[]
  readonly plans: readonly Named<Plan | ReleasedPlan>[]
  readonly patrols: readonly Named<Patrol | ReleasedPatrol>[]
  readonly evacuations: readonly Named<Evacuation>[]
}

/** Candidates that are looked at for calls that nobody opened: the newest. */
const CANDIDATES_MAX = 1_000
/** Most of each list that is shown: the newest. */
const SHOWN_MAX = 200
const CLOSED: ReadonlySet<Incident['status']> = new Set([
  'concluded',
  'published',
  'corrected',
  'recalled',
  'merged',
])

/** What both commanders are called about: incidents at work of the last day, and events with candidates in none of them. */
async function happeningsOf(
  { mission: { verify }, sink, nowMs }: DayNeeds,
  office: Office,
): Promise<readonly Happening[]> {
  const isRecent = (atMs: InstantMs): boolean => atMs <= nowMs && nowMs - atMs < DAY_MS
  const incidents = [...verify.incidents.values()]
  const open = incidents
    .filter(({ status, sinceMs }) => !CLOSED.has(status) && isRecent(sinceMs))
    .map(({ id, sinceMs, events, candidates }): Happening => ({
      subject: { kind: 'incident', id },
      atMs: sinceMs,
      also: [...events, ...candidates],
    }))
  // That a clause's zone was met tells the place: before its release a candidate is the monitor's alone.
  if (office !== 'monitor') return open
  const taken = new Set(incidents.flatMap(({ events, candidates }) => [...events, ...candidates]))
  const candidates = await sink.list('candidate', { limit: CANDIDATES_MAX, newest: true })
  const loose = new Map<string, { atMs: InstantMs; also: string[]; isEvent: boolean }>()
  for (const { id, event, atMs } of candidates) {
    if (!isRecent(atMs) || taken.has(id) || (event !== null && taken.has(event))) continue
    const known = loose.get(event ?? id)
    if (known === undefined) loose.set(event ?? id, { atMs, also: [id], isEvent: event !== null })
    else known.also.push(id)
  }
  return [
    ...open,
    ...[...loose].map(([id, { atMs, also, isEvent }]): Happening => ({
      subject: { kind: isEvent ? 'event' : 'candidate', id },
      atMs,
      also,
    })),
  ]
}

/** The same without any key. */
function named<T>(value: T): Named<T> {
  if (Array.isArray(value)) return value.map(named) as Named<T>
  if (typeof value !== 'object' || value === null) return value as Named<T>
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (key === 'keyId' ? [] : [[key, named(one)]])),
  ) as Named<T>
}

const newest = <T extends { readonly entries: readonly number[] }>(
  items: Iterable<T>,
  isShown: (item: T) => boolean = () => true,
): readonly T[] =>
  [...items]
    .filter(isShown)
    .toSorted((a, b) => (b.entries[0] ?? 0) - (a.entries[0] ?? 0))
    .slice(0, SHOWN_MAX)

function patrolsFor({ mission, nowMs }: DayNeeds, office: Office) {
  const { plans, patrols, evacuations } = mission.patrol
  if (office === 'monitor')
    return {
      plans: named(newest(plans.values(), ({ toMs }) => nowMs - toMs < DAY_MS)),
      patrols: named(
        newest(
          patrols.values(),
          ({ endedAtMs }) => endedAtMs === null || nowMs - endedAtMs < DAY_MS,
        ),
      ),
      evacuations: named(newest(evacuations.values())),
    }
  const release = { office, nowMs }
  const all = [...patrols.values()]
  return {
    plans: named(newest(plans.values()).flatMap((one) => releasePlan(one, all, release) ?? [])),
    patrols: named(newest(all).flatMap((one) => releasePatrol(one, release) ?? [])),
    evacuations: [],
  }
}

/** What the office sees of the day; refused to the guarantors. */
export async function dayView(
  needs: DayNeeds,
  office: Office,
  notice: string | null,
): Promise<DayView | (Refused & { readonly status: 403 })> {
  if (office === 'guarantors')
    return {
      refused:
        "the watch's day is for the monitor's and the commission's offices; log in to one of them",
      status: 403,
    }
  const { mission, nowMs, deployment } = needs
  const { liaise } = mission
  const happenings = await happeningsOf(needs, office)
  const patrol = office === 'monitor' ? mission.patrol : null
  const { items, unopenedLeftOut } = dueList({ liaise, patrol, happenings }, nowMs)
  return {
    office,
    notice,
    exercise: deployment.exercise,
    nowMs,
    due: named(items),
    unopenedLeftOut,
    calls: named(
      newest(
        liaise.calls.values(),
        ({ status, closedAtMs }) => status === 'open' || nowMs - (closedAtMs ?? 0) < DAY_MS,
      ),
    ),
    sessions: named(newest(liaise.sessions.values())),
    protests: named(newest(liaise.protests.values())),
    points: named(newest(liaise.points.values())),
    ...patrolsFor(needs, office),
  }
}
