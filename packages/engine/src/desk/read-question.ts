/**
 * A question as it came from outside, field by field. What is asked must be readable by whoever mends it: the refusal names
 * the field and what it may be.
 */
import { CONDITION_KINDS, CONDITION_STATES } from '@holdfast/core/generate/register'
import type { Supposition } from '@holdfast/core/generate/questions'
import { REPLICATIONS_MAX } from '@holdfast/core/generate/questions'
import { type Refused } from '@holdfast/core/units'
import { faultIn, oneOf, optional, orNull, refusedCommand, someOf, text, within } from './fields.ts'
import { refuseCapabilities } from './generate-command.ts'
import { pledge, whole } from './generate-fields.ts'
import type { Field } from './fields.ts'

/** Most suppositions of one what-if. */
const SUPPOSITIONS_MAX = 20
/** Longest time that one question's solves may take together, s. */
const SECONDS_MAX = 600

/** What every question may say: the posture, the rotations, and how long a solve may take. */
interface Common {
  /** Left out: the first posture on record. Null: the lines of every posture alone. */
  readonly posture?: string | null
  /** Rotations and the months of each; left out: 4 of 6 months. */
  readonly rotations?: number
  readonly months?: number
  /** Wall time of each solve, s; left out: 20. All solves of a question together take no more than 240 s. */
  readonly seconds?: number
  /** Relative gap at which a solve may stop; left out: 0.01. */
  readonly gap?: number
}
/** A question about the register. */
export type ForceQuestion = Common &
  (
    | { readonly kind: 'gaps'; readonly why?: boolean }
    | { readonly kind: 'whatIf'; readonly suppositions: readonly Supposition[] }
    | { readonly kind: 'linchpins'; readonly by?: 'pledge' | 'nation' }
    | { readonly kind: 'asks'; readonly most?: number }
    | { readonly kind: 'postures' }
    | { readonly kind: 'credibility'; readonly replications?: number; readonly seed?: number }
  )

const isTrueOrFalse: Field = (value) =>
  typeof value === 'boolean' ? null : 'is neither true nor false'
const COMMON: Readonly<Record<string, Field>> = {
  posture: optional(orNull(text)),
  rotations: optional(whole(1, 24)),
  months: optional(within(0.5, 60)),
  seconds: optional(within(0.1, SECONDS_MAX)),
  gap: optional(within(0, 1)),
}

const SUPPOSITIONS: Readonly<Record<Supposition['kind'], Readonly<Record<string, Field>>>> = {
  withdraws: { nation: text },
  loses: { pledge: text },
  condition: { condition: text, state: oneOf(...CONDITION_STATES) },
  conditions: { of: oneOf(...CONDITION_KINDS), state: oneOf(...CONDITION_STATES) },
  liftsAll: { nation: text },
  lifts: { nation: text, caveat: text },
  offers: { pledge },
}
const supposition: Field = (value) => {
  const fields = value as Readonly<Record<string, unknown>>
  const kinds = Object.keys(SUPPOSITIONS)
  const known = kinds.find((kind) => kind === fields?.['kind'])
  if (known === undefined) return `has a kind that is none of ${kinds.join(', ')}`
  return faultIn(value, { kind: text, ...SUPPOSITIONS[known as Supposition['kind']] })
}

const QUESTIONS: Readonly<Record<ForceQuestion['kind'], Readonly<Record<string, Field>>>> = {
  gaps: { why: optional(isTrueOrFalse) },
  whatIf: { suppositions: someOf(supposition, SUPPOSITIONS_MAX) },
  linchpins: { by: optional(oneOf('pledge', 'nation')) },
  asks: { most: optional(whole(1, 60)) },
  postures: {},
  credibility: {
    replications: optional(whole(1, REPLICATIONS_MAX)),
    seed: optional(whole(0, 4_294_967_295)),
  },
}

const offersIn = (question: ForceQuestion) =>
  question.kind === 'whatIf'
    ? question.suppositions.flatMap((one) => (one.kind === 'offers' ? [one.pledge] : []))
    : []

/** Reads a question `{kind, …}`; refused with what is wrong and where. */
export function readQuestion(value: unknown): ForceQuestion | Refused {
  const kinds = Object.keys(QUESTIONS)
  const kind =
    typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  const known = kinds.find((one) => one === kind) as ForceQuestion['kind'] | undefined
  if (known === undefined)
    return { refused: `a question names its kind, one of ${kinds.join(', ')}; this one does not` }
  const fault = faultIn(value, { kind: text, ...COMMON, ...QUESTIONS[known] })
  if (fault !== null) return refusedCommand(`question ${known}`, fault)
  const question = value as ForceQuestion
  return refuseCapabilities(offersIn(question)) ?? question
}
