// Goal: a majority is shown with its dissent and with what it took; a party that never answers is a mode; and a thing that
// exists and broke nothing is told as both. Method: short scripts of commands and what the functions tell of them.
import { describe, expect, test } from 'vitest'
import { Panel, SOURCE } from '../../../../../tests/support/verify-panel.ts'
import { HOUR_MS } from '../../units/index.ts'
import { partyMode, partyRecord, tallyOf, wordFinding } from '../index.ts'

const proposal = {
  type: 'proposeAnswer',
  question: 'occurred',
  value: 'yes',
  standard: 'grounds',
  machineProbability: null,
}

describe('a tally', () => {
  test('names who is for and against, what is missing and what applied', () => {
    const panel = new Panel().open()
    expect(tallyOf(panel.incident, 'occurred')).toEqual({
      for: [],
      against: [],
      isMajority: false,
      missing: null,
      threshold: null,
      dissent: [],
    })
    panel.ask('FRA', proposal)
    panel.vote('SWE', 'occurred')
    panel.vote('NLD', 'occurred', false)
    expect(tallyOf(panel.incident, 'occurred')).toMatchObject({
      for: ['SWE'],
      against: ['NLD'],
      isMajority: false,
      missing: 1,
      threshold: { kinds: [], quorum: 2, standardFrom: null },
    })
    panel.vote('CAN', 'occurred')
    expect(panel.incident.answers.occurred.status).toBe('signed')
    expect(tallyOf(panel.incident, 'occurred')).toMatchObject({
      isMajority: true,
      missing: 0,
      dissent: [{ nation: 'NLD', question: 'occurred' }],
    })
  })
})

describe('a party', () => {
  test('is unasked, awaited, overdue, silent, and then whatever it says', () => {
    const panel = new Panel().open()
    const mode = (): string => partyMode(panel.incident, 'B', panel.nowMs)
    expect(mode()).toBe('unasked')
    panel.ask('FRA', { type: 'startInquiry' })
    expect(mode()).toBe('awaited')
    panel.nowMs = 72 * HOUR_MS - 1
    expect(mode()).toBe('awaited')
    panel.nowMs += 1
    expect(mode()).toBe('overdue')
    panel.ask('FRA', { type: 'recordSilence', party: 'B' })
    expect(mode()).toBe('silent')
    for (const stance of ['denies', 'admits']) {
      panel.claim({ party: 'B', stance, text: 'A word.' })
      expect(mode()).toBe(stance)
    }
    expect(partyRecord([panel.incident], 'B')).toEqual({
      asked: 1,
      answered: 1,
      silent: 1,
      admitted: 1,
      denied: 1,
    })
    expect(partyRecord([panel.incident, new Panel().open().incident], 'A')).toEqual({
      asked: 1,
      answered: 0,
      silent: 0,
      admitted: 0,
      denied: 0,
    })
  })

  test('is awaited anew where an incident is reopened that never had an inquiry', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'no' })
    panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
    panel.nowMs = HOUR_MS
    panel.ask('FRA', { type: 'reopen', reason: 'It was none.' })
    expect(partyMode(panel.incident, 'A', panel.nowMs)).toBe('awaited')
    panel.nowMs += 72 * HOUR_MS
    expect(panel.ask('FRA', { type: 'recordSilence', party: 'A' })).toBe('recorded')
  })

  test('may say when and where, and nothing that cannot be', () => {
    const panel = new Panel().open()
    const alleges = {
      kind: 'explosion',
      fromMs: 0,
      toMs: HOUR_MS,
      position: { lonDeg: 37.8, latDeg: 48.1 },
      radiusM: 300,
    }
    const claim = {
      type: 'fileClaim',
      party: 'A',
      stance: 'accuses',
      text: 'A residence was hit.',
      source: SOURCE,
    }
    expect(panel.ask('FRA', { ...claim, alleges })).toBe('recorded')
    expect(panel.incident.claims).toMatchObject([{ alleges }])
    for (const [change, message] of [
      [{ kind: 'I.AIR' }, 'is no kind of event'],
      [{ toMs: -1 }, 'alleges.toMs is before'],
      [{ fromMs: 1, toMs: HOUR_MS }, 'nobody claims what has not happened yet'],
      [{ position: { lonDeg: Number.NaN, latDeg: 0 } }, 'is no place'],
      [{ radiusM: 0 }, 'alleges.radiusM is 0'],
    ] as const)
      expect(panel.ask('FRA', { ...claim, alleges: { ...alleges, ...change } })).toContain(message)
  })
})

test('existence is not breach: what occurred and broke no clause is signed, concluded and told as both', () => {
  const panel = new Panel().open()
  expect(wordFinding(panel.incident)).toEqual([])
  panel.sign({ question: 'occurred', value: 'yes' }).sign({ question: 'breach', value: 'none' })
  expect(wordFinding(panel.incident)).toEqual([
    'It occurred.',
    'It exists or happened, and it broke no clause: existence is not breach.',
  ])
  expect(panel.ask('FRA', { type: 'conclude', outcome: 'breach', reason: 'A tunnel.' })).toContain(
    'they make noBreach or benign',
  )
  expect(
    panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'It does not cross.' }),
  ).toBe('recorded')
})
