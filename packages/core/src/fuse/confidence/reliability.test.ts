/**
 * Goal: the diagram and its scores are what the papers define, and its intervals hold the truth as often as they say.
 * Method: isotonic regression against every monotone step function on small samples; the decompositions as identities;
 * seeded worlds with known truth for the rates; planted faults (overconfidence; a figure that says nothing) must be seen.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { JUDGED_CASES_MIN, RECALIBRATION_CASES_MIN } from './assumptions.ts'
import { exactInterval } from './binomial.ts'
import { adjudicatedOf } from './cases.ts'
import type { Adjudicated, Case, JudgedIncident } from './cases.ts'
import { findingsReportOf, recalibrationOf, reliabilityOf } from './index.ts'
import { meaningOf } from './words.ts'
import { isotonic, shareAt, tiedOf } from './pav.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const caseArb = fc.record({
  probability: fc.oneof(share, fc.constantFrom(0, 0.3, 0.5, 1)),
  outcome: fc.boolean(),
})

/** Cases whose chance is `truth(forecast)`, forecasts uniform. */
function world(
  seed: number,
  count: number,
  truth: (probability: number) => number,
): readonly Case[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const probability = random()
    return { probability, outcome: random() < truth(probability) }
  })
}
const asSaid = (p: number): number => p
/** The odds are the square root of what is said: much too sure. */
const lessSure = (p: number): number => Math.sqrt(p) / (Math.sqrt(p) + Math.sqrt(1 - p))

const tail = (n: number, k: number, p: number): number => {
  let sum = 0
  let term = 1
  for (let i = 0; i < n; i += 1) term *= 1 - p
  for (let i = 0; i <= k; i += 1) {
    sum += term
    term *= ((n - i) / (i + 1)) * (p / (1 - p))
  }
  return sum
}
const read = (...incidents: readonly JudgedIncident[]) =>
  adjudicatedOf(incidents, 'occurred', { scripted: false })
const countOf = (incidents: readonly JudgedIncident[], isExercise: boolean): unknown => {
  const { scripted, questions } = findingsReportOf(incidents, { isExercise })
  return [scripted, questions.occurred.reliability.cases]
}

describe('isotonic regression', () => {
  test('no monotone step function fits better (all of them tried)', () => {
    fc.assert(
      fc.property(fc.array(caseArb, { minLength: 1, maxLength: 8 }), (cases) => {
        const tied = tiedOf(cases)
        const lossOf = (levels: readonly number[]): number =>
          tied.reduce((sum, { cases: n, occurred }, i) => {
            const level = levels[i] ?? 0
            return sum + occurred * (1 - level) * (1 - level) + (n - occurred) * level * level
          }, 0)
        // The best monotone fit is constant on runs, at the run's mean: so every way to cut into runs is tried.
        let best = Infinity
        for (let cuts = 0; cuts < 1 << (tied.length - 1); cuts += 1) {
          const levels: number[] = []
          let from = 0
          for (let to = 1; to <= tied.length; to += 1) {
            if (to < tied.length && (cuts & (1 << (to - 1))) === 0) continue
            const run = tied.slice(from, to)
            const mean =
              run.reduce((sum, one) => sum + one.occurred, 0) /
              run.reduce((sum, one) => sum + one.cases, 0)
            for (let i = from; i < to; i += 1) levels.push(mean)
            from = to
          }
          if (levels.every((level, i) => i === 0 || level >= (levels[i - 1] ?? 0)))
            best = Math.min(best, lossOf(levels))
        }
        const blocks = isotonic(tied)
        expect(lossOf(tied.map(({ probability }) => shareAt(blocks, probability)))).toBeCloseTo(
          best,
          9,
        )
        for (const [i, block] of blocks.entries())
          expect(block.share).toBeGreaterThan(blocks[i - 1]?.share ?? -1)
      }),
    )
  })
})

