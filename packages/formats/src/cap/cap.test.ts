/**
 * Goal: an alert is taken by the rules of its edition or refused with its reason, whatever the bytes; its observation
 * says only that a warning was given, and where it was meant for, all of it; and nothing but warnings to take cover and
 * of hazards can be written.
 * Method: golden vectors (vectors/cap), properties over outlines and chunks, fuzz of random and mutated documents, a
 * walk over the exported writers.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM } from '@holdfast/core/geo'
import { faultOf } from '@holdfast/core/observe'
import type { Source, Unidentified } from '@holdfast/core/observe'
import type { Decoded } from '../codec/index.ts'
import { HAZARDS } from '../cot/index.ts'
import { readObservation } from '../observation/index.ts'
import { CAP_BYTES_MAX } from './decoder.ts'
import * as exported from './index.ts'
import { cap, writeCap } from './index.ts'
import type { CapAlert, CapItem } from './index.ts'
import { AREAS_MAX, INFOS_MAX } from './read.ts'
import { circleOf, holderOf, polygonOf } from './shapes.ts'

interface Vector {
  readonly desc: string
  readonly text: string
  readonly record: Record<string, unknown> | null
  readonly reject: string | null
  readonly softRejects: readonly string[]
  readonly observe: string | null
  readonly wantErr: boolean
}
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../../vectors/cap/alerts.json', import.meta.url), 'utf8'),
)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const NOW_MS = Date.UTC(2026, 5, 1)
const source: Source = {
  id: 'cap-1',
  title: 'State emergency service',
  nation: 'UKR',
  kind: 'public',
  reachM: {},
  detection: { pd: 1, falseReport: 0, basis: 'assumed' },
  group: 'cap-1',
}
const context = { source, receivedMs: NOW_MS, sha256 }

function decode(bytes: Uint8Array, size = bytes.length || 1): Decoded<CapAlert> {
  const decoder = cap.decoder({})
  if ('refused' in decoder) throw new Error(decoder.refused)
  for (let at = 0; at < bytes.length; at += size) {
    const { records, rejects } = decoder.push(bytes.slice(at, at + size))
    if (records.length + rejects.length > 0) throw new Error('a document is read at its end')
  }
  const decoded = decoder.end()
  expect(decoder.end()).toEqual({ records: [], rejects: [] })
  return decoded
}
/** One document is one record or one reject, and either has all of its bytes. */
function checkAccounting(bytes: Uint8Array, { records, rejects }: Decoded<CapAlert>): void {
  const lengths = [...records.map((r) => r.bytes.length), ...rejects.map(({ length }) => length)]
  const whole = lengths.filter((length) => length > 0)
  const want = bytes.length === 0 ? [] : [bytes.length]
  if (JSON.stringify(whole) !== JSON.stringify(want)) throw new Error(JSON.stringify(lengths))
}
function checkObservation(observation: Unidentified): void {
  expect(faultOf(observation, NOW_MS)).toBeNull()
  expect(readObservation(JSON.parse(JSON.stringify(observation)))).toEqual({ observation })
}
const summary = ({ infos, ...alert }: CapAlert): Record<string, unknown> => ({
  version: alert.version,
  identifier: alert.identifier,
  sender: alert.sender,
  sentMs: alert.sentMs,
  status: alert.status,
  msgType: alert.msgType,
  scope: alert.scope,
  languages: infos.map(({ language }) => language),
  shapes: infos.flatMap(({ areas }) => areas.flatMap(({ shapes }) => shapes)).length,
})

