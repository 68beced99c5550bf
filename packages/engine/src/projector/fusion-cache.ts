/**
 * Keeps the fused events in step with the observations, re-fusing only the partitions that new observations touch.
 *
 * Fusing everything anew for every batch would cost the whole record each time. Partitions do not influence each
 * other (a property that the fuse step tests), so what lies outside the touched ones stands as it was.
 */
import { fuse, partitions, type Engagement, type Event } from '@holdfast/core/fuse'
import { isIndication, type Observation, type Source } from '@holdfast/core/observe'

/** What re-fusing changed: events and engagements as they are now, and the ids of those that are no more. */
export interface FusionChange {
  readonly events: readonly Event[]
  readonly engagements: readonly Engagement[]
  readonly goneEvents: readonly string[]
  readonly goneEngagements: readonly string[]
}

/** How long re-fusing may hold the thread before others get their turn, milliseconds. */
const SLICE_MS = 8

/** Observations and what they were fused into. */
export class FusionCache {
  readonly #observations = new Map<string, Observation>()
  readonly #sources = new Map<string, Source>()
  readonly #eventsOf = new Map<string, Set<string>>()
  readonly #engagementOf = new Map<string, string>()
  readonly #dirty = new Set<string>()

  /** Takes an observation in; its partition is fused anew on the next `refuse`, unless `clean` says that it was. */
  add(observation: Observation, clean = false): void {
    // No event is made of an indication alone; tracks and anomalies are fused elsewhere.
    if (isIndication(observation.category)) return
    this.#observations.set(observation.id, observation)
    if (!clean) this.#dirty.add(observation.id)
  }

  /** Takes a source in; what it reported before is fused anew, under its calibration. */
  addSource(source: Source): void {
    this.#sources.set(source.id, source)
    for (const { id, source: reportedBy } of this.#observations.values())
      if (reportedBy === source.id) this.#dirty.add(id)
  }

  /** Restores what an earlier run fused. */
  restore(events: Iterable<Event>, engagements: Iterable<Engagement>): void {
    for (const event of events) this.#remember(event)
    for (const engagement of engagements)
      for (const event of engagement.events) this.#engagementOf.set(event, engagement.id)
  }

  /** Has every partition fused anew on the next `refuse`. */
  touchAll(): void {
    for (const id of this.#observations.keys()) this.#dirty.add(id)
  }

  /** How many observations wait to be fused. */
  get waiting(): number {
    return this.#dirty.size
  }

  /** The observation of that id, when it is known. */
  observation(id: string): Observation | undefined {
    return this.#observations.get(id)
  }

  #remember(event: Event): void {
    for (const id of event.observations) {
      const known = this.#eventsOf.get(id) ?? new Set()
      known.add(event.id)
      this.#eventsOf.set(id, known)
    }
  }

  /** Fuses the touched partitions, yielding to others every few milliseconds. */
  async refuse(): Promise<FusionChange> {
    const dirty = new Set(this.#dirty)
    this.#dirty.clear()
    const events: Event[] = []
    const engagements: Engagement[] = []
    const goneEvents = new Set<string>()
    const goneEngagements = new Set<string>()
    let sliceStart = performance.now()
    for (const partition of partitions([...this.#observations.values()])) {
      if (!partition.some(({ id }) => dirty.has(id))) continue
      for (const { id } of partition) {
        for (const event of this.#eventsOf.get(id) ?? []) {
          goneEvents.add(event)
          const engagement = this.#engagementOf.get(event)
          if (engagement !== undefined) goneEngagements.add(engagement)
          this.#engagementOf.delete(event)
        }
        this.#eventsOf.delete(id)
      }
      const fusion = fuse(partition, this.#sources)
      events.push(...fusion.events)
      engagements.push(...fusion.engagements)
      if (performance.now() - sliceStart > SLICE_MS) {
        await new Promise((resolve) => {
          setImmediate(resolve)
        })
        sliceStart = performance.now()
      }
    }
    this.restore(events, engagements)
    for (const { id } of events) goneEvents.delete(id)
    for (const { id } of engagements) goneEngagements.delete(id)
    return {
      events,
      engagements,
      goneEvents: [...goneEvents],
      goneEngagements: [...goneEngagements],
    }
  }
}
