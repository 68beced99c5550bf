/**
 * The tracker: what a look changes. Confirmed tracks take their detections first, then those that are not yet, then single
 * detections that wait for a second (a cascade: what is not yet believed does not take from what is). What remains begins anew.
 */
import {
  IDENTITY_D2,
  LOST_SCORE,
  NEW_SHARE,
  NEW_SHARE_IDENTIFIED,
  STARTS_PER_CELL_MAX,
  UNSEEN_CONFIRMED_S_MAX,
  UNSEEN_TENTATIVE_S_MAX,
} from './assumptions.ts'
import { Duplicates } from './duplicates.ts'
import { Filter } from './filter.ts'
import { BLOCK } from './kernel.ts'
import { isSure, scoreOf, statusOf } from './life.ts'
import { Linker } from './linker.ts'
import { Passes } from './passes.ts'
import { Places } from './place.ts'
import { stateAt, statesAt } from './reports.ts'
import { Rows } from './rows.ts'
import { CONFIRMED, SEED, Store, TENTATIVE, type Copy } from './store.ts'
import type { Look, Outcome, Planes, TrackState, TrackStatus, TrackerOptions } from './types.ts'
import { Work } from './work.ts'

interface Snapshot {
  readonly copy: Copy
  readonly nowS: number
}

/** Tracks things from looks in the order of their time; see `docs/specs/fusion-tracks.md`. The same looks give the same bits. */
export class Tracker {
  readonly #options: TrackerOptions
  readonly #planes: Planes
  readonly #work: Work
  readonly #linker: Linker
  readonly #passes: Passes
  readonly #duplicates: Duplicates
  readonly #moved = new Float64Array(4)
  #cells = new Uint8Array(256)
  #refusedStarts = 0

  constructor(options: TrackerOptions, planes: Planes) {
    this.#options = options
    this.#planes = planes
    const filter = new Filter(options)
    const store = new Store(filter)
    const rows = new Rows(planes)
    const places = new Places(store, filter, planes)
    this.#work = new Work({ filter, store, rows, places, planes }, options)
    this.#linker = new Linker(this.#work, options)
    this.#passes = new Passes(this.#work, options)
    this.#duplicates = new Duplicates(this.#work)
  }

  /** Detections that began no track because `tracksMax` confirmed tracks were held or too many lay in one heap. */
  get refusedStarts(): number {
    return this.#refusedStarts
  }

  /** Tracks held, of every status. */
  get count(): number {
    return this.#work.store.count
  }

  /**
   * Takes one look. Looks come in the order of their time: one that is older than the last is taken as at the last one's time
   * (late data is for `snapshot` and `restore`). A time that is no number: nothing is taken.
   */
  look(look: Look): Outcome {
    const work = this.#work
    work.begin(look)
    if (!Number.isFinite(look.atS)) return work.outcome
    if (work.places.isStale(work.nowS)) this.#forgetUnseen()
    work.places.refresh(work.nowS)
    this.#takeIdentified()
    this.#linker.link()
    this.#passes.run(CONFIRMED)
    this.#passes.run(TENTATIVE)
    this.#passes.run(SEED)
    this.#miss()
    this.#duplicates.find()
    work.endActives()
    this.#dropEnded()
    this.#start()
    return work.outcome
  }

