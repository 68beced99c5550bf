/**
 * Goal: what a record says becomes the observation that it says, no more; whatever record comes, the result is an
 * observation that intake takes or a reason, nothing is lost of it, and nothing throws. Method: golden records against
 * values worked out elsewhere, tables of the bits that make a record nothing, properties over samples of every edition,
 * and mutated and random octets through the decoder.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameAt } from '@holdfast/core/geo'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import { DAY_MS } from '@holdfast/core/units'
import type { CodecOptions, FeedContext, Observed } from '../../codec/index.ts'
import { readObservation } from '../../observation/index.ts'
import { itemsOf } from '../content.ts'
import type { Content, Items } from '../content.ts'
import { asterixDecoder } from '../decoder.ts'
import { editionNames, layoutBy, layoutsBy } from '../editions.ts'
import { encodeBlock } from '../encode.ts'
import type { AsterixRecord } from '../record.ts'
import { sampleItems } from '../sample.ts'
import { asterixObserver, observerRefusal, OBSERVER_OPTIONS } from './index.ts'
import { nearestMs, truncatedInstant } from './time.ts'

const source: Source = {
  id: 'radar-1',
  title: 'Radar on the hill',
  nation: 'CZE',
  kind: 'radar',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.01, basis: 'test' },
  group: 'radar-1',
  site: { position: { lonDeg: 14.26, latDeg: 50.1 }, heightM: 400, errorM: 5 },
}
const { site: _, ...unplaced } = source
const RECEIVED_MS = Date.UTC(2026, 5, 15, 9, 18, 25)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const contextAt = (receivedMs: number, of: Source = source): FeedContext => ({
  source: of,
  receivedMs,
  sha256,
})

const hexBytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16))
function recordsOf(bytes: Uint8Array, editions?: string): readonly AsterixRecord[] {
  const layouts = layoutsBy(editions)
  if ('refused' in layouts) throw new Error(layouts.refused)
  const decoder = asterixDecoder(layouts, 'stream')
  return [...decoder.push(bytes).records, ...decoder.end().records]
}
function recordOf(cat: number, items: Items, edition?: string): AsterixRecord {
  const layout = layoutBy(cat, edition)
  if (layout === undefined) throw new Error(`no ${cat} ${edition}`)
  const block = encodeBlock(layout, [items])
  if ('refused' in block) throw new Error(block.refused)
  const [record] = recordsOf(block.bytes, edition === undefined ? undefined : `${cat}:${edition}`)
  if (record === undefined) throw new Error('no record')
  return record
}
const observe = (
  record: AsterixRecord,
  context: FeedContext = contextAt(RECEIVED_MS),
  options: CodecOptions = {},
): Observed => asterixObserver(options)(record, context)
function observationIn(observed: Observed): Unidentified {
  if ('nothing' in observed) throw new Error(observed.nothing)
  const [observation] = observed.observations
  if (observation === undefined) throw new Error('no observation')
  return observation
}
const nothingIn = (observed: Observed): string => ('nothing' in observed ? observed.nothing : '')
const raw = (value: number) => ({ raw: value })
// The encoder takes a value in the table's unit where no raw number is given.
const val = (value: number): Content => ({ value }) as unknown as Content
const bits = (named: Readonly<Record<string, number>>): Items =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, raw(value)]))

/** What intake asks of every observation, and what residual promises. */
function expectSound(observation: Unidentified, nowMs: number): void {
  expect(faultOf(observation, nowMs)).toBeNull()
  const read = readObservation(observation)
  if (!('observation' in read)) throw new Error(read.reason)
  expect(observation).not.toHaveProperty('id')
  expect(Object.keys(observation.residual).length).toBeLessThanOrEqual(64)
}

interface Vector {
  readonly desc: string
  readonly hex: string
  readonly editions?: string
}
const vectorsOf = (file: string): readonly Vector[] =>
  JSON.parse(
    readFileSync(new URL(`../../../../../vectors/asterix/${file}.json`, import.meta.url), 'utf8'),
  )
function goldenRecord(file: string, desc: string): AsterixRecord {
  const vector = vectorsOf(file).find((one) => one.desc.startsWith(desc))
  if (vector === undefined) throw new Error(`no vector ${desc}`)
  const [record] = recordsOf(hexBytes(vector.hex), vector.editions)
  if (record === undefined) throw new Error('no record')
  return record
}
/** Metres between two positions a few metres apart. */
function apartM(observation: Unidentified, lonDeg: number, latDeg: number): number {
  const position = observation.where.fix?.position ?? { lonDeg: 0, latDeg: 0 }
  const { eastM, northM } = frameAt({ lonDeg, latDeg }).toOffset(position)
  return Math.hypot(eastM, northM)
}

