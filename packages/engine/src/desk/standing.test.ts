/**
 * Goal: what comes in at the desk is the same standing after a restart, decides what is raised, and leaves no office's own
 * in the log of another. Method: a real deployment in a throw-away directory; commands as JSON, closed and opened again on
 * the same journal with empty projections.
 */
import { afterAll, expect, test } from 'vitest'
import { OFFICES, type Actor, type Office } from '@holdfast/core/nations'
import { HOUR_MS, isRefused } from '@holdfast/core/units'
import {
  newDir,
  openSmall,
  removeDir,
  viewsOf,
} from '../../../../tests/support/small-deployment.ts'
import { FREEZE, WORKS, truceText } from '../../../../tests/support/truce.ts'
import type { Holdfast } from '../runtime/index.ts'
import type { Views } from '../views/index.ts'

const TEXT = truceText({
  more: `${FREEZE}${WORKS}obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: A, why: it has them, source: a text }
`,
})
const NOW_MS = Date.UTC(2026, 5, 1)
let nowMs = Date.UTC(2025, 11, 31)
const clock = { nowMs: () => nowMs }
const dir = newDir('standing')
const open: Holdfast[] = []
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()))
  removeDir(dir)
})
async function start(): Promise<{ holdfast: Holdfast; views: Views }> {
  const holdfast = await openSmall(dir, clock)
  await holdfast.caughtUp()
  open.push(holdfast)
  return { holdfast, views: await viewsOf(dir, holdfast) }
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
  await take(
    { type: 'adoptAgreement', document: TEXT },
    { ...actorOf('XAA', 'commission'), role: 'system' },
  )
  expect(await raised(holdfast)).toEqual([])
  nowMs = NOW_MS
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
