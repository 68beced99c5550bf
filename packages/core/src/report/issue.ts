// A report that was handed out cannot be taken back, so that it was is put on record: which one, for whom, and the digest
// of its bytes. A wrong one is never replaced in silence: the right one is a new issue that names the old.
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor } from '../nations/index.ts'
import type { Ledger } from '../observe/index.ts'
import { DAY_MS, HOUR_MS, parseInstant } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import { LEDGERS } from './count.ts'
import { NO_CHANGES, evolveChanges } from './since.ts'
import type { Changes } from './since.ts'
import { NO_SOURCE_ACTS, evolveSourceActs } from './since-sources.ts'
import type { SourceActs } from './since-sources.ts'
import { EDITIONS, REPORT_KINDS } from './types.ts'
import type { Edition, Period, ReportKind } from './types.ts'

/** Languages that reports are written in, ISO 639-1. */
export const LANGUAGES = ['en', 'uk', 'fr'] as const
/** A language of reports. */
export type Language = (typeof LANGUAGES)[number]
/** Formats that reports are written in. */
export const REPORT_FORMATS = ['html', 'pdf', 'csv', 'geojson'] as const
/** A format of reports. */
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** What the head of mission puts on record. */
export interface IssueReport {
  readonly type: 'issueReport'
  readonly kind: ReportKind
  readonly number: number
  readonly year: number
  readonly edition: Edition
  readonly language: Language
  readonly format: ReportFormat
  readonly period: Period
  /** Entries that it rests on, and the instant that releases were judged at: as in its head. */
  readonly logSize: number
  readonly asOfMs: InstantMs
  /** Hex SHA-256 of the file. */
  readonly sha256: string
  /** Log index of the issue that this one corrects; null where it is the first. */
  readonly corrects: number | null
  /** Why it was corrected; empty where it is the first. */
  readonly reason: string
  /** Which incident a spot report is of; absent in logs older than the rule. */
  readonly incident?: string | null
  /** Which ledger a thematic report is of; absent in logs older than the rule. */
  readonly topic?: Ledger | null
}
/** A report that was handed out. */
export interface Issued extends Omit<IssueReport, 'type'> {
  readonly entry: number
  readonly atMs: InstantMs
  readonly correctedBy: number | null
  readonly scripted: boolean
}
/** Every issue by the log index of its entry. */
export interface ReportState {
  /** Entries that the log has, this far: no report can rest on more. */
  readonly logSize: number
  readonly issued: ReadonlyMap<number, Issued>
  /** What was recalled, corrected or taken back of incidents, whoever was told of them before. */
  readonly changes: Changes
  /** What was said of sources that may judge what they told before. */
  readonly sources: SourceActs
}
/** Nothing was issued. */
export const initial: ReportState = {
  logSize: 0,
  issued: new Map(),
  changes: NO_CHANGES,
  sources: NO_SOURCE_ACTS,
}

/** How far an instant may be from 1970, ms (ECMA-262, 21.4.1.1); years of reports. */
const INSTANT_MAX_MS = 8.64e15
const YEAR_MIN = 1900
const YEAR_MAX = 9999
/** Days that a report of the calendar is about. */
const DAYS_OF_YEAR_MAX = 366
const DAYS_OF = { daily: 1, twoWeekly: 14 } as const

/** Longest reason of a correction, characters. */
export const REASON_MAX = 2_000

/** Who asks, and when. */
export interface ReportContext {
  readonly actor: Actor
  readonly nowMs: InstantMs
}

