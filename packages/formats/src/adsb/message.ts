import { altitudeFt13, squawkOf } from './altitude.ts'
import { parityOf, wrongBitOf } from './crc.ts'
import { squitterOf } from './squitter.ts'
import type { Squitter } from './squitter.ts'

/**
 * A Mode S reply (ICAO Annex 10 volume IV, 3.1.2). Addresses are numbers of 24 bits. Where an address is laid over the
 * parity nothing in the reply confirms it: noise of the right length reads as a reply of some aircraft.
 */
export type Message = AirAir | Surveillance | AllCall | ExtendedSquitter | Military | Elm
/** DF 0 and 16. */
export interface AirAir {
  readonly kind: 'airAir'
  readonly df: 0 | 16
  /** Overlaid, unconfirmed. */
  readonly address: number
  readonly onGround: boolean
  /** Cross-link capability, DF 0. */
  readonly crossLink: boolean | null
  readonly sensitivity: number
  readonly replyInformation: number
  readonly altitudeCode: number
  readonly altitudeFt: number | null
  /** The 56-bit field MV of DF 16. */
  readonly field: Field | null
}
/** 56 bits of MB or MV, as words of 32 and 24 bits. */
export interface Field {
  readonly high: number
  readonly low: number
}
/** DF 4 and 20 (altitude), 5 and 21 (identity). */
export interface Surveillance {
  readonly kind: 'surveillance'
  readonly df: 4 | 5 | 20 | 21
  /** Overlaid, unconfirmed. */
  readonly address: number
  readonly flightStatus: number
  readonly downlinkRequest: number
  readonly utility: number
  readonly altitudeCode: number | null
  readonly altitudeFt: number | null
  readonly squawk: string | null
  readonly field: Field | null
}
/** DF 11. */
export interface AllCall {
  readonly kind: 'allCall'
  readonly df: 11
  readonly address: number
  readonly capability: number
  /** II or SI code of the interrogator; II 0 is an acquisition squitter. */
  readonly interrogator: { readonly kind: 'II' | 'SI'; readonly code: number }
}
/** DF 17, 18, and 19 with AF 0. */
export interface ExtendedSquitter {
  readonly kind: 'squitter'
  readonly df: 17 | 18 | 19
  readonly address: number
  /** CA in DF 17, CF in DF 18, AF in DF 19. */
  readonly format: number
  readonly content: Squitter
  /** Bit, from 0, that was mended. */
  readonly correctedBit: number | null
}
/** DF 19 with another AF: reserved for military use, parity unknown. */
export interface Military {
  readonly kind: 'military'
  readonly df: 19
  readonly application: number
}
/** DF 24 to 31: Comm-D. */
export interface Elm {
  readonly kind: 'elm'
  readonly df: 24
  /** Overlaid, unconfirmed. */
  readonly address: number
  readonly control: boolean
  readonly segment: number
}

/** Why bytes are no message. */
export interface Unfit {
  readonly kind: 'unfit'
  readonly reason: string
  readonly detail: string
}
const unfit = (reason: string, detail: string): Unfit => ({ kind: 'unfit', reason, detail })

/** Bytes of a short Mode S message. */
export const SHORT_BYTES = 7
/** Bytes of a long Mode S message. */
export const LONG_BYTES = 14

const word = (b: Uint8Array, at: number): number =>
  (((b[at] ?? 0) << 24) | ((b[at + 1] ?? 0) << 16) | ((b[at + 2] ?? 0) << 8) | (b[at + 3] ?? 0)) >>>
  0
const three = (b: Uint8Array, at: number): number =>
  ((b[at] ?? 0) << 16) | ((b[at + 1] ?? 0) << 8) | (b[at + 2] ?? 0)
const fieldOf = (b: Uint8Array): Field => ({ high: word(b, 4), low: three(b, 8) })

