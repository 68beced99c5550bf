import type { Command } from 'commander'
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
    .description('where nobody looked over the last day, ranked for tomorrow; it only proposes')
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

function printTasking({ seen, areas, events, recordDays, proposals, assumptions }: Tasking): void {
  printTable(
    `where nobody looked from ${iso(seen.fromMs)} to ${iso(seen.toMs)}, most unseen events first`,
    ['area', 'title', 'by', 'blind', 'expected a day', 'unseen', 'because'],
    proposals.map(({ area, title, kind, blindness, expected, unseen, because }) => [
      area,
      title,
      kind,
      `${(100 * blindness).toFixed(0)} %`,
      expected.toFixed(1),
      unseen.toFixed(1),
      because,
    ]),
    `${areas} areas; ${events} events of ${recordDays} days; assumed: ${assumptions.join('; ')}`,
  )
}
