import { DISTANCE_M_MAX, PHASE_OF_EXPLOSION, faultOf } from '@holdfast/core/observe'
import type { Category, Observation, Unidentified } from '@holdfast/core/observe'
import type { FeedContext, Observed } from '../codec/index.ts'
import { DEFAULTS, readObservation } from '../observation/index.ts'

/**
 * What the open feeds have in common once their words are read: who says so, under which label, and the last check.
 */

/** A circle that holds a place with 95 % probability: WGS 84, metres. */
export type Circle = NonNullable<Observation['where']['fix']>

/** The phase that a category has by itself. */
export const phaseOf = (category: Category): Observation['phase'] =>
  PHASE_OF_EXPLOSION[category] ?? 'undetermined'

/** One line of text that an observer's place can be called. */
export function placeOf(text: string, otherwise: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
  return Array.from(line === '' ? otherwise : line)
    .slice(0, 200)
    .join('')
}

/** Where the source stands: its site, else the circle that the record names, else null. */
export function observerOf(
  { source }: FeedContext,
  circle: Circle | null,
): Observation['observer'] | null {
  const stands = source.site ?? circle
  return stands === null
    ? null
    : {
        place: placeOf(source.title, source.id),
        position: { lonDeg: stands.position.lonDeg, latDeg: stands.position.latDeg },
        errorM: Math.min(stands.errorM, DISTANCE_M_MAX),
        control: 'unknown',
      }
}

/** What an observation of this feed has in any case. */
export const frameOf = (
  { source, sha256 }: FeedContext,
  bytes: Uint8Array,
): Pick<Unidentified, 'source' | 'weapon' | 'grade' | 'label' | 'rawSha256'> => ({
  source: source.id,
  weapon: DEFAULTS.weapon,
  grade: DEFAULTS.grade,
  label: source.label ?? DEFAULTS.label,
  rawSha256: sha256(bytes),
})

/** A name that its bytes give a record which has none. */
export const nameOf = (sha256: string): string => `sha256-${sha256.slice(0, 32)}`

/** A name of a record that has one, where it fits; else its bytes' name. */
export const nameOr = (name: string, sha256: string): string =>
  /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(name) ? name : nameOf(sha256)

/** The observation that these members are, or which of them it cannot be taken with. */
export function completed(members: unknown, { receivedMs }: FeedContext, at: string): Observed {
  const read = readObservation(members)
  if ('reason' in read) return { nothing: `${at}${read.reason}` }
  const fault = faultOf(read.observation, receivedMs)
  if (fault === null) return { observations: [read.observation] }
  const isNowhere = fault.includes('stands for a missing position')
  return isNowhere
    ? { nothing: `no position: ${at}${fault}` }
    : { nothing: `${at}${fault}`, isRefused: true }
}
