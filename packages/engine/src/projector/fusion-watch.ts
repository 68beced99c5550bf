/**
 * What the log says beside the reports: how the sources stood, what activities were announced, and what time it is. An event
 * is weighed with what the log holds of the time of the event, not with what it held when its reports came. So it is weighed
 * again when somebody says of its time how a source in reach of it stood, when an activity there and then is announced or
 * withdrawn, and when a report can no longer be under way that was waited for; and a rebuild, which folds the same log, comes
 * to the same.
 */
import { reportersOf, type Beside, type Event } from '@holdfast/core/fuse'
import { silentAt } from '@holdfast/core/fuse/confidence'
import { distanceM } from '@holdfast/core/geo'
import type { CoveragePeriod, Observation, Source } from '@holdfast/core/observe'
import type { InstantMs, Interval } from '@holdfast/core/units'
import {
  Explanations,
  type Announced,
  type ExplanationChange,
  type Extent,
} from './explanations.ts'
import { WATCHED_SLACK_M } from './fusion-limits.ts'
import type { Indexed } from './fusion-place.ts'

/** How a source stood, all of it, and the times of which something else is said than before. */
export interface CoverageChange {
  readonly source: string
  readonly periods: readonly CoveragePeriod[]
  readonly spans: readonly Interval[]
}

/** What is known of the watchers. */
export class FusionWatch {
  readonly #coverage = new Map<string, readonly CoveragePeriod[]>()
  readonly #explanations = new Explanations()
  #sources: ReadonlyMap<string, Source> = new Map()
  /** The time by the log; without one all reports have come. */
  nowMs: InstantMs = Infinity

  /** What the events of a group of reports are weighed with. */
  besideOf(members: readonly Indexed[]): Beside {
    const explanations = this.#explanations.of(extentOf(members))
    return { coverage: this.#coverage, nowMs: this.nowMs, explanations }
  }

  /** The registry as it stands. */
  setSources(sources: ReadonlyMap<string, Source>): void {
    this.#sources = sources
  }

  /** Takes in how sources stood. */
  hear(changes: readonly CoverageChange[]): void {
    for (const { source, periods } of changes) this.#coverage.set(source, periods)
  }

  /** Takes in what was announced and withdrawn, and answers with every announcement whose weight that may change. */
  hearAnnounced(changes: readonly ExplanationChange[]): readonly Announced[] {
    return changes.flatMap((change) => this.#explanations.hear(change))
  }

  /** Whether a change may touch the event of a report: roughly, and never too seldom. */
  mayTouch(
    { source, spans }: CoverageChange,
    { observation: { observed }, place }: Indexed,
  ): boolean {
    const isThen = spans.some(
      ({ fromMs, toMs }) => fromMs <= observed.toMs && observed.fromMs <= toMs,
    )
    const known = this.#sources.get(source)
    if (!isThen || known?.site === undefined) return false
    if (place === null) return true
    return distanceM(known.site.position, place) <= reachOf(known) + WATCHED_SLACK_M
  }

  /**
   * When an event that was read back is to be weighed again: at once where others are silent now than when it was. `near`
   * are the reports that were fused with its own.
   */
  dueOf(event: Event, near: readonly Observation[]): InstantMs {
    if (this.#coverage.size === 0) return Infinity
    const { kind, estimate, observed, silence } = event
    const own = new Set(event.observations)
    const members = near.filter(({ id }) => own.has(id)).map(({ source }) => source)
    const reported = new Set([...members, ...reportersOf(event, near)])
    const { silent, dueMs } = silentAt(
      { kind, estimate, observed },
      { sources: this.#sources, coverage: this.#coverage, reported, nowMs: this.nowMs },
    )
    const before = silence?.sources ?? []
    const isSame =
      silent.length === before.length && silent.every(({ source }, n) => source === before[n])
    return isSame ? dueMs : Number.NEGATIVE_INFINITY
  }
}

/** Roughly where and when reports are: who gives no place was somewhere, and what was noticed is near. */
export const extentOf = (members: readonly Indexed[]): Extent => ({
  fromMs: Math.min(...members.map(({ observation }) => observation.observed.fromMs)),
  toMs: Math.max(...members.map(({ observation }) => observation.observed.toMs)),
  places: members.map(({ observation, place }) => place ?? observation.observer.position),
})

const reachOf = ({ reachM, calibration }: Source): number =>
  Math.max(
    0,
    ...Object.values(reachM).map((metres) => metres ?? 0),
    ...Object.values(calibration?.pdByRange ?? {}).map((steps) => steps.at(-1)?.toM ?? 0),
  )
