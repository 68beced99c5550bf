/**
 * Goal: positions become observations that intake takes, never at a place or time that nobody sent, with what is odd
 * about them said and nothing lost.
 * Method: messages of an independent writer, with values and results worked out by hand; random messages of every
 * type against `faultOf` and `readObservation`.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import {
  Writer,
  baseStation,
  checksum,
  classA,
  classB,
  safety,
  sentences,
  staticA,
  staticVoyage,
} from '../../../../bench/support/ais.mjs'
import { readObservation } from '../observation/index.ts'
import type { Observed } from '../codec/index.ts'
import { ais } from './index.ts'
import { mmsiFlag, mmsiKind } from './mmsi.ts'
import { SHIPS_MAX } from './ships.ts'
import { AisObserver } from './observe.ts'

const SOURCE: Source = {
  id: 'ais-1',
  title: 'Receiver on the mast',
  nation: 'XAA',
  kind: 'ais',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0, basis: 'test' },
  group: 'ais-1',
}
const SITE = { position: { lonDeg: 30, latDeg: 46 }, heightM: 40, errorM: 5 }
/** 2025-06-15T12:00:30Z. */
const RECEIVED_MS = Date.UTC(2025, 5, 15, 12, 0, 30)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)

/** A feed: gives what each message comes to. */
function feed({ site = true, source = SOURCE } = {}) {
  const observe = ais.observer({})
  const context = { source: site ? { ...source, site: SITE } : source, sha256 }
  return (
    bits: readonly number[],
    { tag, receivedMs = RECEIVED_MS }: { tag?: string; receivedMs?: number } = {},
  ): Observed => {
    const decoder = ais.decoder({})
    if ('refused' in decoder) throw new Error(decoder.refused)
    const lines = sentences(bits, tag === undefined ? {} : { tag })
    const { records } = decoder.push(bytesOf(lines.map((line) => `${line}\n`).join('')))
    const [record] = records
    if (record === undefined) throw new Error('no record')
    return observe(record, { ...context, receivedMs })
  }
}
function only(observed: Observed): Unidentified {
  if ('nothing' in observed) throw new Error(observed.nothing)
  const [observation] = observed.observations
  if (observation === undefined) throw new Error('none')
  expect(faultOf(observation, RECEIVED_MS)).toBeNull()
  expect(readObservation(observation)).toEqual({ observation })
  return observation
}
const flags = (observed: Observed): string[] =>
  (only(observed).residual['flags'] ?? '').split(' ').filter((f) => f !== '')
const SHIP = { mmsi: 272_000_001, lon: 18_600_000, lat: 27_600_000 }

/** Message 9. */
const sar = (altitude: number, sensor: number) =>
  new Writer()
    .add(9, 6)
    .add(0, 2)
    .add(111_272_001, 30)
    .add(altitude, 12)
    .add(150, 10)
    .add(1, 1)
    .add(SHIP.lon, 28)
    .add(SHIP.lat, 27)
    .add(450, 12)
    .add(5, 6)
    .add(sensor, 1)
    .add(0, 33).bits

const quality = (of: object) => only(feed()(classA({ ...SHIP, ...of }))).motion?.quality

