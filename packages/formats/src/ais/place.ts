import type { Bits } from './bits.ts'
import type { Area, Dimensions } from './types.ts'

/** Numbers whose special values mean "not available" (M.1371-5, annex 8, tables 48 and following). */

/** 1/10,000 minute in a degree. */
const FINE = 600_000
/** 1/10 minute in a degree. */
const COARSE = 600

const within = (raw: number, max: number, per: number): number | null =>
  raw >= -max * per && raw <= max * per ? raw / per : null

/** Degrees of 1/10,000 minute; 181 (not available) and everything beyond 180 is null. */
export const lonOf = (raw: number): number | null => within(raw, 180, FINE)
/** Degrees of 1/10,000 minute; 91 (not available) and everything beyond 90 is null. */
export const latOf = (raw: number): number | null => within(raw, 90, FINE)
/** Degrees of 1/10 minute. */
export const coarseLonOf = (raw: number): number | null => within(raw, 180, COARSE)
/** Degrees of 1/10 minute. */
export const coarseLatOf = (raw: number): number | null => within(raw, 90, COARSE)
/** Knots of tenths: 1023 is null. */
export const speedOf = (raw: number): number | null => (raw === 1023 ? null : raw / 10)
/** Degrees of tenths: 3600 (not available) and what should not be used is null. */
export const courseOf = (raw: number): number | null => (raw < 3600 ? raw / 10 : null)
/** Degrees: 511 (not available) and what should not be used is null. */
export const headingOf = (raw: number): number | null => (raw < 360 ? raw : null)
/** Seconds: 60 (not available), 61 (manual), 62 (dead reckoning), 63 (inoperative) is null. */
export const secondOf = (raw: number): number | null => (raw < 60 ? raw : null)
/** Degrees a minute: 4.733 times its root is sent. -128 is not available; ±127 is only "faster than 5° in 30 s". */
export function turnOf(raw: number): number | null {
  if (raw === -128 || raw === 127 || raw === -127) return null
  const root = raw / 4.733
  return raw < 0 ? -root * root : root * root
}

/** Dimensions, 30 bits: 9, 9, 6, 6. */
export function dimensionsAt(bits: Bits, at: number): Dimensions {
  return {
    toBowM: bits.uint(at, 9),
    toSternM: bits.uint(at + 9, 9),
    toPortM: bits.uint(at + 18, 6),
    toStarboardM: bits.uint(at + 24, 6),
  }
}
/** A rectangle: corners north-east and south-west, 70 bits. */
export function areaAt(bits: Bits, at: number): Area {
  return {
    eastLonDeg: coarseLonOf(bits.int(at, 18)),
    northLatDeg: coarseLatOf(bits.int(at + 18, 17)),
    westLonDeg: coarseLonOf(bits.int(at + 35, 18)),
    southLatDeg: coarseLatOf(bits.int(at + 53, 17)),
  }
}
