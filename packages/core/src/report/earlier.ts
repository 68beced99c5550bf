// Whoever read that a finding was signed reads the next report, and seldom the record. So a report says what the reports
// before it told and what was recalled, corrected or taken back of that in its period: to each reader of what their own
// edition, or one for more readers, had told them.
import type { Incident, Release } from '../verify/index.ts'
import { releaseIncident } from '../verify/index.ts'
import { basisOfEntries } from './basis.ts'
import { EDITION_RULES, withheldBy } from './edition.ts'
import type { Issued } from './issue.ts'
import type { Since } from './since.ts'
import type { SourceSince } from './since-sources.ts'
import { EDITIONS } from './types.ts'
import type { EarlierReport, EarlierRow, Edition, Period } from './types.ts'

/** A report that was handed out, and what became since of what it rests on. */
export interface Told {
  readonly issued: Issued
  readonly since: readonly Since[]
  /** What became of sources that it counts. */
  readonly sources: readonly SourceSince[]
}

/** Whether whoever reads this edition could have read that one: it is theirs, or one for more readers. */
const isForReaderOf = (edition: Edition, other: Edition): boolean =>
  EDITIONS.indexOf(other) >= EDITIONS.indexOf(edition)

/** The words of a change as the edition may have them, by the rules that release its incident; empty: none. */
function wordsFor(since: Since, incident: Incident | undefined, release: Release): string {
  if (release.office === 'monitor') return since.reason
  // What is not found any more, or went into another incident, is told without what somebody typed of it.
  if (incident === undefined || !EDITION_RULES.public.statuses.includes(incident.status)) return ''
  const seen = releaseIncident(incident, release)
  const isOwn = ({ entry }: { readonly entry: number }): boolean => entry === since.entry
  if (since.how === 'recalled') return seen.recalls.find(isOwn)?.reason ?? ''
  return since.how === 'corrected' ? (seen.corrections.find(isOwn)?.text ?? '') : ''
}

/** What earlier reports told and was changed in the period: one row for each change, with the reports that told it. */
export function earlierRows(
  { told, incidents }: { readonly told: readonly Told[]; readonly incidents: readonly Incident[] },
  {
    edition,
    period,
    incident: only,
  }: { readonly edition: Edition; readonly period: Period; readonly incident: string | null },
  release: Release,
): readonly EarlierRow[] {
  const rows = new Map<string, { readonly since: Since; readonly reports: EarlierReport[] }>()
  for (const { issued, since } of told) {
    if (!isForReaderOf(edition, issued.edition)) continue
    const { kind, number, year, entry } = issued
    for (const one of since) {
      // A spot report is of its incident, whenever it changed.
      const isIn = only === null ? isWithin(one.atMs, period) : one.incident === only
      const name = JSON.stringify([one.entry, one.question, one.rests])
      const row = rows.get(name) ?? { since: one, reports: [] }
      if (!isIn) continue
      row.reports.push({ kind, number, year, edition: issued.edition, entry })
      rows.set(name, row)
    }
  }
  const judged = only === null ? sourceRows(told, { edition, period }) : []
  return [...rows.values()]
    .map(({ since, reports }): EarlierRow => {
      const { how, incident, question, rests, entry, atMs, by } = since
      const found = incidents.find(({ id }) => id === incident)
      const reason = wordsFor(since, found, release)
      return {
        how,
        incident,
        source: null,
        question,
        rests,
        entry,
        atMs,
        nations: [...new Set(by.map(({ nation }) => nation))].toSorted(),
        reason,
        reports,
        withheld: reason === '' && since.reason !== '' ? [withheldBy('earlier.reason')] : [],
        from: basisOfEntries([rests, entry]),
      }
    })
    .concat(judged)
    .toSorted((a, b) => a.entry - b.entry)
}

/** Sources that earlier reports count and that were judged in the period; which they are is for the monitor's edition alone. */
function sourceRows(
  told: readonly Told[],
  { edition, period }: { readonly edition: Edition; readonly period: Period },
): readonly EarlierRow[] {
  const isMonitor = edition === 'monitor'
  const rows = new Map<number, EarlierRow & { readonly reports: EarlierReport[] }>()
  for (const { issued, sources } of told) {
    if (!isForReaderOf(edition, issued.edition)) continue
    const { kind, number, year, entry: at } = issued
    for (const { how, source, rests, entry, atMs, by, reason } of sources) {
      if (!isWithin(atMs, period)) continue
      const row = rows.get(entry) ?? {
        how,
        incident: null,
        source: isMonitor ? source : null,
        question: null,
        rests,
        entry,
        atMs,
        nations: [by.nation],
        reason: isMonitor ? reason : '',
        reports: [],
        withheld: isMonitor ? [] : ['earlier.source', 'earlier.reason'].map(withheldBy),
        from: basisOfEntries([rests, entry]),
      }
      row.reports.push({ kind, number, year, edition: issued.edition, entry: at })
      rows.set(entry, row)
    }
  }
  return [...rows.values()]
}

const isWithin = (atMs: number, { fromMs, toMs }: Period): boolean => atMs > fromMs && atMs <= toMs
