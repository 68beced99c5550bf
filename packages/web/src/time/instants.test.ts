// Goal: deadlines count elapsed hours, whatever a wall clock does. Method: deadlines across both changes of daylight saving in Kyiv.
import { describe, expect, it } from 'vitest'
import { KYIV, formatCountdown, formatElapsed, formatInterval, formatTime } from './index.ts'

const HOUR_MS = 3_600_000

describe('a countdown', () => {
  it.each([
    ['spring, when Kyiv skips an hour', Date.parse('2025-03-29T00:30:00Z'), '02:30:00', '03:30:00'],
    [
      'autumn, when Kyiv repeats an hour',
      Date.parse('2025-10-25T00:30:00Z'),
      '03:30:00',
      '02:30:00',
    ],
  ])('shows 72 h as 72 h in %s', (_, startMs, startInKyiv, dueInKyiv) => {
    const dueMs = startMs + 72 * HOUR_MS
    expect(formatCountdown({ dueMs, nowMs: startMs })).toBe('T−72:00:00')
    expect(formatCountdown({ dueMs, nowMs: startMs + 24 * HOUR_MS })).toBe('T−48:00:00')
    expect(formatTime(startMs, KYIV)).toBe(startInKyiv)
    expect(formatTime(dueMs, KYIV)).toBe(dueInKyiv)
  })
  it('reads zero only when the deadline has come, and counts on after it', () => {
    expect(formatCountdown({ dueMs: 1000, nowMs: 1 })).toBe('T−00:00:01')
    expect(formatCountdown({ dueMs: 1000, nowMs: 1000 })).toBe('T−00:00:00')
    expect(formatCountdown({ dueMs: 1000, nowMs: 1999 })).toMatch(/^T.00:00:00$/)
    expect(formatCountdown({ dueMs: 1000, nowMs: 1000 + 25 * HOUR_MS })).toBe('T+25:00:00')
  })
})

describe('durations and intervals', () => {
  it('speak in hours and minutes', () => {
    expect([15, 60, 150, 72 * 60].map((minutes) => formatElapsed(minutes * 60_000))).toEqual([
      '15 min',
      '1 h',
      '2 h 30 min',
      '72 h',
    ])
  })
  it('say a shared date once', () => {
    const fromMs = Date.parse('2016-06-17T18:40:00Z')
    expect(formatInterval({ fromMs, toMs: fromMs + HOUR_MS })).toBe('2016-06-17 18:40–19:40Z')
    expect(formatInterval({ fromMs, toMs: fromMs + 12 * HOUR_MS })).toBe(
      '2016-06-17 18:40–2016-06-18 06:40Z',
    )
  })
})
