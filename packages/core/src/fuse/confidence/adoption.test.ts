/**
 * Goal: figures are told with a correction only by a person's entry, by the curve that the findings give and nobody sends, and
 * what was told once is told for good. Method: the life cycle as a total table; fit and record compared bit for bit; adoptions,
 * withdrawals, findings, events and restarts in any order against an oracle that keeps every instant by itself; bad input of
 * each command; planted: a curve from the sender, and a look-up that forgets when an adoption ended.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actor, findings, incident, Log } from '../../../../../tests/support/recalibration-log.ts'
import type { Asked, Made } from '../../../../../tests/support/recalibration-log.ts'
import type { Entry } from '../../evidence/index.ts'
import {
  adoptionAt,
  evolve,
  inForce,
  initial,
  RECALIBRATION_LIFECYCLE,
  RECALIBRATION_REASON_MAX,
  worthAt,
} from './adoption.ts'
import type {
  Adoption,
  RecalibrationAct,
  RecalibrationAdopted,
  RecalibrationStatus,
} from './adoption.ts'
import {
  RECALIBRATION_CASES_MAX,
  RECALIBRATION_CASES_MIN,
  RECALIBRATIONS_MAX,
} from './assumptions.ts'
import { adjudicatedOf, JUDGED_QUESTIONS } from './cases.ts'
import type { JudgedQuestion } from './cases.ts'
import { fitOf, fitOfCases } from './fit.ts'
import type { FitIncident } from './fit.ts'
import { curveOf, recalibrationOf, worthBy } from './recalibrate.ts'

const caseArb = fc.record({
  probability: fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 0.3, 0.5, 1),
  ),
  outcome: fc.boolean(),
})
const SAID = Array.from({ length: 41 }, (_, n) => n / 40)

const statusOf = (log: Log, question: JudgedQuestion): RecalibrationStatus =>
  inForce(log.state, question) === null ? 'none' : 'adopted'
const ACTS: readonly RecalibrationAct[] = ['adopt', 'withdraw']
const STATUSES: readonly RecalibrationStatus[] = ['none', 'adopted']
const both = (count: number): FitIncident[] => [
  ...findings(count),
  ...findings(count, { question: 'breach' }).map((one, n) => ({ ...one, id: `I-b${n}` })),
]

describe('the life cycle', () => {
  test.each(
    JUDGED_QUESTIONS.flatMap((question) =>
      STATUSES.flatMap((from) => ACTS.map((by) => [question, from, by] as const)),
    ),
  )('%s from %s by %s is as the table says', (question, from, by) => {
    const log = new Log(both(RECALIBRATION_CASES_MIN))
    const other = question === 'occurred' ? 'breach' : 'occurred'
    if (from === 'adopted') log.adopt(question)
    expect(statusOf(log, question)).toBe(from)
    log.incidents.push(incident(500, { question, probability: 0.5, outcome: true }))
    const before = log.state
    const got = by === 'adopt' ? log.adopt(question) : log.withdraw(question)
    const outcome = RECALIBRATION_LIFECYCLE[from][by]
    if (typeof outcome === 'object') {
      expect(got).toBe(`${question}: ${outcome.refused}`)
      expect(log.state).toBe(before)
    } else expect(got).toHaveProperty('kind')
    expect(statusOf(log, question)).toBe(typeof outcome === 'object' ? from : outcome)
    expect(log.state[other]).toEqual([])
  })
})

describe('the record of a correction', () => {
  test('it gives what the fit gives, bit for bit, after a journey as JSON too; it rises, within its interval', () => {
    fc.assert(
      fc.property(
        fc.array(caseArb, { minLength: RECALIBRATION_CASES_MIN, maxLength: 150 }),
        (cases) => {
          const { of } = recalibrationOf(cases)
          const curve = curveOf(cases)
          const read = JSON.parse(JSON.stringify(curve)) as typeof curve
          let before = { probability: 0, low: 0, high: 0 }
          for (const said of [
            ...SAID,
            ...cases.map((one) => one.probability).toSorted((a, b) => a - b),
          ]) {
            const told = worthBy(read, said)
            for (const end of ['probability', 'low', 'high'] as const)
              expect(Object.is(told[end], of(said)[end])).toBe(true)
            expect(told.probability * (1 - told.probability)).toBeGreaterThan(0)
            expect(told.low).toBeLessThanOrEqual(told.probability)
            expect(told.high).toBeGreaterThanOrEqual(told.probability)
          }
          for (const said of SAID) {
            const told = worthBy(read, said)
            for (const end of ['probability', 'low', 'high'] as const)
              expect(told[end]).toBeGreaterThanOrEqual(before[end])
            before = told
          }
        },
      ),
      { numRuns: 25 },
    )
  })
  test('the order of the incidents changes nothing; one case more gives it another name', () => {
    const all = findings(120)
    const one = fitOf(all, 'occurred', { isExercise: false })
    expect(fitOf(all.toReversed(), 'occurred', { isExercise: false })).toEqual(one)
    expect(fitOf(all.slice(1), 'occurred', { isExercise: false }).name).not.toBe(one.name)
    expect(fitOf(all, 'breach', { isExercise: false }).name).not.toBe(one.name)
  })
  test('it rests on the newest cases, and on no more than the limit', () => {
    const cases = Array.from({ length: RECALIBRATION_CASES_MAX + 3 }, (_, n) => ({
      incident: `I-${n}`,
      signedIn: n,
      probability: 0.5,
      outcome: n >= 3,
    }))
    const fit = fitOfCases({ question: 'occurred', scripted: false }, cases.toReversed())
    expect(fit.cases).toHaveLength(RECALIBRATION_CASES_MAX)
    expect(fit.cases[0]?.signedIn).toBe(3)
    expect(worthBy(fit.curve, 0.5).probability).toBeGreaterThan(0.999)
  })
  test('the entry names its cases, the signatures that it rests on, and the one that it ends', () => {
    const log = new Log(findings(RECALIBRATION_CASES_MIN))
    for (let n = 0; n < 200; n += 1) log.skip()
    const first = log.adopt()
    log.incidents.push(incident(150, { probability: 0.2, outcome: true }))
    const second = log.adopt()
    if (typeof first === 'string' || typeof second === 'string') throw new Error('refused')
    expect(first.refs).toEqual(Array.from({ length: RECALIBRATION_CASES_MIN }, (_, n) => n))
    expect(second.refs).toEqual([...first.refs, 150, first.index])
    const { cases, curve, fit, reason } = second.payload as unknown as RecalibrationAdopted
    expect(fitOfCases({ question: 'occurred', scripted: false }, cases)).toMatchObject({
      name: fit,
      curve,
    })
    expect(reason).toBe('r')
    expect(log.state.occurred.map(({ ended }) => ended?.entry ?? null)).toEqual([
      second.index,
      null,
    ])
    expect(log.withdraw()).toMatchObject({
      refs: [second.index],
      payload: { adopted: second.index },
    })
  })
})

/** Whether each adopted curve is the one that its moment's incidents give: what a planted fault must fail. */
const isOfTheRecord = (entry: Entry, incidents: readonly FitIncident[]): boolean => {
  const { question, curve } = entry.payload as unknown as RecalibrationAdopted
  const own = fitOf(incidents, question, { isExercise: false }).curve
  return JSON.stringify(own) === JSON.stringify(curve)
}