const plot = (seconds: number): AsterixRecord =>
  recordOf(48, {
    '040': { RHO: val(10), THETA: val(90) },
    '020': bits({ TYP: 2, SIM: 0, RDP: 0, SPI: 0, RAB: 0 }),
    '140': val(seconds),
  })
const truncatedMs = (seconds: number, receivedMs: number): number =>
  truncatedInstant({ '141': { raw: 0, value: seconds } }, receivedMs).ms
const fineMs = (fsi: number): number =>
  observationIn(
    observe(
      recordOf(21, {
        '073': val(33_502),
        '074': { FSI: raw(fsi), TOMRP: val(0.75) },
        '131': { LAT: val(48), LON: val(37) },
      }),
    ),
  ).observed.fromMs
const validated = (V: number): Unidentified =>
  observationIn(
    observe(
      recordOf(48, {
        '040': { RHO: val(20), THETA: val(45) },
        '090': { V: raw(V), G: raw(0), FL: val(330) },
      }),
    ),
  )
const addressed = (ATP: number): Unidentified =>
  observationIn(
    observe(
      recordOf(21, {
        '040': bits({ ATP, ARC: 0, RC: 0, RAB: 0 }),
        '080': raw(0xabcdef),
        '131': { LAT: val(48), LON: val(37) },
      }),
    ),
  )
const errorOf = (items: Items): readonly [number, string] => {
  const observation = observationIn(
    observe(recordOf(21, { '131': { LAT: val(48), LON: val(37) }, ...items })),
  )
  return [observation.where.fix?.errorM ?? -1, observation.residual['errorBasis'] ?? '']
}
const version = (VN: number): Items => ({ '210': bits({ VNS: 0, VN, LTT: 2 }) })
const codes = (NUCPNIC: number, NACP?: number, PIC?: number): Items => ({
  '090': bits({
    NUCRNACV: 0,
    NUCPNIC,
    ...(NACP === undefined ? {} : { NICBARO: 0, SIL: 0, NACP }),
    ...(PIC === undefined ? {} : { SILS: 0, SDA: 0, GVA: 0, PIC }),
  }),
})

