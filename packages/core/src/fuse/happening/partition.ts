import { distanceM, frameAt } from '../geo/index.ts'
import type { Position } from '../geo/index.ts'
import { kindOf } from '../observe/index.ts'
import type { Observation } from '../observe/index.ts'
import type { Interval } from '../units/index.ts'
import {
  EXCHANGE_GAP_MS,
  EXCHANGE_NEAR_M,
  PAIR_NEAR_M,
  ROUGH_SLACK_M,
  SAME_TIME_SCALE_MS,
  reachOf,
} from './assumptions.ts'
import { DisjointSets, visitNear } from './neighbours.ts'

/** Order of observations: by beginning, then by id; what is decided never depends on the order of arrival. */
const inOrder = (a: Observation, b: Observation): number =>
  a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : Number(a.id > b.id))

/** About the mean of a report's place, without the cost of its distribution; null where it says nothing of it. */
function roughly({ where, observer, category }: Observation): Position | null {
  const { fix, ring, sectors } = where
  if (fix !== null) return fix.position
  if (sectors.length === 0) return ring === null ? null : observer.position
  // Over a flat ground the mean distance without a ring lies at two thirds of the reach.
  const rangeM = ring === null ? (2 / 3) * reachOf(kindOf(category)) : (ring.minM + ring.maxM) / 2
  let eastM = 0
  let northM = 0
  for (const { fromDeg, toDeg } of sectors) {
    const middleRad = ((fromDeg + ((toDeg - fromDeg + 360) % 360) / 2) * Math.PI) / 180
    eastM += (rangeM * Math.sin(middleRad)) / sectors.length
    northM += (rangeM * Math.cos(middleRad)) / sectors.length
  }
  return frameAt(observer.position).toPosition({ eastM, northM })
}

interface Rough {
  readonly observation: Observation
  readonly position: Position
  readonly observed: Interval
  readonly index: number
}

/**
 * Observations grouped so that no event, pair or exchange spans two groups. Reports are linked where an exchange is
 * possible (some 20 km, four hours) or a common event or fire pair is (some 50 km, minutes), and groups are what links
 * connect. What has no place is a group of its own, for it joins nothing. Repeated ids count once. Fusing each group and
 * fusing all give the same; so new data touches only the groups that it joins, and an engine that keeps groups apart
 * never fuses the rest again.
 */
export function partitions(
  observations: readonly Observation[],
): readonly (readonly Observation[])[] {
  const known = new Map(observations.map((observation) => [observation.id, observation]))
  const groups: (readonly Observation[])[] = []
  const placed: Rough[] = []
  for (const observation of [...known.values()].toSorted(inOrder)) {
    const position = roughly(observation)
    if (position === null) groups.push([observation])
    else
      placed.push({ observation, position, observed: observation.observed, index: placed.length })
  }
  const sets = new DisjointSets(placed.length)
  const joinWithin = (nearM: number, gapMs: number): void => {
    visitNear(placed, { cellM: nearM, gapMs }, (a, b) => {
      if (sets.rootOf(a.index) === sets.rootOf(b.index)) return
      if (distanceM(a.position, b.position) <= nearM) sets.join(a.index, b.index)
    })
  }
  joinWithin(EXCHANGE_NEAR_M + ROUGH_SLACK_M, EXCHANGE_GAP_MS)
  joinWithin(PAIR_NEAR_M + ROUGH_SLACK_M, SAME_TIME_SCALE_MS)
  const members = new Map<number, Observation[]>()
  for (const { observation, index } of placed) {
    const root = sets.rootOf(index)
    const group = members.get(root)
    if (group === undefined) members.set(root, [observation])
    else group.push(observation)
  }
  for (const group of members.values()) groups.push(group)
  return groups
}
