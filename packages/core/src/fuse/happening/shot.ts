import { kindOf } from '../../observe/index.ts'
import type { Observation } from '../../observe/index.ts'
import { isRefused } from '../../units/index.ts'
import { shotRange } from '../locate/index.ts'
import type { SoundRange } from '../locate/index.ts'
import { BULLET, EARSHOT_M, SOUND_MPS, SOUND_SIGMA_MPS } from './assumptions.ts'

// One sensor that tells the crack of a bullet from the report of the weapon has told how far off the weapon was: the crack
// leaves the bullet all along its way, the report only the muzzle. Of an explosion, or of what was hit, it says nothing.

/** Kinds that are fired with bullets. */
const FIRED: ReadonlySet<string> = new Set(['shot', 'burst', 'sniperFire'])

/** How far off the shooter was, by the delay of the muzzle blast; null where none was measured, or it tells nothing. */
export function rangeByShot({ shot, category, phase }: Observation): SoundRange | null {
  if (shot === undefined || phase === 'impact' || !FIRED.has(kindOf(category))) return null
  const range = shotRange({ delayS: shot.delayMs / 1_000, sigmaS: shot.sigmaMs / 1_000 }, BULLET, {
    speedMps: SOUND_MPS,
    sigmaMps: SOUND_SIGMA_MPS,
  })
  return isRefused(range) || range.rangeM > EARSHOT_M ? null : range
}
