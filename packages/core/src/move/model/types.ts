/**
 * The movement model with lift as such: goods of several commodities over legs of four modes, carried by fleets whose
 * vehicles must come back, through nodes that handle, store and open at their hours, from stock that gates hold back.
 *
 * The conventions that a program, a plan, its replay and a simulation share:
 * - Hour 0 is the release order. Hours are plan hours, from 0 to `horizonHours`; a step is `[k · stepHours, (k + 1) · stepHours)`.
 * - Quantities are whole numbers of the commodity's unit. Handling and storage are counted in **kit shares**: one unit of a
 *   commodity takes `kitShare` of what one kit takes.
 * - A serial is loaded and its vehicles leave one after another during the step that begins at `departHour`; the last of them
 *   is there at `arriveHour`, the first step's begin that is not before `departHour + stepHours + duration`. The plan errs late.
 * - **Slots**: a leg passes a vehicle at plan hours j / vehiclesPerHour, j = 0, 1, 2 …, at which it is open, in each direction
 *   by itself, if the node that it leaves is open too. A step has as many slots as such hours lie in it; a vehicle, loaded or
 *   empty, of whichever fleet, takes one.
 * - At a node goods pass up to three **pools**: `arrived` (until handled in), `held`, `ready` (handled out: to leave or to be
 *   signed for). A direction without a limit joins its two pools. A vehicle is free where it arrives, and may leave again in
 *   the step that begins then; so passing through a node is arriving and leaving.
 * - Goods that come by rail to a node with `transshipmentPerHour` are handled in by that limit, in place of `inPerHour`.
 */
import type { Position } from '../../geo/index.ts'

/** How goods and vehicles go. */
export type MoveMode = 'road' | 'rail' | 'air' | 'sea'
/** What a node is. Only an `issuePoint` has demands; every other word is for people and for whoever plans faults. */
export type MoveNodeKind =
  | 'depot'
  | 'railhead'
  | 'crossing'
  | 'port'
  | 'airfield'
  | 'hub'
  | 'storage'
  | 'site'
  | 'issuePoint'

/** A span of the day in hours of the clock, `[from, until)` with 0 ≤ from < until ≤ 24; it never runs over midnight. */
export interface DailyHours {
  readonly from: number
  readonly until: number
}
/** A span of plan hours, `[fromHour, untilHour)`. */
export interface PlanHours {
  readonly fromHour: number
  readonly untilHour: number
}
/** When a node or leg works. */
export interface Opening {
  /** Open each day in these spans (clock of the model, see `clockAtHour0`); empty is round the clock. */
  readonly daily: readonly DailyHours[]
  /** Shut in these spans of plan hours whatever the clock says: a fault, weather, a strike. */
  readonly closures: readonly PlanHours[]
}

/** What is moved. In the interactive form there is one, the kit itself. */
export interface Commodity {
  readonly id: string
  readonly title: string
  /** The word for one unit, for instance `kit` or `kg`. */
  readonly unit: string
  /** Units in one complete kit; a whole number, 0 where kits hold none of it. */
  readonly perKit: number
  /** What one unit takes of a node's handling and storage, in kits; above 0. */
  readonly kitShare: number
}

/** Stock of one commodity and one owner at a node at hour 0. */
export interface StockLot {
  readonly commodity: string
  /** Whole units, at least 0. */
  readonly quantity: number
  /** The nation that owns it (alpha-3), which need not be the one that it lies in. */
  readonly owner: string
  /** Ids of the gates that must all be open before it may be touched. */
  readonly gates: readonly string[]
}

/** A place of the model. */
export interface MoveNode {
  readonly id: string
  readonly title: string
  readonly kind: MoveNodeKind
  readonly position: Position
  /** The country that it lies in (alpha-3). */
  readonly country: string
  /** True for a place that does not exist: depots that ship are fictional. */
  readonly fictional: boolean
  readonly stock: readonly StockLot[]
  /** Kit shares handled in an open hour, `arrived` to `held`; null where nothing limits. */
  readonly inPerHour: number | null
  /** Kit shares handled in an open hour, `held` to `ready` (loaded or signed for); null where nothing limits. */
  readonly outPerHour: number | null
  /** Kit shares that come by rail and are handled in within an open hour (1435 to 1520 mm, wagon to road); null: `inPerHour` holds. */
  readonly transshipmentPerHour: number | null
  /** Kit shares on the ground at the end of a step, all pools; null where nothing limits. */
  readonly storageMax: number | null
  /** How many lanes, tracks or ramps alike make up the handling: pricing adds one more. Null: pricing adds a tenth. Whole, at least 1. */
  readonly lanes: number | null
  /** A shut node handles nothing, has nothing signed for, and no vehicle leaves it. */
  readonly opening: Opening
  /** Ids of the assumptions that the figures come from. */
  readonly basis: readonly string[]
}

