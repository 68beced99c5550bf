/**
 * The parts of a model: lines that packages join, directly or over other lines. A package serves one part alone, so that
 * what is best for a part by itself is a bound for it whatever is done elsewhere; what one part has above it, another can
 * not make good.
 */
import type { ForceIndex } from './force-index.ts'

/** Lines of each part by number, ascending, and the parts in the order of their first lines. */
export function partsOf({ lines, pairs, byPackage }: ForceIndex): readonly (readonly number[])[] {
  const parent = lines.map((_, line) => line)
  const root = (line: number): number => {
    let at = line
    while (parent[at] !== at) at = parent[at] ?? at
    return at
  }
  for (const numbers of byPackage) {
    const [first, ...others] = numbers.flatMap((number) => pairs[number]?.line ?? [])
    if (first === undefined) continue
    for (const other of others) {
      const [a, b] = [root(first), root(other)]
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const parts = new Map<number, number[]>()
  for (const line of parent.keys()) parts.set(root(line), [...(parts.get(root(line)) ?? []), line])
  return [...parts.values()]
}
