/**
 * Goal: the parts hold what they promise. Method: dates against the instants that `units` reads, chances summed up, areas
 * under the ROC curve against counting all pairs, and observations of every kind.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_MS, isRefused, seededRandom, tellInstant } from '../../units/index.ts'
import type { Observation } from '../../observe/index.ts'
import { accountOf, cellsWithEvents } from './assess.ts'
import { COUNT_MAX, LIKELIHOOD_RATIO_MAX } from './assumptions.ts'
import { SLOTS, dateOf, daysOfYear } from './calendar.ts'
import { cellDaysOf, entryOf } from './counts.ts'
import { likelihoodRatio } from './excess.ts'
import { blocksOf, cellOf, cornerOf, gridOf } from './grid.ts'
import type { Grid } from './grid.ts'
import { thermalCountsOf } from './indications.ts'
import { fillChances, midChance } from './negative-binomial.ts'
import { poissonBelow } from './plain.ts'
import { aucOf, foundAt } from './score.ts'
import type { Trial } from './trial.ts'

const grid = gridOf([{ lonDeg: [22.05, 24.95], latDeg: [-1.05, 1.05] }]) as Grid

test('days have the date that they have, and every date one slot', () => {
  const slots = new Map<string, number>()
  const wrong: string[] = []
  for (let day = -3_000; day < 40_000; day += 1) {
    const { year, month, slot } = dateOf(day)
    const told = tellInstant(day * DAY_MS)
    const date = told.slice(5, 10)
    const isRight =
      told.startsWith(`${year}-${String(month + 1).padStart(2, '0')}`) &&
      (slots.get(date) ?? slot) === slot &&
      (date !== '01-01' || daysOfYear(year).first === day) &&
      (date !== '12-31' || daysOfYear(year).last === day)
    if (!isRight) wrong.push(told)
    slots.set(date, slot)
  }
  expect(wrong).toEqual([])
  expect(new Set(slots.values()).size).toBe(SLOTS)
})

test('a cell holds its southern and western edge, also where tenths are no binary fractions', () => {
  for (let cell = 0; cell < grid.cells; cell += 1) {
    const { lonDeg, latDeg } = cornerOf(grid, cell)
    expect(cellOf(grid, { lonDeg, latDeg })).toBe(cell)
    expect(cellOf(grid, { lonDeg: lonDeg + 0.0999, latDeg: latDeg + 0.0999 })).toBe(cell)
  }
  for (const lonDeg of [21.99, 25, Number.NaN, Infinity])
    expect(cellOf(grid, { lonDeg, latDeg: 0 })).toBe(-1)
  expect(Math.max(...blocksOf(grid))).toBe(grid.blocks - 1)
})

test('fires are counted once each, by day and cell', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 32 })), {
        maxLength: 200,
      }),
      (fires) => {
        const days = cellDaysOf(grid, {
          epochDay: fires.map(([day]) => day),
          lonDeg: fires.map(([, x]) => 22.05 + x / 10),
          latDeg: fires.map(() => 0),
        })
        expect(days.count.reduce((a, b) => a + b, 0) + days.outside).toBe(fires.length)
        expect(days.outside).toBe(fires.filter(([, x]) => x < 0 || x > 29).length)
        for (const day of [0, 1, 2, 3])
          expect(
            days.count
              .subarray(entryOf(days, day), entryOf(days, day + 1))
              .reduce((a, b) => a + b, 0),
          ).toBe(fires.filter(([on, x]) => on === day && x >= 0 && x <= 29).length)
      },
    ),
  )
})

test('chances sum to one, and the more fires the more an excess', () => {
  const chances = new Float64Array(2_001)
  for (const spread of [
    { mean: 0.01, size: 0.002 },
    { mean: 1, size: 0.5 },
    { mean: 20, size: 40 },
  ]) {
    fillChances(spread, 2_000, chances)
    expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    expect(chances.reduce((a, b, k) => a + b * k, 0)).toBeCloseTo(spread.mean, 5)
    let before = 0
    for (let k = 0; k <= COUNT_MAX; k += 1) {
      const below = midChance(spread, k)
      expect(below).toBeGreaterThanOrEqual(before)
      before = below
      const ratio = likelihoodRatio(spread, k)
      expect(ratio).toBeGreaterThanOrEqual(1 / LIKELIHOOD_RATIO_MAX)
      expect(ratio).toBeLessThanOrEqual(LIKELIHOOD_RATIO_MAX)
    }
    expect(midChance(spread, 1e9)).toBe(midChance(spread, COUNT_MAX))
  }
  expect(likelihoodRatio({ mean: 0.01, size: 0.02 }, 1)).toBeGreaterThan(1)
  expect(likelihoodRatio({ mean: 0.01, size: 0.02 }, 0)).toBeLessThan(1)
  expect(poissonBelow(2, 1)).toBeCloseTo(Math.exp(-2), 12)
})

/** One case a pair: the share of pairs in which the event has the higher score, ties half. */
function areaByPairs(scores: readonly (readonly [score: number, isEvent: boolean])[]): number {
  let [won, pairs] = [0, 0]
  for (const [score, isEvent] of scores)
    for (const [other, isOther] of scores)
      if (isEvent && !isOther) {
        pairs += 1
        won += score > other ? 1 : score === other ? 0.5 : 0
      }
  return won / pairs
}
const scoredOf = (scores: readonly (readonly [number, boolean])[]) => ({
  score: Float64Array.from(scores, ([score]) => score),
  isEvent: Uint8Array.from(scores, ([, isEvent]) => (isEvent ? 1 : 0)),
  cell: Int32Array.from(scores, (_, i) => i % 7),
})

