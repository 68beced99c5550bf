import type { Bits } from './bits.ts'
import { areaAt } from './place.ts'
import type {
  Acknowledgement,
  Assignment,
  ChannelManagement,
  GroupAssignment,
  Interrogation,
  LinkManagement,
} from './types.ts'

/** Messages that run the link (M.1371-5, annex 8, 3.5, 3.11, 3.13, 3.14, 3.18, 3.20, 3.21). */

/** Messages 7 and 13: as many as are whole. */
export function acknowledgement(
  bits: Bits,
  type: 7 | 13,
  repeat: number,
  mmsi: number,
): Acknowledgement {
  const acknowledged = []
  for (let at = 40; at + 32 <= bits.length && acknowledged.length < 4; at += 32)
    acknowledged.push({ mmsi: bits.uint(at, 30), sequence: bits.uint(at + 30, 2) })
  return { type, repeat, mmsi, acknowledged }
}

/** Message 15: one station asked for one or two messages, and perhaps a second one for one (table 65). */
export function interrogation(bits: Bits, repeat: number, mmsi: number): Interrogation {
  const first = bits.uint(40, 30)
  const request = (asked: number, at: number) => ({
    mmsi: asked,
    messageType: bits.uint(at, 6),
    slotOffset: bits.uint(at + 6, 12),
  })
  const requests = [request(first, 70)]
  if (bits.length >= 108) requests.push(request(first, 90))
  if (bits.length >= 158) requests.push(request(bits.uint(110, 30), 140))
  return { type: 15, repeat, mmsi, requests }
}

/** Message 16: one station in 96 bits, two from 144 on. */
export function assignment(bits: Bits, repeat: number, mmsi: number): Assignment {
  const assigned = (at: number) => ({
    mmsi: bits.uint(at, 30),
    slotOffset: bits.uint(at + 30, 12),
    increment: bits.uint(at + 42, 10),
  })
  const assignments = bits.length >= 144 ? [assigned(40), assigned(92)] : [assigned(40)]
  return { type: 16, repeat, mmsi, assignments }
}

/** Message 20: up to four reservations, as many as are whole. */
export function linkManagement(bits: Bits, repeat: number, mmsi: number): LinkManagement {
  const reservations = []
  for (let at = 40; at + 30 <= bits.length && reservations.length < 4; at += 30)
    reservations.push({
      slotOffset: bits.uint(at, 12),
      slots: bits.uint(at + 12, 4),
      timeoutMin: bits.uint(at + 16, 3),
      increment: bits.uint(at + 19, 11),
    })
  return { type: 20, repeat, mmsi, reservations }
}

/** Message 22: for two stations where bit 139 is set, else for an area. */
export function channelManagement(bits: Bits, repeat: number, mmsi: number): ChannelManagement {
  const isAddressed = bits.flag(139)
  return {
    type: 22,
    repeat,
    mmsi,
    channelA: bits.uint(40, 12),
    channelB: bits.uint(52, 12),
    txRx: bits.uint(64, 4),
    lowPower: bits.flag(68),
    area: isAddressed ? null : areaAt(bits, 69),
    addresseeMmsis: isAddressed ? [bits.uint(69, 30), bits.uint(104, 30)] : null,
    bandA: bits.flag(140),
    bandB: bits.flag(141),
    zoneSize: bits.uint(142, 3),
  }
}

/** Message 23. */
export function groupAssignment(bits: Bits, repeat: number, mmsi: number): GroupAssignment {
  return {
    type: 23,
    repeat,
    mmsi,
    area: areaAt(bits, 40),
    stationType: bits.uint(110, 4),
    shipType: bits.uint(114, 8),
    txRx: bits.uint(144, 2),
    interval: bits.uint(146, 4),
    quietMin: bits.uint(150, 4),
  }
}
