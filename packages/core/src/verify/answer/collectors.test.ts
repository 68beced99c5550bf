// Goal: a signature that rests on those who collected the evidence alone is never bare: an answer that waits for another
// nation says so, and one that was signed before the evidence came in is marked, however it came. Method: a panel whose
// voters collect before, or after, by a candidate or by a task; the answer as it stands after each.
import { describe, expect, test } from 'vitest'
import { Panel, snapshot, testimony } from '../../../../../tests/support/verify-panel.ts'
import { wordCollectors } from '../index.ts'

const proposal = {
  type: 'proposeAnswer',
  question: 'occurred',
  value: 'yes',
  standard: 'grounds',
}
const told = (panel: Panel): string | null =>
  wordCollectors(panel.incident, panel.incident.answers.occurred)
const of = (nation: string, i: number) => snapshot(`more-${i}`, testimony(i, { nation }))

describe('the quorum is met by collectors alone', () => {
  const panel = new Panel().open(testimony(1, { nation: 'SWE' }), testimony(2, { nation: 'NLD' }))
  test('then the answer says why it is not signed, and one more nation signs it', () => {
    panel.ask('FRA', proposal)
    panel.vote('SWE', 'occurred')
    expect(told(panel)).toBeNull()
    panel.vote('NLD', 'occurred')
    expect(panel.incident.answers.occurred).toMatchObject({
      status: 'proposed',
      collectorsAlone: true,
    })
    expect(told(panel)).toBe(
      'occurred has the votes of SWE, NLD, and each of them collected the evidence: ' +
        'it is signed once one more agrees, of the nations that did not: any but NLD, SWE',
    )
    panel.vote('CAN', 'occurred')
    expect(panel.incident.answers.occurred.status).toBe('signed')
    expect(panel.incident.answers.occurred).not.toHaveProperty('collectorsAlone')
  })
})

describe('evidence that comes in after the signature', () => {
  test('marks it once every signer collected, and not before', () => {
    const panel = new Panel().open().sign({ question: 'occurred', value: 'yes' })
    expect(told(panel)).toBeNull()
    expect(panel.ask('FRA', { type: 'addCandidate', candidate: of('SWE', 3) })).toBe('recorded')
    expect(told(panel)).toBeNull()
    expect(panel.ask('FRA', { type: 'addCandidate', candidate: of('NLD', 4) })).toBe('recorded')
    expect(panel.incident.answers.occurred).toMatchObject({
      status: 'signed',
      collectorsAlone: true,
    })
    expect(told(panel)).toContain('occurred is signed by SWE, NLD alone')
    // Only a recall takes it away, and then it is marked no more.
    for (const nation of ['SWE', 'FRA'])
      panel.ask(nation, { type: 'recall', question: 'occurred', reason: 'Another must look.' })
    expect(panel.incident.answers.occurred.status).toBe('recalled')
    expect(told(panel)).toBeNull()
  })

  test('marks it by a team that looked, too', () => {
    const panel = new Panel().open(testimony(1, { nation: 'SWE' }))
    panel.sign({ question: 'occurred', value: 'yes' })
    const task = {
      type: 'requestTask',
      means: 'drone',
      nation: 'NLD',
      what: 'Look.',
      place: null,
      dueMs: null,
    }
    expect(panel.ask('FRA', task)).toBe('recorded')
    const [id] = [...panel.state.tasks.keys()]
    const close = { type: 'closeTask', task: id, outcome: 'confirms', text: 'Seen.' }
    expect(panel.ask('FRA', close)).toBe('recorded')
    expect(panel.incident.collectedBy).toEqual(['NLD', 'SWE'])
    expect(panel.incident.answers.occurred).toMatchObject({ collectorsAlone: true })
  })
})