test('the area under the curve is the share of pairs in the right order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), {
        minLength: 8,
        maxLength: 60,
      }),
      (scores) => {
        const { value, low, high } = aucOf(scoredOf(scores))
        const byPairs = areaByPairs(scores)
        // Events alone, or none at all, make no pair: there is no area, and none is told.
        if (Number.isNaN(byPairs)) return expect(value).toBeNaN()
        expect(value).toBeCloseTo(byPairs, 10)
        expect(low).toBeLessThanOrEqual(high)
      },
    ),
    { numRuns: 30 },
  )
})

test('at a false alarm rate, what lies strictly above its score is found', () => {
  const others = Array.from({ length: 100 }, (_, i) => [i, false] as const)
  const events = [94, 95, 99.5, 3].map((score) => [score, true] as const)
  expect(foundAt(scoredOf([...others, ...events]), 0.05)).toBe(0.5)
  expect(foundAt(scoredOf([...others, ...events]), 0)).toBe(0.25)
  // All alike: nothing can be found.
  expect(
    foundAt(
      scoredOf([
        [1, false],
        [1, true],
      ]),
      0.05,
    ),
  ).toBe(0)
})

test('events are told from days without, each kind in its own days; a score of nothing is worth nothing', () => {
  const random = seededRandom(2)
  const { first, last } = daysOfYear(2022)
  const events = new Map([
    [0, new Set([first + 40, first + 41])],
    [3, new Set([first + 45, first - 400])],
    [9, new Set([first - 800])],
  ])
  const make = (seesEvents: boolean): Trial => {
    const row = (cell: number): Float64Array =>
      Float64Array.from(
        { length: last - first + 1 },
        (_, i) =>
          random() * 0.9 + (seesEvents && events.get(cell)?.has(first + i) === true ? 0.96 : 0),
      )
    const table = (): Map<number, Float64Array> => new Map([0, 3].map((cell) => [cell, row(cell)]))
    return {
      first,
      last,
      scores: { poisson: table(), day: table(), scan: table(), state: table() },
    }
  }
  const seeing = accountOf(events, { trial: make(true), reference: make(false) })
  expect(cellsWithEvents(events, { first, last })).toEqual([0, 3])
  expect([seeing.events, seeing.cells, seeing.recordedMonths]).toEqual([3, 2, [[2022, 1]]])
  expect(seeing.ways.state.otherDays?.auc.value).toBe(1)
  expect(seeing.ways.state.otherDays?.found).toBe(1)
  expect(seeing.ways.state.otherDays?.falseAlarm).toBe(0)
  // Two cells, a year, less the days on and either side of their events; February of each; January is in no month of events.
  expect(seeing.ways.state.otherDays?.others).toBe(2 * 365 - 4 - 3)
  expect(seeing.ways.state.otherDaysOfTheMonth?.others).toBe(2 * 28 - 4 - 3)
  expect(seeing.ways.state.referenceOfTheMonth?.others).toBe(2 * 28 - 4 - 3)
  expect(seeing.ways.state.otherDays?.foundAtOneInTwenty).toBe(1)
  expect(seeing.ways.scan.otherDays?.found).toBeNull()
  expect(seeing.isWorthUsing.otherDays).toBe(true)
  const blind = accountOf(events, { trial: make(false), reference: null })
  expect(blind.isWorthUsing).not.toHaveProperty('reference')
  expect(blind.isWorthUsing.otherDays).toBe(false)
})

const seen = (id: string, more: Partial<Observation> = {}): Observation =>
  ({
    id,
    category: 'I.THERMAL',
    observed: { fromMs: 5 * DAY_MS + 1, toMs: 6 * DAY_MS, basis: 'date', clock: 'ntp' },
    where: {
      sectors: [],
      ring: null,
      fix: { position: { lonDeg: 22.05, latDeg: 0 }, errorM: 500 },
    },
    ...more,
  }) as unknown as Observation

test('of observations only thermal anomalies with a place count, and each once', () => {
  const days = thermalCountsOf(grid, [
    seen('a'),
    seen('a'),
    seen('b'),
    seen('c', { category: 'K.EXPL.IMPACT' }),
    seen('d', { where: { sectors: [], ring: null, fix: null } }),
    seen('e', {
      where: { sectors: [], ring: null, fix: { position: { lonDeg: 80, latDeg: 0 }, errorM: 5 } },
    }),
  ])
  if (isRefused(days)) throw new Error(days.refused)
  expect([[...days.epochDay], [...days.count], days.outside]).toEqual([[5], [2], 1])
})