  /** Rows of an identity that is a track's go to it first, where they can be of it. */
  #takeIdentified(): void {
    const { rows, store, outcome, filter, look } = this.#work
    if (look.identity === undefined) return
    for (let row = 0; row < rows.count; row += 1) {
      const identity = rows.identity[row] as number
      const slot = identity < 0 || rows.free[row] === 0 ? -1 : store.slotOfIdentity(identity)
      if (slot < 0) continue
      const active = this.#work.activate(slot, true)
      rows.load(row, store.plane[slot] as number, look.measures === 'position', filter.z)
      const d2 = filter.distance2(active)
      if (d2 <= IDENTITY_D2) this.#work.take(active, row, d2, NaN)
      else {
        outcome.contradicted.push(row)
        outcome.nis[row] = d2
        rows.identity[row] = -1
      }
    }
  }

  /** What was in view and not detected is a little less sure. */
  #miss(): void {
    const { look, store, places } = this.#work
    const { view } = look
    if (!(look.pd > 0)) return
    if (view === null) {
      for (let slot = 0; slot < store.count; slot += 1) this.#missOne(slot)
      return
    }
    const at = places.hash(view.plane, view.eastM, view.northM)
    const found = places.grid.ask(at[0] as number, at[1] as number, view.radiusM)
    for (let k = 0; k < found; k += 1) {
      const slot = places.grid.found[k] as number
      if (this.#isInView(slot)) this.#missOne(slot)
    }
  }

  /** Whether a track is in view as it would be told; straight on is good enough where the edge is far. */
  #isInView(slot: number): boolean {
    const { look, store, filter, nowS } = this.#work
    const { view } = look
    if (view === null) return true
    const at = slot * filter.stride
    const dtS = nowS - (store.timeS[slot] as number)
    const ve = filter.state[at + 2] as number
    const vn = filter.state[at + 3] as number
    const e = (filter.state[at] as number) + dtS * ve
    const n = (filter.state[at + 1] as number) + dtS * vn
    const away = this.#awayM(slot, e, n)
    const slack = 1 + 2 * dtS * Math.sqrt(ve * ve + vn * vn)
    if (Math.abs(away - view.radiusM) > slack) return away < view.radiusM
    const block = this.#work.activate(slot, false) * filter.aheadStride
    const { ahead } = filter
    return this.#awayM(slot, ahead[block] as number, ahead[block + 1] as number) <= view.radiusM
  }

  /** How far a place in a track's plane is from the middle of the view. */
  #awayM(slot: number, eastM: number, northM: number): number {
    const { look, store } = this.#work
    const moved = this.#moved
    moved[0] = eastM
    moved[1] = northM
    const to = look.view?.plane ?? 0
    const plane = store.plane[slot] as number
    if (to !== plane) this.#planes.move(plane, to, eastM, northM, moved)
    const de = moved[0] - (look.view?.eastM ?? 0)
    const dn = moved[1] - (look.view?.northM ?? 0)
    return Math.sqrt(de * de + dn * dn)
  }

  #missOne(slot: number): void {
    const { look, store } = this.#work
    const active = store.active[slot] as number
    if (active < 0 || this.#work.isDone[active] === 0) this.#punish(slot, look.pd)
  }

  #punish(slot: number, pd: number): void {
    const { store, nowS } = this.#work
    const score = this.#work.priorOf(slot) + Math.log(Math.max(1 - pd, 1e-3))
    store.coveredS[slot] = nowS
    store.missed[slot] = 1
    store.score[slot] = score
    if (score < LOST_SCORE) this.#work.ended.push(slot)
  }

  /**
   * Tells that a sensor looked where a track is and did not see it, with probability of detection `pd` in [0, 1], at `atS` or the
   * last look's time, whichever is later. For sensors whose views no circle describes. False where there is no such track.
   */
  miss(id: number, atS: number, pd: number): boolean {
    const work = this.#work
    const slot = work.store.slotOf(id)
    if (slot < 0 || !(pd >= 0 && pd <= 1) || !Number.isFinite(atS)) return false
    work.nowS = Math.max(work.nowS, atS)
    if (pd > 0) this.#punish(slot, pd)
    this.#dropEnded()
    return true
  }

  #forgetUnseen(): void {
    const { store, ended, nowS } = this.#work
    for (let slot = 0; slot < store.count; slot += 1) {
      const most = store.stage[slot] === CONFIRMED ? UNSEEN_CONFIRMED_S_MAX : UNSEEN_TENTATIVE_S_MAX
      if (nowS - (store.seenS[slot] as number) > most) ended.push(slot)
    }
    this.#dropEnded()
  }

  /** Drops what ended in this look, the last slots first, so that no slot moves that is still to go. */
  #dropEnded(): void {
    const { ended, store, places } = this.#work
    if (ended.length > 1) ended.sort((a, b) => b - a)
    let before = -1
    for (const slot of ended) {
      if (slot === before) continue
      before = slot
      places.drop(slot)
      store.drop(slot)
    }
    ended.length = 0
  }

  /** Detections that nothing explains may be of new things. */
  #start(): void {
    const { rows, look } = this.#work
    if (look.measures === 'bearing' || rows.count === 0) return
    let wanted = 0
    for (let row = 0; row < rows.count; row += 1) if ((rows.free[row] as number) > 0.5) wanted += 1
    if (wanted === 0) return
    this.#makeRoom(wanted)
    if (this.#cells.length < 4 * wanted) this.#cells = new Uint8Array(8 * wanted)
    this.#cells.fill(0)
    for (let row = 0; row < rows.count; row += 1)
      if ((rows.free[row] as number) > 0.5) this.#startOne(row)
  }

  /** Over `tracksMax` the least likely of the unconfirmed go: they have the weakest claim, and the new ones a fresh one. */
  #makeRoom(wanted: number): void {
    const { store, ended } = this.#work
    const over = store.count + wanted - this.#options.tracksMax
    if (over <= 0) return
    const weak: number[] = []
    for (let slot = 0; slot < store.count; slot += 1)
      if (store.stage[slot] !== CONFIRMED) weak.push(slot)
    weak.sort(
      (a, b) =>
        (store.score[a] as number) - (store.score[b] as number) ||
        (store.id[a] as number) - (store.id[b] as number),
    )
    ended.push(...weak.slice(0, over))
    this.#dropEnded()
  }

  #startOne(row: number): void {
    const { rows, store, filter, outcome, nowS, look } = this.#work
    if (store.count >= this.#options.tracksMax || this.#isHeaped(row)) {
      this.#refusedStarts += 1
      return
    }
    const z = filter.z
    rows.loadPlace(row, -1, z)
    const own = rows.plane[row] as number
    const home = this.#planes.homeOf(own, z[0] as number, z[1] as number)
    rows.loadPlace(row, home, z)
    const slot = store.add(nowS)
    const { state } = filter
    const at = slot * filter.stride
    state.fill(0, at, at + BLOCK)
    state[at] = z[0] as number
    state[at + 1] = z[1] as number
    state[at + 4] = z[2] as number
    state[at + 5] = z[3] as number
    state[at + 8] = z[4] as number
    // Any velocity up to the greatest, evenly over the disc: its variance on an axis is a quarter of the square.
    const most = this.#options.speedMaxMps
    state[at + 11] = (most * most) / 4
    state[at + 13] = (most * most) / 4
    store.plane[slot] = home
    const identity = rows.identity[row] as number
    const isNamed = identity >= 0 && store.slotOfIdentity(identity) < 0
    if (isNamed) store.identify(slot, identity)
    const share = isNamed ? NEW_SHARE_IDENTIFIED : NEW_SHARE
    const score = scoreOf(share * (rows.free[row] as number))
    store.score[slot] = score
    const isMoving = look.velocity !== undefined && this.#work.hasVelocity(row)
    const isBelieved = isSure(score)
    // A seed has one block; its models begin with its second detection.
    if (isMoving || isBelieved) filter.spread(slot)
    if (isMoving) {
      filter.updateVelocity(slot, this.#work.turnedVelocity(row, home), 0)
      store.stage[slot] = TENTATIVE
    }
    if (isBelieved) store.stage[slot] = CONFIRMED
    outcome.track[row] = store.id[slot] as number
    this.#work.places.changed.push(store.id[slot] as number)
  }

  /** Whether its cell of 64 m has begun as many tracks as it may in this look. */
  #isHeaped(row: number): boolean {
    const { rows, places, filter } = this.#work
    rows.loadPlace(row, -1, filter.z)
    const at = places.hash(rows.plane[row] as number, filter.z[0] as number, filter.z[1] as number)
    const x = Math.floor((at[0] as number) / 64)
    const y = Math.floor((at[1] as number) / 64)
    const h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
    const cell = ((h ^ (h >>> 15)) >>> 0) % this.#cells.length
    if ((this.#cells[cell] as number) >= STARTS_PER_CELL_MAX) return true
    this.#cells[cell] = (this.#cells[cell] as number) + 1
    return false
  }

  /** All tracks that are not lost, at the last look's time, in the order of their ids. */
  tracks(): readonly TrackState[] {
    return statesAt(this.#work, this.#work.nowS, false)
  }

  /** One track at the last look's time, as `tracks` tells it; null where there is none of this id. */
  state(id: number): TrackState | null {
    const slot = this.#work.store.slotOf(id)
    return slot < 0 ? null : stateAt(this.#work, slot, this.#work.nowS)
  }

  /** How one track stands, as `state` tells it and without working out where it is; null where there is none of this id. */
  status(id: number): TrackStatus | null {
    const { store } = this.#work
    const slot = store.slotOf(id)
    return slot < 0 ? null : statusOf(store, slot)
  }

  /** The confirmed and coasting tracks at `atS`, not before the last look; in the order of their ids. */
  atTime(atS: number): readonly TrackState[] {
    return statesAt(this.#work, Math.max(atS, this.#work.nowS), true)
  }

  /** Removes a track; false where there is none of this id. */
  remove(id: number): boolean {
    const { store, places } = this.#work
    const slot = store.slotOf(id)
    if (slot < 0) return false
    store.drop(slot)
    places.forget()
    return true
  }

  /**
   * Takes a track over as it is, at the last look's time, under a new id, which it gives; −1 where no room is
   * for it or it is not sound (not finite, or a variance that is not above 0).
   */
  adopt(track: TrackState): number {
    const { store, filter, places, nowS } = this.#work
    if (!isSound(track)) return -1
    this.#makeRoom(1)
    if (store.count >= this.#options.tracksMax) return -1
    const atS = nowS > -Infinity ? nowS : track.seenS
    const slot = store.add(atS)
    const at = slot * filter.stride
    filter.state.set([track.eastM, track.northM, track.eastMps, track.northMps], at)
    filter.state.set(track.covariance, at + 4)
    filter.spread(slot)
    store.beganS[slot] = track.beganS
    store.seenS[slot] = track.seenS
    store.plane[slot] = track.plane
    store.score[slot] = track.score
    store.stage[slot] =
      track.status === 'confirmed' || track.status === 'coasting' ? CONFIRMED : TENTATIVE
    store.missed[slot] = track.status === 'coasting' ? 1 : 0
    if (track.identity >= 0 && store.slotOfIdentity(track.identity) < 0)
      store.identify(slot, track.identity)
    places.forget()
    return store.id[slot] as number
  }

  /** All that a later look depends on; for `restore` of any tracker of the same options. */
  snapshot(): unknown {
    // Both this tracker and one that goes back to here make their hash anew, and so meet tracks in the same order.
    this.#work.places.forget()
    const snapshot: Snapshot = { copy: this.#work.store.copy(), nowS: this.#work.nowS }
    return snapshot
  }

  /** Goes back to a snapshot, to the bit. */
  restore(snapshot: unknown): void {
    const { copy, nowS } = snapshot as Snapshot
    this.#work.store.restore(copy)
    this.#work.nowS = nowS
    this.#work.places.forget()
  }
}

function isSound({
  eastM,
  northM,
  eastMps,
  northMps,
  score,
  covariance,
  beganS,
  seenS,
}: TrackState): boolean {
  const numbers = [eastM, northM, eastMps, northMps, score, beganS, seenS, ...covariance]
  if (covariance.length !== 10 || !numbers.every(Number.isFinite)) return false
  return [0, 4, 7, 9].every((i) => (covariance[i] ?? 0) > 0)
}
