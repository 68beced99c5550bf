// The next watch must hear first of who is out of touch, hurt or out, and of who was not reached. So the draft of its note begins
// with what waits on the day.
import type { InstantMs } from '@holdfast/core/units'
import { formatMinute } from '../time/index.ts'
import type { Day } from './record.ts'
import { ALARM_WORD } from './words.ts'

/** Most of what waits that a draft says one by one. */
const LINES_MAX = 20

/** What the day knows to hand over, a line for each: people before calls, then who is out. Settlements are left out. */
export function linesOfDay(
  { due, patrols }: Pick<Day, 'due' | 'patrols'>,
  nowMs: InstantMs,
): readonly string[] {
  const out = patrols.filter(({ status }) => status === 'out' || status === 'sheltering')
  const told = due.flatMap(({ kind, of, alarm, call, dueAtMs }) => {
    if (alarm !== null) {
      const doing = alarm.acknowledged === null ? 'nobody took it up' : alarm.acknowledged.doing
      return [
        `${of} is overdue (${ALARM_WORD[alarm.kind]}) since ${formatMinute(alarm.sinceMs)}: ${doing}`,
      ]
    }
    if (kind === 'evacuation') return [`${of}: casualty evacuation since ${formatMinute(dueAtMs)}`]
    if (call === null) return []
    const about = call.about?.incident ?? null
    const which = call.call === null ? 'nobody opened the call' : `call ${call.call}`
    const was = dueAtMs < nowMs ? 'was' : 'is'
    return [
      `${about === null ? '' : `${about}: `}party ${call.party} is not reached, ${was} due ${formatMinute(dueAtMs)}, ${which}`,
    ]
  })
  const more = told.length - LINES_MAX
  return [
    ...told.slice(0, LINES_MAX),
    ...(more > 0 ? [`${more} more wait on the day`] : []),
    ...out.map(
      ({ id, status, movement }) =>
        `${id} is ${status === 'out' ? 'out' : 'in shelter'}, back by ${formatMinute(movement.returnByMs)}`,
    ),
  ]
}
