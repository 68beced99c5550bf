import { MINUTE_MS, parseInstant } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'

const SHAPE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|([+-])(\d{2}):(\d{2}))$/

/**
 * An `xs:dateTime` with its zone (XML Schema Part 2, 3.2.7), or null. The zone is needed: a time without one is another
 * instant for every reader. Below a millisecond it is cut off; leap seconds and 24:00:00 are refused.
 */
export function readDateTime(text: string): InstantMs | null {
  const match = SHAPE.exec(text)
  if (match === null) return null
  const [, local = '', fraction = '', , sign, hours = '0', minutes = '0'] = match
  const utcMs = parseInstant(`${local}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  const [offsetHours, offsetMinutes] = [Number(hours), Number(minutes)]
  if (utcMs === null || offsetHours > 14 || offsetMinutes > 59) return null
  const offsetMs = (offsetHours * 60 + offsetMinutes) * MINUTE_MS
  return sign === '-' ? utcMs + offsetMs : utcMs - offsetMs
}
