/**
 * Goal: land and cloud explain what they explain and no more: where nothing is said of them nothing changes, thick cloud is
 * no evidence either way, and land that is used alike is likened. Method: seeded years on two kinds of land, days under any
 * cloud, and both against the watch without them.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import { CLOUD_SHARE_MEAN, LAND_CLASSES_MAX } from './assumptions.ts'
import { backgroundOf } from './background.ts'
import type { Background, Past } from './background.ts'
import { SLOTS, dateOf, daysOfYear } from './calendar.ts'
import { cellDaysOf, entryOf } from './counts.ts'
import { gridOf } from './grid.ts'
import type { Grid } from './grid.ts'
import { landOf } from './land-use.ts'
import type { LandUse } from './land-use.ts'
import { ThermalWatch } from './watch.ts'
import { fillSeen, seenUnder, weatherOf } from './weather.ts'

const [COLUMNS, ROWS] = [20, 20]
/** Two kinds of land in stripes: the one burns in spring, the other in summer. */
const isField = (x: number): boolean => x % 4 < 2

function yearOf(year: number, seed: number) {
  const random = seededRandom(seed)
  const out = { epochDay: [] as number[], lonDeg: [] as number[], latDeg: [] as number[] }
  const { first, last } = daysOfYear(year)
  for (let day = first; day <= last; day += 1)
    for (let y = 0; y < ROWS; y += 1)
      for (let x = 0; x < COLUMNS; x += 1) {
        const { slot } = dateOf(day)
        const isSeason = isField(x) ? slot >= 80 && slot < 110 : slot >= 200 && slot < 230
        const isCorner = day === first && (x + y === 0 || x + y === COLUMNS + ROWS - 2)
        if (!isCorner && random() >= (isSeason ? 0.03 : 0.0005)) continue
        out.epochDay.push(day)
        out.lonDeg.push(30 + (x + 0.5) / 10)
        out.latDeg.push(48 + (y + 0.5) / 10)
      }
  return out
}
const past: Past = [2017, 2018, 2019].map((year, i) => ({ year, fires: yearOf(year, 40 + i) }))
const places = Array.from({ length: COLUMNS * ROWS }, (_, i) => [
  i % COLUMNS,
  Math.floor(i / COLUMNS),
])
const landUse: LandUse = {
  lonDeg: places.map(([x = 0]) => 30 + x / 10),
  latDeg: places.map(([, y = 0]) => 48 + y / 10),
  shares: [
    places.map(([x = 0]) => (isField(x) ? 0.8 : 0.2)),
    places.map(([x = 0]) => (isField(x) ? 0.2 : 0.8)),
  ],
}
function learned(...of: Parameters<typeof backgroundOf>): Background {
  const background = backgroundOf(...of)
  if (isRefused(background)) throw new Error(background.refused)
  return background
}
const plain = learned(past)
const known = learned(past, landUse)
const grid = plain.grid

/** Expected fires of both kinds of land over some slots. */
const sumOver = ({ rates }: Background, field: boolean, from: number, to: number): number => {
  let sum = 0
  for (let cell = 0; cell < grid.cells; cell += 1)
    if (isField(cell % COLUMNS) === field)
      for (let slot = from; slot < to; slot += 1) sum += rates[cell * SLOTS + slot] ?? 0
  return sum
}

describe('land', () => {
  test('land of one use alone is land of which nothing is said', () => {
    const one = learned(past, { ...landUse, shares: [places.map(() => 1)] })
    const furthest = one.rates.reduce(
      (most, rate, i) => Math.max(most, Math.abs(rate / (plain.rates[i] ?? 0) - 1)),
      0,
    )
    // The season of the one use is shrunk once more, to itself.
    expect(furthest).toBeLessThan(0.35)
    expect(one.uses).toBe(2)
    expect(plain.uses).toBe(1)
  })

  test('where nobody says anything of the cells a watch tells what it told before', () => {
    const unsaid = learned(past, { lonDeg: [0], latDeg: [0], shares: [[1]] })
    expect(new Set(unsaid.useOf)).toEqual(new Set([0]))
    const watches = [plain, unsaid].map((background) => new ThermalWatch(background))
    const table = cellDaysOf(grid, yearOf(2020, 9))
    const { first } = daysOfYear(2020)
    for (let day = first; day < first + 120; day += 1) {
      const [from, to] = [entryOf(table, day), entryOf(table, day + 1)]
      const counts = { cell: table.cell.subarray(from, to), count: table.count.subarray(from, to) }
      watches.forEach((watch) => watch.push({ epochDay: day, ...counts }))
    }
    const [a, b] = watches.map((watch) => watch.surprise(7))
    expect(Math.abs((a ?? 0) - (b ?? 1))).toBeLessThan(0.05)
  })

  test('each kind of land has its own season', () => {
    // Out of its season a field is expected to burn less once it is known as a field.
    expect(sumOver(known, true, 200, 230)).toBeLessThan(0.8 * sumOver(plain, true, 200, 230))
    expect(sumOver(known, false, 80, 110)).toBeLessThan(0.8 * sumOver(plain, false, 80, 110))
    expect(sumOver(known, true, 80, 110)).toBeGreaterThan(sumOver(plain, true, 80, 110))
  })

  test('the greatest share tells the use; what is no share is refused', () => {
    const land = landOf(grid, landUse)
    if (isRefused(land)) throw new Error(land.refused)
    expect([land.useOf[0], land.useOf[2], land.uses]).toEqual([1, 2, 3])
    for (const bad of [-0.1, 1.1, Number.NaN])
      expect(landOf(grid, { lonDeg: [30], latDeg: [48], shares: [[bad]] })).toHaveProperty(
        'refused',
      )
    const many = Array.from({ length: LAND_CLASSES_MAX + 1 }, () => [1])
    expect(landOf(grid, { lonDeg: [30], latDeg: [48], shares: many })).toHaveProperty('refused')
    expect(landOf(grid, { lonDeg: [30], latDeg: [48], shares: [] })).toHaveProperty('refused')
  })
})

