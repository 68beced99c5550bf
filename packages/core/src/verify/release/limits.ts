import { DAY_MS } from '../../units/index.ts'
import type { DurationMs } from '../../units/index.ts'

/** Delay after an observation's end, elapsed time, before its place may leave without a finding. */
export const RELEASE_DELAY_MS: DurationMs = DAY_MS
/** Cell of the grid that released places are snapped to, and the least half axis of a released ellipse, metres. */
export const GRID_M = 1_000
