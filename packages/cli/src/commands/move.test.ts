/**
 * Goal: a movement model becomes a plan, and a plan a new one after a fault, as commands on files; whatever is wrong is told
 * and leaves nothing behind. Method: a small model through solve, plan and replan; importers on small files; then a table of
 * wrong files and words, each refused with its reason and without a file.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replayPlan } from '@holdfast/core/move/model'
import type { MovePlan } from '@holdfast/core/move/model'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import {
  firstBattalion,
  plainFleet,
  plainLeg,
  plainModel,
  plainNode,
} from '../../../../tests/support/movement-models.ts'
import { addMove } from './move.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-move-'))
const file = (name: string): string => join(dir, name)
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}
const planIn = (name: string): MovePlan => JSON.parse(readFileSync(file(name), 'utf8')) as MovePlan

/** Runs a command; what it prints. */
async function run(...words: string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command('holdfast').exitOverride()
  addMove(program)
  const [move] = program.commands
  move?.exitOverride()
  for (const command of move?.commands ?? []) command.exitOverride()
  await program.parseAsync(['move', ...words], { from: 'user' })
  return printed
}
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

const model = plainModel({
  horizonHours: 24,
  notice: 'made up',
  ask: { kits: 60, byHour: 24 },
  nodes: [
    plainNode('d', 'depot', {
      stock: [{ commodity: 'kit', quantity: 90, owner: 'XAA', gates: [] }],
    }),
    plainNode('c', 'crossing', { inPerHour: 3, lanes: 3 }),
    plainNode('p', 'issuePoint'),
  ],
  legs: [plainLeg('d', 'c'), plainLeg('c', 'p')],
  fleets: [plainFleet([{ node: 'd', count: 12, fromHour: 0 }])],
  demands: [firstBattalion],
})
const good = write('model.json', model)

test('solve writes a plan that the replay passes, and says how good it is', async () => {
  const said = JSON.parse(
    await run('solve', good, file('plan.json'), '--price', '1', '--json'),
  ) as {
    readonly gap: number
    readonly armed: number
    readonly cpuSeconds: number
  }
  const plan = planIn('plan.json')
  expect(replayPlan(model, plan).faults).toEqual([])
  expect(said).toMatchObject({ gap: plan.gap, armed: plan.armedByHour.at(-1)?.[1] })
  expect(said.cpuSeconds).toBeGreaterThan(0)
  // The file can be simulated by itself.
  expect(plan).toHaveProperty('modelDocument', model)
  expect(plan).toHaveProperty('label.classification', 'SECRET')
  expect(plan.bottlenecks[0]).toMatchObject({ id: 'c', kind: 'in' })
  expect(plan.bottlenecks[0]?.words).toMatch(
    /^one more lane at c \(handling in, 1 more of 3\) is worth \d+ armed by hour 24$/,
  )
})

test('plan tells the chain, the units and what holds it up', async () => {
  const told = await run('plan', good, '--price', '0')
  for (const words of [
    'SECRET, guarantors only',
    'the release order',
    'First battalion',
    'What holds it up',
    'd to c',
    'made up',
  ])
    expect(told).toContain(words)
})

const before = ({ serials }: MovePlan) => serials.filter(({ departHour }) => departHour < 8)

test('replan keeps what was carried out and sends nothing over what is shut', async () => {
  await run('replan', good, file('plan.json'), file('again.json'), '--at', '8', '--close', 'c=8-24')
  const [plan, again] = [planIn('plan.json'), planIn('again.json')]
  expect(before(again)).toEqual(before(plan))
  expect(again.serials.filter(({ leg, departHour }) => leg === 'c-p' && departHour >= 8)).toEqual(
    [],
  )
  expect(again.executedUntilHour).toBe(8)
})

test('the detailed form plans the parts of the kit list', async () => {
  const kits = new URL('../../../../data/networks/kits.yaml', import.meta.url).pathname
  await run('solve', good, file('detailed.json'), '--form', 'detailed', '--kits', kits)
  const parts = new Set(planIn('detailed.json').serials.flatMap(({ load }) => Object.keys(load)))
  expect(parts.size).toBe(6)
})

test('import makes parts of a model and counts the rest', async () => {
  const csv = write(
    'airports.csv',
    'ident,type,name,latitude_deg,longitude_deg,iso_country\nEPRZ,medium_airport,Jasionka,50.1,22,PL\nX,heliport,Roof,50,22,PL\nY,spaceport,Nowhere,50,22,PL\n',
  )
  const said = JSON.parse(
    await run('import', 'airports', csv, file('parts.json'), '--json'),
  ) as unknown
  expect(said).toMatchObject({
    nodes: 1,
    left: { heliport: 1 },
    rejects: [{ at: 4, reason: 'unknown-type' }],
  })
  expect(JSON.parse(readFileSync(file('parts.json'), 'utf8'))).toMatchObject({
    nodes: [{ id: 'airfield-eprz', kind: 'airfield', country: 'POL' }],
  })
})

describe('what is wrong is told, and nothing is written', () => {
  const out = file('never.json')
  const bad = write('bad.json', { ...model, stepHours: 5 })
  const other = (): string => write('other.json', { ...planIn('plan.json'), model: 'x' })
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no file', () => ['solve', file('none.json'), out], /there is no file/],
    ['no JSON', () => ['solve', write('no.json', '{'), out], /no\.json/],
    [
      'a wrong model',
      () => ['solve', bad, out],
      /bad\.json:1:\d+: stepHours: 5 does not divide 24/,
    ],
    [
      'a price of words',
      () => ['solve', good, out, '--price', 'x'],
      /--price x: write a whole number/,
    ],
    ['a directory', () => ['solve', good, dir], /is a directory/],
    ['the model itself', () => ['solve', good, good], /would write over .*, which is read/],
    [
      'the plan itself',
      () => ['replan', good, file('plan.json'), file('plan.json'), '--at', '8'],
      /would write over/,
    ],
    [
      'a form without its list',
      () => ['solve', good, out, '--form', 'detailed'],
      /name the kit list/,
    ],
    ['a list without its form', () => ['solve', good, out, '--kits', good], /say --form detailed/],
    [
      'a plan of another model',
      () => ['replan', good, other(), out, '--at', '8'],
      /cannot be carried out on m: the plan is for x/,
    ],
    ['no plan', () => ['replan', good, good, out, '--at', '8'], /is no movement plan/],
    [
      'an hour between steps',
      () => ['replan', good, file('plan.json'), out, '--at', '7'],
      /begins no step/,
    ],
    [
      'a closure of words',
      () => ['replan', good, file('plan.json'), out, '--at', '8', '--close', 'c'],
      /--close c: write a node or leg/,
    ],
    [
      'a closure in the past',
      () => ['replan', good, file('plan.json'), out, '--at', '8', '--close', 'c=2-9'],
      /before --at 8/,
    ],
    [
      'a closure of nothing',
      () => ['replan', good, file('plan.json'), out, '--at', '8', '--close', 'z=9-10'],
      /there is no node or leg z/,
    ],
    ['an import of what is none', () => ['import', 'maps', good, out], /no import of maps/],
    ['a table that is none', () => ['import', 'airports', good, out], /no header that can be read/],
    [
      'a country of words',
      () => ['import', 'airports', good, out, '--countries', 'Poland'],
      /alpha-3/,
    ],
    [
      'GeoJSON that is none',
      () => ['import', 'geojson', good, out],
      /no GeoJSON feature collection/,
    ],
  ]
  test.each(cases)('%s', async (_name, words, told) => {
    await expect(run(...words())).rejects.toThrow(told)
    expect(existsSync(out)).toBe(false)
  })
})