describe('golden vectors', () => {
  test.each(vectors)('$desc', (vector) => {
    const bytes = utf8(vector.text)
    for (const size of [bytes.length, 1]) {
      const decoded = decode(bytes, size)
      checkAccounting(bytes, decoded)
      const [record] = decoded.records
      expect(record === undefined ? null : summary(record)).toEqual(vector.record)
      expect(decoded.rejects.map(({ reason }) => reason)).toEqual(
        vector.reject === null ? vector.softRejects : [vector.reject],
      )
      expect(record === undefined).toBe(vector.wantErr)
      if (record === undefined) continue
      const observed = cap.observer({})(record, context)
      if ('nothing' in observed) expect(`nothing: ${observed.nothing}`).toContain(vector.observe)
      else {
        expect(observed.observations.map(({ category }) => category)).toEqual([vector.observe])
        for (const observation of observed.observations) checkObservation(observation)
      }
    }
  })
})

const vector = (desc: string): string => {
  const found = vectors.find((each) => each.desc === desc)
  if (found === undefined) throw new Error(desc)
  return found.text
}
const GOOD = vector('a warning with a polygon')
function observe(text: string, from: Source = source): Unidentified {
  const [record] = decode(utf8(text)).records
  if (record === undefined) throw new Error('no record')
  const observed = cap.observer({})(record, { ...context, source: from })
  const [observation] = 'observations' in observed ? observed.observations : []
  if (observation === undefined) throw new Error(JSON.stringify(observed))
  checkObservation(observation)
  return observation
}

describe('observations', () => {
  test('say that a warning was given, when, and for where', () => {
    const observation = observe(GOOD)
    expect(observation).toMatchObject({
      category: 'I.WARNING',
      means: ['told'],
      source: 'cap-1',
      weapon: null,
      recordId: 'dsns.example,UA-2026-1,2026-01-31T12:00:00+02:00',
      observed: {
        fromMs: 17698536e5,
        toMs: 17698536e5,
        clock: 'ntp',
      },
      where: {
        sectors: [],
        ring: null,
        fix: {
          position: {
            lonDeg: 37.5,
            latDeg: 48.5,
          },
        },
      },
    })
    expect(observe(GOOD, { ...source, kind: 'party' }).means).toEqual(['claimed'])
    // The corners of the polygon are 66 to 67 km off its middle.
    expect(observation.where.fix?.errorM).toBeGreaterThan(66_000)
    expect(observation.where.fix?.errorM).toBeLessThan(68_000)
  })

  test('keep the text word for word', () => {
    const { residual } = observe(GOOD)
    expect(residual).toMatchObject({
      status: 'Actual',
      msgType: 'Alert',
      sent: '2026-01-31T12:00:00+02:00',
    })
    expect(GOOD).toContain(residual['info'])
    expect(residual['info']).toContain('<headline>Go to a shelter</headline>')
    expect(observe(vector('a cancellation is a statement too')).residual['msgType']).toBe('Cancel')
    expect(observe(vector('a signature is kept as it is')).residual['other']).toContain(
      '<SignatureValue>AA==',
    )
    const long = observe(GOOD.replace('Air raid', 'x😀'.repeat(30_000)))
    const parts = Object.entries(long.residual).filter(([name]) => /^info(?:\.\d+)?$/.test(name))
    expect(parts.map(([, text]) => text).join('')).toContain('x😀'.repeat(30_000))
  })

  test('an outline that is not whole gives no place, but a source with a site still told it', () => {
    const site = { position: { lonDeg: 30.5, latDeg: 50.4 }, heightM: 100, errorM: 100 }
    for (const desc of [
      'only a code: no place',
      'a polygon that is not closed is told, and the place is unknown',
    ]) {
      const observation = observe(vector(desc), { ...source, site })
      expect(observation.where.fix).toBeNull()
      expect(observation.observer.position).toEqual(site.position)
    }
  })
})

const areasOf = (
  text: string,
  read: typeof polygonOf = polygonOf,
): Parameters<typeof holderOf>[0] => {
  const shape = read(text)
  if (shape === null) throw new Error(text)
  return [{ areaDesc: 'x', shapes: [shape], shapesUnread: 0, geocodes: [] }]
}

