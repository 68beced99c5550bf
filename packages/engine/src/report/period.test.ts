/**
 * Goal: a report's day ends at 19:30 in Kyiv whatever the clocks do, each instant belongs to one day, and a number of a
 * year stands for one period. Method: the days on which the clocks change and the turn of the year as examples; every
 * day of five years against its neighbours and back from its number.
 */
import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, isRefused } from '@holdfast/core/units'
import { cutOffOf, dailyOf, dayAt, dayOf, daysBetween, numbered, twoWeeklyOf } from './period.ts'

const day = (text: string): number => {
  const ms = dayOf(text)
  if (typeof ms === 'object') throw new Error(ms.refused)
  return ms
}
const hours = ({ fromMs, toMs }: { fromMs: number; toMs: number }): number =>
  (toMs - fromMs) / HOUR_MS
const iso = (ms: number): string => new Date(ms).toISOString()

test.each([
  // The clocks go forward on the last Sunday of March, and back on the last of October.
  ['2026-03-29', 23, '2026-03-28T17:30:00.000Z', '2026-03-29T16:30:00.000Z'],
  ['2026-10-25', 25, '2026-10-24T16:30:00.000Z', '2026-10-25T17:30:00.000Z'],
  ['2026-03-28', 24, '2026-03-27T17:30:00.000Z', '2026-03-28T17:30:00.000Z'],
  ['2026-07-01', 24, '2026-06-30T16:30:00.000Z', '2026-07-01T16:30:00.000Z'],
])('the day that ends on %s has %i hours', (text, length, from, to) => {
  const { period, previous } = dailyOf(day(text))
  expect(hours(period)).toBe(length)
  expect([iso(period.fromMs), iso(period.toMs)]).toEqual([from, to])
  expect(previous.toMs).toBe(period.fromMs)
})

test('the number begins anew with the year that the day ends in', () => {
  expect(dailyOf(day('2025-12-31'))).toMatchObject({ number: 365, year: 2025 })
  expect(dailyOf(day('2026-01-01'))).toMatchObject({ number: 1, year: 2026 })
  expect(dailyOf(day('2026-03-01'))).toMatchObject({ number: 60, year: 2026 })
  expect(dailyOf(day('2024-12-31'))).toMatchObject({ number: 366, year: 2024 })
})

test('days follow one another without a gap, and each is found by its number and by any instant of it', () => {
  const wrong: string[] = []
  for (let ms = day('2023-01-01'); ms < day('2028-01-01'); ms += DAY_MS) {
    const { period, number, year } = dailyOf(ms)
    const isSound =
      cutOffOf(ms + DAY_MS) === dailyOf(ms + DAY_MS).period.toMs &&
      dailyOf(ms + DAY_MS).period.fromMs === period.toMs &&
      numbered('daily', number, year)?.period.toMs === period.toMs &&
      dayAt(period.toMs) === ms &&
      dayAt(period.fromMs + 1) === ms &&
      dayAt(period.toMs + 1) === ms + DAY_MS
    if (!isSound) wrong.push(iso(ms))
  }
  expect(wrong).toEqual([])
})

test('two weeks are fourteen days, follow one another, and are found by their number', () => {
  const wrong: string[] = []
  for (let ms = day('2023-01-01'); ms < day('2028-01-01'); ms += DAY_MS) {
    const { period, previous, number, year } = twoWeeklyOf(ms)
    const isSound =
      previous.toMs === period.fromMs &&
      ms > period.fromMs - DAY_MS &&
      ms <= period.toMs &&
      Math.round((dayAt(period.toMs) - dayAt(period.fromMs)) / DAY_MS) === 14 &&
      number <= 27 &&
      numbered('twoWeekly', number, year)?.period.toMs === period.toMs
    if (!isSound) wrong.push(iso(ms))
  }
  expect(wrong).toEqual([])
})

test('some days are compared with as many before them', () => {
  const { period, previous, year } = daysBetween(day('2026-03-28'), day('2026-03-30'))
  expect(hours(period)).toBe(71)
  expect(hours(previous)).toBe(72)
  expect(previous.toMs).toBe(period.fromMs)
  expect(year).toBe(2026)
})

test.each([
  ['daily', 366, 2026],
  ['daily', 0, 2026],
  ['twoWeekly', 28, 2026],
  ['spot', 1, 2026],
  ['daily', 1.5, 2026],
] as const)('there is no %s number %d of %i', (kind, number, year) => {
  expect(numbered(kind, number, year)).toBeNull()
})

test.each(['2026-02-30', '2026-3-1', '01.03.2026', ''])('%j is no date', (text) => {
  expect(isRefused(Object(dayOf(text)) as object)).toBe(true)
})
