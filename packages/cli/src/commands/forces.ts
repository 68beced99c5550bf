import type { Command } from 'commander'
import { addForcesAcceptance } from './forces-acceptance.ts'
import { addForcesAsk } from './forces-ask.ts'
import { addForcesCheck } from './forces-check.ts'
import { addForcesCondition } from './forces-condition.ts'
import { addForcesMinutes } from './forces-minutes.ts'
import { addForcesNumbers } from './forces-numbers.ts'
import { addForcesPledge } from './forces-pledge.ts'
import { addForcesPostures } from './forces-postures.ts'
import { addForcesTables } from './forces-tables.ts'
import { addForcesSolve } from './forces-solve.ts'
import { addForcesWhy } from './forces-why.ts'

/** `holdfast forces`: what is pledged against what is required. */
export function addForces(program: Command): void {
  const forces = program
    .command('forces')
    .description('what is pledged against what is required: who serves where, what is missing, why')
  addForcesAsk(forces)
  addForcesPostures(forces)
  addForcesPledge(forces)
  addForcesCondition(forces)
  addForcesNumbers(forces)
  addForcesMinutes(forces)
  addForcesAcceptance(forces)
  addForcesTables(forces)
  addForcesSolve(forces)
  addForcesCheck(forces)
  addForcesWhy(forces)
}
