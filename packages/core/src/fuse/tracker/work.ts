/** The look at hand: which tracks it touches, predicted to its time, and what became of its rows. */
import { GATE_D2, LIFETIME_S, LOST_SCORE, SPEED_MPS_MAX, VARIANCE_M2_MAX } from './assumptions.ts'
import type { Filter, Mixture } from './filter.ts'
import { Graph } from './graph.ts'
import { turnPair, turnSymmetric } from './kernel.ts'
import { chanceOf, isSure, scoreOf, survived } from './life.ts'
import type { Places } from './place.ts'
import { ROW, type Rows } from './rows.ts'
import { CONFIRMED, SEED, TENTATIVE, type Store } from './store.ts'
import { INNOVATION_COLUMNS, type Look, type Planes, type TrackerOptions } from './types.ts'
import { Projector } from './unscented.ts'

interface Parts {
  readonly filter: Filter
  readonly store: Store
  readonly rows: Rows
  readonly places: Places
  readonly planes: Planes
}

/** Least probability of detection that a weight is made with: a thing that reports itself has none. */
const PD_OF_REPORTS = 0.5

/** The outcome while it is being made. */
interface Told {
  readonly track: Int32Array
  readonly nis: Float64Array
  readonly contradicted: number[]
  readonly innovation?: Float64Array
}

const NO_LOOK: Look = {
  atS: 0,
  sensor: 0,
  measures: 'position',
  count: 0,
  plane: new Int32Array(0),
  z: new Float64Array(0),
  r: new Float64Array(0),
  site: null,
  pd: 0,
  clutterPerM2: 0,
  view: null,
}

/** The look at hand. */
export class Work {
  readonly filter: Filter
  readonly store: Store
  readonly rows: Rows
  readonly places: Places
  readonly graph = new Graph()
  readonly #planes: Planes
  readonly #lifetimeS: number
  readonly #tellsInnovations: boolean
  readonly #projector: Projector
  readonly #velocity = new Float64Array(3)
  readonly #moved = new Float64Array(4)
  nowS = -Infinity
  look: Look = NO_LOOK
  outcome: Told = { track: new Int32Array(0), nis: new Float64Array(0), contradicted: [] }
  /** Probability of detection as weights use it, its log, and the log of its complement. */
  pd = 0
  logPd = 0
  logMiss = 0
  /** Tracks touched: slot, score before the look, row that was given, whether the track has had its update. */
  actives = 0
  slot = new Int32Array(64)
  prior = new Float64Array(64)
  row = new Int32Array(64)
  isDone = new Uint8Array(64)
  /** Slots to be dropped at the end of the look. */
  readonly ended: number[] = []

  constructor({ filter, store, rows, places, planes }: Parts, options: TrackerOptions) {
    this.#lifetimeS = options.lifetimeS ?? LIFETIME_S
    this.#tellsInnovations = options.tellsInnovations ?? false
    this.filter = filter
    this.store = store
    this.rows = rows
    this.places = places
    this.#planes = planes
    this.#projector = new Projector(planes)
  }

  begin(look: Look): void {
    const isTimed = Number.isFinite(look.atS)
    this.look = look
    this.outcome = {
      track: new Int32Array(look.count).fill(-1),
      nis: new Float64Array(look.count).fill(NaN),
      contradicted: [],
      ...(this.#tellsInnovations && look.measures === 'position'
        ? { innovation: new Float64Array(INNOVATION_COLUMNS * look.count).fill(NaN) }
        : {}),
    }
    if (!isTimed) return
    this.nowS = Math.max(this.nowS, look.atS)
    this.pd = look.pd > 0 ? Math.min(look.pd, 0.999) : PD_OF_REPORTS
    this.logPd = Math.log(this.pd)
    this.logMiss = Math.log(1 - this.pd)
    this.actives = 0
    this.rows.take(look)
    this.filter.dimensions = look.measures === 'bearing' ? 1 : 2
    this.filter.angle = look.measures === 'position' ? -1 : look.measures === 'polar' ? 1 : 0
  }

