/**
 * What follows from events under the agreement: where they lie in its zones, and which clauses they may break. An event is
 * judged by the text of its own time and by what people had declared and announced for that time; a later text does not
 * reach back.
 *
 * A new text, fact, announcement or withdrawal may change what follows from events that are there already. Only those whose
 * time it covers are judged anew. Rows are listed by time after a row, so some rows are remembered as places to begin at;
 * all rows before one of them were seen, and so it is known how long the longest event before it is.
 *
 * A clause may mean only what is one of so many events near it. An event that changes may make the count of those around it
 * another one, so their time is due to be judged anew, too; then all that may count with them is read first.
 */
import {
  Tally,
  adoptedAt,
  dueObligations,
  evaluateEvent,
  isCounting,
  sinceRecord,
  standingAt,
  touchedBy,
  zoneProbabilities,
  type Agreement,
  type AgreementState,
  type Candidate,
} from '@holdfast/core/agreement'
import type { Entry, Tombstone } from '@holdfast/core/evidence'
import type { Event } from '@holdfast/core/fuse'
import type { InstantMs, Interval } from '@holdfast/core/units'
import type { Documents, Table } from '@holdfast/store/projections'
import type { FusionChange } from './fusion-window.ts'
import type { ProjectionSink } from './sink.ts'

/** Rows to take away. */
export type Remove = { [T in Table]?: string[] }
/** Rows to write. */
export type Put = { [T in Table]?: Documents[T][] }
/** What follows: rows to write and to take away. */
export interface Judged {
  readonly put: Put
  readonly remove: Remove
}

/** Events that are read in one go to be judged anew. */
const EVENTS_PAGE = 5_000
/** Places to begin at that are remembered: over it every other one goes. */
const ANCHORS_MAX = 4_096

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

/** The agreement that an event is judged by. */
const textFor = (state: AgreementState, { observed }: Event): Agreement | null =>
  adoptedAt(state, observed.fromMs)?.agreement ?? null

/** The events that clauses count, by the text that they count under. */
type Tallies = ReadonlyMap<Agreement, Tally>

function candidatesOf(
  state: AgreementState,
  event: Event,
  tallies: Tallies | null,
): readonly Candidate[] {
  const agreement = textFor(state, event)
  if (agreement === null) return []
  const standing = standingAt(state, event.observed, agreement.id)
  return evaluateEvent(agreement, event, { standing, tally: tallies?.get(agreement) })
}

const countingIn = ({ adopted }: AgreementState): readonly Agreement[] =>
  adopted.map(({ agreement }) => agreement).filter(isCounting)

/** Longest time that any clause counts events over; 0 where none does. */
const countedMsIn = (texts: readonly Agreement[]): number =>
  Math.max(
    0,
    ...texts.flatMap(({ provisions }) => provisions.map(({ count }) => count?.withinMs ?? 0)),
  )

/** The times joined where they overlap, in order. */
function merged(times: readonly Interval[]): readonly Interval[] {
  const found: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of times.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = found.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else found.push({ fromMs, toMs })
  }
  return found
}

const overlaps = (a: Interval, b: Interval): boolean => a.fromMs <= b.toMs && b.fromMs <= a.toMs

const around = (atMs: InstantMs, withinMs: number): Interval => ({
  fromMs: atMs - withinMs,
  toMs: atMs + withinMs,
})

/** Counts an event under the text of its time; gives the times whose events it is counted with. */
function countIn(tallies: Tallies, state: AgreementState, event: Event): readonly Interval[] {
  const agreement = textFor(state, event)
  const tally = agreement === null ? undefined : tallies.get(agreement)
  if (agreement === null || tally === undefined) return []
  return tally.add(event, standingAt(state, event.observed, agreement.id))
}

/** Judges events, and remembers which candidates rest on which. */
export class Judging {
  readonly #candidatesOf = new Map<string, string[]>()
  /** Candidates that rest on no event: obligations past their deadline. */
  readonly #raised = new Set<string>()
  /** What they were raised by. */
  #raisedBy: readonly unknown[] = []
  /** Times whose events are to be judged anew. */
  #touched: Interval[] = []
  /** Events by the instant at which they begin, in the order of time: places to begin reading at. */
  readonly #anchors = new Map<string, InstantMs>()
  /** When an event that a clause counts began, by its id. */
  readonly #countedAt = new Map<string, InstantMs>()
  #longestMs = 0
  readonly #pageEvents: number

  /** With how many events are read in one go to be judged anew. */
  constructor(pageEvents = EVENTS_PAGE) {
    this.#pageEvents = pageEvents
  }

  /** Takes note of a candidate that was made. */
  remember({ id, event, atMs, conditions }: Candidate): void {
    if (event === null) {
      this.#raised.add(id)
      return
    }
    const isCounted = conditions.some(({ condition }) => condition === 'count')
    if (isCounted && !this.#countedAt.has(event)) this.#countedAt.set(event, atMs)
    this.#candidatesOf.set(event, [...new Set([...(this.#candidatesOf.get(event) ?? []), id])])
  }

  /** Takes note of an entry that was folded: events whose time it covers are due to be judged anew. */
  touch(before: AgreementState, after: AgreementState, entry: Entry | Tombstone): void {
    this.#touched.push(...touchedBy(before, after, entry))
  }

  /** What follows from events that changed; what they count with is then due to be judged anew. */
  judged(change: FusionChange, state: AgreementState): Judged {
    const texts = countingIn(state)
    if (texts.length > 0) this.#touchCounted(change, state, texts)
    return this.#judge(change, state, null)
  }

  // One that a clause counted, or counts now, may have made or may make those around it a mass.
  #touchCounted(
    { events, goneEvents }: FusionChange,
    state: AgreementState,
    texts: readonly Agreement[],
  ): void {
    const withinMs = countedMsIn(texts)
    for (const id of [...goneEvents, ...events.map((event) => event.id)]) {
      const atMs = this.#countedAt.get(id)
      this.#countedAt.delete(id)
      if (atMs !== undefined) this.#touched.push(around(atMs, withinMs + this.#longestMs))
    }
    const alone = new Map(texts.map((text) => [text, new Tally(text)]))
    for (const event of events) {
      const reach = countIn(alone, state, event)
      if (reach.length > 0) this.#countedAt.set(event.id, event.observed.fromMs)
      this.#touched.push(...reach)
    }
  }

