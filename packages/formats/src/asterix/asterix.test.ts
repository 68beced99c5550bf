/**
 * Goal: whatever the tables can say is written and read back unchanged; whatever octets come, nothing throws and each
 * belongs to a record or a reject. Method: golden vectors, properties over all editions, mutated and random octets.
 */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decoded } from '../codec/index.ts'
import {
  asterix,
  asterixDecoder,
  asterixJson,
  encodeBlock,
  encodeRecord,
  itemsOf,
  layoutBy,
  layoutsBy,
} from './index.ts'
import {
  allReaderOf,
  editionNames,
  pathsOf,
  readerOf,
  sampleItems,
  type Items,
  type AsterixRecord,
  type Chance,
  type Layout,
} from './index.ts'

const seeded = (seed: number): Chance => {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const ALL: readonly Layout[] = editionNames().map((name) => {
  const [cat = '', edition] = name.split(':')
  const layout = layoutBy(Number(cat), edition)
  if (layout === undefined) throw new Error(name)
  return layout
})
const decoderFor = (layouts: readonly Layout[], framing: 'stream' | 'datagram' = 'stream') =>
  asterixDecoder(new Map(layouts.map((layout) => [layout.cat, layout])), framing)
const bytesFor = (encoded: ReturnType<typeof encodeBlock>): Uint8Array => {
  if ('refused' in encoded) throw new Error(encoded.refused)
  return encoded.bytes
}
const hexBytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16))

/** Asserts that records (with their block's header) and rejects tile the octets from 0 to `length`. */
function expectTiled(parts: readonly Decoded<AsterixRecord>[], length: number): void {
  const spans: { from: number; to: number }[] = []
  const headed = new Set<number>()
  for (const { records, rejects } of parts) {
    for (const record of records) {
      if (!headed.has(record.blockOffset))
        spans.push({ from: record.blockOffset, to: record.blockOffset + 3 })
      headed.add(record.blockOffset)
      spans.push({ from: record.offset, to: record.offset + record.end - record.start })
    }
    for (const reject of rejects)
      spans.push({ from: reject.offset, to: reject.offset + reject.length })
  }
  spans.sort((a, b) => a.from - b.from)
  let at = 0
  for (const span of spans) {
    if (span.from !== at || span.to <= span.from)
      throw new Error(`octets ${at} to ${span.from} are nobody's or two's`)
    at = span.to
  }
  expect(at).toBe(length)
}

interface Vector {
  readonly desc: string
  readonly origin: string
  readonly hex: string
  readonly editions?: string
  readonly records: readonly unknown[]
  readonly reasons: readonly string[]
  readonly wantErr: boolean
}
const VECTORS = new URL('../../../../vectors/asterix/', import.meta.url)

describe('golden vectors', () => {
  const files = readdirSync(VECTORS).filter((name) => name.endsWith('.json'))
  const vectors = files.flatMap((name): readonly Vector[] =>
    JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8')),
  )
  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(10)
  })
  it.each(vectors.map((vector) => [vector.desc, vector] as const))('%s', (_, vector) => {
    const decoder = asterix.decoder(
      vector.editions === undefined ? {} : { editions: vector.editions },
    )
    if ('refused' in decoder) throw new Error(decoder.refused)
    const bytes = hexBytes(vector.hex)
    const parts = [decoder.push(bytes), decoder.end()]
    const rejects = parts.flatMap((part) => part.rejects)
    expect(rejects.map((reject) => reject.reason)).toEqual(vector.reasons)
    expect(rejects.length > 0).toBe(vector.wantErr)
    expect(parts.flatMap((part) => part.records).map(asterixJson)).toEqual(vector.records)
    expectTiled(parts, bytes.length)
  })
})

