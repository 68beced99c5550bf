/**
 * Carries a plan out, step by step, and says what cannot be done: no slot, vehicle, stock, storage or opening hour may be
 * overdrawn, and what the plan claims must come out. It knows the conventions of `types.ts` and nothing of the program or
 * the construction; a plan is believed when this has replayed it.
 */
import { hoursOnWay, openHours, openSpans, slotsIn } from './replay-hours.ts'
import type {
  Demand,
  EmptyMove,
  Fleet,
  MoveLeg,
  MoveNode,
  MovePlan,
  MovementModel,
  MoveSerial,
} from './types.ts'
import { Yard, poolOfArrival, poolOfDeparture } from './yard.ts'

/** Most faults that a replay tells. */
export const FAULTS_MAX = 200
const EPSILON = 1e-6

/** What a replay found: empty `faults` mean that the plan can be carried out as written. */
export interface MoveReplay {
  readonly faults: readonly string[]
  /** What comes out, cumulative. */
  readonly armedByHour: MovePlan['armedByHour']
}

class Replay {
  readonly faults: string[] = []
  readonly yard = new Yard()
  readonly model: MovementModel
  readonly plan: MovePlan
  readonly nodes: ReadonlyMap<string, MoveNode>
  readonly legs: ReadonlyMap<string, MoveLeg>
  readonly fleets: ReadonlyMap<string, Fleet>
  readonly demands: ReadonlyMap<string, Demand>
  readonly shares: ReadonlyMap<string, number>
  readonly signed = new Map<string, number>()

  constructor(model: MovementModel, plan: MovePlan) {
    this.model = model
    this.plan = plan
    this.nodes = new Map(model.nodes.map((node) => [node.id, node]))
    this.legs = new Map(model.legs.map((leg) => [leg.id, leg]))
    this.fleets = new Map(model.fleets.map((fleet) => [fleet.id, fleet]))
    this.demands = new Map(model.demands.map((demand) => [demand.id, demand]))
    this.shares = new Map(model.commodities.map(({ id, kitShare }) => [id, kitShare]))
  }

  fault(text: string): void {
    if (this.faults.length < FAULTS_MAX) this.faults.push(text)
  }

