/** Ways round what is shut: the shortest in hours for a fleet, over ways that are open to it. */
import type { Course } from './course.ts'
import type { Disturbances } from './disturbances.ts'

/** Most ways of a detour. */
export const DETOUR_WAYS_MAX = 12

/** What is to be gone round. */
export interface DetourAsked {
  readonly from: number
  readonly to: number
  readonly fleet: number
  readonly isLoaded: boolean
  /** Whether a way may be taken now. */
  readonly mayTake: (way: number) => boolean
}

/**
 * The ways from one node to another, in their order, by Dijkstra's rule (1959); null where there is none of at most
 * `DETOUR_WAYS_MAX` ways. Of two that take as long, the one over ways with lower numbers.
 */
export function detourOf(
  { nodes, fleets, ways }: Course,
  { from, to, fleet, isLoaded, mayTake }: DetourAsked,
): readonly number[] | null {
  const hours = new Float64Array(nodes).fill(Infinity)
  const cameBy = new Int32Array(nodes).fill(-1)
  const isDone = new Uint8Array(nodes)
  hours[from] = 0
  for (;;) {
    let next = -1
    for (let node = 0; node < nodes; node += 1)
      if (
        isDone[node] === 0 &&
        (hours[node] as number) < (next < 0 ? Infinity : (hours[next] as number))
      )
        next = node
    if (next < 0 || next === to) break
    isDone[next] = 1
    for (let way = 0; way < ways.from.length; way += 1) {
      if (ways.from[way] !== next || (isLoaded ? ways.loaded : ways.empty)[way] === 0) continue
      const takes = ways.hours[way * fleets + fleet] as number
      const reached = (hours[next] as number) + takes
      const end = ways.to[way] as number
      if (!(reached < (hours[end] as number)) || !mayTake(way)) continue
      hours[end] = reached
      cameBy[end] = way
    }
  }
  const path: number[] = []
  for (let node = to; node !== from;) {
    const way = cameBy[node] as number
    if (way < 0 || path.length === DETOUR_WAYS_MAX) return null
    path.unshift(way)
    node = ways.from[way] as number
  }
  return path.length === 0 ? null : path
}

/** A trip that waits at a way that a fault has shut. */
export interface RoundAsked {
  readonly group: number
  readonly way: number
  readonly hour: number
  /** The first group of each node that may have trips left, and how many a group has. */
  readonly firstGroup: Int32Array
  readonly leftOf: (group: number) => number
}
/** The way round, and the group of which one trip is needless by it; −1 for none. */
export interface Round {
  readonly path: readonly number[]
  readonly needless: number
}

/**
 * The way round a shut way. Where the node at its end is shut too, a crossing, it leads past it, to where the vehicles of
 * this fleet go from there: one of their trips is then needless. Null where there is none.
 */
export function roundOf(
  course: Course,
  disturbances: Disturbances,
  asked: RoundAsked,
): Round | null {
  const { ways, groups, model } = course
  const { group, way, hour } = asked
  const [from, end] = [ways.from[way] as number, ways.to[way] as number]
  const isPassed = disturbances.isNodeShut(end, hour)
  if (isPassed && model.nodes[end]?.kind !== 'crossing') return null
  const needless = isPassed ? onwardOf(course, asked, { node: end, from }) : -1
  if (isPassed && needless < 0) return null
  const path = detourOf(course, {
    from,
    to: isPassed ? (ways.to[groups.way[needless] as number] as number) : end,
    fleet: groups.fleet[group] as number,
    isLoaded: groups.isLoaded[group] === 1,
    mayTake: (other) =>
      other >> 1 !== way >> 1 && Number.isNaN(disturbances.shutSince(other, hour)),
  })
  return path === null ? null : { path, needless }
}

/** The first group with trips left that vehicles such as these would make from the node, other than back; −1 for none. */
function onwardOf(
  { groups, ways }: Course,
  { group, firstGroup, leftOf }: RoundAsked,
  { node, from }: { readonly node: number; readonly from: number },
): number {
  const end = groups.begins[node + 1] as number
  for (let other = firstGroup[node] as number; other < end; other += 1) {
    const isSame =
      groups.fleet[other] === groups.fleet[group] &&
      groups.isLoaded[other] === groups.isLoaded[group]
    if (isSame && leftOf(other) > 0 && ways.to[groups.way[other] as number] !== from) return other
  }
  return -1
}
