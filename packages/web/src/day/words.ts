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
    const about = `party ${call.party} about ${call.subject.kind} ${call.subject.id.slice(0, 16)}`
    if (call.call === null) return `${about}; nobody opened the call`
    return call.isTried ? `${about}; nobody answered yet` : about
  }
  if (kind === 'evacuation') return isEvacuation(says) ? EVACUATION_WORD[says] : says
  if (kind === 'plan') return PLAN_WORD[says] ?? says
  if (kind === 'contact' && says !== '') return `last said to be at ${says}`
  return says
}
