import type { Refused } from '@holdfast/core/units'

/** What is wrong with a field's value and how to mend it; null where nothing is. */
export interface Field {
  (value: unknown): string | null
  /** It may be left out. */
  readonly isOptional?: true
}

/** Longest text of one field, characters; the steps may want it shorter. */
const TEXT_MAX = 16_000
/** Longest document, characters. */
const DOCUMENT_MAX = 1_000_000

const textOf =
  (max: number): Field =>
  (value) =>
    typeof value === 'string' && value.length > 0 && value.length <= max
      ? null
      : `is no text of 1 to ${max} characters`

/** A text that says something. */
export const text = textOf(TEXT_MAX)
/** A whole document, YAML. */
export const document = textOf(DOCUMENT_MAX)
/** One of a list of words. */
export const oneOf =
  (...words: readonly string[]): Field =>
  (value) =>
    words.some((word) => word === value) ? null : `is none of ${words.join(', ')}`
/** True or false. */
export const flag: Field = (value) =>
  typeof value === 'boolean' ? null : 'is neither true nor false'
/** Last instant that a date holds, milliseconds on either side of 1970 (ECMA-262, time values and time range). */
const INSTANT_MAX_MS = 8.64e15
/** A UTC instant in milliseconds, one that a date holds. */
export const instant: Field = (value) =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= INSTANT_MAX_MS
    ? null
    : 'is no instant in whole milliseconds since 1970, UTC'
/** A probability in [0, 1]. */
export const probability: Field = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? null : 'is no probability from 0 to 1'
/** A number from one bound to the other, both closed. */
export const within =
  (least: number, most: number): Field =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most
      ? null
      : `is no number from ${least} to ${most}`
/** A number that is finite. */
export const finite: Field = (value) => (Number.isFinite(value) ? null : 'is no finite number')
/** A log index. */
export const index: Field = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? null : 'is no log index, a whole number'
/** The field, where it is not left out. */
export const optional = (field: Field): Field =>
  Object.assign((value: unknown) => field(value), { isOptional: true as const })
/** The field or null. */
export const orNull =
  (field: Field): Field =>
  (value) =>
    value === null ? null : field(value)
/** A list of at most so many, each of which fits. */
export const listOf =
  (field: Field, max: number): Field =>
  (value) => {
    if (!Array.isArray(value) || value.length > max) return `is no list of at most ${max}`
    const fault = value.map(field).find((one) => one !== null)
    return fault === undefined ? null : `has an item that ${fault}`
  }
/** As `listOf`, with one item at least. */
export const someOf =
  (field: Field, max: number): Field =>
  (value) =>
    Array.isArray(value) && value.length === 0 ? 'is empty' : listOf(field, max)(value)
/** An object with exactly these fields. */
export const shape =
  (fields: Readonly<Record<string, Field>>): Field =>
  (value) => {
    const fault = faultIn(value, fields)
    return fault === null ? null : `has a member wrong: ${fault}`
  }
/** Whatever one of the fields takes. */
export const either =
  (...fields: readonly Field[]): Field =>
  (value) => {
    const faults = fields.map((field) => field(value))
    return faults.includes(null) ? null : faults.join(', and ')
  }

/** What is wrong with an object that must have exactly these fields; null where nothing is. */
export function faultIn(value: unknown, fields: Readonly<Record<string, Field>>): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is no object'
  const given = value as Readonly<Record<string, unknown>>
  for (const name of Object.keys(given))
    if (!Object.hasOwn(fields, name)) return `${name} is not known here; leave it out`
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(given, name)) {
      if (field.isOptional === true) continue
      return `${name} is missing`
    }
    const fault = field(given[name])
    if (fault !== null) return `${name} ${fault}`
  }
  return null
}

/** The refusal of a command, with what a right one holds. */
export const refusedCommand = (name: string, fault: string): Refused => ({
  refused: `the command ${name} cannot be read: ${fault}`,
})
