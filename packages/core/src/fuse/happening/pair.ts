import { frameAt } from '../../geo/index.ts'
import type { Source } from '../../observe/index.ts'
import {
  EXCHANGE_SCALE_MS,
  NOTICING_UNKNOWN,
  PAIR_NEAR_M,
  PAIR_PRIOR_ODDS,
  SAME_TIME_SCALE_MS,
} from './assumptions.ts'
import { bestAssignment, CLUSTER_MAX, pairProbabilities } from './assignment.ts'
import { countRatio } from './count.ts'
import { compared, sharedStand } from './draft.ts'
import type { Sited } from './draft.ts'
import type { Localiser } from './localise.ts'
import { DisjointSets, visitNear } from './neighbours.ts'
import { flightDensity, timeDensity } from './time.ts'
import { compatible, rangeOf } from './weapon.ts'

// An outgoing round and its impact are two events at two places, often in opposite parties' hands: they are paired,
// never merged. Unrelated ends in the same stretch of the front lie as near as related ones; so a distance within the
// weapon's range speaks for nothing, one beyond it speaks against, and times and counts that match speak for.

/** A fire pair: the outgoing event, the impact, and the probability that they are ends of the same flights. */
export interface FirePair {
  readonly outgoing: string
  readonly impact: string
  readonly probability: number
}

/** Kinds that may be the two ends of a flight: a salvo is heard leaving, its bursts are explosions. */
const flies = (kind: string): boolean => kind === 'explosion' || kind === 'salvo'

/** Ratios below it are no rival to being alone: they are left out. */
const RATIO_MIN = 0.02
/** Points of the second place that each point of the first is compared with. */
const COMPARED = 8

/** Probability that the distance of two places lies in a weapon's range. */
function withinRange(a: Sited, b: Sited, localiser: Localiser): number {
  const [minM, maxM] = rangeOf(a.event.weapon, b.event.weapon)
  const { first, second, eastM, northM } = compared(a, b, localiser)
  const points = second.support.length
  let within = 0
  for (const [n, p] of first.support.entries()) {
    for (let turn = 0; turn < COMPARED; turn += 1) {
      const q = second.support[(n + Math.trunc(((turn + 0.5) * points) / COMPARED)) % points]
      if (q === undefined) continue
      const distanceM = Math.hypot(eastM + q.eastM - p.eastM, northM + q.northM - p.northM)
      if (distanceM >= minM && distanceM <= maxM) within += 1
    }
  }
  return within / (first.support.length * COMPARED)
}

/** Distances between two places, to two standard deviations. */
function distancesOf(a: Sited, b: Sited): { readonly nearM: number; readonly farM: number } {
  const { eastM, northM } = frameAt(a.position).toOffset(b.position)
  const apartM = Math.hypot(eastM, northM)
  const first = a.estimate.covarianceM2
  const second = b.estimate.covarianceM2
  const slackM = 2 * Math.sqrt(first.ee + first.nn + second.ee + second.nn)
  return { nearM: Math.max(0, apartM - slackM), farM: apartM + slackM }
}

/** Odds of two ends belonging together, before rivals are weighed. */
function ratioOf(
  outgoing: Sited,
  impact: Sited,
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): number {
  if (!compatible(outgoing.event.weapon, impact.event.weapon)) return 0
  const noticing = ({ members }: Sited): number =>
    Math.max(...members.map(({ source }) => sources.get(source)?.detection.pd ?? NOTICING_UNKNOWN))
  const counts = countRatio(outgoing.event.count, impact.event.count, {
    noticing: [noticing(outgoing), noticing(impact)],
    shared: sharedStand(outgoing, impact),
  })
  const times: readonly [Sited['observed'], Sited['observed']] = [
    outgoing.observed,
    impact.observed,
  ]
  // Clocks that are read to the minute say no more than that both were about then; exact ones say how long it flew.
  const isTimed = outgoing.isTight && impact.isTight
  const same = isTimed
    ? flightDensity(...times, distancesOf(outgoing, impact))
    : timeDensity(...times, SAME_TIME_SCALE_MS)
  const time = same / timeDensity(...times, EXCHANGE_SCALE_MS)
  return PAIR_PRIOR_ODDS * counts * time * withinRange(outgoing, impact, localiser)
}

interface Edge {
  readonly outgoing: number
  readonly impact: number
  readonly ratio: number
}

/** Splits edges into connected clusters; a cluster that is too large loses its weakest edges until it falls apart. */
function clusters(edges: readonly Edge[], size: number): readonly (readonly Edge[])[] {
  const sets = new DisjointSets(size)
  for (const { outgoing, impact } of edges) sets.join(outgoing, impact)
  const found = new Map<number, Edge[]>()
  for (const edge of edges) {
    const root = sets.rootOf(edge.outgoing)
    const cluster = found.get(root)
    if (cluster === undefined) found.set(root, [edge])
    else cluster.push(edge)
  }
  return [...found.values()].flatMap((cluster) => {
    const ends = new Set(cluster.flatMap(({ outgoing, impact }) => [outgoing, impact]))
    if (ends.size <= CLUSTER_MAX) return [cluster]
    const sorted = cluster.map(({ ratio }) => ratio).toSorted((a, b) => a - b)
    const median = sorted[Math.trunc(sorted.length / 2)] ?? 0
    const stronger = cluster.filter(({ ratio }) => ratio > median)
    // All equally strong: nothing tells them apart, so nothing is paired.
    return stronger.length === 0 ? [] : clusters(stronger, size)
  })
}

/** Pairs outgoing with impacts among events in order of time. Only pairs with a posterior above one half are given. */
export function pairs(
  sited: readonly Sited[],
  sources: ReadonlyMap<string, Source>,
  localiser: Localiser,
): readonly FirePair[] {
  const ends = sited.filter(
    ({ event }) => flies(event.kind) && (event.phase === 'outgoing' || event.phase === 'impact'),
  )
  const indexOf = new Map(ends.map((end, index) => [end, index]))
  const edges: Edge[] = []
  visitNear(ends, { cellM: PAIR_NEAR_M, gapMs: SAME_TIME_SCALE_MS }, (a, b) => {
    if (a.event.phase === b.event.phase || a.event.exercise !== b.event.exercise) return
    const [outgoing, impact] = a.event.phase === 'outgoing' ? [a, b] : [b, a]
    const ratio = ratioOf(outgoing, impact, sources, localiser)
    if (ratio >= RATIO_MIN) {
      edges.push({ outgoing: indexOf.get(outgoing) ?? 0, impact: indexOf.get(impact) ?? 0, ratio })
    }
  })
  const found: FirePair[] = []
  for (const cluster of clusters(edges, ends.length)) {
    const rows = [...new Set(cluster.map(({ outgoing }) => outgoing))].toSorted((a, b) => a - b)
    const columns = [...new Set(cluster.map(({ impact }) => impact))].toSorted((a, b) => a - b)
    const ratio = new Map(cluster.map((edge) => [`${edge.outgoing} ${edge.impact}`, edge.ratio]))
    const ratios = rows.map((row) => columns.map((column) => ratio.get(`${row} ${column}`) ?? 0))
    const probabilities = pairProbabilities(ratios)
    for (const [row, column] of bestAssignment(ratios).entries()) {
      const probability = probabilities[row]?.[column] ?? 0
      const outgoing = ends[rows[row] ?? -1]
      const impact = ends[columns[column] ?? -1]
      if (probability <= 0.5 || outgoing === undefined || impact === undefined) continue
      found.push({ outgoing: outgoing.event.id, impact: impact.event.id, probability })
    }
  }
  return found
}
