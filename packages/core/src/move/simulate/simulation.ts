/**
 * One replication of a plan, vehicle by vehicle. Nothing happens before the plan says so: a vehicle sets out when its step
 * has begun, its load is ready, it is there itself, and its way has a slot and is open; each of these may be late. Without
 * faults and variation every vehicle is in time, and the kits armed are those of the plan.
 *
 * Events: a step begins, stock may be touched, vehicles are to be had, a vehicle is loaded, a slot comes, a vehicle arrives,
 * a lane is done with one, stock is lost, a node goes on, a way has been shut for so long that people go round.
 */
import { HELD } from '../model/compile.ts'
import { EventCalendar } from './calendar.ts'
import type { Course } from './course.ts'
import { roundOf } from './detours.ts'
import { Disturbances, STREAM } from './disturbances.ts'
import type { Loss } from './disturbances.ts'
import { valueAt } from './distribution.ts'
import { Draws } from './draws.ts'
import type { BorderLanes, FaultModel } from './faults.ts'
import { Queues } from './queues.ts'
import { Yard } from './yard.ts'

/** Kinds of events; an event is kind + KINDS · subject. */
const KINDS = 16
const [STEP, STOCK, FLEET, LOADED, SLOT, ARRIVE, SERVED, STRIKE, REOPEN, GO_ROUND] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const
const SLOT_EPSILON = 1e-9

/** What one replication was asked for. */
export interface ReplicationAsked {
  readonly seed: number
  readonly replication: number
  /** A leg or node that is lost from hour 0 on; null for none. */
  readonly loss: Loss | null
}

/** Carries a plan out, one replication after another, and allocates little for each. */
export class MovementSimulation {
  /** Of the last replication: events, and trips that went another way than planned. */
  events = 0
  rerouted = 0
  readonly #course: Course
  readonly #faults: FaultModel
  readonly #calendar = new EventCalendar()
  readonly #draws = new Draws()
  readonly #disturbances: Disturbances
  readonly #yard: Yard
  readonly #queues: Queues
  readonly #lanes: readonly (BorderLanes | undefined)[]
  readonly #busyLanes: Int32Array
  /** Free vehicles by node and fleet. */
  readonly #free: Int32Array
  /** By group: trips that have set out, and that others have made needless. */
  readonly #begun: Int32Array
  readonly #needless: Int32Array
  readonly #firstGroup: Int32Array
  /** By way: the next slot that is free, the slot that is waited for, whether one is. */
  readonly #nextSlot: Float64Array
  readonly #slot: Float64Array
  readonly #isAwaited: Uint8Array
  /** By trip: its way; its detour and how many of its ways are behind it. */
  readonly #way: Int32Array
  readonly #behind: Int32Array
  readonly #detours = new Map<number, readonly number[]>()
  readonly #curve: Int32Array

