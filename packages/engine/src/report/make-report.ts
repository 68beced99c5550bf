/** Makes a report: which periods and number it has, what the record holds of them, and the file in a language and format. */
import { LANGUAGES, LEDGERS, compose, nextNumber } from '@holdfast/core/report'
import type {
  Asked,
  Edition,
  Head,
  Language,
  Period,
  Report,
  ReportFormat,
} from '@holdfast/core/report'
import { DAY_MS, isRefused, tellInstant, type Refused } from '@holdfast/core/units'
import { layOut, writeReport } from '@holdfast/formats/edition'
import { breathe } from './breathe.ts'
import { REPORT_ZONE, dailyOf, dayAt, dayOf, daysBetween, numbered, twoWeeklyOf } from './period.ts'
import { fold, readRecord } from './read-record.ts'
import type { Folded, ReadableLog } from './read-record.ts'

/** Which report: a day or a fortnight by a date, one incident, or one ledger over some days, both included. */
export type Which =
  | { readonly kind: 'daily' | 'twoWeekly'; readonly date: string }
  | { readonly kind: 'spot'; readonly incident: string }
  | {
      readonly kind: 'thematic'
      readonly topic: string
      readonly from: string
      readonly to: string
    }
/** Which report, for whom, and how it is written. */
export interface ReportRequest {
  readonly which: Which
  readonly edition: Edition
  readonly language: Language
  readonly format: ReportFormat
}
/** A report and its file. */
export interface Made {
  readonly report: Report
  readonly bytes: Uint8Array
}

/** Periods and number of what is asked. */
type Dated = Pick<Head, 'kind' | 'number' | 'year' | 'period' | 'previous' | 'topic' | 'incident'>

/** The year of the mission's day that an instant lies in. */
const yearOf = (ms: number): number => new Date(dayAt(ms)).getUTCFullYear()

/** The period of a spot report: from the first to the last thing that its incident rests on. */
async function spotPeriod(
  log: ReadableLog,
  folded: Folded,
  incident: string,
): Promise<Period | Refused> {
  const found = folded.verify.incidents.get(incident)
  if (found === undefined)
    return {
      refused: `there is no incident ${incident} in the first ${folded.size} entries; an id looks like I-42`,
    }
  const record = await readRecord(log, folded, { periods: [], asOfMs: log.nowMs })
  if (isRefused(record)) return record
  const ids = new Set(found.observations)
  const times = record.observations.filter(({ observation }) => ids.has(observation.id))
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { observation } of times) {
    fromMs = Math.min(fromMs, observation.observed.fromMs)
    toMs = Math.max(toMs, observation.observed.toMs)
  }
  // One opened on a claim rests on no observation: its period is the moment it was opened.
  if (times.length === 0) return { fromMs: found.sinceMs - 1, toMs: found.sinceMs }
  return { fromMs: fromMs - 1, toMs }
}

async function datedOf(log: ReadableLog, folded: Folded, which: Which): Promise<Dated | Refused> {
  const none = { topic: null, incident: null }
  if (which.kind === 'spot') {
    const period = await spotPeriod(log, folded, which.incident)
    if (isRefused(period)) return period
    const year = yearOf(period.toMs)
    const number = nextNumber(folded.report, 'spot', year)
    return {
      kind: 'spot',
      number,
      year,
      period,
      previous: null,
      topic: null,
      incident: which.incident,
    }
  }
  if (which.kind === 'thematic') {
    const [first, last] = [dayOf(which.from), dayOf(which.to)]
    if (typeof first === 'object') return first
    if (typeof last === 'object') return last
    if (first > last) return { refused: `${which.from} is after ${which.to}; exchange them` }
    const topic = LEDGERS.find((ledger) => ledger === which.topic)
    if (topic === undefined)
      return { refused: `there is no ledger ${which.topic}; give one of ${LEDGERS.join(', ')}` }
    const { year, ...periods } = daysBetween(first, last)
    const number = nextNumber(folded.report, 'thematic', year)
    return { kind: 'thematic', number, year, ...periods, topic, incident: null }
  }
  const day = dayOf(which.date)
  if (typeof day === 'object') return day
  return {
    kind: which.kind,
    ...none,
    ...(which.kind === 'daily' ? dailyOf(day) : twoWeeklyOf(day)),
  }
}

