/**
 * Goal: a clause that means only massed fire counts what began within so long and so near, with the chance that so many occurred;
 * what is not known leaves it open; live, event by event in any order, it comes to what a history comes to. Method: a table by
 * hand; the chance against a plain sum over every outcome; the count against a plain reference that tries every time; random
 * orders of arrival, revisions and withdrawals against one walk over what is left.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { distanceM, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { DAY_MS, MINUTE_MS } from '../../units/index.ts'
import {
  BARE,
  EMPTY_STANDING,
  Tally,
  compileAgreement,
  evaluateEvent,
  reevaluate,
  whatIf,
  whyNot,
} from '../index.ts'
import type { Agreement, Candidate, MassRule } from '../index.ts'
import { MASS_EVENTS_MAX, massOf, tailOf } from './mass.ts'
import type { Mark } from './mass.ts'

const T0 = 1_000 * DAY_MS
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const east = (km: number): Position =>
  frameAt({ lonDeg: 38, latDeg: 48 }).toPosition({ eastM: 1000 * km, northM: 0 })
const RULE: MassRule = { atLeast: 10, withinMs: 60 * MINUTE_MS, withinM: 20_000 }
const textWith = (count: MassRule | undefined): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: T0, source: 's' }],
  lines: [{ id: 'l', title: 'l', line: { vertices: [east(-1), east(1)] }, basis }],
  linesOfContact: [{ line: 'l', fromMs: T0 }],
  zones: [],
  provisions: [
    { clause: 'F', title: 'F', source: 's', sinceVersion: 'v1', act: { kinds: [], phases: [] } },
    {
      clause: 'M',
      title: 'M',
      source: 's',
      sinceVersion: 'v1',
      act: { kinds: ['salvo'], phases: ['impact'] },
      weapons: [{ classes: ['mlrs', 'missile'] }],
      ...(count === undefined ? {} : { count }),
    },
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
})
const text = textWith(RULE)
interface What {
  readonly n?: number
  readonly km?: number | null
  readonly more?: Partial<Event>
}
const salvo = (id: string, minute: number, { n = 4, km = 0, more = {} }: What = {}): Event => ({
  id,
  revision: 1,
  kind: 'salvo',
  phase: 'impact',
  observed: { fromMs: T0 + minute * MINUTE_MS, toMs: T0 + minute * MINUTE_MS },
  estimate:
    km === null
      ? null
      : {
          position: east(km),
          covarianceM2: { ee: 1, en: 0, nn: 1 },
          ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
          support: [{ eastM: 0, northM: 0 }],
        },
  probability: 1,
  count: { n, precision: 'exact' },
  weapon: { term: 'Grad', class: 'mlrs', calibreMm: 122 },
  observations: ['o'],
  ...more,
})
const standing = EMPTY_STANDING
function tallyOf(events: readonly Event[]): Tally {
  const tally = new Tally(text)
  for (const one of events) tally.add(one, standing)
  return tally
}
const massed = (own: Event, others: readonly Event[]): Candidate | null =>
  compileAgreement(text).explain(own, 'M', { standing, tally: tallyOf([own, ...others]) })
const counted = (own: Event, others: readonly Event[]): unknown => {
  const found = massed(own, others)?.conditions.find(({ condition }) => condition === 'count')
  return found === undefined ? 'nothing' : [found.held, found.probability]
}
const own = salvo('own', 100)

describe('by hand', () => {
  const rows: readonly (readonly [string, readonly Event[], unknown])[] = [
    ['four alone are too few', [], 'nothing'],
    ['eight are too few', [salvo('a', 110)], 'nothing'],
    ['twelve within the hour', [salvo('a', 70), salvo('b', 125)], ['yes', 1]],
    ['twelve at the very ends of an hour', [salvo('a', 100), salvo('b', 160)], ['yes', 1]],
    ['twelve in an hour and a minute', [salvo('a', 69), salvo('b', 130)], 'nothing'],
    ['one too far', [salvo('a', 90), salvo('b', 110, { km: 21 })], 'nothing'],
    ['at the edge of the place', [salvo('a', 90), salvo('b', 110, { km: 19.9 })], ['yes', 1]],
    [
      'of another weapon',
      [
        salvo('a', 90),
        salvo('b', 110, { more: { weapon: { term: 't', class: 'tank', calibreMm: 125 } } }),
      ],
      'nothing',
    ],
    [
      'another kind of event',
      [salvo('a', 90), salvo('b', 110, { more: { kind: 'burst' } })],
      'nothing',
    ],
    [
      'a weapon that nobody named leaves it open',
      [salvo('a', 90), salvo('b', 110, { more: { weapon: null } })],
      ['undecided', 1],
    ],
    [
      'a place that nobody named leaves it open',
      [salvo('a', 90), salvo('b', 110, { km: null })],
      ['undecided', 1],
    ],
    [
      'at least ten are enough',
      [salvo('a', 90, { n: 10, more: { count: { n: 10, precision: 'atLeast' } } })],
      ['yes', 1],
    ],
    [
      'at least one may be more',
      [salvo('a', 90, { n: 1, more: { count: { n: 1, precision: 'atLeast' } } })],
      ['undecided', null],
    ],
    [
      'about ten may be fewer',
      [salvo('a', 90, { more: { count: { n: 10, precision: 'about' } } })],
      ['undecided', null],
    ],
    [
      'only claimed counts nothing',
      [salvo('a', 90), salvo('b', 110, { more: { claims: ['o'] } })],
      'nothing',
    ],
    ['by chance', [salvo('a', 90), salvo('b', 110, { more: { probability: 0.5 } })], ['yes', 0.5]],
  ]
  test.each(rows)('%s', (_, others, expected) => {
    expect(counted(own, others)).toEqual(expected)
  })

  test('the figure is the product, and screening goes by it', () => {
    const half = { more: { probability: 0.5 } }
    const found = massed({ ...own, probability: 0.8 }, [salvo('a', 90), salvo('b', 110, half)])
    expect(found?.probability).toBeCloseTo(0.4)
    expect(found?.undecided).toEqual([])
    const faint = { more: { probability: 0.06 } }
    expect(
      massed({ ...own, probability: 0.8 }, [salvo('a', 90), salvo('b', 110, faint)]),
    ).toBeNull()
  })

  test('it tells what it counted; without other events it is open; and why it raised nothing', () => {
    const told = massed(own, [salvo('a', 70), salvo('b', 125)])?.conditions.find(
      ({ condition }) => condition === 'count',
    )
    expect(told?.because).toBe(
      'the clause means 10 or more within 60 minutes and 20 km; 12 counted by 3 events, from 1972-09-27T01:10Z on; ' +
        'that so many occurred has probability 1',
    )
    const alone = evaluateEvent(text, own, { standing }).find(({ clause }) => clause === 'M')
    expect(alone?.probability).toBe(1)
    expect(alone?.undecided).toEqual([
      'count: the clause means 10 or more within 60 minutes and 20 km; 4 counted by this event alone, ' +
        'from 1972-09-27T01:40Z on; nothing was given of other events',
    ])
    const enough = salvo('own', 100, { n: 12 })
    expect(evaluateEvent(text, enough, { standing }).map(({ clause }) => clause)).toEqual([
      'F',
      'M',
    ])
    const [, provision] = text.provisions
    if (provision === undefined) throw new Error('no clause')
    expect(whyNot(text, provision, { event: own, standing, tally: tallyOf([own]) })).toEqual([
      {
        condition: 'count',
        because:
          'the clause means 10 or more within 60 minutes and 20 km; 4 counted by this event alone, from 1972-09-27T01:40Z on',
      },
    ])
  })

  test('an amendment that counts is tried on the events of the record', () => {
    const events = [own, salvo('a', 90), salvo('b', 110), salvo('c', 300)]
    const { diff } = whatIf(text, {
      adoptions: [{ agreement: textWith(undefined), entry: 1, atMs: 0 }],
      events,
      window: { fromMs: T0, toMs: T0 + DAY_MS },
      standing,
    })
    expect([diff.same, diff.added, diff.dropped, diff.changed]).toEqual([4, 0, 1, 3])
  })
})

const parts = fc.array(
  fc.record({
    n: fc.integer({ min: 0, max: 5 }),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 7 },
)
test('the chance is that of every outcome added up', () => {
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 15 }), (list, atLeast) => {
      let plain = 0
      for (let bits = 0; bits < 1 << list.length; bits += 1) {
        const isIn = (i: number): boolean => ((bits >> i) & 1) === 1
        const rounds = list.reduce((sum, { n }, i) => sum + (isIn(i) ? n : 0), 0)
        if (rounds >= atLeast)
          plain += list.reduce(
            (p, { probability }, i) => p * (isIn(i) ? probability : 1 - probability),
            1,
          )
      }
      expect(tailOf(list, atLeast)).toBeCloseTo(plain, 9)
    }),
    { numRuns: 200 },
  )
})

const mark = fc.record({
  minute: fc.integer({ min: 0, max: 240 }),
  km: fc.integer({ min: -30, max: 30 }),
  n: fc.integer({ min: 1, max: 6 }),
  probability: fc.constantFrom(1, 1, 1, 0.5),
})
const marksFrom = fc.array(mark, { minLength: 1, maxLength: 14 }).map((list) =>
  list.map(({ minute, km, n, probability }, i): Mark => ({
    id: `m${i}`,
    atMs: minute * MINUTE_MS,
    position: east(km),
    n,
    precision: 'exact',
    probability,
    isOpen: false,
  })),
)
test('the time that is counted over is the one with most, of all that hold the event', () => {
  const held = new Set<string>()
  fc.assert(
    fc.property(marksFrom, (list) => {
      const [first, ...others] = list
      if (first === undefined) return
      const found = massOf(first, others, RULE)
      const near = others.filter(
        ({ position }) =>
          position !== null &&
          first.position !== null &&
          distanceM(first.position, position) <= 20_000,
      )
      const sums = list
        .map(({ atMs }) => atMs)
        .filter((atMs) => atMs <= first.atMs && first.atMs <= atMs + RULE.withinMs)
        .map((fromMs) =>
          [first, ...near].filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + RULE.withinMs),
        )
      const expected = (set: readonly Mark[]): number =>
        set.reduce((sum, one) => sum + one.n * (one === first ? 1 : one.probability), 0)
      const best = Math.max(...sums.map(expected))
      const chosen = sums.filter((set) => Math.abs(expected(set) - best) < 1e-9)
      expect(chosen.map((set) => set.reduce((sum, { n }) => sum + n, 0))).toContain(found.rounds)
      expect(found.held).toBe(found.rounds >= 10 ? 'yes' : 'no')
      held.add(found.held)
    }),
    { numRuns: 200 },
  )
  expect(held).toEqual(new Set(['yes', 'no']))
})

test('no more are counted than the limit, the nearest in time', () => {
  const others = Array.from({ length: MASS_EVENTS_MAX + 5 }, (_, i): Mark => ({
    id: `m${i}`,
    atMs: i,
    position: null,
    n: 1,
    precision: 'exact',
    probability: 1,
    isOpen: false,
  }))
  const [first] = others
  if (first === undefined) throw new Error('no mark')
  const rule = { atLeast: 5, withinMs: DAY_MS }
  expect(massOf(first, others, rule).events).toBe(MASS_EVENTS_MAX + 1)
})

const step = fc.record({
  id: fc.integer({ min: 0, max: 9 }),
  minute: fc.integer({ min: 0, max: 120 }),
  n: fc.integer({ min: 2, max: 5 }),
  km: fc.constantFrom(0, 0, 5, 30),
  gone: fc.constantFrom(false, false, false, true),
})
describe('live and in a history', () => {
  test('whatever the order of arrivals, revisions and withdrawals, judged anew where touched, it is the same', () => {
    let raised = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const tally = new Tally(text)
        const live = new Map<string, Event>()
        const candidates = new Map<string, readonly Candidate[]>()
        for (const { id, minute, n, km, gone } of steps) {
          const name = `e${id}`
          const one = salvo(name, minute, { n, km })
          const touched = gone ? tally.remove(name) : tally.add(one, standing)
          if (gone) live.delete(name)
          else live.set(name, one)
          if (gone) candidates.delete(name)
          for (const event of live.values()) {
            const { fromMs } = event.observed
            const isTouched = touched.some((time) => time.fromMs <= fromMs && fromMs <= time.toMs)
            if (isTouched) candidates.set(event.id, evaluateEvent(text, event, { standing, tally }))
          }
        }
        const history = reevaluate(
          [{ agreement: textWith(RULE), entry: 1, atMs: 0 }],
          [...live.values()],
          standing,
        )
        for (const { event, candidates: anew } of history) {
          expect(candidates.get(event)).toEqual(anew)
          raised += anew.filter(({ clause }) => clause === 'M').length
        }
      }),
      { numRuns: 60 },
    )
    expect(raised).toBeGreaterThan(30)
  })
})
