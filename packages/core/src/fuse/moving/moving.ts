import type { CoveragePeriod, Observation, Source } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import {
  DENSE_MS,
  REORDER_MS,
  SLICE_MS,
  SPARSE_MS,
  TICK_MS,
  TRAJECTORY_M,
  WINDOW_MS,
} from './assumptions.ts'
import type { Held } from './held.ts'
import { contradictionsOf } from './identity.ts'
import { Innovations } from './innovation.ts'
import { Naming } from './naming.ts'
import { tell } from './publish.ts'
import type { Told } from './publish.ts'
import { domainOf, reportOf } from './report.ts'
import type { Report } from './report.ts'
import { Stage } from './stage.ts'
import type { StageState } from './stage.ts'
import { REPORTS_MAX, Timeline } from './timeline.ts'
import { Line } from './trajectory.ts'
import type { Advance, MovingCounts, MovingOptions, Track, Trajectory } from './types.ts'

/**
 * The picture of moving things: observations in, tracks out. It runs on the time of the observations alone, in slices and
 * seconds that are the same however it is driven, and can go back some seconds for what comes late. Between the
 * same observations it makes no difference how often it is asked or in which order they came.
 */

/** Trajectories of lost tracks that are kept, the last. */
const LOST_MAX = 1_000
/** Tracks of a domain. */
const TRACKS_MAX = 10_000
/** What our own tracks are called where other systems pass them on. */
const OWN_PREFIX = 'HOLDFAST/'

/** The picture before an instant. */
interface Snapshot {
  readonly beforeMs: InstantMs
  readonly stages: ReadonlyMap<string, StageState>
}
type Count = 'taken' | 'used' | 'late' | 'unused' | 'repeated' | 'rollbacks' | 'echoes'
/** Where an observation goes: the timeline counts what waits and what it refuses. */
type Way = Exclude<Count, 'taken' | 'used' | 'rollbacks'> | 'waits' | 'early' | 'overflowed'