  /** A move's leg and fleet, where both are there and fit; its times are looked at on the way. */
  #checkMove(name: string, move: MoveSerial | EmptyMove): void {
    const [leg, fleet] = [this.legs.get(move.leg), this.fleets.get(move.fleet)]
    if (leg === undefined || fleet === undefined) {
      this.fault(
        `${name} is on leg ${move.leg} with fleet ${move.fleet}, which are not both in the model`,
      )
      return
    }
    if (leg.mode !== fleet.mode || leg.gaugeMm !== fleet.gaugeMm)
      this.fault(`${name}: fleet ${fleet.id} cannot go on ${leg.id}`)
    if (!Number.isInteger(move.vehicles) || move.vehicles < 1)
      this.fault(`${name} has ${move.vehicles} vehicles, not a whole number of them`)
    const { stepHours, horizonHours } = this.model
    for (const hour of [move.departHour, move.arriveHour])
      if (Math.abs(hour / stepHours - Math.round(hour / stepHours)) > EPSILON)
        this.fault(`${name} names hour ${hour}, which begins no step`)
    if (move.departHour < 0 || move.departHour >= horizonHours)
      this.fault(`${name} departs at hour ${move.departHour}, outside the horizon`)
    const earliest = move.departHour + stepHours + hoursOnWay(leg, fleet)
    if (move.arriveHour < earliest - EPSILON)
      this.fault(`${name} arrives at hour ${move.arriveHour}, before ${earliest}`)
  }

  checkSerial(serial: MoveSerial): void {
    const name = `serial ${serial.id}`
    this.#checkMove(name, serial)
    const loads = this.fleets.get(serial.fleet)?.loads ?? {}
    let fill = 0
    for (const [commodity, units] of Object.entries(serial.load)) {
      const each = loads[commodity] ?? 0
      if (each === 0) this.fault(`${name}: fleet ${serial.fleet} cannot carry ${commodity}`)
      else fill += units / each
      if (!Number.isInteger(units) || units < 1)
        this.fault(`${name} carries ${units} of ${commodity}, not a whole number of them`)
    }
    if (Object.keys(serial.load).length === 0)
      this.fault(`${name} carries nothing; it is an empty move`)
    if (fill > serial.vehicles + EPSILON)
      this.fault(`${name} loads ${serial.vehicles} vehicles with ${fill} vehicles' worth`)
  }

  checkEmpty(empty: EmptyMove): void {
    const name = `empty move on ${empty.leg} at hour ${empty.departHour}`
    this.#checkMove(name, empty)
    if (empty.direction === 'back' && this.legs.get(empty.leg)?.emptyReturn === false)
      this.fault(`${name} goes back on a leg that allows no return`)
  }

  /** Where a move leaves and arrives. */
  ends(move: MoveSerial | EmptyMove): readonly [string, string] {
    const leg = this.legs.get(move.leg)
    const isBack = 'direction' in move && move.direction === 'back'
    return isBack ? [leg?.to ?? '', leg?.from ?? ''] : [leg?.from ?? '', leg?.to ?? '']
  }

  /** What is there at the begin of a step: arrivals, opened gates, vehicles. */
  arrive(hour: number): void {
    const { model, plan, yard } = this
    for (const serial of plan.serials) {
      if (serial.arriveHour !== hour) continue
      const [, to] = this.ends(serial)
      const pool = poolOfArrival(model, to, this.legs.get(serial.leg)?.mode === 'rail')
      for (const [commodity, units] of Object.entries(serial.load))
        yard.addGoods(to, pool, commodity, units)
      yard.addVehicles(serial.fleet, to, serial.vehicles)
    }
    for (const empty of plan.empties)
      if (empty.arriveHour === hour)
        yard.addVehicles(empty.fleet, this.ends(empty)[1], empty.vehicles)
    const isNow = (opens: number): boolean =>
      opens <= hour + EPSILON && opens > hour - model.stepHours + EPSILON
    for (const { id, stock } of model.nodes)
      for (const { commodity, quantity, gates } of stock) {
        const opens = gates.map(
          (gate) => model.gates.find((one) => one.id === gate)?.opensAtHour ?? Infinity,
        )
        if (isNow(Math.max(0, ...opens))) yard.addGoods(id, 'held', commodity, quantity)
      }
    for (const { id, vehicles } of model.fleets)
      for (const { node, count, fromHour } of vehicles)
        if (isNow(fromHour)) yard.addVehicles(id, node, count)
  }

  handle(hour: number): void {
    const { model, plan, yard } = this
    const now = plan.handlings.filter((move) => move.hour === hour)
    const handled = new Map<string, number>()
    for (const stage of ['in', 'rail', 'out'] as const)
      for (const move of now) {
        if (move.stage !== stage) continue
        const [from, to] =
          stage === 'out'
            ? (['held', 'ready'] as const)
            : ([stage === 'in' ? 'arrived' : 'rail', 'held'] as const)
        const name = `${move.node} handles ${move.commodity} ${stage} at hour ${hour}`
        if (!Number.isInteger(move.quantity) || move.quantity < 1)
          this.fault(`${name}: ${move.quantity} is no whole number`)
        if (yard.addGoods(move.node, from, move.commodity, -move.quantity) < 0)
          this.fault(`${name}, which is not there`)
        yard.addGoods(move.node, to, move.commodity, move.quantity)
        const key = `${stage}\n${move.node}`
        handled.set(
          key,
          (handled.get(key) ?? 0) + move.quantity * (this.shares.get(move.commodity) ?? Infinity),
        )
      }
    for (const [key, shares] of handled) {
      const [stage, id = ''] = key.split('\n')
      const node = this.nodes.get(id)
      const rate =
        stage === 'in'
          ? node?.inPerHour
          : stage === 'rail'
            ? node?.transshipmentPerHour
            : node?.outPerHour
      const open =
        node === undefined
          ? 0
          : openHours(node.opening, [hour, hour + model.stepHours], model.clockAtHour0)
      if (typeof rate !== 'number')
        this.fault(`${id} hands on at stage ${stage}, where it has no limit and so no pool`)
      else if (shares > rate * open + EPSILON)
        this.fault(
          `${id} handles ${shares} kits ${stage} in the step at hour ${hour}; it can do ${rate * open}`,
        )
    }
  }

  sign(hour: number): number {
    const { model, plan, yard } = this
    let armed = 0
    for (const { demand: id, quantity, hour: when } of plan.signings) {
      if (when !== hour) continue
      const demand = this.demands.get(id)
      const name = `${id} signed for at hour ${hour}`
      const node = this.nodes.get(demand?.issuePoint ?? '')
      if (demand === undefined || node === undefined) {
        this.fault(`${name} is no demand of the model`)
        continue
      }
      if (!Number.isInteger(quantity) || quantity < 1)
        this.fault(`${name}: ${quantity} is no whole number`)
      const total = (this.signed.get(id) ?? 0) + quantity
      this.signed.set(id, total)
      if (total > demand.quantity)
        this.fault(`${name}: ${total} in all, more than ${demand.quantity} asked`)
      if (openSpans(node.opening, [hour, hour + model.stepHours], model.clockAtHour0).length === 0)
        this.fault(`${name} at ${node.id}, which is shut`)
      const pool = poolOfDeparture(model, node.id)
      for (const { id: commodity, perKit } of model.commodities) {
        const units =
          quantity * (demand.commodity === null ? perKit : demand.commodity === commodity ? 1 : 0)
        if (units > 0 && yard.addGoods(node.id, pool, commodity, -units) < 0)
          this.fault(`${name} takes ${commodity} that is not there`)
      }
      if (demand.commodity === null) armed += quantity
    }
    return armed
  }

  depart(hour: number): void {
    const { model, plan, yard } = this
    const used = new Map<string, number>()
    const moves: readonly (MoveSerial | EmptyMove)[] = [...plan.serials, ...plan.empties]
    for (const move of moves) {
      if (move.departHour !== hour) continue
      const [from] = this.ends(move)
      if (yard.addVehicles(move.fleet, from, -move.vehicles) < 0)
        this.fault(
          `${move.vehicles} vehicles of ${move.fleet} leave ${from} at hour ${hour}, more than are there`,
        )
      const key = `${'direction' in move && move.direction === 'back' ? 'back' : 'forward'}\n${move.leg}`
      used.set(key, (used.get(key) ?? 0) + move.vehicles)
      if (!('load' in move)) continue
      const pool = poolOfDeparture(model, from)
      for (const [commodity, units] of Object.entries(move.load))
        if (yard.addGoods(from, pool, commodity, -units) < 0)
          this.fault(`serial ${move.id} takes ${commodity} that is not there`)
    }
    for (const [key, vehicles] of used) {
      const [direction, id = ''] = key.split('\n')
      const leg = this.legs.get(id)
      const leaves = this.nodes.get((direction === 'back' ? leg?.to : leg?.from) ?? '')
      if (leg === undefined || leaves === undefined) continue
      const slots = slotsIn(leg, leaves, [hour, hour + model.stepHours], model)
      if (vehicles > slots)
        this.fault(
          `${vehicles} vehicles leave ${direction} on ${id} at hour ${hour}; it passes ${slots}`,
        )
    }
  }

  /** Storage at the end of a step, and what the plan says is there. */
  checkGround(hour: number, claimed: ReadonlyMap<string, number>): void {
    const stored = new Map<string, number>()
    const units = new Map<string, number>()
    for (const { node, commodity, quantity } of this.yard.pools()) {
      stored.set(node, (stored.get(node) ?? 0) + quantity * (this.shares.get(commodity) ?? 0))
      units.set(`${node}\n${commodity}`, (units.get(`${node}\n${commodity}`) ?? 0) + quantity)
    }
    for (const [id, shares] of stored) {
      const most = this.nodes.get(id)?.storageMax ?? null
      if (most !== null && shares > most + EPSILON)
        this.fault(`${id} stores ${shares} kits at hour ${hour}; it holds ${most}`)
    }
    for (const [key, quantity] of claimed)
      if (quantity !== (units.get(key) ?? 0))
        this.fault(
          `the plan has ${quantity} of ${key.replace('\n', ' ')} at hour ${hour}; it is ${units.get(key) ?? 0}`,
        )
  }

  /** Worth of all that is signed for, against what the plan says of itself. */
  checkWorth(): void {
    const { plan, model } = this
    let worth = 0
    for (const { demand: id, hour, quantity } of plan.signings) {
      const demand = this.demands.get(id)
      if (demand === undefined) continue
      const counts = hour + model.stepHours
      let each = 4 + (model.horizonHours - counts) / model.horizonHours
      if (counts > demand.dueHour) each /= 2
      for (let priority = demand.priority; priority > 1; priority -= 1) each /= 2
      worth +=
        quantity * each * (demand.commodity === null ? 1 : (this.shares.get(demand.commodity) ?? 0))
    }
    const slack = EPSILON * Math.max(1, worth)
    if (Math.abs(worth - plan.objective) > slack)
      this.fault(`the plan says that it is worth ${plan.objective}; it is worth ${worth}`)
    if (plan.bound < worth - slack)
      this.fault(`the plan is worth ${worth}, more than its bound ${plan.bound}`)
    const gap = plan.bound <= 0 ? 0 : Math.max(0, (plan.bound - worth) / plan.bound)
    if (Math.abs(gap - plan.gap) > EPSILON)
      this.fault(`the plan says gap ${plan.gap}; it is ${gap}`)
  }

  checkCurve(found: MovePlan['armedByHour']): void {
    const { armedByHour } = this.plan
    if (armedByHour.length !== found.length) this.fault('the curve has not one point a step')
    for (const [i, [hour, kits]] of found.entries()) {
      const said = armedByHour[i]
      if (said !== undefined && (said[0] !== hour || said[1] !== kits))
        this.fault(
          `the plan has ${said[1]} armed at hour ${said[0]}; it is ${kits} at hour ${hour}`,
        )
    }
  }
}

