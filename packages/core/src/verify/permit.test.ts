/**
 * Goal: whoever finds does not judge. Method: every command of the step by an officer of the panel in each office; the
 * monitor's is refused exactly those that judge, the guarantors' all.
 */
import { describe, expect, test } from 'vitest'
import { OFFICES, type Actor } from '../nations/index.ts'
import { COMMANDS, type Command } from './command.ts'
import { permit } from './permit.ts'

const judging = new Set([
  'vote',
  'declareDeadlock',
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
      const mayNot = office === 'guarantors' || (office === 'monitor' && judging.has(type))
      expect(refused === null).toBe(!mayNot)
    },
  )
})
