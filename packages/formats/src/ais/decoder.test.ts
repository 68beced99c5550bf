/**
 * Goal: whatever bytes come and however they are cut, nothing throws, every byte ends in a record or a reject, what is
 * kept stays within its bounds, and sound sentences are read as they were written.
 * Method: an independent writer of sentences, random and mutated feeds, other cuts of the same feed, a real sample
 * counted by a rule of its own (a regular expression over its lines).
 */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Writer,
  aisLines,
  checksum,
  classA,
  sentences,
  staticVoyage,
} from '../../../../bench/support/ais.mjs'
import { Bits, SEXTETS_MAX } from './bits.ts'
import { WAITING_MAX } from './assembler.ts'
import { AisDecoder } from './decoder.ts'
import { ais } from './index.ts'
import { LINE_BYTES_MAX } from './lines.ts'
import { GROUPS_MAX } from './tag-block.ts'
import type { AisRecord } from './types.ts'
import type { Reject } from '../codec/index.ts'

const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)

function decode(chunks: readonly Uint8Array[], isDatagrams = false) {
  const decoder = new AisDecoder(isDatagrams)
  const records: AisRecord[] = []
  const rejects: Reject[] = []
  for (const chunk of chunks) {
    const got = decoder.push(chunk)
    for (const record of got.records) records.push(record)
    for (const reject of got.rejects) rejects.push(reject)
    const { bytes, messages, groups } = decoder.held
    expect(bytes).toBeLessThanOrEqual(LINE_BYTES_MAX + 1)
    expect(messages).toBeLessThanOrEqual(WAITING_MAX)
    expect(groups).toBeLessThanOrEqual(GROUPS_MAX)
  }
  const got = decoder.end()
  records.push(...got.records)
  rejects.push(...got.rejects)
  expect(decoder.held.bytes + decoder.held.messages).toBe(0)
  return { records, rejects }
}
const accounted = ({ records, rejects }: ReturnType<typeof decode>): number =>
  [...records, ...rejects].reduce((sum, { length }) => sum + length, 0)

/** Cuts bytes at places that a list of numbers says. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  )
  return [0, ...at].map((from, i) => bytes.slice(from, at[i] ?? bytes.length))
}
const shown = ({ records, rejects }: ReturnType<typeof decode>): unknown => [
  records.map((record) => ais.json(record)),
  rejects,
]

describe('bits', () => {
  test('numbers come back as they were written, wherever they stand', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(
              fc.integer({ min: 1, max: 30 }),
              fc.boolean(),
              fc.double({ min: 0, max: 1, noNaN: true }),
            )
            .map(([length, isSigned, part]) => {
              const value = Math.min(2 ** length - 1, Math.floor(part * 2 ** length))
              return { length, isSigned, value: isSigned ? value - 2 ** (length - 1) : value }
            }),
          { minLength: 1, maxLength: 40 },
        ),
        (fields) => {
          const writer = new Writer()
          for (const { value, length } of fields) writer.add(value, length)
          const { payload, fill } = armour(writer.bits)
          const bits = new Bits()
          expect(bits.append(bytesOf(payload), 0, payload.length)).toBe(true)
          bits.trim(fill)
          expect(bits.length).toBe(writer.bits.length)
          let at = 0
          for (const { value, length, isSigned } of fields) {
            expect(isSigned ? bits.int(at, length) : bits.uint(at, length)).toBe(value)
            at += length
          }
        },
      ),
    )
  })
  test('what is past the end reads as zeros, also after a longer message, and never throws', () => {
    const bits = new Bits()
    bits.append(bytesOf('w'.repeat(SEXTETS_MAX)), 0, SEXTETS_MAX)
    expect(bits.append(bytesOf('w'), 0, 1)).toBe(false)
    bits.clear()
    bits.append(bytesOf('ww'), 0, 2)
    bits.trim(5)
    expect([bits.length, bits.uint(0, 7), bits.uint(7, 30), bits.uint(9_999, 24)]).toEqual([
      7, 127, 0, 0,
    ])
  })
})

function armour(bits: readonly number[]): { payload: string; fill: number } {
  const [line = ''] = sentences(bits, { charactersMax: 1_000 })
  const [, , , , , payload = '', tail = '0'] = line.split(',')
  return { payload, fill: Number(tail.charAt(0)) }
}

test('positions come back as they were written', () => {
  fc.assert(
    fc.property(
      fc.record({
        mmsi: fc.integer({ min: 0, max: 2 ** 30 - 1 }),
        lon: fc.integer({ min: -108_000_000, max: 108_000_000 }),
        lat: fc.integer({ min: -54_000_000, max: 54_000_000 }),
        speed: fc.integer({ min: 0, max: 1023 }),
        course: fc.integer({ min: 0, max: 4095 }),
        heading: fc.integer({ min: 0, max: 511 }),
        turn: fc.integer({ min: -128, max: 127 }),
        second: fc.integer({ min: 0, max: 63 }),
      }),
      (ship) => {
        const { records, rejects } = decode([bytesOf(`${sentences(classA(ship))[0]}\n`)])
        expect(rejects).toEqual([])
        expect(records[0]?.message).toMatchObject({
          type: 1,
          mmsi: ship.mmsi,
          lonDeg: ship.lon / 600_000,
          latDeg: ship.lat / 600_000,
          speedKn: ship.speed === 1023 ? null : ship.speed / 10,
          courseDeg: ship.course < 3600 ? ship.course / 10 : null,
          headingDeg: ship.heading < 360 ? ship.heading : null,
          second: ship.second < 60 ? ship.second : null,
          turnRaw: ship.turn,
          raim: true,
          radio: 2249,
        })
      },
    ),
  )
})

/** Lines of a feed with a tenth damaged. */
const feed = (n: number, seed: number): string => [...aisLines({ n, seed, broken: 0.1 })].join('')