describe('positions', () => {
  test('class A, every member', () => {
    const observed = feed()(classA({ ...SHIP, speed: 100, course: 903, accurate: 1, second: 12 }))
    expect(only(observed)).toMatchObject({
      source: 'ais-1',
      means: ['told'],
      category: 'I.SEA',
      count: { n: 1, precision: 'exact' },
      observed: {
        fromMs: RECEIVED_MS - 18_000,
        toMs: RECEIVED_MS - 17_001,
        basis: 'clock',
        clock: 'degraded',
      },
      observer: { place: 'Receiver on the mast', position: SITE.position, errorM: 5 },
      where: { fix: { position: { lonDeg: 31, latDeg: 46 }, errorM: 10 } },
      motion: {
        heightM: null,
        heightDatum: null,
        courseDeg: 90.3,
        climbMps: null,
        identity: { mmsi: '272000001' },
      },
      residual: { raim: 'in use' },
    })
    expect(only(observed).motion?.speedMps).toBeCloseTo((10 * 1852) / 3600, 9)
    expect(only(observed).residual['sentence']).toBe(
      sentences(classA({ ...SHIP, speed: 100, course: 903, accurate: 1, second: 12 }))[0],
    )
    expect(only(observed).recordId).toMatch(/^272000001-1-\d+-[0-9a-f]{16}$/)
  })
  test('without a site the observer stands where the ship is; not accurate is 100 m', () => {
    expect(only(feed({ site: false })(classB(SHIP))).observer).toMatchObject({
      position: { lonDeg: 31, latDeg: 46 },
      errorM: 10,
    })
    expect(only(feed()(classA({ ...SHIP, accurate: 0 }))).where.fix?.errorM).toBe(100)
    expect(only(feed()(classA({ ...SHIP, accurate: 1, second: 62 }))).where.fix?.errorM).toBe(1_000)
    expect(only(feed()(classA({ ...SHIP, accurate: 1, second: 63 }))).where.fix?.errorM).toBe(
      10_000,
    )
  })
  test('say what the ship says of their quality', () => {
    const plain = { accuracyM: null, containmentM: null, isMonitored: true, positioning: null }
    expect(quality({ accurate: 1 })).toEqual({ ...plain, accuracyM: 10 })
    // Beyond 10 m, and the default as well: no bound is said.
    expect(quality({ accurate: 0 })).toEqual(plain)
    expect(quality({ accurate: 1, second: 60 })).toEqual({ ...plain, accuracyM: 10 })
    // Whatever the flags say, the device was not used (61, 62) or does not work (63).
    const without = { ...plain, isMonitored: false }
    expect(quality({ accurate: 1, second: 61 })).toEqual({ ...without, positioning: 'manual' })
    expect(quality({ accurate: 1, second: 62 })).toEqual({ ...without, positioning: 'inertial' })
    expect(quality({ accurate: 1, second: 63 })).toEqual({ ...without, accuracyM: 20_037_508 })
  })
  test('values that are not available are null, and no place is no observation', () => {
    expect(only(feed()(classA({ ...SHIP, speed: 1023, course: 3600 }))).motion).toMatchObject({
      speedMps: null,
      courseDeg: null,
    })
    expect(feed()(classA({ ...SHIP, lon: 108_600_000 }))).toEqual({
      nothing: expect.stringContaining('no position'),
    })
    expect(feed()(classA({ ...SHIP, lat: 54_600_000 }))).toEqual({
      nothing: expect.stringContaining('no position'),
    })
    expect(feed()(classA({ ...SHIP, lon: 0, lat: 0 }))).toEqual({
      nothing: expect.stringContaining('no position'),
    })
    expect(flags(feed()(classA({ ...SHIP, speed: 1022 })))).toEqual(['speed-at-limit'])
  })
  test('aircraft with a barometric and a satellite height', () => {
    expect(only(feed()(sar(300, 1)))).toMatchObject({
      category: 'I.AIR',
      motion: { heightM: 300, heightDatum: 'pressure', courseDeg: 45 },
    })
    expect(only(feed()(sar(300, 0))).motion).toMatchObject({ heightM: 300, heightDatum: 'msl' })
    expect(only(feed()(sar(4095, 0))).motion).toMatchObject({ heightM: null, heightDatum: null })
    expect(only(feed()(sar(300, 0))).motion?.speedMps).toBeCloseTo(77.1667, 3)
  })
  test('stations that stand still are none; a ship that answers as one is', () => {
    expect(feed()(baseStation({ ...SHIP, mmsi: 2_720_001 }))).toHaveProperty('nothing')
    expect(only(feed()(baseStation(SHIP))).category).toBe('I.SEA')
    const aid = (mmsi: number) =>
      new Writer()
        .add(21, 6)
        .add(0, 2)
        .add(mmsi, 30)
        .add(30, 5)
        .text('BUOY', 20)
        .add(1, 1)
        .add(SHIP.lon, 28)
        .add(SHIP.lat, 27)
        .add(0, 30)
        .add(1, 4)
        .add(10, 6)
        .add(0, 13).bits
    expect(feed()(aid(992_721_001))).toHaveProperty('nothing')
    expect(only(feed()(aid(992_728_001))).category).toBe('I.SEA')
  })
})