describe('golden records', () => {
  test('048: a Mode S track from slant range, azimuth and flight level (place worked out in 40 digits)', () => {
    const observation = observationIn(observe(goldenRecord('samples', 'cat 048 Mode S roll-call')))
    expect(apartM(observation, 16.1655565797, 50.0914128165)).toBeLessThan(0.1)
    expect(observation).toMatchObject({
      source: 'radar-1',
      means: ['sensed'],
      category: 'I.AIR',
      observed: { fromMs: Date.UTC(2026, 5, 15, 9, 18, 19, 836), clock: 'ntp', basis: 'clock' },
      observer: { place: 'Radar on the hill', position: source.site?.position, errorM: 5 },
      motion: {
        heightDatum: 'pressure',
        climbMps: null,
        identity: { mode3a: '0470', icao24: 'ab4cbd', callsign: 'RYR5XW', trackNumber: '919' },
      },
    })
    expect(observation.motion?.heightM).toBeCloseTo(37_000 * 0.3048, 6)
    expect(observation.motion?.speedMps).toBeCloseTo(0.128662109375 * 1852, 6)
    expect(observation.motion?.courseDeg).toBeCloseTo(32.607, 3)
    // 0.1° at 137 km is 239 m, times 2.45 for 95 %.
    expect(observation.where.fix?.errorM).toBeGreaterThan(500)
    expect(observation.where.fix?.errorM).toBeLessThan(700)
    expect(observation.recordId).toBe(
      `asterix/48/${observation.observed.fromMs}/${observation.rawSha256.slice(0, 16)}`,
    )
  })

  test('001: a plot, its time of day known within 512 s only', () => {
    const received = contextAt(Date.UTC(2026, 5, 15, 9, 16, 0))
    const observation = observationIn(observe(goldenRecord('samples', 'cat 001 plot'), received))
    expect(apartM(observation, 11.0914016782, 49.566302123)).toBeLessThan(0.1)
    expect(observation.motion?.identity).toEqual({ mode3a: '5543' })
    expect(observation.observed.clock).toBe('degraded')
    const ofDay = observation.observed.fromMs % DAY_MS
    expect((ofDay / 1_000) % 512).toBeCloseTo(221.43, 2)
    expect(Math.abs(observation.observed.fromMs - received.receivedMs)).toBeLessThanOrEqual(256_000)
  })

  test('021: an airliner’s own report, NUCp 7 of version 0', () => {
    const observation = observationIn(observe(goldenRecord('cat021', 'an airliner')))
    expect(apartM(observation, 12.2985291481, 46.844201088)).toBeLessThan(0.01)
    expect(observation).toMatchObject({
      means: ['told'],
      category: 'I.AIR',
      observed: { fromMs: Date.UTC(2026, 5, 15, 9, 18, 22, 883) },
      motion: {
        heightDatum: 'ellipsoid',
        speedMps: null,
        identity: { icao24: '1a4b65', callsign: 'EZS14ZH', mode3a: '7106', trackNumber: '1375' },
      },
      residual: {
        edition: '21 2.1',
        errorBasis: 'NUCp 7',
        link: '1090 ES',
        I010: '{"SAC":0,"SIC":3}',
        I090: '{"NUCRNACV":0,"NUCPNIC":7}',
        I145: '350',
        timeBasis: 'I073',
      },
    })
    expect(observation.motion?.heightM).toBeCloseTo(34_750 * 0.3048, 6)
    expect(observation.where.fix?.errorM).toBeCloseTo(92.6, 0)
  })

  test('021 edition 0.26: a vehicle, by the layout of 2005', () => {
    const context = contextAt(Date.UTC(2026, 5, 15, 4, 0, 20))
    const record = goldenRecord('cat021', 'a vehicle of an airport')
    const observation = observationIn(observe(record, context))
    expect(apartM(observation, -9.131237217748, 38.777323149906)).toBeLessThan(0.1)
    expect(observation).toMatchObject({
      category: 'I.LAND',
      observed: { fromMs: Date.UTC(2026, 5, 15, 4, 0, 18, 484) },
      motion: { identity: { icao24: '496c2e', callsign: 'FM012' } },
      residual: { errorBasis: 'NUCp 8', link: '1090 ES' },
    })
    expect(observation.where.fix?.errorM).toBe(10)
  })

  test('062: another system’s track, with its number and its SAC and SIC', () => {
    const context = contextAt(Date.UTC(2026, 5, 15, 16, 0, 18))
    const observation = observationIn(observe(goldenRecord('cat062', 'an airliner'), context))
    expect(apartM(observation, -12.1660387516, 35.13864398)).toBeLessThan(1)
    expect(observation).toMatchObject({
      means: ['told'],
      observed: { fromMs: Date.UTC(2026, 5, 15, 16, 0, 17, 227), clock: 'ntp' },
      motion: {
        heightDatum: 'pressure',
        climbMps: 0,
        identity: { trackNumber: '5533', mode3a: '6204' },
      },
      residual: { I010: '{"SAC":0,"SIC":5}', errorBasis: 'assumed: no I500 APC or APW' },
    })
    expect(observation.motion?.heightM).toBeCloseTo(38_000 * 0.3048, 6)
    // 247.354 kt east and 352.322 kt north, as the vector's origin prints them.
    expect(observation.motion?.speedMps).toBeCloseTo(Math.hypot(247.354, 352.322) * 0.514444, 2)
    expect(observation.motion?.courseDeg).toBeCloseTo(35.07, 2)
    expect(observation.where.fix?.errorM).toBe(37_040)
  })

  test('062: every accuracy and doubt that a track can state', () => {
    const context = contextAt(Date.UTC(2026, 5, 15, 23, 59, 59))
    const observation = observationIn(observe(goldenRecord('cat062', 'every item'), context))
    // Standard deviations 40 m east and 63 m north, covariance -30² m².
    const root = Math.hypot((40 * 40 - 63 * 63) / 2, 900)
    const major = Math.sqrt((40 * 40 + 63 * 63) / 2 + root)
    expect(observation.where.fix?.errorM).toBeCloseTo(major * Math.sqrt(-2 * Math.log(0.05)), 6)
    expect(observation.motion?.heightDatum).toBe('ellipsoid')
    expect(observation.motion?.identity).toEqual({
      trackNumber: '65535',
      icao24: '508001',
      callsign: 'AUI101',
    })
    for (const doubt of ['CNF', 'CST', 'AFF', 'PFT', 'IDD', 'I200 ADF', 'I060'])
      expect(observation.residual['notes']).toContain(doubt)
  })

  test.each([
    ['samples', 'cat 002 north marker', 'status: north marker'],
    ['samples', 'cat 034 sector crossing', 'status: sector crossing, at'],
    ['cat065', 'end of batch', 'status: end of batch'],
    ['cat065', 'status of a degraded', 'status: system status, degraded, overloaded, time source'],
    [
      'cat065',
      'report on a service',
      'status: service status report, main and backup radar failed',
    ],
  ])('%s, %s is told and observed as nothing', (file, desc, meaning) => {
    expect(nothingIn(observe(goldenRecord(file, desc)))).toContain(meaning)
  })
})

