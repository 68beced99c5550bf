/**
 * Goal: whatever bytes come, each belongs to a record or to a reject, nothing throws, memory is bounded, and how the
 * feed is cut into chunks changes nothing; observations claim no more than the event; and nothing but the mission's own
 * units, zones, hazards and circles to take cover in can be written.
 * Method: golden vectors (vectors/cot), properties over chunks, fuzz of random and mutated feeds, a walk over every
 * exported writer with every kind of item and with items that types forbid.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf } from '@holdfast/core/observe'
import type { Observation, Source, Unidentified } from '@holdfast/core/observe'
import type { Decoded } from '../codec/index.ts'
import { readObservation } from '../observation/index.ts'
import * as exported from './index.ts'
import { cot, writeCot, writeTak } from './index.ts'
import { readDateTime, readXml, residualOf } from '../xml/index.ts'
import type { CotItem, CotRecord } from './index.ts'
import { EVENT_BYTES_MAX, RUBBISH_BYTES_MAX, XML_BOUNDS } from './limits.ts'
import { HAZARDS, TYPES } from './outgoing.ts'

interface Vector {
  readonly desc: string
  readonly text?: string
  readonly hex?: string
  readonly options?: Record<string, string>
  readonly records: readonly Record<string, unknown>[]
  readonly rejects: readonly { offset: number; length: number; reason: string }[]
  readonly observe: readonly string[]
  readonly wantErr: boolean
}
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../../vectors/cot/events.json', import.meta.url), 'utf8'),
)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const bytesOf = ({ text, hex }: Vector): Uint8Array =>
  text === undefined ? Uint8Array.from(Buffer.from(hex ?? '', 'hex')) : utf8(text)

const source: Source = {
  id: 'tak-1',
  title: 'TAK server of the mission',
  nation: 'FRA',
  kind: 'gateway',
  reachM: {},
  detection: { pd: 1, falseReport: 0, basis: 'assumed' },
  group: 'tak-1',
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const NOW_MS = Date.UTC(2026, 5, 1)
const context = { source, receivedMs: NOW_MS, sha256 }

function decode(
  bytes: Uint8Array,
  {
    options = {},
    sizes = [bytes.length || 1],
  }: { options?: Record<string, string>; sizes?: readonly number[] } = {},
): Decoded<CotRecord> {
  const decoder = cot.decoder(options)
  if ('refused' in decoder) throw new Error(decoder.refused)
  const records: CotRecord[] = []
  const rejects: Decoded<CotRecord>['rejects'][number][] = []
  const take = (decoded: Decoded<CotRecord>): void => {
    records.push(...decoded.records)
    rejects.push(...decoded.rejects)
  }
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1)
    take(decoder.push(bytes.slice(at, at + size)))
    at += size
  }
  take(decoder.end())
  return { records, rejects }
}

/** Every byte that is in no record and no reject must be white space. */
function checkAccounting(bytes: Uint8Array, { records, rejects }: Decoded<CotRecord>): void {
  const spans = [
    ...records.map((record) => ({ offset: record.offset, length: record.bytes.length })),
    ...rejects.map(({ offset, length }) => ({ offset, length })),
  ].toSorted((a, b) => a.offset - b.offset)
  const blank = new Set([9, 10, 13, 32])
  let at = 0
  const skip = (to: number): void => {
    for (; at < to; at += 1)
      if (!blank.has(bytes[at] ?? 0)) throw new Error(`byte ${at} belongs to nothing`)
  }
  for (const { offset, length } of spans) {
    if (offset < at) throw new Error(`byte ${offset} belongs to two`)
    skip(offset)
    at = offset + length
  }
  if (at > bytes.length) throw new Error(`the spans end at ${at} of ${bytes.length}`)
  skip(bytes.length)
  for (const record of records) {
    const own = bytes.subarray(record.offset, record.offset + record.bytes.length)
    if (Buffer.compare(own, record.bytes) !== 0) throw new Error('not the bytes of the record')
    if (record.bytes.length > EVENT_BYTES_MAX) throw new Error('a record beyond the bound')
  }
}

