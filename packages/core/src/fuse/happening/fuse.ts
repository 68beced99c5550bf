import { canonicalJson, sha256, toHex, utf8 } from '../evidence/index.ts'
import { kindOf } from '../observe/index.ts'
import type { Observation, Phase, Source } from '../observe/index.ts'
import { associate } from './associate.ts'
import type { Association } from './associate.ts'
import { countOf } from './count.ts'
import type { Sited } from './draft.ts'
import { engagements } from './engage.ts'
import { localiserFor } from './localise.ts'
import type { Localiser } from './localise.ts'
import { occurred } from './occurrence.ts'
import { pairs } from './pair.ts'
import type { FirePair } from './pair.ts'
import { partitions } from './partition.ts'
import { commonTime } from './time.ts'
import type { Engagement, Event, Fusion } from './types.ts'
import { mostDetailed } from './weapon.ts'

/** The id of an event: hex SHA-256 over kind, phase and the sorted ids of its observations. */
export const eventId = (kind: string, phase: Phase, observations: readonly string[]): string =>
  toHex(sha256(utf8(canonicalJson([kind, phase, observations.toSorted()]))))

/** The event of an association's reports. */
function eventOf(
  { members, estimate }: Association,
  sources: ReadonlyMap<string, Source>,
): Event | null {
  const [first] = members
  if (first === undefined) return null
  const kind = kindOf(first.category)
  const observations = members.map(({ id }) => id).toSorted()
  return {
    id: eventId(kind, first.phase, observations),
    revision: 1,
    kind,
    phase: first.phase,
    observed: commonTime(members.map(({ observed }) => observed)),
    estimate,
    probability: occurred(members, sources),
    count: countOf(members.map(({ count }) => count)),
    weapon: mostDetailed(members.map(({ weapon }) => weapon)),
    observations,
    ...(first.exercise === undefined ? {} : { exercise: first.exercise }),
  }
}

type Timed = Pick<Event | Engagement, 'id' | 'observed'>
const byTime = (a: Timed, b: Timed): number =>
  a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : Number(a.id > b.id))

/** Marks both ends of each fire pair. */
function withPairs(events: readonly Event[], firePairs: readonly FirePair[]): readonly Event[] {
  const other = new Map(
    firePairs.flatMap(({ outgoing, impact, probability }) => [
      [outgoing, { event: impact, probability }],
      [impact, { event: outgoing, probability }],
    ]),
  )
  return events.map((event) => {
    const pairedWith = other.get(event.id)
    return pairedWith === undefined ? event : { ...event, pairedWith }
  })
}

/** Fuses observations, in order of time, as one group; `fuse` gives the same and does it group by group. */
export function fuseTogether(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): Fusion {
  const events: Event[] = []
  const sited: Sited[] = []
  for (const association of associate(observations, sources, localiser)) {
    const event = eventOf(association, sources)
    if (event === null) continue
    events.push(event)
    const { estimate, observed } = event
    if (estimate !== null) {
      sited.push({
        event,
        estimate,
        members: association.members,
        position: estimate.position,
        observed,
      })
    }
  }
  sited.sort((a, b) => byTime(a.event, b.event))
  const firePairs = pairs(sited, sources, localiser)
  return {
    events: withPairs(events, firePairs),
    engagements: engagements(sited, firePairs, localiser),
  }
}

/**
 * Fuses observations into events and engagements. Pure, and independent of the order and repetition of its input; both
 * lists come in order of time, then id. Every event is in its first revision (see `revise`).
 */
export function fuse(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
): Fusion {
  const localiser = localiserFor(sources)
  const events: Event[] = []
  const found: Engagement[] = []
  for (const partition of partitions(observations)) {
    const fusion = fuseTogether(partition, sources, localiser)
    for (const event of fusion.events) events.push(event)
    for (const engagement of fusion.engagements) found.push(engagement)
  }
  return { events: events.toSorted(byTime), engagements: found.toSorted(byTime) }
}
