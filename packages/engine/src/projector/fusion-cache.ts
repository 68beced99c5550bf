/**
 * Keeps the fused events in step with the reports. The work is done in a thread, which holds a bounded window of the
 * record (see fusion-window.ts); this hands it what is new, reads back for it what late reports may join, and
 * starts it anew from the projections when it fails.
 */
import {
  coverageOf,
  evolve,
  initial,
  isIndication,
  type CoveragePeriod,
  type Observation,
  type ObserveState,
  type Source,
} from '@holdfast/core/observe'
import type { Entry } from '@holdfast/core/evidence'
import type { InstantMs, Interval } from '@holdfast/core/units'
import { ExplanationFold, type ExplanationChange } from './explanations.ts'
import { startFusion, type FusionThread } from './fusion-thread.ts'
import { HANDED_MAX } from './fusion-limits.ts'
import type { OrderOf } from './fusion-names.ts'
import { FusionQueue } from './fusion-queue.ts'
import type { FusionChange, Ordered } from './fusion-window.ts'
import type { FusionDone } from './fusion-work.ts'
import { ReadBack } from './read-back.ts'
import type { ProjectionSink } from './sink.ts'

/** Reports that a start reads back: what the newest ones may join. */
const RESTORED = 10_000
/** How often a thread that fails is started anew for the same reports before that is a failure of the projector. */
const TRIES_MAX = 3

/** Reports and what they were fused into. */
export class FusionCache {
  readonly #readBack: ReadBack
  readonly #orderOf: OrderOf
  readonly #sources = new Map<string, Source>()
  #observe: ObserveState = initial
  readonly #queue = new FusionQueue()
  /** Reports that the thread was handed and whose change is not written yet. */
  #handed = 0
  #thread: FusionThread | null = null
  #isTold = false
  #isSweepDue = false
  readonly #coverage = new Map<string, readonly CoveragePeriod[]>()
  /** The times of which something else is said of a source than what events were weighed with. */
  readonly #touched = new Map<string, readonly Interval[]>()
  readonly #explanations = new ExplanationFold()
  /** What was announced and withdrawn since events were weighed, in the order of the log. */
  readonly #announced: ExplanationChange[] = []
  #nowMs: InstantMs = Number.NEGATIVE_INFINITY
  #dueMs: InstantMs = Infinity

  constructor(sink: ProjectionSink, orderOf: OrderOf) {
    this.#readBack = new ReadBack(sink, orderOf)
    this.#orderOf = orderOf
  }

  /** Takes a report of the log entry `order` in; it is fused on the next `refuse`. */
  add(observation: Observation, order: number): void {
    // No event is made of an indication alone; tracks and anomalies are fused elsewhere.
    if (isIndication(observation.category)) return
    this.#queue.add({ observation, order })
  }