describe('what the sender cannot bring', () => {
  const sent = { blocks: [{ from: 0, to: 1, cases: 1, occurred: 1 }], bounds: [] }
  test('a curve beside the command changes nothing; taken from there it would be seen', () => {
    const log = new Log(findings(RECALIBRATION_CASES_MIN))
    const entry = log.adopt('occurred', { curve: sent, cases: [], scripted: true } as object)
    if (typeof entry === 'string') throw new Error(entry)
    expect(isOfTheRecord(entry, log.incidents)).toBe(true)
    expect(entry.payload).toMatchObject({ scripted: false })
    // Planted: a decision that records what was sent.
    const faulty: Entry = { ...entry, payload: { ...(entry.payload as object), curve: sent } }
    expect(isOfTheRecord(faulty, log.incidents)).toBe(false)
  })
})

type Step =
  | { readonly do: 'adopt' | 'withdraw'; readonly question: JudgedQuestion }
  | { readonly do: 'sign'; readonly question: JudgedQuestion; readonly made: Made }
  | { readonly do: 'event'; readonly question: JudgedQuestion; readonly probability: number }
  | { readonly do: 'restart' }
const question = fc.constantFrom(...JUDGED_QUESTIONS)
const stepArb: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('adopt' as const, 'withdraw' as const), question }),
  fc.record({ do: fc.constant('sign' as const), question, made: caseArb }),
  fc.record({ do: fc.constant('event' as const), question, probability: fc.constantFrom(...SAID) }),
  fc.constant({ do: 'restart' as const }),
)

