/**
 * The watch's day, as an office may have it. The monitor sees its patrols by settlements; the commission sees the hotline
 * and its own paper, and of patrols what has been over for a day; the guarantors see none of it.
 */
import type { AgreementState } from '@holdfast/core/agreement'
import type {
  Call,
  CallAbout,
  CallDue,
  Happening,
  LiaiseState,
  Person,
  Subject,
} from '@holdfast/core/liaise'
import type { Office } from '@holdfast/core/nations'
import { byUrgency, dueList, releasePatrol, releasePlan } from '@holdfast/core/patrol'
import type {
  DueItem,
  DueList,
  Evacuation,
  Patrol,
  PatrolState,
  Plan,
  ReleasedPatrol,
  ReleasedPlan,
} from '@holdfast/core/patrol'
import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs, Refused } from '@holdfast/core/units'
import { foundIn, releaseCandidate, releaseEvent } from '@holdfast/core/verify'
import type { Release, VerifyState } from '@holdfast/core/verify'
import type { ProjectionSink } from '../projector/index.ts'
import { aboutKey, aboutOf } from './about.ts'
import { happeningsOf } from './happenings.ts'

/** What the view reads of a deployment. */
export interface DayNeeds {
  readonly mission: {
    readonly liaise: LiaiseState
    readonly patrol: PatrolState
    readonly verify: Pick<VerifyState, 'incidents'>
    readonly agreement: AgreementState
  }
  readonly sink: Pick<ProjectionSink, 'list' | 'get' | 'many'>
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
/** What waits, as an office may have it: a call about what is not released names no subject. */
export type ReleasedDue = Omit<DueItem, 'call'> & {
  readonly call: (Omit<CallDue, 'subject'> & { readonly subject: Subject | null }) | null
}
/** What one office sees of the day. */
export interface DayView {
  readonly office: Office
  readonly notice: string | null
  readonly exercise: string | null
  readonly nowMs: InstantMs
  readonly due: readonly Named<ReleasedDue>[]
  /** Calls that nobody opened and that the list has no room for. */
  readonly unopenedLeftOut: number
  /** How many of a kind the list has no room for. */
  readonly leftOut: DueList['leftOut']
  /** Open ones, and those of the last day. */
  readonly calls: readonly unknown[]
  readonly sessions: readonly unknown[]
  readonly protests: readonly unknown[]
  readonly points: readonly unknown[]
  readonly plans: readonly Named<Plan | ReleasedPlan>[]
  readonly patrols: readonly Named<Patrol | ReleasedPatrol>[]
  readonly evacuations: readonly Named<Evacuation>[]
}

/** Most of each list that is shown: the newest. */
const SHOWN_MAX = 200

/** Whether the office may learn that a call is about this: as the release rules have the event or the candidate. */
async function isReleased(
  { kind, id }: Subject,
  { mission: { verify }, sink, nowMs }: DayNeeds,
  office: Office,
): Promise<boolean> {
  if (office === 'monitor' || kind === 'incident') return true
  const candidate = kind === 'candidate' ? await sink.get('candidate', id) : null
  const eventId = kind === 'event' ? id : candidate?.event
  const event = typeof eventId === 'string' ? await sink.get('event', eventId) : null
  const read = await sink.many('observation', event?.observations ?? [])
  const observations = new Map(read.map((one) => [one.id, one]))
  const release: Release = {
    office,
    nowMs,
    findingFor: foundIn(verify.incidents.values()),
    observation: (one) => observations.get(one),
    event: (one) => (one === event?.id ? (event ?? undefined) : undefined),
  }
  if (kind === 'event') return event !== null && releaseEvent(event, release).estimate !== null
  return candidate !== null && releaseCandidate(candidate, release) !== null
}

/** The calls whose subject the office may not have yet. */
async function withheldCalls(needs: DayNeeds, office: Office): Promise<ReadonlySet<string>> {
  const withheld = new Set<string>()
  if (office === 'monitor') return withheld
  for (const { id, subject } of callsShown(needs))
    if (!(await isReleased(subject, needs, office))) withheld.add(id)
  return withheld
}

const callsShown = ({ mission: { liaise }, nowMs }: DayNeeds): readonly Call[] =>
  newest(
    liaise.calls.values(),
    ({ status, closedAtMs }) => status === 'open' || nowMs - (closedAtMs ?? 0) < DAY_MS,
  )

const leg = ({ party, status }: Pick<Call['legs']['A'], 'party' | 'status'>) => ({ party, status })

/** A call that says how it stands, and nothing of what it is about: neither when that was, nor what was said of it. */
function withoutSubject({ id, number, status, legs, scripted }: Call) {
  return {
    id,
    number,
    status,
    legs: { A: leg(legs.A), B: leg(legs.B) },
    scripted,
    subject: null,
    about: null,
    countedFromMs: null,
    dueAtMs: null,
    withheld: ['subject', 'countedFromMs', 'dueAtMs', 'openedBy', 'closedAtMs', 'attempts', 'note'],
  }
}

/** A call that is due, without its subject, what was said of it, and the instant that the time counts from. */
const dueWithoutSubject = (item: DueItem, call: CallDue, nowMs: InstantMs): ReleasedDue => ({
  ...item,
  // That a call turns late tells the instant to whoever keeps asking.
  kind: 'call',
  call: {
    ...call,
    subject: null,
    dueAtMs: nowMs,
    lateMs: 0,
    triedAtMs: null,
    about: null,
    other: call.other && {
      ...leg(call.other),
      calledAtMs: null,
      answeredBy: null,
      said: null,
      stoppedAtMs: null,
    },
  },
  dueAtMs: nowMs,
  lateMs: 0,
})

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

/** What is due, and the calls, with what each is about where the office may have it. */
async function withAbout(
  { due, calls }: { readonly due: readonly ReleasedDue[]; readonly calls: readonly Call[] },
  needs: DayNeeds,
  {
    withheld,
    ...seen
  }: {
    readonly office: Office
    readonly happenings: readonly Happening[]
    readonly withheld: ReadonlySet<string>
  },
): Promise<{ readonly due: readonly ReleasedDue[]; readonly calls: readonly unknown[] }> {
  const told = calls.filter(({ id }) => !withheld.has(id))
  const subjects = [
    ...due.flatMap(({ call }) => call?.subject ?? []),
    ...told.map(({ subject }) => subject),
  ]
  const about = await aboutOf(subjects, needs, seen)
  const of = (subject: Subject): CallAbout | null => about.get(aboutKey(subject)) ?? null
  return {
    due: due.map((item) =>
      item.call === null || item.call.subject === null
        ? item
        : { ...item, call: { ...item.call, about: of(item.call.subject) } },
    ),
    calls: calls.map((call) =>
      withheld.has(call.id) ? withoutSubject(call) : { ...call, about: of(call.subject) },
    ),
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
  const { items, unopenedLeftOut, leftOut } = dueList({ liaise, patrol, happenings }, nowMs)
  const calls = callsShown(needs)
  const shown = new Set(calls.map(({ id }) => id))
  const withheld = await withheldCalls(needs, office)
  const due = items.flatMap((item): readonly ReleasedDue[] => {
    const { call } = item
    if (office === 'monitor' || call === null || call.call === null) return [item]
    if (withheld.has(call.call)) return [dueWithoutSubject(item, call, nowMs)]
    return call.subject.kind === 'incident' || shown.has(call.call) ? [item] : []
  })
  // In the order of what the office sees: where a withheld call stood among the others would tell that it is late.
  const ordered = due.toSorted(byUrgency)
  const told = await withAbout({ due: ordered, calls }, needs, { office, happenings, withheld })
  return {
    office,
    notice,
    exercise: deployment.exercise,
    nowMs,
    due: named(told.due),
    unopenedLeftOut,
    leftOut,
    calls: named(told.calls),
    sessions: named(newest(liaise.sessions.values())),
    protests: named(newest(liaise.protests.values())),
    points: named(newest(liaise.points.values())),
    ...patrolsFor(needs, office),
  }
}
