// Two answers to "what is missing" beside each other, line by line.
import type { LineGap } from '@holdfast/core/generate/questions'
import type { ForceRegister, GapsTold } from '../api/index.ts'
import { onLine } from './why-words.ts'
import { listed } from '../words/index.ts'
import { figure, quantityWords } from './words.ts'

/** One side of a line; null where the line is not there. */
export interface Side {
  readonly delivered: number
  readonly shortfall: number
  readonly by: string
}
/** A line before and after. */
export interface CompareRow {
  readonly line: string
  readonly title: string
  readonly priority: number
  readonly required: number
  readonly before: Side | null
  readonly after: Side | null
  /** How much more (or, below 0, less) it lacks; null where one side is not there. */
  readonly more: number | null
  readonly isChanged: boolean
}

const sideOf = (gap: LineGap | undefined): Side | null =>
  gap === undefined ? null : { delivered: gap.delivered, shortfall: gap.shortfall, by: onLine(gap) }

const isSame = (a: Side | null, b: Side | null): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Every line of either answer, in the order of priorities. */
export function compareRows(
  before: Pick<GapsTold, 'lines'>,
  after: Pick<GapsTold, 'lines'>,
): readonly CompareRow[] {
  const fresh = after.lines.filter(({ line }) => !before.lines.some((one) => one.line === line))
  return [...before.lines, ...fresh]
    .map(({ line, title, priority, required }) => {
      const sides = [before, after].map(({ lines }) =>
        sideOf(lines.find((one) => one.line === line)),
      )
      const [was = null, is = null] = sides
      return {
        line,
        title,
        priority,
        required,
        before: was,
        after: is,
        more: was === null || is === null ? null : is.shortfall - was.shortfall,
        isChanged: !isSame(was, is),
      }
    })
    .toSorted((a, b) => a.priority - b.priority)
}

/** A change of a shortfall in words. */
export function changeWords(row: CompareRow): string {
  const { more, after, isChanged } = row
  if (more === null) return after === null ? 'no longer counted' : 'now counted'
  if (more === 0) return isChanged ? 'as short, by others' : 'unchanged'
  if (after !== null && after.shortfall === 0) return 'now filled'
  return more > 0 ? `${figure(more)} more short` : `${figure(-more)} less short`
}

/** What two answers differ in, in one sentence. */
export function summaryWords(
  before: Pick<GapsTold, 'lines' | 'weightedGap'>,
  after: Pick<GapsTold, 'lines' | 'weightedGap'>,
): string {
  const rows = compareRows(before, after)
  const worse = rows.filter(({ more }) => more !== null && more > 0).length
  const better = rows.filter(({ more }) => more !== null && more < 0).length
  const parts = [
    ...(worse > 0 ? [`${worse} ${worse === 1 ? 'line lacks' : 'lines lack'} more`] : []),
    ...(better > 0 ? [`${better} ${better === 1 ? 'line lacks' : 'lines lack'} less`] : []),
  ]
  const lines = parts.length === 0 ? 'No line lacks more or less' : listed(parts)
  return `${lines}; weighted gap ${figure(before.weightedGap)} → ${figure(after.weightedGap)}.`
}

/** What went on record between two readings of the register, as sentences. */
export function registerChanges(
  before: Pick<ForceRegister, 'pledges' | 'conditions'>,
  after: Pick<ForceRegister, 'pledges' | 'conditions'>,
): readonly string[] {
  const pledges = after.pledges.flatMap((pledge) => {
    const known = before.pledges.find(({ id }) => id === pledge.id)
    const heard = known?.changes.length ?? 0
    const what = `${pledge.nation}, ${pledge.title} (${quantityWords(pledge.quantity)})`
    return pledge.changes.slice(heard).map((change) => {
      if (change.what === 'caveatLifted') return `Caveat lifted: ${what}`
      return change.what === 'moved'
        ? `Now ${change.status}: ${what}`
        : `Recorded as ${change.status}: ${what}`
    })
  })
  const conditions = after.conditions.flatMap((one) => {
    const known = before.conditions.find(({ id }) => id === one.id)
    if (known?.state === one.state) return []
    return [`Condition ${one.state === 'unknown' ? 'not known' : one.state}: ${one.title}`]
  })
  return [...pledges, ...conditions]
}
