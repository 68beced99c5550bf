/**
 * Goal: others give way while what comes in is kept waiting, longer when the wait comes back, and not for one slow job.
 * Method: jobs at a steady rate by a clock of the test's own.
 */
import { expect, test } from 'vitest'
import { Pressure } from './pressure.ts'

const EVERY_MS = 5
/** Jobs for so long that each wait so much; gives the instant after them. */
function run(
  pressure: Pressure,
  fromMs: number,
  { forMs, waitMs }: Record<string, number>,
): number {
  let nowMs = fromMs
  for (; nowMs < fromMs + (forMs ?? 0); nowMs += EVERY_MS) pressure.waited(waitMs ?? 0, nowMs)
  return nowMs
}

test('jobs that do not wait, and one stall among them, press nobody', () => {
  const pressure = new Pressure()
  const nowMs = run(pressure, 0, { forMs: 5_000, waitMs: 2 })
  pressure.waited(500, nowMs)
  expect(pressure.isOn(nowMs)).toBe(false)
  pressure.waited(-1e9, nowMs)
  expect(pressure.isOn(nowMs)).toBe(false)
})

test('jobs that go on waiting press, and it ends some time after they do not', () => {
  const pressure = new Pressure()
  let nowMs = run(pressure, 0, { forMs: 1_000, waitMs: 50 })
  expect(pressure.isOn(nowMs)).toBe(true)
  nowMs = run(pressure, nowMs, { forMs: 2_000, waitMs: 0 })
  expect(pressure.isOn(nowMs)).toBe(true)
  nowMs = run(pressure, nowMs, { forMs: 10_000, waitMs: 0 })
  expect(pressure.isOn(nowMs)).toBe(false)
})

test('what comes back as soon as nobody gives way presses for longer each time, up to a limit', () => {
  const pressure = new Pressure()
  const holds: number[] = []
  let nowMs = 0
  for (let n = 0; n < 8; n += 1) {
    // They wait exactly while nobody gives way.
    while (!pressure.isOn(nowMs)) nowMs = run(pressure, nowMs, { forMs: EVERY_MS, waitMs: 40 })
    const fromMs = nowMs
    while (pressure.isOn(nowMs)) nowMs = run(pressure, nowMs, { forMs: EVERY_MS, waitMs: 0 })
    holds.push(nowMs - fromMs)
  }
  for (const [n, hold] of holds.entries()) expect(hold).toBeGreaterThanOrEqual(holds[n - 1] ?? 0)
  expect(holds.at(-1)).toBeGreaterThan(50_000)
  expect(holds.at(-1)).toBeLessThan(70_000)
  // After a calm it begins anew.
  nowMs = run(pressure, nowMs + 600_000, { forMs: 1_000, waitMs: 40 })
  const fromMs = nowMs
  while (pressure.isOn(nowMs)) nowMs = run(pressure, nowMs, { forMs: EVERY_MS, waitMs: 0 })
  expect(nowMs - fromMs).toBeLessThan(5_000)
})
