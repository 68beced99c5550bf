/**
 * Goal: exact asks are the smallest of those that close the most; where not every set is tried, no set passes the bound
 * that is told and none of the asks can be spared (R11). Method: a pledge behind two obstacles, which defeats adding one by
 * one; random registers against all sets.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import {
  conditionOf,
  lineOf,
  pledgeOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import type { Caveat } from '../types.ts'
import { EXACT_SETS_MAX, askAsks, candidateAsks, setsOf } from './asks.ts'
import { asked } from '../../../../../tests/support/force-questions.ts'
import { askSupposed } from './what-if.ts'

const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' }) as const
const caveat = (title: string): Caveat => ({
  category: 'geographic',
  title,
  forbids: ['inUkraine'],
  waivableBy: 'its government',
  sources: [],
})
const line = lineOf({ quantity: troops(1_000) })

test('a pledge behind a caveat and a condition takes both asks', async () => {
  const state = registerOf({
    lines: [line],
    pledges: [
      pledgeOf({
        id: 'A',
        quantity: troops(700),
        caveats: [caveat('Not there')],
        conditions: ['ceasefire'],
      }),
      pledgeOf({ id: 'B', nation: 'XAB', quantity: troops(100), caveats: [caveat('Not us')] }),
      pledgeOf({ id: 'C', nation: 'XAC', quantity: { kind: 'unknown' } }),
    ],
    conditions: [conditionOf()],
  })
  const most = await askAsks(asked(state), { asksMax: 2 })
  if (isRefused(most)) throw new Error(most.refused)
  expect(most.asks.map(({ what }) => what)).toEqual([
    'lift: Not there',
    'meet: The ceasefire is in force',
  ])
  expect(most.proof).toEqual({ kind: 'exact', setsTried: 7 })
  expect(most.closes).toBeCloseTo(6.3, 9)
  expect(most.toSize).toEqual([{ pledge: 'C', nation: 'XAC' }])
  const one = await askAsks(asked(state), { asksMax: 1 })
  if (isRefused(one)) throw new Error(one.refused)
  expect(one.asks.map(({ what }) => what)).toEqual(['lift: Not us'])
})

test('what helps nothing is not asked', async () => {
  const state = registerOf({
    lines: [line],
    pledges: [
      pledgeOf({ id: 'A', quantity: troops(1_000) }),
      pledgeOf({ id: 'B', nation: 'XAB', caveats: [caveat('Not us')] }),
    ],
  })
  const answer = await askAsks(asked(state), { asksMax: 5 })
  expect(answer).toMatchObject({ asks: [], closes: 0, weighed: 1 })
})

test('two of eight: the pledge behind two conditions is found, which taking away step by step gives up', async () => {
  const small = Array.from({ length: 6 }, (_, i) => `c-${i}`)
  const state = registerOf({
    lines: [line],
    pledges: [
      pledgeOf({ id: 'T', quantity: troops(240), conditions: ['a', 'b'] }),
      ...small.map((id, i) =>
        pledgeOf({
          id: `T-${i}`,
          nation: `XA${'BCDEFG'.charAt(i)}`,
          quantity: troops(100),
          conditions: [id],
        }),
      ),
    ],
    conditions: ['a', 'b', ...small].map((id) => conditionOf({ id, title: id })),
  })
  const answer = await askAsks(asked(state), { asksMax: 2 })
  if (isRefused(answer)) throw new Error(answer.refused)
  expect(answer.asks.map(({ what }) => what)).toEqual(['meet: a', 'meet: b'])
  expect(answer.proof).toEqual({ kind: 'exact', setsTried: setsOf(8, 2) })
})

test('random registers: exact meets trying all sets; the bound holds', async () => {
  const offer = fc.record({
    n: fc.integer({ min: 1, max: 600 }),
    isClosed: fc.boolean(),
    isBound: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(offer, { minLength: 1, maxLength: 4 }), async (offers) => {
      const state = registerOf({
        lines: [line],
        pledges: offers.map(({ n, isClosed, isBound }, i) =>
          pledgeOf({
            id: `P-${i}`,
            nation: `XA${'ABCD'.charAt(i)}`,
            quantity: troops(n),
            caveats: isClosed ? [caveat(`Not ${i}`)] : [],
            conditions: isBound ? ['ceasefire'] : [],
          }),
        ),
        conditions: [conditionOf()],
      })
      const question = asked(state)
      const answer = await askAsks(question, { asksMax: 9 })
      if (isRefused(answer)) throw new Error(answer.refused)
      const all = candidateAsks(question)
      let [least, fewest] = [Infinity, 0]
      for (let set = 0; set < 1 << all.length; set += 1) {
        const chosen = all.filter((_, i) => (set & (1 << i)) !== 0)
        const gaps = await askSupposed(
          question,
          chosen.map(({ supposition }) => supposition),
        )
        if (isRefused(gaps)) throw new Error(gaps.refused)
        if (gaps.weightedGap < least - 1e-6) [least, fewest] = [gaps.weightedGap, chosen.length]
        else if (gaps.weightedGap < least + 1e-6) fewest = Math.min(fewest, chosen.length)
      }
      expect(answer.weightedGapThen).toBeCloseTo(least, 6)
      expect(answer.asks).toHaveLength(fewest)
    }),
    { numRuns: 15 },
  )
})

test('beyond the exact, none can be spared and the bound is not passed', async () => {
  expect(setsOf(10, 3)).toBeLessThanOrEqual(EXACT_SETS_MAX)
  expect(setsOf(10, 5)).toBeGreaterThan(EXACT_SETS_MAX)
  const state = registerOf({
    lines: [line],
    pledges: Array.from({ length: 5 }, (_, i) =>
      pledgeOf({
        id: `P-${i}`,
        nation: `XA${String.fromCharCode(65 + i)}`,
        quantity: troops(100 * (i + 1)),
        caveats: [caveat(`Not ${i}`), caveat(`Nor ${i}`)],
      }),
    ),
  })
  const question = asked(state)
  const answer = await askAsks(question, { asksMax: 5 })
  if (isRefused(answer) || answer.proof.kind !== 'greedy') throw new Error('no greedy answer')
  expect(answer.proof.ended).toBe(true)
  expect(answer.asks.length).toBeLessThanOrEqual(5)
  expect(answer.closes).toBeLessThanOrEqual(answer.proof.closesAtMost + 1e-9)
  for (const spared of answer.asks) {
    const rest = answer.asks.filter((ask) => ask !== spared).map(({ supposition }) => supposition)
    const without = await askSupposed(question, rest)
    if (isRefused(without)) throw new Error(without.refused)
    expect(without.weightedGap).toBeGreaterThan(answer.weightedGapThen)
  }
})
