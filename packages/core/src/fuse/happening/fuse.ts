import { canonicalJson, sha256, toHex, utf8 } from '../../evidence/index.ts'
import { kindOf } from '../../observe/index.ts'
import type { Observation, Phase, Source } from '../../observe/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { associate } from './associate.ts'
import type { Association } from './associate.ts'
import { weigh } from './beside.ts'
import type { Beside, Scene } from './beside.ts'
import { evidenceOf, isClaim } from './claim.ts'
import { countOf } from './count.ts'
import type { Sited } from './draft.ts'
import { engagements } from './engage.ts'
import { localiserFor } from './localise.ts'
import type { Localiser } from './localise.ts'
import { pairs } from './pair.ts'
import type { FirePair } from './pair.ts'
import { partitions } from './partition.ts'
import type { Engagement, Event, Fusion } from './types.ts'
import { mostDetailed } from './weapon.ts'

/** The id of an event: hex SHA-256 over kind, phase and the sorted ids of its observations. */
export const eventId = (kind: string, phase: Phase, observations: readonly string[]): string =>
  toHex(sha256(utf8(canonicalJson([kind, phase, observations.toSorted()]))))

/** The event of an association's reports, and when it is to be weighed again. */
function eventOf(
  association: Association,
  scene: Scene,
): { readonly event: Event; readonly weighAgainMs: InstantMs } | null {
  const { members, estimate, observed } = association
  const { sources } = scene
  const [first] = members
  if (first === undefined) return null
  const { says, weighAgainMs } = weigh(association, scene)
  const kind = kindOf(first.category)
  const observations = members.map(({ id }) => id).toSorted()
  const evidence = evidenceOf(members, sources)
  const claims = members.filter((member) => isClaim(member, sources)).map(({ id }) => id)
  const event = {
    id: eventId(kind, first.phase, observations),
    revision: 1,
    kind,
    phase: first.phase,
    observed,
    estimate,
    ...says,
    count: countOf(evidence.map(({ count }) => count)),
    weapon: mostDetailed(evidence.map(({ weapon }) => weapon)),
    observations,
    ...(claims.length === 0 ? {} : { claims: claims.toSorted() }),
    ...(first.exercise === undefined ? {} : { exercise: first.exercise }),
  }
  return { event, weighAgainMs }
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
  near: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  { localiser, beside = {} }: { readonly localiser: Localiser; readonly beside?: Beside },
): Fusion {
  const events: Event[] = []
  const sited: Sited[] = []
  let weighAgainMs = Infinity
  for (const association of associate(near, sources, localiser)) {
    const made = eventOf(association, { sources, near, beside })
    if (made === null) continue
    const { event } = made
    weighAgainMs = Math.min(weighAgainMs, made.weighAgainMs)
    events.push(event)
    const { estimate, observed } = event
    // What is only claimed has a place on the map and is an end of nothing.
    if (estimate !== null && event.claims?.length !== event.observations.length) {
      sited.push({
        event,
        estimate,
        members: association.members,
        isTight: association.isTight,
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
    ...(weighAgainMs === Infinity ? {} : { weighAgainMs }),
  }
}

/**
 * Fuses observations into events and engagements, and weighs each event with what is known beside its reports. Pure, and
 * independent of the order and repetition of its input; both lists come in order of time, then id. Every event is in its
 * first revision (see `revise`).
 */
export function fuse(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  beside: Beside = {},
): Fusion {
  const localiser = localiserFor(sources)
  const events: Event[] = []
  const found: Engagement[] = []
  let weighAgainMs = Infinity
  for (const partition of partitions(observations)) {
    const fusion = fuseTogether(partition, sources, { localiser, beside })
    weighAgainMs = Math.min(weighAgainMs, fusion.weighAgainMs ?? Infinity)
    for (const event of fusion.events) events.push(event)
    for (const engagement of fusion.engagements) found.push(engagement)
  }
  return {
    events: events.toSorted(byTime),
    engagements: found.toSorted(byTime),
    ...(weighAgainMs === Infinity ? {} : { weighAgainMs }),
  }
}