describe('the circle that holds an area', () => {
  test('holds every vertex and every circle, wherever they are', () => {
    const vertex = fc.record({
      lonDeg: fc.double({ min: -3, max: 3, noNaN: true }),
      latDeg: fc.double({ min: -3, max: 3, noNaN: true }),
    })
    const middle = fc.record({
      lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
      latDeg: fc.double({ min: -65, max: 65, noNaN: true }),
    })
    fc.assert(
      fc.property(middle, fc.array(vertex, { minLength: 3, maxLength: 12 }), (at, offsets) => {
        const ring = offsets.map(({ lonDeg, latDeg }) => {
          const lon = at.lonDeg + lonDeg
          const turned = lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon
          return {
            lonDeg: Number(turned.toFixed(5)),
            latDeg: Number((at.latDeg + latDeg).toFixed(5)),
          }
        })
        const text = [...ring, ...ring.slice(0, 1)]
          .map(({ latDeg, lonDeg }) => `${latDeg},${lonDeg}`)
          .join(' ')
        const held = holderOf(areasOf(text))
        for (const place of ring)
          // The core's distance is good to 1 %; a circle over half the Earth would hold anything.
          expect(distanceM(held?.position ?? at, place)).toBeLessThanOrEqual(
            (held?.errorM ?? 0) * 1.01 + 2,
          )
        expect(held?.errorM).toBeLessThan(800_000)
      }),
    )
  })

  test('of a circle is the circle', () => {
    const held = holderOf(areasOf('48.5,37.5 12.5', circleOf))
    expect(held).toEqual({ position: { lonDeg: 37.5, latDeg: 48.5 }, errorM: 12_500 })
  })

  test('that reaches round a pole is the Earth', () => {
    expect(holderOf(areasOf('80,-170 80,-60 80,60 80,170 80,-170'))?.errorM).toBe(20_037_508)
  })

  test('is read by the rules of CAP alone', () => {
    for (const text of [
      '',
      '1,1',
      '1,1 1,2 2,2',
      '1,1 1,2 2,2 1,1.5',
      '91,1 1,2 2,2 91,1',
      '1 1 1 2 2 2 1 1',
      '1,1,5 1,2 2,2 1,1,5',
      '1,1 1,2 2,2 NaN,1',
      '1,1 1,2 2,2 1e0,1',
    ])
      expect(polygonOf(text), text).toBeNull()
    for (const text of ['', '1,1', '1,1 -1', '1,1 20038', '1,1 1 1', '1,181 1', '1,1 x'])
      expect(circleOf(text), text).toBeNull()
  })
})

describe('bounds', () => {
  test('a document as long as the bound is read, one byte more is not', () => {
    const rest = CAP_BYTES_MAX - GOOD.length
    expect(
      decode(utf8(GOOD.replace('Air raid', `Air raid${'x'.repeat(rest)}`))).records,
    ).toHaveLength(1)
    const longer = utf8(GOOD.replace('Air raid', `Air raid${'x'.repeat(rest + 1)}`))
    const decoded = decode(longer, 1_000)
    expect(decoded.rejects).toMatchObject([
      { offset: 0, length: CAP_BYTES_MAX + 1, reason: 'too-long' },
    ])
  })

  test('infos and areas have a number', () => {
    const [, info = '', area = ''] = /(<info>.*?(<area>.*<\/area>)<\/info>)/.exec(GOOD) ?? []
    const small = info.replace(area, '')
    expect(decode(utf8(GOOD.replace(info, small.repeat(INFOS_MAX)))).records).toHaveLength(1)
    expect(decode(utf8(GOOD.replace(info, small.repeat(INFOS_MAX + 1)))).rejects[0]?.reason).toBe(
      'too-many',
    )
    const one = '<area><areaDesc>x</areaDesc></area>'
    expect(decode(utf8(GOOD.replace(area, one.repeat(AREAS_MAX)))).records).toHaveLength(1)
    expect(decode(utf8(GOOD.replace(area, one.repeat(AREAS_MAX + 1)))).rejects[0]?.reason).toBe(
      'too-many',
    )
  })

  test('hostile documents take time in proportion to their length', () => {
    const fill = (unit: string): string =>
      unit.repeat(Math.floor((CAP_BYTES_MAX - GOOD.length) / utf8(unit).length))
    const hostile = [
      ...['<', '&', '&amp;', '<a>', '<!--', '<![CDATA[', '<area>', '1,1 ', ' '].map(fill),
      ...['x', '\n', '&#10;', '<x/>', '<x></x>', '<![CDATA[x]]>', '<!---->'].map((unit) =>
        GOOD.replace('Air raid', `Air raid${fill(unit)}`),
      ),
      GOOD.replace('48,37 48,38', `48,37 ${fill('1,1 ')}48,38`),
      GOOD.replace('UA-2026-1', fill('1')),
    ]
    for (const text of hostile) {
      const bytes = utf8(text)
      const began = performance.now()
      const decoded = decode(bytes)
      for (const record of decoded.records) cap.observer({})(record, context)
      expect(performance.now() - began).toBeLessThan(2_000)
      checkAccounting(bytes, decoded)
    }
  })
})

