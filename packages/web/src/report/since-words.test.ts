/**
 * Goal: the list shows at a glance what stands, what was corrected and what was recalled since, and the words say which entry,
 * when, by whom and why. Method: a table of issues; one change in words, with its words and without.
 */
import { expect, it, test } from 'vitest'
import { sinceWords, standsWord } from './since-words.ts'

const recalled = { how: 'recalled' } as const
const corrected = { how: 'corrected' } as const
test.each([
  [null, [], 'stands'],
  [7, [], 'corrected by entry 7'],
  [null, [recalled, recalled], 'recalled since'],
  [null, [recalled, corrected], 'recalled, corrected since'],
  [7, [recalled], 'corrected by entry 7; recalled since'],
] as const)('corrected by %s, changed by %j: %s', (correctedBy, since, word) => {
  expect(standsWord({ correctedBy, since })).toBe(word)
})

const SINCE = {
  how: 'recalled',
  incident: 'I-73',
  question: 'occurred',
  rests: 120,
  entry: 140,
  atMs: Date.UTC(2026, 2, 2, 10),
  by: [{ nation: 'XAC', officer: 'Cedar' }],
  reason: 'Another day.',
} as const
it('says which entry it rests on, which one changed it, who and why', () => {
  const said = sinceWords(SINCE)
  expect(said).toContain('Rests on entry 120 (occurred of I-73), recalled at entry 140 (')
  expect(said).toContain('by Cedar, XAC): Another day.')
})
it('says that no reason is told, and the nation alone, where they are withheld', () => {
  const said = sinceWords({
    ...SINCE,
    question: null,
    by: [{ nation: 'XAC', officer: '' }],
    reason: '',
  })
  expect(said).toContain('entry 120 (I-73)')
  expect(said).toContain('by XAC): no reason is told to this office')
})
