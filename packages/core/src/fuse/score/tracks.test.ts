/**
 * Goal: the score of tracks tells what happened. Method: truths with tracks made from them whose score is known: exact
 * ones, ones with errors drawn from their own covariance, ones that change their name, and ones that lie about themselves.
 */
import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import { FIRST_SCORED_SCAN } from './assumptions.ts'
import { drawNormal } from './draw.ts'
import { movingScans } from './moving.ts'
import { scoreTracks } from './tracks.ts'
import type { TrackScan, TrackScore, TruthScan } from './tracks.ts'

const truth: readonly TruthScan[] = [...movingScans({ kind: 'sparse', seed: 3, things: 100 })].map(
  (scan) => scan.truth,
)

const scored = (scans: readonly TruthScan[], tracks: readonly TrackScan[]): TrackScore => {
  const score = scoreTracks(scans, tracks)
  if (isRefused(score)) throw new Error(score.refused)
  return score
}

/** Tracks with errors drawn from the covariance [[400, 120], [120, 225]], which they state times `told`. */
function drawn(told: number): readonly TrackScan[] {
  const random = seededRandom(11)
  return truth.map((scan) =>
    scan.map(([id = 0, x = 0, y = 0, vx = 0, vy = 0]) => {
      const a = drawNormal(random)
      const b = drawNormal(random)
      // The Cholesky factor of the covariance: 20, 6, √(225 − 36).
      const [eastM, northM] = [20 * a, 6 * a + Math.sqrt(189) * b]
      return [id, x + eastM, y + northM, vx, vy, 400 * told, 120 * told, 225 * told]
    }),
  )
}

test('tracks that are the truth score nothing but 1', () => {
  const exact = truth.map((scan) => scan.map((thing) => [...thing, 1, 0, 1]))
  expect(scored(truth, exact)).toMatchObject({
    gospaM: 0,
    ospaM: 0,
    identitySwitches: 0,
    nees: 0,
    coverage95: 1,
    scans: 90,
    missedPerScan: 0,
    falsePerScan: 0,
  })
})

test('no tracks at all miss everything', () => {
  const score = scored(
    truth,
    truth.map(() => []),
  )
  const alive = truth.slice(FIRST_SCORED_SCAN).map((scan) => scan.length)
  const mean = (of: (n: number) => number): number => alive.reduce((sum, n) => sum + of(n), 0) / 90
  expect(score.gospaM).toBeCloseTo(
    mean((n) => Math.sqrt(5_000 * n)),
    6,
  )
  expect(score.missedPerScan).toBeCloseTo(
    mean((n) => n),
    9,
  )
  expect([score.ospaM, score.nees, score.pairs]).toEqual([100, Number.NaN, 0])
})

describe('tracks with errors drawn from their covariance', () => {
  const score = scored(truth, drawn(1))

  test('have a NEES of 2 and ellipses that hold 95 %', () => {
    // χ² with 2 degrees of freedom has variance 4: five standard errors.
    expect(Math.abs(score.nees - 2)).toBeLessThan((5 * 2) / Math.sqrt(score.pairs))
    expect(Math.abs(score.coverage95 - 0.95)).toBeLessThan(5 * Math.sqrt(0.0475 / score.pairs))
  })

  test('are as far off as it says', () => {
    expect(score.rmsM / Math.sqrt(625)).toBeCloseTo(1, 1)
    expect(score.localisationM2 / (score.pairs / score.scans)).toBeCloseTo(
      score.rmsM * score.rmsM,
      6,
    )
  })

  test.for([
    [0.25, 8],
    [4, 0.5],
  ] as const)('planted fault: a covariance told %f times as large shows', ([told, nees]) => {
    const lie = scored(truth, drawn(told))
    expect(lie.nees / nees).toBeCloseTo(1, 1)
    expect(Math.abs(lie.coverage95 - 0.95)).toBeGreaterThan(0.03)
  })
})

/** One thing at rest for 30 scans; `idAt` names its track at a scan, null where it has none. */
const named = (idAt: (scan: number) => number | null): TrackScore =>
  scored(
    Array.from({ length: 30 }, () => [[7, 0, 0, 0, 0]]),
    Array.from({ length: 30 }, (_, scan) => {
      const id = idAt(scan)
      return id === null ? [] : [[id, 1, 1, 0, 0, 9, 0, 9]]
    }),
  )

