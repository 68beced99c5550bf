/**
 * Quickest ways over the roads (Dijkstra 1959). The network is small (a thousand nodes at the most), so the next node is
 * found by looking through all of them: no heap, and ties fall to the node that stands first in the document.
 */
import type { Road } from './types.ts'

/** Quickest ways from one node. A node that no road reaches takes infinitely long. */
export interface Ways {
  readonly minutes: ReadonlyMap<string, number>
  /** The nodes on the way, both ends included; empty where there is none. */
  readonly wayTo: (node: string) => readonly string[]
}

/** Minutes on a road. */
export const roadMinutes = ({ km, speedKmh }: Road): number => (60 * km) / speedKmh

/** Quickest ways from a node to every other. */
export function waysFrom(start: string, nodes: readonly string[], roads: readonly Road[]): Ways {
  const out = new Map<string, [to: string, minutes: number][]>(nodes.map((id) => [id, []]))
  for (const road of roads) {
    out.get(road.a)?.push([road.b, roadMinutes(road)])
    out.get(road.b)?.push([road.a, roadMinutes(road)])
  }
  const minutes = new Map<string, number>(nodes.map((id) => [id, Number.POSITIVE_INFINITY]))
  const cameFrom = new Map<string, string>()
  const open = new Set(nodes)
  if (open.has(start)) minutes.set(start, 0)
  while (open.size > 0) {
    let next: string | null = null
    let least = Number.POSITIVE_INFINITY
    for (const id of open) {
      const here = minutes.get(id) ?? Number.POSITIVE_INFINITY
      if (here < least) [next, least] = [id, here]
    }
    if (next === null) break
    open.delete(next)
    for (const [to, along] of out.get(next) ?? [])
      if (least + along < (minutes.get(to) ?? Number.POSITIVE_INFINITY)) {
        minutes.set(to, least + along)
        cameFrom.set(to, next)
      }
  }
  const wayTo = (node: string): readonly string[] => {
    if (!Number.isFinite(minutes.get(node))) return []
    const way = [node]
    for (let at = cameFrom.get(node); at !== undefined; at = cameFrom.get(at)) way.unshift(at)
    return way
  }
  return { minutes, wayTo }
}
