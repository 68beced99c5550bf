import type { Entry, Tombstone } from '../evidence/index.ts'
import type { DurationMs } from '../units/index.ts'

/** What a demonstration remembers of its clock: wall time minus this offset, null until its replay has ended. */
export interface ExerciseState {
  readonly clockOffsetMs: DurationMs | null
}
/** Before the replay has ended. */
export const initial: ExerciseState = { clockOffsetMs: null }

/** The payload of `exercise.clock-set`, recorded when a replay ends and the ticking part begins. */
export interface ClockSet {
  readonly offsetMs: DurationMs
}

/** The state after an entry; other steps' entries and tombstones leave it as it is. */
export function evolve(state: ExerciseState, entry: Entry | Tombstone): ExerciseState {
  if ('tombstone' in entry || entry.kind !== 'exercise.clock-set') return state
  return { clockOffsetMs: (entry.payload as unknown as ClockSet).offsetMs }
}
