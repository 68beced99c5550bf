import type { Refused } from '../../units/index.ts'
import { Locator } from './locator.ts'
import type { Arrivals, Sound, SoundPlace } from './types.ts'

/**
 * Where a sound came from. For one sound at a time; a stream of them is solved by one `Locator`, which allocates nothing.
 * Refused, with the reason, where the arrivals cannot give a place. Sensors in a line do give one: it has a mirror image,
 * the ellipse holds both, and `elsewhere` says how likely the other is.
 */
export function locate(arrivals: Arrivals, sound: Sound): SoundPlace | Refused {
  const locator = new Locator()
  if (!locator.solve(arrivals, sound)) return { refused: locator.reason }
  const { eastM, northM, ee, en, nn } = locator
  const rows = Array.from({ length: arrivals.count }, (_, row) => row)
  return {
    eastM,
    northM,
    covarianceM2: { ee, en, nn },
    originS: locator.originS,
    originSigmaS: Math.sqrt(locator.originVarianceS2),
    speedMps: locator.speedMps,
    chiSquared: locator.chiSquared,
    degrees: locator.degrees,
    late: rows.filter((row) => locator.isLate(row)),
    residualS: rows.map((row) => locator.lateS(row)),
    elsewhere: locator.elsewhere,
  }
}
