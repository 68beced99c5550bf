/** Where a source was that moves: an aircraft, a ship, a patrol. */
import { frameAt } from '../geo/index.ts'
import type { InstantMs } from '../units/index.ts'
import type { Source, Waypoint } from './types.ts'

/** Most waypoints of one source. */
export const WAYPOINTS_MAX = 10_000

/** Why these waypoints are no trajectory, or null. Each by itself is judged as a site is. */
export function orderFault(trajectory: readonly Waypoint[]): string | null {
  if (trajectory.length === 0 || trajectory.length > WAYPOINTS_MAX)
    return `trajectory has ${trajectory.length} waypoints; give 1 to ${WAYPOINTS_MAX}`
  const at = trajectory.findIndex(
    ({ atMs }, i) => i > 0 && !(atMs > (trajectory[i - 1]?.atMs ?? 0)),
  )
  return at === -1 ? null : `trajectory[${at}].at is not after the one before it`
}

/** The first waypoint after an instant; the number of them where there is none. */
function firstAfter(trajectory: readonly Waypoint[], atMs: InstantMs): number {
  let [low, high] = [0, trajectory.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((trajectory[middle]?.atMs ?? Infinity) > atMs) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * The source as it stood at an instant: one with a trajectory bears as its site where it was between two waypoints, straight on
 * the way from one to the other at an even speed. Before the first and after the last nobody said where it was, and it
 * has no site. A source without a trajectory is what it is at any time.
 */
export function standing(source: Source, atMs: InstantMs): Source {
  const { trajectory } = source
  if (trajectory === undefined) return source
  const next = firstAfter(trajectory, atMs)
  const before = trajectory[next - 1]
  if (before === undefined) return source
  const { position, heightM, errorM } = before
  if (before.atMs === atMs) return { ...source, site: { position, heightM, errorM } }
  const after = trajectory[next]
  if (after === undefined) return source
  const share = (atMs - before.atMs) / (after.atMs - before.atMs)
  const frame = frameAt(position)
  const { eastM, northM } = frame.toOffset(after.position)
  return {
    ...source,
    site: {
      position: frame.toPosition({ eastM: share * eastM, northM: share * northM }),
      heightM: heightM + share * (after.heightM - heightM),
      errorM: Math.max(errorM, after.errorM),
    },
  }
}