  /** Takes a source in; when its calibration changed, all that was reported is fused anew. */
  addSource(source: Source): void {
    if (this.#sources.has(source.id)) this.#isSweepDue = true
    this.#sources.set(source.id, source)
    this.#isTold = false
  }

  /**
   * Folds what is said of sources (whom fusion leaves out, and how they stood) and what activities are announced.
   * `isProjected`: the projections know it.
   */
  fold(entry: Entry, isProjected: boolean): void {
    const { kind } = entry
    const explained = this.#explanations.fold(entry)
    if (explained !== null && !isProjected) this.#announced.push(explained)
    if (!/^observe\.(source-quarantined|source-restored|coverage-stated)$/.test(kind)) return
    const before = this.#observe
    this.#observe = evolve(before, entry)
    const { source, ...said } = entry.payload as unknown as CoveragePeriod
    this.#coverage.set(source, coverageOf(this.#observe, source))
    const spans = this.#touched.get(source) ?? []
    const isStated = kind === 'observe.coverage-stated' && !isProjected
    const { fromMs, toMs } = said
    this.#touched.set(source, isStated ? [...spans, { fromMs, toMs: toMs ?? Infinity }] : spans)
    // What waits to be weighed again is known to the thread alone: a start asks it at once.
    if (isProjected) this.#dueMs = Number.NEGATIVE_INFINITY
    if (this.#observe.quarantines === before.quarantines) return
    this.#isTold = false
    if (!isProjected) this.#isSweepDue = true
  }

  /** The time by the log. */
  setNow(nowMs: InstantMs): void {
    this.#nowMs = nowMs
  }

  /** Has all of the record fused anew. */
  sweepLater(): void {
    this.#isSweepDue = true
  }

  /** Whether something is to be fused. */
  get isDue(): boolean {
    const isTouched = this.#touched.size > 0 || this.#announced.length > 0
    return this.#isSweepDue || this.#queue.size > 0 || isTouched || this.#dueMs <= this.#nowMs
  }

  /** How many reports are not fused yet: those that wait, and those that are being fused. */
  get waiting(): number {
    return this.#queue.size + this.#handed
  }

  /**
   * Fuses what waits; one change for each stretch of the record that was fused. Stops where `isEnough` says so between
   * two of them: the rest waits for the next time, with what came meanwhile.
   */
  async *refuse(isEnough: () => boolean = () => false): AsyncGenerator<FusionChange> {
    if (this.#isSweepDue) {
      this.#isSweepDue = false
      for await (const rows of this.#readBack.all()) {
        const reports = rows
          .filter(({ category }) => !isIndication(category))
          .map((observation) => ({ observation, order: this.#orderOf(observation) }))
        yield await this.#fused(reports, true)
      }
    }
    // Once without any report, too, where something is only to be weighed again.
    do {
      const reports = this.#queue.take(HANDED_MAX)
      this.#handed = reports.length
      try {
        yield await this.#fused(reports, false)
      } finally {
        this.#handed = 0
      }
    } while (this.#queue.size > 0 && !isEnough())
  }

  async #fused(reports: readonly Ordered[], isSweep: boolean): Promise<FusionChange> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#tried(reports, isSweep)
      } catch (error) {
        await this.close()
        if (tries >= TRIES_MAX) throw error
      }
    }
  }

  async #tried(reports: readonly Ordered[], isSweep: boolean): Promise<FusionChange> {
    const thread = this.#thread ?? (await this.#start())
    await this.#tellSources(thread)
    const rows = reports.map(({ observation }) => observation)
    // In a sweep every report was fused before, and what became of it must be known to be taken back.
    if (isSweep)
      await thread.do({ kind: 'know', known: await this.#readBack.fused(rows), fromMs: null })
    await this.#tellCoverage(thread, this.#touched)
    await this.#tellAnnounced(thread, this.#announced, true)
    const { late } = await thread.do({ kind: 'add', reports, nowMs: this.#nowMs })
    if (late.length > 0) {
      const known = await this.#readBack.around(late)
      await thread.do({ kind: 'know', known, fromMs: null })
    }
    const { change, dueMs }: FusionDone = await thread.do({ kind: 'refuse' })
    if (change === null) throw new Error('the thread of fusion answered something else')
    this.#dueMs = dueMs
    // Kept until now, for a thread that is started anew. Nothing comes meanwhile: the projector folds between derivations.
    this.#touched.clear()
    this.#announced.length = 0
    return change
  }

  async #tellCoverage(
    thread: FusionThread,
    touched: ReadonlyMap<string, readonly Interval[]>,
  ): Promise<void> {
    if (touched.size === 0) return
    const changes = [...touched].map(([source, spans]) => ({
      source,
      periods: this.#coverage.get(source) ?? [],
      spans,
    }))
    const { isBeforeHeld } = await thread.do({ kind: 'coverage', changes, nowMs: this.#nowMs })
    if (isBeforeHeld) this.#isSweepDue = true
  }

  async #tellAnnounced(
    thread: FusionThread,
    changes: readonly ExplanationChange[],
    isNew: boolean,
  ): Promise<void> {
    if (changes.length === 0) return
    const { isBeforeHeld } = await thread.do({ kind: 'announced', changes, isNew })
    if (isBeforeHeld) this.#isSweepDue = true
  }

  async #tellSources(thread: FusionThread): Promise<void> {
    if (!this.#isTold)
      await thread.do({
        kind: 'sources',
        sources: this.#sources,
        quarantines: this.#observe.quarantines,
      })
    this.#isTold = true
  }

  async #start(): Promise<FusionThread> {
    const thread = startFusion()
    this.#thread = thread
    this.#isTold = false
    // The registry and the coverage come first: what is read back is held against them.
    await this.#tellSources(thread)
    await this.#tellCoverage(thread, new Map([...this.#coverage.keys()].map((id) => [id, []])))
    const standing = this.#explanations.standing.map((announced) => ({ announced, stands: true }))
    await this.#tellAnnounced(thread, standing, false)
    const { isAll, ...known } = await this.#readBack.newest(RESTORED)
    const first = known.observations.reduce(
      (fromMs, { observation }) => Math.min(fromMs, observation.observed.fromMs),
      Number.POSITIVE_INFINITY,
    )
    await thread.do({ kind: 'know', known, fromMs: isAll || first === Infinity ? null : first })
    return thread
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const thread = this.#thread
    this.#thread = null
    await thread?.end()
  }
}