describe('fuzz', () => {
  const runs = process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000
  const words = [
    '<',
    '>',
    '"',
    '&',
    '</info>',
    '<info>',
    '<!DOCTYPE a [',
    '<![CDATA[',
    '<!--',
    '&#0;',
    ']]>',
    '\u0000',
    ' ',
    ',',
    '-',
    '9',
  ].map(utf8)

  test(`${runs} random and mutated documents: no throw, every byte told, sound observations`, () => {
    const sound = vectors.filter(({ wantErr }) => !wantErr)
    const good = [...vectors, ...sound, ...sound, ...sound].map(({ text }) => utf8(text))
    const observer = cap.observer({})
    let state = 1
    const next = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 4_294_967_296) * n)
    }
    let records = 0
    for (let run = 0; run < runs; run += 1) {
      let bytes = Uint8Array.from(good[next(good.length)] ?? [])
      for (let n = next(3); n > 0; n -= 1)
        bytes[next(bytes.length)] = run % 2 === 0 ? next(256) : 32 + next(95)
      const at = next(bytes.length)
      const kind = next(8)
      if (kind === 0) bytes = Uint8Array.from({ length: next(80) }, () => next(256))
      else if (kind === 1) bytes = bytes.slice(0, at)
      else if (kind === 2)
        bytes = Uint8Array.from(
          Buffer.concat([bytes.slice(0, at), words[next(words.length)] ?? bytes, bytes.slice(at)]),
        )
      const decoder = cap.decoder({})
      if ('refused' in decoder) throw new Error(decoder.refused)
      decoder.push(bytes)
      const decoded = decoder.end()
      checkAccounting(bytes, decoded)
      for (const record of decoded.records) {
        records += 1
        if (JSON.stringify(cap.json(record)).includes('\n')) throw new Error('more than one line')
        const observed = observer(record, context)
        if (run % 20 === 0 && 'observations' in observed)
          for (const observation of observed.observations) checkObservation(observation)
      }
    }
    // A fuzz that never reaches a record tests nothing.
    expect(records).toBeGreaterThan(runs / 8)
  })

  test('any bytes at all, in any chunks', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (bytes, size) => {
          const decoded = decode(bytes, size)
          checkAccounting(bytes, decoded)
          expect(decoded).toEqual(decode(bytes))
        },
      ),
    )
  })
})

