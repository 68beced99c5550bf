/**
 * Goal: no deadline from before the log held its duty is held against a party, and none after it is lost. Method: texts adopted
 * at any instants with any of two duties; what is raised and what is told as older is held against a walk over the deadlines,
 * and the walk finds a planted record that has no beginning.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BARE, EMPTY_STANDING, dueObligations, sinceRecord } from '../index.ts'
import type { Adopted, Agreement, Candidate, Obligation, SinceRecord } from '../index.ts'

const CLAUSES = ['D', 'E']
const dutyOf = (clause: string): Obligation => ({
  clause,
  title: clause,
  source: 's',
  due: { kind: 'at', atMs: 10, everyMs: 10 },
  kind: 'inventory',
  party: 'both',
})
const textWith = (clauses: readonly string[], id = 'x'): Agreement => ({
  ...BARE,
  id,
  title: 'A text',
  ladder: 'l',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: 0, source: 's' }],
  lines: [],
  linesOfContact: [],
  zones: [],
  provisions: [],
  obligations: clauses.map(dutyOf),
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
})
const adopted = (clauses: readonly string[], fromMs: number, id?: string): Adopted => ({
  agreement: textWith(clauses, id),
  document: '',
  entry: 0,
  atMs: fromMs,
  amends: null,
  fromMs,
  carried: null,
  scripted: false,
  fictional: true,
})
const names = (found: readonly Candidate[]): string[] =>
  found.map(({ clause, atMs }) => `${clause} ${atMs}`)

/** What is wrong with a division, by the plain walk over deadlines 10, 20, ... 100; empty: nothing. */
function wrongs(texts: readonly Adopted[], { raised, before }: SinceRecord): string[] {
  const found = new Set(names(raised))
  const told = new Map(before.map((one) => [one.clause, one]))
  const last = texts.at(-1)?.agreement
  return CLAUSES.filter((clause) => last?.obligations.some((one) => one.clause === clause)).flatMap(
    (clause) => {
      const times = Array.from({ length: 10 }, (_, n) => 10 * (n + 1))
      const older = times.filter((atMs) =>
        texts.every(
          ({ agreement, fromMs }) =>
            agreement.id !== last?.id ||
            fromMs > atMs ||
            !agreement.obligations.some((one) => one.clause === clause),
        ),
      )
      const wrongTimes = times.filter(
        (atMs) => found.has(`${clause} ${atMs}`) === older.includes(atMs),
      )
      const group = told.get(clause)
      const isTold =
        older.length === 0
          ? group === undefined
          : group?.deadlines === older.length &&
            group.firstMs === older[0] &&
            group.lastMs === older.at(-1)
      return [
        ...wrongTimes.map((atMs) => `${clause} ${atMs}`),
        ...(isTold ? [] : [`told ${clause}`]),
      ]
    },
  )
}

const anyText = fc
  .tuple(fc.subarray(CLAUSES), fc.integer({ min: 0, max: 110 }), fc.constantFrom('x', 'x', 'y'))
  .map(([clauses, fromMs, id]) => adopted(clauses, fromMs, id))
const anyTexts = fc
  .array(anyText, { minLength: 1, maxLength: 4 })
  .map((texts) => texts.toSorted((a, b) => a.fromMs - b.fromMs))

/** All that had fallen due by 100 under the text that came last. */
function dueIn(texts: readonly Adopted[]): readonly [Agreement, readonly Candidate[]] {
  const agreement = texts.at(-1)?.agreement ?? textWith([])
  return [agreement, dueObligations(agreement, EMPTY_STANDING, 100)]
}

test('each deadline is raised or told as older than the record, by when the log held its duty', () => {
  fc.assert(
    fc.property(anyTexts, (texts) => {
      expect(wrongs(texts, sinceRecord({ adopted: texts }, ...dueIn(texts)))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('a planted record without a beginning is found', () => {
  const texts = [adopted(['D', 'E'], 55)]
  const [, due] = dueIn(texts)
  expect(due).toHaveLength(20)
  expect(wrongs(texts, { raised: due, before: [] })).toEqual([
    'D 10',
    'D 20',
    'D 30',
    'D 40',
    'D 50',
    'told D',
    'E 10',
    'E 20',
    'E 30',
    'E 40',
    'E 50',
    'told E',
  ])
})

test('the deadline of the very instant is raised, and a duty that an amendment brings counts from the amendment', () => {
  const texts = [adopted(['D'], 50), adopted(['D', 'E'], 80)]
  const { raised, before } = sinceRecord({ adopted: texts }, ...dueIn(texts))
  expect(names(raised).toSorted()).toEqual(
    ['D 100', 'D 50', 'D 60', 'D 70', 'D 80', 'D 90', 'E 100', 'E 80', 'E 90'].toSorted(),
  )
  expect(before).toEqual([
    { clause: 'D', title: 'D', party: 'both', deadlines: 4, firstMs: 10, lastMs: 40, sinceMs: 50 },
    { clause: 'E', title: 'E', party: 'both', deadlines: 7, firstMs: 10, lastMs: 70, sinceMs: 80 },
  ])
})
