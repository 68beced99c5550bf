/**
 * Goal: a report is made from the log alone, a copy of it holds, and a copy that was changed is found out with what was
 * changed. Method: a small log made by hand, and the Donbas record; every format and language made and checked; planted:
 * a changed count, a dropped row, a swapped period, a changed word, an instant to come, another log.
 */
import { expect, test } from 'vitest'
import { LANGUAGES, REPORT_FORMATS, type Edition } from '@holdfast/core/report'
import { isRefused } from '@holdfast/core/units'
import { importSmm } from '@holdfast/formats/smm'
import { LOG, checked, entry, logOf, made } from '../../../../tests/support/report-log.ts'
import { dataText } from '../shipped/index.ts'
import { checkReport, makeReport, type ReportRequest, type Which } from './index.ts'
import { DONBAS_REGIONS } from './regions.ts'
import { readTotals } from './totals.ts'

const textOf = async (more: Partial<ReportRequest> = {}): Promise<string> =>
  new TextDecoder().decode((await made(LOG, more)).bytes)
test('a day holds what ended in it, the day before stands beside, and a restriction has its table', async () => {
  const { report } = await made(LOG)
  const shots = report.counts.find(({ category }) => category === 'K.SHOT')
  expect(shots?.now).toMatchObject({ exact: 8, atLeast: 40, observations: 2 })
  expect(shots?.before).toMatchObject({ exact: 12, observations: 1 })
  expect(shots?.from.entries).toEqual([0])
  expect(report.access.map(({ seen }) => seen.category)).toEqual(['X.DENIAL'])
  expect(report.head).toMatchObject({ number: 60, year: 2026, logSize: 1 })
})

test.each(
  REPORT_FORMATS.flatMap((format) => LANGUAGES.map((language) => [format, language] as const)),
)('as %s in %s it holds, and is the same file when made again', async (format, language) => {
  const { bytes } = await made(LOG, { format, language, edition: 'public' })
  const again = await made(LOG, { format, language, edition: 'public' })
  expect(Buffer.compare(bytes, again.bytes)).toBe(0)
  expect(await checked(LOG, bytes)).toMatchObject({ holds: true, faults: [], format, language })
})

const count = 'counts/all/kinetic/K.SHOT/now'
test.each([
  ['a changed count', 'html', (text: string) => text.replaceAll('exactly 8;', 'exactly 9;'), count],
  [
    'a changed count',
    'csv',
    (text: string) => text.replace('now.exact,8', 'now.exact,9'),
    `${count}.exact`,
  ],
  ['a changed count', 'geojson', (text: string) => text.replace('"exact=8 ', '"exact=9 '), count],
] as const)('%s in %s is found', async (_, format, change, field) => {
  const text = await textOf({ format })
  const changed = change(text)
  expect(changed).not.toBe(text)
  const { holds, faults } = await checked(LOG, changed)
  expect(holds).toBe(false)
  expect(faults.map((one) => one.field)).toContain(field)
})

test('a dropped row is found, cell by cell', async () => {
  const text = await textOf()
  const dropped = text
    .split('\n')
    .filter((line) => !line.includes('counts/all/access/X.DENIAL/'))
    .join('\n')
  const { faults } = await checked(LOG, dropped)
  expect(faults.length).toBeGreaterThan(3)
  for (const { field, says } of faults) {
    expect(field).toMatch(/^counts\/all\/access\/X\.DENIAL\//)
    expect(says).toBeNull()
  }
})

const swap = (one: string): string =>
  one.replace(
    /&quot;period&quot;:(\{[^}]*\}),&quot;previous&quot;:(\{[^}]*\})/,
    '&quot;period&quot;:$2,&quot;previous&quot;:$1',
  )

test('a swapped period is found by its number, and so are the figures of it', async () => {
  const text = await textOf()
  const { faults } = await checked(LOG, swap(text))
  expect(faults[0]).toMatchObject({
    field: 'period',
    says: expect.stringContaining('daily 60/2026') as string,
  })
  // With its number, too: then the figures are another day's.
  const other = text.replace('&quot;number&quot;:60', '&quot;number&quot;:59')
  const named = await checked(LOG, other)
  expect(named.faults.map(({ field }) => field)).toContain(count)
})

