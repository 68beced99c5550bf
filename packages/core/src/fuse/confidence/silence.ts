// Who could have noticed and did not. A source counts only where somebody said that it was up, its registry says that
// the kind is in its reach, and its report can no longer be under way: what is not known never counts as silence.
import { frameAt } from '../../geo/index.ts'
import type { Estimate, Offset, Position } from '../../geo/index.ts'
import { coverageOver } from '../../observe/index.ts'
import type { CoveragePeriod, Source } from '../../observe/index.ts'
import type { Interval, InstantMs } from '../../units/index.ts'
import { SETTLED_MS } from './assumptions.ts'
import { familyOf } from './families.ts'
import type { Silence } from './types.ts'

/** What was there to be noticed. */
export interface Noticeable {
  readonly kind: string
  /** Null: nobody knows where, so nobody is known to have been in reach. */
  readonly estimate: Estimate | null
  readonly observed: Interval
}
/** Those who might have. */
export interface Watchers {
  readonly sources: ReadonlyMap<string, Source>
  /** How each stood; a source without periods was not up. */
  readonly coverage: ReadonlyMap<string, readonly CoveragePeriod[]>
  /** Sources that reported it, or anything that may have been it: they are not silent. */
  readonly reported: ReadonlySet<string>
  /** When this is asked; left out: long after, so that every report has come. */
  readonly nowMs?: InstantMs
}

/** How far a source notices a kind, metres, and its probability of noticing at a distance. */
interface Reach {
  readonly reachM: number
  readonly pdAt: (distanceM: number) => number
}

/** By the source's calibration, else by its registry; null where neither says. */
function reachOf(source: Source, kind: string): Reach | null {
  const measured = source.calibration?.pdByRange
  const steps = measured !== undefined && Object.hasOwn(measured, kind) ? measured[kind] : undefined
  if (steps !== undefined)
    return {
      reachM: steps.at(-1)?.toM ?? 0,
      pdAt: (metres) => steps.find(({ toM }) => metres <= toM)?.pd ?? 0,
    }
  const reachM = Object.hasOwn(source.reachM, kind) ? source.reachM[kind] : undefined
  if (reachM === undefined) return null
  const { pd } = source.detection
  return { reachM, pdAt: (metres) => (metres <= reachM ? pd : 0) }
}

/** Metres of a degree, a little short everywhere, so that the bound below holds. */
const DEGREE_M = 109_000
/**
 * Whether two places are surely farther apart than that: a thousand sources are passed over by it before one distance is
 * computed. Wide differences of longitude count as 10°, over which the parallel is as good as the shortest way.
 */
function isBeyond(a: Position, b: Position, metres: number): boolean {
  const latDeg = Math.abs(a.latDeg - b.latDeg)
  if (latDeg * DEGREE_M > metres) return true
  const highestDeg = Math.max(Math.abs(a.latDeg), Math.abs(b.latDeg))
  if (highestDeg > 80) return false
  const apartDeg = Math.abs(a.lonDeg - b.lonDeg)
  const lonDeg = Math.min(apartDeg, 360 - apartDeg, 10)
  return lonDeg * DEGREE_M * Math.cos((highestDeg * Math.PI) / 180) > metres
}

const HERE: readonly Offset[] = [{ eastM: 0, northM: 0 }]

/** Who was silent, in the order of their ids, and when one more will be: Infinity where nobody's report is under way. */
export interface Silent {
  readonly silent: readonly Silence[]
  readonly dueMs: InstantMs
}

/**
 * The registered fixed sources that did not report the event, each with the probability that it would have: its
 * probability of noticing, averaged over where the event may have been, times the share of the time that it was up.
 * Those for whom that is 0 are left out.
 */
export function silentAt(
  { kind, estimate, observed }: Noticeable,
  { sources, coverage, reported, nowMs = Infinity }: Watchers,
): Silent {
  if (estimate === null) return { silent: [], dueMs: Infinity }
  // In the plane at the event: over the reach of any source it is as good as the ellipsoid.
  const { toOffset } = frameAt(estimate.position)
  const places = estimate.support.length === 0 ? HERE : estimate.support
  const spreadM = Math.max(...places.map(({ eastM, northM }) => Math.hypot(eastM, northM)))
  const silent: Silence[] = []
  let dueMs = Infinity
  for (const source of sources.values()) {
    const { id, site } = source
    const family = familyOf(source.kind)
    // A party or a newspaper speaks when it likes: its silence says nothing.
    if (site === undefined || reported.has(id) || family === 'claim') continue
    // What a machine makes up, or tells again, has not listened.
    if (source.synthetic === true) continue
    const reach = reachOf(source, kind)
    if (reach === null) continue
    if (isBeyond(site.position, estimate.position, reach.reachM + spreadM)) continue
    const { eastM, northM } = toOffset(site.position)
    if (Math.hypot(eastM, northM) - spreadM > reach.reachM) continue
    const { up } = coverageOver(coverage.get(id) ?? [], observed.fromMs, observed.toMs)
    if (up === 0) continue
    let sum = 0
    for (const place of places) {
      const awayE = place.eastM - eastM
      const awayN = place.northM - northM
      sum += reach.pdAt(Math.sqrt(awayE * awayE + awayN * awayN))
    }
    const pd = (up * sum) / places.length
    if (pd <= 0) continue
    const settledMs = observed.toMs + SETTLED_MS[family]
    if (settledMs <= nowMs) silent.push({ source: id, pd: Math.min(1, pd) })
    else dueMs = Math.min(dueMs, settledMs)
  }
  return { silent: silent.toSorted((a, b) => (a.source < b.source ? -1 : 1)), dueMs }
}
