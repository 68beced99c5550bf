/**
 * Goal: a clause that means massed fire of one party never adds up what both fired; what may be of either leaves the count
 * open, and who fired is read off the ground alone. Method: a table by hand on a straight line; the same events counted
 * without the rule, as the plant; a property against a count of each party's own events by itself.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { DAY_MS, MINUTE_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, Tally, compileAgreement } from '../index.ts'
import type { Agreement, MassRule } from '../index.ts'
import { byPartyOf, joined } from './by-party.ts'
import type { Massed } from './mass.ts'

const T0 = 1_000 * DAY_MS
const standing = EMPTY_STANDING
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
/** North of the line A holds the ground, south of it B. */
const at = (northKm: number): Position =>
  frameAt({ lonDeg: 38, latDeg: 48 }).toPosition({ eastM: 0, northM: 1000 * northKm })
const end = (lonDeg: number): Position => ({ lonDeg, latDeg: 48 })
const RULE: MassRule = { atLeast: 10, withinMs: 60 * MINUTE_MS, by: 'sameParty' }
const anyone: MassRule = { atLeast: 10, withinMs: 60 * MINUTE_MS }
const textWith = (count: MassRule): Agreement => ({
  ...BARE,
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: T0, source: 's' }],
  lines: [{ id: 'l', title: 'l', line: { vertices: [end(36), end(40)] }, basis }],
  linesOfContact: [{ line: 'l', fromMs: T0 }],
  zones: [],
  provisions: [
    {
      clause: 'M',
      title: 'M',
      source: 's',
      sinceVersion: 'v1',
      act: { kinds: ['salvo'], phases: [] },
      count,
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

type Where = readonly [northKm: number | null, phase: Event['phase'], n?: number]
let next = 0
/** A salvo of four rounds, ten minutes into the day; `northKm` 0 straddles the line. */
function salvo([northKm, phase, n = 4]: Where): Event {
  next += 1
  const isOnLine = northKm === 0
  return {
    id: `e${next}`,
    revision: 1,
    kind: 'salvo',
    phase,
    observed: { fromMs: T0 + 10 * MINUTE_MS, toMs: T0 + 10 * MINUTE_MS },
    estimate:
      northKm === null
        ? null
        : {
            position: at(northKm),
            covarianceM2: { ee: 1, en: 0, nn: 1 },
            ellipse95: { semiMajorM: 1, semiMinorM: 1, azimuthDeg: 0 },
            support: isOnLine
              ? [
                  { eastM: 0, northM: 500 },
                  { eastM: 0, northM: 900 },
                  { eastM: 0, northM: 700 },
                  { eastM: 0, northM: -500 },
                ]
              : [{ eastM: 0, northM: 0 }],
          },
    probability: 1,
    count: { n, precision: 'exact' },
    weapon: null,
    observations: ['o'],
  }
}
/** What the first of some salvoes comes to. */
function counted(agreement: Agreement, events: readonly Event[]): unknown {
  const [own] = events
  if (own === undefined) throw new Error('no event')
  const tally = new Tally(agreement)
  for (const one of events) tally.add(one, standing)
  const found = compileAgreement(agreement).explain(own, 'M', { standing, tally })
  const count = found?.conditions.find(({ condition }) => condition === 'count')
  return count === undefined ? 'nothing' : [count.held, count.probability]
}

const massed = (probability: number | null): Massed => ({
  held: 'yes',
  probability,
  fromMs: T0,
  rounds: 12,
  events: 3,
  isOpen: false,
})
const either = (chance: number | null, ...of: readonly [number | null, number | null]) =>
  joined([
    { chance, massed: massed(of[0]) },
    { chance, massed: massed(of[1]) },
  ])
describe('by hand', () => {
  const A_FIRED: Where = [5, 'outgoing']
  const B_FIRED: Where = [-5, 'outgoing']
  const ON_A: Where = [5, 'impact']
  const ON_B: Where = [-5, 'impact']
  const rows: readonly (readonly [string, readonly Where[], unknown])[] = [
    ['three salvoes from the ground of A', [A_FIRED, A_FIRED, A_FIRED], ['yes', 1]],
    ['three onto the ground of A', [ON_A, ON_A, ON_A], ['yes', 1]],
    ['out from B and down on A', [B_FIRED, ON_A, ON_A], ['yes', 1]],
    ['an exchange of fire: each party below ten', [A_FIRED, B_FIRED, A_FIRED], 'nothing'],
    ['down on both', [ON_A, ON_B, ON_A], 'nothing'],
    ['out from A and down on A', [A_FIRED, ON_A, A_FIRED], 'nothing'],
    ['one in flight may be of either', [A_FIRED, A_FIRED, [5, 'inFlight']], ['undecided', 1]],
    ['one undetermined, too', [A_FIRED, A_FIRED, [5, 'undetermined']], ['undecided', 1]],
    ['one without a place, too', [A_FIRED, A_FIRED, [null, 'outgoing']], ['undecided', 1]],
    ['one across the line, by its share', [A_FIRED, A_FIRED, [0, 'outgoing']], ['undecided', 0.75]],
    ['itself in flight: open', [[5, 'inFlight'], A_FIRED, A_FIRED], ['undecided', 1]],
    ['itself across the line', [[0, 'outgoing'], A_FIRED, A_FIRED], ['undecided', 0.75]],
    ['itself without a place: enough alone', [[null, 'impact', 12]], ['yes', 1]],
    ['itself without a place: too few for either', [[null, 'impact'], ON_B], 'nothing'],
  ]
  test.each(rows)('%s', (_, where, expected) => {
    expect(counted(text, where.map(salvo))).toEqual(expected)
  })

  test('without the rule the exchange would be massed fire: the plant', () => {
    expect(counted(textWith(anyone), [A_FIRED, B_FIRED, A_FIRED].map(salvo))).toEqual(['yes', 1])
  })

  test('it says by what it counts', () => {
    const own = salvo([5, 'outgoing', 12])
    const [found] = compileAgreement(text).evaluate(own, { standing })
    expect(found?.conditions.at(-1)?.because).toMatch(
      /^the clause means 10 or more of one party \(by the ground that it left or came down on\) within 60 minutes; 12/,
    )
  })

  test('an act that is no flight, and a line that moved meanwhile, say nothing of a party', () => {
    const share = { least: 1, most: 1 }
    expect(byPartyOf({ kind: 'salvo', phase: 'outgoing' }, share)).toEqual({ A: 1, B: 0 })
    expect(byPartyOf({ kind: 'P.WEAPON', phase: 'outgoing' }, share)).toBeNull()
    expect(byPartyOf({ kind: 'salvo', phase: 'outgoing' }, { least: 0, most: 1 })).toBeNull()
    expect(byPartyOf({ kind: 'salvo', phase: 'airburst' }, share)).toBeNull()
  })

  test('a figure that hangs on whose it was is an upper bound, and open', () => {
    expect(either(null, 1, 0.5)).toMatchObject({ held: 'undecided', probability: 1, isOpen: true })
    expect(either(0.5, 1, 0.5)).toMatchObject({ held: 'yes', probability: 0.75, isOpen: false })
    expect(either(null, 1, 1)).toMatchObject({ held: 'yes', probability: 1, isOpen: false })
    expect(either(0.5, null, 1)).toMatchObject({ probability: null })
  })
})

test('with every party plain, it is the count of that party and no other', () => {
  const drawn = fc.array(
    fc.record({
      north: fc.boolean(),
      phase: fc.constantFrom('outgoing' as const, 'impact' as const),
      n: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const seen = new Set<unknown>()
  fc.assert(
    fc.property(drawn, (list) => {
      const isOfA = list.map(({ north, phase }) => north === (phase === 'outgoing'))
      const events = list.map(({ north, phase, n }) => salvo([north ? 5 : -5, phase, n]))
      const own = events.filter((_, i) => isOfA[i] === isOfA[0])
      const found = counted(text, events)
      expect(found).toEqual(counted(textWith(anyone), own))
      seen.add(JSON.stringify(found))
    }),
    { numRuns: 100 },
  )
  expect(seen).toEqual(new Set(['"nothing"', '["yes",1]']))
})
