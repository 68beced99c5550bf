// Goal: an office that may read nothing of an entry learns nothing of it: not its kind, its instant or who made it. Method:
// one entry of every step and of every kind with a label of its own, seen by every office; the withheld ones are compared.
import { expect, test } from 'vitest'
import type { Entry } from '@holdfast/core/evidence'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { labelOf } from '../runtime/labels.ts'
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
const at = (office: Office) => ({
  office,
  nowMs: 1_000_000_000_000,
  findingFor: () => false,
  observation: () => undefined,
  event: () => undefined,
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
  const read: string[] = []
  for (const [index, kind] of KINDS.entries()) {
    const { head, body } = releasedEntry(entryOf(kind, index), undefined, at(office))
    const isReadable = labelOf(kind).offices.includes(office)
    expect(body.payload === null).toBe(!isReadable)
    if (isReadable) read.push(head.kind)
    else if (office !== 'monitor') heads.add(JSON.stringify({ head, body }))
  }
  // Not vacuous: each office reads some.
  expect(read).toContain('agreement.adopted')
  expect(read).toContain('exercise.started')
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
  expect(releasedEntry(tombstone as never, undefined, at('guarantors')).head).toEqual({
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
    const { head, body } = releasedEntry({ ...open, payload }, undefined, at(office))
    expect({ head, body }).toEqual({
      head: { kind: 'withheld', atMs: 0, actor: null },
      body: { payload: null, withheld: ['payload'] },
    })
    // Not vacuous: released to all, the guarantors read it, and the monitor its head.
    const shown = { pledge: { ...payload.pledge, releasableTo: ['ALL'] } }
    const { head: seen } = releasedEntry({ ...open, payload: shown }, undefined, at(office))
    expect(seen.kind).toBe(office === 'commission' ? head.kind : open.kind)
  },
)
