// One watch leaves its open points to the next. What is overdue, who is under way and what nobody is on can be read off
// the desk; so a draft says it, and the officer who leaves writes over it what no machine knows.
import { isSameName } from '@holdfast/core/verify'
import type { HandOver, OpenPoint } from '@holdfast/core/verify'
import type { InstantMs } from '@holdfast/core/units'
import type { CommandBody, Desk } from '../api/index.ts'
import type { FormSpec } from '../form/index.ts'
import { formatElapsed, formatMinute } from '../time/index.ts'

/** Points that a draft has of each kind; more are counted in one line. */
const DRAFTED_MAX = 10

/** A line is a point; one that begins with an incident's id is about that incident. */
export function pointsIn(text: string): readonly OpenPoint[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, incident, rest] = /^(I-\d+)\s*:?\s+(.+)$/u.exec(line) ?? []
      return incident === undefined || rest === undefined
        ? { incident: null, text: line }
        : { incident, text: rest }
    })
}

/** What the last watch left open goes on to the next, until somebody writes over it; and so does what nobody took over. */
function carried(notes: readonly HandOver[]): readonly string[] {
  const lines = notes
    .filter(({ taken }, at) => at === 0 || taken === null)
    .flatMap(({ openPoints }) => openPoints)
    .map(({ incident, text }) => (incident === null ? text : `${incident}: ${text}`))
  return [...new Set(lines)]
}

/** What the day (its own lines) and the desk know to hand over, a line for each point. A day that could not be read (null) is said to be. */
export function draftOf(desk: Desk, day: readonly string[] | null, nowMs: InstantMs): string {
  const late = desk.occurred.filter(({ dueMs }) => dueMs < nowMs)
  const lines = [
    ...carried(desk.handOvers),
    ...(day ?? [
      'The day could not be read: look at who is out and who was not called before you leave',
    ]),
    ...late
      .slice(0, DRAFTED_MAX)
      .map(({ incident, dueMs }) => `${incident}: occurred was due ${formatMinute(dueMs)}`),
    ...(late.length > DRAFTED_MAX
      ? [`${late.length - DRAFTED_MAX} more are late to be signed`]
      : []),
    ...desk.tasks
      .slice(0, DRAFTED_MAX)
      .map(
        ({ incident, id, means, nation, status, dueMs }) =>
          `${incident}: ${id} ${means} of ${nation} is ${status}${dueMs === null ? '' : `, due ${formatMinute(dueMs)}`}`,
      ),
    ...desk.access
      .slice(0, DRAFTED_MAX)
      .map(
        ({ incident, task, report }) =>
          `${incident}: access ${report.access} on ${task}, no access incident is opened`,
      ),
    ...(desk.unassigned > 0 ? [`Nobody is on ${desk.unassigned} open incidents`] : []),
  ]
  return lines.join('\n')
}

/** The command that leaves the points to the next watch. */
export const handOverCommand = (from: string, to: string, text: string): CommandBody => ({
  step: 'verify',
  type: 'handOver',
  from,
  to,
  openPoints: pointsIn(text),
})

/** Who has the watch by a note, in words. */
export function takenWords({ from, atMs, taken }: HandOver, nowMs: InstantMs): string {
  if (taken === null)
    return `Not taken over for ${formatElapsed(Math.max(0, nowMs - atMs))}: it is still the watch of ${from}.`
  const { officer, nation, reason } = taken
  return `Taken over by ${officer} (${nation}) ${formatMinute(taken.atMs)}${reason === null ? '' : `: ${reason}`} · entry ${taken.entry}`
}

/** The form with which an officer takes the watch over: who was not named says why. */
export const takeOverForm = ({ entry, from, to }: HandOver, me: string): FormSpec<CommandBody> => ({
  title: `Take the watch of ${from} over`,
  about: 'From now on it is yours, with its open points.',
  fields: isSameName(me, to)
    ? []
    : [{ name: 'reason', label: `It was handed to ${to}: why you take it over`, kind: 'text' }],
  sends: [
    {
      label: 'Take it over',
      build: ({ reason }) => ({
        step: 'verify',
        type: 'acceptHandOver',
        handOver: entry,
        reason: isSameName(me, to) ? null : (reason ?? ''),
      }),
    },
  ],
})
