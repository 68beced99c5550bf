/** The window's fires by day and cell, as far as an office may have them. A fire that comes late revises its day. */
import type { DayCounts } from '@holdfast/core/fuse/thermal'

/** Fires by day; a day that nothing was received of is not in it. */
export class FireDays {
  readonly #days = new Map<number, Map<number, number>>()
  readonly #onRevised: (epochDay: number) => void

  /** `onRevised` is told of each day that changes. */
  constructor(onRevised: (epochDay: number) => void) {
    this.#onRevised = onRevised
  }

  /** Counts one fire; a cell of -1 only says that the day was received. */
  add(epochDay: number, cell: number): void {
    const cells = this.#days.get(epochDay) ?? new Map<number, number>()
    this.#days.set(epochDay, cells)
    if (cell >= 0) cells.set(cell, (cells.get(cell) ?? 0) + 1)
    this.#onRevised(epochDay)
  }

  /** Forgets what is before a day. */
  forget(before: number): void {
    for (const day of this.#days.keys()) if (day < before) this.#days.delete(day)
  }

  /** The received days of a closed range, in order, as they stand now. */
  between(first: number, last: number): readonly DayCounts[] {
    return [...this.#days]
      .filter(([day]) => day >= first && day <= last)
      .toSorted(([a], [b]) => a - b)
      .map(([epochDay, cells]) => ({
        epochDay,
        cell: Int32Array.from(cells.keys()),
        count: Float64Array.from(cells.values()),
      }))
  }
}
