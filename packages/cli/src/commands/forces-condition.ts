/** `holdfast forces condition`: what pledges depend on that no planner decides. */
import { Option, type Command } from 'commander'
import type { Assumption } from '@holdfast/core/generate'
import { CONDITION_KINDS, CONDITION_STATES, type Condition } from '@holdfast/core/generate/register'
import { printJson, printTable } from '../output/index.ts'
import { oneOf } from './day.ts'
import { registerOf, tellRecorded } from './forces-pledge.ts'
import { asking, labelLine, manyOption, record, sourcesOf } from './forces-words.ts'
import type { RegisterOptions } from './forces-words.ts'

interface Sourced extends RegisterOptions {
  readonly source: readonly string[]
}
const sourceOption = () => manyOption('--source <words>', '"where | the words"; again for more')

/** `holdfast forces condition`. */
export function addForcesCondition(forces: Command): void {
  const condition = forces.command('condition').description('what pledges depend on')
  addList(condition)
  addNew(condition)
  addSet(condition)
}

function addList(condition: Command): void {
  asking(condition.command('list'))
    .description('the conditions with their state, and the chance that somebody gives each')
    .addHelpText('after', '\nExample:\n  $ holdfast forces condition list\n')
    .action(async (options: RegisterOptions) => {
      const { label, conditions, assumptions } = await registerOf(options)
      const all = conditions as readonly Condition[]
      if (options.json === true) {
        printJson({ label, conditions })
        return
      }
      const chances = new Map((assumptions as readonly Assumption[]).map((one) => [one.about, one]))
      printTable(
        `conditions (${labelLine(label)})`,
        ['condition', 'kind', 'nation', 'state', 'title', 'chance', 'owner', 'date'],
        all.map(({ id, kind, nation, state, title }) => {
          const chance = chances.get(`condition:${id}`)
          const said = [chance?.value.toFixed(2) ?? 'nobody says', chance?.owner, chance?.date]
          return [id, kind, nation ?? '', state, title, ...said.map((one) => one ?? '')]
        }),
      )
    })
}

interface NewOptions extends Sourced {
  readonly kind: string
  readonly title: string
  readonly of?: string
}

function addNew(condition: Command): void {
  asking(condition.command('new'))
    .argument('<id>', 'an id of its own')
    .description(
      'record a condition; its state is unknown until somebody records it. Every nation of the office sees it',
    )
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(CONDITION_KINDS).makeOptionMandatory(),
    )
    .requiredOption('--title <text>', 'in a sentence')
    .option('--of <code>', 'the nation whose condition it is, as that of a vote')
    .addOption(sourceOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces condition new ceasefire --kind ceasefire --title "The ceasefire is in force"\n',
    )
    .action(async (id: string, options: NewOptions) => {
      const made: Condition = {
        id,
        kind: oneOf('--kind', options.kind, CONDITION_KINDS),
        title: options.title,
        nation: options.of ?? null,
        state: 'unknown',
        sources: sourcesOf(options.source),
      }
      tellRecorded(options, await record(options, { type: 'recordCondition', condition: made }))
    })
}

function addSet(condition: Command): void {
  asking(condition.command('set'))
    .argument('<condition>', 'its id')
    .argument('<state>', CONDITION_STATES.join(', '))
    .description('say that a condition is met, unmet or unknown')
    .requiredOption('--reason <text>', 'why')
    .addOption(sourceOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces condition set ceasefire met --reason "signed, in force since noon"\n',
    )
    .action(async (id: string, word: string, options: Sourced & { reason: string }) => {
      const state = oneOf('the state', word, CONDITION_STATES)
      const { reason } = options
      const sources = sourcesOf(options.source)
      const command = { type: 'moveCondition', condition: id, state, reason, sources }
      tellRecorded(options, await record(options, command))
    })
}
