/** `holdfast forces pledge`: what nations promise, and each change of it on record. */
import type { Command } from 'commander'
import type { Caveat, Pledge } from '@holdfast/core/generate'
import { PLEDGE_MOVES, type Capability, type PledgeChange } from '@holdfast/core/generate/register'
import type { Label } from '@holdfast/core/nations'
import { readJson } from '../files/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { oneOf } from './day.ts'
import { numberOf } from './forces-files.ts'
import {
  asking,
  asPlanner,
  labelLine,
  manyOption,
  quantityOf,
  quantityWords,
  record,
  sourcesOf,
  type RegisterOptions,
} from './forces-words.ts'

const DAY_MS = 86_400_000
/** Most bytes of a file that holds one pledge. */
const PLEDGE_BYTES_MAX = 1_000_000

/** The register as the interface gives it. */
export interface RegisterAnswer {
  readonly label: Label
  readonly pledges: readonly (Pledge & { readonly changes: readonly PledgeChange[] })[]
  readonly requirements: readonly object[]
  readonly capabilities: readonly Capability[]
  readonly [list: string]: unknown
}

/** Asks for the register. */
export const registerOf = async (options: RegisterOptions): Promise<RegisterAnswer> =>
  await asPlanner(options, async (access) => (await access.register()) as RegisterAnswer)

/** Says where the entries stand. */
export function tellRecorded(options: RegisterOptions, indexes: readonly number[]): void {
  if (options.json === true) printJson({ entries: indexes })
  else
    process.stdout.write(
      indexes.length === 0
        ? 'on record already; nothing was added\n'
        : `on record: entry ${indexes.join(', ')}\n`,
    )
}

/** `holdfast forces pledge`, and the published codes of what is promised. */
export function addForcesPledge(forces: Command): void {
  addCapabilities(forces)
  const pledge = forces
    .command('pledge')
    .description('what nations promise, with each change of it')
  addShow(pledge)
  addNew(pledge)
  addMove(pledge)
}

function addCapabilities(forces: Command): void {
  asking(forces.command('capabilities'))
    .description(
      'the published codes of what is asked and promised, by family, with the unit of each',
    )
    .addHelpText('after', '\nExample:\n  $ holdfast forces capabilities\n')
    .action(async (options: RegisterOptions) => {
      const { label, capabilities } = await registerOf(options)
      if (options.json === true) printJson({ label, capabilities })
      else
        printTable(
          'capabilities',
          ['family', 'code', 'unit', 'title', 'older words'],
          capabilities.map(({ parent, code, unit, title, also }) => [
            parent,
            code,
            unit,
            title,
            also.join(' '),
          ]),
        )
    })
}

function addShow(pledge: Command): void {
  asking(pledge.command('list'))
    .description('the pledges that the nation may see')
    .addHelpText('after', '\nExample:\n  $ holdfast forces pledge list --nation SWE\n')
    .action(async (options: RegisterOptions) => {
      const { label, pledges } = await registerOf(options)
      if (options.json === true) printJson({ label, pledges })
      else
        printTable(
          `pledges (${labelLine(label)})`,
          ['pledge', 'nation', 'status', 'capability', 'quantity', 'line', 'conditions', 'caveats'],
          pledges.map((one) => [
            one.id,
            one.nation,
            one.status,
            one.capability,
            quantityWords(one.quantity),
            one.requirement ?? '',
            (one.conditions ?? []).join(' '),
            one.caveats.map(caveatWords).join('; '),
          ]),
        )
    })
  asking(pledge.command('show'))
    .argument('<pledge>', 'its id')
    .description('one pledge with its numbers, its sources and every change')
    .addHelpText('after', '\nExample:\n  $ holdfast forces pledge show SWE-1\n')
    .action(async (id: string, options: RegisterOptions) => {
      const { label, pledges } = await registerOf(options)
      const found = pledges.find((one) => one.id === id)
      if (found === undefined)
        throw new CommandRefused(
          `there is no pledge ${id}; \`holdfast forces pledge list\` lists them`,
        )
      if (options.json === true) printJson({ label, pledge: found })
      else tellPledge(label, found)
    })
}

const caveatWords = ({ title, untilMs }: Caveat): string =>
  untilMs === undefined ? title : `${title} (until ${iso(untilMs)})`

function tellPledge(
  label: Label,
  { changes, otherFigures = [], ...pledge }: RegisterAnswer['pledges'][number],
): void {
  process.stdout.write(
    `${labelLine(label)}\n${pledge.id} ${pledge.nation} ${pledge.status}: ${pledge.title}\n`,
  )
  printTable(
    'numbers',
    ['quantity', 'what it counts', 'source'],
    [
      [
        quantityWords(pledge.quantity),
        'as pledged',
        pledge.sources.map(({ article, quote }) => `${article}: ${quote}`).join('; '),
      ],
      ...otherFigures.map((one) => [
        quantityWords(one.quantity),
        `${one.definition} (not counted)`,
        one.sources.map(({ article, quote }) => `${article}: ${quote}`).join('; '),
      ]),
    ],
  )
  printTable(
    'changes',
    ['entry', 'at', 'by', 'what', 'status', 'reason'],
    changes.map(({ index, atMs, by, what, status, reason }) => [
      index,
      iso(atMs),
      `${by.name}, ${by.nation}`,
      what,
      status,
      reason,
    ]),
  )
}

interface NewOptions extends RegisterOptions {
  readonly title: string
  readonly capability: string
  readonly quantity: string
  readonly status: string
  readonly noticeDays?: string
  readonly base?: string
  readonly leads?: true
  readonly condition: readonly string[]
  readonly releaseTo: readonly string[]
  readonly source: readonly string[]
  readonly of?: string
}

