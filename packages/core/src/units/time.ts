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
