/**
 * Goal: GOSPA and OSPA are what their papers define. Method: cases worked by hand; properties against the definitions,
 * every assignment tried; the axioms of a metric; and a distance that is none, which the axioms must catch.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import { scanMetrics } from './metrics.ts'
import type { ScanMetrics } from './metrics.ts'

type Place = readonly [number, number]

const C = 100

const metrics = (truth: readonly Place[], found: readonly Place[], cutoffM = C): ScanMetrics => {
  const [a, b] = [Float64Array.from(truth.flat()), Float64Array.from(found.flat())]
  const result = scanMetrics(a, b, cutoffM)
  if (isRefused(result)) throw new Error(result.refused)
  return result
}

// [what, truth, found, GOSPA², localisation, missed, false, OSPA²]
const worked: readonly [string, Place[], Place[], number, number, number, number, number][] = [
  ['both empty', [], [], 0, 0, 0, 0, 0],
  ['one missed', [[0, 0]], [], 5_000, 0, 1, 0, 10_000],
  ['one false', [], [[0, 0]], 5_000, 0, 0, 1, 10_000],
  ['3-4-5', [[0, 0]], [[30, 40]], 2_500, 2_500, 0, 0, 2_500],
  [
    'one found, one missed',
    [
      [0, 0],
      [900, 0],
    ],
    [[30, 40]],
    7_500,
    2_500,
    1,
    0,
    6_250,
  ],
  ['too far: one missed and one false', [[0, 0]], [[100, 0]], 10_000, 0, 1, 1, 10_000],
  // Nearest first would pair 90 with 50 (40 m) and leave 0 and 140 alone: 11,600.
  [
    'the chain that traps the greedy',
    [
      [0, 0],
      [90, 0],
    ],
    [
      [50, 0],
      [140, 0],
    ],
    5_000,
    5_000,
    0,
    0,
    2_500,
  ],
  [
    'one thing, two tracks',
    [[0, 0]],
    [
      [10, 0],
      [20, 0],
    ],
    5_100,
    100,
    0,
    1,
    5_050,
  ],
]

test.for(worked)(
  'worked by hand: %s',
  ([, truth, found, gospa2, localisation, missed, spurious, ospa2]) => {
    const result = metrics(truth, found)
    expect(result.gospaM).toBeCloseTo(Math.sqrt(gospa2), 9)
    expect(result.localisationM2).toBeCloseTo(localisation, 9)
    expect([result.missed, result.false]).toEqual([missed, spurious])
    expect([result.missedM2, result.falseM2]).toEqual([5_000 * missed, 5_000 * spurious])
    expect(result.ospaM).toBeCloseTo(Math.sqrt(ospa2), 9)
  },
)

const place = fc.tuple(fc.integer({ min: -120, max: 120 }), fc.integer({ min: -120, max: 120 }))
const places = fc.array(place, { maxLength: 5 })
const cutoff = fc.constantFrom(30, 100, 250)

const distance = ([ax, ay]: Place, [bx, by]: Place): number => Math.hypot(ax - bx, ay - by)

/** All orders of the numbers below n. */
function orders(n: number): number[][] {
  if (n === 0) return [[]]
  return orders(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  )
}

/** OSPA's definition: Schuhmacher, Vo and Vo 2008, eq. 3, with p = 2. */
function ospaDefined(a: readonly Place[], b: readonly Place[], c: number): number {
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a]
  if (more.length === 0) return 0
  const sums = orders(more.length).map((order) =>
    fewer.reduce((sum, one, n) => {
      const cut = Math.min(c, distance(one, more[order[n] ?? 0] ?? [0, 0]))
      return sum + cut * cut
    }, 0),
  )
  return Math.sqrt((Math.min(...sums) + c * c * (more.length - fewer.length)) / more.length)
}

/** GOSPA's definition 1 with α = 2: over all orders, with cut-off distances, not by assignment sets. */
function gospaDefined(a: readonly Place[], b: readonly Place[], c: number): number {
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a]
  const sums = orders(more.length).map((order) =>
    fewer.reduce((sum, one, n) => {
      const cut = Math.min(c, distance(one, more[order[n] ?? 0] ?? [0, 0]))
      return sum + cut * cut
    }, 0),
  )
  return Math.sqrt(Math.min(...sums) + ((c * c) / 2) * (more.length - fewer.length))
}

test('both are as defined', () => {
  fc.assert(
    fc.property(places, places, cutoff, (a, b, c) => {
      const result = metrics(a, b, c)
      expect(result.gospaM).toBeCloseTo(gospaDefined(a, b, c), 8)
      expect(result.ospaM).toBeCloseTo(ospaDefined(a, b, c), 8)
      expect(result.localisationM2 + result.missedM2 + result.falseM2).toBeCloseTo(
        result.gospaM * result.gospaM,
        6,
      )
    }),
    { numRuns: 300 },
  )
})

type Distance = (a: readonly Place[], b: readonly Place[], c: number) => number

const gospa: Distance = (a, b, c) => metrics(a, b, c).gospaM
const ospa: Distance = (a, b, c) => metrics(a, b, c).ospaM

/** How the distance breaks the axioms of a metric at three sets; null where it holds them. */
function broken(
  far: Distance,
  [x, y, z]: readonly [Place[], Place[], Place[]],
  c: number,
): string | null {
  const sorted = (set: readonly Place[]): string =>
    JSON.stringify(set.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by))
  if (Math.abs(far(x, x, c)) > 1e-9) return 'a set is away from itself'
  if (sorted(x) !== sorted(y) && !(far(x, y, c) > 1e-9)) return 'two sets are at one place'
  if (Math.abs(far(x, y, c) - far(y, x, c)) > 1e-6) return 'there and back differ'
  if (far(x, z, c) > far(x, y, c) + far(y, z, c) + 1e-6) return 'the detour is shorter'
  return null
}

const three = fc.tuple(places, places, places)

describe('the axioms of a metric', () => {
  test.for([
    ['GOSPA', gospa],
    ['OSPA', ospa],
  ] as const)('hold for %s', ([, far]) => {
    fc.assert(
      fc.property(three, cutoff, (sets, c) => {
        expect(broken(far, sets, c)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  test.for([
    ['GOSPA without its root', (a, b, c) => gospa(a, b, c) * gospa(a, b, c)],
    ['only what was missed', (a, b, c) => Math.sqrt(metrics(a, b, c).missedM2)],
  ] as [string, Distance][])('fail for a planted fault: %s', ([, far]) => {
    const result = fc.check(
      fc.property(three, cutoff, (sets, c) => broken(far, sets, c) === null),
      { numRuns: 1_000, seed: 1 },
    )
    expect(result.failed).toBe(true)
  })
})
