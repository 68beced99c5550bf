/**
 * Goal: each of the planner's commands works its example out, marks what it prints, and refuses a document that is wrong
 * at the place where it is wrong. Method: the documents that ship are run; then every leaf of each is spoilt, every map
 * is given a key that nobody knows, and the refusal must name that path with its line.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { VIEWS_MAX, parseAcceptance } from '@holdfast/core/generate/acceptance'
import { CONDITIONS_MAX, ORBITS_MAX, VERTICES_MAX, parseAirPlan } from '@holdfast/core/move/air'
import { ASSUMPTIONS_MAX } from '@holdfast/core/move/figures'
import { GATES_MAX, UNITS_MAX, parseReadinessPlan } from '@holdfast/core/move/readiness'
import { PASSAGES_MAX, TASKS_MAX, parseSeaPlan } from '@holdfast/core/move/sea'
import {
  POSTS_MAX,
  ROADS_MAX,
  ROAD_NODES_MAX,
  SITES_MAX,
  parseSitesPlan,
} from '@holdfast/core/move/sites'
import { ITEMS_MAX, parseStocksPlan } from '@holdfast/core/move/stocks'
import { COURSES_MAX, parseTrainingPlan } from '@holdfast/core/move/training'
import { isRefused, type At, type Refused } from '@holdfast/core/units'
import { readYaml } from '@holdfast/engine/documents'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { addPlan } from './plan.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-plan-'))
afterAll(() => {
  rmSync(dir, { recursive: true })
})
const path = (name: string): string => new URL(`../../../../data/${name}`, import.meta.url).pathname

/** Runs `plan NAME ARGS` and gives what it wrote on stdout. */
async function run(...args: readonly string[]): Promise<string> {
  let out = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk)
    return true
  })
  try {
    const program = new Command().exitOverride()
    addPlan(program)
    await program.parseAsync(['plan', ...args], { from: 'user' })
    return out
  } finally {
    write.mockRestore()
  }
}

type Parse = (value: unknown, at: At) => object | Refused
const STATEMENTS = ['RUS-1', 'TUR-1', 'TUR-3']
const CASES: readonly (readonly [command: string, file: string, parse: Parse])[] = [
  ['air', 'plans/air.yaml', parseAirPlan],
  ['sea', 'plans/sea.yaml', parseSeaPlan],
  ['sites', 'plans/sites.yaml', parseSitesPlan],
  ['stocks', 'plans/stocks.yaml', parseStocksPlan],
  ['ready', 'plans/ready.yaml', parseReadinessPlan],
  ['training', 'plans/training.yaml', parseTrainingPlan],
  [
    'acceptance',
    'coalition/acceptance.yaml',
    (value, at) => parseAcceptance(value, at, STATEMENTS),
  ],
]

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
const isMap = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The paths of everything in a value, maps and leaves apart. */
function partsOf(value: Json, at = ''): { maps: string[]; leaves: string[] } {
  const beneath = (key: string): string => (at === '' ? key : `${at}.${key}`)
  if (!isMap(value) && !Array.isArray(value)) return { maps: [], leaves: [at] }
  const items = Object.entries(value).map(([key, item]) => partsOf(item as Json, beneath(key)))
  return {
    maps: [...(isMap(value) ? [at] : []), ...items.flatMap(({ maps }) => maps)],
    leaves: items.flatMap(({ leaves }) => leaves),
  }
}

/** The value with something else at a path. */
function changed(value: Json, parts: readonly string[], change: (old: Json) => Json): Json {
  const [key, ...rest] = parts
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.map((item: Json, i) => (String(i) === key ? changed(item, rest, change) : item))
  return isMap(value) ? { ...value, [key]: changed(value[key] ?? null, rest, change) } : value
}
const split = (at: string): string[] => (at === '' ? [] : at.split('.'))

