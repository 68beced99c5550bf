/**
 * Parsing an operator's document field by field. The first error must not hide the next, so a reader collects them
 * and hands back a harmless value in place of each bad one; the caller looks at `errors` before it uses anything.
 */

/** The place of a dotted path in the operator's file, as `file:line:column`. */
export type At = (path: string) => string
/** A map of a document, with the path that it stands at. */
export interface Fields {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
}
/** Most errors told at once: the first ones usually cause the rest. */
export const ERRORS_TOLD_MAX = 20

/** Reads the fields of one document and remembers each error as `place: path: what; how to mend`. */
export interface DocumentReader {
  readonly errors: readonly string[]
  readonly fail: (path: string, message: string) => void
  readonly map: (value: unknown, path: string) => Fields
  readonly list: (fields: Fields, key: string) => readonly Fields[]
  readonly text: (fields: Fields, key: string) => string
  readonly number: (
    fields: Fields,
    key: string,
    range: { readonly min: number; readonly max: number },
  ) => number
  readonly oneOf: <T extends string>(fields: Fields, key: string, choices: readonly T[]) => T
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The path of a key beneath a map's own. */
export const beneath = (fields: Fields, key: string | number): string =>
  fields.path === '' ? String(key) : `${fields.path}.${key}`

/** A reader for one document; `at` gives the places. */
export function documentReader(at: At): DocumentReader {
  const errors: string[] = []
  const fail = (path: string, message: string): void => {
    if (errors.length < ERRORS_TOLD_MAX) errors.push(`${at(path)}: ${path}: ${message}`)
  }
  const map = (value: unknown, path: string): Fields => {
    if (isMap(value)) return { path, value }
    fail(path, 'is no map; write keys with their values')
    return { path, value: {} }
  }
  const list = (fields: Fields, key: string): readonly Fields[] => {
    const value = fields.value[key]
    const path = beneath(fields, key)
    if (Array.isArray(value)) return value.map((item: unknown, i) => map(item, `${path}.${i}`))
    fail(path, 'is no list; write one item on each line, with a dash before it')
    return []
  }
  const text = (fields: Fields, key: string): string => {
    const value = fields.value[key]
    if (typeof value === 'string' && value.trim() !== '') return value
    fail(
      beneath(fields, key),
      value === undefined ? 'is missing; add it' : 'is no text; write it in quotes',
    )
    return ''
  }
  const number: DocumentReader['number'] = (fields, key, { min, max }) => {
    const value = fields.value[key]
    if (typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max)
      return value
    fail(
      beneath(fields, key),
      `is ${JSON.stringify(value) ?? 'missing'}; write a number from ${min} to ${max}`,
    )
    return min
  }
  const oneOf = <T extends string>(fields: Fields, key: string, choices: readonly T[]): T => {
    const value = fields.value[key]
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    fail(
      beneath(fields, key),
      `is ${JSON.stringify(value) ?? 'missing'}; write one of ${choices.join(', ')}`,
    )
    return choices[0] as T
  }
  return { errors, fail, map, list, text, number, oneOf }
}
