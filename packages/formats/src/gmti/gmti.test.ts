/**
 * Goal: STANAG 4607 packets are read and written as AEDP-7 has them; what becomes an observation is real, placed and
 * no more certain than the radar said; no bytes throw or are lost from the account.
 * Method: golden vectors whose payloads and values come from public test suites; packets made at random, written and
 * read back; bytes read and written back; random and mutated bytes; every observation judged by core and by the reader.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { Decoded, FeedContext } from '../codec/index.ts'
import { readObservation } from '../observation/index.ts'
import {
  NO_DWELL_FIELDS,
  NO_JOB_FIELDS,
  NO_LOCATION_FIELDS,
  NO_STATUS_FIELDS,
  NO_TARGET_FIELDS,
} from './blank.ts'
import {
  DWELL_FIELDS,
  JOB_FIELDS,
  LOCATION_FIELDS,
  MANDATORY_FIELDS,
  STATUS_FIELDS,
  TARGET_FIELDS,
  rawOf,
  readField,
} from './fields.ts'
import type { Field } from './fields.ts'
import { encodeGmti, gmtiCodec } from './index.ts'
import type { GmtiHeader } from './types.ts'
import { labelOf } from './label.ts'
import type { GmtiContent, GmtiRecord, GmtiSegment } from './index.ts'
import { REMEMBERED_MAX } from './observe.ts'

interface WantObservation {
  readonly category: string
  readonly ms: number
  readonly clock: string
  readonly latDeg?: number
  readonly lonDeg?: number
  readonly scores?: Readonly<Record<string, number>>
}
interface Case {
  readonly desc: string
  readonly hex: string
  readonly wantErr: boolean
  readonly want: {
    readonly reason?: string
    readonly rejects?: readonly string[]
    readonly header?: Readonly<Record<string, unknown>>
    readonly segments?: readonly Readonly<Record<string, unknown>>[]
    readonly observations?: readonly WantObservation[]
    readonly nothing?: string
  }
}
interface NumberCase extends Omit<Field<string>, 'key'> {
  readonly desc: string
  readonly hex: string
  readonly value: number
  readonly wantErr: boolean
}
const vectors = new URL('../../../../vectors/stanag4607/', import.meta.url)
const cases: readonly Case[] = JSON.parse(readFileSync(new URL('packets.json', vectors), 'utf8'))
const numbers: readonly NumberCase[] = JSON.parse(
  readFileSync(new URL('numbers.json', vectors), 'utf8'),
)
const RUNS = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000
const RECEIVED_MS = Date.UTC(2026, 3, 30, 8, 31)

const source: Source = {
  id: 'gmti-1',
  title: 'Surveillance aircraft 1',
  nation: 'NOR',
  kind: 'radar',
  reachM: {},
  detection: { pd: 0.8, falseReport: 0.05, basis: 'test' },
  group: 'gmti-1',
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const context: FeedContext = { source, receivedMs: RECEIVED_MS, sha256 }

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
function decode(chunks: readonly Uint8Array[]): Decoded<GmtiRecord> {
  const reader = gmtiCodec.decoder({})
  if ('refused' in reader) throw new Error(reader.refused)
  const parts = [...chunks.map((chunk) => reader.push(chunk)), reader.end()]
  return {
    records: parts.flatMap(({ records }) => records),
    rejects: parts.flatMap(({ rejects }) => rejects),
  }
}
function accounted({ records, rejects }: Decoded<GmtiRecord>): number {
  let length = 0
  for (const { bytes } of records) length += bytes.length
  for (const reject of rejects) length += reject.length
  return length
}
function written(content: GmtiContent): Uint8Array {
  const bytes = encodeGmti(content)
  if ('refused' in bytes) throw new Error(bytes.refused)
  return bytes
}
/** Wanted members match, numbers to the step of a double. */
function expectMatch(value: unknown, wanted: unknown, at: string): void {
  if (typeof wanted === 'number') expect(value, at).toBeCloseTo(wanted, 9)
  else if (typeof wanted !== 'object' || wanted === null) expect(value, at).toEqual(wanted)
  else
    for (const [key, member] of Object.entries(wanted))
      expectMatch(new Map(Object.entries(value ?? {})).get(key), member, `${at}/${key}`)
}
function expectSound(observation: Unidentified): void {
  expect(faultOf(observation, RECEIVED_MS)).toBeNull()
  const read = readObservation(JSON.parse(JSON.stringify(observation)))
  expect('reason' in read ? read.reason : null).toBeNull()
}
const [first = new Uint8Array(), full = new Uint8Array()] = cases.map(({ hex }) => bytesOf(hex))
const good = cases.filter(({ wantErr }) => !wantErr).map(({ hex }) => bytesOf(hex))
const recordOf = (bytes: Uint8Array): GmtiRecord => {
  const [record] = decode([bytes]).records
  if (record === undefined) throw new Error('no record')
  return record
}
const observed = (bytes: Uint8Array, by: FeedContext = context) =>
  gmtiCodec.observer({})(recordOf(bytes), by)
