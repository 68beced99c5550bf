import { DAY_MS } from '../../units/index.ts'
import type { DurationMs } from '../../units/index.ts'

/**
 * How long nations have to vote on a proposal, where the agreement says nothing; for *occurred* it says within how many hours
 * it is to be signed. An assumption, as long as the capitals have: no public text sets it.
 */
export const PANEL_ANSWER_MS: DurationMs = 3 * DAY_MS
