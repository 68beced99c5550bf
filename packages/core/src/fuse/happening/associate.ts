import {
  BACKGROUND_MS,
  CLOCK_HALF_MS,
  NEAR_M,
  NOTICING_UNKNOWN,
  SAME_EVENT_PRIOR,
  SAME_EXCHANGE_PRIOR,
  SAME_TIME_SCALE_MS,
} from './assumptions.ts'
import type { Estimate, Position } from '../../geo/index.ts'
import { distanceM, frameAt } from '../../geo/index.ts'
import { kindOf } from '../../observe/index.ts'
import type { Observation, Source } from '../../observe/index.ts'
import type { Interval } from '../../units/index.ts'
import { classOf, gather, inTime, isArrival, isLight, rangeByLight } from './arrival.ts'
import { isClaim } from './claim.ts'
import { countRatio } from './count.ts'
import { backgroundM2, exchangeRatio } from './exchange.ts'
import { combine, commonDensity, ofGathering, ofRange } from './localise.ts'
import type { Likelihood, Localiser } from './localise.ts'
import { visitNear } from './neighbours.ts'
import { commonTime, overlaps, timeDensity } from './time.ts'
import { compatible } from './weapon.ts'

// Which reports are of one event? Three explanations compete: the same event, two events of one exchange of fire, two
// unrelated ones. Only different sources can corroborate: what one source lists in separate rows of overlapping time
// it has told apart itself.

/** Reports held to be of one event, and where it was. */
export interface Association {
  readonly members: readonly Observation[]
  readonly estimate: Estimate | null
  /** When it was, where arrivals say so better than the times at which they were heard. */
  readonly observed: Interval
  /** Whether that time is good to the second. */
  readonly isTight: boolean
}

/** One report of a place: one observation, or the arrivals of one sound, of which `observation` has the first id. */
interface Located {
  readonly observation: Observation
  readonly members: readonly Observation[]
  readonly isTight: boolean
  readonly claims: boolean
  readonly likelihood: Likelihood
  readonly estimate: Estimate
  readonly position: Position
  readonly observed: Interval
}

/** Squared Mahalanobis distance beyond which places are not compared further: 1 in 10^8 by chance. */
const APART_SQUARED = 36

function apart(a: Located, b: Located): boolean {
  const { eastM, northM } = frameAt(a.position).toOffset(b.position)
  if (Math.hypot(eastM, northM) > NEAR_M) return true
  const first = a.estimate.covarianceM2
  const second = b.estimate.covarianceM2
  const ee = first.ee + second.ee
  const en = first.en + second.en
  const nn = first.nn + second.nn
  return (
    nn * eastM * eastM - 2 * en * eastM * northM + ee * northM * northM >
    APART_SQUARED * (ee * nn - en * en)
  )
}

const sharesSource = (a: Located, b: Located): boolean =>
  a.members.some(({ source }) => b.members.some((other) => other.source === source))

/** Posterior that two reports are of one event; 0 where that is ruled out. */
function sameEvent(a: Located, b: Located, sources: ReadonlyMap<string, Source>): number {
  const [first, second] = [a.observation, b.observation]
  if (sharesSource(a, b) || !overlaps(a.observed, b.observed)) return 0
  if (!compatible(first.weapon, second.weapon) || apart(a, b)) return 0
  const noticing = (observation: Observation): number =>
    sources.get(observation.source)?.detection.pd ?? NOTICING_UNKNOWN
  const areaM2 = backgroundM2(kindOf(first.category))
  const places = {
    first: a.estimate,
    second: b.estimate,
    ...frameAt(a.position).toOffset(b.position),
  }
  const exchange = exchangeRatio(places, [a.observed, b.observed], areaM2)
  const same =
    areaM2 *
    commonDensity(a.likelihood, b.likelihood) *
    BACKGROUND_MS *
    timeDensity(a.observed, b.observed, SAME_TIME_SCALE_MS) *
    countRatio(first.count, second.count, {
      noticing: [noticing(first), noticing(second)],
      shared: false,
    })
  const unrelated = 1 - SAME_EVENT_PRIOR - SAME_EXCHANGE_PRIOR
  return (
    (SAME_EVENT_PRIOR * same) /
    (SAME_EVENT_PRIOR * same + SAME_EXCHANGE_PRIOR * exchange + unrelated)
  )
}

/**
 * Groups by agreement of all with all (complete linkage), the most certain pairs first; claims last, so that none of them
 * decides which reports are of one event.
 */
