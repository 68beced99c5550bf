import { FAULTS_MAX } from './limits.ts'

/** A JSON object's members, whatever they hold. */
export type Members = Readonly<Record<string, unknown>>
/** Bounds of a number: closed, unless `open` leaves the upper one out. */
export interface Bounds {
  readonly min: number
  readonly max: number
  /** What is counted, for the sentence that tells how to mend it. */
  readonly unit: string
  readonly open?: boolean
  readonly whole?: boolean
}

const NONE: Members = {}
const SHOWN_MAX = 60

/**
 * A value as an operator can recognise it, cut where it is long. Whatever a sender nests is not walked through: a list
 * or map says only that it is one, unless it is as flat as what people mistype.
 */
function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}`
  if (typeof value === 'object' && value !== null && !isFlat(value))
    return Array.isArray(value) ? 'a list' : 'a map'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
const FLAT_ITEMS_MAX = 16
function isFlat(value: object): boolean {
  const items = Object.values(value)
  return (
    items.length <= FLAT_ITEMS_MAX &&
    items.every((item) => item === null || !['object', 'bigint'].includes(typeof item))
  )
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isUnique = (items: readonly unknown[]): boolean => new Set(items).size === items.length

// Code points, as JSON Schema counts them; the number of UTF-16 units bounds it from above.
const isLonger = (text: string, max: number): boolean =>
  text.length > max && Array.from(text).length > max

/**
 * Collects what is wrong while members are read. Each reader gives back a value of its type in any case, so that the
 * whole row can be read; the caller uses none of them once a fault was found.
 */
export class Faults {
  readonly found: string[] = []

  /** Records that the value at the pointer is wrong; `rest` goes on from the value: "91" "is beyond 90; give …". */
  add(at: string, value: unknown, rest: string): void {
    this.found.push(`${at || '/'}: ${value === undefined ? rest : `${shown(value)} ${rest}`}`)
  }

  /** The first faults in one line, and how many more there are. */
  reason(): string {
    const more = this.found.length - FAULTS_MAX
    const first = this.found.slice(0, FAULTS_MAX).join('; ')
    return more > 0 ? `${first}; and ${more} more` : first
  }

  /** The row itself. */
  root(value: unknown, keys: ReadonlySet<string>): Members {
    if (!isMembers(value)) {
      this.add('', value, 'is no observation; give a JSON object')
      return NONE
    }
    return this.#known('', value, keys)
  }

  /** An object with no members but these; any members where `keys` is null. */
  members(at: string, from: Members, key: string, keys: ReadonlySet<string> | null): Members {
    const value = from[key]
    if (isMembers(value)) return keys === null ? value : this.#known(`${at}/${key}`, value, keys)
    this.#wrong(at, from, key, 'is no object')
    return NONE
  }

  /** An object in a list. */
  item(at: string, items: readonly unknown[], index: number, keys: ReadonlySet<string>): Members {
    const value = items[index]
    if (isMembers(value)) return this.#known(`${at}/${index}`, value, keys)
    this.add(`${at}/${index}`, value, 'is no object')
    return NONE
  }

  /** A finite number within bounds. */
  number(at: string, from: Members, key: string, { min, max, unit, open, whole }: Bounds): number {
    const value = from[key]
    const isSound =
      typeof value === 'number' &&
      value >= min &&
      (open ? value < max : value <= max) &&
      (!whole || Number.isInteger(value))
    if (isSound) return value
    const isAboveZero = min === Number.MIN_VALUE
    const range = `${isAboveZero ? '(0' : `[${min}`}, ${max}${open ? ')' : ']'}`
    const mend = `give ${unit} in ${range}${whole ? ', a whole number' : ''}`
    const isBeyond = typeof value === 'number' && !Number.isNaN(value)
    const wrong = !isBeyond
      ? 'is no number'
      : value < min
        ? isAboveZero
          ? 'is not above 0'
          : `is below ${min}`
        : value > max || open
          ? `is beyond ${max}`
          : 'is no whole number'
    this.#wrong(at, from, key, `${wrong}; ${mend}`)
    return min
  }

  /** True or false. */
  flag(at: string, from: Members, key: string): boolean {
    const value = from[key]
    if (typeof value === 'boolean') return value
    this.#wrong(at, from, key, 'is neither true nor false; give one of them, or null')
    return false
  }

  /** A text whose length in code points is within bounds. */
  text(
    at: string,
    from: Members,
    key: string,
    { pattern, min, max }: { readonly pattern: RegExp; readonly min: number; readonly max: number },
  ): string {
    const value = from[key]
    if (typeof value !== 'string') this.#wrong(at, from, key, 'is no text; give a string')
    else if (value.length < min) this.#wrong(at, from, key, 'is empty; give at least one character')
    else if (isLonger(value, max))
      this.#wrong(at, from, key, `is longer than ${max} characters; shorten it`)
    else if (!pattern.test(value))
      this.#wrong(
        at,
        from,
        key,
        `has a character or form that is not allowed; it must match ${pattern.source}`,
      )
    else return value
    return ''
  }

  /** One of a closed list of words. */
  word<T extends string | number>(
    at: string,
    from: Members,
    key: string,
    words: readonly [T, ...T[]] | readonly T[],
  ): T {
    const value = from[key]
    const index = (words as readonly unknown[]).indexOf(value)
    if (index < 0) this.#wrong(at, from, key, `is not known; give one of ${words.join(', ')}`)
    return words[Math.max(index, 0)] as T
  }

  /** Different words of a closed list. */
  words<T extends string>(
    at: string,
    from: Members,
    key: string,
    { words, min }: { readonly words: readonly T[]; readonly min: number },
  ): readonly T[] {
    const items = this.list(at, from, key, { min, max: words.length, unique: true })
    for (const [i, item] of items.entries())
      if (!(words as readonly unknown[]).includes(item))
        this.add(`${at}/${key}/${i}`, item, `is not known; give one of ${words.join(', ')}`)
    return items as readonly T[]
  }

  /** A list; one that is too long is refused unread. */
  list(
    at: string,
    from: Members,
    key: string,
    { min, max, unique }: { readonly min: number; readonly max: number; readonly unique?: boolean },
  ): readonly unknown[] {
    const value = from[key]
    if (!Array.isArray(value)) this.#wrong(at, from, key, 'is no list; give an array')
    else if (value.length < min) this.#wrong(at, from, key, `is too short; give at least ${min}`)
    else if (value.length > max)
      this.#wrong(at, from, key, `has ${value.length} items; give at most ${max}`)
    else if (unique && !isUnique(value))
      this.#wrong(at, from, key, 'repeats an item; give each once')
    else return value
    return []
  }

  #known(at: string, value: Members, keys: ReadonlySet<string>): Members {
    for (const key of Object.keys(value))
      if (!keys.has(key))
        this.add(
          `${at}/${key}`,
          undefined,
          'is no member of an observation; put what no member holds into residual',
        )
    return value
  }

  #wrong(at: string, from: Members, key: string, rest: string): void {
    const path = `${at}/${key}`
    // A member below something that is itself at fault was told already.
    if (from === NONE) return
    if (from[key] === undefined) this.add(path, undefined, `is missing: it ${rest}`)
    else this.add(path, from[key], rest)
  }
}
