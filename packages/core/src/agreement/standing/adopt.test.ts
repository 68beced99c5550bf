/**
 * Goal: the log says which text was adopted, by whom and after which. Method: each outcome of `decide`, then the fold,
 * with a stranger's entry and a tombstone in between.
 */
import { expect, test } from 'vitest'
import type { Entry, Json, Tombstone } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import { isRefused } from '../../units/index.ts'
import { adoptedOf, decide, evolve, initial } from '../index.ts'
import type { Agreement } from '../index.ts'

const actor: Actor = { name: 'a', nation: 'XAA', role: 'panel', office: 'commission', keyId: 'dev' }
const context = { actor, nowMs: 5 }
const agreement = { id: 'one', provisions: [], obligations: [] } as unknown as Agreement
const adopt = (document: string): Parameters<typeof decide>[1] => ({
  type: 'adoptAgreement',
  agreement,
  document,
})
const entry = (index: number, kind: string, payload: Json): Entry => ({
  index,
  kind,
  payload,
  refs: [],
  actor,
  atMs: 5,
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
})

test('an adoption is recorded, names the one before, and is not repeated', () => {
  const first = decide(initial, adopt('text 1'), context)
  if (isRefused(first)) throw new Error(first.refused)
  expect(first.entries).toMatchObject([{ kind: 'agreement.adopted', refs: [] }])
  const payload = first.entries[0]?.payload ?? null
  const state = evolve(initial, entry(4, 'agreement.adopted', payload))
  expect(adoptedOf(state)).toEqual({ agreement, document: 'text 1', entry: 4, atMs: 5 })
  expect(decide(state, adopt('text 1'), context)).toMatchObject({
    refused: expect.stringContaining('already in force with this very text (entry 4)') as string,
  })
  expect(decide(state, adopt('text 2'), context)).toMatchObject({ entries: [{ refs: [4] }] })
})

test('a stranger and a tombstone change nothing', () => {
  const tombstone: Tombstone = { index: 3, tombstone: true }
  expect(evolve(initial, tombstone)).toBe(initial)
  expect(evolve(initial, entry(1, 'verify.incident-opened', {}))).toBe(initial)
  expect(adoptedOf(initial)).toBeNull()
})

test('guarantors do not set the text, and a one-sided one is refused', () => {
  expect(
    isRefused(decide(initial, adopt('t'), { actor: { ...actor, office: 'guarantors' }, nowMs: 5 })),
  ).toBe(true)
  const unfair = {
    ...agreement,
    provisions: [{ clause: 'C', binds: { party: 'A', why: '' } }],
  } as unknown as Agreement
  expect(
    decide(initial, { type: 'adoptAgreement', agreement: unfair, document: 't' }, context),
  ).toEqual({
    refused:
      'provisions.0.binds: binds party A only; say why, or remove binds so that it binds both',
  })
})
