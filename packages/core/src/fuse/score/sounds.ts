/**
 * The judging cases of acoustic location: sensors that stand about, a sound from a place, onsets with noise, a speed of
 * sound that is known to ± 2 m/s only, and in some kinds sensors that heard an echo. With the truth comes the Cramér–Rao
 * bound of each case, so that scoring needs no model of its own.
 */
import { seededRandom } from '../../units/index.ts'
import type { Random } from '../../units/index.ts'
import { SOUND, SOUND_KINDS } from './assumptions.ts'
import { soundBound } from './bound.ts'
import type { SoundSetting } from './bound.ts'
import { drawBetween, drawExponential, drawNormal, shuffle } from './draw.ts'

/** `clean8`, `sparse4`, `line10`, `front10` or `multipath9`. */
export type SoundKind = keyof typeof SOUND_KINDS

/** A case, by the names of the file: places in metres, onsets and their deviations in seconds, speeds in m/s. */
export interface SoundCase extends SoundSetting {
  readonly id: string
  readonly t: readonly number[]
  readonly c0: number
}

/** The truth of a case: place, s of the sound, its speed, the Cramér–Rao bound of the place, m², and which sensors were late. */
export interface SoundTruth {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly t0: number
  readonly c: number
  readonly bound: readonly [readonly [number, number], readonly [number, number]]
  readonly late: readonly number[]
}

/** Cases of a kind with their truth. The same seed gives the same cases. */
export function soundCases(options: {
  readonly kind: SoundKind
  readonly seed: number
  readonly cases: number
}): { readonly cases: readonly SoundCase[]; readonly truth: readonly SoundTruth[] } {
  const random = seededRandom(options.seed)
  const made = Array.from({ length: options.cases }, (_, n) =>
    soundCase(random, options.kind, `${options.kind}-${options.seed}-${n}`),
  )
  return { cases: made.map((one) => one.case), truth: made.map((one) => one.truth) }
}

function soundCase(
  random: Random,
  kind: SoundKind,
  id: string,
): { readonly case: SoundCase; readonly truth: SoundTruth } {
  const { sensors: count, lengthM, depthM, sourceDepthM, late: lateCount } = SOUND_KINDS[kind]
  const sensors = Array.from({ length: count }, () => placeIn(random, lengthM, depthM))
  const [x, middleY] = placeIn(random, lengthM, sourceDepthM)
  const y = middleY + (depthM - sourceDepthM) / 2
  const c0 = drawBetween(random, SOUND.nominalMps)
  const c = c0 + SOUND.sigmaMps * drawNormal(random)
  const t0 = drawBetween(random, [0, 60])
  const order = Array.from({ length: count }, (_, n) => n)
  shuffle(random, order)
  const late = order.slice(0, lateCount).toSorted((a, b) => a - b)
  const sigmaT = sensors.map(() => drawBetween(random, SOUND.onsetS))
  const t = sensors.map(
    ([sensorX, sensorY], n) =>
      t0 +
      Math.hypot(x - sensorX, y - sensorY) / c +
      (sigmaT[n] ?? 0) * drawNormal(random) +
      (late.includes(n) ? SOUND.lateFloorS + drawExponential(random, SOUND.lateMeanS) : 0),
  )
  const made = { id, sensors, t, sigma_t: sigmaT, c0, sigma_c: SOUND.sigmaMps }
  return { case: made, truth: { id, x, y, t0, c, bound: soundBound(made, { x, y, c }), late } }
}

const placeIn = (random: Random, lengthM: number, depthM: number): [number, number] => [
  random() * lengthM,
  random() * depthM,
]
