/**
 * Goal: KLV packets are read as the published examples have them, a damaged stream loses what is damaged and no more,
 * and no bytes throw, are lost from the account, or cost more than their length.
 * Method: golden vectors whose values come from other implementations' test suites; every way of cutting a stream
 * against reading it whole; random and mutated bytes with an account of every byte; hostile streams timed by work.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Decoded } from '../codec/index.ts'
import { ByteQueue } from '../codec/index.ts'
import { footprintOf, klvCodec, uasOf } from './index.ts'
import type { KlvItem, KlvRecord } from './index.ts'

interface Case {
  readonly desc: string
  readonly hex: string
  readonly wantErr: boolean
  readonly want: {
    readonly reason?: string
    readonly set?: string
    readonly checksum?: string
    readonly notes?: readonly string[]
    readonly values?: Readonly<Record<string, unknown>>
  }
}
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../../../vectors/klv/packets.json', import.meta.url), 'utf8'),
)
const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const decoder = () => {
  const made = klvCodec.decoder({})
  if ('refused' in made) throw new Error(made.refused)
  return made
}
function decode(chunks: readonly Uint8Array[]): Decoded<KlvRecord> {
  const reader = decoder()
  const parts = [...chunks.map((chunk) => reader.push(chunk)), reader.end()]
  return {
    records: parts.flatMap(({ records }) => records),
    rejects: parts.flatMap(({ rejects }) => rejects),
  }
}
/** Records and rejects together cover the input, each byte once and in order. */
function accounted({ records, rejects }: Decoded<KlvRecord>): number {
  let length = 0
  for (const { bytes } of records) length += bytes.length
  let end = 0
  for (const reject of rejects) {
    expect(reject.offset).toBeGreaterThanOrEqual(end)
    end = reject.offset + reject.length
    length += reject.length
  }
  return length
}
const said = ({ value }: KlvItem): unknown => {
  if (value.kind === 'number') return value.value
  if (value.kind === 'text') return value.text
  if (value.kind === 'code') return value.word
  return value.kind === 'special' ? { special: value.means } : value.kind
}
/** The value at `48/3`: item 3 of the set in item 48. */
function valueAt(items: readonly KlvItem[], path: string): unknown {
  const [tag, inner] = path.split('/')
  const item = items.find((one) => one.tag === Number(tag))
  if (item === undefined) return undefined
  if (inner === undefined) return said(item)
  return item.value.kind === 'set' ? valueAt(item.value.items, inner) : undefined
}

const good = cases.filter(({ wantErr }) => !wantErr).map(({ hex }) => bytesOf(hex))
const [every = new Uint8Array(), minimum = new Uint8Array()] = good
const checksum = (bytes: Uint8Array): number => {
  let sum = 0
  for (const [i, octet] of bytes.entries()) sum = (sum + (octet << (8 * ((i + 1) % 2)))) & 0xffff
  return sum
}
const KEY = '060e2b34020b01010e01030101000000'
/** A packet of these items with its checksum. */
function packet(items: string): Uint8Array {
  const length = items.length / 2 + 4
  const head = bytesOf(`${KEY}82${length.toString(16).padStart(4, '0')}${items}0102`)
  const sum = checksum(head)
  return Uint8Array.from([...head, sum >> 8, sum & 0xff])
}

describe('golden vectors', () => {
  for (const { desc, hex, wantErr, want } of cases)
    test(`reads: ${desc}`, () => {
      const decoded = decode([bytesOf(hex)])
      expect(accounted(decoded)).toBe(hex.length / 2)
      if (wantErr) {
        expect(decoded.records).toEqual([])
        expect(decoded.rejects[0]?.reason).toBe(want.reason)
        return
      }
      expect(decoded.rejects).toEqual([])
      const [record] = decoded.records
      expect({ ...record, bytes: 0, items: 0, key: 0 }).toEqual({
        set: want.set,
        checksum: want.checksum,
        notes: want.notes,
        bytes: 0,
        items: 0,
        key: 0,
      })
      for (const [path, wanted] of Object.entries(want.values ?? {})) {
        const value = valueAt(record?.items ?? [], path)
        if (typeof wanted === 'number') expect(value, path).toBeCloseTo(wanted, 9)
        else expect(value, path).toEqual(wanted)
      }
    })
})

describe('streams', () => {
  const stream = Buffer.concat([minimum, Buffer.from('lost'), every, minimum])

  test('however a stream is cut, it reads the same', () => {
    const whole = decode([stream])
    expect(whole.records.map(({ bytes }) => bytes.length)).toEqual([
      minimum.length,
      every.length,
      minimum.length,
    ])
    expect(whole.rejects).toMatchObject([{ offset: minimum.length, length: 4, reason: 'no-key' }])
    expect(decode([...stream].map((octet) => Uint8Array.of(octet)))).toEqual(whole)
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        expect(decode(at.slice(1).map((to, i) => stream.subarray(at[i], to)))).toEqual(whole)
      }),
      { numRuns: 100 },
    )
  })

  test('a damaged length loses its own packet and none behind it', () => {
    const damaged = Uint8Array.from(minimum)
    // 81 D2 becomes 82 D2 02: a length that swallows the packets that follow.
    damaged[16] = 0x82
    const { records, rejects } = decode([damaged, ...Array.from({ length: 400 }, () => minimum)])
    expect(records.length).toBe(400)
    expect(rejects).toMatchObject([{ offset: 0, length: minimum.length, reason: 'bad-item' }])
  })

  test('a good checksum over a bad item keeps the items before it and says where it stopped', () => {
    const { records, rejects } = decode([packet('0208000459f4a6aa4aa841010d03ff')])
    expect(records[0]?.items.map(({ tag }) => tag)).toEqual([2, 65])
    expect(rejects).toMatchObject([{ offset: 32, length: 0, reason: 'bad-item' }])
  })

  test('keys inside keys cost no more than their bytes', () => {
    // Each key claims the longest value; each sum would be 64 KiB. Without the credit this is 16 GiB of sums.
    const hostile = new Uint8Array(4_000_000)
    for (let at = 0; at + 19 <= hostile.length; at += 19) hostile.set(bytesOf(`${KEY}82fff0`), at)
    const began = performance.now()
    const decoded = decode([hostile])
    expect(accounted(decoded)).toBe(hostile.length)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('an option that is not known is refused', () => {
    expect(klvCodec.decoder({ framing: 'ts' })).toEqual({
      refused: 'option framing is not known; klv has none',
    })
  })
})

