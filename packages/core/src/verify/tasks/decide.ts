import type { Actor } from '../../nations/index.ts'
import { isFictional } from '../../nations/index.ts'
import type { Category } from '../../observe/index.ts'
import type { InstantMs, Refused } from '../../units/index.ts'
import { occurredDueMs } from '../answer/timing.ts'
import type { TaskCommand } from '../command.ts'
import { record } from '../decision.ts'
import type { Case, Decision } from '../decision.ts'
import { draft } from '../entry.ts'
import { checkPlace, checkText, checkTitle } from '../guard.ts'
import type { VerifyState } from '../state.ts'
import { accessProvision, clausesOn } from './provision.ts'
import { TASK_TABLE } from './table.ts'
import type { TaskMove } from './table.ts'
import { ACCESS, TASK_MEANS, TASK_OUTCOMES } from './types.ts'
import type { Access, AccessReport, Task } from './types.ts'

type Of<Type extends TaskCommand['type']> = Extract<TaskCommand, { type: Type }>
type On<Type extends TaskCommand['type']> = (command: Of<Type>, on: Case) => Decision

/** Most tasks that one incident may have open. */
export const TASKS_OPEN_MAX = 100

/** Where each hindrance is booked in the ledger of access. */
export const HINDERED: Readonly<Record<Exclude<Access, 'granted'>, Category>> = {
  delayed: 'X.DELAY',
  conditional: 'X.CONDITIONAL',
  refused: 'X.DENIAL',
}

/** What a report of each access says beside itself; what it does not say is null. */
const SAYS: Readonly<Record<Access, readonly ('untilMs' | 'condition' | 'by' | 'where')[]>> = {
  granted: [],
  delayed: ['untilMs'],
  conditional: ['condition'],
  refused: ['by', 'where'],
}

const oneOf = <W extends string>(field: string, words: readonly W[], word: W): Refused | null =>
  words.includes(word) ? null : { refused: `${field} is ${word}: use one of ${words.join(', ')}` }

/** The task as far as this incident has it and it may move so, or why not. */
function taskOf({ incident, state }: Case, id: string, move: TaskMove): Task | Refused {
  const task = state.tasks.get(id)
  if (task === undefined || task.incident !== incident.id)
    return { refused: `${incident.id} has no task ${id}` }
  const cell = TASK_TABLE[task.status][move]
  return cell.kind === 'refused'
    ? { refused: `task ${id} is ${task.status}: ${cell.reason}` }
    : task
}

/** Refuses a nation that does not look: a script sends nobody real, and it is a nation that is answerable. */
function checkNation(nation: string, actor: Actor): Refused | null {
  if (!/^[A-Z]{3}$/.test(nation))
    return { refused: `nation ${nation} is no code of three letters: say whose team looks` }
  return actor.role === 'scripted' && !isFictional(nation)
    ? { refused: `a script sends no team of ${nation}: use a code from XAA to XAZ` }
    : null
}

function checkDue(field: string, dueMs: InstantMs | null, afterMs: InstantMs): Refused | null {
  if (dueMs === null || (Number.isSafeInteger(dueMs) && dueMs > afterMs)) return null
  return { refused: `${field} is not after the task was asked for: give a later instant` }
}

const requestTask: On<'requestTask'> = ({ means, nation, what, place, dueMs }, on) => {
  const { actor, nowMs } = on.context
  const open = [...on.state.tasks.values()].filter(
    ({ incident, status }) => incident === on.incident.id && status !== 'closed',
  )
  if (open.length >= TASKS_OPEN_MAX)
    return { refused: `${on.incident.id} has ${open.length} open tasks: close some of them first` }
  return (
    oneOf('means', TASK_MEANS, means) ??
    checkNation(nation, actor) ??
    checkText('what', what) ??
    (place === null ? null : checkPlace('place', place)) ??
    checkDue('dueMs', dueMs, nowMs) ??
    record(
      draft(
        'verify.task-requested',
        { ...on.named, means, nation, what, place, dueMs },
        on.opening,
      ),
    )
  )
}

