import { distanceM, frameAt } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { kindOf } from '../../observe/index.ts'
import type { Observation } from '../../observe/index.ts'
import type { Interval } from '../../units/index.ts'
import {
  EARSHOT_M,
  EXCHANGE_GAP_MS,
  EXCHANGE_NEAR_M,
  NEAR_M,
  PAIR_NEAR_M,
  ROUGH_SLACK_M,
  SAME_TIME_SCALE_MS,
  reachOf,
} from './assumptions.ts'
import { canBeOne, gather, inTime, isArrival, isLight, LONGEST_MS } from './arrival.ts'
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

/** Joins what stands near in space and time. */
function joinWithin(
  placed: readonly Rough[],
  sets: DisjointSets,
  near: { readonly nearM: number; readonly gapMs: number },
): void {
  visitNear(placed, { cellM: near.nearM, gapMs: near.gapMs }, (a, b) => {
    if (sets.rootOf(a.index) === sets.rootOf(b.index)) return
    if (distanceM(a.position, b.position) <= near.nearM) sets.join(a.index, b.index)
  })
}

/**
 * Joins arrivals that can be of one sound, and arrivals with the lights that may tell when it was made; gives the places
 * of the sounds in them, each under the index of one of its arrivals.
 */
function joinArrivals(rough: readonly Rough[], sets: DisjointSets): readonly Rough[] {
  const arrivals = rough.filter(({ observation }) => isArrival(observation))
  if (arrivals.length === 0) return []
  visitNear(arrivals, { cellM: 2 * EARSHOT_M, gapMs: LONGEST_MS }, (a, b) => {
    if (sets.rootOf(a.index) === sets.rootOf(b.index)) return
    if (canBeOne(a.observation, b.observation)) sets.join(a.index, b.index)
  })
  const heardOrSeen = rough.filter(
    ({ observation }) => isArrival(observation) || isLight(observation),
  )
  visitNear(heardOrSeen, { cellM: NEAR_M + ROUGH_SLACK_M, gapMs: LONGEST_MS }, (a, b) => {
    if (isLight(a.observation) !== isLight(b.observation)) sets.join(a.index, b.index)
  })
  const indexOf = new Map(arrivals.map(({ observation, index }) => [observation, index]))
  const inOrderOfTime = arrivals.map(({ observation }) => observation).toSorted(inTime)
  return gather(inOrderOfTime).flatMap(({ members: [observation], position, observed }) =>
    observation === undefined
      ? []
      : [{ observation, position, observed, index: indexOf.get(observation) ?? 0 }],
  )
}

/**
 * Observations grouped so that no event, pair or exchange spans two groups. Reports are linked where an exchange is
 * possible (some 20 km, four hours) or a common event or fire pair is (some 50 km, minutes), and groups are what links
 * connect; arrivals of sounds where they can be of one, and then by the place of that one. What has no place is a group of
 * its own, for it joins nothing. Repeated ids count once. Fusing each group and fusing all give the same; so new data
 * touches only the groups that it joins, and an engine that keeps groups apart never fuses the rest again.
 */
export function partitions(
  observations: readonly Observation[],
): readonly (readonly Observation[])[] {
  const known = new Map(observations.map((observation) => [observation.id, observation]))
  const groups: (readonly Observation[])[] = []
  const rough: Rough[] = []
  for (const observation of [...known.values()].toSorted(inOrder)) {
    const position = isArrival(observation) ? observation.observer.position : roughly(observation)
    if (position === null) groups.push([observation])
    else rough.push({ observation, position, observed: observation.observed, index: rough.length })
  }
  const sets = new DisjointSets(rough.length)
  const sounds = joinArrivals(rough, sets)
  const placed = [
    ...rough.filter(({ observation }) => !isArrival(observation)),
    ...sounds,
  ].toSorted((a, b) => a.observed.fromMs - b.observed.fromMs || a.index - b.index)
  joinWithin(placed, sets, {
    nearM: EXCHANGE_NEAR_M + ROUGH_SLACK_M,
    gapMs: EXCHANGE_GAP_MS,
  })
  joinWithin(placed, sets, { nearM: PAIR_NEAR_M + ROUGH_SLACK_M, gapMs: SAME_TIME_SCALE_MS })
  const members = new Map<number, Observation[]>()
  for (const { observation, index } of rough) {
    const root = sets.rootOf(index)
    const group = members.get(root)
    if (group === undefined) members.set(root, [observation])
    else group.push(observation)
  }
  for (const group of members.values()) groups.push(group)
  return groups
}
