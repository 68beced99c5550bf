// Goal: an answer stands on the text of its day, on nations that exist, on the record's figure, and on what was said of it
// (V8, V27, V28, V30); and a wrong proposal ends (V29). Method: short scripts of commands.
import { describe, expect, test } from 'vitest'
import {
  AGREEMENT,
  Panel,
  person,
  snapshot,
  SOURCE,
} from '../../../../../tests/support/verify-panel.ts'
import type { Agreement } from '../../agreement/index.ts'
import { DAY_MS, HOUR_MS } from '../../units/index.ts'
import { PANEL_ANSWER_MS, tallyOf } from '../index.ts'

const propose = (question: string, value: unknown, more: object = {}): object => ({
  type: 'proposeAnswer',
  question,
  value,
  standard: 'grounds',
  ...more,
})

const heard = (): Panel => {
  const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
  for (const party of ['A', 'B']) panel.claim({ party, stance: 'denies', text: 'No.' })
  return panel
}
const lock = (question: string): object => ({
  type: 'declareDeadlock',
  question,
  reason: 'None.',
})

describe('a breach', () => {
  const later: Agreement = {
    ...AGREEMENT,
    versions: [...AGREEMENT.versions, { id: 'v2', title: 'v', fromMs: 900 * DAY_MS, source: 't' }],
    provisions: [
      ...AGREEMENT.provisions,
      ...AGREEMENT.provisions.map((one) => ({ ...one, clause: 'C-9', sinceVersion: 'v2' })),
    ],
  }
  const panel = (): Panel => new Panel(later).open().sign({ question: 'occurred', value: 'yes' })
  test.each([
    ['C-9', 'v2'],
    ['C-9', 'v1'],
    ['X-1', 'v2'],
  ])('of %s in %s is refused where that was not in force', (clause, agreementVersion) => {
    const said = panel().ask('FRA', propose('breach', { clause, agreementVersion }))
    expect(said).toContain(`clause ${clause} of version ${agreementVersion} was not in force`)
    expect(said).toContain('v1 was in force then and has X-1: name one of them, or answer none')
  })
  test('of a claim is judged by the version of the day that it alleges', () => {
    const claimed = new Panel(later)
    claimed.nowMs = 1_000 * DAY_MS
    claimed.ask('FRA', { type: 'openIncident', title: 'A claim', from: 'claim', candidates: [] })
    claimed.sign({ question: 'occurred', value: 'yes' })
    const v1 = propose('breach', { clause: 'X-1', agreementVersion: 'v1' })
    expect(claimed.ask('FRA', v1)).toContain('v2 was in force then and has X-1, C-9')
    const position = { lonDeg: 37, latDeg: 48 }
    const alleges = { kind: 'explosion', fromMs: 5, toMs: 6, position, radiusM: 10 }
    const source = { ...SOURCE, receivedAtMs: 10 }
    const claim = {
      type: 'fileClaim',
      party: 'A',
      stance: 'accuses',
      text: 'Fire.',
      alleges,
      source,
    }
    expect(claimed.ask('FRA', claim)).toBe('recorded')
    expect(claimed.ask('FRA', v1)).toContain('v2 was in force then and has X-1, C-9')
    const filed = { type: 'confirmClaim', claim: claimed.entries.length - 1 }
    expect(claimed.ask('SWE', filed)).toBe('recorded')
    expect(claimed.ask('FRA', v1)).toBe('recorded')
  })
})

describe('a fictional nation', () => {
  test('neither votes on who did it nor moves to recall that', () => {
    const panel = heard()
    expect(panel.ask('FRA', propose('attribution', 'B'))).toBe('recorded')
    for (const agrees of [true, false])
      expect(panel.vote(person('XAC'), 'attribution', agrees)).toContain('XAC is fictional')
    panel.vote('SWE', 'attribution')
    panel.vote('NLD', 'attribution')
    expect(panel.incident.answers.attribution.status).toBe('signed')
    const recall = { type: 'recall', question: 'occurred', reason: 'Wrong.' }
    expect(panel.ask(person('XAC'), recall)).toContain('neither convict nor acquit')
    expect(panel.ask('NLD', recall)).toBe('recorded')
  })
  test('signs no occurrence that a conviction could rest on, and may answer undetermined', () => {
    const panel = new Panel().open()
    panel.ask('FRA', propose('occurred', 'yes'))
    for (const nation of ['XAC', 'XAE']) panel.vote(person(nation), 'occurred')
    for (const party of ['A', 'B']) panel.claim({ party, stance: 'denies', text: 'No.' })
    expect(panel.ask('FRA', propose('attribution', 'B'))).toContain('0 of 2 nations that exist')
    expect(panel.ask('FRA', propose('attribution', 'undetermined'))).toBe('recorded')
    expect(panel.vote(person('XAC'), 'attribution')).toBe('recorded')
  })
})

