/**
 * Expected fires of a cell on a date, from past years. One cell has a handful of fires in six years and those come in
 * clusters, so that its own past alone is noise; a region's season alone knows no steel works. What we do: the cell's own
 * fires within two weeks of the date, shrunk to (level of the cell) × (season of the region) as a gamma–Poisson mean. Where
 * the use of the land is known, a region has a season for each use (fields are burned in spring and after harvest, woods burn
 * in drought), shrunk to the region's whole, and a cell's neighbours of its own use tell its level.
 */
import {
  LEVEL_MIN,
  NEIGHBOURHOOD,
  PRIOR_DAY_YEARS,
  PRIOR_YEARS,
  SEASON_BLOCKS,
  SEASON_HALF_DAYS,
  SEASON_PRIOR_FIRES,
  USE_PRIOR_CELLS,
  USE_PRIOR_FIRES,
} from './assumptions.ts'
import { SLOTS, dateOf } from './calendar.ts'
import type { CellDays } from './counts.ts'
import { blocksOf } from './grid.ts'
import type { Grid } from './grid.ts'
import type { Land } from './land-use.ts'
import { median } from './median.ts'

/** One background year. */
export interface Year {
  readonly year: number
  readonly days: CellDays
}

/** Sums over a square of `2 half + 1` about each place of a table, cut at its edges. */
function blurred(values: Float64Array, columns: number, half: number): Float64Array {
  const rows = values.length / columns
  const out = new Float64Array(values.length)
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      let sum = 0
      for (let v = Math.max(0, y - half); v <= Math.min(rows - 1, y + half); v += 1)
        for (let u = Math.max(0, x - half); u <= Math.min(columns - 1, x + half); u += 1)
          sum += values[v * columns + u] as number
      out[y * columns + x] = sum
    }
  return out
}

/**
 * How much of an average year's fires each year shows, by the median over blocks of its share: a change of satellites
 * is in every block, a front or a drought in some.
 */
export function yearFactors(grid: Grid, years: readonly Year[]): readonly number[] {
  const blockOf = blocksOf(grid)
  const sums = years.map(({ days }) => {
    const sum = new Float64Array(grid.blocks)
    for (let i = 0; i < days.cell.length; i += 1) {
      const block = blockOf[days.cell[i] as number] as number
      sum[block] = (sum[block] as number) + (days.count[i] as number)
    }
    return sum
  })
  const mean = new Float64Array(grid.blocks)
  for (const sum of sums)
    for (let b = 0; b < mean.length; b += 1)
      mean[b] = (mean[b] as number) + (sum[b] as number) / years.length
  return sums.map((sum) => {
    const ratios: number[] = []
    // A block needs a few fires a year before its share says anything.
    for (let b = 0; b < mean.length; b += 1)
      if ((mean[b] as number) >= 10) ratios.push((sum[b] as number) / (mean[b] as number))
    return Math.max(0.05, median(ratios))
  })
}

/** Mean of each cell's neighbourhood: of its own use as far as there is enough of it. */
function neighbourhoods({ grid, useOf, uses }: Land, sum: Float64Array): Float64Array {
  const near = (values: Float64Array): Float64Array => blurred(values, grid.columns, NEIGHBOURHOOD)
  const ones = near(new Float64Array(grid.cells).fill(1))
  const whole = near(sum).map((total, cell) => total / (ones[cell] as number))
  if (uses === 1) return whole
  const out = new Float64Array(grid.cells)
  for (let use = 0; use < uses; use += 1) {
    const cells = near(Float64Array.from(useOf, (one) => (one === use ? 1 : 0)))
    const fires = near(sum.map((n, cell) => (useOf[cell] === use ? n : 0)))
    for (let cell = 0; cell < grid.cells; cell += 1)
      if (useOf[cell] === use)
        out[cell] =
          ((fires[cell] as number) + USE_PRIOR_CELLS * (whole[cell] as number)) /
          ((cells[cell] as number) + USE_PRIOR_CELLS)
  }
  return out
}

/** Level of each cell, fires a year of average satellites. */
function levels(land: Land, years: readonly Year[], exposure: number): Float64Array {
  const sum = new Float64Array(land.grid.cells)
  for (const { days } of years)
    for (let i = 0; i < days.cell.length; i += 1) {
      const cell = days.cell[i] as number
      sum[cell] = (sum[cell] as number) + (days.count[i] as number)
    }
  const near = neighbourhoods(land, sum)
  for (let cell = 0; cell < sum.length; cell += 1) {
    const prior = Math.max(LEVEL_MIN, (near[cell] as number) / exposure)
    sum[cell] = ((sum[cell] as number) + prior * PRIOR_YEARS) / (exposure + PRIOR_YEARS)
  }
  return sum
}

/** Smooths a row of slots around the turn of the year, by two passes of a box. */
function smoothSlots(row: Float64Array, half: number): Float64Array {
  let from = row
  for (let pass = 0; pass < 2; pass += 1) {
    const out = new Float64Array(SLOTS)
    let sum = 0
    for (let k = -half; k <= half; k += 1) sum += from[(k + SLOTS) % SLOTS] as number
    for (let slot = 0; slot < SLOTS; slot += 1) {
      out[slot] = sum / (2 * half + 1)
      sum +=
        (from[(slot + half + 1) % SLOTS] as number) -
        (from[(slot - half + SLOTS) % SLOTS] as number)
    }
    from = out
  }
  return from
}

