/**
 * The tracks, as columns: slot i of every column is one track, and slots 0 to `count` − 1 are in use. A track that goes is
 * replaced by the last, so that all of it lies together, and a copy of the columns is a copy of the tracker.
 */
import type { Filter } from './filter.ts'

/** What a track is in its life; `coasting` and `lost` follow from this and the score. This: one detection that waits for another. */
export const SEED = 0
/** Two detections or more, and not believed yet. */
export const TENTATIVE = 1
/** Believed, or once believed. */
export const CONFIRMED = 2

/** A copy of all tracks. */
export interface Copy {
  readonly state: Float64Array
  readonly reals: readonly Float64Array[]
  readonly wholes: readonly Int32Array[]
  readonly count: number
  readonly nextId: number
}

/** What is held of each track beside its state, by slot. */
export class Store {
  count = 0
  nextId = 1
  readonly #filter: Filter
  readonly #slotOf = new Map<number, number>()
  readonly #slotOfIdentity = new Map<number, number>()
  /** Time of the state; of the last look that covered the track; of its first and of its last detection, s. */
  timeS = new Float64Array(0)
  coveredS = new Float64Array(0)
  beganS = new Float64Array(0)
  seenS = new Float64Array(0)
  /** Log odds that it is a thing. */
  score = new Float64Array(0)
  id = new Int32Array(0)
  plane = new Int32Array(0)
  identity = new Int32Array(0)
  stage = new Int32Array(0)
  /** 1: the last look that covered it gave it nothing. */
  missed = new Int32Array(0)
  /** Id of the older track that it may be a duplicate of, and for how many looks it looked so. */
  rival = new Int32Array(0)
  rivalLooks = new Int32Array(0)
  /** The look's number for this track; −1 outside of a look. Not part of a copy. */
  active = new Int32Array(0)

  constructor(filter: Filter) {
    this.#filter = filter
  }

  #reals(): Float64Array[] {
    return [this.timeS, this.coveredS, this.beganS, this.seenS, this.score]
  }

  #wholes(): Int32Array[] {
    const { id, plane, identity, stage, missed, rival, rivalLooks } = this
    return [id, plane, identity, stage, missed, rival, rivalLooks]
  }

  slotOf(id: number): number {
    return this.#slotOf.get(id) ?? -1
  }

  slotOfIdentity(identity: number): number {
    return this.#slotOfIdentity.get(identity) ?? -1
  }

  /** Lets a track have an identity that no track has. */
  identify(slot: number, identity: number): void {
    this.identity[slot] = identity
    if (identity >= 0) this.#slotOfIdentity.set(identity, slot)
  }

  /** A new slot, its columns at rest; the caller fills in what it knows. */
  add(atS: number): number {
    const slot = this.count
    this.#reserve(slot + 1)
    this.count = slot + 1
    this.timeS[slot] = atS
    this.coveredS[slot] = atS
    this.beganS[slot] = atS
    this.seenS[slot] = atS
    this.score[slot] = 0
    this.id[slot] = this.nextId
    this.plane[slot] = 0
    this.identity[slot] = -1
    this.stage[slot] = SEED
    this.missed[slot] = 0
    this.rival[slot] = 0
    this.rivalLooks[slot] = 0
    this.active[slot] = -1
    this.#slotOf.set(this.nextId, slot)
    this.nextId += 1
    return slot
  }

  /** Removes a track; the last takes its slot. */
  drop(slot: number): void {
    const last = this.count - 1
    this.#slotOf.delete(this.id[slot] as number)
    if ((this.identity[slot] as number) >= 0)
      this.#slotOfIdentity.delete(this.identity[slot] as number)
    if (slot !== last) {
      const { stride, state } = this.#filter
      state.copyWithin(slot * stride, last * stride, (last + 1) * stride)
      this.timeS[slot] = this.timeS[last] as number
      this.coveredS[slot] = this.coveredS[last] as number
      this.beganS[slot] = this.beganS[last] as number
      this.seenS[slot] = this.seenS[last] as number
      this.score[slot] = this.score[last] as number
      for (const column of this.#wholes()) column[slot] = column[last] as number
      this.active[slot] = this.active[last] as number
      this.#slotOf.set(this.id[slot] as number, slot)
      if ((this.identity[slot] as number) >= 0)
        this.#slotOfIdentity.set(this.identity[slot] as number, slot)
    }
    this.count = last
  }

  #reserve(slots: number): void {
    if (slots <= this.id.length) return
    const room = Math.max(256, 2 * this.id.length)
    const [timeS, coveredS, beganS, seenS, score] = this.#reals().map((column) =>
      filled(new Float64Array(room), column),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
    Object.assign(this, { timeS, coveredS, beganS, seenS, score })
    const wholes = this.#wholes().map((column) => filled(new Int32Array(room), column))
    const [id, plane, identity, stage, missed, rival, rivalLooks] = wholes
    Object.assign(this, { id, plane, identity, stage, missed, rival, rivalLooks })
    this.active = new Int32Array(room).fill(-1)
    this.#filter.state = filled(new Float64Array(room * this.#filter.stride), this.#filter.state)
  }

  copy(): Copy {
    const { count, nextId } = this
    return {
      state: this.#filter.state.slice(0, count * this.#filter.stride),
      reals: this.#reals().map((column) => column.slice(0, count)),
      wholes: this.#wholes().map((column) => column.slice(0, count)),
      count,
      nextId,
    }
  }

  restore({ state, reals, wholes, count, nextId }: Copy): void {
    while (this.id.length < count) this.#reserve(this.id.length + 1)
    this.#filter.state.set(state)
    for (const [i, column] of this.#reals().entries()) column.set(reals[i] ?? [])
    for (const [i, column] of this.#wholes().entries()) column.set(wholes[i] ?? [])
    this.count = count
    this.nextId = nextId
    this.#slotOf.clear()
    this.#slotOfIdentity.clear()
    for (let slot = 0; slot < count; slot += 1) {
      this.#slotOf.set(this.id[slot] as number, slot)
      if ((this.identity[slot] as number) >= 0)
        this.#slotOfIdentity.set(this.identity[slot] as number, slot)
    }
  }
}

function filled<T extends Float64Array | Int32Array>(wider: T, from: T): T {
  wider.set(from)
  return wider
}