describe('every edition', { timeout: 60_000 }, () => {
  it.each(ALL.map((layout) => [`${layout.cat}:${layout.edition}`, layout] as const))(
    '%s writes and reads back',
    (_, layout) => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 16 }),
          (seed, count, density) => {
            const chance = seeded(seed)
            const sent = Array.from({ length: count }, () => sampleItems(layout, chance, density))
            const bytes = bytesFor(encodeBlock(layout, sent))
            const { records, rejects } = decoderFor([layout]).push(bytes)
            expect(rejects).toEqual([])
            // The values are made by reading; what was sent has raw alone.
            const got = records.map(itemsOf)
            expect(got.map(rawOnly)).toEqual(sent)
            // What was read, values and units included, writes the same octets again.
            expect(bytesFor(encodeBlock(layout, got))).toEqual(bytes)
            for (const record of records) expectReaders(layout, record)
          },
        ),
        { numRuns: process.env['HOLDFAST_NIGHTLY'] === '1' ? 200 : 25 },
      )
    },
  )
  it.each(ALL.map((layout) => [`${layout.cat}:${layout.edition}`, layout] as const))(
    '%s sends values as it sends raws',
    (_, layout) => {
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const [items] = [sampleItems(layout, seeded(seed), 12)]
          const sent = encodeRecord(layout, items)
          const { records } = decoderFor([layout]).push(bytesFor(encodeBlock(layout, [items])))
          const values = records.map(itemsOf).map(valueOnly)
          for (const one of values) expect(encodeRecord(layout, one)).toEqual(sent)
        }),
        { numRuns: 30 },
      )
    },
  )
})
type Tree = ReturnType<typeof itemsOf>
const mapScalars = (tree: unknown, of: (scalar: Record<string, unknown>) => unknown): unknown => {
  if (Array.isArray(tree)) return tree.map((one) => mapScalars(one, of))
  if (typeof tree !== 'object' || tree === null) return tree
  if ('raw' in tree) return of({ ...tree })
  return Object.fromEntries(Object.entries(tree).map(([name, one]) => [name, mapScalars(one, of)]))
}
const rawOnly = (items: Tree): unknown => mapScalars(items, (scalar) => ({ raw: scalar['raw'] }))
/** Drops `raw` where a value says the same; what chooses a rule or a profile is still needed. */
const valueOnly = (items: Tree): Tree => {
  const mapped = mapScalars(items, (scalar) =>
    scalar['value'] === undefined ? scalar : { value: scalar['value'] },
  )
  return JSON.parse(JSON.stringify(mapped))
}
const readers = new Map<string, ReturnType<typeof readerOf>>()
function readerFor(layout: Layout, path: string): ReturnType<typeof readerOf> {
  const key = `${layout.cat}:${layout.edition}:${path}`
  if (!readers.has(key)) readers.set(key, readerOf(layout, path))
  return readers.get(key)
}
/** All readers of a layout agree with the nested items, absent where these have nothing. */
function expectReaders(layout: Layout, record: AsterixRecord): void {
  const items = itemsOf(record)
  const paths = pathsOf(layout)
  const all = new Float64Array(paths.length)
  allReaderOf(layout)(record, all)
  for (const [index, path] of paths.entries()) {
    let found: unknown = items
    for (const name of path.split('/'))
      found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
    const single = readerFor(layout, path)?.(record)
    if (found === undefined) {
      expect([path, single, all[index]]).toEqual([path, undefined, Number.NaN])
      continue
    }
    const raw = Number(Reflect.get(Object(found), 'raw'))
    const value: unknown = Reflect.get(Object(found), 'value')
    expect([path, single]).toEqual([path, all[index]])
    if (Number.isSafeInteger(raw))
      expect([path, single]).toEqual([path, typeof value === 'number' ? value : raw])
  }
}

/** A datagram of several blocks of several categories. */
function someBlocks(chance: Chance): Uint8Array {
  const parts: number[] = []
  for (let blocks = 1 + chance(3); blocks > 0; blocks -= 1) {
    const layout = DEFAULTS[chance(DEFAULTS.length)]
    if (layout === undefined) break
    const records = Array.from({ length: 1 + chance(3) }, () => sampleItems(layout, chance, 6))
    parts.push(...bytesFor(encodeBlock(layout, records)))
  }
  return Uint8Array.from(parts)
}
const DEFAULTS = [1, 2, 21, 34, 48, 62, 65].flatMap((cat) => layoutBy(cat) ?? [])

describe('feeds', () => {
  it('read the same however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
        (seed, cuts) => {
          const bytes = someBlocks(seeded(seed))
          const whole = decoderFor(DEFAULTS).push(bytes)
          const decoder = decoderFor(DEFAULTS)
          const parts: Decoded<AsterixRecord>[] = []
          for (let at = 0, index = 0; at < bytes.length; index += 1) {
            const take = cuts[index % cuts.length] ?? 1
            parts.push(decoder.push(bytes.subarray(at, at + take)))
            at += take
          }
          parts.push(decoder.end())
          expect(parts.flatMap((part) => part.records).map(asterixJson)).toEqual(
            whole.records.map(asterixJson),
          )
          expect(parts.flatMap((part) => part.records).map((record) => record.offset)).toEqual(
            whole.records.map((record) => record.offset),
          )
          expectTiled(parts, bytes.length)
        },
      ),
      { numRuns: 150 },
    )
  })
  it('do not join the rest of one datagram to the next', () => {
    const layout = layoutBy(2)
    if (layout === undefined) throw new Error('no 2')
    const bytes = bytesFor(encodeBlock(layout, [{ '010': { SAC: { raw: 1 }, SIC: { raw: 2 } } }]))
    const decoder = decoderFor([layout], 'datagram')
    const cut = decoder.push(bytes.subarray(0, 4))
    const next = decoder.push(bytes)
    expect(cut.rejects.map((reject) => [reject.offset, reject.length, reject.reason])).toEqual([
      [0, 4, 'truncated'],
    ])
    expect(next.records.map((record) => record.offset)).toEqual([7])
  })
  it('owns its octets', () => {
    const bytes = hexBytes('020006800102')
    const [record] = decoderFor(DEFAULTS).push(bytes).records
    bytes.fill(0)
    expect(record && itemsOf(record)).toEqual({ '010': { SAC: { raw: 1 }, SIC: { raw: 2 } } })
  })
  it('looks for the next block after octets that are none, and says so once', () => {
    const parts = [decoderFor(DEFAULTS).push(hexBytes('30000000000000020006800102'))]
    expect(
      parts[0]?.rejects.map((reject) => [reject.offset, reject.length, reject.reason]),
    ).toEqual([[0, 7, 'bad-length']])
    expect(parts[0]?.records.length).toBe(1)
    expectTiled(parts, 13)
  })
})