function addNew(pledge: Command): void {
  asking(pledge.command('new'))
    .argument('<id>', "an id that begins with the recorder's code, as SWE-7")
    .description('record an offer; a nation records its own, the staff what was stated in public')
    .requiredOption('--title <text>', 'what is offered, in a sentence')
    .requiredOption('--capability <code>', 'a code of data/coalition/capabilities.yaml')
    .requiredOption('--quantity <words>', '"5000 troops", "2000-3000 troops" or unknown')
    .option('--of <code>', 'whose pledge it is; the nation that records it without it')
    .option('--status <status>', 'stated or offered', 'offered')
    .option('--notice-days <n>', 'notice to move; not stated without it')
    .option('--base <place>', 'where it is based')
    .option('--leads', 'its nation can lead a line with it')
    .addOption(manyOption('--condition <id>', 'a condition that must be met; again for more'))
    .addOption(
      manyOption('--release-to <code>', 'a nation that may see it; every nation without it'),
    )
    .addOption(manyOption('--source <words>', '"where | the words"; again for more'))
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces pledge new SWE-7 --nation SWE --title "One mechanised battalion" --capability landManoeuvre --quantity "800 troops" --release-to GBR --source "note of 3 March | will send a battalion"\n',
    )
    .action(async (id: string, options: NewOptions) => {
      tellRecorded(
        options,
        await record(options, { type: 'recordPledge', pledge: made(id, options) }),
      )
    })
  asking(pledge.command('record'))
    .argument('<file>', 'a JSON file that holds one pledge as `forces pledge show --json` gives it')
    .description('record a pledge as a whole, or amend one: its nation alone may')
    .option('--reason <text>', 'why a pledge on record is amended')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces pledge record swe-7.json --nation SWE --reason "the parliament voted for fewer"\n',
    )
    .action(async (file: string, options: RegisterOptions & { readonly reason?: string }) => {
      const given = pledgeIn(file)
      const why = options.reason === undefined ? {} : { reason: options.reason }
      tellRecorded(options, await record(options, { type: 'recordPledge', pledge: given, ...why }))
    })
}

/** The pledge in a JSON file, as `forces pledge show --json` gives it; whether it is one is for the step to say. */
export function pledgeIn(file: string): object {
  const how = 'give a JSON file that holds one pledge'
  const value = readJson(file, { how, bytesMax: PLEDGE_BYTES_MAX })
  const read = (typeof value === 'object' && value !== null ? value : {}) as { pledge?: object }
  const { changes: _, ...given } = (read.pledge ?? read) as { changes?: unknown }
  return given
}

function made(id: string, options: NewOptions): Pledge {
  const nation = options.of ?? options.nation
  if (nation === undefined)
    throw new CommandRefused('--nation is missing: say whose pledge it is, or record it with --of')
  const { noticeDays, base, condition, releaseTo } = options
  const days = { min: 0, max: 3_650, unit: 'days' }
  return {
    id,
    nation,
    title: options.title,
    status: oneOf('--status', options.status, ['stated', 'offered']),
    capability: options.capability,
    quantity: quantityOf('--quantity', options.quantity),
    noticeMs:
      noticeDays === undefined ? null : numberOf('--notice-days', noticeDays, days) * DAY_MS,
    ...(base === undefined ? {} : { base }),
    ...(options.leads === true ? { canLead: true } : {}),
    ...(condition.length === 0 ? {} : { conditions: condition }),
    ...(releaseTo.length === 0 ? {} : { releasableTo: releaseTo }),
    caveats: [],
    sources: sourcesOf(options.source),
  }
}

interface MoveOptions extends RegisterOptions {
  readonly reason: string
  readonly source: readonly string[]
  readonly line?: string
  readonly quantity?: string
}

function addMove(pledge: Command): void {
  asking(pledge.command('move'))
    .argument('<pledge>', 'its id')
    .argument('<move>', PLEDGE_MOVES.join(', '))
    .description('move a pledge along its life cycle; its own nation does')
    .requiredOption('--reason <text>', 'why')
    .option('--line <id>', 'the line that it is assigned to, with assign')
    .option('--quantity <words>', 'the number that the nation now names, with offer or commit')
    .addOption(manyOption('--source <words>', '"where | the words"; again for more'))
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces pledge move SWE-7 commit --nation SWE --reason "the parliament voted" --quantity "800 troops"\n',
    )
    .action(async (id: string, word: string, options: MoveOptions) => {
      const { line, quantity, reason } = options
      const command = {
        type: 'movePledge',
        pledge: id,
        move: oneOf('the move', word, PLEDGE_MOVES),
        reason,
        sources: sourcesOf(options.source),
        ...(line === undefined ? {} : { requirement: line }),
        ...(quantity === undefined ? {} : { quantity: quantityOf('--quantity', quantity) }),
      }
      tellRecorded(options, await record(options, command))
    })
  asking(pledge.command('lift'))
    .argument('<pledge>', 'its id')
    .argument('<caveat>', 'the title of the caveat')
    .description('lift a caveat; its own nation does')
    .requiredOption('--reason <text>', 'why')
    .addOption(manyOption('--source <words>', '"where | the words"; again for more'))
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces pledge lift SWE-7 "Not east of the river" --nation SWE --reason "the government decided"\n',
    )
    .action(async (id: string, caveat: string, options: MoveOptions) => {
      const sources = sourcesOf(options.source)
      const command = { type: 'liftCaveat', pledge: id, caveat, reason: options.reason, sources }
      tellRecorded(options, await record(options, command))
    })
}
