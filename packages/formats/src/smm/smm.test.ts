/**
 * Goal: every row of the record becomes an observation that says what the row says and no more, and no damaged row
 * passes for a sound one or vanishes.
 * Method: the shipped record itself; copies of it with one column of every row damaged, each accepted value held to
 * the column's domain; daylight saving by known instants; the note by change; random bytes.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, kindOf, observationId } from '@holdfast/core/observe'
import type { Observation } from '@holdfast/core/observe'
import { readObservation } from '../observation/index.ts'
import { FIELD_CHARS_MAX, readCsv } from './csv.ts'
import { SMM_COLUMNS, importSmm } from './index.ts'

const file = new URL('../../../../data/donbas/smm_observations_2015_2020.csv', import.meta.url)
const text = readFileSync(file, 'utf8')
const record = importSmm(text)
const [header, ...rows] = readCsv(text)
const NOW = Date.UTC(2026, 10, 22)
type Column = (typeof SMM_COLUMNS)[number]

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
const table = (records: readonly (readonly string[])[]): string =>
  [header?.raw ?? '', ...records.map((fields) => fields.map((f) => quoted(f)).join(','))].join('\n')
const damaged = (column: Column, value: (before: string) => string): string => {
  const at = SMM_COLUMNS.indexOf(column)
  return table(rows.map(({ fields }) => fields.map((f, i) => (i === at ? value(f) : f))))
}
const byId = (id: string): Observation => {
  const found = record.observations.find(({ recordId }) => recordId === id)
  if (found === undefined) throw new Error(`${id} is not in the record`)
  return found
}
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16)
const period = (id: string): string => {
  const { fromMs, toMs, basis } = byId(id).observed
  return `${iso(fromMs)} ${iso(toMs)} ${basis}`
}

describe('the record', () => {
  test('all 104 rows fit, the schema and the checks too', () => {
    expect(record.rejected).toEqual([])
    expect(record.observations.map(({ recordId }) => recordId)).toEqual(
      Array.from({ length: 104 }, (_, i) => `SMM-${String(i + 1).padStart(3, '0')}`),
    )
    for (const observation of record.observations) {
      expect(readObservation(JSON.parse(JSON.stringify(observation)))).toHaveProperty('observation')
      expect(faultOf(observation, NOW)).toBeNull()
      expect(observationId(observation)).toBe(observation.id)
    }
  })

  test('keeps unknowns unknown: 9 rows without direction, 54 without a weapon', () => {
    const { observations } = record
    expect(observations.filter(({ where }) => where.sectors.length === 0)).toHaveLength(9)
    expect(observations.filter(({ weapon }) => weapon === null)).toHaveLength(54)
    expect(observations.filter(({ means }) => means.length === 2)).toHaveLength(4)
    expect(observations.filter(({ observed }) => observed.basis === 'clock')).toHaveLength(31)
    const [sorted] = [observations.map(({ count }) => count.precision)]
    expect(sorted.filter((p) => p === 'exact')).toHaveLength(87)
    expect(sorted.filter((p) => p === 'about')).toHaveLength(14)
    expect(sorted.filter((p) => p === 'atLeast')).toHaveLength(3)
  })

  test('says what the rows say', () => {
    expect(byId('SMM-022')).toMatchObject({
      source: 'smm-patrol-avdiivka',
      category: 'K.EXPL.IMPACT',
      phase: 'impact',
      means: ['heard'],
      count: { n: 8, precision: 'exact' },
      weapon: { term: '82mm mortar', class: 'mortar', calibreMm: 82 },
      where: {
        sectors: [{ fromDeg: 101.25, toDeg: 123.75 }],
        ring: { minM: 1_500, maxM: 2_500 },
        fix: null,
      },
      observer: {
        place: 'Avdiivka',
        position: { lonDeg: 37.7501, latDeg: 48.1402 },
        errorM: 1_500,
        control: 'partyA',
      },
    })
    expect(byId('SMM-017')).toMatchObject({
      category: 'K.BURST',
      phase: 'inFlight',
      means: ['recorded'],
    })
    expect(byId('SMM-064')).toMatchObject({
      category: 'K.PROJ',
      phase: 'inFlight',
      residual: { phenomenon: 'tracer_round' },
    })
    expect(byId('SMM-046')).toMatchObject({
      category: 'K.SALVO',
      weapon: { class: 'mlrs', calibreMm: 122 },
    })
    expect(byId('SMM-075').observer.control).toBe('unknown')
    expect(byId('SMM-077').where).toEqual({ sectors: [], ring: { minM: 0, maxM: 50 }, fix: null })
    expect(byId('SMM-073').source).not.toBe(byId('SMM-072').source)
  })

  test('has its times in UTC, winter and summer', () => {
    expect(period('SMM-001')).toBe('2016-06-07T18:30 2016-06-07T19:13 clock')
    expect(period('SMM-005')).toBe('2016-06-07T20:11 2016-06-07T21:09 clock')
    expect(period('SMM-019')).toBe('2016-06-16T13:00 2016-06-16T21:00 partOfDay')
    expect(period('SMM-056')).toBe('2016-10-24T21:00 2016-10-26T21:00 date')
    expect(period('SMM-057')).toBe('2017-01-31T19:00 2017-02-01T04:00 partOfDay')
    expect(period('SMM-059')).toBe('2018-02-15T14:00 2018-02-16T04:00 partOfDay')
    // The day before and the day of the change to summer time.
    expect(period('SMM-024')).toBe('2016-03-26T06:00 2016-03-26T16:00 partOfDay')
    expect(period('SMM-027')).toBe('2016-03-27T05:00 2016-03-27T15:00 partOfDay')
  })

  test('names its sources, and none reports from beyond its assumed reach', () => {
    const { sources, observations } = record
    expect(new Set(observations.map(({ source }) => source))).toEqual(
      new Set(sources.map(({ id }) => id)),
    )
    for (const { source, category, where } of observations) {
      const reachM = sources.find(({ id }) => id === source)?.reachM[kindOf(category)]
      expect(reachM).toBeGreaterThan(0)
      expect(where.ring?.maxM ?? 0).toBeLessThanOrEqual(reachM ?? 0)
    }
  })

  test('is the same every time, from text or bytes, and whatever its line endings', () => {
    expect(importSmm(readFileSync(file))).toEqual(record)
    expect(importSmm(text.replaceAll('\r\n', '\n'))).toEqual(record)
    expect(importSmm(text.replaceAll(/\r?\n/g, '\r\n'))).toEqual(record)
    const marked = importSmm(text, { exercise: 'donbas' })
    expect(new Set(marked.observations.map(({ exercise }) => exercise))).toEqual(
      new Set(['donbas']),
    )
  })
})

/** Everything of an observation that a decision could rest on. */
const told = ({
  id: _id,
  rawSha256: _raw,
  residual: { note: _note, ...residual },
  ...rest
}: Observation) => ({
  ...rest,
  residual,
})

