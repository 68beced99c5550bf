import { altitudeFt12 } from './altitude.ts'
import type { CprFrame } from './cpr.ts'
import { statusOf } from './status.ts'
import type { Status } from './status.ts'

/** The 56 bits of an extended squitter (RTCA DO-260B, 2.2.3.2; ICAO Doc 9871, appendices A to C), as words of 32 and 24 bits. */

/** Units are those of the standard: feet, knots, degrees, feet a minute. Null is "not available". */
export type Squitter =
  | Identification
  | SurfacePosition
  | AirbornePosition
  | Velocity
  | Status
  | Unread
/** Type codes 1 to 4. */
export interface Identification {
  readonly kind: 'identification'
  readonly typeCode: number
  readonly category: number
  /** As sent, without trailing spaces; `#` stands for a character that is not defined. */
  readonly callsign: string
}
/** Type codes 5 to 8. */
export interface SurfacePosition {
  readonly kind: 'surface'
  readonly typeCode: number
  readonly movement: number
  readonly speedKt: number | null
  readonly trackDeg: number | null
  readonly timeSync: boolean
  readonly cpr: CprFrame
}
/** Type codes 0, 9 to 18 (pressure altitude) and 20 to 22 (height above the ellipsoid). Type code 0 has no position. */
export interface AirbornePosition {
  readonly kind: 'airborne'
  readonly typeCode: number
  readonly surveillanceStatus: number
  /** NIC supplement B in version 2, single antenna before. */
  readonly bit8: number
  readonly altitudeFt: number | null
  readonly geometric: boolean
  readonly timeSync: boolean
  /** Null in type code 0. */
  readonly cpr: CprFrame | null
}
/** Type code 19. Over ground in subtypes 1 and 2, through the air in 3 and 4. */
export interface Velocity {
  readonly kind: 'velocity'
  readonly subtype: number
  readonly intentChange: boolean
  readonly ifr: boolean
  readonly nacV: number
  /** East and north, knots. */
  readonly eastKt: number | null
  readonly northKt: number | null
  readonly headingDeg: number | null
  readonly airspeedKt: number | null
  readonly airspeedIs: 'IAS' | 'TAS' | null
  readonly climbFpm: number | null
  readonly climbIs: 'geometric' | 'pressure'
  /** Geometric height minus pressure altitude. */
  readonly aboveBaroFt: number | null
}
/** A type code or a subtype without a defined content; the words are kept. */
export interface Unread {
  readonly kind: 'unread'
  readonly typeCode: number
  readonly high: number
  readonly low: number
}

const CHARACTERS = '#ABCDEFGHIJKLMNOPQRSTUVWXYZ##### ###############0123456789######'
const character = (index: number): string => CHARACTERS.charAt(index & 63)
/** Eight characters of six bits, without trailing spaces. */
export function callsignOf(high24: number, low24: number): string {
  let text = ''
  for (let shift = 18; shift >= 0; shift -= 6) text += character(high24 >>> shift)
  for (let shift = 18; shift >= 0; shift -= 6) text += character(low24 >>> shift)
  return text.trimEnd()
}
/** A character's six bits; 32 (space) where it has none. */
export function characterCode(letter: string): number {
  const index = letter === '#' ? -1 : CHARACTERS.indexOf(letter)
  return index === -1 ? 32 : index
}

const STEPS: readonly (readonly [from: number, kt: number, step: number])[] = [
  [124, 175, 0],
  [109, 100, 5],
  [94, 70, 2],
  [39, 15, 1],
  [13, 2, 0.5],
  [9, 1, 0.25],
  [2, 0.125, 0.125],
  [1, 0, 0],
]
// Lower end of each step: 1 is "stopped", 124 "175 kt or more" (DO-260B table 2-13).
const MOVEMENT_KT: readonly (number | null)[] = Array.from({ length: 128 }, (_, code) => {
  const found = code > 124 ? undefined : STEPS.find(([from]) => code >= from)
  return found === undefined ? null : found[1] + (code - found[0]) * found[2]
})

const cprFrame = (high: number, low: number): CprFrame => ({
  odd: (high & 0x400) !== 0,
  lat: ((high & 0x3ff) << 7) | (low >>> 17),
  lon: low & 0x1ffff,
})

const surfaceOf = (typeCode: number, high: number, low: number): SurfacePosition => ({
  kind: 'surface',
  typeCode,
  movement: (high >>> 20) & 0x7f,
  speedKt: MOVEMENT_KT[(high >>> 20) & 0x7f] ?? null,
  trackDeg: (high & 0x80000) === 0 ? null : ((high >>> 12) & 0x7f) * 2.8125,
  timeSync: (high & 0x800) !== 0,
  cpr: cprFrame(high, low),
})

const airborneOf = (typeCode: number, high: number, low: number): AirbornePosition => ({
  kind: 'airborne',
  typeCode,
  surveillanceStatus: (high >>> 25) & 3,
  bit8: (high >>> 24) & 1,
  altitudeFt: altitudeFt12((high >>> 12) & 0xfff),
  geometric: typeCode >= 20,
  timeSync: (high & 0x800) !== 0,
  cpr: typeCode === 0 ? null : cprFrame(high, low),
})

function velocityOf(high: number, low: number): Velocity {
  const subtype = (high >>> 24) & 7
  const ground = subtype <= 2
  const scale = subtype === 2 || subtype === 4 ? 4 : 1
  const first = (high >>> 8) & 0x3ff
  const second = ((high & 0x7f) << 3) | (low >>> 21)
  const firstBit = (high & 0x40000) !== 0
  const secondBit = (high & 0x80) !== 0
  const rate = (low >>> 10) & 0x1ff
  const above = low & 0x7f
  const speed = (raw: number, minus: boolean): number => (raw - 1) * (minus ? -scale : scale)
  return {
    kind: 'velocity',
    subtype,
    intentChange: (high & 0x800000) !== 0,
    ifr: (high & 0x400000) !== 0,
    nacV: (high >>> 19) & 7,
    eastKt: ground && first !== 0 ? speed(first, firstBit) : null,
    northKt: ground && second !== 0 ? speed(second, secondBit) : null,
    headingDeg: !ground && firstBit ? (first * 360) / 1024 : null,
    airspeedKt: !ground && second !== 0 ? (second - 1) * scale : null,
    airspeedIs: ground ? null : secondBit ? 'TAS' : 'IAS',
    climbFpm: rate === 0 ? null : (rate - 1) * ((low & 0x80000) === 0 ? 64 : -64),
    climbIs: (low & 0x100000) === 0 ? 'geometric' : 'pressure',
    aboveBaroFt: above === 0 ? null : (above - 1) * ((low & 0x80) === 0 ? 25 : -25),
  }
}

/** What 32 and 24 bits say; never fails. */
export function squitterOf(high: number, low: number): Squitter {
  const typeCode = high >>> 27
  if (typeCode === 0 || (typeCode >= 9 && typeCode <= 18)) return airborneOf(typeCode, high, low)
  if (typeCode >= 20 && typeCode <= 22) return airborneOf(typeCode, high, low)
  if (typeCode <= 4)
    return {
      kind: 'identification',
      typeCode,
      category: (high >>> 24) & 7,
      callsign: callsignOf(high & 0xffffff, low),
    }
  if (typeCode <= 8) return surfaceOf(typeCode, high, low)
  const subtype = (high >>> 24) & 7
  if (typeCode === 19 && subtype >= 1 && subtype <= 4) return velocityOf(high, low)
  return statusOf(typeCode, high, low) ?? { kind: 'unread', typeCode, high, low }
}
