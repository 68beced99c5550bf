/**
 * A seeded Beast stream: aircraft around one receiver, in the proportions of a real one (positions and velocities every
 * half second, identifications and states every few, all-call and surveillance replies between them). Parity and
 * positions are correct; a share of `damagedShare` has one wrong bit.
 */
import {
  airborneWords,
  allCallMessageOf,
  beastFrameOf,
  identificationWords,
  operationalWords,
  replyMessageOf,
  squitterMessageOf,
  surfaceWords,
  velocityWords,
} from '@holdfast/formats/adsb'
import { random } from './observations.mjs'

const CENTRE = { lonDeg: 36, latDeg: 49 }
const TICKS_PER_S = 12_000_000

/** @param {() => number} next @param {number} aircraft */
function fleetOf(next, aircraft) {
  return Array.from({ length: aircraft }, (_, i) => ({
    icao: 0x508000 + i,
    lonDeg: CENTRE.lonDeg + (next() - 0.5) * 5,
    latDeg: CENTRE.latDeg + (next() - 0.5) * 3,
    eastKt: Math.round((next() - 0.5) * 900),
    northKt: Math.round((next() - 0.5) * 900),
    altitudeFt: Math.round(next() * 1_600) * 25,
    surface: next() < 0.05,
    odd: false,
  }))
}

/** @param {ReturnType<typeof fleetOf>[number]} a @param {number} kind in [0, 1) @param {number} seconds */
function messageOf(a, kind, seconds) {
  const position = {
    lonDeg: a.lonDeg + (a.eastKt * 0.514 * seconds) / 73_000,
    latDeg: a.latDeg + (a.northKt * 0.514 * seconds) / 111_000,
  }
  if (kind < 0.35) {
    a.odd = !a.odd
    const words = a.surface
      ? surfaceWords({ typeCode: 7, position: a, movement: 30, trackDeg: 90, odd: a.odd })
      : airborneWords({ typeCode: 11, position, altitudeFt: a.altitudeFt, odd: a.odd })
    return squitterMessageOf(a.icao, words)
  }
  if (kind < 0.65) return squitterMessageOf(a.icao, velocityWords({ ...a, climbFpm: 640, nacV: 2 }))
  if (kind < 0.7)
    return squitterMessageOf(
      a.icao,
      identificationWords({ set: 4, category: 3, callsign: `BENCH${a.icao % 1_000}` }),
    )
  if (kind < 0.75) return squitterMessageOf(a.icao, operationalWords({ nicA: 0, nacP: 9, sil: 3 }))
  if (kind < 0.87) return allCallMessageOf(a.icao, 5)
  if (kind < 0.95) return replyMessageOf(a.icao, { altitudeFt: a.altitudeFt })
  return replyMessageOf(a.icao, {
    squawk: '2676',
    field: identificationWords({ set: 4, category: 0, callsign: 'BENCH' }),
  })
}

/**
 * @param {{ n: number, seed?: number, aircraft?: number, perS?: number, damagedShare?: number }} options messages in
 *   all, and a second; aircraft
 * @returns {Uint8Array} Beast frames one after the other
 */
export function beastStream({ n, seed = 1, aircraft = 400, perS = 2_000, damagedShare = 0 }) {
  const next = random(seed)
  const fleet = fleetOf(next, aircraft)
  // The longest frame has 44 bytes, with every byte escaped.
  const stream = new Uint8Array(n * 44)
  let length = 0
  for (let i = 0; i < n; i += 1) {
    const a = fleet[Math.floor(next() * aircraft)]
    if (a === undefined) continue
    const message = messageOf(a, next(), i / perS)
    const bit = Math.floor(next() * message.length * 8)
    if (next() < damagedShare) message[bit >> 3] = (message[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
    const stamp = Math.round((i / perS) * TICKS_PER_S) + 1
    const frame = beastFrameOf(message, { stamp, signal: Math.floor(next() * 256) })
    stream.set(frame, length)
    length += frame.length
  }
  return stream.slice(0, length)
}
