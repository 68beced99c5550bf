// The day of a mission ends at 19:30 by the clocks on its walls, so a period is 23 or 25 hours long twice a year. Core
// knows no local time: the boundaries are computed here, from the time zone database of the runtime, and passed in.
import type { Period, ReportKind } from '@holdfast/core/report'
import { DAY_MS, MINUTE_MS, parseInstant, type InstantMs, type Refused } from '@holdfast/core/units'

/** The time zone that the mission's day is counted in. */
export const REPORT_ZONE = 'Europe/Kyiv'
/** When the mission's day ends, minutes after local midnight: 19:30. */
export const CUT_OFF_MINUTES = 19 * 60 + 30
/** Days of a two-weekly period. */
const FORTNIGHT_DAYS = 14
/** An end of a two-weekly period, a Monday; the others lie 14 days apart from it, before and after. */
const FORTNIGHT_END_MS = Date.UTC(2026, 0, 5)

const wall = new Intl.DateTimeFormat('en-GB', {
  timeZone: REPORT_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** How far the wall clock is ahead of UTC at an instant, milliseconds. */
function offsetAt(ms: InstantMs): number {
  const part: Record<string, number> = {}
  for (const { type, value } of wall.formatToParts(ms)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000
}

/** A calendar day, as the milliseconds of its midnight if it were UTC. */
export type DayMs = number

/** The instant at which the mission's day ends. The clocks change at night, so 19:30 comes exactly once each day. */
export function cutOffOf(dayMs: DayMs): InstantMs {
  const asUtc = dayMs + CUT_OFF_MINUTES * MINUTE_MS
  const before = asUtc - offsetAt(asUtc - DAY_MS)
  return before + offsetAt(before) === asUtc ? before : asUtc - offsetAt(asUtc + DAY_MS)
}

/** A date YYYY-MM-DD as a day. */
export function dayOf(text: string): DayMs | Refused {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(`${text}T00:00Z`) : null
  return ms ?? { refused: `${text} is no date of the calendar; give YYYY-MM-DD` }
}

/** The day whose 19:30 is the next at or after the instant. */
export function dayAt(ms: InstantMs): DayMs {
  const local = ms + offsetAt(ms)
  const dayMs = Math.floor(local / DAY_MS) * DAY_MS
  return ms <= cutOffOf(dayMs) ? dayMs : dayMs + DAY_MS
}

const yearOf = (dayMs: DayMs): number => new Date(dayMs).getUTCFullYear()
const ordinalOf = (dayMs: DayMs): number =>
  Math.round((dayMs - Date.UTC(yearOf(dayMs), 0, 1)) / DAY_MS) + 1

/** A period that has its number by the calendar. */
export interface Numbered {
  readonly number: number
  readonly year: number
  readonly period: Period
  readonly previous: Period
}

const days = (endMs: DayMs, length: number): Period => ({
  fromMs: cutOffOf(endMs - length * DAY_MS),
  toMs: cutOffOf(endMs),
})

/** The mission's days from one to another, both included, with as many days before them. */
export const daysBetween = (
  firstMs: DayMs,
  lastMs: DayMs,
): { readonly period: Period; readonly previous: Period; readonly year: number } => {
  const length = Math.round((lastMs - firstMs) / DAY_MS) + 1
  return {
    period: days(lastMs, length),
    previous: days(firstMs - DAY_MS, length),
    year: yearOf(lastMs),
  }
}

/** The day that ends at 19:30 on the date; its number is the day's place in the year. */
export const dailyOf = (dayMs: DayMs): Numbered => ({
  number: ordinalOf(dayMs),
  year: yearOf(dayMs),
  period: days(dayMs, 1),
  previous: days(dayMs - DAY_MS, 1),
})

/** The two weeks that the date lies in; numbered by the year that they end in. */
export function twoWeeklyOf(dayMs: DayMs): Numbered {
  const lengthMs = FORTNIGHT_DAYS * DAY_MS
  const endMs = FORTNIGHT_END_MS + Math.ceil((dayMs - FORTNIGHT_END_MS) / lengthMs) * lengthMs
  return {
    number: Math.floor((ordinalOf(endMs) - 1) / FORTNIGHT_DAYS) + 1,
    year: yearOf(endMs),
    period: days(endMs, FORTNIGHT_DAYS),
    previous: days(endMs - lengthMs, FORTNIGHT_DAYS),
  }
}

/** What a number of a year stands for; null where the kind has no calendar, or the year no such number. */
export function numbered(kind: ReportKind, number: number, year: number): Numbered | null {
  if (!Number.isSafeInteger(number) || number < 1 || !(year >= 1900 && year <= 9999)) return null
  const firstMs = Date.UTC(year, 0, 1)
  const found =
    kind === 'daily'
      ? dailyOf(firstMs + (number - 1) * DAY_MS)
      : kind === 'twoWeekly'
        ? twoWeeklyOf(firstMs + (number - 1) * FORTNIGHT_DAYS * DAY_MS)
        : null
  return found !== null && found.number === number && found.year === year ? found : null
}
