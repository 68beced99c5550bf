import { canonicalJson, sha256, toHex, utf8 } from '../../evidence/index.ts'
import { EXCHANGE_GAP_MS, EXCHANGE_NEAR_M } from './assumptions.ts'
import { compared } from './draft.ts'
import type { Sited } from './draft.ts'
import { exchangePosterior, exchangeRatio, widerBackgroundM2 } from './exchange.ts'
import type { Localiser } from './localise.ts'
import { DisjointSets, visitNear } from './neighbours.ts'
import type { FirePair } from './pair.ts'
import { gapBetween } from './time.ts'
import type { Engagement } from './types.ts'

// Events near in space and time are held to be of one exchange when links of at least even odds join them. The
// engagement's probability is its weakest link in the strongest tree: what holds the least certain member to it.

/** Least probability of a link. */
const LINK_MIN = 0.5

/** The id of an engagement: it is what its events are. */
const engagementId = (events: readonly string[]): string =>
  toHex(sha256(utf8(canonicalJson(['engagement', ...events]))))

interface Link {
  readonly a: number
  readonly b: number
  readonly probability: number
}

/** Links of at least even odds: near in space and time, or the two ends of the same flights. */
function linksOf(
  sited: readonly Sited[],
  firePairs: readonly FirePair[],
  localiser: Localiser,
): readonly Link[] {
  const paired = new Map(
    firePairs.map((pair) => [`${pair.outgoing} ${pair.impact}`, pair.probability]),
  )
  const indexOf = new Map(sited.map(({ event }, index) => [event.id, index]))
  const links: Link[] = firePairs.map(({ outgoing, impact, probability }) => ({
    a: indexOf.get(outgoing) ?? 0,
    b: indexOf.get(impact) ?? 0,
    probability,
  }))
  visitNear(sited, { cellM: EXCHANGE_NEAR_M, gapMs: EXCHANGE_GAP_MS }, (first, second) => {
    if (first.event.exercise !== second.event.exercise) return
    if (gapBetween(first.observed, second.observed) > EXCHANGE_GAP_MS) return
    const [a, b] = first.event.id < second.event.id ? [first, second] : [second, first]
    if (paired.has(`${a.event.id} ${b.event.id}`)) return
    const places = compared(a, b, localiser)
    if (Math.hypot(places.eastM, places.northM) > EXCHANGE_NEAR_M) return
    const areaM2 = widerBackgroundM2(a.event.kind, b.event.kind)
    const probability = exchangePosterior(exchangeRatio(places, [a.observed, b.observed], areaM2))
    if (probability >= LINK_MIN)
      links.push({ a: indexOf.get(a.event.id) ?? 0, b: indexOf.get(b.event.id) ?? 0, probability })
  })
  return links
}

/** The engagements among events in order of time; an event alone is none. */
export function engagements(
  sited: readonly Sited[],
  firePairs: readonly FirePair[],
  localiser: Localiser,
): readonly Engagement[] {
  const links = linksOf(sited, firePairs, localiser).toSorted(
    (x, y) => y.probability - x.probability || x.a - y.a || x.b - y.b,
  )
  const sets = new DisjointSets(sited.length)
  const weakest = new Map<number, number>()
  for (const { a, b, probability } of links) {
    if (sets.rootOf(a) === sets.rootOf(b)) continue
    sets.join(a, b)
    // Strongest links first: the last one that joins is the weakest of the tree.
    weakest.set(sets.rootOf(a), probability)
  }
  const members = new Map<number, Sited[]>()
  for (const [index, one] of sited.entries()) {
    const root = sets.rootOf(index)
    const others = members.get(root)
    if (others === undefined) members.set(root, [one])
    else others.push(one)
  }
  const found: Engagement[] = []
  for (const [root, group] of members) {
    if (group.length < 2) continue
    const events = group.map(({ event }) => event.id).toSorted()
    found.push({
      id: engagementId(events),
      events,
      probability: weakest.get(root) ?? 0,
      observed: {
        fromMs: Math.min(...group.map(({ observed }) => observed.fromMs)),
        toMs: Math.max(...group.map(({ observed }) => observed.toMs)),
      },
    })
  }
  return found
}
