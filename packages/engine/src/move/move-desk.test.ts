/**
 * Goal: a planner gets the plan that core makes, anew under faults beside it, and simulated; only the guarantors' office, only
 * what fits, and only the nation that asked may stop a job; a plan is adopted as it was seen, and stands after the desk is
 * gone; the solver's failure is told. Method: a desk on a small model with HiGHS in the calling thread (from source there is no
 * compiled worker), its adoptions decided and folded by core.
 */
import { afterAll, expect, test, vi } from 'vitest'
import * as move from '@holdfast/core/move'
import { isOver, type MoveJob } from '@holdfast/core/move/jobs'
import { documentDigest, planMovement, replayPlan, tellMovement } from '@holdfast/core/move/model'
import type { MovementModel, MovementTold, MovePlan } from '@holdfast/core/move/model'
import { referenceFaults } from '@holdfast/core/move/simulate'
import type { Actor } from '@holdfast/core/nations'
import type { Entry } from '@holdfast/core/evidence'
import { isRefused } from '@holdfast/core/units'
import { deskModel } from '../../../../tests/support/movement-models.ts'
import { simulate } from '../simulation/index.ts'
import { HighsLinearSolver } from '../solver/index.ts'
import { MoveDesk, type MoveDeskNeeds } from './index.ts'

const model: MovementModel = deskModel
const planner: Actor = {
  name: 'Lind',
  nation: 'XAA',
  role: 'planner',
  office: 'guarantors',
  keyId: '',
}

/** A deployment that decides and folds what the desk puts on record, and nothing else. */
function deployment(adopted: MovementModel | null = model) {
  let state = move.initial
  const entries: Entry[] = []
  const needs: MoveDeskNeeds = {
    get mission() {
      return { move: state }
    },
    nowMs: 7,
    command: async (command, actor) => {
      if (command.step !== 'move') throw new Error(command.step)
      const decided = move.decide(state, command, { actor, nowMs: 7 })
      if (isRefused(decided)) return decided
      const made = decided.entries.map(
        (draft, i) => ({ ...draft, index: entries.length + i, actor, atMs: 7 }) as unknown as Entry,
      )
      for (const entry of made) state = move.evolve(state, entry)
      entries.push(...made)
      return { entries: made }
    },
  }
  const ready =
    adopted === null
      ? Promise.resolve(null)
      : needs.command({ step: 'move', type: 'adoptModel', model: adopted }, planner)
  return { needs, ready, entries }
}
const desks: MoveDesk[] = []
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.close()))
})
async function deskOn(given = deployment()) {
  await given.ready
  const desk = new MoveDesk(given.needs, () => 'an exercise')
  desks.push(desk)
  return { desk, ...given }
}
const good = <T extends object>(value: T): Exclude<T, { refused: string }> => {
  if ('refused' in value) throw new Error(String(value.refused))
  return value as Exclude<T, { refused: string }>
}
async function finished(desk: MoveDesk, asked: object): Promise<MoveJob> {
  const { id } = good(desk.ask(asked, planner))
  return await vi.waitUntil(
    () => {
      const job = good(desk.job(id, planner))
      return isOver(job.status) ? job : null
    },
    { timeout: 20_000, interval: 5 },
  )
}
const toldOf = ({ answer }: MoveJob): MovementTold => {
  if (answer === null || answer.kind === 'simulate') throw new Error('no plan')
  return answer.told
}
const faults = [
  { kind: 'crossingClosed', on: 'c', fromHour: 6, untilHour: 18, stockLost: null, slowdown: null },
]

test('the plan of a job is core’s own, told as the command tells it', async () => {
  const { desk } = await deskOn()
  const job = await finished(desk, { kind: 'solve', price: 1 })
  const solver = new HighsLinearSolver()
  const plan = await planMovement(model, solver, { price: 1, effort: 'long' })
  await solver.close()
  expect(job).toMatchObject({ status: 'done', modelDigest: documentDigest(model) })
  expect(toldOf(job)).toEqual(tellMovement(model, plan))
  expect(toldOf(job).label).toMatchObject({ classification: 'SECRET', offices: ['guarantors'] })
  const document = good(desk.plan(job.id, planner)) as MovePlan & { modelDocument: MovementModel }
  expect(replayPlan(document.modelDocument, document).faults).toEqual([])
})

