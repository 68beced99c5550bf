import { destination } from '../geo/index.ts'
import type { Position } from '../geo/index.ts'
import type { Interval } from '../units/index.ts'
import type { Observation } from '../observe/index.ts'
import { CLOCK_HALF_MS, EXCHANGE_GAP_MS, INDEPENDENT_M } from './assumptions.ts'
import { chainNear } from './neighbours.ts'

/** Order of observations: by beginning, then by id; what is decided never depends on the order of arrival. */
export const inOrder = (a: Observation, b: Observation): number =>
  a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : Number(a.id > b.id))

/** Roughly where it was, good enough to tell observations apart that are 60 km from one another; null where nobody said. */
function roughly({ where, observer }: Observation): Position | null {
  if (where.fix !== null) return where.fix.position
  if (where.sectors.length === 0 && where.ring === null) return null
  const [sector, ...others] = where.sectors
  if (sector === undefined || others.length > 0 || where.ring === null) return observer.position
  const widthDeg = (sector.toDeg - sector.fromDeg + 360) % 360
  return destination(observer.position, {
    azimuthDeg: sector.fromDeg + widthDeg / 2,
    distanceM: (where.ring.minM + where.ring.maxM) / 2,
  })
}

/**
 * Observations grouped so that no event, pair or exchange spans two groups: the groups' places lie more than 60 km or
 * their times more than four hours apart, each report's from each. What has no place is a group of its own, for it joins
 * nothing. Repeated ids count once. Fusing each group and fusing all give the same; so new data touches only the groups
 * that it joins, and an engine that keeps groups apart never fuses the rest again.
 */
export function partitions(
  observations: readonly Observation[],
): readonly (readonly Observation[])[] {
  const known = new Map(observations.map((observation) => [observation.id, observation]))
  const groups: (readonly Observation[])[] = []
  const placed: {
    readonly observation: Observation
    readonly position: Position
    readonly observed: Interval
  }[] = []
  for (const observation of [...known.values()].toSorted(inOrder)) {
    const position = roughly(observation)
    if (position === null) groups.push([observation])
    else placed.push({ observation, position, observed: observation.observed })
  }
  const near = { cellM: INDEPENDENT_M, gapMs: EXCHANGE_GAP_MS + 2 * CLOCK_HALF_MS }
  for (const group of chainNear(placed, near))
    groups.push(group.map(({ observation }) => observation))
  return groups
}