/** Fires by use, block and slot, [(use × blocks + block) × 366 + slot]; the root keeps one great blaze from being the season. */
function weightsOf({ grid, useOf, uses }: Land, years: readonly Year[]): Float64Array {
  const blockOf = blocksOf(grid)
  const counts = new Float64Array(uses * grid.blocks * SLOTS)
  for (const { days } of years)
    for (let i = 0; i < days.cell.length; i += 1) {
      const { slot } = dateOf(days.epochDay[i] as number)
      const cell = days.cell[i] as number
      const row = (useOf[cell] as number) * grid.blocks + (blockOf[cell] as number)
      counts[row * SLOTS + slot] =
        (counts[row * SLOTS + slot] as number) + Math.sqrt(days.count[i] as number)
    }
  return counts
}

/** Adds up the rows of the blocks within 1.25° of one, and gives their sum. */
function gather(
  grid: Grid,
  counts: Float64Array,
  of: { block: number; into: Float64Array },
): number {
  const [x, y] = [of.block % grid.blockColumns, Math.floor(of.block / grid.blockColumns)]
  const [west, east] = [x - SEASON_BLOCKS, x + SEASON_BLOCKS]
  const [south, north] = [y - SEASON_BLOCKS, y + SEASON_BLOCKS]
  of.into.fill(0)
  let sum = 0
  for (let v = Math.max(0, south); v <= Math.min(grid.blockRows - 1, north); v += 1)
    for (let u = Math.max(0, west); u <= Math.min(grid.blockColumns - 1, east); u += 1)
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const n = counts[(v * grid.blockColumns + u) * SLOTS + slot] as number
        of.into[slot] = (of.into[slot] as number) + n
        sum += n
      }
  return sum
}

/** Share of a year's fires on each slot, by block, shrunk to the prior that holds for the block. */
function pooled(
  grid: Grid,
  counts: Float64Array,
  {
    prior,
    weight,
  }: { readonly prior: (block: number) => ArrayLike<number>; readonly weight: number },
): Float32Array {
  const out = new Float32Array(grid.blocks * SLOTS)
  const row = new Float64Array(SLOTS)
  for (let block = 0; block < grid.blocks; block += 1) {
    const sum = gather(grid, counts, { block, into: row })
    const even = prior(block)
    // Nothing burned there: the prior is all that is known.
    const smooth = sum === 0 ? row : smoothSlots(row, SEASON_HALF_DAYS >> 1)
    for (let slot = 0; slot < SLOTS; slot += 1)
      out[block * SLOTS + slot] =
        ((smooth[slot] as number) + weight * (even[slot] as number)) / (sum + weight)
  }
  return out
}

/** Share of a year's fires on each slot, for each use and block: [(use × blocks + block) × 366 + slot]. */
function seasons(land: Land, years: readonly Year[]): Float32Array {
  const { grid, uses } = land
  const counts = weightsOf(land, years)
  const size = grid.blocks * SLOTS
  const all = new Float64Array(size)
  const whole = new Float64Array(SLOTS)
  for (let i = 0; i < counts.length; i += 1) {
    const n = counts[i] as number
    all[i % size] = (all[i % size] as number) + n
    whole[i % SLOTS] = (whole[i % SLOTS] as number) + n
  }
  const total = whole.reduce((a, b) => a + b, 0)
  const even = smoothSlots(whole, SEASON_HALF_DAYS >> 1).map(
    (n) => (n + total / SLOTS / 50) / (total * 1.02 + 1e-9),
  )
  const region = pooled(grid, all, { prior: () => even, weight: SEASON_PRIOR_FIRES })
  if (uses === 1) return region
  const out = new Float32Array(counts.length)
  const prior = (block: number): Float32Array => region.subarray(block * SLOTS, (block + 1) * SLOTS)
  for (let use = 0; use < uses; use += 1) {
    const own = counts.subarray(use * size, (use + 1) * size)
    out.set(pooled(grid, own, { prior, weight: USE_PRIOR_FIRES }), use * size)
  }
  return out
}

/** Expected fires on [cell × 366 + slot] under average satellites, from the years given and their factors. */
export function ratesOf(
  land: Land,
  years: readonly Year[],
  factors: readonly number[],
): Float32Array {
  const { grid, useOf } = land
  const exposure = factors.reduce((a, b) => a + b, 0)
  const level = levels(land, years, exposure)
  const season = seasons(land, years)
  const blockOf = blocksOf(grid)
  const rates = new Float32Array(grid.cells * SLOTS)
  // Differences of the sliding window first, summed up below.
  const width = 2 * SEASON_HALF_DAYS + 1
  for (const { days } of years)
    for (let i = 0; i < days.cell.length; i += 1) {
      const at = (days.cell[i] as number) * SLOTS
      const n = days.count[i] as number
      const { slot } = dateOf(days.epochDay[i] as number)
      const start = at + ((slot - SEASON_HALF_DAYS + SLOTS) % SLOTS)
      const end = at + ((slot + SEASON_HALF_DAYS + 1) % SLOTS)
      rates[start] = (rates[start] as number) + n
      rates[end] = (rates[end] as number) - n
      if (end < start) rates[at] = (rates[at] as number) + n
    }
  const own = width * exposure
  for (let cell = 0; cell < grid.cells; cell += 1) {
    const at = cell * SLOTS
    const seasonAt = ((useOf[cell] as number) * grid.blocks + (blockOf[cell] as number)) * SLOTS
    let sum = 0
    for (let slot = 0; slot < SLOTS; slot += 1) {
      sum += rates[at + slot] as number
      const prior = (level[cell] as number) * (season[seasonAt + slot] as number)
      rates[at + slot] = (sum + prior * PRIOR_DAY_YEARS) / (own + PRIOR_DAY_YEARS)
    }
  }
  return rates
}
