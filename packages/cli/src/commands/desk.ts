import { Option, type Command } from 'commander'
import type { Office } from '@holdfast/core/nations'
import { DISMISSAL_GROUNDS, tellProvision } from '@holdfast/core/verify'
import type { DeskView, Duplicate, JudgedClaim } from '@holdfast/engine/desk-view'
import { withAccess } from '../access/index.ts'
import { iso, p, printJson, printTable } from '../output/index.ts'
import { addRecording, oneOf, textOf } from './day.ts'
import type { Recording } from './day.ts'
import { dataOption } from './options.ts'

interface DeskOptions {
  readonly data: string
  readonly office: Office
  readonly json?: boolean
}
type ListName =
  | 'occurred'
  | 'access'
  | 'tasks'
  | 'unconfirmed'
  | 'claims'
  | 'proposals'
  | 'duplicates'
  | 'decorrelated'
  | 'assignments'
  | 'handOvers'

const instantOr = (ms: number | null): string => (ms === null ? '' : iso(ms))
const minutes = (ms: number): string => (ms === 0 ? '' : `${Math.floor(ms / 60_000)} min`)
const officer = ({ nation, officer: name }: { nation: string; officer: string }): string =>
  `${nation} ${name}`

/** What a claim came to beside the coverage, in words. */
function judgementOf({ coverage, because }: JudgedClaim): string {
  if (coverage === null) return because ?? ''
  const by = 'sources' in coverage ? `: ${coverage.sources.join(', ')}` : ''
  if (coverage.kind === 'seen') return `seen${by}`
  if (coverage.kind === 'noSensorLooked') return 'no sensor looked'
  if (coverage.kind === 'undecided') return 'nobody knows whether anybody looked'
  const unseen = 'unseen' in coverage ? coverage.unseen : undefined
  const chance = unseen === undefined ? '' : `, unseen with ${p(unseen)}`
  return `looked and saw nothing${chance}${by}`
}

/** What a person would do on a likely pair. */
function doing({ command }: Duplicate): string {
  if (command === null) return 'open one incident on both'
  return command['type'] === 'proposeMerge'
    ? `propose to merge ${String(command['incident'])} into ${String(command['into'])}`
    : `add to ${String(command['incident'])}`
}

/** Prints one list, and how many it leaves out. */
type PrintList = (
  name: ListName,
  title: string,
  shown: { readonly head: readonly string[]; readonly rows: readonly string[][] },
) => void

/** Prints the desk, the most urgent table first. */
export function printDesk(desk: DeskView): void {
  const table: PrintList = (name, title, { head, rows }) => {
    const more = desk.leftOut[name] ?? 0
    printTable(title, head, rows, more === 0 ? undefined : `${more} more are left out`)
  }
  process.stdout.write(`the desk at ${iso(desk.nowMs)}, the ${desk.office}'s view\n`)
  if (desk.lag.entries + desk.lag.observationsWaiting > 0)
    process.stdout.write(
      `not derived yet: ${desk.lag.entries} entries, ${desk.lag.observationsWaiting} observations\n`,
    )
  table('occurred', 'occurred is to be signed', {
    head: ['incident', 'due', 'late', 'title'],
    rows: desk.occurred.map((one) => [
      one.incident,
      iso(one.dueMs),
      minutes(one.lateMs),
      one.title,
    ]),
  })
  table('access', 'access was hindered, and no incident opened on it', {
    head: ['task', 'incident', 'category', 'since', 'clause'],
    rows: desk.access.map((one) => [
      one.task,
      one.incident,
      one.category,
      iso(one.report.atMs),
      tellProvision(one.report.provision),
    ]),
  })
  printTasks(desk, table)
  printGrouping(desk, table)
  printPeople(desk, table)
}

function printTasks(desk: DeskView, table: PrintList): void {
  table('tasks', 'open tasks', {
    head: ['task', 'incident', 'means', 'nation', 'access', 'due', 'what'],
    rows: desk.tasks.map((one) => [
      one.id,
      one.incident,
      one.means,
      one.nation,
      one.status,
      instantOr(one.dueMs),
      one.what,
    ]),
  })
  table('unconfirmed', 'claims that wait for an officer of another nation', {
    head: ['incident', 'entry', 'party', 'stance', 'filed', 'by'],
    rows: desk.unconfirmed.map((one) => [
      one.incident,
      String(one.entry),
      one.party,
      one.stance,
      iso(one.atMs),
      one.nation ?? '',
    ]),
  })
  table('claims', 'claims beside the coverage', {
    head: ['incident', 'party', 'stance', 'filed', 'stands', 'judgement'],
    rows: desk.claims.map((one) => [
      one.incident,
      one.party,
      one.stance,
      iso(one.atMs),
      one.state === 'filed' ? 'not confirmed' : 'confirmed',
      judgementOf(one),
    ]),
  })
}

