import type { Refused } from '../../units/index.ts'
import type { ClockBias, Sound } from './types.ts'

/** A distance from one sensor. */
export interface SoundRange {
  readonly rangeM: number
  readonly sigmaM: number
}

/** Distance from light to sound at one sensor: light is there at once, so it tells when the sound was made. */
export function flashBang(
  flash: { readonly atS: number; readonly sigmaS: number },
  bang: { readonly atS: number; readonly sigmaS: number },
  sound: Sound,
): SoundRange | Refused {
  const delayS = bang.atS - flash.atS
  if (!(delayS > 0)) return { refused: 'the sound is not later than the light' }
  const rangeM = delayS * sound.speedMps
  const timeM = sound.speedMps * Math.hypot(flash.sigmaS, bang.sigmaS)
  return { rangeM, sigmaM: Math.hypot(timeM, delayS * sound.sigmaMps) }
}

/** What is assumed of a bullet: its mean speed over the range, and how far beside the sensor's direction it was fired. */
export interface Bullet {
  readonly speedMps: number
  readonly sigmaMps: number
  readonly besideRad: number
  readonly besideSigmaRad: number
}

/**
 * Distance to a shooter from the delay of the muzzle blast behind the bullet's shock wave. The shock leaves the
 * trajectory at the Mach angle μ, sin μ = c/v, and is at a sensor at range R, at the angle φ beside the line of fire, after
 * R·sin(μ + φ)/c; the blast after R/c. So R = c·delay / (1 − sin(μ + φ)), while μ + φ < 90°: beyond it the sensor is not
 * passed by the shock. Speed of sound, of the bullet, and φ are nuisances; their errors enter to first order.
 */
export function shotRange(
  delay: { readonly delayS: number; readonly sigmaS: number },
  bullet: Bullet,
  sound: Sound,
): SoundRange | Refused {
  const sine = sound.speedMps / bullet.speedMps
  if (!(sine > 0 && sine < 1)) return { refused: 'a bullet slower than sound has no shock wave' }
  if (!(delay.delayS > 0)) return { refused: 'the muzzle blast is not later than the shock wave' }
  const angle = Math.asin(sine) + bullet.besideRad
  if (!(angle < Math.PI / 2)) return { refused: 'beside the cone no shock wave is heard' }
  const left = 1 - Math.sin(angle)
  const rangeM = (sound.speedMps * delay.delayS) / left
  // Change of the range with the angle, and of the angle with c and v.
  const byAngle = (rangeM * Math.cos(angle)) / left
  const byRatio = 1 / Math.sqrt(1 - sine * sine)
  const bySound = rangeM / sound.speedMps + (byAngle * byRatio) / bullet.speedMps
  const byBullet = (byAngle * byRatio * sine) / bullet.speedMps
  return {
    rangeM,
    sigmaM: Math.hypot(
      (rangeM * delay.sigmaS) / delay.delayS,
      bySound * sound.sigmaMps,
      byBullet * bullet.sigmaMps,
      byAngle * bullet.besideSigmaRad,
    ),
  }
}

/**
 * A sensor's clock after one more sound: what its arrival was late by, weighed against what was known (Kalman 1960, one
 * dimension). Take the clock's bias off its arrivals before the next sound is solved, and its variance onto their own.
 */
export function clockAfter(
  clock: ClockBias,
  residual: { readonly lateS: number; readonly varianceS2: number },
  driftS2: number,
): ClockBias {
  const before = clock.varianceS2 + driftS2
  const gain = before / (before + residual.varianceS2)
  return {
    biasS: clock.biasS + gain * (residual.lateS - clock.biasS),
    varianceS2: (1 - gain) * before,
  }
}