/** A way from one node to another. Goods go forward only. */
export interface MoveLeg {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly mode: MoveMode
  /** Of rail, millimetres; null for every other mode. A fleet fits a leg of its own mode and gauge. */
  readonly gaugeMm: 1435 | 1520 | null
  readonly distanceM: number
  /** Greatest speed on it, km/h; null where the fleet's own speed holds. */
  readonly speedKmhMax: number | null
  /** Time on the way for every fleet, hours, in place of distance and speed; null where these hold. */
  readonly durationHours: number | null
  /** Marshalling, border formalities, loading and unloading of the vehicles: added to the time on the way, hours. */
  readonly dwellHours: number
  /** Vehicles that may leave in an open hour, in each direction by itself: the convoy's spacing or the train path's. */
  readonly vehiclesPerHour: number
  /** Whether vehicles may go back along it, empty, in the same time. */
  readonly emptyReturn: boolean
  /** No vehicle leaves before this hour: the lead time of the national permission, asked for at hour 0. */
  readonly permissionLeadHours: number
  readonly opening: Opening
  readonly basis: readonly string[]
}

/** Vehicles of one kind under one owner. */
export interface Fleet {
  readonly id: string
  readonly title: string
  readonly mode: MoveMode
  /** Of rail, millimetres; null for every other mode. */
  readonly gaugeMm: 1435 | 1520 | null
  readonly speedKmh: number
  /** Whole units of a commodity that fill one vehicle; what is not named it cannot carry. Mixed loads share the vehicle: Σ units / load ≤ 1. */
  readonly loads: Readonly<Record<string, number>>
  /** Where vehicles are, and the hour from which on they may be used there. Whole vehicles. */
  readonly vehicles: readonly {
    readonly node: string
    readonly count: number
    readonly fromHour: number
  }[]
  readonly basis: readonly string[]
}

/** What an issue point shall have signed for. */
export interface Demand {
  readonly id: string
  /** The unit (battalion, brigade) that it is for, as people call it. */
  readonly title: string
  readonly issuePoint: string
  /** One commodity, or null for complete kits: `perKit` units of every commodity that has any. Only complete kits arm. */
  readonly commodity: string | null
  /** Whole units; of complete kits, whole kits. */
  readonly quantity: number
  /** 1 is first; each step down is worth half (see docs/specs/movement.md). 1 to 9. */
  readonly priority: number
  /** What is signed for after this hour is worth half. */
  readonly dueHour: number
}

/** What must have happened before stock may be touched. `opensAtHour` counts from the release order; null never opens. */
export interface MoveGate {
  readonly id: string
  readonly title: string
  /** Ownership: whose stock is it. Consent: re-export consent of whoever made it. Release: the owner's own decision. Outload: making ready. */
  readonly kind: 'ownership' | 'consent' | 'release' | 'outload'
  /** The nation that decides (alpha-3). */
  readonly nation: string
  readonly opensAtHour: number | null
  readonly basis: readonly string[]
}

/** A figure that somebody assumed, owned and dated. */
export interface FigureAssumption {
  readonly id: string
  readonly title: string
  readonly value: number
  /** The unit in words: `h`, `kits`, `kits/h`, `vehicles/h`, `km/h`, `vehicles` … */
  readonly unit: string
  readonly owner: string
  readonly date: string
  /** Where it was published; null for an assumption of the owner. */
  readonly source: string | null
}

/** What is asked: so many armed by the hour. */
export interface MoveAsk {
  /** Complete kits signed for. */
  readonly kits: number
  readonly byHour: number
}

/** The movement model; docs/reference/movement-model.schema.json. Every reference is to an id that is there, ids are unique by list. */
export interface MovementModel {
  readonly format: 'holdfast.movement-model'
  readonly version: 1
  readonly id: string
  readonly title: string
  /** What readers must be told first; null: nothing. */
  readonly notice: string | null
  readonly horizonHours: number
  /** Divides the horizon. */
  readonly stepHours: number
  /** Hour of the clock (UTC) at hour 0, [0, 24): opening hours are told by the clock. */
  readonly clockAtHour0: number
  /** The hours before the release order at which the breach happened and was verified, 0 or less. */
  readonly chain: { readonly eventHour: number; readonly verifiedHour: number }
  readonly ask: MoveAsk
  readonly commodities: readonly Commodity[]
  readonly nodes: readonly MoveNode[]
  readonly legs: readonly MoveLeg[]
  readonly fleets: readonly Fleet[]
  readonly demands: readonly Demand[]
  readonly gates: readonly MoveGate[]
  readonly assumptions: readonly FigureAssumption[]
}