function checkObservation(observation: Unidentified): void {
  expect(faultOf(observation, NOW_MS)).toBeNull()
  expect(readObservation(JSON.parse(JSON.stringify(observation)))).toEqual({ observation })
}

function summary(record: CotRecord): Record<string, unknown> {
  const { kind, encoding } = record
  if (record.kind === 'control')
    return { kind, encoding, minVersion: record.minVersion, maxVersion: record.maxVersion }
  const { uid, type, how, timeMs, startMs, staleMs, point, callsign, track } = record
  return {
    kind,
    encoding,
    uid,
    type,
    how,
    timeMs,
    startMs,
    staleMs,
    callsign,
    lat: point.latDeg,
    lon: point.lonDeg,
    haeM: point.haeM,
    ceM: point.ceM,
    leM: point.leM,
    speedMps: track?.speedMps ?? null,
    courseDeg: track?.courseDeg ?? null,
  }
}

describe('golden vectors', () => {
  test.each(vectors)('$desc', (vector) => {
    const bytes = bytesOf(vector)
    for (const sizes of [[bytes.length], [1], [7, 3]]) {
      const decoded = decode(bytes, { ...vector, sizes })
      checkAccounting(bytes, decoded)
      expect(decoded.records.map((record) => summary(record))).toEqual(vector.records)
      expect(
        decoded.rejects.map(({ offset, length, reason }) => ({ offset, length, reason })),
      ).toEqual(vector.rejects)
      expect(decoded.records.length === 0).toBe(vector.wantErr)
      const observer = cot.observer({})
      for (const [i, record] of decoded.records.entries()) {
        const observed = observer(record, context)
        const want = vector.observe[i] ?? 'missing'
        if ('nothing' in observed) expect(`nothing: ${observed.nothing}`).toContain(want)
        else {
          expect(observed.observations.map(({ category }) => category)).toEqual([want])
          for (const observation of observed.observations) checkObservation(observation)
        }
      }
    }
  })
})

const event = (members: Record<string, string> = {}, detail = ''): string => {
  const { point, ...attributes } = {
    version: '2.0',
    uid: 'u1',
    type: 'a-u-A',
    how: 'm-r',
    time: '2026-01-31T12:00:00Z',
    start: '2026-01-31T12:00:00Z',
    stale: '2026-01-31T12:05:00Z',
    point: 'lat="48.5" lon="37.5" hae="100" ce="20" le="9999999.0"',
    ...members,
  }
  const text = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  return `<event${text.join('')}><point ${point}/><detail>${detail}</detail></event>`
}
function observe(text: string, from: Source = source): Unidentified {
  const [record] = decode(utf8(text)).records
  if (record === undefined) throw new Error('no record')
  const observed = cot.observer({})(record, { ...context, source: from })
  const [observation] = 'observations' in observed ? observed.observations : []
  if (observation === undefined) throw new Error(JSON.stringify(observed))
  checkObservation(observation)
  return observation
}

/** What of an observation cannot differ with the letters of its type. */
const plain = (observation: Unidentified): object => ({
  ...observation,
  residual: {},
  recordId: '',
  rawSha256: '',
})