const AT_MS = Date.UTC(2026, 0, 31, 12)
const centre = { lonDeg: 37.123456, latDeg: 48.654321 }
const common = {
  identifier: 'HF-2026-1',
  sender: 'warnings@mission.example',
  sentMs: AT_MS,
  areaDesc: 'Around <Ivanivka> & "north"',
  circle: { centre, radiusM: 800.2 },
  texts: [
    {
      language: 'en',
      event: 'Take cover',
      headline: 'Take cover now',
      instruction: 'Go inside, stay away from windows',
    },
    {
      language: 'uk',
      event: 'В укриття',
      headline: 'Негайно в укриття',
      instruction: 'Тримайтеся подалі від вікон',
    },
  ],
  fromMs: AT_MS,
  untilMs: AT_MS + 600_000,
} as const
const items: readonly CapItem[] = [
  { kind: 'takeCover', ...common },
  ...(Object.keys(HAZARDS) as (keyof typeof HAZARDS)[]).map((hazard): CapItem => ({
    kind: 'hazard',
    hazard,
    ...common,
  })),
]
const writers = Object.entries(exported).filter(([name]) => name.startsWith('write'))

describe('writing', () => {
  test('there is one writer, and all that it writes is read by the rules for what comes in', () => {
    expect(writers.map(([name]) => name)).toEqual(['writeCap'])
    for (const item of items) {
      const bytes = writeCap(item)
      if (!(bytes instanceof Uint8Array)) throw new Error(bytes.refused)
      const { records, rejects } = decode(bytes)
      expect(rejects).toEqual([])
      const [alert] = records
      expect(alert).toMatchObject({
        version: '1.2',
        status: 'Actual',
        msgType: 'Alert',
        scope: 'Public',
        sentMs: AT_MS,
      })
      expect(alert?.infos.map(({ language }) => language)).toEqual(['en', 'uk'])
      expect(alert?.infos[0]).toMatchObject({
        effectiveMs: AT_MS,
        expiresMs: AT_MS + 600_000,
        headline: 'Take cover now',
      })
      expect(alert?.infos[0]?.areas).toEqual([
        {
          areaDesc: common.areaDesc,
          shapes: [{ kind: 'circle', centre, radiusM: 801 }],
          shapesUnread: 0,
          geocodes: [],
        },
      ])
      expect(new TextDecoder().decode(bytes)).not.toMatch(
        /origin|bearing|azimuth|party|hostile|parameter/i,
      )
    }
  })

  test('what types forbid is refused when it is passed by a cast', () => {
    const [cover] = items
    const [text] = common.texts
    const bad: readonly unknown[] = [
      { ...cover, origin: centre },
      { ...cover, bearingDeg: 12 },
      { ...cover, hazard: 'mine' },
      { ...cover, kind: 'event' },
      { ...cover, kind: 'toString' },
      { ...cover, circle: { centre, radiusM: 5, origin: centre } },
      { ...cover, circle: { centre: { lonDeg: 0, latDeg: 0 }, radiusM: 5 } },
      { ...cover, circle: { centre, radiusM: 0 } },
      { ...cover, identifier: 'a b' },
      { ...cover, sender: 'a,b' },
      { ...cover, untilMs: AT_MS },
      { ...cover, sentMs: AT_MS + 600_001 },
      { ...cover, areaDesc: '' },
      { ...cover, texts: [] },
      { ...cover, texts: [text, text] },
      { ...cover, texts: [{ ...text, party: 'A' }] },
      { ...cover, texts: [{ ...text, language: 'e n' }] },
      { ...cover, texts: [{ ...text, headline: 'a\nb' }] },
      { ...items[1], hazard: 'tank' },
    ]
    for (const item of bad)
      expect(writeCap(item as CapItem), JSON.stringify(item)).toHaveProperty('refused')
  })

  test('observations and origins do not compile', () => {
    // @ts-expect-error an observation has no form here
    expect(writeCap(observe(GOOD))).toHaveProperty('refused')
    // @ts-expect-error a warning has no origin
    expect(writeCap({ kind: 'takeCover', ...common, origin: centre })).toHaveProperty('refused')
    // @ts-expect-error no other kind
    expect(writeCap({ kind: 'track', ...common })).toHaveProperty('refused')
  })
})
