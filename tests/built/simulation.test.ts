/**
 * Goal: a simulation is the same bit for bit on one, two or three real threads, and can be stopped. Method: the built engine
 * on a random case; the documents are compared as text.
 */
import { expect, test } from 'vitest'
import { Experiment, referenceFaults, simulateHere } from '@holdfast/core/move/simulate'
import type { ExperimentAsked } from '@holdfast/core/move/simulate'
import { seededRandom } from '@holdfast/core/units'
import { simulate } from '@holdfast/engine/simulation'
import { greedyPlan, randomModel } from '../support/movement-plans.ts'

const asked: ExperimentAsked = { replications: 130, seed: 4, pairs: 3 }
const caseOf = (seed: number) => {
  const model = randomModel(seed)
  const plan = greedyPlan(model, seededRandom(seed))
  return { model, plan, faults: referenceFaults(model), origin: 'reference' } as const
}

test.each([3, 4, 5])(
  'case %d is the same on one, two and three threads, and in none',
  async (seed) => {
    const one = caseOf(seed)
    const here = JSON.stringify(simulateHere(one, asked, new Experiment(one)))
    for (const workers of [1, 2, 3])
      expect(JSON.stringify(await simulate(one, asked, { workers }))).toBe(here)
  },
)

test('a simulation that is stopped ends its threads and is refused', async () => {
  const stopping = new AbortController()
  const many = { ...asked, replications: 100_000 }
  const result = await simulate(caseOf(3), many, {
    workers: 2,
    signal: stopping.signal,
    onProgress: () => stopping.abort(),
  })
  expect(result).toEqual({
    refused: 'the simulation was stopped before its end; start it again',
  })
})
