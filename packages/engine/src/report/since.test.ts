/**
 * Goal: whoever holds a report learns what of it was recalled, corrected, merged or taken back after it was made, told apart
 * from tampering, and nobody learns more by it than their office may. Method: one incident that real decisions take through
 * its life; reports of it before and after each change; planted: a copy that was changed as well, a change of what a report
 * did not tell, a report made afterwards, a report of the form before.
 */
import { expect, test } from 'vitest'
import type { Entry } from '@holdfast/core/evidence'
import type { Edition, Head } from '@holdfast/core/report'
import { DAY_MS, HOUR_MS, isRefused } from '@holdfast/core/units'
import { DAILY, checked, entry, logOf, made } from '../../../../tests/support/report-log.ts'
import { Panel, person } from '../../../../tests/support/verify-panel.ts'
import { initialMission, evolveMission } from '../mission/index.ts'
import type { Holdfast } from '../runtime/index.ts'
import { ServedReports, checkReport, listReports, type ReadableLog } from './index.ts'

const END_MS = Date.UTC(2026, 2, 1, 17, 30)
const NEXT = { kind: 'daily', date: '2026-03-02' } as const
const THIRD = { kind: 'daily', date: '2026-03-03' } as const
const REASON = 'The recording was of another day.'

/** The log as it stands, a day after its last entry. */
const log = ({ entries }: Panel): ReadableLog => logOf([...entries], { nowMs: END_MS + 9 * DAY_MS })
/** An incident that was concluded and published on the day. */
function published(): Panel {
  const panel = new Panel()
  panel.nowMs = END_MS - HOUR_MS
  panel.open().sign({ question: 'occurred', value: 'no' })
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
  panel.ask('FRA', { type: 'publish' })
  if (panel.incident.status !== 'published') throw new Error('not published')
  panel.nowMs = END_MS + HOUR_MS
  return panel
}
function recall(panel: Panel): void {
  for (const nation of ['SWE', 'NLD'])
    panel.ask(nation, { type: 'recall', question: 'occurred', reason: REASON })
  if (panel.incident.answers.occurred.status !== 'recalled') throw new Error('not recalled')
}
/** Puts an entry of another step at the end of the log. */
function put(panel: Panel, kind: string, payload: object): Entry {
  const one = { ...entry(panel.entries.length, kind, payload), atMs: panel.nowMs }
  panel.entries.push(one)
  return one
}
const issue = (panel: Panel, head: Head): Entry =>
  put(panel, 'report.issued', {
    kind: head.kind,
    number: head.number,
    year: head.year,
    edition: head.edition,
    language: 'en',
    format: 'html',
    period: head.period,
    logSize: head.logSize,
    asOfMs: head.asOfMs,
    sha256: '0'.repeat(64),
    corrects: null,
    reason: '',
    incident: head.incident,
  })
const signedIn = ({ incident }: Panel): number => incident.answers.occurred.signedIn ?? -1

test('a report of a finding holds; once it is recalled, it was true when made', async () => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'public' })
  expect(await checked(log(panel), bytes)).toMatchObject({ verdict: 'holds', since: [] })
  const rests = signedIn(panel)
  recall(panel)
  const after = await checked(log(panel), bytes)
  expect(after).toMatchObject({ holds: true, verdict: 'trueWhenMade', faults: [] })
  expect(after.since).toEqual([
    {
      how: 'recalled',
      incident: 'I-0',
      question: 'occurred',
      rests,
      entry: panel.entries.length - 1,
      atMs: END_MS + HOUR_MS,
      by: [
        { nation: 'SWE', officer: 'SWE' },
        { nation: 'NLD', officer: 'NLD' },
      ],
      reason: REASON,
    },
  ])
})

test('one that moves to recall is none yet', async () => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'public' })
  panel.ask('SWE', { type: 'recall', question: 'occurred', reason: REASON })
  expect(await checked(log(panel), bytes)).toMatchObject({ verdict: 'holds', since: [] })
})

test('a copy that was changed is never called true when made', async () => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'public' })
  recall(panel)
  const changed = new TextDecoder().decode(bytes).replaceAll('A case', 'A caze')
  const after = await checked(log(panel), changed)
  expect(after).toMatchObject({ holds: false, verdict: 'doesNotHold' })
  expect(after.since).toHaveLength(1)
})

