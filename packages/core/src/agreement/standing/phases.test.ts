/**
 * Goal: phases begin, are renewed and end as the text says, and no gate stands open while a fact bars it. Method: the thirty
 * days of a freeze by hand; then random facts on whole days against a second reading of the rules that walks day by day,
 * keeping only what is in force today.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../units/index.ts'
import { BARE, EMPTY_STANDING, gatesAt, phasesAt, phaseSpans } from '../index.ts'
import type { Agreement, AgreementPhase, Standing } from '../index.ts'

const basis = { kind: 'text', source: 'a text' } as const
const phase = (
  id: string,
  entry: readonly string[],
  exit: readonly string[],
  more: Partial<AgreementPhase> = {},
): AgreementPhase => ({ id, title: id, kind: 'freeze', entry, exit, basis, ...more })
const agreementOf = (phases: readonly AgreementPhase[]): Agreement =>
  ({
    ...BARE,
    id: 'x',
    versions: [{ id: 'v1', title: 'v1', fromMs: 0, source: 's' }],
    phases,
    gates: [{ id: 'g', title: 'g', needs: ['in', 'also'], barredBy: ['bar'], basis }],
  }) as unknown as Agreement

type Facts = Standing['facts']
const days = (facts: readonly (readonly [string, number, number | null])[]): Facts =>
  facts.map(([fact, from, until], entry) => ({
    fact,
    fromMs: from * DAY_MS,
    untilMs: until === null ? null : until * DAY_MS,
    entry,
  }))
const spansIn = (agreement: Agreement, facts: Facts) =>
  phaseSpans(agreement, { facts }).map(({ phase: id, fromMs, toMs }) => [
    id,
    fromMs / DAY_MS,
    toMs === null ? null : toMs / DAY_MS,
  ])

describe('a freeze of thirty days', () => {
  const text = agreementOf([
    phase('freeze', [], ['out'], { lastsMs: 30 * DAY_MS, renewal: 'renewed' }),
    phase('ceasefire', ['in'], ['out'], { kind: 'ceasefire' }),
  ])
  test.each<[string, readonly (readonly [string, number, number | null])[], readonly unknown[]]>([
    ['ends on day 30', [], [['freeze', 0, 30]]],
    ['is renewed before its end', [['renewed', 29, null]], [['freeze', 0, 60]]],
    ['is not renewed at its end', [['renewed', 30, null]], [['freeze', 0, 30]]],
    [
      'takes each renewal once, declared in its time',
      [
        ['renewed', 3, null],
        ['renewed', 59, null],
        ['renewed', 95, null],
      ],
      [['freeze', 0, 90]],
    ],
    ['loses a renewal that was ended before the day', [['renewed', 3, 20]], [['freeze', 0, 30]]],
    ['keeps one that was ended after it', [['renewed', 3, 31]], [['freeze', 0, 60]]],
    [
      'ends early by its exit, and does not come back with the end of that',
      [['out', 12, 15]],
      [['freeze', 0, 12]],
    ],
    [
      'gives way to what is declared',
      [
        ['out', 12, 12.5],
        ['in', 13, 40],
        ['in', 50, null],
      ],
      [
        ['freeze', 0, 12],
        ['ceasefire', 13, 40],
        ['ceasefire', 50, null],
      ],
    ],
  ])('%s', (_, facts, spans) => {
    expect(spansIn(text, days(facts))).toEqual(spans)
  })

  test('an end is open: at that instant it is over', () => {
    const found = [-1, 0, 30 * DAY_MS - 1, 30 * DAY_MS].map((ms) =>
      phasesAt(text, EMPTY_STANDING, ms),
    )
    expect(found).toEqual([[], ['freeze'], ['freeze'], []])
  })

  test('a phase that ended by time is entered anew only by a declaration, and a later one without facts never', () => {
    const lasting = agreementOf([
      phase('first', ['in'], [], { lastsMs: 5 * DAY_MS }),
      phase('never', [], []),
    ])
    expect(spansIn(lasting, days([['in', 1, null]]))).toEqual([['first', 1, 6]])
    const again = days([
      ['in', 1, 8],
      ['in', 8, null],
    ])
    expect(spansIn(lasting, again)).toEqual([
      ['first', 1, 6],
      ['first', 8, 13],
    ])
  })
})

const FACTS = ['in', 'also', 'out', 'bar', 'renewed'] as const
const LAST_DAY = 60
const day = fc.integer({ min: 0, max: 40 })
const someFacts = fc
  .array(fc.tuple(fc.constantFrom(...FACTS), day, fc.option(fc.integer({ min: 1, max: 15 }))), {
    maxLength: 10,
  })
  .map((facts) =>
    days(facts.map(([fact, from, length]) => [fact, from, length === null ? null : from + length])),
  )
const somePhase = fc
  .tuple(
    fc.subarray(['in', 'also'] as const),
    fc.subarray(['out', 'bar'] as const),
    fc.option(fc.integer({ min: 1, max: 12 })),
  )
  .map(([entry, exit, lasts]) =>
    phase('p', entry, exit, lasts === null ? {} : { lastsMs: lasts * DAY_MS, renewal: 'renewed' }),
  )

/** The days on which the phase is in force, walked one by one. */
function walked(
  { entry, exit, lastsMs, renewal }: AgreementPhase,
  facts: Facts,
): readonly number[] {
  const found: number[] = []
  const holds = (fact: string, ms: number): boolean =>
    facts.some((one) => one.fact === fact && one.fromMs <= ms && ms < (one.untilMs ?? Infinity))
  let [isIn, isArmed, endMs] = [false, false, Infinity]
  let renewals: { fromMs: number; untilMs: number | null }[] = []
  for (let today = 0; today <= LAST_DAY; today += 1) {
    const ms = today * DAY_MS
    const isReady = entry.every((fact) => holds(fact, ms)) && !exit.some((fact) => holds(fact, ms))
    const declared = facts.some((one) => entry.includes(one.fact) && one.fromMs === ms)
    if (isIn && ms === endMs) {
      const at = renewals.findIndex((one) => one.untilMs === null || one.untilMs > ms)
      if (at >= 0) {
        renewals = renewals.slice(at + 1)
        endMs = ms + (lastsMs ?? 0)
      } else isIn = false
    }
    if (isIn && !isReady) isIn = false
    isArmed ||= declared || (today === 0 && entry.length === 0)
    if (!isIn && isArmed && isReady) {
      isIn = true
      endMs = ms + (lastsMs ?? Infinity)
      renewals = []
    }
    // Whatever armed it is used up by its being in force.
    if (isIn) {
      isArmed = false
      found.push(today)
    }
    const fresh = facts.filter((one) => one.fact === renewal && one.fromMs === ms)
    if (isIn) renewals.push(...fresh)
  }
  return found
}