  /** Predicts a track to the look and into what the sensor measures; once a look unless it is `again`. */
  activate(slot: number, again: boolean): number {
    const { store, filter, look } = this
    let active = store.active[slot] as number
    if (active >= 0 && !again) return active
    if (active < 0) {
      active = this.actives
      this.#reserve(active + 1)
      this.actives = active + 1
      store.active[slot] = active
      this.slot[active] = slot
      this.row[active] = -1
      this.isDone[active] = 0
    }
    this.prior[active] = this.priorOf(slot)
    const dtS = this.nowS - (store.timeS[slot] as number)
    filter.predict(slot, active, dtS, store.stage[slot] === SEED)
    if (look.measures === 'position') filter.projectPlace(active)
    else {
      this.#projector.measures = look.measures
      this.#projector.site = look.site ?? this.#projector.site
      this.#projector.plane = store.plane[slot] as number
      filter.projectBy(active, this.#projector.project)
    }
    return active
  }

  /** Score of a track before the look: since it was covered last it may have left. */
  priorOf(slot: number): number {
    const { store } = this
    const dtS = this.nowS - (store.coveredS[slot] as number)
    return survived(store.score[slot] as number, dtS / this.#lifetimeS)
  }

  #reserve(actives: number): void {
    this.filter.reserve(actives)
    if (this.slot.length >= actives) return
    const slot = new Int32Array(2 * actives)
    slot.set(this.slot)
    this.slot = slot
    const prior = new Float64Array(2 * actives)
    prior.set(this.prior)
    this.prior = prior
    const row = new Int32Array(2 * actives)
    row.set(this.row)
    this.row = row
    const isDone = new Uint8Array(2 * actives)
    isDone.set(this.isDone)
    this.isDone = isDone
  }

  /** The row of an edge of the cluster that was read last. */
  rowOf(edge: number): number {
    return this.graph.rowOf[edge] as number
  }

  /** Brings a row to hand for a track. */
  load(active: number, row: number): void {
    const plane = this.store.plane[this.slot[active] as number] as number
    this.rows.load(row, plane, this.look.measures === 'position', this.filter.z)
  }

  /** Gives a row to a track; `log` is its density under the track, NaN: not known yet. */
  take(active: number, row: number, d2: number, log: number): void {
    const { store, filter, rows, outcome } = this
    const slot = this.slot[active] as number
    const isSeed = store.stage[slot] === SEED
    this.load(active, row)
    if (outcome.innovation !== undefined) this.tellInnovation(outcome.innovation, active, row)
    const density = Number.isNaN(log) ? filter.logLikelihood(active, isSeed) : log
    if (isSeed) filter.updateSeed(active, slot)
    else filter.update(active, slot)
    const prior = this.prior[active] as number
    // Odds: detected against clutter; a row that outlies its gate by its identity's leave does not make the track less sure.
    const gain = this.logPd + density - (rows.logClutter[row] as number)
    store.score[slot] = scoreOf(chanceOf(prior + (d2 > GATE_D2 ? 0 : gain)))
    rows.free[row] = 0
    this.row[active] = row
    outcome.track[row] = store.id[slot] as number
    outcome.nis[row] = d2
    this.#seen(active, slot, row)
  }

  /** Writes a row's innovation under its track as it was predicted; the row is at hand. Of tracks that are believed only. */
  tellInnovation(into: Float64Array, active: number, row: number): void {
    const { store, filter, rows } = this
    const slot = this.slot[active] as number
    if (store.stage[slot] !== CONFIRMED) return
    const at = row * INNOVATION_COLUMNS
    filter.writeInnovation(active, into, at)
    const plane = store.plane[slot] as number
    const own = rows.plane[row] as number
    if (own === plane) return
    const moved = this.#moved
    this.#planes.move(
      own,
      plane,
      rows.data[row * ROW] as number,
      rows.data[row * ROW + 1] as number,
      moved,
    )
    const cos = moved[2] as number
    const sin = -(moved[3] as number)
    turnPair(into, at, cos, sin)
    turnSymmetric(into, at + 2, at + 3, at + 4, cos, sin)
    turnSymmetric(into, at + 5, at + 6, at + 7, cos, sin)
    turnPair(into, at + 8, cos, sin)
  }