describe('time', () => {
  test('before midnight, received after it: yesterday; and the other way round', () => {
    const after = contextAt(Date.UTC(2026, 0, 1, 0, 0, 1))
    const late = observationIn(observe(plot(86_399), after))
    expect(late.observed.fromMs).toBe(Date.UTC(2025, 11, 31, 23, 59, 59))
    const before = contextAt(Date.UTC(2025, 11, 31, 23, 59, 59))
    const early = observationIn(observe(plot(1), before))
    expect(early.observed.fromMs).toBe(Date.UTC(2026, 0, 1, 0, 0, 1))
  })
  test('the nearest of all instants with that phase', () => {
    const received = fc.integer({ min: 1e12, max: 2e12 })
    fc.assert(
      fc.property(received, fc.integer({ min: 0, max: DAY_MS - 1 }), (receivedMs, phaseMs) => {
        const found = nearestMs(receivedMs, phaseMs, DAY_MS)
        expect(found % DAY_MS).toBe(phaseMs)
        expect(Math.abs(found - receivedMs)).toBeLessThanOrEqual(DAY_MS / 2)
      }),
    )
  })
  test('category 001 says the time within 512 s of the day, which is no whole number of them', () => {
    const day = fc.integer({ min: 12_000, max: 22_000 })
    const moment = fc.integer({ min: 0, max: DAY_MS - 1 })
    const late = fc.integer({ min: -200_000, max: 200_000 })
    fc.assert(
      fc.property(day, moment, late, (days, ofDayMs, lateMs) => {
        const truthMs = days * DAY_MS + ofDayMs
        const items = { '141': { raw: 0, value: (ofDayMs / 1_000) % 512 } }
        // Around midnight the pattern breaks, and two times may be equally near.
        const midnightMs = Math.min(ofDayMs, DAY_MS - ofDayMs)
        fc.pre(midnightMs > 512_000)
        expect(truncatedInstant(items, truthMs + lateMs).ms).toBe(truthMs)
      }),
    )
    const midnight = Date.UTC(2026, 0, 1)
    // 23:59:59 is 383 s into its period of 512.
    expect(truncatedMs(383, midnight + 1_000)).toBe(midnight - 1_000)
    expect(truncatedMs(1, midnight - 1_000)).toBe(midnight + 1_000)
  })
  test('a day of more than 24 hours is no time: receipt stands in, and the clock says so', () => {
    const observation = observationIn(observe(plot(86_400)))
    expect(observation.observed).toMatchObject({ fromMs: RECEIVED_MS, clock: 'degraded' })
    expect(observation.residual['timeBasis']).toBe('receipt')
    expect(observation.residual['I140']).toBe('86400')
  })
  test('the fine fraction of a reception belongs to the second that it names', () => {
    expect(fineMs(0)).toBe(Date.UTC(2026, 5, 15, 9, 18, 22, 750))
    expect(fineMs(1)).toBe(Date.UTC(2026, 5, 15, 9, 18, 23, 750))
    expect(fineMs(2)).toBe(Date.UTC(2026, 5, 15, 9, 18, 21, 750))
    expect(fineMs(3)).toBe(Date.UTC(2026, 5, 15, 9, 18, 22))
  })
})

