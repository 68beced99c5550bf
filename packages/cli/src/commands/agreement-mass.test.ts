/**
 * Goal: from the command line, too, a clause that counts is judged among all the events that are given, and excuses that count
 * only together are told as one with its parts. Method: the skeleton with such clauses; four explosions, three of them near in
 * time, and what each command makes of them.
 */
import { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { agreementFiles, event, id } from '../../../../tests/support/agreement-files.ts'
import { printedBy } from '../../../../tests/support/printed.ts'
import { addAgreement } from './agreement.ts'
import { SKELETON } from './agreement-skeleton.ts'

const { file, removeFiles, skeleton, write } = agreementFiles()

async function run(...words: string[]): Promise<string> {
  const program = new Command('holdfast')
  addAgreement(program)
  return await printedBy(program, ['agreement', ...words])
}
afterAll(removeFiles)

const counting = write(
  'counting.yaml',
  SKELETON.replace(
    '\n# Duties with a deadline',
    `  - clause: C-9
    title: No massed fire
    source: The document and its point
    sinceVersion: first-text
    act: { kinds: [explosion], phases: [] }
    count: { atLeast: 3, withinMinutes: 60, withinKm: 10 }
    unless:
      - id: reply
        title: it was an answer
        all:
          - { id: ordered, title: it was ordered }
          - { id: reported, title: it was reported }

# Duties with a deadline`,
  ),
)
const massed = write('massed.json', [
  event('1', 48),
  event('2', 48.2),
  event('3', 48.9),
  event('4', 50),
])
interface Found {
  readonly event: string
  readonly candidates: readonly { readonly clause: string; readonly probability: number }[]
}

/** The first letter of each event that raises the clause, with its figure in thousandths. */
const raised = async (...more: string[]): Promise<readonly (readonly [string, number])[]> => {
  const found = JSON.parse(
    await run('evaluate', counting, massed, '--clause', 'C-9', '--json', ...more),
  ) as readonly Found[]
  return found.flatMap(({ event: of, candidates }) =>
    candidates.map(({ probability }) => [of.slice(0, 1), Math.round(probability * 1000)] as const),
  )
}

test('evaluate counts among the events of the file, and with --at among those before it', async () => {
  // 0.9 for the event itself, and 0.9 for each of the two others that it takes.
  expect(await raised()).toEqual([
    ['1', 729],
    ['2', 729],
    ['3', 729],
  ])
  expect(await raised('--at', '2026-01-03T00:30:00Z')).toEqual([])
})

test('explain tells the count, or why it is none, and the parts of an excuse', async () => {
  const clause = ['--clause', 'C-9']
  const told = await run('explain', counting, massed, '--event', id('2'), ...clause)
  expect(told).toContain('3 counted by 3 events, from 2026-01-03T00:00Z on')
  expect(told).toContain('it takes all 2 together; ordered, reported open')
  expect(told).toMatch(/- of reply +undecided +ordered: it was ordered/u)
  expect(await run('explain', counting, massed, '--event', id('4'), ...clause)).toContain(
    '1 counted by this event alone',
  )
})

test('diff tries the clause on the events', async () => {
  const { candidates } = JSON.parse(await run('diff', skeleton, counting, massed, '--json')) as {
    readonly candidates: { readonly diff: { readonly added: number } }
  }
  expect(candidates.diff.added).toBe(3)
})

test('a mistake is told at its line', async () => {
  const wrong = SKELETON.replace(
    '    act: { kinds: [explosion, salvo, burst, shot], phases: [] }\n',
    '    act: { kinds: [explosion, salvo, burst, shot], phases: [] }\n    count: { atLeast: 1 }\n',
  )
  write('wrong.yaml', wrong)
  await expect(run('check', file('wrong.yaml'))).rejects.toThrow(
    /wrong\.yaml:\d+:\d+: provisions\.0\.count\.atLeast: is 1; write 2 or more/,
  )
})
