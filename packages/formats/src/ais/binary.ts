import type { Bits } from './bits.ts'
import { coarseLatOf, coarseLonOf } from './place.ts'
import type {
  AddressedBinary,
  AddressedSafety,
  BinaryData,
  BroadcastBinary,
  BroadcastSafety,
  Differential,
  SlotBinary,
} from './types.ts'

/** Messages that carry something of others (M.1371-5, annex 8, 3.4, 3.6, 3.10, 3.12, 3.15, 3.23, 3.24). */

/** An application identifier and what follows it; without one where `at` leaves no 16 bits. */
function application(bits: Bits, at: number, end: number): BinaryData {
  const start = at + 16
  return {
    dac: bits.uint(at, 10),
    fi: bits.uint(at + 10, 6),
    dataBits: end - start,
    data: bits.hex(start, end),
  }
}

/** Message 6. */
export function addressedBinary(bits: Bits, repeat: number, mmsi: number): AddressedBinary {
  return {
    type: 6,
    repeat,
    mmsi,
    sequence: bits.uint(38, 2),
    addresseeMmsi: bits.uint(40, 30),
    retransmitted: bits.flag(70),
    ...application(bits, 72, bits.length),
  }
}

/** Message 8. */
export function broadcastBinary(bits: Bits, repeat: number, mmsi: number): BroadcastBinary {
  return { type: 8, repeat, mmsi, ...application(bits, 40, bits.length) }
}

/** Message 12. */
export function addressedSafety(bits: Bits, repeat: number, mmsi: number): AddressedSafety {
  return {
    type: 12,
    repeat,
    mmsi,
    sequence: bits.uint(38, 2),
    addresseeMmsi: bits.uint(40, 30),
    retransmitted: bits.flag(70),
    text: bits.text(72, bits.length - 72),
  }
}

/** Message 14. */
export function broadcastSafety(bits: Bits, repeat: number, mmsi: number): BroadcastSafety {
  return { type: 14, repeat, mmsi, text: bits.text(40, bits.length - 40) }
}

/** Message 17; the corrections stay raw (ITU-R M.823). */
export function differential(bits: Bits, repeat: number, mmsi: number): Differential {
  return {
    type: 17,
    repeat,
    mmsi,
    lonDeg: coarseLonOf(bits.int(40, 18)),
    latDeg: coarseLatOf(bits.int(58, 17)),
    header:
      bits.length < 120
        ? null
        : {
            messageType: bits.uint(80, 6),
            station: bits.uint(86, 10),
            zCount: bits.uint(96, 13),
            sequence: bits.uint(109, 3),
            words: bits.uint(112, 5),
            health: bits.uint(117, 3),
          },
    dataBits: bits.length - 80,
    data: bits.hex(80, bits.length),
  }
}

/** Messages 25 and 26; null where the flags promise more than the message holds. */
export function slotBinary(
  bits: Bits,
  type: 25 | 26,
  repeat: number,
  mmsi: number,
): SlotBinary | null {
  const isAddressed = bits.flag(38)
  const isStructured = bits.flag(39)
  const at = isAddressed ? 70 : 40
  const end = bits.length - (type === 26 ? 20 : 0)
  if (end < at + (isStructured ? 16 : 0)) return null
  const data = isStructured
    ? application(bits, at, end)
    : { dac: null, fi: null, dataBits: end - at, data: bits.hex(at, end) }
  return {
    type,
    repeat,
    mmsi,
    addresseeMmsi: isAddressed ? bits.uint(40, 30) : null,
    ...data,
    radioItdma: type === 26 ? bits.flag(end) : null,
    radio: type === 26 ? bits.uint(end + 1, 19) : null,
  }
}