describe('observations', () => {
  test('the affiliation changes nothing but the residual', () => {
    const neutral = observe(event({ type: 'a-n-G' }))
    for (const affiliation of ['f', 'h', 'u', 'p', 's', 'j', 'k', 'a', '.']) {
      const other = observe(event({ type: `a-${affiliation}-G` }))
      expect(plain(other)).toEqual(plain(neutral))
      expect(other.residual['type']).toBe(`a-${affiliation}-G`)
    }
  })

  test('errors, heights and courses are what was said, and unknown otherwise', () => {
    const known = observe(event({}, '<track speed="12.5" course="360"/><contact callsign="A1"/>'))
    expect(known.where.fix?.errorM).toBeCloseTo(20 * 2.4477, 2)
    expect(known.motion).toEqual({
      heightM: 100,
      heightDatum: 'ellipsoid',
      speedMps: 12.5,
      courseDeg: 0,
      climbMps: null,
      identity: {
        uid: 'u1',
        callsign: 'A1',
      },
    })
    const point = 'lat="48.5" lon="37.5" hae="9999999.0" ce="9999999" le="9999999"'
    const unknown = observe(event({ point }, '<track speed="-1" course="400"/>'))
    expect(unknown.where.fix?.errorM).toBe(1_000)
    expect(unknown.residual['assumedErrorM']).toBe('1000')
    expect(unknown.motion).toMatchObject({
      heightM: null,
      heightDatum: null,
      speedMps: null,
      courseDeg: null,
    })
    // No measurement is without error.
    expect(
      observe(event({ point: point.replace('ce="9999999"', 'ce="0"') })).where.fix?.errorM,
    ).toBe(1_000)
  })

  test('the subtree of detail is kept word for word, over as many members as it needs', () => {
    const detail = `<x y='1'>a &amp; b<!-- c --><![CDATA[<z>]]></x>${'<q w="ä😀"/>'.repeat(2_000)}`
    const { residual } = observe(event({}, detail))
    const parts = Object.entries(residual).filter(([name]) => /^detail(?:\.\d+)?$/.test(name))
    expect(parts.map(([, text]) => text).join('')).toBe(detail)
    expect(parts.length).toBeGreaterThan(5)
  })

  test('what the schema does not know is kept too', () => {
    const text = event({ access: 'Unclassified', foo: 'bar' }).replace(
      '</event>',
      '<z a="1"/></event>',
    )
    const { residual } = observe(text)
    expect(residual).toMatchObject({
      access: 'Unclassified',
      attributes: '{"foo":"bar"}',
      elements: '<z a="1"/>',
    })
  })

  test('the observer is the site of the source, else the thing itself', () => {
    expect(observe(event()).observer).toMatchObject({ position: { lonDeg: 37.5, latDeg: 48.5 } })
    const site = { position: { lonDeg: 36, latDeg: 47 }, heightM: 10, errorM: 5 }
    expect(observe(event(), { ...source, site }).observer).toMatchObject({
      position: site.position,
      errorM: 5,
    })
  })

  test('a long uid is no identity, and is kept', () => {
    const uid = 'x'.repeat(200)
    const { motion, residual, recordId } = observe(event({ uid }))
    expect(motion?.identity).toEqual({})
    expect(residual['uid']).toBe(uid)
    expect(recordId).toMatch(/^cot@2026-01-31T12:00:00\.000Z#[0-9a-f]{16}$/)
  })

  test('a time in the future or before 2000 is told', () => {
    for (const time of ['2027-01-01T00:00:00Z', '1999-01-01T00:00:00Z']) {
      const [record] = decode(utf8(event({ time }))).records
      if (record === undefined) throw new Error('no record')
      expect(cot.observer({})(record, context)).toHaveProperty('nothing')
    }
  })

  test('options that cannot be used are refused', () => {
    for (const options of [
      { framing: 'tcp' },
      { errorM: '0' },
      { errorM: '1e3' },
      { errorM: '-1' },
    ])
      expect(cot.decoder(options)).toHaveProperty('refused')
    expect(cot.decoder({ framing: 'datagram', errorM: '50' })).toHaveProperty('push')
  })
})

const nested = (n: number): string => '<a>'.repeat(n) + '</a>'.repeat(n)
const attributes = (n: number): string =>
  `<a ${Array.from({ length: n }, (_, i) => `b${i}="1"`).join(' ')}/>`

describe('bounds', () => {
  test('an event as long as the bound is read, one byte more is not', () => {
    const empty = event().length
    const longest = event({}, 'x'.repeat(EVENT_BYTES_MAX - empty))
    expect(longest).toHaveLength(EVENT_BYTES_MAX)
    expect(decode(utf8(longest)).records).toHaveLength(1)
    const { records, rejects } = decode(
      utf8(`${event({}, 'x'.repeat(EVENT_BYTES_MAX + 1 - empty))}${event()}`),
    )
    expect(records).toHaveLength(1)
    expect(rejects[0]?.reason).toBe('too-long')
  })

  test('rubbish is told in pieces of the bound', () => {
    const { rejects } = decode(new Uint8Array(RUBBISH_BYTES_MAX * 2 + 5).fill(1))
    expect(rejects.map(({ length }) => length)).toEqual([RUBBISH_BYTES_MAX, RUBBISH_BYTES_MAX, 5])
  })

  test('depth, elements and attributes at the bound are read', () => {
    const inner = XML_BOUNDS.depthMax - 2
    expect(decode(utf8(event({}, nested(inner)))).records).toHaveLength(1)
    expect(decode(utf8(event({}, nested(inner + 1)))).rejects[0]?.reason).toBe('too-deep')
    const many = XML_BOUNDS.elementsMax - 3
    expect(decode(utf8(event({}, '<a/>'.repeat(many)))).records).toHaveLength(1)
    expect(decode(utf8(event({}, '<a/>'.repeat(many + 1)))).rejects[0]?.reason).toBe('too-many')
    expect(decode(utf8(event({}, attributes(XML_BOUNDS.attributesMax)))).records).toHaveLength(1)
    expect(
      decode(utf8(event({}, attributes(XML_BOUNDS.attributesMax + 1)))).rejects[0]?.reason,
    ).toBe('too-many')
  })

  test('hostile feeds take time in proportion to their length', () => {
    const n = 400_000
    const repeat = (text: string): Uint8Array =>
      utf8(text.repeat(Math.ceil(n / text.length)).slice(0, n))
    const hex = (text: string): Uint8Array => {
      const unit = Buffer.from(text, 'hex')
      return Uint8Array.from({ length: n }, (_, i) => unit[i % unit.length] ?? 0)
    }
    const feeds = [
      ...[
        '<',
        '<event ',
        '</event',
        '</event       ',
        '<event ></event>',
        '<a>',
        '&#1;',
        '<![CDATA[',
        '<event a="',
      ].map(repeat),
      ...[
        'bf',
        'bf01',
        'bf01bf',
        '0a03bf01bf',
        'bf01bf0a03bf01bf',
        'bfffff03',
        'bf01bf08bf01',
        'bf8001',
      ].map(hex),
      new Uint8Array([
        0xbf,
        1,
        0xbf,
        ...hex('0a03bf01bf').subarray(0, 60_000),
        0x0a,
        0xff,
        0xff,
        0xff,
        0x7f,
        ...hex('0a03bf01bf'),
      ]),
    ]
    for (const feed of feeds) {
      const began = performance.now()
      const decoded = decode(feed, { sizes: [1_400] })
      expect(performance.now() - began).toBeLessThan(3_000)
      checkAccounting(feed, decoded)
    }
  })
})

// A small generator of its own: fast-check's costs more than the decoder at a million runs.
function random(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * n)
  }
}

