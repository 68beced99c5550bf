/**
 * Goal: a simulation through the engine gives what core gives, by the published schema, tells how far it is, can be stopped,
 * and refuses what it was asked wrongly. Method: a small case in the calling thread (from source there is no compiled
 * worker; threads are met in tests/built), a table of bad requests, an abort in the middle.
 */
import {
  Experiment,
  NO_FAULTS,
  REPLICATIONS_MAX,
  SEED_MAX,
  referenceFaults,
  simulateHere,
} from '@holdfast/core/move/simulate'
import type {
  ExperimentAsked,
  SimulationCase,
  SimulationResult,
} from '@holdfast/core/move/simulate'
import { seededRandom } from '@holdfast/core/units'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  greedyPlan,
  modelOf,
  nodeOf,
  randomModel,
} from '../../../../tests/support/movement-plans.ts'
import { simulate, WORKERS_MAX } from './index.ts'

const model = randomModel(3)
const one: SimulationCase = {
  model,
  plan: greedyPlan(model, seededRandom(3)),
  faults: referenceFaults(model),
  origin: 'reference',
}
const asked: ExperimentAsked = { replications: 50, seed: 4, pairs: 2 }

const schema = JSON.parse(
  readFileSync(
    new URL('../../../../docs/reference/movement-simulation.schema.json', import.meta.url),
    'utf8',
  ),
) as object
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
ajv.addSchema(schema, 'simulation')

describe('a simulation', () => {
  test('is that of core, and progress rises to the end', async () => {
    const told: (readonly [number, number])[] = []
    const result = await simulate(one, asked, {
      workers: 3,
      onProgress: (done, all) => told.push([done, all]),
    })
    expect(result).toEqual(simulateHere(one, asked, new Experiment(one)))
    expect(told.length).toBeGreaterThan(2)
    for (const [i, [done, all]] of told.entries()) {
      expect(done).toBeGreaterThan(told[i - 1]?.[0] ?? 0)
      expect(done).toBeLessThanOrEqual(all)
    }
    expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1])
  })

  test('is a document of the published schema, which asks for the label', async () => {
    const validate = ajv.compile({ $ref: 'simulation' })
    const result = await simulate(one, asked, { workers: 1 })
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true)
    const { label: _label, ...unlabelled } = result as SimulationResult
    expect(validate(unlabelled)).toBe(false)
  })

  test('may be given faults of the published schema', () => {
    const faults = one.faults
    const validate = ajv.compile({ $ref: 'simulation#/$defs/faultModel' })
    expect(validate(faults), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...faults, combined: undefined, variation: null })).toBe(true)
    for (const wrong of [{ policy: {} }, { faults: [{}] }, { colour: 1 }, { version: 2 }])
      expect(validate({ ...faults, ...wrong })).toBe(false)
  })

  test('that would keep more numbers than the limit is refused', async () => {
    const fine = modelOf({ stepHours: 0.12, nodes: [nodeOf('p', 'issuePoint')] })
    const many = { model: fine, plan: greedyPlan(fine), faults: NO_FAULTS, origin: 'none' } as const
    const result = await simulate(
      many,
      { ...asked, replications: REPLICATIONS_MAX },
      { workers: 1 },
    )
    expect('refused' in result ? result.refused : '').toMatch(/more than \d+; ask for fewer/)
  })

  test('that is stopped is refused, before the first job and in the middle', async () => {
    const stopping = new AbortController()
    let count = 0
    const onProgress = (): void => {
      count += 1
      if (count === 2) stopping.abort()
    }
    const options = { workers: 1, signal: stopping.signal, onProgress }
    const refused = { refused: 'the simulation was stopped before its end; start it again' }
    expect(await simulate(one, asked, options)).toEqual(refused)
    expect(count).toBe(2)
    expect(await simulate(one, asked, options)).toEqual(refused)
    expect(count).toBe(2)
  })

  test.each<[Partial<ExperimentAsked>, number, string]>([
    [{ replications: 0 }, 1, 'replications: is 0; write a whole number from 1'],
    [{ replications: 1.5 }, 1, 'replications: is 1.5'],
    [{ replications: REPLICATIONS_MAX + 1 }, 1, `to ${REPLICATIONS_MAX}`],
    [{ seed: -1 }, 1, 'seed: is -1'],
    [{ seed: SEED_MAX + 1 }, 1, `to ${SEED_MAX}`],
    [{ pairs: -1 }, 1, 'pairs: is -1'],
    [{}, 0, 'workers: is 0; write a whole number from 1'],
    [{}, WORKERS_MAX + 1, `to ${WORKERS_MAX}`],
    [{}, Number.NaN, 'workers: is NaN'],
  ])('asked for %j on %d workers is refused', async (change, workers, told) => {
    const result = await simulate(one, { ...asked, ...change }, { workers })
    expect('refused' in result ? result.refused : '').toContain(told)
  })
})
