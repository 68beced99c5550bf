/**
 * The model unrolled over time as a linear program (Ford and Fulkerson 1958), with fleets: goods ride in vehicles, and
 * vehicles are conserved by fleet, node and step. Vehicles are fractions here and loads always fit them, so the optimum is
 * a bound on every plan; `construct` makes the plan. Variables and rows: docs/specs/movement.md, "Lift".
 *
 * A vehicle's place is not a column beside its load: what a lane's vehicles carry plus what goes empty is what moves. So a
 * lane has a column for each commodity and two for empties, and no row of its own.
 */
import { HELD, POOLS } from './compile.ts'
import type { Compiled, Lane, PlaceIndex, Stage } from './compile.ts'
import { LinearBuilder } from './linear.ts'
import type { LinearProgram } from './linear.ts'
import { NEVER, reachOf } from './reach.ts'
import type { Reach } from './reach.ts'
import type { MoveBottleneck, Situation } from './types.ts'

/** A limit whose price can be read: at a row or at a column's upper bound. */
export interface PricedLimit {
  readonly kind: MoveBottleneck['kind']
  readonly id: string
  readonly at: 'row' | 'column'
  readonly index: number
  /** By how much the limit grows for one more unit. */
  readonly perUnit: number
}
/** Columns by what they stand for and step; −1 where there is none. */
export interface MovementColumns {
  /** By lane and commodity. */
  readonly goods: readonly (readonly Int32Array[])[]
  /** By lane. */
  readonly forward: readonly Int32Array[]
  readonly back: readonly Int32Array[]
  /** By place, stage and commodity. */
  readonly handled: readonly (readonly (readonly Int32Array[])[])[]
  /** What stays from a step to the next: by commodity, pool and place; by fleet and place. */
  readonly goodsStay: readonly (readonly (readonly Int32Array[])[])[]
  readonly vehiclesStay: readonly (readonly Int32Array[])[]
  /** By demand. */
  readonly signed: readonly Int32Array[]
}
/** The program, and what its columns and rows stand for. */
export interface MovementLinear {
  readonly program: LinearProgram
  readonly columns: MovementColumns
  readonly limits: readonly PricedLimit[]
}

const EMPTY = new Int32Array(0)

class Expansion {
  readonly builder = new LinearBuilder()
  readonly limits: PricedLimit[] = []
  readonly #compiled: Compiled
  readonly #reach: Reach
  readonly #first: number
  /** Most units of each commodity that there can be, and vehicles of each fleet. */
  readonly #units: readonly number[]
  readonly #vehicles: readonly number[]
  /** Balance rows by commodity, pool and place, and by fleet and place: the row of each step, −1 where there is none. */
  readonly #goodsRows: Int32Array[][][]
  readonly #fleetRows: Int32Array[][]

  constructor(compiled: Compiled, situation: Situation) {
    this.#compiled = compiled
    this.#reach = reachOf(compiled, situation)
    const { model, commodityIndex, fleetIndex } = compiled
    this.#first = Math.round(situation.hour / model.stepHours)
    const units = model.commodities.map(() => 0)
    const add = (commodity: number, quantity: number): void => {
      units[commodity] = (units[commodity] ?? 0) + quantity
    }
    for (const lot of compiled.lots) if (lot.step >= this.#first) add(lot.commodity, lot.quantity)
    for (const { commodity, quantity } of [...situation.pools, ...situation.inbound])
      add(commodityIndex.get(commodity) ?? 0, quantity)
    const vehicles = model.fleets.map(() => 0)
    for (const { fleet, count } of situation.vehicles) {
      const index = fleetIndex.get(fleet) ?? 0
      vehicles[index] = (vehicles[index] ?? 0) + count
    }
    this.#units = units
    this.#vehicles = vehicles
    this.#goodsRows = model.commodities.map((_, commodity) =>
      POOLS.map((_pool, pool) =>
        compiled.places.map((place, at) => this.#balanceOf(place, { at, pool, commodity })),
      ),
    )
    this.#fleetRows = model.fleets.map((_, fleet) =>
      compiled.places.map((_place, at) => this.#fleetBalance(fleet, at)),
    )
    this.#supply(situation)
  }

  readonly #stays = new Map<Int32Array, Int32Array>()

  /** The columns of what stays, by the balance rows of the same. */
  staysOf(rows: Int32Array): Int32Array {
    return this.#stays.get(rows) ?? EMPTY
  }

  /** A row and a holding column for each step from `from` to `until`: what stays is carried over. */
  #carried(from: number, until: number, most: number): Int32Array {
    const { steps } = this.#compiled
    const rows = new Int32Array(steps).fill(-1)
    const columns = new Int32Array(steps).fill(-1)
    this.#stays.set(rows, columns)
    let stays = -1
    for (let step = from; step <= until; step += 1) {
      const row = this.builder.row(0, 0)
      rows[step] = row
      if (stays >= 0) this.builder.term(row, stays, -1)
      stays = this.builder.column(most)
      columns[step] = stays
      this.builder.term(row, stays, 1)
    }
    return rows
  }

