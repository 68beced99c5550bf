import { Argument, type Command } from 'commander'
import {
  COVERAGE_STATES,
  type CoverageRole,
  type CoverageShares,
  type CoverageState,
} from '@holdfast/core/observe'
import { DAY_MS, type InstantMs } from '@holdfast/core/units'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption, instantOf } from './options.ts'

interface CoverageAnswer {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
  readonly counted: number
  readonly mean: CoverageShares
  readonly sources: readonly {
    readonly source: string
    readonly title: string
    readonly role: CoverageRole
    readonly shares: CoverageShares
  }[]
}
interface Period {
  readonly from?: string
  readonly to?: string
}

/** `holdfast coverage` and `holdfast coverage state`: what could have noticed, and what could not. */
export function addCoverage(program: Command): void {
  const coverage = program
    .command('coverage')
    .description('how each source stood over a period: what was not up could not have noticed')
  coverage
    .command('show', { isDefault: true })
    .description('shares of the period by state; the last day unless said otherwise')
    .addOption(dataOption())
    .option('--from <instant>', 'start, UTC, for instance 2026-03-01T00:00:00Z')
    .option('--to <instant>', 'end, UTC; not included')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast coverage --from 2026-03-01T00:00:00Z --to 2026-03-02T00:00:00Z\n',
    )
    .action(async ({ data, json, ...said }: Period & { data: string; json?: boolean }) => {
      const period = periodOf(said)
      const answer = (await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.coverage(period),
      )) as CoverageAnswer
      if (json === true) printJson(answer)
      else print(answer)
    })
  addState(coverage)
}

function addState(coverage: Command): void {
  coverage
    .command('state')
    .argument('<source>', 'the id of a source; `holdfast source list` shows them')
    .addArgument(new Argument('<state>', 'how it stood').choices(COVERAGE_STATES))
    .description('put on record how a source stood; what was said last holds')
    .addOption(dataOption())
    .requiredOption('--from <instant>', 'since when, UTC')
    .option(
      '--to <instant>',
      'until when, UTC, not included; left out: until something else is said',
    )
    .requiredOption('--reason <text>', 'how that is known')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast coverage state mast-7 jammed --from 2026-03-01T21:00:00Z --reason "GNSS jamming, patrol 4"\n',
    )
    .action(async (source: string, state: CoverageState, options: StateOptions) => {
      const { data, from, to, reason, json } = options
      const command = {
        step: 'observe',
        type: 'stateCoverage',
        source,
        state,
        fromMs: instantOf('--from', from),
        toMs: to === undefined ? null : instantOf('--to', to),
        reason,
      }
      const entries = await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.command(command),
      )
      if (json === true) printJson({ source, state, entries: entries.map(({ index }) => index) })
      else process.stdout.write(`${source} is on record as ${state}: entry ${entries[0]?.index}\n`)
    })
}

interface StateOptions {
  readonly data: string
  readonly from: string
  readonly to?: string
  readonly reason: string
  readonly json?: boolean
}

function periodOf({ from, to }: Period): { fromMs: InstantMs; toMs: InstantMs } {
  const toMs = to === undefined ? Date.now() : instantOf('--to', to)
  const fromMs = from === undefined ? toMs - DAY_MS : instantOf('--from', from)
  if (fromMs > toMs)
    throw new CommandRefused(`--from ${iso(fromMs)} is after --to ${iso(toMs)}; exchange them`)
  return { fromMs, toMs }
}

const STATES = [...COVERAGE_STATES, 'unknown'] as const
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function print({ fromMs, toMs, counted, mean, sources }: CoverageAnswer): void {
  const row = (head: readonly string[], shares: CoverageShares): string[] => [
    ...head,
    ...STATES.map((state) => percent(shares[state])),
  ]
  printTable(
    `coverage from ${iso(fromMs)} to ${iso(toMs)}`,
    ['source', 'title', 'counts as', ...STATES],
    [
      ...sources.map(({ source, title, role, shares }) => row([source, title, role], shares)),
      ...(sources.length > 1 ? [row(['mean', `of ${counted} that look`, ''], mean)] : []),
    ],
    'unknown: nobody said and no sign of life was promised, which is not up; the mean is over what looks by itself alone',
  )
}