describe('feeds', () => {
  test('a feed reads the same however it is cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(fc.nat({ max: 5_000 }), { maxLength: 60 }),
        fc.constantFrom('\r\n', '\n', '\r', '\n\n', '\r\n\r\n'),
        (seed, places, lineEnd) => {
          const bytes = bytesOf(feed(20, seed).replaceAll('\r\n', lineEnd) + 'x'.repeat(seed * 3))
          const whole = decode([bytes])
          expect(accounted(whole)).toBe(bytes.length)
          expect(shown(decode(cut(bytes, places)))).toEqual(shown(whole))
        },
      ),
      { numRuns: 200 },
    )
  })

  test('the damaged share is rejected and the rest is read', () => {
    const sound = [...aisLines({ n: 2_000, seed: 3, broken: 0 })].join('')
    const whole = decode([bytesOf(sound)])
    expect(whole.rejects).toEqual([])
    expect(whole.records).toHaveLength(2_000)
    const damaged = decode([bytesOf([...aisLines({ n: 2_000, seed: 3, broken: 0.05 })].join(''))])
    expect(damaged.records.length).toBeGreaterThan(1_850)
    expect(damaged.records.length).toBeLessThan(1_950)
    const reasons = new Set(damaged.rejects.map(({ reason }) => reason))
    expect(reasons.has('bad-checksum')).toBe(true)
    expect(reasons.has('missing-part')).toBe(true)
  })

  test(`${RUNS} random and mutated inputs`, () => {
    const base = feed(60, 9)
      .split('\r\n')
      .filter((line) => line !== '')
    const kinds = fc.oneof(
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 120 }) },
      {
        weight: 2,
        arbitrary: fc
          .array(
            fc.oneof(
              fc.constantFrom(
                '!AIVDM,1,1,,A,',
                '!AIVDM,2,1,1,A,',
                '\\g:1-2-3*',
                '\\',
                '!',
                '\r',
                '\n',
                '*4A',
                ',0*',
                'UdPbC\0',
                '$GPZDA',
                '0'.repeat(400),
              ),
              fc.string({ maxLength: 20 }),
            ),
            { maxLength: 12 },
          )
          .map((parts) => bytesOf(parts.join(''))),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.array(fc.constantFrom(...base), { minLength: 1, maxLength: 4 }),
            fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
          )
          .map(([lines, changes]) => {
            const bytes = bytesOf(lines.map((line) => `${line}\n`).join(''))
            for (const [at, code] of changes) bytes[at % bytes.length] = code
            return bytes
          }),
      },
      // A sound frame round any payload at all: the messages' own readers meet every length and every type.
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.nat(63), fc.array(fc.nat(63), { maxLength: 70 }), fc.nat(5))
          .map(([type, values, fill]) => {
            const text = [type, ...values]
              .map((value) => String.fromCharCode(value < 40 ? value + 48 : value + 56))
              .join('')
            const body = `AIVDM,1,1,,A,${text},${fill}`
            return bytesOf(`!${body}*${checksum(body)}\n`)
          }),
      },
    )
    let records = 0
    fc.assert(
      fc.property(
        kinds,
        fc.array(fc.nat(500), { maxLength: 3 }),
        fc.boolean(),
        (bytes, places, isDatagrams) => {
          const decoded = decode(cut(bytes, places), isDatagrams)
          records += decoded.records.length
          if (accounted(decoded) !== bytes.length) expect(accounted(decoded)).toBe(bytes.length)
          for (const record of decoded.records) JSON.stringify(ais.json(record))
          for (const { offset, length } of decoded.rejects)
            if (offset < 0 || offset + length > bytes.length)
              expect({ offset, length }).toBe('within')
        },
      ),
      { numRuns: RUNS },
    )
    expect(records).toBeGreaterThan(RUNS / 10)
  })
})

