/**
 * AIS sentences for benchmarks and tests: seeded, so that every run measures the same work. The writer of bits here
 * shares nothing with the reader that it measures. Ships move at random off a coast that stands for none in
 * particular, under numbers that mean nothing.
 */
import { random } from './observations.mjs'

/** Bits of a message, written one member after the other. */
export class Writer {
  /** @type {number[]} */
  bits = []

  /** @param {number} value unsigned, or negative in two's complement @param {number} length @returns {this} */
  add(value, length) {
    const unsigned = value < 0 ? value + 2 ** length : value
    for (let i = length - 1; i >= 0; i -= 1) this.bits.push(Math.floor(unsigned / 2 ** i) % 2)
    return this
  }

  /** @param {string} text six-bit ASCII @param {number} letters filled with "@" @returns {this} */
  text(text, letters) {
    for (let i = 0; i < letters; i += 1) this.add((text.charCodeAt(i) || 64) % 64, 6)
    return this
  }
}

/** @param {readonly number[]} bits @returns {{ payload: string, fill: number }} */
export function armour(bits) {
  const fill = (6 - (bits.length % 6)) % 6
  let payload = ''
  for (let at = 0; at < bits.length; at += 6) {
    let value = 0
    for (let i = 0; i < 6; i += 1) value = value * 2 + (bits[at + i] ?? 0)
    payload += String.fromCharCode(value < 40 ? value + 48 : value + 56)
  }
  return { payload, fill }
}

/** @param {string} body between the mark and the star @returns {string} two hexadecimal digits */
export function checksum(body) {
  let sum = 0
  for (let i = 0; i < body.length; i += 1) sum ^= body.charCodeAt(i)
  return sum.toString(16).toUpperCase().padStart(2, '0')
}

/**
 * @param {readonly number[]} bits
 * @param {{ channel?: string, sequence?: number, address?: string, tag?: string, charactersMax?: number }} [options]
 * @returns {string[]} sentences without line ends, of at most 60 characters of payload
 */
export function sentences(
  bits,
  { channel = 'A', sequence = 1, address = 'AIVDM', tag, charactersMax = 60 } = {},
) {
  const { payload, fill } = armour(bits)
  const total = Math.max(1, Math.ceil(payload.length / charactersMax))
  return Array.from({ length: total }, (_, i) => {
    const part = payload.slice(i * charactersMax, (i + 1) * charactersMax)
    const last = i === total - 1
    const body = `${address},${total},${i + 1},${total > 1 ? sequence : ''},${channel},${part},${last ? fill : 0}`
    const block = tag === undefined || i > 0 ? '' : `\\${tag}*${checksum(tag)}\\`
    return `${block}!${body}*${checksum(body)}`
  })
}

/** @param {{ type?: number, mmsi: number, status?: number, turn?: number, speed?: number, accurate?: number, lon: number, lat: number, course?: number, heading?: number, second?: number }} of raw numbers */
export const classA = ({
  type = 1,
  mmsi,
  status = 0,
  turn = 0,
  speed = 100,
  accurate = 0,
  lon,
  lat,
  course = 900,
  heading = 90,
  second = 0,
}) =>
  new Writer()
    .add(type, 6)
    .add(0, 2)
    .add(mmsi, 30)
    .add(status, 4)
    .add(turn, 8)
    .add(speed, 10)
    .add(accurate, 1)
    .add(lon, 28)
    .add(lat, 27)
    .add(course, 12)
    .add(heading, 9)
    .add(second, 6)
    .add(0, 5)
    .add(1, 1)
    .add(2249, 19).bits

/** @param {{ mmsi: number, speed?: number, lon: number, lat: number, course?: number, second?: number }} of raw numbers */
export const classB = ({ mmsi, speed = 50, lon, lat, course = 1800, second = 0 }) =>
  new Writer()
    .add(18, 6)
    .add(0, 2)
    .add(mmsi, 30)
    .add(0, 8)
    .add(speed, 10)
    .add(1, 1)
    .add(lon, 28)
    .add(lat, 27)
    .add(course, 12)
    .add(511, 9)
    .add(second, 6)
    .add(0b0010111000, 10)
    .add(393_222, 20).bits