describe('what is nothing', () => {
  const polar = { RHO: val(30), THETA: val(45) }
  const plain = { TYP: 2, SIM: 0, RDP: 0, SPI: 0, RAB: 0 }
  const wgs = { LAT: val(48), LON: val(37) }
  const descriptor = {
    ATP: 0,
    ARC: 0,
    RC: 0,
    RAB: 0,
    DCR: 0,
    GBS: 0,
    SIM: 0,
    TST: 0,
    SAA: 0,
    CL: 0,
  }
  const status = {
    MON: 0,
    SPI: 0,
    MRH: 0,
    SRC: 0,
    CNF: 0,
    SIM: 1,
    TSE: 0,
    TSB: 0,
    FPC: 0,
    AFF: 0,
    STP: 0,
    KOS: 0,
  }
  const test20 = { ...plain, TST: 1, ERR: 0, XPP: 0, ME: 0, MI: 0, FOEFRI: 0 }
  const type340 = { TYP: 1, SIM: 0, RAB: 0, TST: 0 }
  const rows: readonly (readonly [string, number, Items, string])[] = [
    ['simulated plot', 48, { '020': bits({ ...plain, SIM: 1 }), '040': polar }, 'simulated'],
    ['test plot', 48, { '020': bits(test20), '040': polar }, 'test target'],
    ['field monitor', 48, { '020': bits({ ...plain, RAB: 1 }), '040': polar }, 'field monitor'],
    ['extrapolated track', 48, { '020': bits({ ...plain, TYP: 0 }), '040': polar }, 'no detection'],
    [
      'plot of no antenna',
      1,
      { '020': bits({ TYP: 0, SIM: 0, SSRPSR: 0, ANT: 0, SPI: 0, RAB: 0 }), '040': polar },
      'no detection',
    ],
    ['plot without a place', 48, { '020': bits(plain) }, 'no position: the record has neither'],
    ['plot at range 0', 48, { '040': { RHO: val(0), THETA: val(0) } }, 'no position: range'],
    ['simulated report', 21, { '040': bits({ ...descriptor, SIM: 1 }), '130': wgs }, 'simulated'],
    ['test report', 21, { '040': bits({ ...descriptor, TST: 1 }), '130': wgs }, 'test target'],
    ['monitor’s report', 21, { '040': bits({ ...descriptor, RAB: 1 }), '130': wgs }, 'monitor'],
    ['report without a place', 21, { '015': raw(1) }, 'no position'],
    ['report at 0, 0', 21, { '130': { LAT: val(0), LON: val(0) } }, 'no position: '],
    ['report beyond the pole', 21, { '130': { LAT: val(90.1), LON: val(0) } }, 'no position: '],
    ['simulated track', 62, { '080': bits(status), '105': wgs }, 'simulated'],
    ['track of a test', 62, { '105': wgs, '340': { TYP: bits({ ...type340, TST: 1 }) } }, 'test'],
    ['track of a plane', 62, { '100': { X: val(1), Y: val(2) } }, 'no position: I100 is in'],
  ]
  test.each(rows)('a %s', (_desc, cat, items, meaning) => {
    expect(nothingIn(observe(recordOf(cat, items)))).toContain(meaning)
  })
  test('the same without the bit is something (the table above can fail)', () => {
    observationIn(observe(recordOf(48, { '020': bits(plain), '040': polar })))
    observationIn(observe(recordOf(21, { '040': bits(descriptor), '130': wgs })))
    observationIn(observe(recordOf(62, { '080': bits({ ...status, SIM: 0 }), '105': wgs })))
    observationIn(observe(recordOf(62, { '105': wgs, '340': { TYP: bits(type340) } })))
  })
  test('a radar whose site nobody gave has no positions; an ADS-B station needs none', () => {
    const context = contextAt(RECEIVED_MS, unplaced)
    expect(nothingIn(observe(recordOf(48, { '040': polar }), context))).toContain('source.site')
    const told = observationIn(observe(recordOf(21, { '130': wgs }), context))
    expect(told.observer.position).toEqual(told.where.fix?.position)
    expect(told.observer.place).toBe('Radar on the hill')
  })
  test('a report far in the future is refused with its reason', () => {
    const record = recordOf(21, { '071': val(50_000), '130': wgs })
    expect(nothingIn(observe(record))).toContain('in the future')
  })
})