interface ToldOnce {
  readonly question: JudgedQuestion
  readonly probability: number
  readonly entry: number
  readonly worth: object | null
}
/** Walks the steps; gives what the oracle says was told of each event, at its instant. */
function walk(steps: readonly Step[]): { readonly log: Log; readonly told: readonly ToldOnce[] } {
  const log = new Log(both(RECALIBRATION_CASES_MIN))
  const told: ToldOnce[] = []
  const force: Record<JudgedQuestion, ((probability: number) => object) | null> = {
    occurred: null,
    breach: null,
  }
  let signed = 1_000
  for (const step of steps) {
    if (step.do === 'restart') log.restart()
    else if (step.do === 'sign') {
      signed += 1
      log.incidents.push(incident(signed, { ...step.made, question: step.question }))
    } else if (step.do === 'event') {
      const { probability } = step
      const worth = force[step.question]?.(probability) ?? null
      told.push({ question: step.question, probability, entry: log.skip(), worth })
    } else if (step.do === 'withdraw') {
      const is = force[step.question] !== null
      expect(typeof log.withdraw(step.question)).toBe(is ? 'object' : 'string')
      force[step.question] = null
    } else {
      const made = log.adopt(step.question)
      // The oracle fits by the report's way, from the findings of the moment.
      const { of } = recalibrationOf(
        adjudicatedOf(log.incidents, step.question, { scripted: false }),
      )
      if (typeof made === 'object')
        force[step.question] = (probability) => ({ ...of(probability), entry: made.index })
      else expect(made).toMatch(/in force already|beyond chance/)
    }
  }
  return { log, told }
}
const misses = (
  { told }: ReturnType<typeof walk>,
  at: (one: ToldOnce) => object | null,
): readonly ToldOnce[] =>
  told.filter((one) => JSON.stringify(at(one)) !== JSON.stringify(one.worth))

describe('in any order', () => {
  test('each event bears what it was told with, for good, after restarts too', () => {
    let seen = 0
    fc.assert(
      fc.property(fc.array(stepArb, { minLength: 10, maxLength: 40 }), (steps) => {
        const walked = walk(steps)
        const { log } = walked
        const now = (one: ToldOnce): object | null => worthAt(log.state, one.question, one)
        expect(misses(walked, now)).toEqual([])
        const before = log.state
        log.restart()
        expect(log.state).toEqual(before)
        expect(misses(walked, now)).toEqual([])
        seen += walked.told.filter(({ worth }) => worth !== null).length
      }),
      { numRuns: 20 },
    )
    expect(seen).toBeGreaterThan(20)
  })
  test('planted: a look-up that forgets when an adoption began or ended is seen', () => {
    const probability = 0.9
    const event: Step = { do: 'event', question: 'occurred', probability }
    const adopt: Step = { do: 'adopt', question: 'occurred' }
    const withdraw: Step = { do: 'withdraw', question: 'occurred' }
    const walked = walk([event, adopt, event, withdraw, event, adopt, event])
    const { occurred } = walked.log.state
    const worthOf = (adoption: Adoption | undefined): object | null =>
      adoption === undefined
        ? null
        : { ...worthBy(adoption.curve, probability), entry: adoption.entry }
    expect(misses(walked, (one) => worthAt(walked.log.state, 'occurred', one))).toEqual([])
    expect(misses(walked, () => worthOf(occurred.at(-1)))).toHaveLength(3)
    expect(
      misses(walked, ({ entry: at }) => worthOf(occurred.findLast(({ entry }) => entry < at))),
    ).toHaveLength(1)
  })
  test('an entry that is erased leaves the state as it was, and so does a withdrawal of nothing', () => {
    const log = new Log(findings(RECALIBRATION_CASES_MIN))
    log.adopt()
    expect(evolve(log.state, { index: 9, tombstone: true })).toBe(log.state)
    const [adopted] = log.entries
    if (adopted === undefined) throw new Error('not adopted')
    const stray = { ...adopted, index: 8, kind: 'fuse.recalibration-withdrawn' }
    const payload = { question: 'occurred', adopted: 7, reason: 'r' }
    expect(evolve(log.state, { ...stray, payload })).toBe(log.state)
    expect(evolve(log.state, { ...stray, kind: 'fuse.other' })).toBe(log.state)
    expect(adoptionAt(log.state, 'occurred', 0)).toBeNull()
    expect(worthAt(log.state, 'occurred', { probability: 0.5, entry: null })).toBeNull()
  })
})

