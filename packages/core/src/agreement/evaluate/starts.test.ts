/**
 * Goal: a clause that binds only from so long after a version, a phase or a fact binds just then: not before, anew where that
 * begins anew, open where nobody says what was declared; live and in a history alike. Method: one event a millisecond about each
 * instant; random declarations against a plain reference that asks each instant in turn; the same events judged one by one as
 * facts come in, and once at the end.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import type { Position } from '../../geo/index.ts'
import { DAY_MS } from '../../units/index.ts'
import {
  BARE,
  EMPTY_STANDING,
  asIfInForce,
  compileAgreement,
  diffTexts,
  evaluateEvent,
  phaseSpans,
  reevaluate,
  whyNot,
} from '../index.ts'
import type { After, Agreement, Provision, Standing } from '../index.ts'

const T0 = 1_000 * DAY_MS
const day = (n: number): number => T0 + n * DAY_MS
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const at = (lonDeg: number): Position => ({ lonDeg, latDeg: 48 })
const clause = (
  name: string,
  what: string,
  days: number,
  more: Partial<Provision> = {},
): Provision => ({
  clause: name,
  title: name,
  source: 's',
  sinceVersion: 'v1',
  act: { kinds: [], phases: [] },
  after: { what, afterMs: days * DAY_MS },
  ...more,
})
const text: Agreement = {
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [
    { id: 'v1', title: 'one', fromMs: T0, source: 's' },
    { id: 'v2', title: 'two', fromMs: day(20), source: 's' },
  ],
  facts: ['quiet', 'fighting', 'swept'].map((id) => ({
    id,
    title: id,
    declaredBy: 'commission',
    basis,
  })),
  phases: [
    { id: 'ceasefire', title: 'c', kind: 'ceasefire', entry: ['quiet'], exit: ['fighting'], basis },
  ],
  lines: [{ id: 'l', title: 'l', line: { vertices: [at(37), at(38)] }, basis }],
  linesOfContact: [{ line: 'l', fromMs: T0 }],
  zones: [],
  provisions: [
    clause('V', 'v1', 10),
    clause('V2', 'v2', 2),
    clause('P', 'ceasefire', 7),
    clause('B', 'ceasefire', 7, { phases: ['ceasefire'] }),
    clause('F', 'swept', 3),
  ],
  obligations: [],
  thresholds: {
    screening: 0.05,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
}
const event = (fromMs: number, toMs = fromMs): Event => ({
  id: `e${fromMs}`,
  revision: 1,
  kind: 'explosion',
  phase: 'impact',
  observed: { fromMs, toMs },
  estimate: null,
  probability: 0.8,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o'],
})
type Declared = readonly (readonly [fact: string, fromDay: number, untilDay?: number])[]
const standing = (facts: Declared): Standing => ({
  ...EMPTY_STANDING,
  facts: facts.map(([fact, from, until], entry) => ({
    fact,
    fromMs: day(from),
    untilMs: until === undefined ? null : day(until),
    entry,
  })),
})
const raised = (atMs: number, facts: Declared): string =>
  evaluateEvent(text, event(atMs), { standing: standing(facts) })
    .map((one) => one.clause)
    .join(' ')

describe('it binds', () => {
  const rows: readonly (readonly [string, number, Declared, string])[] = [
    ['not before ten days of the version', day(10) - 1, [], ''],
    ['from then on', day(10), [], 'V'],
    ['each version by its own instant', day(22), [], 'V V2'],
    ['not before seven days of the phase', day(32) - 1, [['quiet', 25]], 'V V2'],
    ['from then on, whether it names the phase or not', day(32), [['quiet', 25]], 'V V2 P B'],
    [
      'after the phase too, unless it names it',
      day(50),
      [
        ['quiet', 25],
        ['fighting', 40],
      ],
      'V V2 P',
    ],
    [
      'no longer where the phase begins anew',
      day(46) - 1,
      [
        ['quiet', 25, 40],
        ['quiet', 40, 41],
        ['quiet', 45],
      ],
      'V V2',
    ],
    [
      'seven days later again',
      day(52),
      [
        ['quiet', 25, 40],
        ['quiet', 45],
      ],
      'V V2 P B',
    ],
    [
      'what goes on does not begin anew',
      day(46),
      [
        ['quiet', 25, 40],
        ['quiet', 40],
      ],
      'V V2 P B',
    ],
    ['from a fact', day(28), [['swept', 25]], 'V V2 F'],
    ['from a fact that ended', day(28), [['swept', 25, 26]], 'V V2 F'],
  ]
  test.each(rows)('%s', (_, atMs, facts, expected) => {
    expect(raised(atMs, facts)).toBe(expected)
  })
})

const time = (one: Event, which?: Standing): unknown => {
  const found = evaluateEvent(text, one, { standing: which }).find(
    ({ clause: name }) => name === 'P',
  )
  const told = found?.conditions.find(({ condition }) => condition === 'time')
  return [told?.held, told?.probability, told?.because]
}

describe('it says so', () => {
  test('held, with what it began with', () => {
    expect(time(event(day(40)), standing([['quiet', 30]]))).toEqual([
      'yes',
      1,
      'v2 was in force all that time; the clause binds from 7 days after ceasefire, ' +
        'which began at 1972-10-27T00:00Z: from 1972-11-03T00:00Z',
    ])
  })
  test('open across the instant, and open where nobody says what was declared', () => {
    expect(time(event(day(36), day(38)), standing([['quiet', 30]]))).toEqual([
      'undecided',
      null,
      'the event lies between 1972-11-02T00:00Z and 1972-11-04T00:00Z, and the clause binds only from 7 days after ' +
        'ceasefire, which began at 1972-10-27T00:00Z: from 1972-11-03T00:00Z',
    ])
    expect(time(event(day(36)))).toEqual([
      'undecided',
      null,
      'the clause binds only from 7 days after ceasefire, and nothing was given of what people declared',
    ])
  })
  test('and why it raised nothing', () => {
    const provision = text.provisions[2]
    if (provision === undefined) throw new Error('no clause')
    const why = (facts: Declared): readonly string[] =>
      whyNot(text, provision, { event: event(day(36)), standing: standing(facts) }).map(
        ({ condition, because }) => `${condition}: ${because}`,
      )
    expect(why([['quiet', 30]])).toEqual([
      'time: the event began at 1972-11-02T00:00Z; the clause stands from version v1 (1972-09-27T00:00Z), and binds only ' +
        'from 7 days after ceasefire, which began at 1972-10-27T00:00Z: from 1972-11-03T00:00Z',
    ])
    expect(why([])[0]).toMatch(/7 days after ceasefire, which had not begun$/u)
    expect(why([['quiet', 1]])).toEqual([])
  })
})

describe('texts compared and tried', () => {
  test('a deadline that counts from a version moves with it', () => {
    const moved = asIfInForce(text, day(-30))
    expect(
      evaluateEvent(moved, event(day(-20)), { standing: EMPTY_STANDING }).map((one) => one.clause),
    ).toEqual(['V', 'V2'])
  })
  test('a clause is touched by the phase that it counts from', () => {
    const phases = text.phases.map((one) => ({ ...one, lastsMs: 9 * DAY_MS }))
    expect(
      diffTexts(text, { ...text, phases }).clauses.map(({ clause: name, through }) => [
        name,
        ...through,
      ]),
    ).toEqual([
      ['P', 'phases ceasefire'],
      ['B', 'phases ceasefire'],
    ])
  })
})

/** Whether a clause binds at an instant, read off the declarations one by one. */
function bindsAt({ what, afterMs }: After, ms: number, which: Standing): boolean {
  const spans = [
    ...phaseSpans(text, which).filter(({ phase }) => phase === what),
    ...which.facts
      .filter(({ fact }) => fact === what)
      .map(({ fromMs, untilMs }) => ({ fromMs, toMs: untilMs })),
    ...text.versions.filter(({ id }) => id === what).map(({ fromMs }) => ({ fromMs, toMs: null })),
  ]
  const isOn = (t: number): boolean =>
    spans.some(({ fromMs, toMs }) => fromMs <= t && t < (toMs ?? Infinity))
  // What began, and was not on just before.
  const starts = spans.map(({ fromMs }) => fromMs).filter((t) => t <= ms && !isOn(t - 1))
  return starts.length > 0 && ms >= Math.max(...starts) + afterMs
}

