/**
 * Ships that keep some of them on task. One is out for its endurance, less the way there and back; then it is in port.
 * A ship of a nation that does not border the Black Sea must leave it after 21 days (Montreux Convention 1936, article
 * 18, paragraph 2), and cannot work while it is away: the same count, with what the stay leaves.
 */
import { pieces } from '../figures/index.ts'
import { STAY_DAYS_MAX } from './montreux.ts'
import type { TaskForce } from './types.ts'

/** What a task force takes. */
export interface TaskForceAssessment {
  readonly id: string
  readonly title: string
  /** Days on task of each turn out of port. */
  readonly onTaskDays: number
  /** Share of a ship's time that it is on task, before its availability. */
  readonly onTaskShare: number
  /** Ships for one on task, a share; null where a ship never gets there. */
  readonly shipsPerOnTask: number | null
  readonly ships: number | null
  /** What bounds it, in words. */
  readonly boundBy: string
}

/** Turns out of port that end within the stay, and the days on task in them. */
function withinStay(force: TaskForce): { readonly turns: number; readonly onTaskDays: number } {
  const { transitDays, enduranceDays, portDays } = force
  let leftDays = STAY_DAYS_MAX - 2 * force.straitsToPortDays
  let [turns, onTaskDays] = [0, 0]
  // The last turn may be cut short; a port call goes before each but the first.
  while (leftDays > 2 * transitDays) {
    const outDays = Math.min(enduranceDays, leftDays)
    const workDays = outDays - 2 * transitDays
    if (workDays <= 0) break
    turns += 1
    onTaskDays += workDays
    leftDays -= outDays + portDays
  }
  return { turns, onTaskDays }
}

/** Works a task force out: ships on task, over the share of its time that a ship is, over its availability. */
export function assessTaskForce(force: TaskForce): TaskForceAssessment {
  const onTaskDays = force.enduranceDays - 2 * force.transitDays
  const stay = withinStay(force)
  const share = force.blackSeaPower
    ? Math.max(0, onTaskDays) / (force.enduranceDays + force.portDays)
    : stay.onTaskDays / (STAY_DAYS_MAX + force.outsideDays)
  const shipsPerOnTask = share > 0 ? 1 / (share * force.availability) : null
  return {
    id: force.id,
    title: force.title,
    onTaskDays: Math.max(0, onTaskDays),
    onTaskShare: share,
    shipsPerOnTask,
    ships: shipsPerOnTask === null ? null : pieces(force.onTask * shipsPerOnTask),
    boundBy: boundOf(force, { onTaskDays, turns: stay.turns }),
  }
}

function boundOf(
  force: TaskForce,
  { onTaskDays, turns }: { readonly onTaskDays: number; readonly turns: number },
): string {
  if (onTaskDays <= 0)
    return `never on task: the way takes ${2 * force.transitDays} of ${force.enduranceDays} days out; use a nearer port or replenish at sea`
  if (force.blackSeaPower)
    return `endurance: ${onTaskDays} of ${force.enduranceDays} days out are on task`
  if (turns === 0)
    return `never on task: the stay of ${STAY_DAYS_MAX} days (article 18) is used up by the way; use a nearer port`
  return `stay: ${turns} turns in ${STAY_DAYS_MAX} days (article 18), then ${force.outsideDays} days outside`
}
