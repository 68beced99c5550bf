// What the watch keeps beside a finding tells where people are and will be: tasks, notes, hand-overs, who is on duty, and
// the places that parties name. Each leaves the monitor's office by these functions only.
import { snapToGrid } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import type { HandOver } from '../hand-over.ts'
import { GRID_M, RELEASE_DELAY_MS } from './limits.ts'
import { isIncidentReleased } from './release.ts'
import type { Release } from './release.ts'
import type { Task } from '../tasks/types.ts'
import type { Incident } from '../types.ts'

/** A task as an office may have it; `withheld` names what was taken out or coarsened. */
export type ReleasedTask = Task & { readonly withheld: readonly string[] }

const PLACES = ['place', 'access.position'] as const
const WORDS = [
  'what',
  'access.by',
  'access.where',
  'access.condition',
  'access.text',
  'result.text',
]

const coarse = (position: Position | null): Position | null =>
  position === null ? null : snapToGrid(position, GRID_M)

/** A text, or nothing of it where there was some. */
const silenced = (text: string | null): string | null => (text === null ? null : '')

/**
 * A task for an office. Where people look is where people are: outside the monitor's office no place goes before the
 * task has been closed for 24 h, and then on the 1 km grid. The guarantors have its words once the incident's are out.
 */
export function releaseTask(
  task: Task,
  incident: Incident | undefined,
  release: Release,
): ReleasedTask {
  const { office, nowMs } = release
  if (office === 'monitor') return { ...task, withheld: [] }
  const { place, access, result } = task
  const isOver = result !== null && nowMs >= result.atMs + RELEASE_DELAY_MS
  const position = (at: Position | null): Position | null => (isOver ? coarse(at) : null)
  const placed: Task = {
    ...task,
    place:
      place === null || !isOver
        ? null
        : {
            position: snapToGrid(place.position, GRID_M),
            radiusM: Math.max(GRID_M, place.radiusM),
          },
    access: access.map((report) => ({ ...report, position: position(report.position) })),
  }
  const isWorded =
    office !== 'guarantors' || (incident !== undefined && isIncidentReleased(incident, release))
  if (isWorded) return { ...placed, withheld: PLACES }
  return {
    ...placed,
    what: '',
    access: placed.access.map((report) => ({
      ...report,
      by: silenced(report.by),
      where: silenced(report.where),
      condition: silenced(report.condition),
      text: '',
    })),
    result: result === null ? null : { ...result, text: '' },
    withheld: [...PLACES, ...WORDS],
  }
}

/** A hand-over note for an office: its own and the monitor's alone read it; null where it may not have it. */
export const releaseHandOver = (note: HandOver, { office }: Release): HandOver | null =>
  office === 'monitor' || office === note.office ? note : null