const spanOf = fc.record({
  fact: fc.constantFrom('quiet', 'quiet', 'fighting', 'swept'),
  from: fc.integer({ min: 0, max: 40 }),
  length: fc.option(fc.integer({ min: 1, max: 15 }), { nil: null }),
})
const declared = fc
  .array(spanOf, { maxLength: 6 })
  .map((list) =>
    standing(
      list.map(({ fact, from, length }) =>
        length === null ? [fact, from] : [fact, from, from + length],
      ),
    ),
  )

describe('whatever is declared', () => {
  test('compiled and explained bind as the plain reading does', () => {
    let bound = 0
    fc.assert(
      fc.property(
        declared,
        fc.integer({ min: -2, max: 60 }),
        fc.constantFrom(0, 1, -1),
        (which, n, off) => {
          const one = event(day(n) + off)
          const found = compileAgreement(text).evaluate(one, { standing: which })
          expect(compileAgreement(text).screen(one, { standing: which })).toHaveLength(found.length)
          const names = found.map(({ clause: name }) => name)
          const inPhase = phaseSpans(text, which).some(
            ({ fromMs, toMs }) =>
              fromMs <= one.observed.fromMs && one.observed.fromMs < (toMs ?? Infinity),
          )
          const expected = text.provisions
            .filter(({ after, phases }) => {
              const isBound = after !== undefined && bindsAt(after, one.observed.fromMs, which)
              return isBound && one.observed.fromMs >= T0 && (phases === undefined || inPhase)
            })
            .map((provision) => provision.clause)
          bound += expected.length
          expect(names).toEqual(expected)
        },
      ),
      { numRuns: 200 },
    )
    expect(bound).toBeGreaterThan(100)
  })

  test('a history judged anew is what was judged live, the last time each event was', () => {
    fc.assert(
      fc.property(declared, (which) => {
        const events = Array.from({ length: 30 }, (_, i) => event(day(2 * i)))
        const live = new Map(events.map((one) => [one.id, [] as readonly string[]]))
        // Facts come in one by one; each time everything is judged again, by the same compiled text.
        for (let n = 0; n <= which.facts.length; n += 1) {
          const known = { ...which, facts: which.facts.slice(0, n) }
          for (const one of events)
            live.set(
              one.id,
              evaluateEvent(text, one, { standing: known }).map(({ id }) => id),
            )
        }
        const anew = reevaluate([{ agreement: { ...text }, entry: 1, atMs: 0 }], events, which)
        expect(
          [...anew].map(({ event: id, candidates }) => [id, candidates.map((one) => one.id)]),
        ).toEqual([...live])
      }),
      { numRuns: 12 },
    )
  })
})
