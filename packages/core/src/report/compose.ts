// A report is computed, never written: the same record, period and edition give the same report, figure by figure. So
// whoever holds the record can check one that somebody hands out, and a figure that was changed on the way shows.
// Everything that an edition may not have is taken out here, before any format sees it.
import { contains } from '../geo/index.ts'
import type { Polygon } from '../geo/index.ts'
import { versionAt } from '../agreement/index.ts'
import type { Agreement, PartyId } from '../agreement/index.ts'
import { isIndication, ledgerOf } from '../observe/index.ts'
import type { Control, CoverageShares, Observation, ObserveState } from '../observe/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { foundIn } from '../verify/index.ts'
import type { Incident, Release } from '../verify/index.ts'
import { basisOfEntries } from './basis.ts'
import { LEDGERS, basisOfRows, countTable } from './count.ts'
import type { Recorded } from './count.ts'
import { eyesOfEach, meanEyes, printed } from './coverage.ts'
import { dismissedRows, isDismissedIn } from './dismissed.ts'
import { earlierRows } from './earlier.ts'
import type { Told } from './earlier.ts'
import {
  EDITION_RULES,
  admits,
  admitsAll,
  findingFor,
  isPlaceOut,
  observationFor,
} from './edition.ts'
import { publishedRows } from './published.ts'
import type {
  AnnexRow,
  CoverageStatement,
  FindingRow,
  Head,
  Period,
  PublishedTotal,
  Report,
} from './types.ts'

/** Lines that an annex lists one by one; what is beyond is committed to. */
export const ANNEX_ROWS_MAX = 5_000
/** Id of the group of observations whose region an edition may not know yet. */
export const REGION_WITHHELD = 'withheld'
/** Id of the group of observations in no region that the agreement names. */
export const REGION_OTHER = 'other'
/** Areas by who controls the ground that the observer stood on, party A's first only because A comes before B. */
export const CONTROLS: readonly Control[] = ['partyA', 'partyB', 'none', 'unknown']

/** A region that counts are given for. */
export interface Region {
  readonly id: string
  readonly title: string
  readonly polygon: Polygon
}
/** An entry that moved an incident. */
export interface IncidentAct {
  readonly incident: string
  readonly entry: number
  readonly atMs: InstantMs
}
/** The record as far as a report needs it: entries [0, logSize) of the log, folded. */
export interface ReportRecord {
  readonly logSize: number
  readonly exercise: string | null
  /** Every observation of the two periods, of published totals' periods, and of the incidents listed. */
  readonly observations: readonly Recorded[]
  readonly observe: ObserveState
  /** Entries that said how sources stand: registered, stated, quarantined. */
  readonly coverageEntries: readonly number[]
  readonly agreement: Agreement | null
  readonly incidents: readonly Incident[]
  readonly acts: readonly IncidentAct[]
  readonly regions: readonly Region[]
  /** What was told of incidents by the reports that were handed out, and what became of it since. */
  readonly told: readonly Told[]
  /** Null where nobody else's totals belong to this record. */
  readonly totals: readonly PublishedTotal[] | null
}
/** What is asked: everything of the head but what the record itself says. */
export type Asked = Omit<Head, 'version' | 'logSize' | 'exercise'>

const isWithin = (atMs: InstantMs, { fromMs, toMs }: Period): boolean =>
  atMs > fromMs && atMs <= toMs

const within = (period: Period, rows: readonly Recorded[]): readonly Recorded[] =>
  rows.filter(({ observation }) => isWithin(observation.observed.toMs, period))

/** The region that the observer stood in; null outside every one. A border belongs to the first that has it. */
export const regionAt = (regions: readonly Region[], { observer }: Observation): string | null =>
  regions.find(({ polygon }) => contains(polygon, observer.position))?.id ?? null

interface Work {
  readonly record: ReportRecord
  readonly asked: Asked
  readonly release: Release
  /** What the edition may count of the period and of the one before. */
  readonly now: readonly Recorded[]
  readonly before: readonly Recorded[] | null
}

const ordered = ({ fromMs, toMs }: Period): Period => ({ fromMs, toMs })

/** The members in one order, whoever asked in which: the same report is the same bytes. */
function headOf(
  { kind, number, year, edition, period, previous, topic, incident, asOfMs }: Asked,
  { logSize, exercise }: ReportRecord,
): Head {
  return {
    version: 3,
    kind,
    number,
    year,
    edition,
    period: ordered(period),
    previous: previous === null ? null : ordered(previous),
    topic,
    incident,
    asOfMs,
    logSize,
    exercise,
  }
}

