import { CALL_DUE_MS } from '@holdfast/core/liaise'
import type { CallDue } from '@holdfast/core/liaise'
import type { AlarmKind, DueItem, DueKind, EvacuationStatus } from '@holdfast/core/patrol'

/** What each kind of thing that waits is called. */
export const DUE_WORD: Readonly<Record<DueKind, string>> = {
  alarm: 'Patrol overdue',
  evacuation: 'Casualty evacuation',
  lateCall: 'Call late',
  call: 'Call due',
  takenUp: 'Overdue, taken up',
  contact: 'Next contact',
  departure: 'Departure',
  plan: 'Plan',
  minutes: 'Minutes',
  point: 'Action point',
  protest: 'Protest note',
}
/** What the clock raises the watch for. */
export const ALARM_WORD: Readonly<Record<AlarmKind, string>> = {
  radio: 'no radio check',
  checkpoint: 'not at the checkpoint',
  return: 'not back',
}
/** How an evacuation stands, and what it waits for. */
export const EVACUATION_WORD: Readonly<Record<EvacuationStatus, string>> = {
  requested: 'requested; nobody has accepted it',
  accepted: 'accepted; the crew has not started',
  underWay: 'the crew is under way',
  collected: 'the casualties are aboard',
  delivered: 'delivered',
  stoodDown: 'stood down',
}
const PLAN_WORD: Readonly<Record<string, string>> = {
  draft: 'waits for security to clear it',
  cleared: 'waits for the head of mission’s signature',
}
const isEvacuation = (status: string): status is EvacuationStatus =>
  Object.hasOwn(EVACUATION_WORD, status)

/** Last instant that a date holds, milliseconds on either side of 1970 (ECMA-262). */
const INSTANT_MAX_MS = 8.64e15
/** The instant where a date holds it, else the other: one odd entry must not empty the page. */
export const instantOf = (ms: number, elseMs: number): number =>
  Number.isFinite(ms) && Math.abs(ms) <= INSTANT_MAX_MS ? ms : elseMs

const SUBJECT_WORD = { event: 'an event', candidate: 'a possible breach' } as const

/** What a call is about: an incident by its number, the others by when the time to call began; their ids say nothing. */
function aboutOf({ kind, id }: CallDue['subject'], dueAtMs: number): string {
  if (kind === 'incident') return `incident ${id}`
  const at = new Date(instantOf(dueAtMs - CALL_DUE_MS, 0)).toISOString().slice(-13, -8)
  return `${SUBJECT_WORD[kind]}, time counted from ${at} UTC`
}

/** What one thing that waits is about, in a sentence. */
export function wordsOfDue({ kind, alarm, call, says }: DueItem): string {
  if (alarm !== null) {
    const where = alarm.settlement === null ? '' : ` ${alarm.settlement}`
    const last = says === '' ? '' : `; last said to be at ${says}`
    const times = alarm.raised === 1 ? '' : `; raised ${alarm.raised} times`
    const taken =
      alarm.acknowledged === null
        ? ''
        : `; ${alarm.acknowledged.by.officer}: ${alarm.acknowledged.doing}`
    return `${ALARM_WORD[alarm.kind]}${where}${last}${times}${taken}`
  }
  if (call !== null) {
    // Another office than the monitor's does not have what a call is about before its release.
    const subject = call.subject as typeof call.subject | null
    const about =
      subject === null
        ? `party ${call.party}; what about is not released yet`
        : `party ${call.party} about ${aboutOf(subject, call.dueAtMs)}`
    if (call.call === null) return `${about}; nobody opened the call`
    return call.isTried ? `${about}; nobody answered yet` : about
  }
  if (kind === 'evacuation') return isEvacuation(says) ? EVACUATION_WORD[says] : says
  if (kind === 'plan') return PLAN_WORD[says] ?? says
  if (kind === 'contact' && says !== '') return `last said to be at ${says}`
  return says
}
