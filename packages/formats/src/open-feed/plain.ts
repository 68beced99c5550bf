import { parseInstant } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'

/** Numbers and instants as feeds write them, read strictly: what is not wholly one is none. */

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/
/** The most characters of a number; longer ones are damage. */
const NUMBER_CHARS_MAX = 64

/** A finite decimal number, blanks around it left out; null where the text is none. */
export function parseNumber(text: string): number | null {
  const word = text.trim()
  if (word.length > NUMBER_CHARS_MAX || !NUMBER.test(word)) return null
  const value = Number(word)
  // JSON has no negative zero, and a position at -0 must have the same name as one at 0.
  return Number.isFinite(value) ? value + 0 : null
}

const OFFSET = /^(?:Z|([+-])(\d{2}):?(\d{2})|([+-])(\d{2}))$/
/** Minutes east of UTC that `Z`, `+02:00`, `+0200` or `+02` name (ISO 8601-1:2019, 5.3.4.1); null where it is none. */
export function parseOffset(text: string): number | null {
  const match = OFFSET.exec(text)
  if (match === null) return null
  const hours = Number(match[2] ?? match[5] ?? 0)
  const minutes = Number(match[3] ?? 0)
  if (hours > 14 || minutes > 59) return null
  const east = hours * 60 + minutes
  return (match[1] ?? match[4]) === '-' ? 0 - east : east
}

const ZONED =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,18}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/
/**
 * An instant in ISO 8601 extended form with `T` or a blank between date and time; fractions below a millisecond are
 * cut. Where it names no zone, `offsetMin` (minutes east of UTC) is its zone; without one it is refused (null).
 */
export function parseZoned(text: string, offsetMin: number | null = null): InstantMs | null {
  const match = ZONED.exec(text.trim())
  if (match === null) return null
  const [, date = '', time = '', second = '00', fraction = '0', zone] = match
  const east = zone === undefined ? offsetMin : parseOffset(zone.toUpperCase())
  const local = parseInstant(`${date}T${time}:${second}.${fraction.slice(0, 3)}Z`)
  return east === null || local === null ? null : local - east * 60_000
}
