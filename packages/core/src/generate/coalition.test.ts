/**
 * Goal: what an operator writes about the coalition is read as it stands, or refused with place, fault and remedy; what
 * nobody stated stays unknown. Method: one small good document, and one change to it for each fault.
 */
import { describe, expect, test } from 'vitest'
import { isRefused } from '../units/index.ts'
import { parseCoalition } from './index.ts'
import type { Coalition } from './index.ts'

const at = {
  statements: (path: string) => `s.yaml:${path}`,
  requirements: (path: string) => `r.yaml:${path}`,
  assumptions: (path: string) => `a.yaml:${path}`,
}
const articles = { paper: 'a report (2026)' }
const sources = [{ article: 'paper', quote: 'prepared to deploy' }]

const statement = (change: object = {}): object => ({
  id: 'XAA-1',
  nation: 'XAA',
  party: 'Arden',
  kind: 'offer',
  says: 'Prepared to deploy',
  number: null,
  readings: [{ as: 'pledge', capability: 'landForce', strength: 'prepared' }],
  sources,
  ...change,
})
const requirement = (change: object = {}): object => ({
  id: 'R-1',
  title: 'Troops',
  line: {
    capability: 'landForce',
    place: 'inUkraine',
    priority: 1,
    posture: null,
    quantity: null,
  },
  sources,
  ...change,
})
const assumption = (change: object = {}): object => ({
  id: 'A-01',
  title: 'A brigade',
  owner: 'planner',
  date: '2026',
  about: 'landForce:prepared',
  value: 5000,
  unit: 'troops',
  ...change,
})
const read = (
  statements: unknown = [statement()],
  requirements: unknown = [requirement()],
  assumptions: unknown = [assumption()],
) =>
  parseCoalition(
    {
      statements: { articles, statements },
      requirements: { articles, requirements },
      assumptions: { assumptions },
    },
    at,
  )
const good = (...args: Parameters<typeof read>): Coalition => {
  const result = read(...args)
  if (isRefused(result)) throw new Error(result.refused)
  return result
}
const caveat = {
  category: 'geographic',
  title: 'Not there',
  forbids: ['inUkraine'],
  waivableBy: 'its government',
}

const line = (quantity: object) =>
  requirement({
    line: { capability: 'c', place: 'remote', priority: 2, posture: 'p', quantity },
  })

describe('reading statements', () => {
  test('a number that nobody stated stays unknown, and the source is the article by its title', () => {
    const [pledge] = good().pledges
    expect(pledge?.quantity).toEqual({ kind: 'unknown' })
    expect(pledge?.sources).toEqual([{ article: 'a report (2026)', quote: 'prepared to deploy' }])
  })

  test('an assessment and an exclusion are no pledges; a supporting statement adds words, not troops', () => {
    const quantity = { min: 10, max: 20, unit: 'troops' }
    const { pledges, assessments, exclusions } = good([
      statement(),
      statement({ id: 'XAA-2', readings: [{ as: 'support', of: 'XAA-1' }] }),
      statement({
        id: 'XAA-3',
        readings: [{ as: 'assessment', capability: 'landForce', quantity }],
      }),
      statement({
        id: 'XAB-1',
        nation: 'XAB',
        readings: [{ as: 'exclusion', capability: 'landForce', ...caveat }],
      }),
    ])
    expect(pledges.map(({ id, sources: words }) => [id, words.length])).toEqual([['XAA-1', 2]])
    expect(assessments.map(({ id }) => id)).toEqual(['XAA-3'])
    expect(exclusions.map(({ id }) => id)).toEqual(['XAB-1'])
  })

  test("a restriction binds all its nation's pledges and no other nation's", () => {
    const { pledges } = good([
      statement(),
      statement({ id: 'XAA-2', readings: [{ as: 'restriction', ...caveat }] }),
      statement({ id: 'XAB-1', nation: 'XAB' }),
    ])
    expect(pledges.map(({ caveats }) => caveats.length)).toEqual([1, 0])
  })

  test('"less than" is open, "more than" has no end that anyone stated', () => {
    expect(
      good([], [line({ below: 30_000, unit: 'troops' })], []).requirements[0]?.quantity,
    ).toEqual({ kind: 'range', min: 0, max: 29_999, unit: 'troops' })
    expect(
      good([], [line({ above: 70_000, unit: 'troops' })], []).requirements[0]?.quantity,
    ).toEqual({ kind: 'unknown' })
  })
})