function printPeople(desk: DeskView, table: PrintList): void {
  table('assignments', `who is on what; nobody is on ${desk.unassigned} open incidents`, {
    head: ['incident', 'officer', 'status', 'title'],
    rows: desk.assignments.map((one) => [
      one.incident,
      officer(one.assignedTo),
      one.status,
      one.title,
    ]),
  })
  table('handOvers', 'hand-over notes', {
    head: ['entry', 'at', 'from', 'to', 'taken over', 'open points'],
    rows: desk.handOvers.map((one) => [
      String(one.entry),
      iso(one.atMs),
      one.from,
      one.to,
      one.taken === null ? 'not yet' : `${iso(one.taken.atMs)} ${officer(one.taken)}`,
      one.openPoints.map(({ incident, text }) => `${incident ?? '-'} ${text}`).join('; '),
    ]),
  })
}

function printGrouping(desk: DeskView, table: PrintList): void {
  table('proposals', 'proposals that wait for a person', {
    head: ['proposal', 'incident', 'to', 'by', 'reason'],
    rows: desk.proposals.map((one) => [
      one.id,
      one.incident,
      one.kind === 'merge' ? `merge into ${one.into}` : `split off ${one.candidates.length}`,
      officer(one.by),
      one.reason,
    ]),
  })
  const monitorOnly = desk.withheld.includes('duplicates') ? "; the monitor's alone" : ''
  const more = desk.duplicatesCut ? '; only the newest were compared' : ''
  table('duplicates', `may be one, nothing is decided${monitorOnly}${more}`, {
    head: ['pair', 'likeness', 'a person may'],
    rows: desk.duplicates.map((one) => [one.pair.join(' ~ '), p(one.score), doing(one)]),
  })
  table('decorrelated', 'held apart', {
    head: ['pair', 'by', 'since', 'reason'],
    rows: desk.decorrelated.map((one) => [
      one.pair.join(' | '),
      officer(one),
      iso(one.atMs),
      one.reason,
    ]),
  })
}

const INCIDENT = ['incident', 'its id, for instance I-42; the desk and the page show them'] as const
const REASON = ['--reason <text>', 'why, for the record', true] as const

/** What the desk puts on record by itself: everything else is for its page. */
const RECORDINGS: readonly Recording[] = [
  {
    name: 'dismiss',
    about:
      'close an incident before any inquiry; officers of two nations where sources corroborate it, a party claims or access was hindered',
    arguments: [INCIDENT],
    options: [['--ground <ground>', `one of ${DISMISSAL_GROUNDS.join(', ')}`, true], REASON],
    example: 'desk dismiss I-42 --ground benign --reason "the announced demolition" --nation SWE',
    role: 'analyst',
    make: ([incident = ''], options) => ({
      type: 'dismiss',
      incident,
      ground: oneOf('--ground', textOf(options, 'ground'), DISMISSAL_GROUNDS),
      reason: textOf(options, 'reason'),
    }),
  },
  {
    name: 'reopen',
    about: 'bring a dismissed incident back: it stands again where it stood',
    arguments: [INCIDENT],
    options: [REASON],
    example: 'desk reopen I-42 --reason "the notice was of another day"',
    role: 'analyst',
    make: ([incident = ''], options) => ({
      type: 'reopen',
      incident,
      reason: textOf(options, 'reason'),
    }),
  },
]

/** `holdfast desk`: what waits to be decided beside the incidents, the most urgent first; and what is dismissed of it. */
export function addDesk(program: Command): void {
  const commands = program
    .command('desk')
    .description(
      'what waits to be decided: answers due, hindered access, tasks, claims, proposals, likely duplicates',
    )
  for (const recording of RECORDINGS)
    addRecording(commands, { step: 'verify', office: 'monitor' }, recording)
  commands
    .command('show', { isDefault: true })
    .description('print what waits, the most urgent table first')
    .addOption(dataOption())
    .addOption(
      new Option('--office <office>', 'whose view')
        .choices(['monitor', 'commission'])
        .default('monitor'),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast desk --office monitor --json\n')
    .action(async ({ data: dir, office, json }: DeskOptions) => {
      const desk = (await withAccess({ dir, office }, (access) => access.desk())) as DeskView
      if (json === true) printJson(desk)
      else printDesk(desk)
    })
}
