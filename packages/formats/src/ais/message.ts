import {
  addressedBinary,
  addressedSafety,
  broadcastBinary,
  broadcastSafety,
  differential,
  slotBinary,
} from './binary.ts'
import type { Bits } from './bits.ts'
import {
  acknowledgement,
  assignment,
  channelManagement,
  groupAssignment,
  interrogation,
  linkManagement,
} from './control.ts'
import { aidToNavigation, staticPart, staticVoyage, utcReport } from './identity.ts'
import { classA, classB, classBExtended, longRange, sarAircraft } from './movement.ts'
import type { Message } from './types.ts'

/**
 * Lengths in bits: the fewest that are taken, and the fewest and the most that M.1371-5 allows. They differ where real
 * stations are known to send less and nothing but the end of the last field or spare bits is lost:
 * 1 to 3 in 163 bits (the radio state cut by a wrong fill), 5 in 420 or 422 (destination and DTE cut), 18 and 19
 * without the radio state or the spare bits, 21 without its last flags, 24 A without its spare bits and 24 B without
 * the position device, 15, 16, 20 and 27 with padding. Longer ones are taken: what follows is not read.
 */
const LENGTHS: readonly (readonly [taken: number, low: number, high: number])[] = [
  [Infinity, 0, 0],
  [149, 168, 168],
  [149, 168, 168],
  [149, 168, 168],
  [149, 168, 168],
  [420, 424, 424],
  [88, 88, 1008],
  [72, 72, 168],
  [56, 56, 1008],
  [149, 168, 168],
  [70, 72, 72],
  [149, 168, 168],
  [72, 72, 1008],
  [72, 72, 168],
  [40, 40, 1008],
  [88, 88, 160],
  [92, 96, 144],
  [80, 80, 816],
  [148, 168, 168],
  [308, 312, 312],
  [70, 72, 160],
  [268, 272, 360],
  [145, 168, 168],
  [154, 160, 160],
  [160, 160, 168],
  [40, 40, 168],
  [60, 60, 1064],
  [95, 96, 168],
]

/** A message, or why it is none. */
export type Read =
  | { readonly message: Message; readonly lengthNote: 'short' | 'long' | null }
  | { readonly reason: 'truncated' | 'unknown-type' | 'bad-content'; readonly detail: string }

function decode(bits: Bits, type: number, repeat: number, mmsi: number): Message | null {
  switch (type) {
    case 1:
    case 2:
    case 3:
      return classA(bits, type, repeat, mmsi)
    case 4:
    case 11:
      return utcReport(bits, type, repeat, mmsi)
    case 5:
      return staticVoyage(bits, repeat, mmsi)
    case 6:
      return addressedBinary(bits, repeat, mmsi)
    case 7:
    case 13:
      return acknowledgement(bits, type, repeat, mmsi)
    case 8:
      return broadcastBinary(bits, repeat, mmsi)
    case 9:
      return sarAircraft(bits, repeat, mmsi)
    case 10:
      return { type, repeat, mmsi, addresseeMmsi: bits.uint(40, 30) }
    case 12:
      return addressedSafety(bits, repeat, mmsi)
    case 14:
      return broadcastSafety(bits, repeat, mmsi)
    case 15:
      return interrogation(bits, repeat, mmsi)
    case 16:
      return assignment(bits, repeat, mmsi)
    case 17:
      return differential(bits, repeat, mmsi)
    case 18:
      return classB(bits, repeat, mmsi)
    case 19:
      return classBExtended(bits, repeat, mmsi)
    case 20:
      return linkManagement(bits, repeat, mmsi)
    case 21:
      return aidToNavigation(bits, repeat, mmsi)
    case 22:
      return channelManagement(bits, repeat, mmsi)
    case 23:
      return groupAssignment(bits, repeat, mmsi)
    case 24:
      return staticPart(bits, repeat, mmsi)
    case 25:
    case 26:
      return slotBinary(bits, type, repeat, mmsi)
    case 27:
      return longRange(bits, repeat, mmsi)
    default:
      return null
  }
}

/** The message of a payload whose bits were taken in. */
export function readMessage(bits: Bits): Read {
  const have = bits.length
  if (have < 38)
    return { reason: 'truncated', detail: `${have} bits are too few for any message; 38 at least` }
  const type = bits.uint(0, 6)
  const lengths = LENGTHS[type]
  if (lengths === undefined || type === 0)
    return { reason: 'unknown-type', detail: `type ${type} is none of M.1371-5 (1 to 27)` }
  const [taken, low, high] = lengths
  if (have < taken)
    return {
      reason: 'truncated',
      detail: `${have} bits of type ${type}, which has ${low}; at least ${taken} are needed`,
    }
  const message = decode(bits, type, bits.uint(6, 2), bits.uint(8, 30))
  if (message === null)
    return {
      reason: 'bad-content',
      detail: `type ${type} in ${have} bits contradicts its own part number or flags`,
    }
  return { message, lengthNote: have < low ? 'short' : have > high ? 'long' : null }
}