/** One of two sentences, with a tag block of a source at a time. */
const part = (source: number, number: number, timeS: number): string => {
  const tag = `s:${source},c:${timeS}`
  const body = `AIVDM,2,${number},1,A,${number === 1 ? sentences(staticVoyage({ mmsi: 211_000_000 }))[0]?.split(',')[5] : sentences(staticVoyage({ mmsi: 211_000_000 }))[1]?.split(',')[5]},${number === 1 ? 0 : 2}`
  return `\\${tag}*${checksum(tag)}\\!${body}*${checksum(body)}\n`
}

describe('bounds', () => {
  test('messages that wait for parts are given up beyond a number, and old ones after a time', () => {
    const many = Array.from({ length: 200 }, (_, i) => part(i, 1, 1_700_000_000)).join('')
    const decoder = new AisDecoder(false)
    expect(decoder.push(bytesOf(many)).rejects.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 200 - WAITING_MAX }, () => 'missing-part'),
    )
    expect(decoder.held.messages).toBe(WAITING_MAX)
    // A part that comes 11 s later by the receiver's clock is another message's.
    const late = decode([bytesOf(part(1, 1, 1_700_000_000) + part(1, 2, 1_700_000_011))])
    expect(late.rejects.map(({ reason }) => reason)).toEqual(['missing-part', 'missing-part'])
    const soon = decode([bytesOf(part(1, 1, 1_700_000_000) + part(1, 2, 1_700_000_009))])
    expect(soon.records).toHaveLength(1)
    // Other stations' parts under the same number do not mix.
    const mixed = decode([
      bytesOf(
        part(1, 1, 1_700_000_000) +
          part(2, 1, 1_700_000_000) +
          part(1, 2, 1_700_000_000) +
          part(2, 2, 1_700_000_000),
      ),
    ])
    expect(mixed.records.map(({ tagBlock }) => tagBlock?.source)).toEqual(['1', '2'])
  })
  test('a part is forgotten after 1,000 sentences', () => {
    const [first = '', second = ''] = sentences(staticVoyage({ mmsi: 211_000_000 }), {
      sequence: 7,
    })
    const [other = ''] = sentences(classA({ mmsi: 211_000_000, lon: 1, lat: 1 }))
    const between = (n: number) =>
      decode([bytesOf([first, ...Array.from({ length: n }, () => other), second].join('\n'))])
    expect(between(999).rejects).toEqual([])
    expect(between(1_000).rejects.map(({ reason }) => reason)).toEqual([
      'missing-part',
      'missing-part',
    ])
  })
  test('a hostile megabyte costs time in proportion', () => {
    for (const piece of ['!', '\\', '\\!', '!AIVDM,', '\r', 'x', '\\g:1-2-3*00\\\n']) {
      const bytes = bytesOf(piece.repeat(Math.ceil(1_000_000 / piece.length)))
      const before = performance.now()
      expect(accounted(decode([bytes]))).toBe(bytes.length)
      expect(performance.now() - before).toBeLessThan(5_000)
    }
  })
})

const SAMPLE = new URL(
  '../../../../../shared/data/ais-nmea-sample/nmea_data_sample.txt',
  import.meta.url,
)
describe.skipIf(!existsSync(SAMPLE))(
  'the sample of pyais (skipped where it is absent: it does not ship)',
  () => {
    const text = existsSync(SAMPLE) ? readFileSync(SAMPLE, 'latin1') : ''
    test('every line is accounted for, by kinds counted from the lines alone', () => {
      const decoded = decode([bytesOf(text)])
      expect(accounted(decoded)).toBe(text.length)
      // What must come of a line, from its members: the sample has first parts only, and no broken armour.
      const wanted: Record<string, number> = {}
      const count = (what: string): void => {
        wanted[what] = (wanted[what] ?? 0) + 1
      }
      for (const line of text.split(/\r?\n/).filter((l) => l !== '')) {
        const found = /^!(AIVDM,(\d),(\d),\d?,[AB]?,([0-W`-w]*),[0-5])\*([0-9A-F]{2})$/.exec(line)
        const [, body = '', total, , payload = '', sum] = found ?? []
        if (sum !== checksum(body)) count('bad-checksum')
        else if (payload === '') count('empty-payload')
        else if (total !== '1') count('missing-part')
        else {
          const code = payload.charCodeAt(0)
          count(`type ${code < 96 ? code - 48 : code - 56}`)
        }
      }
      const got: Record<string, number> = {}
      for (const { message } of decoded.records)
        got[`type ${message.type}`] = (got[`type ${message.type}`] ?? 0) + 1
      for (const { reason } of decoded.rejects) got[reason] = (got[reason] ?? 0) + 1
      expect(got).toEqual(wanted)
      expect(decoded.records.length).toBeGreaterThan(700)
    })
  },
)
