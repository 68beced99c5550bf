/**
 * Goal: no row of a signed batch is read as more open than its source was registered with, and what was signed stays as it
 * was signed. Method: a batch decided with and without a registered label, and read; the table of `boundBy` itself is in
 * formats/observation/label.test.ts.
 */
import { expect, test } from 'vitest'
import type { Label } from '../nations/index.ts'
import { decideBatch, initial, observationsOf } from './index.ts'
import type { BatchAccepted, Observation, Prepared, SignedStatement, Source } from './index.ts'

const NOW = 1_700_000_000_000
const OPEN: Label = {
  policy: 'HOLDFAST',
  classification: 'UNCLASSIFIED',
  offices: ['monitor', 'commission', 'guarantors'],
  releasableTo: ['ALL'],
}
const CLOSE: Label = { ...OPEN, classification: 'CONFIDENTIAL', offices: ['monitor'] }
const CLOSEST: Label = { ...OPEN, classification: 'SECRET', offices: [], releasableTo: [] }
const root = '7'.repeat(64)
const prepared: Prepared = {
  root,
  rows: [{ index: 0, id: '5'.repeat(64), fromMs: 0, source: 's', fault: null }],
  malformed: [],
}
const signed: SignedStatement = {
  source: 's',
  keyId: 'a1'.repeat(32),
  sequence: 1,
  previous: null,
  root,
  signedAtMs: NOW,
  hash: '1'.repeat(64),
  sign1: '',
}
const keys = [
  { keyId: 'a1'.repeat(32), publicKey: 'b2'.repeat(32), fromMs: NOW - 1, revokedMs: null },
]
const source = { id: 's', title: 'S', nation: 'XAA', kind: 'acoustic', group: 's' } as const

/** The head of the batch that a source with this label signed; null: nobody signed. */
function headOf(label: Label | undefined, by: SignedStatement | null) {
  const known = {
    ...source,
    ...(label === undefined ? {} : { label }),
    ...(by === null ? {} : { keys }),
  }
  const state = { ...initial, sources: new Map([['s', known as unknown as Source]]) }
  const memory = { has: () => false, answerOf: () => undefined }
  const { entry } = decideBatch(state, prepared, {
    nowMs: NOW,
    memory,
    ...(by === null ? {} : { signed: by }),
  })
  if (entry === null) throw new Error('not taken')
  return entry
}
/** A batch of two rows: one as open as can be, one closer than any source. */
const batchOf = (head: ReturnType<typeof headOf>): BatchAccepted => ({
  ...head,
  observations: [
    { id: 'a', label: OPEN },
    { id: 'b', label: CLOSEST },
  ] as unknown as readonly Observation[],
})
const labels = (batch: BatchAccepted): readonly Label[] =>
  observationsOf(batch).map(({ label }) => label)

test('the label that the source was registered with stands beside what it signed, and the closer one is read', () => {
  const batch = batchOf(headOf(CLOSE, signed))
  expect(batch.sourceLabel).toEqual(CLOSE)
  expect(labels(batch)).toEqual([CLOSE, CLOSEST])
  // The record itself is as it was signed, and a row that is close enough is the very one.
  expect(batch.observations[0]?.label).toBe(OPEN)
  expect(observationsOf(batch)[1]).toBe(batch.observations[1])
  expect(observationsOf(batch)[0]?.id).toBe('a')
})

test.each<readonly [string, Label | undefined, SignedStatement | null]>([
  ['a source without a label', undefined, signed],
  ['an unsigned batch, which was bound as it was read', CLOSE, null],
])('%s leaves the rows as they are', (_, label, by) => {
  const batch = batchOf(headOf(label, by))
  expect(batch).not.toHaveProperty('sourceLabel')
  expect(observationsOf(batch)).toBe(batch.observations)
})
