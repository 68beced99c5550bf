/**
 * Goal: planning that is stopped keeps the best plan so far and says so; stopped before there is one it fails in these
 * words, and asks the solver for nothing more. Method: a solver that counts and stops after so many programs; a model whose
 * made-up advice leaves a gap, so that mending and pricing would go on.
 */
import { describe, expect, test } from 'vitest'
import { deskModel } from '../../../../../tests/support/movement-models.ts'
import { replayPlan } from './replay.ts'
import { STOPPED, planMovement } from './solve.ts'
import type { LinearSolver, MovePlan, PlanOptions } from './index.ts'

interface Run {
  readonly plan: MovePlan
  readonly asked: number
  readonly better: readonly MovePlan[]
}

/** Plans with advice that is worth little, and stops after so many programs. */
async function planned(stopAfter: number, more: PlanOptions = {}): Promise<Run> {
  let asked = 0
  const better: MovePlan[] = []
  const solver: LinearSolver = {
    solveLinear: (program) => {
      asked += 1
      if (asked > stopAfter)
        return Promise.resolve({ status: 'failed', reason: 'the solver was closed' })
      return Promise.resolve({
        status: 'solved',
        values: program.upper.map((most) => Math.min(most, 1)),
        duals: new Float64Array(program.rowLower.length).fill(-0.01),
      })
    },
  }
  const plan = await planMovement(deskModel, solver, {
    ...more,
    isCancelled: () => asked >= stopAfter,
    onBetter: (found) => better.push(found),
  })
  return { plan, asked, better }
}

describe('stopped', () => {
  test('after the first program the first plan is kept, can be carried out, and nothing more is asked', async () => {
    const { plan, asked, better } = await planned(1, { price: 3, effort: 'long' })
    expect(asked).toBe(1)
    expect(plan.serials).toEqual(better.at(-1)?.serials)
    expect(plan.serials.length).toBeGreaterThan(0)
    expect(replayPlan(deskModel, plan).faults).toEqual([])
    expect(plan.gap).toBeGreaterThan(0.02)
    expect(plan.reason).toBe(`${STOPPED}, gap ${(plan.gap * 100).toFixed(2)} %`)
  })

  test('in the middle of mending and pricing the best so far is kept', async () => {
    for (const stopAfter of [2, 3, 4]) {
      const { plan, asked, better } = await planned(stopAfter, { price: 3, effort: 'long' })
      expect(asked).toBe(stopAfter)
      expect(plan.objective).toBe(better.at(-1)?.objective)
      expect(plan.reason).toContain(STOPPED)
      expect(replayPlan(deskModel, plan).faults).toEqual([])
    }
  })

  test('before there is a plan it fails in these words; not stopped, in those of the solver', async () => {
    const { plan, better } = await planned(0)
    expect(plan).toMatchObject({
      status: 'failed',
      reason: 'stopped by you before there was a plan; nothing to keep',
    })
    expect(better).toEqual([])
    const failed = await planMovement(deskModel, {
      solveLinear: () => Promise.resolve({ status: 'failed', reason: 'no memory' }),
    })
    expect(failed.reason).toBe('the solver ended with failed: no memory')
  })

  test('a plan that was not stopped and arms does not say that it was', async () => {
    expect((await planned(1_000)).plan.reason ?? '').not.toContain(STOPPED)
  })
})
