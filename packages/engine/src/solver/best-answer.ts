/**
 * The best answer of a run so far: it is only ever replaced by a better one, and tells programs what of it they must keep.
 * Better is what is better on the first level that differs; once late levels are weighed against each other, what is better
 * in their sum; once levels are held line by line, no line of theirs gives up anything either.
 */
import {
  isBetter,
  levelsOf,
  searchForces,
  shortfallsOf,
  wholeOf,
} from '@holdfast/core/generate/model'
import type {
  ForceAssignment,
  ForceIndex,
  HeldLevel,
  ObjectiveLevel,
  Shortfall,
} from '@holdfast/core/generate/model'
import { seededRandom } from '@holdfast/core/units'

const SEED = 20_260_301

/** A search from some assignments. */
interface Searching {
  readonly from: readonly ForceAssignment[]
  readonly workMax: number
  /** Only lines of this priority are filled better; null: all. */
  readonly priority: number | null
  /** What serves lines of this priority or before stays there; 0: nothing has to. */
  readonly heldMax: number
}

/** See the head of the file. */
export class BestAnswer {
  readonly index: ForceIndex
  assignments: readonly ForceAssignment[] = []
  /** Lines of a priority before this give nothing up; 0: levels are held in all. */
  heldBefore = 0
  /** Levels from this priority on are weighed against each other; null: each comes before the next. */
  weighedFrom: number | null = null

  constructor(index: ForceIndex) {
    this.index = index
  }

  /** Searches, and keeps what is found where it is better; without work, the assignments are made to fit and filled up. */
  search(searching: Searching): void {
    const found = searchForces(this.index, searching, seededRandom(SEED))
    const now = levelsOf(this.index, this.assignments)
    if (!isBetter(levelsOf(this.index, found), now, this.weighedFrom)) return
    if (this.heldBefore > 0 && this.#givesUp(found)) return
    this.assignments = found
  }

  /** Keeps an answer of a program where it is better. */
  offer(from: readonly ForceAssignment[]): void {
    this.search({ from, workMax: 0, priority: null, heldMax: 0 })
  }

  /** What it comes to on a level. */
  objective(level: ObjectiveLevel['level']): number {
    return levelsOf(this.index, this.assignments).find((one) => one.level === level)?.objective ?? 0
  }

  /** What it comes to in the weighted whole. */
  whole(): number {
    return wholeOf(levelsOf(this.index, this.assignments))
  }

  /** The sums of the levels before. */
  held(level: ObjectiveLevel['level']): readonly HeldLevel[] {
    return levelsOf(this.index, this.assignments).flatMap(({ level: other, objective }) =>
      other === 'acceptance' || (level !== 'acceptance' && other >= level)
        ? []
        : [{ priority: other, without: null, most: objective, lines: null, least: 0 }],
    )
  }

  /** What each line of the levels before lacks. */
  heldLines(level: ObjectiveLevel['level']): readonly Shortfall[] {
    const before = this.#before(level === 'acceptance' ? 10 : level)
    return shortfallsOf(this.index, this.assignments).filter(({ line }) => before.has(line))
  }

  #before(level: number): ReadonlySet<string> {
    return new Set(this.index.lines.flatMap(({ id, priority }) => (priority < level ? [id] : [])))
  }

  /** Whether a line of the levels that are held line by line would lack more than it does. */
  #givesUp(found: readonly ForceAssignment[]): boolean {
    const now = shortfallsOf(this.index, this.assignments)
    const before = this.#before(this.heldBefore)
    return shortfallsOf(this.index, found).some(
      ({ line, shortfall }, i) => before.has(line) && shortfall > (now[i]?.shortfall ?? 0),
    )
  }
}
