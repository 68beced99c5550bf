/**
 * Goal: what follows the log about gaps and movement leaves with a whole label and says what it does not weigh; another office
 * gets neither. Method: a register with a confidential pledge and an open one; no network and no plan.
 */
import { expect, test } from 'vitest'
import { initial } from '@holdfast/core/generate'
import type { Pledge } from '@holdfast/core/generate'
import type { Holdfast } from '../runtime/index.ts'
import { gapsView, planView } from './force-views.ts'

const secret: Pledge = {
  id: 'XAA-1',
  nation: 'XAA',
  title: 'Kept to itself',
  status: 'offered',
  capability: 'landForce',
  quantity: { kind: 'unknown' },
  noticeMs: null,
  caveats: [],
  sources: [],
  releasableTo: [],
}
const { releasableTo: _, ...rest } = secret
const open: Pledge = { ...rest, id: 'XAA-2' }
function heldWith(pledges: readonly Pledge[]): Holdfast {
  const generate = { ...initial, pledges: new Map(pledges.map((one) => [one.id, one])) }
  const mission = { generate, move: { network: null } }
  return {
    mission,
    sink: { list: async () => [], get: async () => undefined },
  } as unknown as Holdfast
}

test('gaps bear the label of what every nation may see, and hold nothing else', async () => {
  expect(await gapsView(heldWith([secret, open]), 'guarantors', null)).toMatchObject({
    label: {
      policy: 'HOLDFAST',
      classification: 'SECRET',
      offices: ['guarantors'],
      releasableTo: ['ALL'],
    },
    leavesOut: expect.stringMatching(/people that a nation can deploy.*forces gaps/) as string,
    pledges: [open],
  })
})

test('the flow bears a label and says that it has no vehicles', async () => {
  expect(await planView(heldWith([]), 'guarantors', null)).toMatchObject({
    label: { classification: 'SECRET', offices: ['guarantors'], releasableTo: ['ALL'] },
    leavesOut: expect.stringMatching(/without vehicles.*page Movement/) as string,
    plan: null,
  })
})

test.each(['monitor', 'commission'] as const)('to the %s neither is told', async (office) => {
  for (const view of [gapsView, planView])
    expect(await view(heldWith([secret]), office, null)).toHaveProperty('refused')
})