  #balanceOf(
    { stages, node }: PlaceIndex,
    {
      at,
      pool,
      commodity,
    }: { readonly at: number; readonly pool: number; readonly commodity: number },
  ): Int32Array {
    const isThere =
      pool === HELD || stages.some(({ fromPool, toPool }) => fromPool === pool || toPool === pool)
    const from = Math.max(this.#first, this.#reach.goodsFrom[commodity]?.[at] ?? NEVER)
    const until = this.#reach.goodsUntil[commodity]?.[at] ?? -1
    if (!isThere || from > until) return EMPTY
    const before = this.builder.columns
    const rows = this.#carried(from, until, this.#units[commodity] ?? 0)
    if (node.storageMax !== null) this.#stored.push({ at, commodity, from, first: before, until })
    return rows
  }

  /** Holding columns that storage limits, one after another from `first` on. */
  readonly #stored: {
    readonly at: number
    readonly commodity: number
    readonly from: number
    readonly until: number
    readonly first: number
  }[] = []

  #fleetBalance(fleet: number, at: number): Int32Array {
    const from = Math.max(this.#first, this.#reach.vehiclesFrom[fleet]?.[at] ?? NEVER)
    const until = this.#reach.vehiclesUntil[fleet]?.[at] ?? -1
    return from > until ? EMPTY : this.#carried(from, until, this.#vehicles[fleet] ?? 0)
  }

  readonly #supplies = new Map<number, number>()

  /** Adds to what a balance row is given; supply outside the rows is of no use. */
  #give(rows: Int32Array | undefined, step: number, quantity: number): number {
    const row = rows?.[step] ?? -1
    if (row >= 0) this.#supplies.set(row, (this.#supplies.get(row) ?? 0) + quantity)
    return row
  }

  #supply({ pools, inbound, vehicles }: Situation): void {
    const { model, lots, nodeIndex, commodityIndex, fleetIndex } = this.#compiled
    const stepOf = (hour: number): number =>
      Math.max(this.#first, Math.ceil(hour / model.stepHours - 1e-9))
    const priced = (kind: 'stock' | 'fleet', id: string, row: number): void => {
      if (row >= 0) this.limits.push({ kind, id, at: 'row', index: row, perUnit: 1 })
    }
    for (const { place, commodity, step, quantity } of lots) {
      if (step < this.#first) continue
      const row = this.#give(this.#goodsRows[commodity]?.[HELD]?.[place], step, quantity)
      priced('stock', model.nodes[place]?.id ?? '', row)
    }
    for (const { node, commodity, pool, quantity, ...when } of [...pools, ...inbound]) {
      const rows = this.#goodsRows[commodityIndex.get(commodity) ?? 0]?.[POOLS.indexOf(pool)]
      const step = 'hour' in when ? stepOf(when.hour as number) : this.#first
      this.#give(rows?.[nodeIndex.get(node) ?? 0], step, quantity)
    }
    for (const { fleet, node, count, hour } of vehicles) {
      const rows = this.#fleetRows[fleetIndex.get(fleet) ?? 0]?.[nodeIndex.get(node) ?? 0]
      if (hour < model.horizonHours) priced('fleet', fleet, this.#give(rows, stepOf(hour), count))
    }
  }

  /** Columns of what stays. */
  stays(): Pick<MovementColumns, 'goodsStay' | 'vehiclesStay'> {
    return {
      goodsStay: this.#goodsRows.map((pools) =>
        pools.map((places) => places.map((rows) => this.staysOf(rows))),
      ),
      vehiclesStay: this.#fleetRows.map((places) => places.map((rows) => this.staysOf(rows))),
    }
  }

  /** What each balance row is given. */
  get supplies(): ReadonlyMap<number, number> {
    return this.#supplies
  }

  #term(rows: Int32Array | undefined, step: number, column: number, value = 1): void {
    const row = rows?.[step] ?? -1
    if (row >= 0) this.builder.term(row, column, value)
  }

  /** Goods of a lane: from the ready pool and the vehicles of its begin to the pool and the vehicles of its end. */
  addGoods(lane: Lane, commodity: number, slotRows: readonly Int32Array[]): Int32Array {
    const { steps, places } = this.#compiled
    const load = lane.loads[commodity] ?? 0
    const columns = new Int32Array(steps).fill(-1)
    const slots = this.#compiled.forwardSlots[lane.legIndex]
    const goods = this.#goodsRows[commodity]
    const leaves = goods?.[places[lane.from]?.readyPool ?? HELD]?.[lane.from]
    const reaches = goods?.[lane.toPool]?.[lane.to]
    const vehicles = this.#fleetRows[lane.fleetIndex]
    if (load === 0) return columns
    for (let step = this.#first; step + lane.takes < steps; step += 1) {
      const slotsHere = slots?.[step] ?? 0
      const isOfUse =
        (leaves?.[step] ?? -1) >= 0 &&
        (reaches?.[step + lane.takes] ?? -1) >= 0 &&
        (vehicles?.[lane.from]?.[step] ?? -1) >= 0
      if (slotsHere === 0 || !isOfUse) continue
      const column = this.builder.column(Math.min(slotsHere * load, this.#units[commodity] ?? 0))
      columns[step] = column
      this.#term(leaves, step, column)
      this.#term(reaches, step + lane.takes, column, -1)
      this.#term(vehicles?.[lane.from], step, column, 1 / load)
      this.#term(vehicles?.[lane.to], step + lane.takes, column, -1 / load)
      this.#term(slotRows[lane.legIndex], step, column, 1 / load)
    }
    return columns
  }

  /** Vehicles of a lane that go empty. */
  addEmpties(lane: Lane, isBack: boolean, slotRows: readonly Int32Array[]): Int32Array {
    const { steps, forwardSlots, backSlots } = this.#compiled
    const columns = new Int32Array(steps).fill(-1)
    const [from, to] = isBack ? [lane.to, lane.from] : [lane.from, lane.to]
    const slots = (isBack ? backSlots : forwardSlots)[lane.legIndex]
    const vehicles = this.#fleetRows[lane.fleetIndex]
    const most = this.#vehicles[lane.fleetIndex] ?? 0
    for (let step = this.#first; step + lane.takes < steps; step += 1) {
      const slotsHere = slots?.[step] ?? 0
      const isOfUse =
        (vehicles?.[from]?.[step] ?? -1) >= 0 && (vehicles?.[to]?.[step + lane.takes] ?? -1) >= 0
      if (slotsHere === 0 || !isOfUse) continue
      const column = this.builder.column(Math.min(slotsHere, most))
      columns[step] = column
      this.#term(vehicles?.[from], step, column)
      this.#term(vehicles?.[to], step + lane.takes, column, -1)
      this.#term(slotRows[lane.legIndex], step, column)
    }
    return columns
  }

  /** Slot rows of each leg and step. */
  slotRows(kind: 'leg' | 'return'): Int32Array[] {
    const { model, steps, forwardSlots, backSlots } = this.#compiled
    const slots = kind === 'leg' ? forwardSlots : backSlots
    return model.legs.map(({ id }, leg) => {
      const rows = new Int32Array(steps).fill(-1)
      for (let step = this.#first; step < steps; step += 1) {
        const slotsHere = slots[leg]?.[step] ?? 0
        if (slotsHere === 0) continue
        const row = this.builder.row(-Infinity, slotsHere)
        rows[step] = row
        this.limits.push({ kind, id, at: 'row', index: row, perUnit: model.stepHours })
      }
      return rows
    })
  }

  /** Goods that a stage of a node handles, by commodity. */
  addHandling(place: number, stage: Stage): Int32Array[] {
    const { model, steps, places } = this.#compiled
    const isOnly = model.commodities.length === 1
    const columns = model.commodities.map(() => new Int32Array(steps).fill(-1))
    const { openHours, node } = places[place] ?? {
      openHours: new Float64Array(steps),
      node: { id: '' },
    }
    for (let step = this.#first; step < steps; step += 1) {
      const limit = stage.limits[step] ?? 0
      if (limit === 0) continue
      let row = -1
      for (const [commodity, { kitShare }] of model.commodities.entries()) {
        const from = this.#goodsRows[commodity]?.[stage.fromPool]?.[place]
        if ((from?.[step] ?? -1) < 0) continue
        const column = this.builder.column(Math.min(limit / kitShare, this.#units[commodity] ?? 0))
        const ofHandled = columns[commodity]
        if (ofHandled !== undefined) ofHandled[step] = column
        this.#term(from, step, column)
        this.#term(this.#goodsRows[commodity]?.[stage.toPool]?.[place], step, column, -1)
        const perUnit = openHours[step] ?? 0
        if (isOnly)
          this.limits.push({
            kind: stage.name,
            id: node.id,
            at: 'column',
            index: column,
            perUnit: perUnit / kitShare,
          })
        else {
          if (row < 0) {
            row = this.builder.row(-Infinity, limit)
            this.limits.push({ kind: stage.name, id: node.id, at: 'row', index: row, perUnit })
          }
          this.builder.term(row, column, kitShare)
        }
      }
    }
    return columns
  }

  /** What is on the ground at the end of each step, where storage is limited. */
  addStorage(): void {
    const { model, steps, places } = this.#compiled
    const rows = new Map<number, number>()
    for (const { at, commodity, from, until, first } of this.#stored) {
      const { node } = places[at] ?? {}
      if (node === undefined) continue
      for (let step = from; step <= until; step += 1) {
        const key = at * steps + step
        let row = rows.get(key)
        if (row === undefined) {
          row = this.builder.row(-Infinity, node.storageMax ?? Infinity)
          rows.set(key, row)
          this.limits.push({ kind: 'storage', id: node.id, at: 'row', index: row, perUnit: 1 })
        }
        this.builder.term(row, first + step - from, model.commodities[commodity]?.kitShare ?? 1)
      }
    }
  }

  /** What is signed for of a demand. */
  addSigning(index: number, signedBefore: number): Int32Array {
    const { steps, places, demands } = this.#compiled
    const columns = new Int32Array(steps).fill(-1)
    const served = demands[index]
    const place = places[served?.place ?? 0]
    if (served === undefined || place === undefined) return columns
    const left = Math.max(0, served.demand.quantity - signedBefore)
    const total = this.builder.row(-Infinity, left)
    for (let step = this.#first; step < steps; step += 1) {
      const rows = served.takes.map((units, commodity) =>
        units === 0
          ? null
          : (this.#goodsRows[commodity]?.[place.readyPool]?.[served.place]?.[step] ?? -1),
      )
      if ((place.openHours[step] ?? 0) === 0 || rows.some((row) => row !== null && row < 0))
        continue
      const column = this.builder.column(left, -(served.worth[step] ?? 0))
      columns[step] = column
      this.builder.term(total, column, 1)
      for (const [commodity, row] of rows.entries())
        if (row !== null) this.builder.term(row, column, served.takes[commodity] ?? 0)
    }
    return columns
  }
}

/** The program of what is left to do from the situation on. */
export function expandModel(compiled: Compiled, situation: Situation): MovementLinear {
  const expansion = new Expansion(compiled, situation)
  const [forwardRows, backRows] = [expansion.slotRows('leg'), expansion.slotRows('return')]
  const columns: MovementColumns = {
    ...expansion.stays(),
    goods: compiled.lanes.map((lane) =>
      lane.loads.map((_, commodity) => expansion.addGoods(lane, commodity, forwardRows)),
    ),
    forward: compiled.lanes.map((lane) => expansion.addEmpties(lane, false, forwardRows)),
    back: compiled.lanes.map((lane) => expansion.addEmpties(lane, true, backRows)),
    handled: compiled.places.map(({ stages }, place) =>
      stages.map((stage) => expansion.addHandling(place, stage)),
    ),
    signed: compiled.demands.map(({ demand }, index) =>
      expansion.addSigning(index, situation.signed[demand.id] ?? 0),
    ),
  }
  expansion.addStorage()
  const program = expansion.builder.build()
  for (const [row, quantity] of expansion.supplies) {
    program.rowLower[row] = quantity
    program.rowUpper[row] = quantity
  }
  return { program, columns, limits: expansion.limits }
}