const basis = { kind: 'assumption', owner: 'Lind', date: '2026-11-22', source: 'a guess' }
const fixed = (value: number) => ({ kind: 'fixed', value })
/** A fault model of the crossing and the depot; parts of the first fault and of combined ones replaced. */
const statedFaults = (part: object = {}, combined: readonly object[] = []) => ({
  format: 'holdfast.movement-faults',
  version: 1,
  id: 'chosen',
  title: 'Chosen faults',
  faults: [
    { id: 'f1', title: 'c', kind: 'crossingClosed', node: 'c', ...part },
    { id: 'f2', title: 'd', kind: 'depotStruck', node: 'd', stockLost: 0.5 },
  ].map((one) => ({ chance: 0, startHour: fixed(0), durationHours: fixed(20), basis, ...one })),
  combined: combined.map((one) => ({
    id: 'both',
    title: 'both',
    chance: 1,
    startHour: fixed(0),
    basis,
    ...one,
  })),
  variation: null,
  policy: { cutLeg: 'wait', afterHours: 6, order: 'firstCome' },
})

test('a simulation takes named faults, single and combined, with their chances', async () => {
  const { desk } = await deskOn()
  const { id: of } = await finished(desk, { kind: 'solve', price: 0 })
  const metUnder = async (document: object | null) => {
    const asked = { kind: 'simulate', of, replications: 20, pairs: 0, faults: document }
    const { answer, reason } = await finished(desk, asked)
    if (answer?.kind !== 'simulate') throw new Error(reason ?? 'no answer')
    return answer.simulation
  }
  const never = await metUnder(statedFaults())
  expect(never.faults).toMatchObject({ origin: 'stated', title: 'Chosen faults' })
  expect(never.chance.value).toBe(1)
  expect((await metUnder(statedFaults({ chance: 1 }))).chance.value).toBe(0)
  expect((await metUnder(statedFaults({}, [{ faults: ['f1', 'f2'] }]))).chance.value).toBe(0)
  expect((await metUnder(null)).faults.origin).toBe('reference')
})

test('a plan under faults stands beside the one without, and both can be simulated', async () => {
  const { desk } = await deskOn()
  const base = await finished(desk, { kind: 'solve', price: 0 })
  const under = await finished(desk, { kind: 'replan', of: base.id, price: 0, faults })
  expect(under.answer).toMatchObject({ kind: 'replan', of: base.id, atHour: 6, faults })
  expect(toldOf(under).armedAtAsk).toBeLessThan(toldOf(base).armedAtAsk)
  expect(toldOf(under).executedUntilHour).toBe(6)
  const again = desk.ask({ kind: 'replan', of: under.id, faults }, planner)
  expect(again).toMatchObject({
    status: 409,
    refused: expect.stringMatching(/has faults in it/) as string,
  })
  const asked = { replications: 40, seed: 3, pairs: 2 }
  const simulated = await finished(desk, { kind: 'simulate', of: base.id, ...asked })
  const plan = good(desk.plan(base.id, planner)) as MovePlan
  const one = { model, plan, faults: referenceFaults(model), origin: 'reference' as const }
  const alone = await simulate(one, asked, { workers: 1 })
  expect(simulated.answer).toMatchObject({
    of: base.id,
    planDigest: toldOf(base).planDigest,
    simulation: alone,
  })
})

test('a plan is adopted as it was seen, with what was known of it, and stands when the desk is gone', async () => {
  const { desk, needs, entries } = await deskOn()
  const job = await finished(desk, { kind: 'solve', price: 0 })
  const simulation = await finished(desk, { kind: 'simulate', of: job.id, replications: 20 })
  const { planDigest: digest } = toldOf(job)
  const wrong = await desk.adopt({ job: job.id, digest: 'f'.repeat(64), reason: 'x' }, planner)
  expect(wrong).toMatchObject({ status: 409, refused: expect.stringMatching(/^digest/) as string })
  good(await desk.adopt({ job: job.id, digest, reason: 'as briefed' }, planner))
  expect(entries.at(-1)).toMatchObject({ kind: 'move.plan-adopted', payload: { digest } })
  const later = new MoveDesk(needs, () => null)
  desks.push(later)
  const standing = good(later.standing(planner))
  expect(standing.jobs).toEqual([])
  expect(standing.plan).toMatchObject({
    digest,
    reason: 'as briefed',
    by: 'Lind',
    isOfModelInForce: true,
  })
  expect(standing.plan?.told).toEqual(toldOf(job))
  const chance = simulation.answer?.kind === 'simulate' ? simulation.answer.simulation.chance : null
  expect(standing.plan?.chance).toMatchObject({ value: chance?.value, replications: 20, seed: 1 })
  // It can be planned on from.
  const under = await finished(later, { kind: 'replan', of: 'adopted', price: 0, faults })
  expect(under.answer).toMatchObject({ of: 'adopted' })
})

test('where nobody adopted a model the fictional one that ships stands, each assumption owned and dated', async () => {
  const { desk } = await deskOn(deployment(null))
  const standing = good(desk.standing(planner))
  expect(standing).toMatchObject({ notice: 'an exercise', plan: null })
  expect(standing.model).toMatchObject({ origin: 'shipped', adopted: null, ask: { kits: 50_000 } })
  expect(standing.model.assumptions.every(({ owner, date }) => owner !== '' && date !== '')).toBe(
    true,
  )
  // It has a place for every kind of fault.
  expect(standing.choices.every(({ on }) => on.length > 0)).toBe(true)
})