const enough = (): Log => new Log(findings(RECALIBRATION_CASES_MIN))

describe('what is refused', () => {
  test.each<readonly [string, Log, Partial<Asked>, RegExp]>([
    [
      'too few cases',
      new Log(findings(RECALIBRATION_CASES_MIN - 1)),
      {},
      /99 judged cases; .* 100/,
    ],
    [
      'scripted cases in a live deployment',
      new Log(findings(200, { scripted: true })),
      {},
      /occurred: 0 judged cases/,
    ],
    ['another fit than stands', enough(), { fit: 'x' }, /cases are others .* 100 now/],
    ['no reason', enough(), { reason: ' ' }, /reason: empty; say why/],
    [
      'too long a reason',
      enough(),
      { reason: 'x'.repeat(RECALIBRATION_REASON_MAX + 1) },
      /501 characters; at most 500/,
    ],
    ['the watch', enough(), { actor: actor({ role: 'watch' }) }, /analyst or head-of-mission/],
    ['the system', enough(), { actor: actor({ role: 'system' }) }, /the role system may not/],
    ['another office', enough(), { actor: actor({ office: 'commission' }) }, /monitor's office/],
    [
      'a script on a live deployment',
      enough(),
      { actor: actor({ role: 'scripted', nation: 'XAA' }) },
      /in an exercise alone/,
    ],
    [
      'a script of a real nation',
      new Log(findings(200, { scripted: true }), 'x'),
      { actor: actor({ role: 'scripted' }) },
      /SWE is none/,
    ],
    [
      'a script on what people found',
      new Log(findings(200), 'x'),
      { actor: actor({ role: 'scripted', nation: 'XAA' }) },
      /people judged its cases/,
    ],
  ])('%s', (_, log, more, why) => {
    const before = log.state
    expect(log.adopt('occurred', more)).toMatch(why)
    expect(log.state).toBe(before)
    expect(log.entries).toEqual([])
  })
  test('withdrawing asks for the same reason and the same people', () => {
    const log = enough()
    log.adopt()
    expect(log.withdraw('occurred', { reason: '' })).toMatch(/reason: empty/)
    expect(log.withdraw('occurred', { actor: actor({ role: 'panel' }) })).toMatch(/panel may not/)
    expect(log.withdraw('intent' as JudgedQuestion)).toMatch(/there is no intent/)
    expect(log.withdraw('breach')).toMatch(/nothing to withdraw/)
    expect(statusOf(log, 'occurred')).toBe('adopted')
    expect(log.withdraw('occurred', { actor: actor({ role: 'head-of-mission' }) })).toHaveProperty(
      'kind',
    )
  })
  test('what stands already, what contradicts itself, and more than are kept', () => {
    const log = enough()
    expect(log.adopt()).toHaveProperty('kind')
    expect(log.adopt()).toMatch(/in force already, since entry 0/)
    const fallen = new Log(findings(200).map((one, n) => upsideDown(one, n)))
    expect(fallen.adopt()).toMatch(/lower figures held true more often .* beyond chance/)
    const [one] = log.state.occurred
    if (one === undefined) throw new Error('not adopted')
    const full = enough()
    full.state = {
      ...initial,
      occurred: Array.from({ length: RECALIBRATIONS_MAX }, (_, entry) => ({
        ...one,
        entry,
        ended: { entry, atMs: 0, by: one.by, reason: 'r' },
      })),
    }
    expect(full.adopt()).toMatch(/1000 recalibrations were adopted/)
  })
  test('an exercise takes a script’s cases, says so, and people’s where people work on it', () => {
    const log = new Log(findings(RECALIBRATION_CASES_MIN, { scripted: true }), 'x')
    const entry = log.adopt('occurred', { actor: actor({ role: 'scripted', nation: 'XAA' }) })
    expect(entry).toMatchObject({ payload: { scripted: true } })
    log.incidents.push(incident(901, { probability: 0.5, outcome: true, scripted: true }))
    expect(log.adopt()).toMatchObject({ payload: { scripted: true }, actor: { role: 'analyst' } })
    log.incidents.push(incident(900, { probability: 0.5, outcome: true }))
    expect(log.adopt()).toMatch(/1 judged cases/)
  })
})

/** Figures above a half never held true, those below always. */
function upsideDown(one: FitIncident, n: number): FitIncident {
  const probability = one.answers.occurred.machineProbability ?? 0
  return incident(n, { probability, outcome: probability < 0.5 })
}
