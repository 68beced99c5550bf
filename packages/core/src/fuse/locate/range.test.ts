import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { clockAfter, flashBang, shotRange } from './index.ts'
import type { Sound } from './index.ts'

// Goal: what one sensor can tell, and what its clock is off by. Method: worked by hand; a shock wave traced by Fermat's
// principle; errors against differences.

const SOUND: Sound = { speedMps: 340, sigmaMps: 2 }

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

describe('one sensor', () => {
  test('flash and bang give the distance', () => {
    const range = flashBang(
      { atS: 10, sigmaS: 0.01 },
      { atS: 20, sigmaS: 0.01 },
      { speedMps: 340, sigmaMps: 2 },
    )
    expect(range).toMatchObject({ rangeM: 3_400 })
    expect(isRefused(range) ? 0 : range.sigmaM).toBeCloseTo(
      Math.hypot(20, 340 * Math.SQRT2 * 0.01),
      6,
    )
    expect(isRefused(flashBang({ atS: 1, sigmaS: 1 }, { atS: 0, sigmaS: 1 }, SOUND))).toBe(true)
  })

  test('shock wave and muzzle blast give the distance, as tracing the wave does', () => {
    const [rangeM, besideRad, speedMps] = [600, 0.1, 750]
    // Least time over all points of the trajectory at which the shock may leave it: Fermat's principle.
    let shockS = Infinity
    for (let alongM = 0; alongM < 600; alongM += 0.01)
      shockS = Math.min(
        shockS,
        alongM / speedMps +
          Math.hypot(rangeM * Math.cos(besideRad) - alongM, rangeM * Math.sin(besideRad)) / 340,
      )
    const delayS = rangeM / 340 - shockS
    const bullet = { speedMps, sigmaMps: 40, besideRad, besideSigmaRad: 0.05 }
    const range = shotRange({ delayS, sigmaS: 0.001 }, bullet, SOUND)
    expect(isRefused(range) ? 0 : range.rangeM).toBeCloseTo(rangeM, 0)
    // Errors against differences.
    const shifted = (change: object): number => {
      const other = shotRange({ delayS, sigmaS: 0.001 }, { ...bullet, ...change }, SOUND)
      return isRefused(other) ? 0 : other.rangeM - rangeM
    }
    const byBullet = shifted({ speedMps: speedMps + 1 }) * 40
    const byAngle = (shifted({ besideRad: besideRad + 1e-4 }) / 1e-4) * 0.05
    expect(isRefused(range) ? 0 : range.sigmaM).toBeCloseTo(
      Math.hypot(byBullet, byAngle, (rangeM * 0.001) / delayS, 6),
      -1,
    )
    expect(isRefused(shotRange({ delayS, sigmaS: 0 }, { ...bullet, speedMps: 300 }, SOUND))).toBe(
      true,
    )
    expect(isRefused(shotRange({ delayS: -1, sigmaS: 0 }, bullet, SOUND))).toBe(true)
    expect(isRefused(shotRange({ delayS, sigmaS: 0 }, { ...bullet, besideRad: 1.4 }, SOUND))).toBe(
      true,
    )
  })

  test('a clock that is off is learned from sound after sound', () => {
    const random = seededRandom(4)
    let clock = { biasS: 0, varianceS2: 0.01 }
    for (let n = 0; n < 100; n += 1)
      clock = clockAfter(clock, { lateS: 0.08 + 0.02 * normal(random), varianceS2: 4e-4 }, 1e-9)
    expect(clock.biasS).toBeCloseTo(0.08, 2)
    expect(Math.abs(clock.biasS - 0.08)).toBeLessThan(4 * Math.sqrt(clock.varianceS2))
  })
})
