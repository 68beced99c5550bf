/** How differences of candidates are printed: one table by clause, one of examples. */
import type { CandidateChange, CandidateDiff, CandidateMark } from '@holdfast/core/agreement'
import { iso, p, printTable } from '../output/index.ts'

const tellMark = (mark: CandidateMark | null): string =>
  mark === null ? '' : `${mark.agreementVersion}, p ${p(mark.probability)}`

/** Characters of a value that a table shows; `--json` has all. */
const SHOWN_MAX = 60

function tellValue(value: string | number | null): string {
  if (typeof value === 'number') return p(value)
  const text = value ?? 'none'
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text
}

const tellFields = ({ before, after, fields }: CandidateChange): string => {
  if (before === null) return 'added'
  if (after === null) return 'dropped'
  return fields
    .map((one) => `${one.field}: ${tellValue(one.before)} → ${tellValue(one.after)}`)
    .join('; ')
}

/** Prints what differs between the candidates of two judgements; `said` names the two. */
export function tellDiff(
  diff: CandidateDiff,
  { title, before, after }: { title: string; before: string; after: string },
): void {
  printTable(
    title,
    ['clause', 'added', 'dropped', 'changed', 'in'],
    diff.clauses.map((one) => [
      one.clause,
      one.added,
      one.dropped,
      one.changed,
      Object.entries(one.fields)
        .map(([field, n]) => `${field} ${n}`)
        .join(', '),
    ]),
    `${diff.same} candidates the same, ${diff.added} added, ${diff.dropped} dropped, ${diff.changed} changed`,
  )
  const examples = diff.clauses.flatMap((one) => one.examples)
  if (examples.length > 0)
    printTable(
      'examples',
      ['clause', 'event', 'at', before, after, 'differs'],
      examples.map((one) => [
        one.clause,
        one.event?.slice(0, 12) ?? 'deadline',
        iso(one.atMs),
        tellMark(one.before),
        tellMark(one.after),
        tellFields(one),
      ]),
    )
}
