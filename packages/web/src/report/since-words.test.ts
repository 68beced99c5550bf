/**
 * Goal: the list shows at a glance what stands, what was corrected and what was recalled since, and the words say which entry,
 * when, by whom and why. Method: a table of issues; one change in words, with its words and without.
 */
import { expect, it, test } from 'vitest'
import { sinceWords, sourceWords, standsWord } from './since-words.ts'

const recalled = { how: 'recalled' } as const
const corrected = { how: 'corrected' } as const
const quarantined = { how: 'quarantined' } as const
test.each([
  [null, [], [], 'stands'],
  [7, [], [], 'corrected by entry 7'],
  [null, [recalled, recalled], [], 'recalled since'],
  [null, [recalled, corrected], [], 'recalled, corrected since'],
  [7, [recalled], [], 'corrected by entry 7; recalled since'],
  [null, [], [quarantined, quarantined], 'source quarantined since'],
  [7, [recalled], [quarantined], 'corrected by entry 7; recalled, source quarantined since'],
] as const)(
  'corrected by %s, changed by %j, sources %j: %s',
  (correctedBy, since, sources, word) => {
    expect(standsWord({ correctedBy, since, sources })).toBe(word)
  },
)

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
it('says which source it counts and from when, and neither where they are withheld', () => {
  const since = {
    how: 'quarantined',
    source: 'mast-7',
    fromMs: Date.UTC(2026, 2, 1, 6),
    rests: 3,
    entry: 141,
    atMs: Date.UTC(2026, 2, 2, 10),
    by: { nation: 'XAC', officer: 'Ek' },
    reason: 'It heard the wind.',
  } as const
  const said = sourceWords(since)
  expect(said).toContain('Counts mast-7, put in quarantine at entry 141 (')
  expect(said).toMatch(/by Ek, XAC\), for what it told from .*: It heard the wind\.$/)
  const kept = sourceWords({
    ...since,
    source: null,
    fromMs: null,
    reason: '',
    by: { nation: 'XAC', officer: '' },
  })
  expect(kept).toContain('Counts a source, put in quarantine at entry 141 (')
  expect(kept).toMatch(/by XAC\): no reason is told to this office$/)
  expect(sourceWords({ ...since, how: 'restored' })).toContain('taken out of quarantine')
})
