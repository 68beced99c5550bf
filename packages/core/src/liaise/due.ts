import { PARTIES } from '../agreement/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import { otherThan } from './about.ts'
import type { CallAbout } from './about.ts'
import type { LiaiseState } from './evolve.ts'
import { CALL_DUE_MS } from './hotline.ts'
import type { ActionPoint, Attempt, Call, LegStatus, Subject } from './types.ts'

/** How the call to the other party of the same call stands. */
export interface OtherLeg {
  readonly party: PartyId
  readonly status: LegStatus
  /** When it was last called; null while nobody did. */
  readonly calledAtMs: InstantMs | null
  /** The post that answered, and what was said; null where nobody answered, or nothing was said. */
  readonly answeredBy: string | null
  readonly said: string | null
  /** When fire stopped on its side, as reported; null while nobody reported it. */
  readonly stoppedAtMs: InstantMs | null
}
/** A party that somebody has to call, or to call again. */
export interface CallDue {
  /** The call that is open; null where nobody opened one yet. */
  readonly call: string | null
  readonly subject: Subject
  readonly party: PartyId
  readonly dueAtMs: InstantMs
  /** Whether somebody tried and nobody answered. */
  readonly isTried: boolean
  /** When somebody last tried; null while nobody did. */
  readonly triedAtMs: InstantMs | null
  /** What it is about; null until whoever asks for the day has looked it up, and where the office may not have it. */
  readonly about: CallAbout | null
  /** What came of the call to the other party; null where no call is open. */
  readonly other: OtherLeg | null
  /** By how long the party should have been reached already, elapsed time; 0 in time. A try that nobody answered stops nothing. */
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

const latest = (attempts: readonly Attempt[]): Attempt | undefined =>
  attempts.toSorted((a, b) => b.calledAtMs - a.calledAtMs)[0]

/** What came of the call to a party: the last time that somebody answered, else the last time that somebody called. */
function legTold(call: Call, party: PartyId): OtherLeg {
  const { status, attempts, fireStopped } = call.legs[party]
  const told = latest(attempts.filter(({ outcome }) => outcome === 'answered')) ?? latest(attempts)
  return {
    party,
    status,
    calledAtMs: told?.calledAtMs ?? null,
    answeredBy: told?.answeredBy ?? null,
    said: told?.said ?? null,
    stoppedAtMs: fireStopped?.stoppedAtMs ?? null,
  }
}

/** The calls that somebody has to make, the most overdue first: open ones, and those nobody opened. */
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
          triedAtMs: latest(call.legs[party].attempts)?.calledAtMs ?? null,
          about: null,
          other: legTold(call, otherThan(party)),
          lateMs: Math.max(0, nowMs - call.dueAtMs),
        }),
      ),
    )
  const unopened = happenings
    .filter(({ subject, also }) => ![subject.id, ...also].some((id) => called.has(id)))
    .flatMap(({ subject, atMs }) =>
      PARTIES.map((party): CallDue => {
        const dueAtMs = atMs + CALL_DUE_MS
        const lateMs = Math.max(0, nowMs - dueAtMs)
        const untried = { isTried: false, triedAtMs: null, about: null, other: null }
        return { call: null, subject, party, dueAtMs, ...untried, lateMs }
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
