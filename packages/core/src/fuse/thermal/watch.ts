/**
 * Day by day: which cells burn more than season, weather and satellites explain. One pixel on one day is weak evidence,
 * and cloud hides most days, so the question is asked as of a state that lasts: in each cell an excess is there or not,
 * it begins seldom, oftener beside another, and ends after weeks; each day's count speaks for or against it (a forward
 * filter of a two-state hidden Markov model in every cell: L. R. Rabiner 1989, equations 19 and 20, with the neighbours in
 * the transition). Causal: a day's answer uses that day and those before it. What comes out is an indication, never an
 * event.
 */
import type { Refused } from '../../units/index.ts'
import { RegionalActivity } from './activity.ts'
import { COUNT_MAX, END, LIKELIHOOD_RATIO_MAX, ONSET, SPREAD } from './assumptions.ts'
import { sumByBlock } from './background.ts'
import type { Background } from './background.ts'
import { SLOTS, dateOf } from './calendar.ts'
import { classIn } from './dispersion.ts'
import { NO_FIRE_RATIO, likelihoodRatio } from './excess.ts'
import { midChance } from './negative-binomial.ts'
import type { Spread } from './negative-binomial.ts'

/** A day's fires: cells and their counts, each cell once. */
export interface DayCounts {
  readonly epochDay: number
  readonly cell: ArrayLike<number>
  readonly count: ArrayLike<number>
  /**
   * How much was seen of the ground, by cell, against a day of mean cloud: 0 is nothing, 1 the mean, and so everywhere where
   * it is left out. A fire that was seen was seen; but no fire says only as much as the ground was seen.
   */
  readonly seen?: ArrayLike<number>
}
/** Where the state settles without data, to first order: onsets, and those that spread, against ends. */
const UNSEEN = ONSET / (END - 8 * SPREAD)

/** By cell, as of one day; the arrays are the watch's own and are overwritten by the next day. */
export interface Picture {
  readonly epochDay: number
  /** Fires seen, at most 60. */
  readonly observed: Uint8Array
  /** Fires that season, weather and satellites explain. */
  readonly expected: Float64Array
  /** Probability that an excess is there on this day, given this day and those before. */
  readonly probability: Float64Array
}

/** A watch as it stood after a day. */
export interface WatchCheckpoint {
  readonly activity: RegionalActivity
  readonly probability: Float64Array
  readonly epochDay: number | null
}

/**
 * Push days in ascending order; a day that was not seen (no data at all) is left out, and the state drifts to its prior.
 * State: 25 bytes a cell and seventeen numbers a block, whatever comes in; the background is shared.
 */
export class ThermalWatch {
  readonly background: Background
  #activity: RegionalActivity
  readonly #blockObserved: Float64Array
  readonly #blockExpected: Float64Array
  readonly #observed: Uint8Array
  readonly #expected: Float64Array
  #probability: Float64Array
  #before: Float64Array
  #epochDay: number | null = null
  #slot = 0

  constructor(background: Background) {
    const { grid } = background
    this.background = background
    this.#activity = new RegionalActivity(grid)
    this.#blockObserved = new Float64Array(grid.blocks)
    this.#blockExpected = new Float64Array(grid.blocks)
    this.#observed = new Uint8Array(grid.cells)
    this.#expected = new Float64Array(grid.cells)
    this.#probability = new Float64Array(grid.cells).fill(UNSEEN)
    this.#before = new Float64Array(grid.cells)
  }

