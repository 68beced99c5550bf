/**
 * Goal: each edition tells what of a finding was corrected, recalled or lost on the way, with who asked and who voted, as
 * far as its reader may see it, and says that the rest is withheld. Method: one incident that real decisions take there;
 * every edition of it; planted: a recall of the hour before its words are due, with a proposal that lapsed.
 */
import { expect, test } from 'vitest'
import { Panel } from '../../../../tests/support/verify-panel.ts'
import { DAY_MS } from '../units/index.ts'
import type { Incident, Release } from '../verify/index.ts'
import { findingFor } from './edition.ts'
import { EDITIONS, EDITION_RULES } from './index.ts'
import type { Edition } from './index.ts'

/** A published finding: a proposal on it was voted down, and those who signed corrected the answer that was signed. */
function corrected(): Panel {
  const panel = new Panel().open()
  panel.ask('FRA', {
    type: 'proposeAnswer',
    question: 'occurred',
    value: 'yes',
    standard: 'grounds',
  })
  for (const nation of ['SWE', 'NLD'])
    panel.ask(nation, {
      type: 'vote',
      question: 'occurred',
      agrees: false,
      standard: 'grounds',
      reason: 'It was thunder over the bridge.',
    })
  panel.sign({ question: 'occurred', value: 'no' })
  panel.ask('FRA', { type: 'conclude', outcome: 'noBreach', reason: 'Thunder.' })
  panel.ask('FRA', { type: 'publish' })
  for (const nation of ['SWE', 'NLD'])
    panel.ask(nation, { type: 'correct', question: 'occurred', was: null, text: 'Thunder.' })
  if (panel.incident.status !== 'corrected') throw new Error('not corrected')
  return panel
}
function told(edition: Edition, incident: Incident, nowMs = 2 * DAY_MS) {
  const release: Release = {
    office: EDITION_RULES[edition].office,
    nowMs,
    findingFor: () => false,
    observation: () => undefined,
    event: () => undefined,
  }
  const row = findingFor(edition, incident, release)
  if (row === null) throw new Error(`${edition} lists none that is ${incident.status}`)
  return row
}

test.each(EDITIONS)(
  'the %s edition has what stood, what stands and who asked for it',
  (edition) => {
    const { corrections } = told(edition, corrected().incident)
    expect(corrections).toMatchObject([
      {
        question: 'occurred',
        was: 'It did not occur.',
        text: 'Thunder.',
        signers: ['NLD', 'SWE'],
      },
    ])
  },
)

test.each(EDITIONS)(
  'the %s edition has the votes on what lapsed; what it was is the monitor’s',
  (edition) => {
    const row = told(edition, corrected().incident)
    expect(row.lapsed).toMatchObject([
      {
        question: 'occurred',
        how: 'votedDown',
        proposedBy: 'FRA',
        agreed: [],
        against: ['NLD', 'SWE'],
      },
    ])
    const isMonitor = edition === 'monitor'
    const [lapsed] = row.lapsed
    expect(lapsed?.value).toBe(isMonitor ? 'yes' : null)
    expect(lapsed?.standard).toBe(isMonitor ? 'grounds' : null)
    expect(JSON.stringify(row).includes('thunder over the bridge')).toBe(isMonitor)
    expect(lapsed?.dissent.map(({ nation }) => nation)).toEqual(['SWE', 'NLD'])
    expect(row.withheld.some(({ field }) => field === 'lapsed.value')).toBe(!isMonitor)
  },
)

test.each(EDITIONS)(
  'a recall of an hour ago is told in the %s edition, its words only where they are due',
  (edition) => {
    const panel = corrected()
    panel.nowMs = 3_600_000
    for (const nation of ['SWE', 'NLD'])
      panel.ask(nation, { type: 'recall', question: 'occurred', reason: 'Another day.' })
    expect(panel.incident.status).toBe('recalled')
    const row = told(edition, panel.incident, panel.nowMs)
    const isMonitor = edition === 'monitor'
    expect(row.recalls).toMatchObject([
      { question: 'occurred', atMs: 3_600_000, reason: isMonitor ? 'Another day.' : '' },
    ])
    const fields = new Set(row.withheld.map(({ field }) => field))
    // Two of them once had no rule: such a report could not be made at all.
    for (const field of ['recalls.reason', 'corrections.text', 'lapsed.votes', 'lapsed.dissent'])
      expect(fields.has(field)).toBe(!isMonitor)
    expect(row.corrections[0]?.was).toBe(isMonitor ? 'It did not occur.' : '')
  },
)

test.each(EDITIONS)('the %s edition says where collectors alone signed', (edition) => {
  const { incident } = corrected()
  const { occurred } = incident.answers
  const marked: Incident = {
    ...incident,
    answers: { ...incident.answers, occurred: { ...occurred, collectorsAlone: true } },
  }
  const of = (one: Incident) =>
    told(edition, one).answers.map(({ question, collectorsAlone }) => [question, collectorsAlone])
  expect(of(marked)[0]).toEqual(['occurred', true])
  expect(of(incident)[0]).toEqual(['occurred', false])
})