test('what a report did not tell changes nothing of it', async () => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'public', which: NEXT })
  recall(panel)
  // Of the day after, in which nothing had moved yet.
  expect(await checked(log(panel), bytes)).toMatchObject({ verdict: 'holds', since: [] })
  const later = await made(log(panel), { edition: 'public' })
  expect(await checked(log(panel), later.bytes)).toMatchObject({ verdict: 'holds', since: [] })
})

test('an edition that had no finding to tell has none that was recalled; the fuller one has', async () => {
  const panel = new Panel()
  panel.nowMs = END_MS - HOUR_MS
  panel.open().sign({ question: 'occurred', value: 'no' })
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
  const of = async (edition: Edition) => (await made(log(panel), { edition })).bytes
  const [publicly, coalition] = [await of('public'), await of('coalition')]
  recall(panel)
  expect((await checked(log(panel), publicly)).verdict).toBe('holds')
  expect((await checked(log(panel), coalition)).verdict).toBe('trueWhenMade')
})

test.each<readonly [string, (panel: Panel) => void, string, string | null]>([
  [
    'corrected by those who signed',
    (panel) => {
      for (const nation of ['SWE', 'NLD'])
        panel.ask(nation, { type: 'correct', question: 'occurred', was: null, text: 'Thunder.' })
    },
    'corrected',
    'occurred',
  ],
  [
    'corrected in its title',
    (panel) => {
      for (const name of ['A', 'B'])
        panel.ask(
          { ...person('FIN', 'head-of-mission'), office: 'monitor', name },
          { type: 'correct', question: null, was: 'case', text: 'matter' },
        )
    },
    'corrected',
    null,
  ],
])('a finding that is %s is told', async (_, change, how, question) => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'parties' })
  change(panel)
  const after = await checked(log(panel), bytes)
  expect(after.verdict).toBe('trueWhenMade')
  expect(after.since).toMatchObject([{ how, question, by: [{}, {}] }])
})

test('one that was merged is told, and so is a dismissal that was undone', async () => {
  const panel = new Panel()
  panel.nowMs = END_MS - HOUR_MS
  panel.open().open()
  const dismiss = { type: 'dismiss', ground: 'benign', reason: 'The announced demolition.' }
  const officer = { ...person('FIN', 'analyst'), office: 'monitor' } as const
  panel.ask(officer, dismiss)
  expect(panel.incident.status).toBe('dismissed')
  const { bytes } = await made(log(panel), { edition: 'monitor' })
  panel.ask(officer, { type: 'reopen', reason: 'The notice was of another day.' })
  expect(
    panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-0', reason: 'One and the same.' }),
  ).toBe('recorded')
  const { since, verdict } = await checked(log(panel), bytes)
  expect(verdict).toBe('trueWhenMade')
  expect(since.map(({ how, incident }) => [how, incident])).toEqual([
    ['reopened', 'I-0'],
    ['merged', 'I-1'],
  ])
  expect(since[0]).toMatchObject({ rests: 2, reason: 'The notice was of another day.' })
})

const missionOf = ({ entries }: Panel) =>
  entries.reduce((mission, one) => evolveMission(mission, one), initialMission())
const served = (panel: Panel): ServedReports =>
  new ServedReports({
    journal: {
      size: panel.entries.length,
      read: () => panel.entries,
      entry: async (index: number) => panel.entries[index],
    },
    exercise: null,
    nowMs: END_MS + 9 * DAY_MS,
    mission: missionOf(panel),
  } as unknown as Holdfast)

/** Reports of the finding that were handed out, then it is recalled. */
async function handedOut() {
  const panel = published()
  const told = await made(log(panel), { edition: 'public' })
  issue(panel, told.report.head)
  issue(
    panel,
    (await made(log(panel), { edition: 'monitor', which: { kind: 'spot', incident: 'I-0' } }))
      .report.head,
  )
  issue(panel, (await made(log(panel), { edition: 'public', which: NEXT })).report.head)
  recall(panel)
  return { panel, bytes: told.bytes }
}

