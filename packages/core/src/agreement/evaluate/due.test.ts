/**
 * Goal: each deadline is raised once, at its time, against the parties that have not shown that they met it. Method: tables of
 * deadlines at instants, after phases and after facts, once and again, against the days on which they fall.
 */
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, candidateId, deadlinesOf, dueObligations } from '../index.ts'
import type { Agreement, Obligation, Standing } from '../index.ts'

const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const V1 = 1_000 * DAY_MS
const agreementWith = (more: Partial<Agreement>): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: V1, source: 's' }],
  lines: [{ id: 'first', title: 'f', line: { vertices: [] }, basis }],
  linesOfContact: [{ line: 'first', fromMs: V1 }],
  zones: [],
  provisions: [],
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
  ...more,
})
const duty = (due: Obligation['due'], party: Obligation['party'] = 'both'): Obligation => ({
  clause: 'D',
  title: 'lists are handed over',
  source: 's',
  due,
  kind: 'inventory',
  party,
})

const after = (what: string, days: number, every?: number): Obligation['due'] => ({
  kind: 'after',
  what,
  afterMs: days * DAY_MS,
  ...(every === undefined ? {} : { everyMs: every * DAY_MS }),
})

describe('deadlines', () => {
  const agreement = agreementWith({
    phases: [
      {
        id: 'freeze',
        title: 'f',
        kind: 'freeze',
        entry: [],
        exit: [],
        lastsMs: 30 * DAY_MS,
        basis,
      },
    ],
  })
  const facts = (...spans: [number, number | null][]): Standing => ({
    ...EMPTY_STANDING,
    facts: spans.map(([from, until], entry) => ({
      fact: 'signed',
      fromMs: V1 + from * DAY_MS,
      untilMs: until === null ? null : V1 + until * DAY_MS,
      entry,
    })),
  })
  const at5 = { kind: 'at', atMs: V1 + 5 * DAY_MS } as const

  test.each<[string, Obligation['due'], Standing, number[]]>([
    ['an instant', at5, EMPTY_STANDING, [5]],
    [
      'an instant, then each week',
      { ...at5, everyMs: 7 * DAY_MS },
      EMPTY_STANDING,
      [5, 12, 19, 26, 33, 40],
    ],
    ['after a phase was entered', after('freeze', 10), EMPTY_STANDING, [10]],
    ['after it, then again while it lasts', after('freeze', 10, 10), EMPTY_STANDING, [10, 20]],
    ['once after it, though it is over', after('freeze', 35, 1), EMPTY_STANDING, [35]],
    ['after a fact that nobody declared', after('signed', 1), EMPTY_STANDING, []],
    ['after a fact', after('signed', 14), facts([3, null]), [17]],
    ['after each of its declarations', after('signed', 2, 3), facts([0, 6], [20, 24]), [2, 5, 22]],
  ])('%s', (_, due, standing, days) => {
    const found = deadlinesOf(agreement, duty(due), { standing, nowMs: V1 + 40 * DAY_MS })
    expect(found.map((ms) => (ms - V1) / DAY_MS)).toEqual(days)
  })

  test('each deadline is raised once, keeps its id as time passes, and only the plain one has the plain id', () => {
    const weekly = agreementWith({ obligations: [duty({ ...at5, everyMs: 7 * DAY_MS })] })
    const ids = (days: number): string[] =>
      dueObligations(weekly, EMPTY_STANDING, V1 + days * DAY_MS).map(({ id }) => id)
    expect(ids(4)).toEqual([])
    expect(ids(5)).toEqual([candidateId('D', 'v1', null)])
    expect(ids(40).slice(0, 2)).toEqual(ids(12))
    expect(new Set(ids(40)).size).toBe(6)
  })

  test('what is shown clears it party by party', () => {
    const one = agreementWith({ obligations: [duty(at5)] })
    const found = (...parties: ('A' | 'B')[]): string[] => {
      const met = parties.map((party, entry) => ({ clause: 'D', party, dueMs: at5.atMs, entry }))
      return dueObligations(one, { ...EMPTY_STANDING, met }, at5.atMs).map(
        ({ undecided }) => undecided[0] ?? '',
      )
    }
    expect(found('A', 'B')).toEqual([])
    expect(found()[0]).toMatch(/^act: no entry says whether both parties did it/)
    expect(found('B')[0]).toMatch(
      /^act: party B showed that it did it \(entry 0\); no entry says whether party A did it/,
    )
    const other = { clause: 'D', party: 'A', dueMs: at5.atMs + 1, entry: 1 } as const
    const alone = agreementWith({ obligations: [duty(at5, 'A')] })
    expect(dueObligations(alone, { ...EMPTY_STANDING, met: [other] }, at5.atMs)).toHaveLength(1)
    const shown = { ...other, dueMs: at5.atMs }
    expect(dueObligations(alone, { ...EMPTY_STANDING, met: [shown] }, at5.atMs)).toEqual([])
  })
})