  constructor(course: Course, faults: FaultModel) {
    const { nodes, ways, groups, trips, fleets, model, steps } = course
    this.#course = course
    this.#faults = faults
    const border = new Map(faults.variation?.border.map((one) => [one.node, one]))
    this.#lanes = model.nodes.map(({ id }) => border.get(id))
    this.#disturbances = new Disturbances(
      course,
      faults,
      this.#lanes.map((one) => one !== undefined),
    )
    this.#yard = new Yard(course, this.#disturbances)
    // One queue for each way, then one for the lanes of each node.
    this.#queues = new Queues({ queues: ways.from.length + nodes, entities: trips, classes: 2 })
    this.#busyLanes = new Int32Array(nodes)
    this.#free = new Int32Array(nodes * fleets)
    this.#begun = new Int32Array(groups.count)
    this.#needless = new Int32Array(groups.count)
    this.#firstGroup = new Int32Array(nodes)
    this.#nextSlot = new Float64Array(ways.from.length)
    this.#slot = new Float64Array(ways.from.length)
    this.#isAwaited = new Uint8Array(ways.from.length)
    this.#way = new Int32Array(trips)
    this.#behind = new Int32Array(trips)
    this.#curve = new Int32Array(steps + 1)
  }

  /** Runs one replication; the result holds kits armed at hours 0, step … horizon, and is overwritten by the next run. */
  run({ seed, replication, loss }: ReplicationAsked): Int32Array {
    this.#clear()
    this.#draws.choose(seed, replication)
    this.#disturbances.draw(this.#draws, loss)
    this.#enterKnown()
    const calendar = this.#calendar
    const { horizonHours } = this.#course
    while (calendar.take() && calendar.at < horizonHours)
      this.#happen(calendar.what % KINDS, Math.floor(calendar.what / KINDS), calendar.at)
    this.events = calendar.entered - calendar.size
    let sum = 0
    for (let step = 0; step < this.#curve.length; step += 1) {
      sum += this.#yard.armed[step] as number
      this.#curve[step] = sum
    }
    return this.#curve
  }

  #clear(): void {
    const { groups, nodes } = this.#course
    this.rerouted = 0
    this.#calendar.clear()
    this.#queues.clear()
    this.#yard.clear()
    this.#detours.clear()
    for (const counts of [this.#busyLanes, this.#free, this.#begun, this.#needless]) counts.fill(0)
    this.#nextSlot.fill(0)
    this.#isAwaited.fill(0)
    this.#behind.fill(0)
    for (let node = 0; node < nodes; node += 1)
      this.#firstGroup[node] = groups.begins[node] as number
  }

  #enter(hour: number, kind: number, subject: number): void {
    if (hour < this.#course.horizonHours) this.#calendar.enter(hour, kind + KINDS * subject)
  }

  /** What is known before the first vehicle leaves. */
  #enterKnown(): void {
    const { compiled, stepHours, stands } = this.#course
    for (const [i, { step }] of compiled.lots.entries()) this.#enter(step * stepHours, STOCK, i)
    for (const [i, stand] of stands.entries()) this.#enter(stand.hour, FLEET, i)
    const { strikes, reopenings, shutWays } = this.#disturbances
    for (const [i, { hour }] of strikes.entries()) this.#enter(hour, STRIKE, i)
    for (const { node, hour } of reopenings) this.#enter(hour, REOPEN, node)
    const { cutLeg, afterHours } = this.#faults.policy
    if (cutLeg === 'around')
      for (const { way, from, until } of shutWays)
        if (from + afterHours < until) this.#enter(from + afterHours, GO_ROUND, way)
    this.#enter(0, STEP, 0)
  }

  #happen(kind: number, subject: number, hour: number): void {
    switch (kind) {
      case STEP:
        this.#beginStep(subject, hour)
        break
      case STOCK:
        this.#release(subject, hour)
        break
      case FLEET:
        this.#standBy(subject, hour)
        break
      case LOADED:
        this.#join(subject, this.#way[subject] as number, hour)
        break
      case SLOT:
        this.#pass(subject, hour)
        break
      case ARRIVE:
        this.#arrive(subject, hour)
        break
      case SERVED:
        this.#served(subject, hour)
        break
      case STRIKE:
        this.#yard.strike(this.#disturbances.strikes[subject])
        break
      case REOPEN:
        this.#serve(subject, hour)
        this.#settle(subject, hour)
        break
      default:
        this.#goRound(subject, hour)
    }
  }

  #beginStep(step: number, hour: number): void {
    const { nodes, steps, stepHours } = this.#course
    for (let node = 0; node < nodes; node += 1) this.#settle(node, hour)
    if (step + 1 < steps) this.#enter((step + 1) * stepHours, STEP, step + 1)
  }

  #release(index: number, hour: number): void {
    const lot = this.#course.compiled.lots[index]
    if (lot === undefined) return
    this.#yard.add(this.#yard.poolAt(lot.place, HELD) + lot.commodity, lot.quantity)
    this.#settle(lot.place, hour)
  }

  #standBy(index: number, hour: number): void {
    const stand = this.#course.stands[index]
    if (stand === undefined) return
    const at = stand.node * this.#course.fleets + stand.fleet
    this.#free[at] = (this.#free[at] as number) + stand.count
    this.#settle(stand.node, hour)
  }

  /** Handles, signs for and loads what can be at the node. */
  #settle(node: number, hour: number): void {
    const { stepHours, steps, groups } = this.#course
    const step = Math.min(steps - 1, Math.floor(hour / stepHours + SLOT_EPSILON))
    this.#yard.settle(node, step, hour)
    const end = groups.begins[node + 1] as number
    let isFirst = true
    for (let g = this.#firstGroup[node] as number; g < end; g += 1) {
      if ((groups.hour[g] as number) > hour) break
      const isDone = this.#load(g, node, hour)
      if (isFirst && isDone) this.#firstGroup[node] = g + 1
      else isFirst = false
    }
  }

  /** Loads vehicles of the group while there are vehicles and goods; whether none of it is left. */
  #load(g: number, node: number, hour: number): boolean {
    const { groups, fleets } = this.#course
    const at = node * fleets + (groups.fleet[g] as number)
    while (this.#leftOf(g) > 0) {
      const trip = (groups.firstTrip[g] as number) + (this.#begun[g] as number)
      if (this.#free[at] === 0 || !this.#takeLoad(trip, node)) return false
      this.#free[at] = (this.#free[at] as number) - 1
      this.#begun[g] = (this.#begun[g] as number) + 1
      const way = groups.way[g] as number
      this.#way[trip] = way
      const { variation } = this.#faults
      if (variation === null) this.#join(trip, way, hour)
      else {
        const delay = valueAt(variation.loadingHours, this.#draws.uniform(STREAM.loading, trip))
        this.#enter(hour + delay, LOADED, trip)
      }
    }
    return true
  }

  /** Takes the load of the trip where all of it is ready. */
  #takeLoad(trip: number, node: number): boolean {
    const { groups, commodities } = this.#course
    const ready = this.#yard.readyAt(node)
    const first = trip * commodities
    for (let c = 0; c < commodities; c += 1)
      if (this.#yard.units(ready + c) < (groups.load[first + c] as number)) return false
    for (let c = 0; c < commodities; c += 1)
      this.#yard.add(ready + c, -(groups.load[first + c] as number))
    return true
  }

  #rankOf(trip: number): number {
    if (this.#faults.policy.order === 'firstCome') return 0
    return 1 - (this.#course.groups.isLoaded[this.#course.groupOf[trip] as number] as number)
  }

  /** Queues for the way; who comes to one that has been shut for long goes round at once. */
  #join(trip: number, way: number, hour: number): void {
    const { cutLeg, afterHours } = this.#faults.policy
    if (cutLeg === 'around') {
      const since = this.#disturbances.shutSince(way, hour)
      if (hour >= since + afterHours && this.#divert(trip, way, hour)) return
    }
    this.#line(trip, way, hour)
  }

  #line(trip: number, way: number, hour: number): void {
    this.#queues.join(way, trip, this.#rankOf(trip))
    if (this.#isAwaited[way] === 0) this.#await(way, hour)
  }

  /** Waits for the next slot at which the way is open. */
  #await(way: number, hour: number): void {
    const perHour = this.#course.ways.perHour[way] as number
    const next = this.#nextSlot[way] as number
    for (let at = hour; at < this.#course.horizonHours;) {
      const slot = Math.max(next, Math.ceil(at * perHour - SLOT_EPSILON))
      const slotHour = Math.max(at, slot / perHour)
      const open = this.#disturbances.opensAt(way, slotHour)
      if (open <= slotHour) {
        this.#slot[way] = slot
        this.#isAwaited[way] = 1
        this.#enter(slotHour, SLOT, way)
        return
      }
      at = open
    }
  }

  #pass(way: number, hour: number): void {
    this.#isAwaited[way] = 0
    const trip = this.#queues.take(way)
    if (trip < 0) return
    const slow = Math.ceil(this.#disturbances.slowOfWay(way, hour))
    this.#nextSlot[way] = (this.#slot[way] as number) + slow
    this.#setOut(trip, way, hour)
    if (this.#queues.waiting(way) > 0) this.#await(way, hour)
  }

  #setOut(trip: number, way: number, hour: number): void {
    const { ways, fleets, groups, groupOf } = this.#course
    const fleet = groups.fleet[groupOf[trip] as number] as number
    const { variation } = this.#faults
    const planned = ways.hours[way * fleets + fleet] as number
    const factor =
      variation === null ? 1 : valueAt(variation.travel, this.#draws.uniform(STREAM.travel, trip))
    this.#way[trip] = way
    this.#enter(this.#disturbances.arrivesAt(way, hour, planned * factor), ARRIVE, trip)
  }

  #arrive(trip: number, hour: number): void {
    const { ways } = this.#course
    const node = ways.to[this.#way[trip] as number] as number
    if (this.#lanes[node] === undefined) this.#reach(trip, hour)
    else {
      this.#queues.join(ways.from.length + node, trip, this.#rankOf(trip))
      this.#serve(node, hour)
    }
  }

  /** Lets vehicles into the free lanes of a crossing that is not closed. */
  #serve(node: number, hour: number): void {
    const lanes = this.#lanes[node]
    if (lanes === undefined || this.#disturbances.isNodeShut(node, hour)) return
    const queue = this.#course.ways.from.length + node
    while ((this.#busyLanes[node] as number) < lanes.lanes) {
      const trip = this.#queues.take(queue)
      if (trip < 0) return
      this.#busyLanes[node] = (this.#busyLanes[node] as number) + 1
      const hours = valueAt(lanes.serviceHours, this.#draws.uniform(STREAM.border, trip))
      this.#enter(hour + hours * this.#disturbances.slowOfNode(node, hour), SERVED, trip)
    }
  }

  #served(trip: number, hour: number): void {
    const node = this.#course.ways.to[this.#way[trip] as number] as number
    this.#busyLanes[node] = (this.#busyLanes[node] as number) - 1
    this.#reach(trip, hour)
    this.#serve(node, hour)
  }

  /** At the end of a way: on along the detour, or unloaded and free. */
  #reach(trip: number, hour: number): void {
    const { ways, groups, groupOf, fleets, commodities } = this.#course
    const detour = this.#detours.get(trip)
    if (detour !== undefined) {
      const behind = (this.#behind[trip] as number) + 1
      this.#behind[trip] = behind
      const next = detour[behind]
      if (next !== undefined) {
        this.#line(trip, next, hour)
        return
      }
    }
    const g = groupOf[trip] as number
    const way = this.#way[trip] as number
    const node = ways.to[way] as number
    const at = node * fleets + (groups.fleet[g] as number)
    this.#free[at] = (this.#free[at] as number) + 1
    const pool = this.#yard.poolAt(node, ways.pool[way] as number)
    if (groups.isLoaded[g] === 1)
      for (let c = 0; c < commodities; c += 1)
        this.#yard.add(pool + c, groups.load[trip * commodities + c] as number)
    this.#settle(node, hour)
  }

  /** Everybody who waits at a way that is still shut looks for another. */
  #goRound(way: number, hour: number): void {
    if (Number.isNaN(this.#disturbances.shutSince(way, hour))) return
    for (let left = this.#queues.waiting(way); left > 0; left -= 1) {
      const trip = this.#queues.take(way)
      if (!this.#divert(trip, way, hour)) this.#queues.join(way, trip, this.#rankOf(trip))
    }
  }

  /** Sends a trip round the shut way, where there is a way round; a trip that is on a detour stays. */
  #divert(trip: number, way: number, hour: number): boolean {
    if (this.#detours.has(trip)) return false
    const group = this.#course.groupOf[trip] as number
    const round = roundOf(this.#course, this.#disturbances, {
      group,
      way,
      hour,
      firstGroup: this.#firstGroup,
      leftOf: (other) => this.#leftOf(other),
    })
    const first = round?.path[0]
    if (round === null || first === undefined) return false
    if (round.needless >= 0)
      this.#needless[round.needless] = (this.#needless[round.needless] as number) + 1
    this.#detours.set(trip, round.path)
    this.rerouted += 1
    this.#line(trip, first, hour)
    return true
  }

  /** Trips of a group that nobody has set out on and that are still needed. */
  #leftOf(g: number): number {
    const { vehicles } = this.#course.groups
    return (vehicles[g] as number) - (this.#needless[g] as number) - (this.#begun[g] as number)
  }
}
