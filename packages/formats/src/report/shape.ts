import { Faults } from '../observation/index.ts'
import type { Members } from '../observation/index.ts'
import { PERSON, nearest } from './hints.ts'
import type { Hint } from './hints.ts'

/**
 * Shapes of JSON values. Each is at once the published schema and the reader, so that the two cannot part: what a form
 * asks for is written once, and every fault is told by its JSON pointer (RFC 6901), what is wrong, and how to mend it.
 */

/** A schema of JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Unknown members that are looked at for what was meant; the rest of a hostile list is told without. */
const NEAREST_MAX = 20
const KEY_SHOWN_MAX = 60

/** The faults of one report, and what its form says of members that it never takes. */
export class Reading extends Faults {
  readonly #hints: readonly Hint[]
  #unknownN = 0

  constructor(hints: readonly Hint[]) {
    super()
    this.#hints = [...hints, PERSON]
  }

  /** Tells of a member that the form does not have; never its value, which may be what must not be repeated. */
  unknown(path: string, key: string, known: readonly string[]): void {
    this.#unknownN += 1
    const cut = key.length > KEY_SHOWN_MAX ? `${key.slice(0, KEY_SHOWN_MAX)}…` : key
    // RFC 6901, section 3.
    const at = `${path}/${cut.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const hint = this.#hints.find(({ pattern }) => key.length <= 64 && pattern.test(key))
    if (hint !== undefined) {
      this.add(at, undefined, hint.why)
      return
    }
    const meant = this.#unknownN <= NEAREST_MAX ? nearest(key, known) : null
    const mend =
      meant === null ? `leave it out, or give one of ${known.join(', ')}` : `was ${meant} meant?`
    this.add(at, undefined, `is no member of this form; ${mend}`)
  }
}

/** What a value may be. `read` gives back something in any case; nobody uses it once a fault was found. */
export interface Shape<T> {
  readonly schema: JsonSchema
  /** The member may be left out. */
  readonly isOptional?: boolean
  readonly read: (reading: Reading, value: unknown, path: string) => T
}
/** The type that a shape reads. */
export type Shaped<S> = S extends Shape<infer T> ? T : never

const UNREAD = undefined as never
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
// Code points, as JSON Schema counts them; the number of UTF-16 units bounds it from above.
const isLonger = (said: string, max: number): boolean =>
  said.length > max && Array.from(said).length > max

function wrong(
  reading: Reading,
  { value, path }: { readonly value: unknown; readonly path: string },
  { is, mend }: { readonly is: string; readonly mend: string },
): never {
  if (value === undefined) reading.add(path, undefined, `is missing; ${mend}`)
  // Lists and objects are not repeated: they may hold what nobody should read in a message.
  else if (typeof value === 'object' && value !== null)
    reading.add(path, undefined, `${is}; ${mend}`)
  else reading.add(path, value, `${is}; ${mend}`)
  return UNREAD
}

// A text in an object's place is not repeated either: `"patrol": "somebody's name"`.
const noObject = (
  reading: Reading,
  { value, path }: { readonly value: unknown; readonly path: string },
  mend: string,
): never =>
  wrong(reading, { value: value === undefined ? value : [], path }, { is: 'is no object', mend })

/** An object with these members and no others. */
export function object<P extends Readonly<Record<string, Shape<unknown>>>>(
  members: P,
  description: string,
): Shape<{ readonly [K in keyof P]: Shaped<P[K]> }> {
  const names = Object.keys(members)
  const schema = {
    type: 'object',
    description,
    additionalProperties: false,
    required: names.filter((name) => members[name]?.isOptional !== true),
    properties: Object.fromEntries(names.map((name) => [name, members[name]?.schema])),
  }
  const read = (reading: Reading, value: unknown, path: string) => {
    if (!isMembers(value))
      return noObject(reading, { value, path }, `give a JSON object with ${names.join(', ')}`)
    for (const key of Object.keys(value))
      if (!Object.hasOwn(members, key)) reading.unknown(path, key, names)
    const out: Record<string, unknown> = {}
    for (const name of names) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined
      out[name] = members[name]?.read(reading, given, `${path}/${name}`)
    }
    return out as { readonly [K in keyof P]: Shaped<P[K]> }
  }
  return { schema, read }
}

/** A member that may be left out, or null, which are the same: it was not said. */
export const maybe = <T>(shape: Shape<T>): Shape<T | null> => ({
  schema: { anyOf: [shape.schema, { type: 'null' }] },
  isOptional: true,
  read: (reading, value, path) =>
    value === undefined || value === null ? null : shape.read(reading, value, path),
})

/** One of several objects, told apart by their member `kind`. */
export function either<T>(variants: Readonly<Record<string, Shape<T>>>): Shape<T> {
  const kinds = Object.keys(variants)
  return {
    schema: { oneOf: kinds.map((kind) => variants[kind]?.schema) },
    read: (reading, value, path) => {
      if (!isMembers(value))
        return noObject(reading, { value, path }, `give an object with kind ${kinds.join(' or ')}`)
      const kind = Object.hasOwn(value, 'kind') ? value['kind'] : undefined
      const shape =
        typeof kind === 'string' && Object.hasOwn(variants, kind) ? variants[kind] : undefined
      if (shape !== undefined) return shape.read(reading, value, path)
      return wrong(
        reading,
        { value: kind, path: `${path}/kind` },
        { is: 'is not known', mend: `give one of ${kinds.join(', ')}` },
      )
    },
  }
}

/** A list of so many items; one that is too long is refused unread. */
export function list<T>(
  item: Shape<T>,
  { min, max }: { readonly min: number; readonly max: number },
  description: string,
): Shape<readonly T[]> {
  return {
    schema: { type: 'array', description, minItems: min, maxItems: max, items: item.schema },
    read: (reading, value, path) => {
      const tell = (is: string) =>
        wrong(reading, { value, path }, { is, mend: `give a list of ${min} to ${max}` })
      if (!Array.isArray(value)) return tell('is no list')
      if (value.length < min || value.length > max) return tell(`has ${value.length} items`)
      return value.map((each: unknown, i) => item.read(reading, each, `${path}/${i}`))
    },
  }
}

/** Different items; compared as texts, so for lists of words and numbers. */
export const unique = <T extends string | number>(
  shape: Shape<readonly T[]>,
): Shape<readonly T[]> => ({
  ...refine(shape, (items, tell) => {
    if (new Set(items).size < items.length) tell('', 'repeats an item; give each once')
    return items
  }),
  schema: { ...shape.schema, uniqueItems: true },
})

/** One of a closed list of words or numbers. */
export const word = <const T extends string | number>(
  words: readonly T[],
  description: string,
): Shape<T> => ({
  schema: { enum: words, description },
  read: (reading, value, path) =>
    words.find((each) => each === value) ??
    wrong(
      reading,
      { value, path },
      { is: 'is not known', mend: `give one of ${words.join(', ')}` },
    ),
})

/** A number in [min, max]; `open` leaves the upper end out, `above` the lower one. */
export function number(
  bounds: {
    readonly min: number
    readonly max: number
    readonly open?: boolean
    readonly above?: boolean
    readonly whole?: boolean
  },
  description: string,
): Shape<number> {
  const { min, max, open = false, above = false, whole = false } = bounds
  const range = `${above ? '(' : '['}${min}, ${max}${open ? ')' : ']'}${whole ? ', a whole number' : ''}`
  return {
    schema: {
      type: whole ? 'integer' : 'number',
      [above ? 'exclusiveMinimum' : 'minimum']: min,
      [open ? 'exclusiveMaximum' : 'maximum']: max,
      description,
    },
    read: (reading, value, path) => {
      const isSound =
        typeof value === 'number' &&
        (above ? value > min : value >= min) &&
        (open ? value < max : value <= max) &&
        (!whole || Number.isInteger(value))
      // Minus zero is zero.
      if (isSound) return value === 0 ? 0 : value
      return wrong(
        reading,
        { value, path },
        {
          is: typeof value === 'number' ? 'is out of range' : 'is no number',
          mend: `give a number in ${range}`,
        },
      )
    },
  }
}

/** A text of 1 to `max` code points that matches the pattern; `mend` says what the pattern says. */
export function text(
  rule: {
    readonly pattern: string
    readonly max: number
    readonly mend: string
    /** The value may be what must not be repeated, so it is not shown. */
    readonly isHidden?: boolean
  },
  description: string,
): Shape<string> {
  const pattern = new RegExp(rule.pattern, 'u')
  return {
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: rule.max,
      pattern: rule.pattern,
      description,
    },
    read: (reading, value, path) => {
      const isText = typeof value === 'string'
      const isLong = isText && isLonger(value, rule.max)
      if (isText && value !== '' && !isLong && pattern.test(value)) return value
      const is = !isText
        ? 'is no text'
        : value === ''
          ? 'is empty'
          : isLong
            ? `is longer than ${rule.max} characters`
            : 'is not allowed'
      if (rule.isHidden !== true || value === undefined)
        return wrong(reading, { value, path }, { is, mend: rule.mend })
      reading.add(path, undefined, `${is}; ${rule.mend}`)
      return UNREAD
    },
  }
}

/** Tells a fault below the value: a JSON pointer from there, and what is wrong and how to mend it. */
export type Tell = (below: string, rest: string) => void

/** A shape whose sound values are looked at again, member against member, and may become something else. */
export const refine = <T, U>(shape: Shape<T>, then: (value: T, tell: Tell) => U): Shape<U> => ({
  ...shape,
  read: (reading, value, path) => {
    const before = reading.found.length
    const read = shape.read(reading, value, path)
    if (reading.found.length > before) return UNREAD
    return then(read, (below, rest) => reading.add(path + below, undefined, rest))
  },
})