describe('doubts', () => {
  test('a garbled Mode C gives no height, and the error grows to what that leaves', () => {
    expect(validated(0).motion?.heightM).toBeCloseTo(10_058.4, 6)
    expect(validated(1).motion).toMatchObject({ heightM: null, heightDatum: null })
    expect(validated(1).where.fix?.errorM).toBeGreaterThan(
      2 * (validated(0).where.fix?.errorM ?? 0),
    )
    expect(validated(1).residual['I090']).toBe('{"V":1,"G":0,"FL":330}')
  })
  test('a height that the range cannot reach is noted and not used', () => {
    const items = {
      '040': { RHO: val(2), THETA: val(0) },
      '090': { V: raw(0), G: raw(0), FL: val(330) },
    }
    const observation = observationIn(observe(recordOf(48, items)))
    expect(observation.residual['notes']).toContain('cannot be reached')
  })
  test('names in doubt stay in the residual', () => {
    const observation = observationIn(
      observe(
        recordOf(48, {
          '040': { RHO: val(20), THETA: val(45) },
          '070': { V: raw(0), G: raw(1), L: raw(0), MODE3A: { raw: 0o7700 } },
          '220': raw(0),
          '240': { raw: 0 },
        }),
      ),
    )
    expect(observation.motion?.identity).toEqual({})
    expect(observation.residual).toMatchObject({ I220: '0', I240: '"????????"' })
  })
  test('an anonymous address is nobody’s', () => {
    expect(addressed(0).motion?.identity.icao24).toBe('abcdef')
    expect(addressed(1).motion?.identity.icao24).toBe('abcdef')
    expect(addressed(1).residual['notes']).toContain('more than one aircraft')
    expect(addressed(3).motion?.identity).toEqual({})
    expect(addressed(3).residual['I080']).toBe(String(0xabcdef))
  })
  test('what a station’s checks doubt is passed on with the doubt', () => {
    const observation = observationIn(
      observe(
        recordOf(21, {
          '040': bits({
            ATP: 0,
            ARC: 0,
            RC: 0,
            RAB: 0,
            DCR: 0,
            GBS: 0,
            SIM: 0,
            TST: 0,
            SAA: 0,
            CL: 1,
            LLC: 0,
            IPC: 1,
            NOGO: 0,
            CPR: 0,
            LDPJ: 1,
            RCF: 0,
          }),
          '131': { LAT: val(48), LON: val(37) },
        }),
      ),
    )
    for (const doubt of ['CL', 'IPC', 'LDPJ'])
      expect(observation.residual['notes']).toContain(doubt)
    expect(observation.residual['notes']).not.toContain('RCF')
  })
})

describe('quality of ADS-B', () => {
  test.each<readonly [Items, number, string]>([
    [{ ...version(0), ...codes(9) }, 3, 'NUCp 9'],
    [{ ...version(0), ...codes(5) }, 463, 'NUCp 5'],
    [{ ...version(0), ...codes(1) }, 18_520, 'NUCp 1'],
    [{ ...version(0), ...codes(0) }, 37_040, 'assumed: NUCp 0 or absent'],
    [{ ...version(2), ...codes(8, 11) }, 3, 'NACp 11'],
    [{ ...version(2), ...codes(8, 8) }, 92.6, 'NACp 8'],
    [{ ...version(2), ...codes(8, 1) }, 18_520, 'NACp 1'],
    [{ ...version(2), ...codes(8, 0) }, 185.2, 'NIC 8'],
    [{ ...version(2), ...codes(8, 0, 9) }, 555.6, 'PIC 9'],
    [{ ...version(1), ...codes(6) }, 1_111.2, 'NIC 6'],
    [{ ...version(2), ...codes(0, 0) }, 37_040, 'assumed: no quality indicator'],
    [codes(7), 370.4, 'NUCp or NIC 7, version unknown'],
    [{}, 37_040, 'assumed: no quality indicator'],
    // Codes that the tables do not have.
    [{ ...version(0), ...codes(15) }, 37_040, 'assumed: NUCp 0 or absent'],
    [{ ...version(2), ...codes(15, 15) }, 37_040, 'assumed: no quality indicator'],
  ])('%j', (items, errorM, basis) => {
    const [found, by] = errorOf(items)
    expect(found).toBeCloseTo(errorM, 6)
    expect(by).toBe(basis)
  })
})

const allCodes = (
  NUCPNIC: number,
  [NACP, SIL]: readonly [number, number],
  PIC?: number,
): Items => ({
  '090': bits({
    NUCRNACV: 0,
    NUCPNIC,
    NICBARO: 0,
    SIL,
    NACP,
    ...(PIC === undefined ? {} : { SILS: 0, SDA: 0, GVA: 0, PIC }),
  }),
})

