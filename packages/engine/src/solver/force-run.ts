/** What a run of the force model is given, and what it tells on its way. */
import type { ForceAssignment, LimitedSolver, ObjectiveLevel } from '@holdfast/core/generate/model'

/** What a run needs from outside: it has no clock of its own. */
export interface ForceClock {
  /** Wall time in ms since any instant. */
  readonly nowMs: () => number
  /** Processor time in seconds since any instant, all threads. */
  readonly cpuSeconds: () => number
}
/** Where a run stands. */
export interface ForceProgress {
  /** The level that is solved; null: the first answer is there. */
  readonly level: ObjectiveLevel['level'] | null
  /** Of the level: what is found and what is proven; null before its solve told anything. */
  readonly objective: number | null
  readonly bound: number | null
  readonly seconds: number
}
/** How far to go. */
export interface ForceRun {
  readonly solver: LimitedSolver
  readonly clock: ForceClock
  /** Relative gap of each level at which it may stop, 0 to 1. */
  readonly gap: number
  /** Wall time of the whole run, s; null: iterations and nodes only, and the answer repeats. */
  readonly secondsMax: number | null
  /** Assignments of an earlier answer; null: none. */
  readonly start: readonly ForceAssignment[] | null
  readonly onProgress?: (progress: ForceProgress) => void
  /** Asked between levels: whether to end with what there is. */
  readonly isCancelled?: () => boolean
}