  /** Gives a track its share of several rows. `chance` is how likely it is that the track is there at all. */
  takeMixture(active: number, mixture: Mixture, chance: number, row: number): void {
    const { store, filter, look } = this
    const slot = this.slot[active] as number
    const isPlace = look.measures === 'position'
    const plane = store.plane[slot] as number
    filter.updateMixture(active, slot, mixture, (of) => {
      this.rows.load(of, plane, isPlace, filter.z)
    })
    store.score[slot] = scoreOf(chance)
    this.row[active] = row
    if (row >= 0) {
      this.#seen(active, slot, row)
      return
    }
    this.#settle(active, slot)
    store.missed[slot] = 1
    if (scoreOf(chance) < LOST_SCORE) this.ended.push(slot)
  }

  #seen(active: number, slot: number, row: number): void {
    const { store, rows } = this
    if (this.look.velocity !== undefined && this.hasVelocity(row))
      this.filter.updateVelocity(slot, this.turnedVelocity(row, store.plane[slot] as number), 0)
    store.seenS[slot] = this.nowS
    store.missed[slot] = 0
    if (store.stage[slot] === SEED) store.stage[slot] = TENTATIVE
    const identity = rows.identity[row] as number
    if (identity >= 0 && (store.identity[slot] as number) < 0 && store.slotOfIdentity(identity) < 0)
      store.identify(slot, identity)
    this.#settle(active, slot)
  }

  /** What follows from any update: time, plane, status, place in the hash. */
  #settle(active: number, slot: number): void {
    const { store, filter, places } = this
    store.timeS[slot] = this.nowS
    store.coveredS[slot] = this.nowS
    this.isDone[active] = 1
    if (isSure(store.score[slot] as number)) store.stage[slot] = CONFIRMED
    const at = slot * filter.stride
    const plane = store.plane[slot] as number
    const e = filter.state[at] as number
    const n = filter.state[at + 1] as number
    const home = this.#planes.homeOf(plane, e, n)
    if (home !== plane) {
      this.#planes.move(plane, home, e, n, this.#moved)
      filter.turnTo(slot, this.#moved)
      store.plane[slot] = home
    }
    places.changed.push(store.id[slot] as number)
  }

  /** Whether a row's velocity was measured. */
  hasVelocity(row: number): boolean {
    const { velocity } = this.rows
    const variance = velocity[3 * row + 2] as number
    const speed = Math.hypot(velocity[3 * row] as number, velocity[3 * row + 1] as number)
    return speed < SPEED_MPS_MAX && variance > 0 && variance < VARIANCE_M2_MAX
  }

  /** The measured velocity of a row and its variance, in a plane. */
  turnedVelocity(row: number, plane: number): Float64Array {
    const { data, velocity } = this.rows
    const out = this.#velocity
    const own = this.rows.plane[row] as number
    const ve = velocity[3 * row] as number
    const vn = velocity[3 * row + 1] as number
    this.#moved[2] = 1
    this.#moved[3] = 0
    if (own !== plane)
      this.#planes.move(
        own,
        plane,
        data[row * ROW + 5] as number,
        data[row * ROW + 6] as number,
        this.#moved,
      )
    const [, , cos = 1, sin = 0] = this.#moved
    out[0] = cos * ve - sin * vn
    out[1] = sin * ve + cos * vn
    out[2] = velocity[3 * row + 2] as number
    return out
  }

  /** Lets go of the look's numbers. */
  endActives(): void {
    for (let active = 0; active < this.actives; active += 1)
      this.store.active[this.slot[active] as number] = -1
  }
}