describe('scores', () => {
  test('score = miscalibration − discrimination + uncertainty, no part negative; Murphy adds up too', () => {
    fc.assert(
      fc.property(fc.array(caseArb, { minLength: 1, maxLength: 60 }), (cases) => {
        const { brier, murphy, log } = reliabilityOf(cases)
        if (brier === null || murphy === null || log === null) throw new Error('there are cases')
        const direct =
          cases.reduce(
            (sum, { probability: p, outcome }) =>
              sum + (p - Number(outcome)) * (p - Number(outcome)),
            0,
          ) / cases.length
        expect(brier.score).toBeCloseTo(direct, 12)
        expect(brier.miscalibration - brier.discrimination + brier.uncertainty).toBeCloseTo(
          direct,
          12,
        )
        for (const parts of [brier, log]) {
          expect(parts.miscalibration ?? 0).toBeGreaterThanOrEqual(-1e-12)
          expect(parts.discrimination).toBeGreaterThanOrEqual(-1e-12)
        }
        const { reliability, resolution, uncertainty, within } = murphy
        expect(reliability - resolution + uncertainty + within).toBeCloseTo(direct, 12)
        const impossible = cases.filter(
          ({ probability: p, outcome }) => p === Number(!outcome),
        ).length
        expect(log.impossible).toBe(impossible)
        expect(log.score === null).toBe(impossible > 0)
        if (log.score !== null && log.miscalibration !== null)
          expect(log.miscalibration - log.discrimination + log.uncertainty).toBeCloseTo(
            log.score,
            9,
          )
      }),
      { numRuns: 40 },
    )
  })
  test('forecasts of few values: Murphy is exact within tenths, and equals CORP where shares rise', () => {
    const cases = [0.1, 0.3, 0.7, 0.9].flatMap((probability, i) =>
      Array.from({ length: 10 }, (_, n) => ({ probability, outcome: n < ([0, 4, 6, 10][i] ?? 0) })),
    )
    const { brier, murphy } = reliabilityOf(cases)
    expect(murphy?.within).toBeCloseTo(0, 12)
    expect(murphy?.reliability).toBeCloseTo(brier?.miscalibration ?? Number.NaN, 12)
    expect(murphy?.resolution).toBeCloseTo(brier?.discrimination ?? Number.NaN, 12)
  })
  test('golden: four cases by hand', () => {
    const { brier, curve } = reliabilityOf([
      { probability: 0.2, outcome: false },
      { probability: 0.4, outcome: true },
      { probability: 0.6, outcome: false },
      { probability: 0.8, outcome: true },
    ])
    expect(curve.map((block) => [block.from, block.to, block.share])).toEqual([
      [0.2, 0.2, 0],
      [0.4, 0.6, 0.5],
      [0.8, 0.8, 1],
    ])
    expect(brier?.score).toBeCloseTo((0.04 + 0.36 + 0.36 + 0.04) / 4, 12)
    expect(brier?.miscalibration).toBeCloseTo(0.2 - 0.125, 12)
    expect(brier?.discrimination).toBeCloseTo(0.25 - 0.125, 12)
    expect(brier?.uncertainty).toBeCloseTo(0.25, 12)
  })
})

