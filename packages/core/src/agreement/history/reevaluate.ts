/**
 * Judges a history "as of then": every event by the text that was adopted at its own time, in the version of that text
 * that was in force. The latest text does not reach back: an amendment adopted in June changes nothing of May, even
 * where it holds a version that begins in April.
 *
 * An event before the first adoption is judged by the first text, and says so: a record that was imported is older than
 * the deployment that adopted a text for it. An event that was still going on when another text was adopted is judged by
 * the text of its beginning, and names the entries that followed.
 */
import type { Event } from '../../fuse/index.ts'
import type { InstantMs } from '../../units/index.ts'
import { compileAgreement } from '../evaluate/compile.ts'
import { dueObligations } from '../evaluate/due.ts'
import { Tally, isCounting } from '../evaluate/tally.ts'
import { versionAt } from '../evaluate/times.ts'
import type { Agreement, Candidate, Standing } from '../document/types.ts'
import { EMPTY_STANDING } from '../standing/phases.ts'
import type { Adopted } from '../standing/state.ts'

/** A text, the entry that adopted it, when, and from when it is in force where that is later. */
export type Adoption = Pick<Adopted, 'agreement' | 'entry' | 'atMs'> &
  Partial<Pick<Adopted, 'fromMs'>>
/** What one event raised under the text of its own time. */
export interface Judged {
  /** The event's id. */
  readonly event: string
  /** When it began. */
  readonly atMs: InstantMs
  /** The agreement's id; null where no text was ever adopted, and then nothing is raised. */
  readonly agreement: string | null
  /** The version in force when it began; null before the first one. */
  readonly version: string | null
  /** Log index of the entry that adopted the text. */
  readonly entry: number | null
  /** The text was adopted only after the event: it is the first one there is. */
  readonly isBeforeAdoption: boolean
  /** Entries that adopted another text while the event went on: which text was in force is then open. */
  readonly changedBy: readonly number[]
  readonly candidates: readonly Candidate[]
}
/**
 * What was declared, announced and shown; facts have an agreement's own ids, so where another agreement followed, a
 * function gives each its own. Undefined: nothing is known of it, and phases stay open.
 */
export type StandingOf = Standing | undefined | ((agreement: Agreement) => Standing | undefined)
/** Judges one event. */
export type Judge = (event: Event) => Judged

const sinceMsOf = ({ fromMs, atMs }: Adoption): InstantMs => fromMs ?? atMs

/**
 * The text of an instant: the last one that was adopted for then, and before the first adoption the first one. Null where
 * there is none. `adoptions`: oldest first, as the state keeps them.
 */
export function textOfDay(adoptions: readonly Adoption[], ms: InstantMs): Adoption | null {
  return adoptions.findLast((one) => sinceMsOf(one) <= ms) ?? adoptions[0] ?? null
}

const standingFor = (standing: StandingOf, agreement: Agreement): Standing | undefined =>
  typeof standing === 'function' ? standing(agreement) : standing

const NO_TEXT = { agreement: null, version: null, entry: null, isBeforeAdoption: false } as const

/** The events that clauses count, for each text that has such clauses: an event counts under the text of its own time. */
export class Tallies {
  readonly #adoptions: readonly Adoption[]
  readonly #standing: StandingOf
  readonly #byText = new Map<Agreement, Tally>()
  /** Whether any text counts events at all: else nothing needs to be taken in. */
  readonly isNeeded: boolean

  constructor(adoptions: readonly Adoption[], standing: StandingOf) {
    this.#adoptions = adoptions
    this.#standing = standing
    for (const { agreement } of adoptions)
      if (isCounting(agreement)) this.#byText.set(agreement, new Tally(agreement))
    this.isNeeded = this.#byText.size > 0
  }

  /** Takes an event in. */
  add(event: Event): void {
    const agreement = textOfDay(this.#adoptions, event.observed.fromMs)?.agreement
    if (agreement !== undefined)
      this.of(agreement)?.add(event, standingFor(this.#standing, agreement))
  }

  /** The tally of a text; undefined where no clause of it counts. */
  of(agreement: Agreement): Tally | undefined {
    return this.#byText.get(agreement)
  }
}

/**
 * A judge of events by the text of their own time. Each text is compiled once, when the first event asks for it.
 * Candidates bear the end of their event's own time, so that a replay repeats. Where a text has clauses that count events,
 * `tallies` must have taken in all of them before; without it such a clause stays open.
 */
export function judgeOf(
  adoptions: readonly Adoption[],
  standing: StandingOf,
  tallies?: Tallies,
): Judge {
  return (event) => {
    const { fromMs, toMs } = event.observed
    const told = { event: event.id, atMs: fromMs }
    const adopted = textOfDay(adoptions, fromMs)
    if (adopted === null) return { ...told, ...NO_TEXT, changedBy: [], candidates: [] }
    const { agreement, entry } = adopted
    return {
      ...told,
      agreement: agreement.id,
      version: versionAt(agreement, fromMs)?.id ?? null,
      entry,
      isBeforeAdoption: sinceMsOf(adopted) > fromMs,
      changedBy: adoptions
        .filter((one) => one.entry !== entry && sinceMsOf(one) > fromMs && sinceMsOf(one) <= toMs)
        // One that another took the place of before its own instant was never in force.
        .filter((one) => textOfDay(adoptions, sinceMsOf(one)) === one)
        .map((one) => one.entry),
      candidates: compileAgreement(agreement).evaluate(event, {
        standing: standingFor(standing, agreement),
        tally: tallies?.of(agreement),
      }),
    }
  }
}

/**
 * Judges events one by one, in their order; nothing is kept, so that a history of any length passes. Where a text has
 * clauses that count events, the events are gone through twice: they must be an array or another list that can be.
 *
 * @yields what each event raised under the text of its own time
 */
export function* reevaluate(
  adoptions: readonly Adoption[],
  events: Iterable<Event>,
  standing: StandingOf,
): Generator<Judged> {
  const tallies = new Tallies(adoptions, standing)
  if (tallies.isNeeded) for (const event of events) tallies.add(event)
  const judge = judgeOf(adoptions, standing, tallies)
  for (const event of events) yield judge(event)
}

/**
 * What the passing of time raised up to `nowMs`, each deadline by the text adopted as of that deadline: a duty that a
 * later text dropped stands where it fell due before. A deadline before the first adoption raises nothing: nobody kept a
 * record in which it could have been shown.
 */
export function obligationsOfDay(
  adoptions: readonly Adoption[],
  standing: StandingOf,
  nowMs: InstantMs,
): readonly Candidate[] {
  const [first] = adoptions
  const beganMs = first === undefined ? 0 : sinceMsOf(first)
  return adoptions.flatMap(({ agreement, entry }) =>
    dueObligations(agreement, standingFor(standing, agreement) ?? EMPTY_STANDING, nowMs).filter(
      ({ atMs }) => atMs >= beganMs && textOfDay(adoptions, atMs)?.entry === entry,
    ),
  )
}
