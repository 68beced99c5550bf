import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { lineOf, soundJson } from '../json/index.ts'
import {
  CONVERSIONS,
  MAPPING_CHARS_MAX,
  OFFSET_PATTERN,
  RULES_MAX,
  TIME_PATTERN,
  WORDS_MAX,
} from './mapping-schema.ts'
import { isMember } from '../open-feed/index.ts'
import { parseOffset } from '../open-feed/index.ts'

/**
 * Reads a mapping. It takes what `CSV_MAPPING_SCHEMA` takes, and says of everything else where it stands: the line of
 * the text and the pointer of the value.
 */

/** One rule: which columns become which members, and how. */
export interface Rule {
  readonly to: readonly string[]
  readonly from: readonly string[]
  readonly as: (typeof CONVERSIONS)[number]
  readonly words: ReadonlyMap<string, unknown>
  readonly decimal: '.' | ','
  readonly factor: number
  readonly add: number
  /** `iso`, `unix-s`, `unix-ms` or a pattern. */
  readonly format: string
  /** Minutes east of UTC of texts that name no zone; null where none was given. */
  readonly offsetMin: number | null
  /** Present where the mapping gives one; null is a value. */
  readonly otherwise?: { readonly value: unknown }
  readonly whenEmpty?: { readonly value: unknown }
}
/** A mapping that was read. */
export interface Mapping {
  readonly constants: ReadonlyMap<string, unknown>
  readonly rules: readonly Rule[]
}

type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isConversion = (value: unknown): value is Rule['as'] =>
  CONVERSIONS.some((known) => known === value)
const NONE: Values = {}
const ERRORS_MAX = 5
const TIME = new RegExp(TIME_PATTERN)
const OFFSET = new RegExp(OFFSET_PATTERN)
const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1')

class Reader {
  readonly errors: string[] = []
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  refuse(pointer: string, problem: string): void {
    if (this.errors.length < ERRORS_MAX)
      this.errors.push(`line ${lineOf(this.#text, pointer)}: ${pointer || '/'}: ${problem}`)
  }

  values(pointer: string, value: unknown, known: readonly string[] | null, max: number): Values {
    if (!isValues(value)) {
      this.refuse(pointer, 'is no object; give one')
      return NONE
    }
    const keys = Object.keys(value)
    if (keys.length > max) this.refuse(pointer, `has ${keys.length} members; give at most ${max}`)
    const strange = known === null ? undefined : keys.find((key) => !known.includes(key))
    if (strange !== undefined)
      this.refuse(`${pointer}/${escaped(strange)}`, `is not known; give ${known?.join(', ')}`)
    return value
  }

  /** A text, or a list of one to eight of them. */
  texts(
    pointer: string,
    value: unknown,
    fault: (text: string) => string | null,
  ): readonly string[] {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (items.length === 0 || items.length > 8) this.refuse(pointer, 'give one to eight')
    return items.slice(0, 8).map((item, i) => {
      const at = Array.isArray(value) ? `${pointer}/${i}` : pointer
      const problem = typeof item === 'string' ? fault(item) : 'is no text; give a string'
      if (problem !== null) this.refuse(at, problem)
      return typeof item === 'string' ? item : ''
    })
  }

  number(pointer: string, value: unknown, otherwise: number): number {
    if (value === undefined) return otherwise
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.refuse(pointer, 'is no number; give one')
    return otherwise
  }
}

const memberFault = (text: string): string | null =>
  isMember(text) ? null : 'is no member that a mapping may fill; see the README'
const columnFault = (text: string): string | null =>
  text.length > 0 && text.length <= 200 ? null : 'is no name of a column; give 1 to 200 characters'

const RULE_KEYS = [
  'to',
  'from',
  'as',
  'words',
  'otherwise',
  'decimal',
  'factor',
  'add',
  'format',
  'offset',
  'whenEmpty',
]

function readRule(reader: Reader, at: string, given: unknown): Rule {
  const value = reader.values(at, given, RULE_KEYS, RULE_KEYS.length)
  const { as = 'text', decimal = '.', format = 'iso', offset, words } = value
  if (!isConversion(as)) reader.refuse(`${at}/as`, `give one of ${CONVERSIONS.join(', ')}`)
  if (decimal !== '.' && decimal !== ',') reader.refuse(`${at}/decimal`, 'give "." or ","')
  const isFormat =
    typeof format === 'string' &&
    (['iso', 'unix-s', 'unix-ms'].includes(format) || TIME.test(format))
  if (!isFormat)
    reader.refuse(
      `${at}/format`,
      'give iso, unix-s, unix-ms, or a pattern such as DD.MM.YYYY HH:mm',
    )
  const isOffset = offset === undefined || (typeof offset === 'string' && OFFSET.test(offset))
  if (!isOffset) reader.refuse(`${at}/offset`, 'give the zone as +02:00 or Z')
  const dictionary =
    words === undefined ? NONE : reader.values(`${at}/words`, words, null, WORDS_MAX)
  if (words !== undefined && Object.keys(dictionary).length === 0)
    reader.refuse(`${at}/words`, 'has no word; give at least one')
  if (as === 'word' && words === undefined) reader.refuse(at, 'word needs words; give them')
  return {
    to: reader.texts(`${at}/to`, value['to'], memberFault),
    from: reader.texts(`${at}/from`, value['from'], columnFault),
    as: isConversion(as) ? as : 'text',
    words: new Map(Object.entries(dictionary)),
    decimal: decimal === ',' ? ',' : '.',
    factor: reader.number(`${at}/factor`, value['factor'], 1),
    add: reader.number(`${at}/add`, value['add'], 0),
    format: typeof format === 'string' ? format : 'iso',
    offsetMin: typeof offset === 'string' ? parseOffset(offset) : null,
    ...(Object.hasOwn(value, 'otherwise') ? { otherwise: { value: value['otherwise'] } } : {}),
    ...(Object.hasOwn(value, 'whenEmpty') ? { whenEmpty: { value: value['whenEmpty'] } } : {}),
  }
}

/** A mapping from its JSON text, or every place where it is wrong. */
export function readMapping(json: string): Mapping | Refused {
  if (json.length > MAPPING_CHARS_MAX)
    return { refused: `mapping: ${json.length} characters; the most is ${MAPPING_CHARS_MAX}` }
  const sound = soundJson(new TextEncoder().encode(json))
  if (isRefused(sound)) return { refused: `mapping: ${sound.refused}` }
  const reader = new Reader(sound.text)
  const root = reader.values('', sound.value, ['format', 'title', 'constants', 'members'], 4)
  if (root['format'] !== 'holdfast-csv-mapping/1')
    reader.refuse('/format', 'give "holdfast-csv-mapping/1"')
  const { title = '', constants = NONE, members } = root
  if (typeof title !== 'string' || title.length > 200)
    reader.refuse('/title', 'give a text of at most 200 characters')
  const fixed = reader.values('/constants', constants, null, RULES_MAX)
  for (const pointer of Object.keys(fixed)) {
    const fault = memberFault(pointer)
    if (fault !== null) reader.refuse(`/constants/${escaped(pointer)}`, fault)
  }
  const items: readonly unknown[] = Array.isArray(members) ? members : []
  if (items.length === 0 || items.length > RULES_MAX)
    reader.refuse('/members', `give a list of 1 to ${RULES_MAX} rules`)
  const rules = items.slice(0, RULES_MAX).map((item, i) => readRule(reader, `/members/${i}`, item))
  return reader.errors.length > 0
    ? { refused: `mapping: ${reader.errors.join('; ')}` }
    : { constants: new Map(Object.entries(fixed)), rules }
}
