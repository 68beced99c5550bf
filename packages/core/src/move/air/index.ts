/** The air part of a plan: airframes for orbits, what of the line they see, and conditions for reopening airspace. */
import { assessOrbit } from './orbit.ts'
import type { OrbitAssessment } from './orbit.ts'
import { lineCoverage } from './coverage.ts'
import type { LineCoverage } from './coverage.ts'
import { assessReopening } from './reopen.ts'
import type { Reopening } from './reopen.ts'
import type { AirPlan } from './types.ts'

export { CONDITIONS_MAX, ORBITS_MAX, VERTICES_MAX, parseAirPlan } from './parse.ts'
export { radarHorizonKm } from './horizon.ts'
export { assessOrbit, busyAtMost, dutyHoursOf, isOnDuty } from './orbit.ts'
export type { OrbitAssessment } from './orbit.ts'
export { PIECE_M, lineCoverage } from './coverage.ts'
export type { LineCoverage, Stretch } from './coverage.ts'
export { assessReopening } from './reopen.ts'
export type { Reopening, ReopeningAnswer } from './reopen.ts'
export type * from './types.ts'

/** Everything that the air part comes to. */
export interface AirAssessment {
  readonly orbits: readonly OrbitAssessment[]
  readonly airframes: number
  readonly crews: number
  readonly coverage: LineCoverage
  readonly reopening: Reopening | null
}

/** Works the air part out. Airframes and crews are summed over orbits: none is shared. */
export function assessAir({ orbits, line, reopening }: AirPlan): AirAssessment {
  const assessed = orbits.map(assessOrbit)
  return {
    orbits: assessed,
    airframes: assessed.reduce((sum, one) => sum + one.airframes, 0),
    crews: assessed.reduce((sum, one) => sum + one.crews, 0),
    coverage: lineCoverage(line, orbits),
    reopening: reopening && assessReopening(reopening.conditions, reopening.record),
  }
}
