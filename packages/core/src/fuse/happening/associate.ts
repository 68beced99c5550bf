import {
  BACKGROUND_MS,
  CLOCK_HALF_MS,
  NEAR_M,
  NOTICING_UNKNOWN,
  SAME_EVENT_PRIOR,
  SAME_EXCHANGE_PRIOR,
  SAME_TIME_SCALE_MS,
} from './assumptions.ts'
import type { Estimate, Position } from '../geo/index.ts'
import { frameAt } from '../geo/index.ts'
import { kindOf } from '../observe/index.ts'
import type { Observation, Source } from '../observe/index.ts'
import type { Interval } from '../units/index.ts'
import { countRatio } from './count.ts'
import { backgroundM2, exchangeRatio } from './exchange.ts'
import { combine, commonDensity } from './localise.ts'
import type { Likelihood, Localiser } from './localise.ts'
import { visitNear } from './neighbours.ts'
import { overlaps, timeDensity } from './time.ts'
import { compatible } from './weapon.ts'

// Which reports are of one event? Three explanations compete: the same event, two events of one exchange of fire, two
// unrelated ones. Only different sources can corroborate: what one source lists in separate rows of overlapping time
// it has told apart itself.

/** Reports held to be of one event, and where it was. */
export interface Association {
  readonly members: readonly Observation[]
  readonly estimate: Estimate | null
}

interface Located {
  readonly observation: Observation
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

/** Posterior that two reports are of one event; 0 where that is ruled out. */
function sameEvent(a: Located, b: Located, sources: ReadonlyMap<string, Source>): number {
  const [first, second] = [a.observation, b.observation]
  if (first.source === second.source || !overlaps(first.observed, second.observed)) return 0
  if (!compatible(first.weapon, second.weapon) || apart(a, b)) return 0
  const noticing = (observation: Observation): number =>
    sources.get(observation.source)?.detection.pd ?? NOTICING_UNKNOWN
  const areaM2 = backgroundM2(kindOf(first.category))
  const places = {
    first: a.estimate,
    second: b.estimate,
    ...frameAt(a.position).toOffset(b.position),
  }
  const exchange = exchangeRatio(places, [first.observed, second.observed], areaM2)
  const same =
    areaM2 *
    commonDensity(a.likelihood, b.likelihood) *
    BACKGROUND_MS *
    timeDensity(first.observed, second.observed, SAME_TIME_SCALE_MS) *
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

/** Groups by agreement of all with all (complete linkage), the most certain pairs first. */
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
    (x, y) => y.probability - x.probability || (key(x) < key(y) ? -1 : 1),
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

/** What may be one event at all: one kind, one phase, one exercise. */
const classOf = ({ category, phase, exercise }: Observation): string =>
  JSON.stringify([kindOf(category), phase, exercise ?? null])

/** Associates the reports of one partition, given in order of time. */
export function associate(
  observations: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): readonly Association[] {
  const associations: Association[] = []
  const classes = new Map<string, Located[]>()
  for (const observation of observations) {
    const likelihood = localiser.likelihoodOf(observation)
    const estimate = localiser.single(observation)
    if (likelihood === null || estimate === null) {
      associations.push({ members: [observation], estimate: null })
      continue
    }
    const located = {
      observation,
      likelihood,
      estimate,
      position: estimate.position,
      observed: observation.observed,
    }
    const name = classOf(observation)
    const others = classes.get(name)
    if (others === undefined) classes.set(name, [located])
    else others.push(located)
  }
  for (const located of classes.values()) {
    for (const group of grouped(located, sources)) {
      const sorted = group.toSorted((a, b) => (a.observation.id < b.observation.id ? -1 : 1))
      const estimate =
        sorted.length === 1
          ? sorted[0]?.estimate
          : combine(sorted.map(({ likelihood }) => likelihood))
      if (estimate === null || estimate === undefined) {
        // Pairwise they agree but all together they exclude one another: then each stands for itself.
        for (const one of sorted)
          associations.push({ members: [one.observation], estimate: one.estimate })
      } else {
        associations.push({ members: sorted.map(({ observation }) => observation), estimate })
      }
    }
  }
  return associations
}
