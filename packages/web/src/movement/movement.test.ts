/**
 * Goal: what stands on the page belongs together: the newest plan of the network in force, the simulation of that very plan,
 * the plan under faults that goes on from it; a failure is told until a later answer of its kind; faults that a planner asks
 * for most are filled in from the plan. Method: jobs made up in every order; small plans by hand.
 */
import { describe, expect, test } from 'vitest'
import type { ChosenFault, FaultChoice } from '@holdfast/core/move/contingency'
import type { MoveJob, MoveJobAnswer, MoveStanding } from '@holdfast/core/move/jobs'
import { parseMovementModel, type MovementTold } from '@holdfast/core/move/model'
import { readFaultModel } from '@holdfast/core/move/simulate'
import type { Label } from '@holdfast/core/nations'
import { isRefused } from '@holdfast/core/units'
import { plainLeg, plainModel, plainNode } from '../../../../tests/support/movement-models.ts'
import { ganttRows } from './gantt-rows.ts'
import { partIn } from './parts.ts'
import { presetsOf } from './presets.ts'
import { shownOf } from './shown.ts'
import { statedFaults } from './stated.ts'
import { bestWords, faultWords, jobWords, labelWords, percent } from './words.ts'

const told = (planDigest: string): MovementTold =>
  ({ planDigest, chain: [], bars: [], horizonHours: 96 }) as unknown as MovementTold
const standing = (plan: object | null = null): MoveStanding =>
  ({ model: { digest: 'now' }, plan }) as unknown as MoveStanding
const job = (id: number, more: Partial<MoveJob>): MoveJob =>
  ({
    id: `job-${id}`,
    kind: 'solve',
    status: 'done',
    modelDigest: 'now',
    askedAtMs: id,
    endedAtMs: id,
    answer: null,
    best: null,
    ...more,
  }) as unknown as MoveJob
const solved = (id: number, digest: string, modelDigest = 'now'): MoveJob =>
  job(id, { modelDigest, answer: { kind: 'solve', told: told(digest) } })
const replanned = (id: number, of: string, better: string | null): MoveJob =>
  job(id, {
    kind: 'replan',
    answer: {
      kind: 'replan',
      of,
      told: told(`r${id}`),
      faults: [],
      atHour: 0,
      lost: [],
      better: better === null ? null : told(better),
    },
  })
const simulated = (id: number, of: string, planDigest: string): MoveJob =>
  job(id, {
    kind: 'simulate',
    answer: {
      kind: 'simulate',
      of,
      planDigest,
      simulation: { seed: id },
    } as unknown as MoveJobAnswer,
  })

const ids = (jobs: MoveJob[]) => shownOf(standing(), jobs).failed.map(({ id }) => id)

describe('what is shown', () => {
  test('is the newest plan of the network in force, whatever order the jobs come in', () => {
    const jobs = [solved(2, 'b'), solved(10, 'c', 'before'), solved(1, 'a')]
    for (const order of [jobs, jobs.toReversed()])
      expect(shownOf(standing(), order).plan).toMatchObject({ of: 'job-2', isFinal: true })
    expect(shownOf(standing(), [solved(10, 'c', 'before')]).plan).toBeNull()
  })

  test('is the adopted plan where no job made one, unless it is of another network or has faults in it', () => {
    const adopted = { told: told('x'), atMs: 1, isOfModelInForce: true, faults: [] }
    expect(shownOf(standing(adopted), []).plan?.of).toBe('adopted')
    expect(shownOf(standing({ ...adopted, isOfModelInForce: false }), []).plan).toBeNull()
    expect(shownOf(standing({ ...adopted, faults: [{}] }), []).plan).toBeNull()
  })

  test('is the best so far while the first plan is looked for, and says that it is not final', () => {
    const running = job(1, { status: 'running', best: told('a') })
    expect(shownOf(standing(), [running])).toMatchObject({
      plan: { of: 'job-1', isFinal: false },
      underWay: [{ id: 'job-1' }],
    })
  })

  test('has the simulation of that very plan, and the plan under faults that goes on from it', () => {
    const jobs = [
      solved(1, 'a'),
      simulated(2, 'job-1', 'a'),
      replanned(3, 'job-1', null),
      replanned(4, 'job-9', null),
    ]
    const shown = shownOf(standing(), jobs)
    expect(shown.plan?.simulation).toMatchObject({ seed: 2 })
    expect(shown.replan).toMatchObject({ of: 'job-3', simulation: null })
    expect(shownOf(standing(), [...jobs, solved(5, 'b')])).toMatchObject({
      plan: { of: 'job-5', simulation: null },
      replan: null,
    })
  })

  test('is the better plan that planning under faults found, without the simulation of the one before', () => {
    const jobs = [solved(1, 'a'), simulated(2, 'job-1', 'a'), replanned(3, 'job-1', 'b')]
    expect(shownOf(standing(), jobs).plan).toMatchObject({
      told: { planDigest: 'b' },
      isImproved: true,
      simulation: null,
    })
  })

  test('tells a failure until a later job of its kind has ended', () => {
    const failed = job(2, { status: 'failed', reason: 'why' })
    expect(ids([solved(1, 'a'), failed])).toEqual(['job-2'])
    expect(ids([failed, replanned(3, 'job-1', null)])).toEqual(['job-2'])
    expect(ids([failed, solved(3, 'a')])).toEqual([])
  })
})

const place = (id: string, country: string) => ({ id, title: id, country })

