/**
 * Reads reports back from the projections that are no longer held, with what they were fused into: what a late report
 * may join. Rows are listed by time, after a row; so some rows are remembered as places to begin at.
 */
import type { Engagement, Event } from '@holdfast/core/fuse'
import { distanceM } from '@holdfast/core/geo'
import type { Observation } from '@holdfast/core/observe'
import { HOUR_MS } from '@holdfast/core/units'
import { READ_BACK_M, READ_BACK_MS, READ_BACK_PAGE, READ_BACK_ROWS_MAX } from './fusion-limits.ts'
import { engagementBegunBy, eventBegunBy, type OrderOf } from './fusion-names.ts'
import { roughPlace } from './fusion-place.ts'
import type { Known } from './fusion-window.ts'
import type { ProjectionSink } from './sink.ts'

/** Places to begin at that are remembered: over it every other one goes. */
const ANCHORS_MAX = 4_096
/** A report that begins so long before it ends is still found by what it overlaps. */
const LONGEST_MS = 2 * HOUR_MS
/** Rounds in which the members of events and engagements are completed. */
const ROUNDS_MAX = 3

interface Anchor {
  readonly fromMs: number
  readonly id: string
}

/** Reads one sink. */
export class ReadBack {
  readonly #sink: ProjectionSink
  readonly #orderOf: OrderOf
  #anchors: Anchor[] = []

  constructor(sink: ProjectionSink, orderOf: OrderOf) {
    this.#sink = sink
    this.#orderOf = orderOf
  }

  /** What lies around late reports, and what that was fused into. */
  async around(late: readonly Observation[]): Promise<Known> {
    const near: Observation[] = []
    for (const { fromMs, toMs, reports } of spansOf(late)) {
      const places = reports.flatMap((one) => roughPlace(one) ?? [])
      for await (const rows of this.#from(fromMs - READ_BACK_MS - LONGEST_MS)) {
        for (const row of rows) {
          const place = roughPlace(row)
          const isNear = places.some(
            (one) => place !== null && distanceM(one, place) <= READ_BACK_M,
          )
          if (isNear && row.observed.toMs >= fromMs - READ_BACK_MS) near.push(row)
        }
        if ((rows.at(-1)?.observed.fromMs ?? Infinity) > toMs + READ_BACK_MS) break
      }
      if (near.length > READ_BACK_ROWS_MAX * 4) break
    }
    const middleMs = late.reduce((sum, { observed }) => sum + observed.fromMs / late.length, 0)
    const away = ({ observed }: Observation): number => Math.abs(observed.fromMs - middleMs)
    return await this.fused(near.toSorted((a, b) => away(a) - away(b)).slice(0, READ_BACK_ROWS_MAX))
  }

  /** The newest reports with what they were fused into. `isAll` where there are no more. */
  async newest(limit: number): Promise<Known & { readonly isAll: boolean }> {
    const rows = await this.#sink.list('observation', { limit, newest: true })
    return { ...(await this.fused(rows)), isAll: rows.length < limit }
  }

  /** What reports were fused into, with all that belongs to it. Reports that are in no event yet are left out. */
  async fused(rows: readonly Observation[]): Promise<Known> {
    const observations = new Map(rows.map((one) => [one.id, one]))
    const events = new Map<string, Event>()
    const engagements = new Map<string, Engagement>()
    let fresh: readonly Observation[] = rows
    for (let round = 0; round < ROUNDS_MAX && fresh.length > 0; round += 1) {
      const found = await this.#many('event', fresh.map(eventBegunBy))
      for (const one of found) events.set(one.id, one)
      const begun = found.map(({ id }) => engagementBegunBy(id))
      for (const one of await this.#many('engagement', begun)) engagements.set(one.id, one)
      const members = [...engagements.values()].flatMap((one) => one.events)
      const others = await this.#many(
        'event',
        members.filter((id) => !events.has(id)),
      )
      for (const one of others) events.set(one.id, one)
      const missing = [...events.values()]
        .flatMap((one) => one.observations)
        .filter((id) => !observations.has(id))
      fresh = await this.#many('observation', missing)
      for (const one of fresh) observations.set(one.id, one)
    }
    const inEvents = new Set([...events.values()].flatMap((one) => one.observations))
    return {
      observations: [...observations.values()]
        .filter(({ id }) => inEvents.has(id))
        .map((observation) => ({ observation, order: this.#orderOf(observation) })),
      events: [...events.values()],
      engagements: [...engagements.values()],
    }
  }

  async #many<T extends 'observation' | 'event' | 'engagement'>(table: T, ids: readonly string[]) {
    const unique = [...new Set(ids)]
    const found = []
    for (let at = 0; at < unique.length; at += READ_BACK_PAGE)
      found.push(...(await this.#sink.many(table, unique.slice(at, at + READ_BACK_PAGE))))
    return found
  }

  /** Every report, in pages, in the order of time. */
  all(): AsyncGenerator<readonly Observation[]> {
    return this.#from(Number.NEGATIVE_INFINITY)
  }

  async *#from(fromMs: number): AsyncGenerator<readonly Observation[]> {
    let after = this.#anchors.findLast((one) => one.fromMs < fromMs)?.id
    for (;;) {
      const rows = await this.#sink.list('observation', { limit: READ_BACK_PAGE, after })
      const last = rows.at(-1)
      if (last === undefined) return
      this.#remember({ fromMs: last.observed.fromMs, id: last.id })
      after = last.id
      if (last.observed.fromMs >= fromMs) yield rows
      if (rows.length < READ_BACK_PAGE) return
    }
  }

  #remember(anchor: Anchor): void {
    if (this.#anchors.some(({ id }) => id === anchor.id)) return
    this.#anchors.push(anchor)
    this.#anchors.sort((a, b) => a.fromMs - b.fromMs)
    if (this.#anchors.length > ANCHORS_MAX) this.#anchors = this.#anchors.filter((_, n) => n % 2)
  }
}

// Late reports whose neighbourhoods overlap are read back for together.
function spansOf(late: readonly Observation[]) {
  const spans: { fromMs: number; toMs: number; reports: Observation[] }[] = []
  for (const one of late.toSorted((a, b) => a.observed.fromMs - b.observed.fromMs)) {
    const last = spans.at(-1)
    const { fromMs, toMs } = one.observed
    if (last !== undefined && fromMs - last.toMs <= 2 * READ_BACK_MS) {
      last.toMs = Math.max(last.toMs, toMs)
      last.reports.push(one)
    } else spans.push({ fromMs, toMs, reports: [one] })
  }
  return spans
}