describe('time', () => {
  test('the tag block says it, in seconds or milliseconds', () => {
    const s = Math.floor(RECEIVED_MS / 1000) - 100
    expect(only(feed()(classA(SHIP), { tag: `s:x,c:${s}` })).observed).toEqual({
      fromMs: s * 1000,
      toMs: s * 1000 + 999,
      basis: 'clock',
      clock: 'ntp',
    })
    expect(only(feed()(classA(SHIP), { tag: `c:${s}123` })).observed).toEqual({
      fromMs: s * 1000 + 123,
      toMs: s * 1000 + 123,
      basis: 'clock',
      clock: 'ntp',
    })
    expect(only(feed()(classA(SHIP), { tag: `s:x,c:${s}` })).residual['station']).toBe('x')
  })
  test.each([['2780328'], [String(RECEIVED_MS / 1000 + 400)]])(
    'a tag block of %s is left aside',
    (c) => {
      const observed = feed()(classA({ ...SHIP, second: 20 }), { tag: `c:${c}` })
      expect(only(observed).observed).toMatchObject({
        fromMs: RECEIVED_MS - 10_000,
        clock: 'degraded',
      })
      expect(flags(observed)).toEqual(['tag-time-implausible'])
    },
  )
  test('the second is completed to the nearest minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }),
        (second, receivedMs) => {
          const observed = feed()(classA({ ...SHIP, second }), { receivedMs })
          if ('nothing' in observed) throw new Error(observed.nothing)
          const fromMs = observed.observations[0]?.observed.fromMs ?? 0
          expect((fromMs / 1000) % 60).toBe(second)
          expect(Math.abs(fromMs - receivedMs)).toBeLessThanOrEqual(30_000)
        },
      ),
      { numRuns: 300 },
    )
  })
  test('a second that is none leaves the receipt', () => {
    expect(only(feed()(classA({ ...SHIP, second: 60 }))).observed).toEqual({
      fromMs: RECEIVED_MS,
      toMs: RECEIVED_MS,
      basis: 'clock',
      clock: 'degraded',
    })
  })
})

/** Flags of a ship that was so far away 10 s before; 1 unit of latitude is 0.1852 m at 46° N (111,146 m a degree). */
const apart = (metres: number): string[] => {
  const take = feed()
  take(classA(SHIP), { tag: `c:${RECEIVED_MS / 1000 - 20}` })
  return flags(
    take(classA({ ...SHIP, lat: SHIP.lat + Math.round(metres / 0.18525) }), {
      tag: `c:${RECEIVED_MS / 1000 - 10}`,
    }),
  )
}

