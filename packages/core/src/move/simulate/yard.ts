/**
 * The goods at the nodes in one replication: pools, handling and signing. Handling is a budget of each step, as in the plan:
 * what is there early in the step is handled at once, until the step's budget is used up; what the plan wanted handled
 * earlier comes first. Nothing is handled or signed for before the plan says so.
 */
import { POOLS } from '../model/compile.ts'
import { STAGES } from './course.ts'
import type { Course } from './course.ts'
import type { Disturbances } from './disturbances.ts'

/** Differences below it are rounding of binary fractions, units. */
const UNIT_EPSILON = 1e-6
const STAGE_COUNT = STAGES.length
const POOL_COUNT = POOLS.length

/** The yard; see the head of the file. */
export class Yard {
  /** Complete kits signed for, by the step at whose end they count, 0 … steps; not yet summed up. */
  readonly armed: Int32Array
  readonly #course: Course
  readonly #disturbances: Disturbances
  /** Units by node, pool and commodity. */
  readonly #units: Float64Array
  /** Per stage key: pools, the limits of each step, what is left of it, and of which step. */
  readonly #fromPool: Int32Array
  readonly #toPool: Int32Array
  readonly #limits: (Float64Array | null)[]
  readonly #budget: Float64Array
  readonly #budgetStep: Int32Array
  readonly #share: Float64Array
  readonly #readyPool: Int32Array
  readonly #lotLeft: Float64Array
  readonly #lotFirst: Int32Array
  readonly #signLeft: Float64Array
  readonly #signFirst: Int32Array

  constructor(course: Course, disturbances: Disturbances) {
    const { compiled, nodes, commodities, steps, lots, signings, model } = course
    this.#course = course
    this.#disturbances = disturbances
    this.armed = new Int32Array(steps + 1)
    this.#units = new Float64Array(nodes * POOL_COUNT * commodities)
    this.#fromPool = new Int32Array(nodes * STAGE_COUNT)
    this.#toPool = new Int32Array(nodes * STAGE_COUNT)
    this.#limits = Array.from({ length: nodes * STAGE_COUNT }, () => null)
    this.#budget = new Float64Array(nodes * STAGE_COUNT)
    this.#budgetStep = new Int32Array(nodes * STAGE_COUNT)
    this.#share = Float64Array.from(model.commodities, ({ kitShare }) => kitShare)
    this.#readyPool = Int32Array.from(compiled.places, ({ readyPool }) => readyPool)
    this.#lotLeft = new Float64Array(lots.quantity.length)
    this.#lotFirst = new Int32Array(nodes * STAGE_COUNT)
    this.#signLeft = new Float64Array(signings.quantity.length)
    this.#signFirst = new Int32Array(nodes)
    for (const [node, { stages }] of compiled.places.entries())
      for (const { name, fromPool, toPool, limits } of stages) {
        const key = node * STAGE_COUNT + STAGES.indexOf(name)
        this.#fromPool[key] = fromPool
        this.#toPool[key] = toPool
        this.#limits[key] = limits
      }
  }

  /** As at hour 0, before any stock may be touched. */
  clear(): void {
    const { lots, signings, nodes } = this.#course
    this.armed.fill(0)
    this.#units.fill(0)
    this.#budgetStep.fill(-1)
    this.#lotLeft.set(lots.quantity)
    this.#signLeft.set(signings.quantity)
    for (let key = 0; key < nodes * STAGE_COUNT; key += 1)
      this.#lotFirst[key] = lots.begins[key] as number
    for (let node = 0; node < nodes; node += 1)
      this.#signFirst[node] = signings.begins[node] as number
  }