/** Composes a report, or says why there can be none. */
export function compose(record: ReportRecord, asked: Asked): Report | Refused {
  const fault = askedFault(record, asked)
  if (fault !== null) return fault
  const release = releaseOf(record, asked)
  const incident = record.incidents.find(({ id }) => id === asked.incident)
  const about = incident === undefined ? null : new Set(incident.observations)
  if (incident !== undefined && findingFor(asked.edition, incident, release) === null)
    return {
      refused: `incident ${incident.id} is ${incident.status}; the ${asked.edition} edition lists ${EDITION_RULES[asked.edition].statuses.join(', ')}`,
    }
  if (incident !== undefined && !admitsAll(asked.edition, incident, release))
    return {
      refused: `incident ${incident.id} rests on observations whose labels do not let them into the ${asked.edition} edition; make the monitor's`,
    }
  const all = record.observations.filter(
    ({ observation }) =>
      (about === null || about.has(observation.id)) &&
      (asked.topic === null || ledgerOf(observation.category) === asked.topic),
  )
  const counted = all.filter(({ observation }) => admits(asked.edition, observation.label))
  const { previous } = asked
  const now = within(asked.period, counted)
  const work: Work = {
    record,
    asked,
    release,
    now,
    before: previous === null ? null : within(previous, counted),
  }
  const { agreement } = record
  const annex = annexOf(work)
  return {
    head: headOf(asked, record),
    agreement:
      agreement === null
        ? null
        : { id: agreement.id, version: versionAt(agreement, asked.period.toMs)?.id ?? null },
    parties: partiesOf(agreement),
    regions: record.regions.map(({ id, title }) => ({ id, title })),
    ...tablesOf(work),
    coverage: coverageOfWork(work),
    ...findingsOf(work),
    earlier: earlierRows(record, asked, release),
    ...annex,
    labelled: within(asked.period, all).length - now.length,
    published: publishedOf(work),
  }
}

function askedFault(record: ReportRecord, asked: Asked): Refused | null {
  const { kind, period, topic, incident, number, year } = asked
  if (!(period.fromMs < period.toMs))
    return { refused: `the period ends at ${period.toMs}, which is not after ${period.fromMs}` }
  if (!Number.isSafeInteger(number) || number < 1 || !Number.isSafeInteger(year))
    return { refused: `number ${number} of ${year}: give a whole number from 1` }
  if ((topic !== null) !== (kind === 'thematic'))
    return {
      refused:
        kind === 'thematic'
          ? `a thematic report has a topic: one of ${LEDGERS.join(', ')}`
          : `a ${kind} report has no topic`,
    }
  if ((incident !== null) !== (kind === 'spot'))
    return {
      refused:
        kind === 'spot' ? 'a spot report names its incident' : `a ${kind} report names no incident`,
    }
  return incident === null || record.incidents.some(({ id }) => id === incident)
    ? null
    : { refused: `there is no incident ${incident} in the first ${record.logSize} entries` }
}

function releaseOf(record: ReportRecord, { edition, asOfMs }: Asked): Release {
  const known = new Map(record.observations.map(({ observation }) => [observation.id, observation]))
  return {
    office: EDITION_RULES[edition].office,
    nowMs: asOfMs,
    findingFor: foundIn(record.incidents),
    observation: (id) => known.get(id),
    event: () => undefined,
  }
}

const partiesOf = (agreement: Agreement | null): Readonly<Record<PartyId, string>> => ({
  A: agreement?.parties.A.title ?? 'A',
  B: agreement?.parties.B.title ?? 'B',
})

function tablesOf(work: Work): Pick<Report, 'counts' | 'byRegion' | 'byControl'> {
  const { record, asked, release, now, before } = work
  const whole = eyesIn(work, () => true)
  const ledgers = LEDGERS.filter((ledger) => asked.topic === null || ledger === asked.topic)
  const common = { now, before, ledgers }
  const regionOf = (one: Observation): string =>
    isPlaceOut(one, release) ? (regionAt(record.regions, one) ?? REGION_OTHER) : REGION_WITHHELD
  const isMonitor = asked.edition === 'monitor'
  const seenLedgers = (rows: readonly Recorded[]) =>
    ledgers.filter((ledger) => rows.some((row) => ledgerOf(row.observation.category) === ledger))
  const kept = seenLedgers([...now, ...(before ?? [])])
  return {
    counts: countTable({
      ...common,
      name: 'counts',
      groupOf: () => null,
      groups: [null],
      eyesOf: () => whole,
    }),
    byRegion:
      record.regions.length === 0
        ? []
        : countTable({
            ...common,
            ledgers: kept,
            name: 'region',
            groupOf: regionOf,
            groups: [
              ...record.regions.map(({ id }) => id),
              REGION_OTHER,
              ...(isMonitor ? [] : [REGION_WITHHELD]),
            ],
            // Where sensors stand and which are blind is the monitor's alone: others have the mission's mean.
            eyesOf: (group) =>
              isMonitor
                ? eyesIn(work, (source) => (stands(record, source) ?? REGION_OTHER) === group)
                : whole,
          }),
    byControl: countTable({
      ...common,
      ledgers: kept,
      name: 'control',
      groupOf: ({ observer }) => observer.control,
      groups: CONTROLS,
      eyesOf: () => whole,
    }),
  }
}

