/**
 * Goal: counts that the background made are foretold rightly, what was planted is found, and neither a season, nor other
 * satellites, nor the order of the input makes an excess. Method: years of a seeded process with known rates: burning in
 * spring in clusters, a works that burns all year, and quiet cells.
 */
import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { COUNT_MAX, END, ONSET, SPREAD } from './assumptions.ts'
import { backgroundOf } from './background.ts'
import type { Background } from './background.ts'
import { SLOTS, dateOf, daysOfYear } from './calendar.ts'
import { cellDaysOf, entryOf } from './counts.ts'
import { cellOf, cornerOf } from './grid.ts'
import { cellDaysAt } from './indications.ts'
import { fillChances } from './negative-binomial.ts'
import { ThermalWatch } from './watch.ts'

const [COLUMNS, ROWS] = [30, 25]
const WORKS = { x: 14, y: 12 }
const QUIET_COLUMNS = 3

interface Plan {
  readonly seed: number
  /** Factor of all fires: other satellites. */
  readonly fleet?: number
  /** Fires a day more in some cells, from one day of the year to another. */
  readonly excess?: { x: number; y: number; half: number; rate: number; from: number; to: number }
}
interface Table {
  epochDay: number[]
  lonDeg: number[]
  latDeg: number[]
}

function poisson(mean: number, random: Random): number {
  let [k, p] = [0, random()]
  for (const least = Math.exp(-mean); p > least; k += 1) p *= random()
  return k
}
/** Clusters a day and cell: a spring season about day 100, none in the westernmost columns, steady at the works. */
function clustersAt(x: number, y: number, slot: number): number {
  if (x < QUIET_COLUMNS) return 0
  if (x === WORKS.x && y === WORKS.y) return 1.5
  const away = (slot - 100) / 25
  return 0.002 + 0.08 * Math.exp((-away * away) / 2)
}

function yearOf(year: number, { seed, fleet = 1, excess }: Plan): Table {
  const random = seededRandom(seed)
  const out: Table = { epochDay: [], lonDeg: [], latDeg: [] }
  const { first, last } = daysOfYear(year)
  for (let day = first; day <= last; day += 1)
    for (let y = 0; y < ROWS; y += 1)
      for (let x = 0; x < COLUMNS; x += 1) {
        let n = 0
        const clusters = poisson(clustersAt(x, y, dateOf(day).slot), random)
        for (let k = 0; k < clusters; k += 1) n += 1 + poisson(1, random)
        if (fleet !== 1) n = poisson(n * fleet, random)
        if (
          excess !== undefined &&
          Math.max(Math.abs(x - excess.x), Math.abs(y - excess.y)) <= excess.half
        )
          if (day - first >= excess.from && day - first < excess.to)
            n += poisson(excess.rate, random)
        for (let k = 0; k < n; k += 1) {
          out.epochDay.push(day)
          out.lonDeg.push(30 + (x + 0.05 + 0.9 * random()) / 10)
          out.latDeg.push(48 + (y + 0.05 + 0.9 * random()) / 10)
        }
      }
  return out
}
// Two corners burn once, so that every grid here is the same.
function withCorners(table: Table, day: number): Table {
  table.epochDay.push(day, day)
  table.lonDeg.push(30.05, 30 + (COLUMNS - 0.5) / 10)
  table.latDeg.push(48.05, 48 + (ROWS - 0.5) / 10)
  return table
}

const past = [2017, 2018, 2019, 2020].map((year, i) => ({
  year,
  fires: withCorners(yearOf(year, { seed: 10 + i }), daysOfYear(year).first),
}))
function learned(years: Parameters<typeof backgroundOf>[0]): Background {
  const background = backgroundOf(years)
  if (isRefused(background)) throw new Error(background.refused)
  return background
}
const background = learned(past)
const cellAt = (x: number, y: number): number => y * COLUMNS + x

