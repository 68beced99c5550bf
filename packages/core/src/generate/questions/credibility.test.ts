/**
 * Goal: the chances drawn are those of the closed form; a condition that pledges share is drawn once for all of them
 * (R12); what nobody stated stays a range. Method: few pledges and conditions whose chances can be multiplied by hand,
 * 40,000 replications, compared within four standard errors of the share drawn.
 */
import { describe, expect, test } from 'vitest'
import { isRefused, seededRandom } from '../../units/index.ts'
import {
  assume,
  conditionOf,
  lineOf,
  pledgeOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { toModel } from '../register/to-model.ts'
import type { Condition } from '../register/types.ts'
import type { GenerateState } from '../generate-state.ts'
import { REPLICATIONS_MAX, askCredibility } from './credibility.ts'
import type { CredibilityAnswer } from './credibility.ts'
import { ExhaustiveSolver, options } from '../../../../../tests/support/force-questions.ts'

const N = 40_000
const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' }) as const
const line = lineOf({ quantity: troops(1_000) })

async function credibility(
  state: GenerateState,
  { replications = N, seed = 7 } = {},
): Promise<CredibilityAnswer> {
  const conditions = new Map(
    [...state.conditions].map(([id, one]): [string, Condition] => [id, { ...one, state: 'met' }]),
  )
  const mapped = toModel({ ...state, conditions }, options)
  const solution = await new ExhaustiveSolver().solve(mapped.model)
  const random = seededRandom(seed)
  const answer = askCredibility({ state, mapped, solution }, { replications, seed, random })
  if (isRefused(answer)) throw new Error(answer.refused)
  return answer
}
/** Four standard errors of a share drawn N times. */
const near = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / N) + 1e-12
function expectChance(answer: CredibilityAnswer, p: number): void {
  const drawn = answer.low[0]?.onItsDay ?? Number.NaN
  expect(Math.abs(drawn - p)).toBeLessThanOrEqual(near(p))
}
const two = (a: readonly string[], b: readonly string[]) => [
  pledgeOf({ id: 'A', quantity: troops(600), conditions: a }),
  pledgeOf({ id: 'B', nation: 'XAB', quantity: troops(600), conditions: b }),
]
const conditions = [
  conditionOf({ id: 'c' }),
  conditionOf({ id: 'd', kind: 'usBackstop', title: 'The backstop' }),
]

describe('closed forms', () => {
  test('one condition: p; two pledges that share it: p, not p²', async () => {
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], ['c']),
      conditions,
      assumptions: [assume('condition:c', 0.6, 'probability')],
    })
    const answer = await credibility(state)
    expectChance(answer, 0.6)
    // Had each drawn its own, the chance would be 0.36, far beyond four standard errors.
    expect(Math.abs((answer.low[0]?.onItsDay ?? 0) - 0.36)).toBeGreaterThan(0.2)
    expect(answer.high).toEqual(answer.low)
  })

  test('two conditions of their own: p q; shares between, by halves', async () => {
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], ['d']),
      conditions,
      assumptions: [
        assume('condition:c', 0.6, 'probability'),
        assume('condition:d', 0.5, 'probability'),
      ],
    })
    const answer = await credibility(state)
    expectChance(answer, 0.3)
    const bars = answer.low[0]?.bars ?? []
    // Nobody, one of two (600 of 1,000), both.
    for (const [at, p] of [
      [0, 0.2],
      [6, 0.5],
      [10, 0.3],
    ] as const)
      expect(Math.abs((bars[at] ?? 0) / N - p)).toBeLessThanOrEqual(near(p))
    expect(bars.reduce((sum, n) => sum + n, 0)).toBe(N)
    expect(answer.low[0]).toMatchObject({ p10: 0, p50: 0.6, p90: 1 })
  })

  test('a pledge has a chance of its own, by itself or by its status, beside its conditions', async () => {
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], []),
      conditions,
      assumptions: [
        assume('condition:c', 0.5, 'probability'),
        assume('pledge:A', 0.8, 'probability'),
        assume('status:offered', 0.9, 'probability'),
      ],
    })
    const answer = await credibility(state)
    expectChance(answer, 0.5 * 0.8 * 0.9)
    expect(answer.chances.map(({ about, assumption }) => [about, assumption?.id])).toEqual([
      ['condition:c', 'A-condition-c'],
      ['pledge:A', 'A.assumed'],
      ['pledge:B', 'A-status-offered'],
    ])
    expect(answer.chances[0]?.assumption).toMatchObject({ owner: 'planning cell' })
  })
})

describe('what is known and what is not', () => {
  test('a condition on record as met is not drawn', async () => {
    const met = [conditionOf({ id: 'c', state: 'met' })]
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], ['c']),
      conditions: met,
      assumptions: [assume('condition:c', 0.1, 'probability')],
    })
    expect((await credibility(state)).low[0]).toMatchObject({ onItsDay: 1, p10: 1, throughout: 1 })
  })

  test('a chance that nobody stated is a range from unmet to met', async () => {
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], ['d']),
      conditions,
      assumptions: [assume('condition:c', 0.6, 'probability')],
    })
    const { low, high, chances } = await credibility(state)
    expect(low[0]?.onItsDay).toBe(0)
    expect(Math.abs((high[0]?.onItsDay ?? 0) - 0.6)).toBeLessThanOrEqual(near(0.6))
    expect(chances.find(({ about }) => about === 'condition:d')?.probability).toBeNull()
  })

  test('a line that nobody serves has no chance, and the seed decides', async () => {
    const empty = registerOf({ lines: [line] })
    expect((await credibility(empty)).low[0]).toMatchObject({ onItsDay: 0, p90: 0 })
    const state = registerOf({
      lines: [line],
      pledges: two(['c'], ['d']),
      conditions,
      assumptions: [assume('condition:c', 0.6), assume('condition:d', 0.5)],
    })
    const draw = (seed: number) => credibility(state, { seed, replications: 500 })
    expect(await draw(3)).toEqual(await draw(3))
    expect((await draw(3)).low).not.toEqual((await draw(4)).low)
  })

  test.each([0, 0.5, REPLICATIONS_MAX + 1, Number.NaN])(
    '%d replications are refused',
    (replications) => {
      const mapped = toModel(registerOf({ lines: [line] }), options)
      const input = { state: registerOf({}), mapped, solution: { assignments: [] } as never }
      const answer = askCredibility(input, { replications, seed: 1, random: () => 0 })
      expect(isRefused(answer) && answer.refused).toContain('replications; ask for 1 to')
    },
  )
})
