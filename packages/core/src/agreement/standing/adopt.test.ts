/**
 * Goal: the log says which text was adopted, by whom and after which, and each time has its own text; the entries of old
 * journals, where one officer adopted a later text, too, stand. Method: each outcome
 * of `decide`, then the fold, with a stranger's entry and a tombstone in between.
 */
import { expect, test } from 'vitest'
import type { Entry, Json, Tombstone } from '../../evidence/index.ts'
import type { Actor } from '../../nations/index.ts'
import { isRefused } from '../../units/index.ts'
import { adoptedAt, adoptedOf, BARE, decide, evolve, initial } from '../index.ts'
import type { Agreement } from '../index.ts'

const actor: Actor = { name: 'a', nation: 'XAA', role: 'panel', office: 'commission', keyId: 'dev' }
/** What adopts the text of a demonstration. */
const context = { actor: { ...actor, role: 'system' } as const, nowMs: 5 }
const agreement: Agreement = {
  ...BARE,
  id: 'one',
  title: 'One',
  parties: { A: { title: 'A' }, B: { title: 'B' } },
  versions: [],
  lines: [],
  linesOfContact: [],
  zones: [],
  provisions: [],
  obligations: [],
  thresholds: {
    screening: 0,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
  ladder: 'x',
}
const adopt = (document: string, more: { amends?: number; id?: string } = {}) => {
  const { id = 'one', ...amends } = more
  return {
    type: 'adoptAgreement',
    agreement: { ...agreement, id },
    document,
    ...amends,
  } as const
}
const entry = (index: number, kind: string, payload: Json, atMs = 5): Entry => ({
  index,
  kind,
  payload,
  refs: [],
  actor,
  atMs,
  label: {
    policy: 'HOLDFAST',
    classification: 'UNCLASSIFIED',
    offices: ['monitor'],
    releasableTo: ['ALL'],
  },
})
const adopted = (index: number, document: string, atMs: number, id = 'one'): Entry =>
  entry(
    index,
    'agreement.adopted',
    { agreement: { ...agreement, id }, document } as unknown as Json,
    atMs,
  )

test('an adoption is recorded, names the one before, and is not repeated', () => {
  const first = decide(initial, adopt('text 1'), context)
  if (isRefused(first)) throw new Error(first.refused)
  expect(first.entries).toMatchObject([
    { kind: 'agreement.adopted', refs: [], payload: { amends: null } },
  ])
  const payload = first.entries[0]?.payload ?? null
  const state = evolve(initial, entry(4, 'agreement.adopted', payload))
  expect(adoptedOf(state)).toEqual({
    agreement,
    document: 'text 1',
    entry: 4,
    atMs: 5,
    amends: null,
    fromMs: 5,
    carried: null,
    scripted: false,
    fictional: true,
  })
  expect(decide(state, adopt('text 1'), context)).toMatchObject({
    refused: expect.stringContaining('already adopted with this very text (entry 4)') as string,
  })
})

test('only the first text is a demonstration’s: while one is adopted, any other is refused with what to do, and amends nothing before', () => {
  const state = [adopted(4, 'text 1', 5), adopted(6, 'text 2', 9)].reduce(evolve, initial)
  for (const more of [{}, { amends: 6 }, { id: 'other' }])
    expect(decide(state, adopt('text 3', more), context)).toMatchObject({
      refused: expect.stringContaining('adopted (entry 6), and no officer alone') as string,
    })
  expect(decide(state, adopt('text 3', { amends: 4 }), context)).toMatchObject({
    refused: expect.stringContaining('entry 6 is: read that one first') as string,
  })
  expect(decide(initial, adopt('text 3', { amends: 6, id: 'other' }), context)).toMatchObject({
    refused: expect.stringContaining('no text of agreement other to amend') as string,
  })
})

test('the oldest entries say not what they amend: it is the text of the same id before them', () => {
  const entries = [
    adopted(1, 'text 1', 10),
    adopted(2, 'other', 15, 'two'),
    adopted(3, 'text 2', 20),
  ]
  const state = entries.reduce(evolve, initial)
  expect(state.adopted.map(({ amends }) => amends)).toEqual([null, null, 1])
  expect(adoptedOf(state, 'two')?.entry).toBe(2)
  // Each time has its text; what was before the first one is judged by the first.
  expect([9, 10, 14, 15, 20, 99].map((ms) => adoptedAt(state, ms)?.entry)).toEqual([
    1, 1, 1, 2, 3, 3,
  ])
  expect(adoptedAt(initial, 5)).toBeNull()
})

test('a stranger and a tombstone change nothing; an entry that was not written here is a fault', () => {
  const tombstone: Tombstone = { index: 3, tombstone: true }
  expect(evolve(initial, tombstone)).toBe(initial)
  expect(evolve(initial, entry(1, 'verify.incident-opened', {}))).toBe(initial)
  expect(adoptedOf(initial)).toBeNull()
  expect(() => evolve(initial, entry(7, 'agreement.adopted', { agreement: {} }))).toThrow('entry 7')
})

test('neither the guarantors nor the monitor set the text, nor does any officer alone; a one-sided one is refused', () => {
  for (const other of [
    { ...actor, office: 'guarantors' },
    { ...actor, office: 'monitor' },
    { ...actor, role: 'watch' },
    { ...actor, role: 'scripted', nation: 'FRA' },
  ] as const)
    expect(isRefused(decide(initial, adopt('t'), { actor: other, nowMs: 5 }))).toBe(true)
  for (const role of ['panel', 'head-of-mission', 'scripted'] as const)
    expect(decide(initial, adopt('t'), { actor: { ...actor, role }, nowMs: 5 })).toMatchObject({
      refused: expect.stringContaining('no officer sets a text alone: propose it') as string,
    })
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
