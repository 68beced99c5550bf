/** The record as a report needs it: the first entries of a log, folded, with the observations that are asked for. */
import {
  adoptedAt,
  evolve as evolveAgreement,
  initial as noAgreement,
} from '@holdfast/core/agreement'
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import {
  evolve as evolveObserve,
  initial as noSources,
  observationsOf,
} from '@holdfast/core/observe'
import type { BatchAccepted, ObserveState } from '@holdfast/core/observe'
import type { AgreementState } from '@holdfast/core/agreement'
import { evolve as evolveReport, initial as noReports } from '@holdfast/core/report'
import type {
  IncidentAct,
  Period,
  Recorded,
  ReportRecord,
  ReportState,
} from '@holdfast/core/report'
import { isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { evolve as evolveVerify, incidentIn, initial as noIncidents } from '@holdfast/core/verify'
import type { VerifyState } from '@holdfast/core/verify'
import { dataText } from '../shipped/index.ts'
import { CHUNK_LINES, breathe } from './breathe.ts'
import { regionsOf } from './regions.ts'
import { toldIn } from './told.ts'
import type { EntriesAt } from './told.ts'
import { readTotals } from './totals.ts'

/** A log that can be read from its beginning, as often as need be. */
export interface ReadableLog {
  readonly size: number
  readonly exercise: string | null
  /** The instant by the clock in force. */
  readonly nowMs: InstantMs
  entries(): AsyncIterable<Entry | Tombstone>
}

/** What the first `size` entries come to, without their observations. */
export interface Folded {
  readonly size: number
  readonly observe: ObserveState
  readonly agreement: AgreementState
  readonly verify: VerifyState
  readonly report: ReportState
  readonly acts: readonly IncidentAct[]
  readonly coverageEntries: readonly number[]
}

const COVERAGE_KINDS = new Set([
  'observe.source-registered',
  'observe.coverage-stated',
  'observe.source-quarantined',
  'observe.quarantine-confirmed',
  'observe.source-restored',
])

/** Folds the first `size` entries. */
export async function fold(log: ReadableLog, size: number): Promise<Folded> {
  let [observe, agreement, verify, report] = [noSources, noAgreement, noIncidents, noReports]
  const acts: IncidentAct[] = []
  const coverageEntries: number[] = []
  for await (const entry of log.entries()) {
    if (entry.index >= size) break
    if (entry.index % CHUNK_LINES === 0) await breathe()
    observe = evolveObserve(observe, entry)
    agreement = evolveAgreement(agreement, entry)
    verify = evolveVerify(verify, entry)
    report = evolveReport(report, entry)
    if ('tombstone' in entry) continue
    if (COVERAGE_KINDS.has(entry.kind)) coverageEntries.push(entry.index)
    const incident = entry.kind.startsWith('verify.') ? incidentIn(entry) : null
    if (incident !== null) acts.push({ incident, entry: entry.index, atMs: entry.atMs })
  }
  return { size, observe, agreement, verify, report, acts, coverageEntries }
}

/** Reads single entries of a log by their indexes, in one pass. */
export const readEntries =
  (log: ReadableLog): EntriesAt =>
  async (indexes) => {
    const wanted = new Set(indexes)
    const last = indexes.at(-1) ?? -1
    const found: (Entry | Tombstone)[] = []
    for await (const entry of log.entries()) {
      if (entry.index > last) break
      if (entry.index % CHUNK_LINES === 0) await breathe()
      if (wanted.has(entry.index)) found.push(entry)
    }
    return found
  }

/** Which observations are read: those that end in one of the periods, and those named. */
interface Wanted {
  readonly periods: readonly Period[]
  readonly ids: ReadonlySet<string>
}

async function observationsIn(
  log: ReadableLog,
  size: number,
  wanted: Wanted,
): Promise<readonly Recorded[]> {
  const found: Recorded[] = []
  for await (const entry of log.entries()) {
    if (entry.index >= size) break
    if (entry.index % CHUNK_LINES === 0) await breathe()
    if ('tombstone' in entry || entry.kind !== 'observe.batch-accepted') continue
    for (const observation of observationsOf(entry.payload as unknown as BatchAccepted)) {
      const { toMs } = observation.observed
      const isWithin = wanted.periods.some((one) => toMs > one.fromMs && toMs <= one.toMs)
      if (isWithin || wanted.ids.has(observation.id))
        found.push({ observation, entry: entry.index })
    }
  }
  return found
}

/** The record for a report on these periods, under the text in force at an instant: a report's is the end of its period. */
export async function readRecord(
  log: ReadableLog,
  folded: Folded,
  { periods, asOfMs }: { readonly periods: readonly Period[]; readonly asOfMs: InstantMs },
): Promise<ReportRecord | Refused> {
  const agreement = adoptedAt(folded.agreement, asOfMs)?.agreement ?? null
  const regions = regionsOf(agreement, log.exercise)
  const totals =
    log.exercise === 'donbas' ? readTotals(dataText('donbas/smm_daily_totals.csv'), regions) : null
  if (totals !== null && isRefused(totals)) return totals
  const incidents = [...folded.verify.incidents.values()]
  // A published total has a period of its own, which may reach beyond the report's.
  const near = (totals ?? []).filter(({ period }) =>
    periods.some((one) => period.toMs > one.fromMs && period.fromMs < one.toMs),
  )
  return {
    logSize: folded.size,
    exercise: log.exercise,
    observations: await observationsIn(log, folded.size, {
      periods: [...periods, ...near.map(({ period }) => period)],
      ids: new Set(incidents.flatMap(({ observations }) => observations)),
    }),
    observe: folded.observe,
    coverageEntries: folded.coverageEntries,
    agreement,
    incidents,
    acts: folded.acts,
    regions,
    told: await toldIn(folded.report, folded.verify, readEntries(log)),
    totals,
  }
}
