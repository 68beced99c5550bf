/**
 * Two tracks of one thing take turns at its detections, and each of them is sure. They are one where they agree in place and in
 * velocity and are not both detected, look after look; the younger goes.
 */
import { SAME_D2, SAME_LOOKS } from './assumptions.ts'
import { SEED } from './store.ts'
import type { Work } from './work.ts'

/** Finds tracks that are of one thing, and ends the younger. */
export class Duplicates {
  readonly #work: Work

  constructor(work: Work) {
    this.#work = work
  }

  /** Looks at every row that was given to a track and gates with another one, which got none or the same. */
  find(): void {
    const { graph, actives, row: given } = this.#work
    for (let a = 0; a < actives; a += 1) this.#forgive(a)
    for (let row = 0; row < graph.rows; row += 1) {
      const from = graph.start[row] as number
      const end = graph.start[row + 1] as number
      if (end - from < 2) continue
      let owner = -1
      for (let e = from; e < end && owner < 0; e += 1)
        if (given[graph.track[e] as number] === row) owner = graph.track[e] as number
      if (owner < 0) continue
      for (let e = from; e < end; e += 1) {
        const other = graph.track[e] as number
        if (other !== owner && ((given[other] as number) < 0 || given[other] === row))
          this.#compare(owner, other)
      }
    }
  }

  /** Two that were both detected, each by its own row, are two. */
  #forgive(active: number): void {
    const { store, slot, row } = this.#work
    const at = slot[active] as number
    if (store.rivalLooks[at] === 0 || (row[active] as number) < 0) return
    const rival = store.slotOf(store.rival[at] as number)
    const rivalActive = rival < 0 ? -1 : (store.active[rival] as number)
    if (rivalActive < 0) return
    const rivalRow = row[rivalActive] as number
    if (rivalRow >= 0 && rivalRow !== row[active]) store.rivalLooks[at] = 0
  }

  #compare(a: number, b: number): void {
    const { store, slot, ended } = this.#work
    const one = slot[a] as number
    const two = slot[b] as number
    if (store.stage[one] === SEED || store.stage[two] === SEED) return
    if (store.plane[one] !== store.plane[two] || !this.#agree(one, b)) return
    if ((store.identity[one] as number) >= 0 && (store.identity[two] as number) >= 0) return
    const isTwoYounger = (store.id[two] as number) > (store.id[one] as number)
    // A name is worth more than age.
    const goes = this.#goes(isTwoYounger ? two : one, isTwoYounger ? one : two)
    const stays = goes === one ? two : one
    const id = store.id[stays] as number
    const looks = store.rival[goes] === id ? (store.rivalLooks[goes] as number) + 1 : 1
    store.rivalLooks[goes] = looks
    store.rival[goes] = id
    if (looks >= SAME_LOOKS) ended.push(goes)
  }

  #goes(younger: number, older: number): number {
    const { store } = this.#work
    return (store.identity[younger] as number) >= 0 ? older : younger
  }

  /** Whether the updated track at `slot` and the predicted `active` agree in place, and in velocity. */
  #agree(slot: number, active: number): boolean {
    const { state, stride, ahead, aheadStride } = this.#work.filter
    const a = slot * stride
    const b = active * aheadStride
    return (
      distance2(state, a, a + 4, a + 5, a + 8, ahead, b, b + 4, b + 5, b + 8) < SAME_D2 &&
      distance2(state, a + 2, a + 11, a + 12, a + 13, ahead, b + 2, b + 11, b + 12, b + 13) <
        SAME_D2
    )
  }
}

function distance2(
  p: Float64Array,
  x: number,
  xx: number,
  xy: number,
  yy: number,
  q: Float64Array,
  u: number,
  uu: number,
  uv: number,
  vv: number,
): number {
  const d0 = (p[x] as number) - (q[u] as number)
  const d1 = (p[x + 1] as number) - (q[u + 1] as number)
  const s00 = (p[xx] as number) + (q[uu] as number)
  const s01 = (p[xy] as number) + (q[uv] as number)
  const s11 = (p[yy] as number) + (q[vv] as number)
  return (s11 * d0 * d0 - 2 * s01 * d0 * d1 + s00 * d1 * d1) / (s00 * s11 - s01 * s01)
}
