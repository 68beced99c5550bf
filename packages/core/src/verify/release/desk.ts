import { accessProposals } from '../tasks/decide.ts'
import type { AccessProposal } from '../tasks/decide.ts'
import type { Decorrelation, GroupingProposal } from '../grouping/types.ts'
import type { HandOver } from '../hand-over.ts'
import type { VerifyState } from '../state.ts'
import type { Release } from './release.ts'
import { releaseHandOver, releaseTask } from './work.ts'
import type { ReleasedTask } from './work.ts'

/** What lies on the watch's desk beside the incidents, as an office may have it. */
export interface ReleasedDesk {
  readonly tasks: readonly ReleasedTask[]
  /** Those that wait for a decision. */
  readonly proposals: readonly GroupingProposal[]
  readonly decorrelated: readonly Decorrelation[]
  /** Hindered access that no incident was opened on. */
  readonly access: readonly AccessProposal[]
  readonly handOvers: readonly HandOver[]
}

/**
 * The desk for an office, each list in the order of the log. The guarantors have the tasks alone: who groups what, and
 * what one watch tells the next, is the work of those who find and judge.
 */
export function releaseDesk(state: VerifyState, release: Release): ReleasedDesk {
  const tasks = [...state.tasks.values()].map((task) =>
    releaseTask(task, state.incidents.get(task.incident), release),
  )
  if (release.office === 'guarantors')
    return { tasks, proposals: [], decorrelated: [], access: [], handOvers: [] }
  return {
    tasks,
    proposals: [...state.proposals.values()].filter(({ status }) => status === 'open'),
    decorrelated: [...state.decorrelated.values()],
    // Of the tasks as they are released: a report of access holds a place.
    access: accessProposals({ tasks: new Map(tasks.map((task) => [task.id, task])) }),
    handOvers: state.handOvers.flatMap((note) => releaseHandOver(note, release) ?? []),
  }
}