describe.each(CASES)('plan %s', (command, file, parse) => {
  const text = readFileSync(path(file), 'utf8')
  const read = readYaml(text, file)
  if (isRefused(read)) throw new Error(read.refused)
  const value = read.value as Json
  const { maps, leaves } = partsOf(value)

  test("works its example out, marked as the guarantors' secret, as tables and as JSON", async () => {
    const told = await run(command, path(file))
    expect(told.split('\n')[0]).toContain("SECRET, the guarantors' view")
    expect(told).not.toMatch(/NaN|undefined|Infinity|\[object/)
    const json = JSON.parse(await run(command, path(file), '--json')) as Record<string, unknown>
    expect(json).toMatchObject({
      office: 'guarantors',
      label: { classification: 'SECRET', offices: ['guarantors'], releasableTo: [] },
    })
    // Every assumption that ships is owned and dated, and the table shows whose it is.
    expect(told).toContain('Holdfast demonstration planner')
  })

  test('a leaf of another shape is refused at its path', () => {
    expect(leaves.length).toBeGreaterThan(20)
    for (const leaf of leaves) {
      const spoilt = changed(value, split(leaf), () => ({ not: 'a leaf' }))
      const refused = parse(spoilt, read.at)
      expect(isRefused(refused), `${leaf} is not looked at`).toBe(true)
      expect(isRefused(refused) && refused.refused).toContain(`${read.at(leaf)}: ${leaf}`)
    }
  })

  test('a key that nobody knows is refused in every map', () => {
    for (const map of maps) {
      const odd = changed(value, split(map), (old) => (isMap(old) ? { ...old, oddKey: 1 } : old))
      const refused = parse(odd, (at) => at)
      expect(isRefused(refused) && refused.refused, map).toContain(
        `${map === '' ? '' : `${map}.`}oddKey: this key is not known here`,
      )
    }
  })

  test('no shape of a document breaks it', () => {
    for (const shape of [null, 1, 'text', [], {}, [[]], { kind: command }])
      expect(isRefused(parse(shape, (at) => at))).toBe(true)
    for (const key of Object.keys(value as object))
      for (const shape of [null, 7, 'text', [], [null], [{}], {}])
        expect(() => parse({ ...(value as object), [key]: shape }, (at) => at)).not.toThrow()
  })
})

const many = (count: number): object[] => Array.from({ length: count }, () => ({}))

describe('limits', () => {
  test.each<[string, Parse, object, number]>([
    ['line', parseAirPlan, { line: many(VERTICES_MAX + 1) }, VERTICES_MAX],
    ['orbits', parseAirPlan, { orbits: many(ORBITS_MAX + 1) }, ORBITS_MAX],
    [
      'reopening.conditions',
      parseAirPlan,
      { reopening: { conditions: many(CONDITIONS_MAX + 1) } },
      CONDITIONS_MAX,
    ],
    ['assumptions', parseAirPlan, { assumptions: many(ASSUMPTIONS_MAX + 1) }, ASSUMPTIONS_MAX],
    ['clearance', parseSeaPlan, { clearance: many(TASKS_MAX + 1) }, TASKS_MAX],
    ['taskForces', parseSeaPlan, { taskForces: many(TASKS_MAX + 1) }, TASKS_MAX],
    [
      'straits.passages',
      parseSeaPlan,
      { straits: { passages: many(PASSAGES_MAX + 1) } },
      PASSAGES_MAX,
    ],
    ['sites', parseSitesPlan, { sites: many(SITES_MAX + 1) }, SITES_MAX],
    ['nodes', parseSitesPlan, { nodes: many(ROAD_NODES_MAX + 1) }, ROAD_NODES_MAX],
    ['roads', parseSitesPlan, { roads: many(ROADS_MAX + 1) }, ROADS_MAX],
    ['sites.0.posts', parseSitesPlan, { sites: [{ posts: many(POSTS_MAX + 1) }] }, POSTS_MAX],
    ['items', parseStocksPlan, { items: many(ITEMS_MAX + 1) }, ITEMS_MAX],
    ['units', parseReadinessPlan, { units: many(UNITS_MAX + 1) }, UNITS_MAX],
    ['gates', parseReadinessPlan, { gates: many(GATES_MAX + 1) }, GATES_MAX],
    ['courses', parseTrainingPlan, { courses: many(COURSES_MAX + 1) }, COURSES_MAX],
    [
      'views',
      (value, at) => parseAcceptance(value, at, []),
      { views: many(VIEWS_MAX + 1) },
      VIEWS_MAX,
    ],
  ])('one item more than a list may have is refused: %s', (list, parse, document, most) => {
    const refused = parse(document, (at) => at)
    expect(isRefused(refused) && refused.refused).toContain(
      `${list}: has ${most + 1} items; the most is ${most}`,
    )
  })
})

describe('a file', () => {
  test('that is wrong is refused with its line, and nothing is printed', async () => {
    const file = join(dir, 'air.yaml')
    writeFileSync(
      file,
      readFileSync(path('plans/air.yaml'), 'utf8').replace('detour: A-01', 'detour: A-99'),
    )
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((one) => one.includes('A-99')) + 1
    await expect(run('air', file)).rejects.toThrow(
      `${file}:${line}:13: orbits.0.detour: names "A-99"`,
    )
  })

  test('that is not there, is no YAML, or is of another kind is refused', async () => {
    await expect(run('sea', join(dir, 'none.yaml'))).rejects.toThrow('there is no file')
    const file = join(dir, 'bad.yaml')
    writeFileSync(file, 'a: [')
    await expect(run('sea', file)).rejects.toThrow('bad.yaml:1')
    await expect(run('sea', path('plans/air.yaml'))).rejects.toThrow(
      'kind: is "air"; write one of sea',
    )
  })

  test('of views whose statements are elsewhere is refused by each name', async () => {
    const statements = join(dir, 'statements.yaml')
    writeFileSync(statements, 'statements: []')
    await expect(
      run('acceptance', path('coalition/acceptance.yaml'), '--statements', statements),
    ).rejects.toThrow('names "RUS-1", which is no public statement on record')
  })
})
