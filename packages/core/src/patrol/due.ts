// At 03:00 one list is read, from the top. So everything that waits for a person stands in one order: people out of touch
// and people hurt before everything, then the calls that fire waits for, then what can wait until the morning. The list is
// derived at every look from the entries and the clock; nothing on it is ever stored.
import { callsDue, pointsDue } from '../liaise/index.ts'
import type { CallDue, Happening, LiaiseState } from '../liaise/index.ts'
import { DAY_MS, HOUR_MS } from '../units/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import { alarmsOf, raisesAt } from './alarm.ts'
import type { Alarm } from './alarm.ts'
import type { PatrolState } from './evolve.ts'
import type { Evacuation, Patrol, Plan } from './types.ts'

/** What waits for a person, the most urgent kind first. */
export const DUE_KINDS = [
  'alarm',
  'evacuation',
  'lateCall',
  'call',
  'takenUp',
  'contact',
  'departure',
  'plan',
  'minutes',
  'point',
  'protest',
] as const
/** One kind of what waits. */
export type DueKind = (typeof DUE_KINDS)[number]

/** One thing that waits for a person. */
export interface DueItem {
  readonly kind: DueKind
  /** Unique in the list, and the same as long as the same thing waits. */
  readonly key: string
  /** Id of the patrol, evacuation, plan, call, session, note or action point; of the subject where no call is open yet. */
  readonly of: string
  /** Where it comes from: the alarm, the call, the status of a plan or evacuation, the words of an action point or a title. */
  readonly alarm: Alarm | null
  readonly call: CallDue | null
  readonly says: string
  readonly dueAtMs: InstantMs
  /** By how long it is late, elapsed time; 0 in time. */
  readonly lateMs: DurationMs
}

/** A patrol's next contact is shown so long before it is due. */
export const CONTACT_SOON_MS: DurationMs = HOUR_MS
/** Action points are shown so long before they are due. */
export const POINT_SOON_MS: DurationMs = DAY_MS
/** Most calls on the list that nobody opened yet, of those in time and of those that are late; the rest is counted beside it. */
export const UNOPENED_MAX = 40

/** Most items of one kind on the list, the most urgent ones; whoever is out of touch or hurt is never cut. */
export const KIND_MAX = 100
const NEVER_CUT: ReadonlySet<DueKind> = new Set(['alarm', 'evacuation', 'takenUp'])
/** Longest words of an item, characters: the whole text is with what waits. */
export const SAYS_MAX = 200
const shortened = (says: string): string =>
  says.length > SAYS_MAX ? `${says.slice(0, SAYS_MAX - 1)}…` : says

type Bare = Pick<DueItem, 'kind' | 'of' | 'dueAtMs'> & Partial<DueItem>
const item =
  (nowMs: InstantMs) =>
  (bare: Bare): DueItem => ({
    key: `${bare.kind} ${bare.of}`,
    alarm: null,
    call: null,
    lateMs: Math.max(0, nowMs - bare.dueAtMs),
    ...bare,
    says: shortened(bare.says ?? ''),
  })

function ofPatrol(patrol: Patrol, nowMs: InstantMs): readonly Bare[] {
  const { id, status, movement, heardFrom } = patrol
  const says = heardFrom === null ? '' : heardFrom
  if (status === 'planned') return [{ kind: 'departure', of: id, dueAtMs: movement.departAtMs }]
  const alarms = alarmsOf(patrol, nowMs).map((alarm): Bare => ({
    kind: alarm.acknowledged === null ? 'alarm' : 'takenUp',
    of: id,
    key: `alarm ${id} ${alarm.id}`,
    alarm,
    says,
    dueAtMs: alarm.sinceMs,
  }))
  const next = raisesAt(patrol, nowMs)
  const isSoon = next !== null && next - nowMs <= CONTACT_SOON_MS && alarms.length === 0
  return isSoon ? [...alarms, { kind: 'contact', of: id, dueAtMs: next, says }] : alarms
}

const isOpen = ({ status }: Evacuation): boolean => status !== 'delivered' && status !== 'stoodDown'

const ofPlan = ({ id, status, fromMs, toMs }: Plan, nowMs: InstantMs): readonly Bare[] =>
  (status === 'draft' || status === 'cleared') && toMs > nowMs
    ? [{ kind: 'plan', of: id, dueAtMs: fromMs, says: status }]
    : []

