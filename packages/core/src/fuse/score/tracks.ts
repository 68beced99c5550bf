/**
 * How good tracks were against the truth: distances, identity, and whether the filter knew how good it was. Averages are
 * over the scans from `FIRST_SCORED_SCAN` on; a pair is what GOSPA's optimal assignment puts together within the cut-off.
 */
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import { CHI2_2_95, CUTOFF_M, FIRST_SCORED_SCAN } from './assumptions.ts'
import { noIdentities, pointsOf, switchesAt } from './identity.ts'
import { scanMetrics } from './metrics.ts'

/** [id, x, y, vx, vy] of each true thing that is there; m, m/s. */
export type TruthScan = readonly (readonly number[])[]
/** [id, x, y, vx, vy, Pxx, Pxy, Pyy] of each confirmed track; m, m/s, m². */
export type TrackScan = readonly (readonly number[])[]

/** The score of tracks. Means over no scan or no pair are NaN. */
export interface TrackScore {
  readonly cutoffM: number
  readonly firstScan: number
  /** Scans that were scored. */
  readonly scans: number
  /** Mean GOSPA, m; and the means of the parts of its square, m². */
  readonly gospaM: number
  readonly localisationM2: number
  readonly missedM2: number
  readonly falseM2: number
  readonly missedPerScan: number
  readonly falsePerScan: number
  readonly ospaM: number
  /** How often a true thing went over to another track in a scored scan; CLEAR-MOT's mismatches. */
  readonly identitySwitches: number
  readonly pairs: number
  /** Root mean square distance of the pairs, m. */
  readonly rmsM: number
  /** Mean normalised estimation error squared of the pairs' positions: 2 where the covariances are right. */
  readonly nees: number
  /** Share of pairs whose 95 % ellipse holds the truth, [0, 1]. */
  readonly coverage95: number
}

interface Sums {
  scans: number
  gospaM: number
  localisationM2: number
  missedM2: number
  falseM2: number
  missed: number
  false: number
  ospaM: number
  switches: number
  pairs: number
  nees: number
  held: number
}

/** Scores tracks, scan by scan, against the truth; both have the same scans, and finite rows with covariances above 0. */
export function scoreTracks(
  truth: readonly TruthScan[],
  tracks: readonly TrackScan[],
): TrackScore | Refused {
  const sums: Sums = {
    scans: 0,
    gospaM: 0,
    localisationM2: 0,
    missedM2: 0,
    falseM2: 0,
    missed: 0,
    false: 0,
    ospaM: 0,
    switches: 0,
    pairs: 0,
    nees: 0,
    held: 0,
  }
  const identities = noIdentities()
  for (const [scan, things] of truth.entries()) {
    const found = tracks[scan] ?? []
    const metrics = scanMetrics(pointsOf(things), pointsOf(found), CUTOFF_M)
    if (isRefused(metrics)) return metrics
    const changed = switchesAt(identities, { things, tracks: found, cutoffM: CUTOFF_M })
    if (isRefused(changed)) return changed
    // The scans before count for nothing but for who was whose.
    if (scan < FIRST_SCORED_SCAN) continue
    sums.scans += 1
    sums.gospaM += metrics.gospaM
    sums.localisationM2 += metrics.localisationM2
    sums.missedM2 += metrics.missedM2
    sums.falseM2 += metrics.falseM2
    sums.missed += metrics.missed
    sums.false += metrics.false
    sums.ospaM += metrics.ospaM
    sums.switches += changed.switches
    for (const [row, thing] of things.entries()) {
      const track = found[metrics.match.foundOf[row] as number]
      if (track === undefined) continue
      const nees = neesOf(thing, track)
      sums.pairs += 1
      sums.nees += nees
      if (nees <= CHI2_2_95) sums.held += 1
    }
  }
  return scoreOf(sums)
}

function scoreOf(sums: Sums): TrackScore {
  const { scans, pairs } = sums
  return {
    cutoffM: CUTOFF_M,
    firstScan: FIRST_SCORED_SCAN,
    scans,
    gospaM: sums.gospaM / scans,
    localisationM2: sums.localisationM2 / scans,
    missedM2: sums.missedM2 / scans,
    falseM2: sums.falseM2 / scans,
    missedPerScan: sums.missed / scans,
    falsePerScan: sums.false / scans,
    ospaM: sums.ospaM / scans,
    identitySwitches: sums.switches,
    pairs,
    rmsM: Math.sqrt(sums.localisationM2 / pairs),
    nees: sums.nees / pairs,
    coverage95: sums.held / pairs,
  }
}

/** eᵀ P⁻¹ e of the position (Bar-Shalom, Li and Kirubarajan 2001, 5.4). */
function neesOf(thing: readonly number[], track: readonly number[]): number {
  const eastM = (track[1] as number) - (thing[1] as number)
  const northM = (track[2] as number) - (thing[2] as number)
  return normalisedSquare([eastM, northM], [track[5], track[6], track[7]] as [
    number,
    number,
    number,
  ])
}

/** eᵀ P⁻¹ e of a plane error and the upper triangle (xx, xy, yy) of its covariance. */
export function normalisedSquare(
  [x, y]: readonly [number, number],
  [xx, xy, yy]: readonly [number, number, number],
): number {
  return (yy * x * x - 2 * xy * x * y + xx * y * y) / (xx * yy - xy * xy)
}
