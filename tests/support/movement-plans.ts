/**
 * Plans for movement models that can be carried out, made by taking what is there at each step. The plans are not good;
 * they use every rule of the model: slots, hours, gates, permissions, pools, rail, empties, mixed loads.
 */
import { compileModel, HELD, worthAt } from '../../packages/core/src/move/model/compile.ts'
import type { Compiled, Lane } from '../../packages/core/src/move/model/compile.ts'
import type { MovePlan, MovementModel } from '../../packages/core/src/move/model/index.ts'
import type { Random } from '../../packages/core/src/units/index.ts'

export { fleetOf, legOf, modelOf, nodeOf, randomModel } from './movement-parts.ts'

/** Carries things on as far as they go, step by step, and writes down what it did. */
class Greedy {
  readonly #model: MovementModel
  readonly #compiled: Compiled
  readonly #random: Random
  readonly #units = new Map<string, number>()
  readonly #idle = new Map<string, number>()
  readonly #due: (() => void)[][]
  readonly #signed = new Map<string, number>()
  readonly serials: MovePlan['serials'][number][] = []
  readonly empties: MovePlan['empties'][number][] = []
  readonly handlings: MovePlan['handlings'][number][] = []
  readonly signings: MovePlan['signings'][number][] = []

  constructor(model: MovementModel, random: Random) {
    this.#model = model
    this.#random = random
    this.#compiled = compileModel(model)
    this.#due = Array.from({ length: this.#compiled.steps + 1 }, () => [])
    for (const { place: at, commodity, step, quantity } of this.#compiled.lots)
      this.#due[step]?.push(() => this.#add(at, HELD, commodity, quantity))
    for (const [fleet, { vehicles }] of model.fleets.entries())
      for (const { node, count, fromHour } of vehicles)
        this.#due[Math.ceil(fromHour / model.stepHours)]?.push(() =>
          this.#stand(fleet, this.#compiled.nodeIndex.get(node) ?? 0, count),
        )
  }

