/** What follows from events under the agreement in force: where they lie in its zones, and which clauses they may break. */
import {
  evaluateEvent,
  zoneProbabilities,
  type Agreement,
  type Candidate,
} from '@holdfast/core/agreement'
import type { Event } from '@holdfast/core/fuse'
import type { Documents, Table } from '@holdfast/store/projections'
import type { FusionChange } from './fusion-window.ts'

/** Rows to take away. */
export type Remove = { [T in Table]?: string[] }
/** Rows to write. */
export type Put = { [T in Table]?: Documents[T][] }

/** An event with its probability of lying in each zone of the agreement. */
export type ZonedEvent = Event & {
  readonly zones: readonly { readonly zone: string; readonly probability: number }[]
}

/** Whether a change changes nothing. */
export const isNothing = (put: Put, remove: Remove): boolean =>
  [...Object.values(put), ...Object.values(remove)].every(({ length }) => length === 0)

const zoned = (event: Event, agreement: Agreement | null): ZonedEvent => ({
  ...event,
  zones: agreement === null ? [] : zoneProbabilities(agreement, event),
})

/** Judges events, and remembers which candidates rest on which. */
export class Judging {
  readonly #candidatesOf = new Map<string, string[]>()
  /** Candidates that rest on no event: obligations past their deadline. */
  readonly raised = new Set<string>()

  /** Takes note of a candidate that was made. */
  remember({ id, event }: Candidate): void {
    if (event === null) {
      this.raised.add(id)
      return
    }
    this.#candidatesOf.set(event, [...new Set([...(this.#candidatesOf.get(event) ?? []), id])])
  }

  /** What follows from events that changed. */
  judged(
    { events, engagements, goneEvents, goneEngagements }: FusionChange,
    agreement: Agreement | null,
  ): { readonly put: Put; readonly remove: Remove } {
    const changed = [...goneEvents, ...events.map(({ id }) => id)]
    const gone = changed.flatMap((id) => this.#candidatesOf.get(id) ?? [])
    for (const id of changed) this.#candidatesOf.delete(id)
    const candidate =
      agreement === null ? [] : events.flatMap((event) => [...evaluateEvent(agreement, event)])
    for (const one of candidate) this.remember(one)
    return {
      put: {
        event: events.map((event) => zoned(event, agreement)),
        engagement: [...engagements],
        candidate,
      },
      remove: { event: [...goneEvents], engagement: [...goneEngagements], candidate: gone },
    }
  }
}
