/**
 * What goes wrong in one replication: the faults drawn, as spans of hours at ways and nodes. All of it is drawn before the
 * first vehicle leaves, from numbers that no vehicle has a part in.
 */
import type { Course } from './course.ts'
import { valueAt } from './distribution.ts'
import type { Draws } from './draws.ts'
import type { Fault, FaultModel } from './faults.ts'
import { opensAt } from './spans.ts'

/** Streams of draws. */
export const STREAM = { fault: 1, cause: 2, travel: 3, loading: 4, border: 5 } as const

/** A leg or node that is lost from hour 0 on, for a comparison. */
export interface Loss {
  readonly kind: 'leg' | 'node'
  /** Index in the model's list. */
  readonly index: number
}

/** A fault that happened, with indices. */
interface Occurrence {
  readonly fault: number
  readonly fromHour: number
  readonly untilHour: number
}
interface Span {
  readonly from: number
  readonly until: number
}
interface WaySpan extends Span {
  /** Whether it stands still who is on the way. */
  readonly stops: boolean
}
interface Slow extends Span {
  readonly factor: number
}

const NONE: readonly never[] = []

/** The fault model with indices, and what befalls whom. */
class Places {
  /** By fault: ways that it shuts, its node or −1, ways that it slows, whether it stops those on the way. */
  readonly ways: readonly (readonly number[])[]
  readonly nodes: Int32Array
  readonly slowedWays: readonly (readonly number[])[]
  readonly stops: readonly boolean[]

  constructor(course: Course, faults: readonly Fault[], hasLanes: readonly boolean[]) {
    const { model, compiled } = course
    const legIndex = new Map(model.legs.map(({ id }, i) => [id, i]))
    this.nodes = Int32Array.from(faults, ({ node }) =>
      node === null ? -1 : (compiled.nodeIndex.get(node) ?? -1),
    )
    this.ways = faults.map((fault, f) => {
      const node = this.nodes[f] as number
      const leg = fault.leg === null ? undefined : legIndex.get(fault.leg)
      if (leg !== undefined) return [2 * leg, 2 * leg + 1]
      if (fault.kind === 'cyberOutage') return []
      if (fault.kind === 'depotStruck') return leaving(course, node)
      const touching = touch(course, node)
      if (fault.kind === 'crossingClosed') return touching
      const mode = fault.kind === 'portMined' ? 'sea' : 'air'
      return touching.filter((way) => model.legs[way >> 1]?.mode === mode)
    })
    this.slowedWays = faults.map(({ kind }, f) => {
      const node = this.nodes[f] as number
      return kind === 'cyberOutage' && hasLanes[node] !== true ? leaving(course, node) : NONE
    })
    this.stops = faults.map(({ kind }) => kind !== 'crossingClosed' && kind !== 'depotStruck')
  }
}

const leaving = ({ ways }: Course, node: number): number[] =>
  [...ways.from.keys()].filter((way) => ways.from[way] === node)
const touch = ({ ways }: Course, node: number): number[] =>
  [...ways.from.keys()].filter((way) => ways.from[way] === node || ways.to[way] === node)

/** Kinds that shut the node itself: nothing is handled or served there. */
const SHUTS_NODE: ReadonlySet<Fault['kind']> = new Set(['crossingClosed', 'depotStruck'])

/** Disturbances of one replication at a time. */
export class Disturbances {
  /** Stock that is lost: the share, where and when. */
  readonly strikes: { node: number; hour: number; share: number }[] = []
  /** Hours at which a node may go on. */
  readonly reopenings: { node: number; hour: number }[] = []
  /** Ways with the begin and the end of each span in which a fault shuts them. */
  readonly shutWays: { way: number; from: number; until: number }[] = []
  readonly #course: Course
  readonly #faults: FaultModel
  readonly #places: Places
  readonly #byWay: WaySpan[][]
  readonly #byNode: Span[][]
  readonly #slowWays: Slow[][]
  readonly #slowNodes: Slow[][]
  readonly #memberIndex: ReadonlyMap<string, number>

  constructor(course: Course, faults: FaultModel, hasLanes: readonly boolean[]) {
    this.#course = course
    this.#faults = faults
    this.#places = new Places(course, faults.faults, hasLanes)
    this.#byWay = Array.from(course.ways.from, () => [])
    this.#byNode = Array.from({ length: course.nodes }, () => [])
    this.#slowWays = Array.from(course.ways.from, () => [])
    this.#slowNodes = Array.from({ length: course.nodes }, () => [])
    this.#memberIndex = new Map(faults.faults.map(({ id }, i) => [id, i]))
  }

