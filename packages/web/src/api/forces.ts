/** The register of what is promised and the answers about it, as the server tells them to one nation of the guarantors. */
import type {
  Assessment,
  Assumption,
  Exclusion,
  KeptMinute,
  Pledge,
  Requirement,
} from '@holdfast/core/generate'
import type { AcceptanceTable, AdoptedAcceptance } from '@holdfast/core/generate/acceptance'
import type { LineWhy } from '@holdfast/core/generate/model'
import type {
  AsksAnswer,
  CredibilityAnswer,
  GapsAnswer,
  LinchpinsAnswer,
  PostureStanding,
  Supposition,
  WhatIfAnswer,
} from '@holdfast/core/generate/questions'
import type {
  Capability,
  Commitment,
  Condition,
  FigureGroup,
  LeftOut,
  PledgeChange,
  Sustainable,
} from '@holdfast/core/generate/register'
import type { Label, NationCode } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'
import { ask } from './client.ts'

/** Which acceptance table was weighed. */
export interface AcceptanceVersion {
  readonly origin: 'shipped' | 'adopted'
  readonly id: string
  /** SHA-256 of the table's canonical JSON, lowercase hex. */
  readonly digest: string
  /** Log index of its adoption; null for what ships. */
  readonly entry: number | null
}
/** The acceptance table in force, with every adoption, the newest first. */
export interface AcceptanceInForce {
  readonly label: Label
  readonly inForce: AcceptanceVersion
  readonly document: AcceptanceTable
  /** Nations with a pledge or an exclusion of which no party spoke. */
  readonly unsaid: readonly NationCode[]
  readonly history: readonly (Omit<AdoptedAcceptance, 'table'> &
    Pick<AcceptanceTable, 'id' | 'title' | 'owner' | 'date'>)[]
}
/** A pledge with who moved it, the first change first. */
export interface PledgeRow extends Pledge {
  readonly changes: readonly PledgeChange[]
}
/** What is known of one nation's forces. */
export interface NationFigures {
  readonly nation: NationCode
  readonly groups: readonly FigureGroup[]
  readonly sustainable: Sustainable
}
/** The register, as far as the nation that asks may see it. */
export interface ForceRegister {
  readonly notice: string | null
  readonly label: Label
  /** The nation that it was made for. */
  readonly viewer: NationCode | null
  readonly nowMs: InstantMs
  readonly requirements: readonly Requirement[]
  readonly pledges: readonly PledgeRow[]
  readonly exclusions: readonly Exclusion[]
  readonly assessments: readonly Assessment[]
  readonly conditions: readonly Condition[]
  readonly assumptions: readonly Assumption[]
  readonly commitments: readonly Commitment[]
  readonly figures: readonly NationFigures[]
  readonly minutes: readonly KeptMinute[]
  /** The acceptance table that every question weighs. */
  readonly acceptance: AcceptanceVersion
  /** The published codes. */
  readonly capabilities: readonly Capability[]
}

/** What goes with every answer. */
interface AnswerHead {
  readonly notice: string | null
  readonly label: Label
  readonly viewer: NationCode | null
  readonly posture: string | null
  readonly rotations: { readonly count: number; readonly monthsEach: number }
  readonly asOfMs: InstantMs
  readonly acceptance: AcceptanceVersion
}
/** Gaps, with the proven reasons where they were asked for. */
export interface GapsTold extends GapsAnswer {
  readonly leftOut: readonly LeftOut[]
  readonly whys?: readonly LineWhy[]
}
/** What a question may ask; `posture` null is the lines of every posture alone. */
export type ForceQuestion = {
  readonly posture: string | null
  /** Wall time of each solve, s; the server's own limit where it is left out. */
  readonly seconds?: number
} & (
  | { readonly kind: 'gaps'; readonly why?: boolean }
  | { readonly kind: 'whatIf'; readonly suppositions: readonly Supposition[] }
  | { readonly kind: 'linchpins'; readonly by: 'pledge' | 'nation' }
  | { readonly kind: 'asks'; readonly most: number }
  | { readonly kind: 'postures' }
  | { readonly kind: 'credibility' }
)
/** An answer, by the kind of its question. */
export type ForceAnswer = AnswerHead &
  (
    | ({ readonly kind: 'gaps' } & GapsTold)
    | ({ readonly kind: 'whatIf' } & WhatIfAnswer)
    | ({ readonly kind: 'linchpins' } & LinchpinsAnswer)
    | ({ readonly kind: 'asks' } & AsksAnswer)
    | { readonly kind: 'postures'; readonly postures: readonly PostureStanding[] }
    | ({ readonly kind: 'credibility'; readonly plan: GapsAnswer } & CredibilityAnswer)
  )

/** The register; the guarantors' alone. */
export const fetchRegister = (): Promise<ForceRegister> => ask('/forces/register')

/** The acceptance table in force; the guarantors' alone. */
export const fetchAcceptance = (): Promise<AcceptanceInForce> => ask('/forces/acceptance')

/** Asks a question, which may take minutes; nothing is recorded. Throws a `Problem`, or when the signal aborts. */
export const askForces = (question: ForceQuestion, signal: AbortSignal): Promise<ForceAnswer> =>
  ask('/forces/questions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    signal,
  })
