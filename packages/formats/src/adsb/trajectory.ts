import { distanceM } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import { positionNear, positionOfPair } from './cpr.ts'
import type { CprFrame } from './cpr.ts'

/**
 * Where the transmissions of one address come from. Two aircraft may use one address, by mistake or to deceive, so up
 * to two trajectories are kept, and a position joins the one that it can have come from. What cannot have come from
 * any is reported all the same, with the jump named: whether it is deceit is not decided here.
 */

/** No aircraft that answers is faster, metres a second; slower on the ground. */
export const AIR_SPEED_MPS_BOUND = 1_000
/** No aircraft on the ground is faster, metres a second. */
export const SURFACE_SPEED_MPS_BOUND = 150
/** Allowed beside the speed: quantisation, delays, and errors of the position, metres. */
const SLACK_M = 2_000
/** Halves of a pair may lie so far apart, ms (DO-260B, A.1.7.7 and A.1.7.8: 10 s; 25 s on the surface when moving). */
const PAIR_MS_MAX = 10_000
const SURFACE_PAIR_MS_MAX = 25_000
/** A last position older than this, ms, is not taken to complete half a position. */
const LOCAL_MS_MAX = 60_000
/** A trajectory without a position for so long, ms, is over: what comes then begins anew, without a jump. */
const OVER_MS = 600_000
/** So many pairs in a row against a trajectory begin a new one: the trajectory itself began wrong. */
const AGAINST_MAX = 8
/** Both trajectories went on so many times since the younger began: two transmitters. */
const GOING_ON = 3
const DUPLICATE_MS = 30_000

interface Leg {
  position: Position
  tMs: number
  /** Positions since the other leg began. */
  n: number
}
interface Half {
  readonly cpr: CprFrame
  readonly surface: boolean
  readonly tMs: number
}
/** What is kept of one address. */
export interface Trajectory {
  even: Half | null
  odd: Half | null
  legs: Leg[]
  against: number
}
/** A trajectory without points. */
export const newTrajectory = (): Trajectory => ({ even: null, odd: null, legs: [], against: 0 })

/** A position, how it came about, and what is odd about it. */
export interface Placed {
  readonly position: Position
  readonly how: 'pair' | 'last' | 'site' | 'given'
  readonly jump: string | null
  readonly duplicate: string | null
}
/** An instant of the feed's own time, and whether the thing is on the surface. */
export interface Moment {
  readonly tMs: number
  readonly surface: boolean
}

function fits(leg: Leg, position: Position, { tMs, surface }: Moment): boolean {
  const bound = surface ? SURFACE_SPEED_MPS_BOUND : AIR_SPEED_MPS_BOUND
  return distanceM(leg.position, position) <= (bound * Math.max(0, tMs - leg.tMs)) / 1_000 + SLACK_M
}

function duplicateOf({ legs: [a, b] }: Trajectory, { tMs }: Moment): string | null {
  if (a === undefined || b === undefined || a.n < GOING_ON || b.n < GOING_ON) return null
  if (tMs - a.tMs > DUPLICATE_MS || tMs - b.tMs > DUPLICATE_MS) return null
  return `two trajectories under one address, ${Math.round(distanceM(a.position, b.position))} m apart`
}

function joined(
  trajectory: Trajectory,
  leg: Leg,
  position: Position,
  moment: Moment,
): Omit<Placed, 'how'> {
  leg.position = position
  leg.tMs = moment.tMs
  leg.n += 1
  return { position, jump: null, duplicate: duplicateOf(trajectory, moment) }
}

function begun(trajectory: Trajectory, position: Position, { tMs }: Moment): Omit<Placed, 'how'> {
  const [last] = trajectory.legs.toSorted((a, b) => b.tMs - a.tMs)
  trajectory.against = 0
  const leg = { position, tMs, n: 1 }
  if (last === undefined) {
    trajectory.legs = [leg]
    return { position, jump: null, duplicate: null }
  }
  last.n = 0
  trajectory.legs = [last, leg]
  const jumpM = Math.round(distanceM(last.position, position))
  return { position, jump: `${jumpM} m in ${Math.round(tMs - last.tMs)} ms`, duplicate: null }
}

/** Puts a position that the format gave on the trajectory that it fits. */
export function placeGiven(trajectory: Trajectory, position: Position, moment: Moment): Placed {
  trajectory.legs = trajectory.legs.filter((leg) => moment.tMs - leg.tMs <= OVER_MS)
  const leg = trajectory.legs.find((known) => fits(known, position, moment))
  return leg === undefined
    ? { how: 'given', ...begun(trajectory, position, moment) }
    : { how: 'given', ...joined(trajectory, leg, position, moment) }
}

function pairOf(
  trajectory: Trajectory,
  moment: Moment & { readonly newer: 'even' | 'odd' },
  near: Position | null,
): Position | null {
  const { even, odd } = trajectory
  if (even === null || odd === null || even.surface !== odd.surface) return null
  const apartMs = Math.abs(even.tMs - odd.tMs)
  if (apartMs > (moment.surface ? SURFACE_PAIR_MS_MAX : PAIR_MS_MAX)) return null
  return positionOfPair({ even: even.cpr, odd: odd.cpr, newer: moment.newer }, moment.surface, near)
}

/** Completes half a position: by its other half, by a trajectory, or, where `alone`, by the receiver's site. */
export function placeHalf(
  trajectory: Trajectory,
  cpr: CprFrame,
  from: Moment & { readonly site: Position | null; readonly alone: boolean },
): Placed | null {
  const { tMs, surface, site } = from
  const half = { cpr, surface, tMs }
  if (cpr.odd) trajectory.odd = half
  else trajectory.even = half
  trajectory.legs = trajectory.legs.filter((leg) => tMs - leg.tMs <= OVER_MS)
  const pair = pairOf(
    trajectory,
    { tMs, surface, newer: cpr.odd ? 'odd' : 'even' },
    trajectory.legs[0]?.position ?? site,
  )
  if (pair !== null) {
    const leg = trajectory.legs.find((known) => fits(known, pair, from))
    if (leg !== undefined) {
      trajectory.against = 0
      return { how: 'pair', ...joined(trajectory, leg, pair, from) }
    }
  }
  for (const leg of trajectory.legs) {
    if (tMs - leg.tMs > LOCAL_MS_MAX) continue
    const local = positionNear(cpr, surface, leg.position)
    if (local === null || !fits(leg, local, from)) continue
    if (pair !== null) trajectory.against += 1
    if (trajectory.against >= AGAINST_MAX) break
    return { how: 'last', ...joined(trajectory, leg, local, from) }
  }
  if (pair !== null) return { how: 'pair', ...begun(trajectory, pair, from) }
  const local = from.alone && site !== null ? positionNear(cpr, surface, site) : null
  return local === null ? null : { how: 'site', ...begun(trajectory, local, from) }
}
