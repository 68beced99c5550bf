/**
 * Goal: the picture carries what a page draws and nothing that it reads off as nought, and whoever asks has the support points.
 * Method: events with and without place and zones; what stays is compared with what came in, and the event itself is unchanged.
 */
import type { ReleasedEvent } from '@holdfast/core/verify'
import { expect, test } from 'vitest'
import { pictured } from './pictured.ts'

const estimate = {
  position: { lonDeg: 38, latDeg: 48 },
  covarianceM2: { ee: 1, en: 0, nn: 1 },
  ellipse95: { semiMajorM: 3, semiMinorM: 2, azimuthDeg: 10 },
  support: Array.from({ length: 128 }, (_, n) => ({ eastM: n, northM: -n })),
}
const zones = ['a', 'b', 'c'].map((zone, n) => ({ zone, probability: n / 4 }))
const event = { id: 'e', observations: ['o'], estimate, zones } as unknown as ReleasedEvent

test('support points come only for those who ask, and the rest of the place stays', () => {
  const before = structuredClone(event)
  const { support: _, ...place } = estimate
  expect(pictured(event, {}).estimate).toEqual(place)
  expect(pictured(event, {}).estimate).not.toHaveProperty('support')
  expect(pictured(event, { support: false }).estimate).toEqual(place)
  expect(pictured(event, { support: true }).estimate).toEqual(estimate)
  expect(pictured({ ...event, estimate: null }, {}).estimate).toBeNull()
  expect(event).toEqual(before)
})

test('a zone that the event cannot lie in is not named, and no other one is lost', () => {
  expect(pictured(event, {}).zones).toEqual([
    { zone: 'b', probability: 0.25 },
    { zone: 'c', probability: 0.5 },
  ])
  const { zones: _, ...released } = event as ReleasedEvent & { zones: unknown }
  expect(pictured(released, {})).not.toHaveProperty('zones')
})
