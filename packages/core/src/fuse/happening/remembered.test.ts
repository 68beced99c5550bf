/**
 * Goal: what is remembered between fusions changes no result, is bounded, and the fast average of a density is the plain
 * one. Method: the same scene fused before and after so many others that everything was forgotten in between; the density
 * from its table, with the arc tangent of the platform, at seeded displacements and along every edge of a bin.
 */
import { expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { destination } from '../../geo/index.ts'
import { fuse } from './fuse.ts'
import { polarMean, polarOf } from './polar.ts'
import { Remembered } from './remembered.ts'
import { heard, sourceOf } from './scene-generator.ts'

const SOURCES = new Map(['a', 'b', 'c'].map((id) => [id, sourceOf(id)]))
const HOME = { lonDeg: 37.8, latDeg: 48.1 }

function scene(seed: number) {
  const random = seededRandom(seed)
  return ['a', 'b', 'c'].map((source) =>
    heard(random, destination(HOME, { azimuthDeg: 360 * random(), distanceM: 500 * random() }), {
      id: `${seed}-${source}`,
      source,
      fromMs: 0,
      toMs: 60_000,
      errorM: 50,
      exact: false,
      distanceM: 2_000 + 3_000 * random(),
      azimuthDeg: 360 * random(),
    }),
  )
}

test('a scene is fused to the same bytes, whatever was fused and forgotten meanwhile', () => {
  const before = JSON.stringify(fuse(scene(1), SOURCES))
  expect(JSON.stringify(fuse(scene(1), SOURCES))).toBe(before)
  for (let seed = 2; seed < 600; seed += 1) fuse(scene(seed), SOURCES)
  expect(JSON.stringify(fuse(scene(1), SOURCES))).toBe(before)
  expect(JSON.stringify(fuse(scene(2), SOURCES))).not.toBe(before)
})

test('a value is worked out once while it is known, a null too, and over the bound again', () => {
  const known = new Remembered<number | null>(2)
  const worked: string[] = []
  const of = (key: string, value: number | null): number | null =>
    known.of(key, () => {
      worked.push(key)
      return value
    })
  expect([of('a', null), of('a', 1), of('b', 2), of('b', 3)]).toEqual([null, null, 2, 2])
  expect(of('c', 4)).toBe(4)
  expect(of('a', 5)).toBe(5)
  expect(worked).toEqual(['a', 'b', 'c', 'a'])
})

test('the fast average takes the very bins that the plain one takes', () => {
  const polar = polarOf([{ fromDeg: 20, toDeg: 215 }], { minM: 1_000, maxM: 4_000 })
  const plain = (eastM: number, northM: number): number => {
    const rangeM = Math.sqrt(eastM * eastM + northM * northM)
    if (rangeM < polar.fromM || rangeM >= polar.toM) return 0
    const turns = Math.atan2(eastM, northM) / (2 * Math.PI)
    const share = (rangeM - polar.fromM) / (polar.toM - polar.fromM)
    const azimuth = Math.trunc((turns < 0 ? turns + 1 : turns) * 360) % 360
    return (
      (polar.range.density[Math.trunc(share * 128)] ?? 0) * (polar.azimuth.density[azimuth] ?? 0)
    )
  }
  const still = { errors: new Float64Array(2), farthestM: 0 }
  const fast = (eastM: number, northM: number): number => polarMean(polar, still, { eastM, northM })
  const random = seededRandom(3)
  let differing = 0
  for (let n = 0; n < 200_000; n += 1) {
    const [east, north] = [9_000 * (random() - 0.5), 9_000 * (random() - 0.5)]
    if (fast(east, north) !== plain(east, north)) differing += 1
  }
  for (let deg = 0; deg < 360; deg += 1)
    for (const off of [-1e-3, -1e-12, 0, 1e-12, 1e-3]) {
      const [sin, cos] = [Math.sin, Math.cos].map((of) => of(((deg + off) * Math.PI) / 180))
      const [east, north] = [2_500 * (sin ?? 0), 2_500 * (cos ?? 0)]
      if (fast(east, north) !== plain(east, north)) differing += 1
    }
  expect(differing).toBe(0)
  expect(fast(0, 0)).toBe(plain(0, 0))
  // The observer elsewhere by 100 m, either way: the mean of two.
  const moved = { errors: Float64Array.of(100, 0, -100, 0), farthestM: 100 }
  const mean = (plain(2_400, 500) + plain(2_600, 500)) / 2
  expect(polarMean(polar, moved, { eastM: 2_500, northM: 500 })).toBe(mean)
})
