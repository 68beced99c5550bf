import type { NationCode, Office } from '../nations/index.ts'
import type { InstantMs } from '../units/index.ts'

/** One thing that the next watch has to see to. */
export interface OpenPoint {
  /** Null: it concerns no one incident. */
  readonly incident: string | null
  readonly text: string
}
/** What one watch leaves to the next. */
export interface HandOver {
  /** Officers, by name. */
  readonly from: string
  readonly to: string
  readonly openPoints: readonly OpenPoint[]
  readonly nation: NationCode
  readonly office: Office
  readonly atMs: InstantMs
  readonly entry: number
  /** Who took the watch over; null: nobody yet, and it is still `from`'s. */
  readonly taken: TakenOver | null
}
/** That an officer has the watch. */
export interface TakenOver {
  readonly nation: NationCode
  readonly officer: string
  /** Why another than the one who was named; null: the one who was named. */
  readonly reason: string | null
  readonly atMs: InstantMs
  readonly entry: number
}
/** Hand-over notes that are kept in the state; older ones stand in the log. */
export const HAND_OVERS_KEPT = 100
/** Most open points of one hand-over. */
export const OPEN_POINTS_MAX = 200