test('a word that is no figure is found where it stands', async () => {
  const text = await textOf()
  const { faults } = await checked(LOG, text.replace('never summed', 'summed'))
  expect(faults).toHaveLength(1)
  expect(faults[0]?.field).toBe('text 6')
  // What is no text at all is named by its byte.
  const mark = await checked(LOG, text.replace('1.6rem', '1.7rem'))
  expect(mark.faults.map(({ field }) => field)).toEqual([
    expect.stringMatching(/^byte \d+$/) as string,
  ])
})

test('a changed byte of a PDF is found', async () => {
  const { bytes } = await made(LOG, { format: 'pdf' })
  const changed = Uint8Array.from(bytes)
  const at = Math.floor(changed.length / 2)
  changed[at] = (changed[at] ?? 0) ^ 1
  expect((await checked(LOG, changed)).holds).toBe(false)
})

test('releases are judged at no instant to come', async () => {
  const text = await textOf({ edition: 'public' })
  const later = text.replace(/&quot;asOfMs&quot;:\d+/, '&quot;asOfMs&quot;:4102444800000')
  expect((await checked(LOG, later)).faults.map(({ field }) => field)).toContain('asOfMs')
})

test('a report on more entries than the log has, or of another deployment, is not judged', async () => {
  const { bytes } = await made(LOG)
  expect(await checkReport({ ...LOG, size: 0 }, bytes)).toMatchObject({
    refused: expect.stringContaining('the first 1 entries') as string,
  })
  expect(await checkReport({ ...LOG, exercise: 'donbas' }, bytes)).toMatchObject({
    refused: expect.stringContaining('donbas') as string,
  })
})

test.each([
  ['nothing', ''],
  ['some page', '<!doctype html><p>7 shots</p>'],
  ['a stamp that is none', '<meta name="holdfast-report" content="{&quot;head&quot;:{}}">'],
  ['JSON of something else', '{"type":"FeatureCollection","features":[]}'],
])('%s is no report', async (_, text) => {
  expect(isRefused(await checkReport(LOG, new TextEncoder().encode(text)))).toBe(true)
})

test.each<[string, Which, string]>([
  ['a day that is not over', { kind: 'daily', date: '2026-03-04' }, 'when it is over'],
  ['no date', { kind: 'daily', date: '2026-02-30' }, 'no date'],
  [
    'no ledger',
    { kind: 'thematic', topic: 'weather', from: '2026-02-01', to: '2026-02-02' },
    'no ledger',
  ],
  [
    'days upside down',
    { kind: 'thematic', topic: 'access', from: '2026-02-03', to: '2026-02-02' },
    'exchange',
  ],
  ['no incident', { kind: 'spot', incident: 'I-9' }, 'no incident'],
])('refused: %s', async (_, which, says) => {
  const one = await makeReport(LOG, { which, edition: 'monitor', language: 'en', format: 'html' })
  expect(one).toMatchObject({ refused: expect.stringContaining(says) as string })
})

test.each<[string, (head: Record<string, unknown>) => Record<string, unknown>, string]>([
  ['period', () => ({ period: { fromMs: 0, toMs: 9e15 } }), 'head.period'],
  ['instant', () => ({ asOfMs: 9e15 }), 'head.asOfMs'],
  ['year', () => ({ year: 9e15 }), 'head.year'],
  ['size', () => ({ logSize: -1 }), 'head.logSize'],
])('a stamp with a %s beyond all is refused with its name', async (_, more, says) => {
  const { bytes } = await made(LOG, {
    which: { kind: 'daily', date: '2026-03-01' },
    format: 'geojson',
  })
  const file = JSON.parse(new TextDecoder().decode(bytes)) as {
    report: { stamp: { head: Record<string, unknown> } }
  }
  Object.assign(file.report.stamp.head, more(file.report.stamp.head))
  const checkedFile = await checkReport(LOG, new TextEncoder().encode(JSON.stringify(file)))
  expect(checkedFile).toMatchObject({ refused: expect.stringContaining(says) as string })
})

