import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'

/**
 * Wall clocks of a named zone to UTC, by the time zone database (IANA) at the instant itself: it holds across changes
 * of daylight saving, at which a wall time may not exist or may come twice.
 */

type Offsets = (instantMs: InstantMs) => number

// Making a zone's format takes half of the time of reading a report, and reports that come together name one zone.
let last: { readonly zone: string; readonly offsets: Offsets | null } | null = null

function offsetsOf(zone: string): Offsets | null {
  if (last?.zone !== zone) last = { zone, offsets: readOffsets(zone) }
  return last.offsets
}

function readOffsets(zone: string): Offsets | null {
  if (zone === 'UTC') return () => 0
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch {
    return null
  }
  return (instantMs) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(instantMs)) part[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    return (
      Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1_000) * 1_000
    )
  }
}

/**
 * The instants at which the zone's wall clock showed this time, written as if it were UTC: one as a rule, none where
 * the clocks jumped over it, two (earlier first) where they went back; null where no zone has that name.
 */
export function instantsIn(zone: string, asUtcMs: number): readonly InstantMs[] | null {
  const offsetAt = offsetsOf(zone)
  if (offsetAt === null) return null
  // The offset changes at most once within two days, so these are all that can be meant.
  const offsets = new Set([offsetAt(asUtcMs - DAY_MS), offsetAt(asUtcMs + DAY_MS)])
  return [...offsets]
    .map((offset) => asUtcMs - offset)
    .filter((instant) => instant + offsetAt(instant) === asUtcMs)
    .toSorted((a, b) => a - b)
}

/** Milliseconds of a date and time of the calendar as if it were UTC; null where the calendar has no such day or time. */
export function calendarMs(written: string): number | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?)?$/u.exec(written)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0))
  const ms = Number((match[7] ?? '').padEnd(3, '0'))
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const back = new Date(at)
  const isSame =
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second
  return isSame ? at : null
}
