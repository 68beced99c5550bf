/**
 * Where everything stands while a plan is constructed, step by step: goods by pool, free vehicles, what is under way, and
 * what storage is spoken for. Every change goes through here, so that nothing is used twice.
 */
import { HELD, POOLS } from './compile.ts'
import type { Compiled } from './compile.ts'
import type { Situation } from './types.ts'

interface Due {
  readonly place: number
  readonly pool: number
  readonly commodity: number
  readonly quantity: number
}
interface VehiclesDue {
  readonly place: number
  readonly fleet: number
  readonly count: number
}

/** The ground of a construction; see the head of the file. */
export class Ground {
  readonly #compiled: Compiled
  readonly #commodities: number
  /** Units by place, pool and commodity, in that order. */
  readonly #units: Float64Array
  /** Free vehicles by fleet and place. */
  readonly #idle: Int32Array
  readonly #due: Due[][]
  readonly #vehiclesDue: VehiclesDue[][]
  /** Kit shares on the ground or under way to a place: what storage is spoken for. */
  readonly #spokenFor: Float64Array

  constructor(compiled: Compiled, situation: Situation) {
    const { model, places, steps, nodeIndex, commodityIndex, fleetIndex } = compiled
    this.#compiled = compiled
    this.#commodities = model.commodities.length
    this.#units = new Float64Array(places.length * POOLS.length * this.#commodities)
    this.#idle = new Int32Array(model.fleets.length * places.length)
    this.#due = Array.from({ length: steps }, () => [])
    this.#vehiclesDue = Array.from({ length: steps }, () => [])
    this.#spokenFor = new Float64Array(places.length)
    const first = Math.round(situation.hour / model.stepHours)
    const stepOf = (hour: number): number =>
      Math.max(first, Math.ceil(hour / model.stepHours - 1e-9))
    for (const { place, commodity, step, quantity } of compiled.lots)
      if (step >= first) this.goodsDue(step, { place, pool: HELD, commodity, quantity })
    for (const { node, pool, commodity, quantity } of situation.pools)
      this.goodsDue(first, {
        place: nodeIndex.get(node) ?? 0,
        pool: POOLS.indexOf(pool),
        commodity: commodityIndex.get(commodity) ?? 0,
        quantity,
      })
    for (const { node, pool, commodity, quantity, hour } of situation.inbound)
      this.goodsDue(stepOf(hour), {
        place: nodeIndex.get(node) ?? 0,
        pool: POOLS.indexOf(pool),
        commodity: commodityIndex.get(commodity) ?? 0,
        quantity,
      })
    for (const { fleet, node, count, hour } of situation.vehicles)
      this.vehiclesDue(stepOf(hour), {
        place: nodeIndex.get(node) ?? 0,
        fleet: fleetIndex.get(fleet) ?? 0,
        count,
      })
  }

  #at(place: number, pool: number, commodity: number): number {
    return (place * POOLS.length + pool) * this.#commodities + commodity
  }

  /** Units in a pool. */
  units(place: number, pool: number, commodity: number): number {
    return this.#units[this.#at(place, pool, commodity)] ?? 0
  }

  /** Adds units to a pool; negative takes them. */
  add({ place, pool, commodity, quantity }: Due): void {
    const at = this.#at(place, pool, commodity)
    this.#units[at] = (this.#units[at] ?? 0) + quantity
  }

  /** Takes units away from a place for good: loaded or signed for. */
  take(due: Due): void {
    this.add({ ...due, quantity: -due.quantity })
    const share = this.#compiled.model.commodities[due.commodity]?.kitShare ?? 0
    this.#spokenFor[due.place] = (this.#spokenFor[due.place] ?? 0) - due.quantity * share
  }

  /** Free vehicles of a fleet. */
  idle(fleet: number, place: number): number {
    return this.#idle[fleet * this.#compiled.places.length + place] ?? 0
  }

  /** Adds free vehicles; negative takes them. */
  addIdle(fleet: number, place: number, count: number): void {
    const at = fleet * this.#compiled.places.length + place
    this.#idle[at] = (this.#idle[at] ?? 0) + count
  }

  /** Goods that come to a place at the begin of a step; storage is spoken for from now on. */
  goodsDue(step: number, due: Due): void {
    this.#due[step]?.push(due)
    const share = this.#compiled.model.commodities[due.commodity]?.kitShare ?? 0
    this.#spokenFor[due.place] = (this.#spokenFor[due.place] ?? 0) + due.quantity * share
  }

  /** Vehicles that are free at a place from the begin of a step on. */
  vehiclesDue(step: number, due: VehiclesDue): void {
    this.#vehiclesDue[step]?.push(due)
  }

  /** Kit shares that may still be sent to a place without its storage ever being overfull. */
  room(place: number): number {
    const most = this.#compiled.places[place]?.node.storageMax ?? null
    return most === null ? Infinity : most - (this.#spokenFor[place] ?? 0)
  }

  /** What is due at the step is there. */
  arrive(step: number): void {
    for (const due of this.#due[step] ?? []) this.add(due)
    for (const { fleet, place, count } of this.#vehiclesDue[step] ?? [])
      this.addIdle(fleet, place, count)
  }

  /** Units of a commodity on the ground at a place, all pools. */
  total(place: number, commodity: number): number {
    let sum = 0
    for (let pool = 0; pool < POOLS.length; pool += 1) sum += this.units(place, pool, commodity)
    return sum
  }
}
