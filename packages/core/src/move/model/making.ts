/** What a construction holds while it goes through time: where everything stands, what was done so far, what is wanted. */
import type { Compiled } from './compile.ts'
import { Ground } from './ground.ts'
import type { Reach } from './reach.ts'
import type { EmptyMove, HandlingMove, MoveSerial, Signing, Situation } from './types.ts'

/** How much should have happened by the end of each step: cumulative, by the same keys as the program's columns. */
export interface Pace {
  readonly goods: readonly (readonly Float64Array[])[]
  readonly forward: readonly Float64Array[]
  readonly back: readonly Float64Array[]
  readonly handled: readonly (readonly (readonly Float64Array[])[])[]
}
/** How readily a vehicle goes. */
export interface Taste {
  /** Share of a vehicle's load that a lane must be behind before one more goes, in (0, 1]. */
  readonly fill: number
  /** Steps that vehicles may go ahead of the program. */
  readonly ahead: number
  /** The advice is of whole vehicles: nothing is topped up or brought back beyond it. */
  readonly isExact: boolean
}

/** Amounts below it are a solver's rounding. */
export const AMOUNT_EPSILON = 1e-6

/** The construction's state; mutable, and used up by one run. */
export interface Making {
  readonly compiled: Compiled
  readonly pace: Pace
  readonly taste: Taste
  readonly reach: Reach
  readonly ground: Ground
  readonly firstStep: number
  /** Units sent, by lane and commodity. */
  readonly sent: readonly Float64Array[]
  /** Vehicles sent empty, by lane. */
  readonly sentForward: Float64Array
  readonly sentBack: Float64Array
  /** Vehicles' worth of room that left unfilled, by lane: those vehicles come back too. */
  readonly unfilled: Float64Array
  /** Units handled, by place, stage and commodity. */
  readonly handledSoFar: readonly (readonly Float64Array[])[]
  /** Units of each demand not yet signed for. */
  readonly left: number[]
  /** Slots used in the step at hand, by leg. */
  readonly forwardUsed: Int32Array
  readonly backUsed: Int32Array
  readonly serials: Omit<MoveSerial, 'id'>[]
  readonly empties: EmptyMove[]
  readonly handlings: HandlingMove[]
  readonly signings: Signing[]
}

/** A construction that has not begun. */
export function beginMaking(
  compiled: Compiled,
  {
    situation,
    pace,
    taste,
    reach,
  }: {
    readonly situation: Situation
    readonly pace: Pace
    readonly taste: Taste
    readonly reach: Reach
  },
): Making {
  const { model, lanes, places, demands } = compiled
  return {
    compiled,
    pace,
    taste,
    reach,
    ground: new Ground(compiled, situation),
    firstStep: Math.round(situation.hour / model.stepHours),
    sent: lanes.map(({ loads }) => new Float64Array(loads.length)),
    sentForward: new Float64Array(lanes.length),
    sentBack: new Float64Array(lanes.length),
    unfilled: new Float64Array(lanes.length),
    handledSoFar: places.map(({ stages }) =>
      stages.map(() => new Float64Array(model.commodities.length)),
    ),
    left: demands.map(({ demand }) =>
      Math.max(0, demand.quantity - (situation.signed[demand.id] ?? 0)),
    ),
    forwardUsed: new Int32Array(model.legs.length),
    backUsed: new Int32Array(model.legs.length),
    serials: [],
    empties: [],
    handlings: [],
    signings: [],
  }
}

/** The pace at a step; after the last one, that of the last. */
export const paceAt = (pace: Float64Array | undefined, step: number): number =>
  pace?.[Math.min(step, pace.length - 1)] ?? 0