function airAirOf(df: 0 | 16, b: Uint8Array, address: number): AirAir {
  const head = word(b, 0)
  const altitudeCode = head & 0x1fff
  return {
    kind: 'airAir',
    df,
    address,
    onGround: (head & 0x4000000) !== 0,
    crossLink: df === 0 ? (head & 0x2000000) !== 0 : null,
    sensitivity: (head >>> 21) & 7,
    replyInformation: (head >>> 15) & 0xf,
    altitudeCode,
    altitudeFt: altitudeFt13(altitudeCode),
    field: df === 16 ? fieldOf(b) : null,
  }
}

function surveillanceOf(df: 4 | 5 | 20 | 21, b: Uint8Array, address: number): Surveillance {
  const head = word(b, 0)
  const code = head & 0x1fff
  const altitude = df === 4 || df === 20
  return {
    kind: 'surveillance',
    df,
    address,
    flightStatus: (head >>> 24) & 7,
    downlinkRequest: (head >>> 19) & 0x1f,
    utility: (head >>> 13) & 0x3f,
    altitudeCode: altitude ? code : null,
    altitudeFt: altitude ? altitudeFt13(code) : null,
    squawk: altitude ? null : squawkOf(code),
    field: df >= 20 ? fieldOf(b) : null,
  }
}

function allCallOf(b: Uint8Array, remainder: number): AllCall | Unfit {
  // CL of 3 bits and IC of 4 are laid over the parity (3.1.2.3.3.2); CL above 4 is not defined.
  const label = (remainder >>> 4) & 7
  if (remainder >>> 7 !== 0 || label > 4)
    return unfit(
      'bad-parity',
      `DF 11 leaves ${remainder.toString(16)}, which is no interrogator's code`,
    )
  const code = remainder & 0xf
  return {
    kind: 'allCall',
    df: 11,
    address: three(b, 1),
    capability: (b[0] ?? 0) & 7,
    interrogator:
      label === 0 ? { kind: 'II', code } : { kind: 'SI', code: code + 16 * (label - 1) },
  }
}

function squitterMessage(
  df: 17 | 18 | 19,
  b: Uint8Array,
  remainder: number,
  correct: boolean,
): ExtendedSquitter | Military | Unfit {
  const format = (b[0] ?? 0) & 7
  if (df === 19 && format !== 0) return { kind: 'military', df, application: format }
  let correctedBit: number | null = null
  if (remainder !== 0) {
    correctedBit = correct ? wrongBitOf(remainder) : null
    if (correctedBit === null)
      return unfit(
        'bad-parity',
        `DF ${df} leaves ${remainder.toString(16)}; the message is damaged`,
      )
    const at = correctedBit >> 3
    b[at] = (b[at] ?? 0) ^ (0x80 >> (correctedBit & 7))
  }
  return {
    kind: 'squitter',
    df,
    address: three(b, 1),
    format: (b[0] ?? 0) & 7,
    content: squitterOf(word(b, 4), three(b, 8)),
    correctedBit,
  }
}

/**
 * Reads a message of 7 or 14 bytes. With `correct` one wrong bit of an extended squitter is mended in place and named.
 * Bytes beyond the message are not looked at.
 */
export function readMessage(b: Uint8Array, length: number, correct: boolean): Message | Unfit {
  const df = (b[0] ?? 0) >>> 3
  if (length !== (df < 16 ? SHORT_BYTES : LONG_BYTES))
    return unfit(
      'wrong-length',
      `DF ${df} has ${df < 16 ? SHORT_BYTES : LONG_BYTES} bytes, not ${length}`,
    )
  const remainder = parityOf(b, 0, length)
  switch (df) {
    case 0:
    case 16:
      return airAirOf(df, b, remainder)
    case 4:
    case 5:
    case 20:
    case 21:
      return surveillanceOf(df, b, remainder)
    case 11:
      return allCallOf(b, remainder)
    case 17:
    case 18:
    case 19:
      return squitterMessage(df, b, remainder, correct)
    default:
      if (df < 24) return unfit('unknown-format', `DF ${df} is reserved`)
      return {
        kind: 'elm',
        df: 24,
        address: remainder,
        control: ((b[0] ?? 0) & 0x10) !== 0,
        segment: (b[0] ?? 0) & 0xf,
      }
  }
}
