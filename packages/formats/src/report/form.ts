import { faultOf } from '@holdfast/core/observe'
import type { Source, SourceKind, Unidentified } from '@holdfast/core/observe'
import { DEFAULTS, LIMITS, LINE_PATTERN } from '../observation/index.ts'
import type { Codec, CodecOptions, FeedContext, Observed } from '../codec/index.ts'
import { DocumentDecoder } from './document.ts'
import type { ReportRecord, Rules } from './document.ts'
import type { JsonSchema } from './shape.ts'

/** A form: what its documents hold, and what each becomes. */
export interface Form<T> extends Rules<T> {
  readonly name: string
  readonly title: string
  readonly standards: readonly string[]
  /** What the form is for, and what is checked beyond the schema. */
  readonly description: string
  /** Kinds of source that may file it. */
  readonly kinds: readonly SourceKind[]
  /** The observations of a report without what all have in common. */
  readonly observe: (value: T, context: FeedContext) => Found
}
/** What a form makes of a report, or why it makes nothing. */
export type Found =
  | { readonly found: readonly Partly[]; readonly exercise: string | null }
  | { readonly nothing: string }
/** An observation but for the members that are filled in alike for all forms. */
export type Partly = Omit<
  Unidentified,
  'source' | 'grade' | 'label' | 'rawSha256' | 'residual' | 'exercise' | 'id'
> & {
  /** Texts by their keys; null is not said. */
  readonly residual: Readonly<Record<string, string | null>>
  /** The record's own label; left out: the source's. */
  readonly label?: Unidentified['label']
}

/** The JSON Schema (draft 2020-12) of a form. */
export const schemaOf = <T>(form: Form<T>): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:holdfast:schema:${form.name}:1`,
  title: form.title,
  ...form.shape.schema,
  description: form.description,
})

/** A residual: what was not said is left out, and a text too long for one value goes on in `key.2`, `key.3`. */
export function residualOf(
  texts: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const out: Record<string, string> = {}
  for (const [key, text] of Object.entries(texts)) {
    if (text === null) continue
    // By code points, so that no pair of surrogates is torn.
    const points = text.length > LIMITS.residualValue ? Array.from(text) : null
    if (points === null) out[key] = text
    else
      for (let at = 0; at < points.length; at += LIMITS.residualValue) {
        const part = 1 + at / LIMITS.residualValue
        const piece = points.slice(at, at + LIMITS.residualValue).join('')
        out[part === 1 ? key : `${key}.${part}`] = piece
      }
  }
  return out
}

const LINE = new RegExp(LINE_PATTERN, 'u')
/** The source's title as a place, cut to its limit; its id where the title is no line of text. */
export function placeOf({ title, id }: Source): string {
  const cut = Array.from(title).slice(0, LIMITS.place).join('')
  return cut !== '' && LINE.test(cut) ? cut : id
}

function finish(part: Partly, exercise: string | null, rawSha256: string, source: Source) {
  const { residual, label, ...rest } = part
  return {
    ...rest,
    source: source.id,
    grade: DEFAULTS.grade,
    label: label ?? source.label ?? DEFAULTS.label,
    rawSha256,
    residual: residualOf(residual),
    ...(exercise === null ? {} : { exercise }),
  } satisfies Unidentified
}

function observed<T>(form: Form<T>, record: ReportRecord<T>, context: FeedContext): Observed {
  const { source, receivedMs } = context
  if (!form.kinds.includes(source.kind))
    return {
      isRefused: true,
      nothing: `source ${source.id} is of kind ${source.kind}; ${form.name} is taken from ${form.kinds.join(', ')}: register the source with its kind, or file the report under another`,
    }
  const made = form.observe(record.value, context)
  if ('nothing' in made) return made
  const rawSha256 = context.sha256(record.bytes)
  const observations = made.found.map((part) => finish(part, made.exercise, rawSha256, source))
  // One that cannot be (it lies in the future) makes the rest of what its author wrote doubtful as well.
  for (const observation of observations) {
    const fault = faultOf(observation, receivedMs)
    if (fault !== null) return { nothing: `${observation.recordId}: ${fault}`, isRefused: true }
  }
  return { observations }
}

const optionFault = (name: string, options: CodecOptions): string | null => {
  const [first] = Object.keys(options)
  return first === undefined
    ? null
    : `${first} is no option of ${name}, which has none; leave it out`
}

/** The codec of a form. */
export const codecOf = <T>(form: Form<T>): Codec<ReportRecord<T>> => ({
  name: form.name,
  title: form.title,
  standards: form.standards,
  framing: 'document',
  options: {},
  decoder: (options) => {
    const fault = optionFault(form.name, options)
    return fault === null ? new DocumentDecoder(form) : { refused: fault }
  },
  json: (record) => record.document,
  observer: () => (record, context) => observed(form, record, context),
})
