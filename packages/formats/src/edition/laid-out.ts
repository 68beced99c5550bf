import type { Basis, Head, Language, ReportFormat } from '@holdfast/core/report'
import type { Teller } from './tell.ts'

/** A field of a table: what a reader sees, and what a machine compares whatever the language. */
export interface Cell {
  readonly text: string
  /** Null: nothing is said. Several figures that must not be added stand apart by name. */
  readonly value: string | number | null | Readonly<Record<string, number>>
}
/** A line of a table; `id` is unique in the report. */
export interface Line {
  readonly id: string
  readonly cells: Readonly<Record<string, Cell>>
}
/** A part of a laid out report, in the order that people read. */
export type Block =
  | { readonly kind: 'heading'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'text'
      readonly text: string
      readonly isNotice?: true
      /** It names what follows, up to the next of its kind. */
      readonly isTitle?: true
    }
  | {
      readonly kind: 'table'
      readonly id: string
      readonly caption: string
      /** Keys of the cells with their headings, in order; the first names the line. */
      readonly columns: readonly (readonly [key: string, heading: string])[]
      /** How many of the columns name the line; absent: the first. */
      readonly named?: number
      readonly lines: readonly Line[]
      /** Nothing before it says what it holds: where no caption is drawn with a table, this one's is. */
      readonly isCaptioned?: true
    }

/** What a written report says of itself to a machine. */
export interface Stamp {
  readonly head: Head
  readonly language: Language
  readonly format: ReportFormat
  /** IANA name of the time zone that local times are of. */
  readonly zone: string
}
/** A report in the words of one language, laid out for every format alike. */
export interface LaidOut {
  readonly stamp: Stamp
  readonly title: string
  readonly edition: string
  readonly blocks: readonly Block[]
}

/** A field. */
export const cell = (text: string, value: Cell['value']): Cell => ({ text, value })

/** The field that says where the figures of its line come from. */
export const fromCell = (from: Basis, teller: Teller): Cell => cell(teller.basis(from), from.root)

/** A table. */
export const table = (
  head: Omit<Extract<Block, { kind: 'table' }>, 'kind' | 'lines'>,
  lines: readonly Line[],
): Block => ({ kind: 'table', ...head, lines })

/** A field's value as one text, the same in every language; empty for null. */
export function valueText(value: Cell['value']): string {
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, n]) => `${name}=${n}`)
    .join(' ')
}

/** The teller's sentences as a function. */
export const sayIn =
  (teller: Teller): Teller['say'] =>
  (sentence, members) =>
    teller.say(sentence, members)