/** Runs a year and gives what `look` makes of each day. */
function run<T>(
  of: Background,
  table: Table,
  look: (
    watch: ThermalWatch,
    picture: Exclude<ReturnType<ThermalWatch['push']>, { refused: string }>,
  ) => T,
): T[] {
  const days = cellDaysOf(of.grid, table)
  const watch = new ThermalWatch(of)
  const { first, last } = daysOfYear(dateOf(table.epochDay[0] ?? 0).year)
  const out: T[] = []
  for (let day = first; day <= last; day += 1) {
    const [from, to] = [entryOf(days, day), entryOf(days, day + 1)]
    const picture = watch.push({
      epochDay: day,
      cell: days.cell.subarray(from, to),
      count: days.count.subarray(from, to),
    })
    if (isRefused(picture)) throw new Error(picture.refused)
    out.push(look(watch, picture))
  }
  return out
}
/** Share of the cell-days from March on whose probability reaches one half. */
function shareOfExcess(table: Table): number {
  const shares = run(
    background,
    table,
    (_, { probability }) => probability.filter((p) => p >= 0.5).length / probability.length,
  )
  return shares.slice(60).reduce((a, b) => a + b, 0) / (shares.length - 60)
}

/**
 * How far the distribution function of predictive p-values is from a uniform one's, over three years. Counts are
 * discrete: a p-value is drawn evenly between the chances of fewer and of no more (randomised probability integral
 * transform).
 */
function furthest(of: Background, isOf: (cell: number, slot: number) => boolean): number {
  const random = seededRandom(17)
  const chances = new Float64Array(COUNT_MAX + 1)
  const values = [2021, 2022, 2023].flatMap((year) =>
    run(of, yearOf(year, { seed: year }), (watch, { epochDay, observed }) => {
      const { slot } = dateOf(epochDay)
      const out: number[] = []
      for (let cell = 0; cell < observed.length; cell += 1) {
        if (!isOf(cell, slot)) continue
        const n = observed[cell] ?? 0
        fillChances(watch.spread(cell), n, chances)
        let below = 0
        for (let k = 0; k < n; k += 1) below += chances[k] ?? 0
        out.push(below + random() * (chances[n] ?? 0))
      }
      return out
    }).flat(),
  )
  const sorted = values.toSorted((a, b) => a - b)
  return sorted.reduce((most, p, i) => Math.max(most, Math.abs(p - (i + 0.5) / sorted.length)), 0)
}

const sums = (of: Background): { share: number; expected: number; observed: number }[] => {
  const table = yearOf(2021, { seed: 99 })
  const months = Array.from({ length: 4 }, () => ({ expected: 0, observed: 0 }))
  run(of, table, (_, { epochDay, expected, observed }) => {
    const month = months[Math.floor(dateOf(epochDay).month / 3)]
    if (month === undefined) return
    for (let cell = 0; cell < expected.length; cell += 1) {
      month.expected += expected[cell] ?? 0
      month.observed += observed[cell] ?? 0
    }
  })
  return months.map(({ expected, observed }) => ({
    share: observed / expected,
    expected,
    observed,
  }))
}

const told = (of: Background, fires: Table): number[] =>
  run(of, fires, (_, { probability }) => probability.reduce((a, b) => a + b, 0))
const shuffled = (fires: Table): Table => {
  const random = seededRandom(4)
  const order = fires.epochDay.map((_, i) => ({ i, at: random() })).toSorted((a, b) => a.at - b.at)
  const by = (values: number[]): number[] => order.map(({ i }) => values[i] ?? 0)
  return { epochDay: by(fires.epochDay), lonDeg: by(fires.lonDeg), latDeg: by(fires.latDeg) }
}

const isRight = (of: Background): boolean =>
  sums(of).every(({ share }) => share > 0.8 && share < 1.25)

