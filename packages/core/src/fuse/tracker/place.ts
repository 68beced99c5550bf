/** Keeps the spatial hash true: where each track may be while the hash is good, with how wide a gate. */
import { GATE_D2, HASH_S } from './assumptions.ts'
import type { Filter } from './filter.ts'
import { Grid } from './grid.ts'
import { greatestSigma } from './kernel.ts'
import type { Store } from './store.ts'
import type { Planes } from './types.ts'

const GATE = Math.sqrt(GATE_D2)

/** Where tracks are, roughly, for the spatial hash. */
export class Places {
  readonly grid = new Grid()
  /** Ids of tracks that changed since they were placed. */
  readonly changed: number[] = []
  readonly #store: Store
  readonly #filter: Filter
  readonly #planes: Planes
  readonly #at = new Float64Array(2)
  #madeS = NaN

  constructor(store: Store, filter: Filter, planes: Planes) {
    this.#store = store
    this.#filter = filter
    this.#planes = planes
  }

  /** Has the hash made anew at the next look. */
  forget(): void {
    this.#madeS = NaN
    this.changed.length = 0
  }

  /** Whether the hash is too old for a look at `atS`. */
  isStale(atS: number): boolean {
    return !(atS < this.#madeS + HASH_S)
  }

  /** Makes all of it for `atS`, or what changed. */
  refresh(atS: number): void {
    const { grid, changed } = this
    const store = this.#store
    if (this.isStale(atS)) {
      grid.clear(store.count)
      this.#madeS = atS
      for (let slot = 0; slot < store.count; slot += 1) this.#put(slot, atS)
    } else
      for (const id of changed) {
        const slot = store.slotOf(id)
        if (slot >= 0) this.#put(slot, atS)
      }
    changed.length = 0
  }

  /** Before `slot` is dropped and the last track takes its place. */
  drop(slot: number): void {
    const last = this.#store.count - 1
    this.grid.take(slot)
    this.grid.take(last)
    if (slot !== last) this.changed.push(this.#store.id[last] as number)
  }

  /** Common coordinates of a point, for a question to the hash. */
  hash(plane: number, eastM: number, northM: number): Float64Array {
    this.#planes.hashOf(plane, eastM, northM, this.#at)
    return this.#at
  }

  #put(slot: number, atS: number): void {
    const store = this.#store
    const { state, stride, motion } = this.#filter
    const at = slot * stride
    const dtS = atS - (store.timeS[slot] as number)
    const t = dtS + HASH_S
    const ve = state[at + 2] as number
    const vn = state[at + 3] as number
    const noise = (motion.noiseMax * t * t * t) / 3
    const p = (i: number): number => state[at + i] as number
    const sigma = greatestSigma(
      p(4) + 2 * t * p(6) + t * t * p(11) + noise,
      p(5) + t * (p(7) + p(9)) + t * t * p(12),
      p(8) + 2 * t * p(10) + t * t * p(13) + noise,
    )
    const speed = Math.sqrt(ve * ve + vn * vn)
    const bend = (speed * Math.min(motion.turnMax * t, 1) * t) / 2
    this.hash(
      store.plane[slot] as number,
      (state[at] as number) + dtS * ve,
      (state[at + 1] as number) + dtS * vn,
    )
    this.grid.put(slot, this.#at, GATE * sigma + speed * HASH_S + bend)
  }
}
