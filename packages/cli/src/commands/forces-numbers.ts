/** `holdfast forces assume`, `figure` and `commitment`: numbers about forces, and numbers that nobody stated. */
import { Option, type Command } from 'commander'
import type { Assumption } from '@holdfast/core/generate'
import { FIGURE_BASES } from '@holdfast/core/generate/register'
import { oneOf } from './day.ts'
import { numberOf } from './forces-files.ts'
import { tellRecorded } from './forces-pledge.ts'
import { asking, manyOption, quantityOf, record, sourcesOf } from './forces-words.ts'
import type { RegisterOptions } from './forces-words.ts'
import { instantOf } from './options.ts'

interface AssumeOptions extends RegisterOptions {
  readonly about: string
  readonly value: string
  readonly unit: string
  readonly title: string
  readonly owner: string
  readonly date: string
}

/** `holdfast forces assume`, `figure` and `commitment`. */
export function addForcesNumbers(forces: Command): void {
  addAssume(forces)
  addFigure(forces)
  addCommitment(forces)
}

function addAssume(forces: Command): void {
  asking(forces.command('assume'))
    .argument('<id>', "an id of its own; about a pledge one that begins with the recorder's code")
    .description('record an assumption: a number that nobody stated, with its owner and date')
    .requiredOption(
      '--about <what>',
      'a line, landForce:prepared, condition:ID, pledge:ID, deployable:SWE',
    )
    .requiredOption('--value <n>', 'the number; a chance is from 0 to 1')
    .requiredOption('--unit <unit>', 'troops, probability')
    .requiredOption('--title <text>', 'in a sentence')
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--date <date>', 'when it was made')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces assume A-20 --about condition:ceasefire --value 0.6 --unit probability --title "The ceasefire comes" --owner "planning cell" --date 2026-03-01\n',
    )
    .action(async (id: string, options: AssumeOptions) => {
      const { about, unit, title, owner, date } = options
      const isChance = /^(?:condition|pledge|status):/u.test(about)
      const range = {
        min: 0,
        max: isChance ? 1 : 10_000_000,
        unit: isChance ? 'a chance' : 'a number',
      }
      const value = numberOf('--value', options.value, range)
      const assumption: Assumption = { id, title, owner, date, about, value, unit }
      tellRecorded(options, await record(options, { type: 'recordAssumption', assumption }))
    })
}

interface FigureOptions extends RegisterOptions {
  readonly source: readonly string[]
  readonly of: string
  readonly basis: string
  readonly quantity: string
  readonly definition: string
  readonly asOf: string
}

function addFigure(forces: Command): void {
  asking(forces.command('figure'))
    .argument('<id>', 'an id of its own')
    .description(
      "record what a source says of a nation's forces; contradicting ones stay side by side",
    )
    .requiredOption('--of <code>', 'the nation')
    .addOption(
      new Option('--basis <basis>', 'what the number counts')
        .choices(FIGURE_BASES)
        .makeOptionMandatory(),
    )
    .requiredOption('--quantity <words>', '"75000 persons", a range or unknown')
    .requiredOption('--definition <text>', 'what the source counts, in its own terms')
    .requiredOption('--as-of <date>', 'the year or date of the number')
    .addOption(manyOption('--source <words>', '"where | the words"; again for more'))
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces figure F-1 --of GBR --basis army --quantity "70000 persons" --definition "full-time army personnel, just over" --as-of 2026 --source "report of January 2026 | just over 70,000 full-time personnel"\n',
    )
    .action(async (id: string, options: FigureOptions) => {
      const figure = {
        id,
        nation: options.of,
        basis: oneOf('--basis', options.basis, FIGURE_BASES),
        quantity: quantityOf('--quantity', options.quantity),
        definition: options.definition,
        asOf: options.asOf,
        sources: sourcesOf(options.source),
      }
      tellRecorded(options, await record(options, { type: 'recordFigure', figure }))
    })
}

interface CommitmentOptions extends RegisterOptions {
  readonly source: readonly string[]
  readonly of: string
  readonly persons: string
  readonly title: string
  readonly from?: string
  readonly until?: string
}

function addCommitment(forces: Command): void {
  asking(forces.command('commitment'))
    .argument('<id>', 'an id of its own')
    .description('record people that a nation has committed elsewhere; they are subtracted')
    .requiredOption('--of <code>', 'the nation')
    .requiredOption('--persons <words>', '"1700 persons", a range or unknown; the most counts')
    .requiredOption('--title <text>', 'where and what for')
    .option('--from <instant>', 'from when; from the start without it')
    .option('--until <instant>', 'until when, not included; without end without it')
    .addOption(manyOption('--source <words>', '"where | the words"; again for more'))
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces commitment C-1 --of SWE --persons "600 persons" --title "brigade in Latvia" --source "factbook 2025 | up to 600 in Latvia"\n',
    )
    .action(async (id: string, options: CommitmentOptions) => {
      const { from, until } = options
      const commitment = {
        id,
        nation: options.of,
        title: options.title,
        persons: quantityOf('--persons', options.persons),
        ...(from === undefined ? {} : { fromMs: instantOf('--from', from) }),
        ...(until === undefined ? {} : { untilMs: instantOf('--until', until) }),
        sources: sourcesOf(options.source),
      }
      tellRecorded(options, await record(options, { type: 'recordCommitment', commitment }))
    })
}