describe('fuzz', () => {
  const nightly = process.env['HOLDFAST_NIGHTLY'] === '1'
  const runs = nightly ? 1_000_000 : 2_000
  // Twice as many good ones: a fuzz that never reaches a record tests nothing.
  const good = [...vectors, ...vectors.filter(({ wantErr }) => !wantErr)].map((v) => bytesOf(v))
  const words = [
    '<',
    '>',
    '"',
    '&',
    '</event>',
    '<event ',
    '<?xml version="1.0"?>',
    '<!DOCTYPE a [',
    '<![CDATA[',
    '<!--',
    '&#0;',
    '&#xD800;',
    ']]>',
    '\u0000',
    '\u00bf',
  ].map(utf8)
  function feedOf(next: (n: number) => number): Uint8Array {
    const parts: Uint8Array[] = []
    for (let i = next(3); i >= 0; i -= 1) {
      const part = Uint8Array.from(good[next(good.length)] ?? [])
      for (let n = next(3); n > 0; n -= 1) part[next(part.length)] = next(256)
      const at = next(part.length)
      const kind = next(8)
      if (kind === 0) parts.push(Uint8Array.from({ length: next(60) }, () => next(256)))
      else if (kind === 1) parts.push(part.slice(0, at))
      else if (kind === 2) parts.push(part.slice(at))
      else if (kind === 3)
        parts.push(part.slice(0, at), words[next(words.length)] ?? part, part.slice(at))
      else parts.push(part)
    }
    return Uint8Array.from(Buffer.concat(parts))
  }

  test(`${runs} random and mutated feeds: no throw, every byte told, sound observations, chunks change nothing`, () => {
    const observer = cot.observer({})
    let records = 0
    for (let run = 0; run < runs; run += 1) {
      const next = random(run)
      const bytes = feedOf(next)
      const options: Record<string, string> = run % 5 === 0 ? { framing: 'datagram' } : {}
      const decoded = decode(bytes, { options })
      checkAccounting(bytes, decoded)
      records += decoded.records.length
      for (const record of decoded.records) {
        const observed = observer(record, context)
        const json = JSON.stringify(cot.json(record))
        if (json.includes('\n')) throw new Error('more than one line')
        if (run % 20 === 0 && 'observations' in observed)
          for (const observation of observed.observations) checkObservation(observation)
      }
      if (run % 10 === 1) {
        const cut = decode(bytes, { options, sizes: [1 + next(40), 1 + next(9)] })
        if (JSON.stringify(cut) !== JSON.stringify(decoded))
          throw new Error(`seed ${run}: chunks change it`)
      }
    }
    expect(records).toBeGreaterThan(runs / 3)
  })

  test('any bytes at all', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (bytes, sizes) => {
          const decoded = decode(bytes, { sizes })
          checkAccounting(bytes, decoded)
          expect(decoded).toEqual(decode(bytes))
        },
      ),
    )
  })

  test('XML that is anything never throws, and text survives escaping', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readXml(text, { ...XML_BOUNDS, namespaces: true })
        readXml(`<a>${text}</a>`, { ...XML_BOUNDS, namespaces: false })
        const kept = residualOf([['a', text]])
        expect(Object.values(kept).join('')).toBe(text)
      }),
    )
  })
})