/** The region that a source stands in, if it stays where it is. */
function stands({ observe, regions }: ReportRecord, id: string): string | null {
  const position = observe.sources.get(id)?.site?.position
  if (position === undefined) return null
  return regions.find(({ polygon }) => contains(polygon, position))?.id ?? null
}

function eyesIn(
  { record, asked }: Work,
  among: (source: string) => boolean,
): { readonly now: CoverageShares; readonly before: CoverageShares | null } {
  const over = (period: Period): CoverageShares =>
    meanEyes(eyesOfEach(record.observe, period, among))
  return { now: over(asked.period), before: asked.previous === null ? null : over(asked.previous) }
}

function coverageOfWork(work: Work): CoverageStatement {
  const { record, asked } = work
  const each = eyesOfEach(record.observe, asked.period)
  const isMonitor = asked.edition === 'monitor'
  return {
    count: each.length,
    ...eyesIn(work, () => true),
    sources: isMonitor
      ? each.map(({ source, shares }) => ({ source, shares: printed(shares) }))
      : [],
    withheld: isMonitor ? [] : [{ field: 'coverage.sources', rule: 'sensors' }],
    from: basisOfEntries(record.coverageEntries),
  }
}

function findingsOf({
  record,
  asked,
  release,
}: Work): Pick<Report, 'findings' | 'findingsUnlisted' | 'dismissed'> {
  const moved = record.acts.filter(
    ({ incident, atMs }) =>
      (asked.incident === null || asked.incident === incident) &&
      (asked.incident !== null || isWithin(atMs, asked.period)),
  )
  const ids = new Set(moved.map(({ incident }) => incident))
  // A spot report is of its incident, whatever became of it.
  const isPutAside = (one: Incident): boolean =>
    asked.incident === null && isDismissedIn(one, asked.period)
  const listed = record.incidents.filter((one) => ids.has(one.id) && !isPutAside(one))
  const findings = listed.flatMap((incident): FindingRow[] => {
    const row = findingFor(asked.edition, incident, release)
    return row === null ? [] : [{ ...row, from: basisOfEntries(incident.entries) }]
  })
  return {
    findings,
    findingsUnlisted: listed.length - findings.length,
    dismissed: asked.incident === null ? dismissedRows(record.incidents, asked) : [],
  }
}

const byTime = (a: Recorded, b: Recorded): number =>
  a.observation.observed.fromMs - b.observation.observed.fromMs ||
  (a.observation.id < b.observation.id ? -1 : 1)

function annexOf({
  record,
  asked,
  release,
  now,
}: Work): Pick<Report, 'access' | 'annex' | 'annexMore'> {
  const single = now.filter(({ observation }) => !isIndication(observation.category))
  const listed = single.toSorted(byTime).slice(0, ANNEX_ROWS_MAX)
  const shown = new Set(listed)
  const rows = listed.map(({ observation, entry }): AnnexRow => {
    const { seen, withheld } = observationFor(asked.edition, observation, release)
    const isOut = isPlaceOut(observation, release)
    return {
      seen,
      entry,
      region: isOut ? regionAt(record.regions, observation) : null,
      withheld: isOut ? withheld : [...withheld, { field: 'region', rule: 'place' }],
    }
  })
  return {
    access: rows.filter(({ seen }) => ledgerOf(seen.category) === 'access'),
    annex: rows,
    annexMore: basisOfRows(now.filter((row) => !shown.has(row))),
  }
}

function publishedOf({ record, asked, release }: Work): Report['published'] {
  const { totals, regions, observations } = record
  if (totals === null) return null
  const near = totals.filter(
    ({ period }) => period.toMs > asked.period.fromMs && period.fromMs < asked.period.toMs,
  )
  const rows = observations.filter(({ observation }) => admits(asked.edition, observation.label))
  return publishedRows(near, rows, (one) =>
    isPlaceOut(one, release) ? regionAt(regions, one) : null,
  )
}
