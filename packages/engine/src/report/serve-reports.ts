import type { Entry, Tombstone } from '@holdfast/core/evidence'
import { EDITIONS, LANGUAGES, REPORT_FORMATS, sourceless, wordless } from '@holdfast/core/report'
import type { Edition, SourceSince, Told } from '@holdfast/core/report'
import type { Office } from '@holdfast/core/nations'
import { MINUTE_MS, isRefused, type InstantMs, type Refused } from '@holdfast/core/units'
import { EDITIONS_OUT } from '@holdfast/core/verify'
import type { Holdfast } from '../runtime/index.ts'
import type { Checked } from './check-report.ts'
import type { Listed } from './list-reports.ts'
import type { ReportRequest, Which } from './make-report.ts'
import { ReportThread } from './report-thread.ts'
import type { SealedLog } from './sealed-log.ts'
import { toldIn } from './told.ts'

/** A log as it stands in a running deployment. */
export const logOf = ({
  journal,
  exercise,
  nowMs,
}: Pick<Holdfast, 'journal' | 'exercise' | 'nowMs'>): SealedLog => ({
  size: journal.size,
  exercise,
  nowMs,
  entries: () => journal.read(0),
  sealedFrom: (index) => journal.readSealed(index),
})

/** Editions that an office may ask for: its own view, and what is for those that see less. */
const EDITIONS_OF: Readonly<Record<Office, readonly Edition[]>> = {
  monitor: EDITIONS,
  ...EDITIONS_OUT,
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

/** Issues that one answer lists, the newest; `holdfast report list` has all. */
export const REPORTS_LISTED_MAX = 500
/** Files that are kept for whoever asks for the same again, and their bytes in all. */
export const FILES_KEPT_MAX = 16
/** Bytes of them, at the most. */
export const FILES_KEPT_BYTES_MAX = 32 * 1024 * 1024
/** How long a kept file is handed out, ms: what is due for release changes with the clock, too. */
export const FILE_KEPT_MS = 10 * MINUTE_MS

/** Which source is in quarantine, and why, is the monitor's alone. */
const sourcesFor = (office: Office, sources: readonly SourceSince[]): readonly SourceSince[] =>
  office === 'monitor' ? sources : sources.map(sourceless)

/** A file that was made, and of what. */
interface Kept {
  readonly logSize: number
  readonly atMs: InstantMs
  readonly file: ReportFile
}

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
  readonly #thread: ReportThread
  readonly #kept = new Map<string, Kept>()
  #told: { readonly name: string; readonly all: Promise<readonly Told[]> } | null = null
  /** What is being made or waits, by the size of its log and what it is. */
  readonly #underWay = new Map<string, Promise<ReportFile | RefusedFor>>()

  /** `thread` is where they are made: by default one of its own. */
  constructor(holdfast: Holdfast, thread: ReportThread = new ReportThread()) {
    this.#holdfast = holdfast
    this.#thread = thread
  }

  /** Ends the thread; what is under way is refused. */
  async close(): Promise<void> {
    await this.#thread.close()
  }

  /** What was issued, as far as its edition is for the office: the newest in the order of the log, and how many are older. */
  async reports(
    office: Office,
  ): Promise<{ readonly reports: readonly Listed[]; readonly older: number }> {
    const told = (await this.#toldNow()).filter(({ issued: { edition } }) =>
      EDITIONS_OF[office].includes(edition),
    )
    const reports = told.slice(-REPORTS_LISTED_MAX).map(({ issued, since, sources: all }) => {
      const sources = sourcesFor(office, all)
      // Why one was corrected is typed by people, and may say what the edition itself may not.
      return office === 'guarantors'
        ? { ...issued, reason: '', since: since.map(wordless), sources }
        : { ...issued, since, sources }
    })
    return { reports, older: told.length - reports.length }
  }

  /** What became of what was told, read anew only once something was issued or changed. */
  async #toldNow(): Promise<readonly Told[]> {
    const { journal, mission } = this.#holdfast
    const { report, verify } = mission
    const name = `${report.issued.size} ${report.changes.made.length} ${report.sources.acts.length}`
    if (this.#told?.name !== name)
      this.#told = {
        name,
        all: toldIn(report, verify, async (indexes) => {
          const entries: (Entry | Tombstone)[] = []
          for (const index of indexes) entries.push(await journal.entry(index))
          return entries
        }),
      }
    return await this.#told.all
  }

  /** The file of exactly this request, if it was made of the log as it stands. */
  #keptFor(name: string, { size, nowMs }: SealedLog): ReportFile | null {
    // A log only grows, so what was made of a shorter one is never asked for again.
    for (const [key, { logSize, atMs }] of this.#kept)
      if (logSize !== size || nowMs < atMs || nowMs - atMs > FILE_KEPT_MS) this.#kept.delete(key)
    return this.#kept.get(name)?.file ?? null
  }

  #keep(name: string, kept: Kept): void {
    this.#kept.set(name, kept)
    let bytes = [...this.#kept.values()].reduce((sum, { file }) => sum + file.bytes.length, 0)
    for (const [key, { file }] of this.#kept) {
      if (this.#kept.size <= FILES_KEPT_MAX && bytes <= FILES_KEPT_BYTES_MAX) return
      this.#kept.delete(key)
      bytes -= file.bytes.length
    }
  }

  /** Makes a report. One that is asked for again while it is made is made once. */
  async report(office: Office, offered: OfferedRequest): Promise<ReportFile | RefusedFor> {
    const request = requestOf(offered)
    if (isRefused(request)) return { ...request, status: 400 }
    const { edition } = request
    if (!EDITIONS_OF[office].includes(edition))
      return {
        refused: `the ${edition} edition is not for the ${office} office; ask for ${EDITIONS_OF[office].join(' or ')}`,
        status: 403,
      }
    const log = logOf(this.#holdfast)
    const wanted = JSON.stringify(request)
    const known = this.#keptFor(wanted, log)
    if (known !== null) return known
    const name = `${log.size} ${wanted}`
    const underWay = this.#underWay.get(name)
    if (underWay !== undefined) return await underWay
    const making = this.#make(log, request)
    this.#underWay.set(name, making)
    try {
      return await making
    } finally {
      this.#underWay.delete(name)
    }
  }

  /** Recomputes a written report from the log. What does not hold is told in the record's words: an office's own editions only. */
  async check(office: Office, bytes: Uint8Array): Promise<Checked | RefusedFor> {
    const checked = await this.#thread.check(logOf(this.#holdfast), bytes)
    if (isRefused(checked)) return { status: 400 as const, ...checked }
    const { edition } = checked.head
    // A report that was made on a server's word is the office's to read; what people typed since is not.
    const since = office === 'guarantors' ? checked.since.map(wordless) : checked.since
    const told = { ...checked, since, sources: sourcesFor(office, checked.sources) }
    return EDITIONS_OF[office].includes(edition)
      ? told
      : {
          refused: `the ${edition} edition is not for the ${office} office: it checks ${EDITIONS_OF[office].join(' and ')}`,
          status: 403,
        }
  }

  async #make(log: SealedLog, request: ReportRequest): Promise<ReportFile | RefusedFor> {
    const made = await this.#thread.make(log, request)
    if (isRefused(made)) return { status: 400 as const, ...made }
    const { kind, number, year, edition } = made.head
    const { language, format } = request
    const file = {
      media: MEDIA[format],
      name: `${kind}-${year}-${number}-${edition}-${language}.${format}`,
      bytes: made.bytes,
    }
    this.#keep(JSON.stringify(request), { logSize: log.size, atMs: log.nowMs, file })
    return file
  }
}