describe('presets', () => {
  const choices: FaultChoice[] = [
    { kind: 'crossingClosed', on: [place('c1', 'XAA'), place('c2', 'XAA'), place('c3', 'XAB')] },
  ]
  const bars = [
    { leg: 'r1', mode: 'rail', load: { kit: 5 } },
    { leg: 'r2', mode: 'rail', load: { kit: 3, fuel: 4 } },
    { leg: 'x', mode: 'road', load: { kit: 90 } },
  ]
  test('cut the busiest line, and close every crossing of a country that has several', () => {
    const some = presetsOf({ ...told('a'), bars } as unknown as MovementTold, choices)
    expect(some.map(({ faults }) => faults.map(({ kind, on }) => `${kind} ${on}`))).toEqual([
      ['railCut r2'],
      ['crossingClosed c1', 'crossingClosed c2'],
    ])
    for (const { faults } of some)
      for (const { fromHour, untilHour } of faults) expect(untilHour).toBeGreaterThan(fromHour)
  })
  test('have no rail where none carries anything', () => {
    expect(presetsOf(told('a'), [])).toEqual([])
  })
})

const bar = (leg: string, fleet: string, mode = 'road') =>
  ({ leg, fleet, mode, name: leg, vehicles: 2, fromHour: 0 }) as never

test('the Gantt has a row for each leg and fleet, with all its bars', () => {
  const rows = ganttRows([bar('a', 'f'), bar('b', 'f', 'rail'), bar('a', 'f'), bar('a', 'g')], '')
  expect(rows.map(({ key, vehicles, bars }) => [key, vehicles, bars.length])).toEqual([
    ['a f', 4, 2],
    ['b f', 2, 1],
    ['a g', 2, 1],
  ])
  expect(ganttRows([bar('a', 'f'), bar('b', 'f', 'rail')], 'rail')).toHaveLength(1)
})

test('words say what is so', () => {
  const label = {
    classification: 'SECRET',
    offices: ['guarantors'],
    releasableTo: [],
  } as unknown as Label
  expect(labelWords(label)).toBe('SECRET · guarantors only · released to no nation')
  expect(labelWords({ ...label, releasableTo: ['XAA', 'XAB'] })).toMatch(/for XAA and XAB only$/)
  expect([0, 0.004, 0.5, 0.996, 1].map(percent)).toEqual([
    '0 %',
    '0.4 %',
    '50 %',
    '99.6 %',
    '100 %',
  ])
  const strike = {
    kind: 'depotStruck',
    on: 'd',
    fromHour: 1,
    untilHour: 3,
    stockLost: 0.3,
    slowdown: null,
  } as const
  expect(faultWords(strike, (id) => `Depot ${id}`)).toBe(
    'Depot struck: Depot d, hour 1 to 3, 30 % of its stock lost',
  )
  const waiting = job(1, {
    status: 'waiting',
    ahead: 2,
    progress: { words: '', done: 0, all: null },
  })
  expect(jobWords(waiting)).toBe('waits; 2 jobs before it')
  expect(jobWords({ ...waiting, status: 'failed', reason: 'no memory' })).toBe('failed: no memory')
  expect(bestWords({ best: { hits: 3, of: 40 } })).toBe('so far the ask is met in 3 of 40')
  expect(partIn('#movement?part=sea')).toBe('sea')
  expect(partIn('#movement?part=x')).toBe('plan')
})

const title = ({ on }: ChosenFault): string => `at ${on}`

describe('chosen faults as a fault model', () => {
  const chosen: ChosenFault[] = [
    { kind: 'railCut', on: 'l', fromHour: 12, untilHour: 36, stockLost: null, slowdown: null },
    { kind: 'depotStruck', on: 'd', fromHour: 6, untilHour: 30, stockLost: 0.5, slowdown: null },
  ]
  const likely = { percent: 40, owner: 'x', nowMs: Date.UTC(2026, 10, 22) }
  const model = parseMovementModel(
    plainModel({
      notice: 'n',
      nodes: [
        plainNode('d', 'depot', {
          stock: [{ commodity: 'kit', quantity: 9, owner: 'XAA', gates: [] }],
        }),
        plainNode('p', 'issuePoint'),
      ],
      legs: [plainLeg('d', 'p', { id: 'l', mode: 'rail', gaugeMm: 1435 })],
    }),
    (path) => path,
  )

  test.each([
    ['each by itself', false, [0.4, 0.4], []],
    ['together by one cause', true, [0, 0], [0.4]],
  ])('%s: the server reads it', (_, isTogether, each, together) => {
    if (isRefused(model)) throw new Error(model.refused)
    const stated = statedFaults(chosen, { ...likely, isTogether }, title)
    expect(readFaultModel(stated, model, (path) => path)).toEqual(stated)
    expect(stated.faults.map(({ chance }) => chance)).toEqual(each)
    expect(stated.combined.map(({ chance }) => chance)).toEqual(together)
    expect(stated.faults.map(({ durationHours }) => durationHours)).toEqual([
      { kind: 'fixed', value: 24 },
      { kind: 'fixed', value: 24 },
    ])
    expect(stated.title).toContain('40 %')
  })

  test('one fault has no common cause', () => {
    const stated = statedFaults(chosen.slice(0, 1), { ...likely, isTogether: true }, title)
    expect([stated.faults[0]?.chance, stated.combined]).toEqual([0.4, []])
  })
})
