import type { Command } from 'commander'
import { COVERAGE_ROLES, type CoverageRole } from '@holdfast/core/observe'
import type { Patrol, Plan, Proposal } from '@holdfast/core/patrol'
import { withAccess } from '../access/index.ts'
import { iso, printJson, printTable } from '../output/index.ts'
import { accessOf, addRecording, dayOf } from './day.ts'
import type { DayOptions } from './day.ts'
import { dataOption } from './options.ts'
import { RECORDINGS } from './patrol-recordings.ts'

interface Out {
  readonly plans: readonly Plan[]
  readonly patrols: readonly Patrol[]
}
interface Tasking {
  readonly seen: { readonly fromMs: number; readonly toMs: number }
  readonly areas: number
  readonly answers: { readonly seen: number; readonly none: number; readonly unknown: number }
  readonly roles: Readonly<Record<CoverageRole, number>>
  readonly events: number
  readonly recordDays: number
  readonly proposals: readonly Proposal[]
  readonly assumptions: readonly string[]
}

/** `holdfast patrol`: where nobody looked, who looks tomorrow, and whether they come back. */
export function addPatrol(program: Command): void {
  const patrol = program
    .command('patrol')
    .description('plans of tasks, patrols on them, and their safety; places are settlements')
  addList(patrol)
  addTasking(patrol)
  for (const recording of RECORDINGS)
    addRecording(patrol, { step: 'patrol', office: 'monitor' }, recording)
}

function addList(patrol: Command): void {
  patrol
    .command('list', { isDefault: true })
    .description('list the plans that are not over, and the patrols that are planned or out')
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast patrol list --json\n')
    .action(async (options: DayOptions) => {
      const { plans, patrols } = (await dayOf(options, 'monitor')) as unknown as Out
      if (options.json === true) printJson({ plans, patrols })
      else print({ plans, patrols })
    })
}

function print({ plans, patrols }: Out): void {
  printTable(
    'plans',
    ['plan', 'no.', 'from', 'to', 'status', 'tasks'],
    plans.map(({ id, number, fromMs, toMs, status, tasks }) => [
      id,
      number,
      iso(fromMs),
      iso(toMs),
      status,
      tasks.map((task) => task.id).join(', '),
    ]),
  )
  printTable(
    'patrols',
    ['patrol', 'plan', 'task', 'status', 'last heard', 'from', 'back by'],
    patrols.map(({ id, plan, task, status, heardAtMs, heardFrom, movement }) => [
      id,
      plan,
      task,
      status,
      heardAtMs === null ? '' : iso(heardAtMs),
      heardFrom ?? '',
      iso(movement.returnByMs),
    ]),
    '`holdfast day` shows who is overdue',
  )
}

function addTasking(patrol: Command): void {
  patrol
    .command('tasking')
    .description(
      'where nobody looked over the last day, or nobody knows, ranked for tomorrow; it only proposes',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ holdfast patrol tasking --json\n')
    .action(async (options: DayOptions) => {
      const tasking = (await withAccess({ ...accessOf(options), office: 'monitor' }, (access) =>
        access.tasking(),
      )) as Tasking
      if (options.json === true) printJson(tasking)
      else printTasking(tasking)
    })
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

/** Which sources count: a total that says nothing of the others would be taken for all of them. */
function rolesWords(roles: Tasking['roles']): string {
  const others = COVERAGE_ROLES.filter((role) => role !== 'looks' && roles[role] > 0)
  const left = others.map((role) => `${roles[role]} ${ROLE_WORD[role]}`).join(', ')
  return `${roles.looks} sources count${left === '' ? '' : `; not counted: ${left}`}`
}

const ROLE_WORD: Readonly<Record<CoverageRole, string>> = {
  looks: 'that look',
  overhead: 'that pass overhead',
  transponder: 'that hear transponders',
  tells: 'that tell',
  synthetic: 'synthetic',
}

function printTasking(tasking: Tasking): void {
  const { seen, areas, answers, roles, events, recordDays, proposals, assumptions } = tasking
  process.stdout.write(
    `\nfrom ${iso(seen.fromMs)} to ${iso(seen.toMs)}, over ${areas} areas: seen ${percent(answers.seen)}, nobody looked ${percent(answers.none)}, not known ${percent(answers.unknown)}\n${rolesWords(roles)}\n`,
  )
  printTable(
    'proposals: what to put on record first, then where nobody looked, most unseen events first',
    ['area', 'what', 'by', 'blind', 'not known', 'expected a day', 'unseen', 'because'],
    proposals.map((one) => [
      one.area ?? `${one.areas} areas`,
      one.title,
      one.kind,
      percent(one.blindness),
      percent(one.unknown),
      one.expected.toFixed(1),
      one.unseen === null ? 'not known' : one.unseen.toFixed(1),
      one.because,
    ]),
    `${events} events of ${recordDays} days; assumed: ${assumptions.join('; ')}`,
  )
}