/** The picture of moving things. */
export class MovingPicture {
  readonly #tracksMax: number
  readonly #exercise: string | undefined
  readonly #ownPrefix: string
  readonly #timeline: Timeline
  readonly #naming: Naming
  readonly #innovations: Innovations | null
  readonly #stages = new Map<string, Stage>()
  readonly #lines = new Map<string, Line>()
  readonly #lost = new Map<string, Trajectory>()
  readonly #counts: Record<Count, number> = {
    taken: 0,
    used: 0,
    late: 0,
    unused: 0,
    repeated: 0,
    rollbacks: 0,
    echoes: 0,
  }
  #sources: ReadonlyMap<string, Source> = new Map()
  #coverage: ReadonlyMap<string, readonly CoveragePeriod[]> = new Map()
  #snapshots: Snapshot[] = [{ beforeMs: Number.NEGATIVE_INFINITY, stages: new Map() }]
  readonly #told = new Map<string, Told>()
  #isRedone = false
  #tickMs: InstantMs = Number.NEGATIVE_INFINITY
  // Since the last second, and since the last picture to go back to.
  #isChanged = false
  #isUnsaved = false

  constructor(options: MovingOptions = {}) {
    this.#tracksMax = options.tracksMax ?? TRACKS_MAX
    this.#exercise = options.exercise ?? undefined
    this.#ownPrefix = options.ownPrefix ?? OWN_PREFIX
    this.#timeline = new Timeline(options.reorderMs ?? REORDER_MS, options.windowMs ?? WINDOW_MS)
    this.#naming = new Naming(options.firstNumber ?? 1, options.living)
    this.#innovations = options.tellsInnovations === true ? new Innovations() : null
  }

  /** The registry: who reports. Observations of sources that are not in it are not used. */
  setSources(sources: ReadonlyMap<string, Source>): void {
    this.#sources = sources
  }

  /** How the sources stood, by id. A track is missed only by what was up; see `turns.ts` for what nobody said. */
  setCoverage(coverage: ReadonlyMap<string, readonly CoveragePeriod[]>): void {
    this.#coverage = coverage
  }

  /**
   * Takes observations in any order, which came at an instant. Without it none is early, and one source may hold back
   * what it dates ahead.
   */
  take(observations: readonly Observation[], cameMs: InstantMs | null = null): void {
    for (const observation of observations) {
      if (domainOf(observation.category) === undefined) continue
      this.#counts.taken += 1
      const way = this.#takeOne(observation, cameMs)
      if (way !== 'waits' && way !== 'early' && way !== 'overflowed') this.#counts[way] += 1
    }
  }

  /** Brings the picture up to an instant, less the time that reports wait for earlier ones. */
  advance(nowMs: InstantMs): Advance {
    this.#goBack(nowMs)
    const reports = this.#timeline.release(nowMs)
    this.#counts.used += reports.length
    this.#run(reports)
    this.#tickTo(this.#timeline.untilMs)
    this.#trim()
    return this.#tell()
  }

  /** The tracks as they were told last. */
  get tracks(): readonly Track[] {
    return Array.from(this.#told.values(), ({ track }) => track)
  }
  get counts(): MovingCounts {
    const { early, overflowed, bySource } = this.#timeline.refused
    const { waiting } = this.#timeline
    return { ...this.#counts, early, overflowed, refused: bySource, waiting }
  }
  /** The number of the next track: what a picture after a restart begins with. */
  get nextNumber(): number {
    return this.#naming.next
  }

  /** Where a track was, simplified; also of the last tracks that were lost. Null: nobody knows it. */
  trajectory(id: string): Trajectory | null {
    const told = this.#told.get(id)
    return told === undefined ? (this.#lost.get(id) ?? null) : this.#trajectoryOf(told)
  }

  #takeOne(observation: Observation, cameMs: InstantMs | null): Way {
    if (observation.exercise !== this.#exercise) return 'unused'
    const source = this.#sources.get(observation.source)
    const report = source === undefined ? null : reportOf(observation, source)
    if (report === null) return 'unused'
    const { uid = '', trackNumber = '' } = observation.motion?.identity ?? {}
    const isOwn = uid.startsWith(this.#ownPrefix) || trackNumber.startsWith(this.#ownPrefix)
    if (report.manner === 'foreign' && isOwn) return 'echoes'
    return this.#timeline.take(report, cameMs)
  }

  #stageOf({ domain }: Report): Stage {
    const known = this.#stages.get(domain)
    if (known !== undefined) return known
    const stage = new Stage({
      domain,
      exercise: this.#exercise,
      tracksMax: this.#tracksMax,
      naming: this.#naming,
      innovations: this.#innovations,
    })
    this.#stages.set(domain, stage)
    return stage
  }

  /** Gives reports to their stages, slice by slice, with the seconds between. */
  #run(reports: readonly Report[]): void {
    for (let from = 0; from < reports.length;) {
      const sliceMs = Math.floor((reports[from]?.atMs ?? 0) / SLICE_MS) * SLICE_MS
      this.#tickTo(sliceMs)
      const parts = new Map<Stage, Report[]>()
      let to = from
      for (; to < reports.length; to += 1) {
        const report = reports[to]
        if (report === undefined || report.atMs >= sliceMs + SLICE_MS) break
        const stage = this.#stageOf(report)
        const part = parts.get(stage)
        if (part === undefined) parts.set(stage, [report])
        else part.push(report)
      }
      for (const [stage, part] of parts) stage.slice(part)
      this.#isChanged = true
      this.#isUnsaved = true
      this.#timeline.log(reports.slice(from, to))
      from = to
    }
  }

  /** Lets the seconds up to an instant pass. Where nothing is tracked they pass at once. */
  #tickTo(ms: InstantMs): void {
    const lastMs = Math.floor(ms / TICK_MS) * TICK_MS
    if (this.#tickMs === Number.NEGATIVE_INFINITY) this.#tickMs = lastMs
    while (this.#tickMs < lastMs) {
      this.#tickMs += TICK_MS
      const isQuiet = [...this.#stages.values()].every((stage) => stage.isEmpty)
      if (isQuiet && !this.#isUnsaved) this.#tickMs = lastMs
      else this.#tick(this.#tickMs)
    }
  }

  #tick(nowMs: InstantMs): void {
    const { settledMs } = this.#timeline
    for (const stage of this.#stages.values()) {
      stage.tick(nowMs, this.#coverage)
      if (this.#isChanged)
        stage.sample(nowMs - TICK_MS, settledMs, (held, points) => {
          this.#settle(held, stage, points)
        })
    }
    // All that lay after the state gone back to, so that going over it again meets the same states.
    if (this.#isUnsaved && nowMs + SPARSE_MS >= settledMs) {
      const stages = new Map([...this.#stages].map(([key, stage]) => [key, stage.snapshot()]))
      this.#snapshots.push({ beforeMs: nowMs, stages })
      this.#isUnsaved = false
    }
    this.#isChanged = false
  }

  /** Goes back for late reports where it is time, and over everything since again. */
  #goBack(nowMs: InstantMs): void {
    const toMs = this.#timeline.goBackTo(nowMs)
    if (toMs === null) return
    const at = Math.max(
      0,
      this.#snapshots.findLastIndex(({ beforeMs }) => beforeMs <= toMs),
    )
    const snapshot = this.#snapshots[at]
    if (snapshot === undefined) return
    this.#snapshots.length = at + 1
    const oldestMs = this.#snapshots[0]?.beforeMs ?? Number.NEGATIVE_INFINITY
    const { reports, late, dropped } = this.#timeline.again(snapshot.beforeMs, oldestMs)
    this.#counts.late += dropped
    this.#counts.used += late
    this.#counts.rollbacks += 1
    this.#restore(snapshot, reports[0]?.atMs ?? toMs)
    this.#innovations?.goBack(snapshot.beforeMs)
    this.#naming.isRedoing = true
    this.#run(reports)
    this.#tickTo(this.#timeline.untilMs)
    this.#naming.isRedoing = false
    for (const stage of this.#stages.values()) stage.touchAll()
    this.#isRedone = true
  }

  #restore({ beforeMs, stages }: Snapshot, firstMs: InstantMs): void {
    for (const [key, stage] of this.#stages) {
      const state = stages.get(key)
      // Deleted, so that its tracks are begun anew; what was told of them is told again or buried.
      if (state === undefined) this.#stages.delete(key)
      else stage.restore(state)
    }
    const held = [...this.#stages.values()].flatMap((stage) => [
      ...stage.held.values(),
      ...[...stage.book.tracks.values()].map((track) => track.held),
    ])
    this.#naming.restore(held.map(({ name }) => name))
    this.#isChanged = false
    this.#isUnsaved = false
    this.#tickMs =
      beforeMs === Number.NEGATIVE_INFINITY ? Math.floor(firstMs / TICK_MS) * TICK_MS : beforeMs
  }

  #trim(): void {
    const { settledMs, untilMs } = this.#timeline
    const isKept = ({ beforeMs }: Snapshot, n: number): boolean =>
      n === 0 || beforeMs >= untilMs - DENSE_MS || beforeMs % SPARSE_MS === 0
    if (!this.#snapshots.every(isKept)) this.#snapshots = this.#snapshots.filter(isKept)
    const needed = this.#snapshots.findLastIndex(({ beforeMs }) => beforeMs <= settledMs)
    if (needed > 0) this.#snapshots.splice(0, needed)
    this.#forget()
    // Too many to go over again: the window shrinks.
    while (this.#timeline.kept > REPORTS_MAX && this.#snapshots.length > 1) {
      this.#snapshots.shift()
      this.#forget()
    }
  }

  #forget(): void {
    const [oldest] = this.#snapshots
    if (oldest !== undefined) this.#timeline.forget(oldest.beforeMs)
  }

  #tell(): Advance {
    const nowMs = Math.floor(this.#timeline.untilMs / TICK_MS) * TICK_MS
    const tracks: Track[] = []
    const live = new Set<string>()
    const gone = new Set<string>()
    const isTold = (held: Held, status: Track['status']): boolean => {
      if (!this.#isRedone) return false
      const before = this.#told.get(held.name)
      if (before === undefined || !isSame(before, held, status)) return false
      live.add(held.name)
      return true
    }
    for (const stage of this.#stages.values()) {
      for (const one of tell(stage, { nowMs, isTold })) {
        const { id } = one.track
        live.add(id)
        this.#told.set(id, one)
        tracks.push(one.track)
      }
      for (const name of stage.gone) gone.add(name)
      stage.gone.clear()
    }
    // Going back may have left a name to nobody: then all were told anew.
    if (this.#isRedone) for (const name of this.#told.keys()) gone.add(name)
    this.#isRedone = false
    return {
      tracks,
      lost: [...gone].filter((name) => !live.has(name) && this.#bury(name)),
      innovations: this.#innovations?.settle(this.#timeline.settledMs, REPORTS_MAX) ?? [],
    }
  }

  #settle({ name }: Held, { options }: Stage, points: Trajectory['points']): void {
    if (points.length === 0) return
    const line = this.#lines.get(name) ?? new Line(TRAJECTORY_M[options.domain])
    this.#lines.set(name, line)
    for (const point of points) line.add(point)
  }

  #trajectoryOf({ track, held }: Told): Trajectory {
    const line = this.#lines.get(held.name)
    const settled = line?.points() ?? []
    const lastMs = line?.lastMs ?? Number.NEGATIVE_INFINITY
    return {
      points: [...settled, ...held.recent.filter(({ atMs }) => atMs > lastMs)],
      errorM: line?.errorM ?? TRAJECTORY_M[track.domain],
      observations: [held.firstId, held.observations.at(-1) ?? held.firstId],
    }
  }

  /** A lost track's trajectory is kept for a while. False: it was never told. */
  #bury(name: string): boolean {
    const told = this.#told.get(name)
    if (told === undefined) return false
    this.#told.delete(name)
    this.#lost.delete(name)
    this.#lost.set(name, this.#trajectoryOf(told))
    this.#lines.delete(name)
    const [first] = this.#lost.keys()
    if (this.#lost.size > LOST_MAX && first !== undefined) this.#lost.delete(first)
    return true
  }
}

/** Whether nothing came to a track that was gone over again: the same reports to the last, and it stands as it stood. */
const isSame = ({ track }: Told, held: Held, status: Track['status']): boolean =>
  track.reports === held.reports &&
  track.seenMs === held.seenMs &&
  track.status === status &&
  track.observations.at(-1) === held.observations.at(-1) &&
  track.foreign.length === 0 &&
  track.contradictions.length === contradictionsOf(held.called, held.shared).length
