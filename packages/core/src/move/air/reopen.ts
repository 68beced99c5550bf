/**
 * The conditions for reopening airspace to commercial flights, held against the record. Absence of findings is met only
 * while somebody was looking: a month without findings and without eyes opens nothing. The machine ticks and names the
 * entry; the State whose airspace it is decides (Convention on International Civil Aviation, articles 1 and 9), and
 * ICAO Doc 10084 asks for an assessment that this list does not replace.
 */
import { DAY_MS } from '../../units/index.ts'
import type { ReopeningCondition, ReopeningRecord } from './types.ts'

/** One condition with what the record says of it. */
export interface ReopeningAnswer {
  readonly id: string
  readonly title: string
  readonly source: string
  readonly met: boolean
  /** Entries that it rests on: those that meet it, or the one that stands against it. */
  readonly entries: readonly string[]
  /** What is missing, and how it could come; null where it is met. */
  readonly missing: string | null
}
/** The whole list. */
export interface Reopening {
  readonly asOfMs: number
  /** Every condition met. The decision is a person's. */
  readonly allMet: boolean
  readonly answers: readonly ReopeningAnswer[]
}

type Verdict = Pick<ReopeningAnswer, 'met' | 'entries' | 'missing'>
const unmet = (missing: string, entries: readonly string[] = []): Verdict => ({
  met: false,
  entries,
  missing,
})
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

/** Whether every instant of the window lies in a period with at least the share. */
function watched(
  { asOfMs, coverage }: ReopeningRecord,
  { days, coverageMin }: { readonly days: number; readonly coverageMin: number },
): Verdict {
  const fromMs = asOfMs - days * DAY_MS
  const good = coverage
    .filter((one) => one.share >= coverageMin && one.toMs > fromMs && one.fromMs < asOfMs)
    .toSorted((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)
  let reachedMs = fromMs
  const used: string[] = []
  for (const { fromMs: beginsMs, toMs, entry } of good) {
    if (beginsMs > reachedMs) break
    if (toMs > reachedMs) used.push(entry)
    reachedMs = Math.max(reachedMs, toMs)
  }
  if (reachedMs >= asOfMs) return { met: true, entries: used, missing: null }
  return unmet(
    `coverage of ${percent(coverageMin)} or more is not on record for all of the last ${days} days: ` +
      `from day ${((reachedMs - fromMs) / DAY_MS).toFixed(1)} of them nothing shows it; record it, or wait for it`,
    used,
  )
}

function judge(condition: ReopeningCondition, record: ReopeningRecord): Verdict {
  const { test } = condition
  const { asOfMs } = record
  if (test.kind === 'coverage') return watched(record, test)
  if (test.kind === 'noFindings') {
    const against = record.findings
      .filter(
        ({ kind, atMs }) =>
          test.findingKinds.includes(kind) && atMs <= asOfMs && atMs > asOfMs - test.days * DAY_MS,
      )
      .toSorted((a, b) => b.atMs - a.atMs)
    const [last] = against
    if (last !== undefined) {
      const opensInDays = test.days - (asOfMs - last.atMs) / DAY_MS
      return unmet(
        `${against.length} ${against.length === 1 ? 'finding' : 'findings'} in the last ${test.days} days, ` +
          `the last ${last.kind}; without another one it is met in ${opensInDays.toFixed(1)} days`,
        against.map(({ entry }) => entry),
      )
    }
    return watched(record, test)
  }
  const [said] = record.statements
    .filter(
      ({ condition: of, by, atMs }) => of === condition.id && by === test.by && atMs <= asOfMs,
    )
    .toSorted((a, b) => b.atMs - a.atMs)
  if (said === undefined) return unmet(`${test.by} has not said so; ask it`)
  if (!said.holds) return unmet(`${test.by} took it back; ask what would restore it`, [said.entry])
  return { met: true, entries: [said.entry], missing: null }
}

/** Holds every condition against the record as of its instant; what came later does not count. */
export function assessReopening(
  conditions: readonly ReopeningCondition[],
  record: ReopeningRecord,
): Reopening {
  const answers = conditions.map((condition) => ({
    id: condition.id,
    title: condition.title,
    source: condition.source,
    ...judge(condition, record),
  }))
  return { asOfMs: record.asOfMs, allMet: answers.every(({ met }) => met), answers }
}
