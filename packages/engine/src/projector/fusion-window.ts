/**
 * Reports that new ones may still join, and what they were fused into. A new report is fused with those that it can be
 * of one event, pair or exchange with, found by place and time, and with nothing else; so it costs what lies near it,
 * however long the record is. What is fused is a function of the reports and their order in the record, never of how many
 * came at once. Over `HELD_MAX` the oldest groups go; a report that may join them has them read back first.
 */
import { fuse, partitions, type Engagement, type Event, type Fusion } from '@holdfast/core/fuse'
import {
  isQuarantined,
  type Observation,
  type ObserveState,
  type Source,
} from '@holdfast/core/observe'
import type { InstantMs, Interval } from '@holdfast/core/units'
import {
  GROUP_MAX,
  HELD_AFTER_SHARE,
  HELD_MAX,
  JOINS_MS,
  LEVELS,
  SLICE_MS,
  type Level,
} from './fusion-limits.ts'
import { mayExplain, touchedFromMs, type ExplanationChange } from './explanations.ts'
import { named } from './fusion-names.ts'
import { PlaceIndex, roughPlace, type Indexed } from './fusion-place.ts'
import { extentOf, FusionWatch, type CoverageChange } from './fusion-watch.ts'

type Quarantines = ObserveState['quarantines']

/** What re-fusing changed: events and engagements as they are now, and the ids of those that are no more. */
export interface FusionChange {
  readonly events: readonly Event[]
  readonly engagements: readonly Engagement[]
  readonly goneEvents: readonly string[]
  readonly goneEngagements: readonly string[]
}
/** A report with its place in the record. */
export interface Ordered {
  readonly observation: Observation
  readonly order: number
}
/** Reports that are in the record already, with what they were fused into. */
export interface Known {
  readonly observations: readonly Ordered[]
  readonly events: readonly Event[]
  readonly engagements: readonly Engagement[]
}

interface Held extends Indexed, Ordered {
  group: Group | null
}
/** Reports that were fused together. The texts tell whether an event is still as it was. */
interface Group {
  readonly members: readonly Held[]
  readonly events: ReadonlyMap<string, string>
  readonly engagements: ReadonlyMap<string, string>
  readonly toMs: InstantMs
  /** When its events are to be weighed again; Infinity: never, unless coverage changes. */
  readonly dueMs: InstantMs
}

/** The window. */
export class FusionWindow {
  readonly #held = new Map<string, Held>()
  readonly #index = new PlaceIndex<Held>()
  /** Those of them that may be fused with more: where many are settled, a search must not walk past them all. */
  readonly #open = new PlaceIndex<Held>()
  readonly #dirty = new Set<Held>()
  readonly #watch = new FusionWatch()
  /** Groups that are to be weighed again, sooner or later, and now. */
  readonly #pending = new Set<Group>()
  readonly #again = new Set<Group>()
  readonly #heldMax: number
  #sources: ReadonlyMap<string, Source> = new Map()
  #quarantines: Quarantines = new Map()
  /** The end of the newest report that went. */
  #goneToMs = Number.NEGATIVE_INFINITY

  constructor(heldMax = HELD_MAX) {
    this.#heldMax = heldMax
  }

  /** Reports held. */
  get size(): number {
    return this.#held.size
  }

  /** The registry as it stands. */
  setSources(sources: ReadonlyMap<string, Source>, quarantines: Quarantines = new Map()): void {
    this.#sources = sources
    this.#quarantines = quarantines
    this.#watch.setSources(sources)
  }

