import type { CoveragePeriod, IdentityKind } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { TRACKER_OPTIONS, Tracker } from '../tracker/index.ts'
import type { Outcome } from '../tracker/index.ts'
import { COASTING_SHARE, CONDUCT, STRIKES, TICK_MS } from './assumptions.ts'
import { ForeignBook } from './foreign.ts'
import { begun, give, isBelieved, share } from './held.ts'
import type { Held } from './held.ts'
import { Names } from './identity.ts'
import { innovationOf } from './innovation.ts'
import type { Innovations } from './innovation.ts'
import { groupsOf, lookOf, nothingAt } from './looks.ts'
import type { Group, Row } from './looks.ts'
import type { Naming } from './naming.ts'
import { EARTH, positionOf } from './planes.ts'
import type { Report } from './report.ts'
import { freeFor, givingWay } from './room.ts'
import { States } from './states.ts'
import { isDue, judgeTurns, radarAfter, withRevisit } from './turns.ts'
import type { Radar } from './turns.ts'
import type { Domain, TrajectoryPoint } from './types.ts'

/**
 * One domain's tracks: the tracker and what is held beside it. Domains are apart from the start, so that an aircraft over a
 * ship is never the ship. Exercises and reality never meet: a picture takes the observations of one alone.
 */

/** What a stage is made with. */
interface StageOptions {
  readonly domain: Domain
  readonly exercise: string | undefined
  readonly tracksMax: number
  readonly naming: Naming
  /** Takes what reports were off by; null: nobody asks. */
  readonly innovations: Innovations | null
}
type Snapshot = ReturnType<Tracker['snapshot']>
/** A stage at an instant, to go back to. What did not change since is shared with the present. */
export interface StageState {
  readonly tracker: Snapshot
  readonly held: ReadonlyMap<number, Held>
  readonly names: Names
  readonly bearers: ReadonlyMap<number, number>
  readonly book: ForeignBook
  readonly radars: ReadonlyMap<string, Radar>
  readonly lookMs: InstantMs
}

const kindOf = (key: string): IdentityKind => key.slice(0, key.indexOf(':')) as IdentityKind

/** The tracks of one domain. */
export class Stage {
  readonly options: StageOptions
  /** Our tracks that changed since they were last told, by tracker id; and foreign ones, by key. */
  readonly touched = new Set<number>()
  readonly touchedForeign = new Set<string>()
  /** Names that are no more. */
  readonly gone = new Set<string>()
  readonly #tracker: Tracker
  #held = new Map<number, Held>()
  #names: Names
  #bearers = new Map<number, number>()
  #book: ForeignBook
  #radars = new Map<string, Radar>()
  readonly #sensors = new Map<string, number>()
  readonly #states: States
  #lookMs: InstantMs = 0
  #epoch = 0

