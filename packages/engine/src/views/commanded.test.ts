/**
 * Goal: who gives the vote that suffices, and is one of the collectors alone, is told at once what the answer lacks. Method:
 * a panel on evidence of one nation that votes; the remark after each vote, and on entries of other steps.
 */
import { expect, test } from 'vitest'
import { Panel, testimony } from '../../../../tests/support/verify-panel.ts'
import { remarkOn } from './commanded.ts'

/** What is remarked on the last entry of the panel. */
const last = ({ entries, state }: Panel): string | null =>
  remarkOn(entries.slice(-1), state.incidents)

test('votes enough, all of collectors, are remarked on; one more of another nation ends it', () => {
  const nations = ['FRA', 'SWE', 'NLD']
  const panel = new Panel().open(...nations.map((nation, i) => testimony(i, { nation })))
  const proposal = { question: 'occurred', value: 'no', standard: 'grounds' }
  panel.ask('FRA', { type: 'proposeAnswer', ...proposal })
  expect(last(panel)).toBeNull()
  panel.vote('SWE', 'occurred')
  expect(last(panel)).toBeNull()
  panel.vote('NLD', 'occurred')
  expect(panel.incident.answers.occurred.status).toBe('proposed')
  expect(last(panel)).toMatch(
    /^I-0: occurred has the votes of .*each of them collected the evidence/u,
  )
  panel.vote('CAN', 'occurred')
  expect(panel.incident.answers.occurred.status).toBe('signed')
  expect(last(panel)).toBeNull()
})

test('an entry of another step is remarked on by nobody', () => {
  const panel = new Panel().open()
  const payload = { incident: 'I-0' }
  expect(
    remarkOn([{ kind: 'respond.clock-stopped', payload, index: 9 }], panel.state.incidents),
  ).toBeNull()
  expect(
    remarkOn(
      [{ kind: 'verify.note-written', payload: { incident: 'I-9' }, index: 9 }],
      panel.state.incidents,
    ),
  ).toBeNull()
})
