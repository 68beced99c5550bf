/**
 * Goal: a flood of reports at one place, or of one source at many, holds up nothing elsewhere, and what waits is counted until
 * it is fused. Method: by order of completion, never by time: which change brings the event that came last, among how many.
 * At one place the order of the record must stay; a queue in the order of arrival must be found out.
 */
import { expect, test } from 'vitest'
import { reportOf, sourceOf } from '@holdfast/core/fuse'
import { destination, type Position } from '@holdfast/core/geo'
import type { Observation } from '@holdfast/core/observe'
import { MINUTE_MS } from '@holdfast/core/units'
import { FusionCache } from './fusion-cache.ts'
import { HANDED_MAX } from './fusion-limits.ts'
import { FusionQueue } from './fusion-queue.ts'
import { MemoryProjections } from './sink.ts'

const HERE: Position = { lonDeg: 37.8, latDeg: 48.1 }
const THERE = destination(HERE, { azimuthDeg: 90, distanceM: 300_000 })
const START_MS = Date.UTC(2026, 0, 1)
const FLOOD = 4 * HANDED_MAX

const report = (n: number, source: string, position: Position): Observation =>
  reportOf({
    id: String(n).padStart(64, '0'),
    source,
    observer: position,
    errorM: 50,
    fix: { position, errorM: 200 },
    fromMs: START_MS,
    toMs: START_MS + MINUTE_MS,
  })
const numbers = Array.from({ length: FLOOD }, (_, n) => n)
const atOnePlace = numbers.map((n) => report(n, `s${n % 7}`, HERE))
const ofOneSource = numbers.map((n) =>
  report(n, 's0', destination(HERE, { azimuthDeg: 200, distanceM: 100_000 + 20_000 * (n % 90) })),
)
const honest = report(FLOOD, 'honest', THERE)

/** In which handful each report comes. */
function turnsOf(reports: readonly Observation[]): ReadonlyMap<string, number> {
  const queue = new FusionQueue()
  for (const [order, observation] of reports.entries()) queue.add({ observation, order })
  expect(queue.size).toBe(reports.length)
  const turns = new Map<string, number>()
  for (let turn = 0; queue.size > 0; turn += 1) {
    const taken = queue.take(HANDED_MAX)
    expect(taken.length).toBeLessThanOrEqual(HANDED_MAX)
    for (const { observation } of taken) turns.set(observation.id, turn)
  }
  expect(queue.take(1)).toEqual([])
  return turns
}

test('nothing waits for a flood at another place, nor for one of another source at many places', () => {
  for (const flood of [atOnePlace, ofOneSource]) {
    const turns = turnsOf([...flood, honest])
    expect(turns.size).toBe(FLOOD + 1)
    expect(turns.get(honest.id)).toBe(0)
    // In the order of arrival it would have been the last.
    expect(Math.max(...turns.values())).toBeGreaterThan(2)
  }
})

test('at one place the order of the record stays, whatever comes between, and a report counts once', () => {
  const queue = new FusionQueue()
  const taken: string[] = []
  for (const [order, observation] of atOnePlace.entries()) {
    queue.add({ observation, order })
    queue.add({ observation, order })
    if (order % 3 === 0) for (const one of queue.take(2)) taken.push(one.observation.id)
  }
  while (queue.size > 0) for (const one of queue.take(70)) taken.push(one.observation.id)
  expect(taken).toEqual(atOnePlace.map(({ id }) => id))
})

test('what is being fused is counted as waiting until its change is taken, and what came last elsewhere is told first', async () => {
  const cache = new FusionCache(new MemoryProjections(), Number)
  for (const id of ['honest', ...numbers.slice(0, 7).map((n) => `s${n}`)])
    cache.addSource(sourceOf(id))
  for (const [order, one] of [...atOnePlace, honest].entries()) cache.add(one, order)
  const waited: number[] = []
  const told: boolean[] = []
  for await (const { events } of cache.refuse(() => told.length >= 2)) {
    waited.push(cache.waiting)
    told.push(events.some(({ observations }) => observations.includes(honest.id)))
  }
  expect(waited).toEqual([FLOOD + 1, FLOOD + 1 - HANDED_MAX])
  expect(told).toEqual([true, false])
  // Told that it is enough, it keeps the rest.
  expect(cache.waiting).toBe(FLOOD + 1 - 2 * HANDED_MAX)
  expect(cache.isDue).toBe(true)
})
