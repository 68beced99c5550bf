// Goal: what a person held apart stays apart whichever way a candidate comes in, and no candidate is in two incidents (V19, V32).
// Method: short scripts of commands, one for each way in.
import { expect, test } from 'vitest'
import { Panel, snapshot, testimony } from '../../../../../tests/support/verify-panel.ts'

const reason = 'Two salvos.'
const opening = (...ids: readonly string[]): object => ({
  type: 'openIncident',
  title: 'A case',
  from: 'candidate',
  candidates: ids.map((id, i) => snapshot(id, testimony(i))),
})
/** I-0 on a and b, I-1 on c and d, held apart. */
function apart(): Panel {
  const panel = new Panel()
  panel.ask('FRA', opening('a', 'b'))
  panel.ask('FRA', opening('c', 'd'))
  expect(panel.ask('FRA', { type: 'decorrelate', other: 'I-1', reason })).toBe('recorded')
  return panel
}

test.each<readonly [string, (panel: Panel) => string]>([
  ['added', (p) => p.ask('FRA', { type: 'addCandidate', candidate: snapshot('c') })],
  ['opened together', (p) => p.ask('FRA', opening('a', 'c'))],
  ['merged', (p) => p.ask('FRA', { type: 'merge', into: 'I-1', reason })],
  [
    'split off and merged',
    (p) => {
      const part = { type: 'split', incident: 'I-1', candidates: ['d'], title: 'A part', reason }
      expect(p.ask('FRA', part)).toBe('recorded')
      return p.ask('FRA', { type: 'merge', incident: 'I-3', into: 'I-0', reason })
    },
  ],
  [
    'merged into a third and that merged',
    (p) => {
      expect(p.ask('FRA', opening('e'))).toBe('recorded')
      const on = { type: 'merge', incident: 'I-1', into: 'I-3', reason }
      expect(p.ask('FRA', on)).toBe('recorded')
      return p.ask('FRA', { type: 'merge', incident: 'I-3', into: 'I-0', reason })
    },
  ],
])('held apart, and %s', (_way, ask) => {
  expect(ask(apart())).toMatch(/held apart .*by FRA \(log 2\)/)
})

test('joined again, they merge', () => {
  const panel = apart()
  expect(panel.ask('FRA', { type: 'recorrelate', other: 'I-1', reason })).toBe('recorded')
  expect(panel.ask('FRA', { type: 'merge', into: 'I-1', reason })).toBe('recorded')
})

test('a candidate that an incident holds opens no second one, and is added to no other', () => {
  const panel = new Panel()
  panel.ask('FRA', opening('a'))
  panel.ask('FRA', opening('b'))
  expect(panel.ask('FRA', opening('a'))).toContain('candidate a is in I-0, which is candidate')
  const add = { type: 'addCandidate', candidate: snapshot('b') }
  expect(panel.ask('FRA', add)).toContain('is in I-1')
  panel.ask('FRA', { type: 'merge', incident: 'I-1', into: 'I-0', reason })
  expect(panel.ask('FRA', opening('b'))).toContain('candidate b is in I-0')
})