describe('votes on a proposal that was lost', () => {
  test('stay with it, and are no dissent from the next one', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
    panel.ask('FRA', propose('breach', 'ambiguous'))
    panel.vote('SWE', 'breach', false)
    panel.vote('NLD', 'breach', false)
    expect(panel.incident.answers.breach).toMatchObject({ status: 'open', votes: [] })
    panel.sign({ question: 'breach', value: 'none' })
    expect(tallyOf(panel.incident, 'breach').dissent).toEqual([])
    expect(panel.incident.lapsed).toMatchObject([
      {
        how: 'votedDown',
        value: 'ambiguous',
        votes: [{ nation: 'SWE' }, { nation: 'NLD' }],
        dissent: [{ nation: 'SWE' }, { nation: 'NLD' }],
      },
    ])
  })
  test('are kept when it is withdrawn, by the nation that proposed it alone', () => {
    const panel = new Panel().open()
    panel.ask('FRA', propose('occurred', 'no'))
    panel.vote('SWE', 'occurred', false)
    const withdraw = { type: 'withdrawProposal', question: 'occurred', reason: 'A slip.' }
    expect(panel.ask('SWE', withdraw)).toContain('FRA proposed this answer')
    expect(panel.ask('FRA', withdraw)).toBe('recorded')
    expect(panel.incident.dissent).toEqual([])
    expect(panel.incident.lapsed).toMatchObject([{ how: 'withdrawn', value: 'no' }])
    expect(panel.sign({ question: 'occurred', value: 'yes' }).incident.dissent).toEqual([])
  })
  test('are overruled by the capital of the same nation', () => {
    const panel = new Panel().open()
    panel.ask('FRA', propose('occurred', 'yes'))
    panel.vote('NLD', 'occurred', false)
    panel.vote('SWE', 'occurred')
    panel.nowMs = DAY_MS
    panel.ask('FRA', { type: 'declareDeadlock', question: 'occurred', reason: 'Split.' })
    panel.ask('FRA', { type: 'referToCapitals', question: 'occurred' })
    panel.vote(person('NLD', 'minister'), 'occurred')
    expect(panel.incident.answers.occurred.status).toBe('signed')
    expect(panel.incident.dissent).toEqual([])
    expect(panel.incident.answers.occurred.votes).toHaveLength(3)
  })
})

describe('the figure beside an answer', () => {
  test('is the record’s, whatever is sent', () => {
    const panel = new Panel()
    const other = snapshot('low')
    const low = { ...other, occurrence: 0.4, candidate: { ...other.candidate, probability: 0.2 } }
    const candidates = [{ ...snapshot('c'), occurrence: 0.9 }, low]
    panel.ask('FRA', { type: 'openIncident', title: 'x', from: 'candidate', candidates })
    const made = propose('occurred', 'yes', { machineProbability: 0.123 })
    expect(panel.ask('FRA', made)).toContain('not the record’s figure'.replace('’', "'"))
    panel.sign({ question: 'occurred', value: 'yes' })
    expect(panel.incident.answers.occurred.machineProbability).toBe(0.9)
    panel.sign({ question: 'breach', value: { clause: 'X-1', agreementVersion: 'v1' } })
    expect(panel.incident.answers.breach.machineProbability).toBe(0.7)
    panel.sign({ question: 'severity', value: 'minor' })
    expect(panel.incident.answers.severity.machineProbability).toBeNull()
  })
  test('is none where no machine said anything', () => {
    const panel = new Panel()
    panel.ask('FRA', { type: 'openIncident', title: 'x', from: 'claim', candidates: [] })
    panel.ask('FRA', propose('occurred', 'yes'))
    expect(panel.incident.answers.occurred.machineProbability).toBeNull()
  })
})

describe('nations that never vote', () => {
  test('hold nothing up for longer than their clock', () => {
    const panel = new Panel().open()
    panel.ask('FRA', propose('occurred', 'yes'))
    panel.vote('SWE', 'occurred', false)
    panel.nowMs = 12 * HOUR_MS - 1
    expect(panel.ask('NLD', lock('occurred'))).toContain('1 of 2 nations have voted')
    panel.nowMs += 1
    expect(panel.ask('NLD', lock('occurred'))).toBe('recorded')
    const end = { type: 'conclude', outcome: 'deadlocked', reason: 'No nation voted.' }
    expect(panel.ask('NLD', end)).toContain('refer a deadlock to them first')
    expect(panel.ask('NLD', { type: 'referToCapitals', question: 'occurred' })).toBe('recorded')
    panel.nowMs += 3 * DAY_MS
    expect(panel.ask('NLD', lock('occurred'))).toBe('recorded')
    expect(panel.ask('NLD', end)).toBe('recorded')
    expect(panel.ask('NLD', { type: 'publish' })).toBe('recorded')
    expect(panel.ask('NLD', { type: 'reopen', reason: 'A nation will vote.' })).toBe('recorded')
    expect(panel.ask('FRA', propose('occurred', 'yes'))).toBe('recorded')
  })
  test('have the assumed time on other questions', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
    panel.ask('FRA', propose('breach', 'none'))
    expect(panel.incident.answers.breach.votesDueAtMs).toBe(PANEL_ANSWER_MS)
  })
})
