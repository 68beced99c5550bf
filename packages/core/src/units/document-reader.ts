/**
 * Reads an operator's document field by field and collects every error on the way, so that its author mends it in one
 * round. After an error it goes on with a stand-in: only empty `errors` make the result valid. Every reading method
 * takes a map and a key, and so knows the path that it complains about.
 */
import { parseInstant } from './instant.ts'
import type { InstantMs } from './time.ts'

/** The place of a dotted path in the document, for instance `minsk.yaml:12:5`; the empty path is the document. */
export type At = (path: string) => string
/** A map of the document, with the path that it stands at; empty at the root. */
export interface Fields {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
}
/** Most errors told at once: the first ones usually cause the rest. */
export const ERRORS_TOLD_MAX = 20
/** Most items of a list whose reader names no smaller number. */
export const ITEMS_MAX = 10_000

const show = (value: unknown): string => {
  // What is no finite number JSON writes as null, which nobody wrote.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing')
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** The path of a key beneath a map's own. */
export const pathOf = (fields: Fields, key: string): string =>
  fields.path === '' ? key : `${fields.path}.${key}`

/** A reader over one document; see the head of the file. */
export class DocumentReader {
  /** What is wrong, `place: path: what; how to mend`, at most `ERRORS_TOLD_MAX`. */
  readonly errors: string[] = []
  readonly #at: At
  readonly #refused = new Set<string>()
  /** Paths at which there is no map: what is beneath them is told by them. */
  readonly #absent = new Set<string>()

  constructor(at: At) {
    this.#at = at
  }

  /** Records an error that the caller found: what is wrong at the path, and how to mend it. */
  refuse(path: string, problem: string): void {
    if (this.#isBeneathAbsent(path)) return
    this.#refused.add(path)
    if (this.errors.length < ERRORS_TOLD_MAX)
      this.errors.push(`${this.#at(path)}: ${path === '' ? 'document' : path}: ${problem}`)
  }

  /** Whether there is an error at the path: then a stand-in was read there, and it contradicts nothing. */
  wasRefused(path: string): boolean {
    return this.#refused.has(path)
  }

  /** Refuses an id that an earlier item has; `path` gives the path of the id at an index. Stand-ins do not count. */
  refuseRepeats(ids: readonly string[], path: (index: number) => string): void {
    const seen = new Set<string>()
    for (const [i, id] of ids.entries()) {
      if (id !== '' && seen.has(id))
        this.refuse(path(i), `${id} is there twice; give each its own id`)
      seen.add(id)
    }
  }

  /** The whole document, which must be a map. */
  root(value: unknown): Fields {
    return this.#map(value, '')
  }

  map(fields: Fields, key: string): Fields {
    return this.#map(fields.value[key], pathOf(fields, key))
  }

  /** A list of maps, at most `max` of them. */
  maps(fields: Fields, key: string, max: number = ITEMS_MAX): readonly Fields[] {
    return this.#list(fields, key, max, (items, index) => this.map(items, index))
  }

  /** A list of texts, at most `max` of them. */
  texts(fields: Fields, key: string, max: number = ITEMS_MAX): readonly string[] {
    return this.#list(fields, key, max, (items, index) => this.text(items, index))
  }

  /** A text that is not blank, without the white space around it. */
  text(fields: Fields, key: string): string {
    const value = fields.value[key]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    const isUnquoted = typeof value === 'number' || typeof value === 'boolean'
    const remedy = isUnquoted ? 'write it in quotes' : 'write a text that is not empty'
    return this.#mend(fields, key, remedy, '')
  }

  /** An id: letters, digits, hyphens and dots, not first a hyphen or dot. */
  id(fields: Fields, key: string): string {
    const value = fields.value[key]
    if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value)) return value
    return this.#mend(fields, key, 'write an id of letters, digits, hyphens and dots', '')
  }

  boolean(fields: Fields, key: string): boolean {
    const value = fields.value[key]
    return typeof value === 'boolean'
      ? value
      : this.#mend(fields, key, 'write true or false', false)
  }

  /** A number in [min, max]. */
  number(
    fields: Fields,
    key: string,
    { min, max }: { readonly min: number; readonly max: number },
  ): number {
    const value = fields.value[key]
    if (typeof value === 'number' && value >= min && value <= max) return value
    return this.#mend(fields, key, `write a number from ${min} to ${max}`, min)
  }

  /** A number in (0, max]. */
  positive(fields: Fields, key: string, max: number): number {
    const value = fields.value[key]
    if (typeof value === 'number' && value > 0 && value <= max) return value
    return this.#mend(fields, key, `write a number above 0 and at most ${max}`, 1)
  }

  /** A whole number in [0, max]. */
  whole(fields: Fields, key: string, max: number): number {
    const value = fields.value[key]
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max)
      return value
    return this.#mend(fields, key, `write a whole number from 0 to ${max}`, 0)
  }

  /** An instant in UTC; see `parseInstant`. */
  instant(fields: Fields, key: string): InstantMs {
    const value = fields.value[key]
    const ms = typeof value === 'string' ? parseInstant(value) : null
    return ms ?? this.#mend(fields, key, 'write an instant in UTC such as 2015-02-14T22:00:00Z', 0)
  }

  oneOf<T extends string>(fields: Fields, key: string, allowed: readonly T[]): T {
    const found = allowed.find((one) => one === fields.value[key])
    return found ?? this.#mend(fields, key, `write one of ${allowed.join(', ')}`, allowed[0] as T)
  }

  /** A list of some of the texts allowed, in the document's order. */
  someOf<T extends string>(fields: Fields, key: string, allowed: readonly T[]): readonly T[] {
    return this.#list(fields, key, allowed.length, (items, index) =>
      this.oneOf(items, index, allowed),
    )
  }

  #map(value: unknown, path: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { path, value: value as Fields['value'] }
    this.refuse(path, `is ${show(value)}; write a map of keys and values`)
    this.#absent.add(path)
    return { path, value: {} }
  }

  #isBeneathAbsent(path: string): boolean {
    if (this.#absent.size === 0 || path === '') return false
    if (this.#absent.has('')) return true
    for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1))
      if (this.#absent.has(path.slice(0, dot))) return true
    return false
  }

  // A list is read as a map whose keys are its indices, so that items and fields are read by the same methods.
  #list<T>(
    fields: Fields,
    key: string,
    max: number,
    read: (items: Fields, index: string) => T,
  ): readonly T[] {
    const value: unknown = fields.value[key]
    if (!Array.isArray(value)) return this.#mend(fields, key, 'write a list', [])
    const path = pathOf(fields, key)
    if (value.length > max) this.refuse(path, `has ${value.length} items; the most is ${max}`)
    const kept: readonly unknown[] = value.slice(0, max)
    const items: Fields = { path, value: Object.fromEntries(kept.entries()) }
    return kept.map((_, i) => read(items, String(i)))
  }

  #mend<T>(fields: Fields, key: string, remedy: string, standIn: T): T {
    this.refuse(pathOf(fields, key), `is ${show(fields.value[key])}; ${remedy}`)
    return standIn
  }
}