  /** Takes in how sources stood, at a time by the log; true where that touches a time of which not all is held. */
  setCoverage(changes: readonly CoverageChange[], nowMs: InstantMs): boolean {
    this.#watch.hear(changes)
    this.#watch.nowMs = nowMs
    const touching = changes.filter(({ spans }) => spans.length > 0)
    if (touching.length === 0) return false
    const earliestMs = Math.min(...touching.flatMap(({ spans }) => spans.map((one) => one.fromMs)))
    for (const held of this.#held.values()) {
      const { group } = held
      // Sources tell of now, and most of what is held is of before.
      if (group === null || group.toMs < earliestMs || this.#again.has(group)) continue
      if (touching.some((change) => this.#watch.mayTouch(change, held))) this.#again.add(group)
    }
    return touching.some(({ spans }) => spans.some(({ fromMs }) => fromMs <= this.#goneToMs))
  }

  /**
   * Takes in what was announced and withdrawn. `isNew`: the events that it touches are weighed again; else they were weighed
   * with it. True where it touches a time of which not all is held.
   */
  setAnnounced(changes: readonly ExplanationChange[], isNew: boolean): boolean {
    const touching = this.#watch.hearAnnounced(changes)
    if (!isNew || touching.length === 0) return false
    const earliestMs = Math.min(...touching.map(touchedFromMs))
    const groups = new Set([...this.#held.values()].flatMap(({ group }) => group ?? []))
    for (const group of groups) {
      if (group.toMs < earliestMs) continue
      const extent = extentOf(group.members)
      if (touching.some((one) => mayExplain(one, extent))) this.#again.add(group)
    }
    return earliestMs <= this.#goneToMs
  }

  /** When the next events are to be weighed again, by the log's time. */
  get dueMs(): InstantMs {
    let dueMs = Infinity
    for (const group of this.#pending) dueMs = Math.min(dueMs, group.dueMs)
    return dueMs
  }

  /** Takes reports in that are to be fused, at a time by the log. */
  add(reports: readonly Ordered[], nowMs: InstantMs = Infinity): void {
    this.#watch.nowMs = nowMs
    for (const one of reports) this.#dirty.add(this.#hold(one))
    for (const group of this.#pending) if (group.dueMs <= nowMs) this.#again.add(group)
  }

  #hold({ observation, order }: Ordered): Held {
    const known = this.#held.get(observation.id)
    if (known !== undefined) return known
    const held: Held = { observation, order, place: roughPlace(observation), group: null }
    this.#held.set(observation.id, held)
    this.#index.add(held)
    this.#open.add(held)
    return held
  }

  /** When waiting reports lie so early that what they may join is no longer held: those reports. */
  late(): readonly Observation[] {
    const late = (one: Held): boolean =>
      one.observation.observed.fromMs - JOINS_MS <= this.#goneToMs
    return [...this.#dirty].filter(late).map(({ observation }) => observation)
  }

  /** Takes in what was read back; what is known already stands as it is. */
  know({ observations, events, engagements }: Known): void {
    const fresh = observations.filter(({ observation }) => !this.#held.has(observation.id))
    for (const one of fresh) this.#hold(one)
    const eventOf = new Map(events.flatMap((one) => one.observations.map((id) => [id, one])))
    const engagementOf = new Map(engagements.flatMap((one) => one.events.map((id) => [id, one])))
    const groups = new Map<string, Held[]>()
    for (const held of this.#held.values()) {
      if (held.group !== null) continue
      const event = eventOf.get(held.observation.id)
      if (event === undefined) continue
      const key = engagementOf.get(event.id)?.id ?? event.id
      groups.set(key, [...(groups.get(key) ?? []), held])
    }
    for (const members of groups.values()) {
      const own = new Set(members.flatMap(({ observation }) => eventOf.get(observation.id) ?? []))
      const whole = new Set([...own].flatMap(({ id }) => engagementOf.get(id) ?? []))
      const near = members.map(({ observation }) => observation)
      this.#group(members, {
        events: [...own],
        engagements: [...whole],
        weighAgainMs: Math.min(...[...own].map((event) => this.#dueOf(event, near))),
      })
    }
  }

  // An event of which a report is not held stays as it was weighed.
  #dueOf(event: Event, near: readonly Observation[]): InstantMs {
    const isWhole = event.observations.every((id) => this.#held.has(id))
    return isWhole ? this.#watch.dueOf(event, near) : Infinity
  }

  #group(members: readonly Held[], fused: Fusion): void {
    const group: Group = {
      members,
      events: new Map(fused.events.map((one) => [one.id, textOf(one)])),
      engagements: new Map(fused.engagements.map((one) => [one.id, JSON.stringify(one)])),
      toMs: Math.max(...members.map(({ observation }) => observation.observed.toMs)),
      dueMs: fused.weighAgainMs ?? Infinity,
    }
    for (const member of members) {
      member.group = group
      if (isSettled(member)) this.#open.remove(member)
    }
    if (group.dueMs < Infinity) this.#pending.add(group)
  }

  #forget(group: Group): void {
    this.#pending.delete(group)
    this.#again.delete(group)
  }

  /** Fuses what waits, yielding to others every few milliseconds. */
  async refuse(): Promise<FusionChange> {
    const queue = [...this.#dirty]
    const change = new Change()
    const slices = new Slices()
    // The queue grows: where a group falls apart, its other members are fused anew, too.
    for (const one of queue) {
      if (one.group !== null && !this.#dirty.has(one)) continue
      for (const members of this.#parts(one)) queue.push(...this.#refuse(members, change))
      await slices.yield()
    }
    // Weighed again, a group stays the group that it was.
    for (const group of this.#again) {
      this.#refuse(group.members, change)
      await slices.yield()
    }
    this.#drop()
    return change.told()
  }

  #refuse(members: readonly Held[], change: Change): readonly Held[] {
    const own = new Set(members)
    const left: Held[] = []
    for (const { group } of members) {
      if (group === null) continue
      change.dissolve(group)
      this.#forget(group)
      for (const member of group.members) {
        if (isSettled(member)) this.#open.add(member)
        member.group = null
        if (!own.has(member)) left.push(member)
      }
    }
    const fused = fuse(
      members.map(({ observation }) => observation).filter((one) => !this.#isLeftOut(one)),
      this.#sources,
      this.#watch.besideOf(members),
    )
    const fusion = named(fused, (id) => this.#held.get(id)?.order ?? 0)
    for (const member of members) this.#dirty.delete(member)
    this.#group(members, { ...fused, ...fusion })
    change.form(fusion)
    return left
  }

  // It stays a member of its group, so that it comes back when the quarantine is lifted.
  #isLeftOut({ source, observed }: Observation): boolean {
    return isQuarantined({ quarantines: this.#quarantines }, source, observed.fromMs)
  }

  // Core's own groups where they are small enough; else what the next stricter link connects.
  #parts(one: Held): readonly (readonly Held[])[] {
    for (const [at, level] of LEVELS.entries()) {
      const isLast = at === LEVELS.length - 1
      const members = this.#connected(one, level, isLast)
      if (members.length > GROUP_MAX) continue
      if (at > 0) return [members]
      const groups = partitions(members.map(({ observation }) => observation))
      return groups.flatMap((group) => {
        const part = group.flatMap(({ id }) => this.#held.get(id) ?? [])
        const isNew = part.some((held) => held.group === null || this.#dirty.has(held))
        return isNew ? [part] : []
      })
    }
    return []
  }

  // Where even the strictest leaves too many, those that are fused already stay as they are: the rest is fused as it comes.
  #connected(one: Held, { links, slotMs }: Level, isLast: boolean): readonly Held[] {
    const slot = ({ observation }: Held): number =>
      slotMs === null ? 0 : Math.floor(observation.observed.fromMs / slotMs)
    const found = new Set([one])
    const index = isLast ? this.#open : this.#index
    const isFull = (): boolean => found.size >= (isLast ? GROUP_MAX : GROUP_MAX + 1)
    for (const held of found) {
      for (const link of links)
        index.near(held, link, (other) => {
          if (slot(other) === slot(one)) found.add(other)
          return !isFull()
        })
      if (isFull()) break
    }
    return [...found]
  }

  #drop(): void {
    if (this.#held.size <= this.#heldMax) return
    const groups = new Set([...this.#held.values()].flatMap(({ group }) => group ?? []))
    for (const group of [...groups].toSorted((a, b) => a.toMs - b.toMs)) {
      if (this.#held.size <= this.#heldMax * HELD_AFTER_SHARE) return
      for (const member of group.members) {
        this.#held.delete(member.observation.id)
        this.#index.remove(member)
        this.#open.remove(member)
      }
      this.#forget(group)
      this.#goneToMs = Math.max(this.#goneToMs, group.toMs)
    }
  }

  /** The period that what was read of the record begins with: everything that ends before it is not held. */
  holdsFrom({ fromMs }: Pick<Interval, 'fromMs'>): void {
    this.#goneToMs = Math.max(this.#goneToMs, fromMs)
  }
}

/** It is fused, and with as many as may be. */
const isSettled = ({ group }: Held): boolean => group !== null && group.members.length >= GROUP_MAX

/** Lets others have their turn every few milliseconds. */
class Slices {
  #fromMs = performance.now()

  async yield(): Promise<void> {
    if (performance.now() - this.#fromMs <= SLICE_MS) return
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    this.#fromMs = performance.now()
  }
}

/** What a change came to: an event that is formed again as it was is none. */
class Change {
  readonly #events = new Map<string, Event>()
  readonly #engagements = new Map<string, Engagement>()
  readonly #goneEvents = new Map<string, string>()
  readonly #goneEngagements = new Map<string, string>()

  dissolve({ events, engagements }: Group): void {
    for (const [id, text] of events) {
      if (this.#events.delete(id)) continue
      this.#goneEvents.set(id, text)
    }
    for (const [id, text] of engagements) {
      if (this.#engagements.delete(id)) continue
      this.#goneEngagements.set(id, text)
    }
  }

  form({ events, engagements }: { events: readonly Event[]; engagements: readonly Engagement[] }) {
    for (const one of events) this.#events.set(one.id, one)
    for (const one of engagements) this.#engagements.set(one.id, one)
  }

  told(): FusionChange {
    const events = [...this.#events.values()].filter(
      (one) => this.#goneEvents.get(one.id) !== textOf(one),
    )
    const engagements = [...this.#engagements.values()].filter(
      (one) => this.#goneEngagements.get(one.id) !== JSON.stringify(one),
    )
    return {
      events,
      engagements,
      goneEvents: [...this.#goneEvents.keys()].filter((id) => !this.#events.has(id)),
      goneEngagements: [...this.#goneEngagements.keys()].filter((id) => !this.#engagements.has(id)),
    }
  }
}

// What an event says, without its cloud of points, which follows from the rest. Zones are the projector's.
const textOf = ({ estimate, ...rest }: Event): string =>
  JSON.stringify([
    estimate?.position,
    estimate?.covarianceM2,
    rest.observations,
    rest.observed,
    rest.probability,
    rest.interval,
    rest.silence,
    rest.benign,
    rest.classes,
    rest.count,
    rest.weapon,
    rest.pairedWith,
  ])
