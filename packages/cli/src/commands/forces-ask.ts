/** `holdfast forces gaps`, `what-if`, `linchpins`, `asks`: what is missing, and what would change it. */
import type { Command } from 'commander'
import type { LineWhy } from '@holdfast/core/generate/model'
import type {
  AsksAnswer,
  GapsAnswer,
  LinchpinsAnswer,
  LineChange,
  LineGap,
  WhatIfAnswer,
} from '@holdfast/core/generate/questions'
import type { Label } from '@holdfast/core/nations'
import { CommandRefused, printJson, printTable } from '../output/index.ts'
import { numberOf } from './forces-files.ts'
import { pledgeIn } from './forces-pledge.ts'
import { pledgesIn } from './forces-tables.ts'
import { asking, asPlanner, labelLine, manyOption, suppositionOf } from './forces-words.ts'
import { versionWords } from './forces-acceptance.ts'
import type { AcceptanceVersion } from './forces-acceptance.ts'
import type { RegisterOptions } from './forces-words.ts'

/** What stands around every answer. */
export interface Labelled {
  readonly notice: string | null
  readonly label: Label
  readonly viewer: string | null
  readonly posture: string | null
  readonly acceptance: AcceptanceVersion
}
/** Options of every question. */
export interface AskOptions extends RegisterOptions {
  readonly posture?: string
  readonly seconds?: string
  readonly gap: string
}

/** Adds the options of a question. */
export const question = (command: Command): Command =>
  asking(command)
    .option('--posture <name>', 'the posture; the first on record without it')
    .option('--seconds <s>', 'wall time of each solve; 20 without it, and 240 for all of them')
    .option('--gap <share>', 'relative gap at which a solve may stop, 0 to 1', '0.01')

/** The members of a question that every kind may have. */
export function commonOf({ posture, seconds, gap }: AskOptions): object {
  return {
    ...(posture === undefined ? {} : { posture }),
    ...(seconds === undefined
      ? {}
      : { seconds: numberOf('--seconds', seconds, { min: 0.1, max: 600, unit: 'seconds' }) }),
    gap: numberOf('--gap', gap, { min: 0, max: 1, unit: 'a share' }),
  }
}

/** Asks, and prints the answer as JSON, or by `tell` under its label; `tell` knows the answer to what is asked. */
export async function answer(
  options: AskOptions,
  asked: object,
  tell: (told: never) => void,
): Promise<void> {
  const told = (await asPlanner(options, (access) =>
    access.askForces({ ...asked, ...commonOf(options) }),
  )) as Labelled
  if (options.json === true) {
    printJson(told)
    return
  }
  process.stdout.write(`${labelLine(told.label)}\n`)
  process.stdout.write(`weighed acceptance: ${versionWords(told.acceptance)}\n`)
  if (told.notice !== null) process.stdout.write(`${told.notice}\n`)
  tell(told as never)
}

const one = (value: number): string => value.toFixed(3)

interface WhatIfOptions {
  readonly suppose: readonly string[]
  readonly offer: readonly string[]
}

/** What is otherwise: as words, and new offers as files. */
function suppositionsOf({ suppose, offer }: WhatIfOptions): readonly object[] {
  const offers = offer.flatMap((file): readonly object[] =>
    /\.json$/iu.test(file) ? [pledgeIn(file)] : pledgesIn(file),
  )
  const all = [
    ...suppose.map(suppositionOf),
    ...offers.map((pledge) => ({ kind: 'offers', pledge })),
  ]
  if (all.length === 0)
    throw new CommandRefused('what is otherwise? Say it with --suppose WHAT or --offer FILE')
  return all
}

/** `holdfast forces` commands that ask. */
export function addForcesAsk(forces: Command): void {
  question(forces.command('gaps'))
    .description('what is missing now and why; with the assumptions that the figures rest on')
    .option('--no-why', 'leave the reasons out; they take a few solves for each line')
    .addHelpText('after', '\nExample:\n  $ holdfast forces gaps --posture under-30k\n')
    .action((options: AskOptions & { why: boolean }) =>
      answer(options, { kind: 'gaps', why: options.why }, tellGaps),
    )
  question(forces.command('what-if'))
    .description('what would be missing if something were otherwise; nothing is recorded')
    .addOption(
      manyOption(
        '--suppose <what>',
        'withdraws:NATION, loses:PLEDGE, condition:ID=unmet, all:usBackstop=unmet, lifts:NATION[=CAVEAT]; again for more',
      ),
    )
    .addOption(
      manyOption(
        '--offer <file>',
        'new offers: a table as `forces export pledges` writes it (.csv, .xlsx), or one pledge as `forces pledge show --json` has it; again for more',
      ),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast forces what-if --suppose withdraws:GBR --suppose all:usBackstop=unmet\n',
    )
    .action((options: AskOptions & WhatIfOptions) =>
      answer(options, { kind: 'whatIf', suppositions: suppositionsOf(options) }, tellWhatIf),
    )
  question(forces.command('linchpins'))
    .description('which loss costs most: each pledge that serves is taken away in turn')
    .option('--nations', 'take away whole nations instead of single pledges')
    .addHelpText('after', '\nExample:\n  $ holdfast forces linchpins --nations\n')
    .action((options: AskOptions & { nations?: true }) =>
      answer(
        options,
        { kind: 'linchpins', by: options.nations === true ? 'nation' : 'pledge' },
        tellLinchpins,
      ),
    )
  question(forces.command('asks'))
    .description('the fewest asks that close the most: caveats to lift, conditions to meet')
    .option('--most <n>', 'most asks', '5')
    .addHelpText('after', '\nExample:\n  $ holdfast forces asks --most 3\n')
    .action((options: AskOptions & { most: string }) =>
      answer(
        options,
        {
          kind: 'asks',
          most: Math.floor(numberOf('--most', options.most, { min: 1, max: 60, unit: 'asks' })),
        },
        tellAsks,
      ),
    )
}