  #get(at: number, pool: number, commodity: number): number {
    return this.#units.get(`${at} ${pool} ${commodity}`) ?? 0
  }
  #add(at: number, pool: number, commodity: number, units: number): void {
    this.#units.set(`${at} ${pool} ${commodity}`, this.#get(at, pool, commodity) + units)
  }
  #idleAt(fleet: number, at: number): number {
    return this.#idle.get(`${fleet} ${at}`) ?? 0
  }
  #stand(fleet: number, at: number, count: number): void {
    this.#idle.set(`${fleet} ${at}`, this.#idleAt(fleet, at) + count)
  }

  #handle(step: number): void {
    const hour = step * this.#model.stepHours
    for (const [at, { stages, node }] of this.#compiled.places.entries())
      for (const { name, fromPool, toPool, limits } of stages) {
        let left = limits[step] ?? 0
        for (const [c, { id, kitShare }] of this.#model.commodities.entries()) {
          const quantity = Math.min(this.#get(at, fromPool, c), Math.floor(left / kitShare + 1e-9))
          if (quantity < 1) continue
          left -= quantity * kitShare
          this.#add(at, fromPool, c, -quantity)
          this.#add(at, toPool, c, quantity)
          this.handlings.push({ node: node.id, stage: name, commodity: id, hour, quantity })
        }
      }
  }

  #sign(step: number): void {
    for (const { demand, place: at, takes } of this.#compiled.demands) {
      const served = this.#compiled.places[at]
      if (served === undefined || (served.openHours[step] ?? 0) === 0) continue
      const before = this.#signed.get(demand.id) ?? 0
      const most = takes.map((each, c) =>
        each === 0 ? Infinity : Math.floor(this.#get(at, served.readyPool, c) / each),
      )
      const quantity = Math.min(demand.quantity - before, ...most)
      if (quantity < 1) continue
      for (const [c, each] of takes.entries()) this.#add(at, served.readyPool, c, -each * quantity)
      this.#signed.set(demand.id, before + quantity)
      this.signings.push({ demand: demand.id, hour: step * this.#model.stepHours, quantity })
    }
  }

  /** Fills one vehicle with what is ready. */
  #fill(lane: Lane): Record<string, number> {
    const pool = this.#compiled.places[lane.from]?.readyPool ?? HELD
    const load: Record<string, number> = {}
    let room = 1
    for (const [c, { id }] of this.#model.commodities.entries()) {
      const each = lane.loads[c] ?? 0
      const units = Math.min(this.#get(lane.from, pool, c), Math.floor(room * each + 1e-9))
      if (each === 0 || units < 1) continue
      room -= units / each
      load[id] = units
      this.#add(lane.from, pool, c, -units)
    }
    return load
  }

  /** Loads first: who is not needed for one goes back. */
  #send(step: number): void {
    const used = new Map<string, number>()
    for (const isBack of [false, true])
      for (const lane of this.#compiled.lanes) this.#sendAlong(lane, { step, isBack, used })
  }

  #sendAlong(
    lane: Lane,
    { step, isBack, used }: { step: number; isBack: boolean; used: Map<string, number> },
  ): void {
    const { steps, backSlots, forwardSlots } = this.#compiled
    const arrive = step + lane.takes
    const slots = (isBack ? backSlots : forwardSlots)[lane.legIndex]
    const [from, to] = isBack ? [lane.to, lane.from] : [lane.from, lane.to]
    const key = `${lane.legIndex} ${isBack}`
    const most = Math.min(
      (slots?.[step] ?? 0) - (used.get(key) ?? 0),
      this.#idleAt(lane.fleetIndex, from),
    )
    if (most < 1 || arrive >= steps) return
    let vehicles = 0
    const load: Record<string, number> = {}
    if (isBack) vehicles = this.#random() < 0.3 ? Math.floor(most / 2) : most
    else
      for (; vehicles < most; vehicles += 1) {
        const next = Object.entries(this.#fill(lane))
        if (next.length === 0) break
        for (const [id, units] of next) load[id] = (load[id] ?? 0) + units
      }
    if (vehicles < 1) return
    used.set(key, (used.get(key) ?? 0) + vehicles)
    this.#stand(lane.fleetIndex, from, -vehicles)
    this.#due[arrive]?.push(() => this.#stand(lane.fleetIndex, to, vehicles))
    const { stepHours } = this.#model
    const going = {
      leg: lane.leg.id,
      fleet: lane.fleet.id,
      vehicles,
      departHour: step * stepHours,
      arriveHour: arrive * stepHours,
    }
    if (isBack) {
      this.empties.push({ ...going, direction: 'back' })
      return
    }
    this.serials.push({ id: `s-${this.serials.length + 1}`, ...going, load })
    for (const [c, { id }] of this.#model.commodities.entries()) {
      const units = load[id] ?? 0
      if (units > 0) this.#due[arrive]?.push(() => this.#add(to, lane.toPool, c, units))
    }
  }

  run(): void {
    for (let step = 0; step < this.#compiled.steps; step += 1) {
      for (const due of this.#due[step] ?? []) due()
      this.#handle(step)
      this.#sign(step)
      this.#send(step)
    }
  }
}

/** A plan that takes what is there at each step. */
export function greedyPlan(model: MovementModel, random: Random = () => 1): MovePlan {
  const greedy = new Greedy(model, random)
  greedy.run()
  const { serials, empties, handlings, signings } = greedy
  const steps = Math.round(model.horizonHours / model.stepHours)
  const armed = Array.from({ length: steps + 1 }, () => 0)
  let objective = 0
  for (const { demand: id, hour, quantity } of signings) {
    const demand = model.demands.find((one) => one.id === id)
    if (demand === undefined) continue
    const step = Math.round(hour / model.stepHours) + 1
    const kits = model.commodities.find((one) => one.id === demand.commodity)?.kitShare ?? 1
    objective +=
      quantity * worthAt(demand, step * model.stepHours, { horizonHours: model.horizonHours, kits })
    if (demand.commodity === null) armed[step] = (armed[step] ?? 0) + quantity
  }
  let sum = 0
  return {
    format: 'holdfast.movement-plan',
    version: 1,
    model: model.id,
    status: 'feasible',
    reason: null,
    objective,
    bound: objective,
    gap: 0,
    horizonHours: model.horizonHours,
    stepHours: model.stepHours,
    ask: model.ask,
    armedByHour: armed.map((kits, step) => {
      sum += kits
      return [step * model.stepHours, sum] as const
    }),
    serials,
    empties,
    handlings,
    signings,
    stocks: [],
    bottlenecks: [],
    bindingAssumptions: [],
    executedUntilHour: 0,
  }
}
