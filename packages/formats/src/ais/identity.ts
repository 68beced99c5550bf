import type { Bits } from './bits.ts'
import { dimensionsAt, latOf, lonOf, secondOf } from './place.ts'
import type { AidToNavigation, StaticA, StaticB, StaticVoyage, UtcReport } from './types.ts'

/** Messages that say what a station is (M.1371-5, annex 8, 3.2, 3.3, 3.19, 3.22). */

/** A number of [low, high], or null where it is one of the values that stand for "not available". */
function among(value: number, low: number, high: number): number | null {
  return value >= low && value <= high ? value : null
}

/** Messages 4 and 11. */
export function utcReport(bits: Bits, type: 4 | 11, repeat: number, mmsi: number): UtcReport {
  const lon = bits.int(79, 28)
  const lat = bits.int(107, 27)
  const second = bits.uint(72, 6)
  return {
    type,
    repeat,
    mmsi,
    utc: {
      year: among(bits.uint(38, 14), 1, 9999),
      month: among(bits.uint(52, 4), 1, 12),
      day: among(bits.uint(56, 5), 1, 31),
      hour: among(bits.uint(61, 5), 0, 23),
      minute: among(bits.uint(66, 6), 0, 59),
      second: secondOf(second),
    },
    isAccurate: bits.flag(78),
    lonDeg: lonOf(lon),
    latDeg: latOf(lat),
    epfd: bits.uint(134, 4),
    longRange: bits.flag(138),
    raim: bits.flag(148),
    radio: bits.uint(149, 19),
    raw: { lon, lat, second },
  }
}

/** Message 5. */
export function staticVoyage(bits: Bits, repeat: number, mmsi: number): StaticVoyage {
  return {
    type: 5,
    repeat,
    mmsi,
    version: bits.uint(38, 2),
    imo: bits.uint(40, 30),
    callsign: bits.text(70, 42),
    name: bits.text(112, 120),
    shipType: bits.uint(232, 8),
    ...dimensionsAt(bits, 240),
    epfd: bits.uint(270, 4),
    eta: {
      month: among(bits.uint(274, 4), 1, 12),
      day: among(bits.uint(278, 5), 1, 31),
      hour: among(bits.uint(283, 5), 0, 23),
      minute: among(bits.uint(288, 6), 0, 59),
    },
    draughtM: bits.uint(294, 8) / 10,
    destination: bits.text(302, 120),
    // 0 is "ready"; absent from messages of 420 or 422 bits, where the bit reads as 0.
    dteReady: !bits.flag(422),
  }
}

/** The name's extension goes on where the 20 characters were all used (M.1371-5, table 74). */
function aidName(bits: Bits): string {
  const name = bits.text(43, 120)
  if (bits.length < 278) return name
  const extension = bits.text(272, Math.min(88, bits.length - 272))
  return extension === '' ? name : name.padEnd(20, ' ') + extension
}

/** Message 21. */
export function aidToNavigation(bits: Bits, repeat: number, mmsi: number): AidToNavigation {
  const lon = bits.int(164, 28)
  const lat = bits.int(192, 27)
  const second = bits.uint(253, 6)
  const flag = (at: number): boolean | null => (bits.length > at ? bits.flag(at) : null)
  return {
    type: 21,
    repeat,
    mmsi,
    aidType: bits.uint(38, 5),
    name: aidName(bits),
    isAccurate: bits.flag(163),
    lonDeg: lonOf(lon),
    latDeg: latOf(lat),
    ...dimensionsAt(bits, 219),
    epfd: bits.uint(249, 4),
    second: secondOf(second),
    offPosition: flag(259),
    regional: bits.length >= 268 ? bits.uint(260, 8) : null,
    raim: bits.flag(268),
    virtual: flag(269),
    assigned: flag(270),
    raw: { lon, lat, second },
  }
}

/** Whether the MMSI is that of a craft belonging to a parent ship: 98MIDXXXX (M.585-9, annex 1, section 5). */
const isAuxiliary = (mmsi: number): boolean => Math.floor(mmsi / 10_000_000) === 98

/** Message 24; null for a part that M.1371-5 does not know, or one too short for its part. */
export function staticPart(bits: Bits, repeat: number, mmsi: number): StaticA | StaticB | null {
  const part = bits.uint(38, 2)
  if (part === 0) return { type: 24, repeat, mmsi, part: 'A', name: bits.text(40, 120) }
  if (part !== 1 || bits.length < 162) return null
  const hasMother = isAuxiliary(mmsi)
  return {
    type: 24,
    repeat,
    mmsi,
    part: 'B',
    shipType: bits.uint(40, 8),
    vendor: bits.text(48, 18),
    unitModel: bits.uint(66, 4),
    serial: bits.uint(70, 20),
    callsign: bits.text(90, 42),
    dimensions: hasMother ? null : dimensionsAt(bits, 132),
    motherShipMmsi: hasMother ? bits.uint(132, 30) : null,
    epfd: bits.length >= 166 ? bits.uint(162, 4) : null,
  }
}
