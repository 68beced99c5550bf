import { Bits } from './bits.ts'
import type { BinaryData } from './types.ts'

/**
 * Contents of binary messages that are read because monitors meet them often: the static data of inland ships. All
 * others stay hex.
 */

const SIXES = '0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw'

/** The bits of hex digits, by way of the armour that the reader of bits takes. */
function bitsOf(hex: string): Bits {
  let armoured = ''
  for (let i = 0; i < hex.length; i += 3) {
    const value = Number.parseInt(hex.slice(i, i + 3).padEnd(3, '0'), 16)
    armoured += (SIXES[value >> 6] ?? '0') + (SIXES[value & 63] ?? '0')
  }
  const bits = new Bits()
  const codes = Uint8Array.from(armoured, (letter) => letter.charCodeAt(0))
  bits.append(codes, 0, codes.length)
  return bits
}

/** Inland ship static and voyage data (UNECE resolution 63, annex, table 2.5): metres; 0 is "not available". */
function inland(hex: string): Readonly<Record<string, unknown>> {
  const bits = bitsOf(hex)
  return {
    kind: 'inland ship static and voyage data',
    eni: bits.text(0, 48),
    lengthM: bits.uint(48, 13) / 10,
    beamM: bits.uint(61, 10) / 10,
    eriType: bits.uint(71, 14),
    blueCones: bits.uint(85, 3),
    draughtM: bits.uint(88, 11) / 100,
    loaded: ['not available', 'loaded', 'unloaded', 'reserved'][bits.uint(99, 2)],
    isSpeedGood: bits.flag(101),
    isCourseGood: bits.flag(102),
    isHeadingGood: bits.flag(103),
  }
}

/** What application data say, or null where they are not read. */
export function applicationOf(message: BinaryData): Readonly<Record<string, unknown>> | null {
  const { dac, fi, dataBits, data } = message
  // A longer one is not this content, whatever its identifier says: real ones exist that carry something else.
  return dac === 200 && fi === 10 && dataBits >= 104 && dataBits <= 112 ? inland(data) : null
}
