/**
 * Goal: what comes in at the desk is the same standing after a restart, decides what is raised, and leaves no office's own
 * in the log of another. Method: a real deployment in a throw-away directory; commands as JSON, closed and opened again on
 * the same journal with empty projections.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { OFFICES, type Actor, type Office } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import { RejectsLedger } from '@holdfast/store/rejects'
import { Intake } from '../intake/index.ts'
import { liveDeployment } from '../opening/index.ts'
import { MemoryProjections } from '../projector/index.ts'
import { Holdfast, holdJournal } from '../runtime/index.ts'
import { HighsSolver } from '../solver/index.ts'
import { Views } from '../views/index.ts'

const basis = '{ kind: text, source: a text }'
const TEXT = `
id: truce
title: A truce
ladder: paris-2026
lineOfContact: contact
parties: { A: { title: A }, B: { title: B } }
versions: [{ id: v1, title: First, from: 2020-01-01T00:00:00Z, source: a text }]
thresholds:
  screening: 0.05
  quorum: 2
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards: [{ id: s, title: S, from: 0.5, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: ${basis}
    vertices: [{ lonDeg: 37, latDeg: 47 }, { lonDeg: 38, latDeg: 48 }]
zones: []
facts:
  - { id: quiet, title: Quiet, declaredBy: commission, basis: ${basis} }
phases:
  - { id: freeze, title: Freeze, kind: freeze, entry: [quiet], exit: [], basis: ${basis} }
notified:
  - { id: works, title: Works, activity: demining, noticeHours: 24, to: both, says: [where], explains: [], source: a text }
provisions:
  - { clause: C, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: A, why: it has them, source: a text }
`
const NOW_MS = Date.UTC(2026, 5, 1)
const clock = { nowMs: () => NOW_MS }
const dir = mkdtempSync(join(tmpdir(), 'holdfast-standing-'))
const open: Holdfast[] = []
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()))
  rmSync(dir, { recursive: true, force: true })
})
async function start(): Promise<{ holdfast: Holdfast; views: Views }> {
  const held = await holdJournal(dir, liveDeployment)
  if (isRefused(held)) throw new Error(held.refused)
  const sink = new MemoryProjections()
  const parts = { deployment: liveDeployment, clock, sink, solver: new HighsSolver() }
  const holdfast = await Holdfast.start(held, parts)
  await holdfast.caughtUp()
  open.push(holdfast)
  const rejects = await RejectsLedger.open(join(dir, 'rejects'))
  return { holdfast, views: new Views(holdfast, new Intake(holdfast, rejects, 0)) }
}
const actorOf = (nation: string, office: Office): Actor => ({
  name: nation,
  nation,
  role: 'head-of-mission',
  office,
  keyId: 'dev',
})

const raised = async (of: Holdfast): Promise<readonly string[]> =>
  (await of.sink.list('candidate', { limit: 10 })).map(({ clause }) => clause)

test('the same standing after a restart, candidates that follow it, and a log that keeps each office to its own', async () => {
  const { holdfast, views } = await start()
  const take = async (command: object, actor: Actor): Promise<void> => {
    const decided = await views.command({ step: 'agreement', ...command }, actor)
    if (isRefused(decided)) throw new Error(decided.refused)
    await holdfast.caughtUp()
  }
  await take({ type: 'adoptAgreement', document: TEXT }, actorOf('XAA', 'commission'))
  expect(await raised(holdfast)).toEqual(['D'])
  const duty = { clause: 'D', party: 'A', dueMs: Date.UTC(2026, 0, 1), reason: 'at Verkhnie' }
  await take({ type: 'showMet', ...duty }, actorOf('XAA', 'monitor'))
  expect(await raised(holdfast)).toEqual(['D'])
  await take({ type: 'confirmMet', ...duty }, actorOf('XAB', 'commission'))
  expect(await raised(holdfast)).toEqual([])
  const fact = { type: 'declareFact', fact: 'quiet', party: null, fromMs: null, reason: 'Verkhnie' }
  await take(fact, actorOf('XAA', 'commission'))
  await take(fact, actorOf('XAB', 'commission'))
  const activity = {
    type: 'announceActivity',
    rule: 'works',
    party: 'A',
    title: 'Works at Verkhnie',
    fromMs: NOW_MS + HOUR_MS,
    toMs: NOW_MS + 2 * HOUR_MS,
    place: { position: { lonDeg: 37.812_34, latDeg: 48.123_45 }, radiusM: 250 },
  }
  await take(activity, actorOf('XAA', 'monitor'))

  const seen = OFFICES.map((office) => views.agreementStanding(office, { limit: 10 }))
  expect(seen[2]).toMatchObject({
    phases: { now: [{ phase: 'freeze' }] },
    register: { notifications: [{ late: true, place: null }] },
  })
  // The guarantors' log holds no place and no words; the commission's no place.
  for (const [office, secrets] of [
    ['guarantors', /37\.81|Verkhnie/u],
    ['commission', /37\.81/u],
  ] as const)
    for (let index = 0; index < holdfast.journal.size; index += 1)
      expect(JSON.stringify(await views.logEntry(index, office))).not.toMatch(secrets)
  expect(JSON.stringify(await views.logEntry(5, 'monitor'))).toContain('37.81')

  await holdfast.close()
  open.pop()
  const again = await start()
  expect(OFFICES.map((office) => again.views.agreementStanding(office, { limit: 10 }))).toEqual(
    seen,
  )
  expect(await raised(again.holdfast)).toEqual([])
})
