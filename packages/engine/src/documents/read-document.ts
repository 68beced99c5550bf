/**
 * A document is read in three passes, and each is told only what the one before let through: YAML, its JSON Schema
 * (shape), and its own parser in core (meaning: what refers to what). All speak in one form,
 * `file:line:column: path: what is wrong; how to mend`.
 */
import { isRefused } from '@holdfast/core/units'
import type { Refused } from '@holdfast/core/units'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { DOCUMENT_ERRORS_MAX, ODD_BLANK, partsOf, readYaml, tellBlank } from './read-yaml.ts'
import type { At } from './read-yaml.ts'

/** A JSON Schema of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A document's text, and what messages call the file. */
export interface DocumentText {
  readonly text: string
  readonly name: string
}

const quote = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

/** What a text must look like, in words where its form is known: an expression helps only whoever wrote it. */
function tellForm(value: unknown, pattern: string): string {
  const odd = typeof value === 'string' ? ODD_BLANK.exec(value) : null
  if (odd !== null) return `is ${quote(value)} and holds ${tellBlank(odd[0])}`
  const looks = FORMS.find((form) => isForm(pattern, form))
  return looks === undefined
    ? `is ${quote(value)}; write it in the form ${pattern}`
    : `is ${quote(value)}; write ${looks.words}`
}

interface Form {
  readonly fits: string
  readonly fitsNot: string
  readonly words: string
}
const INSTANT: Form = {
  fits: '2026-03-01T06:00:00Z',
  fitsNot: '2026-03-01',
  words: 'an instant in UTC such as 2026-03-01T06:00:00Z',
}
const ID: Form = {
  fits: 'mast-7.b',
  fitsNot: '-b',
  words: 'letters, digits, dots and hyphens, a letter or digit first',
}
const DAY: Form = { fits: '2026-03-01', fitsNot: 'a1', words: 'a day as 2026-03-01' }

const FORMS: readonly Form[] = [INSTANT, DAY, ID]

// Told apart by what it takes, not by how it is spelt: schemas of several steps spell one form in their own ways.
const isForm = (pattern: string, { fits, fitsNot }: Form): boolean => {
  const form = new RegExp(pattern, 'u')
  return form.test(fits) && !form.test(fitsNot) && !form.test('a b')
}

/** What is wrong and how to mend it, by the schema's keyword. */
function tellError({ keyword, params, message }: ErrorObject, value: unknown): string {
  const { limit, pattern, missingProperty, type, allowedValues } = params as {
    readonly limit?: number
    readonly pattern?: string
    readonly missingProperty?: string
    readonly type?: string | readonly string[]
    readonly allowedValues?: readonly unknown[]
  }
  switch (keyword) {
    case 'required':
      return `${missingProperty} is missing; add it`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'this key is not known here; check its spelling, or remove it'
    case 'type':
      return `is ${quote(value)}; write ${[type ?? 'value'].flat().map(article).join(' or ')}`
    case 'enum':
      return `is ${quote(value)}; write one of ${(allowedValues ?? []).map(quote).join(', ')}`
    case 'const':
      return `is ${quote(value)}; write ${quote((params as { allowedValue?: unknown }).allowedValue)}`
    case 'minItems':
      return `the list is too short; give at least ${limit}`
    case 'maxItems':
      return `the list is too long; give at most ${limit}`
    case 'minLength':
      return 'the text is empty; write it'
    case 'minimum':
      return `is ${quote(value)}; write ${limit} or more`
    case 'maximum':
      return `is ${quote(value)}; write ${limit} or less`
    case 'exclusiveMinimum':
      return `is ${quote(value)}; write more than ${limit}`
    case 'pattern':
      return tellForm(value, pattern ?? '')
    default:
      return `${message ?? keyword}; see the document's JSON Schema`
  }
}

const dotted = (pointer: string): string => partsOf(pointer === '' ? '' : pointer).join('.')

/** The path that an error is about: an unknown key is told where it stands, not where its map begins. */
function pathOf({ instancePath, keyword, params }: ErrorObject): string {
  const base = dotted(instancePath)
  if (keyword !== 'additionalProperties' && keyword !== 'unevaluatedProperties') return base
  const extra = params as { additionalProperty?: string; unevaluatedProperty?: string }
  const key = extra.additionalProperty ?? extra.unevaluatedProperty ?? ''
  return base === '' ? key : `${base}.${key}`
}

// These only say that something beneath them failed, which is told by itself.
const summaries = new Set(['oneOf', 'anyOf', 'if', 'allOf', '$ref', 'not'])

const compiled = new WeakMap<JsonSchema, ValidateFunction>()

/** A schema's own code, made once: making it takes longer than most documents take to be judged. */
function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true })
  const made = ajv.compile(schema)
  compiled.set(schema, made)
  return made
}

/**
 * Every error of the value against the schema, `place: path: what; how to mend`, in the order of the schema; empty where
 * it fits. At most `DOCUMENT_ERRORS_MAX`.
 */
export function schemaErrors(schema: JsonSchema, value: unknown, at: At): readonly string[] {
  const validate = validatorOf(schema)
  if (validate(value)) return []
  const errors = validate.errors ?? []
  const telling = errors.filter((error) => !summaries.has(error.keyword))
  const told = (telling.length > 0 ? telling : errors).map((error) => {
    const path = pathOf(error)
    return `${at(path)}: ${path === '' ? 'document' : path}: ${tellError(error, error.data)}`
  })
  return [...new Set(told)].slice(0, DOCUMENT_ERRORS_MAX)
}

/**
 * Reads a document: YAML, then its schema, then `parse` (pure, in core), which may assume the schema's shape. The
 * refusal holds one line for each error.
 */
export function readDocument<T extends object>(
  { text, name }: DocumentText,
  schema: JsonSchema,
  parse: (value: unknown, at: At) => T | Refused,
): T | Refused {
  const read = readYaml(text, name)
  if (isRefused(read)) return read
  const errors = schemaErrors(schema, read.value, read.at)
  if (errors.length > 0) return { refused: errors.join('\n') }
  return parse(read.value, read.at)
}