  /** Draws what goes wrong, and adds the loss. */
  draw(draws: Draws, loss: Loss | null): void {
    for (const list of [this.strikes, this.reopenings, this.shutWays]) list.length = 0
    for (const lists of [this.#byWay, this.#byNode, this.#slowWays, this.#slowNodes])
      for (const list of lists) list.length = 0
    if (loss !== null) this.#lose(loss)
    const drawn = this.#drawn(draws).toSorted(
      (a, b) => a.fromHour - b.fromHour || a.fault - b.fault,
    )
    for (const occurrence of drawn) this.#add(occurrence)
  }

  #drawn(draws: Draws): Occurrence[] {
    const { faults, combined } = this.#faults
    const found: Occurrence[] = []
    const happens = (fault: number, fromHour: number): void => {
      const one = faults[fault]
      if (one === undefined || fromHour >= this.#course.horizonHours) return
      const hours = valueAt(one.durationHours, draws.uniform(STREAM.fault, 3 * fault + 2))
      if (hours > 0) found.push({ fault, fromHour, untilHour: fromHour + hours })
    }
    for (const [f, { chance, startHour }] of faults.entries())
      if (draws.uniform(STREAM.fault, 3 * f) < chance)
        happens(f, valueAt(startHour, draws.uniform(STREAM.fault, 3 * f + 1)))
    for (const [c, cause] of combined.entries()) {
      if (draws.uniform(STREAM.cause, 2 * c) >= cause.chance) continue
      const fromHour = valueAt(cause.startHour, draws.uniform(STREAM.cause, 2 * c + 1))
      for (const id of cause.faults) happens(this.#memberIndex.get(id) ?? -1, fromHour)
    }
    return found
  }

  #add({ fault, fromHour: from, untilHour: until }: Occurrence): void {
    const one = this.#faults.faults[fault]
    const node = this.#places.nodes[fault] as number
    if (one === undefined) return
    const stops = this.#places.stops[fault] === true
    for (const way of this.#places.ways[fault] ?? NONE) {
      this.#byWay[way]?.push({ from, until, stops })
      this.shutWays.push({ way, from, until })
    }
    const factor = one.slowdown ?? 1
    for (const way of this.#places.slowedWays[fault] ?? NONE)
      this.#slowWays[way]?.push({ from, until, factor })
    if (one.kind === 'cyberOutage') this.#slowNodes[node]?.push({ from, until, factor })
    if (one.stockLost !== null) this.strikes.push({ node, hour: from, share: one.stockLost })
    if (!SHUTS_NODE.has(one.kind)) return
    this.#byNode[node]?.push({ from, until })
    this.reopenings.push({ node, hour: until })
  }

  #lose({ kind, index }: Loss): void {
    const ways = kind === 'leg' ? [2 * index, 2 * index + 1] : touch(this.#course, index)
    for (const way of ways) {
      this.#byWay[way]?.push({ from: 0, until: Infinity, stops: false })
      this.shutWays.push({ way, from: 0, until: Infinity })
    }
    if (kind === 'node') this.#byNode[index]?.push({ from: 0, until: Infinity })
  }

  /** The first hour from `hour` on at which a vehicle may set out along the way; Infinity where there is none. */
  opensAt(way: number, hour: number): number {
    const { ways, horizonHours } = this.#course
    const spans = this.#byWay[way] ?? NONE
    for (let at = hour; ;) {
      let open = opensAt(ways.shut[way] as Float64Array, at, horizonHours)
      for (const { from, until } of spans) if (from <= open && open < until) open = until
      if (open === at || open === Infinity) return open
      at = open
    }
  }

  /** Since when a fault has shut the way, where it is shut by one at that hour; NaN where it is not. */
  shutSince(way: number, hour: number): number {
    for (const { from, until } of this.#byWay[way] ?? NONE)
      if (from <= hour && hour < until) return from
    return Number.NaN
  }

  /** When who set out at `hour` for `hours` of driving is there: faults that stop those on the way stop the clock. */
  arrivesAt(way: number, hour: number, hours: number): number {
    let [at, left] = [hour, hours]
    for (const { from, until, stops } of this.#byWay[way] ?? NONE) {
      if (!stops || until <= at) continue
      if (from >= at + left) break
      left -= Math.max(0, from - at)
      at = until
    }
    return at + left
  }

  /** Whether a fault has shut the node. */
  isNodeShut(node: number, hour: number): boolean {
    for (const { from, until } of this.#byNode[node] ?? NONE)
      if (from <= hour && hour < until) return true
    return false
  }

  /** Share of the span in which no fault has shut the node, [0, 1]. */
  nodeShare(node: number, from: number, until: number): number {
    const spans = this.#byNode[node] ?? NONE
    if (spans.length === 0) return 1
    let [shut, seen] = [0, from]
    for (const span of spans) {
      const begin = Math.max(seen, span.from)
      const end = Math.min(until, span.until)
      if (end <= begin) continue
      shut += end - begin
      seen = end
    }
    return 1 - shut / (until - from)
  }

  /** How many times slower the way lets vehicles out; 1 where nothing slows it. */
  slowOfWay(way: number, hour: number): number {
    return slowest(this.#slowWays[way] ?? NONE, hour)
  }

  /** How many times slower the lanes of the node serve. */
  slowOfNode(node: number, hour: number): number {
    return slowest(this.#slowNodes[node] ?? NONE, hour)
  }
}

function slowest(spans: readonly Slow[], hour: number): number {
  let factor = 1
  for (const span of spans)
    if (span.from <= hour && hour < span.until) factor = Math.max(factor, span.factor)
  return factor
}
