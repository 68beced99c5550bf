/**
 * Goal: a plan that arms fewer than the ask says what rounding to whole vehicles and coarse steps have to do with it, and
 * nothing where they have nothing to do with it. Method: models made by hand, planned with HiGHS, whose right answer can be
 * counted on fingers.
 */
import { planMovement } from '@holdfast/core/move/model'
import type { MovementModel } from '@holdfast/core/move/model'
import { afterAll, expect, test } from 'vitest'
import {
  plainDemand,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
  plainStock,
} from '../../../../tests/support/movement-models.ts'
import { HighsLinearSolver } from './index.ts'

const solver = new HighsLinearSolver()
afterAll(() => solver.close())

/** One truck of four kits, and two kits asked for at each of two points: half a truck to each would do. */
const halves = plainModel({
  horizonHours: 6,
  stepHours: 2,
  ask: { kits: 4, byHour: 6 },
  nodes: [
    plainNode('d', 'depot', { stock: plainStock(4) }),
    plainNode('p', 'issuePoint'),
    plainNode('q', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'p', { durationHours: 0.01 }), plainLeg('d', 'q', { durationHours: 0.01 })],
  fleets: [plainFleet([{ node: 'd', count: 1, fromHour: 0 }])],
  demands: [plainDemand('p', 2), plainDemand('q', 2)],
})

/** Two trucks to and fro over one hour; in steps of an hour there is time for three turns, in steps of two for one. */
const shuttle = (stepHours: number, quantity = 100): MovementModel =>
  plainModel({
    stepHours,
    ask: { kits: 100, byHour: 12 },
    nodes: [plainNode('d', 'depot', { stock: plainStock(quantity) }), plainNode('p', 'issuePoint')],
    legs: [plainLeg('d', 'p', { vehiclesPerHour: 10 })],
    fleets: [plainFleet([{ node: 'd', count: 2, fromHour: 0 }], { loads: { kit: 20 } })],
    demands: [plainDemand('p', 100)],
  })

const armed = ({ armedByHour }: { armedByHour: readonly (readonly [number, number])[] }): number =>
  armedByHour.at(-1)?.[1] ?? 0

test('a shortfall of rounding is told as one, with what to do unless it was done', async () => {
  const quick = await planMovement(halves, solver)
  expect(armed(quick)).toBe(2)
  expect(quick.reason).toBe(
    '2 short by hour 6, and with fractions of vehicles none would be: the shortfall is of rounding to whole vehicles, and --effort long looks for a better rounding',
  )
  const long = await planMovement(halves, solver, { effort: 'long' })
  expect(long.reason).toMatch(/rounding to whole vehicles$/)
})

test('what coarse steps cost is told, and finer steps then arm more', async () => {
  const coarse = await planMovement(shuttle(2), solver)
  expect(armed(coarse)).toBeLessThan(100)
  expect(coarse.reason).toContain(
    'steps are of 2 h: a way of 1 h on average counts as 4 h, loading included',
  )
  const fine = await planMovement(shuttle(1), solver)
  expect(armed(fine)).toBe(100)
  expect(fine.reason).toBeNull()
})

test('where the ask is met by its hour nothing is told, though more is short by the horizon', async () => {
  const met = await planMovement({ ...shuttle(2), ask: { kits: 40, byHour: 6 } }, solver)
  expect(met.reason).toBeNull()
})

test('a way that is long beside its steps is not blamed on them', async () => {
  const way = plainLeg('d', 'p', { durationHours: 39, vehiclesPerHour: 10 })
  const far: MovementModel = { ...shuttle(2, 30), legs: [way], horizonHours: 48 }
  const plan = await planMovement({ ...far, ask: { kits: 100, byHour: 48 } }, solver)
  expect(armed(plan)).toBe(30)
  expect(plan.reason).toBeNull()
})
