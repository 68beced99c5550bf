/**
 * The events that clauses count, as marks in the order of time: filled once for a history, or kept up event by event. What is
 * counted with an event hangs only on the events that the tally holds, never on the order in which they came.
 */
import type { Event } from '../../fuse/index.ts'
import type { InstantMs, Interval } from '../../units/index.ts'
import type { Agreement, Provision, Standing } from '../document/types.ts'
import { byPartyOf, massFor } from './by-party.ts'
import { compileAgreement } from './compile.ts'
import type { CompiledAgreement } from './compile.ts'
import type { ByParty, Counting, Mark, Massed } from './mass.ts'

/** Whether any clause of a text counts events. */
export const isCounting = ({ provisions }: Agreement): boolean =>
  provisions.some(({ count }) => count !== undefined)

function withoutCount(provision: Provision): Provision {
  const kept: { -readonly [K in keyof Provision]: Provision[K] } = { ...provision }
  delete kept.count
  return kept
}

// The clauses that count, each asked of one event alone, whatever its probability.
const alone = (agreement: Agreement): Agreement => ({
  ...agreement,
  provisions: agreement.provisions.filter(({ count }) => count !== undefined).map(withoutCount),
  thresholds: { ...agreement.thresholds, screening: 0, breaches: [] },
})

const OPEN = new Set(['act', 'weapon', 'time', 'phase'])

/** An event as a mark, without what a clause says of it. */
const markOf = ({
  id,
  observed,
  estimate,
  count,
}: Event): Omit<Mark, 'probability' | 'isOpen' | 'by'> => ({
  id,
  atMs: observed.fromMs,
  position: estimate?.position ?? null,
  n: count.n,
  precision: count.precision,
})

/** Marks in the order of time; put in order when first asked after a change. */
class Marks {
  #list: Mark[] = []
  #isSorted = true

  add(mark: Mark): void {
    this.#isSorted &&= (this.#list.at(-1)?.atMs ?? mark.atMs) <= mark.atMs
    this.#list.push(mark)
  }

  remove(id: string): void {
    this.#list = this.#list.filter((one) => one.id !== id)
  }

  during({ fromMs, toMs }: Interval): readonly Mark[] {
    if (!this.#isSorted) {
      this.#list = this.#list.toSorted((a, b) => a.atMs - b.atMs)
      this.#isSorted = true
    }
    const from = this.#first(fromMs)
    let to = from
    while (to < this.#list.length && (this.#list[to] as Mark).atMs <= toMs) to += 1
    return this.#list.slice(from, to)
  }

  #first(ms: InstantMs): number {
    let [low, high] = [0, this.#list.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#list[middle] as Mark).atMs < ms) low = middle + 1
      else high = middle
    }
    return low
  }
}

interface Held {
  readonly atMs: InstantMs
  readonly clauses: readonly string[]
}

/** The events that the clauses of one agreement count. */
export class Tally implements Counting {
  readonly #judge: CompiledAgreement
  readonly #marks = new Map<string, Marks>()
  readonly #held = new Map<string, Held>()
  /** Longest time that any clause counts over, milliseconds. */
  readonly #withinMs: number
  /** Some clause counts the fire of one party only. */
  readonly #isByParty: boolean

  constructor(agreement: Agreement) {
    this.#judge = compileAgreement(alone(agreement))
    this.#withinMs = Math.max(0, ...agreement.provisions.map(({ count }) => count?.withinMs ?? 0))
    this.#isByParty = agreement.provisions.some(({ count }) => count?.by !== undefined)
  }

  #byPartyOf(event: Event): ByParty | null {
    return this.#isByParty ? byPartyOf(event, this.#judge.ground(event)) : null
  }

  /** Takes an event in, in place of what was known of it; gives the times whose events it is or was counted with. */
  add(event: Event, standing: Standing | undefined): readonly Interval[] {
    const before = this.remove(event.id)
    const candidates = this.#judge.evaluate(event, { standing })
    if (candidates.length === 0) return before
    const by = this.#byPartyOf(event)
    for (const { clause, probability, conditions } of candidates) {
      const marks = this.#marks.get(clause) ?? new Marks()
      this.#marks.set(clause, marks)
      const isOpen = conditions.some(
        ({ condition, held }) => held === 'undecided' && OPEN.has(condition),
      )
      marks.add({ ...markOf(event), probability, isOpen, by })
    }
    const held = { atMs: event.observed.fromMs, clauses: candidates.map(({ clause }) => clause) }
    this.#held.set(event.id, held)
    return [...before, this.#reachOf(held)]
  }

  /** Takes an event out again; gives the times, both ends closed, whose events it was counted with. */
  remove(id: string): readonly Interval[] {
    const held = this.#held.get(id)
    if (held === undefined) return []
    for (const clause of held.clauses) this.#marks.get(clause)?.remove(id)
    this.#held.delete(id)
    return [this.#reachOf(held)]
  }

  #reachOf({ atMs }: Held): Interval {
    return { fromMs: atMs - this.#withinMs, toMs: atMs + this.#withinMs }
  }

  /** What a clause that counts comes to for an event; the event itself need not have been taken in. */
  massOf({ clause, count }: Provision, event: Event): Massed | null {
    if (count === undefined) return null
    const by = count.by === undefined ? null : this.#byPartyOf(event)
    const own = { ...markOf(event), probability: 1, isOpen: false, by }
    const time = { fromMs: own.atMs - count.withinMs, toMs: own.atMs + count.withinMs }
    return massFor(own, this.#marks.get(clause)?.during(time) ?? [], count)
  }
}
