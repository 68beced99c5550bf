/**
 * Goal: messages of the field are read as published; nothing throws; every byte is accounted for; memory is bounded;
 * observations are fit for fusion. Method: golden vectors (`vectors/adsb`), round trips of the encoder, properties,
 * and seeded mutations of good streams, a million where HOLDFAST_NIGHTLY is 1.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distanceM } from '@holdfast/core/geo'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { Codec, Decoded, FeedContext } from '../codec/index.ts'
import { readObservation } from '../observation/index.ts'
import { containmentM } from './accuracy.ts'
import { squitterOf } from './squitter.ts'
import { altitudeFt13, squawkCode, squawkOf } from './altitude.ts'
import { candidateRegisters } from './commb.ts'
import { parityOf } from './crc.ts'
import { cprOf, positionNear, positionOfPair, zonesAt } from './cpr.ts'
import { ELEMENTS_MAX } from './readsb.ts'
import { BeastDecoder, REJECTS_MAX } from './beast.ts'
import { LINE_BYTES_MAX } from './avr.ts'
import { FeedTime } from './feed-time.ts'
import { AIRCRAFT_MAX, ReceiverObserver } from './observe.ts'
import { readMessage } from './message.ts'
import { Recent } from './lru.ts'
import type { ReceiverRecord } from './record.ts'
import {
  AVR_CODEC,
  BEAST_CODEC,
  READSB_CODEC,
  airborneWords,
  allCallMessageOf,
  beastFrameOf,
  identificationWords,
  operationalWords,
  replyMessageOf,
  squitterMessageOf,
  surfaceWords,
  velocityWords,
} from './index.ts'

const NIGHTLY = process.env['HOLDFAST_NIGHTLY'] === '1'
const FUZZ_N = NIGHTLY ? 1_000_000 : 2_000
const ROOT = new URL('../../../../', import.meta.url)
const RECEIVED_MS = 1_735_700_000_000
const NOW_MS = RECEIVED_MS + 60_000

const SOURCE: Source = {
  id: 'adsb-1',
  title: 'Receiver 1',
  nation: 'NLD',
  kind: 'adsb',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0, basis: 'test' },
  group: 'adsb-1',
}
const SITED: Source = {
  ...SOURCE,
  site: { position: { lonDeg: 4.734, latDeg: 51.99 }, heightM: 10, errorM: 10 },
}
const context = (receivedMs = RECEIVED_MS, source = SOURCE): FeedContext => ({
  source,
  receivedMs,
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
})
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const text = (value: string): Uint8Array => new TextEncoder().encode(value)

function mustBeFit(observation: Unidentified, nowMs = NOW_MS): void {
  expect(faultOf(observation, nowMs)).toBeNull()
  const read = readObservation(JSON.parse(JSON.stringify(observation)))
  expect('reason' in read ? read.reason : null).toBeNull()
}
function all<R>(codec: Codec<R>, chunks: readonly Uint8Array[], options = {}): Decoded<R> {
  const decoder = codec.decoder(options)
  if ('refused' in decoder) throw new Error(decoder.refused)
  const parts = [...chunks.map((chunk) => decoder.push(chunk)), decoder.end()]
  return { records: parts.flatMap((p) => p.records), rejects: parts.flatMap((p) => p.rejects) }
}
const message = (hex: string, correct = false): ReturnType<typeof readMessage> => {
  const bytes = bytesOf(hex)
  return readMessage(bytes, bytes.length, correct)
}
/** Feeds messages, each with its milliseconds, and gives what each comes to. */
function heard(
  timed: readonly (readonly [ms: number, message: Uint8Array])[],
  { source = SOURCE, reference = 'pair' } = {},
): (Unidentified | string)[] {
  const observer = BEAST_CODEC.observer({ reference })
  return timed.map(([ms, bytes]) => {
    const { records } = all(BEAST_CODEC, [
      beastFrameOf(bytes, { stamp: 12_000 * (ms + 1), signal: 99 }),
    ])
    const [record] = records
    if (record === undefined) return 'rejected'
    const observed = observer(record, context(RECEIVED_MS, source))
    if ('nothing' in observed) return observed.nothing
    const [observation] = observed.observations
    if (observation === undefined) return 'none'
    mustBeFit(observation)
    return observation
  })
}
const isObservation = (x: Unidentified | string | undefined): x is Unidentified =>
  typeof x === 'object'