/** A command that was not read field by field gets here, too: nothing but the listed members reaches the log. */
function shapeFault(command: IssueReport): string | null {
  const { kind, edition, language, format, number, year, period, logSize, asOfMs, sha256 } = command
  if (!REPORT_KINDS.includes(kind)) return `kind: give one of ${REPORT_KINDS.join(', ')}`
  if (!EDITIONS.includes(edition)) return `edition: give one of ${EDITIONS.join(', ')}`
  if (!LANGUAGES.includes(language)) return `language: give one of ${LANGUAGES.join(', ')}`
  if (!REPORT_FORMATS.includes(format)) return `format: give one of ${REPORT_FORMATS.join(', ')}`
  const whole = [number, year, period.fromMs, period.toMs, logSize, asOfMs]
  if (!whole.every((n) => Number.isSafeInteger(n)))
    return 'numbers and instants: give whole numbers'
  if (number < 1) return `number: ${number} is below 1`
  if (![period.fromMs, period.toMs, asOfMs].every((ms) => Math.abs(ms) <= INSTANT_MAX_MS))
    return `instants: give milliseconds since 1970 within ${INSTANT_MAX_MS} of it`
  if (period.fromMs >= period.toMs) return 'period: it ends before it begins; exchange its ends'
  if (asOfMs < period.toMs) return `asOfMs: ${asOfMs} is before the period ends, at ${period.toMs}`
  if (year < YEAR_MIN || year > YEAR_MAX) return `year: give one from ${YEAR_MIN} to ${YEAR_MAX}`
  if (!/^[0-9a-f]{64}$/.test(sha256)) return 'sha256: give 64 lower-case hex digits'
  const { incident = null, topic = null } = command
  if ((topic !== null) !== (kind === 'thematic') || (topic !== null && !LEDGERS.includes(topic)))
    return `topic: a thematic report names its ledger, one of ${LEDGERS.join(', ')}; leave it out of any other`
  if (incident !== null && (kind !== 'spot' || !/^I-\d{1,15}$/.test(incident)))
    return 'incident: give the id of the incident of a spot report, like I-42; leave it out of any other'
  return null
}

const isSame = (a: Issued, b: IssueReport): boolean =>
  a.kind === b.kind &&
  a.number === b.number &&
  a.year === b.year &&
  a.edition === b.edition &&
  a.language === b.language &&
  a.format === b.format

const nameOf = ({ kind, number, year, edition, language, format }: IssueReport): string =>
  `the ${kind} report ${number}/${year}, ${edition} edition, ${language}, ${format}`

function correctionFault({ issued }: ReportState, command: IssueReport): string | null {
  const { corrects, reason } = command
  const standing = [...issued.values()].find(
    (one) => isSame(one, command) && one.correctedBy === null,
  )
  if (corrects === null && reason !== '')
    return 'reason: it says why an issue is corrected, and `corrects` names none; leave it empty'
  if (corrects === null)
    return standing === undefined
      ? null
      : `${nameOf(command)} was issued in entry ${standing.entry}; a correction names it as \`corrects\``
  if (standing === undefined) return `${nameOf(command)} was never issued: leave \`corrects\` out`
  if (standing.entry !== corrects)
    return `entry ${corrects} is not the issue that stands of ${nameOf(command)}; entry ${standing.entry} is`
  if (standing.sha256 === command.sha256)
    return `the file is the one that was issued in entry ${corrects}: there is nothing to correct`
  return reason.trim() === '' || reason.length > REASON_MAX
    ? `reason: say in 1 to ${REASON_MAX} characters what was wrong`
    : null
}

/**
 * Days of the year in UTC that a period of that number may end on. Core knows no local time, so it allows a day more at
 * either end, and an hour of the length for the change of clocks; whoever makes the file has the mission's own calendar.
 */
function calendarFault({ kind, number, year, period }: IssueReport): string | null {
  const isCalendar = kind === 'daily' || kind === 'twoWeekly'
  const length = isCalendar ? DAYS_OF[kind] : 0
  if (isCalendar && Math.abs(period.toMs - period.fromMs - length * DAY_MS) > HOUR_MS)
    return `period: a ${kind} report is about ${length} days, to the hour`
  const yearMs = parseInstant(`${year}-01-01T00:00Z`) ?? 0
  const firstMs = isCalendar ? yearMs + (number - 1) * length * DAY_MS : yearMs
  const yearEndMs = yearMs + DAYS_OF_YEAR_MAX * DAY_MS
  const endMs = isCalendar ? Math.min(firstMs + length * DAY_MS, yearEndMs) : yearEndMs
  return period.toMs < firstMs - DAY_MS || period.toMs > endMs + DAY_MS
    ? `number: the period does not end in ${kind} ${number} of ${year}; give the number that the report bears`
    : null
}

