import type { DurationMs, InstantMs } from '@holdfast/core/units'

const two = (n: number): string => String(n).padStart(2, '0')

/** `T−71:59:58` before the deadline and `T+00:00:03` after it: hours of elapsed time, never calendar days. */
export function formatCountdown({
  dueMs,
  nowMs,
}: {
  readonly dueMs: InstantMs
  readonly nowMs: InstantMs
}): string {
  // Rounded towards the deadline, so that the clock reads zero only once it has passed.
  const leftS =
    dueMs >= nowMs ? Math.ceil((dueMs - nowMs) / 1000) : -Math.floor((nowMs - dueMs) / 1000)
  const s = Math.abs(leftS)
  return `${leftS < 0 ? 'T+' : 'T−'}${two(Math.floor(s / 3600))}:${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`
}

/** `15 min`, `24 h`, `2 h 30 min`: elapsed time in the units that the agreement uses. */
export function formatElapsed(durationMs: DurationMs): string {
  const minutes = Math.round(durationMs / 60_000)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes} min`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${two(minutes % 60)} min`
}

const formats = new Map<string, Intl.DateTimeFormat>()
function partsIn(instantMs: InstantMs, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]))
}

/** The zone that the ground keeps: daylight saving included. */
export const KYIV = 'Europe/Kyiv'

/** `18:40:05` on the wall in the given IANA zone. */
export function formatTime(instantMs: InstantMs, zone = 'UTC'): string {
  const { hour, minute, second } = partsIn(instantMs, zone)
  return `${hour}:${minute}:${second}`
}
/** `2016-06-17` in the given IANA zone. */
export function formatDate(instantMs: InstantMs, zone = 'UTC'): string {
  const { year, month, day } = partsIn(instantMs, zone)
  return `${year}-${month}-${day}`
}
/** `2016-06-17 18:40` in the given IANA zone; `Z` follows when it is UTC. */
export function formatMinute(instantMs: InstantMs, zone = 'UTC'): string {
  return `${formatDate(instantMs, zone)} ${formatTime(instantMs, zone).slice(0, 5)}${zone === 'UTC' ? 'Z' : ''}`
}
/** A closed interval, its date said once when both ends share it. */
export function formatInterval({
  fromMs,
  toMs,
}: {
  readonly fromMs: InstantMs
  readonly toMs: InstantMs
}): string {
  if (fromMs === toMs) return formatMinute(fromMs)
  const sameDay = formatDate(fromMs) === formatDate(toMs)
  const end = sameDay ? `${formatTime(toMs).slice(0, 5)}Z` : formatMinute(toMs)
  return `${formatMinute(fromMs).slice(0, -1)}–${end}`
}
