import { DISTANCE_M_MAX, HEIGHT_M_MAX, HEIGHT_M_MIN, faultOf } from '@holdfast/core/observe'
import type { Category, Means, Motion, Unidentified } from '@holdfast/core/observe'
import type { Position } from '@holdfast/core/geo'
import type { FeedContext, Observed } from '../../codec/index.ts'
import { DEFAULTS, LIMITS } from '../../observation/index.ts'
import { bytesOf, type AsterixRecord } from '../record.ts'
import type { Draft } from './items.ts'
import { residualOf } from './residual.ts'
import type { Instant } from './time.ts'

/** A position with the radius that holds 95 %, metres. */
export interface Fix {
  readonly position: Position
  readonly errorM: number
}
/** What a category's reader finds in a record. */
export interface Finding {
  readonly category: Category
  readonly means: readonly Means[]
  readonly at: Instant
  readonly fix: Fix
  readonly motion: Motion
  /** Further members of the residual. */
  readonly said: Readonly<Record<string, string>>
}

const HASH_DIGITS = 16
/** Metres of a foot. */
export const METRES_PER_FOOT = 0.3048
/** Metres of a nautical mile. */
export const METRES_PER_NM = 1_852
/** Metres of pressure altitude in a flight level of 100 ft. */
export const METRES_PER_FL = 30.48

/** A height with its datum for `Motion`; null, with a note, where no thing that is observed can be. */
export function heightOf(
  draft: Draft,
  heightM: number | undefined,
  heightDatum: 'ellipsoid' | 'msl' | 'pressure',
): Pick<Motion, 'heightM' | 'heightDatum'> {
  if (heightM === undefined) return { heightM: null, heightDatum: null }
  if (heightM >= HEIGHT_M_MIN && heightM <= HEIGHT_M_MAX) return { heightM, heightDatum }
  draft.notes.push(`height ${heightM} m is impossible and left out`)
  return { heightM: null, heightDatum: null }
}

/** A course in [0, 360). */
export const courseOf = (deg: number | undefined): number | null =>
  deg === undefined ? null : ((deg % 360) + 360) % 360

function observerOf({ source }: FeedContext, fix: Fix): Unidentified['observer'] {
  const { position, errorM } = source.site ?? fix
  const place = Array.from(source.title).slice(0, LIMITS.place).join('') || source.id
  return { place, position, errorM: Math.min(errorM, DISTANCE_M_MAX), control: 'unknown' }
}

/**
 * The observation of a finding. Its record id is the category, the instant and the record's hash: whoever reads the
 * same record again at about the same time gives it the same name.
 */
export function observationOf(
  record: AsterixRecord,
  draft: Draft,
  context: FeedContext,
  finding: Finding,
): Observed {
  const { source } = context
  const { at, fix, motion } = finding
  const rawSha256 = context.sha256(bytesOf(record))
  const observation: Unidentified = {
    source: source.id,
    recordId: `asterix/${record.cat}/${at.ms}/${rawSha256.slice(0, HASH_DIGITS)}`,
    means: finding.means,
    category: finding.category,
    phase: 'undetermined',
    count: { n: 1, precision: 'exact' },
    observed: { fromMs: at.ms, toMs: at.ms, basis: 'clock', clock: at.clock },
    observer: observerOf(context, fix),
    where: {
      sectors: [],
      ring: null,
      fix: { position: fix.position, errorM: Math.min(fix.errorM, DISTANCE_M_MAX) },
    },
    weapon: DEFAULTS.weapon,
    grade: DEFAULTS.grade,
    label: source.label ?? DEFAULTS.label,
    rawSha256,
    residual: residualOf(record, draft, { timeBasis: at.basis, ...finding.said }),
    motion,
  }
  const fault = faultOf(observation, context.receivedMs)
  if (fault === null) return { observations: [observation] }
  return fault.includes('/position')
    ? { nothing: `no position: ${fault}` }
    : { nothing: `no observation: ${fault}`, isRefused: true }
}
