import type { Fault } from '../table/index.ts'
import { parseNumber } from '../open-feed/index.ts'
import type { Refused } from '@holdfast/core/units'
import { parseInstant } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'

/**
 * The columns of FIRMS' text files, by name and in any order: VIIRS and MODIS, near real time and archive, whole or
 * cut down to where and when. Names are in capitals in some of them.
 */

const NEEDED = ['latitude', 'longitude', 'acq_date']

/** The columns in lower case, or which of those that nothing can be read without are missing. */
export function columnsOf(names: readonly string[]): readonly string[] | Refused {
  const columns = names.map((name) => name.toLowerCase())
  const again = columns.find((name, i) => columns.indexOf(name) !== i)
  if (again !== undefined) return { refused: `column ${again} is there twice; rename one` }
  const missing = NEEDED.filter((name) => !columns.includes(name))
  return missing.length === 0
    ? columns
    : { refused: `no column ${missing.join(', ')}; is this a file of FIRMS?` }
}

/** The number in a column within closed bounds; null where there is none. */
export function numberIn(
  fields: ReadonlyMap<string, string>,
  column: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  const value = parseNumber(fields.get(column) ?? '')
  return value !== null && value >= min && value <= max ? value : null
}

const LATITUDE = { min: -90, max: 90 } as const
const LONGITUDE = { min: -180, max: 180 } as const

const CLOCK = /^(?:(\d{1,2}):(\d{2})(?::(\d{2}))?|(\d{1,4}))$/
const DAY_MS = 86_400_000

/**
 * When the satellite passed, UTC: the minute that `acq_time` names, or the whole day where there is no such column.
 * `54`, `0054`, `00:54` and `00:54:00` are the same minute. Null where they name no time.
 */
export function passOf(fields: ReadonlyMap<string, string>): {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly basis: 'clock' | 'date'
} | null {
  const dayMs = parseInstant(`${(fields.get('acq_date') ?? '').trim()}T00:00Z`)
  if (dayMs === null) return null
  const time = fields.get('acq_time')
  if (time === undefined) return { fromMs: dayMs, toMs: dayMs + DAY_MS - 1, basis: 'date' }
  const match = CLOCK.exec(time.trim())
  if (match === null) return null
  const digits = match[4]?.padStart(4, '0')
  const hour = Number(digits?.slice(0, 2) ?? match[1])
  const minute = Number(digits?.slice(2) ?? match[2])
  const second = Number(match[3] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return null
  // The files give minutes; where one writes seconds too, they are those of the same minute, and nought.
  const fromMs = dayMs + (hour * 60 + minute) * 60_000
  return { fromMs, toMs: fromMs + 59_999, basis: 'clock' }
}

/** What is wrong with a row, by its columns. */
export function rowFault(fields: ReadonlyMap<string, string>): Fault | null {
  const wrong = (column: string, mend: string): Fault => ({
    reason: 'bad-value',
    detail: `${column}: ${JSON.stringify((fields.get(column) ?? '').slice(0, 40))} ${mend}`,
  })
  if (numberIn(fields, 'latitude', LATITUDE) === null)
    return wrong('latitude', 'is no latitude; give degrees in [-90, 90]')
  if (numberIn(fields, 'longitude', LONGITUDE) === null)
    return wrong('longitude', 'is no longitude; give degrees in [-180, 180]')
  if (passOf(new Map([['acq_date', fields.get('acq_date') ?? '']])) === null)
    return wrong('acq_date', 'is no date; give YYYY-MM-DD')
  return passOf(fields) === null ? wrong('acq_time', 'is no time; give HHMM or HH:MM, UTC') : null
}

/** The middle of the pixel. */
export const centreOf = (
  fields: ReadonlyMap<string, string>,
): { readonly lonDeg: number; readonly latDeg: number } => ({
  lonDeg: numberIn(fields, 'longitude', LONGITUDE) ?? 0,
  latDeg: numberIn(fields, 'latitude', LATITUDE) ?? 0,
})