describe('what several messages say together', () => {
  test('the device that static data name joins later positions, until it is named anew', () => {
    // Message 11: a ship's answer with its device.
    const answer = (epfd: number) => {
      const bits = [...baseStation(SHIP)]
      for (const [i, bit] of new Writer().add(11, 6).bits.entries()) bits[i] = bit
      for (const [i, bit] of new Writer().add(epfd, 4).bits.entries()) bits[134 + i] = bit
      return bits
    }
    const take = feed()
    const device = () => only(take(classA(SHIP))).motion?.quality?.positioning
    expect(device()).toBeNull()
    take(staticVoyage({ mmsi: SHIP.mmsi }))
    expect(device()).toBe('gnss')
    const satellites = 'gnss'
    const named = [null, satellites, satellites, satellites, 'terrestrial', 'terrestrial']
    const rest = [
      'combined',
      'surveyed',
      satellites,
      null,
      null,
      null,
      null,
      null,
      null,
      satellites,
    ]
    for (const [epfd, positioning] of [...named, ...rest].entries()) {
      expect(only(take(answer(epfd))).motion?.quality).toMatchObject({ positioning })
      expect(device()).toBe(positioning)
    }
    const other = only(take(classA({ ...SHIP, mmsi: 272_000_002 })))
    expect(other.motion?.quality?.positioning).toBeNull()
    // The device is told as quality alone: what the residual repeats of static data is as it was.
    expect(only(take(classA(SHIP))).residual['static']).not.toContain('epfd')
  })
  test('static data join later positions of the same number, and only those', () => {
    const take = feed()
    expect(
      take(staticVoyage({ mmsi: SHIP.mmsi, name: 'MORNING', callsign: 'URAA' })),
    ).toHaveProperty('nothing')
    const joined = only(take(classA(SHIP)))
    expect(joined.motion?.identity).toEqual({ mmsi: '272000001', callsign: 'URAA', imo: '9134270' })
    expect(joined.residual['name']).toBe('MORNING')
    expect(JSON.parse(joined.residual['static'] ?? '')).toMatchObject({
      shipType: 70,
      dimensions: { toBowM: 100, toSternM: 20, toPortM: 8, toStarboardM: 9 },
      destination: 'ANYWHERE',
      eta: '05-14 19:30',
    })
    expect(only(take(classA({ ...SHIP, mmsi: 272_000_002 }))).residual['name']).toBeUndefined()
    take(staticA({ mmsi: 272_000_002, name: 'EVENING' }))
    expect(only(take(classB({ ...SHIP, mmsi: 272_000_002 }))).residual['name']).toBe('EVENING')
  })
  test('an IMO number with a wrong check digit is flagged, and kept', () => {
    const take = feed()
    take(staticVoyage({ mmsi: SHIP.mmsi, imo: 9_134_271 }))
    expect(flags(take(classA(SHIP)))).toEqual(['imo-implausible'])
  })
  test('jumps and one number at two places', () => {
    const take = feed()
    const at = (lon: number, s: number): string[] =>
      flags(take(classA({ ...SHIP, lon }), { tag: `c:${RECEIVED_MS / 1000 - 600 + s}` }))
    expect(at(SHIP.lon, 0)).toEqual([])
    // 2,400 units are 308 m at 46° N; 120 degrees are not.
    expect(at(SHIP.lon + 2_400, 10)).toEqual([])
    expect(at(SHIP.lon - 72_000_000, 20)).toEqual(['jump'])
    expect(at(SHIP.lon - 72_000_000, 30)).toEqual([])
    expect(at(SHIP.lon + 2_400, 40)).toEqual(['jump', 'duplicate'])
    expect(at(SHIP.lon - 72_000_000, 50)).toEqual(['jump', 'duplicate'])
  })
  test('the bound of a jump: 60 m/s over the time and 10 s, and 1,000 m', () => {
    // 10 s apart: 60 * 20 + 1,000 = 2,200 m
    expect(apart(2_180)).toEqual([])
    expect(apart(2_220)).toEqual(['jump'])
  })
  test('no more ships are remembered than the bound', () => {
    const observer = new AisObserver()
    const decoder = ais.decoder({})
    if ('refused' in decoder) throw new Error(decoder.refused)
    const context = {
      source: { ...SOURCE, site: SITE },
      sha256: () => '00'.repeat(32),
      receivedMs: RECEIVED_MS,
    }
    const [record] = decoder.push(
      bytesOf(`${sentences(staticA({ mmsi: 1, name: 'A' }))[0]}\n`),
    ).records
    if (record?.message.type !== 24) throw new Error('no record')
    for (let i = 0; i < SHIPS_MAX + 500; i += 1)
      observer.observe({ ...record, message: { ...record.message, mmsi: i } }, context)
    expect(observer.held).toBe(SHIPS_MAX)
  })
})

describe('safety texts', () => {
  test('of a ship are none; of a beacon are warnings', () => {
    expect(feed()(safety({ mmsi: SHIP.mmsi, text: 'GOOD WATCH' }))).toEqual({
      nothing: expect.stringContaining('GOOD WATCH'),
    })
    for (const [mmsi, kind] of [
      [970_123_456, 'sart'],
      [972_123_456, 'mob'],
      [974_123_456, 'epirb'],
    ] as const) {
      const observation = only(feed()(safety({ mmsi, text: 'SART ACTIVE' })))
      expect(observation).toMatchObject({
        category: 'I.WARNING',
        where: { fix: null },
        residual: { flags: `distress-${kind}` },
      })
      expect(observation.residual['message']).toContain('SART ACTIVE')
    }
  })
  test('where nobody stands anywhere the text is told, with the place as soon as it is known', () => {
    const take = feed({ site: false })
    expect(take(safety({ mmsi: 970_123_456, text: 'SART ACTIVE' }))).toEqual({
      nothing: expect.stringContaining('SART ACTIVE'),
    })
    take(classA({ ...SHIP, mmsi: 970_123_456, status: 14 }))
    expect(
      JSON.parse(
        only(take(safety({ mmsi: 970_123_456, text: 'SART ACTIVE' }))).residual['lastPosition'] ??
          '',
      ),
    ).toEqual({ lonDeg: 31, latDeg: 46 })
  })
})

