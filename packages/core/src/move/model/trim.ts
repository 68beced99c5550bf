/**
 * Leaves out of an optimum what serves nothing. An interior point without crossover ends in the middle of all optima: what
 * no demand takes wanders about there, and vehicles run empty in circles, because neither costs anything. Followed by whole
 * vehicles it would cost a lot. So the flows are gone through backwards in time, and only what is needed for what is signed
 * for is kept: first from what lay there, then from what came.
 */
import { ARRIVED, HELD, RAIL, READY } from './compile.ts'
import type { Compiled } from './compile.ts'
import type { MovementColumns } from './program.ts'

/** Flows of one balance in one step: columns that take from it, columns that bring to it, units of it for one of the column. */
interface Flow {
  readonly column: number
  readonly perColumn: number
}

class Trim {
  readonly #compiled: Compiled
  readonly #columns: MovementColumns
  readonly #values: Float64Array
  /** What is needed of each column. */
  readonly needed: Float64Array
  readonly #lanesFrom: number[][]
  readonly #lanesTo: number[][]

  constructor(compiled: Compiled, columns: MovementColumns, values: Float64Array) {
    this.#compiled = compiled
    this.#columns = columns
    this.#values = values.map((value) => Math.max(0, value))
    this.needed = new Float64Array(values.length)
    this.#lanesFrom = compiled.places.map(() => [])
    this.#lanesTo = compiled.places.map(() => [])
    for (const [index, { from, to }] of compiled.lanes.entries()) {
      this.#lanesFrom[from]?.push(index)
      this.#lanesTo[to]?.push(index)
    }
    for (const signed of columns.signed)
      for (const column of signed) if (column >= 0) this.needed[column] = this.#values[column] ?? 0
  }

  /** Settles one balance: what is needed of the stay before it and of what comes to it. */
  #settle(
    stays: Int32Array | undefined,
    step: number,
    flows: {
      readonly outs: readonly Flow[]
      readonly ins: readonly Flow[]
      readonly anyway: number
    },
  ): void {
    const now = stays?.[step] ?? -1
    if (now < 0) return
    const before = stays?.[step - 1] ?? -1
    let [out, need, came] = [this.#values[now] ?? 0, this.needed[now] ?? 0, 0]
    for (const { column, perColumn } of flows.outs) {
      out += (this.#values[column] ?? 0) * perColumn
      need += (this.needed[column] ?? 0) * perColumn
    }
    for (const { column, perColumn } of flows.ins) came += (this.#values[column] ?? 0) * perColumn
    const stayed = before < 0 ? 0 : (this.#values[before] ?? 0)
    const given = Math.max(flows.anyway, out - stayed - came)
    const fromStay = Math.min(stayed, Math.max(0, need - given))
    if (before >= 0) this.needed[before] = fromStay
    const share = came <= 0 ? 0 : Math.min(1, Math.max(0, need - given - fromStay) / came)
    for (const { column } of flows.ins) this.needed[column] = (this.#values[column] ?? 0) * share
  }

  goods(place: number, commodity: number, step: number): void {
    const { places, lanes, demands } = this.#compiled
    const at = places[place]
    if (at === undefined) return
    // What feeds another pool of the node is settled after it.
    for (const pool of [READY, HELD, ARRIVED, RAIL]) {
      const [outs, ins]: [Flow[], Flow[]] = [[], []]
      const add = (flows: Flow[], column: number | undefined, perColumn = 1): void => {
        if (column !== undefined && column >= 0) flows.push({ column, perColumn })
      }
      for (const [stage, { fromPool, toPool }] of at.stages.entries()) {
        const column = this.#columns.handled[place]?.[stage]?.[commodity]?.[step]
        if (fromPool === pool) add(outs, column)
        if (toPool === pool) add(ins, column)
      }
      if (at.readyPool === pool) {
        for (const lane of this.#lanesFrom[place] ?? [])
          add(outs, this.#columns.goods[lane]?.[commodity]?.[step])
        for (const [index, demand] of demands.entries())
          if (demand.place === place && (demand.takes[commodity] ?? 0) > 0)
            add(outs, this.#columns.signed[index]?.[step], demand.takes[commodity])
      }
      for (const index of this.#lanesTo[place] ?? []) {
        const lane = lanes[index]
        if (lane?.toPool === pool)
          add(ins, this.#columns.goods[index]?.[commodity]?.[step - lane.takes])
      }
      this.#settle(this.#columns.goodsStay[commodity]?.[pool]?.[place], step, {
        outs,
        ins,
        anyway: 0,
      })
    }
  }

  /** Vehicles: those that come loaded come anyway; empty ones only where they are needed. */
  vehicles(place: number, fleet: number, step: number): void {
    const { lanes } = this.#compiled
    const [outs, ins]: [Flow[], Flow[]] = [[], []]
    let loaded = 0
    const add = (flows: Flow[], column: number | undefined, perColumn = 1): void => {
      if (column !== undefined && column >= 0) flows.push({ column, perColumn })
    }
    for (const index of this.#lanesFrom[place] ?? []) {
      const lane = lanes[index]
      if (lane?.fleetIndex !== fleet) continue
      for (const [commodity, load] of lane.loads.entries())
        if (load > 0) add(outs, this.#columns.goods[index]?.[commodity]?.[step], 1 / load)
      add(outs, this.#columns.forward[index]?.[step])
      add(ins, this.#columns.back[index]?.[step - lane.takes])
    }
    for (const index of this.#lanesTo[place] ?? []) {
      const lane = lanes[index]
      if (lane?.fleetIndex !== fleet) continue
      add(outs, this.#columns.back[index]?.[step])
      add(ins, this.#columns.forward[index]?.[step - lane.takes])
      for (const [commodity, load] of lane.loads.entries()) {
        const column = this.#columns.goods[index]?.[commodity]?.[step - lane.takes] ?? -1
        if (load > 0 && column >= 0) loaded += (this.#values[column] ?? 0) / load
      }
    }
    this.#settle(this.#columns.vehiclesStay[fleet]?.[place], step, { outs, ins, anyway: loaded })
  }
}

/** What is needed of each column of an optimum; see the head of the file. */
export function trimValues(
  compiled: Compiled,
  columns: MovementColumns,
  values: Float64Array,
): Float64Array {
  const { model, places, steps } = compiled
  const trim = new Trim(compiled, columns, values)
  for (let step = steps - 1; step >= 0; step -= 1)
    for (const place of places.keys()) {
      for (const commodity of model.commodities.keys()) trim.goods(place, commodity, step)
      for (const fleet of model.fleets.keys()) trim.vehicles(place, fleet, step)
    }
  return trim.needed
}