test.for([
  ['the same name throughout', () => 1, 0],
  ['a gap, and the same name again', (scan: number) => (scan > 14 && scan < 18 ? null : 1), 0],
  [
    'a gap, and another name',
    (scan: number) => (scan > 14 && scan < 18 ? null : scan < 16 ? 1 : 2),
    1,
  ],
  ['another name each scan', (scan: number) => scan, 20],
  ['another name from scan 20 on', (scan: number) => (scan < 20 ? 1 : 2), 1],
  ['there and back', (scan: number) => (scan === 20 ? 2 : 1), 2],
  ['a change before the first scored scan', (scan: number) => (scan < 5 ? 1 : 2), 0],
  ['a change at the first scored scan', (scan: number) => (scan < FIRST_SCORED_SCAN ? 1 : 2), 1],
] as const)('identity switches: %s', ([, idAt, switches]) => {
  expect(named(idAt).identitySwitches).toBe(switches)
})

test('two tracks that swap their things are two switches', () => {
  const scans = Array.from({ length: 30 }, () => [
    [1, 0, 0, 0, 0],
    [2, 1_000, 0, 0, 0],
  ])
  const tracks = scans.map((_, scan) => [
    [scan < 15 ? 5 : 6, 0, 0, 0, 0, 9, 0, 9],
    [scan < 15 ? 6 : 5, 1_000, 0, 0, 0, 9, 0, 9],
  ])
  expect(scored(scans, tracks).identitySwitches).toBe(2)
})

/** Two things 60 m apart; their tracks are at home but for scan 15, when they are so many metres east. */
const at15 = (first: number, second: number): number => {
  const scans = Array.from({ length: 30 }, () => [
    [1, 0, 0, 0, 0],
    [2, 60, 0, 0, 0],
  ])
  const tracks = scans.map((_, scan) => [
    [5, scan === 15 ? first : 0, 0, 0, 0, 9, 0, 9],
    [6, scan === 15 ? second : 60, 0, 0, 0, 9, 0, 9],
  ])
  return scored(scans, tracks).identitySwitches
}

describe('a thing stays with its track while that is near enough', () => {
  test.for([
    ['at home', 0, 60, 0],
    ['nearer to the other for a scan', 60, 0, 0],
    // Thing 1 has lost its track and takes none, as 6 is held by thing 2; the track comes home.
    ['far away for a scan', 900, 60, 0],
    ['one far away, the other in its place: it is not free', 900, 0, 0],
    // Each is 150 and 110 m from its own thing, and 90 and 50 m from the other: both are loose.
    ['changed over at more than the cut-off', 150, -50, 2],
  ] as const)('%s', ([, first, second, switches]) => {
    expect(at15(first, second)).toBe(switches)
  })

  test('noise among crowded things makes no switch; names changed over make one each', () => {
    const dense = [...movingScans({ kind: 'dense', seed: 3, things: 100 })].map(
      (scan) => scan.truth,
    )
    const random = seededRandom(4)
    const noisy = (idAt: (id: number, scan: number) => number): readonly TrackScan[] =>
      dense.map((scan, n) =>
        scan.map(([id = 0, x = 0, y = 0]) => [
          idAt(id, n),
          x + 15 * drawNormal(random),
          y + 15 * drawNormal(random),
          0,
          0,
          225,
          0,
          225,
        ]),
      )
    expect(
      scored(
        dense,
        noisy((id) => id),
      ).identitySwitches,
    ).toBe(0)
    const both = dense[50]?.filter(([id]) => dense[49]?.some(([before]) => before === id)) ?? []
    expect(both.length).toBeGreaterThan(80)
    const renamed = noisy((id, scan) => (scan < 50 ? id : id + 1_000))
    expect(scored(dense, renamed).identitySwitches).toBe(both.length)
  })
})

/** Exact tracks but for one scan, which has none. */
const astray = (at: number): TrackScore =>
  scored(
    truth,
    truth.map((scan, n) => (n === at ? [] : scan.map((thing) => [...thing, 1, 0, 1]))),
  )

test('what happens before the first scored scan does not count, and what happens in it does', () => {
  expect(astray(FIRST_SCORED_SCAN - 1).gospaM).toBe(0)
  expect(astray(FIRST_SCORED_SCAN).gospaM).toBeGreaterThan(0)
})
