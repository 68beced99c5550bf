/**
 * An event as the picture holds it. Its support points, 128 or more, are what clauses are judged by; no map draws them, and with
 * 2,000 events they are most of the answer. They come for those who ask. A zone that the event cannot lie in is left out: not to
 * be named is 0.
 */
import type { ReleasedEvent } from '@holdfast/core/verify'

/** What a reader of the picture asks for beyond what a page draws. */
export interface PictureAsked {
  /** With the support points of each event's estimate. */
  readonly support?: boolean
}

type Zoned = ReleasedEvent & {
  readonly zones?: readonly { readonly zone: string; readonly probability: number }[]
}

function withoutSupport(estimate: NonNullable<Zoned['estimate']>): Zoned['estimate'] {
  const { support: _, ...place } = estimate
  return place
}

/** The event with what was asked for. */
export function pictured(event: Zoned, { support = false }: PictureAsked): Zoned {
  const { zones, estimate } = event
  const placed = estimate === null || support ? estimate : withoutSupport(estimate)
  return {
    ...event,
    estimate: placed,
    ...(zones === undefined ? {} : { zones: zones.filter(({ probability }) => probability > 0) }),
  }
}
