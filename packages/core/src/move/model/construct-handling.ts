/** Handling and signing in a construction: goods go through a node's stages as its limits allow. */
import { worthiestAt } from './compile.ts'
import type { Stage } from './compile.ts'
import { AMOUNT_EPSILON, paceAt } from './making.ts'
import type { Making } from './making.ts'

/** A stage of a node in the step at hand, with what is left of its limit. */
class StageWork {
  readonly #making: Making
  readonly #place: number
  readonly #index: number
  readonly #stage: Stage
  readonly #step: number
  readonly #moved: Float64Array
  #leftShares: number

  constructor(
    making: Making,
    at: {
      readonly place: number
      readonly index: number
      readonly stage: Stage
      readonly step: number
    },
  ) {
    this.#making = making
    this.#place = at.place
    this.#index = at.index
    this.#stage = at.stage
    this.#step = at.step
    this.#moved = new Float64Array(making.compiled.model.commodities.length)
    this.#leftShares = at.stage.limits[at.step] ?? 0
  }

  /** Moves as many as are there and allowed, at most `wanted`. */
  move(commodity: number, wanted: number): void {
    const { ground, compiled } = this.#making
    const share = compiled.model.commodities[commodity]?.kitShare ?? 1
    const there = ground.units(this.#place, this.#stage.fromPool, commodity)
    const allowed = Math.floor(this.#leftShares / share + AMOUNT_EPSILON)
    const quantity = Math.min(there, allowed, Math.floor(wanted))
    if (quantity <= 0) return
    this.#leftShares -= quantity * share
    this.#moved[commodity] = (this.#moved[commodity] ?? 0) + quantity
    ground.add({ place: this.#place, pool: this.#stage.fromPool, commodity, quantity: -quantity })
    ground.add({ place: this.#place, pool: this.#stage.toPool, commodity, quantity })
  }

  /** Whether complete kits for so many units of a demand can be made ready. */
  #canReady(takes: readonly number[], units: number): boolean {
    const { ground, compiled } = this.#making
    let shares = 0
    for (const [commodity, each] of takes.entries()) {
      const missing = each * units - ground.units(this.#place, this.#stage.toPool, commodity)
      if (missing <= 0) continue
      if (missing > ground.units(this.#place, this.#stage.fromPool, commodity)) return false
      shares += missing * (compiled.model.commodities[commodity]?.kitShare ?? 1)
    }
    return shares <= this.#leftShares + AMOUNT_EPSILON
  }

  /** Makes ready what the demands of the place take, the worthiest first, and only what completes a unit of them. */
  readyDemands(): void {
    const { compiled, left, ground } = this.#making
    for (const index of worthiestAt(compiled, this.#place, this.#step)) {
      const takes = compiled.demands[index]?.takes ?? []
      let [most, units] = [left[index] ?? 0, 0]
      while (units < most) {
        const middle = units + Math.ceil((most - units) / 2)
        if (this.#canReady(takes, middle)) units = middle
        else most = middle - 1
      }
      for (const [commodity, each] of takes.entries())
        this.move(
          commodity,
          each * units - ground.units(this.#place, this.#stage.toPool, commodity),
        )
    }
  }

  /** Moves as much of what is wanted as the limit allows, each commodity its share. */
  #share(wanted: readonly number[]): void {
    const { compiled } = this.#making
    const shares = wanted.reduce(
      (sum, units, commodity) =>
        sum + units * (compiled.model.commodities[commodity]?.kitShare ?? 1),
      0,
    )
    const part = Math.min(1, this.#leftShares / Math.max(shares, AMOUNT_EPSILON))
    for (const [commodity, units] of wanted.entries()) this.move(commodity, units * part)
    for (const [commodity, units] of wanted.entries()) this.move(commodity, Math.min(1, units))
  }

  /** Follows the program, then uses what is left of the limit. */
  follow(): void {
    const { pace, handledSoFar, taste, compiled, ground } = this.#making
    const wanted = pace.handled[this.#place]?.[this.#index]
    const soFar = handledSoFar[this.#place]?.[this.#index]
    const commodities = [...compiled.model.commodities.keys()]
    const there = (commodity: number): number =>
      ground.units(this.#place, this.#stage.fromPool, commodity)
    this.#share(
      commodities.map((commodity) => {
        const due = paceAt(wanted?.[commodity], this.#step + taste.ahead)
        const done = (soFar?.[commodity] ?? 0) + (this.#moved[commodity] ?? 0)
        return Math.max(0, Math.min(there(commodity), Math.ceil(due - done - AMOUNT_EPSILON)))
      }),
    )
    this.#share(commodities.map(there))
  }

  /** Writes down what was moved. */
  note(): void {
    const { compiled, handlings, handledSoFar } = this.#making
    const soFar = handledSoFar[this.#place]?.[this.#index]
    for (const [commodity, quantity] of this.#moved.entries()) {
      if (quantity === 0) continue
      if (soFar !== undefined) soFar[commodity] = (soFar[commodity] ?? 0) + quantity
      handlings.push({
        node: compiled.model.nodes[this.#place]?.id ?? '',
        stage: this.#stage.name,
        commodity: compiled.model.commodities[commodity]?.id ?? '',
        hour: this.#step * compiled.model.stepHours,
        quantity,
      })
    }
  }
}

/** Handles at every node in the step: what came in first, so that it can go out in the same step. */
export function handleAll(making: Making, step: number): void {
  for (const [place, { stages, node }] of making.compiled.places.entries())
    for (const [index, stage] of stages.entries()) {
      const work = new StageWork(making, { place, index, stage, step })
      if (stage.name === 'out' && node.kind === 'issuePoint') work.readyDemands()
      work.follow()
      work.note()
    }
}

/** Signs for all that is ready, the worthiest demand first; returns the worth. */
export function signAll(making: Making, step: number): number {
  const { compiled, ground, left, signings } = making
  let worth = 0
  const order = compiled.places.flatMap((at, place) =>
    (at.openHours[step] ?? 0) === 0 ? [] : worthiestAt(compiled, place, step),
  )
  for (const index of order) {
    const served = compiled.demands[index]
    const at = compiled.places[served?.place ?? -1]
    if (served === undefined || at === undefined) continue
    const { demand, place, takes } = served
    let quantity = left[index] ?? 0
    for (const [commodity, each] of takes.entries())
      if (each > 0)
        quantity = Math.min(
          quantity,
          Math.floor(ground.units(place, at.readyPool, commodity) / each),
        )
    if (quantity <= 0) continue
    for (const [commodity, each] of takes.entries())
      if (each > 0) ground.take({ place, pool: at.readyPool, commodity, quantity: each * quantity })
    left[index] = (left[index] ?? 0) - quantity
    worth += (served.worth[step] ?? 0) * quantity
    signings.push({ demand: demand.id, hour: step * compiled.model.stepHours, quantity })
  }
  return worth
}
