// Goal: what a call is about reads the same everywhere, says what, where and since when, and what is not known is said to be.
// Method: one of each way to be known.
import { expect, test } from 'vitest'
import { tellKinds, tellPlace, tellPosition } from './index.ts'

const nowhere = { area: null, near: null, toldFrom: null, position: null, errorM: null }

test('a place is told by the nearest name, the area and the coordinates as the map says them', () => {
  const position = { lonDeg: 38.0567, latDeg: 48.3321 }
  const near = '4 km NE of Horlivka'
  expect(tellPlace({ ...nowhere, near, area: 'Area 2', position, errorM: 300 })).toBe(
    '4 km NE of Horlivka, Area 2, 48.332° N 38.057° E',
  )
  expect(tellPlace({ ...nowhere, toldFrom: 'Avdiivka' })).toBe('told from Avdiivka')
  expect(tellPosition({ lonDeg: -0.5, latDeg: -1 })).toBe('1.000° S 0.500° W')
})

test('a place that nobody knows is said to be so', () => {
  for (const place of [null, nowhere]) expect(tellPlace(place)).toBe('place not known')
})

test('kinds are counted, and events that are not at hand are counted beside them', () => {
  const kinds = [
    { kind: 'explosion', events: 3 },
    { kind: 'burst', events: 1 },
  ]
  expect(tellKinds({ kinds, events: 4 })).toBe('3 × explosion, 1 × burst')
  expect(tellKinds({ kinds, events: 6 })).toContain('2 more of a kind not at hand')
  expect(tellKinds({ kinds: [], events: 0 })).toBe('no event')
})