test('instants with offsets, as xs:dateTime has them', () => {
  expect(readDateTime('2026-01-31T12:00:00Z')).toBe(1_769_860_800_000)
  expect(readDateTime('2026-01-31T12:00:00.1239999+02:00')).toBe(1_769_853_600_123)
  expect(readDateTime('2026-01-31T10:00:00-00:00')).toBe(1_769_853_600_000)
  for (const text of [
    '',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-01-31T12:00:00+15:00',
    '2026-01-31T24:00:00Z',
    '2026-13-01T00:00:00Z',
    ' 2026-01-31T12:00:00Z',
  ])
    expect(readDateTime(text)).toBeNull()
})

const AT_MS = Date.UTC(2026, 0, 31, 12)
const centre = { lonDeg: 37.123456, latDeg: 48.654321 }
const ring = [
  { lonDeg: 37, latDeg: 48 },
  { lonDeg: 38, latDeg: 48 },
  { lonDeg: 38, latDeg: 49 },
  { lonDeg: 37, latDeg: 48 },
]
const times = { atMs: AT_MS, staleMs: AT_MS + 60_000 }
const items: readonly CotItem[] = [
  { kind: 'ownUnit', id: 'p-1', callsign: `O'Neill & <Söhne> "1"`, position: centre, ...times },
  { kind: 'zone', id: 'z1', title: 'Separation area 3', polygon: { ring }, ...times },
  { kind: 'takeCover', centre, radiusM: 800, fromMs: AT_MS, untilMs: AT_MS + 60_000 },
  ...(Object.keys(HAZARDS) as (keyof typeof HAZARDS)[]).map((hazard): CotItem => ({
    kind: 'hazard',
    id: hazard,
    hazard,
    circle: { centre, radiusM: 50 },
    ...times,
  })),
]
function itemAt(index: number): CotItem {
  const item = items[index]
  if (item === undefined) throw new Error(`no item ${index}`)
  return item
}
/** Every function of the folder that makes bytes of an item: found, not listed, so that a new one is walked too. */
const writers = Object.entries(exported)
  .filter(([name]) => name.startsWith('write'))
  .flatMap(([name, write]): readonly [string, (item: CotItem) => unknown][] =>
    name === 'writeTak'
      ? [
          [`${name} mesh`, (item) => writeTak(item, 'mesh')],
          [`${name} stream`, (item) => writeTak(item, 'stream')],
        ]
      : [[name, write as unknown as (item: CotItem) => unknown]],
  )