test('any facts: the same days as walked one by one, and spans of one phase that never overlap', () => {
  let renewed = 0
  fc.assert(
    fc.property(somePhase, someFacts, (one, facts) => {
      const text = agreementOf([one])
      const spans = phaseSpans(text, { facts })
      let endedMs = -Infinity
      for (const { fromMs, toMs } of spans) {
        expect(fromMs).toBeGreaterThanOrEqual(endedMs)
        expect(toMs ?? Infinity).toBeGreaterThan(fromMs)
        endedMs = toMs ?? Infinity
        if (one.lastsMs !== undefined && endedMs - fromMs > one.lastsMs) renewed += 1
      }
      const found = Array.from({ length: LAST_DAY + 1 }, (_, today) => today).filter(
        (today) => phasesAt(text, { facts }, today * DAY_MS).length > 0,
      )
      expect(found).toEqual(walked(one, facts))
    }),
    { numRuns: 1_000, seed: 5 },
  )
  // Otherwise the walk and the sweep would agree on nothing but what is easy.
  expect(renewed).toBeGreaterThan(25)
})

test('a gate is open while all that it needs holds, declared since it was barred, and nothing bars it; it says what is amiss', () => {
  let reopened = 0
  fc.assert(
    fc.property(someFacts, fc.integer({ min: 0, max: LAST_DAY }), (facts, today) => {
      const ms = today * DAY_MS
      const [gate] = gatesAt(agreementOf([]), { facts }, ms)
      const holding = new Set(
        facts.flatMap(({ fact, fromMs, untilMs }) =>
          fromMs <= ms && (untilMs === null || ms < untilMs) ? fact : [],
        ),
      )
      // Day by day: what bars makes every declaration before it stale, the next one of a need mends that.
      let isStale = false
      for (let then = 0; then <= today; then += 1) {
        const begins = facts.filter(({ fromMs }) => fromMs === then * DAY_MS)
        if (begins.some(({ fact }) => fact === 'bar')) isStale = true
        if (begins.some(({ fact }) => fact === 'in' || fact === 'also')) isStale = false
      }
      const isHolding = holding.has('in') && holding.has('also') && !holding.has('bar')
      if (isHolding && isStale) reopened += 1
      expect(gate).toEqual({
        gate: 'g',
        isOpen: isHolding && !isStale,
        missing: ['in', 'also'].filter((fact) => isStale || !holding.has(fact)),
        barredBy: holding.has('bar') ? ['bar'] : [],
      })
    }),
    { numRuns: 4_000, seed: 6 },
  )
  // Otherwise the end of what bars was never tried.
  expect(reopened).toBeGreaterThan(5)
})