  #at(node: number, pool: number, commodity: number): number {
    return (node * POOL_COUNT + pool) * this.#course.commodities + commodity
  }

  /** Where the units of a pool begin, one commodity after another. */
  poolAt(node: number, pool: number): number {
    return this.#at(node, pool, 0)
  }

  /** Where the units that may leave a node begin. */
  readyAt(node: number): number {
    return this.#at(node, this.#readyPool[node] as number, 0)
  }

  /** Units at a place. */
  units(at: number): number {
    return this.#units[at] as number
  }

  /** Adds units at a place; negative takes them, of which there are as many. */
  add(at: number, units: number): void {
    this.#units[at] = (this.#units[at] as number) + units
  }

  /** Destroys a share of everything at the node, rounded down to whole units. */
  strike(strike: { readonly node: number; readonly share: number } | undefined): void {
    if (strike === undefined) return
    const { node, share } = strike
    const first = this.#at(node, 0, 0)
    const end = first + POOL_COUNT * this.#course.commodities
    for (let at = first; at < end; at += 1) {
      const units = this.#units[at] as number
      this.#units[at] = units - Math.floor(units * share + UNIT_EPSILON)
    }
  }

  /** Handles and signs for what can be at that hour of the step. */
  settle(node: number, step: number, hour: number): void {
    if (this.#disturbances.isNodeShut(node, hour)) return
    const first = node * STAGE_COUNT
    for (let key = first; key < first + STAGE_COUNT; key += 1)
      if (this.#limits[key] !== null) this.#handle(key, step, hour)
    this.#sign(node, step, hour)
  }

  #budgetOf(node: number, key: number, step: number): number {
    if (this.#budgetStep[key] !== step) {
      const { stepHours } = this.#course
      const limit = this.#limits[key]?.[step] ?? 0
      const from = step * stepHours
      this.#budgetStep[key] = step
      this.#budget[key] = limit * this.#disturbances.nodeShare(node, from, from + stepHours)
    }
    return this.#budget[key] as number
  }

  #handle(key: number, step: number, hour: number): void {
    const node = Math.floor(key / STAGE_COUNT)
    const { lots } = this.#course
    const end = lots.begins[key + 1] as number
    let budget = this.#budgetOf(node, key, step)
    let isFirst = true
    for (let i = this.#lotFirst[key] as number; i < end; i += 1) {
      if ((lots.hour[i] as number) > hour) break
      const left = this.#lotLeft[i] as number
      if (left > 0) {
        const commodity = lots.commodity[i] as number
        const share = this.#share[commodity] as number
        const from = this.#at(node, this.#fromPool[key] as number, commodity)
        const most = Math.floor(budget / share + UNIT_EPSILON)
        const units = Math.min(left, this.#units[from] as number, most)
        if (units > 0) {
          this.#units[from] = (this.#units[from] as number) - units
          this.add(this.#at(node, this.#toPool[key] as number, commodity), units)
          this.#lotLeft[i] = left - units
          budget -= units * share
        }
      }
      if (isFirst && this.#lotLeft[i] === 0) this.#lotFirst[key] = i + 1
      else isFirst = false
    }
    this.#budget[key] = budget
  }

  #sign(node: number, step: number, hour: number): void {
    const { signings, compiled, steps } = this.#course
    if ((compiled.places[node]?.openHours[step] ?? 0) === 0) return
    const end = signings.begins[node + 1] as number
    let isFirst = true
    for (let i = this.#signFirst[node] as number; i < end; i += 1) {
      if ((signings.hour[i] as number) > hour) break
      const left = this.#signLeft[i] as number
      const served = compiled.demands[signings.demand[i] as number]
      if (left > 0 && served !== undefined) {
        const units = Math.min(left, this.#deliverable(node, served.takes))
        if (units > 0) {
          this.#deliver(node, served.takes, units)
          this.#signLeft[i] = left - units
          const counts = Math.min(steps, step + 1)
          if (served.demand.commodity === null)
            this.armed[counts] = (this.armed[counts] as number) + units
        }
      }
      if (isFirst && this.#signLeft[i] === 0) this.#signFirst[node] = i + 1
      else isFirst = false
    }
  }

  /** Whole units of a demand that what is ready makes. */
  #deliverable(node: number, takes: readonly number[]): number {
    const ready = this.readyAt(node)
    let most = Infinity
    for (let c = 0; c < takes.length; c += 1) {
      const each = takes[c] as number
      if (each > 0) most = Math.min(most, Math.floor((this.#units[ready + c] as number) / each))
    }
    return most === Infinity ? 0 : most
  }

  #deliver(node: number, takes: readonly number[], units: number): void {
    const ready = this.readyAt(node)
    for (let c = 0; c < takes.length; c += 1) {
      const each = takes[c] as number
      if (each > 0) this.add(ready + c, -each * units)
    }
  }
}