test('the list tells at a glance which reports rest on what was recalled, the same from a log and from a server', async () => {
  const { panel } = await handedOut()
  const all = await listReports(log(panel))
  expect(all.map(({ kind, since }) => [kind, since.map(({ how }) => how)])).toEqual([
    ['daily', ['recalled']],
    ['spot', ['recalled']],
    ['daily', []],
  ])
  const from = served(panel)
  const { reports } = await from.reports('monitor')
  expect(reports).toEqual(all)
  // Read anew once something changed: what was kept is not told for ever.
  expect((await from.reports('monitor')).reports).toEqual(all)
})

test('a spot report of an older log, which names no incident, is not said to rest on one', async () => {
  const { panel } = await handedOut()
  const old = panel.entries.map((one) => {
    if (one.kind !== 'report.issued') return one
    const { incident: _incident, ...payload } = one.payload as Record<string, unknown>
    return { ...one, payload } as unknown as Entry
  })
  const all = await listReports(logOf(old, { nowMs: END_MS + 9 * DAY_MS }))
  expect(all.map(({ since }) => since.length)).toEqual([1, 0, 0])
})

test('the guarantors learn that, and by which nations, but no officer and none of the words', async () => {
  const { panel, bytes } = await handedOut()
  const from = served(panel)
  const { reports } = await from.reports('guarantors')
  const check = await from.check('guarantors', bytes)
  if (isRefused(check)) throw new Error(check.refused)
  for (const { since } of [...reports.slice(0, 1), check]) {
    expect(since).toHaveLength(1)
    expect(since[0]).toMatchObject({
      how: 'recalled',
      reason: '',
      by: [
        { nation: 'SWE', officer: '' },
        { nation: 'NLD', officer: '' },
      ],
    })
  }
  const own = await from.check('monitor', bytes)
  expect(own).toMatchObject({ since: [{ reason: REASON }] })
})

const earlier = async (
  panel: Panel,
  edition: Edition,
  which: typeof NEXT | typeof THIRD | typeof DAILY = NEXT,
) => (await made(log(panel), { edition, which })).report.earlier

test('the next report says what earlier ones told and was recalled, to each reader of theirs', async () => {
  const { panel } = await handedOut()
  const [row, ...more] = await earlier(panel, 'public')
  expect(more).toEqual([])
  expect(row).toMatchObject({
    how: 'recalled',
    incident: 'I-0',
    question: 'occurred',
    nations: ['NLD', 'SWE'],
    reports: [{ kind: 'daily', edition: 'public' }],
  })
  expect(row?.from.entries).toEqual([row?.rests, row?.entry])
  expect((await earlier(panel, 'monitor'))[0]?.reports.map(({ kind }) => kind)).toEqual([
    'daily',
    'spot',
  ])
  // Of its period, and of no other.
  expect(await earlier(panel, 'public', THIRD)).toEqual([])
  const { bytes } = await made(log(panel), { edition: 'public', which: NEXT })
  expect(new TextDecoder().decode(bytes)).toContain('What earlier reports told')
  expect((await checked(log(panel), bytes)).holds).toBe(true)
})

test('once the inquiry goes on, the public edition still tells the recall, and its words are withheld', async () => {
  const { panel } = await handedOut()
  panel.ask('FRA', { type: 'reopen', reason: 'Heard anew.' })
  expect(panel.incident.status).toBe('inquiry')
  const publicly = await made(log(panel), { edition: 'public', which: NEXT })
  expect(publicly.report.findings).toEqual([])
  const [recalled] = publicly.report.earlier
  expect(recalled).toMatchObject({
    how: 'recalled',
    reason: '',
    withheld: [{ field: 'earlier.reason', rule: 'words' }],
  })
  const text = new TextDecoder().decode(publicly.bytes)
  expect(text).toContain('withheld (words)')
  expect(text).not.toContain(REASON)
  expect((await earlier(panel, 'monitor'))[0]?.reason).toBe(REASON)
})

test.each([1, 2])('a report of form %i is for the release that wrote it', async (form) => {
  const panel = published()
  const { bytes } = await made(log(panel), { edition: 'public', which: DAILY })
  const old = new TextDecoder().decode(bytes).replace('version&quot;:3', `version&quot;:${form}`)
  expect(await checkReport(log(panel), new TextEncoder().encode(old))).toMatchObject({
    refused: expect.stringContaining(`of form ${form}`) as string,
  })
})
