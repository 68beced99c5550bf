/**
 * GOSPA and OSPA of one scan. With p = 2 both have the same optimal assignment, so that one solution serves both: leaving a
 * pair of points unassigned costs c² in either, assigning it costs d², and so both want Σ (c² − d²) greatest.
 */
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import { matchWithin } from './match.ts'
import type { Match, Points } from './match.ts'

/** Distances of one scan between the true and the found points. */
export interface ScanMetrics {
  /** GOSPA, m: p = 2, α = 2 (Rahmathullah, García-Fernández and Svensson 2017, proposition 1). */
  readonly gospaM: number
  /** The parts of GOSPA², m²; their sum is its square. */
  readonly localisationM2: number
  readonly missedM2: number
  readonly falseM2: number
  readonly missed: number
  readonly false: number
  /** OSPA, m: order 2 (Schuhmacher, Vo and Vo 2008, eq. 3); 0 where both sets are empty. */
  readonly ospaM: number
  readonly match: Match
}

/** GOSPA and OSPA of two finite sets of points in a plane, with the base distance of Euclid and cut-off c > 0, metres. */
export function scanMetrics(truth: Points, found: Points, cutoffM: number): ScanMetrics | Refused {
  const match = matchWithin(truth, found, cutoffM)
  if (isRefused(match)) return match
  const missed = truth.length / 2 - match.pairs
  const spurious = found.length / 2 - match.pairs
  const c2 = cutoffM * cutoffM
  const missedM2 = (c2 / 2) * missed
  const falseM2 = (c2 / 2) * spurious
  const larger = match.pairs + Math.max(missed, spurious)
  const ospa2 = larger === 0 ? 0 : (match.squaredM2 + c2 * (larger - match.pairs)) / larger
  return {
    gospaM: Math.sqrt(match.squaredM2 + missedM2 + falseM2),
    localisationM2: match.squaredM2,
    missedM2,
    falseM2,
    missed,
    false: spurious,
    ospaM: Math.sqrt(ospa2),
    match,
  }
}