describe('what it judges', () => {
  const MANY = 2_000
  test('calibrated figures have next to no miscalibration', () => {
    const { brier, chance, judgement, band, curve } = reliabilityOf(world(1, MANY, asSaid))
    expect(brier?.miscalibration).toBeLessThan(0.005)
    expect(brier?.discrimination).toBeGreaterThan(0.07)
    expect(chance).toBeGreaterThan(0.05)
    expect(judgement).toBe('noFault')
    const inside = band.filter(({ probability, low, high }) => {
      const at = shareAt(curve, probability)
      return at >= low && at <= high
    })
    expect(inside.length / band.length).toBeGreaterThan(0.8)
  })
  test('calibrated figures are called miscalibrated about as often as the 5 % say', () => {
    let called = 0
    const worlds = 100
    for (let seed = 0; seed < worlds; seed += 1)
      if ((reliabilityOf(world(1_000 + seed, 100, asSaid)).chance ?? 1) < 0.05) called += 1
    expect(called / worlds).toBeLessThan(0.1)
    expect(called).toBeGreaterThan(0)
  })
  test.each([
    ['tooSure', lessSure],
    ['notSureEnough', (p: number): number => (p * p) / (p * p + (1 - p) * (1 - p))],
    ['tooHigh', (p: number): number => p * p],
    ['tooLow', (p: number): number => Math.sqrt(p)],
  ] as const)('planted %s is seen', (judgement, truth) => {
    const found = reliabilityOf(world(2, MANY, truth))
    expect(found.judgement).toBe(judgement)
    expect(found.chance).toBeLessThan(0.01)
    expect(found.brier?.miscalibration).toBeGreaterThan(0.005)
  })
  test('a figure that says nothing discriminates nothing', () => {
    const { brier } = reliabilityOf(world(3, MANY, () => 0.5))
    expect(brier?.discrimination).toBeLessThan(0.01)
  })
  test('few cases are not judged, none are said to be none, undetermined ones are counted', () => {
    expect(meaningOf(reliabilityOf([]))).toBe('No adjudicated finding yet.')
    const unclear: Adjudicated[] = [{ probability: 0.5, outcome: 'undetermined' }]
    expect(meaningOf(reliabilityOf(unclear))).toContain('1 could not be determined')
    const few = world(4, JUDGED_CASES_MIN - 1, () => 0)
    expect(reliabilityOf(few)).toMatchObject({ judgement: 'tooFew', undetermined: 0 })
    expect(meaningOf(reliabilityOf(few))).toContain('too few')
    expect(reliabilityOf([...few, ...unclear])).toMatchObject({
      cases: few.length,
      undetermined: 1,
    })
  })
  test('the order of the cases changes nothing but rounding; probabilities that are none are left out', () => {
    const cases = world(5, 300, asSaid)
    const one = reliabilityOf(cases)
    const other = reliabilityOf(cases.toReversed())
    expect(other.curve).toEqual(one.curve)
    expect(other.band).toEqual(one.band)
    expect(other.brier?.score).toBeCloseTo(one.brier?.score ?? 0, 12)
    const hostile = [Number.NaN, -0.1, 1.1, Infinity].map((probability) => ({
      probability,
      outcome: true,
    }))
    expect(reliabilityOf([...cases, ...hostile])).toEqual(one)
  })
  test('it can be sent as JSON and means the same', () => {
    const found = reliabilityOf([...world(6, 50, asSaid), { probability: 0, outcome: true }])
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })
})

describe('intervals', () => {
  test('exact intervals agree with binomial sums', () => {
    for (const n of [1, 7, 40, 100])
      for (const k of [0, 1, Math.floor(n / 3), n]) {
        const [low, high] = exactInterval(k, n, 0.05)
        if (k === 0) expect(low).toBe(0)
        else expect(1 - tail(n, k - 1, low)).toBeCloseTo(0.025, 9)
        if (k === n) expect(high).toBe(1)
        else expect(tail(n, k, high)).toBeCloseTo(0.025, 9)
      }
    expect(exactInterval(0, 0, 0.05)).toEqual([0, 1])
  })
  test('a tenth’s interval holds its chance in at least 95 of 100 worlds', () => {
    const random = seededRandom(7)
    const worlds = 2_000
    let held = 0
    for (let run = 0; run < worlds; run += 1) {
      const truth = random()
      let occurred = 0
      for (let n = 0; n < 15; n += 1) if (random() < truth) occurred += 1
      const [low, high] = exactInterval(occurred, 15, 0.05)
      if (low <= truth && truth <= high) held += 1
    }
    expect(held / worlds).toBeGreaterThan(0.95)
  })
  test('the recalibration’s interval holds every figure’s truth at once in at least 95 of 100 worlds', () => {
    const worlds = 60
    const steps = Array.from({ length: 41 }, (_, i) => i / 40)
    let held = 0
    let heldByHalf = 0
    for (let seed = 0; seed < worlds; seed += 1) {
      const { of } = recalibrationOf(world(50 + seed, 300, lessSure))
      const offs = steps.map((p) => {
        const { low, high } = of(p)
        const middle = (low + high) / 2
        const truth = lessSure(p)
        return truth > middle
          ? (truth - middle) / (high - middle)
          : (middle - truth) / (middle - low)
      })
      const most = Math.max(...offs)
      if (most <= 1) held += 1
      if (most <= 0.4) heldByHalf += 1
    }
    expect(held / worlds).toBeGreaterThanOrEqual(0.95)
    // Planted: intervals of less than half the width must fail the same check.
    expect(heldByHalf / worlds).toBeLessThan(0.95)
  })
})

