import { DAY_MS, HOUR_MS, MINUTE_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'

/**
 * Wall clocks in Ukraine to UTC. The offset is the time zone database's, asked at the instant itself; so it holds
 * across the changes of daylight saving, at which a wall time may not exist or may come twice.
 */

const ZONE = 'Europe/Kyiv'

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** How far the wall clock is ahead of UTC at an instant, milliseconds. */
function offsetAt(instantMs: InstantMs): number {
  const part: Record<string, number> = {}
  for (const { type, value } of wallClock.formatToParts(instantMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return (
    Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1_000) * 1_000
  )
}

/** A wall time: `dayMs` is midnight of its date as if the date were UTC, `minutes` count from it and may pass 24 h. */
export interface WallTime {
  readonly dayMs: number
  readonly minutes: number
}

/** Midnight of an ISO 8601 date as if it were UTC; null where the calendar has no such day. */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const dayMs = Date.UTC(year, month - 1, day)
  const back = new Date(dayMs)
  const isSame = back.getUTCFullYear() === year && back.getUTCMonth() === month - 1
  return isSame && back.getUTCDate() === day ? dayMs : null
}

/** Minutes since midnight of a time HH:MM, 00:00 to 23:59; null for anything else. */
export function parseMinutes(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return match === null ? null : Number(match[1]) * 60 + Number(match[2])
}

/**
 * The instants at which the wall clock in Kyiv showed this time: one as a rule, none where the clocks jumped over it
 * in spring, two (earlier first) where they went back in autumn.
 */
export function instantsOf({ dayMs, minutes }: WallTime): readonly InstantMs[] {
  const asUtc = dayMs + minutes * MINUTE_MS
  // The offset changes at most once within two days, so these are all that can be meant.
  const offsets = new Set([offsetAt(asUtc - DAY_MS), offsetAt(asUtc + DAY_MS)])
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((instant) => instant + offsetAt(instant) === asUtc)
    .toSorted((a, b) => a - b)
}

/** `07:05` for 425 minutes; for messages. */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor((minutes * MINUTE_MS) / HOUR_MS)
  return `${String(hours).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
