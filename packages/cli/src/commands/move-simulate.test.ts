/**
 * Goal: `holdfast move simulate` keeps its contract: one document, the same from the same seed, marked with the highest
 * label in print too, and every bad input refused in words with nothing written. Method: a small case through the command;
 * a table of bad options and files.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { referenceFaults, type SimulationResult } from '@holdfast/core/move/simulate'
import { seededRandom } from '@holdfast/core/units'
import { Command } from 'commander'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { greedyPlan, randomModel } from '../../../../tests/support/movement-plans.ts'
import { addMoveSimulate } from './move-simulate.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-simulate-'))
afterAll(() => {
  rmSync(dir, { recursive: true })
})
const model = randomModel(3)
const plan = greedyPlan(model, seededRandom(3))
const file = (name: string, value: unknown): string => {
  const path = join(dir, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
const whole = file('whole.json', { model, plan })
const planFile = file('plan.json', plan)
const modelFile = file('model.json', model)
const faultsFile = file('faults.json', { ...referenceFaults(model), id: 'ours' })

async function run(...args: readonly string[]): Promise<{ out: string; err: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const told = (spy: typeof out): string => spy.mock.calls.map(([text]) => String(text)).join('')
  try {
    const program = new Command()
    addMoveSimulate(program)
    await program.parseAsync(['simulate', ...args], { from: 'user' })
    return { out: told(out), err: told(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}
const few = ['--replications', '20', '--seed', '7', '--workers', '2', '--criticality', '2']
const json = async (...args: readonly string[]): Promise<SimulationResult> =>
  JSON.parse((await run(...args, '--json')).out) as SimulationResult

describe('move simulate', () => {
  it('prints one document, and what it cost to stderr', async () => {
    const { out, err } = await run(whole, ...few, '--json')
    const document = JSON.parse(out) as SimulationResult
    expect(document).toMatchObject({
      format: 'holdfast.movement-simulation',
      seed: 7,
      replications: 20,
    })
    expect(JSON.parse(err)).toMatchObject({ workers: 2, events: document.events })
  })

  it('prints the same document again, whatever the workers, and another with another seed', async () => {
    const { out } = await run(whole, ...few, '--json')
    expect((await run(whole, ...few, '--workers', '1', '--json')).out).toBe(out)
    expect((await run(whole, ...few, '--seed', '8', '--json')).out).not.toBe(out)
  })

  it('takes a plan with its model, a fault model beside it, or none', async () => {
    const parts = await json(planFile, '--model', modelFile, ...few)
    expect(parts).toEqual(await json(whole, ...few))
    expect(parts.faults.origin).toBe('reference')
    expect((await json(whole, '--faults', faultsFile, ...few)).faults).toMatchObject({
      origin: 'stated',
      id: 'ours',
    })
    const none = await json(whole, '--no-faults', ...few)
    expect(none.faults.origin).toBe('none')
    for (const { planned, p10, p90 } of none.armedByHour)
      expect([p10, p90]).toEqual([planned, planned])
  })

  it('in print bears the label at the head and at the ranking', async () => {
    const { out } = await run(whole, ...few)
    expect(out.startsWith('SECRET, guarantors only')).toBe(true)
    expect(out).toContain('criticality, SECRET, guarantors only')
    expect(out).toContain('armed by hour')
  })

  it('writes the document to a file, too', async () => {
    const out = join(dir, 'out.json')
    const printed = await json(whole, ...few, '--out', out)
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(printed)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['no file', [join(dir, 'none.json')], /there is no file .*none\.json; give JSON/],
    ['no JSON', [file('bad.json', '{')], /bad\.json is not JSON/],
    ['a list', [file('list.json', [])], /list\.json: document: is \[\]; write a map/],
    ['a plan alone', [planFile], /is a plan without its model; say --model/],
    ['a model too many', [whole, '--model', modelFile], /is no plan alone, so --model/],
    ['a bad model', [planFile, '--model', whole], /whole\.json:.*format: is/],
    ['bad faults', [whole, '--faults', planFile], /plan\.json: faults/],
    [
      'replications of 0',
      [whole, '--replications', '0'],
      /^--replications: is 0; write a whole number from 1/,
    ],
    [
      'half replications',
      [whole, '--replications', '1.5'],
      /^--replications: is "1\.5"; write a whole/,
    ],
    ['a seed in words', [whole, '--seed', 'x'], /^--seed: is "x"/],
    [
      'too large a seed',
      [whole, '--seed', '4294967296'],
      /^--seed: is 4294967296; write a whole number from 0/,
    ],
    ['no workers', [whole, '--workers', '0'], /^--workers: is 0/],
    ['too many pairs', [whole, '--criticality', '100001'], /^--criticality: is 100001/],
    [
      'nowhere to write',
      [whole, ...few, '--out', join(dir, 'no', 'such')],
      /there is no directory .*; make it, or name another/,
    ],
    ['the plan itself', [whole, ...few, '--out', whole], /would write over .*, which is read/],
    [
      'a seed below 0',
      [whole, '--seed', '-1'],
      /^--seed: is "-1"; write a whole number from 0 to 4294967295/,
    ],
    ['half a worker', [whole, '--workers', '1.5'], /^--workers: .* from 1 to \d+/],
  ])('%s is refused', async (_, args, told) => {
    const out = join(dir, 'refused.json')
    const extra = args.includes('--out') ? [] : ['--out', out]
    await expect(run(...args, ...extra)).rejects.toThrow(told)
    expect(existsSync(out)).toBe(false)
  })
})
