import { describe, expect, test } from 'vitest'
import { destination, distanceM, ellipseHolds, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Observation, Source } from '../../observe/index.ts'
import { seededRandom } from '../../units/index.ts'
import { fuse } from '../index.ts'
import { BULLET } from './assumptions.ts'
import { normal, reportOf, sourceOf } from './scene-generator.ts'
import { rangeByShot } from './shot.ts'

// Goal: a sensor that tells a bullet's crack from the muzzle blast places the shooter, alone and with others; of what is no
// shot, and where a distance is given, the delay changes nothing. Method: seeded shots with known truth, the delay worked out
// here from the Mach cone; the event with the delay is compared with the event without it.

const HOME: Position = { lonDeg: 37.8, latDeg: 48.1 }
const START = Date.UTC(2026, 0, 1)
const SOURCES: ReadonlyMap<string, Source> = new Map(
  ['mast-1', 'mast-2'].map((id) => [id, { ...sourceOf(id), kind: 'acoustic' as const }]),
)

/** A report of a shot from a direction known to ten degrees; the crack leaves at the Mach angle, the blast at the muzzle. */
function heard(
  source: string,
  { observer, truth, speedMps, beside }: Scene,
): Observation & { readonly shot: { readonly delayMs: number; readonly sigmaMs: number } } {
  const rangeM = distanceM(observer, truth)
  const sine = Math.sin(Math.asin(337 / speedMps) + beside)
  const { eastM, northM } = frameAt(observer).toOffset(truth)
  const azimuthDeg = (Math.atan2(eastM, northM) * 180) / Math.PI
  const from = (offDeg: number): number => (((azimuthDeg + offDeg) % 360) + 360) % 360
  const report = reportOf({
    id: `${source} ${START}`,
    source,
    category: 'K.SHOT',
    phase: 'outgoing',
    observer,
    errorM: 3,
    sectors: [{ fromDeg: from(-5), toDeg: from(5) }],
    fromMs: START,
    toMs: START,
  })
  return { ...report, shot: { delayMs: (1_000 * rangeM * (1 - sine)) / 337, sigmaMs: 2 } }
}
interface Scene {
  readonly observer: Position
  readonly truth: Position
  readonly speedMps: number
  readonly beside: number
}
const at = (azimuthDeg: number, rangeM: number): Position =>
  destination(HOME, { azimuthDeg, distanceM: rangeM })
const placeOf = (reports: readonly Observation[]) => {
  const { events } = fuse(reports, SOURCES)
  const [event] = events
  if (events.length !== 1 || event?.estimate == null) throw new Error('not one event with a place')
  return event.estimate
}

describe('the delay of a muzzle blast', () => {
  test('places the shooter within an honest ellipse that is far smaller than without it', () => {
    const random = seededRandom(4)
    const count = 200
    let held = 0
    for (let n = 0; n < count; n += 1) {
      const scene = {
        observer: HOME,
        truth: at(360 * random(), 200 + 800 * random()),
        speedMps: BULLET.speedMps + BULLET.sigmaMps * normal(random) * 0.8,
        beside: Math.max(0, BULLET.besideRad + BULLET.besideSigmaRad * normal(random)),
      }
      const { shot, ...without } = heard('mast-1', scene)
      const found = placeOf([{ ...without, shot }])
      const off = frameAt(found.position).toOffset(scene.truth)
      held += Number(ellipseHolds(found.ellipse95, off))
      if (n < 10)
        expect(found.ellipse95.semiMajorM).toBeLessThan(placeOf([without]).ellipse95.semiMajorM / 2)
    }
    expect(held / count).toBeGreaterThan(0.88)
    expect(held / count).toBeLessThanOrEqual(1)
  })

  test('a delay twice as long is twice as far', () => {
    const report = heard('mast-1', {
      observer: HOME,
      truth: at(0, 400),
      speedMps: 650,
      beside: 0.1,
    })
    const near = rangeByShot(report)
    const far = rangeByShot({
      ...report,
      shot: { delayMs: 2 * report.shot.delayMs, sigmaMs: 4 },
    })
    expect(near?.rangeM).toBeCloseTo(400, 2)
    expect((far?.rangeM ?? 0) / (near?.rangeM ?? 1)).toBeCloseTo(2, 12)
  })

  test('without a direction it is a ring around the sensor', () => {
    const scene = { observer: HOME, truth: at(0, 600), speedMps: 650, beside: 0.1 }
    const report = heard('mast-1', scene)
    const found = placeOf([{ ...report, where: { ...report.where, sectors: [] } }])
    expect(distanceM(found.position, HOME)).toBeLessThan(100)
    expect(found.ellipse95.semiMajorM).toBeGreaterThan(500)
    expect(found.ellipse95.semiMajorM).toBeLessThan(2_000)
  })

  test('two sensors make one event with both delays', () => {
    const truth = at(20, 700)
    const scene = { truth, speedMps: 650, beside: 0.1 }
    const found = placeOf([
      heard('mast-1', { ...scene, observer: HOME }),
      heard('mast-2', { ...scene, observer: at(90, 500) }),
    ])
    expect(distanceM(found.position, truth)).toBeLessThan(150)
  })

  test.each([
    ['of an explosion', { category: 'K.EXPL.UNDET', phase: 'undetermined' }],
    ['of what was hit', { phase: 'impact' }],
  ] as const)('%s it tells nothing', (_, change) => {
    const scene = { observer: HOME, truth: at(0, 600), speedMps: 650, beside: 0.1 }
    const { shot, ...without } = { ...heard('mast-1', scene), ...change }
    expect(rangeByShot({ ...without, shot })).toBeNull()
    expect(fuse([{ ...without, shot }], SOURCES)).toEqual(fuse([without], SOURCES))
  })

  test('a distance that the source gives stands before it', () => {
    const scene = { observer: HOME, truth: at(0, 600), speedMps: 650, beside: 0.1 }
    const { shot, ...report } = heard('mast-1', scene)
    const ringed = { ...report, where: { ...report.where, ring: { minM: 1_000, maxM: 1_200 } } }
    expect(placeOf([{ ...ringed, shot }])).toEqual(placeOf([ringed]))
  })
})
