import { destination, frameAt, RADIUS_95 } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { Category, Observation, RangeRing, Sector, Source } from '../../observe/index.ts'
import type { Random } from '../../units/index.ts'
import { BEARING_SIGMA_DEG, RANGE_SIGMA_SHARE } from './assumptions.ts'

// Three real cases can be fitted by hand; thousands of made ones cannot. A scene has a known truth and the reports
// that honest observers would make of it, in the words that they use: a compass point, whole distances, a place that
// they stood near.

/** What a made report says; everything else is filled in plainly. */
export interface Words {
  readonly id: string
  readonly source: string
  readonly category?: Category
  readonly phase?: Observation['phase']
  readonly count?: Observation['count']
  readonly weapon?: Observation['weapon']
  readonly observer: Position
  readonly errorM: number
  readonly sectors?: readonly Sector[]
  readonly ring?: RangeRing | null
  readonly fix?: Observation['where']['fix']
  readonly fromMs: number
  readonly toMs: number
}

/** An observation of an exercise, with the given words. */
export function reportOf(words: Words): Observation {
  return {
    id: words.id,
    source: words.source,
    recordId: words.id,
    means: ['heard'],
    category: words.category ?? 'K.EXPL.UNDET',
    phase: words.phase ?? 'undetermined',
    count: words.count ?? { n: 1, precision: 'exact' },
    observed: { fromMs: words.fromMs, toMs: words.toMs, basis: 'clock', clock: 'manual' },
    observer: {
      place: 'made',
      position: words.observer,
      errorM: words.errorM,
      control: 'unknown',
    },
    where: { sectors: words.sectors ?? [], ring: words.ring ?? null, fix: words.fix ?? null },
    weapon: words.weapon ?? null,
    grade: { reliability: 'B', credibility: 2 },
    label: {
      policy: 'HOLDFAST',
      classification: 'UNCLASSIFIED',
      offices: ['monitor'],
      releasableTo: ['ALL'],
    },
    rawSha256: '0'.repeat(64),
    residual: {},
    exercise: 'made',
  }
}

/** A source of an exercise that notices nine of ten and reports one in twenty wrongly. */
export const sourceOf = (id: string): Source => ({
  id,
  title: id,
  nation: 'XAA',
  kind: 'patrol',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.05, basis: 'made for an exercise' },
  group: id,
})

/** A standard normal number (sum of twelve uniform ones). */
export function normal(random: Random): number {
  let sum = -6
  for (let n = 0; n < 12; n += 1) sum += random()
  return sum
}

/** Degrees between neighbouring points of a compass of sixteen. */
const POINT_DEG = 22.5

/**
 * A report of an event at `truth` by an observer about `distanceM` away: he names the nearest of sixteen compass points
 * and the whole kilometres between which it was; his ear is off by some degrees and per cent unless it is `exact`, and his
 * own place by up to `errorM` (95 %).
 */
export function heard(
  random: Random,
  truth: Position,
  words: Pick<Words, 'id' | 'source' | 'fromMs' | 'toMs' | 'errorM'> & {
    readonly distanceM: number
    readonly azimuthDeg: number
    readonly exact?: boolean
  },
): Observation {
  const { distanceM, azimuthDeg, exact = false, ...rest } = words
  const off = exact ? 0 : 1
  const stood = destination(truth, { azimuthDeg: azimuthDeg + 180, distanceM })
  const sigmaM = words.errorM / RADIUS_95
  const observer = frameAt(stood).toPosition({
    eastM: sigmaM * normal(random),
    northM: sigmaM * normal(random),
  })
  const heardDeg = azimuthDeg + off * BEARING_SIGMA_DEG * normal(random)
  const pointDeg = Math.round(heardDeg / POINT_DEG) * POINT_DEG
  const fromDeg = (pointDeg - POINT_DEG / 2 + 720) % 360
  const km = Math.floor((distanceM * (1 + off * RANGE_SIGMA_SHARE * normal(random))) / 1_000)
  return reportOf({
    ...rest,
    observer,
    sectors: [{ fromDeg, toDeg: (fromDeg + POINT_DEG) % 360 }],
    ring: { minM: km * 1_000, maxM: (km + 1) * 1_000 },
  })
}