describe('what the background makes is foretold', () => {
  test('in every season', () => expect(isRight(background)).toBe(true))
  test('planted fault: another season is seen', () => {
    const rates = background.rates.map((_, i) => {
      const cell = Math.floor(i / SLOTS)
      return background.rates[cell * SLOTS + (((i % SLOTS) + 120) % SLOTS)] ?? 0
    })
    expect(isRight({ ...background, rates })).toBe(false)
  })

  const works = cellAt(WORKS.x, WORKS.y)
  const spring = (cell: number, slot: number): boolean => cell !== works && slot >= 80 && slot < 120
  test('predictive p-values are uniform: everywhere, in the burning season, at the works', () => {
    expect(furthest(background, () => true)).toBeLessThan(0.01)
    expect(furthest(background, spring)).toBeLessThan(0.02)
    expect(furthest(background, (cell) => cell === works)).toBeLessThan(0.1)
  })
  test('planted faults: a third of the mean, and clusters taken for single fires, are seen', () => {
    const { factor, size } = background.dispersion
    const poor = { factor: factor.map((of) => of / 3), size }
    expect(furthest({ ...background, dispersion: poor }, spring)).toBeGreaterThan(0.03)
    const even = { factor, size: size.map(() => 100) }
    expect(furthest({ ...background, dispersion: even }, spring)).toBeGreaterThan(0.03)
  })

  test('rare surprises are as rare as they say, over all cells', () => {
    const shares = run(background, yearOf(2021, { seed: 5 }), (watch, { observed }) => {
      let n = 0
      for (let cell = 0; cell < observed.length; cell += 1) if (watch.surprise(cell) >= 0.95) n += 1
      return n / observed.length
    })
    expect(shares.reduce((a, b) => a + b, 0) / shares.length).toBeLessThan(0.05)
  })
})

describe('what is planted is found, and nothing else', () => {
  const excess = { x: 20, y: 5, half: 1, rate: 1, from: 200, to: 240 }
  test('an excess of one fire a day in nine cells, and when it began', () => {
    const days = run(background, yearOf(2021, { seed: 7, excess }), (_, { probability }) => [
      probability[cellAt(20, 5)] ?? 0,
      probability[cellAt(8, 20)] ?? 0,
    ])
    expect(days[199]?.[0]).toBeLessThan(0.5)
    expect(days[212]?.[0]).toBeGreaterThan(0.9)
    expect(days[239]?.[0]).toBeGreaterThan(0.9)
    expect(days[239]?.[1]).toBeLessThan(0.5)
    // Weeks after its end it is gone.
    expect(days[300]?.[0]).toBeLessThan(0.1)
  })
  test('the season is none, and neither are twice or half the satellites', () => {
    const plain = shareOfExcess(yearOf(2021, { seed: 3 }))
    expect(plain).toBeLessThan(0.01)
    expect(shareOfExcess(yearOf(2021, { seed: 3, fleet: 2 }))).toBeLessThan(0.02)
    expect(shareOfExcess(yearOf(2021, { seed: 3, fleet: 0.5 }))).toBeLessThan(0.01)
  })
  test('planted fault: five times as many fires for a month in one place are seen', () => {
    const spring = { x: 20, y: 5, half: 1, rate: 0.8, from: 90, to: 120 }
    const share = shareOfExcess(yearOf(2021, { seed: 3, excess: spring }))
    expect(share).toBeGreaterThan(shareOfExcess(yearOf(2021, { seed: 3 })))
  })
  test('steady heat is a benign explanation that competes', () => {
    const cell = cellAt(WORKS.x, WORKS.y)
    expect(background.steady[cell]).toBeGreaterThan(0.9)
    expect([...background.steady].filter((share) => share > 0.7)).toHaveLength(1)
    const wrong = run(background, yearOf(2021, { seed: 8 }), (watch, picture) =>
      cellDaysAt(watch, picture, 0).filter(
        ({ corner: { lonDeg, latDeg }, probability, benign }) => {
          const { season, steadyHeat } = benign
          const isWorks =
            cellOf(background.grid, { lonDeg: lonDeg + 0.05, latDeg: latDeg + 0.05 }) === cell
          return (
            Math.abs(probability + season + steadyHeat - 1) > 1e-12 ||
            (isWorks && steadyHeat < season)
          )
        },
      ),
    )
    expect(wrong.flat()).toEqual([])
  })
  test('cells that never burned are expected to burn seldom, not never', () => {
    const cell = cellAt(1, 12)
    const rates = run(
      background,
      yearOf(2021, { seed: 8 }),
      (_, { expected }) => expected[cell] ?? 0,
    )
    expect(Math.min(...rates)).toBeGreaterThan(0)
    expect(Math.max(...rates)).toBeLessThan(0.01)
  })
})

