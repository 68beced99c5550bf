// How far a benign activity fits an event: its place, its time, and what it would be reported as.
import { contains, distanceM, frameAt } from '../../geo/index.ts'
import type { Estimate, Position } from '../../geo/index.ts'
import type { Interval } from '../../units/index.ts'
import { DECEIVES, EXPLANATION_PRIOR_MAX } from './assumptions.ts'
import type { Explanation } from './types.ts'
import type { Witness } from './witnesses.ts'

const isShare = (value: number): boolean => value >= 0 && value <= 1

function holds({ where }: Explanation, position: Position): boolean {
  if (where.kind === 'polygon') return contains(where, position)
  return distanceM(where.centre, position) <= where.radiusM
}

/** Share of an estimate's points that lie in the explanation's area; the mean alone where it has none. */
function shareInside(explanation: Explanation, { position, support }: Estimate): number {
  if (support.length === 0) return holds(explanation, position) ? 1 : 0
  const { toPosition } = frameAt(position)
  const inside = support.filter((offset) => holds(explanation, toPosition(offset)))
  return inside.length / support.length
}

/** Share of a closed interval that lies in [fromMs, toMs); an instant lies in it or not. */
function shareDuring({ fromMs, toMs }: Explanation, observed: Interval): number {
  const lengthMs = observed.toMs - observed.fromMs
  if (lengthMs <= 0) return observed.fromMs >= fromMs && observed.fromMs < toMs ? 1 : 0
  const sharedMs = Math.min(toMs, observed.toMs) - Math.max(fromMs, observed.fromMs)
  return Math.max(0, sharedMs) / lengthMs
}

/** An explanation as it bears on one event. */
export interface Fit {
  readonly explanation: Explanation
  /** Its prior there and then; and the most that it may be where the event's place is not known. */
  readonly prior: number
  readonly priorHigh: number
  /** That who notices the activity reports it as this kind. */
  readonly likeness: number
}

/** How an explanation bears on an event of a kind; null where it does not, or is not well formed. */
export function fitOf(
  explanation: Explanation,
  kind: string,
  { estimate, observed }: { readonly estimate: Estimate | null; readonly observed: Interval },
): Fit | null {
  const { prior, explains } = explanation
  const likeness = Object.hasOwn(explains, kind) ? (explains[kind] ?? 0) : 0
  if (!isShare(prior) || !isShare(likeness) || prior === 0 || likeness === 0) return null
  if (!Object.hasOwn(DECEIVES, explanation.kind)) return null
  const during = shareDuring(explanation, observed)
  if (!(during > 0)) return null
  const inside = estimate === null ? 0 : shareInside(explanation, estimate)
  const limit = Math.min(prior, EXPLANATION_PRIOR_MAX) * during
  const priorHigh = estimate === null ? limit : limit * inside
  return priorHigh > 0 ? { explanation, prior: limit * inside, priorHigh, likeness } : null
}

/**
 * The witnesses as the activity would make them speak: who is deceived by it notices it as it would the event, and
 * reports that kind with the likeness; the others speak as if nothing had happened.
 */
export const underExplanation = (
  witnesses: readonly Witness[],
  { explanation, likeness }: Fit,
): readonly Witness[] =>
  witnesses.map(({ family, ratio }) => ({
    family,
    ratio: DECEIVES[explanation.kind].includes(family) ? 1 + likeness * (ratio - 1) : 1,
  }))