describe('what a document may leave out', () => {
  test('a line may say zone, time, notice, nations, framework and what it depends on', () => {
    const asked = {
      capability: 'c',
      place: 'remote',
      priority: 2,
      posture: null,
      quantity: null,
      zone: 'north',
      from: '2026-03-01T00:00:00Z',
      until: '2026-09-01T00:00:00Z',
      noticeDays: 10,
      nationsMax: 3,
      needsFramework: true,
      dependencies: [{ capability: 'medical', quantity: 1, perTroops: 100 }],
    }
    expect(good([], [requirement({ line: asked })], []).requirements[0]).toMatchObject({
      zone: 'north',
      fromMs: Date.UTC(2026, 2, 1),
      untilMs: Date.UTC(2026, 8, 1),
      noticeMs: 864_000_000,
      nationsMax: 3,
      needsFramework: true,
      dependencies: [{ capability: 'medical', quantity: 1, perTroops: 100 }],
    })
    const backwards = { ...asked, until: asked.from }
    const refused = read([], [requirement({ line: backwards })], [])
    expect(isRefused(refused) && refused.refused).toContain('line.until: is not after from')
  })

  test('a caveat may say scope and time, an offer its notice; documents of before read as before', () => {
    const scoped = {
      ...caveat,
      scope: { capabilities: ['landForce'], zones: ['north'] },
      declared: '2026-01-06T00:00:00Z',
      until: '2026-09-01T00:00:00Z',
    }
    const offer = { as: 'pledge', capability: 'landForce', strength: 'prepared', noticeDays: 5 }
    const [pledge] = good([
      statement({ readings: [offer, { as: 'restriction', ...scoped }] }),
    ]).pledges
    expect(pledge?.noticeMs).toBe(432_000_000)
    expect(pledge?.caveats[0]).toMatchObject({
      scope: { capabilities: ['landForce'], zones: ['north'] },
      declaredMs: Date.UTC(2026, 0, 6),
      untilMs: Date.UTC(2026, 8, 1),
    })
    const [before] = good([
      statement(),
      statement({ id: 'XAA-2', readings: [{ as: 'restriction', ...caveat }] }),
    ]).pledges
    expect(before?.caveats[0]).toEqual({
      ...caveat,
      sources: [{ article: 'a report (2026)', quote: 'prepared to deploy' }],
    })
    expect(Object.keys(before ?? {}).toSorted()).toEqual(
      [
        'id',
        'nation',
        'title',
        'status',
        'capability',
        'strength',
        'quantity',
        'noticeMs',
        'caveats',
        'sources',
      ].toSorted(),
    )
  })
})

const bad: [string, unknown, unknown, unknown, string][] = [
  [
    'statements are no list',
    {},
    undefined,
    undefined,
    's.yaml:statements: statements: is {}; write a list',
  ],
  [
    'an unknown article',
    [statement({ sources: [{ article: 'x', quote: 'q' }] })],
    undefined,
    undefined,
    's.yaml:statements.0.sources.0.article: statements.0.sources.0.article: names "x", which is no article here; write one of paper',
  ],
  [
    'no source',
    [statement({ sources: [] })],
    undefined,
    undefined,
    'is empty; name the article and its words',
  ],
  [
    'an unknown kind',
    [statement({ kind: 'promise' })],
    undefined,
    undefined,
    'statements.0.kind: is "promise"; write one of offer',
  ],
  [
    'a nation spelt out',
    [statement({ nation: 'Arden' })],
    undefined,
    undefined,
    'is "Arden"; write three capital letters, or null',
  ],
  [
    'an offer of no nation',
    [statement({ nation: null })],
    undefined,
    undefined,
    'names no nation; read it as context',
  ],
  [
    'two offers in one',
    [
      statement({
        readings: [1, 2].map(() => ({ as: 'pledge', capability: 'c', strength: 'prepared' })),
      }),
    ],
    undefined,
    undefined,
    'reads more than one pledge; restate',
  ],
  [
    'support of nothing',
    [statement({ readings: [{ as: 'support', of: 'nobody' }] })],
    undefined,
    undefined,
    'supports "nobody", which is no statement',
  ],
  [
    'a place that is none',
    [statement({ readings: [{ as: 'restriction', ...caveat, forbids: ['Mars'] }] })],
    undefined,
    undefined,
    'forbids.0: is "Mars"; write one of inUkraine',
  ],
  [
    'an id twice',
    [statement(), statement()],
    undefined,
    undefined,
    's.yaml:statements.1.id: statements.1.id: XAA-1 is there twice',
  ],
  [
    'max below min',
    [statement({ number: { min: 9, max: 3, unit: 'troops' } })],
    undefined,
    undefined,
    'is below min (9); write 9 or more',
  ],
  [
    'neither line nor reason',
    undefined,
    [requirement({ line: undefined })],
    undefined,
    'r.yaml:requirements.0.line: requirements.0.line: is missing; write a map',
  ],
  [
    'priority 0',
    undefined,
    [requirement({ line: { capability: 'c', place: 'remote', priority: 0, posture: null } })],
    undefined,
    'is 0; write a number from 1 to 9',
  ],
  [
    'an assumption about nothing',
    undefined,
    undefined,
    [assumption({ about: 'R-9' })],
    'a.yaml:assumptions.0.about: assumptions.0.about: is "R-9"; write a force line\'s id',
  ],
  [
    'an assumption of nobody',
    undefined,
    undefined,
    [assumption({ owner: '' })],
    'assumptions.0.owner: is ""; write a text that is not empty',
  ],
  [
    'an infinite assumption',
    undefined,
    undefined,
    [assumption({ value: Infinity })],
    'assumptions.0.value: is Infinity; write a number',
  ],
]

