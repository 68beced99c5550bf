// A report that was handed out cannot be taken back, so that it was is put on record: which one, for whom, and the digest
// of its bytes. A wrong one is never replaced in silence: the right one is a new issue that names the old.
import type { Draft, Entry, Json, Tombstone } from '../evidence/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor } from '../nations/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
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
  readonly issued: ReadonlyMap<number, Issued>
}
/** Nothing was issued. */
export const initial: ReportState = { issued: new Map() }

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
  if (period.fromMs >= period.toMs) return 'period: it ends before it begins; exchange its ends'
  if (!/^[0-9a-f]{64}$/.test(sha256)) return 'sha256: give 64 lower-case hex digits'
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

/** Whether a report goes on record as issued: the head of mission of the monitor decides, nobody else. */
export function decide(
  state: ReportState,
  command: IssueReport,
  { actor, nowMs }: ReportContext,
): { readonly entries: readonly Draft[] } | Refused {
  const isScripted = actor.role === 'scripted'
  if (actor.role !== 'head-of-mission' && !isScripted)
    return { refused: `issueReport is for the head of mission; the role ${actor.role} may not` }
  if (actor.office !== 'monitor')
    return { refused: `reports are the monitor's; the ${actor.office} office does not issue them` }
  if (isScripted && !isFictional(actor.nation))
    return {
      refused: `a scripted officer belongs to a fictional nation, and ${actor.nation} is none`,
    }
  const fault = shapeFault(command)
  if (fault !== null) return { refused: fault }
  if (command.asOfMs > nowMs)
    return {
      refused: `asOfMs ${command.asOfMs} is after now (${nowMs}): releases cannot be judged at an instant to come`,
    }
  const wrong = correctionFault(state, command)
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

/** The state after an entry. Entries of other steps and tombstones leave it as it is. */
export function evolve(state: ReportState, entry: Entry | Tombstone): ReportState {
  if ('tombstone' in entry || entry.kind !== 'report.issued') return state
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
  return { issued }
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