/** @param {{ mmsi: number, imo?: number, callsign?: string, name?: string, shipType?: number }} of */
export const staticVoyage = ({
  mmsi,
  imo = 9_134_270,
  callsign = 'TEST1',
  name = 'NOBODY',
  shipType = 70,
}) =>
  new Writer()
    .add(5, 6)
    .add(0, 2)
    .add(mmsi, 30)
    .add(2, 2)
    .add(imo, 30)
    .text(callsign, 7)
    .text(name, 20)
    .add(shipType, 8)
    .add(100, 9)
    .add(20, 9)
    .add(8, 6)
    .add(9, 6)
    .add(1, 4)
    .add(5, 4)
    .add(14, 5)
    .add(19, 5)
    .add(30, 6)
    .add(85, 8)
    .text('ANYWHERE', 20)
    .add(0, 2).bits

/** @param {{ mmsi: number, name: string }} of */
export const staticA = ({ mmsi, name }) =>
  new Writer().add(24, 6).add(0, 2).add(mmsi, 30).add(0, 2).text(name, 20).add(0, 8).bits

/** @param {{ mmsi: number, lon: number, lat: number }} of */
export const baseStation = ({ mmsi, lon, lat }) =>
  new Writer()
    .add(4, 6)
    .add(0, 2)
    .add(mmsi, 30)
    .add(2024, 14)
    .add(5, 4)
    .add(6, 5)
    .add(7, 5)
    .add(8, 6)
    .add(9, 6)
    .add(1, 1)
    .add(lon, 28)
    .add(lat, 27)
    .add(7, 4)
    .add(0, 10)
    .add(0, 1)
    .add(49_152, 19).bits

/** @param {{ mmsi: number, text: string }} of */
export const safety = ({ mmsi, text }) =>
  new Writer().add(14, 6).add(0, 2).add(mmsi, 30).add(0, 2).text(text, text.length).bits

/**
 * @param {{ n: number, seed?: number, broken?: number }} options how many messages, and the share that is damaged
 * @yields {string} lines with CRLF; of messages in two sentences both at once
 */
export function* aisLines({ n, seed = 1, broken = 0.01 }) {
  const next = random(seed)
  const pick = (/** @type {number} */ count) => Math.floor(next() * count)
  for (let i = 0; i < n; i += 1) {
    const mmsi = 200_000_000 + pick(5_000) * 100_003
    const place = { lon: 18_000_000 + pick(3_000_000), lat: 26_000_000 + pick(1_800_000) }
    const second = pick(60)
    const kind = next()
    const bits =
      kind < 0.6
        ? classA({ type: 1, mmsi, ...place, speed: pick(300), course: pick(3600), second })
        : kind < 0.7
          ? classA({ type: 3, mmsi, ...place, speed: 0, status: 5, second })
          : kind < 0.84
            ? classB({ mmsi, ...place, speed: pick(200), second })
            : kind < 0.9
              ? staticVoyage({ mmsi, name: `SHIP ${pick(100_000)}` })
              : kind < 0.95
                ? staticA({ mmsi, name: `BOAT ${pick(100_000)}` })
                : kind < 0.99
                  ? baseStation({ mmsi: 2_000_000 + pick(1_000_000), ...place })
                  : safety({ mmsi, text: 'NO MEANING, FOR A MEASUREMENT ONLY' })
    let lines = sentences(bits, { channel: next() < 0.5 ? 'A' : 'B', sequence: i % 10 }).join(
      '\r\n',
    )
    if (next() < broken) {
      const at = pick(lines.length)
      lines = `${lines.slice(0, at)}${String.fromCharCode(33 + pick(90))}${lines.slice(at + 1)}`
    }
    yield `${lines}\r\n`
  }
}
