import { PARTIES } from '../agreement/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import type { LiaiseState } from './evolve.ts'
import { CALL_DUE_MS } from './hotline.ts'
import type { ActionPoint, Call, Subject } from './types.ts'

/** A party that somebody has to call, or to call again. */
export interface CallDue {
  /** The call that is open; null where nobody opened one yet. */
  readonly call: string | null
  readonly subject: Subject
  readonly party: PartyId
  readonly dueAtMs: InstantMs
  /** Whether somebody tried and nobody answered. */
  readonly isTried: boolean
  readonly lateMs: DurationMs
}
/** Something that both commanders are called about. */
export interface Happening {
  readonly subject: Subject
  readonly atMs: InstantMs
  /** Ids under which a call may have been opened about the same: the incident's events, the event's candidates. */
  readonly also: readonly string[]
}

/**
 * By how long a party was called too late, elapsed time; while nobody called it, by how long it is late now. 0 in time.
 * Only attempts count: a reason why nobody called is no call.
 */
export function latenessMs(call: Call, party: PartyId, nowMs: InstantMs): DurationMs {
  const calls = call.legs[party].attempts.map(({ calledAtMs }) => calledAtMs)
  const first = calls.length === 0 ? nowMs : Math.min(...calls)
  return Math.max(0, first - call.dueAtMs)
}

/** The calls that somebody has to make, the one due first before the others: open ones, and those nobody opened. */
export function callsDue(
  state: LiaiseState,
  happenings: readonly Happening[],
  nowMs: InstantMs,
): readonly CallDue[] {
  const calls = [...state.calls.values()]
  const called = new Set(calls.map(({ subject }) => subject.id))
  const open = calls
    .filter(({ status }) => status === 'open')
    .flatMap((call) =>
      PARTIES.filter((party) => ['due', 'unanswered'].includes(call.legs[party].status)).map(
        (party): CallDue => ({
          call: call.id,
          subject: call.subject,
          party,
          dueAtMs: call.dueAtMs,
          isTried: call.legs[party].status === 'unanswered',
          lateMs: latenessMs(call, party, nowMs),
        }),
      ),
    )
  const unopened = happenings
    .filter(({ subject, also }) => ![subject.id, ...also].some((id) => called.has(id)))
    .flatMap(({ subject, atMs }) =>
      PARTIES.map((party): CallDue => {
        const dueAtMs = atMs + CALL_DUE_MS
        const lateMs = Math.max(0, nowMs - dueAtMs)
        return { call: null, subject, party, dueAtMs, isTried: false, lateMs }
      }),
    )
  return [...open, ...unopened].toSorted(
    (a, b) =>
      a.dueAtMs - b.dueAtMs || compare(a.subject.id, b.subject.id) || compare(a.party, b.party),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Open action points that are due before `nowMs + withinMs`, the first one first; an overdue one is among them. */
export const pointsDue = (
  state: LiaiseState,
  nowMs: InstantMs,
  withinMs: DurationMs,
): readonly ActionPoint[] =>
  [...state.points.values()]
    .filter(({ status, dueAtMs }) => status === 'open' && dueAtMs < nowMs + withinMs)
    .toSorted((a, b) => a.dueAtMs - b.dueAtMs || a.number - b.number)
