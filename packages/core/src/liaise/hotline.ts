// A call that nobody made is the worst gap in a hotline's log, and the easiest to overlook. So a call has two legs from
// its opening, one to each party, and it cannot be closed while the log is silent on one of them: somebody was called,
// or somebody said why not. That nobody answered is on record like an answer.
import { PARTIES } from '../agreement/index.ts'
import type { PartyId } from '../agreement/index.ts'
import type { Incident } from '../verify/index.ts'
import { MINUTE_MS } from '../units/index.ts'
import type { DurationMs, InstantMs, Refused } from '../units/index.ts'
import { namesOf } from './about.ts'
import type { Command } from './command.ts'
import { draft } from './entry.ts'
import type { Decision } from './entry.ts'
import type { LiaiseState } from './evolve.ts'
import { nextNumber, refusePast, refuseText } from './person.ts'
import { LEG_TABLE } from './table.ts'
import type { LegCommandName } from './table.ts'
import type { Call, Subject } from './types.ts'

/** Both commanders are called within this time of the happening (rung 0 of the ladder), elapsed time. */
export const CALL_DUE_MS: DurationMs = 15 * MINUTE_MS
/** Most attempts to one party that one call holds. */
export const ATTEMPTS_MAX = 50
/** Longest name of a post, characters. */
const POST_MAX = 120

const SUBJECTS: readonly Subject['kind'][] = ['incident', 'event', 'candidate']

type OpenCall = Extract<Command, { type: 'openCall' }>
type OnLeg = Extract<Command, { type: LegCommandName }>

/**
 * Opens a call; about what was called about before, its time counts from now. An incident, its events and its candidates are one
 * thing to call about: each commander is called once.
 */
export function openCall(
  { subject, happenedAtMs }: OpenCall,
  state: LiaiseState,
  { nowMs, incidents }: { nowMs: InstantMs; incidents: ReadonlyMap<string, Incident> },
): Decision {
  if (!SUBJECTS.includes(subject.kind))
    return { refused: `a call is about one of ${SUBJECTS.join(', ')}; not about ${subject.kind}` }
  const incident = subject.kind === 'incident' ? incidents.get(subject.id) : undefined
  if (subject.kind === 'incident' && incident === undefined)
    return { refused: `there is no incident ${subject.id}` }
  if (!Number.isSafeInteger(happenedAtMs) || happenedAtMs > nowMs)
    return {
      refused: `${subject.kind} ${subject.id} lies in the future: there is nothing to call about`,
    }
  const names = namesOf(subject, incidents)
  const before = [...state.calls.values()].filter((call) => names.has(call.subject.id))
  const open = before.find(({ status }) => status === 'open')
  if (open !== undefined)
    return {
      refused: `call ${open.id} about ${open.subject.id === subject.id ? subject.id : `the same, ${open.subject.kind} ${open.subject.id},`} is open: log what comes of it there`,
    }
  const countedFromMs = before.length === 0 ? happenedAtMs : nowMs
  const payload = {
    number: nextNumber(state.calls.values()),
    subject: { kind: subject.kind, id: subject.id },
    countedFromMs,
    dueAtMs: countedFromMs + CALL_DUE_MS,
  }
  const opened = incident?.entries[0]
  return { entries: [draft('liaise.call-opened', payload, opened === undefined ? [] : [opened])] }
}

function refusePost(field: string, post: string): Refused | null {
  const refused = refuseText(field, post)
  if (refused !== null) return refused
  return post.length > POST_MAX
    ? { refused: `${field} has ${post.length} characters: name the post, at most ${POST_MAX}` }
    : null
}

function logAttempt(
  command: Extract<OnLeg, { type: 'logAttempt' }>,
  call: Call,
  nowMs: InstantMs,
): Decision {
  const { party, post, calledAtMs, outcome, answeredBy, said } = command
  if (outcome !== 'answered' && outcome !== 'unanswered')
    return { refused: `outcome ${String(outcome)} is unknown: answered or unanswered` }
  const answered = outcome === 'answered'
  if (answered !== (answeredBy !== null))
    return {
      refused: answered
        ? 'somebody answered: name the post that did (answeredBy), never the person'
        : 'nobody answered: leave answeredBy null',
    }
  if (!answered && said !== null)
    return { refused: 'nobody answered: leave said null, nothing was said' }
  const leg = call.legs[party]
  if (leg.attempts.length >= ATTEMPTS_MAX)
    return {
      refused: `call ${call.id} holds ${ATTEMPTS_MAX} attempts to party ${party}: open another`,
    }
  const refused =
    refusePost('post', post) ??
    (answeredBy === null ? null : refusePost('answeredBy', answeredBy)) ??
    (said === null ? null : refuseText('said', said)) ??
    refusePast('calledAtMs', calledAtMs, nowMs)
  if (refused !== null) return refused
  const next = leg.status === 'answered' ? 'answered' : outcome
  const payload = { call: call.id, party, post, calledAtMs, outcome, answeredBy, said, next }
  return { entries: [draft('liaise.attempt-logged', payload, call.entries.slice(0, 1))] }
}

/** Decides what concerns the call to one party. */
export function onLeg(command: OnLeg, call: Call, nowMs: InstantMs): Decision {
  const { party } = command
  if (!PARTIES.includes(party))
    return { refused: `there is no party ${party as string}: use A or B` }
  const cell = LEG_TABLE[call.legs[party].status][command.type]
  if (cell.kind !== 'accepted')
    return {
      refused: `party ${party} of ${call.id}: ${cell.kind === 'refused' ? cell.reason : 'no such command here'}`,
    }
  const refs = call.entries.slice(0, 1)
  if (command.type === 'logAttempt') return logAttempt(command, call, nowMs)
  if (command.type === 'recordNotCalled') {
    const { reason } = command
    const payload = { call: call.id, party, reason }
    return (
      refuseText('reason', reason) ?? {
        entries: [draft('liaise.not-called-recorded', payload, refs)],
      }
    )
  }
  const { stoppedAtMs, basis } = command
  if (basis !== 'partySaid' && basis !== 'missionHeard')
    return { refused: `basis ${String(basis)} is unknown: partySaid or missionHeard` }
  const payload = { call: call.id, party, stoppedAtMs, basis }
  return (
    refusePast('stoppedAtMs', stoppedAtMs, nowMs) ?? {
      entries: [draft('liaise.fire-stop-reported', payload, refs)],
    }
  )
}

/** Closes a call, once the log says of each party that it was called or why not. */
export function closeCall(note: string | null, call: Call): Decision {
  const silent: readonly PartyId[] = PARTIES.filter((party) => call.legs[party].status === 'due')
  if (silent.length > 0)
    return {
      refused: `nobody called party ${silent.join(' and ')} of ${call.id}: call, or record why it was not called`,
    }
  const refused = note === null ? null : refuseText('note', note)
  return (
    refused ?? {
      entries: [draft('liaise.call-closed', { call: call.id, note }, call.entries.slice(0, 1))],
    }
  )
}
