import { DAY_MS } from '@holdfast/core/units'
import type { InstantMs } from '@holdfast/core/units'
import type { Items } from '../content.ts'
import { numberAt } from './items.ts'

/**
 * ASTERIX gives the time of day and no date (and category 001 only the time within 512 s). Of all instants with that
 * time of day the nearest to the receipt is meant: a report of 23:59:59 that comes at 00:00:01 belongs to yesterday,
 * and one from a clock that is a little ahead of ours to tomorrow.
 */

/** Period of I001/141, milliseconds: 16 bits of 1/128 s. */
const TRUNCATED_MS = 512_000

/** When a record's content was so, and how far its clock can be trusted. */
export interface Instant {
  readonly ms: InstantMs
  readonly clock: 'ntp' | 'degraded'
  /** The item that gave it, or `receipt`. */
  readonly basis: string
}

/** The instant nearest to `receivedMs` that is `phaseMs` into a period; the earlier of two equally near. */
export function nearestMs(receivedMs: InstantMs, phaseMs: number, periodMs: number): InstantMs {
  const periods = Math.ceil((receivedMs - phaseMs) / periodMs - 0.5)
  return Math.round(periods * periodMs + phaseMs)
}

/**
 * The instant of a record by the first of the items that it has, each in seconds since midnight UTC. A clock that
 * gives the whole time of day counts as set by network; one that is completed further, or is absent, as degraded.
 */
export function instantOf(items: Items, names: readonly string[], receivedMs: InstantMs): Instant {
  for (const name of names) {
    const seconds = numberAt(items, name)
    if (seconds === undefined || seconds * 1_000 >= DAY_MS) continue
    return {
      ms: nearestMs(receivedMs, preciseMs(items, name, seconds), DAY_MS),
      clock: 'ntp',
      basis: `I${name}`,
    }
  }
  return { ms: receivedMs, clock: 'degraded', basis: 'receipt' }
}

/** I021/073 with the fraction of I021/074, where it has one; FSI says which second the fraction belongs to. */
function preciseMs(items: Items, name: string, seconds: number): number {
  const fraction = numberAt(items, '074', 'TOMRP')
  const shift = [0, 1, -1][numberAt(items, '074', 'FSI') ?? 3]
  if (name !== '073' || fraction === undefined || shift === undefined) return seconds * 1_000
  return (Math.floor(seconds) + shift + fraction) * 1_000
}

/** The instant of I001/141: of all times of yesterday, today and tomorrow with that remainder, the nearest to receipt. */
export function truncatedInstant(items: Items, receivedMs: InstantMs): Instant {
  const seconds = numberAt(items, '141')
  if (seconds === undefined) return { ms: receivedMs, clock: 'degraded', basis: 'receipt' }
  // A day is no whole number of periods, so each day's times are found by themselves.
  const phaseMs = seconds * 1_000
  const most = Math.ceil((DAY_MS - phaseMs) / TRUNCATED_MS) - 1
  const today = Math.floor(receivedMs / DAY_MS) * DAY_MS
  let nearest = Number.NaN
  for (const midnight of [today - DAY_MS, today, today + DAY_MS]) {
    const periods = Math.round((receivedMs - midnight - phaseMs) / TRUNCATED_MS)
    const ms = midnight + phaseMs + Math.max(0, Math.min(most, periods)) * TRUNCATED_MS
    if (!(Math.abs(nearest - receivedMs) <= Math.abs(ms - receivedMs))) nearest = ms
  }
  return { ms: Math.round(nearest), clock: 'degraded', basis: 'I141' }
}
