/** Reports: what was issued, one made from the record as it stands, and whether a file holds. */
import type {
  Edition,
  Head,
  Issued,
  Language,
  ReportFormat,
  ReportKind,
  Since,
  SourceSince,
} from '@holdfast/core/report'
import { Problem, ask, askWhole, refusalOf } from './client.ts'

/** A report that was issued, with what became since of what it rests on. */
export interface Listed extends Issued {
  readonly since: readonly Since[]
  /** What became of sources that it counts. */
  readonly sources: readonly SourceSince[]
}
/** What was issued in the editions of the office: the newest in the order of the log, and how many are older. */
export interface IssuedList {
  readonly reports: readonly Listed[]
  readonly older: number
}
/** A report as it is asked for; what its kind does not take is absent. */
export interface ReportAsked {
  readonly kind: ReportKind
  readonly edition: Edition
  readonly language: Language
  readonly format: ReportFormat
  readonly date?: string
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly incident?: string
}
/** A file as the server wrote it. */
export interface ReportFile {
  readonly name: string
  readonly media: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
/** What a check against the record came to; null figures where the server does not check. */
export type ReportCheck =
  | {
      readonly holds: boolean
      /** It holds; it was true when made and something of it was changed since; it does not hold. */
      readonly verdict: 'holds' | 'trueWhenMade' | 'doesNotHold'
      readonly since: readonly Since[]
      readonly sources: readonly SourceSince[]
      readonly head: Head
      /** Fields that were recomputed. */
      readonly fields: number
      readonly faults: readonly {
        readonly field: string
        readonly says: string | null
        readonly record: string | null
      }[]
      readonly issued: { readonly entry: number; readonly correctedBy: number | null } | null
    }
  | { readonly refused: string; readonly isUnknown: boolean }

/** Reports that were issued, as far as their edition is for the office. */
export const fetchReports = (): Promise<IssuedList> => ask('/reports')

/** Makes a report from the record as it stands. */
export async function fetchReportFile(asked: ReportAsked): Promise<ReportFile> {
  const response = await askWhole(`/reports/file?${new URLSearchParams({ ...asked })}`)
  const said = response.headers.get('content-disposition') ?? ''
  return {
    name: /filename="([^"]+)"/.exec(said)?.[1] ?? `report.${asked.format}`,
    media: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
}

/** Base64 of bytes, piece by piece: a spread of millions of arguments would not fit the stack. */
function base64Of(bytes: Uint8Array): string {
  const step = 0x80_00
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += step)
    pieces.push(String.fromCodePoint(...bytes.subarray(at, at + step)))
  return btoa(pieces.join(''))
}

/** Has every field of a file recomputed from the record; refused where it is no report, or where nobody checks here. */
export async function checkReport(bytes: Uint8Array): Promise<ReportCheck> {
  try {
    return await ask<Extract<ReportCheck, { holds: boolean }>>('/reports/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ file: base64Of(bytes) }),
    })
  } catch (error) {
    const isUnknown = error instanceof Problem && (error.status === 404 || error.status === 405)
    return { refused: refusalOf(error), isUnknown }
  }
}