describe('what it depends on', () => {
  const table = yearOf(2021, { seed: 21 })
  test('not the order of fires or years', () => {
    const again = learned(
      past.map(({ year, fires }) => ({ year, fires: shuffled(fires) })).toReversed(),
    )
    expect(again).toEqual(background)
    expect(told(again, shuffled(table))).toEqual(told(background, table))
  })
  test('not what comes later', () => {
    const early = daysOfYear(2021).first + 150
    const keep = table.epochDay.map((day) => day < early)
    const cut = {
      epochDay: table.epochDay.filter((_, i) => keep[i]),
      lonDeg: table.lonDeg.filter((_, i) => keep[i]),
      latDeg: table.latDeg.filter((_, i) => keep[i]),
    }
    expect(told(background, cut).slice(0, 150)).toEqual(told(background, table).slice(0, 150))
    expect(told(background, cut)).not.toEqual(told(background, table))
  })
  test('29 February is a day like those beside it', () => {
    const at = cellAt(20, 12) * SLOTS
    const rate = (slot: number): number => background.rates[at + slot] ?? 0
    expect(rate(59)).toBeGreaterThan(Math.min(rate(57), rate(61)) * 0.5)
    expect(rate(59)).toBeLessThan(Math.max(rate(57), rate(61)) * 2)
  })
  test('a day without data drifts towards the prior, and a year forgets', () => {
    const watch = new ThermalWatch(background)
    const cell = cellAt(20, 12)
    const day = daysOfYear(2021).first
    for (let k = 0; k < 5; k += 1) watch.push({ epochDay: day + k, cell: [cell], count: [9] })
    const one = (epochDay: number): number => {
      const picture = watch.push({ epochDay, cell: [], count: [] })
      return isRefused(picture) ? Number.NaN : (picture.probability[cell] ?? Number.NaN)
    }
    const before = one(day + 5)
    const after = one(day + 30)
    expect(before).toBeGreaterThan(0.9)
    expect(after).toBeLessThan(before)
    expect(one(day + 5_000)).toBeLessThan((1.5 * ONSET) / (END - 8 * SPREAD))
  })
})

describe('what it does not take', () => {
  test.each([
    ['one year', past.slice(0, 1), /1 background years; give 2/],
    ['a year twice', [...past, ...past.slice(0, 1)], /2017 is there twice/],
    [
      'no fire',
      [2017, 2018].map((year) => ({ year, fires: { epochDay: [], lonDeg: [], latDeg: [] } })),
      /no fire/,
    ],
    [
      'the whole world',
      [2017, 2018].map((year) => ({
        year,
        fires: {
          epochDay: [daysOfYear(year).first, daysOfYear(year).first],
          lonDeg: [-170, 170],
          latDeg: [-60, 60],
        },
      })),
      /cut the files/,
    ],
    [
      'fires of another year',
      past.map(({ fires }, i) => ({ year: 2000 + i, fires })),
      /another year/,
    ],
  ])('%s', (_, years, why) => {
    const answer = backgroundOf(years)
    expect(isRefused(answer) ? answer.refused : 'taken').toMatch(why)
  })
  test('days out of order, twice, or none', () => {
    const watch = new ThermalWatch(background)
    const push = (epochDay: number): boolean =>
      isRefused(watch.push({ epochDay, cell: [], count: [] }))
    expect([18_628, 18_628, 18_000, Number.NaN, 18_630.5, 18_629].map(push)).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ])
  })
  test('cells that are not there; counts beyond any are cut', () => {
    const watch = new ThermalWatch(background)
    const picture = watch.push({
      epochDay: 18_628,
      cell: [-1, 1e9, Number.NaN, 5],
      count: [1, 1, 1, 1e9],
    })
    if (isRefused(picture)) throw new Error(picture.refused)
    expect(picture.observed.reduce((a, b) => a + b, 0)).toBe(60)
    expect([...picture.probability].every((p) => p >= 0 && p <= 1)).toBe(true)
    expect(cornerOf(background.grid, 5)).toEqual({ lonDeg: 30.5, latDeg: 48 })
  })
})
