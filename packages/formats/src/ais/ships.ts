import { distanceM } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import type { Dimensions, Message } from './types.ts'

/**
 * What is remembered of each MMSI: its static data, which come in other messages than its positions, and where it was,
 * to say whether it can be here now. What does not fit is said and nothing is decided from it: a wrong position, a
 * stolen number and a spoofed track look the same from one receiver.
 */

/** How many MMSIs are remembered; the one heard longest ago is forgotten first. */
export const SHIPS_MAX = 50_000
/** The greatest speed that is held possible at sea, metres a second (117 knots, beyond every ship in service). */
export const SHIP_MPS_MAX = 60
/** The same of aircraft in search and rescue. */
export const AIRCRAFT_MPS_MAX = 350
/** Metres that two positions may lie apart at any time: errors, antennas, the coarse grid of message 27. */
export const JUMP_SLACK_M = 1_000
/** Seconds that the times of two positions may be wrong by: a whole second, a minute guessed, a delay. */
const JUMP_SLACK_S = 10

/** Static data; members that nothing was said of are absent. */
export interface Statics {
  name?: string
  callsign?: string
  imo?: number
  shipType?: number
  dimensions?: Dimensions
  destination?: string
  draughtM?: number
  eta?: string
  motherShipMmsi?: number
  vendor?: string
}
/** A place at an instant. */
export interface Fix {
  readonly position: Position
  readonly atMs: number
}
/** What is remembered of one MMSI. */
export interface Ship {
  readonly statics: Statics
  /** Code of the position device that it last named; null where it named none. */
  epfd: number | null
  last: Fix | null
  /** Where it was before it jumped. */
  other: Fix | null
}

/** Two digits, or dashes for what is not given. */
const two = (value: number | null): string =>
  value === null ? '--' : String(value).padStart(2, '0')

const dimensionsOf = (message: Dimensions): Dimensions | undefined => {
  const { toBowM, toSternM, toPortM, toStarboardM } = message
  const isGiven = toBowM + toSternM + toPortM + toStarboardM > 0
  return isGiven ? { toBowM, toSternM, toPortM, toStarboardM } : undefined
}

/** Puts what a message says of its sender into the statics. What it leaves out stays as it was. */
export function learn(statics: Statics, message: Message): void {
  if (message.type === 24 && message.part === 'A') {
    if (message.name !== '') statics.name = message.name
    return
  }
  if (message.type !== 5 && message.type !== 19 && message.type !== 24) return
  if ('name' in message && message.name !== '') statics.name = message.name
  if ('callsign' in message && message.callsign !== '') statics.callsign = message.callsign
  if (message.shipType !== 0) statics.shipType = message.shipType
  const sized = message.type === 24 ? message.dimensions : message
  const dimensions = sized === null ? undefined : dimensionsOf(sized)
  if (dimensions !== undefined) statics.dimensions = dimensions
  if (message.type === 24) {
    if (message.motherShipMmsi !== null) statics.motherShipMmsi = message.motherShipMmsi
    if (message.vendor !== '') statics.vendor = message.vendor
  }
  if (message.type !== 5) return
  if (message.imo !== 0) statics.imo = message.imo
  if (message.destination !== '') statics.destination = message.destination
  if (message.draughtM !== 0) statics.draughtM = message.draughtM
  const { month, day, hour, minute } = message.eta
  statics.eta = `${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

/** Remembers the position device that a message names. It comes with static data, seldom with a position. */
export function learnDevice(ship: Ship, message: Message): void {
  if ('epfd' in message && message.epfd !== null) ship.epfd = message.epfd
}

function isReachable(from: Fix, to: Fix, mpsMax: number): boolean {
  const elapsedS = Math.abs(to.atMs - from.atMs) / 1000 + JUMP_SLACK_S
  return distanceM(from.position, to.position) <= elapsedS * mpsMax + JUMP_SLACK_M
}

/**
 * Moves a ship to a place. `jump`: it cannot have come there since its last position. `duplicate`: it is back where
 * it was before it jumped, as when two ships use one number.
 */
export function move(ship: Ship, to: Fix, mpsMax: number): readonly ('jump' | 'duplicate')[] {
  const { last, other } = ship
  ship.last = to
  if (last === null || isReachable(last, to, mpsMax)) return []
  ship.other = last
  return other !== null && isReachable(other, to, mpsMax) ? ['jump', 'duplicate'] : ['jump']
}

/** Ships by MMSI, the least recently heard first. */
export class Ships {
  readonly #byMmsi = new Map<number, Ship>()

  /** How many are remembered. */
  get size(): number {
    return this.#byMmsi.size
  }

  /** The ship of an MMSI, remembered from now on. */
  of(mmsi: number): Ship {
    const known = this.#byMmsi.get(mmsi)
    const ship = known ?? { statics: {}, epfd: null, last: null, other: null }
    if (known !== undefined) this.#byMmsi.delete(mmsi)
    this.#byMmsi.set(mmsi, ship)
    if (this.#byMmsi.size > SHIPS_MAX)
      for (const oldest of this.#byMmsi.keys()) {
        this.#byMmsi.delete(oldest)
        break
      }
    return ship
  }
}
