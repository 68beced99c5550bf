/**
 * Which tracks may gate with what lies here. A hashed grid of many levels: a track stands in one cell of the level whose cells are
 * at least twice as wide as its gate, so that a question looks at few cells whatever the sizes are. Where a question would look at
 * more cells than there are tracks, it takes them all.
 */

import { PLACE_M_MAX } from './assumptions.ts'

const LEVELS = 18
const WIDTH_M = 64

/** A spatial hash: what lies near a place. */
export class Grid {
  /** What the last question found. */
  found = new Int32Array(64)
  #heads = new Int32Array(64)
  #next = new Int32Array(0)
  #before = new Int32Array(0)
  #x = new Int32Array(0)
  #y = new Int32Array(0)
  #level = new Int8Array(0)
  #east = new Float64Array(0)
  #north = new Float64Array(0)
  #reach = new Float64Array(0)
  readonly #held = new Int32Array(LEVELS)
  /** One more than the last track that was put in. */
  #slots = 0

  constructor() {
    this.#heads.fill(-1)
  }

  /** Empties the grid, and makes room for tracks 0 to `tracks` − 1. */
  clear(tracks: number): void {
    this.#reserve(tracks)
    let size = this.#heads.length
    while (size < 2 * tracks) size *= 2
    if (size > this.#heads.length) this.#heads = new Int32Array(size)
    this.#heads.fill(-1)
    this.#level.fill(-1)
    this.#held.fill(0)
    this.#slots = 0
  }

  #reserve(tracks: number): void {
    if (tracks <= this.#next.length) return
    const room = Math.max(2 * this.#next.length, tracks, 64)
    this.#next = widened(this.#next, room)
    this.#before = widened(this.#before, room)
    this.#x = widened(this.#x, room)
    this.#y = widened(this.#y, room)
    const level = new Int8Array(room).fill(-1)
    level.set(this.#level)
    this.#level = level
    this.#east = widenedReal(this.#east, room)
    this.#north = widenedReal(this.#north, room)
    this.#reach = widenedReal(this.#reach, room)
    this.found = new Int32Array(room)
  }

  /** Puts a track at (x, y) with a gate of `reachM`, in place of where it stood. */
  put(track: number, at: Float64Array, reachM: number): void {
    this.#reserve(track + 1)
    this.take(track)
    let level = 0
    let width = WIDTH_M
    while (width < 2 * reachM && level < LEVELS - 1) {
      level += 1
      width *= 2
    }
    const x = Math.floor((at[0] as number) / width)
    const y = Math.floor((at[1] as number) / width)
    const head = this.#headOf(x, y, level)
    const first = this.#heads[head] as number
    this.#x[track] = x
    this.#y[track] = y
    this.#level[track] = level
    if (track >= this.#slots) this.#slots = track + 1
    this.#east[track] = at[0] as number
    this.#north[track] = at[1] as number
    this.#reach[track] = reachM
    this.#next[track] = first
    this.#before[track] = -1 - head
    if (first >= 0) this.#before[first] = track
    this.#heads[head] = track
    this.#held[level] = (this.#held[level] as number) + 1
  }

  /** Takes a track out, where it is in. */
  take(track: number): void {
    const level = this.#level[track] ?? -1
    if (level < 0) return
    const before = this.#before[track] as number
    const next = this.#next[track] as number
    if (before < 0) this.#heads[-1 - before] = next
    else this.#next[before] = next
    if (next >= 0) this.#before[next] = before
    this.#level[track] = -1
    this.#held[level] = (this.#held[level] as number) - 1
  }

  #headOf(x: number, y: number, level: number): number {
    let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(level, 0xc2b2ae35)
    h ^= h >>> 15
    h = Math.imul(h, 0x2c1b3c6d)
    h ^= h >>> 13
    return h & (this.#heads.length - 1)
  }

  /** Writes to `found` every track whose gate may hold a point within `radiusM` of (x, y); gives their number. */
  ask(x: number, y: number, radiusM: number): number {
    if (!(Math.abs(x) < PLACE_M_MAX && Math.abs(y) < PLACE_M_MAX)) return 0
    let count = 0
    let width = WIDTH_M
    for (let level = 0; level < LEVELS; level += 1) {
      const held = this.#held[level] as number
      if (held > 0) {
        const reach = level === LEVELS - 1 ? Infinity : radiusM + width / 2
        const side = (2 * reach) / width + 1
        if (side * side > this.#slots) count = this.#askAll(x, y, radiusM, level, count)
        else count = this.#askLevel(x, y, radiusM, level, count)
      }
      width *= 2
    }
    return count
  }

  #isNear(track: number, x: number, y: number, radiusM: number): boolean {
    const dx = (this.#east[track] as number) - x
    const dy = (this.#north[track] as number) - y
    const reach = (this.#reach[track] as number) + radiusM
    return dx * dx + dy * dy <= reach * reach
  }

  #askLevel(x: number, y: number, radiusM: number, level: number, before: number): number {
    const width = WIDTH_M * (1 << level)
    const reach = radiusM + width / 2
    const x1 = Math.floor((x + reach) / width)
    const y0 = Math.floor((y - reach) / width)
    const y1 = Math.floor((y + reach) / width)
    let count = before
    for (let cx = Math.floor((x - reach) / width); cx <= x1; cx += 1)
      for (let cy = y0; cy <= y1; cy += 1) {
        let track = this.#heads[this.#headOf(cx, cy, level)] as number
        while (track >= 0) {
          if (
            this.#x[track] === cx &&
            this.#y[track] === cy &&
            this.#level[track] === level &&
            this.#isNear(track, x, y, radiusM)
          ) {
            this.found[count] = track
            count += 1
          }
          track = this.#next[track] as number
        }
      }
    return count
  }

  #askAll(x: number, y: number, radiusM: number, level: number, before: number): number {
    let count = before
    for (let track = 0; track < this.#slots; track += 1)
      if (this.#level[track] === level && this.#isNear(track, x, y, radiusM)) {
        this.found[count] = track
        count += 1
      }
    return count
  }
}

function widenedReal(array: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(room)
  wider.set(array)
  return wider
}

function widened(array: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(room)
  wider.set(array)
  return wider
}
