import type { Observation, Source } from '../observe/index.ts'
import { LIKELIHOOD_RATIO_MAX, OCCURRED_PRIOR } from './assumptions.ts'
import { fromOdds } from './chance.ts'

/** How much likelier a report is if it happened: a source's detection over its false reports, capped; 1 for unknown sources. */
function likelihoodRatio(source: Source | undefined): number {
  if (source === undefined) return 1
  const { pd, falseReport } = source.detection
  const ratio = falseReport > 0 ? pd / falseReport : LIKELIHOOD_RATIO_MAX
  return Math.min(LIKELIHOOD_RATIO_MAX, Math.max(1 / LIKELIHOOD_RATIO_MAX, ratio))
}

/**
 * Probability that an event occurred as reported: prior odds times one likelihood ratio for each group of sources,
 * the strongest of the group, for what shares its means corroborates once.
 */
export function occurred(
  members: readonly Observation[],
  sources: ReadonlyMap<string, Source>,
): number {
  const strongest = new Map<string, number>()
  for (const { source } of members) {
    const registered = sources.get(source)
    const group = registered === undefined ? `unregistered ${source}` : `group ${registered.group}`
    strongest.set(group, Math.max(strongest.get(group) ?? 0, likelihoodRatio(registered)))
  }
  let odds = OCCURRED_PRIOR / (1 - OCCURRED_PRIOR)
  for (const ratio of [...strongest.values()].toSorted((a, b) => a - b)) odds *= ratio
  return fromOdds(odds)
}