const observationsOf = (bytes: Uint8Array, by: FeedContext = context): readonly Unidentified[] => {
  const got = observed(bytes, by)
  if ('nothing' in got) throw new Error(got.nothing)
  return got.observations
}

describe('golden vectors', () => {
  for (const { desc, hex, wantErr, want } of cases)
    test(`reads: ${desc}`, () => {
      const bytes = bytesOf(hex)
      const decoded = decode([bytes])
      expect(accounted(decoded)).toBe(bytes.length)
      expect(decoded.rejects.map(({ reason }) => reason)).toEqual(
        wantErr ? [want.reason] : (want.rejects ?? []),
      )
      if (wantErr) {
        expect(decoded.records).toEqual([])
        return
      }
      const [record] = decoded.records
      expectMatch(record?.header, want.header, 'header')
      expect(record?.segments.length).toBe(want.segments?.length)
      expectMatch(record?.segments, want.segments, 'segments')
      const got = observed(bytes)
      if ('nothing' in got) {
        expect(got.nothing).toContain(want.nothing ?? 'no nothing wanted')
        return
      }
      expect(got.observations.length).toBe(want.observations?.length)
      for (const [i, wanted] of (want.observations ?? []).entries()) {
        const one = got.observations[i]
        if (one === undefined) throw new Error('too few')
        expectSound(one)
        expect(one.category).toBe(wanted.category)
        expect(one.observed.fromMs).toBe(wanted.ms)
        expect(one.observed.clock).toBe(wanted.clock)
        expect(one.assessment?.scores).toEqual(wanted.scores)
        if (wanted.latDeg === undefined || wanted.lonDeg === undefined) continue
        expect(one.where.fix?.position.latDeg).toBeCloseTo(wanted.latDeg, 9)
        expect(one.where.fix?.position.lonDeg).toBeCloseTo(wanted.lonDeg, 9)
      }
    })

  for (const { desc, hex, value, wantErr, ...of } of numbers)
    test(`number: ${desc}`, () => {
      const field = { key: 'x', ...of }
      if (wantErr) {
        expect(rawOf(value, field)).toBeNull()
        return
      }
      const bytes = bytesOf(hex)
      expect(readField(new DataView(bytes.buffer), 0, field)).toBeCloseTo(value, 12)
      expect(rawOf(value, field)).toBe(Number.parseInt(hex, 16))
    })

  test('what was read is written back byte for byte', () => {
    for (const bytes of good) expect(written(recordOf(bytes))).toEqual(bytes)
  })
})

/** Any value that a field can hold, as it is read. */
const valueOf = (field: Field<string>): fc.Arbitrary<number> =>
  fc
    .uint8Array({ minLength: field.octets, maxLength: field.octets })
    .map((bytes) => readField(new DataView(bytes.buffer, bytes.byteOffset), 0, field))
function valuesOf<K extends string>(
  fields: readonly Field<K>[],
  blank: Readonly<Record<K, number>>,
): fc.Arbitrary<Readonly<Record<K, number>>> {
  return fc.tuple(...fields.map(valueOf)).map((values) => {
    const filled: Record<K, number> = { ...blank }
    for (const [i, { key }] of fields.entries()) filled[key] = values[i] ?? 0
    return filled
  })
}
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ maxLength, unit: fc.constantFrom('A', 'z', '0', '9', ' ', '-', '.', '/') })
    .map((value) => value.trimEnd())
