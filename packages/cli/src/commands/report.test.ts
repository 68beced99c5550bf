/**
 * Goal: reports are made, checked and listed as commands, on files; a copy that was changed fails; bad input says what is
 * wrong. Method: a data directory with the Donbas record in its journal; then a table of wrong files and words, each refused
 * with its reason and without a file left behind.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Json } from '@holdfast/core/evidence'
import { isRefused } from '@holdfast/core/units'
import { holdJournal, openDeployment } from '@holdfast/engine/runtime'
import { dataText } from '@holdfast/engine/shipped'
import { importSmm } from '@holdfast/formats/smm'
import { addReport } from './report.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-report-'))
const data = join(root, 'data')
const file = (name: string): string => join(root, name)

let printed = ''
/** Runs a command; what it prints, which stays in `printed` when it fails. */
async function run(...words: string[]): Promise<string> {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const program = new Command('holdfast').exitOverride()
  addReport(program)
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)]
  for (const command of all(program)) command.exitOverride()
  await program.parseAsync(['report', ...words], { from: 'user' })
  return printed
}
const make = async (out: string, ...words: string[]): Promise<string> =>
  await run('make', 'daily', '--data', data, '--date', '2016-08-20', '--out', out, ...words)

beforeAll(async () => {
  const deployment = openDeployment(data, {
    kind: 'demonstration',
    origin: 'holdfast.example/test/report',
    exercise: 'donbas',
    seed: 'report',
  })
  if (isRefused(deployment)) throw new Error(deployment.refused)
  const held = await holdJournal(data, deployment)
  if (isRefused(held)) throw new Error(held.refused)
  const { observations } = importSmm(dataText('donbas/smm_observations_2015_2020.csv'))
  await held.journal.append([
    {
      kind: 'observe.batch-accepted',
      payload: { observations } as unknown as Json,
      refs: [],
      actor: { name: 'x', nation: 'XAA', role: 'system', office: 'monitor', keyId: 'k' },
      atMs: 0,
      label: {
        policy: 'HOLDFAST',
        classification: 'RESTRICTED',
        offices: ['monitor'],
        releasableTo: ['ALL'],
      },
    },
  ])
  await held.index.close()
  await held.journal.close()
})
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

test('a report is made, holds, and is found out once it is changed', async () => {
  const out = file('day.html')
  const said = await make(out, '--edition', 'public', '--language', 'uk', '--format', 'html')
  expect(said).toContain('daily report 233/2016')
  expect(await run('check', out, '--data', data)).toMatch(/holds: \d+ fields recomputed/)
  writeFileSync(file('changed.html'), readFileSync(out, 'utf8').replaceAll('точно 104', 'точно 10'))
  await expect(run('check', file('changed.html'), '--data', data)).rejects.toThrow('does not hold')
  expect(JSON.parse(await run('list', '--data', data, '--json'))).toEqual([])
})

test('as JSON a check says what differs', async () => {
  const out = file('day.csv')
  await make(out, '--format', 'csv')
  const changed = readFileSync(out, 'utf8').replace('now.exact,104', 'now.exact,4')
  writeFileSync(file('changed.csv'), changed)
  printed = ''
  await expect(run('check', file('changed.csv'), '--data', data, '--json')).rejects.toThrow('hold')
  expect(JSON.parse(printed)).toMatchObject({
    holds: false,
    faults: [{ field: 'counts/all/kinetic/K.EXPL.UNDET/now.exact' }],
  })
})

test('a report is never replaced in silence', async () => {
  const out = file('once.html')
  await make(out)
  const before = readFileSync(out, 'utf8')
  await expect(make(out, '--edition', 'public')).rejects.toThrow('is there already')
  expect(readFileSync(out, 'utf8')).toBe(before)
})

const OUT = file('none.html')
test.each([
  [
    'no deployment',
    ['make', 'daily', '--data', root, '--date', '2016-08-20', '--out', OUT],
    'no deployment',
  ],
  [
    'no such day',
    ['make', 'daily', '--data', data, '--date', '2016-02-30', '--out', OUT],
    'no date',
  ],
  [
    'a day to come',
    ['make', 'daily', '--data', data, '--date', '2999-01-01', '--out', OUT],
    'when it is over',
  ],
  [
    'no such incident',
    ['make', 'spot', '--data', data, '--incident', 'I-1', '--out', OUT],
    'no incident I-1',
  ],
  [
    'an edition that there is not',
    ['make', 'daily', '--data', data, '--date', '2016-08-20', '--edition', 'secret', '--out', OUT],
    'Allowed choices',
  ],
  [
    'a folder that there is not',
    ['make', 'daily', '--data', data, '--date', '2016-08-20', '--out', file('no/such/f.html')],
    'cannot be written',
  ],
  ['no such file', ['check', file('nothing.html'), '--data', data], 'there is no file'],
  ['a folder for a file', ['check', root, '--data', data], 'is no file'],
  [
    'an entry that is none',
    ['issue', OUT, '--data', data, '--corrects', 'last'],
    '--corrects last',
  ],
])('refused: %s', async (_, words, says) => {
  await expect(run(...words)).rejects.toThrow(says)
  expect(existsSync(OUT)).toBe(false)
})

test('a directory that is held by a process that does not answer is refused, with where it was looked for', async () => {
  writeFileSync(join(data, 'server.json'), '{}')
  const held = await holdJournal(data, {
    kind: 'demonstration',
    origin: 'holdfast.example/test/report',
    exercise: 'donbas',
    seed: 'report',
  })
  if (isRefused(held)) throw new Error(held.refused)
  await expect(make(OUT)).rejects.toThrow('does not answer at the address')
  await held.index.close()
  await held.journal.close()
})
