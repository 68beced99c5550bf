// A report that somebody hands on may have been changed on the way. Its stamp says what it claims to be; everything else
// is made again from the record and compared, field by field, so that the answer names what does not hold. The stamp is
// not believed either: its period must be the one of its number, and no release is judged at an instant to come.
import { createHash } from 'node:crypto'
import {
  EDITIONS,
  LANGUAGES,
  LEDGERS,
  REPORT_FORMATS,
  REPORT_KINDS,
  isTold,
  sinceThen,
  sourcesSince,
} from '@holdfast/core/report'
import type {
  Head,
  Issued,
  Language,
  Report,
  ReportFormat,
  Since,
  SourceSince,
} from '@holdfast/core/report'
import { isRefused, type Refused } from '@holdfast/core/units'
import { readWritten } from '@holdfast/formats/edition'
import type { Stamp, Written } from '@holdfast/formats/edition'
import { bytesOf, composeFrom, periodFault } from './make-report.ts'
import { fold } from './read-record.ts'
import type { Folded, ReadableLog } from './read-record.ts'

/** Something that does not hold: what the file says, and what the record gives; null where one has no such field. */
export interface ReportFault {
  readonly field: string
  readonly says: string | null
  readonly record: string | null
}
/** What a check came to. */
export interface Checked {
  readonly holds: boolean
  readonly head: Head
  readonly language: Language
  readonly format: ReportFormat
  readonly sha256: string
  /** Fields that were recomputed. */
  readonly fields: number
  readonly faults: readonly ReportFault[]
  /** The entry that issued exactly this file, and what corrected it; null where no entry did. */
  readonly issued: Pick<Issued, 'entry' | 'correctedBy'> | null
  /** In a word: it holds; it was true when it was made, and something of it was recalled or changed since; it does not hold. */
  readonly verdict: Verdict
  /** What became of what the record's own report of this stamp rests on; of a file that does not hold, too. */
  readonly since: readonly Since[]
  /** What became of sources that it counts. */
  readonly sources: readonly SourceSince[]
}
/** What a check says in a word. A copy that was changed on the way is never called true when made. */
export type Verdict = 'holds' | 'trueWhenMade' | 'doesNotHold'
/** Every word. */
export const VERDICTS: readonly Verdict[] = ['holds', 'trueWhenMade', 'doesNotHold']

/** Faults that are listed; a file that is another one altogether has thousands. */
export const FAULTS_MAX = 200

const FIRST_MS = Date.UTC(1900, 0, 1)
const END_MS = Date.UTC(10_000, 0, 1)
const isWord = (value: unknown, words: readonly string[]): boolean =>
  words.some((word) => word === value)
const isOrNull = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === null || is(value)
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
/** An instant of the years 1900 to 9999: beyond them no calendar here can tell a day. */
const isInstant = (value: unknown): boolean =>
  isWhole(value) && Number(value) >= FIRST_MS && Number(value) < END_MS
const isPeriod = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'fromMs' in value &&
  'toMs' in value &&
  isInstant(value.fromMs) &&
  isInstant(value.toMs)
const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 200

/** What each member of a head must be. */
const HEAD: Readonly<Record<keyof Head, (value: unknown) => boolean>> = {
  version: (value) => value === 3,
  kind: (value) => isWord(value, REPORT_KINDS),
  number: isCount,
  year: (value) => isCount(value) && Number(value) >= 1900 && Number(value) <= 9999,
  edition: (value) => isWord(value, EDITIONS),
  period: isPeriod,
  previous: (value) => isOrNull(value, isPeriod),
  topic: (value) => isOrNull(value, (one) => isWord(one, LEDGERS)),
  incident: (value) => isOrNull(value, isText),
  asOfMs: isInstant,
  logSize: isCount,
  exercise: (value) => isOrNull(value, isText),
}

const refused = (what: string): Refused => ({
  refused: `the report's stamp cannot be read: ${what}; give the file as \`holdfast report make\` wrote it`,
})

/** Reads a stamp; refused with the member that is wrong. */
export function stampOf(value: unknown): Stamp | Refused {
  if (typeof value !== 'object' || value === null) return refused('it is no object')
  const { head, language, format, zone } = value as Readonly<Record<string, unknown>>
  if (typeof head !== 'object' || head === null) return refused('head is missing')
  const given = head as Readonly<Record<string, unknown>>
  const form = given['version']
  if (form === 1 || form === 2)
    return {
      refused: `the report is of form ${form}, which an older release wrote: check it with that release, or make it again`,
    }
  const wrong = Object.entries(HEAD).find(([name, is]) => !is(given[name]))
  if (wrong !== undefined) return refused(`head.${wrong[0]} is wrong or missing`)
  if (!isWord(language, LANGUAGES)) return refused('language is none of ours')
  if (!isWord(format, REPORT_FORMATS)) return refused('format is none of ours')
  if (!isText(zone)) return refused('zone is no text')
  return value as Stamp
}