const u = (octets: 1 | 2 | 4) => fc.nat(octets === 1 ? 255 : octets === 2 ? 65_535 : 4_294_967_295)
const dwells: fc.Arbitrary<GmtiSegment> = fc
  .record({
    dwell: fc.tuple(...DWELL_FIELDS.map((field) => fc.option(valueOf(field)))),
    mandatory: fc.tuple(...DWELL_FIELDS.map(valueOf)),
    has: fc.tuple(
      ...TARGET_FIELDS.map(({ key }) =>
        key === 'latDeg' || key === 'lonDeg' ? fc.constantFrom(true, true, false) : fc.boolean(),
      ),
    ),
    targets: fc.array(fc.tuple(...TARGET_FIELDS.map(valueOf)), { maxLength: 4 }),
  })
  .map(({ dwell, mandatory, has, targets }) => {
    const fields = { ...NO_DWELL_FIELDS }
    for (const [i, { key }] of DWELL_FIELDS.entries())
      fields[key] = (MANDATORY_FIELDS.has(key) ? mandatory[i] : dwell[i]) ?? null
    const reports = has.includes(true) ? targets : []
    fields.targetCount = reports.length
    // Mostly within a day that has begun, so that most dwells are no dwells of the future.
    fields.timeMs = (fields.timeMs ?? 0) % 30_000_000
    const filled = reports.map((values) => {
      const target = { ...NO_TARGET_FIELDS }
      for (const [i, { key }] of TARGET_FIELDS.entries()) if (has[i]) target[key] = values[i] ?? 0
      return target
    })
    return { kind: 'dwell', fields, targets: filled }
  })
const segments: fc.Arbitrary<GmtiSegment> = fc.oneof(
  dwells,
  fc.record({
    kind: fc.constant('mission' as const),
    missionPlan: text(12),
    flightPlan: text(12),
    platformType: u(1),
    platformConfiguration: text(10),
    year: fc.integer({ min: 1_995, max: 2_027 }),
    month: fc.integer({ min: 0, max: 13 }),
    day: fc.integer({ min: 0, max: 32 }),
  }),
  fc.record({
    kind: fc.constant('jobDefinition' as const),
    jobId: fc.nat(3),
    sensorType: u(1),
    sensorModel: text(6),
    fields: valuesOf(JOB_FIELDS, NO_JOB_FIELDS),
  }),
  fc.record({
    kind: fc.constant('freeText' as const),
    originator: text(10),
    recipient: text(10),
    text: fc.string({ maxLength: 60, unit: fc.constantFrom('A', 'b', ' ', '0') }),
  }),
  valuesOf(STATUS_FIELDS, NO_STATUS_FIELDS).map((fields) => ({
    kind: 'testStatus' as const,
    fields,
  })),
  valuesOf(LOCATION_FIELDS, NO_LOCATION_FIELDS).map((fields) => ({
    kind: 'platformLocation' as const,
    fields,
  })),
  fc.record({
    kind: fc.constant('raw' as const),
    type: fc.constantFrom(3, 4, 7, 8, 9, 11, 12, 101, 102, 255),
    bytes: fc.uint8Array({ maxLength: 40 }),
    fault: fc.constant(null),
  }),
)
const packets: fc.Arbitrary<GmtiContent> = fc.record({
  header: fc.record({
    version: fc.constantFrom('21', '30', '31', '41'),
    nationality: fc.constantFrom('XN', 'NO', ''),
    classification: fc.constantFrom(0, 1, 2, 3, 4, 5, 5, 5, 5, 5),
    classificationSystem: fc.constantFrom('XN', ''),
    securityCode: u(2),
    exerciseIndicator: fc.constantFrom(0, 0, 0, 1, 2, 128, 129, 130, 3),
    platformId: text(10),
    missionId: fc.nat(3),
    jobId: fc.nat(3),
  }),
  segments: fc.array(segments, { maxLength: 6 }),
})

describe('round trip', () => {
  test('what is written is read back, and becomes sound observations or a reason', () => {
    const observe = gmtiCodec.observer({})
    let count = 0
    fc.assert(
      fc.property(packets, (content) => {
        const record = recordOf(written(content))
        expect({ header: record.header, segments: record.segments }).toEqual(content)
        const got = observe(record, context)
        if ('nothing' in got) {
          expect(got.nothing).not.toBe('')
          return
        }
        expect(record.header.exerciseIndicator).toBe(0)
        const ids = got.observations.map(({ recordId }) => recordId)
        for (const one of got.observations) expectSound(one)
        expect(ids.every((id) => id.length <= 256)).toBe(true)
        count += ids.length
      }),
      { numRuns: 600, seed: 4_607 },
    )
    expect(count).toBeGreaterThan(50)
  })

  test('what a field cannot hold is refused', () => {
    const record = recordOf(full)
    const [, dwell] = record.segments
    if (dwell?.kind !== 'dwell') throw new Error('no dwell')
    const damaged = (fields: object): GmtiContent => ({
      header: record.header,
      segments: [{ ...dwell, fields: { ...dwell.fields, ...fields } }],
    })
    for (const [fields, why] of [
      [{ sensorLatDeg: 91 }, 'sensorLatDeg 91 does not fit its field'],
      [{ timeMs: -1 }, 'timeMs -1 does not fit its field'],
      [{ revisitIndex: null }, 'a dwell needs its revisitIndex'],
      [{ targetCount: 3 }, 'targetCount 3 of 2 targets'],
      [{ speedMps: Number.NaN }, 'speedMps NaN does not fit its field'],
    ] as const)
      expect(encodeGmti(damaged(fields))).toEqual({ refused: `dwell: ${why}` })
    expect(encodeGmti({ header: { ...record.header, platformId: 'ÆGIR' }, segments: [] })).toEqual({
      refused:
        'platformId "ÆGIR" is not up to 10 characters of printable ASCII without a backslash',
    })
  })
})

