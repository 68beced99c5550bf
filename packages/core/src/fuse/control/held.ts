/**
 * Positions that were seen held, as the record has them: what a line is followed by. A line creeps in weeks, so they are kept
 * from the log's beginning, and not in a window of the newest reports.
 */
import type { Entry, Tombstone } from '../../evidence/index.ts'
import type { Position } from '../../geo/index.ts'
import type { BatchAccepted, Holder, Observation } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { HELD_MAX } from './assumptions.ts'

/** One of them, WGS 84. */
export interface Held {
  /** Id of the observation. */
  readonly observation: string
  readonly source: string
  readonly holder: Holder
  readonly position: Position
  /** Radius, metres, that holds 95 %. */
  readonly errorM: number
  /** The middle of the time observed. */
  readonly atMs: InstantMs
  readonly exercise: string | null
}
/** In the order of the log; the newest `HELD_MAX`. */
export type HeldState = readonly Held[]
/** None. */
export const initial: HeldState = []

function heldOf(one: Observation): Held | null {
  const { holder, where, observed, id, source, exercise = null } = one
  if (holder === undefined || where.fix === null) return null
  const { position, errorM } = where.fix
  const atMs = Math.round((observed.fromMs + observed.toMs) / 2)
  return { observation: id, source, holder, position, errorM, atMs, exercise }
}

/** The state after an entry; entries that tell of no held position leave it as it is. */
export function evolve(state: HeldState, entry: Entry | Tombstone): HeldState {
  if ('tombstone' in entry || entry.kind !== 'observe.batch-accepted') return state
  const { observations = [] } = entry.payload as unknown as Partial<BatchAccepted>
  const found: Held[] = []
  // A loop: a batch may hold thousands of moving things, of which none is held.
  for (const one of observations) {
    const held = heldOf(one)
    if (held !== null) found.push(held)
  }
  return found.length === 0 ? state : [...state, ...found].slice(-HELD_MAX)
}