/** Replays the plan on the model. */
export function replayPlan(model: MovementModel, plan: MovePlan): MoveReplay {
  const replay = new Replay(model, plan)
  if (plan.model !== model.id) replay.fault(`the plan is for ${plan.model}, not for ${model.id}`)
  if (plan.stepHours !== model.stepHours || plan.horizonHours !== model.horizonHours)
    replay.fault('the plan has another step or horizon than the model')
  for (const serial of plan.serials) replay.checkSerial(serial)
  for (const empty of plan.empties) replay.checkEmpty(empty)
  const claimed = new Map<string, number>()
  let armed = 0
  const curve: (readonly [number, number])[] = [[0, 0]]
  const steps = Math.round(model.horizonHours / model.stepHours)
  for (let step = 0; step < steps; step += 1) {
    const hour = step * model.stepHours
    replay.arrive(hour)
    replay.handle(hour)
    armed += replay.sign(hour)
    replay.depart(hour)
    const end = (step + 1) * model.stepHours
    for (const { node, commodity, points } of plan.stocks)
      for (const [at, quantity] of points)
        if (at === end) claimed.set(`${node}\n${commodity}`, quantity)
    replay.checkGround(end, claimed)
    curve.push([end, armed])
  }
  replay.checkCurve(curve)
  replay.checkWorth()
  return { faults: replay.faults, armedByHour: curve }
}
