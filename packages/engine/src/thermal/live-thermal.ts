/**
 * Thermal anomalies of a deployment that was given a background: fires beyond season, weather and satellites, by cells and
 * days. An indication for people to look at: no event, candidate or finding is made of it, and it is in no projection, so
 * that a deployment without a background is the same deployment.
 */
import { cellOf, epochDayOf } from '@holdfast/core/fuse/thermal'
import type { Background } from '@holdfast/core/fuse/thermal'
import type { Office } from '@holdfast/core/nations'
import type { Observation } from '@holdfast/core/observe'
import { DAY_MS, type InstantMs, type Refused } from '@holdfast/core/units'
import type { ProjectionSink, Projected } from '../projector/index.ts'
import { DayWalk } from './day-walk.ts'
import type { Asked, Walked } from './day-walk.ts'
import { FIRES_MAX, PAGE_ROWS, WINDOW_DAYS, WINDOW_STEP_DAYS } from './limits.ts'

/** What of a running deployment is followed. */
export interface Followed {
  readonly sink: Pick<ProjectionSink, 'list'>
  readonly nowMs: InstantMs
  subscribe(listener: (projected: Projected) => void): () => void
}
/** Fires that are in no cell-day, and why. */
export interface LeftOut {
  /** Before the window: too late to revise their day. */
  readonly late: number
  /** Of days that have not begun. */
  readonly future: number
  /** Where no background year has any. */
  readonly outside: number
  /** Beyond what the window holds. */
  readonly overflow: number
}

/** The watch over a deployment's thermal observations. */
export class LiveThermal {
  readonly #background: Background
  readonly #whole: DayWalk
  /** Only of observations whose label names the commission's office. */
  readonly #commission: DayWalk
  readonly #ids = new Map<number, Set<string>>()
  #held = 0
  #start = -Infinity
  #left = { late: 0, future: 0, outside: 0, overflow: 0 }
  #stop: () => void = () => undefined
  #ready: Promise<void> = Promise.resolve()

  constructor(background: Background) {
    this.#background = background
    this.#whole = new DayWalk(background)
    this.#commission = new DayWalk(background)
  }

  /** Takes whatever is projected from now on, and what was projected before. */
  follow(holdfast: Followed): void {
    this.#stop = holdfast.subscribe(({ observations }) => this.take(observations, holdfast.nowMs))
    this.#ready = this.#readBack(holdfast)
    // Whoever asks is told; until then nobody waits for it.
    this.#ready.catch(() => undefined)
  }

  /** Follows no more. */
  async close(): Promise<void> {
    this.#stop()
    await this.#ready.catch(() => undefined)
  }

  // The newest page often reaches back far enough; else all are read, in the order of time.
  async #readBack({ sink, nowMs }: Followed): Promise<void> {
    const newest = await sink.list('observation', { limit: PAGE_ROWS, newest: true })
    this.#takeAll(newest, nowMs, 'old')
    const reaches = epochDayOf(newest[0]?.observed.fromMs ?? 0) < this.#start
    if (newest.length < PAGE_ROWS || reaches) return
    for (let after: string | undefined; ;) {
      const page = await sink.list('observation', { limit: PAGE_ROWS, after })
      this.#takeAll(page, nowMs, 'old')
      after = page.at(-1)?.id
      if (page.length < PAGE_ROWS) return
    }
  }

  /** Takes observations, of any kind and in any order; each counts once. */
  take(observations: readonly Observation[], nowMs: InstantMs): void {
    this.#takeAll(observations, nowMs, 'new')
  }

  #takeAll(observations: readonly Observation[], nowMs: InstantMs, how: 'new' | 'old'): void {
    const today = epochDayOf(nowMs)
    this.#begin(today)
    for (const observation of observations)
      if (observation.category === 'I.THERMAL') {
        // What was long ago when this started is no late pass.
        const isPast = epochDayOf(observation.observed.fromMs) < this.#start
        if (how === 'new' || !isPast) this.#takeOne(observation, today)
      }
  }

  #begin(today: number): void {
    const start = Math.floor((today - WINDOW_DAYS) / WINDOW_STEP_DAYS) * WINDOW_STEP_DAYS
    if (start === this.#start) return
    this.#start = start
    for (const [day, ids] of this.#ids)
      if (day < start) {
        this.#held -= ids.size
        this.#ids.delete(day)
      }
    this.#whole.begin(start)
    this.#commission.begin(start)
  }

  #takeOne({ id, where, observed, label }: Observation, today: number): void {
    const day = epochDayOf(observed.fromMs)
    const ids = this.#ids.get(day) ?? new Set<string>()
    if (where.fix === null || ids.has(id)) return
    if (day < this.#start) this.#left.late += 1
    else if (day > today) this.#left.future += 1
    else if (this.#held >= FIRES_MAX) this.#left.overflow += 1
    else {
      this.#ids.set(day, ids.add(id))
      this.#held += 1
      const cell = cellOf(this.#background.grid, where.fix.position)
      if (cell < 0) this.#left.outside += 1
      this.#whole.fires.add(day, cell)
      if (label.policy === 'HOLDFAST' && label.offices.includes('commission'))
        this.#commission.fires.add(day, cell)
    }
  }

  /** The cell-days of a range, as the office's observations tell them. */
  async ask(
    asked: Asked,
    { office, nowMs }: { readonly office: Office; readonly nowMs: InstantMs },
  ): Promise<(Walked & { readonly left: LeftOut }) | Refused> {
    await this.#ready
    this.#begin(epochDayOf(nowMs))
    const walk = office === 'monitor' ? this.#whole : this.#commission
    const epochDay = epochDayOf(nowMs)
    const passed = (nowMs - epochDay * DAY_MS) / DAY_MS
    const walked = await walk.ask(asked, { epochDay, passed })
    return 'refused' in walked ? walked : { ...walked, left: { ...this.#left } }
  }
}