interface Vector {
  readonly desc: string
  readonly message: string
  readonly wantErr: boolean
  readonly reason?: string
  readonly want?: Readonly<Record<string, unknown>>
  readonly candidate?: { readonly bds: string; readonly values: Readonly<Record<string, unknown>> }
}
interface PairVector {
  readonly desc: string
  readonly even: string
  readonly odd: string
  readonly newer: 'even' | 'odd'
  readonly near: { readonly lonDeg: number; readonly latDeg: number } | null
  readonly wantErr: boolean
  readonly want?: { readonly lonDeg: number; readonly latDeg: number }
}
const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/adsb/${name}.json`, ROOT), 'utf8'))

/** Follows a dotted path; numbers compare to 0.01. */
function agrees(actual: unknown, want: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(want)) {
    let found: unknown = actual
    for (const key of path.split('.'))
      found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined
    if (path === 'address' && typeof found === 'number') found = found.toString(16).padStart(6, '0')
    if (typeof value === 'number') expect(found, path).toBeCloseTo(value, 2)
    else expect(found, path).toEqual(value)
  }
}

describe('golden vectors', () => {
  it.each(vectors('messages') as readonly Vector[])('$desc', (vector) => {
    const found = message(vector.message)
    expect(found.kind === 'unfit').toBe(vector.wantErr)
    if (found.kind === 'unfit') expect(found.reason).toBe(vector.reason)
    agrees(found, vector.want ?? {})
    if (vector.candidate === undefined || found.kind !== 'surveillance' || found.field === null)
      return
    const { bds, values } = vector.candidate
    const candidate = candidateRegisters(found.field).find((register) => register.bds === bds)
    expect(candidate?.bds).toBe(bds)
    agrees(candidate?.values, values)
  })

  it.each(vectors('positions') as readonly PairVector[])('$desc', (vector) => {
    const [even, odd] = [vector.even, vector.odd].map((hex) => {
      const found = message(hex)
      if (found.kind !== 'squitter') throw new Error('no squitter')
      if (found.content.kind !== 'airborne' && found.content.kind !== 'surface')
        throw new Error('no position')
      return found.content
    })
    if (even?.cpr == null || odd?.cpr == null) throw new Error('no position')
    const pair = { even: even.cpr, odd: odd.cpr, newer: vector.newer }
    const position = positionOfPair(pair, even.kind === 'surface', vector.near)
    expect(position === null).toBe(vector.wantErr)
    if (vector.want === undefined || position === null) return
    expect(position.latDeg).toBeCloseTo(vector.want.latDeg, 4)
    expect(position.lonDeg).toBeCloseTo(vector.want.lonDeg, 4)
  })
})

describe('compact positions', () => {
  const place = fc.record({
    latDeg: fc.double({ min: -89, max: 89, noNaN: true }),
    lonDeg: fc.double({ min: -180, max: 179.999, noNaN: true }),
  })
  it('zones of longitude follow the formula of DO-260B A.1.7.2', () => {
    for (let lat = -86.95; lat < 86.96; lat += 0.05) {
      const cosine = Math.cos((lat * Math.PI) / 180)
      const inner = 1 - (1 - Math.cos(Math.PI / 30)) / (cosine * cosine)
      expect(zonesAt(lat)).toBe(Math.floor((2 * Math.PI) / Math.acos(inner)))
    }
    expect([zonesAt(0), zonesAt(87), zonesAt(-87), zonesAt(87.01), zonesAt(90)]).toEqual([
      59, 2, 2, 1, 1,
    ])
  })
  it.each([false, true])('what is encoded is found again, surface %s', (surface) => {
    fc.assert(
      fc.property(place, fc.boolean(), (position, newerIsOdd) => {
        const [even, odd] = [false, true].map((isOdd) => cprOf(position, { odd: isOdd, surface }))
        if (even === undefined || odd === undefined) throw new Error('unreachable')
        const pair = positionOfPair(
          { even, odd, newer: newerIsOdd ? 'odd' : 'even' },
          surface,
          position,
        )
        // At a border of zones the halves may disagree, and then there is no position: allowed, but rare.
        if (pair !== null) expect(distanceM(position, pair)).toBeLessThan(12)
        const near = { latDeg: position.latDeg + 0.2, lonDeg: position.lonDeg }
        const local = positionNear(newerIsOdd ? odd : even, surface, near)
        expect(local === null ? 0 : distanceM(position, local)).toBeLessThan(12)
        return (
          pair !== null ||
          Math.abs(zonesAt(position.latDeg + 0.001) - zonesAt(position.latDeg - 0.001)) > 0
        )
      }),
      { numRuns: 5_000, seed: 7 },
    )
  })
})

describe('codes', () => {
  it('reads every 13-bit altitude within the limits of its code, or none', () => {
    for (let code = 0; code < 8_192; code += 1) {
      const feet = altitudeFt13(code)
      if (feet !== null) expect(feet >= -1_200 && feet <= 126_700).toBe(true)
    }
  })
  it('has each hundred feet of the Gillham code exactly once', () => {
    const seen = new Map<number, number>()
    for (let code = 0; code < 8_192; code += 1)
      if ((code & 0x50) === 0) {
        const feet = altitudeFt13(code)
        if (feet !== null) seen.set(feet, (seen.get(feet) ?? 0) + 1)
      }
    expect([...seen.values()].every((n) => n === 1)).toBe(true)
    expect(seen.size).toBe(1_280)
    expect(Math.min(...seen.keys())).toBe(-1_200)
  })
  it('reads a squawk as it is written', () => {
    for (const squawk of ['0000', '1200', '7500', '7777', '0356', '6513'])
      expect(squawkOf(squawkCode(squawk))).toBe(squawk)
  })
})

describe('messages made here', () => {
  const address = fc.integer({ min: 1, max: 0xfffffe })
  it('have a parity that holds', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 15 }), (icao, interrogator) => {
        const call = allCallMessageOf(icao, 5, interrogator)
        expect(readMessage(call, 7, false)).toMatchObject({
          kind: 'allCall',
          address: icao,
          interrogator: { kind: 'II', code: interrogator },
        })
        const reply = replyMessageOf(icao, { squawk: '7500' })
        expect(parityOf(reply, 0, 7)).toBe(icao)
        expect(readMessage(reply, 7, false)).toMatchObject({ squawk: '7500', address: icao })
        const altitude = replyMessageOf(icao, {
          altitudeFt: 36_000,
          field: identificationWords({ set: 4, category: 0, callsign: 'X' }),
        })
        expect(readMessage(altitude, 14, false)).toMatchObject({
          df: 20,
          altitudeFt: 36_000,
          address: icao,
        })
      }),
    )
  })
  it('say what was put in', () => {
    const name = squitterMessageOf(
      0x4840d6,
      identificationWords({ set: 4, category: 3, callsign: 'KLM1023' }),
    )
    expect(readMessage(name, 14, false)).toMatchObject({
      content: { callsign: 'KLM1023', category: 3, typeCode: 4 },
    })
    const speed = squitterMessageOf(
      1,
      velocityWords({ eastKt: -8, northKt: -159, climbFpm: -832, nacV: 2 }),
    )
    expect(readMessage(speed, 14, false)).toMatchObject({
      content: { eastKt: -8, northKt: -159, climbFpm: -832, nacV: 2 },
    })
    const status = squitterMessageOf(1, operationalWords({ nicA: 1, nacP: 9, sil: 3 }))
    expect(readMessage(status, 14, false)).toMatchObject({
      content: { version: 2, nicA: 1, nacP: 9, sil: 3 },
    })
  })
  it('are mended by one bit only where asked, and the bit is named', () => {
    for (let bit = 5; bit < 112; bit += 1) {
      const bytes = bytesOf('8D4840D6202CC371C32CE0576098')
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
      expect(readMessage(bytes.slice(), 14, false)).toMatchObject({
        kind: 'unfit',
        reason: 'bad-parity',
      })
      expect(readMessage(bytes, 14, true)).toMatchObject({ address: 0x4840d6, correctedBit: bit })
    }
  })
})

const flight = (
  icao: number,
  {
    n,
    from,
    eastKt,
    everyMs = 500,
  }: { n: number; from: { lonDeg: number; latDeg: number }; eastKt: number; everyMs?: number },
  typeCode = 11,
): (readonly [number, Uint8Array])[] =>
  Array.from({ length: n }, (_, i) => {
    const ms = i * everyMs
    const lonDeg =
      from.lonDeg +
      (eastKt * 0.514444 * ms) / 1_000 / (111_320 * Math.cos((from.latDeg * Math.PI) / 180))
    return [
      ms,
      squitterMessageOf(
        icao,
        airborneWords({
          typeCode,
          position: { lonDeg, latDeg: from.latDeg },
          altitudeFt: 30_000,
          odd: i % 2 === 1,
        }),
      ),
    ] as const
  })

const told = (out: readonly (Unidentified | string)[]): number =>
  out.filter(isObservation).filter((o) => o.residual['suspicion.duplicateAddress'] !== undefined)
    .length

describe('observations', () => {
  const HERE = { lonDeg: 5.1, latDeg: 52.2 }
  it('come of a pair, with what was said before', () => {
    const out = heard([
      [
        0,
        squitterMessageOf(
          0x4840d6,
          identificationWords({ set: 4, category: 3, callsign: 'KLM1023' }),
        ),
      ],
      [
        10,
        squitterMessageOf(
          0x4840d6,
          velocityWords({ eastKt: 400, northKt: 0, climbFpm: 640, nacV: 2 }),
        ),
      ],
      [20, squitterMessageOf(0x4840d6, operationalWords({ nicA: 0, nacP: 9, sil: 3 }))],
      [25, replyMessageOf(0x4840d6, { squawk: '2676' })],
      ...flight(0x4840d6, { n: 2, from: HERE, eastKt: 400 }).map(
        ([ms, m]) => [ms + 30, m] as const,
      ),
    ])
    expect(out.slice(0, 5).every((x) => typeof x === 'string')).toBe(true)
    const last = out[5]
    if (!isObservation(last)) throw new Error(last)
    expect(last.category).toBe('I.AIR')
    expect(last.motion?.heightM).toBeCloseTo(9_144, 0)
    expect(last.motion?.heightDatum).toBe('pressure')
    expect(last.motion?.courseDeg).toBeCloseTo(90, 5)
    expect(last.motion?.speedMps).toBeCloseTo(205.8, 1)
    expect(last.motion?.identity).toEqual({ icao24: '4840d6', callsign: 'KLM1023', mode3a: '2676' })
    expect(last.where.fix?.errorM).toBe(30)
    expect(last.motion?.quality).toEqual({
      accuracyM: 30,
      containmentM: 185.2,
      isMonitored: true,
      positioning: null,
    })
    expect(last.observed.clock).toBe('degraded')
    expect(Object.keys(last.residual).some((key) => key.startsWith('suspicion'))).toBe(false)
    expect(distanceM(HERE, last.where.fix?.position ?? HERE)).toBeLessThan(200)
  })
  const qualityAfter = (
    words: readonly Parameters<typeof operationalWords>[0][],
    typeCode?: number,
  ) => {
    const before = words.map(
      (one, i) => [i, squitterMessageOf(0x4840d6, operationalWords(one))] as const,
    )
    const moves = flight(0x4840d6, { n: 2, from: HERE, eastKt: 400 }, typeCode)
    const out = heard([...before, ...moves.map(([ms, m]) => [ms + 30, m] as const)])
    const last = out.findLast(isObservation)
    return last?.motion?.quality
  }
  it('that a jammed receiver makes say so: NACp, SIL and no bound; unheard is null', () => {
    expect(qualityAfter([])).toEqual({
      accuracyM: null,
      containmentM: 185.2,
      isMonitored: null,
      positioning: null,
    })
    expect(qualityAfter([{ nicA: 0, nacP: 0, sil: 0 }], 18)).toEqual({
      accuracyM: 20_037_508,
      containmentM: 20_037_508,
      isMonitored: false,
      positioning: null,
    })
    // A reserved NACp says nothing; the last one counts.
    expect(
      qualityAfter([
        { nicA: 0, nacP: 9, sil: 0 },
        { nicA: 0, nacP: 15, sil: 3 },
      ]),
    ).toMatchObject({
      accuracyM: null,
      isMonitored: true,
    })
  })
  it('a steady flight raises no suspicion, and a position far off does', () => {
    const steady = flight(0x4840d6, { n: 60, from: HERE, eastKt: 450 })
    const away = flight(0x4840d6, { n: 2, from: { lonDeg: 20, latDeg: 40 }, eastKt: 450 }).map(
      ([ms, m]) => [ms + 30_500, m] as const,
    )
    const out = heard([...steady, ...away]).filter(isObservation)
    const odd = out.map((o) => o.residual['suspicion.jump'])
    expect(odd.slice(0, 59).every((jump) => jump === undefined)).toBe(true)
    expect(odd.some((jump) => jump !== undefined)).toBe(true)
  })
  it('two flights under one address are told, one is not', () => {
    const one = flight(0x4840d6, { n: 60, from: HERE, eastKt: 450 })
    const two = flight(0x4840d6, { n: 60, from: { lonDeg: 5.9, latDeg: 52.9 }, eastKt: -450 }).map(
      ([ms, m]) => [ms + 1, m] as const,
    )
    const both = [...one, ...two].toSorted((a, b) => a[0] - b[0])
    expect(told(heard(both))).toBeGreaterThan(20)
    expect(told(heard(one))).toBe(0)
  })
  it('a position that stands still at speed is told, and a lost containment', () => {
    const still = flight(0x4840d6, { n: 60, from: HERE, eastKt: 0 })
    const speed = [0, 1, 2, 3, 4, 5, 6, 7].map(
      (i) =>
        [
          i * 5_000 - 0.5,
          squitterMessageOf(
            0x4840d6,
            velocityWords({ eastKt: 300, northKt: 0, climbFpm: 0, nacV: 1 }),
          ),
        ] as const,
    )
    const out = heard([...speed.slice(1), ...still].toSorted((a, b) => a[0] - b[0])).filter(
      isObservation,
    )
    expect(out.some((o) => o.residual['suspicion.frozen'] !== undefined)).toBe(true)
    const lost = flight(0x4840d6, { n: 4, from: HERE, eastKt: 0 }, 18).map(
      ([ms, m]) => [ms + 30_500, m] as const,
    )
    const after = heard([...still, ...lost]).filter(isObservation)
    expect(after.at(-1)?.residual['suspicion.integrityDrop']).toBeDefined()
    expect(after.at(-5)?.residual['suspicion.integrityDrop']).toBeUndefined()
  })
  it('an address of no block is told', () => {
    const odd = heard(flight(0xb12345, { n: 2, from: HERE, eastKt: 100 })).find(isObservation)
    expect(odd?.residual['suspicion.unassignedAddress']).toBeDefined()
  })
  it('an anonymous address is never called ICAO 24', () => {
    const halves = [false, true].map(
      (odd, i) =>
        [
          i * 500,
          squitterMessageOf(
            0x123456,
            airborneWords({ typeCode: 11, position: HERE, altitudeFt: 1_000, odd }),
            { df: 18, format: 1 },
          ),
        ] as const,
    )
    const o = heard(halves).find(isObservation)
    expect(o?.motion?.identity).toEqual({ uid: '~123456' })
  })
  it('a surface position needs a place nearby', () => {
    const pair = ['8C4841753AAB238733C8CD4020B1', '8C4841753A9A153237AEF0F275BE'].map(
      (hex, i) => [i * 400, bytesOf(hex)] as const,
    )
    expect(heard(pair).every((x) => typeof x === 'string')).toBe(true)
    const [, o] = heard(pair, { source: SITED })
    if (!isObservation(o)) throw new Error(o)
    expect(o.where.fix?.position.latDeg).toBeCloseTo(52.32056, 3)
    expect(o.motion?.speedMps).toBeCloseTo(17 * 0.514444, 2)
    expect(o.observer.position).toEqual(SITED.site?.position)
  })
  it('0 N 0 E is no position', () => {
    const out = heard(flight(0x4840d6, { n: 2, from: { lonDeg: 0, latDeg: 0 }, eastKt: 0 }))
    expect(out.every((x) => typeof x === 'string')).toBe(true)
  })
  it('a stamp of GPS gives the instant nearest to receipt', () => {
    const time = new FeedTime('gps')
    const day = 1_735_689_600_000
    expect(time.at(86_399 * 0x4000_0000 + 500_000_000, day + 200)).toMatchObject({
      observedMs: day - 500,
      clock: 'gnss',
    })
    expect(time.at(1 * 0x4000_0000, day + 1_200)).toMatchObject({
      observedMs: day + 1_000,
      tMs: 1_500,
      clock: 'gnss',
    })
    expect(time.at(100_000 * 0x4000_0000, day + 1_300).clock).toBe('degraded')
  })
  it('remembers no more than its bound', () => {
    const recent = new Recent(3, () => ({}))
    for (const name of ['a', 'b', 'c', 'a', 'd']) recent.use(name)
    expect([recent.size, recent.peek('b'), recent.peek('a') !== undefined]).toEqual([
      3,
      undefined,
      true,
    ])
    const observer = new ReceiverObserver({ clock: 'received', alone: false })
    for (let icao = 1; icao <= AIRCRAFT_MAX + 500; icao += 1) {
      const found = readMessage(
        squitterMessageOf(icao, operationalWords({ nicA: 0, nacP: 9, sil: 3 })),
        14,
        false,
      )
      if (found.kind === 'unfit') throw new Error(found.detail)
      const record: ReceiverRecord = {
        kind: 'modeS',
        message: found,
        offset: 0,
        raw: new Uint8Array(1),
        stamp: null,
        signal: null,
      }
      observer.observe(record, context())
    }
    expect(observer.remembered).toBe(AIRCRAFT_MAX)
  })
})

const covers = <R extends { readonly offset: number; readonly raw: Uint8Array }>(
  decoded: Decoded<R>,
  length: number,
): void => {
  const spans = [
    ...decoded.records.map((r) => [r.offset, r.raw.length] as const),
    ...decoded.rejects.map((r) => [r.offset, r.length] as const),
  ].toSorted((a, b) => a[0] - b[0])
  let at = 0
  for (const [offset, size] of spans) {
    if (offset !== at) expect(offset).toBe(at)
    at += size
  }
  expect(at).toBe(length)
}

const STREAM: readonly Uint8Array[] = [
  ...flight(0x4840d6, { n: 6, from: { lonDeg: 5, latDeg: 52 }, eastKt: 400 }).map(([ms, m]) =>
    beastFrameOf(m, { stamp: ms * 12_000 + 0x1a1a1a, signal: 0x1a }),
  ),
  beastFrameOf(allCallMessageOf(0x1a1a1a, 5), { stamp: 7, signal: 26 }),
  beastFrameOf(replyMessageOf(0x4840d6, { squawk: '7700' }), { stamp: 8, signal: 1 }),
  Uint8Array.from([0x1a, 0x31, 0, 0, 0, 0, 0, 9, 3, 0x20, 0x10]),
  beastFrameOf(
    squitterMessageOf(
      0x4840d6,
      surfaceWords({
        typeCode: 7,
        position: { lonDeg: 5, latDeg: 52 },
        movement: 40,
        trackDeg: 90,
        odd: false,
      }),
    ),
    { stamp: 9, signal: 2 },
  ),
]
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

describe('streams', () => {
  it('give the same records however they are cut', () => {
    const bytes = Uint8Array.from(STREAM.flatMap((frame) => [...frame]))
    const whole = all(BEAST_CODEC, [bytes])
    expect(whole.rejects).toEqual([])
    expect(whole.records).toHaveLength(STREAM.length)
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((to, i) => bytes.slice(at[i], to))
        expect(all(BEAST_CODEC, chunks)).toEqual(whole)
      }),
    )
  })
  it('of text too, with and without times', () => {
    const lines =
      '*8D4840D6202CC371C32CE0576098;\r\n@00000000002A8D4840D6202CC371C32CE0576098;\n<00000000002A7F5D484FDEA248F5;\n*2010;\n\n*8D4840;\n%zz\n' +
      '*'.repeat(300) +
      '\n*20001718029FCD;'
    const decoded = all(AVR_CODEC, [text(lines.slice(0, 50)), text(lines.slice(50))])
    expect(decoded.records.map((r) => [r.kind, r.stamp, r.signal])).toEqual([
      ['modeS', null, null],
      ['modeS', 42, null],
      ['modeS', 42, 127],
      ['modeAc', null, null],
      ['modeS', null, null],
    ])
    expect(decoded.rejects.map((r) => r.reason)).toEqual([
      'blank-line',
      'wrong-length',
      'no-frame',
      'long-line',
    ])
    covers(decoded, lines.length)
  })
  it(`survive ${FUZZ_N} mutated and random chunks, and account for each byte`, () => {
    const next = random(20_261_122)
    const pick = (n: number): number => Math.floor(next() * n)
    const good = [...STREAM, text('*8D4840D6202CC371C32CE0576098;\n@00000000002A5D484FDEA248F5;\n')]
    const json = text(
      '{"now":1735700000.1,"aircraft":[{"hex":"4840d6","lat":52.1,"lon":5.1,"seen_pos":0.5,"alt_baro":30000},{"hex":"~12"}],"x":[1,"]"]}',
    )
    const observers = [BEAST_CODEC.observer({ reference: 'site' }), AVR_CODEC.observer({})] as const
    const readsb = READSB_CODEC.observer({})
    let fit = 0
    for (let i = 0; i < FUZZ_N; i += 1) {
      const from =
        i % 3 === 2 ? [json] : [good[pick(good.length)] ?? json, good[pick(good.length)] ?? json]
      const bytes = Uint8Array.from(from.flatMap((part) => [...part]))
      for (let edits = pick(4); edits > 0; edits -= 1) bytes[pick(bytes.length)] = pick(256)
      const cut = bytes.slice(0, bytes.length - (pick(3) === 0 ? pick(20) : 0))
      const where = pick(cut.length + 1)
      const chunks = [cut.slice(0, where), cut.slice(where)]
      if (i % 3 === 2) {
        const decoded = all(READSB_CODEC, chunks)
        const counted = [
          ...decoded.records.map((r) => r.raw.length),
          ...decoded.rejects.map((r) => r.length),
        ]
        expect(counted.reduce((a, b) => a + b, 0)).toBe(cut.length)
        for (const record of decoded.records) {
          const out = readsb(record, context())
          JSON.stringify(READSB_CODEC.json(record))
          if ('observations' in out && i % 7 === 0)
            for (const o of out.observations) mustBeFit(o, Infinity)
        }
        continue
      }
      for (const [k, codec] of [BEAST_CODEC, AVR_CODEC].entries()) {
        const decoded = all(codec, chunks, { correct: 'one' })
        covers(decoded, cut.length)
        for (const record of decoded.records) {
          if (i % 5 === 0) JSON.stringify(codec.json(record))
          const out = observers[k === 0 ? 0 : 1](record, context(RECEIVED_MS + i, SITED))
          if (!('observations' in out)) continue
          fit += 1
          if (fit % 20 === 0) for (const o of out.observations) mustBeFit(o, Infinity)
        }
      }
    }
    expect(fit).toBeGreaterThan(100)
  })
  it('hold no more than a frame or a line, and tell of noise in bounded numbers', () => {
    const decoder = new BeastDecoder(false)
    const noise = new Uint8Array(4 * REJECTS_MAX).map((_, i) => (i % 2 === 0 ? 0x1a : 0x99))
    const { rejects } = decoder.push(noise)
    expect(rejects).toHaveLength(REJECTS_MAX)
    expect(rejects.reduce((sum, r) => sum + r.length, 0)).toBe(noise.length)
    const avr = AVR_CODEC.decoder({})
    if ('refused' in avr) throw new Error(avr.refused)
    const long = Array.from({ length: 50 }, () =>
      avr.push(new Uint8Array(LINE_BYTES_MAX).fill(0x2a)),
    )
    expect(long.flatMap((d) => d.rejects).reduce((sum, r) => sum + r.length, 0)).toBeGreaterThan(
      48 * LINE_BYTES_MAX,
    )
  })
  it('refuse options that are not known', () => {
    expect(BEAST_CODEC.decoder({ clock: 'sundial' })).toHaveProperty('refused')
    expect(READSB_CODEC.decoder({ clock: 'gps' })).toHaveProperty('refused')
    expect(AVR_CODEC.decoder({ __proto__x: '1' })).toHaveProperty('refused')
  })
})

describe('readsb', () => {
  const list = text(
    JSON.stringify({
      now: RECEIVED_MS / 1_000,
      messages: 3,
      aircraft: [
        {
          hex: '4840d6',
          type: 'adsb_icao',
          flight: 'KLM1023 ',
          alt_baro: 38_000,
          gs: 450,
          track: 360,
          baro_rate: -64,
          squawk: '2676',
          lat: 52.2,
          lon: 5.1,
          rc: 186,
          nac_p: 9,
          seen_pos: 1.5,
        },
        { hex: '~1234ab', alt_baro: 'ground', lat: 52.3, lon: 4.7, seen_pos: 0 },
        { hex: '484175', seen: 3 },
        7,
      ],
    }),
  )
  it('reads a list', () => {
    const { records, rejects } = all(READSB_CODEC, [list])
    expect(rejects.map((r) => r.reason)).toEqual(['wrong-kind'])
    const observer = READSB_CODEC.observer({})
    const out = records.map((record) => observer(record, context()))
    expect(out.map((o) => ('nothing' in o ? 'nothing' : 'told'))).toEqual([
      'nothing',
      'told',
      'told',
      'nothing',
    ])
    const listed = out.flatMap((o) => ('observations' in o ? o.observations : []))
    for (const o of listed) mustBeFit(o)
    expect(listed[0]?.observed.fromMs).toBe(RECEIVED_MS - 1_500)
    expect(listed[0]?.motion?.courseDeg).toBe(0)
    expect(listed[0]?.where.fix?.errorM).toBe(30)
    expect(listed[0]?.motion?.identity).toEqual({
      icao24: '4840d6',
      callsign: 'KLM1023',
      mode3a: '2676',
    })
    expect(listed[0]?.motion?.quality).toEqual({
      accuracyM: 30,
      containmentM: 186,
      isMonitored: null,
      positioning: null,
    })
    expect(listed[1]?.motion).not.toHaveProperty('quality')
    expect(listed[1]?.motion?.identity).toEqual({ uid: '~1234ab' })
    expect(listed[1]?.motion?.heightM).toBeNull()
  })
  it.each<readonly [object, object | undefined]>([
    [
      { rc: 0, nic: 0, nac_p: 0, sil: 0 },
      { accuracyM: 20_037_508, containmentM: 20_037_508, isMonitored: false },
    ],
    [
      { nic: 0, sil: 3 },
      { accuracyM: null, containmentM: 20_037_508, isMonitored: true },
    ],
    [
      { nic: 8, rc: 186, nac_p: 11, sil: 2 },
      { accuracyM: 3, containmentM: 186, isMonitored: true },
    ],
    [{ nac_p: 12 }, undefined],
    [{ rc: -5, nac_p: '9', sil: 7, nic: null }, undefined],
  ])('%j says of its quality %j', (said, want) => {
    const document = {
      now: RECEIVED_MS / 1_000,
      aircraft: [{ hex: '4840d6', lat: 52.2, lon: 5.1, seen_pos: 1, ...said }],
    }
    const { records } = all(READSB_CODEC, [text(JSON.stringify(document))])
    const observer = READSB_CODEC.observer({})
    const [observation] = records.flatMap((record) => {
      const out = observer(record, context())
      return 'observations' in out ? out.observations : []
    })
    if (observation === undefined) throw new Error('none')
    mustBeFit(observation)
    if (want === undefined) expect(observation.motion).not.toHaveProperty('quality')
    else expect(observation.motion?.quality).toEqual({ ...want, positioning: null })
  })
  it.each([
    '',
    '[]',
    '{}',
    '{"aircraft":5}',
    '{"aircraft":[',
    '{"trace":[[[[[',
    '\u0000',
    '{"aircraft":[{}],}',
  ])('takes %j without throwing', (document) => {
    const decoded = all(READSB_CODEC, [text(document)])
    expect(decoded.records).toEqual([])
    expect(decoded.rejects.reduce((sum, r) => sum + r.length, 0)).toBe(document.length)
  })

  it('refuses a list of nothing but commas', () => {
    const { records, rejects } = all(READSB_CODEC, [
      text(`{"aircraft":[${','.repeat(ELEMENTS_MAX + 9)}]}`),
    ])
    expect([records.length, rejects.map((r) => r.reason)]).toEqual([0, ['long-list']])
  })

  const FOLDER = new URL('../shared/data/adsb-trajectories/', ROOT)
  const present = existsSync(FOLDER)
  describe.skipIf(!present)(
    'the trace of ../shared/data/adsb-trajectories (skipped where it is absent: it is not shipped)',
    () => {
      it('is read to the last point', () => {
        const name = present
          ? readdirSync(FOLDER).find((file) => file.startsWith('readsb_trace'))
          : undefined
        const bytes = gunzipSync(readFileSync(new URL(name ?? '', FOLDER)))
        const { records, rejects } = all(READSB_CODEC, [bytes])
        expect(rejects).toEqual([])
        const { trace } = JSON.parse(bytes.toString('utf8')) as { trace: unknown[] }
        expect(records).toHaveLength(trace.length + 1)
        const observer = READSB_CODEC.observer({})
        const observations = records.flatMap((record) => {
          const out = observer(record, context(1_738_800_000_000))
          return 'observations' in out ? out.observations : []
        })
        expect(observations).toHaveLength(trace.length)
        for (const o of observations) mustBeFit(o, 1_738_900_000_000)
        expect(new Set(observations.map((o) => o.recordId)).size).toBe(observations.length)
        const odd = observations.flatMap((o) =>
          Object.keys(o.residual).filter((key) => key.startsWith('suspicion')),
        )
        expect(odd).toEqual([])
      })
    },
  )
})

it('a message is shown with its address in hex and its candidate registers', () => {
  const found = message('A000083E202CC371C31DE0AA1CCF')
  if (found.kind === 'unfit') throw new Error(found.detail)
  const record: ReceiverRecord = {
    kind: 'modeS',
    message: found,
    offset: 0,
    raw: new Uint8Array(2),
    stamp: 1,
    signal: 2,
  }
  expect(BEAST_CODEC.json(record)).toMatchObject({
    raw: '0000',
    message: { candidateRegisters: [{ bds: '2,0', values: { callsign: 'KLM1017' } }] },
  })
})

const halvesAt = (even: number, odd: number) => ({
  even: { odd: false, lat: even, lon: 0 },
  odd: { odd: true, lat: odd, lon: 0 },
  newer: 'even' as const,
})

const operational = (version: number, high = 0) =>
  squitterOf((0xf800_0000 | high) >>> 0, (version << 13) | 0x1000)

const tisb = (format: number, nicB: 0 | 1) =>
  heard(
    [false, true].map(
      (odd, i) =>
        [
          i * 500,
          squitterMessageOf(
            0x4840d6,
            airborneWords({
              typeCode: 11,
              position: { lonDeg: 5, latDeg: 52 },
              altitudeFt: 9_000,
              odd,
              nicB,
            }),
            { df: 18, format },
          ),
        ] as const,
    ),
  )

describe('what the published examples leave out', () => {
  it('halves in different zones of longitude give no position (pyModeS, test_cpr.py)', () => {
    expect(positionOfPair(halvesAt(8_192, 114_688), false, null)).toBeNull()
    expect(positionOfPair(halvesAt(28_672, 122_880), true, { latDeg: 50, lonDeg: 0 })).toBeNull()
  })
  it.each([
    [0x10, 'SI', 0],
    [0x4f, 'SI', 63],
    [0x0f, 'II', 15],
    [0x50, null, 0],
    [0x80, null, 0],
  ])('DF 11 with %i laid over is %s %i (Annex 10 IV 3.1.2.3.3.2)', (overlay, kind, code) => {
    const bytes = allCallMessageOf(0x4840d6, 5)
    bytes[6] = (bytes[6] ?? 0) ^ overlay
    const found = readMessage(bytes, 7, false)
    if (kind === null) expect(found).toMatchObject({ kind: 'unfit', reason: 'bad-parity' })
    else expect(found).toMatchObject({ interrogator: { kind, code } })
  })
  it('an operational status is read by its version', () => {
    const bit11 = 0x20_0000
    expect(operational(0, bit11)).toMatchObject({ version: 0, tcasOperational: null, sda: null })
    expect(operational(1, bit11)).toMatchObject({ version: 1, tcasOperational: false, sda: null })
    expect(operational(1)).toMatchObject({ tcasOperational: true })
    expect(operational(2, bit11 | 0x23)).toMatchObject({
      tcasOperational: true,
      tcasAdvisory: true,
      nicA: 1,
    })
    expect(operational(2)).toMatchObject({
      tcasOperational: false,
      tcasAdvisory: false,
      nicC: null,
    })
    expect(squitterOf(0xf900_f000, 2 << 13)).toMatchObject({
      surface: true,
      nacV: 7,
      nicC: 1,
      nicA: 0,
    })
    expect(squitterOf(0xff00_0000, 0)).toMatchObject({ kind: 'unread', typeCode: 31 })
  })
  it.each([
    [11, 2, 1, 1, null, 75],
    [11, 2, 1, 0, null, 185.2],
    [11, 1, 1, 0, null, 75],
    [13, 2, 0, 1, null, 555.6],
    [13, 2, 0, 0, null, 926],
    [13, 2, 1, 1, null, 1_111.2],
    [13, null, null, 1, null, 1_111.2],
    [13, 0, null, 0, null, 926],
    [16, 2, 1, 1, null, 7_408],
    [16, 2, 0, 0, null, 14_816],
    [16, null, null, 0, null, 18_520],
    [7, 2, 1, null, 0, 75],
    [8, 2, 1, null, 1, 370.4],
    [8, 2, 0, null, 0, Infinity],
    [8, null, null, null, null, null],
    [18, 2, 0, 0, null, Infinity],
    [9, null, null, null, null, 7.5],
  ])(
    'type code %i, version %s, NIC %s %s %s contains %s m',
    (code, version, nicA, nicB, nicC, want) => {
      expect(containmentM(code, { version, nicA, nicB, nicC })).toBe(want)
    },
  )
  it('DF 0, 16, 18, 19 and 24', () => {
    // DF 0 as heard in the field (a public capture of dump1090): altitude code 0x1838 is 38,000 ft.
    expect(message('02E19838ADB7C4')).toMatchObject({
      df: 0,
      altitudeFt: 38_000,
      onGround: false,
      crossLink: true,
      sensitivity: 7,
      replyInformation: 3,
    })
    const long = new Uint8Array(14)
    long.set([0x84, 0xe1, 0x98, 0x38, 1, 2, 3, 4, 5, 6, 7])
    expect(readMessage(long, 14, false)).toMatchObject({
      df: 16,
      onGround: true,
      crossLink: null,
      altitudeFt: 38_000,
      field: { high: 0x01020304, low: 0x050607 },
    })
    expect(readMessage(Uint8Array.from([0x9b, ...long.slice(1)]), 14, false)).toEqual({
      kind: 'military',
      df: 19,
      application: 3,
    })
    expect(readMessage(Uint8Array.from([0xd5, ...long.slice(1)]), 14, false)).toMatchObject({
      kind: 'elm',
      control: true,
      segment: 5,
    })
    const [icao, other] = [tisb(2, 0)[1], tisb(2, 1)[1]]
    expect(isObservation(icao) ? icao.motion?.identity : icao).toEqual({ icao24: '4840d6' })
    expect(isObservation(other) ? other.motion?.identity : other).toEqual({ uid: '~4840d6' })
    expect(tisb(3, 0).every((x) => typeof x === 'string')).toBe(true)
  })
  it('a frame that breaks off is told, and the next one is read', () => {
    const good = beastFrameOf(allCallMessageOf(0x4840d6, 5), { stamp: 5, signal: 5 })
    const decoded = all(BEAST_CODEC, [
      Uint8Array.from([...good.slice(0, 10), ...good, ...good.slice(0, 4)]),
    ])
    expect(decoded.records.map((r) => r.offset)).toEqual([10])
    expect(decoded.rejects.map((r) => [r.reason, r.offset, r.length])).toEqual([
      ['truncated', 0, 10],
      ['truncated', 10 + good.length, 4],
    ])
  })
  it('a jump is no second transmitter until both go on', () => {
    // Later than halves are paired, so that none of one flight is joined to one of the other.
    const steady = flight(0x4840d6, { n: 60, from: { lonDeg: 5, latDeg: 52 }, eastKt: 450 })
    const away = flight(0x4840d6, { n: 10, from: { lonDeg: 20, latDeg: 40 }, eastKt: 450 })
    expect(told(heard([...steady, ...away.map(([ms, m]) => [ms + 41_000, m] as const)]))).toBe(0)
  })
})
