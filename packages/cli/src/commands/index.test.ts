/**
 * Goal: every command is found by its first word, and the help shows them all. Method: each group of the table is read,
 * and must add what the table says, with all that stands under it when everything is read; a word that nobody knows brings
 * them all.
 */
import { Command } from 'commander'
import { beforeAll, expect, test } from 'vitest'
import { groupsFor } from './index.ts'

/** The commands below one, as lines of words. */
const linesOf = (command: Command): readonly string[] =>
  command.commands.flatMap((one) => [
    one.name(),
    ...linesOf(one).map((line) => `${one.name()} ${line}`),
  ])
const addedBy = async (word: string | undefined): Promise<readonly string[]> => {
  const program = new Command()
  for (const add of await Promise.all(groupsFor(word).map(({ load }) => load()))) add(program)
  return linesOf(program)
}
const firstOf = (line: string): string => line.split(' ', 1)[0] ?? ''

const groups = groupsFor(undefined)
let all: readonly string[]
beforeAll(async () => {
  all = await addedBy(undefined)
})

test('the table names the commands in the order of the help, each once', () => {
  const words = groups.flatMap((group) => group.words)
  expect(words.length).toBeGreaterThan(25)
  expect(all.filter((line) => !line.includes(' '))).toEqual(words)
  expect(new Set(words).size).toBe(words.length)
  expect(all.length).toBeGreaterThan(words.length)
})

test.each(groups.flatMap(({ words }) => words.map((word) => [word, words] as const)))(
  '%s brings all that stands under it',
  async (word, words) => {
    expect(await addedBy(word)).toEqual(all.filter((line) => words.includes(firstOf(line))))
  },
)

test.each([undefined, 'frobnicate', 'help', '--help', '--version', ''])(
  'the first word %j brings all',
  (word) => {
    expect(groupsFor(word)).toBe(groups)
  },
)
