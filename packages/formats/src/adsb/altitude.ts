/** Altitude and identity codes (ICAO Annex 10 volume IV, 3.1.2.6.5.4 and 3.1.1.7.12 with its appendix on the Gillham code). */

/** Reflected binary to plain. */
function fromGray(gray: number): number {
  let value = gray
  value ^= value >> 4
  value ^= value >> 2
  return value ^ (value >> 1)
}

/** Bits of a 13-bit code, first to last: C1 A1 C2 A2 C4 A4 M B1 Q B2 D2 B4 D4. Q is D1 in an identity code. */
const M_BIT = 0x40
const Q_BIT = 0x10
const bit = (code: number, mask: number, value: number): number => ((code & mask) === 0 ? 0 : value)

/** 100-ft altitude of a Gillham code, feet, or null where the code is none. */
function gillhamFt(code: number): number | null {
  const fiveHundreds = fromGray(
    bit(code, 0x004, 128) |
      bit(code, 0x001, 64) |
      bit(code, 0x800, 32) |
      bit(code, 0x200, 16) |
      bit(code, 0x080, 8) |
      bit(code, 0x020, 4) |
      bit(code, 0x008, 2) |
      bit(code, 0x002, 1),
  )
  let hundreds = fromGray(bit(code, 0x1000, 4) | bit(code, 0x400, 2) | bit(code, 0x100, 1))
  if (hundreds === 0 || hundreds === 5 || hundreds === 6) return null
  if (hundreds === 7) hundreds = 5
  if ((fiveHundreds & 1) === 1) hundreds = 6 - hundreds
  return fiveHundreds * 500 + hundreds * 100 - 1300
}

/** Pressure altitude of a 13-bit code (AC), feet; null: not available, in metres (whose coding is not defined), or no code. */
export function altitudeFt13(code: number): number | null {
  if (code === 0 || (code & M_BIT) !== 0) return null
  if ((code & Q_BIT) === 0) return gillhamFt(code)
  return (((code & 0x1f80) >> 2) | ((code & 0x20) >> 1) | (code & 0xf)) * 25 - 1000
}
/** Altitude of the 12-bit code of an extended squitter, which leaves out the M bit. */
export const altitudeFt12 = (code: number): number | null =>
  altitudeFt13(((code & 0xfc0) << 1) | (code & 0x3f))

/** The 12-bit code, 25-ft steps, of an altitude in [-1000, 50175] feet; altitudes beyond are held at the ends. */
export function altitudeCode12(feet: number): number {
  const n = Math.min(2047, Math.max(0, Math.round((feet + 1000) / 25)))
  return ((n & 0x7f0) << 1) | Q_BIT | (n & 0xf)
}
/** The 13-bit code, 25-ft steps. */
export function altitudeCode13(feet: number): number {
  const code = altitudeCode12(feet)
  return ((code & 0xfc0) << 1) | (code & 0x3f)
}

const digits = (code: number): string =>
  `${bit(code, 0x800, 1) | bit(code, 0x200, 2) | bit(code, 0x080, 4)}` +
  `${bit(code, 0x020, 1) | bit(code, 0x008, 2) | bit(code, 0x002, 4)}` +
  `${bit(code, 0x1000, 1) | bit(code, 0x400, 2) | bit(code, 0x100, 4)}` +
  `${bit(code, 0x010, 1) | bit(code, 0x004, 2) | bit(code, 0x001, 4)}`
// One string for each of 8,192 codes: at hundreds of thousands of replies a second it need not be made anew.
const SQUAWKS: readonly string[] = Array.from({ length: 0x2000 }, (_, code) => digits(code))

/** Mode A code of a 13-bit identity, four octal digits ABCD. */
export const squawkOf = (code: number): string => SQUAWKS[code & 0x1fff] ?? '0000'
/** The 13-bit identity of four octal digits; other texts are 0. */
export const squawkCode = (squawk: string): number => Math.max(0, SQUAWKS.indexOf(squawk))
