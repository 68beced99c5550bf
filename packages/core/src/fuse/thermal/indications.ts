import type { Refused } from '../../units/index.ts'
import type { Observation } from '../../observe/index.ts'
import type { Background } from './background.ts'
import { epochDayOf } from './calendar.ts'
import { cellDaysOf } from './counts.ts'
import type { CellDays } from './counts.ts'
import { cornerOf } from './grid.ts'
import type { Grid, Place } from './grid.ts'
import type { Picture, ThermalWatch } from './watch.ts'

/** What one cell showed on one day: an indication, from which alone no event is made. */
export interface CellDay {
  /** South-west corner of the cell of 0.1°, degrees, WGS 84. */
  readonly corner: Place
  /** Whole days since 1970-01-01, UTC. */
  readonly epochDay: number
  /** Fires seen, at most 60. */
  readonly observed: number
  /** Fires that season, weather and satellites explain. */
  readonly expected: number
  /** Chance that these alone show fewer than were seen, ties counted half; this day by itself. */
  readonly surprise: number
  /** That something adds to them in this cell now, given this day and those before it. */
  readonly probability: number
  /** What explains the fires otherwise; with `probability` they add up to 1. */
  readonly benign: {
    /** Crop burning and other fires of the season. */
    readonly season: number
    /** Heat that is there all year in every year: industry, flares. */
    readonly steadyHeat: number
  }
}

/** The cell-days of a picture that have at least the probability, by cell. */
export function cellDaysAt(
  watch: ThermalWatch,
  picture: Picture,
  probabilityMin: number,
): CellDay[] {
  const { background } = watch
  const out: CellDay[] = []
  for (let cell = 0; cell < background.grid.cells; cell += 1) {
    const probability = picture.probability[cell] as number
    if (probability < probabilityMin) continue
    out.push({
      corner: cornerOf(background.grid, cell),
      epochDay: picture.epochDay,
      observed: picture.observed[cell] as number,
      expected: picture.expected[cell] as number,
      surprise: watch.surprise(cell),
      probability,
      benign: benignOf(background, cell, probability),
    })
  }
  return out
}

function benignOf({ steady }: Background, cell: number, probability: number): CellDay['benign'] {
  const share = steady[cell] as number
  return { season: (1 - probability) * (1 - share), steadyHeat: (1 - probability) * share }
}

/** Observations at most in one call: a year of a country has some hundred thousand. */
export const OBSERVATIONS_MAX = 2_000_000

/**
 * Counts of thermal anomalies (`I.THERMAL` with a fix) by day and cell, in any order; a record repeated counts once.
 * Others are passed over. Refused above two million.
 */
export function thermalCountsOf(
  grid: Grid,
  observations: readonly Observation[],
): CellDays | Refused {
  if (observations.length > OBSERVATIONS_MAX)
    return {
      refused: `${observations.length} observations at once; the most is ${OBSERVATIONS_MAX}: give days one by one`,
    }
  const epochDay: number[] = []
  const lonDeg: number[] = []
  const latDeg: number[] = []
  const ids = new Set<string>()
  for (const { id, category, where, observed } of observations) {
    if (category !== 'I.THERMAL' || where.fix === null || ids.has(id)) continue
    ids.add(id)
    epochDay.push(epochDayOf(observed.fromMs))
    lonDeg.push(where.fix.position.lonDeg)
    latDeg.push(where.fix.position.latDeg)
  }
  return cellDaysOf(grid, { epochDay, lonDeg, latDeg })
}
