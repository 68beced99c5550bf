/**
 * Goal: a text comes into force, and is amended, at the command line by nations, and by no officer alone; what is wrong is refused with
 * what to do. Method: the real commands over HTTP against a running deployment; one for the file, and the tests go on from
 * each other.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIMITS } from '@holdfast/server/http'
import { printedBy } from '../../../../tests/support/printed.ts'
import { newDir, removeDir } from '../../../../tests/support/small-deployment.ts'
import { serveSmall, type SmallServer } from '../../../../tests/support/small-server.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const dir = newDir('motions')
const first = join(dir, 'first.yaml')
const second = join(dir, 'second.yaml')
const AMENDED = SKELETON.replace('quorum: 3', 'quorum: 2')
let served: SmallServer
beforeAll(async () => {
  writeFileSync(first, SKELETON)
  writeFileSync(second, AMENDED)
  // However busy the machine is that runs this, the server answers; and it takes every command of the file in a minute.
  const limits = { eventLoopDelayMs: 0, perMinute: { ...LIMITS.perMinute, logins: 1_000 } }
  served = await serveSmall(dir, { more: () => ({ limits }) })
})
afterAll(async () => {
  await served.close()
  removeDir(dir)
})

/** What a command prints. */
async function run(...line: readonly string[]): Promise<string> {
  const program = new Command()
  addAgreement(program)
  return await printedBy(program, ['agreement', ...line, '--data', dir])
}
const json = async (...line: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await run(...line, '--json')) as Record<string, unknown>
const as = (nation: string, reason = 'read and weighed') => ['--nation', nation, '--reason', reason]

test('the first text is carried by as many nations as it asks for, and by no officer alone', async () => {
  expect(await run('motions')).toContain('no text is adopted yet')
  await expect(
    run('propose', first, ...as('NOR'), '--from', new Date(Date.now() + 60_000).toISOString()),
  ).rejects.toThrow('leave out from when')
  expect(await run('propose', first, ...as('NOR'))).toMatch(
    /^entry 0: motion 0: 1 of 3 nations are for it \(NOR\); 2 missing/u,
  )
  await expect(run('support', '0', ...as('NOR'))).rejects.toThrow('counts once')
  expect(await run('motions', '0')).toContain('first text')
  await run('support', '0', ...as('SWE'))
  expect(await run('motions')).toContain('no text is adopted yet')
  expect(await run('support', '0', ...as('DEU'))).toContain('motion 0 is carried, entry 3')
  expect(await run('motions')).toContain('entry 3; a motion that is proposed now takes 3 nations')
  expect(served.holdfast.journal.size).toBe(4)
})

test('nations support and oppose it, everybody sees who, and the third one carries it', async () => {
  const proposed = await json('propose', second, ...as('NOR', 'it takes too many'), '--amends', '3')
  expect(proposed).toMatchObject({
    entries: [{ index: 4 }],
    motion: { motion: 4, status: 'open', quorum: 3, missing: 2, nations: ['NOR'] },
  })
  await expect(run('support', '4', ...as('NOR'))).rejects.toThrow('counts once')
  expect(await run('support', '4', ...as('SWE'))).toMatch(
    /^entry 5: motion 4: 2 of 3 nations are for it \(NOR, SWE\); 1 missing, and it lapses at /u,
  )
  expect(await run('oppose', '4', ...as('DEU', 'too few'))).toContain('against it DEU')

  expect(await run('motions')).toMatch(/4 +open +NOR +NOR, SWE +DEU +1 +from when it is carried/u)
  const shown = await run('motions', '4')
  for (const told of [/DEU +opposes +6 +too few/u, /thresholds +changed +quorum +3 +2/u])
    expect(shown).toMatch(told)
  expect(await run('motions', '4', '--document')).toBe(AMENDED)
  const withheld = await run('motions', '4', '--office', 'guarantors')
  expect(withheld).not.toMatch(/too few|thresholds/u)
  await expect(run('motions', '4', '--document', '--office', 'guarantors')).rejects.toThrow(
    'until it is carried',
  )

  expect(await run('support', '4', ...as('FRA'))).toContain('motion 4 is carried, entry 8')
  expect(await json('motions')).toMatchObject({
    inForce: 8,
    quorum: 2,
    motions: [
      { status: 'carried', closedIn: 8 },
      { status: 'carried', closedIn: 3 },
    ],
  })
  await expect(run('oppose', '4', ...as('FRA'))).rejects.toThrow('it was carried')
  await expect(run('motions', '4', '--document')).rejects.toThrow('its text stands in the log')
})

test('a motion for later is withdrawn by the nation that proposed it, and by no other', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  const proposed = await json('propose', first, ...as('NOR'), '--from', later)
  const { motion } = proposed['motion'] as { motion: number }
  await expect(run('withdraw', String(motion), ...as('SWE'))).rejects.toThrow('oppose it instead')
  expect(await run('withdraw', String(motion), ...as('NOR'))).toContain('is withdrawn, entry')
})

test.each([
  ['a file that is none', ['propose', 'none.yaml', ...as('NOR')], 'none.yaml'],
  ['the text that is adopted', ['propose', second, ...as('NOR')], 'already adopted'],
  ['no instant', ['propose', first, ...as('NOR'), '--from', 'today'], 'an instant in UTC'],
  [
    'the past',
    ['propose', first, ...as('NOR'), '--from', '2020-01-01T00:00:00Z'],
    'does not reach back',
  ],
  ['no log index', ['propose', first, ...as('NOR'), '--amends', 'last'], 'give a log index'],
  ['another text', ['propose', first, ...as('NOR'), '--amends', '0'], 'entry 8 is: read that'],
  ['no number', ['support', 'it', ...as('SWE')], 'give the log index of the proposal'],
  ['no motion', ['support', '77', ...as('SWE')], 'there is no motion 77'],
  ['no motion to show', ['motions', '77'], 'there is no motion 77'],
  ['the text of none', ['motions', '--document'], 'name it by its log index'],
  ['no nation', ['oppose', '1', '--reason', 'r'], 'required option'],
  ['no reason', ['oppose', '1', '--nation', 'SWE'], 'required option'],
])('refused, and nothing is recorded: %s', async (_, line, why) => {
  const { size } = served.holdfast.journal
  await expect(run(...line)).rejects.toThrow(why)
  expect(served.holdfast.journal.size).toBe(size)
})
