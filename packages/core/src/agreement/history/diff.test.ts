/**
 * Goal: whatever differs between two judgements or two texts is told, once, under the right clause; what does not differ
 * is not. Method: properties (nothing is lost in the counts, swapping the sides swaps them) and tables of one change each.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BARE } from '../index.ts'
import type { Agreement, Provision } from '../index.ts'
import { DiffCounter, EXAMPLES_MAX, diffCandidates, markOf } from './diff-candidates.ts'
import type { CandidateMark } from './diff-candidates.ts'
import { diffTexts } from './diff-texts.ts'

const mark = (more: Partial<CandidateMark> = {}): CandidateMark => ({
  clause: 'C-1',
  agreementVersion: 'v1',
  event: 'e1',
  probability: 0.5,
  conditions: [
    { condition: 'act', held: 'yes', probability: 0.5 },
    { condition: 'exception', held: 'undecided', probability: null },
    { condition: 'exception', held: 'undecided', probability: null },
  ],
  undecided: ['exception: ordered'],
  atMs: 1_000,
  ...more,
})
const marks = fc.uniqueArray(
  fc.record({
    clause: fc.constantFrom('C-1', 'C-2', 'C-3'),
    agreementVersion: fc.constantFrom('v1', 'v2'),
    event: fc.constantFrom('e1', 'e2', null),
    probability: fc.constantFrom(0.1, 0.5),
    atMs: fc.constantFrom(1_000, 2_000),
  }),
  { selector: ({ clause, event, atMs }) => `${clause} ${event ?? atMs}` },
)
const drawn = marks.map((some) => some.map((one) => mark(one)))

describe('candidates', () => {
  test('nothing is lost in the counts, and swapping the sides swaps them', () => {
    fc.assert(
      fc.property(drawn, drawn, (before, after) => {
        const [there, back] = [diffCandidates(before, after), diffCandidates(after, before)]
        expect(there.same + there.dropped + there.changed).toBe(before.length)
        expect(there.same + there.added + there.changed).toBe(after.length)
        expect([back.added, back.dropped, back.changed, back.same]).toEqual([
          there.dropped,
          there.added,
          there.changed,
          there.same,
        ])
        expect(there.clauses.map(({ clause }) => clause)).toEqual(
          back.clauses.map(({ clause }) => clause),
        )
      }),
    )
  })

  test('a list against itself, in any order, is the same', () => {
    fc.assert(
      fc.property(drawn, (some) => {
        expect(diffCandidates(some, some.toReversed())).toEqual({
          same: some.length,
          added: 0,
          dropped: 0,
          changed: 0,
          clauses: [],
        })
      }),
    )
  })

  test.each<[string, Partial<CandidateMark>]>([
    ['version', { agreementVersion: 'v2' }],
    ['probability', { probability: 0.6 }],
    ['undecided', { undecided: ['exception: notified'] }],
    [
      'exception 2',
      {
        conditions: [
          { condition: 'act', held: 'yes', probability: 0.5 },
          { condition: 'exception', held: 'undecided', probability: null },
          { condition: 'exception', held: 'no', probability: null },
        ],
      },
    ],
    [
      'act probability',
      {
        conditions: mark().conditions.map((one) =>
          one.condition === 'act' ? { ...one, probability: 0.4 } : one,
        ),
      },
    ],
  ])('a change of %s is told as such', (field, more) => {
    const { clauses, changed } = diffCandidates([mark()], [mark(more)])
    expect(changed).toBe(1)
    expect(clauses[0]?.fields).toEqual({ [field]: 1 })
    expect(clauses[0]?.examples[0]?.fields.map((one) => one.field)).toEqual([field])
  })

  test('the last digit of a product is no change', () => {
    expect(diffCandidates([mark()], [mark({ probability: 0.5 + 1e-15 })]).same).toBe(1)
  })

  test('a deadline is paired by its instant', () => {
    const due = mark({ event: null })
    expect(diffCandidates([due], [mark({ event: null, atMs: 2_000 })])).toMatchObject({
      added: 1,
      dropped: 1,
    })
  })

  test('examples are few, the first of each kind; the counts are of all', () => {
    const counter = new DiffCounter()
    for (let n = 0; n < 100; n += 1) {
      counter.add([], [mark({ event: `new-${n}` })])
      counter.add([mark({ event: `old-${n}` })], [])
    }
    const { clauses, added, dropped } = counter.result()
    expect([added, dropped]).toEqual([100, 100])
    expect(clauses[0]?.examples.map(({ event }) => event)).toEqual(
      ['new', 'old'].flatMap((kind) =>
        Array.from({ length: EXAMPLES_MAX }, (_, n) => `${kind}-${n}`),
      ),
    )
  })

  test('what is kept of a candidate is enough to find it the same', () => {
    const whole = {
      ...mark(),
      id: 'x',
      conditions: mark().conditions.map((one) => ({ ...one, because: 'a sentence' })),
    }
    expect(diffCandidates([whole], [markOf(whole)]).same).toBe(1)
    expect(JSON.stringify(markOf(whole))).not.toContain('a sentence')
  })
})

const basis = { kind: 'text', source: 's' } as const
const place = (lonDeg: number) => ({ lonDeg, latDeg: 48 })
const provision = (clause: string, more: Partial<Provision> = {}): Provision => ({
  clause,
  title: clause,
  source: 's',
  sinceVersion: 'v1',
  act: { kinds: ['explosion'], phases: [] },
  ...more,
})
const text: Agreement = {
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: 0, source: 's' }],
  facts: [{ id: 'established', title: 'f', declaredBy: 'commission', basis }],
  phases: [
    {
      id: 'truce',
      title: 't',
      kind: 'freeze',
      entry: ['established'],
      exit: [],
      lastsMs: 5,
      basis,
    },
  ],
  linesOfContact: [{ line: 'contact', fromMs: 0 }],
  lines: [{ id: 'contact', title: 'c', line: { vertices: [place(37), place(38)] }, basis }],
  zones: [
    {
      id: 'z',
      title: 'z',
      kind: 'withdrawal',
      widthM: 9,
      lineOf: { A: 'contact', B: 'contact' },
      basis,
    },
    { id: 'spare', title: 's', kind: 'band', fromM: 0, toM: null, side: 'both', basis },
  ],
  provisions: [
    provision('C-1', { zone: 'z' }),
    provision('C-2', { phases: ['truce'], breach: 'mass' }),
  ],
  obligations: [
    {
      clause: 'O-1',
      title: 'o',
      source: 's',
      due: { kind: 'after', what: 'established', afterMs: 1 },
      kind: 'other',
      party: 'both',
    },
  ],
  thresholds: {
    screening: 0.05,
    standards: [{ id: 'low', title: 'l', from: 0, to: 1 }],
    quorum: 3,
    occurredUnheardMs: 0,
    partiesHeardMs: 0,
    breaches: [{ id: 'mass', title: 'm', standard: 'low', attributionStandard: 'low' }],
  },
}
const [c1, c2] = text.provisions
const [zone] = text.zones
const [line] = text.lines
if (!c1 || !c2 || !zone || !line) throw new Error('the text has them')

describe('texts', () => {
  test('a text against itself is no difference', () => {
    expect(diffTexts(text, structuredClone(text))).toEqual({ parts: [], clauses: [] })
  })
  test('the order of a list whose items have ids says nothing', () => {
    const turned = {
      ...text,
      provisions: text.provisions.toReversed(),
      zones: text.zones.toReversed(),
    }
    expect(diffTexts(text, turned)).toEqual({ parts: [], clauses: [] })
  })

  test('a clause that came, one that went and one that changed', () => {
    const after = {
      ...text,
      provisions: [
        { ...c1, title: 'other', act: { kinds: ['burst'], phases: [] } },
        provision('C-9'),
      ],
    }
    const { clauses, parts } = diffTexts(text, after)
    expect(parts).toEqual([])
    expect(clauses.map(({ clause, change }) => [clause, change])).toEqual([
      ['C-1', 'changed'],
      ['C-2', 'removed'],
      ['C-9', 'added'],
    ])
    expect(clauses[0]?.fields).toEqual([
      { field: 'title', before: 'C-1', after: 'other' },
      { field: 'act.kinds', before: 'explosion', after: 'burst' },
    ])
  })

  const wider = { ...zone, widthM: 10 } as Agreement['zones'][number]
  test.each<[string, Partial<Agreement>, string[], string, string]>([
    ['a zone', { zones: [wider, ...text.zones.slice(1)] }, ['C-1'], 'zones z', 'widthM'],
    [
      'a line behind a zone',
      { lines: [{ ...line, line: { vertices: [place(37), place(38), place(39)] } }] },
      ['C-1'],
      'lines contact',
      'line.vertices',
    ],
    [
      'a fact behind a phase',
      { facts: text.facts.map((fact) => ({ ...fact, declaredBy: 'bothParties' as const })) },
      ['C-2', 'O-1'],
      'facts established',
      'declaredBy',
    ],
    [
      'a kind of breach',
      {
        thresholds: {
          ...text.thresholds,
          breaches: text.thresholds.breaches.map((one) => ({ ...one, quorum: 5 })),
        },
      },
      ['C-2'],
      'breach mass',
      'breaches.mass.quorum',
    ],
    [
      'a version that it stands since',
      { versions: text.versions.map((one) => ({ ...one, fromMs: 7 })) },
      ['C-1', 'C-2'],
      'versions v1',
      'fromMs',
    ],
  ])('%s touches the clauses that rest on it', (_, more, touched, through, field) => {
    const { clauses, parts } = diffTexts(text, { ...text, ...more })
    expect(clauses.map(({ clause, change }) => [clause, change])).toEqual(
      touched.map((clause) => [clause, 'through']),
    )
    for (const one of clauses) expect(one.through).toContain(through)
    expect(parts).toHaveLength(1)
    expect(parts[0]?.fields.map((one) => one.field)).toEqual([field])
  })

  test('what no clause refers to touches none', () => {
    const { clauses, parts } = diffTexts(text, {
      ...text,
      zones: text.zones.slice(0, 1),
      ladder: 'x',
    })
    expect(clauses).toEqual([])
    expect(parts.map(({ part, id, change }) => [part, id, change])).toEqual([
      ['ladder', '', 'changed'],
      ['zones', 'spare', 'removed'],
    ])
  })
})
