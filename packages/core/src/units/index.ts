/** Milliseconds since 1970-01-01T00:00:00Z (UTC), never local time. */
export type InstantMs = number
/** Milliseconds of elapsed time. */
export type DurationMs = number
/** One hour of elapsed time; "72 h" is always 72 of these, whatever a wall clock does. */
export const HOUR_MS: DurationMs = 3_600_000
/** One minute of elapsed time. */
export const MINUTE_MS: DurationMs = 60_000
/** Twenty-four hours of elapsed time; not a calendar day. */
export const DAY_MS: DurationMs = 24 * HOUR_MS

/** A closed interval of instants, `fromMs <= toMs`. */
export interface Interval {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}

/** An operating error as a value: what was refused and how to mend it. */
export interface Refused {
  readonly refused: string
}
/** Whether a result is a refusal. */
export const isRefused = (result: object): result is Refused => 'refused' in result

/** A source of uniform numbers in [0, 1). The only randomness that core knows. */
export type Random = () => number
/** A seeded generator (mulberry32, T. Ettinger 2017): the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