const tell = ({ fromMs, toMs }: Period): string => `${tellInstant(fromMs)} to ${tellInstant(toMs)}`

/** Why a head does not belong together; null where it does. Its period must be the one that its number stands for. */
export async function periodFault(
  log: ReadableLog,
  folded: Folded,
  head: Head,
): Promise<{ readonly fault: string | null; readonly dated: Pick<Head, 'period' | 'previous'> }> {
  const { kind, number, year, period, incident } = head
  const right = await rightPeriods(log, folded, head)
  if (right === null)
    return { fault: `there is no ${kind} report ${number} of ${year}`, dated: head }
  const isSame =
    same(right.period, period) &&
    (right.previous === null
      ? head.previous === null
      : head.previous !== null && same(right.previous, head.previous))
  return {
    fault: isSame
      ? null
      : `${kind} ${incident ?? `${number}/${year}`} is about ${tell(right.period)}, not ${tell(period)}`,
    dated: right,
  }
}

const same = (a: Period, b: Period): boolean => a.fromMs === b.fromMs && a.toMs === b.toMs

/** The periods that a number or an incident stands for; null where there is no such report. */
export async function rightPeriods(
  log: ReadableLog,
  folded: Folded,
  { kind, number, year, period, incident }: Omit<Head, 'previous' | 'version' | 'exercise'>,
): Promise<Pick<Head, 'period' | 'previous'> | null> {
  if (kind === 'spot') {
    const right = await spotPeriod(log, folded, incident ?? '')
    return isRefused(right) || yearOf(right.toMs) !== year
      ? null
      : { period: right, previous: null }
  }
  if (kind !== 'thematic') return numbered(kind, number, year)
  const right = daysBetween(dayAt(period.fromMs) + DAY_MS, dayAt(period.toMs))
  return right.year === year ? right : null
}

/** Writes a composed report as its file. The same report gives the same bytes. */
export async function bytesOf(
  report: Report,
  { language, format }: { readonly language: Language; readonly format: ReportFormat },
): Promise<Uint8Array> {
  const zone = REPORT_ZONE
  await breathe()
  if (format === 'pdf') {
    // Read where a page is set: its library is large, and a server that starts has no use for it.
    const { toPdf } = await import('./pdf.ts')
    return await toPdf(layOut(report, { language, format, zone }))
  }
  return new TextEncoder().encode(writeReport(report, { language, format, zone }))
}

/** Composes what is asked from the first entries of a log that was folded. */
export async function composeFrom(
  log: ReadableLog,
  folded: Folded,
  asked: Asked,
): Promise<Report | Refused> {
  const periods = asked.previous === null ? [asked.period] : [asked.period, asked.previous]
  const record = await readRecord(log, folded, { periods, asOfMs: asked.period.toMs })
  await breathe()
  return isRefused(record) ? record : compose(record, asked)
}

/** Makes a report from everything that the log holds now. A period that is not over yet is refused. */
export async function makeReport(
  log: ReadableLog,
  { which, edition, language, format }: ReportRequest,
): Promise<Made | Refused> {
  if (!LANGUAGES.includes(language)) return { refused: `no report is written in ${language}` }
  const folded = await fold(log, log.size)
  const dated = await datedOf(log, folded, which)
  if (isRefused(dated)) return dated
  if (dated.period.toMs > log.nowMs)
    return {
      refused: `the period ends at ${tellInstant(dated.period.toMs)}, and it is ${tellInstant(log.nowMs)}: ask again when it is over`,
    }
  const report = await composeFrom(log, folded, { ...dated, edition, asOfMs: log.nowMs })
  if (isRefused(report)) return report
  return { report, bytes: await bytesOf(report, { language, format }) }
}
