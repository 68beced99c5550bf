import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import { RegionalActivity } from './activity.ts'
import { STEADY_MONTHS_SHARE, YEARS_MAX } from './assumptions.ts'
import { SLOTS, dateOf, daysOfYear } from './calendar.ts'
import { cellDaysOf, entryOf } from './counts.ts'
import type { Fires } from './counts.ts'
import { Tally, classIn } from './dispersion.ts'
import type { Dispersion } from './dispersion.ts'
import { blocksOf, gridOf } from './grid.ts'
import type { Grid } from './grid.ts'
import { landOf, plainLand } from './land-use.ts'
import type { Land, LandUse } from './land-use.ts'
import { ratesOf, yearFactors } from './rates.ts'
import type { Year } from './rates.ts'

/** What past years tell of a region; made once, then only read. Memory: 366 × 4 bytes a cell, and the years' own. */
export interface Background extends Land {
  /** Block of each cell. */
  readonly blockOf: Int32Array
  /** Expected fires on [cell × 366 + slot] under average satellites. */
  readonly rates: Float32Array
  readonly dispersion: Dispersion
  /** Share of a cell's months that had fires, where it burned in every year and in most months; else 0. */
  readonly steady: Float32Array
  readonly years: readonly Year[]
  /** By year: how much of an average year's fires its satellites showed. */
  readonly factors: readonly number[]
}

/** Expected fires of a slot of the season, by block. */
export function sumByBlock(
  { grid, blockOf, rates }: Pick<Background, 'grid' | 'blockOf' | 'rates'>,
  slot: number,
  out: Float64Array,
): void {
  out.fill(0)
  for (let cell = 0; cell < grid.cells; cell += 1) {
    const b = blockOf[cell] as number
    out[b] = (out[b] as number) + (rates[cell * SLOTS + slot] as number)
  }
}

/** Foretells one year from the others and tallies what was seen. */
function foretell(
  of: Pick<Background, 'grid' | 'useOf' | 'blockOf' | 'rates'>,
  { year, days }: Year,
  tally: Tally,
): void {
  const { grid, useOf, blockOf, rates } = of
  const activity = new RegionalActivity(grid)
  const observed = new Float64Array(grid.blocks)
  const expected = new Float64Array(grid.blocks)
  const counts = new Uint8Array(grid.cells)
  const { first, last } = daysOfYear(year)
  for (let day = first; day <= last; day += 1) {
    const { slot } = dateOf(day)
    observed.fill(0)
    counts.fill(0)
    const end = entryOf(days, day + 1)
    for (let i = entryOf(days, day); i < end; i += 1) {
      const cell = days.cell[i] as number
      const b = blockOf[cell] as number
      counts[cell] = days.count[i] as number
      observed[b] = (observed[b] as number) + (days.count[i] as number)
    }
    sumByBlock(of, slot, expected)
    activity.push(observed, expected)
    for (let cell = 0; cell < grid.cells; cell += 1) {
      const ratio = activity.ratio[blockOf[cell] as number] as number
      const foretold = (rates[cell * SLOTS + slot] as number) * ratio
      tally.add(classIn(useOf[cell] as number, foretold), foretold, counts[cell] as number)
    }
  }
}

/** Heat that is always there, by cell: the share of months with fires, if in every year and in most months; else 0. */
function steadyOf(grid: Grid, years: readonly Year[]): Float32Array {
  const months = new Uint16Array(grid.cells)
  const seenYears = new Uint8Array(grid.cells)
  for (const { days } of years) {
    const mask = new Uint16Array(grid.cells)
    for (let i = 0; i < days.cell.length; i += 1) {
      const cell = days.cell[i] as number
      mask[cell] = (mask[cell] as number) | (1 << dateOf(days.epochDay[i] as number).month)
    }
    for (let cell = 0; cell < grid.cells; cell += 1) {
      let bits = mask[cell] as number
      if (bits !== 0) seenYears[cell] = (seenYears[cell] as number) + 1
      for (; bits !== 0; bits &= bits - 1) months[cell] = (months[cell] as number) + 1
    }
  }
  return Float32Array.from(months, (n, cell) => {
    const share = n / (12 * years.length)
    return seenYears[cell] === years.length && share >= STEADY_MONTHS_SHARE ? share : 0
  })
}

/** What is kept of a background and is not made from it: the years' fires, the land, and how fires scatter. */
export interface Learned {
  readonly land: Land
  readonly years: readonly Year[]
  readonly dispersion: Dispersion
}
/** The background of what was learned. */
export function assembled({ land, years, dispersion }: Learned): Background {
  const factors = yearFactors(land.grid, years)
  return {
    ...land,
    blockOf: blocksOf(land.grid),
    rates: ratesOf(land, years, factors),
    dispersion,
    steady: steadyOf(land.grid, years),
    years,
    factors,
  }
}

/** Whole past years. */
export type Past = readonly { readonly year: number; readonly fires: Fires }[]

/**
 * Learns the background from whole past years, in any order: fires of one year may come in any order, and days outside
 * their year are refused. Two years at least, because each is foretold from the others to learn the spread. Where the use of
 * the land is told, cells are likened to those of the same use.
 */
export function backgroundOf(past: Past, landUse?: LandUse): Background | Refused {
  const learnt = yearsOf(past)
  if (isRefused(learnt)) return learnt
  const { grid, years } = learnt
  const land = landUse === undefined ? plainLand(grid) : landOf(grid, landUse)
  if (isRefused(land)) return land
  const factors = yearFactors(grid, years)
  const blockOf = blocksOf(grid)
  const tally = new Tally(land.uses)
  for (const [i, year] of years.entries()) {
    const but = <T>(values: readonly T[]): readonly T[] => values.filter((_, j) => j !== i)
    const rates = ratesOf(land, but(years), but(factors))
    foretell({ ...land, blockOf, rates }, year, tally)
  }
  return assembled({ land, years, dispersion: tally.fit() })
}

function yearsOf(past: Past): { readonly grid: Grid; readonly years: readonly Year[] } | Refused {
  if (past.length < 2 || past.length > YEARS_MAX)
    return { refused: `${past.length} background years; give 2 to ${YEARS_MAX}` }
  const ordered = past.toSorted((a, b) => a.year - b.year)
  const again = ordered.find(({ year }, i) => i > 0 && ordered[i - 1]?.year === year)
  if (again !== undefined)
    return { refused: `the year ${again.year} is there twice; leave one out` }
  const grid = gridOf(ordered.map(({ fires }) => fires))
  if (isRefused(grid)) return grid
  const years: Year[] = ordered.map(({ year, fires }) => ({ year, days: cellDaysOf(grid, fires) }))
  for (const { year, days } of years) {
    const { first, last } = daysOfYear(year)
    const [from, to] = [days.epochDay[0] ?? first, days.epochDay.at(-1) ?? last]
    if (from < first || to > last)
      return { refused: `fires of another year are among those of ${year}; split the years` }
  }
  return { grid, years }
}
