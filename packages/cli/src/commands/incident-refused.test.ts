/**
 * Goal: whatever core/verify decides can be asked for at the command line, and what is wrong is refused with what to do, the
 * log as long as before. Method: each command's own example is run on a real server, which reads every field of it and knows
 * no such incident; then a table of wrong input. Help is compared with golden/incident-help.txt (UPDATE_GOLDEN=1 rewrites it).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '@holdfast/core/verify'
import { serveIncidents, wordsOf } from '../../../../tests/support/incident-desk.ts'
import type { IncidentDesk } from '../../../../tests/support/incident-desk.ts'
import { removeDir } from '../../../../tests/support/small-deployment.ts'
import { SKELETON } from './agreement-skeleton.ts'
import { HEARING, OPENING } from './incident-find.ts'
import { GROUPING, WORKING } from './incident-group.ts'
import { ANSWERING, CLOSING } from './incident-judge.ts'
import { TASKING } from './incident-task.ts'
import { addOffices } from './offices.ts'

function programOf(add: (program: Command) => void): Command {
  const program = new Command()
  add(program)
  return program
}

let desk: IncidentDesk
beforeAll(async () => {
  desk = await serveIncidents(SKELETON, () => programOf(addOffices))
  await desk.said('open --title "A shell at the mill"')
  await desk.said('inquire I-1')
})
afterAll(async () => {
  await desk.served.close()
  removeDir(desk.dir)
})

const BY = '--said-by "liaison officer" --received 2026-03-01T05:10:00Z --channel hotline'
const PROOF = '--standard clear-and-convincing'
const ACTS = [...OPENING, ...HEARING, ...ANSWERING, ...CLOSING, ...GROUPING, ...WORKING, ...TASKING]

describe('each command', () => {
  // Of its example only the incident is wrong: so the server read every field of it.
  const OTHERWISE: Readonly<Record<string, string>> = {
    'add I-42 CANDIDATE': 'there is no candidate "CANDIDATE"',
  }
  const on42 = ACTS.filter(({ example }) => example.includes('I-42'))
  test.each(on42.map(({ example }) => [example]))('%s', async (example) => {
    const { size } = desk.served.holdfast.journal
    await expect(desk.said(example)).rejects.toThrow(
      OTHERWISE[example] ?? /there is no (?:such )?incident/u,
    )
    expect(desk.served.holdfast.journal.size).toBe(size)
  })

  test('of core/verify is here; what closes a case before any inquiry is at the desk', () => {
    const types = new Set(
      ACTS.flatMap(({ name, example, make }) => {
        const words = wordsOf(example)
        const at = words.indexOf(name) + 1
        const options = {
          data: desk.dir,
          ...Object.fromEntries(
            ['reason', 'standard', 'text', 'title', 'what', 'by', 'where'].map((one) => [one, 'x']),
          ),
          channel: 'post',
          saidBy: 'x',
          received: '2026-03-01T00:00:00Z',
          means: 'drone',
          question: 'breach',
        }
        const told = words.slice(at).filter((word) => !word.startsWith('--'))
        const list = name.endsWith('split') ? [told[0], [told[1] ?? '']] : told
        return [options, { ...options, undo: true }].map(
          (given) => make(name === 'open' && at === 1 ? [[]] : (list as string[]), given).type,
        )
      }),
    )
    expect(COMMANDS.filter((one) => !types.has(one))).toEqual(['dismiss'])
  })

  test('has its help', async () => {
    const program = programOf(addOffices)
    const [incident] = program.commands
    const all = (one: Command): readonly Command[] => [one, ...one.commands.flatMap(all)]
    const told = all(incident ?? program)
      .map((one) => one.configureHelp({ helpWidth: 110 }).helpInformation())
      .join('\n')
    const golden = join(import.meta.dirname, 'golden/incident-help.txt')
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, told)
    expect(told).toBe(readFileSync(golden, 'utf8'))
  })
})

test.each([
  ['no incident', 'show I-999', 'there is no incident I-999'],
  [
    'no question',
    `vote I-1 guilt for ${PROOF} --reason x --nation FRA`,
    'question guilt: say one of occurred',
  ],
  [
    'neither for nor against',
    `vote I-1 breach yes ${PROOF} --reason x --nation FRA`,
    'for, against',
  ],
  ['no nation', `vote I-1 breach for ${PROOF} --reason x`, "required option '--nation"],
  ['a nation that is none', 'ask I-1 intent --nation France', 'three capitals'],
  ['no standard', 'propose I-1 severity minor --nation SWE', "required option '--standard"],
  [
    'a wrong standard',
    'propose I-1 severity minor --standard sure --nation SWE',
    'the agreement has no standard of proof sure',
  ],
  [
    'a value of another question',
    `propose I-1 severity yes ${PROOF} --nation SWE`,
    'severity cannot be answered "yes"',
  ],
  [
    'a version without a clause',
    `propose I-1 severity minor ${PROOF} --nation SWE --agreement-version v`,
    'it goes with a clause',
  ],
  [
    'a clause that there is not',
    `propose I-1 breach C-9 ${PROOF} --nation SWE`,
    'no candidate on clause C-9',
  ],
  ['no reason', 'deadlock I-1 severity', "required option '--reason"],
  ['a role that may not', 'ask I-1 severity --office monitor --role watch', 'Allowed choices'],
  ['an office that may not', 'conclude I-1 breach --reason x --office monitor', 'unknown option'],
  [
    'an outcome that there is not',
    'conclude I-1 guilty --reason x',
    'outcome guilty: say one of breach',
  ],
  [
    'a capital that was not asked',
    `capital I-1 severity for ${PROOF} --reason x --nation FRA`,
    'nothing is proposed',
  ],
  ['a party that there is not', `claim I-1 C denies --text x ${BY}`, 'party C: say one of A, B'],
  ['a stance that there is not', `claim I-1 A laughs --text x ${BY}`, 'stance laughs'],
  ['a claim of nobody', 'claim I-1 A denies --text x', "required option '--said-by"],
  [
    'a claim that came no way',
    'claim I-1 A denies --text x --said-by y --received 2026-03-01T00:00:00Z',
    'say how the claim came',
  ],
  [
    'a document that there is not',
    'claim I-1 A denies --text x --said-by y --received 2026-03-01T00:00:00Z --document no.pdf',
    'give a file',
  ],
  [
    'half of what is alleged',
    `claim I-1 A denies --text x ${BY} --kind explosion`,
    '--from, --to, --at, --radius is missing',
  ],
  [
    'no instant',
    'claim I-1 A denies --text x --said-by y --received today --channel post',
    'an instant in UTC',
  ],
  ['a claim that is no number', 'confirm-claim I-1 last', 'give the log index'],
  ['a candidate that there is not', 'open NONE --title x', 'there is no candidate'],
  ['no title', 'open', "required option '--title"],
  ['two ways to correct', 'correct I-1 --text x --nation FRA', 'one of them'],
  ['into itself', 'merge I-1 I-1 --reason x', 'itself'],
  ['a split of what it has not', 'split I-1 NONE --title x --reason x', 'NONE'],
  ['a proposal that there is not', 'decline I-1 P-1 --reason x', 'P-1'],
  [
    'a means that there is not',
    'task request I-1 --means dog --team FIN --what x',
    '--means dog: say one of',
  ],
  [
    'half a place',
    'task request I-1 --means drone --team FIN --what x --at 37.8,48.1',
    '--at and --radius together',
  ],
  [
    'a place nowhere',
    'task request I-1 --means drone --team FIN --what x --at 37.8,148 --radius 9',
    'from -90 to 90',
  ],
  ['a task that there is not', 'task close I-1 T-1 notDone --text x', 'has no task T-1'],
  ['a delay without its end', 'task access I-1 T-1 delayed --text x', 'has no task T-1'],
  [
    'a due that is no instant',
    'task request I-1 --means drone --team FIN --what x --due today',
    'an instant in UTC',
  ],
  ['a point without words', 'hand-over a b --point "I-1: "', 'say what is open about I-1'],
  ['a name that is none', `ask I-1 intent --as ""`, 'give a name'],
])('refused, and nothing is recorded: %s', async (_, line, why) => {
  const { size } = desk.served.holdfast.journal
  await expect(desk.said(line)).rejects.toThrow(why)
  expect(desk.served.holdfast.journal.size).toBe(size)
})