test('a thematic report is about one ledger, and holds', async () => {
  const which: Which = { kind: 'thematic', topic: 'access', from: '2026-02-27', to: '2026-03-01' }
  const { report, bytes } = await made(LOG, { which })
  expect(new Set(report.counts.map(({ ledger }) => ledger))).toEqual(new Set(['access']))
  expect((await checked(LOG, bytes)).holds).toBe(true)
})

const record = importSmm(dataText('donbas/smm_observations_2015_2020.csv'), { exercise: 'donbas' })
const DONBAS = logOf(
  [
    ...record.sources.map((source, i) => entry(i, 'observe.source-registered', { source })),
    entry(record.sources.length, 'observe.batch-accepted', { observations: record.observations }),
  ],
  { exercise: 'donbas' },
)

const at = (place: string) => {
  const found = record.observations.find(({ observer }) => observer.place.startsWith(place))
  if (found === undefined) throw new Error(`no ${place} in the record`)
  const { lonDeg, latDeg } = found.observer.position
  return DONBAS_REGIONS.filter(({ polygon: { ring } }) =>
    ring.reduce((isIn, a, i) => {
      const b = ring[(i + 1) % ring.length] ?? a
      const crosses =
        a.latDeg > latDeg !== b.latDeg > latDeg &&
        lonDeg < ((b.lonDeg - a.lonDeg) * (latDeg - a.latDeg)) / (b.latDeg - a.latDeg) + a.lonDeg
      return crosses ? !isIn : isIn
    }, false),
  ).map(({ id }) => id)
}

test('places of the Donbas record that everybody knows lie in their regions', () => {
  expect(at('Horlivka')).toEqual(['donetsk'])
  expect(at('Svitlodarsk')).toEqual(['donetsk'])
})

test.each<Edition>(['monitor', 'public'])(
  'the Donbas day stands beside the published totals, none of which it completes: %s edition',
  async (edition) => {
    const which: Which = { kind: 'daily', date: '2016-08-20' }
    const { report, bytes } = await made(DONBAS, { which, edition })
    const rows = report.published ?? []
    expect(
      rows.map(({ regionTitle, explosions, ours }) => [regionTitle, explosions, ours?.exact]),
    ).toEqual([
      ['Donetsk', 430, 104],
      ['Luhansk', 250, 0],
    ])
    const text = new TextDecoder().decode(bytes)
    expect(text).toContain('completes none of the published totals')
    expect(text).toContain('EXERCISE OR DEMONSTRATION: donbas')
    expect((await checked(DONBAS, bytes)).holds).toBe(true)
  },
)

test('over all its years the record completes none of the published totals', async () => {
  const which: Which = { kind: 'thematic', topic: 'kinetic', from: '2015-10-01', to: '2021-08-01' }
  const { report } = await made(DONBAS, { which })
  const shares = (report.published ?? []).flatMap(({ coveredShare, coveredCountedShare }) => [
    coveredShare ?? [],
    coveredCountedShare ?? [],
  ])
  expect(shares.flat().length).toBeGreaterThan(20)
  expect(Math.max(...shares.flat())).toBeLessThan(1)
  // Every observer stood in a region that is drawn, so that none is lost to the comparison.
  expect(
    report.byRegion.filter(({ group, now }) => group === 'other' && now.observations > 0),
  ).toEqual([])
})

const HEADER =
  'period_from,period_to,region,ceasefire_violations,explosions,qual,prev_explosions,prev_violations,source_url'
test.each([
  ['another header', 'a,b,c\n', 'line 1'],
  ['a date that is none', `${HEADER}\n2016-13-01,2016-08-20,Donetsk,,4,exact,,,u\n`, 'line 2'],
  [
    'a region that is not drawn',
    `${HEADER}\n2016-08-20,2016-08-20,Kharkiv,,4,exact,,,u\n`,
    'Kharkiv',
  ],
])('totals with %s are refused with the line', (_, csv, says) => {
  expect(readTotals(csv, DONBAS_REGIONS)).toMatchObject({
    refused: expect.stringContaining(says) as string,
  })
})

test('a total of a part of a day is quoted and not compared', () => {
  const csv = `${HEADER}\n2016-06-15,2016-06-16,Donetsk,,30,about (night),,,u\n`
  expect(readTotals(csv, DONBAS_REGIONS)).toMatchObject([{ isPart: true, explosions: 30 }])
})
