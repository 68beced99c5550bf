import type { CoverageBasis } from '@holdfast/core/observe'
import type { Standing } from '../api/index.ts'

/** How a source stands, in words. */
export const STANDING_WORD: Readonly<Record<Standing, string>> = {
  up: 'up',
  down: 'down',
  jammed: 'jammed',
  obscured: 'obscured',
  denied: 'denied',
  unknown: 'says nothing',
}
/** Who says how a source stands. */
export const STANDING_BASIS_WORD: Readonly<Record<CoverageBasis, string>> = {
  heartbeat: 'by its signs of life',
  report: 'as reported',
  quarantine: 'in quarantine',
}
