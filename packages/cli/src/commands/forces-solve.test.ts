/**
 * Goal: solve, check and why work as commands, on files; a wrong file or word is refused with its place, and nothing is
 * written then. Method: a small model solved by hand in a directory of its own; then a table of wrong words.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ForceSolution } from '@holdfast/core/generate/model'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { addForcesCheck } from './forces-check.ts'
import { addForcesSolve } from './forces-solve.ts'
import { addForcesWhy } from './forces-why.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-forces-'))
const file = (name: string): string => join(dir, name)
const write = (name: string, value: unknown): string => {
  writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value, null, 1))
  return file(name)
}
const read = (name: string): unknown => JSON.parse(readFileSync(file(name), 'utf8'))

/** Runs a command; what it prints. */
async function run(...words: string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const forces = new Command('forces').exitOverride()
  addForcesSolve(forces)
  addForcesCheck(forces)
  addForcesWhy(forces)
  for (const command of forces.commands) command.exitOverride()
  await forces.parseAsync(words, { from: 'user' })
  return printed
}

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const model = {
  id: 'm',
  rotations: { count: 2, monthsEach: 6 },
  nations: [{ id: 'A' }, { id: 'B', personsPerRotationMax: 100 }],
  packages: [
    {
      id: 'PA',
      nation: 'A',
      capability: 'guard',
      quantity: 2,
      persons: 80,
      harmony: { rotationsOnMax: 1, rotationsRest: 1 },
    },
    { id: 'PB', nation: 'B', capability: 'guard', quantity: 1, persons: 60 },
  ],
  lines: [{ id: 'L1', capability: 'guard', quantity: 2, place: 'north', priority: 1 }],
  caveats: [
    {
      id: 'CB',
      nation: 'B',
      category: 'role',
      forbids: { lines: ['L1'] },
      waivableBy: 'parliament',
    },
  ],
}
const models = write('model.json', model)

describe('forces', () => {
  test('solve writes the answer; check finds it whole; why names the caveat', async () => {
    const told = JSON.parse(await run('solve', models, file('out.json'), '--json'))
    expect(told).toMatchObject({
      status: 'optimal',
      objective: 256,
      bound: 256,
      gap: 0,
      reason: null,
    })
    const { out: _, ...summary } = told
    expect(read('out.json')).toMatchObject({ model: 'm', ...summary })
    expect(JSON.parse(await run('check', models, file('out.json'), '--json'))).toEqual({
      holds: true,
      figures: true,
      faults: [],
    })
    expect(process.exitCode).toBeUndefined()
    const { whys } = JSON.parse(await run('why', models, file('out.json'), '--json'))
    expect(whys).toMatchObject([
      { line: 'L1', shortfall: 2, why: 'blockedByCaveats', caveats: [{ caveat: 'CB' }] },
    ])
    expect(await run('why', models, file('out.json'))).toContain('lift B CB')
  })

  test('a what-if starts from the answer before', async () => {
    const lifted = write('lifted.json', { ...model, waived: ['CB'] })
    await run('solve', models, file('before.json'), '--repeatable')
    const words = ['solve', lifted, file('after.json'), '--start', file('before.json')]
    expect(await run(...words)).toContain(
      'optimal, 0.5000 line-rotations unmet, weighted 128.0000, gap 0.00 %',
    )
    expect(read('after.json')).toMatchObject({ objective: 128 })
  })

  test('check ends with 1 where a rule is broken, and why refuses such an answer', async () => {
    const assignments = [{ package: 'PB', line: 'L1', rotation: 1 }]
    const broken = write('broken.json', { assignments })
    const told = JSON.parse(await run('check', models, broken, '--json'))
    expect(told).toMatchObject({ holds: false, figures: false, faults: [{ rule: 'caveat' }] })
    expect(process.exitCode).toBe(1)
    await expect(run('why', models, broken)).rejects.toThrow(/CB forbids it; solve it again/)
  })

  test('check finds a figure that is not that of the assignments', async () => {
    await run('solve', models, file('true.json'), '--repeatable')
    const answer = read('true.json') as ForceSolution
    for (const forged of [
      { objective: 0, bound: 0 },
      { shortfalls: [{ ...answer.shortfalls[0], shortfall: 77 }, ...answer.shortfalls.slice(1)] },
      { gap: 0.5 },
    ]) {
      const told = await run(
        'check',
        models,
        write('forged.json', { ...answer, ...forged }),
        '--json',
      )
      expect(JSON.parse(told)).toMatchObject({ holds: false, figures: true })
      expect(process.exitCode).toBe(1)
      process.exitCode = undefined
    }
    const torn = write('torn.json', { ...answer, gap: 'any', levels: [{ level: 12 }] })
    await expect(run('check', models, torn)).rejects.toThrow(/gap: is "any"; write a number from 0/)
  })

  test.each([
    [['solve', 'no.json', 'out2.json'], 'there is no file'],
    [['solve', 'model.json', 'no/out2.json'], 'there is no directory'],
    [['solve', 'model.json', '.'], 'is a directory'],
    [['solve', 'model.json', 'model.json'], 'would write over'],
    [['solve', 'model.json', 'out2.json', '--gap', '2'], '--gap 2: write a share from 0 to 1'],
    [['solve', 'model.json', 'out2.json', '--time-limit', 'soon'], '--time-limit soon: write'],
    [['solve', 'wrong.json', 'out2.json'], 'wrong.json:4:11: lines: is 3; write a list'],
    [['solve', 'torn.json', 'out2.json'], 'torn.json:1:'],
    [['solve', 'model.json', 'out2.json', '--start', 'wrong.json'], 'assignments: is missing'],
    [['check', 'model.json', 'wrong.json'], 'assignments: is missing'],
    [['why', 'model.json', 'out.json', '--lines', '0'], '--lines 0: write a whole number'],
  ])('%j is refused', async (words, reason) => {
    write(
      'wrong.json',
      '{"id": "m",\n "rotations": {"count": 1, "monthsEach": 6},\n "nations": [], "packages": [],\n "lines": 3}\n',
    )
    write('torn.json', '{"id": ')
    const named = words.map((word) => (/\.json$|^\.$/.test(word) ? file(word) : word))
    await expect(run(...named)).rejects.toThrow(reason)
    expect(existsSync(file('out2.json'))).toBe(false)
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
