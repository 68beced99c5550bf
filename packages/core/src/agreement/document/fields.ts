/** Reads what every part of a document has: ids and texts within their limits, times, and keys that may be absent. */
import { DAY_MS, HOUR_MS, pathOf } from '../../units/index.ts'
import type { DocumentReader, DurationMs, Fields } from '../../units/index.ts'
import { AGREEMENT_LIMITS, HOURS_MAX, TERM_HOURS_MIN } from './limits.ts'

function within(r: DocumentReader, path: string, text: string, max: number): string {
  if (text.length > max) r.refuse(path, `has ${text.length} characters; the most is ${max}`)
  return text
}

/** An id within its limit. */
export const readId = (r: DocumentReader, f: Fields, key: string): string =>
  within(r, pathOf(f, key), r.id(f, key), AGREEMENT_LIMITS.idCharacters)

/** A short text: a title, a term, an office. */
export const readTitle = (r: DocumentReader, f: Fields, key: string = 'title'): string =>
  within(r, pathOf(f, key), r.text(f, key), AGREEMENT_LIMITS.titleCharacters)

/** A longer text: a source, a wording, a reason. */
export const readText = (r: DocumentReader, f: Fields, key: string): string =>
  within(r, pathOf(f, key), r.text(f, key), AGREEMENT_LIMITS.textCharacters)

/** Ids that name other parts; whether they resolve is judged afterwards. An absent key is an empty list. */
export const readRefs = (r: DocumentReader, f: Fields, key: string): readonly string[] =>
  f.value[key] === undefined ? [] : r.texts(f, key, AGREEMENT_LIMITS.references)

/** A list of maps that may be absent: then it is empty. */
export const readParts = (
  r: DocumentReader,
  f: Fields,
  key: string,
  max: number,
): readonly Fields[] => (f.value[key] === undefined ? [] : r.maps(f, key, max))

/** A number of hours in [0, `HOURS_MAX`], as whole milliseconds. */
export const readHours = (r: DocumentReader, f: Fields, key: string): DurationMs =>
  Math.round(r.number(f, key, { min: 0, max: HOURS_MAX }) * HOUR_MS)

/** A number of hours in which somebody is to answer, in [`TERM_HOURS_MIN`, `HOURS_MAX`], as whole milliseconds. */
export const readTerm = (r: DocumentReader, f: Fields, key: string): DurationMs =>
  Math.round(r.number(f, key, { min: TERM_HOURS_MIN, max: HOURS_MAX }) * HOUR_MS)

/** A number of days, as whole milliseconds. */
export const msOfDays = (days: number): DurationMs => Math.round(days * DAY_MS)

/** What a key that may be absent gives, under the name that the agreement has for it; nothing where it is absent. */
export function given<K extends string, T>(
  f: Fields,
  key: string,
  name: K,
  read: (key: string) => T,
): { readonly [P in K]?: T } {
  return f.value[key] === undefined ? {} : ({ [name]: read(key) } as { readonly [P in K]?: T })
}