  constructor(options: StageOptions) {
    const { domain, tracksMax } = options
    const conduct = CONDUCT[domain]
    this.options = options
    const { accelerationM2S3, turnRadps, lifetimeS, speedMpsMax } = conduct
    this.#tracker = new Tracker(
      {
        models: TRACKER_OPTIONS.surface.models,
        contested: TRACKER_OPTIONS.surface.contested,
        accelerationM2S3,
        turnRadps,
        lifetimeS,
        speedMaxMps: speedMpsMax,
        tracksMax,
        tellsInnovations: options.innovations !== null,
      },
      EARTH,
    )
    this.#states = new States(this.#tracker)
    this.#names = new Names({ ...conduct, namesMax: 2 * tracksMax })
    this.#book = new ForeignBook(tracksMax)
  }

  get held(): ReadonlyMap<number, Held> {
    return this.#held
  }
  get book(): ForeignBook {
    return this.#book
  }
  /** Of the last look: what the states are told for. */
  get lookMs(): InstantMs {
    return this.#lookMs
  }
  /** Nothing is tracked or remembered: time can pass at once. */
  get isEmpty(): boolean {
    return this.#held.size === 0 && this.#book.tracks.size === 0
  }
  /** The states by tracker id, at the last look. */
  get states(): States {
    return this.#states
  }

  /** Takes the reports of a slice, in order of time. */
  slice(reports: readonly Report[]): void {
    const rows: Row[] = []
    const echoes: Row[] = []
    for (const report of reports) {
      if (report.manner === 'foreign') {
        this.#takeForeign(report)
        continue
      }
      const joined = report.key === null ? null : this.#names.join(report.key, report)
      const row: Row = {
        report,
        identity: joined?.number ?? -1,
        isVelocityUsed: joined?.isVelocityBorneOut ?? true,
        joined,
      }
      ;(joined?.isEcho === true ? echoes : rows).push(row)
    }
    for (const group of groupsOf(rows)) this.#look(group)
    for (const row of echoes) this.#echo(row)
  }

  /** A second is over: what radars missed, what fell silent, which foreign tracks are ours. */
  tick(nowMs: InstantMs, coverage: ReadonlyMap<string, readonly CoveragePeriod[]>): void {
    this.#judge(nowMs, coverage)
    const { silenceMs } = CONDUCT[this.options.domain]
    const coastsMs = COASTING_SHARE * silenceMs
    for (const [id, { seenMs }] of this.#held) {
      const silentMs = nowMs - seenMs
      if (silentMs > coastsMs && silentMs - TICK_MS <= coastsMs) this.touched.add(id)
      if (silentMs <= silenceMs) continue
      this.#tracker.remove(id)
    }
    this.#states.forget()
    this.#dropGone()
    for (const [key, { report }] of this.#book.tracks)
      if (nowMs - report.atMs > coastsMs) this.touchedForeign.add(key)
    this.#names.prune(nowMs)
    const changed = this.#book.pair({
      states: this.states,
      atMs: this.#lookMs,
      bearers: (key) =>
        this.#names.numbersOf(key).flatMap((number) => this.#bearers.get(number) ?? []),
    })
    for (const key of changed) {
      this.touchedForeign.add(key)
      const { pairedWith, held } = this.#book.tracks.get(key) ?? {}
      if (pairedWith != null) this.touched.add(pairedWith)
      if (pairedWith != null && held !== undefined) this.gone.add(held.name)
    }
    for (const held of this.#book.prune(nowMs, this.states)) this.#end(held)
  }

  /**
   * Keeps a state of this second for the trajectory of every track that was reported since `sinceMs`; gives away those
   * before `settledMs`, which no going back can change.
   */
  sample(
    sinceMs: InstantMs,
    settledMs: InstantMs,
    settle: (held: Held, points: readonly TrajectoryPoint[]) => void,
  ): void {
    for (const before of this.#held.values()) {
      if (before.seenMs < sinceMs) continue
      const state = this.#states.get(before.kernelId)
      if (state === null) continue
      const { plane, eastM, northM } = state
      const held = this.#own(before)
      const point = { atMs: this.#lookMs, position: positionOf(plane, eastM, northM) }
      // In order of time: what is settled lies at the front.
      let settled = 0
      while ((held.recent[settled]?.atMs ?? Number.POSITIVE_INFINITY) < settledMs) settled += 1
      if (settled > 0) settle(held, held.recent.slice(0, settled))
      const recent = held.recent.slice(settled)
      recent.push(point)
      held.recent = recent
    }
  }

  /** The stage as it is, to go back to. */
  snapshot(): StageState {
    this.#epoch += 1
    return {
      tracker: this.#tracker.snapshot(),
      held: new Map(this.#held),
      names: this.#names.copy(),
      bearers: new Map(this.#bearers),
      book: this.#book.copy(),
      radars: new Map(this.#radars),
      lookMs: this.#lookMs,
    }
  }

  /** Goes back. */
  restore(state: StageState): void {
    this.#epoch += 1
    this.#tracker.restore(state.tracker)
    this.#held = new Map(state.held)
    this.#names = state.names.copy()
    this.#bearers = new Map(state.bearers)
    this.#book = state.book.copy()
    this.#radars = new Map(state.radars)
    this.#lookMs = state.lookMs
    this.#states.forget()
  }

  /** Everything is told anew. */
  touchAll(): void {
    for (const id of this.#held.keys()) this.touched.add(id)
    for (const key of this.#book.tracks.keys()) this.touchedForeign.add(key)
  }

  #look(group: Group): void {
    this.#makeRoom(group)
    const source = group.rows[0]?.report.source.id ?? ''
    const outcome = this.#tracker.look(lookOf(group, this.#sensorOf(source), this.options.domain))
    this.#lookMs = Math.max(this.#lookMs, group.atMs)
    this.#states.forget()
    for (const [n, row] of group.rows.entries()) {
      const id = outcome.track[n] ?? -1
      if (outcome.contradicted.includes(n)) this.#strike(id, row)
      else if (id >= 0) {
        this.#give(id, row)
        this.#compare(outcome, n, row.report)
      }
    }
  }

  /** Some room for tracks is kept free: what rests on the source that has most gives way, so that none shuts out others. */
  #makeRoom({ rows }: Group): void {
    const { tracksMax } = this.options
    const begins = rows.filter(({ identity }) => !this.#bearers.has(identity))
    const free = freeFor(begins, tracksMax)
    const over = this.#held.size + free - tracksMax
    if (free === 0 || over <= 0) return
    const asking = new Set(begins.map(({ report }) => report.source.id))
    for (const id of givingWay(this.#held.values(), over, asking)) {
      const held = this.#held.get(id)
      this.#tracker.remove(id)
      this.#held.delete(id)
      if (held !== undefined) this.#end(held)
    }
    this.#states.forget()
  }

  #compare(outcome: Outcome, n: number, report: Report): void {
    const { innovations } = this.options
    const track = this.#held.get(outcome.track[n] ?? -1)
    if (innovations === null || track === undefined) return
    const innovation = innovationOf(outcome, n, { report, track })
    if (innovation !== null) innovations.add(innovation)
  }

  /**
   * A report that bears a track's name, can have come from it by its speed, and lies outside of its gate. Once is a
   * slip of the sender's clock or an error; again, and the thing has turned as nobody expected: then what the tracker
   * has begun with the report goes on under the track's name.
   */
  #strike(id: number, row: Row): void {
    const before = this.#held.get(this.#bearers.get(row.identity) ?? -1)
    if (before === undefined || (id >= 0 && this.#held.has(id))) {
      if (id >= 0) this.#give(id, { ...row, identity: -1 })
      return
    }
    const held = this.#own(before)
    held.strikes += 1
    if (id >= 0 && held.strikes >= STRIKES) this.#give(id, row)
  }

  /**
   * The record that a report given to a track belongs to. One leg of a name is one thing: where the tracker has begun
   * another track with it, that one goes on as the leg's, and the one that lost it is no more.
   */
  #seat(id: number, { report, identity }: Row): Held {
    const known = this.#held.get(id)
    if (known !== undefined) return this.#own(known)
    const bearer = identity < 0 ? undefined : this.#held.get(this.#bearers.get(identity) ?? -1)
    if (bearer === undefined) {
      const held = begun(report, id, this.#epoch)
      this.options.naming.begin(held, report)
      this.#held.set(id, held)
      return held
    }
    this.#tracker.remove(bearer.kernelId)
    this.#held.delete(bearer.kernelId)
    // Begun anew: what was not believed before is not believed for that.
    const fits = isBelieved(bearer) ? bearer.fits : 0
    const held = { ...bearer, kernelId: id, epoch: this.#epoch, fits }
    this.#held.set(id, held)
    return held
  }

  #give(id: number, row: Row): void {
    const { report, identity, joined } = row
    const held = this.#seat(id, row)
    if (report.manner === 'radar') this.#turned(held, report)
    give(held, report)
    held.fits += 1
    this.options.naming.note(held, report)
    if (identity >= 0) this.#bearers.set(identity, id)
    if (report.key !== null && joined?.sharedSinceMs != null)
      share(held, kindOf(report.key), joined.sharedSinceMs)
    this.touched.add(id)
  }

  /** One transmission that another receiver had first: its source is told, and the filter does not count it twice. */
  #echo({ report, identity }: Row): void {
    const before = this.#held.get(this.#bearers.get(identity) ?? -1)
    if (before === undefined) return
    const held = this.#own(before)
    give(held, report)
    this.options.naming.note(held, report)
    this.touched.add(held.kernelId)
  }

  #turned(held: Held, { source, atMs }: Report): void {
    const radar = radarAfter(this.#radars.get(source.id), source, atMs)
    const turn = held.radars.find((one) => one.source === source.id)
    this.#radars.set(source.id, turn === undefined ? radar : withRevisit(radar, atMs - turn.seenMs))
  }

  #takeForeign(report: Report): void {
    const taken = this.#book.take(report, this.#epoch)
    if (taken === null) return
    const { held, begins } = taken
    if (begins) this.options.naming.begin(held, report)
    this.options.naming.note(held, report)
    this.touchedForeign.add(this.#book.keyOf(report))
  }

  #judge(nowMs: InstantMs, coverage: ReadonlyMap<string, readonly CoveragePeriod[]>): void {
    const { domain } = this.options
    const judging = { domain, nowMs, radars: this.#radars, coverage }
    const due = [...this.#held.values()].filter(({ radars }) => isDue(radars, judging))
    if (due.length === 0) return
    // A look at nothing brings the states to this instant.
    const atMs = Math.max(nowMs, this.#lookMs)
    this.#tracker.look(nothingAt(atMs))
    this.#lookMs = atMs
    for (const before of due) {
      const state = this.#states.get(before.kernelId)
      if (state === null) continue
      const { radars, misses } = judgeTurns(before.radars, state, judging)
      this.#own(before).radars = radars
      for (const { pd } of misses) this.#tracker.miss(before.kernelId, atMs / 1_000, pd)
      if (misses.length > 0) this.touched.add(before.kernelId)
    }
    this.#states.forget()
  }

  /** The record as one that may be written to: a copy where a picture to go back to holds it. */
  #own(held: Held): Held {
    if (held.epoch === this.#epoch) return held
    const copy = { ...held, epoch: this.#epoch }
    this.#held.set(held.kernelId, copy)
    return copy
  }

  #dropGone(): void {
    for (const [id, held] of this.#held) {
      if (this.#tracker.status(id) !== null) continue
      this.#held.delete(id)
      this.#end(held)
    }
    if (this.#bearers.size > 2 * this.#held.size + 64)
      for (const [number, id] of this.#bearers)
        if (!this.#held.has(id)) this.#bearers.delete(number)
  }

  #end({ name }: Held): void {
    this.options.naming.end(name)
    this.gone.add(name)
  }

  #sensorOf(source: string): number {
    const known = this.#sensors.get(source) ?? this.#sensors.size
    this.#sensors.set(source, known)
    return known
  }
}
