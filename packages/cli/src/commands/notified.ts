/** `holdfast notified list|announce|withdraw`: the register of activities that were announced beforehand. */
import { Option, type Command } from 'commander'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption, instantOf } from './options.ts'

interface Common {
  readonly data: string
  readonly office: Office
  readonly json?: boolean
}
interface Row {
  readonly id: string
  readonly rule: string
  readonly party: string
  readonly title: string
  /** Of the mission's own activities withheld from other offices, as more is: then null. */
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly place: {
    readonly position: { readonly lonDeg: number; readonly latDeg: number }
    readonly radiusM: number
  } | null
  readonly late: boolean | null
  readonly withdrawn: boolean | null
  readonly entry: number
}
interface Register {
  readonly total: number
  readonly next: number | null
  readonly notifications: readonly Row[]
}

/** Rows of one page, at most what the server gives. */
const ROWS_MAX = 1_000

const keeperOption = (): Option =>
  new Option('--office <office>', 'who was told, and enters it')
    .choices(['monitor', 'commission'])
    .default('monitor')

/** `holdfast notified`. */
export function addNotified(program: Command): void {
  const notified = program
    .command('notified')
    .description('the register of notified activities: exercises, demining, repairs, movements')
  addList(notified)
  addAnnounce(notified)
  addWithdraw(notified)
}

function numberOf(option: string, text: string, { least, most }: { least: number; most: number }) {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!(value >= least && value <= most))
    throw new CommandRefused(`${option} ${text}: give a number from ${least} to ${most}`)
  return value
}

function addList(notified: Command): void {
  notified
    .command('list', { isDefault: true })
    .description(
      'list the register, newest first; offices but the monitor see places late and coarse',
    )
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view').choices([...OFFICES]).default('monitor'),
    )
    .option('--limit <rows>', `how many, at most ${ROWS_MAX}`, '100')
    .option('--before <entry>', 'those announced before this log index')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast notified list --office guarantors --json\n')
    .action(async (options: Common & { limit: string; before?: string }) => {
      const { data, office, json } = options
      const limit = numberOf('--limit', options.limit, { least: 1, most: ROWS_MAX })
      if (!Number.isInteger(limit))
        throw new CommandRefused(`--limit ${options.limit}: give a whole number`)
      const { before } = options
      const page =
        before === undefined
          ? { limit }
          : {
              limit,
              before: numberOf('--before', before, { least: 0, most: Number.MAX_SAFE_INTEGER }),
            }
      const { register } = (await withAccess({ dir: data, office }, (access) =>
        access.agreementStanding(page),
      )) as { readonly register: Register }
      if (json === true) printJson({ office, ...register })
      else print(register, office)
    })
}

const timeOf = (ms: number | null): string => (ms === null ? 'withheld' : iso(ms))

function print({ total, next, notifications }: Register, office: Office): void {
  printTable(
    `notified activities, the ${office}'s view`,
    ['id', 'rule', 'party', 'from', 'to', 'place', 'title', ''],
    notifications.map((one) => [
      one.id,
      one.rule,
      one.party,
      timeOf(one.fromMs),
      timeOf(one.toMs),
      one.place === null
        ? 'withheld'
        : `${one.place.position.lonDeg.toFixed(4)}, ${one.place.position.latDeg.toFixed(4)} ± ${one.place.radiusM} m`,
      one.title === '' ? 'withheld' : one.title,
      [one.late ? 'late' : '', one.withdrawn ? 'WITHDRAWN' : ''].filter(Boolean).join(', '),
    ]),
    next === null ? `${total} in all` : `${total} in all; more with --before ${next}`,
  )
}

interface AnnounceOptions extends Common {
  readonly rule: string
  readonly party: 'A' | 'B' | 'mission'
  readonly title: string
  readonly from: string
  readonly to: string
  readonly at: string
  readonly radius: string
}

function addAnnounce(notified: Command): void {
  notified
    .command('announce')
    .description('enter an activity that a party or the mission announced')
    .addOption(dataOption())
    .addOption(keeperOption())
    .requiredOption('--rule <id>', "the agreement's rule of notified activities")
    .addOption(
      new Option('--party <party>', 'who announced it')
        .choices(['A', 'B', 'mission'])
        .makeOptionMandatory(),
    )
    .requiredOption('--title <text>', 'what it is')
    .requiredOption('--from <instant>', 'when it begins, UTC')
    .requiredOption('--to <instant>', 'when it ends, UTC')
    .requiredOption('--at <lon,lat>', 'centre of its area, degrees, WGS 84')
    .requiredOption('--radius <metres>', 'radius of its area')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast notified announce --rule demining --party B --title "clearing the road" ' +
        '--from 2026-03-01T06:00:00Z --to 2026-03-01T14:00:00Z --at 37.8,48.1 --radius 800\n',
    )
    .action(async (options: AnnounceOptions) => {
      const { data, office, json, rule, party, title } = options
      const command = {
        step: 'agreement',
        type: 'announceActivity',
        rule,
        party,
        title,
        fromMs: instantOf('--from', options.from),
        toMs: instantOf('--to', options.to),
        place: {
          position: positionOf(options.at),
          radiusM: numberOf('--radius', options.radius, { least: 0, most: 1e7 }),
        },
      }
      const { entry, late } = await withAccess(
        { dir: data, office, role: 'analyst' },
        async (access) => {
          const [made] = await access.command(command)
          const index = made?.index ?? 0
          const { register } = (await access.agreementStanding({
            limit: 1,
            before: index + 1,
          })) as { readonly register: Register }
          return { entry: index, late: register.notifications[0]?.late ?? false }
        },
      )
      const id = `N-${entry}`
      if (json === true) printJson({ id, entry, late })
      else process.stdout.write(`${id} is in the register${late ? ', announced late' : ''}\n`)
    })
}

function positionOf(text: string): { readonly lonDeg: number; readonly latDeg: number } {
  const parts = text.split(',')
  if (parts.length !== 2)
    throw new CommandRefused(`--at ${text}: give longitude and latitude, such as 37.8,48.1`)
  const [lon = '', lat = ''] = parts
  return {
    lonDeg: numberOf('--at longitude', lon, { least: -180, most: 180 }),
    latDeg: numberOf('--at latitude', lat, { least: -90, most: 90 }),
  }
}

function addWithdraw(notified: Command): void {
  notified
    .command('withdraw')
    .argument('<notification>', 'its id, such as N-17')
    .description('take an announcement back before the activity is over')
    .addOption(dataOption())
    .addOption(keeperOption())
    .requiredOption('--reason <text>', 'why; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast notified withdraw N-17 --reason "party B called it off by telephone"\n',
    )
    .action(async (notification: string, options: Common & { reason: string }) => {
      const { data, office, json, reason } = options
      const entries = await withAccess({ dir: data, office, role: 'analyst' }, (access) =>
        access.command({ step: 'agreement', type: 'withdrawNotification', notification, reason }),
      )
      const entry = entries[0]?.index
      if (json === true) printJson({ notification, entry })
      else process.stdout.write(`${notification} is withdrawn: entry ${entry}\n`)
    })
}
