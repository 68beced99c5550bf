/**
 * Goal: the movement model, the kit list and the schemas that ship are what their documents say. Method: the data is read
 * with the readers of the command; the schemas judge random models and plans that the parser takes, and what it refuses by
 * shape they refuse.
 */
import { readFileSync } from 'node:fs'
import {
  aggregateModel,
  detailModel,
  kitCommodities,
  modelFromNetwork,
  parseKitList,
  parseMovePlan,
  parseMovementModel,
  planMovement,
  replayPlan,
} from '@holdfast/core/move/model'
import { parseNetwork, plan as planFlow } from '@holdfast/core/move'
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { anyMovementModel } from '../../../../tests/support/movement-models.ts'
import { readYaml } from '../documents/index.ts'
import { HighsLinearSolver, HighsSolver } from './index.ts'

const solver = new HighsLinearSolver()
afterAll(() => solver.close())

const fileOf = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const yaml = (path: string) => {
  const read = readYaml(fileOf(path), path)
  if (isRefused(read)) throw new Error(read.refused)
  return read
}
const schema = (name: string) =>
  new Ajv2020({ allowUnionTypes: true }).compile(
    JSON.parse(fileOf(`docs/reference/movement-${name}.schema.json`)) as object,
  )
const plain = (value: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>

const document = yaml('data/networks/coalition-lift.yaml')
const model = parseMovementModel(document.value, document.at)
if (isRefused(model)) throw new Error(model.refused)

describe('the movement model that ships', () => {
  test('asks for 50,000 in 96 h on about 60 nodes and 150 legs of four modes', () => {
    expect(model.ask).toEqual({ kits: 50_000, byHour: 96 })
    expect(model.nodes.length).toBeGreaterThanOrEqual(60)
    expect(model.legs.length).toBeGreaterThanOrEqual(150)
    expect(new Set(model.legs.map(({ mode }) => mode))).toEqual(
      new Set(['road', 'rail', 'sea', 'air']),
    )
    expect(model.demands.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(50_000)
  })

  test('is fictional in its depots and storage, and every figure is an owned assumption', () => {
    for (const { kind, fictional, id } of model.nodes)
      if (kind === 'depot' || kind === 'storage') expect([id, fictional]).toEqual([id, true])
    for (const { owner } of model.assumptions) expect(owner).toBe('Holdfast demonstration planner')
    for (const { id, basis } of [...model.nodes, ...model.legs, ...model.fleets])
      expect([id, basis.length > 0]).toEqual([id, true])
  })

  test('places are rounded to a tenth of a degree', () => {
    for (const { position } of model.nodes)
      for (const degrees of [position.lonDeg, position.latDeg])
        expect(Math.abs(degrees * 10 - Math.round(degrees * 10))).toBeLessThan(1e-9)
  })

  test('its schema takes it as it was read', () => {
    const judge = schema('model')
    expect([judge(document.value), judge.errors]).toEqual([true, null])
    expect([judge(plain(model)), judge.errors]).toEqual([true, null])
  })
})

describe('the kit list that ships', () => {
  const read = yaml('data/networks/kits.yaml')
  const list = parseKitList(read.value, read.at)
  if (isRefused(list)) throw new Error(list.refused)

  test('makes six commodities; their shares make one kit', () => {
    const commodities = kitCommodities(list)
    expect(commodities).toHaveLength(6)
    expect(commodities.reduce((sum, one) => sum + one.perKit * one.kitShare, 0)).toBeCloseTo(1, 9)
    // Grenades: 250 boxes of 20 kg for 500 soldiers, beside 14 kg of rifle ammunition.
    expect(commodities.find(({ id }) => id === 'ammunition')?.perKit).toBe(24)
  })

  test('the detailed form has the same kits as the one in kits, there and back', () => {
    const detailed = detailModel(model, list)
    if (isRefused(detailed)) throw new Error(detailed.refused)
    const again = aggregateModel(detailed)
    expect(again.nodes.map(({ stock }) => stock)).toEqual(model.nodes.map(({ stock }) => stock))
    expect(again.fleets.map(({ loads }) => loads)).toEqual(model.fleets.map(({ loads }) => loads))
    expect(isRefused(detailModel(detailed, list))).toBe(true)
  })

  test.each([
    ['items.0.commodity', { commodity: 'gold' }],
    ['items.0.massKg', { massKg: 0 }],
    ['items.0', { perBattalion: 3 }],
  ])('%s: a wrong value is refused there', (path, more) => {
    const wrong = plain(read.value) as { items: object[] }
    wrong.items[0] = { ...wrong.items[0], ...more }
    const refused = parseKitList(wrong, (at) => at)
    expect(isRefused(refused) && refused.refused).toContain(`${path}: `)
  })
})

test('the schemas take every model and plan that the parsers take', async () => {
  const [ofModel, ofPlan] = [schema('model'), schema('plan')]
  await fc.assert(
    fc.asyncProperty(anyMovementModel, async (any) => {
      const written = { ...plain(any), notice: 'n' }
      expect([ofModel(written), ofModel.errors]).toEqual([true, null])
      const plan = plain(await planMovement(any, solver, { price: 1 }))
      expect([ofPlan(plan), ofPlan.errors]).toEqual([true, null])
      expect(parseMovePlan(plan, (path) => path)).toEqual(plan)
    }),
    { numRuns: 25, seed: 5 },
  )
})

test('the network of flows maps to a model that vehicles in plenty serve nearly as well', async () => {
  const read = yaml('data/networks/coalition.yaml')
  const network = parseNetwork(read.value, read.at)
  if (isRefused(network)) throw new Error(network.refused)
  const mapped = modelFromNetwork(network)
  expect(isRefused(parseMovementModel(plain(mapped), (path) => path))).toBe(false)
  const plan = await planMovement(mapped, solver)
  expect(replayPlan(mapped, plan).faults).toEqual([])
  const flow = new HighsSolver()
  const bare = { ...network, assumptions: [] }
  const most = (await planFlow(bare, network.ask, flow)).armedByHour.at(-1)?.[1] ?? 0
  await flow.close()
  const armed = plan.armedByHour.at(-1)?.[1] ?? 0
  expect(armed).toBeGreaterThan(0.75 * most)
  expect(armed).toBeLessThanOrEqual(most)
})

test('a key that is not known is refused by both', () => {
  const wrong = { ...plain(model), stepHuors: 2 }
  expect(schema('model')(wrong)).toBe(false)
  expect(isRefused(parseMovementModel(wrong, (path) => path))).toBe(true)
})
