// Goal: fictional nations convict nobody, neither by saying who did it nor by signing that it occurred, what it broke or how
// grave it was (V8). Method: the same incident in both orders: fictional signatures first and then a name, a name first and
// then fictional votes; beside each, the same step by a nation that exists, which is taken.
import { describe, expect, test } from 'vitest'
import { Panel } from '../../../../../tests/support/verify-panel.ts'
import { tallyOf } from '../index.ts'
import type { Proposal } from '../index.ts'

const breach: Proposal = {
  question: 'breach',
  value: { clause: 'X-1', agreementVersion: 'v1' },
}
const occurred: Proposal = { question: 'occurred', value: 'yes' }
const severity: Proposal = { question: 'severity', value: 'grave' }
const standard = 'grounds'
const name = { type: 'proposeAnswer', question: 'attribution', value: 'A', standard }

/** Signed by these nations, of which the first proposes. */
function signedBy(
  panel: Panel,
  proposal: Proposal,
  [first = '', ...rest]: readonly string[],
): Panel {
  panel.ask(first, { type: 'proposeAnswer', ...proposal, standard })
  for (const nation of rest) panel.vote(nation, proposal.question)
  if (panel.incident.answers[proposal.question].status !== 'signed') throw new Error('not signed')
  return panel
}

describe('fictional signatures first', () => {
  test.each([
    ['occurred', [occurred, breach, severity]],
    ['breach', [breach, severity]],
    ['severity', [severity]],
  ] as const)('on %s: nobody is named until it is signed by others', (question, rest) => {
    const panel = new Panel().open()
    const before = [occurred, breach, severity].filter(
      (one) => !(rest as readonly Proposal[]).includes(one),
    )
    for (const one of before) panel.sign(one)
    for (const one of rest) signedBy(panel, one, ['FRA', 'XAA', 'XAB'])
    panel.heard()
    expect(panel.ask('FRA', name)).toContain(`${question} was signed by 0 of 2 nations that exist`)
    expect(panel.ask('FRA', { ...name, value: 'undetermined' })).toBe('recorded')
    panel.ask('FRA', { type: 'withdrawProposal', question: 'attribution', reason: 'Wait.' })
    for (const nation of ['FRA', 'SWE'])
      panel.ask(nation, { type: 'recall', question, reason: 'Fictional nations signed it.' })
    for (const one of rest) panel.sign(one)
    expect(panel.ask('FRA', name)).toBe('recorded')
  })

  test('nor on their own draft, whoever signed it', () => {
    const panel = signedBy(new Panel().open(), occurred, ['XAA', 'SWE', 'NLD']).heard()
    expect(panel.ask('FRA', name)).toContain('occurred was proposed by a fictional nation')
  })
})

/** An incident on which somebody is named, and nothing but *occurred* is signed. */
const named = (): Panel => {
  const panel = new Panel().open().sign(occurred).heard()
  if (panel.ask('FRA', name) !== 'recorded') throw new Error('not proposed')
  return panel
}

describe('a name first', () => {
  const propose = { type: 'proposeAnswer', ...breach, standard }

  test('fictional nations neither propose nor vote on what it rests on, and others do', () => {
    const panel = named()
    expect(panel.ask('XAA', propose)).toContain('a nation that exists proposes breach')
    expect(panel.ask('FRA', propose)).toBe('recorded')
    expect(panel.vote('XAA', 'breach')).toContain('neither convict nor acquit')
    for (const nation of ['SWE', 'NLD']) expect(panel.vote(nation, 'breach')).toBe('recorded')
    expect(panel.incident.answers.breach.status).toBe('signed')
    const recall = { type: 'recall', question: 'breach', reason: 'No.' }
    expect(panel.ask('XAA', recall)).toContain('neither convict nor acquit')
    const correct = { type: 'correct', question: 'breach', was: null, text: 'Other words.' }
    expect(panel.ask('XAA', correct)).not.toBe('recorded')
  })

  test('votes of theirs that were cast before count no more', () => {
    const panel = new Panel().open().sign(occurred).heard()
    panel.ask('FRA', propose)
    expect(panel.vote('XAA', 'breach')).toBe('recorded')
    panel.ask('FRA', name)
    expect(tallyOf(panel.incident, 'breach')).toMatchObject({ for: [], missing: 2 })
    panel.vote('SWE', 'breach')
    expect(panel.incident.answers.breach.status).toBe('proposed')
    panel.vote('NLD', 'breach')
    expect(panel.incident.answers.breach.status).toBe('signed')
  })

  test('where nobody is named they go on: a deployment that only tries the system needs them', () => {
    const panel = signedBy(new Panel().open(), occurred, ['XAA', 'XAB', 'XAC'])
    expect(signedBy(panel, breach, ['XAA', 'XAB', 'XAC']).incident.breachEstablishedAtMs).toBe(0)
  })
})
