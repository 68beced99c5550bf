/**
 * Goal: acoustic cases are what the judging asks for, and their bound is the Cramér–Rao bound; scores of places tell what
 * happened. Method: residuals of the onsets under the truth; the bound in closed form, and against one by differences of
 * the model and a general inverse; places drawn from the bound; cases and places that were spoilt.
 */
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { SOUND, SOUND_KINDS } from './assumptions.ts'
import { soundBound } from './bound.ts'
import { drawNormal } from './draw.ts'
import { scorePlaces } from './places.ts'
import type { PlaceFound } from './places.ts'
import { soundCases } from './sounds.ts'
import type { SoundCase, SoundKind, SoundTruth } from './sounds.ts'

const CASES = 1_000
const kinds = Object.keys(SOUND_KINDS) as SoundKind[]
const made = Object.fromEntries(
  kinds.map((kind) => [kind, soundCases({ kind, seed: 5, cases: CASES })]),
) as Record<SoundKind, ReturnType<typeof soundCases>>

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Seconds that each sensor heard the sound later than the truth says. */
const lateness = ({ sensors, t }: SoundCase, { x, y, t0, c }: SoundTruth): number[] =>
  sensors.map(([u, v], n) => (t[n] ?? 0) - t0 - Math.hypot(x - u, y - v) / c)

const isWithin = (value: number, low: number, high: number): boolean =>
  value >= low && value <= high

/** What of the cases is not as asked. */
function faultsOf(kind: SoundKind, { cases, truth }: ReturnType<typeof soundCases>): string[] {
  const { sensors: count, lengthM, depthM, late } = SOUND_KINDS[kind]
  const pairs = cases.flatMap((one, n) => truth.slice(n, n + 1).map((so) => [one, so] as const))
  const normal = pairs.flatMap(([one, so]) =>
    lateness(one, so).flatMap((s, n) => (so.late.includes(n) ? [] : [s / (one.sigma_t[n] ?? 1)])),
  )
  const echoes = pairs.flatMap(([one, so]) =>
    lateness(one, so).filter((_, n) => so.late.includes(n)),
  )
  const speeds = pairs.map(([{ c0 }, { c }]) => (c - c0) / 2)
  const places = cases.flatMap(({ sensors }) => sensors)
  const faults: readonly [string, boolean][] = [
    ['sensors', cases.every(({ sensors }) => sensors.length === count)],
    ['box', places.every(([x, y]) => isWithin(x, 0, lengthM) && isWithin(y, 0, depthM))],
    ['onsets', Math.abs(mean(normal)) < 5 / Math.sqrt(normal.length)],
    [
      'onset noise',
      Math.abs(mean(normal.map((z) => z * z)) - 1) < 5 * Math.sqrt(2 / normal.length),
    ],
    [
      'told noise',
      cases.every(({ sigma_t }) => sigma_t.every((s) => isWithin(s, ...SOUND.onsetS))),
    ],
    ['speed', Math.abs(mean(speeds.map((z) => z * z)) - 1) < 5 * Math.sqrt(2 / CASES)],
    ['late', truth.every((so) => new Set(so.late).size === late)],
    ['echo', late === 0 || Math.abs(mean(echoes) - 0.75) < (5 * 0.6) / Math.sqrt(echoes.length)],
    ['echo floor', echoes.every((s) => s > 0.15 - 5 * 0.023)],
  ]
  return faults.filter(([, isRight]) => !isRight).map(([name]) => name)
}

const spoilt = (change: (one: SoundCase) => Partial<SoundCase>): ReturnType<typeof soundCases> => ({
  truth: made.multipath9.truth,
  cases: made.multipath9.cases.map((one) => ({ ...one, ...change(one) })),
})

