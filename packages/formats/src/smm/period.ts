import { DAY_MS } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import type { ObservedTime } from '@holdfast/core/observe'
import { formatMinutes, instantsOf, parseDay, parseMinutes } from './kyiv-time.ts'
import type { WallTime } from './kyiv-time.ts'

/**
 * When it was. A report gives a date and then a clock time, or a part of the day, or nothing; the first that is there
 * bounds the time, and what is missing widens it. A day's end is midnight, which is 24:00 of that day.
 *
 * The hours of the parts of the day are reading aids of those who coded the record, not the mission's definitions.
 */

const h = (hours: number): number => hours * 60

/** Hours of each part of a day, minutes from midnight; those beyond 24 h end on the next day. */
export const PART_OF_DAY: Readonly<Record<string, { readonly from: number; readonly to: number }>> =
  {
    'early morning': { from: h(4), to: h(7) },
    morning: { from: h(6), to: h(12) },
    day: { from: h(8), to: h(18) },
    evening: { from: h(16), to: h(24) },
    night: { from: h(21), to: h(30) },
    'evening-night': { from: h(16), to: h(30) },
  }
/** The mission's mandate: 21 March 2014 to 31 March 2022. A report outside it is misdated. */
const FIRST_DAY = '2014-03-21'
const LAST_DAY = '2022-03-31'
/** The most days that one observation of a daily or weekend report can span. */
export const REPORT_DAYS_MAX = 7

/** The columns that say when. */
export interface PeriodColumns {
  readonly date_from: string
  readonly date_to: string
  readonly time_from: string
  readonly time_to: string
  readonly part_of_day: string
}

interface Dates {
  readonly first: number
  readonly last: number
}

function dates({ date_from, date_to }: PeriodColumns): Dates | Refused {
  const [first, last] = [parseDay(date_from), parseDay(date_to)]
  if (first === null)
    return { refused: `date_from ${JSON.stringify(date_from)} is no date; give YYYY-MM-DD` }
  if (last === null)
    return { refused: `date_to ${JSON.stringify(date_to)} is no date; give YYYY-MM-DD` }
  if (first > last) return { refused: `date_from ${date_from} is later than date_to ${date_to}` }
  if (date_from < FIRST_DAY || date_to > LAST_DAY)
    return {
      refused: `${date_from} to ${date_to} is outside the mission, ${FIRST_DAY} to ${LAST_DAY}`,
    }
  if (last - first >= REPORT_DAYS_MAX * DAY_MS)
    return {
      refused: `${date_from} to ${date_to} is longer than the ${REPORT_DAYS_MAX} days of a report`,
    }
  return { first, last }
}

/** Minutes of a clock column: undefined where it is empty. */
function minutesOf(column: string, text: string): number | undefined | Refused {
  if (text === '') return undefined
  return (
    parseMinutes(text) ?? { refused: `${column} ${JSON.stringify(text)} is no time; give HH:MM` }
  )
}

/** The first or the last instant of a wall time, so that a doubled hour widens the period. */
function instant(wall: WallTime, end: 'first' | 'last', column: string): number | Refused {
  const instants = instantsOf(wall)
  const found = end === 'first' ? instants[0] : instants.at(-1)
  if (found !== undefined) return found
  return {
    refused: `${column} ${formatMinutes(wall.minutes)} does not exist on that day in Kyiv: the clocks jumped over it`,
  }
}

/** The period of a row, or why it has none. */
export function periodOf(columns: PeriodColumns): ObservedTime | Refused {
  const days = dates(columns)
  if ('refused' in days) return days
  const { part_of_day: part } = columns
  const hours = part === '' ? { from: 0, to: h(24) } : PART_OF_DAY[part]
  if (hours === undefined || (part !== '' && !Object.hasOwn(PART_OF_DAY, part)))
    return {
      refused: `part_of_day ${JSON.stringify(part)} is not known; give one of ${Object.keys(PART_OF_DAY).join(', ')}, or nothing`,
    }
  const from = minutesOf('time_from', columns.time_from)
  const to = minutesOf('time_to', columns.time_to)
  if (typeof from === 'object') return from
  if (typeof to === 'object') return to
  const begin = { dayMs: days.first, minutes: from ?? hours.from }
  const end = {
    dayMs: days.last,
    minutes: to === undefined ? endOfPart(days, hours.to) : to === 0 ? h(24) : to,
  }
  const fromMs = instant(begin, 'first', 'time_from')
  const toMs = instant(end, 'last', 'time_to')
  if (typeof fromMs === 'object') return fromMs
  if (typeof toMs === 'object') return toMs
  if (fromMs > toMs)
    return {
      refused: `it begins at ${formatMinutes(begin.minutes)} and ends before that, at ${formatMinutes(end.minutes)} of ${columns.date_to}`,
    }
  const isClock = from !== undefined && to !== undefined
  return {
    fromMs,
    toMs,
    basis: isClock ? 'clock' : part === '' ? 'date' : 'partOfDay',
    clock: 'manual',
  }
}

/** A night that is dated with both of its days ends on the second of them; with one, on the day after. */
function endOfPart({ first, last }: Dates, minutes: number): number {
  return minutes > h(24) && last > first ? minutes - h(24) : minutes
}
