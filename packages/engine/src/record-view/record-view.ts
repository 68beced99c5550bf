/** What a record is judged anew from, for the monitor: by pages, because a record may hold years of events. */
import { standingAt, type Adopted, type Candidate, type Standing } from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import type { Office } from '@holdfast/core/nations'
import type { InstantMs, Refused } from '@holdfast/core/units'
import { snapshotsIn, type Incident } from '@holdfast/core/verify'
import type { Holdfast } from '../runtime/index.ts'

/** A candidate as it stood when an incident took it up: the entry keeps it, whatever came after. */
export interface TakenUp {
  readonly incident: string
  readonly entry: number
  readonly candidate: Candidate
}
/** What a record begins with. */
export interface RecordHead {
  /** What is said on every page of the deployment; null where there is nothing to say. */
  readonly notice: string | null
  readonly nowMs: InstantMs
  /** When the newest entry was made: up to then the passing of time has raised what was due. */
  readonly dueByMs: InstantMs
  readonly size: number
  /** What is recorded and not derived yet. */
  readonly lag: { readonly entries: number; readonly observationsWaiting: number }
  /** Oldest first, each with what people declared, announced and showed under its agreement. */
  readonly texts: readonly (Omit<Adopted, 'document'> & { readonly standing: Standing })[]
}
/** What a record holds by pages. */
export type RecordTable = 'events' | 'candidates' | 'taken-up'
/** Every table of a record. */
export const RECORD_TABLES: readonly RecordTable[] = ['events', 'candidates', 'taken-up']
/** One page, in the order of the table. */
export interface RecordPage {
  readonly rows: readonly (Event | Candidate | TakenUp)[]
  /** The `after` of the next page; null after the last. */
  readonly next: string | null
}
type RefusedFor = Refused & { readonly status: 400 | 403 }

/** Rows of one page at the most; an incident's are never cut apart. */
export const RECORD_ROWS_MAX = 1_000

const MONITOR_ONLY: RefusedFor = {
  refused:
    "the record with its exact places is the monitor's alone; log in to the monitor's office",
  status: 403,
}

/** The record of one deployment. */
export class RecordView {
  readonly #holdfast: Holdfast
  readonly #notice: () => string | null

  constructor(holdfast: Holdfast, notice: () => string | null) {
    this.#holdfast = holdfast
    this.#notice = notice
  }

  /** What the record begins with. */
  async head(office: Office): Promise<RecordHead | RefusedFor> {
    if (office !== 'monitor') return MONITOR_ONLY
    const { mission, nowMs, journal } = this.#holdfast
    const { agreement: state } = mission
    const { size } = journal
    return {
      notice: this.#notice(),
      nowMs,
      dueByMs: await this.#newestMs(size),
      size,
      lag: this.#holdfast.status().lag,
      texts: state.adopted.map(({ document: _document, ...one }) => ({
        ...one,
        standing: standingAt(state, undefined, one.agreement.id),
      })),
    }
  }

  /** One page of a table, after the `next` of the page before. */
  async page(
    office: Office,
    table: RecordTable,
    { after, limit = RECORD_ROWS_MAX }: { readonly after?: string; readonly limit?: number },
  ): Promise<RecordPage | RefusedFor> {
    if (office !== 'monitor') return MONITOR_ONLY
    if (table === 'taken-up') return await this.#takenUp(after, limit)
    const rows = await this.#holdfast.sink.list(table === 'events' ? 'event' : 'candidate', {
      limit,
      ...(after === undefined ? {} : { after }),
    })
    return { rows, next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }
  }

  async #takenUp(after: string | undefined, limit: number): Promise<RecordPage | RefusedFor> {
    const incidents: readonly Incident[] = [...this.#holdfast.mission.verify.incidents.values()]
    const at = after === undefined ? 0 : incidents.findIndex(({ id }) => id === after) + 1
    if (after !== undefined && at === 0)
      return { refused: `after: there is no incident ${after}`, status: 400 }
    const rows: TakenUp[] = []
    for (const [i, { id, entries }] of incidents.slice(at).entries()) {
      for (const index of entries) {
        const entry = await this.#holdfast.journal.entry(index)
        if ('tombstone' in entry) continue
        for (const { candidate } of snapshotsIn(entry))
          rows.push({ incident: id, entry: index, candidate })
      }
      if (rows.length >= limit && at + i + 1 < incidents.length) return { rows, next: id }
    }
    return { rows, next: null }
  }

  // The newest entry may be a tombstone, which bears no time.
  async #newestMs(size: number): Promise<InstantMs> {
    const { journal, nowMs } = this.#holdfast
    for (let index = size - 1; index >= 0; index -= 1) {
      const entry = await journal.entry(index)
      if (!('tombstone' in entry)) return entry.atMs
    }
    return nowMs
  }
}