/** A movement serial: vehicles of one fleet with one load on one leg, forward. */
export interface MoveSerial {
  /** `s-1`, `s-2` … in the order of departure. */
  readonly id: string
  readonly leg: string
  readonly fleet: string
  /** Whole, at least 1. */
  readonly vehicles: number
  /** Whole units by commodity, at least one unit in all. */
  readonly load: Readonly<Record<string, number>>
  readonly departHour: number
  readonly arriveHour: number
}
/** Vehicles that move without a load: forward to where they are wanted, or back. */
export interface EmptyMove {
  readonly leg: string
  readonly fleet: string
  readonly direction: 'forward' | 'back'
  readonly vehicles: number
  readonly departHour: number
  readonly arriveHour: number
}
/** Goods handled at a node during the step that begins at `hour`. Only where a limit is: elsewhere the pools are one. */
export interface HandlingMove {
  readonly node: string
  /** `in`: arrived to held; `rail`: arrived by rail to held, by the transshipment limit; `out`: held to ready. */
  readonly stage: 'in' | 'rail' | 'out'
  readonly commodity: string
  readonly hour: number
  /** Whole units. */
  readonly quantity: number
}
/** What was signed for, of a demand, during the step that begins at `hour`: it counts at `hour + stepHours`. */
export interface Signing {
  readonly demand: string
  readonly hour: number
  readonly quantity: number
}
/** What one more unit of a limit would bring. */
export interface MoveBottleneck {
  readonly id: string
  readonly kind: 'leg' | 'return' | 'in' | 'out' | 'rail' | 'storage' | 'fleet' | 'stock'
  /** Weighted kits for one more unit (dual price, summed over the steps), told in kits signed for at the horizon; to thousandths. */
  readonly worthPerUnit: number
  /** What one unit is: `vehicle/h`, `kit/h`, `kit of storage`, `vehicle`, `kit of stock`. */
  readonly unit: string
  /** From a second solve with one more lane, train path or vehicle; null where it was not asked for. */
  readonly priced: {
    /** What was added, in words. */
    readonly added: string
    readonly moreArmed: number
    readonly byHour: number
  } | null
  /** The sentence for people; figures computed. */
  readonly words: string
}

/** A movement plan; docs/reference/movement-plan.schema.json. */
export interface MovePlan {
  readonly format: 'holdfast.movement-plan'
  readonly version: 1
  /** Id of the model that it is a plan for. */
  readonly model: string
  /** `optimal`: no plan is better by more than a millionth. `feasible`: the gap says how far it may be. `failed`: no plan; see `reason`. */
  readonly status: 'optimal' | 'feasible' | 'failed'
  readonly reason: string | null
  /** Weighted kits of this plan (see docs/specs/movement.md), and the most that any plan could have. */
  readonly objective: number
  readonly bound: number
  /** (bound − objective) / bound, in [0, 1]; 0 where the bound is 0. */
  readonly gap: number
  readonly horizonHours: number
  readonly stepHours: number
  readonly ask: MoveAsk
  /** Cumulative complete kits signed for, at hours 0, step … horizon. */
  readonly armedByHour: readonly (readonly [hour: number, kits: number])[]
  readonly serials: readonly MoveSerial[]
  readonly empties: readonly EmptyMove[]
  readonly handlings: readonly HandlingMove[]
  readonly signings: readonly Signing[]
  /** Units on the ground at a node at the end of a step, by commodity; a point where it changes. */
  readonly stocks: readonly {
    readonly node: string
    readonly commodity: string
    readonly points: readonly (readonly [hour: number, quantity: number])[]
  }[]
  /** The greatest worth first; empty where nothing limits. */
  readonly bottlenecks: readonly MoveBottleneck[]
  /** Assumptions behind the limits that bind, with the sum of their worth, the greatest first. */
  readonly bindingAssumptions: readonly {
    readonly id: string
    readonly told: string
    readonly worth: number
  }[]
  /** Hour up to which the plan was already carried out when it was made: 0 for a first plan. */
  readonly executedUntilHour: number
}

/** Goods on the ground, by pool; see the head of the file. */
export type Pool = 'held' | 'arrived' | 'rail' | 'ready'
/** Where everything is at the begin of a step: what a plan, or what is left of one, starts from. */
export interface Situation {
  /** A multiple of the step. What a gate lets go at this hour or later is not in it yet. */
  readonly hour: number
  readonly pools: readonly {
    readonly node: string
    readonly pool: Pool
    readonly commodity: string
    readonly quantity: number
  }[]
  /** Goods on their way, in the pool that they come to. */
  readonly inbound: readonly {
    readonly node: string
    readonly pool: Pool
    readonly commodity: string
    readonly quantity: number
    readonly hour: number
  }[]
  /** Vehicles that are free, or will be, at the node from the hour on. */
  readonly vehicles: readonly {
    readonly fleet: string
    readonly node: string
    readonly count: number
    readonly hour: number
  }[]
  /** Signed for already, by demand. */
  readonly signed: Readonly<Record<string, number>>
}
