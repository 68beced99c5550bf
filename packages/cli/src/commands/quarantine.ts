import type { Command } from 'commander'
import { OBSERVED_MS_MIN } from '@holdfast/core/observe'
import type { HealthEvidence, Quarantine } from '@holdfast/core/observe'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption, instantOf } from './options.ts'

interface Common {
  readonly data: string
  readonly json?: boolean
}
interface Listed {
  readonly id: string
  readonly title: string
  readonly quarantine?: Quarantine | null
}

/** `holdfast quarantine list|set|confirm|lift`: whom fusion leaves out, why, and how a person undoes it. */
export function addQuarantine(program: Command): void {
  const quarantine = program
    .command('quarantine')
    .description('sources that fusion leaves out; what they report is still taken in and kept')
  addList(quarantine)
  addSet(quarantine)
  addConfirm(quarantine)
  addLift(quarantine)
}

function addList(quarantine: Command): void {
  quarantine
    .command('list', { isDefault: true })
    .description('list the quarantines with what they rest on')
    .addOption(dataOption())
    .option('--all', 'those that were lifted too')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast quarantine list --json\n')
    .action(async ({ data, json, all }: Common & { all?: boolean }) => {
      const answer = await withAccess({ dir: data, office: 'monitor' }, (access) =>
        access.sources(),
      )
      const { sources } = answer as { readonly sources: readonly Listed[] }
      const listed = sources.flatMap(({ id, title, quarantine: of }) =>
        of === undefined || of === null || (of.status === 'lifted' && all !== true)
          ? []
          : { source: id, title, ...of },
      )
      if (json === true) printJson({ quarantines: listed })
      else print(listed)
    })
}

const print = (listed: readonly (Quarantine & { source: string; title: string })[]): void =>
  printTable(
    'quarantines',
    ['source', 'title', 'status', 'by', 'since', 'until', 'entry', 'reason', 'evidence'],
    listed.map((one) => {
      const period = one.periods.at(-1)
      return [
        one.source,
        one.title,
        one.status,
        one.proposedBy,
        period === undefined ? 'withdrawn' : iso(period.sinceMs),
        period === undefined || period.toMs === null ? '' : iso(period.toMs),
        one.entry,
        one.reason,
        one.evidence.map((piece) => told(piece)).join('; '),
      ]
    }),
    'provisional: the machine alone; a person confirms or lifts it',
  )
const told = ({ kind, statistic, threshold, fromMs, toMs }: HealthEvidence): string =>
  `${kind} ${statistic.toPrecision(3)} > ${threshold.toPrecision(3)}, ${iso(fromMs)} to ${iso(toMs)}`

function addSet(quarantine: Command): void {
  quarantine
    .command('set')
    .argument('<source>', 'the id of a source; `holdfast source list` shows them')
    .description('have fusion leave out what a source observed from an instant on')
    .addOption(dataOption())
    .option('--since <instant>', 'since when, UTC; left out: from now on')
    .requiredOption('--reason <text>', 'how that is known')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast quarantine set mast-7 --since 2026-03-01T21:00:00Z --reason "turned by the storm"\n',
    )
    .action(async (source: string, options: Common & { since?: string; reason: string }) => {
      const { since, reason } = options
      const sinceMs = since === undefined ? null : instantOf('--since', since)
      const command = { type: 'quarantineSource', source, sinceMs, reason }
      await record(command, options, `${source} is in quarantine`)
    })
}

function addConfirm(quarantine: Command): void {
  quarantine
    .command('confirm')
    .argument('<source>', 'the id of a source that the machine put in quarantine')
    .description('put on record that a person looked and agrees')
    .addOption(dataOption())
    .requiredOption('--reason <text>', 'what was looked at')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast quarantine confirm mast-7 --reason "patrol 4 found the mast bent"\n',
    )
    .action(async (source: string, options: Common & { reason: string }) => {
      const command = { type: 'confirmQuarantine', source, reason: options.reason }
      await record(command, options, `the quarantine of ${source} is confirmed`)
    })
}

function addLift(quarantine: Command): void {
  quarantine
    .command('lift')
    .argument('<source>', 'the id of a source in quarantine')
    .description('have fusion use what a source observes again')
    .addOption(dataOption())
    .option('--from <instant>', 'what it observed from then on, UTC; left out: from now on')
    .option('--all', 'everything that it observed in quarantine too: it was right')
    .requiredOption('--reason <text>', 'what was looked at or mended')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast quarantine lift mast-7 --reason "aligned anew and checked against patrol 4"\n',
    )
    .action(async (source: string, options: LiftOptions) => {
      const { from, all, reason } = options
      if (from !== undefined && all === true)
        throw new CommandRefused('--from and --all contradict each other; give one of them')
      const said = from === undefined ? null : instantOf('--from', from)
      // Before any quarantine can have begun: all that it observed.
      const fromMs = all === true ? OBSERVED_MS_MIN : said
      const command = { type: 'restoreSource', source, fromMs, reason }
      await record(command, options, `${source} is used again`)
    })
}

type LiftOptions = Common & {
  readonly from?: string
  readonly all?: boolean
  readonly reason: string
}

async function record(command: object, { data, json }: Common, done: string): Promise<void> {
  const entries = await withAccess({ dir: data, office: 'monitor', role: 'analyst' }, (access) =>
    access.command({ step: 'observe', ...command }),
  )
  if (json === true) printJson({ ...command, entries: entries.map(({ index }) => index) })
  else process.stdout.write(`${done}: entry ${entries[0]?.index}\n`)
}
