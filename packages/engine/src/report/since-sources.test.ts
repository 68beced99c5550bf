/**
 * Goal: whoever holds a report that counts a source learns when it was put in quarantine for a part of the report's period
 * afterwards, by a check and by the list; and which source it was is told to the monitor alone. Method: a log of one day, a
 * report of it, then a quarantine that reaches back, one that does not, and an amendment, which never does.
 */
import { expect, test } from 'vitest'
import type { Entry } from '@holdfast/core/evidence'
import { OFFICES } from '@holdfast/core/nations'
import { DAY_MS, HOUR_MS } from '@holdfast/core/units'
import { LOG, checked, entry, logOf, made } from '../../../../tests/support/report-log.ts'
import { evolveMission, initialMission } from '../mission/index.ts'
import type { Holdfast } from '../runtime/index.ts'
import { ServedReports, listReports } from './index.ts'

const NEXT = { kind: 'daily', date: '2026-03-02' } as const
const END_MS = Date.UTC(2026, 2, 1, 17, 30)
const day: Entry[] = []
for await (const one of LOG.entries()) if (!('tombstone' in one)) day.push(one)
const source = {
  id: 'patrol-1',
  title: 'Patrol 1',
  nation: 'XAA',
  kind: 'patrol',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.01, basis: 'invented' },
  keys: [],
  unsigned: 'accepted',
}
const known = [...day, entry(day.length, 'observe.source-registered', { source })]
const quarantine = (sinceMs: number): Entry =>
  entry(known.length, 'observe.source-quarantined', {
    source: 'patrol-1',
    sinceMs,
    reason: 'It told of another valley.',
    proposedBy: 'person',
    evidence: [],
  })

test('a copy was true when made once a source that it counts is in quarantine for its period', async () => {
  const { bytes } = await made(logOf(known))
  expect(await checked(logOf(known), bytes)).toMatchObject({ verdict: 'holds', sources: [] })
  const after = await checked(logOf([...known, quarantine(END_MS - HOUR_MS)]), bytes)
  expect(after).toMatchObject({ holds: true, verdict: 'trueWhenMade', since: [], faults: [] })
  expect(after.sources).toMatchObject([
    { how: 'quarantined', source: 'patrol-1', fromMs: END_MS - HOUR_MS, entry: known.length },
  ])
  const later = await checked(logOf([...known, quarantine(END_MS + HOUR_MS)]), bytes)
  expect(later).toMatchObject({ verdict: 'holds', sources: [] })
})

test('a copy that was changed is never called true when made, and a report made since holds', async () => {
  const { bytes } = await made(logOf(known))
  const log = logOf([...known, quarantine(END_MS - HOUR_MS)])
  const changed = new TextDecoder().decode(bytes).replaceAll('Stanytsia', 'Stanyzia')
  expect(await checked(log, changed)).toMatchObject({
    verdict: 'doesNotHold',
    sources: [{ how: 'quarantined' }],
  })
  expect((await checked(log, (await made(log)).bytes)).verdict).toBe('holds')
})

test('the list tells it of every issue, the same from a log and from a server; other offices learn no source', async () => {
  const { bytes, report } = await made(logOf(known), { edition: 'public' })
  const { kind, number, year, edition, period, logSize, asOfMs, incident } = report.head
  const issue = entry(known.length, 'report.issued', {
    kind,
    number,
    year,
    edition,
    language: 'en',
    format: 'html',
    period,
    logSize,
    asOfMs,
    sha256: '0'.repeat(64),
    corrects: null,
    reason: '',
    incident,
  })
  const entries = [...known, issue, { ...quarantine(END_MS - HOUR_MS), index: known.length + 1 }]
  const all = await listReports(logOf(entries))
  expect(all).toMatchObject([{ since: [], sources: [{ how: 'quarantined', source: 'patrol-1' }] }])
  const served = new ServedReports({
    journal: { size: entries.length, read: () => entries, readSealed: () => [] },
    exercise: null,
    nowMs: Date.UTC(2026, 2, 3),
    mission: entries.reduce((mission, one) => evolveMission(mission, one), initialMission()),
  } as unknown as Holdfast)
  try {
    for (const office of OFFICES) {
      const { reports } = await served.reports(office)
      expect(reports).toHaveLength(1)
      expect(reports[0]?.sources).toMatchObject([{ how: 'quarantined', entry: known.length + 1 }])
      const isMonitor = office === 'monitor'
      expect(JSON.stringify(reports).includes('patrol-1')).toBe(isMonitor)
      expect(JSON.stringify(reports).includes('another valley')).toBe(isMonitor)
    }
  } finally {
    await served.close()
  }
  expect((await checked(logOf(entries), bytes)).sources).toHaveLength(1)
  // The next report tells its own readers of it, and other editions not which source it was.
  const judged = [...known, issue, { ...quarantine(END_MS - HOUR_MS), index: known.length + 1 }]
  const timed = judged.map((one) => (one.atMs === 0 ? { ...one, atMs: END_MS + HOUR_MS } : one))
  const log = logOf(timed, { nowMs: END_MS + 9 * DAY_MS })
  for (const next of ['monitor', 'public'] as const) {
    const { report: told, bytes: file } = await made(log, { edition: next, which: NEXT })
    const isMonitor = next === 'monitor'
    expect(told.earlier).toMatchObject([
      {
        how: 'quarantined',
        incident: null,
        source: isMonitor ? 'patrol-1' : null,
        reports: [{ kind: 'daily', edition: 'public' }],
        withheld: isMonitor ? [] : [{ field: 'earlier.source' }, { field: 'earlier.reason' }],
      },
    ])
    expect(JSON.stringify(told.earlier).includes('another valley')).toBe(isMonitor)
    expect((await checked(log, file)).verdict).toBe('holds')
    // Of its period, and of no other.
    const later = { kind: 'daily', date: '2026-03-03' } as const
    expect((await made(log, { edition: next, which: later })).report.earlier).toEqual([])
  }
})
