/** What counts as a name of a moving thing, and which names stand for one thing. */
import type { IdentityKind, Motion } from '../../observe/index.ts'

/** Kinds that stand for one thing, the one that numbers a report first. `trackNumber` is its source's alone. */
export const HARD: readonly IdentityKind[] = ['icao24', 'mmsi', 'uid', 'imo']
/** Mode 3/A codes that many bear at once: conspicuity, and the emergencies (ICAO Doc 4444, 8.5.2; Doc 8168 III). */
const SHARED_CODE = /^(?:0000|1000|1200|2000|7[0-7]00)$/
/** Set at the factory and never changed, or nothing at all: 000000, 111111111, 123456789. */
const UNSET = /^(.)\1*$|^0?123456789$/

/** Whether a value can tell one thing from another. */
export function isName(kind: IdentityKind, value: string): boolean {
  if (kind === 'mode3a') return !SHARED_CODE.test(value)
  return value !== '' && !(HARD.includes(kind) && UNSET.test(value))
}

/** Every hard name in an identity, each with its kind before a colon. */
export const hardKeys = (identity: Motion['identity']): readonly string[] =>
  HARD.flatMap((kind) => {
    const value = identity[kind]
    return value !== undefined && isName(kind, value) ? [`${kind}:${value}`] : []
  })

/** The hard name of a report, with its kind; null where it has none. */
export function hardName(
  identity: Motion['identity'],
): { readonly kind: IdentityKind; readonly key: string } | null {
  for (const kind of HARD) {
    const value = identity[kind]
    if (value !== undefined && isName(kind, value)) return { kind, key: `${kind}:${value}` }
  }
  return null
}
