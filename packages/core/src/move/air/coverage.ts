/**
 * What share of the line of contact orbits see, hour by hour. The line is cut into pieces of about a kilometre; a piece
 * is seen where its middle lies within reach of both ends of the racetrack, so that it is seen all the time and not for
 * half of each turn. Terrain is not in it, nor what stands above the sensor's cone: the share is the most that can be.
 */
import { distanceM } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { assessOrbit, isOnDuty } from './orbit.ts'
import type { Orbit } from './types.ts'

/** Length of a piece of the line at the most, metres. */
export const PIECE_M = 1_000
const DAY_HOURS = 24

/** A piece of the line: how far along it begins, how long it is, and its middle. */
interface Piece {
  readonly fromM: number
  readonly lengthM: number
  readonly middle: Position
}
/** A stretch of the line, kilometres from its first vertex. */
export interface Stretch {
  readonly fromKm: number
  readonly toKm: number
}
/** The line as orbits see it. */
export interface LineCoverage {
  readonly lineKm: number
  /** For each hour of the day in UTC: the share that is seen, and the share that two orbits or more see. */
  readonly hours: readonly {
    readonly hour: number
    readonly seen: number
    readonly seenTwice: number
  }[]
  readonly meanSeen: number
  /** The hour with the least, the earliest of equals. */
  readonly worstHour: number
  /** What no orbit sees at any hour. */
  readonly neverSeen: readonly Stretch[]
  /** How much of the mean goes where one orbit does not fly, the greatest loss first. */
  readonly without: readonly { readonly orbit: string; readonly lost: number }[]
}

function piecesOf(line: readonly Position[]): readonly Piece[] {
  const pieces: Piece[] = []
  let fromM = 0
  for (const [i, b] of line.entries()) {
    const a = line[i - 1]
    if (a === undefined) continue
    const legM = distanceM(a, b)
    const count = Math.max(1, Math.ceil(legM / PIECE_M))
    for (let k = 0; k < count; k += 1) {
      const share = (k + 0.5) / count
      pieces.push({
        fromM: fromM + (k * legM) / count,
        lengthM: legM / count,
        middle: {
          lonDeg: a.lonDeg + share * (b.lonDeg - a.lonDeg),
          latDeg: a.latDeg + share * (b.latDeg - a.latDeg),
        },
      })
    }
    fromM += legM
  }
  return pieces
}

const sees = (orbit: Orbit, seesKm: number, at: Position): boolean =>
  orbit.track.every((end) => distanceM(end, at) <= 1000 * seesKm)

function stretchesOf(pieces: readonly Piece[], isIn: (index: number) => boolean): Stretch[] {
  const found: { fromKm: number; toKm: number }[] = []
  for (const [i, { fromM, lengthM }] of pieces.entries()) {
    if (!isIn(i)) continue
    const last = found.at(-1)
    const toKm = (fromM + lengthM) / 1000
    if (last !== undefined && i > 0 && isIn(i - 1)) last.toKm = toKm
    else found.push({ fromKm: fromM / 1000, toKm })
  }
  return found
}

/** Metres seen in an hour by one orbit, by two, and those that one orbit alone sees. */
interface HourSeen {
  readonly seenM: number
  readonly twiceM: number
  readonly aloneM: readonly number[]
}

function seenIn(
  hour: number,
  pieces: readonly Piece[],
  looking: readonly { readonly orbit: Orbit; readonly seen: readonly boolean[] }[],
): HourSeen {
  const on = looking.map(({ orbit }) => isOnDuty(orbit.duty, hour))
  const aloneM = looking.map(() => 0)
  let [seenM, twiceM] = [0, 0]
  for (const [i, { lengthM }] of pieces.entries()) {
    let [count, lastOrbit] = [0, 0]
    for (const [k, { seen }] of looking.entries())
      if (on[k] === true && seen[i] === true) {
        count += 1
        lastOrbit = k
      }
    if (count > 0) seenM += lengthM
    if (count > 1) twiceM += lengthM
    if (count === 1) aloneM[lastOrbit] = (aloneM[lastOrbit] ?? 0) + lengthM
  }
  return { seenM, twiceM, aloneM }
}

/** The share of the line of at least two vertices that orbits with a sensor see; an orbit that cannot be flown sees none. */
export function lineCoverage(line: readonly Position[], orbits: readonly Orbit[]): LineCoverage {
  const pieces = piecesOf(line)
  const totalM = pieces.reduce((sum, { lengthM }) => sum + lengthM, 0)
  const looking = orbits.map((orbit) => {
    const { seesKm, notFlyable } = assessOrbit(orbit)
    const within = notFlyable === null && seesKm !== null ? seesKm : null
    return {
      orbit,
      seen: pieces.map(({ middle }) => within !== null && sees(orbit, within, middle)),
    }
  })
  const byHour = Array.from({ length: DAY_HOURS }, (_, hour) => seenIn(hour, pieces, looking))
  const share = (metres: number): number => (totalM === 0 ? 0 : metres / totalM)
  const least = Math.min(...byHour.map(({ seenM }) => seenM))
  const meanOf = (metres: readonly number[]): number =>
    share(metres.reduce((sum, one) => sum + one, 0)) / DAY_HOURS
  return {
    lineKm: totalM / 1000,
    hours: byHour.map(({ seenM, twiceM }, hour) => ({
      hour,
      seen: share(seenM),
      seenTwice: share(twiceM),
    })),
    meanSeen: meanOf(byHour.map(({ seenM }) => seenM)),
    worstHour: byHour.findIndex(({ seenM }) => seenM === least),
    neverSeen: stretchesOf(pieces, (i) => looking.every(({ seen }) => seen[i] !== true)),
    without: orbits
      .map(({ id }, k) => ({ orbit: id, lost: meanOf(byHour.map(({ aloneM }) => aloneM[k] ?? 0)) }))
      .toSorted((a, b) => b.lost - a.lost),
  }
}
