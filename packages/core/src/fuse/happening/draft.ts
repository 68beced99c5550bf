import type { Interval } from '../../units/index.ts'
import { frameAt } from '../../geo/index.ts'
import type { Estimate, Position } from '../../geo/index.ts'
import type { Observation } from '../../observe/index.ts'
import type { Event } from './types.ts'
import { sameStand } from './localise.ts'
import type { Localiser } from './localise.ts'

/** An event that has a place, with the reports behind it. */
export interface Sited {
  readonly event: Event
  readonly estimate: Estimate
  readonly members: readonly Observation[]
  /** Whether its time is good to the second. */
  readonly isTight: boolean
  readonly position: Position
  readonly observed: Interval
}

/** Whether two events rest on one report each, by one observer in one place. */
export function sharedStand(a: Sited, b: Sited): boolean {
  const [first, ...moreFirst] = a.members
  const [second, ...moreSecond] = b.members
  if (first === undefined || second === undefined || moreFirst.length + moreSecond.length > 0)
    return false
  return sameStand(first, second)
}

/**
 * Both places for a comparison with one another, and the offset from the first mean to the second, metres. What one
 * observer reports from one place shares his own error, which therefore falls out.
 */
export function compared(
  a: Sited,
  b: Sited,
  localiser: Localiser,
): {
  readonly first: Estimate
  readonly second: Estimate
  readonly eastM: number
  readonly northM: number
} {
  const [reportA] = a.members
  const [reportB] = b.members
  const shared = sharedStand(a, b) && reportA !== undefined && reportB !== undefined
  const first = shared ? (localiser.single(reportA, true) ?? a.estimate) : a.estimate
  const second = shared ? (localiser.single(reportB, true) ?? b.estimate) : b.estimate
  return { first, second, ...frameAt(first.position).toOffset(second.position) }
}
