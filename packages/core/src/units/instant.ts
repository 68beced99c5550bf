import type { InstantMs } from './time.ts'

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, chrono-compatible date algorithms, 2013). */
function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/**
 * An ISO 8601 instant in UTC, `2015-02-14T22:00:00Z` (seconds and milliseconds may be left out), or null. Local times
 * and offsets are refused: a deadline must read alike everywhere. Leap seconds do not exist here.
 */
export function parseInstant(text: string): InstantMs | null {
  const match = SHAPE.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const daysInMonth = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0)
  if (day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 59) return null
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0'))
  const hours = daysFromEpoch(year, month, day) * 24 + hour
  return ((hours * 60 + minute) * 60 + second) * 1000 + milliseconds
}

const pad = (n: number): string => String(n).padStart(2, '0')

/** The instant as `2015-02-14T22:00Z`, minutes cut off: for sentences that people read. Same source as `parseInstant`. */
export function tellInstant(ms: InstantMs): string {
  const days = Math.floor(ms / 86_400_000)
  const minutes = Math.floor((ms - days * 86_400_000) / 60_000)
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${pad(month)}-${pad(day)}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}Z`
}
