/** What was found, bounded: the same finding that goes on is one; what was seen longest ago goes first. */
import { distanceM } from '../../geo/index.ts'
import { EVIDENCE_OBSERVATIONS_MAX } from '../../observe/index.ts'
import { RECENT_MS } from './assumptions.ts'
import { FINDINGS_MAX, NAMED_MAX } from './bounds.ts'
import { LOSSES } from './grades.ts'
import { RecentlyUsed } from './recently-used.ts'
import { sampled } from './sample.ts'
import type { Benign, Finding } from './types.ts'

interface Held {
  finding: Finding
}
/** The findings. */
export class Findings {
  readonly #held = new RecentlyUsed<string, Held>(FINDINGS_MAX)

  get size(): number {
    return this.#held.size
  }

  /** Newest first; those of one instant by kind, then by what they name. */
  list(): readonly Finding[] {
    return [...this.#held.values()]
      .map(({ finding }) => finding)
      .toSorted((a, b) => b.toMs - a.toMs || (keyOf(a) < keyOf(b) ? -1 : 1))
  }

  /** Takes one more in; of the same kind and subject it is joined where not more than `RECENT_MS` lies between. */
  add(found: Finding): void {
    const key = this.#patternOf(found) ?? keyOf(found)
    const held = this.#held.use(key, () => ({ finding: { ...found, count: 0 } }))
    const before = held.finding
    if (before.count === 0 || found.fromMs - before.toMs > RECENT_MS) held.finding = found
    else held.finding = joined(before, found)
  }

  // A pattern moves about: one that overlaps a recent one of its kind is the same.
  #patternOf({ kind, area, fromMs }: Finding): string | undefined {
    if (area === null) return undefined
    for (const [key, { finding }] of this.#held.entries())
      if (finding.kind === kind && finding.area !== null && fromMs - finding.toMs <= RECENT_MS) {
        const apartM = distanceM(finding.area.centre, area.centre)
        if (apartM <= finding.area.radiusM + area.radiusM) return key
      }
    return undefined
  }
}

const keyOf = ({ kind, source, area, identities }: Finding): string =>
  area === null
    ? `${kind}|${source ?? identities[0] ?? ''}`
    : `${kind}|${area.centre.lonDeg},${area.centre.latDeg}`

function joined(before: Finding, found: Finding): Finding {
  const observations = [...before.observations]
  for (const one of found.observations) sampled(observations, one, EVIDENCE_OBSERVATIONS_MAX)
  const identities = [...before.identities]
  for (const one of found.identities) sampled(identities, one, NAMED_MAX)
  return {
    ...found,
    // The first area names the pattern.
    area: before.area,
    observations,
    identities,
    fromMs: Math.min(before.fromMs, found.fromMs),
    toMs: Math.max(before.toMs, found.toMs),
    score: Math.max(before.score, found.score),
    count: before.count + found.count,
    benign: mended(before, found),
    ...mostLost(before, found),
  }
}
function mostLost({ losses: a }: Finding, { losses: b }: Finding): Pick<Finding, 'losses'> {
  if (a === undefined || b === undefined) return {}
  const losses = { ...b }
  for (const loss of LOSSES) losses[loss] = Math.max(a[loss], b[loss])
  return { losses }
}
// A second jump of one thing is no outlier any more; a loss that was once not explained is not by what is left of it.
function mended(before: Finding, found: Finding): Benign | null {
  if (found.kind === 'qualityLoss' && before.benign === null) return null
  return found.benign === 'singleOutlier' && before.count > 0 ? null : found.benign
}
