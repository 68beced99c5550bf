import { distanceToSpan } from './span.ts'
import type { Point } from './span.ts'

/** The farthest vertex from the chord of a stretch of a chain. */
function farthest(chain: readonly Point[], from: number, to: number): { at: number; offM: number } {
  const [a, b] = [chain[from], chain[to]]
  let best = { at: -1, offM: -1 }
  if (a === undefined || b === undefined) return best
  for (let at = from + 1; at < to; at++) {
    const point = chain[at]
    const offM = point === undefined ? -1 : distanceToSpan(point, { a, b })
    if (offM > best.offM) best = { at, offM }
  }
  return best
}

/**
 * A chain with fewer vertices, none of the left-out ones farther from it than `toleranceM` (Douglas and Peucker 1973), and no
 * two neighbours at one place. Fewer than two points where the chain has no length.
 */
export function thin(chain: readonly Point[], toleranceM: number): Point[] {
  const kept = new Set([0, chain.length - 1])
  const open: (readonly [number, number])[] = [[0, chain.length - 1]]
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const { at, offM } = farthest(chain, stretch[0], stretch[1])
    if (offM <= toleranceM) continue
    kept.add(at)
    open.push([stretch[0], at], [at, stretch[1]])
  }
  return chain
    .filter((_, index) => kept.has(index))
    .filter((point, index, all) => {
      const before = all[index - 1]
      return before === undefined || before.x !== point.x || before.y !== point.y
    })
}