describe('options', () => {
  it('choose an edition, or say what is known', () => {
    const layouts = layoutsBy('048:1.32')
    expect('refused' in layouts ? '' : layouts.get(48)?.edition).toBe('1.32')
    expect(layoutsBy('48:9.9')).toHaveProperty('refused')
    expect(layoutsBy('rubbish')).toHaveProperty('refused')
    expect(asterix.decoder({ framing: 'pigeon' })).toHaveProperty('refused')
  })
})
describe('encoder', () => {
  it('refuses what cannot be sent', () => {
    const layout = layoutBy(48)
    if (layout === undefined) throw new Error('no 48')
    const refused = [
      {},
      { '999': { raw: 1 } },
      { '010': { SAC: { raw: 256 } } },
      { '010': { SAC: { raw: -1 } } },
      { '240': { value: 'lower' } },
      { '240': { value: 'NINECHARS' } },
      { '042': { X: { value: 300 } } },
      { '030': [] },
      { '130': { NONE: { raw: 1 } } },
      { RE: { hex: 'abc' } },
    ]
    for (const items of refused as readonly Items[])
      expect(encodeRecord(layout, items)).toHaveProperty('refused')
  })
})

describe('hostile octets', () => {
  const rounds = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000
  it(
    `${rounds} random and mutated feeds: nothing throws, every octet is accounted for`,
    { timeout: 3_600_000 },
    () => {
      const chance = seeded(4711)
      let read = 0
      let rejected = 0
      for (let round = 0; round < rounds; round += 1) {
        let bytes: Uint8Array
        if (round % 4 === 0) bytes = Uint8Array.from({ length: chance(80) }, () => chance(256))
        else bytes = someBlocks(chance)
        if (round % 4 === 1 && bytes.length > 3) {
          // Random contents under a plausible header.
          for (let at = 3; at < bytes.length; at += 1) bytes[at] = chance(256)
        }
        if (round % 4 === 2)
          for (let hits = 1 + chance(4); hits > 0; hits -= 1)
            bytes[chance(bytes.length)] = chance(256)
        if (round % 4 === 3) bytes = bytes.subarray(0, chance(bytes.length + 1))
        const decoder = decoderFor(DEFAULTS, round % 8 < 4 ? 'stream' : 'datagram')
        const cut = chance(bytes.length + 1)
        const pieces = round % 8 < 4 ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes]
        const parts = [...pieces.map((piece) => decoder.push(piece)), decoder.end()]
        for (const record of parts.flatMap((part) => part.records)) {
          JSON.stringify(asterixJson(record))
          read += 1
        }
        rejected += parts.reduce((sum, part) => sum + part.rejects.length, 0)
        expectTiled(parts, bytes.length)
      }
      // Both outcomes are met, or the test shows nothing.
      expect(read).toBeGreaterThan(rounds / 4)
      expect(rejected).toBeGreaterThan(rounds / 4)
    },
  )
  it('what is read of any octets is written as the same items', () => {
    const chance = seeded(99)
    const turns = process.env['HOLDFAST_NIGHTLY'] === '1' ? 30_000 : 1_000
    for (let round = 0; round < turns; round += 1) {
      const bytes = someBlocks(chance)
      for (let hits = chance(4); hits > 0; hits -= 1)
        bytes[3 + chance(bytes.length - 3)] = chance(256)
      for (const record of decoderFor(DEFAULTS, 'datagram').push(bytes).records) {
        const items = itemsOf(record)
        const block = bytesFor(encodeBlock(record.layout, [items]))
        const [again] = decoderFor([record.layout], 'datagram').push(block).records
        expect(again && itemsOf(again)).toEqual(items)
      }
    }
  })
  it('takes a million octets one by one in linear time', () => {
    const block = new Uint8Array(65_535).fill(1)
    block.set([48, 0xff, 0xff])
    const decoder = decoderFor(DEFAULTS)
    let rejects = 0
    for (let round = 0; round < 4; round += 1) {
      for (let at = 0; at < block.length; at += 1)
        rejects += decoder.push(block.subarray(at, at + 1)).rejects.length
    }
    expect(rejects).toBe(4)
  }, 20_000)
})
