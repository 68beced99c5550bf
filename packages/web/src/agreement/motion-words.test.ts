/**
 * Goal: the page says how a motion stands, and offers each officer what may be said and nothing else. Method: rows as the
 * server gives them, seen by every office and role that bears on it.
 */
import { expect, test } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import {
  actionsOn,
  changeLines,
  consequenceWords,
  inForceWords,
  tallyWords,
} from './motion-words.ts'
import type { MotionAnswer, MotionRow } from './motion-words.ts'

const ROW: MotionRow = {
  motion: 12,
  title: 'The text',
  status: 'open',
  sha256: 'ab',
  nation: 'XAA',
  reason: 'r',
  atMs: 0,
  fromMs: null,
  lapsesMs: 10,
  quorum: 3,
  missing: 1,
  nations: ['XAA', 'XAB'],
  opposed: ['XAD'],
  supporters: [{ nation: 'XAB', reason: 'r', entry: 13 }],
  opponents: [{ nation: 'XAD', reason: 'r', entry: 14 }],
  closedIn: null,
  scripted: false,
}
const actor = (nation: string, more: Partial<Actor> = {}): Actor => ({
  name: 'o',
  nation,
  role: 'panel',
  office: 'commission',
  keyId: 'k',
  ...more,
})
const labels = (row: MotionRow, who: Actor | null) => actionsOn(row, who).map(({ label }) => label)

test('an officer of the commission supports or opposes for a nation, and its proposer withdraws', () => {
  expect(labels(ROW, actor('XAC'))).toEqual(['Support', 'Oppose'])
  expect(labels(ROW, actor('XAC', { role: 'head-of-mission' }))).toEqual(['Support', 'Oppose'])
  expect(labels(ROW, actor('XAB'))).toEqual(['Oppose'])
  expect(labels(ROW, actor('XAD'))).toEqual(['Support'])
  expect(labels(ROW, actor('XAA'))).toEqual(['Withdraw'])
  expect(actionsOn(ROW, actor('XAC'))[0]?.command('read')).toEqual({
    step: 'agreement',
    type: 'supportAmendment',
    motion: 12,
    reason: 'read',
  })
})

test('nobody else is offered anything, nor anybody on what is closed', () => {
  expect(labels(ROW, null)).toEqual([])
  for (const more of [
    { office: 'monitor' },
    { office: 'guarantors' },
    { role: 'watch' },
    { role: 'scripted' },
  ] as const)
    expect(labels(ROW, actor('XAC', more))).toEqual([])
  for (const status of ['carried', 'withdrawn', 'lapsed', 'fallen'] as const)
    expect(labels({ ...ROW, status }, actor('XAC'))).toEqual([])
  const script = { ...ROW, scripted: true }
  expect(labels(script, actor('XAC'))).toEqual([])
  expect(labels(script, actor('XAC', { role: 'scripted' }))).toEqual(['Support', 'Oppose'])
})

test('how it stands is said with who is for it and who is missing', () => {
  expect(tallyWords(ROW)).toBe('2 of 3 nations: XAA, XAB. 1 nation missing')
  expect(tallyWords({ ...ROW, missing: 2 })).toContain('2 nations missing')
  expect(tallyWords({ ...ROW, status: 'carried', closedIn: 15 })).toContain('carried, entry 15')
  expect(tallyWords({ ...ROW, status: 'lapsed' })).toMatch(/XAB\. lapsed$/u)
  expect(inForceWords(ROW)).toBe('in force once it is carried')
  expect(inForceWords({ fromMs: Date.UTC(2026, 2, 1) })).toMatch(/in force from .*2026/u)
})

test('which texts it would overtake is said while it is open, and why it fell once it did', () => {
  expect(consequenceWords(ROW)).toBeNull()
  expect(consequenceWords({ ...ROW, overtakes: [9] })).toBe(
    'Carried, it overtakes the text of entry 9, which would never come into force',
  )
  expect(consequenceWords({ ...ROW, overtakes: [9, 11] })).toContain('texts of entries 9, 11')
  for (const status of ['carried', 'withdrawn', 'lapsed'] as const)
    expect(consequenceWords({ ...ROW, status, overtakes: [9] })).toBeNull()
  expect(consequenceWords({ ...ROW, status: 'fallen', overtakes: [9], why: 'a later one' })).toBe(
    'It fell: a later one',
  )
})

test('what it would change is told field by field, clauses first, and a long list is cut', () => {
  const changes: NonNullable<MotionAnswer['changes']> = {
    clauses: [
      { clause: 'C-1', change: 'changed', fields: [{ field: 'title', after: 'x'.repeat(99) }] },
      { clause: 'C-2', change: 'through', fields: [] },
    ],
    parts: [
      {
        part: 'thresholds',
        id: '',
        change: 'changed',
        fields: [{ field: 'quorum', before: 3, after: 2 }],
      },
      {
        part: 'ladder',
        id: '',
        change: 'changed',
        fields: [{ field: '', before: 'a', after: 'b' }],
      },
      { part: 'zones', id: 'z', change: 'removed', fields: [] },
    ],
  }
  expect(changeLines({ changes })).toEqual([
    `C-1 title: nothing → ${'x'.repeat(59)}…`,
    'C-2: touched by what it refers to',
    'thresholds quorum: 3 → 2',
    'ladder: a → b',
    'zones z: removed',
  ])
  expect(changeLines({ changes: null })).toEqual([])
  const clauses = Array.from({ length: 50 }, (_, n) => ({
    clause: `C-${n}`,
    change: 'added',
    fields: [],
  }))
  const lines = changeLines({ changes: { clauses, parts: [] } })
  expect([lines.length, lines.at(-1)]).toEqual([41, 'and 10 more'])
})