/** A report that has no calendar bears the next number, or that of the same report in another edition or writing. */
function numberFault(state: ReportState, command: IssueReport): string | null {
  const { kind, number, year, period, corrects } = command
  const wrong = calendarFault(command)
  if (wrong !== null || kind === 'daily' || kind === 'twoWeekly' || corrects !== null) return wrong
  const next = nextNumber(state, kind, year)
  const isIssued = [...state.issued.values()].some(
    (one) =>
      one.kind === kind &&
      one.number === number &&
      one.year === year &&
      one.period.fromMs === period.fromMs &&
      one.period.toMs === period.toMs,
  )
  return number === next || isIssued
    ? null
    : `number: the next ${kind} report of ${year} is ${next}, not ${number}; make it again`
}

/** Why the actor may not issue reports, or null: the head of mission of the monitor decides, nobody else. */
export function refuseIssuer({ role, office, nation }: Actor): Refused | null {
  const isScripted = role === 'scripted'
  if (role !== 'head-of-mission' && !isScripted)
    return { refused: `issueReport is for the head of mission; the role ${role} may not` }
  if (office !== 'monitor')
    return { refused: `reports are the monitor's; the ${office} office does not issue them` }
  return isScripted && !isFictional(nation)
    ? { refused: `a scripted officer belongs to a fictional nation, and ${nation} is none` }
    : null
}

/** Whether a report goes on record as issued: the head of mission of the monitor decides, nobody else. */
export function decide(
  state: ReportState,
  command: IssueReport,
  { actor, nowMs }: ReportContext,
): { readonly entries: readonly Draft[] } | Refused {
  const refused = refuseIssuer(actor)
  if (refused !== null) return refused
  const fault = shapeFault(command)
  if (fault !== null) return { refused: fault }
  if (command.asOfMs > nowMs)
    return {
      refused: `asOfMs ${command.asOfMs} is after now (${nowMs}): releases cannot be judged at an instant to come`,
    }
  if (command.logSize < 1 || command.logSize > state.logSize)
    return {
      refused: `logSize ${command.logSize}: the log has ${state.logSize} entries, and a report rests on 1 to as many`,
    }
  const wrong = correctionFault(state, command) ?? numberFault(state, command)
  if (wrong !== null) return { refused: wrong }
  const { type: _type, ...payload } = command
  return {
    entries: [
      {
        kind: 'report.issued',
        // Interfaces have no index signature, so the compiler cannot see that this is JSON; it is.
        payload: payload as unknown as Json,
        refs: command.corrects === null ? [] : [command.corrects],
      },
    ],
  }
}

/** The state after an entry. Entries of other steps and tombstones only lengthen the log. */
export function evolve(state: ReportState, entry: Entry | Tombstone): ReportState {
  const logSize = entry.index + 1
  if ('tombstone' in entry) return { ...state, logSize }
  const changes = evolveChanges(state.changes, entry)
  const sources = evolveSourceActs(state.sources, entry)
  if (entry.kind !== 'report.issued') return { logSize, issued: state.issued, changes, sources }
  const said = entry.payload as unknown as Omit<IssueReport, 'type'>
  const issued = new Map(state.issued)
  const old = said.corrects === null ? undefined : issued.get(said.corrects)
  if (old !== undefined) issued.set(old.entry, { ...old, correctedBy: entry.index })
  issued.set(entry.index, {
    ...said,
    entry: entry.index,
    atMs: entry.atMs,
    correctedBy: null,
    scripted: entry.actor.role === 'scripted',
  })
  return { logSize, issued, changes, sources }
}

/** The number that the next report of a kind that has no calendar of its own gets in a year: one more than the last. */
export const nextNumber = ({ issued }: ReportState, kind: ReportKind, year: number): number =>
  1 +
  Math.max(
    0,
    ...[...issued.values()]
      .filter((one) => one.kind === kind && one.year === year)
      .map(({ number }) => number),
  )
