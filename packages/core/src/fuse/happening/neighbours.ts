import type { Interval } from '../../units/index.ts'
import type { Position } from '../../geo/index.ts'

// What could be one event, one pair or one exchange must not be sought among all pairs: a cubic grid around the
// earth (no poles, no date line) and a sweep in order of time leave the near ones.

const EARTH_RADIUS_M = 6_378_137
const RAD_PER_DEG = Math.PI / 180

/** A cell of a cubic grid over the earth-centred frame. */
function cellOf({ lonDeg, latDeg }: Position, cellM: number): readonly [number, number, number] {
  const cosLat = Math.cos(latDeg * RAD_PER_DEG)
  return [
    Math.floor((EARTH_RADIUS_M * cosLat * Math.cos(lonDeg * RAD_PER_DEG)) / cellM),
    Math.floor((EARTH_RADIUS_M * cosLat * Math.sin(lonDeg * RAD_PER_DEG)) / cellM),
    Math.floor((EARTH_RADIUS_M * Math.sin(latDeg * RAD_PER_DEG)) / cellM),
  ]
}

const SHIFTS = [-1, 0, 1] as const

/** Something with a place and a time. */
export interface Placed {
  readonly position: Position
  readonly observed: Interval
}

/** What was swept so far in one cell, in order of the beginnings. */
interface Swept<T> {
  readonly items: T[]
  longestMs: number
}

/**
 * Calls `visit` once for each pair of items that lie in the same or adjoining cells and whose intervals lie no
 * farther apart than `gapMs`: every pair nearer than `cellM`, and some beyond. The items must be in order of their beginnings.
 */
export function visitNear<T extends Placed>(
  ordered: readonly T[],
  near: { readonly cellM: number; readonly gapMs: number },
  visit: (earlier: T, later: T) => void,
): void {
  const cells = new Map<string, Swept<T>>()
  for (const item of ordered) {
    const { fromMs, toMs } = item.observed
    const [x, y, z] = cellOf(item.position, near.cellM)
    for (const dx of SHIFTS) {
      for (const dy of SHIFTS) {
        for (const dz of SHIFTS) {
          const swept = cells.get(`${x + dx} ${y + dy} ${z + dz}`)
          if (swept === undefined) continue
          for (let at = swept.items.length - 1; at >= 0; at -= 1) {
            const earlier = swept.items[at]
            if (earlier === undefined) break
            if (earlier.observed.fromMs + swept.longestMs + near.gapMs < fromMs) break
            if (earlier.observed.toMs + near.gapMs >= fromMs) visit(earlier, item)
          }
        }
      }
    }
    const key = `${x} ${y} ${z}`
    const own = cells.get(key) ?? { items: [], longestMs: 0 }
    own.items.push(item)
    own.longestMs = Math.max(own.longestMs, toMs - fromMs)
    cells.set(key, own)
  }
}

/** Disjoint sets of the numbers below a size (Tarjan 1975, by path halving). */
export class DisjointSets {
  readonly #parent: Int32Array
  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, n) => n)
  }
  /** The number that stands for the set. */
  rootOf(member: number): number {
    let at = member
    for (;;) {
      const parent = this.#parent[at] ?? at
      if (parent === at) return at
      const above = this.#parent[parent] ?? parent
      this.#parent[at] = above
      at = above
    }
  }
  /** Makes two sets one; the lower number stands for it. */
  join(a: number, b: number): void {
    const rootA = this.rootOf(a)
    const rootB = this.rootOf(b)
    this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB)
  }
}
