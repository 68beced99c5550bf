/**
 * Goal: reports come out of a real data directory, by its log alone; an office gets its editions and no other; and reports
 * do not pile up. Method: a journal on disk, opened as the command opens it, and as a running deployment has it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '@holdfast/core/evidence'
import { EDITIONS, initial, type Issued } from '@holdfast/core/report'
import { isRefused } from '@holdfast/core/units'
import { initial as noIncidents } from '@holdfast/core/verify'
import { importSmm } from '@holdfast/formats/smm'
import { holdJournal, openDeployment, type Deployment, type Holdfast } from '../runtime/index.ts'
import { dataText } from '../shipped/index.ts'
import {
  REPORTS_WAITING_MAX,
  ServedReports,
  checkReport,
  listReports,
  makeReport,
  openLog,
} from './index.ts'
import { FILE_KEPT_MS, REPORTS_LISTED_MAX } from './serve-reports.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-reports-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const ORIGIN: Deployment = {
  kind: 'demonstration',
  origin: 'holdfast.example/test/reports',
  exercise: 'donbas',
  seed: 'reports',
}
const ACTOR = { name: 'h', nation: 'XAA', role: 'scripted', office: 'monitor', keyId: 'k' } as const
const LABEL = {
  policy: 'HOLDFAST',
  classification: 'RESTRICTED',
  offices: ['monitor'],
  releasableTo: ['ALL'],
} as const

async function append(kind: string, payload: unknown): Promise<void> {
  const deployment = openDeployment(dir, ORIGIN)
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const held = await holdJournal(dir, deployment)
  if (isRefused(held)) throw new Error(held.refused)
  const record = { kind, payload: payload as Json, refs: [], actor: ACTOR, atMs: 0, label: LABEL }
  await held.journal.append([{ ...record, exercise: 'donbas' }])
  await held.index.close()
  await held.journal.close()
}
async function opened() {
  const log = await openLog(dir)
  if (isRefused(log)) throw new Error(log.refused)
  return log
}
const REQUEST = {
  which: { kind: 'daily', date: '2016-08-20' },
  edition: 'public',
  language: 'fr',
  format: 'csv',
} as const

test('a report is made from a directory, checked against it later, and known by the entry that issued it', async () => {
  const { observations } = importSmm(dataText('donbas/smm_observations_2015_2020.csv'))
  await append('observe.batch-accepted', { observations })
  const log = await opened()
  const made = await makeReport(log, REQUEST)
  if (isRefused(made)) throw new Error(made.refused)
  expect(await checkReport(log, made.bytes)).toMatchObject({ holds: true, issued: null })
  const { sha256 } = (await checkReport(log, made.bytes)) as { sha256: string }
  await log.close()
  const { kind, number, year, edition, period, logSize, asOfMs } = made.report.head
  const issue = {
    kind,
    number,
    year,
    edition,
    period,
    logSize,
    asOfMs,
    language: 'fr',
    format: 'csv',
  }
  await append('report.issued', { ...issue, sha256, corrects: null, reason: '' })
  const later = await opened()
  // The log has grown; the report rests on the entries that it names, and still holds.
  expect(later.size).toBe(logSize + 1)
  expect(await checkReport(later, made.bytes)).toMatchObject({
    holds: true,
    issued: { entry: logSize, correctedBy: null },
  })
  expect(await listReports(later)).toMatchObject([{ number: 233, year: 2016, scripted: true }])
  await later.close()
})

test('a directory that holds no deployment is refused', async () => {
  expect(await openLog(join(dir, 'nowhere'))).toMatchObject({
    refused: expect.stringContaining('no deployment') as string,
  })
})

const QUERY = {
  kind: 'daily',
  date: '2016-08-20',
  edition: 'public',
  language: 'uk',
  format: 'html',
}
async function served(issued: ReadonlyMap<number, Issued> = new Map()) {
  const log = await opened()
  await log.close()
  const holdfast = {
    journal: { size: log.size, read: () => [] },
    exercise: 'donbas',
    nowMs: log.nowMs,
    mission: { report: { ...initial, issued }, verify: noIncidents },
  } as unknown as Holdfast
  return new ServedReports(holdfast)
}

test('an office gets its own editions', async () => {
  const reports = await served()
  const of = async (office: 'monitor' | 'commission' | 'guarantors') => {
    const got: string[] = []
    for (const edition of EDITIONS)
      if (!isRefused(await reports.report(office, { ...QUERY, edition }))) got.push(edition)
    return got
  }
  expect(await of('monitor')).toEqual(EDITIONS)
  expect(await of('commission')).toEqual(['coalition', 'parties', 'public'])
  expect(await of('guarantors')).toEqual(['coalition', 'public'])
})

test('reports wait for one another, so many; one more is refused and says why', async () => {
  const reports = await served()
  const days = Array.from({ length: REPORTS_WAITING_MAX + 1 }, (_, i) => `2016-08-${10 + i}`)
  const all = await Promise.all(days.map((date) => reports.report('monitor', { ...QUERY, date })))
  expect(all.slice(0, -1).some((one) => isRefused(one))).toBe(false)
  expect(all.at(-1)).toMatchObject({
    refused: `${REPORTS_WAITING_MAX} reports are being made or wait already; ask again in a moment`,
    status: 503,
  })
  expect(isRefused(await reports.report('monitor', { ...QUERY, date: days.at(-1) ?? '' }))).toBe(
    false,
  )
})

test('what is asked for again while it is made is made once', async () => {
  const reports = await served()
  const asked = Array.from({ length: REPORTS_WAITING_MAX * 2 }, () =>
    reports.report('monitor', QUERY),
  )
  const files = await Promise.all(asked)
  expect(new Set(files).size).toBe(1)
  expect(isRefused(files[0] ?? { refused: '' })).toBe(false)
})

test('after closing it refuses', async () => {
  const reports = await served()
  await reports.close()
  expect(await reports.report('monitor', QUERY)).toMatchObject({ status: 503 })
})

test('the same file is not made twice while the log stands', async () => {
  const reports = await served()
  const first = await reports.report('monitor', QUERY)
  expect(await reports.report('monitor', QUERY)).toBe(first)
  expect(await reports.report('monitor', { ...QUERY, language: 'en' })).not.toBe(first)
})

test('a kept file goes when the log grows or time has passed', async () => {
  const holdfast = { journal: { size: 1, read: () => [] }, exercise: 'donbas', nowMs: 2e12 }
  const reports = new ServedReports(holdfast as unknown as Holdfast)
  const first = await reports.report('monitor', QUERY)
  holdfast.journal.size += 1
  const second = await reports.report('monitor', QUERY)
  expect(second).not.toBe(first)
  holdfast.nowMs += FILE_KEPT_MS + 1
  expect(await reports.report('monitor', QUERY)).not.toBe(second)
})

const one = (entry: number) =>
  ({ entry, edition: entry % 2 === 0 ? 'monitor' : 'public', reason: 'typed' }) as unknown as Issued
test('the list is of the state, by edition, the newest; it says how many are older', async () => {
  const many = Array.from({ length: 2 * REPORTS_LISTED_MAX + 6 }, (_, i) => [i, one(i)] as const)
  const from = await served(new Map(many))
  const { reports, older } = await from.reports('guarantors')
  expect(reports.at(-1)?.reason).toBe('')
  expect((await from.reports('commission')).reports.at(-1)?.reason).toBe('typed')
  expect(reports).toHaveLength(REPORTS_LISTED_MAX)
  expect(older).toBe(3)
  expect(reports.at(-1)?.entry).toBe(2 * REPORTS_LISTED_MAX + 5)
  expect(new Set(reports.map(({ edition }) => edition))).toEqual(new Set(['public']))
})

test.each([
  ['a kind', { kind: 'hourly' }],
  ['an edition', { edition: 'secret' }],
  ['a language', { language: 'de' }],
  ['a format', { format: 'docx' }],
  ['a topic', { kind: 'thematic', topic: 'weather', from: '2016-01-01', to: '2016-01-02' }],
  ['an incident', { kind: 'spot' }],
])('%s that there is not is refused', async (_, more) => {
  const reports = await served()
  expect(await reports.report('monitor', { ...QUERY, ...more })).toMatchObject({ status: 400 })
})

test('a file that was served is checked for whoever may have it, and what was changed is named', async () => {
  const reports = await served()
  const file = await reports.report('monitor', { ...QUERY, format: 'csv' })
  if (isRefused(file)) throw new Error(file.refused)
  expect(await reports.check('monitor', file.bytes)).toMatchObject({ holds: true, faults: [] })
  const text = new TextDecoder().decode(file.bytes)
  const changed = new TextEncoder().encode(text.replace(/,\d+,/u, ',999999,'))
  expect(await reports.check('monitor', changed)).toMatchObject({ holds: false })
  const own = await reports.report('monitor', { ...QUERY, edition: 'monitor' })
  if (isRefused(own)) throw new Error(own.refused)
  expect(await reports.check('guarantors', own.bytes)).toMatchObject({ status: 403 })
  expect(await reports.check('monitor', new TextEncoder().encode('x'))).toMatchObject({
    status: 400,
  })
})