test('another office learns nothing', async () => {
  const { desk } = await deskOn()
  const { id } = good(desk.ask({ kind: 'solve' }, planner))
  const watch: Actor = { ...planner, office: 'monitor', role: 'watch' }
  const answers = [
    desk.standing(watch),
    desk.model(watch),
    desk.ask({ kind: 'solve' }, watch),
    desk.job(id, watch),
    desk.plan(id, watch),
    desk.cancel(id, watch),
    await desk.adopt({ job: id, digest: 'x', reason: 'x' }, watch),
  ]
  for (const answer of answers)
    expect(answer).toEqual({
      refused: expect.stringMatching(/the guarantors' view only/) as string,
      status: 403,
    })
})

test('a job is stopped by the nation that asked for it, and by no other', async () => {
  const { desk } = await deskOn()
  const { id } = good(desk.ask({ kind: 'solve' }, planner))
  expect(desk.cancel(id, { ...planner, nation: 'XAB' })).toMatchObject({ status: 403 })
  expect(good(desk.cancel(id, planner)).status).toBe('cancelled')
  expect(desk.cancel(id, planner)).toMatchObject({ status: 409 })
  expect(desk.cancel('job-9', planner)).toMatchObject({ status: 404 })
  expect(desk.plan(id, planner)).toMatchObject({ status: 409 })
})

test('a solver that fails is told, and the plan before it stays', async () => {
  const { desk } = await deskOn()
  const before = await finished(desk, { kind: 'solve', price: 0 })
  const broken = vi
    .spyOn(HighsLinearSolver.prototype, 'solveLinear')
    .mockResolvedValue({ status: 'failed', reason: 'HiGHS broke off: no memory' })
  const failed = await finished(desk, { kind: 'solve', price: 0 })
  broken.mockRestore()
  expect(failed).toMatchObject({ status: 'failed', answer: null })
  expect(failed.reason).toMatch(/HiGHS broke off: no memory; the last plan stands/)
  expect(good(desk.job(before.id, planner)).answer).toEqual(before.answer)
})

test.each<[object, number, RegExp]>([
  [{}, 422, /kind: is missing; write one of solve, replan, simulate/],
  [{ kind: 'guess' }, 422, /kind: is "guess"/],
  [{ kind: 'solve', price: 21 }, 422, /price: is 21; write a whole number from 0 to 20/],
  [{ kind: 'solve', of: 'job-1' }, 422, /of: is not read here; write one of kind, price/],
  [{ kind: 'replan', faults }, 422, /of: is missing/],
  [{ kind: 'replan', of: 'adopted', faults: [] }, 422, /faults: are none/],
  [{ kind: 'replan', of: 'adopted', faults }, 409, /no plan is adopted; solve the model/],
  [{ kind: 'simulate', of: 'job-77' }, 404, /there is no job job-77/],
  [
    { kind: 'simulate', of: 'adopted', replications: 0 },
    422,
    /replications: is 0; write at least 1/,
  ],
  [{ kind: 'simulate', of: 'adopted', seed: -1 }, 422, /seed/],
  [{ kind: 'simulate', of: 'adopted', pairs: 201 }, 422, /pairs: is 201/],
  [{ kind: 'simulate', of: 'adopted', chances: 'all' }, 422, /chances: is "all"/],
  [
    { kind: 'simulate', of: 'adopted', chances: 'stated' },
    422,
    /faults: is missing; write the fault/,
  ],
  [
    { kind: 'simulate', of: 'adopted', chances: 'none', faults: {} },
    422,
    /chances: is none, and faults are stated too; write stated/,
  ],
  [{ kind: 'simulate', of: 'adopted', faults: [] }, 422, /request: faults/],
  [
    { kind: 'simulate', of: 'adopted', faults: statedFaults({ node: 'nowhere' }) },
    422,
    /faults\.0\.node: names "nowhere", which is no node of model/,
  ],
  [
    { kind: 'simulate', of: 'adopted', faults: statedFaults({ chance: 1.5 }) },
    422,
    /faults\.0\.chance: is 1\.5/,
  ],
  [
    { kind: 'simulate', of: 'adopted', faults: statedFaults({}, [{ faults: ['f1', 'f9'] }]) },
    422,
    /combined\.0\.faults\.1: names "f9", which is none of the faults/,
  ],
])('%j is refused with %i', async (asked, status, told) => {
  const { desk } = await deskOn()
  const answer = desk.ask(asked, planner)
  expect(answer).toMatchObject({ status, refused: expect.stringMatching(told) as string })
})
