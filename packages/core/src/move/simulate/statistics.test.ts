/**
 * Goal: intervals and percentiles are those of the books, distributions those that were stated, and the core waits as long
 * as theory says. Method: printed values; integrals of the inverse; Erlang's formula against runs with fixed seeds.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DocumentReader } from '../../units/index.ts'
import { meanOf, readDistribution, valueAt } from './distribution.ts'
import type { Distribution } from './distribution.ts'
import {
  erlangWaitHours,
  meanWithInterval,
  percentileOf,
  runWaitingLine,
  wilsonOf,
} from './index.ts'
import { studentOf } from './statistics.ts'

describe('statistics', () => {
  // Wilson 1927; values as printed in Newcombe 1998, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('the interval of %d of %d', (hits, of, low, high) => {
    const interval = wilsonOf(hits, of)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('the interval of a share lies about it and in [0, 1], and of none is everything', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (some, of) => {
        const hits = Math.min(some, of)
        const { low, high } = wilsonOf(hits, of)
        expect(0 <= low && low <= hits / of && hits / of <= high && high <= 1).toBe(true)
      }),
    )
    expect(wilsonOf(0, 0)).toEqual({ low: 0, high: 1 })
  })

  // Student's t, 97.5 %, as printed in any table.
  test.each([
    [5, 2.5706],
    [9, 2.2622],
    [19, 2.093],
    [29, 2.0452],
    [120, 1.9799],
  ])('Student with %d degrees of freedom', (degrees, value) => {
    expect(Math.abs(studentOf(degrees) / value - 1)).toBeLessThan(0.005)
  })

  test('the interval of a mean: by hand, of one, of equal values', () => {
    const { mean, interval } = meanWithInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(mean).toBe(5.5)
    // s = 3.0277, half = 2.2622 · s / √10
    expect(interval.high - mean).toBeCloseTo(2.166, 2)
    expect(meanWithInterval([4])).toEqual({ mean: 4, interval: { low: 4, high: 4 } })
    expect(meanWithInterval([4, 4, 4])).toEqual({ mean: 4, interval: { low: 4, high: 4 } })
  })

  test('a percentile is the least value that so many do not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const sorted = values.toSorted((a, b) => a - b)
          const found = percentileOf(sorted, percent)
          const share = (of: (value: number) => boolean): number =>
            (100 * sorted.filter(of).length) / sorted.length
          expect(share((value) => value <= found)).toBeGreaterThanOrEqual(percent - 1e-9)
          expect(share((value) => value < found)).toBeLessThan(percent)
        },
      ),
    )
  })
})

const distributions: readonly Distribution[] = [
  { kind: 'fixed', value: 3 },
  { kind: 'uniform', min: 1, max: 4 },
  { kind: 'triangular', min: 1, mode: 2, max: 6 },
  { kind: 'triangular', min: 1, mode: 1, max: 6 },
  { kind: 'triangular', min: 2, mode: 2, max: 2 },
  { kind: 'exponential', mean: 2 },
]
const read = (value: unknown): readonly string[] => {
  const reader = new DocumentReader((path) => path)
  readDistribution(reader, reader.root({ x: value }), 'x', { min: 0, max: 100 })
  return reader.errors
}

describe('distributions', () => {
  test.each(distributions)(
    '$kind: the inverse rises and integrates to the mean',
    (distribution) => {
      const n = 200_000
      let [sum, before, falls] = [0, -1, 0]
      for (let i = 0; i < n; i += 1) {
        const value = valueAt(distribution, (i + 0.5) / n)
        if (!(value >= before)) falls += 1
        before = value
        sum += value
      }
      expect(falls).toBe(0)
      expect(sum / n).toBeCloseTo(meanOf(distribution), 3)
    },
  )

  test.each(distributions)('$kind is read as it is written', (distribution) => {
    expect(read(distribution)).toEqual([])
  })
  test.each<[unknown, string]>([
    [undefined, 'x: x: is missing; write a map'],
    [{ kind: 'normal' }, 'x.kind: x.kind: is "normal"; write one of fixed, uniform'],
    [{ kind: 'fixed' }, 'x.value: x.value: is missing; write a number from 0 to 100'],
    [{ kind: 'fixed', value: -1 }, 'x.value: is -1'],
    [
      { kind: 'uniform', min: 3, max: 2 },
      'x.min: is 3, above max, which is 2; write them in order',
    ],
    [{ kind: 'triangular', min: 1, mode: 9, max: 3 }, 'x.mode: is 9, above max, which is 3'],
    [{ kind: 'triangular', min: 4, mode: 3, max: 5 }, 'x.min: is 4, above mode, which is 3'],
    [{ kind: 'exponential', mean: 1000 }, 'x.mean: is 1000; write a number from 0 to 100'],
  ])('%j is refused', (value, told) => {
    expect(read(value).join('\n')).toContain(told)
  })
})

/** Replications of 1,000,000 customers. */
const QUEUE_RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 40 : 4

describe('the M/M/c queue', () => {
  test('Erlang C: one server by ρ / (μ − λ), four by hand, overload never', () => {
    const line = { arrivalsPerHour: 0.9, servicesPerHour: 1, servers: 1 }
    expect(erlangWaitHours(line)).toBeCloseTo(9, 10)
    // a = 3.6: the chance to wait is 0.787754…, the mean wait that / 0.4.
    const p0 = [1, 3.6, 6.48, 7.776].reduce((sum, term) => sum + term, 0)
    const waiting = 6.9984 / (1 - 0.9)
    const four = { arrivalsPerHour: 3.6, servicesPerHour: 1, servers: 4 }
    expect(erlangWaitHours(four)).toBeCloseTo(waiting / (p0 + waiting) / 0.4, 10)
    expect(erlangWaitHours({ ...four, arrivalsPerHour: 4 })).toBe(Infinity)
  })

  // Each replication after a warm-up of 50,000 customers.
  test('M/M/4 at load 0.9: the mean wait is within 2 % of Erlang C', () => {
    const line = { arrivalsPerHour: 3.6, servicesPerHour: 1, servers: 4 }
    const waits = Array.from({ length: QUEUE_RUNS }, (_, r) => r).map(
      (replication) =>
        runWaitingLine(line, {
          seed: 1,
          replication,
          warmUpCustomers: 50_000,
          customers: 1_000_000,
        }).meanWaitHours,
    )
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length
    expect(Math.abs(mean / erlangWaitHours(line) - 1)).toBeLessThan(0.02)
  })

  test('the same seed and replication wait the same, another waits otherwise', () => {
    const line = { arrivalsPerHour: 3, servicesPerHour: 2, servers: 2 }
    const run = (seed: number, replication: number) =>
      runWaitingLine(line, { seed, replication, warmUpCustomers: 10, customers: 1_000 })
    expect(run(1, 2)).toEqual(run(1, 2))
    expect(run(1, 2)).not.toEqual(run(1, 3))
    expect(run(1, 2)).not.toEqual(run(2, 2))
  })
})