/** Probability in one cell after an excess that is seen for ten days and then hidden under cloud for as many. */
function hidden(seen: number | undefined): number {
  const watch = new ThermalWatch(plain)
  const cell = 205
  const { first } = daysOfYear(2020)
  let probability = 0
  for (let day = first; day < first + 20; day += 1) {
    const isSeen = day < first + 10
    const sight =
      seen === undefined || isSeen ? {} : { seen: new Float32Array(grid.cells).fill(seen) }
    const fires = isSeen ? { cell: [cell], count: [4] } : { cell: [], count: [] }
    const picture = watch.push({ epochDay: day, ...fires, ...sight })
    if (isRefused(picture)) throw new Error(picture.refused)
    probability = picture.probability[cell] ?? 0
  }
  return probability
}

/** Probability after a day with fires of which so much was seen. */
const after = (seen: number): number => {
  const watch = new ThermalWatch(plain)
  const picture = watch.push({
    epochDay: daysOfYear(2020).first,
    cell: [205],
    count: [2],
    seen: new Float32Array(grid.cells).fill(seen),
  })
  if (isRefused(picture)) throw new Error(picture.refused)
  return picture.probability[205] ?? 0
}
/** How much is seen under so much cloud, against the mean. */
const sky = (cloudShare: number): number => {
  const weather = {
    regionOf: new Int16Array(1),
    cloud: new Map([[0, Float32Array.of(cloudShare)]]),
  }
  const row = new Float32Array(1)
  fillSeen(weather, 0, row)
  return row[0] ?? Number.NaN
}

describe('cloud', () => {
  test('under thick cloud a day without fire is no evidence: the state only drifts as if the day were not received', () => {
    const [clear, half, blind] = [hidden(1), hidden(0.5), hidden(0)]
    expect(clear).toBe(hidden(undefined))
    expect(clear).toBeLessThan(half)
    expect(half).toBeLessThan(blind)
    const watch = new ThermalWatch(plain)
    const { first } = daysOfYear(2020)
    for (let day = first; day < first + 10; day += 1)
      watch.push({ epochDay: day, cell: [205], count: [4] })
    // Eleven steps to the next day that was received, seen not at all: as many as the ten blind days, and one.
    const later = watch.push({
      epochDay: first + 19,
      cell: [],
      count: [],
      seen: new Float32Array(grid.cells),
    })
    if (isRefused(later)) throw new Error(later.refused)
    expect(later.probability[205]).toBeCloseTo(blind, 12)
  })

  test('a fire that was seen counts whole under any cloud', () => {
    expect(after(0.1)).toBe(after(1))
  })

  test('the more cloud the less is seen', () => {
    expect([seenUnder(0), seenUnder(1)]).toEqual([1, 0])
    expect(sky(CLOUD_SHARE_MEAN)).toBeCloseTo(1, 6)
    expect(sky(0)).toBeGreaterThan(1.4)
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          expect(seenUnder(Math.min(a, b))).toBeGreaterThanOrEqual(seenUnder(Math.max(a, b)))
        },
      ),
    )
  })

  test('cloud is of its region and day; where nobody spoke all is seen; two words: the greater', () => {
    const small = gridOf([{ lonDeg: [30.05, 30.25], latDeg: [48.05, 48.05] }]) as Grid
    const regions = { lonDeg: [30, 30.1], latDeg: [48, 48], region: ['B', 'A'] }
    const weather = weatherOf(small, regions, {
      epochDay: [5, 5, 5, 6],
      region: ['A', 'A', 'unknown', 'B'],
      cloudShare: [0.5, 1, 0.3, 1],
    })
    if (isRefused(weather)) throw new Error(weather.refused)
    const seen = (day: number): readonly number[] => {
      const row = new Float32Array(small.cells)
      fillSeen(weather, day, row)
      return [...row]
    }
    expect(seen(5)).toEqual([1, 0, 1])
    expect(seen(6)).toEqual([0, 1, 1])
    expect(seen(7)).toEqual([1, 1, 1])
    for (const bad of [-1, 1.01, Number.NaN])
      expect(
        weatherOf(small, regions, { epochDay: [5], region: ['A'], cloudShare: [bad] }),
      ).toHaveProperty('refused')
  })
})
