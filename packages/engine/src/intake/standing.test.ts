/**
 * Goal: what a source that moves reports bears the place that it was at when it reported, and where nobody said that, the
 * place is not invented. Method: one feed of the workshop, the same bytes received at different times.
 */
import { expect, test } from 'vitest'
import type { Source, Waypoint } from '@holdfast/core/observe'
import { Workshop } from './workshop.ts'

const T0 = Date.UTC(2026, 2, 1, 8)
const waypoint = (atMs: number, lonDeg: number): Waypoint => ({
  atMs,
  position: { lonDeg, latDeg: 50 },
  heightM: 300,
  errorM: 20,
})
const uav: Source = {
  id: 'uav-3',
  title: 'A camera that flies',
  nation: 'ZZZ',
  kind: 'uav',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: 'uav-3',
  unsigned: 'accepted',
  trajectory: [waypoint(T0, 30), waypoint(T0 + 60_000, 30.1)],
}
const feature = JSON.stringify({
  type: 'Feature',
  id: 'f-1',
  geometry: { type: 'Point', coordinates: [30.2, 50.1] },
  properties: {
    category: 'K.STRIKE.DEEP',
    means: ['saw'],
    count: { n: 1, precision: 'exact' },
    from: '2026-03-01T07:58:00Z',
    to: '2026-03-01T07:59:00Z',
    errorM: 50,
  },
})

function observerAt(receivedMs: number): unknown {
  const workshop = new Workshop()
  workshop.do({ kind: 'sources', sources: [uav] })
  const spec = { id: 'f', channel: 'test', format: 'geojson', options: {}, source: uav.id }
  expect(workshop.do({ kind: 'open', feed: spec })).toEqual({ done: true })
  const done = workshop.do({
    kind: 'push',
    feed: 'f',
    chunks: [Buffer.from(`${feature}\n`)],
    receivedMs,
    ends: true,
    preparing: { nowMs: receivedMs, exercise: null },
  })
  if (!('pushed' in done)) throw new Error(JSON.stringify(done))
  const { batch, rejects } = done.pushed
  return (
    batch?.listed[0]?.[1].observer.position ?? {
      rejects,
      rows: batch?.rows,
      ...done.pushed.nothings,
    }
  )
}

test.each<[number, number]>([
  [0, 30],
  [30_000, 30.05],
  [60_000, 30.1],
])('%i ms on its way', (afterMs, lonDeg) => {
  expect(observerAt(T0 + afterMs)).toEqual({
    lonDeg: expect.closeTo(lonDeg, 4),
    latDeg: expect.closeTo(50, 4),
  })
})

test('when nobody said where it was, the place is that of what it saw', () => {
  expect(observerAt(T0 + 60_001)).toEqual({ lonDeg: 30.2, latDeg: 50.1 })
})
