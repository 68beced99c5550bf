/** Which report is asked for: what the form holds, and the request that it makes. */
import type { Edition, Issued, Language, ReportFormat, ReportKind } from '@holdfast/core/report'
import type { Office } from '@holdfast/core/nations'
import type { CommandBody, ReportAsked } from '../api/index.ts'
import type { Stamp } from './stamp.ts'

/** What stands in the form; each kind takes some of it. */
export interface Wanted {
  readonly kind: ReportKind
  readonly edition: Edition
  readonly language: Language
  /** `YYYY-MM-DD` in the mission's own calendar. */
  readonly date: string
  readonly from: string
  readonly to: string
  readonly topic: string
  readonly incident: string
}

/** What each kind is called. */
export const KIND_WORD: Readonly<Record<ReportKind, string>> = {
  spot: 'spot',
  daily: 'daily',
  twoWeekly: 'two-weekly',
  thematic: 'thematic',
}
/** What each language is called in itself. */
export const LANGUAGE_WORD: Readonly<Record<Language, string>> = {
  en: 'English',
  uk: 'Українська',
  fr: 'Français',
}
/** What each format is called. */
export const FORMAT_WORD: Readonly<Record<ReportFormat, string>> = {
  html: 'HTML',
  pdf: 'PDF',
  csv: 'CSV',
  geojson: 'GeoJSON',
}
/** Editions that an office may have made: its own view, and what is for those that see less. */
export const EDITIONS_OF: Readonly<Record<Office, readonly Edition[]>> = {
  monitor: ['monitor', 'coalition', 'parties', 'public'],
  commission: ['coalition', 'parties', 'public'],
  guarantors: ['coalition', 'public'],
}

/** The request for a file of what is wanted: the kind decides which of the form's fields go with it. */
export function askedOf(wanted: Wanted, format: ReportFormat): ReportAsked {
  const { kind, edition, language, date, from, to, topic, incident } = wanted
  const head = { kind, edition, language, format }
  if (kind === 'spot') return { ...head, incident }
  if (kind === 'thematic') return { ...head, topic, from, to }
  return { ...head, date }
}

/** The issue of the same report in the same writing that still stands; undefined where there is none. */
export const standingIssue = (
  issued: readonly Issued[],
  { head, language, format }: Stamp,
): Issued | undefined =>
  issued.findLast(
    (one) =>
      one.correctedBy === null &&
      one.kind === head.kind &&
      one.number === head.number &&
      one.year === head.year &&
      one.edition === head.edition &&
      one.language === language &&
      one.format === format,
  )

/** The command that puts a file on record as issued. */
export const issueCommand = (
  { head, language, format }: Stamp,
  sha256: string,
  { corrects, reason }: { readonly corrects: number | null; readonly reason: string },
): CommandBody => ({
  step: 'report',
  type: 'issueReport',
  kind: head.kind,
  number: head.number,
  year: head.year,
  edition: head.edition,
  language,
  format,
  period: head.period,
  logSize: head.logSize,
  asOfMs: head.asOfMs,
  sha256,
  corrects,
  reason,
  incident: head.incident,
  topic: head.topic,
})