function written(bytes: unknown): CotRecord & { kind: 'event' } {
  if (!(bytes instanceof Uint8Array)) throw new Error(JSON.stringify(bytes))
  const { records, rejects } = decode(bytes)
  const [record] = records
  expect(rejects).toEqual([])
  expect(records).toHaveLength(1)
  if (record?.kind !== 'event') throw new Error('no event')
  return record
}

const forced = (item: unknown): CotItem => item as CotItem

describe('writing', () => {
  test('the writers are the three that are known, and each writes every kind', () => {
    expect(writers.map(([name]) => name)).toEqual(['writeCot', 'writeTak mesh', 'writeTak stream'])
    for (const [, write] of writers) for (const item of items) written(write(item))
  })

  test('no type but the three, no affiliation but the own unit’s, no direction and no origin', () => {
    expect(Object.values(TYPES).toSorted()).toEqual(['a-f-G', 'u-d-c-c', 'u-d-f'])
    for (const [, write] of writers)
      for (const item of items) {
        const bytes = write(item)
        const record = written(bytes)
        const isOwn = item.kind === 'ownUnit'
        expect(record.type).toMatch(isOwn ? /^a-f-G$/ : /^u-d-(?:c-c|f)$/)
        const text = new TextDecoder('latin1').decode(bytes as Uint8Array)
        expect(text).not.toMatch(/a-[^f]-/)
        expect(isOwn ? 1 : 0).toBe(text.split('a-f-').length - 1)
        expect(text).not.toMatch(/azimuth|bearing|origin|course|hostile|party|<track/i)
        expect(record.track).toBeNull()
      }
  })

  test('XML and both protobuf framings read back as the same event', () => {
    for (const item of items) {
      const [xml, mesh, stream] = writers.map(([, write]) => {
        const read = written(write(item))
        return { ...read, bytes: null, offset: 0, encoding: null, other: null }
      })
      expect(mesh).toEqual(xml)
      expect(stream).toEqual(xml)
    }
    const own = written(writeCot(itemAt(0)))
    expect(own).toMatchObject({
      callsign: `O'Neill & <Söhne> "1"`,
      uid: 'holdfast.unit.p-1',
      timeMs: AT_MS,
    })
    expect(own.point).toEqual({ ...centre, haeM: null, ceM: null, leM: null })
    expect(written(writeCot(itemAt(1))).detail.split('<link').length).toBe(5)
    expect(written(writeCot(itemAt(2))).detail).toContain('major="800.0" minor="800.0"')
  })

  test('what types forbid is refused when it is passed by a cast', () => {
    const [own, zone, cover] = items
    const bad: readonly unknown[] = [
      { ...own, party: 'A' },
      { ...own, position: { lonDeg: 0, latDeg: 0 } },
      { ...own, position: { lonDeg: Number.NaN, latDeg: 0 } },
      { ...own, staleMs: AT_MS },
      { ...own, atMs: 1_769_860_800 },
      { ...own, id: 'a b' },
      { ...own, callsign: 'a\nb' },
      { ...own, callsign: '' },
      { ...own, kind: 'track' },
      { ...own, kind: 'toString' },
      { ...own, kind: undefined },
      { ...cover, origin: centre },
      { ...cover, bearingDeg: 90 },
      { ...cover, radiusM: 0 },
      { ...cover, radiusM: 100_001 },
      { ...cover, untilMs: AT_MS - 1 },
      { ...zone, polygon: { ring: ring.slice(0, 3) } },
      { ...zone, polygon: { ring: [...ring.slice(0, 3), { lonDeg: 37.1, latDeg: 48 }] } },
      { kind: 'hazard', id: 'h', hazard: 'sniper', circle: { centre, radiusM: 5 }, ...times },
      {
        kind: 'hazard',
        id: 'h',
        hazard: 'mine',
        circle: { centre, radiusM: 5, fromDeg: 3 },
        ...times,
      },
      { ...observe(event()), kind: 'explosion' },
    ]
    for (const [, write] of writers)
      for (const item of bad)
        expect(write(forced(item)), JSON.stringify(item)).toHaveProperty('refused')
  })

  test('observations and positions of others do not compile', () => {
    const observation: Unidentified = observe(event())
    // @ts-expect-error an observation has no form here
    expect(() => writeCot(observation)).not.toThrow()
    // @ts-expect-error nor has one with its id
    expect(writeTak({ ...observation, id: 'x' } satisfies Observation, 'mesh')).toHaveProperty(
      'refused',
    )
    const cover = {
      kind: 'takeCover',
      centre,
      radiusM: 5,
      fromMs: AT_MS,
      untilMs: AT_MS + 1,
    } as const
    const wide = { ...cover, origin: centre }
    expect(writeCot(cover)).toBeInstanceOf(Uint8Array)
    // A wider record passes the compiler where it is no literal, and is refused all the same.
    expect(writeCot(wide)).toHaveProperty('refused')
    // @ts-expect-error a circle to take cover in has no origin
    const literal: CotItem = { ...cover, origin: centre }
    expect(writeCot(literal)).toHaveProperty('refused')
    const track = { kind: 'track', id: 'x', position: centre, ...times } as const
    // @ts-expect-error no other kind
    expect(writeCot(track)).toHaveProperty('refused')
    const hazard = {
      kind: 'hazard',
      id: 'x',
      hazard: 'tank',
      circle: { centre, radiusM: 5 },
    } as const
    // @ts-expect-error no other hazard
    expect(writeCot({ ...hazard, ...times })).toHaveProperty('refused')
  })

  test('whatever is passed, a writer gives an event of the three types or a refusal', () => {
    const position = fc.record({ lonDeg: fc.double(), latDeg: fc.double() })
    const loose = fc.record(
      {
        kind: fc.constantFrom('ownUnit', 'hazard', 'zone', 'takeCover'),
        id: fc.constantFrom('a', 'b.c', '', 'a b'),
        callsign: fc.string({ unit: 'binary' }),
        title: fc.string({ unit: 'binary' }),
        hazard: fc.constantFrom('mine', 'fire', 'other'),
        circle: fc.record({
          centre: position,
          radiusM: fc.double(),
        }),
        polygon: fc.constant({ ring }),
        position,
        centre: position,
        radiusM: fc.double(),
        atMs: fc.constant(AT_MS),
        staleMs: fc.constant(AT_MS + 1),
      },
      { requiredKeys: ['kind', 'id', 'callsign', 'position', 'atMs', 'staleMs'] },
    )
    fc.assert(
      fc.property(loose, (item) => {
        const own = {
          kind: 'ownUnit',
          id: item.id,
          callsign: item.callsign,
          position: item.position,
          atMs: item.atMs,
          staleMs: item.staleMs,
        }
        for (const [, write] of writers)
          for (const given of [item, own]) {
            const bytes = write(given as unknown as CotItem)
            if (bytes instanceof Uint8Array)
              expect(Object.values(TYPES)).toContain(written(bytes).type)
            else expect(bytes).toHaveProperty('refused')
          }
      }),
    )
  })
})
