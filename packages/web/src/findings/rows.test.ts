// Goal: a guarantor's officer sees what was referred to the capitals by its clock, what each capital said last, and the findings;
// what is under way is counted, not listed. Method: incidents of every status, one with two referred answers, read by officers
// of nations that spoke and that did not.
import { describe, expect, it } from 'vitest'
import { INCIDENT_STATUSES, QUESTIONS } from '@holdfast/core/verify'
import type { ReleasedIncident } from '@holdfast/core/verify'
import { findingsOf, rightWords, saidWords } from './rows.ts'

const NOW_MS = 1_000_000
const vote = (nation: string, agrees: boolean, capital = true) => ({ nation, agrees, capital })
const incident = (id: string, more: object = {}, answers: object = {}): ReleasedIncident =>
  ({
    id,
    status: 'inquiry',
    sinceMs: 0,
    answers: {
      ...Object.fromEntries(
        QUESTIONS.map((one) => [one, { status: 'open', votes: [], capitalsDueAtMs: null }]),
      ),
      ...answers,
    },
    ...more,
  }) as unknown as ReleasedIncident
const referred = (dueMs: number, votes: readonly object[] = []) => ({
  status: 'referred',
  capitalsDueAtMs: dueMs,
  votes,
})
const seen = (incidents: readonly ReleasedIncident[], nation = 'XAA') =>
  findingsOf(incidents, { actor: { nation }, nowMs: NOW_MS })

describe('what was referred', () => {
  const two = incident('I-1', {}, { attribution: referred(NOW_MS + 5), severity: referred(NOW_MS) })
  const one = incident('I-2', {}, { breach: referred(NOW_MS + 1) })
  it('is listed answer by answer, the first clock first, and late once it ran out', () => {
    const { referrals, underWay } = seen([two, one])
    expect(referrals.map((row) => [row.incident.id, row.question, row.isLate])).toEqual([
      ['I-1', 'severity', true],
      ['I-2', 'breach', false],
      ['I-1', 'attribution', false],
    ])
    expect(underWay).toBe(0)
  })

  it('tells the last word of each capital, and no vote of the panel', () => {
    const votes = [
      vote('XAA', false, false),
      vote('XAB', false),
      vote('XAB', true),
      vote('XAC', false),
    ]
    const spoken = [incident('I-1', {}, { severity: referred(NOW_MS + 1, votes) })]
    const words = (nation: string): readonly string[] =>
      seen(spoken, nation).referrals.map(saidWords)
    expect(words('XAA')).toEqual([
      'Capitals for it XAB; against it XAC; your capital has not spoken',
    ])
    expect(words('XAB')).toEqual(['Capitals for it XAB; against it XAC; your capital is for it'])
    expect(words('XAC')[0]).toContain('your capital is against it')
    expect(seen([one]).referrals.map(saidWords)).toEqual(['No capital has spoken'])
  })
})

it('findings are what a panel closed, newest first; the rest is counted', () => {
  const all = INCIDENT_STATUSES.map((status, i) => incident(`I-${i}`, { status, sinceMs: i }))
  const { findings, underWay } = seen(all)
  expect(new Set(findings.map(({ status }) => status))).toEqual(
    new Set(['concluded', 'published', 'corrected', 'recalled']),
  )
  expect(findings.map(({ sinceMs }) => sinceMs)).toEqual(
    findings.map(({ sinceMs }) => sinceMs).toSorted((a, b) => b - a),
  )
  expect(underWay).toBe(INCIDENT_STATUSES.length - findings.length)
})

it('who may decide is said: a minister, and to others that it is theirs', () => {
  expect(rightWords({ role: 'minister', nation: 'XAA' })).toContain('the capital of XAA')
  expect(rightWords({ role: 'planner', nation: 'XAA' })).toMatch(/^A minister of XAA votes/)
})
