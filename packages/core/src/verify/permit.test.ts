/**
 * Goal: whoever finds does not judge, and a capital speaks from the guarantors' office alone. Method: every command of the step
 * by an officer of the panel and by a minister in each office; the monitor's is refused exactly those that judge, the
 * guarantors' all but a minister's vote and dissent.
 */
import { describe, expect, test } from 'vitest'
import { Panel, person } from '../../../../tests/support/verify-panel.ts'
import { OFFICES, type Actor } from '../nations/index.ts'
import { COMMANDS, type Command } from './command.ts'
import type { Incident } from './index.ts'
import { permit } from './permit.ts'

const judging = new Set([
  'vote',
  'ask',
  'declareDeadlock',
  'publish',
  'referToCapitals',
  'dissent',
  'recall',
  'conclude',
])
const panel = (office: Actor['office']): Actor => ({
  name: 'Officer',
  nation: 'ZZZ',
  role: 'panel',
  office,
  keyId: 'k',
})

describe('offices', () => {
  test.each(OFFICES.flatMap((office) => COMMANDS.map((type) => [office, type] as const)))(
    'an officer of the panel at the %s office may %s only where it is theirs',
    (office, type) => {
      const refused = permit({ type } as Command, panel(office), null)
      // The panel signs, and whoever signs dismisses nothing unsigned.
      const mayNot =
        office === 'guarantors' || type === 'dismiss' || (office === 'monitor' && judging.has(type))
      expect(refused === null).toBe(!mayNot)
    },
  )
})

describe('a minister', () => {
  const spoken = new Set(['vote', 'dissent'])
  test.each(OFFICES.flatMap((office) => COMMANDS.map((type) => [office, type] as const)))(
    'at the %s office may %s only where a capital speaks',
    (office, type) => {
      const refused = permit({ type } as Command, { ...panel(office), role: 'minister' }, null)
      expect(refused === null).toBe(office === 'guarantors' && spoken.has(type))
      if (office !== 'guarantors')
        expect(refused?.refused).toBe(
          "a minister speaks for a capital: log in to the guarantors' office",
        )
    },
  )
})

const dismissal = { type: 'dismiss', incident: 'I-1', ground: 'benign', reason: 'x' } as const
const by = (role: Actor['role'], office: Actor['office']): Actor => ({ ...panel(office), role })

const on = (status: Incident['status']) =>
  ({ id: 'I-1', status, scripted: false }) as unknown as Incident

describe('a dismissal', () => {
  test.each([
    ['analyst', 'monitor', true],
    ['head-of-mission', 'monitor', true],
    ['analyst', 'commission', false],
    ['head-of-mission', 'commission', false],
    ['watch', 'monitor', false],
    ['panel', 'monitor', false],
    ['minister', 'monitor', false],
    ['system', 'monitor', false],
  ] as const)('by the role %s at the %s office: %s', (role, office, may) => {
    expect(permit(dismissal, by(role, office), null) === null).toBe(may)
  })

  test('is undone by whoever works on incidents; what a panel closed by a head alone', () => {
    const reopen = { type: 'reopen', incident: 'I-1', reason: 'x' } as const
    expect(permit(reopen, by('watch', 'monitor'), on('dismissed'))).toBeNull()
    expect(permit(reopen, by('panel', 'commission'), on('dismissed'))).toBeNull()
    expect(permit(reopen, by('watch', 'monitor'), on('concluded'))).toMatchObject({
      refused: expect.stringContaining('watch') as string,
    })
  })
})

test('the guarantors learn from no refusal whether there is an incident', () => {
  const walk = new Panel().open()
  const guarantor: Actor = { ...person('FRA'), office: 'guarantors' }
  const refused = walk.ask(guarantor, { type: 'publish' })
  expect(refused).toContain("guarantors' office does not verify")
  expect(walk.ask(guarantor, { type: 'publish', incident: 'I-999' })).toBe(refused)
})
