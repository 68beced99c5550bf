import { EDITIONS, LANGUAGES, REPORT_FORMATS } from '@holdfast/core/report'
import type { Edition, Issued } from '@holdfast/core/report'
import type { Office } from '@holdfast/core/nations'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Holdfast } from '../runtime/index.ts'
import { listReports } from './list-reports.ts'
import { makeReport, type ReportRequest, type Which } from './make-report.ts'
import type { ReadableLog } from './read-record.ts'

/** A log as it stands in a running deployment. */
export const logOf = ({
  journal,
  exercise,
  nowMs,
}: Pick<Holdfast, 'journal' | 'exercise' | 'nowMs'>): ReadableLog => ({
  size: journal.size,
  exercise,
  nowMs,
  entries: () => journal.read(0),
})

/** Editions that an office may ask for: its own view, and what is for those that see less. */
const EDITIONS_OF: Readonly<Record<Office, readonly Edition[]>> = {
  monitor: EDITIONS,
  commission: ['coalition', 'parties', 'public'],
  guarantors: ['coalition', 'public'],
}
const MEDIA = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  geojson: 'application/geo+json',
  pdf: 'application/pdf',
} as const

/** A report as a request names it: every member a text, none of them trusted. */
export interface OfferedRequest {
  readonly kind: string
  readonly edition: string
  readonly language: string
  readonly format: string
  readonly date?: string
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly incident?: string
}
/** A written report. */
export interface ReportFile {
  readonly media: string
  readonly name: string
  readonly bytes: Uint8Array
}
type RefusedFor = Refused & { readonly status: 400 | 403 | 404 | 503 }

/** Reports that are made at once: each reads the whole log. */
export const REPORTS_AT_ONCE_MAX = 1

function whichOf(offered: OfferedRequest): Which | Refused {
  const { kind, date, from, to, topic, incident } = offered
  if (kind === 'daily' || kind === 'twoWeekly')
    return date === undefined
      ? { refused: `a ${kind} report takes date=YYYY-MM-DD` }
      : { kind, date }
  if (kind === 'spot')
    return incident === undefined
      ? { refused: 'a spot report takes incident=, the id of an incident' }
      : { kind, incident }
  if (kind !== 'thematic')
    return { refused: `there is no report ${kind}; give spot, daily, twoWeekly or thematic` }
  return topic === undefined || from === undefined || to === undefined
    ? { refused: 'a thematic report takes topic=, from=YYYY-MM-DD and to=YYYY-MM-DD' }
    : { kind, topic, from, to }
}

function requestOf(offered: OfferedRequest): ReportRequest | Refused {
  const edition = EDITIONS.find((one) => one === offered.edition)
  const language = LANGUAGES.find((one) => one === offered.language)
  const format = REPORT_FORMATS.find((one) => one === offered.format)
  if (edition === undefined) return { refused: `edition: give one of ${EDITIONS.join(', ')}` }
  if (language === undefined) return { refused: `language: give one of ${LANGUAGES.join(', ')}` }
  if (format === undefined) return { refused: `format: give one of ${REPORT_FORMATS.join(', ')}` }
  const which = whichOf(offered)
  return isRefused(which) ? which : { which, edition, language, format }
}

/** Reports of a running deployment, each office within its editions. */
export class ServedReports {
  readonly #holdfast: Holdfast
  #underWay = 0

  constructor(holdfast: Holdfast) {
    this.#holdfast = holdfast
  }

  /** What was issued, as far as its edition is for the office. */
  async reports(office: Office): Promise<{ readonly reports: readonly Issued[] }> {
    const issued = await listReports(logOf(this.#holdfast))
    return { reports: issued.filter(({ edition }) => EDITIONS_OF[office].includes(edition)) }
  }

  /** Makes a report. */
  async report(office: Office, offered: OfferedRequest): Promise<ReportFile | RefusedFor> {
    const request = requestOf(offered)
    if (isRefused(request)) return { ...request, status: 400 }
    const { edition, format } = request
    if (!EDITIONS_OF[office].includes(edition))
      return {
        refused: `the ${edition} edition is not for the ${office} office; ask for ${EDITIONS_OF[office].join(' or ')}`,
        status: 403,
      }
    if (this.#underWay >= REPORTS_AT_ONCE_MAX)
      return { refused: 'another report is being made; ask again in a moment', status: 503 }
    this.#underWay += 1
    try {
      const made = await makeReport(logOf(this.#holdfast), request)
      if (isRefused(made)) return { ...made, status: 400 }
      const { kind, number, year } = made.report.head
      return {
        media: MEDIA[format],
        name: `${kind}-${year}-${number}-${edition}-${request.language}.${format}`,
        bytes: made.bytes,
      }
    } finally {
      this.#underWay -= 1
    }
  }
}
