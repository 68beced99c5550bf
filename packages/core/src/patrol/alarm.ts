// Nobody writes down that a patrol did not speak. So silence is no entry: the alarms follow from the clock and from what
// is on record, at every look, and a restart loses none. What is an entry is that somebody took an alarm up. An alarm
// that was taken up comes again as long as its cause lasts, or one click at 03:00 would silence it for good.
import { MINUTE_MS } from '../units/index.ts'
import type { DurationMs, InstantMs } from '../units/index.ts'
import type { Acknowledgement, AlarmKind, Patrol } from './types.ts'

/** A missed checkpoint or return is raised anew after this time. A missed radio check: each interval. */
export const RAISED_ANEW_MS: DurationMs = 30 * MINUTE_MS

/** What the clock raises the watch for. */
export interface Alarm {
  /** Names this raising: its kind, its settlement where it has one, and when it was raised. */
  readonly id: string
  readonly patrol: string
  readonly kind: AlarmKind
  /** The checkpoint that was not reached; null for the others. */
  readonly settlement: string | null
  /** Since when it is so. */
  readonly sinceMs: InstantMs
  /** When it was last raised, `sinceMs` or later. */
  readonly raisedAtMs: InstantMs
  /** How often it was raised, 1 or more. */
  readonly raised: number
  /** Who took this raising up; null while nobody did. */
  readonly acknowledged: Acknowledgement | null
}

interface Cause {
  readonly kind: AlarmKind
  readonly settlement: string | null
  readonly sinceMs: InstantMs
  readonly anewMs: DurationMs
}

const isOut = ({ status }: Patrol): boolean => status === 'out' || status === 'sheltering'

/** Everything that will be an alarm unless something is heard, with the instant from which it is one. */
function causesOf(patrol: Patrol): readonly Cause[] {
  if (!isOut(patrol) || patrol.departedAtMs === null) return []
  const { radioEveryMs, marginMs, checkpoints, returnByMs } = patrol.movement
  const passed = new Set(patrol.passed.map(({ settlement }) => settlement))
  return [
    {
      kind: 'radio',
      settlement: null,
      sinceMs: (patrol.heardAtMs ?? patrol.departedAtMs) + radioEveryMs,
      anewMs: radioEveryMs,
    },
    // In shelter nobody comes to a checkpoint; the radio still speaks.
    ...(patrol.status === 'sheltering' ? [] : checkpoints)
      .filter(({ settlement }) => !passed.has(settlement))
      .map(({ settlement, dueAtMs }): Cause => ({
        kind: 'checkpoint',
        settlement,
        sinceMs: dueAtMs + marginMs,
        anewMs: RAISED_ANEW_MS,
      })),
    { kind: 'return', settlement: null, sinceMs: returnByMs + marginMs, anewMs: RAISED_ANEW_MS },
  ]
}

/** The alarms of a patrol at an instant, the oldest cause first. At `sinceMs` itself it is raised. */
export function alarmsOf(patrol: Patrol, nowMs: InstantMs): readonly Alarm[] {
  const taken = new Map(patrol.acknowledgements.map((one) => [one.alarm, one]))
  return causesOf(patrol)
    .filter(({ sinceMs }) => nowMs >= sinceMs)
    .map(({ kind, settlement, sinceMs, anewMs }): Alarm => {
      const times = Math.floor((nowMs - sinceMs) / anewMs)
      const raisedAtMs = sinceMs + times * anewMs
      const id = `${settlement === null ? kind : `${kind} ${settlement}`} ${raisedAtMs}`
      const acknowledged = taken.get(id) ?? null
      const raised = times + 1
      return { id, patrol: patrol.id, kind, settlement, sinceMs, raisedAtMs, raised, acknowledged }
    })
    .toSorted((a, b) => a.sinceMs - b.sinceMs || (a.id < b.id ? -1 : 1))
}

/** Whether the clock raises the watch for the patrol. */
export const isOverdue = (patrol: Patrol, nowMs: InstantMs): boolean =>
  causesOf(patrol).some(({ sinceMs }) => nowMs >= sinceMs)

/** When the next alarm is raised if nothing is heard until then; null where the patrol is not out. */
export function raisesAt(patrol: Patrol, nowMs: InstantMs): InstantMs | null {
  const coming = causesOf(patrol).flatMap(({ sinceMs }) => (sinceMs > nowMs ? [sinceMs] : []))
  return coming.length === 0 ? null : Math.min(...coming)
}
