/**
 * `holdfast declare fact|end|met|confirm|recall` and `holdfast agreement standing`: what people declare under the
 * agreement, and what hangs on it.
 */
import { Option, type Command } from 'commander'
import { OFFICES, type Office } from '@holdfast/core/nations'
import { withAccess } from '../access/index.ts'
import { CommandRefused, iso, printJson, printTable } from '../output/index.ts'
import { dataOption, instantOf } from './options.ts'

interface Common {
  readonly data: string
  readonly json?: boolean
}
interface Moved extends Common {
  readonly party?: 'A' | 'B'
  readonly nation: string
  readonly reason: string
}
interface FactRow {
  readonly fact: string
  readonly holds: boolean
  readonly declaredBy: string
  readonly records: readonly {
    readonly fromMs: number
    readonly untilMs: number | null
    readonly movedBy: readonly string[]
  }[]
  readonly waiting: readonly {
    readonly kind: 'declare' | 'end'
    readonly nation: string
    readonly party: string | null
  }[]
}
interface Standing {
  readonly agreement: { readonly id: string; readonly version: string | null } | null
  readonly nowMs: number
  readonly notice: string | null
  readonly phases: {
    readonly now: readonly { readonly phase: string; readonly title: string }[]
    readonly spans: readonly {
      readonly phase: string
      readonly fromMs: number
      readonly toMs: number | null
    }[]
  }
  readonly gates: readonly {
    readonly gate: string
    readonly title: string
    readonly isOpen: boolean
    readonly missing: readonly { readonly fact: string }[]
    readonly barredBy: readonly { readonly fact: string }[]
  }[]
  readonly facts: readonly FactRow[]
  readonly duties: readonly {
    readonly clause: string
    readonly party: string
    readonly dueMs: number
    readonly confirmedIn: number | null
    readonly recalledIn: number | null
  }[]
  readonly beforeRecord: readonly {
    readonly clause: string
    readonly party: string
    readonly deadlines: number
    readonly firstMs: number
    readonly lastMs: number
  }[]
}

const partyOption = (): Option => new Option('--party <party>', 'whose').choices(['A', 'B'])
const nationOption = (): Option =>
  new Option('--nation <code>', 'the nation that moves it, three letters').default('ZZZ')

/** `holdfast declare`, and `standing` under `holdfast agreement`. */
export function addDeclare(program: Command): void {
  const declare = program
    .command('declare')
    .description('what people declare under the agreement: facts, and duties that were done')
  addFact(declare)
  addEnd(declare)
  addMet(declare)
  addConfirm(declare)
  addRecall(declare)
  const agreement = program.commands.find((one) => one.name() === 'agreement')
  if (agreement === undefined) throw new Error('the agreement commands come first')
  addStanding(agreement)
}

function addFact(declare: Command): void {
  declare
    .command('fact')
    .argument('<fact>', "the fact's id; `holdfast agreement standing` lists them")
    .description("move that a fact holds: for a nation of the commission, or a party's statement")
    .addOption(dataOption())
    .addOption(nationOption())
    .addOption(partyOption())
    .option('--from <instant>', 'from when, UTC; left out: from when the last one needed moves it')
    .requiredOption('--reason <text>', 'what it rests on; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ holdfast declare fact ceasefire-established --nation XAA --reason "24 hours without fire"\n' +
        '  $ holdfast declare fact treaty-in-force --party A --nation XAA --reason "note of 3 March"\n' +
        "\nOfficers of two nations record the two parties' statements.\n",
    )
    .action(async (fact: string, options: Moved & { from?: string }) => {
      const { from, party = null, reason } = options
      const fromMs = from === undefined ? null : instantOf('--from', from)
      await move({ type: 'declareFact', fact, party, fromMs, reason }, fact, options)
    })
}

