import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'
import { STAMP_MLAT, STAMP_UAT } from './record.ts'

/** What the 48-bit stamps of a feed are. */
export type StampClock = 'counter' | 'gps' | 'received'
/** When a record was: `tMs` runs on monotonically within the feed and measures intervals only. */
export interface FeedInstant {
  readonly tMs: number
  readonly observedMs: InstantMs
  readonly clock: 'gnss' | 'degraded'
}

const TICKS_PER_MS = 12_000
const NS_SPAN = 0x4000_0000

/** Milliseconds of the day of a Radarcape's stamp (18 bits of seconds, 30 of nanoseconds), or null where it is none. */
export function gpsDayMs(stamp: number): number | null {
  const seconds = Math.floor(stamp / NS_SPAN)
  const ns = stamp % NS_SPAN
  return seconds < 86_400 && ns < 1_000_000_000 ? seconds * 1_000 + ns / 1_000_000 : null
}

/** The instant with this time of day that is nearest to another. */
export function nearestDay(dayMs: number, nearMs: InstantMs): InstantMs {
  const midnight = Math.floor(nearMs / DAY_MS) * DAY_MS
  return Math.round(dayMs + midnight + DAY_MS * Math.round((nearMs - midnight - dayMs) / DAY_MS))
}

/**
 * The time of one feed. A receiver's counter starts anywhere, wraps and restarts, so it gives intervals alone; where it
 * runs backwards or is missing, the time received does.
 */
export class FeedTime {
  readonly #clock: StampClock
  #tMs = 0
  #stampMs: number | null = null
  #receivedMs: InstantMs | null = null

  constructor(clock: StampClock) {
    this.#clock = clock
  }

  at(stamp: number | null, receivedMs: InstantMs): FeedInstant {
    const usable = stamp !== null && stamp !== STAMP_MLAT && stamp !== STAMP_UAT ? stamp : null
    const gpsMs = this.#clock === 'gps' && usable !== null ? gpsDayMs(usable) : null
    const stampMs =
      this.#clock === 'counter' && usable !== null
        ? usable / TICKS_PER_MS
        : gpsMs === null
          ? null
          : nearestDay(gpsMs, receivedMs)
    const since = this.#stampMs === null || stampMs === null ? -1 : stampMs - this.#stampMs
    this.#tMs += since >= 0 ? since : Math.max(0, receivedMs - (this.#receivedMs ?? receivedMs))
    if (stampMs !== null) this.#stampMs = stampMs
    this.#receivedMs = receivedMs
    return gpsMs === null
      ? { tMs: this.#tMs, observedMs: receivedMs, clock: 'degraded' }
      : { tMs: this.#tMs, observedMs: nearestDay(gpsMs, receivedMs), clock: 'gnss' }
  }
}
