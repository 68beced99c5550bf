/**
 * Goal: the flow that follows the log leaves with a whole label and says what it does not weigh; another office gets none.
 * Method: a deployment with no network and no plan.
 */
import { expect, test } from 'vitest'
import type { Holdfast } from '../runtime/index.ts'
import { planView } from './force-views.ts'

const held = {
  mission: { move: { network: null } },
  sink: { list: async () => [], get: async () => undefined },
} as unknown as Holdfast

test('the flow bears a label and says that it has no vehicles', async () => {
  expect(await planView(held, 'guarantors', null)).toMatchObject({
    label: { classification: 'SECRET', offices: ['guarantors'], releasableTo: ['ALL'] },
    leavesOut: expect.stringMatching(/without vehicles.*page Movement/) as string,
    plan: null,
  })
})

test.each(['monitor', 'commission'] as const)('to the %s nothing is told', async (office) => {
  expect(await planView(held, office, null)).toHaveProperty('refused')
})