function addEnd(declare: Command): void {
  declare
    .command('end')
    .argument('<fact>', "the fact's id")
    .description('move that a fact holds no longer, as it was declared')
    .addOption(dataOption())
    .addOption(nationOption())
    .addOption(partyOption())
    .option('--until <instant>', 'until when, UTC; left out: until the last one needed moves it')
    .requiredOption('--reason <text>', 'what it rests on; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  $ holdfast declare end fighting-goes-on --nation XAB --reason "no fire since the H-hour"\n',
    )
    .action(async (fact: string, options: Moved & { until?: string }) => {
      const { until, party = null, reason } = options
      const untilMs = until === undefined ? null : instantOf('--until', until)
      await move({ type: 'endFact', fact, party, untilMs, reason }, fact, options)
    })
}

async function move(
  command: { readonly type: 'declareFact' | 'endFact'; readonly [field: string]: unknown },
  fact: string,
  { data, nation, json }: Moved,
): Promise<void> {
  const access = { dir: data, office: 'commission', role: 'panel', nation } as const
  const { entries, row } = await withAccess(access, async (open) => {
    const made = await open.command({ step: 'agreement', ...command })
    const { facts } = (await open.agreementStanding({ limit: 1 })) as Standing
    return { entries: made, row: facts.find((one) => one.fact === fact) }
  })
  const kind = command.type === 'declareFact' ? 'declare' : 'end'
  const waiting = row?.waiting.filter((one) => one.kind === kind) ?? []
  if (json === true) {
    const moved = waiting.map(({ nation: by, party }) => party ?? by)
    printJson({
      fact,
      entry: entries[0]?.index,
      holds: row?.holds ?? false,
      settled: waiting.length === 0,
      waiting: moved,
    })
    return
  }
  const who = waiting.map(({ nation: by, party }) => (party === null ? by : `party ${party}`))
  const state =
    who.length === 0
      ? `settled; ${fact} ${row?.holds === true ? 'holds' : 'does not hold'} now`
      : `moved by ${who.join(', ')}; others are awaited`
  process.stdout.write(`entry ${entries[0]?.index}: ${state}\n`)
}

type DutyOptions = Common & {
  readonly party: 'A' | 'B'
  readonly due: string
  readonly reason: string
  readonly nation: string
}
interface DutyWay {
  readonly type: 'showMet' | 'confirmMet' | 'recallMet'
  readonly office: Office
  readonly role: 'analyst' | 'panel'
  readonly done: string
}

