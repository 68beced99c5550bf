/**
 * Goal: a report goes on record by the head of mission alone, once, and a wrong one is only ever corrected by name. Method:
 * every way to be refused with its reason, and the state after each accepted issue.
 */
import { expect, test } from 'vitest'
import type { Entry } from '../evidence/index.ts'
import type { Actor } from '../nations/index.ts'
import { isRefused } from '../units/index.ts'
import { decide, evolve, initial, nextNumber } from './index.ts'
import type { IssueReport, ReportState } from './index.ts'

const HEAD: Actor = {
  name: 'h',
  nation: 'POL',
  role: 'head-of-mission',
  office: 'monitor',
  keyId: 'k',
}
const END_MS = Date.UTC(2026, 2, 1, 17, 30)
const ISSUE: IssueReport = {
  type: 'issueReport',
  kind: 'daily',
  number: 60,
  year: 2026,
  edition: 'public',
  language: 'uk',
  format: 'html',
  period: { fromMs: END_MS - 86_400_000, toMs: END_MS },
  logSize: 10,
  asOfMs: END_MS + 1_000,
  sha256: 'a'.repeat(64),
  corrects: null,
  reason: '',
}
const context = { actor: HEAD, nowMs: END_MS + 2_000 }
/** A log of twenty entries, none of them an issue. */
const start: ReportState = { ...initial, logSize: 20 }

function after(state: ReportState, command: IssueReport, index: number): ReportState {
  const decided = decide(state, command, context)
  if (isRefused(decided)) throw new Error(decided.refused)
  return decided.entries.reduce(
    (before, draft) =>
      evolve(before, {
        ...draft,
        index,
        actor: HEAD,
        atMs: END_MS + 2_000,
        label: {},
      } as unknown as Entry),
    state,
  )
}

test('an issue is on record with its digest, and a correction names it', () => {
  const first = after(start, ISSUE, 20)
  expect(first.issued.get(20)).toMatchObject({
    number: 60,
    correctedBy: null,
    sha256: ISSUE.sha256,
  })
  const mended = { ...ISSUE, sha256: 'b'.repeat(64), corrects: 20, reason: 'a patrol came late' }
  const second = after(first, mended, 21)
  expect(second.issued.get(20)?.correctedBy).toBe(21)
  expect(second.issued.get(21)).toMatchObject({ corrects: 20, correctedBy: null })
  const decided = decide(first, mended, context)
  expect(isRefused(decided) ? [] : decided.entries[0]?.refs).toEqual([20])
})

test('a kind without a calendar is numbered on from the last of its year', () => {
  expect(nextNumber(initial, 'spot', 2026)).toBe(1)
  const spot = { ...ISSUE, kind: 'spot', number: 1 } as const
  const state = after(start, spot, 20)
  expect(nextNumber(state, 'spot', 2026)).toBe(2)
  expect(nextNumber(state, 'spot', 2027)).toBe(1)
  expect(nextNumber(state, 'thematic', 2026)).toBe(1)
  // The same report in another edition bears its number; another report does not, and none is left out.
  const says = { refused: expect.stringContaining('the next spot report of 2026 is 2') as string }
  expect(isRefused(decide(state, { ...spot, edition: 'parties' }, context))).toBe(false)
  const period = { fromMs: 0, toMs: END_MS - 1 }
  expect(decide(state, { ...spot, edition: 'parties', period }, context)).toMatchObject(says)
  expect(decide(state, { ...spot, number: 3, period }, context)).toMatchObject(says)
  expect(isRefused(decide(state, { ...spot, number: 2, period }, context))).toBe(false)
})

const issued = after(start, ISSUE, 20)
test.each<[string, Partial<IssueReport>, Partial<Actor>, string]>([
  ['by an analyst', {}, { role: 'analyst' }, 'head of mission'],
  ['by another office', {}, { office: 'commission' }, "the monitor's"],
  ['by a script of a real nation', {}, { role: 'scripted' }, 'fictional'],
  ['a digest that is none', { sha256: 'A' }, {}, 'sha256'],
  ['a period upside down', { period: { fromMs: 2, toMs: 1 } }, {}, 'period'],
  ['an edition that there is not', { edition: 'secret' as 'public' }, {}, 'edition'],
  ['an instant to come', { asOfMs: END_MS + 5_000 }, {}, 'to come'],
  ['issued twice', {}, {}, 'entry 20'],
  [
    'corrects what was never issued',
    { language: 'fr', corrects: 20, reason: 'x' },
    {},
    'never issued',
  ],
  [
    'corrects another entry',
    { corrects: 19, reason: 'x', sha256: 'b'.repeat(64) },
    {},
    'entry 20 is',
  ],
  ['corrects with the same file', { corrects: 20, reason: 'x' }, {}, 'nothing to correct'],
  ['a reason that corrects nothing', { language: 'fr', reason: 'a patrol' }, {}, 'leave it empty'],
  ['a number that is not the calendar’s', { language: 'fr', number: 1e15 }, {}, 'number'],
  ['another day’s number', { language: 'fr', number: 62 }, {}, 'number'],
  ['a number of another year', { language: 'fr', year: 2027 }, {}, 'number'],
  ['a year beyond all', { language: 'fr', year: 99_999 }, {}, 'year'],
  [
    'a day of two days',
    { language: 'fr', period: { fromMs: END_MS - 2 * 86_400_000, toMs: END_MS } },
    {},
    'days',
  ],
  ['more entries than the log has', { language: 'fr', logSize: 22 }, {}, 'the log has 21'],
  ['no entry', { language: 'fr', logSize: 0 }, {}, 'logSize 0'],
  ['an instant of no calendar', { asOfMs: 9e15 }, {}, 'instants'],
  ['judged before its period ends', { asOfMs: END_MS - 1 }, {}, 'before the period ends'],
  ['corrects without a reason', { corrects: 20, sha256: 'b'.repeat(64) }, {}, 'reason'],
])('refused: %s', (_, more, by, says) => {
  const decided = decide(issued, { ...ISSUE, ...more }, { ...context, actor: { ...HEAD, ...by } })
  expect(decided).toMatchObject({ refused: expect.stringContaining(says) as string })
})

test('entries of other steps and tombstones only lengthen the log', () => {
  expect(evolve(issued, { index: 30, tombstone: true })).toEqual({ ...issued, logSize: 31 })
  const vote = { kind: 'verify.vote-cast', index: 31 } as unknown as Entry
  expect(evolve(issued, vote)).toEqual({ ...issued, logSize: 32 })
})
