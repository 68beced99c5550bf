/**
 * Typed decoding on one core, in records (messages, sentences) a CPU-second: seeded streams in chunks of 64 KiB, every
 * element of every record read, beside a pass that only touches every byte. The JSON of `holdfast decode` is slower and
 * not meant here.
 */
import { ais } from '../packages/formats/dist/ais/index.js'
import { BEAST_CODEC } from '../packages/formats/dist/adsb/index.js'
import { beastStream } from './support/adsb.mjs'
import { aisLines } from './support/ais.mjs'
import { asterixStream, readTyped, touch } from './support/asterix.mjs'

const RUNS = Number(process.env['HOLDFAST_BENCH_RUNS'] ?? 7)
const CHUNK = 65_536

/** Measures. */
export function measure() {
  return {
    ...asterix('asterix048', 48, 300_000),
    ...asterix('asterix062', 62, 150_000),
    ...stream(
      'ais',
      [...aisLines({ n: 60_000, broken: 0.01 })].join(''),
      ais,
      'sentences',
      250_000,
      lines,
    ),
    ...stream('adsb', beastStream({ n: 200_000 }), BEAST_CODEC, 'messages', 500_000),
  }
}

/** @param {string} name @param {48 | 62} cat @param {number} atLeast */
function asterix(name, cat, atLeast) {
  const records = 60_000
  const { bytes } = asterixStream(cat, { seed: 1, records })
  return figures(name, 'records', records, atLeast, bytes, () => readTyped(cat, bytes))
}

const lines = (/** @type {Uint8Array} */ bytes) => {
  let n = 0
  for (const byte of bytes) if (byte === 10) n += 1
  return n
}

/**
 * @param {string} name @param {Uint8Array | string} data @param {{ decoder: (options: object) => any }} codec
 * @param {string} unit @param {number} atLeast @param {((bytes: Uint8Array) => number) | null} count
 */
function stream(name, data, codec, unit, atLeast, count = null) {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  const decode = () => {
    const decoder = codec.decoder({})
    let records = 0
    for (let at = 0; at < bytes.length; at += CHUNK)
      records += decoder.push(bytes.subarray(at, at + CHUNK)).records.length
    return records + decoder.end().records.length
  }
  return figures(name, unit, count?.(bytes) ?? decode(), atLeast, bytes, decode)
}

/** @param {string} name @param {string} unit @param {number} n @param {number} atLeast @param {Uint8Array} bytes @param {() => unknown} decode */
function figures(name, unit, n, atLeast, bytes, decode) {
  const decoded = /** @type {number[]} */ ([])
  const touched = /** @type {number[]} */ ([])
  for (let run = -2; run < RUNS; run += 1) {
    const rate = n / cpuSeconds(decode)
    const trivial = n / cpuSeconds(() => touch(bytes))
    // The first two warm the compiler up.
    if (run < 0) continue
    decoded.push(Math.round(rate))
    touched.push(Math.round(trivial))
  }
  return {
    [name]: { values: decoded, unit: `${unit} a CPU-second`, asked: { atLeast } },
    [`${name}Touched`]: {
      values: touched,
      unit: `${unit} a CPU-second whose bytes are only touched`,
    },
  }
}

/** @param {() => unknown} work */
function cpuSeconds(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