/** Refuses a report that does not say what its access has to say, or says what belongs to another. */
function checkReport(command: Of<'reportAccess'>, task: Task): Refused | null {
  const { access, untilMs, text } = command
  const wrong = oneOf('access', ACCESS, access)
  if (wrong !== null) return wrong
  for (const field of ['untilMs', 'condition', 'by', 'where'] as const) {
    const said = command[field]
    if (!SAYS[access].includes(field)) {
      if (said !== null)
        return { refused: `${field} says nothing of ${access} access: leave it null` }
    } else if (field !== 'untilMs') {
      const refused = checkText(field, said as string)
      if (refused !== null) return { refused: `${access} access: ${refused.refused}` }
    } else if (said === null)
      return { refused: 'delayed access: untilMs is missing: say until when' }
  }
  return (
    checkDue('untilMs', untilMs, task.atMs) ??
    (command.position === null
      ? null
      : checkPlace('report', { position: command.position, radiusM: 1 })) ??
    checkText('text', text)
  )
}

const reportAccess: On<'reportAccess'> = (command, on) => {
  const task = taskOf(on, command.task, 'reportAccess')
  if ('refused' in task) return task
  const wrong = checkReport(command, task)
  if (wrong !== null) return wrong
  const { access, untilMs, condition, by, where, position, text } = command
  const said = { access, untilMs, condition, by, where, position, text }
  const { agreement, nowMs } = on.context
  const provision =
    access === 'granted' ? {} : { provision: accessProvision(agreement, HINDERED[access], nowMs) }
  return record(
    draft('verify.access-reported', { ...on.named, task: task.id, ...said, ...provision }, [
      task.entries[0] ?? 0,
    ]),
  )
}

const closeTask: On<'closeTask'> = ({ task: id, outcome, text }, on) => {
  const task = taskOf(on, id, 'closeTask')
  if ('refused' in task) return task
  return (
    oneOf('outcome', TASK_OUTCOMES, outcome) ??
    checkText('text', text) ??
    record(draft('verify.task-closed', { ...on.named, task: id, outcome, text }, task.entries))
  )
}

/** The latest report of hindered access on which no incident was opened yet; undefined where there is none. */
const unopened = (task: Task): AccessReport | undefined =>
  task.access.findLast(
    ({ access, entry }) =>
      access !== 'granted' && task.opened.every(({ report }) => report !== entry),
  )

const openAccessIncident: On<'openAccessIncident'> = ({ task: id, title }, on) => {
  const task = taskOf(on, id, 'openAccessIncident')
  if ('refused' in task) return task
  const report = unopened(task)
  if (report === undefined || report.access === 'granted')
    return { refused: `task ${id} has no hindered access that no incident was opened on` }
  const refused = checkTitle(title)
  if (refused !== null) return refused
  const { agreement, nowMs } = on.context
  const { provision } = report
  const clauses = provision === undefined ? [] : clausesOn(provision)
  return record(
    draft(
      'verify.incident-opened',
      {
        title,
        candidates: [],
        occurredDueMs: occurredDueMs(agreement, nowMs, clauses),
        access: {
          ...on.named,
          task: id,
          category: HINDERED[report.access],
          report: report.entry,
          // The team that was hindered is the witness.
          nation: task.nation,
          ...(provision === undefined ? {} : { provision }),
        },
      },
      [report.entry],
    ),
  )
}

/** Decides each command on a task. */
export const TASKING: { readonly [Type in TaskCommand['type']]: On<Type> } = {
  requestTask,
  reportAccess,
  closeTask,
  openAccessIncident,
}

/** Hindered access that nobody opened an incident on: a candidate for the ledger of access. A person opens it, in one step. */
export interface AccessProposal {
  readonly task: string
  readonly incident: string
  readonly category: Category
  readonly report: AccessReport
}
/** What hindered access proposes, oldest first. */
export function accessProposals({ tasks }: Pick<VerifyState, 'tasks'>): readonly AccessProposal[] {
  return [...tasks.values()].flatMap((task): AccessProposal[] => {
    const report = unopened(task)
    return report === undefined || report.access === 'granted'
      ? []
      : [{ task: task.id, incident: task.incident, category: HINDERED[report.access], report }]
  })
}