describe('what ADS-B says of its own quality', () => {
  const DISTANCE_M_MAX = 20_037_508
  test.each<
    readonly [string, Items, readonly [number | null, number | null, boolean | null] | undefined]
  >([
    ['NACp 9, NIC 8, SIL 3', { ...version(2), ...allCodes(8, [9, 3]) }, [30, 185.2, true]],
    ['PIC before NIC', { ...version(2), ...allCodes(8, [9, 3], 12) }, [30, 75, true]],
    [
      'jammed: all codes 0',
      { ...version(2), ...allCodes(0, [0, 0], 0) },
      [DISTANCE_M_MAX, DISTANCE_M_MAX, false],
    ],
    ['NIC alone', { ...version(1), ...codes(6) }, [null, 1_111.2, null]],
    ['NUCp 7 of version 0', { ...version(0), ...codes(7) }, [92.6, 185.2, null]],
    ['NUCp 0', { ...version(0), ...codes(0) }, [DISTANCE_M_MAX, DISTANCE_M_MAX, null]],
    [
      'version 0 has no NACp and no SIL',
      { ...version(0), ...allCodes(9, [11, 3]) },
      [3, 7.5, null],
    ],
    ['version unknown: the worse', codes(8), [null, 185.2, null]],
    ['version unknown, NIC only', codes(11), [null, 7.5, null]],
    ['codes of no table', { ...version(2), ...allCodes(15, [15, 1], 15) }, [null, null, true]],
    ['codes of no table alone', { ...version(2), ...codes(15) }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_desc, items, want) => {
    const found = observationIn(
      observe(recordOf(21, { '131': { LAT: val(48), LON: val(37) }, ...items })),
    ).motion?.quality
    if (want === undefined) expect(found).toBeUndefined()
    else {
      const [accuracyM, radiusM, isMonitored] = want
      expect(found?.accuracyM ?? -1).toBeCloseTo(accuracyM ?? -1, 6)
      expect(found?.containmentM ?? -1).toBeCloseTo(radiusM ?? -1, 6)
      expect(found).toMatchObject({ isMonitored, positioning: null })
    }
  })

  test('a category of edition 0.26, and what a system claims of its track', () => {
    const vehicle = goldenRecord('cat021', 'a vehicle of an airport')
    const at = contextAt(Date.UTC(2026, 5, 15, 4, 0, 20))
    expect(observationIn(observe(vehicle, at)).motion?.quality).toEqual({
      accuracyM: 10,
      containmentM: 25,
      isMonitored: null,
      positioning: null,
    })
    const late = contextAt(Date.UTC(2026, 5, 15, 23, 59, 59))
    const claimed = observationIn(observe(goldenRecord('cat062', 'every item'), late))
    expect(claimed.motion?.quality).toEqual({
      accuracyM: claimed.where.fix?.errorM,
      containmentM: null,
      isMonitored: null,
      positioning: null,
    })
    const silent = observationIn(
      observe(goldenRecord('cat062', 'an airliner'), contextAt(Date.UTC(2026, 5, 15, 16, 0, 18))),
    )
    expect(silent.motion).not.toHaveProperty('quality')
  })
})

describe('options', () => {
  test('only the data sources of this feed', () => {
    const record = goldenRecord('cat021', 'an airliner')
    observationIn(observe(record, contextAt(RECEIVED_MS), { sources: '25/201, 0/03' }))
    const other = observe(record, contextAt(RECEIVED_MS), { sources: '25/201' })
    expect(nothingIn(other)).toBe("data source 0/3 is not one of this feed's")
  })
  test('better radars have smaller errors', () => {
    const record = goldenRecord('samples', 'cat 048 Mode S roll-call')
    const errorBy = (azimuthStdDeg: string): number =>
      observationIn(observe(record, contextAt(RECEIVED_MS), { azimuthStdDeg })).where.fix?.errorM ??
      0
    expect(errorBy('0.02') * 2).toBeLessThan(errorBy('0.1'))
  })
  test('what cannot be used is refused, and observes nothing', () => {
    for (const options of [
      { sources: '300' },
      { sources: '' },
      { rangeStdM: '-1' },
      { azimuthStdDeg: '91' },
      { assumedErrorM: '1e3' },
    ]) {
      const [name = ''] = Object.keys(options)
      expect(observerRefusal(options)).toContain(name)
      expect(
        nothingIn(observe(goldenRecord('cat021', 'an airliner'), undefined, options)),
      ).toContain(name)
    }
    expect(observerRefusal({})).toBeNull()
    expect(Object.keys(OBSERVER_OPTIONS)).toHaveLength(4)
  })
})

const seeded = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}
/** Every item is held by the observation, told in the residual by name, or in the record's digits there. */
function expectNothingLost(observation: Unidentified, items: Items): void {
  const { residual } = observation
  if (residual['record.1'] !== undefined) return
  const told = JSON.stringify(observation.motion) + JSON.stringify(observation.where)
  for (const [name, content] of Object.entries(items)) {
    if (residual[name] !== undefined || residual[`I${name}`] !== undefined) continue
    const leaves = JSON.stringify(content).match(/"value":"?[^",}]*/gu) ?? []
    const numbers = leaves.map((leaf) => leaf.replace(/"value":"?/u, '').trim())
    const isAddress = numbers.length === 0
    for (const number of numbers) expect(told).toContain(number)
    if (isAddress) expect(observation.motion?.identity).not.toEqual({})
  }
}

