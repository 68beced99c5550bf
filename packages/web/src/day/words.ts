import { CALL_DUE_MS, tellKinds, tellPlace } from '@holdfast/core/liaise'
import type { CallAbout, CallDue, LegStatus, OtherLeg } from '@holdfast/core/liaise'
import type { CoverageRole } from '@holdfast/core/observe'
import type { AlarmKind, DueItem, DueKind, EvacuationStatus, Proposal } from '@holdfast/core/patrol'

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
/** How the call to a party stands. */
export const LEG_WORD: Readonly<Record<LegStatus, string>> = {
  due: 'not called yet',
  unanswered: 'did not answer',
  answered: 'answered',
  notCalled: 'is not called',
}

const clock = (ms: number): string =>
  `${new Date(instantOf(ms, 0)).toISOString().slice(-13, -8)} UTC`

/** What a call is about: an incident by its number, the others by when the time to call began; their ids say nothing. */
function aboutOf({ kind, id }: CallDue['subject'], dueAtMs: number): string {
  return kind === 'incident'
    ? `incident ${id}`
    : `${SUBJECT_WORD[kind]}, time counted from ${clock(dueAtMs - CALL_DUE_MS)}`
}

/** What, where and since when: what whoever lifts the receiver says first. */
export const wordsOfAbout = (about: CallAbout): string =>
  [
    ...(about.incident === null ? [] : [`${about.incident} ${about.title ?? ''}`.trim()]),
    tellKinds(about),
    tellPlace(about.place),
    ...(about.beganMs === null ? [] : [`began ${clock(about.beganMs)}`]),
  ].join(' · ')

/** What came of the call to the other party: who asks B wants to know what A said. */
export function wordsOfOther(other: OtherLeg): string {
  const { party, status, calledAtMs, said, stoppedAtMs } = other
  return [
    `party ${party} ${LEG_WORD[status]}${calledAtMs === null ? '' : ` ${clock(calledAtMs)}`}`,
    ...(said === null ? [] : [`“${said}”`]),
    ...(stoppedAtMs === null ? [] : [`fire stopped ${clock(stoppedAtMs)}`]),
  ].join(', ')
}

function wordsOfCall({ call, subject, party, dueAtMs, isTried, triedAtMs, about, other }: CallDue) {
  // Another office than the monitor's does not have what a call is about before its release.
  const what =
    (subject as typeof subject | null) === null
      ? `party ${party}; what about is not released yet`
      : `party ${party} about ${about === null ? aboutOf(subject, dueAtMs) : wordsOfAbout(about)}`
  return [
    what,
    ...(call === null ? ['nobody opened the call'] : []),
    ...(isTried ? [`nobody answered${triedAtMs === null ? ' yet' : ` ${clock(triedAtMs)}`}`] : []),
    ...(other === null || other.status === 'due' ? [] : [wordsOfOther(other)]),
  ].join('; ')
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
  if (call !== null) return wordsOfCall(call)
  if (kind === 'evacuation') return isEvacuation(says) ? EVACUATION_WORD[says] : says
  if (kind === 'plan') return PLAN_WORD[says] ?? says
  if (kind === 'contact' && says !== '') return `last said to be at ${says}`
  return says
}

/** The three answers to whether anybody looked: they are never one another. */
export const ANSWER_WORD = {
  seen: 'somebody looked',
  none: 'nobody looked',
  unknown: 'nobody knows',
} as const
/** What is proposed. */
export const PROPOSAL_WORD: Readonly<Record<Proposal['kind'], string>> = {
  patrol: 'patrol',
  drone: 'drone',
  register: 'put on record first',
}
/** What a source is to the coverage. */
export const ROLE_WORD: Readonly<Record<CoverageRole, string>> = {
  looks: 'that look',
  overhead: 'that pass overhead',
  transponder: 'that hear transponders',
  tells: 'that tell',
  synthetic: 'synthetic',
}

/** What may not wait, in the order of the list, one and several of it. */
const RAISING: readonly (readonly [kind: DueKind, one: string, several: string])[] = [
  ['alarm', 'patrol alarm', 'patrol alarms'],
  ['evacuation', 'casualty evacuation', 'casualty evacuations'],
  ['lateCall', 'call late', 'calls late'],
]

/** What raises the watch, in words, and how many calls the list leaves out; empty where nothing does. */
export function wordsOfRaised(due: readonly Pick<DueItem, 'kind'>[], leftOut: number): string {
  const told = RAISING.flatMap(([kind, one, several]) => {
    const count = due.filter((item) => item.kind === kind).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`]
  })
  const more = leftOut === 0 ? [] : [`${leftOut} more calls that nobody opened`]
  return [...told, ...more].join(', ')
}