const ofCall = (call: CallDue): Bare => ({
  kind: call.lateMs > 0 ? 'lateCall' : 'call',
  of: call.call ?? call.subject.id,
  key: `call ${call.call ?? call.subject.id} ${call.party}`,
  call,
  dueAtMs: call.dueAtMs,
  lateMs: call.lateMs,
})

const rank = ({ kind }: Pick<DueItem, 'kind'>): number => DUE_KINDS.indexOf(kind)

/** The order of the list: by kind, a late call before one in time, then by the instant that it was or is due: the most overdue first. */
export const byUrgency = (
  a: Pick<DueItem, 'kind' | 'dueAtMs' | 'key'>,
  b: Pick<DueItem, 'kind' | 'dueAtMs' | 'key'>,
): number => rank(a) - rank(b) || a.dueAtMs - b.dueAtMs || (a.key < b.key ? -1 : 1)

/** What waits, and what the list has no room for. */
export interface DueList {
  readonly items: readonly DueItem[]
  readonly unopenedLeftOut: number
  /** How many of a kind were cut; a kind of which none was is not there. */
  readonly leftOut: Readonly<Partial<Record<DueKind, number>>>
}

/** The first of each kind, and how many more there are. */
function cut(items: readonly DueItem[]): Pick<DueList, 'items' | 'leftOut'> {
  const counts = new Map<DueKind, number>()
  const kept = items.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return NEVER_CUT.has(kind) || count <= KIND_MAX
  })
  const over = [...counts].filter(([kind, count]) => !NEVER_CUT.has(kind) && count > KIND_MAX)
  return {
    items: kept,
    leftOut: Object.fromEntries(over.map(([kind, count]) => [kind, count - KIND_MAX])),
  }
}

/** Everything that waits, the most urgent first: by kind, then by the instant that it was or is due. */
export function dueList(
  {
    liaise,
    patrol,
    happenings,
  }: {
    readonly liaise: LiaiseState
    /** Null for an office that sees no patrols. */
    readonly patrol: PatrolState | null
    readonly happenings: readonly Happening[]
  },
  nowMs: InstantMs,
): DueList {
  const calls = callsDue(liaise, happenings, nowMs)
  const unopened = calls.filter(({ call }) => call === null)
  // Neither displaces the other: who is long overdue may not hide who can still be called in time, nor the other way.
  const late = unopened.filter(({ lateMs }) => lateMs > 0)
  const inTime = unopened.filter(({ lateMs }) => lateMs === 0)
  const shown = new Set([...late.slice(0, UNOPENED_MAX), ...inTime.slice(0, UNOPENED_MAX)])
  const bare: readonly Bare[] = [
    ...[...(patrol?.patrols.values() ?? [])].flatMap((one) => ofPatrol(one, nowMs)),
    ...[...(patrol?.evacuations.values() ?? [])].filter(isOpen).map((one): Bare => ({
      kind: 'evacuation',
      of: one.id,
      dueAtMs: one.steps[0]?.atMs ?? nowMs,
      says: one.status,
    })),
    ...calls.filter((one) => one.call !== null || shown.has(one)).map(ofCall),
    ...[...(patrol?.plans.values() ?? [])].flatMap((one) => ofPlan(one, nowMs)),
    ...[...liaise.sessions.values()]
      .filter(({ status }) => status === 'drafted')
      .map((one): Bare => ({ kind: 'minutes', of: one.id, dueAtMs: one.atMs, says: one.title })),
    ...pointsDue(liaise, nowMs, POINT_SOON_MS).map((one): Bare => ({
      kind: 'point',
      of: one.id,
      dueAtMs: one.dueAtMs,
      says: one.text,
    })),
    ...[...liaise.protests.values()]
      .filter(({ status }) => status !== 'answered')
      .map((one): Bare => ({
        kind: 'protest',
        of: one.id,
        dueAtMs: one.lodgedAtMs,
        lateMs: 0,
        says: one.text,
      })),
  ]
  const items = bare.map(item(nowMs)).toSorted(byUrgency)
  return { ...cut(items), unopenedLeftOut: unopened.length - shown.size }
}
