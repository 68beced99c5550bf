/**
 * Reports that wait to be fused, so that a flood at one place, or of one source, does not hold up what happens elsewhere:
 * sources take turns, and within a source places do. At one place reports keep the order of the record, for with more of them
 * than may be fused together the order tells which are.
 */
import type { Observation } from '@holdfast/core/observe'
import { TURN_MAX } from './fusion-limits.ts'
import { cellKeyOf } from './fusion-place.ts'
import type { Ordered } from './fusion-window.ts'

/** The reports of one place, in the order of the record. */
interface Line {
  readonly key: string
  readonly reports: Map<string, Ordered>
}

/** The queue. */
export class FusionQueue {
  readonly #lines = new Map<string, Line>()
  /** Lines by the source of their first report: each line stands under one source. Whose turn it is comes first. */
  readonly #turns = new Map<string, Line[]>()
  #size = 0

  /** How many wait. */
  get size(): number {
    return this.#size
  }

  /** Puts one in; the same report again is none. */
  add(ordered: Ordered): void {
    const { observation } = ordered
    const key = cellKeyOf(observation)
    const line = this.#lines.get(key) ?? { key, reports: new Map() }
    if (line.reports.has(observation.id)) return
    line.reports.set(observation.id, ordered)
    this.#size += 1
    if (this.#lines.has(key)) return
    this.#lines.set(key, line)
    this.#queue(line, observation)
  }

  #queue(line: Line, { source }: Observation): void {
    const lines = this.#turns.get(source)
    if (lines === undefined) this.#turns.set(source, [line])
    else lines.push(line)
  }

  /** Takes the next ones out, at the most so many. */
  take(most: number): readonly Ordered[] {
    const taken: Ordered[] = []
    while (taken.length < most) {
      const [turn] = this.#turns
      if (turn === undefined) break
      const [source, lines] = turn
      const line = lines.shift()
      this.#turns.delete(source)
      if (lines.length > 0) this.#turns.set(source, lines)
      if (line !== undefined) this.#takeFrom(line, Math.min(TURN_MAX, most - taken.length), taken)
    }
    this.#size -= taken.length
    return taken
  }

  #takeFrom(line: Line, most: number, taken: Ordered[]): void {
    let left = most
    for (const [id, ordered] of line.reports) {
      if (left === 0) {
        this.#queue(line, ordered.observation)
        return
      }
      left -= 1
      taken.push(ordered)
      line.reports.delete(id)
    }
    this.#lines.delete(line.key)
  }
}
