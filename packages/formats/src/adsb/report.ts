import type { Motion, Observation, Unidentified } from '@holdfast/core/observe'
import type { Position } from '@holdfast/core/geo'
import type { InstantMs } from '@holdfast/core/units'
import type { FeedContext, Observed } from '../codec/index.ts'
import { DEFAULTS, LIMITS } from '../observation/index.ts'

/** Metres a second of a knot. */
export const MPS_PER_KT = 1852 / 3600
/** Metres of a foot. */
export const M_PER_FT = 0.3048
/** Metres a second of a foot a minute. */
export const MPS_PER_FPM = M_PER_FT / 60

/** What one position report comes to. */
export interface Report {
  readonly recordId: string
  readonly raw: Uint8Array
  readonly position: Position
  readonly errorM: number
  readonly observedMs: InstantMs
  readonly clock: Observation['observed']['clock']
  readonly motion: Motion
  readonly onLand: boolean
  readonly residual: Readonly<Record<string, string>>
}

/** Text that one line of a document can hold, cut to a length in code points. */
export const oneLine = (text: string, max: number): string =>
  Array.from(text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '))
    .slice(0, max)
    .join('')

// The check of core refuses what is nearer to 0 N 0 E than this, degrees, on both axes.
const NULL_ISLAND_DEG = 0.0001

/** Azimuth in [0, 360). */
export function azimuth(deg: number): number {
  const turned = ((deg % 360) + 360) % 360
  return turned >= 360 ? 0 : turned
}

/** The observation of a report. Sensed by the receiver, and told by the aircraft: nobody measured where it was. */
export function observationOf(report: Report, { source, sha256 }: FeedContext): Observed {
  const { position, observedMs } = report
  if (Math.abs(position.latDeg) <= NULL_ISLAND_DEG && Math.abs(position.lonDeg) <= NULL_ISLAND_DEG)
    return { nothing: 'no position: 0 N 0 E stands for a missing one' }
  const site = source.site
  const observation: Unidentified = {
    source: source.id,
    recordId: report.recordId,
    means: ['sensed', 'told'],
    category: report.onLand ? 'I.LAND' : 'I.AIR',
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: observedMs, toMs: observedMs, basis: 'clock', clock: report.clock },
    observer: {
      place: oneLine(source.title, LIMITS.place) || source.id,
      position: site?.position ?? position,
      errorM: site?.errorM ?? report.errorM,
      control: 'unknown',
    },
    where: { sectors: [], ring: null, fix: { position, errorM: report.errorM } },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label: source.label ?? DEFAULTS.label,
    rawSha256: sha256(report.raw),
    residual: report.residual,
    motion: report.motion,
  }
  return { observations: [observation] }
}
