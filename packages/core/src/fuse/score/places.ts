/** How good places of sounds were: errors in units of what is possible at all, and whether the ellipses were honest. */
import { CHI2_2_95, GROSS_BOUNDS } from './assumptions.ts'
import { normalisedSquare } from './tracks.ts'

/** The name of a case, as its maker gave it. */
export type CaseId = string | number

/** The true place of a case, m, and the Cramér–Rao bound of it, m². */
export interface PlaceTruth {
  readonly id: CaseId
  readonly x: number
  readonly y: number
  readonly bound: readonly (readonly number[])[]
}

/** The place that was found for a case, m, with its covariance, m². */
export interface PlaceFound {
  readonly id: CaseId
  readonly x: number
  readonly y: number
  readonly cov: readonly (readonly number[])[]
}

/** The score of places. Means over nothing are NaN. */
export interface PlaceScore {
  /** Cases of the truth. */
  readonly cases: number
  /** Cases that no place was given for. Each counts as a gross error, and as an ellipse that does not hold the truth. */
  readonly unanswered: number
  readonly medianErrorM: number
  /** Median of √trace of the Cramér–Rao bound, m. */
  readonly medianBoundM: number
  /** Median of the error over √trace of the case's own bound. */
  readonly medianRatio: number
  /** Share of cases with an error of more than `grossBounds` √trace. */
  readonly gross: number
  readonly grossBounds: number
  /** Share of cases whose 95 % ellipse holds the truth, [0, 1]. */
  readonly coverage95: number
}

/** Scores places against the truth, by the ids of the cases. */
export function scorePlaces(
  truth: readonly PlaceTruth[],
  found: readonly PlaceFound[],
): PlaceScore {
  const byId = new Map(found.map((place) => [place.id, place]))
  const errors: number[] = []
  const bounds: number[] = []
  const ratios: number[] = []
  let unanswered = 0
  let held = 0
  for (const { id, x, y, bound } of truth) {
    const boundM = Math.sqrt((bound[0]?.[0] ?? 0) + (bound[1]?.[1] ?? 0))
    const place = byId.get(id)
    const errorM = place === undefined ? Infinity : Math.hypot(place.x - x, place.y - y)
    errors.push(errorM)
    bounds.push(boundM)
    ratios.push(errorM / boundM)
    if (place === undefined) unanswered += 1
    else if (holds(place, x, y)) held += 1
  }
  return {
    cases: truth.length,
    unanswered,
    medianErrorM: median(errors),
    medianBoundM: median(bounds),
    medianRatio: median(ratios),
    gross: ratios.filter((ratio) => ratio > GROSS_BOUNDS).length / truth.length,
    grossBounds: GROSS_BOUNDS,
    coverage95: held / truth.length,
  }
}

function holds({ x, y, cov }: PlaceFound, trueX: number, trueY: number): boolean {
  const upper = [cov[0]?.[0] ?? 0, cov[0]?.[1] ?? 0, cov[1]?.[1] ?? 0] as const
  return normalisedSquare([x - trueX, y - trueY], upper) <= CHI2_2_95
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? Number.NaN
  const [below, above] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN]
  return below === above ? below : (below + above) / 2
}
