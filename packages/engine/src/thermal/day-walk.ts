/**
 * The watch over a window of days that may still be revised. A day's answer rests on the days before it, so that a late
 * pass makes everything from its day on anew: from the last state that was kept before it, ten days back at the most.
 * Nothing is walked before somebody asks, and between two days the thread is given back.
 */
import { setImmediate } from 'node:timers/promises'
import { ThermalWatch, cellDaysAt } from '@holdfast/core/fuse/thermal'
import type { Background, CellDay, WatchCheckpoint } from '@holdfast/core/fuse/thermal'
import { isRefused, type Refused } from '@holdfast/core/units'
import { FireDays } from './fire-days.ts'
import { CELL_DAYS_MAX, CHECKPOINT_DAYS } from './limits.ts'

/** Which cell-days: closed range of days since 1970-01-01, and the least probability. */
export interface Asked {
  readonly first: number
  readonly last: number
  readonly probabilityMin: number
}
/** When it is: today, and how much of it has passed, 0 to 1. */
export interface Today {
  readonly epochDay: number
  readonly passed: number
}
/** What was found: the cell-days, and the received days with their fires. */
export interface Walked {
  readonly cellDays: readonly CellDay[]
  readonly days: readonly { readonly epochDay: number; readonly fires: number }[]
}

/** One office's window. */
export class DayWalk {
  readonly #background: Background
  readonly fires: FireDays
  #checkpoints: WatchCheckpoint[] = []
  #start = 0
  #revisedFrom = Infinity
  #turn: Promise<unknown> = Promise.resolve()

  constructor(background: Background) {
    this.#background = background
    this.fires = new FireDays((day) => this.#revise(day))
  }

  #revise(day: number): void {
    this.#revisedFrom = Math.min(this.#revisedFrom, day)
    this.#checkpoints = this.#checkpoints.filter(({ epochDay }) => (epochDay ?? 0) < day)
  }

  /** Begins the window at a day; what was before is forgotten, and all is walked anew. */
  begin(start: number): void {
    if (start === this.#start) return
    this.#start = start
    this.fires.forget(start)
    this.#revisedFrom = -Infinity
    this.#checkpoints = []
  }

  /** Walks to the end of the range, one answer after the other. */
  async ask(asked: Asked, today: Today): Promise<Walked | Refused> {
    const answer = this.#turn.then(() => this.#walk(asked, today))
    this.#turn = answer.catch(() => undefined)
    return await answer
  }

  async #walk({ first, last, probabilityMin }: Asked, today: Today): Promise<Walked | Refused> {
    const kept = this.#checkpoints.findLast(({ epochDay }) => (epochDay ?? 0) < first)
    const background = this.#background
    const watch =
      kept === undefined ? new ThermalWatch(background) : ThermalWatch.from(background, kept)
    // As they stand now: what comes while this walks is in the next answer.
    this.#revisedFrom = Infinity
    const days = this.fires.between((kept?.epochDay ?? this.#start - 1) + 1, last)
    const cellDays: CellDay[] = []
    const received: { epochDay: number; fires: number }[] = []
    for (const day of days) {
      await setImmediate()
      const picture = watch.push({ ...day, ...this.#sight(day.epochDay, today) })
      if (isRefused(picture)) return picture
      this.#keep(watch, day.epochDay, today)
      if (day.epochDay < first) continue
      for (const one of cellDaysAt(watch, picture, probabilityMin)) cellDays.push(one)
      if (cellDays.length > CELL_DAYS_MAX)
        return {
          refused: `more than ${CELL_DAYS_MAX} cell-days; ask for fewer days or a greater minProbability`,
        }
      received.push({ epochDay: day.epochDay, fires: day.count.length === 0 ? 0 : sum(day.count) })
    }
    return { cellDays, days: received }
  }

  // Of today only a part has passed: no fire says only as much.
  #sight(epochDay: number, today: Today): { readonly seen?: Float32Array } {
    if (epochDay < today.epochDay) return {}
    return { seen: new Float32Array(this.#background.grid.cells).fill(today.passed) }
  }

  #keep(watch: ThermalWatch, epochDay: number, today: Today): void {
    const newest = this.#checkpoints.at(-1)?.epochDay ?? this.#start - 1
    const isDue = epochDay >= newest + CHECKPOINT_DAYS && epochDay < today.epochDay
    if (isDue && epochDay < this.#revisedFrom) this.#checkpoints.push(watch.checkpoint())
  }
}

const sum = (counts: ArrayLike<number>): number => {
  let total = 0
  for (let i = 0; i < counts.length; i += 1) total += counts[i] ?? 0
  return total
}