const standing = ({ solution }: GapsAnswer): string =>
  solution.status === 'optimal' ? 'proven' : `not proven: ${solution.reason ?? solution.status}`

function whyWords(line: LineGap, whys: readonly LineWhy[] | undefined): string {
  if (line.shortfall === 0) return line.firm ? 'filled' : 'filled by offers not yet firm'
  const found = whys?.find((why) => why.line === line.line)
  if (found === undefined) return ''
  const { why, caveats, lines, binding, reason } = found
  if (caveats.length > 0)
    return `${why === 'together' ? `held back together by ${binding.join(', ')} and caveats` : 'blocked'}: ${caveats.map(({ nation, title }) => `${nation}: ${title}`).join('; ')}`
  if (lines.length > 0) return `competition with ${lines.join(', ')}`
  if (binding.length > 0) return `held back by ${why}: ${binding.join(', ')}`
  return (
    { noPledge: 'no pledge at all', tooLittle: 'too little pledged' }[why as 'noPledge'] ??
    reason ??
    why
  )
}

function tellGaps(told: GapsAnswer & Labelled & { whys?: readonly LineWhy[] }): void {
  printTable(
    `gaps, posture ${told.posture ?? 'none'} (${standing(told)}; weighted gap ${one(told.weightedGap)})`,
    ['line', 'required', 'there', 'lacks', 'in rotations', 'by', 'why', 'assumptions'],
    told.lines.map((line) => [
      line.line,
      line.required,
      line.delivered,
      line.shortfall,
      line.shortIn.join(' '),
      line.by.map(({ pledge }) => pledge).join(' '),
      whyWords(line, told.whys),
      line.assumptions.join(' '),
    ]),
  )
  printTable(
    'not counted',
    ['what', 'id', 'why'],
    told.leftOut.map(({ what, id, why }) => [what, id, why]),
  )
}

function tellChanges(title: string, changes: readonly LineChange[]): void {
  printTable(
    title,
    ['line', 'priority', 'lacks now', 'would lack'],
    changes.map(({ line, priority, shortfall, shortfallThen }) => [
      line,
      priority,
      shortfall ?? 'not there',
      shortfallThen ?? 'not there',
    ]),
  )
}

const provenWords = (proven: boolean): string => (proven ? 'proven' : 'not all of it proven')

function tellWhatIf(told: WhatIfAnswer & Labelled): void {
  tellChanges(
    `weighted gap ${one(told.weightedGap)} now, ${one(told.weightedGapThen)} then (${provenWords(told.proven)})`,
    told.changes,
  )
}

function tellLinchpins(told: LinchpinsAnswer & Labelled): void {
  printTable(
    `losses, the costliest first (weighted gap now ${one(told.weightedGap)})`,
    ['nation', 'pledge', 'costs', 'lines that would lack more', ''],
    told.linchpins.map(({ nation, pledge, cost, changes, proven }) => [
      nation,
      pledge ?? 'all',
      one(cost),
      changes.map(({ line }) => line).join(' '),
      provenWords(proven),
    ]),
    told.spare.length === 0 ? undefined : `serve nowhere: ${told.spare.join(' ')}`,
  )
}

function tellAsks(told: AsksAnswer & Labelled): void {
  const { proof } = told
  const how =
    proof.kind === 'exact'
      ? `all ${proof.setsTried} sets tried; ${provenWords(told.proven)}`
      : `by taking away, not proven to be the best; no set closes more than ${one(proof.closesAtMost)}${proof.ended ? '' : '; ended by its limit of solves'}`
  printTable(
    `asks that close ${one(told.closes)} of ${one(told.weightedGap)} (${how}; ${told.weighed} weighed)`,
    ['of whom', 'nation', 'ask'],
    told.asks.map(({ of, nation, what }) => [of, nation ?? '', what]),
    told.toSize.length === 0
      ? undefined
      : `nobody sized: ${told.toSize.map(({ pledge }) => pledge).join(' ')}`,
  )
}