  /** The same as it stands after the last day, to go back to when a day before is revised. 17 numbers a block, 8 bytes a cell. */
  checkpoint(): WatchCheckpoint {
    return {
      activity: this.#activity.copy(),
      probability: Float64Array.from(this.#probability),
      epochDay: this.#epochDay,
    }
  }

  /** A watch that goes on from a checkpoint of the same background; the checkpoint stays as it is. */
  static from(
    background: Background,
    { activity, probability, epochDay }: WatchCheckpoint,
  ): ThermalWatch {
    const watch = new ThermalWatch(background)
    watch.#activity = activity.copy()
    watch.#probability.set(probability)
    watch.#epochDay = epochDay
    return watch
  }

  /** Takes a day; refused where it is not after the last one. */
  push(day: DayCounts): Picture | Refused {
    const last = this.#epochDay
    if (!Number.isSafeInteger(day.epochDay)) return { refused: `${day.epochDay} is no day` }
    if (last !== null && day.epochDay <= last)
      return {
        refused: `day ${day.epochDay} comes after day ${last}; give days in order, each once`,
      }
    // A year without data forgets all there was; more days of it need not be walked.
    const steps = last === null ? 1 : Math.min(day.epochDay - last, SLOTS)
    for (let step = 0; step < steps; step += 1) this.#predict()
    this.#epochDay = day.epochDay
    this.#slot = dateOf(day.epochDay).slot
    this.#count(day)
    this.#expect()
    this.#weigh(day.seen)
    return {
      epochDay: day.epochDay,
      observed: this.#observed,
      expected: this.#expected,
      probability: this.#probability,
    }
  }

  #predict(): void {
    const { columns, rows } = this.background.grid
    const before = this.#probability
    const after = this.#before
    for (let y = 0; y < rows; y += 1)
      for (let x = 0; x < columns; x += 1) {
        const at = y * columns + x
        const [west, east] = [Math.max(0, x - 1), Math.min(columns - 1, x + 1)]
        let near = -(before[at] as number)
        for (let v = Math.max(0, y - 1); v <= Math.min(rows - 1, y + 1); v += 1)
          for (let u = west; u <= east; u += 1) near += before[v * columns + u] as number
        const stays = (1 - END) * (before[at] as number)
        after[at] = stays + (1 - stays) * (ONSET + SPREAD * near)
      }
    this.#probability = after
    this.#before = before
  }

  #count({ cell, count }: DayCounts): void {
    const { blockOf } = this.background
    this.#observed.fill(0)
    this.#blockObserved.fill(0)
    for (let i = 0; i < cell.length; i += 1) {
      const at = cell[i] as number
      const n = Math.min(count[i] as number, COUNT_MAX)
      const b = blockOf[at]
      if (b === undefined) continue
      this.#observed[at] = n
      this.#blockObserved[b] = (this.#blockObserved[b] as number) + n
    }
  }

  #expect(): void {
    const { grid, dispersion, useOf } = this.background
    sumByBlock(this.background, this.#slot, this.#blockExpected)
    this.#activity.push(this.#blockObserved, this.#blockExpected)
    for (let cell = 0; cell < grid.cells; cell += 1) {
      const foretold = this.#foretold(cell)
      const k = classIn(useOf[cell] as number, foretold)
      this.#expected[cell] = foretold * (dispersion.factor[k] as number)
    }
  }

  #foretold(cell: number): number {
    const { blockOf, rates } = this.background
    const ratio = this.#activity.ratio[blockOf[cell] as number] as number
    return (rates[cell * SLOTS + this.#slot] as number) * ratio
  }

  /** How the background's fires of the cell are distributed on the last day that was pushed. */
  spread(cell: number): Spread {
    const { useOf, dispersion } = this.background
    const k = classIn(useOf[cell] as number, this.#foretold(cell))
    return { mean: this.#expected[cell] as number, size: dispersion.size[k] as number }
  }

  // The likelihood of no fire is a mixture: the ground was seen and showed none, or was not seen. That of a day of mean
  // cloud is the mixture already.
  #weigh(seen: ArrayLike<number> | undefined): void {
    const silent = 1 - NO_FIRE_RATIO
    for (let cell = 0; cell < this.#observed.length; cell += 1) {
      const n = this.#observed[cell] as number
      const ratio =
        n === 0
          ? Math.max(1 / LIKELIHOOD_RATIO_MAX, 1 - silent * (seen?.[cell] ?? 1))
          : likelihoodRatio(this.spread(cell), n)
      const p = this.#probability[cell] as number
      this.#probability[cell] = (p * ratio) / (p * ratio + 1 - p)
    }
  }

  /**
   * Chance that the background alone shows fewer fires than the cell has today, ties counted half: the day by itself,
   * without what was before it. Of the last day that was pushed.
   */
  surprise(cell: number): number {
    return midChance(this.spread(cell), this.#observed[cell] ?? 0)
  }
}
