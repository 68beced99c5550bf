/** What the reading of a force model's parts shares: keys that nobody knows, values that may be absent, ids that must exist. */
import { pathOf } from '../../units/index.ts'
import type { DocumentReader, Fields } from '../../units/index.ts'

/** Whether the key is not there, or null. */
export const isAbsent = (fields: Fields, key: string): boolean =>
  fields.value[key] === undefined || fields.value[key] === null

/** Refuses each key of the map that is not one of those known. */
export function onlyKeys(reader: DocumentReader, fields: Fields, known: readonly string[]): void {
  for (const key of Object.keys(fields.value))
    if (!known.includes(key))
      reader.refuse(
        pathOf(fields, key),
        `is not known here; write one of ${known.join(', ')}, or remove it`,
      )
}

/** A whole number in [min, max]. */
export function wholeFrom(
  reader: DocumentReader,
  fields: Fields,
  key: string,
  [min, max]: readonly [min: number, max: number],
): number {
  const value = fields.value[key]
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
    return value
  reader.refuse(
    pathOf(fields, key),
    `is ${JSON.stringify(value) ?? 'missing'}; write a whole number from ${min} to ${max}`,
  )
  return min
}

/** A whole number in [min, max]; null where it is absent. */
export const wholeOrNull = (
  reader: DocumentReader,
  fields: Fields,
  key: string,
  range: readonly [min: number, max: number],
): number | null => (isAbsent(fields, key) ? null : wholeFrom(reader, fields, key, range))

/** Yes or no; no where it is absent. */
export const isSet = (reader: DocumentReader, fields: Fields, key: string): boolean =>
  !isAbsent(fields, key) && reader.boolean(fields, key)

/** A title; the item's id where it is absent. */
export const titleOf = (reader: DocumentReader, fields: Fields, id: string): string =>
  isAbsent(fields, 'title') ? id : reader.text(fields, 'title')

/** Refuses an id at the path that no item has; the stand-in of an earlier error is passed over. */
export function refuseUnknown(
  reader: DocumentReader,
  path: string,
  id: string,
  among: { readonly ids: ReadonlySet<string>; readonly list: string },
): void {
  if (id !== '' && !among.ids.has(id))
    reader.refuse(path, `names ${id}, which is not in ${among.list}; add it there, or correct it`)
}
