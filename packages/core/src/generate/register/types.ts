import type { InstantMs } from '../../units/index.ts'
import type { NationCode } from '../../nations/index.ts'
import type { Pledge, Quantity, Source } from '../types.ts'

/** What a pledge may depend on that no planner decides. */
export type ConditionKind =
  | 'ceasefire'
  | 'parliament'
  | 'mandateUn'
  | 'mandateOsce'
  | 'usBackstop'
  | 'other'
/** Every kind of condition. */
export const CONDITION_KINDS: readonly ConditionKind[] = [
  'ceasefire',
  'parliament',
  'mandateUn',
  'mandateOsce',
  'usBackstop',
  'other',
]
/** Whether a condition holds; `unknown` until somebody records that it does or does not. */
export type ConditionState = 'met' | 'unmet' | 'unknown'
/** Every state of a condition. */
export const CONDITION_STATES: readonly ConditionState[] = ['met', 'unmet', 'unknown']
/** A condition that pledges name by its id. One condition may bind many pledges; then they stand or fall together. */
export interface Condition {
  readonly id: string
  readonly kind: ConditionKind
  readonly title: string
  /** Whose condition it is: a parliament's vote is its nation's; null: no one nation's. */
  readonly nation: NationCode | null
  readonly state: ConditionState
  readonly sources: readonly Source[]
}

/** What a number about a nation's forces counts. Only `deployable` says what can be sustained. */
export type FigureBasis = 'armedForces' | 'army' | 'deployable'
/** Every basis of a figure. */
export const FIGURE_BASES: readonly FigureBasis[] = ['armedForces', 'army', 'deployable']
/** A number that a source gives about a nation's forces. Figures of one basis that differ are kept side by side. */
export interface Figure {
  readonly id: string
  readonly nation: NationCode
  readonly basis: FigureBasis
  readonly quantity: Quantity
  /** What the source counts, in its own terms. */
  readonly definition: string
  /** The year or date that the number is of, as the source has it. */
  readonly asOf: string
  readonly sources: readonly Source[]
}
/** People that a nation has committed elsewhere: they cannot serve here. */
export interface Commitment {
  readonly id: string
  readonly nation: NationCode
  readonly title: string
  readonly persons: Quantity
  /** Absent: from the start. */
  readonly fromMs?: InstantMs
  /** Not included; absent: without end. */
  readonly untilMs?: InstantMs
  readonly sources: readonly Source[]
}

/** What was said at a conference, as its recorder wrote it. */
export interface Minute {
  readonly id: string
  /** The conference, by a name of its own. */
  readonly conference: string
  readonly text: string
  /** Pledges that the words are about. */
  readonly pledges: readonly string[]
  /** As `Pledge.releasableTo`. */
  readonly releasableTo?: readonly NationCode[]
}

/** One change of a pledge, with its place in the log. */
export interface PledgeChange {
  readonly index: number
  readonly atMs: InstantMs
  /** Who changed it. */
  readonly by: { readonly name: string; readonly nation: NationCode; readonly role: string }
  readonly what: 'recorded' | 'moved' | 'caveatLifted'
  readonly status: Pledge['status']
  /** Who may see this change, by its own entry: a pledge released later does not release what went before. As `Pledge.releasableTo`. */
  readonly releasableTo?: readonly NationCode[]
  readonly reason: string
  readonly sources: readonly Source[]
}

/** Something of the register that is not in the model, and why. */
export interface LeftOut {
  readonly id: string
  readonly what: 'line' | 'offer' | 'dependency'
  readonly why: string
}
