/**
 * A kind of planning document: how it is read, worked out, weighed and told. The command and the page tell it by the same
 * tables, so that no figure of one differs from the other's.
 */
import type { Changes, PlanHead } from '../figures/index.ts'
import type { At, Refused } from '../../units/index.ts'

/** A table as people read it. */
export interface PlanTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  readonly note: string | null
}
/** Takes a table; the note says what must be known of it. */
export type PrintTable = (
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  note?: string,
) => void
/** A result that a plan is weighed by: what it is called, and its figure. */
export interface Weighed<T> {
  readonly result: string
  readonly resultOf: (plan: T) => number
  /** It is one in [0, 1], told in per cent. */
  readonly isShare?: true
}
/** A kind of document; see the head of the file. */
export interface PlanKind<T extends PlanHead, A> {
  /** Its word in commands and addresses. */
  readonly name: string
  /** What the document says under `kind`. */
  readonly kind: string
  readonly description: string
  readonly parse: (value: unknown, at: At, changes?: Changes) => T | Refused
  readonly assess: (plan: T) => A | Refused
  readonly weighed: readonly Weighed<T>[]
  readonly tell: (plan: T, assessment: A, print: PrintTable) => void
}
