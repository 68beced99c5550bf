/**
 * Goal: what nations and parties declare, show and announce at the command line stands in the record, is shown back as each
 * office may see it, and is refused with the reason where it may not be. Method: the real commands over HTTP against a
 * running deployment with a small text; one server for the file.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOUR_MS } from '@holdfast/core/units'
import { carryFile } from '../../../../tests/support/carried-text.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { newDir, removeDir } from '../../../../tests/support/small-deployment.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { gatedTruceText } from '../../../../tests/support/truce.ts'
import { iso } from '../output/index.ts'
import { addAgreement } from './agreement.ts'
import { addDeclare } from './declare.ts'
import { addNotified } from './notified.ts'

const dir = newDir('declare')
let served: SmallServer
beforeAll(async () => {
  served = await serveSmall(dir)
})
afterAll(async () => {
  await served.close()
  removeDir(dir)
})

/** What a command prints. */
async function run(...line: readonly string[]): Promise<string> {
  const program = new Command()
  addAgreement(program)
  addDeclare(program)
  addNotified(program)
  return await printedBy(program, [...line, '--data', dir])
}
const json = async (...line: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await run(...line, '--json')) as Record<string, unknown>

test('declared, shown and announced at the command line', async () => {
  const file = join(dir, 'truce.yaml')
  writeFileSync(file, gatedTruceText())
  await expect(run('declare', 'fact', 'quiet', '--reason', 'r')).rejects.toThrow('adopt one first')
  await carryFile((...words) => run('agreement', ...words), file)

  const fact = ['declare', 'fact', 'quiet', '--reason', 'no fire for a day'] as const
  expect(await json(...fact, '--nation', 'XAA')).toMatchObject({
    fact: 'quiet',
    holds: false,
    settled: false,
    waiting: ['XAA'],
  })
  expect(await run(...fact, '--nation', 'XAB')).toContain('settled; quiet holds now')
  expect(await json('declare', 'fact', 'signed', '--party', 'A', '--reason', 'note')).toMatchObject(
    {
      waiting: ['A'],
    },
  )
  const statement = ['declare', 'fact', 'signed', '--party', 'B', '--reason', 'note'] as const
  await expect(run(...statement)).rejects.toThrow('another nation')
  await expect(run('declare', 'fact', 'peace', '--reason', 'r')).rejects.toThrow(
    'it has quiet, signed, fighting',
  )
  await expect(run(...fact, '--from', 'today')).rejects.toThrow('write an instant in UTC')

  const duty = ['D', '--party', 'B', '--due', '2026-01-01T00:00:00Z', '--reason', 'lists']
  await run('declare', 'met', ...duty)
  await expect(run('declare', 'confirm', ...duty)).rejects.toThrow('nobody confirms')
  expect(await run('declare', 'confirm', ...duty, '--nation', 'XAB')).toContain('confirmed: entry')

  const standing = await run('agreement', 'standing', '--office', 'guarantors')
  for (const told of [/truce +.*in force/, /established +Established +open/, /XAA, XAB/])
    expect(standing).toMatch(told)
  expect(standing).toMatch(/D +B +2026-01-01T00:00:00Z +confirmed/)

  const fromMs = Math.ceil(Date.now() / HOUR_MS + 2) * HOUR_MS
  const activity = ['notified', 'announce', '--rule', 'works', '--party', 'B']
  const time = ['--from', iso(fromMs), '--to', iso(fromMs + HOUR_MS)]
  const area = ['--title', 'Road clearing', '--at', '37.81,48.12', '--radius', '700']
  const announced = await json(...activity, ...time, ...area)
  // Two hours are less than the day's notice that the rule asks for.
  expect(announced).toMatchObject({ late: true })
  const id = String(announced['id'])
  expect(await run('notified', 'list')).toMatch(/37\.8100, 48\.1200 ± 700 m/)
  const withheld = await run('notified', 'list', '--office', 'guarantors')
  expect(withheld).toContain('withheld')
  expect(withheld).not.toMatch(/37\.8|Road/)
  expect(await run('notified', 'withdraw', id, '--reason', 'called off')).toContain('is withdrawn')
  expect(await json('notified', 'list', '--limit', '1')).toMatchObject({
    total: 1,
    notifications: [{ id, withdrawn: true }],
  })

  const ours = ['notified', 'announce', '--rule', 'works', '--party', 'mission']
  await run(...ours, ...time, ...area)
  expect(await run('notified', 'list', '--office', 'commission')).toMatch(
    /mission +withheld +withheld +withheld +withheld/,
  )
})

test.each([
  ['a place of one number', ['--at', '37.8', '--radius', '5'], 'give longitude and latitude'],
  ['a place that is none', ['--at', '37.8,98', '--radius', '5'], 'latitude 98'],
  ['a radius that is none', ['--at', '37.8,48', '--radius', 'wide'], 'wide: give a number'],
])('refused before anything is asked: %s', async (_, more, why) => {
  const activity = ['--rule', 'works', '--party', 'A', '--title', 't']
  const time = ['--from', '2030-01-01T00:00:00Z', '--to', '2030-01-01T01:00:00Z']
  await expect(run('notified', 'announce', ...activity, ...time, ...more)).rejects.toThrow(why)
})
