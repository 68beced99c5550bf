/**
 * Goal: an acceptance table is shown, adopted, amended and read back at the command line of a running deployment; what is wrong
 * is told with its place and changes nothing. Method: the commands over HTTP against a small server.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ForceDesk } from '@holdfast/engine/forces'
import { dataText } from '@holdfast/engine/shipped'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { addForces } from './forces.ts'
import { addPlan } from './plan.ts'

const dir = mkdtempSync(join(tmpdir(), 'holdfast-acceptance-'))
let served: SmallServer
let desk: ForceDesk
beforeAll(async () => {
  served = await serveSmall(dir, {
    more: (holdfast) => {
      desk = new ForceDesk(holdfast, () => null)
      return { forces: desk }
    },
  })
})
afterAll(async () => {
  await served.close()
  await desk.close()
  rmSync(dir, { recursive: true, force: true })
})

async function run(...words: readonly string[]): Promise<string> {
  let printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const program = new Command('holdfast').exitOverride()
  addForces(program)
  addPlan(program)
  try {
    await program.parseAsync([...words, '--data', dir], { from: 'user' })
  } finally {
    vi.restoreAllMocks()
  }
  return printed
}
const acceptance = (...words: readonly string[]) => run('forces', 'acceptance', ...words)
const write = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}
const shipped = dataText('coalition/acceptance.yaml')
const file = (name: string, from: string, to: string): string => {
  expect(shipped).toContain(from)
  return write(name, shipped.replace(from, to))
}

test('what ships is in force until somebody adopts a table', async () => {
  expect(await acceptance('show')).toMatch(/SECRET.*\ncoalition-acceptance .*as it ships/)
  expect(await acceptance('history')).toContain('as it ships, none was adopted')
})

test('a table is adopted, told with its entry, amended with a reason, and read back', async () => {
  const first = file('first.yaml', 'weight: 10,', 'weight: 20,')
  expect(await acceptance('adopt', first, '--nation', 'GBR')).toMatch(/^on record: entry \d+\n$/)
  const entry = served.holdfast.journal.size - 1
  expect(await acceptance('show')).toMatch(new RegExp(`entry ${entry}; Holdfast demonstration`))
  const second = file('second.yaml', 'weight: 10,', 'weight: 30,')
  await expect(acceptance('adopt', second, '--nation', 'FRA')).rejects.toThrow(
    `the table in force is entry ${entry}; a planner of GBR or the mission's staff amends it`,
  )
  const amends = ['--nation', 'GBR', '--amends', String(entry)]
  await expect(acceptance('adopt', second, ...amends)).rejects.toThrow('the reason')
  await acceptance('adopt', second, ...amends, '--reason', 'they spoke again')
  expect(await acceptance('history')).toMatch(/they spoke again[^]*operator, GBR[^]*in force: coal/)
  const back = write('back.json', await acceptance('show', '--document'))
  expect(JSON.parse(await acceptance('show', '--json'))).toMatchObject({
    inForce: { origin: 'adopted', entry: entry + 1 },
    history: [{ amends: entry }, { amends: null }],
  })
  const again = ['--nation', 'GBR', '--amends', String(entry + 1), '--reason', 'r']
  await expect(acceptance('adopt', back, ...again)).rejects.toThrow('is in force already')
})

test.each([
  [
    'a view without a statement',
    'statement: TUR-1',
    'statement: TUR-99',
    /document:\d+:\d+: views\.1\.statement: names "TUR-99"/,
  ],
  [
    'nobody who answers for it',
    'owner: Holdfast demonstration planner\ndate',
    'date',
    /has no owner; write who/,
  ],
])('%s is refused, and nothing is recorded', async (_, from, to, message) => {
  const { size } = served.holdfast.journal
  const bad = file('bad.yaml', from, to)
  await expect(acceptance('adopt', bad, '--nation', 'GBR')).rejects.toThrow(message)
  expect(served.holdfast.journal.size).toBe(size)
})

test('plan adopt says where a table of acceptance is adopted', async () => {
  const table = write('table.yaml', shipped)
  await expect(run('plan', 'adopt', table, '--nation', 'GBR')).rejects.toThrow(
    'holdfast forces acceptance adopt',
  )
})
