/** Spans of plan hours in which something is shut by its own hours, whatever goes wrong. */
import { isOpenAt } from '../model/hours.ts'
import type { Opening } from '../model/index.ts'

const DAY_HOURS = 24

/** Spans one after another, `from, until, from, until …`, ascending and apart from each other. */
export type Spans = Float64Array

/** When one of the openings is shut, or the lead is not over, in `[0, horizonHours)`. */
export function shutSpans(
  openings: readonly Opening[],
  leadHours: number,
  clock: { readonly horizonHours: number; readonly clockAtHour0: number },
): Spans {
  const { horizonHours, clockAtHour0 } = clock
  const edges = new Set([0, horizonHours, leadHours])
  for (const { daily, closures } of openings) {
    for (const { fromHour, untilHour } of closures) edges.add(fromHour).add(untilHour)
    for (let day = 0; day * DAY_HOURS <= horizonHours + clockAtHour0; day += 1)
      for (const { from, until } of daily)
        edges.add(day * DAY_HOURS + from - clockAtHour0).add(day * DAY_HOURS + until - clockAtHour0)
  }
  const inside = [...edges].filter((hour) => hour >= 0 && hour <= horizonHours)
  const sorted = inside.toSorted((a, b) => a - b)
  const spans: number[] = []
  for (const [i, from] of sorted.entries()) {
    const until = sorted[i + 1]
    if (until === undefined) break
    const middle = (from + until) / 2
    const isOpen =
      middle >= leadHours && openings.every((one) => isOpenAt(one, middle, clockAtHour0))
    if (isOpen) continue
    if (spans.at(-1) === from) spans[spans.length - 1] = until
    else spans.push(from, until)
  }
  return Float64Array.from(spans)
}

/** The first hour from `hour` on that is in no span; Infinity where the last span runs to the horizon. */
export function opensAt(spans: Spans, hour: number, horizonHours: number): number {
  for (let i = 0; i < spans.length; i += 2) {
    if (hour < (spans[i] as number)) return hour
    const until = spans[i + 1] as number
    if (hour < until) return until >= horizonHours ? Infinity : until
  }
  return hour
}