describe('observations', () => {
  const [one, two] = observationsOf(full)

  test('a target has its radar error, its height and nothing that was not measured', () => {
    expect(one?.motion).toEqual({
      heightM: 40,
      heightDatum: 'ellipsoid',
      speedMps: null,
      courseDeg: null,
      climbMps: null,
      identity: {},
    })
    // Cross range 14 m is the larger; sensor 3.1 m; each times the 95 % radius.
    expect(one?.where.fix?.errorM).toBeCloseTo(
      Math.sqrt(-2 * Math.log(0.05)) * Math.hypot(14, 3.1),
      6,
    )
    expect(one?.observer).toMatchObject({ place: source.title, control: 'unknown' })
    expect(one?.residual).toMatchObject({
      radialVelocityMps: '-4.5',
      snrDb: '17',
      classification: '2 wheeledVehicle',
      heightSigmaM: '12',
      rcsDb: '-7',
    })
    expect(two?.category).toBe('I.SEA')
    expect(one?.rawSha256).toBe(sha256(full))
    expect(one?.recordId).not.toBe(two?.recordId)
  })

  test('only rotary and fixed wing are in the air, only maritime codes at sea', () => {
    const record = recordOf(full)
    const byCode = new Map<string, number[]>()
    for (let code = 0; code < 256; code += 1) {
      const content = {
        header: record.header,
        segments: record.segments.map((segment) =>
          segment.kind === 'dwell'
            ? { ...segment, targets: segment.targets.map((t) => ({ ...t, classification: code })) }
            : segment,
        ),
      }
      const got = observed(written(content))
      const key = 'nothing' in got ? got.nothing : (got.observations[0]?.category ?? 'none')
      byCode.set(key, [...(byCode.get(key) ?? []), code])
    }
    expect(byCode.get('I.AIR')).toEqual([3, 4])
    expect(byCode.get('I.SEA')).toEqual([6, 13])
    expect(byCode.get('2 simulated targets')?.length).toBe(126)
    expect(byCode.get('I.LAND')?.length).toBe(256 - 4 - 126)
  })

  test('without its mission a dwell takes the nearest day of receipt, and its clock is degraded', () => {
    const record = recordOf(full)
    const alone = written({ header: record.header, segments: record.segments.slice(1) })
    for (const [receivedMs, day] of [
      [Date.UTC(2026, 5, 10, 8, 31), 10],
      [Date.UTC(2026, 5, 10, 20, 29), 10],
      [Date.UTC(2026, 5, 10, 20, 31), 11],
    ] as const) {
      const got = observed(alone, { ...context, receivedMs })
      const wanted = Date.UTC(2026, 5, day, 8, 30)
      // 8:30 of the next day is nearer than of this one, but it is the future.
      if (day === 11) {
        expect(got).toEqual({
          nothing: `a time ${wanted - receivedMs} ms ahead of its receipt`,
          isRefused: true,
        })
        continue
      }
      if ('nothing' in got) throw new Error(got.nothing)
      expect(got.observations[0]?.observed).toEqual({
        fromMs: wanted,
        toMs: wanted,
        basis: 'clock',
        clock: 'degraded',
      })
    }
  })

  test('the observer forgets the oldest mission, never more than it must', () => {
    const observe = gmtiCodec.observer({})
    const record = recordOf(full)
    const [mission, dwell] = record.segments
    if (mission === undefined || dwell === undefined) throw new Error('no segments')
    const clockOf = (missionId: number): string => {
      const header = { ...record.header, missionId }
      const got = observe(recordOf(written({ header, segments: [dwell] })), context)
      return 'nothing' in got ? got.nothing : (got.observations[0]?.observed.clock ?? 'none')
    }
    for (let missionId = 0; missionId <= REMEMBERED_MAX; missionId += 1) {
      const header = { ...record.header, missionId }
      observe(recordOf(written({ header, segments: [mission] })), context)
    }
    expect(clockOf(0)).toBe('degraded')
    expect(clockOf(1)).toBe('ntp')
    expect(clockOf(REMEMBERED_MAX)).toBe('ntp')
  })

  test('a report without stated errors is as uncertain as the dwell’s area', () => {
    const [only] = observationsOf(first)
    // Along the range 2 × 12.5 km, and the angle's arc across it.
    expect(only?.where.fix?.errorM).toBeGreaterThan(25_000)
    expect(only?.where.fix?.errorM).toBeLessThan(30_000)
    expect(only?.assessment).toBeUndefined()
  })
})

