/**
 * Reads untyped values into typed ones and collects every error on the way, so that an author mends a document in one
 * round. After an error it goes on with a stand-in; `errors` being empty is what makes the result valid.
 */
import type { InstantMs } from '../units/index.ts'
import { parseInstant } from './instant.ts'

/** The place of a path in the document, for instance `minsk.yaml:12:5`. */
export type At = (path: string) => string
/** A map of the document. */
export type Fields = Readonly<Record<string, unknown>>

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** A reader over one document; see the head of the file. */
export class Reader {
  readonly errors: string[] = []
  readonly at: At

  constructor(at: At) {
    this.at = at
  }

  /** Records an error: `place: path: what is wrong; how to mend`. */
  refuse(path: string, problem: string): void {
    this.errors.push(`${this.at(path)}: ${path === '' ? 'document' : path}: ${problem}`)
  }

  fields(value: unknown, path: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
    this.refuse(path, `is ${show(value)}; write a map of keys and values`)
    return {}
  }

  list<T>(value: unknown, path: string, read: (item: unknown, path: string) => T): readonly T[] {
    if (Array.isArray(value)) return value.map((item, i) => read(item, `${path}.${i}`))
    this.refuse(path, `is ${show(value)}; write a list`)
    return []
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value
    this.refuse(path, `is ${show(value)}; write a text that is not empty`)
    return ''
  }

  /** An id: lower-case letters, digits and hyphens; clauses may have capitals and dots. */
  id(value: unknown, path: string): string {
    if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(value)) return value
    this.refuse(path, `is ${show(value)}; write an id of letters, digits, hyphens and dots`)
    return ''
  }

  /** A number in [min, max]. */
  number(
    value: unknown,
    path: string,
    range: { readonly min: number; readonly max: number },
  ): number {
    if (typeof value === 'number' && value >= range.min && value <= range.max) return value
    this.refuse(path, `is ${show(value)}; write a number from ${range.min} to ${range.max}`)
    return range.min
  }

  instant(value: unknown, path: string): InstantMs {
    const ms = typeof value === 'string' ? parseInstant(value) : null
    if (ms !== null) return ms
    this.refuse(path, `is ${show(value)}; write an instant in UTC such as 2015-02-14T22:00:00Z`)
    return 0
  }

  oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    this.refuse(path, `is ${show(value)}; write one of ${allowed.join(', ')}`)
    return allowed[0] as T
  }
}