/** Chance alone hardly ever hits the Earth with 32 bits that reach to 11,520 degrees. */
function placeFor(edition: string, seed: number): Items {
  const items: Readonly<Record<string, string>> = { '21:0.26': '130', '62:1.19': '105' }
  const item = items[edition]
  const at = Math.abs(seed % 1_000)
  return item === undefined || seed % 3 === 0
    ? {}
    : { [item]: { LAT: val(at / 20), LON: val(at / 10) } }
}

describe('any record', () => {
  const editions = editionNames()
  test.each(editions)(
    '%s: samples come to sound observations or to a reason, and lose nothing',
    (name) => {
      const [cat = '', edition] = name.split(':')
      const layout = layoutBy(Number(cat), edition)
      if (layout === undefined) throw new Error(name)
      let observed = 0
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 4, max: 16 }), (seed, density) => {
          const items = { ...sampleItems(layout, seeded(seed), density), ...placeFor(name, seed) }
          const record = recordOf(Number(cat), items, edition)
          const result = observe(record, contextAt(RECEIVED_MS))
          expect(observe(record, contextAt(RECEIVED_MS))).toEqual(result)
          if ('nothing' in result) {
            expect(result.nothing).not.toBe('')
            return
          }
          for (const observation of result.observations) {
            observed += 1
            expectSound(observation, RECEIVED_MS)
            expectNothingLost(observation, itemsOf(record))
          }
        }),
        { numRuns: 300, seed: 7 },
      )
      // A property over nothing proves nothing.
      if (!['2', '34', '65'].includes(cat)) expect(observed).toBeGreaterThan(5)
    },
  )

  test('a record too long for the residual’s members is kept as its octets', () => {
    const points = Array.from({ length: 255 }, (_one, i) => ({
      ...bits({
        TCA: 0,
        NC: 0,
        TCPN: 0,
        ALT: i,
        LAT: i,
        LON: i,
        PT: 0,
        TD: 0,
        TRA: 0,
        TOA: 0,
        TOV: i,
        TTR: i,
      }),
    }))
    const registers = Array.from({ length: 255 }, () => ({ raw: '18446744073709551615' }))
    const record = recordOf(21, {
      '110': { TID: points },
      '131': { LAT: val(48), LON: val(37) },
      '250': registers,
    })
    const observation = observationIn(observe(record))
    expectSound(observation, RECEIVED_MS)
    const digits = Object.entries(observation.residual).filter(([key]) => key.startsWith('record.'))
    const octets = record.data.subarray(record.start, record.end)
    expect(digits.map(([, text]) => text).join('')).toBe(Buffer.from(octets).toString('hex'))
  })

  test('random and mutated octets never throw and never come to what intake refuses', () => {
    const count = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000
    const chance = seeded(20_260_615)
    const seeds = ['cat021', 'cat062', 'cat065', 'samples']
      .flatMap(vectorsOf)
      .map(({ hex }) => hexBytes(hex))
    const readers = [
      {},
      { sources: '0/1', rangeStdM: '0', azimuthStdDeg: '0', assumedErrorM: '0' },
    ].map(asterixObserver)
    const layouts = layoutsBy('')
    if ('refused' in layouts) throw new Error(layouts.refused)
    let observations = 0
    for (let run = 0; run < count; run += 1) {
      const seed = seeds[chance(seeds.length)] ?? new Uint8Array(0)
      const bytes =
        chance(8) === 0 ? Uint8Array.from({ length: chance(64) }, () => chance(256)) : seed.slice()
      for (let hit = chance(4); hit > 0; hit -= 1) bytes[chance(bytes.length)] = chance(256)
      const { records } = asterixDecoder(layouts, 'datagram').push(bytes)
      const receivedMs = RECEIVED_MS + chance(10_000_000)
      for (const record of records)
        for (const read of readers) {
          const result = read(record, contextAt(receivedMs, chance(2) === 0 ? source : unplaced))
          if ('nothing' in result) continue
          observations += result.observations.length
          if (run % 10 === 0) for (const one of result.observations) expectSound(one, receivedMs)
          else
            for (const one of result.observations)
              if (faultOf(one, receivedMs) !== null) throw new Error('unsound')
        }
    }
    expect(observations).toBeGreaterThan(count / 20)
  })
})
