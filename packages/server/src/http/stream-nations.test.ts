/**
 * Goal: at the guarantors' each nation hears what it may know, the nations of another office hear the same; channels that
 * nobody listens to do not pile up, and who comes back to one that is gone reads anew. Method: streams over an engine that
 * the test speaks through.
 */
import { expect, test } from 'vitest'
import { openStreams } from '../../../../tests/support/stream-ends.ts'

const guarantor = (nation: string) => ({ office: 'guarantors', nation }) as const
const officer = (nation: string) => ({ office: 'commission', nation }) as const

test('a nation of the guarantors hears its own; two of the commission share one channel', () => {
  const { streams, open, tell, listened } = openStreams({ streamClientsMax: 9 })
  const [british, swedish] = [open(guarantor('GBR')), open(guarantor('SWE'))]
  const again = open(guarantor('GBR'))
  open(officer('FRA'))
  open(officer('DEU'))
  expect(listened()).toEqual(['guarantors GBR', 'guarantors SWE', 'commission FRA'])
  tell({ kind: 'projected', size: 6, changed: { entry: 1 } }, 'GBR')
  expect(british.text).toContain('id: 6\n')
  expect(again.text).toContain('id: 6\n')
  expect(swedish.text).toBe('')
  streams.close()
  expect(listened()).toEqual([])
})

test('of channels that nobody listens to the oldest makes room, and whoever comes back to it reads anew', () => {
  const { streams, open, listened } = openStreams({ streamClientsMax: 2 })
  for (const nation of ['GBR', 'SWE', 'FRA']) open(guarantor(nation)).end()
  expect(listened()).toEqual(['guarantors SWE', 'guarantors FRA'])
  expect(open(guarantor('GBR'), '4').opened).toContain('"resync":true')
  expect(listened()).toEqual(['guarantors FRA', 'guarantors GBR'])
  streams.close()
})
