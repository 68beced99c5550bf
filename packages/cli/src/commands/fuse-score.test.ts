/**
 * Goal: scenarios and scores work as commands, on files. Method: scenario, a stand-in for the tracker that copies the
 * truth, and score, in a directory of its own; then a table of wrong files and words, each refused with its reason.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printedBy } from '../../../../tests/support/printed.ts'
import { addFuseScenario } from './fuse-scenario.ts'
import { addFuseScore } from './fuse-score.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-fuse-score-'))
const file = (name: string): string => join(dir, name)
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value))
  return file(name)
}
const read = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'))

/** Runs a command; what it prints. */
async function run(...words: string[]): Promise<string> {
  const fuse = new Command('fuse')
  addFuseScenario(fuse)
  addFuseScore(fuse)
  return await printedBy(fuse, words)
}

afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
})

interface Truth {
  readonly truth: readonly (readonly (readonly number[])[])[]
}

beforeAll(async () => {
  await run('scenario', 'turn', '--seed', '3', '--objects', '20', file('s.json'), file('t.json'))
  const { truth } = read('t.json') as Truth
  const tracks = truth.map((scan) => scan.map((thing) => [...thing, 4, 0, 4]))
  const told = { algo: 'copy', seconds: 2, cpu: 0.5, dets: 1_000, scans: 100 }
  write('o.json', { ...told, tracks })
  await run('scenario', 'clean8', '--cases', '10', file('c.json'), file('ct.json'))
})

describe('a scenario', () => {
  test('of things that move has the shape that the tracker reads', () => {
    const scenario = read('s.json') as Record<string, unknown>
    expect(Object.keys(scenario)).toEqual(['dt', 'sigma', 'pd', 'clutter', 'size', 'dets'])
    expect(scenario).toMatchObject({ dt: 1, sigma: 20, pd: 0.9, clutter: 20, size: 5_366.56 })
    expect(scenario['dets']).toHaveLength(100)
    expect(read('t.json')).toMatchObject({ dt: 1, truth: { length: 100 } })
  })

  test('of sounds has the shape that the locator reads', () => {
    const [first] = read('c.json') as readonly Record<string, unknown>[]
    expect(Object.keys(first ?? {}).toSorted()).toEqual(
      ['c0', 'id', 'sensors', 'sigma_c', 'sigma_t', 't'].toSorted(),
    )
    expect(first).toMatchObject({ sensors: { length: 8 }, t: { length: 8 }, sigma_c: 2 })
  })

  test('is the same bytes for the same seed', async () => {
    const told = await run(
      'scenario',
      'turn',
      '--seed',
      '3',
      '--objects',
      '20',
      file('s2.json'),
      file('t2.json'),
      '--json',
    )
    for (const name of ['s', 't'])
      expect(readFileSync(file(`${name}2.json`))).toEqual(readFileSync(file(`${name}.json`)))
    expect(JSON.parse(told)).toMatchObject({ kind: 'turn', seed: 3, objects: 20, scans: 100 })
  })
})

describe('a score', () => {
  test('of tracks is one object with --json, and a table without', async () => {
    expect(JSON.parse(await run('score', file('t.json'), file('o.json'), '--json'))).toMatchObject({
      kind: 'tracks',
      gospaM: 0,
      ospaM: 0,
      identitySwitches: 0,
      coverage95: 1,
      detectionsPerCpuSecond: 2_000,
    })
    const table = await run('score', file('t.json'), file('o.json'))
    for (const words of ['GOSPA', 'OSPA', 'identity switches', 'NEES', '95 % ellipses', '2000 /s'])
      expect(table).toContain(words)
  })

  test('of places likewise', async () => {
    const truth = read('ct.json') as readonly { id: string; x: number; y: number; bound: unknown }[]
    write(
      'p.json',
      truth.map(({ id, x, y, bound }) => ({ id, x, y, cov: bound })),
    )
    expect(JSON.parse(await run('score', file('ct.json'), file('p.json'), '--json'))).toMatchObject(
      {
        kind: 'places',
        cases: 10,
        gross: 0,
        medianErrorM: 0,
        coverage95: 1,
      },
    )
    expect(await run('score', file('ct.json'), file('p.json'))).toContain('Cramér–Rao')
  })
})

describe('what is wrong is refused with its place and a way to mend it', () => {
  test.for([
    ['no truth', () => ['score', file('none.json'), file('o.json')], 'there is no file'],
    ['a directory', () => ['score', dir, file('o.json')], 'is a directory'],
    ['no JSON', () => ['score', write('x.json', '{'), file('o.json')], 'x.json is not JSON'],
    [
      'the files turned about',
      () => ['score', file('o.json'), file('t.json')],
      'o.json: is neither',
    ],
    [
      'tracks of another scenario',
      () => ['score', write('x.json', { truth: [[]] }), file('o.json')],
      'has 100 scans, and the truth 1',
    ],
    [
      'places for things that move',
      () => ['score', file('t.json'), file('c.json')],
      'c.json: is not',
    ],
    [
      'a row too short',
      () => ['score', write('x.json', { truth: [[[1, 2]]] }), file('o.json')],
      'x.json: truth[0][0]: is not 5',
    ],
    [
      'an unknown kind',
      () => ['scenario', 'dens', file('a'), file('b')],
      'one of sparse, turn, dense',
    ],
    ['one file for both', () => ['scenario', 'dense', file('a'), file('a')], 'a file of its own'],
    [
      'a folder that is not there',
      () => ['scenario', 'dense', join(dir, 'no', 'a'), file('b')],
      'cannot write',
    ],
    [
      'a seed that is no number',
      () => ['scenario', 'dense', '--seed', 'x', file('a'), file('b')],
      'whole number',
    ],
    [
      'too many things',
      () => ['scenario', 'dense', '--objects', '1000000', file('a'), file('b')],
      'whole number',
    ],
  ] as const)('%s', async ([, words, reason]) => {
    await expect(run(...words())).rejects.toThrow(reason)
  })
})