describe('acoustic cases', () => {
  test.for(kinds)('of kind %s are as asked', (kind) => {
    expect(faultsOf(kind, made[kind])).toEqual([])
  })

  test('the same seed makes the same cases', () => {
    expect(soundCases({ kind: 'clean8', seed: 5, cases: CASES })).toEqual(made.clean8)
    expect(soundCases({ kind: 'clean8', seed: 6, cases: CASES })).not.toEqual(made.clean8)
  })

  test.for([
    ['onsets', spoilt(({ t }) => ({ t: t.map((s) => s + 0.003) }))],
    ['onset noise', spoilt(({ sigma_t }) => ({ sigma_t: sigma_t.map((s) => 1.2 * s) }))],
    ['speed', spoilt(({ c0 }) => ({ c0: c0 + 1 }))],
    ['echo', spoilt(({ t }) => ({ t: t.map((s) => s - 0.2) }))],
    ['box', spoilt(({ sensors }) => ({ sensors: sensors.map(([x, y]) => [x - 100, y]) }))],
  ] as [string, ReturnType<typeof soundCases>][])('planted fault: %s', ([fault, cases]) => {
    expect(faultsOf('multipath9', cases)).toContain(fault)
  })
})

describe('the Cramér–Rao bound', () => {
  test('of four sensors about the source, at a known speed, is c² σ² / 2 per axis', () => {
    const sensors = [
      [900, 0],
      [-900, 0],
      [0, 900],
      [0, -900],
    ] as const
    const [[xx, xy], [, yy]] = soundBound(
      { sensors, sigma_t: [0.02, 0.02, 0.02, 0.02], sigma_c: 1e-6 },
      { x: 0, y: 0, c: 340 },
    )
    expect(xx).toBeCloseTo((340 * 340 * 0.0004) / 2, 9)
    expect(yy).toBeCloseTo((340 * 340 * 0.0004) / 2, 9)
    expect(xy).toBeCloseTo(0, 9)
  })

  test('is infinite where three sensors on a line see a source on it', () => {
    const bound = soundBound(
      {
        sensors: [
          [100, 0],
          [200, 0],
          [300, 0],
        ],
        sigma_t: [0.01, 0.01, 0.01],
        sigma_c: 2,
      },
      { x: 0, y: 0, c: 340 },
    )
    expect(bound[0][0]).toBe(Infinity)
  })

  test.for(kinds)('of kind %s is the inverse of the information by differences', (kind) => {
    for (const [n, one] of made[kind].cases.slice(0, 50).entries()) {
      const so = made[kind].truth[n]
      if (so === undefined) throw new Error('no truth')
      const { x, y, c, bound } = so
      const other = byDifferences(one, { x, y, c })
      for (const [i, j] of [
        [0, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const scale = Math.sqrt(bound[0][0] * bound[1][1])
        expect(Math.abs((bound[i]?.[j] ?? 0) - (other[i]?.[j] ?? 0)) / scale).toBeLessThan(1e-3)
      }
    }
  })
})

/** The bound again, otherwise: central differences of the onsets, and Gauss–Jordan on all four unknowns. */
function byDifferences(
  { sensors, sigma_t, sigma_c }: SoundCase,
  { x, y, c }: { readonly x: number; readonly y: number; readonly c: number },
): number[][] {
  const heard = (n: number, [a = 0, b = 0, s = 1, t0 = 0]: readonly number[]): number =>
    t0 + Math.hypot(a - (sensors[n]?.[0] ?? 0), b - (sensors[n]?.[1] ?? 0)) / s
  const at = [x, y, c, 0]
  const info = Array.from({ length: 4 }, (_, i) =>
    Array.from({ length: 8 }, (_none, j): number => (j === i + 4 ? 1 : 0)),
  )
  const put = (i: number, j: number, value: number): void => {
    const row = info[i] ?? []
    row[j] = (row[j] ?? 0) + value
  }
  put(2, 2, 1 / (sigma_c * sigma_c))
  for (const [n, sigma] of sigma_t.entries()) {
    const slope = at.map((_, i) => {
      const moved = (by: number): number[] => at.map((value, j) => (i === j ? value + by : value))
      return (heard(n, moved(0.01)) - heard(n, moved(-0.01))) / 0.02 / sigma
    })
    for (let i = 0; i < 4; i += 1)
      for (let j = 0; j < 4; j += 1) put(i, j, (slope[i] ?? 0) * (slope[j] ?? 0))
  }
  for (let pivot = 0; pivot < 4; pivot += 1) {
    const lead = info[pivot]?.[pivot] ?? 1
    info[pivot] = (info[pivot] ?? []).map((value) => value / lead)
    for (let i = 0; i < 4; i += 1) {
      const factor = info[i]?.[pivot] ?? 0
      if (i !== pivot)
        info[i] = (info[i] ?? []).map((value, j) => value - factor * (info[pivot]?.[j] ?? 0))
    }
  }
  return [info[0]?.slice(4, 6) ?? [], info[1]?.slice(4, 6) ?? []]
}

/** Places with errors of the bound, times `off`, which tell a covariance of the bound times `told`. */
function drawn(off: number, told: number): readonly PlaceFound[] {
  const random = seededRandom(12)
  return made.clean8.truth.map(({ id, x, y, bound: [[xx, xy], [, yy]] }) => {
    const a = drawNormal(random)
    const b = drawNormal(random)
    const lower = xy / Math.sqrt(xx)
    return {
      id,
      x: x + off * Math.sqrt(xx) * a,
      y: y + off * (lower * a + Math.sqrt(yy - lower * lower) * b),
      cov: [
        [told * xx, told * xy],
        [told * xy, told * yy],
      ],
    }
  })
}

describe('the score of places', () => {
  const { truth } = made.clean8

  test('of the truth itself is nothing', () => {
    expect(scorePlaces(truth, drawn(0, 1))).toMatchObject({
      medianErrorM: 0,
      medianRatio: 0,
      gross: 0,
      coverage95: 1,
      unanswered: 0,
    })
  })

  test('of places as good as can be: a ratio below 0.84, no gross error, ellipses that hold 95 %', () => {
    const score = scorePlaces(truth, drawn(1, 1))
    // The median of |e| / √trace is from 0.67 (a needle) to 0.83 (a disc).
    expect(score.medianRatio).toBeGreaterThan(0.62)
    expect(score.medianRatio).toBeLessThan(0.86)
    expect(score.gross).toBe(0)
    expect(Math.abs(score.coverage95 - 0.95)).toBeLessThan(5 * Math.sqrt(0.0475 / CASES))
  })

  test('planted faults show: ellipses too small, places far off, cases without an answer', () => {
    expect(scorePlaces(truth, drawn(1, 0.25)).coverage95).toBeLessThan(0.6)
    expect(scorePlaces(truth, drawn(8, 64)).gross).toBeGreaterThan(0.5)
    const half = scorePlaces(truth, drawn(1, 1).slice(CASES / 2))
    expect(half).toMatchObject({ unanswered: CASES / 2, gross: 0.5, cases: CASES })
    expect(half.coverage95).toBeLessThan(0.5)
  })

  test('by hand: medians of an even and an odd number of cases', () => {
    const bound = [
      [8, 0],
      [0, 8],
    ]
    const so = ['a', 'b', 3].map((id) => ({ id, x: 0, y: 0, bound }))
    const found = (
      [
        ['a', 4],
        ['b', 8],
        [3, 24],
      ] as const
    ).map(([id, x]) => ({ id, x, y: 0, cov: bound }))
    expect(scorePlaces(so, found)).toMatchObject({
      medianErrorM: 8,
      medianBoundM: 4,
      medianRatio: 2,
      gross: 1 / 3,
    })
    expect(scorePlaces(so.slice(0, 2), found)).toMatchObject({
      medianErrorM: 6,
      medianRatio: 1.5,
      coverage95: 1 / 2,
    })
  })
})
