import type { At } from '../agreement/index.ts'

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/**
 * Reads an untyped document into typed values and collects every error on the way, so that its author mends it in one
 * round. After an error it goes on with a stand-in: only empty `errors` make the result valid.
 */
export class DocumentReader {
  readonly errors: string[] = []
  readonly #at: At

  constructor(at: At) {
    this.#at = at
  }

  /** Records an error: `place: path: what is wrong; how to mend`. */
  refuse(path: string, problem: string): void {
    this.errors.push(`${this.#at(path)}: ${path === '' ? 'document' : path}: ${problem}`)
  }

  fields(value: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>
    this.refuse(path, `is ${show(value)}; write a map of keys and values`)
    return {}
  }

  list<T>(
    value: unknown,
    path: string,
    max: number,
    read: (item: unknown, path: string) => T,
  ): readonly T[] {
    if (!Array.isArray(value)) {
      this.refuse(path, `is ${show(value)}; write a list`)
      return []
    }
    if (value.length > max) this.refuse(path, `has ${value.length} items; the most is ${max}`)
    return value.slice(0, max).map((item, i) => read(item, `${path}.${i}`))
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    this.refuse(path, `is ${show(value)}; write a text that is not empty`)
    return ''
  }

  boolean(value: unknown, path: string): boolean {
    if (typeof value === 'boolean') return value
    this.refuse(path, `is ${show(value)}; write true or false`)
    return false
  }

  /** A number in (0, max]. */
  positive(value: unknown, path: string, max: number): number {
    if (typeof value === 'number' && value > 0 && value <= max) return value
    this.refuse(path, `is ${show(value)}; write a number above 0 and at most ${max}`)
    return 1
  }

  /** A whole number in [0, max]. */
  whole(value: unknown, path: string, max: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max)
      return value
    this.refuse(path, `is ${show(value)}; write a whole number from 0 to ${max}`)
    return 0
  }

  oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    this.refuse(path, `is ${show(value)}; write one of ${allowed.join(', ')}`)
    return allowed[0] as T
  }
}
