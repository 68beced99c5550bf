/**
 * What an amendment would have changed: the events of a window, judged by the texts of their own day and by the
 * amendment, as if its versions had been in force when the window began. Before the agreement's first version nothing was
 * agreed that an amendment could change: events from before it are told by their number and not judged.
 */
import type { Event } from '../../fuse/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement } from '../document/types.ts'
import { DiffCounter } from './diff-candidates.ts'
import type { CandidateDiff } from './diff-candidates.ts'
import { Tallies, judgeOf } from './reevaluate.ts'
import type { Adoption, Judge, StandingOf } from './reevaluate.ts'

/**
 * The text with every version that begins later brought forward to `fromMs`, so that its last version is in force from
 * there. A provision of such a version that binds only from a later instant keeps its distance to its version: a
 * deadline two weeks after the amendment stays two weeks after it. Obligations, facts and phases stay as they are.
 */
export function asIfInForce(agreement: Agreement, fromMs: InstantMs): Agreement {
  const moved = new Map(
    agreement.versions.map((version) => [version.id, Math.max(0, version.fromMs - fromMs)]),
  )
  return {
    ...agreement,
    versions: agreement.versions.map((version) => ({
      ...version,
      fromMs: Math.min(version.fromMs, fromMs),
    })),
    provisions: agreement.provisions.map((provision) =>
      provision.fromMs === undefined
        ? provision
        : { ...provision, fromMs: provision.fromMs - (moved.get(provision.sinceVersion) ?? 0) },
    ),
  }
}

/** When the first version of any of these texts began; infinite where there is no text. */
export const firstInForceMs = (texts: Iterable<Agreement>): number =>
  Math.min(...[...texts].flatMap(({ versions }) => versions.map(({ fromMs }) => fromMs)))

/** What a comparison came to. */
export interface Compared {
  /** Events that were judged both ways. */
  readonly events: number
  /** Events that began before anything was in force, and were not judged. */
  readonly earlier: number
  readonly diff: CandidateDiff
}

/** Judges events twice and counts what differs; see `whatIf`. */
export class Comparison {
  readonly #before: Judge
  readonly #after: Judge
  readonly #sinceMs: number
  readonly #counter = new DiffCounter()
  #events = 0
  #earlier = 0

  /** `sinceMs`: events that begin before it are counted apart and not judged; without it all are judged. */
  constructor(before: Judge, after: Judge, sinceMs = Number.NEGATIVE_INFINITY) {
    this.#before = before
    this.#after = after
    this.#sinceMs = sinceMs
  }

  /** Judges one event both ways. */
  take(event: Event): void {
    if (event.observed.fromMs < this.#sinceMs) {
      this.#earlier += 1
      return
    }
    this.#events += 1
    this.#counter.add(this.#before(event).candidates, this.#after(event).candidates)
  }

  /** How many events were judged, how many were not, and what differs. */
  result(): Compared {
    return { events: this.#events, earlier: this.#earlier, diff: this.#counter.result() }
  }
}

/** The record that an amendment is tried on. */
export interface Tried {
  /** The texts that were adopted, oldest first. */
  readonly adoptions: readonly Adoption[]
  readonly events: Iterable<Event>
  /** Events that begin in it count; the amendment is read as if in force from `fromMs`, or the first version if it is later. */
  readonly window: Interval
  readonly standing: StandingOf
}

/** Whether an event begins in the window, both its ends included. */
export const isWithin = ({ observed }: Event, { fromMs, toMs }: Interval): boolean =>
  observed.fromMs >= fromMs && observed.fromMs <= toMs

/** Stands for the entry of a text that nobody adopted. */
const NOT_ADOPTED = -1

/**
 * A comparison of the texts of the day with an amendment as if in force from `fromMs`, to be given events. Where a text has
 * clauses that count events, they are counted among `events`, which are gone through first; without them a count stays open.
 */
export function trial(
  amended: Agreement,
  { adoptions, window, standing, events }: Omit<Tried, 'events'> & Partial<Tried>,
): Comparison {
  const sinceMs = firstInForceMs([...adoptions.map((one) => one.agreement), amended])
  const fromMs = Math.max(window.fromMs, sinceMs)
  const text = { agreement: asIfInForce(amended, fromMs), entry: NOT_ADOPTED, atMs: fromMs }
  const counted = (texts: readonly Adoption[]): Tallies | undefined => {
    if (events === undefined) return undefined
    const tallies = new Tallies(texts, standing)
    if (tallies.isNeeded) for (const event of events) tallies.add(event)
    return tallies
  }
  return new Comparison(
    judgeOf(adoptions, standing, counted(adoptions)),
    judgeOf([text], standing, counted([text])),
    sinceMs,
  )
}

/** What this amendment would have changed in the window: candidates added, dropped and changed, by clause. */
export function whatIf(amended: Agreement, { events, ...tried }: Tried): Compared {
  const comparison = trial(amended, { ...tried, events })
  for (const event of events) if (isWithin(event, tried.window)) comparison.take(event)
  return comparison.result()
}
