import type { Position } from '@holdfast/core/geo'
import { altitudeCode12, altitudeCode13, squawkCode } from './altitude.ts'
import { cprOf } from './cpr.ts'
import { parityOf } from './crc.ts'
import { characterCode } from './squitter.ts'

/** Makes messages, for exercises and benchmarks: what is written here the decoder reads back. */

/** 56 bits, as words of 32 and 24. */
export interface SquitterWords {
  readonly high: number
  readonly low: number
}

/** Identification: `set` is the type code, 4 (A) to 1 (D); eight characters of A-Z, 0-9 and space. */
export function identificationWords(of: {
  readonly set: number
  readonly category: number
  readonly callsign: string
}): SquitterWords {
  const codes = Array.from({ length: 8 }, (_, i) => characterCode(of.callsign.charAt(i) || ' '))
  const four = (from: number): number =>
    codes.slice(from, from + 4).reduce((sum, code) => (sum << 6) | code, 0)
  return { high: ((of.set << 27) | ((of.category & 7) << 24) | four(0)) >>> 0, low: four(4) }
}

/** Airborne position: type code 9 to 18 with pressure altitude, 20 to 22 with height; null altitude is "not available". */
export function airborneWords(of: {
  readonly typeCode: number
  readonly position: Position
  readonly altitudeFt: number | null
  readonly odd: boolean
  readonly nicB?: 0 | 1
}): SquitterWords {
  const { lat, lon } = cprOf(of.position, { odd: of.odd, surface: false })
  const code = of.altitudeFt === null ? 0 : altitudeCode12(of.altitudeFt)
  const head = (of.typeCode << 27) | ((of.nicB ?? 0) << 24) | (code << 12) | (of.odd ? 0x400 : 0)
  return { high: (head | (lat >>> 7)) >>> 0, low: ((lat & 0x7f) << 17) | lon }
}

/** Surface position; `movement` is the code of 7 bits, and the track is rounded to 2.8125 degrees. */
export function surfaceWords(of: {
  readonly typeCode: number
  readonly position: Position
  readonly movement: number
  readonly trackDeg: number | null
  readonly odd: boolean
}): SquitterWords {
  const { lat, lon } = cprOf(of.position, { odd: of.odd, surface: true })
  const track = of.trackDeg === null ? 0 : 0x80 | (Math.round(of.trackDeg / 2.8125) & 0x7f)
  const head =
    (of.typeCode << 27) | ((of.movement & 0x7f) << 20) | (track << 12) | (of.odd ? 0x400 : 0)
  return { high: (head | (lat >>> 7)) >>> 0, low: ((lat & 0x7f) << 17) | lon }
}

const size = (value: number): number => Math.min(1_022, Math.round(Math.abs(value)) + 1)

/** Velocity over ground, subtype 1: each component at most 1,021 kt; climb in steps of 64 ft a minute. */
export function velocityWords(of: {
  readonly eastKt: number
  readonly northKt: number
  readonly climbFpm: number
  readonly nacV: number
}): SquitterWords {
  const [east, north] = [size(of.eastKt), size(of.northKt)]
  const climb = Math.min(510, Math.round(Math.abs(of.climbFpm) / 64) + 1)
  return {
    high:
      ((19 << 27) |
        (1 << 24) |
        ((of.nacV & 7) << 19) |
        (of.eastKt < 0 ? 0x40000 : 0) |
        (east << 8) |
        (of.northKt < 0 ? 0x80 : 0) |
        (north >>> 3)) >>>
      0,
    low: ((north & 7) << 21) | 0x100000 | (of.climbFpm < 0 ? 0x80000 : 0) | (climb << 10),
  }
}

/** Operational status in the air, version 2. */
export function operationalWords(of: {
  readonly nicA: 0 | 1
  readonly nacP: number
  readonly sil: number
}): SquitterWords {
  return {
    high: (31 << 27) >>> 0,
    low: (2 << 13) | (of.nicA << 12) | ((of.nacP & 0xf) << 8) | ((of.sil & 3) << 4),
  }
}

function put(bytes: Uint8Array, at: number, value: number, count: number): void {
  for (let i = 0; i < count; i += 1) bytes[at + i] = value >>> (8 * (count - 1 - i))
}
/** Writes the parity, with an address or an interrogator's code laid over it. */
function sealed(bytes: Uint8Array, overlay: number): Uint8Array {
  put(bytes, bytes.length - 3, 0, 3)
  put(bytes, bytes.length - 3, parityOf(bytes, 0, bytes.length) ^ overlay, 3)
  return bytes
}

/** A DF 17 message, or DF 18 where `df` says so; `format` is CA or CF. */
export function squitterMessageOf(
  address: number,
  words: SquitterWords,
  { df = 17, format = 5 }: { readonly df?: 17 | 18; readonly format?: number } = {},
): Uint8Array {
  const bytes = new Uint8Array(14)
  put(bytes, 0, (((df << 3) | (format & 7)) << 24) | (address & 0xffffff), 4)
  put(bytes, 4, words.high, 4)
  put(bytes, 8, words.low, 3)
  return sealed(bytes, 0)
}

/** A DF 11 acquisition squitter, or the reply to an interrogator with an II code. */
export function allCallMessageOf(
  address: number,
  capability: number,
  interrogator = 0,
): Uint8Array {
  const bytes = new Uint8Array(7)
  put(bytes, 0, (((11 << 3) | (capability & 7)) << 24) | (address & 0xffffff), 4)
  return sealed(bytes, interrogator & 0xf)
}

/** A DF 4 reply with an altitude, or DF 5 with a squawk; with 56 bits more DF 20 or 21. */
export function replyMessageOf(
  address: number,
  reply: ({ readonly altitudeFt: number } | { readonly squawk: string }) & {
    readonly flightStatus?: number
    readonly field?: SquitterWords
  },
): Uint8Array {
  const { flightStatus = 0, field } = reply
  const isAltitude = 'altitudeFt' in reply
  const code = isAltitude ? altitudeCode13(reply.altitudeFt) : squawkCode(reply.squawk)
  const df = (isAltitude ? 4 : 5) + (field === undefined ? 0 : 16)
  const bytes = new Uint8Array(field === undefined ? 7 : 14)
  put(bytes, 0, (((df << 3) | (flightStatus & 7)) << 24) | code, 4)
  if (field !== undefined) {
    put(bytes, 4, field.high, 4)
    put(bytes, 8, field.low, 3)
  }
  return sealed(bytes, address & 0xffffff)
}

/** A Beast frame of a message of 7 or 14 bytes: `stamp` of 48 bits, `signal` of 8. */
export function beastFrameOf(
  message: Uint8Array,
  { stamp, signal }: { readonly stamp: number; readonly signal: number },
): Uint8Array {
  const plain = new Uint8Array(7 + message.length)
  put(plain, 0, Math.floor(stamp / 0x1_0000_0000), 2)
  put(plain, 2, stamp % 0x1_0000_0000, 4)
  plain[6] = signal
  plain.set(message, 7)
  const escaped = [0x1a, message.length === 7 ? 0x32 : 0x33]
  for (const byte of plain) escaped.push(...(byte === 0x1a ? [byte, byte] : [byte]))
  return Uint8Array.from(escaped)
}
