// A task has a life of its own: it may report back long after the incident was concluded, and access refused at first may
// be granted the day after. So it has a total table too; what an incident's status allows stands in `../table.ts`.
import type { Cell } from '../table.ts'
import type { TaskStatus } from './types.ts'

/** What moves a task. */
export type TaskMove = 'requestTask' | 'reportAccess' | 'closeTask' | 'openAccessIncident'

const to = (...next: readonly TaskStatus[]): Cell<TaskStatus> => ({ kind: 'accepted', next })
const no = (reason: string): Cell<never> => ({ kind: 'refused', reason })
const impossible: Cell<never> = { kind: 'impossible' }

const onTheWay = (status: Exclude<TaskStatus, 'requested' | 'closed'>): TaskRow => ({
  requestTask: impossible,
  reportAccess: to('granted', 'delayed', 'conditional', 'refused'),
  closeTask: to('closed'),
  openAccessIncident: to(status),
})

type TaskRow = Readonly<Record<TaskMove, Cell<TaskStatus>>>

/** The life of a task: every status against everything that moves it. */
export const TASK_TABLE: Readonly<Record<TaskStatus, TaskRow>> = {
  requested: {
    requestTask: impossible,
    reportAccess: to('granted', 'delayed', 'conditional', 'refused'),
    // A satellite asks nobody for access, and what nobody took on is closed as not done.
    closeTask: to('closed'),
    openAccessIncident: no('nothing was reported on access: report it first'),
  },
  granted: onTheWay('granted'),
  delayed: onTheWay('delayed'),
  conditional: onTheWay('conditional'),
  refused: onTheWay('refused'),
  closed: {
    requestTask: impossible,
    reportAccess: no('the task is closed: request another'),
    closeTask: no('the task is closed already: ask for another one'),
    openAccessIncident: to('closed'),
  },
}

/** Every status of a task. */
export const TASK_STATUSES = Object.keys(TASK_TABLE) as readonly TaskStatus[]