  #judge(
    { events, engagements, goneEvents, goneEngagements }: FusionChange,
    state: AgreementState,
    tallies: Tallies | null,
  ): Judged {
    const changed = [...goneEvents, ...events.map(({ id }) => id)]
    const gone = changed.flatMap((id) => this.#candidatesOf.get(id) ?? [])
    for (const id of changed) {
      this.#candidatesOf.delete(id)
      this.#anchors.delete(id)
    }
    this.#measure(events)
    const candidate = events.flatMap((event) => candidatesOf(state, event, tallies))
    for (const one of candidate) this.remember(one)
    return {
      put: {
        event: events.map((event) => zoned(event, textFor(state, event))),
        engagement: [...engagements],
        candidate,
      },
      remove: { event: [...goneEvents], engagement: [...goneEngagements], candidate: gone },
    }
  }

  /** What follows anew from the events that new entries touch, page by page. */
  async *judgedAnew(
    sink: Pick<ProjectionSink, 'list'>,
    state: AgreementState,
  ): AsyncGenerator<Judged> {
    const times = merged(this.#touched)
    this.#touched = []
    const [first, last] = [times[0], times.at(-1)]
    if (first === undefined || last === undefined) return
    const tallies = await this.#tallied(sink, state, { fromMs: first.fromMs, toMs: last.toMs })
    let after = this.#anchorBefore(first.fromMs - this.#longestMs)
    for (;;) {
      const rows = await sink.list('event', { limit: this.#pageEvents, after })
      this.#measure(rows)
      const events = rows.filter(({ observed }) => times.some((time) => overlaps(observed, time)))
      if (events.length > 0)
        yield this.#judge(
          { events, engagements: [], goneEvents: [], goneEngagements: [] },
          state,
          tallies,
        )
      const end = rows.at(-1)
      if (end === undefined || rows.length < this.#pageEvents) return
      this.#remember(end)
      if (end.observed.fromMs > last.toMs) return
      after = end.id
    }
  }

  /** All that may count with the events of a time; null where no text counts. */
  async #tallied(
    sink: Pick<ProjectionSink, 'list'>,
    state: AgreementState,
    { fromMs, toMs }: Interval,
  ): Promise<Tallies | null> {
    const texts = countingIn(state)
    if (texts.length === 0) return null
    const withinMs = countedMsIn(texts)
    const tallies = new Map(texts.map((text) => [text, new Tally(text)]))
    let after = this.#anchorBefore(fromMs - this.#longestMs - withinMs)
    for (;;) {
      const rows = await sink.list('event', { limit: this.#pageEvents, after })
      for (const event of rows) countIn(tallies, state, event)
      const end = rows.at(-1)
      if (end === undefined || rows.length < this.#pageEvents) return tallies
      if (end.observed.fromMs > toMs + withinMs) return tallies
      after = end.id
    }
  }

  #measure(events: readonly Event[]): void {
    for (const { observed } of events)
      this.#longestMs = Math.max(this.#longestMs, observed.toMs - observed.fromMs)
  }

  #anchorBefore(ms: InstantMs): string | undefined {
    let [found, foundMs] = [undefined as string | undefined, Number.NEGATIVE_INFINITY]
    for (const [id, atMs] of this.#anchors)
      if (atMs < ms && atMs > foundMs) [found, foundMs] = [id, atMs]
    return found
  }

  #remember({ id, observed }: Event): void {
    this.#anchors.set(id, observed.fromMs)
    if (this.#anchors.size <= ANCHORS_MAX) return
    for (const [at, other] of [...this.#anchors.keys()].entries())
      if (at % 2 === 1) this.#anchors.delete(other)
  }

  /**
   * What the passing of time has raised by an instant since the log held the duty, and what no longer stands: done, or no duty
   * any more.
   */
  obliged(state: AgreementState, nowMs: InstantMs): Judged {
    const agreement = adoptedAt(state, nowMs)?.agreement
    const due =
      agreement === undefined
        ? []
        : sinceRecord(
            state,
            agreement,
            dueObligations(agreement, standingAt(state, undefined, agreement.id), nowMs),
          ).raised
    // A text that was carried for later comes into force without an entry.
    const basis = [agreement, state.adopted, state.facts, state.duties]
    const isOther = basis.some((part, i) => part !== this.#raisedBy[i])
    this.#raisedBy = basis
    const standing = new Set(due.map(({ id }) => id))
    const gone = [...this.#raised].filter((id) => !standing.has(id))
    const candidate = due.filter(({ id }) => isOther || !this.#raised.has(id))
    for (const id of gone) this.#raised.delete(id)
    for (const { id } of candidate) this.#raised.add(id)
    return { put: { candidate }, remove: { candidate: gone } }
  }
}
