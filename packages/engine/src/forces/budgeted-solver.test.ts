/**
 * Goal: no question outlasts its budget by more than its last solves' least, nor its being withdrawn. Method: a solver that
 * notes its limits, and a clock that is moved by hand.
 */
import type { LimitedSolver } from '@holdfast/core/generate/model'
import { expect, test } from 'vitest'
import { BudgetedSolver, SECONDS_LEAST } from './budgeted-solver.ts'

test('each solve gets what it asks, at most its share, at most what is left, and at the end the least', async () => {
  let nowMs = 1_000
  const given: (number | null)[] = []
  let cancelled = 0
  const noting: LimitedSolver = {
    solveWithin: async (_, { secondsMax }) => {
      given.push(secondsMax)
      return { status: 'failed', reason: 'it only notes' }
    },
    cancel: () => {
      cancelled += 1
    },
  }
  const solver = new BudgetedSolver(noting, { each: 20, whole: 60 }, () => nowMs)
  const solve = (secondsMax: number | null) =>
    solver.solveWithin(
      { variables: [], constraints: [] },
      { gap: 0, secondsMax, nodesMax: null, start: null },
    )
  await solve(null)
  await solve(5)
  await solve(50)
  nowMs += 53_000
  await solve(null)
  nowMs += 60_000
  await solve(null)
  expect(given).toEqual([20, 5, 20, 7, SECONDS_LEAST])
  expect(solver.left).toBe(0)
  solver.cancel()
  expect(cancelled).toBe(1)
  expect(await solve(null)).toMatchObject({ reason: 'it only notes' })
  solver.end()
  expect(cancelled).toBe(2)
  expect(await solve(null)).toMatchObject({ reason: 'the question was withdrawn' })
  expect(given).toHaveLength(6)
})