test('the note decides nothing: another note changes the residual, the raw bytes and so the id, and nothing else', () => {
  for (const note of [
    '',
    'impact 82mm mortar SE 3km at 10:00',
    'fire pair with SMM-001, assessed outgoing',
  ]) {
    const other = importSmm(damaged('note', () => note))
    expect(other.rejected).toEqual([])
    expect(other.sources).toEqual(record.sources)
    expect(other.observations.map((o) => told(o))).toEqual(record.observations.map((o) => told(o)))
    expect(other.observations.every(({ residual }) => (residual['note'] ?? '') === note)).toBe(true)
  }
})

/** What an accepted value of a column looks like: the domain, written down apart from the importer. */
const DOMAIN: Readonly<Record<Column, RegExp>> = {
  obs_id: /^SMM-\d{3,6}$/,
  source_url: /^https?:\/\/\S+$/,
  date_from: /^20(1[4-9]|2[0-2])-\d\d-\d\d$/,
  date_to: /^20(1[4-9]|2[0-2])-\d\d-\d\d$/,
  time_from: /^([01]\d|2[0-3]):[0-5]\d$|^$/,
  time_to: /^([01]\d|2[0-3]):[0-5]\d$|^$/,
  part_of_day: /^(|night|day|evening|morning|early morning|evening-night)$/,
  position: /^[\p{L}\p{N} ()'’.-]+$/u,
  position_offset_km: /^\d+(\.\d+)?$|^$/,
  position_offset_dir: /^[NESW]{1,3}$|^$/,
  control: /^(GC|NGC|CAM|)$/,
  sensor: /^(patrol_heard|patrol_saw_heard|camera)$/,
  phenomenon: /^(explosion|burst|shot|salvo|projectile|tracer_burst|tracer_round)$/,
  phase: /^(|undetermined|outgoing|impact|airburst|inflight)$/,
  weapon: /^(|\S.{0,98}\S|\S)$/,
  count: /^[1-9]\d{0,5}$/,
  qual: /^(|exact|approx|over)$/,
  dirs: /^([NESW]{1,3}(;[NESW]{1,3})*)?$/,
  dmin: /^(\d{1,2}(\.\d{1,3})?)?$/,
  dmax: /^(\d{1,2}(\.\d{1,3})?)?$/,
  // oxlint-disable-next-line no-control-regex -- control characters are what may not be in it
  note: /^[^\u0000-\u001f]*$/,
  sensor_lat: /^(4[4-9]|5[0-3])(\.\d+)?$/,
  sensor_lon: /^(2[2-9]|3\d|40|41)(\.\d+)?$/,
  sensor_geocode: /^.+$/,
  sensor_pos_err_km: /^\d+(\.\d+)?$/,
  azimuths_deg: /^(\d+\.\d(;\d+\.\d)*)?$/,
}
const DAMAGE: Readonly<Record<string, (before: string) => string>> = {
  emptied: () => '',
  garbled: () => '#?!',
  'cut by a character': (before) => before.slice(0, -1),
  'with a character too many': (before) => `${before}x`,
  'with a space before': (before) => ` ${before}`,
  negative: (before) => `-${before}`,
  'in other case': (before) =>
    before === before.toUpperCase() ? before.toLowerCase() : before.toUpperCase(),
  reversed: (before) => before.split('').toReversed().join(''),
  'far too large': () => '99999999',
  zero: () => '0',
  'a control character': (before) => `${before}\u0007`,
  'far too long': (before) => before.padEnd(5_000, 'x'),
  'a prototype': () => '__proto__',
  doubled: (before) => `${before}${before}`,
  'comma for point': (before) => before.replace('.', ','),
}

describe('a damaged column', () => {
  test.each(SMM_COLUMNS)(
    '%s: each row is accepted with a legal value or rejected by row and reason',
    (column) => {
      const at = SMM_COLUMNS.indexOf(column)
      for (const [how, change] of Object.entries(DAMAGE)) {
        const csv = damaged(column, change)
        const { observations, rejected } = importSmm(csv)
        expect(observations.length + rejected.length).toBe(104)
        for (const { row, line, reason } of rejected) {
          expect(row).toBe(line - 1)
          expect(reason.length).toBeGreaterThan(10)
        }
        const isRejected = new Set(rejected.map(({ row }) => row))
        const illegal = rows
          .filter(({ row }) => !isRejected.has(row))
          .map(({ row, fields }) => ({ how, row, value: change(fields[at] ?? '') }))
          .filter(({ value }) => !DOMAIN[column].test(value))
        expect(illegal).toEqual([])
      }
    },
  )

  test.each<[Column, string, RegExp]>([
    ['obs_id', 'SMM-1', /^obs_id/],
    ['source_url', 'ftp://x', /^source_url/],
    ['date_from', '2016-02-30', /^date_from "2016-02-30" is no date/],
    ['date_from', '2021-01-01', /is later than date_to/],
    ['date_from', '2014-03-20', /outside the mission/],
    ['date_to', '2022-04-01', /outside the mission/],
    ['date_to', '2021-01-01', /longer than the 7 days/],
    ['time_from', '24:00', /^time_from/],
    ['time_to', '10:60', /^time_to/],
    ['part_of_day', 'noon', /^part_of_day/],
    ['part_of_day', 'toString', /^part_of_day/],
    ['control', 'SEP', /^control/],
    ['sensor', 'radar', /^sensor/],
    ['phenomenon', 'bang', /^phenomenon/],
    ['phase', 'landing', /^phase/],
    ['weapon', '9999mm mortar', /^weapon/],
    ['count', '0', /^count/],
    ['count', '1.5', /^count/],
    ['qual', 'around', /^qual/],
    ['dirs', 'NNN', /^dirs/],
    ['dmin', '49', /^dmin|^dmax/],
    ['dmax', '51', /^dmax 51 is outside/],
    ['sensor_lat', '91', /^sensor_lat "91" is not in Ukraine/],
    ['sensor_lon', '48.1', /^sensor_lon/],
    ['sensor_pos_err_km', '0', /^sensor_pos_err_km/],
    ['sensor_geocode', '', /^sensor_geocode/],
    ['azimuths_deg', '17.0', /^azimuths_deg "17.0" contradicts|^dirs/],
    ['position_offset_dir', 'UP', /^position_offset/],
    ['position', '<b>', /^position/],
  ])('%s = %j is rejected in every row', (column, value, reason) => {
    const { observations, rejected } = importSmm(damaged(column, () => value))
    expect(observations).toEqual([])
    expect(rejected).toHaveLength(104)
    for (const each of rejected) expect(each.reason).toMatch(reason)
  })

  test('a phase that contradicts its phenomenon is rejected', () => {
    const { rejected } = importSmm(damaged('phase', () => 'airburst'))
    expect(rejected.map(({ recordId }) => recordId)).toContain('SMM-003')
    expect(rejected).toHaveLength(40)
  })
})

describe('a damaged table', () => {
  test('cut anywhere, gives whole rows as they were, and at most the last one rejected', () => {
    const begin = header?.raw.length ?? 0
    for (let at = begin + 1; at < text.length; at += 101) {
      const { observations, rejected } = importSmm(text.slice(0, at))
      expect(rejected.length).toBeLessThanOrEqual(1)
      expect(observations).toEqual(record.observations.slice(0, observations.length))
      const begun = text
        .slice(begin, at)
        .split(/\r?\n/)
        .filter((l) => l.trim() !== '').length
      expect(observations.length + rejected.length).toBe(begun)
    }
  })

  test('a quote out of place rejects its row and gives back the lines that it swallowed', () => {
    const lines = text.split('\n')
    for (const at of [5, 60]) {
      const broken = lines.with(
        at,
        (lines[at] ?? '').replace(/,day,|,evening,|,night,|,evening-night,/, ',"day,'),
      )
      const { observations, rejected } = importSmm(broken.join('\n'))
      expect(rejected).toHaveLength(1)
      expect(rejected[0]).toMatchObject({ row: at, line: at + 1 })
      expect(observations).toHaveLength(103)
    }
    expect(readCsv(`"${'x'.repeat(FIELD_CHARS_MAX + 2)}"`)[0]?.fault).toContain('longer than')
  })

  test('a row given twice is rejected the second time', () => {
    const { observations, rejected } = importSmm(`${text.trimEnd()}\n${rows[3]?.raw ?? ''}\n`)
    expect(observations).toHaveLength(104)
    expect(rejected).toMatchObject([
      { row: 105, recordId: 'SMM-004', reason: expect.stringContaining('row 4') },
    ])
  })

  test.each([
    ['', /empty/],
    [
      text.replace('dirs', 'directions'),
      /column 18 of the header is "directions"; it must be dirs; none of the 104/,
    ],
    [text.replace(',azimuths_deg', ',azimuths_deg,more'), /27 columns/],
  ])('of the wrong shape is rejected as a whole', (csv, reason) => {
    expect(importSmm(csv)).toMatchObject({
      observations: [],
      rejected: [{ row: 0, reason: expect.stringMatching(reason) }],
    })
  })

  test('in a wrong encoding is refused with the offset', () => {
    const bytes = new TextEncoder().encode(text)
    bytes[5_000] = 0xff
    expect(importSmm(bytes).rejected).toMatchObject([
      { reason: expect.stringContaining('byte 5000 (0xff)') },
    ])
  })

  test('of random bytes never throws: 20,000 of them, bare and as rows below the header', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
    )
    fc.assert(
      fc.property(any, fc.boolean(), (some, withHeader) => {
        const input =
          withHeader && typeof some === 'string' ? `${header?.raw ?? ''}\n${some}` : some
        const { observations } = importSmm(input)
        expect(observations).toEqual([])
      }),
      { numRuns: process.env['HOLDFAST_NIGHTLY'] === '1' ? 1_000_000 : 2_000 },
    )
  })
})