describe('refusals say place, fault and remedy', () => {
  test.each(bad)('%s', (_, statements, requirements, assumptions, message) => {
    const result = read(statements, requirements, assumptions)
    expect(isRefused(result) && result.refused).toContain(message)
  })

  test('every error of the three documents is told at once', () => {
    const result = read(
      [statement({ kind: 1 })],
      [requirement({ title: 2 })],
      [assumption({ unit: 3 })],
    )
    expect(isRefused(result) && result.refused.split('\n')).toHaveLength(3)
  })

  test.each([null, 3, 'text', [], [[]]])('no shape breaks the parser: %j', (value) => {
    const everywhere = { statements: value, requirements: value, assumptions: value }
    expect(isRefused(parseCoalition(everywhere, at))).toBe(true)
    read([value], [value], [value])
  })
})

const condition = (change: object = {}): object => ({
  id: 'vote',
  kind: 'parliament',
  title: 'The vote is won',
  nation: 'XAA',
  state: 'unknown',
  binds: ['XAA-1'],
  sources,
  ...change,
})
const under = (conditions: unknown, assumptions: readonly unknown[] = [assumption()]) =>
  parseCoalition(
    {
      statements: { articles, conditions, statements: [statement()] },
      requirements: { articles, requirements: [requirement()] },
      assumptions: { assumptions },
    },
    at,
  )
const chance = (change: object = {}): object =>
  assumption({ about: 'condition:vote', value: 0.5, unit: 'probability', ...change })

describe('conditions', () => {
  test('bind the offers that they name; a document without them has none', () => {
    expect(good().conditions).toEqual([])
    expect(good().pledges[0]).not.toHaveProperty('conditions')
    const told = under([condition()], [chance()])
    if (isRefused(told)) throw new Error(told.refused)
    expect(told.pledges.map(({ conditions }) => conditions)).toEqual([['vote']])
    expect(told.conditions).toEqual([
      {
        id: 'vote',
        kind: 'parliament',
        title: 'The vote is won',
        nation: 'XAA',
        state: 'unknown',
        sources: [{ article: 'a report (2026)', quote: 'prepared to deploy' }],
      },
    ])
  })

  test.each([
    ['no list', 'vote', [], 's.yaml:conditions'],
    ['an unknown kind', [condition({ kind: 'mood' })], [], 'conditions.0.kind'],
    ['an unknown state', [condition({ state: 'likely' })], [], 'conditions.0.state'],
    ['no source', [condition({ sources: [] })], [], 'conditions.0.sources: is empty'],
    ['an offer of nobody', [condition({ binds: ['X'] })], [], 'binds.0: is "X", which offers'],
    ["another's offer", [condition({ nation: 'XAB' })], [], 'an offer of XAA; XAB binds its own'],
    ['an id twice', [condition(), condition()], [], 'conditions.1.id'],
    ['a chance of nothing', [condition()], [chance({ about: 'condition:x' })], 'no condition'],
    ['a chance over 1', [condition()], [chance({ value: 50 })], 'a probability from 0 to 1'],
  ])('refused with place and remedy: %s', (_, conditions, assumptions, message) => {
    const told = under(conditions, assumptions)
    expect(isRefused(told) && told.refused).toContain(message)
  })
})
