import type { Interval } from '../../units/index.ts'
import { CLOCK_HALF_MS, FLIGHT_MPS, FLIGHT_SLACK_MS } from './assumptions.ts'

/** An interval as a reader of a clock to the minute can mean it. */
const widened = ({ fromMs, toMs }: Interval): readonly [number, number] => [
  fromMs - CLOCK_HALF_MS,
  toMs + CLOCK_HALF_MS,
]

/**
 * Density, per millisecond, of the difference of two instants, each anywhere in its interval, under a Laplace kernel
 * of the given scale: the kernel's second antiderivative |d|/2 + τ/2·exp(-|d|/τ), taken at the four corners.
 */
export function timeDensity(first: Interval, second: Interval, scaleMs: number): number {
  const [a, b] = widened(first)
  const [c, d] = widened(second)
  const m = (gapMs: number): number => {
    const gap = Math.abs(gapMs)
    return gap / 2 + (scaleMs / 2) * Math.exp(-gap / scaleMs)
  }
  return Math.max(0, (m(b - c) - m(b - d) - m(a - c) + m(a - d)) / ((b - a) * (d - c)))
}

/** Whether two intervals, as read to the minute, have an instant in common. */
export function overlaps(first: Interval, second: Interval): boolean {
  const [a, b] = widened(first)
  const [c, d] = widened(second)
  return a <= d && c <= b
}

/** The time between two intervals, 0 where they touch. */
export const gapBetween = (first: Interval, second: Interval): number =>
  Math.max(0, second.fromMs - first.toMs, first.fromMs - second.toMs)

/** The instants that all intervals have in common; where readings a minute apart just miss one another, the time between them. */
export function commonTime(intervals: readonly Interval[]): Interval {
  const fromMs = Math.max(...intervals.map((interval) => interval.fromMs))
  const toMs = Math.min(...intervals.map((interval) => interval.toMs))
  return fromMs <= toMs ? { fromMs, toMs } : { fromMs: toMs, toMs: fromMs }
}

/**
 * Density, per millisecond, of an impact so long after the shot that it flies over distances from `nearM` to `farM`, at mean
 * speeds from `FLIGHT_MPS[0]` to `[1]`: even over all times that are possible, and none before the shot.
 */
export function flightDensity(
  shot: Interval,
  impact: Interval,
  { nearM, farM }: { readonly nearM: number; readonly farM: number },
): number {
  const leastMs = (1_000 * nearM) / FLIGHT_MPS[1] - FLIGHT_SLACK_MS
  const mostMs = (1_000 * farM) / FLIGHT_MPS[0] + FLIGHT_SLACK_MS
  const flewMs = (impact.fromMs + impact.toMs - shot.fromMs - shot.toMs) / 2
  return flewMs >= leastMs && flewMs <= mostMs ? 1 / (mostMs - leastMs) : 0
}
