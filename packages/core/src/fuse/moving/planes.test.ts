import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ecefOf } from '../../geo/index.ts'
import type { Position } from '../../geo/index.ts'
import { EARTH, groundOf, placeIn, planeOf, positionOf } from './planes.ts'

// Goal: going over from plane to plane loses nothing: not the place, not the direction, not the shape of a covariance, at
// the poles and the date line as elsewhere. Method: properties over the whole Earth against straight-line geometry in
// Earth-centred coordinates, and a planted fault (a hand-over that forgets the turn) that the same check finds.

const anywhere = fc.record({
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
  latDeg: fc.double({ min: -90, max: 90, noNaN: true }),
})
const chordM = (a: Position, b: Position): number => {
  const [p, q] = [ecefOf({ position: a, heightM: 0 }), ecefOf({ position: b, heightM: 0 })]
  return Math.hypot(p.xM - q.xM, p.yM - q.yM, p.zM - q.zM)
}
const xy = new Float64Array(2)
const four = new Float64Array(4)

describe('a plane', () => {
  test('holds its cell, and gives every position back', () => {
    fc.assert(
      fc.property(anywhere, (position) => {
        const plane = planeOf(position)
        placeIn(plane, position, xy)
        const [e = 0, n = 0] = xy
        expect(Math.hypot(e, n)).toBeLessThan(190_000)
        expect(chordM(position, positionOf(plane, e, n))).toBeLessThan(1e-6)
        expect(EARTH.homeOf(plane, e, n)).toBe(plane)
      }),
    )
  })
  test('is as long as the ground to 0.1 % in all of its cell', () => {
    fc.assert(
      fc.property(anywhere, fc.double({ min: 0, max: 6.28, noNaN: true }), (position, azimuth) => {
        const plane = planeOf(position)
        placeIn(plane, position, xy)
        const [e = 0, n = 0] = xy
        const beyond = positionOf(
          plane,
          e + 1_000 * Math.sin(azimuth),
          n + 1_000 * Math.cos(azimuth),
        )
        expect(Math.abs(chordM(position, beyond) / 1_000 - 1)).toBeLessThan(0.001)
      }),
    )
  })
})

/** A stretch of 1 km at a position, as it lies in two planes; how far apart they say that it ends, metres. */
function apartM(position: Position, azimuth: number, move: typeof EARTH.move): number {
  const from = planeOf(position)
  placeIn(from, position, xy)
  const [e = 0, n = 0] = xy
  // The cell beside it: the farthest that a thing is handed over.
  const to = planeOf({
    lonDeg: position.lonDeg,
    latDeg: position.latDeg > 0 ? position.latDeg - 2 : position.latDeg + 2,
  })
  const [de, dn] = [1_000 * Math.sin(azimuth), 1_000 * Math.cos(azimuth)]
  const end = positionOf(from, e + de, n + dn)
  move(from, to, e, n, four)
  const [e2 = 0, n2 = 0, cos = 1, sin = 0] = four
  const handed = positionOf(to, e2 + cos * de - sin * dn, n2 + sin * de + cos * dn)
  return chordM(end, handed)
}

/** A hand-over that leaves directions as they were. */
const forgets: typeof EARTH.move = (from, to, e, n, out) => {
  EARTH.move(from, to, e, n, out)
  out[2] = 1
  out[3] = 0
}

describe('a hand-over', () => {
  test('keeps place and direction: 1 km on, both planes agree to 4 m', () => {
    fc.assert(
      fc.property(anywhere, fc.double({ min: 0, max: 6.28, noNaN: true }), (position, azimuth) => {
        expect(apartM(position, azimuth, EARTH.move)).toBeLessThan(4)
      }),
      { numRuns: 1_000 },
    )
  })
  test('a hand-over that forgets the turn is found (planted fault)', () => {
    // At high latitude the columns of neighbouring rows lie far apart.
    expect(apartM({ lonDeg: 24.9, latDeg: 68.1 }, 1, forgets)).toBeGreaterThan(10)
    expect(apartM({ lonDeg: 24.9, latDeg: 68.1 }, 1, EARTH.move)).toBeLessThan(4)
  })
  test('there and back again is where it was, and no turn', () => {
    fc.assert(
      fc.property(anywhere, (position) => {
        const from = planeOf(position)
        const to = planeOf({ lonDeg: position.lonDeg / 1.01, latDeg: position.latDeg / 1.01 })
        placeIn(from, position, xy)
        const [e = 0, n = 0] = xy
        EARTH.move(from, to, e, n, four)
        const [e2 = 0, n2 = 0, cos = 1, sin = 0] = four
        EARTH.move(to, from, e2, n2, four)
        expect(Math.hypot((four[0] ?? 0) - e, (four[1] ?? 0) - n)).toBeLessThan(1e-3)
        expect((four[2] ?? 0) * cos - (four[3] ?? 0) * sin).toBeCloseTo(1, 9)
      }),
    )
  })
  test('true north at an anchor is grid north; west of it grid north leans right', () => {
    const plane = planeOf({ lonDeg: 30.5, latDeg: 49 })
    expect(groundOf(plane, 0, 0).convergenceRad).toBeCloseTo(0, 12)
    expect(groundOf(plane, -100_000, 0).convergenceRad).toBeCloseTo(
      (100_000 / 6_390_000) * Math.tan((49 * Math.PI) / 180),
      3,
    )
  })
})

test('near things are near in the hash, and never farther than they are below 70 degrees', () => {
  const below = fc.record({
    lonDeg: fc.double({ min: -179, max: 179, noNaN: true }),
    latDeg: fc.double({ min: -70, max: 70, noNaN: true }),
  })
  fc.assert(
    fc.property(below, fc.double({ min: 0, max: 6.28, noNaN: true }), (position, azimuth) => {
      const plane = planeOf(position)
      placeIn(plane, position, xy)
      const [e = 0, n = 0] = xy
      EARTH.hashOf(plane, e, n, xy)
      const [x = 0, y = 0] = xy
      EARTH.hashOf(plane, e + 500 * Math.sin(azimuth), n + 500 * Math.cos(azimuth), xy)
      expect(Math.hypot((xy[0] ?? 0) - x, (xy[1] ?? 0) - y)).toBeLessThan(505)
    }),
  )
})
