import type { Engagement, Event, Fusion } from './types.ts'

// Fusion is stateless: with one report more it finds a new event where there was one. Whoever rests on the event
// (a candidate, an incident) needs its name to stay; so what takes over an earlier event's reports takes over its name.

/** The name that all revisions of an event share. */
export const firstIdOf = (id: string): string => id.split('.r')[0] ?? id

const sameReports = (a: Event, b: Event): boolean =>
  a.observations.length === b.observations.length &&
  a.observations.every((id, n) => id === b.observations[n])

/**
 * Names a new fusion's events after the events that they revise: an event that holds all reports of an earlier one, of
 * the same kind and phase, is that event's next revision (of several, the earliest one's); with the same reports it keeps its name and revision.
 * An earlier event of which nothing holds all reports has dissolved, and its reports' new events are first revisions.
 */
export function revise(previous: readonly Event[], next: Fusion): Fusion {
  const holding = new Map<string, Event>()
  for (const event of next.events) for (const id of event.observations) holding.set(id, event)
  const named = new Map<string, { readonly id: string; readonly revision: number }>()
  const earliestFirst = previous.toSorted(
    (a, b) => a.observed.fromMs - b.observed.fromMs || (a.id < b.id ? -1 : Number(a.id > b.id)),
  )
  for (const earlier of earliestFirst) {
    const event = holding.get(earlier.observations[0] ?? '')
    if (event === undefined || named.has(event.id)) continue
    if (event.kind !== earlier.kind || event.phase !== earlier.phase) continue
    const own = new Set(event.observations)
    if (!earlier.observations.every((id) => own.has(id))) continue
    if (sameReports(earlier, event)) named.set(event.id, earlier)
    else {
      const revision = earlier.revision + 1
      named.set(event.id, { id: `${firstIdOf(earlier.id)}.r${revision}`, revision })
    }
  }
  const nameOf = (id: string): string => named.get(id)?.id ?? id
  const events = next.events.map((event): Event => {
    const renamed = { ...event, id: nameOf(event.id), revision: named.get(event.id)?.revision ?? 1 }
    if (event.pairedWith === undefined) return renamed
    return {
      ...renamed,
      pairedWith: { ...event.pairedWith, event: nameOf(event.pairedWith.event) },
    }
  })
  const engagements = next.engagements.map((engagement): Engagement => ({
    ...engagement,
    events: engagement.events.map(nameOf).toSorted(),
  }))
  return { events, engagements }
}
