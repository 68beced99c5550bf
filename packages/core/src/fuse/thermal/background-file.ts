/**
 * A background as a file, so that a deployment need not have the past years' files. Only what was learned is kept (the
 * years' cell-days, the land, how fires scatter); the rates are made from it again, bit for bit. The file names its format
 * and version and bears a checksum, which tells damage, not forgery: whoever may write it says what is usual, so that it
 * belongs under the deployment's own care. What it says is checked in full before any of it is used.
 */
import { sha256, toHex, utf8 } from '../../evidence/index.ts'
import type { Refused } from '../../units/index.ts'
import { isRefused } from '../../units/index.ts'
import { CELLS_MAX, COUNT_MAX, LAND_CLASSES_MAX, YEARS_MAX } from './assumptions.ts'
import { assembled } from './background.ts'
import type { Background, Learned } from './background.ts'
import { daysOfYear } from './calendar.ts'
import { classesOf } from './dispersion.ts'
import type { Dispersion } from './dispersion.ts'
import { gridAt } from './grid.ts'
import type { Grid } from './grid.ts'
import type { Land } from './land-use.ts'
import type { Year } from './rates.ts'

const FORMAT = 'holdfast-thermal-background'
const VERSION = 1
/** The longest file, characters: a country's ten years have some megabytes. */
export const BACKGROUND_CHARS_MAX = 64 * 1024 * 1024
/** The most cell-days with fires of one year: every cell of the largest grid on thirty days. */
const CELL_DAYS_MAX = 30 * CELLS_MAX

/** The text of a background's file: JSON, the same for the same background. */
export function backgroundText({ grid, useOf, uses, years, dispersion }: Background): string {
  const { west, south, columns, rows } = grid
  const body = {
    grid: [west, south, columns, rows],
    uses,
    useOf: [...useOf],
    factor: [...dispersion.factor],
    size: [...dispersion.size],
    years: years.map(({ year, days }) => {
      // Cell-days are in order: steps from one to the next are small numbers.
      let before = daysOfYear(year).first * grid.cells - 1
      const steps = Array.from(days.cell, (cell, i) => {
        const at = (days.epochDay[i] as number) * grid.cells + cell
        const step = at - before
        before = at
        return step
      })
      return { year, steps, counts: [...days.count] }
    }),
  }
  const bytes = JSON.stringify(body)
  const head = { format: FORMAT, version: VERSION, sha256: toHex(sha256(utf8(bytes))) }
  return `${JSON.stringify(head).slice(0, -1)},"body":${bytes}}\n`
}

const AGAIN = 'make it again with `holdfast fuse background`'
const damaged = (what: string): Refused => ({
  refused: `the background file is damaged (${what}); ${AGAIN}`,
})
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
const isWholes = (value: unknown, min: number, max: number): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => isWhole(one, min, max))

/** Reads a background's file; refused, with the way to mend it, when damaged, of another version, or no such file. */
export function readBackground(text: string): Background | Refused {
  if (text.length > BACKGROUND_CHARS_MAX)
    return damaged(`${text.length} characters; the most is ${BACKGROUND_CHARS_MAX}`)
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return damaged('no JSON to its end')
  }
  if (!isRecord(file) || file['format'] !== FORMAT)
    return { refused: `this is no background file; ${AGAIN}` }
  if (file['version'] !== VERSION)
    return {
      refused: `the background file is of version ${JSON.stringify(file['version'] ?? null).slice(0, 20)}, this program reads ${VERSION}; ${AGAIN}`,
    }
  const { body } = file
  if (!isRecord(body)) return damaged('no body')
  if (file['sha256'] !== toHex(sha256(utf8(JSON.stringify(body)))))
    return damaged('its checksum is not that of its body')
  const learned = learnedIn(body)
  return isRefused(learned) ? learned : assembled(learned)
}

function learnedIn(body: Readonly<Record<string, unknown>>): Learned | Refused {
  const grid = gridIn(body['grid'])
  if (isRefused(grid)) return grid
  const land = landIn(grid, body)
  if (isRefused(land)) return land
  const dispersion = dispersionIn(land, body)
  if (isRefused(dispersion)) return dispersion
  const years = yearsIn(grid, body['years'])
  return isRefused(years) ? years : { land, dispersion, years }
}

function gridIn(value: unknown): Grid | Refused {
  if (!isWholes(value, -1_800, CELLS_MAX) || value.length !== 4) return damaged('grid')
  const [west = 0, south = 0, columns = 0, rows = 0] = value
  const isGrid = columns >= 1 && rows >= 1 && columns * rows <= CELLS_MAX
  const isOnEarth = west + columns <= 1_801 && south >= -900 && south + rows <= 901
  return isGrid && isOnEarth ? gridAt({ west, south, columns, rows }) : damaged('grid')
}

function landIn(grid: Grid, { uses, useOf }: Readonly<Record<string, unknown>>): Land | Refused {
  if (!isWhole(uses, 1, LAND_CLASSES_MAX + 1)) return damaged('uses')
  if (!isWholes(useOf, 0, uses - 1) || useOf.length !== grid.cells) return damaged('useOf')
  return { grid, uses, useOf: Uint8Array.from(useOf) }
}

const isPositives = (value: unknown, length: number): value is readonly number[] =>
  Array.isArray(value) &&
  value.length === length &&
  value.every((one) => typeof one === 'number' && one >= 1e-9 && one <= 1e9)

function dispersionIn(
  { uses }: Land,
  { factor, size }: Readonly<Record<string, unknown>>,
): Dispersion | Refused {
  const length = classesOf(uses)
  if (!isPositives(factor, length)) return damaged('factor')
  if (!isPositives(size, length)) return damaged('size')
  return { factor: Float64Array.from(factor), size: Float64Array.from(size) }
}

function yearsIn(grid: Grid, value: unknown): readonly Year[] | Refused {
  if (!Array.isArray(value) || value.length < 2 || value.length > YEARS_MAX) return damaged('years')
  const years: Year[] = []
  for (const one of value as readonly unknown[]) {
    const year = isRecord(one) ? yearIn(grid, one) : damaged('a year')
    if (isRefused(year)) return year
    if ((years.at(-1)?.year ?? -Infinity) >= year.year) return damaged('years out of order')
    years.push(year)
  }
  return years
}

function yearIn(
  grid: Grid,
  { year, steps, counts }: Readonly<Record<string, unknown>>,
): Year | Refused {
  if (!isWhole(year, 1_900, 2_200)) return damaged('a year')
  if (!isWholes(steps, 1, 367 * CELLS_MAX) || steps.length > CELL_DAYS_MAX) return damaged('steps')
  if (!isWholes(counts, 1, COUNT_MAX) || counts.length !== steps.length) return damaged('counts')
  const { first, last } = daysOfYear(year)
  const epochDay = new Int32Array(steps.length)
  const cell = new Int32Array(steps.length)
  let at = first * grid.cells - 1
  for (const [i, step] of steps.entries()) {
    at += step
    const day = Math.floor(at / grid.cells)
    if (day > last) return damaged('a day of another year')
    epochDay[i] = day
    cell[i] = at - day * grid.cells
  }
  return { year, days: { epochDay, cell, count: Uint8Array.from(counts), outside: 0 } }
}
