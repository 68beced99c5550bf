/**
 * Whether anything at all can come to an issue point and be signed for there: goods flood the network step by step, as far as
 * a single unit gets. What no unit can pass no plan can; what one can, many may not. Without a solver.
 */
import { compileModel, situationAtHour0 } from './compile.ts'
import type { Compiled, Lane } from './compile.ts'
import { reachOf } from './reach.ts'
import type { Reach } from './reach.ts'
import type { MovementModel } from './types.ts'

const POOL_COUNT = 4
const EPSILON = 1e-9

/** How far goods get. */
export interface Flood {
  /** The hour by which a complete kit is signed for at the earliest; null where none is. */
  readonly armedHour: number | null
  /** Whether the commodity ever comes to the node. */
  readonly comesTo: (commodity: string, node: string) => boolean
}

class Flooding {
  readonly #compiled: Compiled
  readonly #reach: Reach
  /** By commodity: node · pools. */
  readonly #there: readonly Uint8Array[]
  readonly #ever: readonly Uint8Array[]
  /** What arrives, by step. */
  readonly #arrivals = new Map<number, Set<string>>()

  constructor(compiled: Compiled) {
    this.#compiled = compiled
    this.#reach = reachOf(compiled, situationAtHour0(compiled.model))
    const tables = (): Uint8Array[] =>
      compiled.model.commodities.map(() => new Uint8Array(compiled.places.length * POOL_COUNT))
    this.#there = tables()
    this.#ever = tables()
  }

  comesTo(commodity: number, place: number): boolean {
    const ever = this.#ever[commodity]
    for (let pool = 0; pool < POOL_COUNT; pool += 1)
      if (ever?.[place * POOL_COUNT + pool] === 1) return true
    return false
  }

  #isThere(commodity: number, place: number, pool: number): boolean {
    return this.#there[commodity]?.[place * POOL_COUNT + pool] === 1
  }

  /** Whether it was not there before. */
  #put(commodity: number, place: number, pool: number): boolean {
    if (this.#isThere(commodity, place, pool)) return false
    for (const tables of [this.#there, this.#ever]) {
      const table = tables[commodity]
      if (table !== undefined) table[place * POOL_COUNT + pool] = 1
    }
    return true
  }

  #handle(step: number): boolean {
    let changed = false
    const { places, model } = this.#compiled
    for (const [place, { stages }] of places.entries())
      for (const { fromPool, toPool, limits } of stages)
        for (const [commodity, { kitShare }] of model.commodities.entries())
          if (
            this.#isThere(commodity, place, fromPool) &&
            (limits[step] ?? 0) + EPSILON >= kitShare &&
            this.#put(commodity, place, toPool)
          )
            changed = true
    return changed
  }

  #depart({ from, to, takes, toPool, loads, ...lane }: Lane, step: number): boolean {
    const slots = this.#compiled.forwardSlots[lane.legIndex]?.[step] ?? 0
    const vehicles = this.#reach.vehiclesFrom[lane.fleetIndex]?.[from] ?? Infinity
    if (slots === 0 || vehicles > step) return false
    const ready = this.#compiled.places[from]?.readyPool ?? 0
    let changed = false
    for (const [commodity, load] of loads.entries()) {
      if (load === 0 || !this.#isThere(commodity, from, ready)) continue
      if (takes === 0) changed = this.#put(commodity, to, toPool) || changed
      else this.#arriveAt(step + takes, `${commodity} ${to} ${toPool}`)
    }
    return changed
  }

  #arriveAt(step: number, what: string): void {
    const arriving = this.#arrivals.get(step) ?? new Set()
    this.#arrivals.set(step, arriving.add(what))
  }

  /** Everything that can happen in a step; then what may not stay is gone. */
  step(step: number): void {
    const { lots, lanes } = this.#compiled
    for (const lot of lots) if (lot.step === step) this.#put(lot.commodity, lot.place, 0)
    for (const what of this.#arrivals.get(step) ?? []) {
      const [commodity = 0, place = 0, pool = 0] = what.split(' ').map(Number)
      this.#put(commodity, place, pool)
    }
    let changed = true
    while (changed) {
      changed = this.#handle(step)
      for (const lane of lanes) if (this.#depart(lane, step)) changed = true
    }
  }

  /** Whether a complete kit can be signed for in the step at one of the issue points. */
  signs(step: number, issuePoint: string): boolean {
    const { demands, places } = this.#compiled
    return demands.some(
      ({ demand, place, takes }) =>
        demand.issuePoint === issuePoint &&
        demand.commodity === null &&
        demand.quantity > 0 &&
        (places[place]?.openHours[step] ?? 0) > EPSILON &&
        takes.every(
          (units, commodity) =>
            units === 0 || this.#isThere(commodity, place, places[place]?.readyPool ?? 0),
        ),
    )
  }

  /** Takes away what a node has no room for at the end of a step. */
  clear(): void {
    const { places, model } = this.#compiled
    for (const [place, { node }] of places.entries())
      for (const [commodity, { kitShare }] of model.commodities.entries())
        if (node.storageMax !== null && node.storageMax + EPSILON < kitShare)
          this.#there[commodity]?.fill(0, place * POOL_COUNT, (place + 1) * POOL_COUNT)
  }
}

/** Floods the model to an issue point; `isInstant`: no way takes any time. */
export function flood(
  model: MovementModel,
  { issuePoint, isInstant }: { readonly issuePoint: string; readonly isInstant: boolean },
): Flood {
  const plain = compileModel(model)
  const compiled: Compiled = isInstant
    ? { ...plain, lanes: plain.lanes.map((lane) => ({ ...lane, takes: 0 })) }
    : plain
  const flooding = new Flooding(compiled)
  let armedHour: number | null = null
  for (let step = 0; step < compiled.steps && armedHour === null; step += 1) {
    flooding.step(step)
    if (flooding.signs(step, issuePoint)) armedHour = (step + 1) * model.stepHours
    flooding.clear()
  }
  return {
    armedHour,
    comesTo: (commodity, node) =>
      flooding.comesTo(
        compiled.commodityIndex.get(commodity) ?? -1,
        compiled.nodeIndex.get(node) ?? -1,
      ),
  }
}