describe('streams and hostile bytes', () => {
  const stream = Buffer.concat([first, Buffer.from('lost'), full, first])

  test('however a stream is cut, it reads the same', () => {
    const whole = decode([stream])
    expect(whole.records.length).toBe(3)
    expect(whole.rejects).toMatchObject([{ offset: first.length, length: 4, reason: 'no-header' }])
    expect(decode([...stream].map((octet) => Uint8Array.of(octet)))).toEqual(whole)
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        expect(decode(at.slice(1).map((to, i) => stream.subarray(at[i], to)))).toEqual(whole)
      }),
      { numRuns: 100 },
    )
  })

  test('a damaged size loses its own packet and none behind it', () => {
    const damaged = Uint8Array.from(full)
    damaged[3] = 1
    const { records, rejects } = decode([damaged, first, full])
    expect(records.length).toBe(2)
    expect(rejects).toMatchObject([{ offset: 0, length: full.length, reason: 'bad-segment' }])
  })

  test('headers in headers cost no more than their bytes', () => {
    const header = first.slice(0, 32)
    header.set([0, 0x3f, 0xff, 0xff], 2)
    // Followed without a limit on segments ten times the bytes would be a hundred times the steps.
    const cpuOf = (length: number): number => {
      const hostile = new Uint8Array(length)
      for (let at = 0; at + 37 <= length; at += 37) {
        hostile.set(header, at)
        hostile.set([9, 0, 0, 0, 37], at + 32)
      }
      const before = process.cpuUsage()
      expect(accounted(decode([hostile]))).toBe(length)
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const short = Math.min(cpuOf(100_000), cpuOf(100_000), cpuOf(100_000))
    expect(cpuOf(1_000_000)).toBeLessThan(40 * short)
  })

  test(`${RUNS} random and mutated inputs: none throws, every byte is accounted for`, () => {
    let seed = 4_607
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return (seed >>> 8) % below
    }
    const observe = gmtiCodec.observer({})
    let sound = 0
    for (let run = 0; run < RUNS; run += 1) {
      const from = good[random(good.length)] ?? first
      const input =
        run % 4 === 0
          ? Uint8Array.from({ length: random(120) }, () => random(256))
          : Uint8Array.from([...from, ...full])
      for (let hits = random(6); hits > 0 && input.length > 0; hits -= 1)
        input[random(input.length)] = random(256)
      const cut = random(input.length + 1)
      const decoded = decode(run % 3 === 0 ? [input] : [input.slice(0, cut), input.slice(cut)])
      expect(accounted(decoded)).toBe(input.length)
      for (const record of decoded.records) {
        if (run % 16 === 0) JSON.stringify(gmtiCodec.json(record))
        const got = observe(record, context)
        if ('nothing' in got) continue
        for (const one of got.observations) {
          sound += 1
          expect(faultOf(one, RECEIVED_MS)).toBeNull()
          if (sound % 16 === 0) expectSound(one)
        }
      }
    }
    expect(sound).toBeGreaterThan(RUNS / 4)
  })

  test('an option that is not known is refused', () => {
    expect(gmtiCodec.decoder({ edition: '2' })).toEqual({
      refused: 'option edition is not known; stanag4607 has none',
    })
  })
})

describe('the label of a packet', () => {
  const header = { classification: 5, securityCode: 0 } as GmtiHeader
  const label = {
    policy: 'HOLDFAST',
    classification: 'RESTRICTED',
    offices: ['monitor'],
    releasableTo: ['POL'],
  } as const
  test("is its source's, raised to its own classification and never lowered", () => {
    expect(labelOf(header, label)).toEqual(label)
    expect(labelOf({ ...header, classification: 2 }, label)).toEqual({
      ...label,
      classification: 'SECRET',
    })
  })
  test('denies where it has a code word, and what is above secret is not held', () => {
    expect(labelOf({ ...header, securityCode: 1 }, label)?.releasableTo).toEqual([])
    for (const classification of [0, 1, 6, 255])
      expect(labelOf({ ...header, classification }, label)).toBeNull()
  })
})
