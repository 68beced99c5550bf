import { distanceM } from '@holdfast/core/geo'
import type { Position } from '@holdfast/core/geo'
import { isUnassigned } from './blocks.ts'
import type { Placed } from './trajectory.ts'

/**
 * What speaks against a position, in words for `residual`. Each may have an innocent cause (a bad transponder, a
 * correlated outage of GNSS, a mistyped address): they are told, never decided from.
 */

/** Metres that a position may wander and still stand. */
const STILL_M = 15
const STILL_MS_MIN = 10_000
const STILL_N_MIN = 4
/** Speed, metres a second, at which standing still contradicts it. */
const MOVING_MPS = 50
/** Containment, metres, that counts as good, and as lost. */
const GOOD_M = 1_111.2
const LOST_M = 3_704
/** How long a good containment is remembered, ms. */
const GOOD_MS = 60_000

/** What is kept of one address. */
export interface Past {
  still: { readonly position: Position; readonly tMs: number; n: number } | null
  good: { readonly containmentM: number; readonly tMs: number } | null
}
/** What is known of an address before its first report. */
export const newPast = (): Past => ({ still: null, good: null })

/** A position and what was said with it; `address` null where it is not one that ICAO assigns. */
export interface Said {
  readonly placed: Placed
  readonly tMs: number
  readonly speedMps: number | null
  /** Infinity where none is promised, null where nothing was said. */
  readonly containmentM: number | null
  readonly address: number | null
}

function frozen(past: Past, { placed, tMs, speedMps }: Said): string | null {
  const { still } = past
  if (still === null || tMs < still.tMs || distanceM(still.position, placed.position) > STILL_M) {
    past.still = { position: placed.position, tMs, n: 1 }
    return null
  }
  still.n += 1
  const forMs = tMs - still.tMs
  if (speedMps === null || speedMps < MOVING_MPS || still.n < STILL_N_MIN || forMs < STILL_MS_MIN)
    return null
  return `same position for ${Math.round(forMs / 1_000)} s at a reported ${Math.round(speedMps)} m/s`
}

function dropped(past: Past, { tMs, containmentM }: Said): string | null {
  if (containmentM === null) return null
  if (containmentM <= GOOD_M) {
    past.good = { containmentM, tMs }
    return null
  }
  if (past.good === null || tMs - past.good.tMs > GOOD_MS) return null
  if (containmentM < LOST_M) return null
  const now = containmentM === Infinity ? 'none' : `${containmentM} m`
  return `containment from ${past.good.containmentM} m to ${now} within ${Math.round((tMs - past.good.tMs) / 1_000)} s: GNSS interference is possible`
}

/** Members of `residual`; empty where nothing is odd. */
export function suspicions(past: Past, said: Said): Record<string, string> {
  const found: Record<string, string> = {}
  const { jump, duplicate } = said.placed
  if (jump !== null) found['suspicion.jump'] = jump
  if (duplicate !== null) found['suspicion.duplicateAddress'] = duplicate
  const still = frozen(past, said)
  if (still !== null) found['suspicion.frozen'] = still
  const drop = dropped(past, said)
  if (drop !== null) found['suspicion.integrityDrop'] = drop
  if (said.address !== null && isUnassigned(said.address))
    found['suspicion.unassignedAddress'] = 'in no block that ICAO assigned to a state'
  return found
}