describe('recalibration', () => {
  test('with few cases figures stay as they are, and it says so', () => {
    const few = recalibrationOf(world(8, RECALIBRATION_CASES_MIN - 1, lessSure))
    expect(few.asGiven).toContain(`${RECALIBRATION_CASES_MIN - 1} judged cases`)
    expect(few.of(0.9)).toMatchObject({ probability: 0.9 })
    expect(recalibrationOf([]).of(0.9)).toEqual({ probability: 0.9, low: 0, high: 1 })
  })
  test('with many it takes overconfidence back, and what it gives is calibrated on new cases', () => {
    const learned = recalibrationOf(world(9, 4_000, lessSure))
    expect(learned.asGiven).toBeNull()
    expect(learned.of(0.95).probability).toBeLessThan(0.88)
    const fresh = world(10, 4_000, lessSure)
    const before = reliabilityOf(fresh)
    const after = reliabilityOf(
      fresh.map(({ probability, outcome }) => ({
        probability: learned.of(probability).probability,
        outcome,
      })),
    )
    expect(after.brier?.miscalibration).toBeLessThan((before.brier?.miscalibration ?? 0) / 2)
  })
  test('it rises with the figure, within its interval’s ends that rise too', () => {
    fc.assert(
      fc.property(fc.array(caseArb, { maxLength: 150 }), (cases) => {
        const { of } = recalibrationOf(cases)
        let before = { probability: 0, low: 0, high: 0 }
        for (let p = 0; p <= 1; p += 0.05) {
          const at = of(p)
          for (const end of ['probability', 'low', 'high'] as const)
            expect(at[end]).toBeGreaterThanOrEqual(before[end] - 1e-12)
          before = at
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('findings', () => {
  const open = { status: 'open', value: null, machineProbability: null }
  const incident = (
    occurred: Partial<JudgedIncident['answers']['occurred']>,
    more: Partial<JudgedIncident> = {},
  ): JudgedIncident => ({
    status: 'concluded',
    scripted: false,
    answers: {
      occurred: { status: 'signed', value: 'yes', machineProbability: 0.8, ...occurred },
      breach: { ...open },
    },
    ...more,
  })
  test.each([
    ['yes', { value: 'yes' }, [{ probability: 0.8, outcome: true }]],
    ['no', { value: 'no' }, [{ probability: 0.8, outcome: false }]],
    ['unable', { value: 'unable' }, [{ probability: 0.8, outcome: 'undetermined' }]],
    ['without a figure beside it', { machineProbability: null }, []],
    ['only proposed', { status: 'proposed' }, []],
    ['recalled', { status: 'recalled' }, []],
    ['deadlocked', { status: 'deadlocked' }, []],
    ['a value of another question', { value: 'none' }, []],
    ['a figure that is none', { machineProbability: Number.NaN }, []],
  ] as const)('occurred %s', (_, answer, want) => {
    expect(read(incident(answer))).toEqual(want)
  })
  test.each([
    [{ clause: 'FD', agreementVersion: '1' }, true],
    ['none', false],
    ['ambiguous', 'undetermined'],
  ] as const)('breach %o', (value, outcome) => {
    const one = incident({})
    const breach = { status: 'signed', value, machineProbability: 0.3 }
    const answers = { ...one.answers, breach }
    expect(adjudicatedOf([{ ...one, answers }], 'breach', { scripted: false })).toEqual([
      { probability: 0.3, outcome },
    ])
  })
  test('a merged incident counts once, and scripts never mix with people', () => {
    expect(read(incident({}), incident({}, { status: 'merged' }))).toHaveLength(1)
    expect(read(incident({}, { scripted: true }))).toEqual([])
    expect(
      adjudicatedOf([incident({}, { scripted: true }), incident({})], 'occurred', {
        scripted: true,
      }),
    ).toHaveLength(1)
  })
  test('a live deployment reports on people alone; an exercise on people where there are any', () => {
    const script = incident({}, { scripted: true })
    expect(countOf([script], false)).toEqual([false, 0])
    expect(countOf([script], true)).toEqual([true, 1])
    expect(countOf([script, incident({})], true)).toEqual([false, 1])
    expect(countOf([script, incident({})], false)).toEqual([false, 1])
  })
})
