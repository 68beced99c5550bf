import { DAY_MS } from '../../units/index.ts'

/** Slots of a season: one for each day of a leap year, so that a date has the same slot in every year. */
export const SLOTS = 366
/** First slot of each month: 1 January to 1 December of a leap year. */
const MONTH_STARTS = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]

/** Whole days since 1970-01-01, UTC. */
export const epochDayOf = (ms: number): number => Math.floor(ms / DAY_MS)

/** Day of 1 January of a year, counted from 1970-01-01 in the Gregorian calendar. */
function newYear(year: number): number {
  const before = year - 1
  return (
    before * 365 +
    Math.floor(before / 4) -
    Math.floor(before / 100) +
    Math.floor(before / 400) -
    719_162
  )
}
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Year, month (0 to 11) and slot of the season (0 to 365; 59 is 29 February) of a day counted from 1970-01-01, UTC. */
export function dateOf(epochDay: number): {
  readonly year: number
  readonly month: number
  readonly slot: number
} {
  // A year has 365.2425 days; the guess is off by one at most at its turn.
  let year = 1970 + Math.floor(epochDay / 365.2425)
  if (epochDay < newYear(year)) year -= 1
  else if (epochDay >= newYear(year + 1)) year += 1
  const dayOfYear = epochDay - newYear(year)
  const slot = !isLeap(year) && dayOfYear >= 59 ? dayOfYear + 1 : dayOfYear
  return { year, month: monthOf(slot), slot }
}
function monthOf(slot: number): number {
  let month = 11
  while ((MONTH_STARTS[month] as number) > slot) month -= 1
  return month
}
/** The first and last day of a year, counted from 1970-01-01, UTC. */
export const daysOfYear = (year: number): { readonly first: number; readonly last: number } => ({
  first: newYear(year),
  last: newYear(year + 1) - 1,
})