function compare(file: Written, right: Written): readonly ReportFault[] {
  const faults: ReportFault[] = []
  for (const [field, says] of file.fields) {
    const record = right.fields.get(field) ?? null
    if (record !== says) faults.push({ field, says: told(says), record: told(record) })
  }
  for (const [field, record] of right.fields)
    if (!file.fields.has(field)) faults.push({ field, says: null, record: told(record) })
  return faults
}

const told = (field: string | null): string | null =>
  field === null ? null : field.replace(/^\t/, '').replace('\t', ' · ').slice(0, 300)

/** Where two texts part, for words and marks that are no field. */
function firstDifference(a: Uint8Array, b: Uint8Array): ReportFault | null {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a[at] === b[at]) at += 1
  if (at === a.length && at === b.length) return null
  const around = (bytes: Uint8Array): string =>
    new TextDecoder().decode(bytes.subarray(Math.max(0, at - 30), at + 60)).replaceAll(/\s+/g, ' ')
  return { field: `byte ${at}`, says: around(a), record: around(b) }
}

/** Recomputes a written report from the log, and says what does not hold. */
export async function checkReport(log: ReadableLog, bytes: Uint8Array): Promise<Checked | Refused> {
  const file = readWritten(bytes)
  if (isRefused(file)) return file
  const stamp = stampOf(file.stamp)
  if (isRefused(stamp)) return stamp
  const { head, language } = stamp
  if (head.logSize > log.size)
    return {
      refused: `the report rests on the first ${head.logSize} entries, and this log has ${log.size}: check it against the log that it was made from`,
    }
  if (head.exercise !== log.exercise)
    return {
      refused: `the report is of ${head.exercise ?? 'a live deployment'}, and this log is of ${log.exercise ?? 'a live deployment'}`,
    }
  const folded = await fold(log, head.logSize)
  const { fault, dated } = await periodFault(log, folded, head)
  const faults: ReportFault[] = []
  if (fault !== null) faults.push({ field: 'period', says: fault, record: null })
  if (head.asOfMs > log.nowMs)
    faults.push({
      field: 'asOfMs',
      says: String(head.asOfMs),
      record: `no later than ${log.nowMs}`,
    })
  const { version: _version, logSize: _size, exercise: _exercise, ...asked } = head
  const report = await composeFrom(log, folded, { ...asked, ...pick(dated) })
  if (isRefused(report)) return report
  const right = await bytesOf(report, { language, format: file.format })
  const again = readWritten(right)
  if (isRefused(again)) throw new Error(again.refused)
  faults.push(...compare(file, again))
  const elsewhere = faults.length === 0 ? firstDifference(bytes, right) : null
  if (elsewhere !== null) faults.push(elsewhere)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const holds = faults.length === 0
  const now = await fold(log, log.size)
  const since = sinceReport(report, folded, now)
  const sources = sourcesSince(now.report.sources, head)
  const isSame = since.length + sources.length === 0
  return {
    holds,
    verdict: holds ? (isSame ? 'holds' : 'trueWhenMade') : 'doesNotHold',
    since,
    sources,
    head,
    language,
    format: file.format,
    sha256,
    fields: again.fields.size,
    faults: faults.slice(0, FAULTS_MAX),
    issued: issuedAs(now, sha256),
  }
}

const pick = ({ period, previous }: Pick<Head, 'period' | 'previous'>) => ({ period, previous })

/** What became, after the report was made, of the incidents that it tells. */
function sinceReport(
  { head, findings, dismissed }: Report,
  { verify, acts }: Folded,
  now: Folded,
): readonly Since[] {
  const { edition, period, incident } = head
  const listed = new Set(findings.map(({ incident: id }) => id))
  return [...verify.incidents.values()]
    .filter((then) => {
      const own = acts.filter((act) => act.incident === then.id)
      const isPutAside =
        dismissed.some(({ ground }) => ground === then.dismissal?.ground) &&
        isTold(then, own, { edition, period, incident })
      return listed.has(then.id) || isPutAside
    })
    .flatMap((then) => {
      const after = now.verify.incidents.get(then.id)
      return after === undefined ? [] : sinceThen(then, after, now.report.changes.made)
    })
    .toSorted((a, b) => a.entry - b.entry)
}

function issuedAs({ report }: Folded, sha256: string): Checked['issued'] {
  const found = [...report.issued.values()].findLast((one) => one.sha256 === sha256)
  return found === undefined ? null : { entry: found.entry, correctedBy: found.correctedBy }
}
