import { isRefused } from '../../units/index.ts'
import type { Refused } from '../../units/index.ts'
import type { Changes, PlanAssumption, PlanHead } from './figures.ts'

/** What one assumption does to the result when it alone is changed by a tenth. */
export interface HangsOn {
  readonly assumption: PlanAssumption
  /** The result with a tenth less; null where the document does not allow it, for instance a share below its bound. */
  readonly less: number | null
  /** The result with a tenth more; null as above. */
  readonly more: number | null
}

/**
 * What a result hangs on: each assumption is changed by a tenth alone, both ways, and the document worked out again. The
 * greatest change comes first; what changes nothing is left out. The order of equals is the document's.
 */
export function hangsOn<T extends PlanHead>(
  parse: (changes: Changes) => T | Refused,
  resultOf: (plan: T) => number,
): readonly HangsOn[] {
  const plan = parse(new Map())
  if (isRefused(plan)) return []
  const before = resultOf(plan)
  const withValue = (id: string, value: number): number | null => {
    const changed = parse(new Map([[id, value]]))
    return isRefused(changed) ? null : resultOf(changed)
  }
  const change = ({ less, more }: HangsOn): number =>
    Math.max(...[less, more].map((one) => (one === null ? 0 : distance(one, before))))
  return plan.assumptions
    .map((assumption) => ({
      assumption,
      less: withValue(assumption.id, assumption.value * 0.9),
      more: withValue(assumption.id, assumption.value * 1.1),
    }))
    .filter((one) => change(one) > 0)
    .toSorted((a, b) => change(b) - change(a))
}

/** How far two results lie apart; one that is never reached is infinitely far from one that is. */
const distance = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b))
