/** When each provision bound by phase: worked out once for what was declared, and asked for every event. */
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement, Standing } from '../document/types.ts'
import { phaseSpans } from '../standing/phases.ts'

/** Whether a time is covered whole, not at all, or in part. */
export type Covered = 'yes' | 'no' | 'undecided'

/** A time from an instant (closed) to another (open), which may be infinite. */
export interface Stretch {
  readonly fromMs: InstantMs
  readonly endMs: number
}

/** Spans put in order of time, with those that touch made one. */
export function joined(
  spans: readonly { readonly fromMs: InstantMs; readonly toMs: InstantMs | null }[],
): readonly Stretch[] {
  const found: Stretch[] = []
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const endMs = toMs ?? Number.POSITIVE_INFINITY
    const last = found.at(-1)
    if (last === undefined || fromMs > last.endMs) found.push({ fromMs, endMs })
    else if (endMs > last.endMs) found[found.length - 1] = { fromMs: last.fromMs, endMs }
  }
  return found
}

/** Whether stretches that do not touch cover a time, both its ends included. */
export function coveredBy(stretches: readonly Stretch[], { fromMs, toMs }: Interval): Covered {
  for (const one of stretches)
    if (one.fromMs <= toMs && fromMs < one.endMs)
      return one.fromMs <= fromMs && toMs < one.endMs ? 'yes' : 'undecided'
  return 'no'
}

/** The times of an agreement's provisions. */
export class PhaseTimes {
  readonly #agreement: Agreement
  #facts: Standing['facts'] | null = null
  #stretches: (readonly Stretch[] | undefined)[] = []

  constructor(agreement: Agreement) {
    this.#agreement = agreement
  }

  /**
   * Whether a provision's phases, by its place in the agreement, covered a time. A provision that names none binds always;
   * undecided where nobody said what was declared.
   */
  held(provision: number, observed: Interval, standing: Standing | undefined): Covered {
    const phases = this.#agreement.provisions[provision]?.phases ?? []
    if (phases.length === 0) return 'yes'
    if (standing === undefined) return 'undecided'
    if (standing.facts !== this.#facts) {
      this.#facts = standing.facts
      this.#stretches = []
    }
    let stretches = this.#stretches[provision]
    if (stretches === undefined) {
      const spans = phaseSpans(this.#agreement, standing)
      stretches = joined(spans.filter(({ phase }) => phases.includes(phase)))
      this.#stretches[provision] = stretches
    }
    return coveredBy(stretches, observed)
  }
}