function grouped(
  located: readonly Located[],
  sources: ReadonlyMap<string, Source>,
): readonly (readonly Located[])[] {
  const links: { readonly a: Located; readonly b: Located; readonly probability: number }[] = []
  const linked = new Map<Located, Set<Located>>()
  visitNear(located, { cellM: NEAR_M, gapMs: 2 * CLOCK_HALF_MS }, (earlier, later) => {
    const [a, b] =
      earlier.observation.id < later.observation.id ? [earlier, later] : [later, earlier]
    const probability = sameEvent(a, b, sources)
    if (probability <= 0.5) return
    links.push({ a, b, probability })
    linked.set(a, (linked.get(a) ?? new Set()).add(b))
    linked.set(b, (linked.get(b) ?? new Set()).add(a))
  })
  const groups = new Map(located.map((one) => [one, [one]]))
  const key = ({ a, b }: { a: Located; b: Located }): string =>
    `${a.observation.id} ${b.observation.id}`
  const strongestFirst = links.toSorted(
    (x, y) =>
      Number(x.a.claims || x.b.claims) - Number(y.a.claims || y.b.claims) ||
      y.probability - x.probability ||
      (key(x) < key(y) ? -1 : 1),
  )
  for (const { a, b } of strongestFirst) {
    const groupA = groups.get(a)
    const groupB = groups.get(b)
    if (groupA === undefined || groupB === undefined || groupA === groupB) continue
    if (!groupA.every((x) => groupB.every((y) => linked.get(x)?.has(y) === true))) continue
    const joined = [...groupA, ...groupB]
    for (const member of joined) groups.set(member, joined)
  }
  return [...new Set(groups.values())]
}

/** What each report says of a place: arrivals that were gathered as one, arrivals near a light by their distance. */
function locatedOf(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): { readonly located: readonly Located[]; readonly placeless: readonly Observation[] } {
  const located: Located[] = []
  const placeless: Observation[] = []
  const claims = (one: Observation): boolean => isClaim(one, sources)
  const arrivals = observations.filter((one) => isArrival(one) && !claims(one)).toSorted(inTime)
  const gatherings = gather(arrivals)
  const gathered = new Set(gatherings.flatMap(({ members }) => members))
  for (const { members, position, covarianceM2, observed } of gatherings) {
    const [observation] = members
    if (observation === undefined) continue
    const found = ofGathering(position, covarianceM2)
    located.push({
      observation,
      members,
      ...found,
      position,
      observed,
      isTight: true,
      claims: false,
    })
  }
  const lights = observations.filter((one) => isLight(one) && !claims(one))
  for (const observation of observations) {
    if (gathered.has(observation)) continue
    const seen = lightOf(observation, lights, localiser)
    const likelihood = seen?.likelihood ?? localiser.likelihoodOf(observation)
    const estimate = seen?.estimate ?? localiser.single(observation)
    if (likelihood === null || estimate === null) placeless.push(observation)
    else
      located.push({
        observation,
        members: [observation],
        likelihood,
        estimate,
        position: estimate.position,
        observed: seen?.observed ?? observation.observed,
        isTight: seen !== null || isLight(observation),
        claims: claims(observation),
      })
  }
  return { located: located.toSorted(byBeginning), placeless }
}

const byBeginning = (a: Located, b: Located): number =>
  a.observed.fromMs - b.observed.fromMs ||
  (a.observation.id < b.observation.id ? -1 : Number(a.observation.id > b.observation.id))

/** The place of an arrival by the one light that can be of the same event; null where there is none, or more than one. */
function lightOf(
  observation: Observation,
  lights: readonly Observation[],
  localiser: Localiser,
): (ReturnType<typeof ofRange> & { readonly observed: Interval }) | null {
  if (lights.length === 0 || !isArrival(observation)) return null
  const fitting = lights.flatMap((light) => {
    const range = rangeByLight(observation, light)
    const where = localiser.single(light)
    if (range === null || where === null) return []
    const apartM = distanceM(observation.observer.position, where.position)
    return apartM > NEAR_M ? [] : [{ light, range }]
  })
  const [only] = fitting
  if (only === undefined || fitting.length > 1) return null
  return { ...ofRange(observation.observer.position, only.range), observed: only.light.observed }
}

/** Associates the reports of one partition, given in order of time. */
export function associate(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): readonly Association[] {
  const { located, placeless } = locatedOf(observations, sources, localiser)
  const associations: Association[] = placeless.map((one) => ({
    members: [one],
    estimate: null,
    observed: one.observed,
    isTight: isArrival(one),
  }))
  const classes = new Map<string, Located[]>()
  for (const one of located) {
    const name = classOf(one.observation)
    const others = classes.get(name)
    if (others === undefined) classes.set(name, [one])
    else others.push(one)
  }
  for (const alike of classes.values())
    for (const group of grouped(alike, sources)) associations.push(...associationsOf(group))
  return associations
}

/** The association of a group; where pairwise they agree but all together exclude one another, each stands for itself. */
function associationsOf(group: readonly Located[]): readonly Association[] {
  const sorted = group.toSorted((a, b) => (a.observation.id < b.observation.id ? -1 : 1))
  const spoken = sorted.filter(({ claims }) => !claims)
  // A claim has a place only where there is nothing else.
  const evidence = spoken.length > 0 ? spoken : sorted
  const estimate =
    evidence.length === 1
      ? evidence[0]?.estimate
      : combine(evidence.map(({ likelihood }) => likelihood))
  if (estimate === null || estimate === undefined)
    return sorted.map((one) => ({
      members: one.members,
      estimate: one.estimate,
      observed: one.observed,
      isTight: one.isTight,
    }))
  const tight = evidence.filter(({ isTight }) => isTight)
  return [
    {
      members: sorted.flatMap(({ members }) => members),
      estimate,
      observed: commonTime((tight.length > 0 ? tight : evidence).map(({ observed }) => observed)),
      isTight: tight.length > 0,
    },
  ]
}
