/**
 * Goal: a nation hears at once of an offer that was released to it, and no other nation hears that anything happened before
 * the beat. Method: a deployment with a stream for each nation; an offer in confidence and one that is open.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { Actor } from '@holdfast/core/nations'
import { pledgeOf } from '../../../../tests/support/force-register.ts'
import {
  newDir,
  openSmall,
  removeDir,
  viewsOf,
} from '../../../../tests/support/small-deployment.ts'

const dir = newDir('stream-offers')
afterAll(() => removeDir(dir))

test('an offer in confidence is heard by whom it is for', async () => {
  const holdfast = await openSmall(dir)
  const views = await viewsOf(dir, holdfast)
  const heard = new Map<string, number[]>()
  const stops = ['FRA', 'GBR', 'SWE'].map((nation) => {
    const sizes: number[] = []
    heard.set(nation, sizes)
    return views.subscribe({ office: 'guarantors', nation }, (message) => {
      if (message.kind === 'projected') sizes.push(message.size)
    })
  })
  stops.push(
    views.subscribe({ office: 'commission', nation: 'GBR' }, ({ kind, size }) => {
      if (kind === 'projected') heard.set('commission', [size])
    }),
  )
  const actor: Actor = {
    name: 'A. Envoy',
    nation: 'FRA',
    role: 'planner',
    office: 'guarantors',
    keyId: 'k',
  }
  const offer = async (id: string, releasableTo: readonly string[]): Promise<number> => {
    const pledge = pledgeOf({ id, nation: 'FRA', releasableTo })
    const told = await views.command({ step: 'generate', type: 'recordPledge', pledge }, actor)
    if ('refused' in told) throw new Error(JSON.stringify(told))
    await wait(20)
    return holdfast.status().logSize
  }
  const hidden = await offer('FRA-901', ['GBR'])
  expect(heard.get('FRA')).toEqual([hidden])
  expect(heard.get('GBR')).toEqual([hidden])
  expect(heard.get('SWE')).toEqual([])
  const open = await offer('FRA-902', ['ALL'])
  expect(heard.get('SWE')).toEqual([open])
  expect(heard.has('commission')).toBe(false)
  for (const stop of stops) stop()
  await holdfast.close()
})
