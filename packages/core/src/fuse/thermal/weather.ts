/**
 * Whether the ground could be seen. Under thick cloud no satellite sees a fire, so that a day without one says nothing:
 * neither for an excess nor against it. Cloud is known by region and day; a region's cells share it.
 */
import type { Refused } from '../../units/index.ts'
import { CLOUD_SHARE_MEAN, LOOKS_A_DAY, REGIONS_MAX } from './assumptions.ts'
import { cellOf } from './grid.ts'
import type { Grid } from './grid.ts'

/** Which region each place is in; degrees, WGS 84. */
export interface RegionPlaces {
  readonly lonDeg: ArrayLike<number>
  readonly latDeg: ArrayLike<number>
  readonly region: readonly string[]
}
/** Mean share of the sky under cloud, 0 to 1, by region and day since 1970-01-01, in any order. */
export interface CloudDays {
  readonly epochDay: ArrayLike<number>
  readonly region: readonly string[]
  readonly cloudShare: ArrayLike<number>
}
/** Cloud over a grid. */
export interface Weather {
  /** Number of the region of each cell; -1 where it is in none. */
  readonly regionOf: Int16Array
  /** By day: share under cloud by region; NaN where nobody said. */
  readonly cloud: ReadonlyMap<number, Float32Array>
}

/** Cloud over the grid's cells; of two words on one region and day the greater share holds, in whatever order they come. */
export function weatherOf(grid: Grid, places: RegionPlaces, days: CloudDays): Weather | Refused {
  const names = [...new Set(places.region)].toSorted()
  if (names.length > REGIONS_MAX)
    return { refused: `${names.length} regions; the most is ${REGIONS_MAX}` }
  const numberOf = new Map(names.map((name, i) => [name, i]))
  const regionOf = new Int16Array(grid.cells).fill(-1)
  for (let i = 0; i < places.region.length; i += 1) {
    const at = { lonDeg: places.lonDeg[i] as number, latDeg: places.latDeg[i] as number }
    const cell = cellOf(grid, at)
    if (cell >= 0) regionOf[cell] = numberOf.get(places.region[i] as string) ?? -1
  }
  const cloud = new Map<number, Float32Array>()
  for (let i = 0; i < days.region.length; i += 1) {
    const region = numberOf.get(days.region[i] as string)
    const share = days.cloudShare[i] as number
    if (!(share >= 0 && share <= 1)) return { refused: `a cloud share of ${share}; give 0 to 1` }
    if (region === undefined) continue
    const day = days.epochDay[i] as number
    const row = cloud.get(day) ?? new Float32Array(names.length).fill(Number.NaN)
    cloud.set(day, row)
    row[region] = Number.isNaN(row[region]) ? share : Math.max(row[region] as number, share)
  }
  return { regionOf, cloud }
}

/**
 * Chance that a pass of the day saw the ground under so much cloud: one less that of cloud at every look, looks taken as
 * independent.
 */
export function seenUnder(cloudShare: number): number {
  let hidden = 1
  for (let look = 0; look < LOOKS_A_DAY; look += 1) hidden *= cloudShare
  return 1 - hidden
}

const SEEN_MEAN = seenUnder(CLOUD_SHARE_MEAN)

/**
 * Fills `into` with how much was seen of each cell on the day, against a day of mean cloud: 0 where nothing was, 1 where
 * nobody spoke of cloud, 1.43 under a clear sky.
 */
export function fillSeen({ regionOf, cloud }: Weather, epochDay: number, into: Float32Array): void {
  const row = cloud.get(epochDay)
  for (let cell = 0; cell < into.length; cell += 1) {
    const share = row?.[regionOf[cell] as number] ?? Number.NaN
    into[cell] = Number.isNaN(share) ? 1 : seenUnder(share) / SEEN_MEAN
  }
}
