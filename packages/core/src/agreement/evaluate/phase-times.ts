/** Times put together, and whether they cover the time of an event. */
import type { InstantMs, Interval } from '../../units/index.ts'

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
