import { pieces } from './pieces.ts'

/** How one airframe or ship spends its time: on its task, on the way there, and until it can leave again. */
export interface Cycle {
  readonly onTaskHours: number
  /** One way. */
  readonly transitHours: number
  /** From its return until it can leave again: turnaround, port, maintenance. */
  readonly restHours: number
  /** Share that is not in deep maintenance or otherwise away, in (0, 1]. */
  readonly availability: number
}

/** Hours from one departure until the next possible one of the same airframe or ship. */
export const cycleHours = ({ onTaskHours, transitHours, restHours }: Cycle): number =>
  onTaskHours + 2 * transitHours + restHours

/**
 * How many keep one on its task at all hours: one must relieve another every `onTaskHours`, and each is back for its next
 * turn after a cycle, so n = ⌈cycle / on task / availability⌉. Little's law with a rate of one relief each `onTaskHours`.
 */
export const neededFor = (cycle: Cycle): number =>
  pieces(cycleHours(cycle) / cycle.onTaskHours / cycle.availability)
