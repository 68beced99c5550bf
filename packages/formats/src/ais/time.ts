import { CLOCK_AHEAD_MS_MAX, OBSERVED_MS_MIN } from '@holdfast/core/observe'
import type { Observation } from '@holdfast/core/observe'
import type { InstantMs } from '@holdfast/core/units'
import type { Message, TagBlock, UtcReport } from './types.ts'

/**
 * When a report was made. A sentence has at most the second of the minute; the receiver's tag block has the time when
 * it heard it. So the tag block is taken where there is one (a network's clock), else the second is completed from
 * when the sentence reached us ('degraded': a feed that is late by more than half a minute gets a wrong minute).
 */

type Observed = Observation['observed']

const MINUTE = 60_000
/** Devices that take their time from satellites: GPS, GLONASS, both, Galileo, internal GNSS (M.1371-5, table 48). */
const SATELLITE_DEVICES: ReadonlySet<number> = new Set([1, 2, 3, 8, 15])

const isPlausible = (ms: InstantMs, receivedMs: InstantMs): boolean =>
  ms >= OBSERVED_MS_MIN && ms <= receivedMs + CLOCK_AHEAD_MS_MAX

/** The whole second of a minute that lies nearest to an instant. */
function nearestSecond(second: number, receivedMs: InstantMs): InstantMs {
  const here = Math.floor(receivedMs / MINUTE) * MINUTE + second * 1000
  const distance = here - receivedMs
  if (distance > MINUTE / 2) return here - MINUTE
  return distance <= -MINUTE / 2 ? here + MINUTE : here
}

function utcOf({ utc, epfd }: UtcReport, receivedMs: InstantMs): Observed | null {
  const { year, month, day, hour, minute, second } = utc
  if (year === null || month === null || day === null) return null
  if (hour === null || minute === null || second === null) return null
  const fromMs = Date.UTC(year, month - 1, day, hour, minute, second)
  if (!isPlausible(fromMs, receivedMs)) return null
  const clock = SATELLITE_DEVICES.has(epfd) ? 'gnss' : 'degraded'
  return { fromMs, toMs: fromMs + 999, basis: 'clock', clock }
}

/** Second of the minute that a message says it is of. */
function secondOf(message: Message): number | null {
  if (message.type === 4 || message.type === 11) return message.utc.second
  return 'second' in message ? message.second : null
}

/** The time, and whether the tag block's was left aside because it cannot be. */
export function timeOf(
  message: Message,
  tag: TagBlock | null,
  receivedMs: InstantMs,
): { readonly observed: Observed; readonly isTagTimeOdd: boolean } {
  const tagMs = tag?.timeMs ?? null
  if (tag !== null && tagMs !== null && isPlausible(tagMs, receivedMs)) {
    const toMs = tag.timeIsMs ? tagMs : tagMs + 999
    return {
      observed: { fromMs: tagMs, toMs, basis: 'clock', clock: 'ntp' },
      isTagTimeOdd: false,
    }
  }
  const isTagTimeOdd = tagMs !== null
  if (message.type === 11 || message.type === 4) {
    const observed = utcOf(message, receivedMs)
    if (observed !== null) return { observed, isTagTimeOdd }
  }
  const second = secondOf(message)
  if (second === null) {
    const atMs = Math.trunc(receivedMs)
    return {
      observed: { fromMs: atMs, toMs: atMs, basis: 'clock', clock: 'degraded' },
      isTagTimeOdd,
    }
  }
  const fromMs = nearestSecond(second, receivedMs)
  return {
    observed: { fromMs, toMs: fromMs + 999, basis: 'clock', clock: 'degraded' },
    isTagTimeOdd,
  }
}
