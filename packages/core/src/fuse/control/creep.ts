/**
 * Whether a line creeps, by positions seen held along it: an indication that asks for a look, never an event by itself. Where
 * forces stand is the monitor's alone (do no harm, N1).
 */
import { distanceM, distanceToLineM, frameAt, RADIUS_95, sideOf } from '../../geo/index.ts'
import type { Polyline, Position } from '../../geo/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { LOOKS_MIN, NEAR_LINE_M, SEGMENT_M } from './assumptions.ts'
import { ControlLine } from './control.ts'
import type { Held } from './held.ts'
import type { Holder } from './types.ts'

/** That the forward edge of those who hold a stretch of the line has moved by more than is tolerated. */
export interface CreepIndication {
  readonly category: 'P.CONTROL'
  readonly holder: Holder
  /** The stretch, metres along the line from its first vertex, half-open. */
  readonly fromM: number
  readonly toM: number
  /** Towards the other party where a party holds it, otherwise towards party B; with its standard deviation, metres. */
  readonly movedM: number
  readonly sigmaM: number
  /** That it is more than is tolerated, in [0, 1]. */
  readonly probability: number
  readonly sinceMs: InstantMs
  readonly untilMs: InstantMs
  /** Where it was seen last, WGS 84. */
  readonly position: Position
  /** Ids of the observations that it rests on, in order of time. */
  readonly observations: readonly string[]
}
/** What the positions came to. */
export interface Creeping {
  /** The likeliest first. */
  readonly indications: readonly CreepIndication[]
  /** Positions that the line was followed by, and those that lie too far from it. */
  readonly used: number
  readonly far: number
}

/** A place in the frame of a line: metres along it from its first vertex, and across, towards party B (right) above 0. */
export function placeOn(
  line: Polyline,
  position: Position,
): { readonly alongM: number; readonly acrossM: number } | null {
  const { toOffset } = frameAt(position)
  let least = Infinity
  let alongM = 0
  let beforeM = 0
  for (const [n, vertex] of line.vertices.slice(1).entries()) {
    const start = line.vertices[n] ?? vertex
    const a = toOffset(start)
    const b = toOffset(vertex)
    const legE = b.eastM - a.eastM
    const legN = b.northM - a.northM
    const squared = legE * legE + legN * legN
    const share = squared === 0 ? 0 : -(a.eastM * legE + a.northM * legN) / squared
    const at = Math.max(0, Math.min(1, share))
    const awayM = Math.hypot(a.eastM + at * legE, a.northM + at * legN)
    const lengthM = distanceM(start, vertex)
    if (awayM < least) {
      least = awayM
      alongM = beforeM + at * lengthM
    }
    beforeM += lengthM
  }
  if (least === Infinity) return null
  return { alongM, acrossM: sideOf(line, position) === 'right' ? least : -least }
}

const stretchOf = (holder: Holder, alongM: number): string =>
  `${Math.floor(alongM / SEGMENT_M)} ${holder}`

/** Follows a line by positions seen held, in any order; `toleratedM` is at least 0. */
export function creepsAlong(line: Polyline, held: readonly Held[], toleratedM: number): Creeping {
  const control = new ControlLine()
  const stretches = new Map<string, Held[]>()
  const inTime = held.toSorted(
    (a, b) => a.atMs - b.atMs || (a.observation < b.observation ? -1 : 1),
  )
  let used = 0
  for (const one of inTime) {
    if (distanceToLineM(line, one.position) > NEAR_LINE_M) continue
    const place = placeOn(line, one.position)
    if (place === null) continue
    const sigmaM = one.errorM / RADIUS_95
    if (control.see({ holder: one.holder, ...place, sigmaM, atMs: one.atMs }) !== null) continue
    const key = stretchOf(one.holder, place.alongM)
    const seen = stretches.get(key)
    if (seen === undefined) stretches.set(key, [one])
    else seen.push(one)
    used += 1
  }
  const indications = control.creeps(toleratedM).flatMap(({ edge, probability }) => {
    const seen = stretches.get(stretchOf(edge.holder, edge.fromM)) ?? []
    const last = seen.at(-1)
    if (last === undefined || edge.positions < LOOKS_MIN) return []
    const { holder, fromM, toM, creepM: movedM, creepSigmaM: sigmaM, sinceMs, atMs } = edge
    return [
      {
        category: 'P.CONTROL' as const,
        holder,
        fromM,
        toM,
        movedM,
        sigmaM,
        probability,
        sinceMs,
        untilMs: atMs,
        position: last.position,
        observations: seen.map(({ observation }) => observation),
      },
    ]
  })
  return {
    indications: indications.toSorted((a, b) => b.probability - a.probability || a.fromM - b.fromM),
    used,
    far: held.length - used,
  }
}
