// Goal: an office that may read nothing of an entry learns nothing of it: not its kind, its instant or who made it. Method:
// one entry of every step and of every kind with a label of its own, seen by every office; the withheld ones are compared.
import { expect, test } from 'vitest'
import type { Entry } from '@holdfast/core/evidence'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { initial, type GenerateState } from '@holdfast/core/generate'
import { labelOf } from '../runtime/labels.ts'
import { assume, pledgeOf, registerOf } from '../../../../tests/support/force-register.ts'
import { releasedEntry } from './log-head.ts'

const KINDS = [
  'observe.batch-accepted',
  'fuse.recalibration-adopted',
  'patrol.heard',
  'liaise.call-opened',
  'generate.planned',
  'agreement.activity-announced',
  'agreement.fact-moved',
  'agreement.amendment-proposed',
  'agreement.adopted',
  'exercise.started',
]
const by = (office: Office, register: Pick<GenerateState, 'pledges'> = initial) => ({
  release: {
    office,
    nowMs: 1_000_000_000_000,
    findingFor: () => false,
    observation: () => undefined,
    event: () => undefined,
  },
  register,
  viewer: null,
})
const entryOf = (kind: string, index: number): Entry => ({
  index,
  kind,
  atMs: 123_456 + index,
  payload: { reason: `word ${index}` },
  actor: { name: 'N. North', nation: 'XAA', role: 'panel', office: 'monitor', keyId: 'key-n' },
  label: labelOf(kind),
  refs: [],
})

test.each(OFFICES)('every withheld entry looks the same to the %s', (office) => {
  const heads = new Set<string>()
  const readable: string[] = []
  for (const [index, kind] of KINDS.entries()) {
    const { head, body } = releasedEntry(entryOf(kind, index), undefined, by(office))
    const isReadable = labelOf(kind).offices.includes(office)
    expect(body.payload === null).toBe(!isReadable)
    if (isReadable) readable.push(head.kind)
    else if (office !== 'monitor') heads.add(JSON.stringify({ head, body }))
  }
  // Not vacuous: each office reads some.
  expect(readable).toContain('agreement.adopted')
  expect(readable).toContain('exercise.started')
  expect([...heads]).toEqual(
    office === 'monitor'
      ? []
      : [
          '{"head":{"kind":"withheld","atMs":0,"actor":null},"body":{"payload":null,"withheld":["payload"]}}',
        ],
  )
})

test('an erased entry has a head of its own, without an instant', () => {
  const tombstone = { index: 3, tombstone: true } as const
  expect(releasedEntry(tombstone as never, undefined, by('guarantors')).head).toEqual({
    kind: 'tombstone',
    atMs: 0,
    actor: null,
  })
})

test.each(OFFICES)(
  'an entry that is not released to every nation is withheld from the %s',
  (office) => {
    const open = entryOf('generate.pledge-recorded', 4)
    const payload = { pledge: { id: 'P-1', nation: 'XAA', releasableTo: ['XAB'] } }
    const { head, body } = releasedEntry({ ...open, payload }, undefined, by(office))
    expect({ head, body }).toEqual({
      head: { kind: 'withheld', atMs: 0, actor: null },
      body: { payload: null, withheld: ['payload'] },
    })
    // Not vacuous: released to all, the guarantors read it, and the monitor its head.
    const shown = { pledge: { ...payload.pledge, releasableTo: ['ALL'] } }
    const { head: seen } = releasedEntry({ ...open, payload: shown }, undefined, by(office))
    expect(seen.kind).toBe(office === 'commission' ? head.kind : open.kind)
  },
)

test.each(OFFICES)(
  'what is said of a pledge is withheld from the %s once it is narrowed',
  (office) => {
    const said = [
      ['generate.pledge-recorded', { pledge: pledgeOf() }],
      ['generate.pledge-moved', { pledge: 'XAA-1', move: 'commit' }],
      ['generate.caveat-lifted', { pledge: 'XAA-1', caveat: 'c' }],
      ['generate.assumption-recorded', { assumption: assume('pledge:XAA-1', 0.5) }],
      ['generate.minute-recorded', { minute: { id: 'XAB-M', pledges: ['XAC-1', 'XAA-1'] } }],
    ] as const
    const other = pledgeOf({ id: 'XAC-1', nation: 'XAC' })
    const read = (releasableTo: readonly string[], kind: string, payload: object) => {
      const register = registerOf({ pledges: [pledgeOf({ releasableTo }), other] })
      const entry = { ...entryOf(kind, 1), payload } as unknown as Entry
      return releasedEntry(entry, undefined, by(office, register))
    }
    for (const [kind, payload] of said) {
      const narrowed = read(['XAB'], kind, payload)
      expect(narrowed.head).toEqual({ kind: 'withheld', atMs: 0, actor: null })
      expect(narrowed.body.payload).toBeNull()
      // Not vacuous: while it is open, the guarantors read it, and what is about another pledge stays readable.
      if (office === 'guarantors') expect(read(['ALL'], kind, payload).body.payload).not.toBeNull()
      if (office === 'guarantors')
        expect(read([], 'generate.pledge-recorded', { pledge: other }).body.payload).not.toBeNull()
    }
  },
)

test('a nation may know at once of what was said in its confidence, and no other nation', () => {
  const offered = pledgeOf({ id: 'XAA-1', nation: 'XAA', releasableTo: ['XAB'] })
  const about = { minute: { id: 'XAB-M', pledges: ['XAA-1'] } }
  const kinds = [
    ['generate.pledge-recorded', { pledge: offered }],
    ['generate.minute-recorded', about],
  ] as const
  const heads = (viewer: string | null, releasableTo: readonly string[]) =>
    kinds.map(([kind, payload]) => {
      const register = registerOf({ pledges: [{ ...offered, releasableTo }] })
      const entry = { ...entryOf(kind, 1), payload } as unknown as Entry
      return releasedEntry(entry, undefined, { ...by('guarantors', register), viewer }).head.kind
    })
  const open = kinds.map(([kind]) => kind)
  const hidden = kinds.map(() => 'withheld')
  expect(heads('XAA', ['XAB'])).toEqual(open)
  expect(heads('XAB', ['XAB'])).toEqual(open)
  expect(heads('XAC', ['XAB'])).toEqual(hidden)
  expect(heads(null, ['XAB'])).toEqual(hidden)
  // Narrowed since, it is nobody's but its own.
  expect(heads('XAB', [])).toEqual(hidden)
})