function addDuty(command: Command, way: DutyWay, example: string): void {
  command
    .argument('<clause>', "the obligation's clause")
    .addOption(dataOption())
    .addOption(nationOption())
    .addOption(partyOption().makeOptionMandatory())
    .requiredOption('--due <instant>', 'which of its deadlines, UTC')
    .requiredOption('--reason <text>', 'what was seen or handed over; it goes on record')
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nExample:\n  $ ${example}\n`)
    .action(async (clause: string, options: DutyOptions) => {
      const { data, json, party, due, reason, nation } = options
      const { type, office, role, done } = way
      const dueMs = instantOf('--due', due)
      const entries = await withAccess({ dir: data, office, role, nation }, (access) =>
        access.command({ step: 'agreement', type, clause, party, dueMs, reason }),
      )
      if (json === true) printJson({ type, clause, party, dueMs, entry: entries[0]?.index })
      else process.stdout.write(`${done}: entry ${entries[0]?.index}\n`)
    })
}

function addMet(declare: Command): void {
  addDuty(
    declare
      .command('met')
      .description('record for the monitor that a party did its duty by a deadline'),
    { type: 'showMet', office: 'monitor', role: 'analyst', done: 'shown; the commission confirms' },
    'holdfast declare met P2-inventory --party A --due 2026-03-01T00:00:00Z --reason "lists handed over" --nation XAA',
  )
}

function addConfirm(declare: Command): void {
  addDuty(
    declare
      .command('confirm')
      .description("confirm for the commission what another nation's officer recorded with `met`"),
    { type: 'confirmMet', office: 'commission', role: 'panel', done: 'confirmed' },
    'holdfast declare confirm P2-inventory --party A --due 2026-03-01T00:00:00Z --reason "lists read" --nation XAB',
  )
}

function addRecall(declare: Command): void {
  addDuty(
    declare
      .command('recall')
      .description('take back for the commission that a duty was done: its deadline counts again'),
    { type: 'recallMet', office: 'commission', role: 'panel', done: 'taken back' },
    'holdfast declare recall P2-inventory --party A --due 2026-03-01T00:00:00Z --reason "serials missing" --nation XAB',
  )
}

function addStanding(agreement: Command): void {
  agreement
    .command('standing')
    .description(
      'phases and deployment gates now, facts with who moved them, duties that were shown',
    )
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view').choices([...OFFICES]).default('commission'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast agreement standing --json\n')
    .action(async ({ data, office, json }: Common & { office: Office }) => {
      const standing = (await withAccess({ dir: data, office }, (access) =>
        access.agreementStanding({ limit: 1 }),
      )) as Standing
      // The register has a command of its own.
      const { register: _, ...shown } = standing as Standing & { register: unknown }
      if (json === true) printJson(shown)
      else print(standing, office)
    })
}

const until = (ms: number | null): string => (ms === null ? 'without end' : iso(ms))
const list = (facts: readonly { readonly fact: string }[]): string =>
  facts.map(({ fact }) => fact).join(', ')

function printOlder(beforeRecord: Standing['beforeRecord']): void {
  if (beforeRecord.length > 0)
    printTable(
      'deadlines before this record began: whether they were met is not known here',
      ['clause', 'party', 'deadlines', 'first', 'last'],
      beforeRecord.map((one) => [
        one.clause,
        one.party,
        String(one.deadlines),
        iso(one.firstMs),
        iso(one.lastMs),
      ]),
    )
}

function print(standing: Standing, office: Office): void {
  const { agreement, phases, gates, facts, duties, beforeRecord, notice } = standing
  if (agreement === null)
    throw new CommandRefused('no agreement is adopted here yet: adopt one first')
  if (notice !== null) process.stdout.write(`${notice}\n`)
  process.stdout.write(
    `${agreement.id}, version ${agreement.version ?? 'none yet'} at ${iso(standing.nowMs)} (the ${office}'s view)\n`,
  )
  const inForce = new Set(phases.now.map(({ phase }) => phase))
  printTable(
    'phases',
    ['phase', 'from', 'until', ''],
    phases.spans.map(({ phase, fromMs, toMs }) => [
      phase,
      iso(fromMs),
      until(toMs),
      inForce.has(phase) && fromMs <= standing.nowMs && (toMs ?? Infinity) > standing.nowMs
        ? 'in force'
        : '',
    ]),
  )
  printTable(
    'deployment gates',
    ['gate', 'title', 'now', 'missing', 'barred by'],
    gates.map((one) => [
      one.gate,
      one.title,
      one.isOpen ? 'open' : 'closed',
      list(one.missing),
      list(one.barredBy),
    ]),
  )
  printTable(
    'facts',
    ['fact', 'declared by', 'now', 'times', 'waiting'],
    facts.map((one) => [
      one.fact,
      one.declaredBy,
      one.holds ? 'holds' : '',
      one.records
        .map(
          ({ fromMs, untilMs, movedBy }) =>
            `${iso(fromMs)} to ${until(untilMs)} (${movedBy.join(', ')})`,
        )
        .join('; '),
      one.waiting
        .map(({ kind, nation, party }) => `${kind}: ${party === null ? nation : `party ${party}`}`)
        .join('; '),
    ]),
  )
  printTable(
    'duties shown',
    ['clause', 'party', 'deadline', ''],
    duties.map(({ clause, party, dueMs, confirmedIn, recalledIn }) => [
      clause,
      party,
      iso(dueMs),
      recalledIn !== null ? 'taken back' : confirmedIn === null ? 'to be confirmed' : 'confirmed',
    ]),
  )
  printOlder(beforeRecord)
}