test.each([
  [272_000_001, 'ship', null],
  [2_720_001, 'coast', null],
  [27_200_001, 'group', null],
  [111_272_001, 'sarAircraft', null],
  [992_721_001, 'aid', null],
  [982_721_001, 'craft', null],
  [827_200_001, 'handheld', null],
  [970_000_001, 'sart', null],
  [972_000_001, 'mob', null],
  [974_000_001, 'epirb', null],
  [260_000_001, 'ship', 'mid-unknown'],
  [217_000_001, 'ship', 'mid-unknown'],
  [799_000_001, 'ship', 'mid-unknown'],
  [111_999_001, 'sarAircraft', 'mid-unknown'],
  [0, 'implausible', 'mmsi-implausible'],
  [123_456_789, 'implausible', 'mmsi-implausible'],
  [1_073_741_823, 'implausible', 'mmsi-implausible'],
  [900_000_000, 'implausible', 'mmsi-implausible'],
])('MMSI %i is of a %s (%s)', (mmsi, kind, flag) => {
  expect([mmsiKind(mmsi), mmsiFlag(mmsi)]).toEqual([kind, flag])
})

test('whatever a record says, the observation is one that intake takes', () => {
  const observe = ais.observer({})
  let made = 0
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 3, 4, 5, 9, 11, 14, 18, 19, 21, 24, 27),
      fc.array(fc.nat(63), { minLength: 11, maxLength: 71 }),
      fc.option(fc.nat(2_000_000_000)),
      fc.string({ maxLength: 30 }),
      fc.boolean(),
      fc.constantFrom(200, 2_147, 2_400_000, 270_000_000, 974_000_000),
      (type, values, c, text, hasSite, step) => {
        // Numbers and places that are plausible as often as not, so that most come through.
        const sextets = [...values]
        if (values.length > 20) {
          const bits = classA({
            type: 1,
            mmsi: (step * (values[0] ?? 1)) % 1_000_000_000,
            lon: (values[1] ?? 0) * 1_000_000,
            lat: (values[2] ?? 0) * 500_000,
          })
          for (let i = 0; i < 20; i += 1)
            sextets[i] = bits.slice(i * 6 + 6, i * 6 + 12).reduce((sum, bit) => sum * 2 + bit, 0)
        }
        const armoured = [type, ...sextets]
          .map((v) => String.fromCharCode(v < 40 ? v + 48 : v + 56))
          .join('')
        const body = `AIVDM,1,1,,A,${armoured},0`
        const tag = c === null ? '' : `\\s:x,c:${c}*${checksum(`s:x,c:${c}`)}\\`
        const decoder = ais.decoder({})
        if ('refused' in decoder) return
        const { records } = decoder.push(
          bytesOf(`${tag}!${body}*${checksum(body)}${text.replaceAll(/[\r\n]/g, '')}\n`),
        )
        for (const record of records) {
          const source = hasSite ? { ...SOURCE, site: SITE } : SOURCE
          const observed = observe(record, { source, sha256, receivedMs: RECEIVED_MS })
          if ('nothing' in observed) continue
          for (const observation of observed.observations) {
            made += 1
            expect(faultOf(observation, RECEIVED_MS)).toBeNull()
            const read = readObservation(observation)
            expect('reason' in read ? read.reason : null).toBeNull()
          }
        }
      },
    ),
    { numRuns: 4_000 },
  )
  expect(made).toBeGreaterThan(400)
})
