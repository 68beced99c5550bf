import { describe, expect, test } from 'vitest'
import { distanceM, radarPlotOf } from '../../geo/index.ts'
import type { Calibration, Observation, Source } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { withHeight } from './height.ts'
import { groupsOf, lookOf, noticing } from './looks.ts'
import { reportOf } from './report.ts'
import type { Report } from './report.ts'
import {
  MIDDLE,
  REGISTRY,
  SCENE_MS,
  observationOf,
  picture,
  placeOf,
  run,
  sourceOf,
  told,
} from '../../../../../tests/support/moving-scenes.ts'
import type { Mover, Said } from '../../../../../tests/support/moving-scenes.ts'

// Goal: each way of knowing becomes a look that says what it knows and no more. Method: tables of what the registry says,
// looks taken apart, and scenes seen by directions alone.

const reportFor = (said: Said): Report => {
  const source = REGISTRY.get(said.source)
  const report = source === undefined ? null : reportOf(observationOf(said), source)
  if (report === null) throw new Error('no report')
  return report
}
const row = (said: Partial<Said>, identity = -1) => ({
  report: reportFor({ source: 'adsb-1', atMs: SCENE_MS, position: MIDDLE, ...said }),
  identity,
  isVelocityUsed: true,
})

const measured = (pdByRange: Calibration['pdByRange']): Source => ({
  ...sourceOf('radar-1', 'radar'),
  calibration: {
    pdByRange,
    falseAlarmsPerHour: null,
    confusion: null,
    clock: 'gnss',
    clockErrorMs: null,
    measuredMs: 0,
    basis: 'made',
  },
})
const azimuth = (deg: number): number => (deg + 360) % 360
const motion = (
  heightM: number,
  heightDatum: 'pressure' | 'ellipsoid',
  climbMps: number | null = 10,
) => ({
  heightM,
  heightDatum,
  climbMps,
  speedMps: null,
  courseDeg: null,
  identity: {},
})

describe('a look', () => {
  test('of what is told is one for all receivers; of sensors one each; of directions one for each observer', () => {
    const where: Observation['where'] = {
      sectors: [{ fromDeg: 80, toDeg: 90 }],
      ring: null,
      fix: null,
    }
    const groups = groupsOf([
      row({}, 1),
      row({ source: 'adsb-2', atMs: SCENE_MS + 20 }, 2),
      row({ source: 'adsb-2', atMs: SCENE_MS + 40 }, 1),
      row({ source: 'radar-1', means: ['sensed'], atMs: SCENE_MS + 10 }),
      row({ source: 'patrol-1', means: ['saw'], where }),
      row({ source: 'patrol-1', means: ['saw'], where }),
    ])
    expect(groups.map(({ rows }) => rows.map(({ report }) => report.manner).join(' '))).toEqual([
      'bearing',
      'bearing',
      'radar',
      'told told',
      'told',
    ])
  })
  test('carries what is told to its time, and puts errors of time along the way', () => {
    const rows = [
      row({ speedMps: 200, courseDeg: 90, errorM: 24.477 }, 1),
      row({ atMs: SCENE_MS + 80 }, 2),
    ]
    const look = lookOf({ rows, atMs: SCENE_MS + 80 }, 0, 'air')
    const [first] = rows
    expect(look.z[0]).toBeCloseTo((first?.report.eastM ?? 0) + 16, 3)
    // 10 m of place; 0.3 s at 200 m/s along; what 5 m/s of velocity come to in 80 ms.
    expect(look.r[0]).toBeCloseTo(100 + 3_600 + 0.16, 1)
    expect(look.r[2]).toBeCloseTo(100 + 0.16, 1)
    expect(look.pd).toBe(0)
  })
})

describe('noticing', () => {
  const steps = [
    { toM: 10_000, pd: 0.9 },
    { toM: 40_000, pd: 0.5 },
  ]
  const rows: readonly (readonly [string, Source, number, number])[] = [
    ['not measured, in reach', sourceOf('radar-1', 'radar'), 149_000, 0.9],
    ['not measured, beyond', sourceOf('radar-1', 'radar'), 151_000, 0],
    ['no reach given', { ...sourceOf('radar-1', 'radar'), reachM: {} }, 1_000, 0],
    ['measured, near', measured({ air: steps }), 10_000, 0.9],
    ['measured, far', measured({ air: steps }), 10_001, 0.5],
    ['measured, beyond', measured({ air: steps }), 40_001, 0],
    [
      'of other classes: the least',
      measured({ a: steps, b: [{ toM: 9_000, pd: 0.7 }] }),
      8_000,
      0.7,
    ],
  ]
  test.each(rows)('%s', (_desc, source, rangeM, pd) => {
    expect(noticing(source, 'air', rangeM)).toBe(pd)
  })
})

describe('directions', () => {
  const random = seededRandom(4)
  const mover: Mover = { from: { lonDeg: 36.35, latDeg: 47.25 }, courseDeg: 120, speedMps: 60 }
  const toward = (s: number, ring: boolean): Observation => {
    const { azimuthDeg, rangeM } = radarPlotOf(
      { position: MIDDLE, heightM: 0 },
      { position: placeOf(mover, s), heightM: 0 },
    )
    return observationOf({
      source: 'patrol-1',
      means: ['saw'],
      atMs: SCENE_MS + 1_000 * s,
      position: MIDDLE,
      where: {
        sectors: [{ fromDeg: azimuth(azimuthDeg - 1), toDeg: azimuth(azimuthDeg + 1) }],
        ring: ring ? { minM: rangeM - 150, maxM: rangeM + 150 } : null,
        fix: null,
      },
    })
  }
  const seconds = Array.from({ length: 30 }, (_, k) => 2 * k)

  test('with distances are a track near the truth', () => {
    const made = run(
      picture(),
      seconds.map((s) => toward(s, true)),
    )
    const track = made.tracks.find(({ status }) => status === 'confirmed')
    expect(made.tracks.filter(({ status }) => status === 'confirmed')).toHaveLength(1)
    const s = ((track?.atMs ?? 0) - SCENE_MS) / 1_000
    expect(distanceM(track?.estimate.position ?? MIDDLE, placeOf(mover, s))).toBeLessThan(300)
  })
  test('alone begin nothing, and join what is known to be there', () => {
    const only = run(
      picture(),
      seconds.map((s) => toward(s, false)),
    )
    expect(only.tracks).toEqual([])
    const known = told(
      mover,
      { from: 0, to: 60, everyS: 4, random },
      { errorM: 400, identity: { icao24: 'abcde1' } },
    )
    const made = run(picture(), [...known, ...seconds.map((s) => toward(s + 1, false))])
    expect(made.tracks).toHaveLength(1)
    expect(made.tracks[0]?.sources).toEqual(['adsb-1', 'patrol-1'])
  })
})

test('heights of one datum are filtered; another takes over when the first is silent', () => {
  let held = withHeight(null, motion(1_000, 'pressure'), 0)
  for (let s = 1; s <= 20; s += 1)
    held = withHeight(held, motion(1_000 + 10 * s, 'pressure'), 1_000 * s)
  expect(held?.heightM).toBeCloseTo(1_200, 0)
  expect(held?.variance).toBeLessThan(15 * 15)
  expect(withHeight(held, motion(1_290, 'ellipsoid'), 21_000)).toBe(held)
  expect(withHeight(held, motion(1_290, 'ellipsoid'), 51_000)?.heightM).toBe(1_290)
})
