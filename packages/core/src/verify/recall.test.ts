// Goal: a recall takes the answer that it names and what rests on it; what else is signed stands, and so does a published finding
// whose outcome does not rest on it (V33). Method: a published finding, and a table of what is left of it by each recall.
import { expect, test } from 'vitest'
import { Panel } from '../../../../tests/support/verify-panel.ts'
import { QUESTIONS } from './index.ts'

const recall = { type: 'recall', reason: 'The source was wrong.' }
const published = (): Panel => {
  const panel = new Panel()
    .open()
    .sign({ question: 'occurred', value: 'yes' })
    .sign({ question: 'breach', value: { clause: 'X-1', agreementVersion: 'v1' } })
    .sign({ question: 'severity', value: 'minor' })
    .heard()
    .sign({ question: 'attribution', value: 'A' })
  for (const command of [{ type: 'conclude', outcome: 'breach', reason: 'r' }, { type: 'publish' }])
    if (panel.ask('FRA', command) !== 'recorded') throw new Error('not published')
  return panel
}

test.each([
  ['severity', 'published', ['occurred', 'breach', 'attribution']],
  ['attribution', 'published', ['occurred', 'breach', 'severity']],
  ['breach', 'recalled', ['occurred', 'attribution']],
  ['occurred', 'recalled', []],
] as const)('of %s leaves a finding %s, and signed what does not rest on it', (...row) => {
  const [question, status, stand] = row
  const panel = published()
  const anew = { type: 'reopen', reason: 'To answer it anew.' }
  expect(panel.ask('FRA', anew)).toContain('none of its answers was recalled')
  for (const nation of ['FRA', 'SWE']) panel.ask(nation, { ...recall, question })
  const { answers, outcome, breachEstablishedAtMs } = panel.incident
  expect(panel.incident.status).toBe(status)
  expect(outcome).toBe(status === 'published' ? 'breach' : null)
  const signed = QUESTIONS.filter((one) => answers[one].status === 'signed')
  expect(signed).toEqual(stand)
  expect(breachEstablishedAtMs === null).toBe(status === 'recalled')
  expect(panel.ask('FRA', anew)).toBe('recorded')
  expect(panel.ask('FRA', { type: 'conclude', outcome: 'breach', reason: 'r' })).toContain(
    'is neither signed nor deadlocked',
  )
  expect(panel.incident.breachEstablishedAtMs).toBe(breachEstablishedAtMs)
})