const recordOf = (bytes: Uint8Array): KlvRecord => {
  const [record] = decode([bytes]).records
  if (record === undefined) throw new Error('no record')
  return record
}

describe('views', () => {
  test('the view and the footprint of every item: full corners come first', () => {
    const view = uasOf(recordOf(every))
    expect(view?.timeMs).toBe(Date.UTC(2008, 9, 24, 0, 13, 29, 913))
    expect(view?.sensor.heightDatum).toBe('ellipsoid')
    expect(view?.sensor.heightM).toBeCloseTo(23_456.234_375, 6)
    expect(view?.targetWidthM).toBeCloseTo(13_898.5, 6)
    const footprint = footprintOf(recordOf(every))
    if (footprint?.kind !== 'polygon') throw new Error('no polygon')
    expect(footprint.from).toBe('full')
    expect(footprint.polygon.ring.length).toBe(5)
    expect(footprint.polygon.ring[4]).toEqual(footprint.polygon.ring[0])
    expect(footprint.polygon.ring[0]?.latDeg).toBeCloseTo(-10.528_728_394, 8)
  })

  test('offset corners stand for full ones, and the centre for both', () => {
    const centre = '1704f101a229180414bc082b'
    const offsets = '1a0217501b02063f1c02f9c11d021750'
    const rest = '1e02ed1f1f02f732200201d02102eb3f'
    const polygon = footprintOf(recordOf(packet(centre + offsets + rest)))
    if (polygon?.kind !== 'polygon') throw new Error('no polygon')
    expect(polygon.from).toBe('offset')
    // ST 0601's example: the sum of items 23 and 26 is item 82.
    expect(polygon.polygon.ring[0]?.latDeg).toBeCloseTo(-10.528_728_548, 6)
    expect(footprintOf(recordOf(packet(`${centre}16021281${offsets}`)))).toMatchObject({
      kind: 'centre',
      widthM: expect.closeTo(722.819_867, 5),
    })
    expect(footprintOf(recordOf(packet(offsets)))).toBeNull()
  })

  test('0° N 0° E is a missing position', () => {
    const none = '1704000000001804000000000d04000000000e0400000000'
    expect(uasOf(recordOf(packet(none)))).toMatchObject({
      frameCentre: null,
      sensor: { position: null },
    })
  })

  test('nothing in a video feed is an observation of a party', () => {
    const observe = klvCodec.observer({})
    const source = {
      id: 'uav-1',
      title: 'UAV 1',
      nation: 'NOR',
      kind: 'uav',
      reachM: {},
      detection: { pd: 0.5, falseReport: 0.1, basis: 'test' },
      group: 'uav-1',
    } as const
    const context = { source, receivedMs: 1_780_000_000_000, sha256: () => 'ab'.repeat(32) }
    for (const bytes of good)
      expect(Object.keys(observe(recordOf(bytes), context))).toEqual(['nothing'])
  })
})

describe('hostile bytes', () => {
  test('a queue gives back what was pushed', () => {
    const queue = new ByteQueue()
    const out: number[] = []
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9_000 }), fc.nat(9_000), (chunk, drop) => {
        queue.push(chunk)
        const count = Math.min(drop, queue.length)
        out.push(...queue.view.subarray(0, count))
        queue.drop(count)
        expect(queue.offset).toBe(out.length)
      }),
      { numRuns: 50 },
    )
  })

  test(`${RUNS} random and mutated inputs: none throws, every byte is accounted for`, () => {
    let seed = 601
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return (seed >>> 8) % below
    }
    let records = 0
    for (let run = 0; run < RUNS; run += 1) {
      const from = good[random(good.length)] ?? every
      const input =
        run % 4 === 0
          ? Uint8Array.from({ length: random(80) }, () => random(256))
          : Uint8Array.from([...from, ...minimum])
      for (let hits = random(6); hits > 0 && input.length > 0; hits -= 1)
        input[random(input.length)] = random(256)
      const cut = random(input.length + 1)
      const decoded = decode(run % 3 === 0 ? [input] : [input.slice(0, cut), input.slice(cut)])
      expect(accounted(decoded)).toBe(input.length)
      for (const record of decoded.records) {
        records += 1
        JSON.stringify(klvCodec.json(record))
        const ring = footprintOf(record)
        if (ring?.kind === 'polygon')
          for (const { lonDeg, latDeg } of ring.polygon.ring)
            expect(Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90).toBe(true)
      }
    }
    expect(records).toBeGreaterThan(RUNS / 4)
  })
})
