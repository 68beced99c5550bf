import type { Motion } from '@holdfast/core/observe'
import { isSet, numberAt, textAt, type Draft } from './items.ts'

/** Names as they are gathered; what is doubtful stays in the residual alone, for tracks are associated by names. */
export type Names = { -readonly [Kind in keyof Motion['identity']]: Motion['identity'][Kind] }

const ADDRESS_DIGITS = 6

/** A 24-bit ICAO address as six lower-case hexadecimal digits; all zeros and all ones are no address (Annex 10 III 9). */
export function nameAddress(
  draft: Draft,
  names: Names,
  path: readonly [string, ...string[]],
): void {
  const address = numberAt(draft.items, ...path)
  if (address === undefined) return
  if (address === 0 || address === 0xff_ff_ff) {
    draft.notes.push(`I${path.join('/')}: ${address.toString(16)} is no aircraft address`)
    return
  }
  names.icao24 = address.toString(16).padStart(ADDRESS_DIGITS, '0')
  if (path.length === 1) draft.held.add(path[0])
}

/** A callsign of the characters that may be sent; anything else is noted, and stays in the residual. */
export function nameCallsign(
  draft: Draft,
  names: Names,
  path: readonly [string, ...string[]],
): void {
  const whole = textAt(draft.items, ...path)
  const callsign = whole?.trim()
  if (callsign === undefined || callsign === '') return
  if (!/^[A-Z0-9 ]+$/.test(callsign)) {
    draft.notes.push(`I${path.join('/')}: characters that no target identification has`)
    return
  }
  names.callsign = callsign
  // Spaces before it are no part of a name, and are kept where it is kept word for word.
  const isWhole = !whole?.startsWith(' ')
  if (path.length === 1 && isWhole) draft.held.add(path[0])
}

/** A Mode 3/A code, four octal digits; a code not validated or garbled is no name. */
export function nameMode3a(draft: Draft, names: Names, item: string): void {
  const code = textAt(draft.items, item, 'MODE3A')
  if (code === undefined) return
  const invalid = isSet(draft.items, item, 'V')
  if (invalid) draft.notes.push(`I${item}: Mode 3/A code not validated`)
  const garbled = isSet(draft.items, item, 'G')
  if (garbled) draft.notes.push(`I${item}: Mode 3/A code garbled`)
  if (!invalid && !garbled) names.mode3a = code
}

/** A track number, decimal; unique only with SAC and SIC, which the residual keeps. */
export function nameTrack(draft: Draft, names: Names, path: readonly [string, ...string[]]): void {
  const track = numberAt(draft.items, ...path)
  if (track === undefined) return
  names.trackNumber = String(track)
  draft.held.add(path[0])
}
