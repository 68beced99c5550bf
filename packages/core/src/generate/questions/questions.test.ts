/**
 * Goal: gaps, what-ifs and linchpins tell what the register says, from the same model, and never that a loss helps (R10).
 * Method: small registers solved by trying everything; random ones for what must hold always.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import {
  assume,
  conditionOf,
  lineOf,
  pledgeOf,
  registerOf,
} from '../../../../../tests/support/force-register.ts'
import { toModel } from '../register/to-model.ts'
import type { Caveat } from '../types.ts'
import {
  ExhaustiveSolver,
  asked,
  failing,
  options,
} from '../../../../../tests/support/force-questions.ts'
import { askGaps } from './gaps.ts'
import { askLinchpins } from './linchpins.ts'
import { askPostures, recordedPostures } from './postures.ts'
import { suppose } from './suppose.ts'
import type { Supposition } from './suppose.ts'
import type { ForceSolver } from './port.ts'
import { askWhatIf } from './what-if.ts'

function good<T extends object>(result: T | Refused): T {
  if (isRefused(result)) throw new Error(result.refused)
  return result
}
const troops = (n: number) => ({ kind: 'range', min: n, max: n, unit: 'troops' }) as const
const caveat: Caveat = {
  category: 'geographic',
  title: 'Not there',
  forbids: ['inUkraine'],
  waivableBy: 'its government',
  sources: [],
}
const lines = [
  lineOf({ quantity: troops(1_000) }),
  lineOf({ id: 'R-2', place: 'remote', priority: 3 }),
]
const pledges = [
  pledgeOf({ id: 'A' }),
  pledgeOf({ id: 'B', nation: 'XAB', caveats: [caveat] }),
  pledgeOf({ id: 'C', nation: 'XAC', conditions: ['ceasefire'] }),
]
const state = registerOf({ lines, pledges, conditions: [conditionOf()] })

describe('gaps', () => {
  test('a limit assumed for a nation is shown where it keeps the nation away, and nothing is firm', async () => {
    const limited = registerOf({
      lines: [lineOf({ quantity: troops(1_000) })],
      pledges: [pledgeOf({ id: 'A' })],
      conditions: [],
      assumptions: [assume('deployable:XAA', 0, 'persons')],
    })
    const gaps = good(await askGaps(toModel(limited, options), new ExhaustiveSolver()))
    expect(gaps.lines).toMatchObject([
      { line: 'R-1', delivered: 0, by: [], assumptions: ['A-deployable-XAA'], firm: false },
    ])
  })

  test('tell who is on a line, what closes it to whom, and what it rests on', async () => {
    const rests = registerOf({
      lines,
      pledges: [...pledges, pledgeOf({ id: 'D', nation: 'XAD', quantity: { kind: 'unknown' } })],
      conditions: [conditionOf()],
      assumptions: [assume('landManoeuvre:prepared', 200)],
    })
    const gaps = good(await askGaps(toModel(rests, options), new ExhaustiveSolver()))
    expect(
      gaps.lines.map(({ line, shortfall, firm, assumptions }) => [
        line,
        shortfall,
        firm,
        assumptions,
      ]),
    ).toEqual([
      ['R-1', 300, false, ['A-landManoeuvre-prepared']],
      ['R-2', 0, false, []],
    ])
    expect(gaps.lines[0]?.by.map(({ pledge }) => pledge)).toEqual(['A', 'D'])
    expect(gaps.lines[0]?.caveats.map(({ title, pledges: on }) => [title, on])).toEqual([
      ['Not there', ['B']],
      ['The ceasefire is in force (unknown)', ['C']],
    ])
    // 0.3 of a line of priority 1.
    expect(gaps.weightedGap).toBeCloseTo(2.7, 9)
  })

  test('a solver that fails is told, and nothing is counted', async () => {
    expect(await askGaps(toModel(state, options), failing)).toEqual({
      refused: 'the assignment was not solved: it broke off',
    })
  })
})

const ask = async (...suppositions: Supposition[]) =>
  good(await askWhatIf(asked(state), suppositions))

describe('what if', () => {
  test.each([
    [{ kind: 'withdraws', nation: 'XAA' }, [['R-1', 500, 1_000]]],
    [{ kind: 'loses', pledge: 'B' }, [['R-2', 0, 500]]],
    [{ kind: 'condition', condition: 'ceasefire', state: 'met' }, [['R-1', 500, 0]]],
    [{ kind: 'conditions', of: 'ceasefire', state: 'met' }, [['R-1', 500, 0]]],
    [{ kind: 'condition', condition: 'ceasefire', state: 'unmet' }, []],
    [
      { kind: 'lifts', nation: 'XAB', caveat: 'Not there' },
      [
        ['R-1', 500, 0],
        ['R-2', 0, 500],
      ],
    ],
    [
      { kind: 'liftsAll', nation: 'XAB' },
      [
        ['R-1', 500, 0],
        ['R-2', 0, 500],
      ],
    ],
    [{ kind: 'offers', pledge: pledgeOf({ id: 'N', nation: 'XAD' }) }, [['R-1', 500, 0]]],
  ] as [Supposition, unknown][])('%j', async (supposition, changes) => {
    const answer = await ask(supposition)
    expect(answer.changes.map((one) => [one.line, one.shortfall, one.shortfallThen])).toEqual(
      changes,
    )
    expect(answer.proven).toBe(true)
  })

  test('what was ruled out and is lifted is sized by the assumption about exclusions', async () => {
    const exclusions = new Map([
      ['X', { id: 'X', nation: 'XAX', capability: 'landManoeuvre', caveat }],
    ])
    const ruled = {
      ...registerOf({ lines, pledges, assumptions: [assume('landManoeuvre:excluded', 500)] }),
      exclusions,
    }
    const answer = good(await askWhatIf(asked(ruled), [{ kind: 'liftsAll', nation: 'XAX' }]))
    expect(answer.changes.map((one) => [one.line, one.shortfallThen])).toEqual([['R-1', 0]])
  })

  test.each([
    [{ kind: 'withdraws', nation: 'XAZ' }, 'XAZ has no pledge here'],
    [{ kind: 'loses', pledge: 'Z' }, 'there is no pledge Z'],
    [{ kind: 'condition', condition: 'z', state: 'met' }, 'there is no condition z'],
    [
      { kind: 'conditions', of: 'usBackstop', state: 'unmet' },
      'no condition of the kind usBackstop',
    ],
    [{ kind: 'liftsAll', nation: 'XAA' }, 'XAA has no caveat here'],
    [{ kind: 'lifts', nation: 'XAB', caveat: 'z' }, 'XAB has no caveat "z" here'],
    [{ kind: 'offers', pledge: pledgeOf({ id: 'A' }) }, 'the id A is taken'],
  ] as [Supposition, string][])('%j is refused', (supposition, message) => {
    const refused = suppose(state, [supposition])
    expect(isRefused(refused) && refused.refused).toContain(message)
  })

  test('supposing changes nothing on record, and the second solve starts from the first answer', async () => {
    const before = structuredClone(state)
    const solver = new ExhaustiveSolver()
    good(await askWhatIf(asked(state, solver), [{ kind: 'withdraws', nation: 'XAA' }]))
    expect(state).toEqual(before)
    expect(solver.incumbents[0]).toBeUndefined()
    expect(solver.incumbents[1]?.length).toBeGreaterThan(0)
  })
})

test('a withdrawal never closes a gap that was only badly solved before', async () => {
  const exact = new ExhaustiveSolver()
  let solves = 0
  const poorAtFirst: ForceSolver = {
    solve: async (model, incumbent) => {
      solves += 1
      return solves === 1
        ? { ...(await exact.solve({ ...model, packages: [] })), status: 'feasible' }
        : await exact.solve(model, incumbent)
    },
  }
  const withdraws = { kind: 'withdraws', nation: 'XAC' } as const
  const answer = good(await askWhatIf(asked(state, poorAtFirst), [withdraws]))
  expect(answer.weightedGapThen).toBeGreaterThanOrEqual(answer.weightedGap)
  expect(solves).toBe(3)
})

describe('linchpins', () => {
  test('the costliest first; who serves nowhere is spare and is not solved for', async () => {
    const solver = new ExhaustiveSolver()
    const { linchpins, spare } = good(await askLinchpins(asked(state, solver), 'pledge'))
    expect(linchpins.map(({ pledge, cost }) => [pledge, cost])).toEqual([
      ['B', 7],
      ['A', 4.5],
    ])
    expect(spare).toEqual(['C'])
    expect(solver.solves).toBe(3)
    const byNation = good(await askLinchpins(asked(state), 'nation'))
    expect(byNation.linchpins.map(({ nation, pledge }) => [nation, pledge])).toEqual([
      ['XAB', null],
      ['XAA', null],
    ])
  })

  test('no loss closes a gap of one line, and a spare one changes nothing', async () => {
    const offer = fc.record({ n: fc.integer({ min: 1, max: 900 }), isClosed: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(offer, { minLength: 1, maxLength: 4 }), async (offers) => {
        const random = registerOf({
          lines: [lineOf({ quantity: troops(1_000) })],
          pledges: offers.map(({ n, isClosed }, i) =>
            pledgeOf({ id: `P-${i}`, quantity: troops(n), caveats: isClosed ? [caveat] : [] }),
          ),
        })
        const { linchpins, spare, weightedGap } = good(await askLinchpins(asked(random), 'pledge'))
        for (const { cost } of linchpins) expect(cost).toBeGreaterThanOrEqual(0)
        for (const pledge of spare) {
          const without = good(await askWhatIf(asked(random), [{ kind: 'loses', pledge }]))
          expect(without.weightedGapThen).toBe(weightedGap)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('postures', () => {
  const small = lineOf({
    id: 'S',
    posture: 'small',
    quantity: { kind: 'range', min: 0, max: 900, unit: 'troops' },
  })
  const large = lineOf({
    id: 'L',
    posture: 'large',
    quantity: { kind: 'range', min: 1_000, max: 2_000, unit: 'troops' },
  })
  const register = registerOf({
    lines: [
      small,
      large,
      lineOf({ id: 'R-9', capability: 'medical', quantity: { kind: 'unknown' } }),
    ],
    pledges: [pledgeOf({ id: 'A' }), pledgeOf({ id: 'B', nation: 'XAB' })],
    assumptions: [assume('S', 800), assume('deployable:XAA', 9_000, 'persons')],
  })
  const taxonomy = {
    version: '1',
    families: new Map([['land', { code: 'land', title: 'Land' }]]),
    codes: new Map([['landManoeuvre', 'landManoeuvre']]),
    capabilities: new Map([
      [
        'landManoeuvre',
        {
          code: 'landManoeuvre',
          title: 'Land',
          unit: 'troops',
          definition: 'Soldiers',
          countsPeople: true,
          also: [],
          parent: 'land',
        },
      ],
    ]),
  }

  test('each as planned, and at the most stated where that is more and no open end', () => {
    expect(recordedPostures(register).map(({ title }) => title)).toEqual([
      'small, as planned',
      'large, as planned',
      'large, at the most stated',
    ])
  })

  test('side by side: persons, share filled, and whether it can be kept up', async () => {
    const question = { ...asked(register), options: { ...options, taxonomy } }
    const told = good(await askPostures(question, recordedPostures(register)))
    expect(told.map(({ persons, filledShare }) => [persons, filledShare])).toEqual([
      [800, 1],
      [1_000, 1],
      [2_000, 0],
    ])
    expect(told[2]?.sustainment.ratios).toEqual([
      { ratio: 3, needed: 6_000, known: 9_000, unknown: ['XAB'], holds: 'yes' },
      { ratio: 3.5, needed: 7_000, known: 9_000, unknown: ['XAB'], holds: 'yes' },
      { ratio: 4, needed: 8_000, known: 9_000, unknown: ['XAB'], holds: 'yes' },
    ])
    expect(told[0]?.assumptions.map(({ id, owner }) => [id, owner])).toEqual([
      ['A-S', 'planning cell'],
      ['A-deployable-XAA', 'planning cell'],
    ])
    const without = { ...register, assumptions: new Map() }
    const unknown = good(
      await askPostures({ ...question, state: without }, recordedPostures(without)),
    )
    expect(unknown.at(-1)?.sustainment.ratios[0]).toMatchObject({ known: 0, holds: 'unknown' })
  })
})
