import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  azimuthDeg,
  contains,
  destination,
  distanceM,
  distanceToLineM,
  ellipseHolds,
  ellipseOf,
  ellipsePolygon,
  extentOf,
  frameAt,
  intersection,
  isClosed,
  sideOf,
  snapToGrid,
  supportPositions,
} from './index.ts'

// Goal: metres and sides that others decide by are right. Method: the arc lengths of a degree on WGS 84 as published,
// and properties (what goes out comes back).

const lonDeg = fc.double({ min: -180, max: 179.999, noNaN: true })
const latDeg = fc.double({ min: -70, max: 70, noNaN: true })
const position = fc.record({ lonDeg, latDeg })
const metres = fc.double({ min: -50_000, max: 50_000, noNaN: true })

/** Metres north and east of a degree at a latitude. */
const degreeAt = (lat: number): readonly number[] => {
  const { eastM, northM } = frameAt({ lonDeg: 30, latDeg: lat }).toOffset({
    lonDeg: 31,
    latDeg: lat + 1,
  })
  return [Math.round(northM), Math.round(eastM)]
}

describe('the local frame', () => {
  test('a degree has the published length (WGS 84: at the equator 110,574 m and 111,319 m, at 45° 111,132 m and 78,847 m)', () => {
    expect(degreeAt(0)).toEqual([110_574, 111_319])
    expect(degreeAt(45)).toEqual([111_132, 78_847])
  })

  test('there and back is the same place, across the date line too', () => {
    fc.assert(
      fc.property(position, metres, metres, (origin, eastM, northM) => {
        const { toOffset, toPosition } = frameAt(origin)
        const back = toOffset(toPosition({ eastM, northM }))
        expect(back.eastM).toBeCloseTo(eastM, 3)
        expect(back.northM).toBeCloseTo(northM, 3)
      }),
    )
  })

  test('destination, distance and azimuth agree to half a per cent and half a degree', () => {
    const ways = fc.record({
      azimuthDeg: fc.double({ min: 0, max: 359, noNaN: true }),
      distanceM: fc.double({ min: 100, max: 20_000, noNaN: true }),
    })
    fc.assert(
      fc.property(position, ways, (from, way) => {
        const to = destination(from, way)
        expect(Math.abs(distanceM(from, to) / way.distanceM - 1)).toBeLessThan(0.005)
        const off = Math.abs(azimuthDeg(from, to) - way.azimuthDeg)
        expect(Math.min(off, 360 - off)).toBeLessThan(0.5)
      }),
    )
  })

  test('rounding to a grid moves by less than a cell, and rounding twice is rounding once', () => {
    fc.assert(
      fc.property(position, (place) => {
        const rounded = snapToGrid(place, 1_000)
        expect(distanceM(place, rounded)).toBeLessThan(725)
        expect(distanceM(rounded, snapToGrid(rounded, 1_000))).toBeLessThan(0.01)
      }),
    )
  })
})

const square = {
  ring: [
    { lonDeg: 38, latDeg: 48 },
    { lonDeg: 39, latDeg: 48 },
    { lonDeg: 39, latDeg: 49 },
    { lonDeg: 38, latDeg: 49 },
    { lonDeg: 38, latDeg: 48 },
  ],
}
const bent = {
  vertices: [
    { lonDeg: 38, latDeg: 48 },
    { lonDeg: 38, latDeg: 49 },
    { lonDeg: 39, latDeg: 49 },
  ],
}

describe('shapes', () => {
  test('a ring is closed or it is not', () => {
    expect(isClosed(square)).toBe(true)
    expect(isClosed({ ring: square.ring.slice(0, 4) })).toBe(false)
    expect(isClosed({ ring: [] })).toBe(false)
  })

  test('a polygon contains what lies in it, and neighbours share no point', () => {
    expect(contains(square, { lonDeg: 38.5, latDeg: 48.5 })).toBe(true)
    expect(contains(square, { lonDeg: 39.5, latDeg: 48.5 })).toBe(false)
    expect(contains(square, { lonDeg: 38.5, latDeg: 49.001 })).toBe(false)
    const east = { ring: square.ring.map((vertex) => ({ ...vertex, lonDeg: vertex.lonDeg + 1 })) }
    fc.assert(
      fc.property(fc.double({ min: 48.01, max: 48.99, noNaN: true }), (lat) => {
        const edge = { lonDeg: 39, latDeg: lat }
        expect([contains(square, edge), contains(east, edge)].filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('left and right of a line, round both senses of a bend', () => {
    expect(sideOf(bent, { lonDeg: 37.9, latDeg: 48.5 })).toBe('left')
    expect(sideOf(bent, { lonDeg: 38.1, latDeg: 48.5 })).toBe('right')
    expect(sideOf(bent, { lonDeg: 37.9, latDeg: 49.1 })).toBe('left')
    expect(sideOf(bent, { lonDeg: 37.99, latDeg: 49.4 })).toBe('left')
    expect(sideOf(bent, { lonDeg: 38.5, latDeg: 48.9 })).toBe('right')
    const back = { vertices: bent.vertices.toReversed() }
    expect(sideOf(back, { lonDeg: 37.9, latDeg: 49.1 })).toBe('right')
    // An acute spike: beyond its tip the two legs' prolongations disagree.
    const spike = {
      vertices: [
        { lonDeg: 38, latDeg: 48 },
        { lonDeg: 39, latDeg: 48.05 },
        { lonDeg: 38, latDeg: 48.1 },
      ],
    }
    expect(sideOf(spike, { lonDeg: 39.2, latDeg: 48.06 })).toBe('right')
    expect(sideOf(spike, { lonDeg: 39.2, latDeg: 48.04 })).toBe('right')
    expect(sideOf(spike, { lonDeg: 38.5, latDeg: 48.05 })).toBe('left')
  })
})

describe('lines', () => {
  test('the distance to a line is to its nearest leg', () => {
    expect(distanceToLineM(bent, { lonDeg: 37.9, latDeg: 48.5 })).toBeCloseTo(
      distanceM({ lonDeg: 37.9, latDeg: 48.5 }, { lonDeg: 38, latDeg: 48.5 }),
      0,
    )
    expect(distanceToLineM({ vertices: [] }, { lonDeg: 38, latDeg: 48 })).toBe(Infinity)
  })

  test('segments cross where they cross', () => {
    const at = intersection(
      [
        { lonDeg: 38, latDeg: 48 },
        { lonDeg: 38.2, latDeg: 48.2 },
      ],
      [
        { lonDeg: 38, latDeg: 48.2 },
        { lonDeg: 38.2, latDeg: 48 },
      ],
    )
    expect(at?.lonDeg).toBeCloseTo(38.1, 9)
    expect(at?.latDeg).toBeCloseTo(48.1, 9)
    expect(
      intersection(
        [
          { lonDeg: 38, latDeg: 48 },
          { lonDeg: 38.2, latDeg: 48 },
        ],
        [
          { lonDeg: 38, latDeg: 48.1 },
          { lonDeg: 38.2, latDeg: 48.1 },
        ],
      ),
    ).toBeNull()
  })
})

describe('estimates', () => {
  test('an ellipse lies along its covariance, and its outline is on its edge', () => {
    const ellipse95 = ellipseOf({ ee: 4e6, en: 0, nn: 1e6 })
    expect(ellipse95.azimuthDeg).toBeCloseTo(90, 9)
    expect(ellipse95.semiMajorM / 2_000).toBeCloseTo(2.4477, 4)
    expect(ellipseOf({ ee: 2e6, en: 1e6, nn: 2e6 }).azimuthDeg).toBeCloseTo(45, 9)
    expect(ellipseOf({ ee: 2e6, en: -1e6, nn: 2e6 }).azimuthDeg).toBeCloseTo(135, 9)
    const origin = { lonDeg: 38, latDeg: 48 }
    const ring = ellipsePolygon({ position: origin, ellipse95 }, 32)
    expect(isClosed(ring)).toBe(true)
    const { toOffset } = frameAt(origin)
    for (const vertex of ring.ring) {
      const { eastM, northM } = toOffset(vertex)
      expect(ellipseHolds(ellipse95, { eastM: 0.999 * eastM, northM: 0.999 * northM })).toBe(true)
      expect(ellipseHolds(ellipse95, { eastM: 1.001 * eastM, northM: 1.001 * northM })).toBe(false)
    }
  })

  test('an extent holds every point, and each of its sides touches one', () => {
    const offset = fc.record({ eastM: metres, northM: metres })
    fc.assert(
      fc.property(fc.array(offset, { minLength: 1, maxLength: 40 }), (support) => {
        const { westM, southM, eastM, northM } = extentOf(support)
        const easts = support.map((point) => point.eastM).toSorted((a, b) => a - b)
        const norths = support.map((point) => point.northM).toSorted((a, b) => a - b)
        expect([westM, eastM]).toEqual([easts[0], easts.at(-1)])
        expect([southM, northM]).toEqual([norths[0], norths.at(-1)])
      }),
    )
  })

  test('support points become positions', () => {
    const position0 = { lonDeg: 38, latDeg: 48 }
    const points = supportPositions({
      position: position0,
      covarianceM2: { ee: 1, en: 0, nn: 1 },
      ellipse95: ellipseOf({ ee: 1, en: 0, nn: 1 }),
      support: [
        { eastM: 0, northM: 0 },
        { eastM: 1_000, northM: 0 },
      ],
    })
    expect(points[0]).toEqual(position0)
    expect(distanceM(position0, points[1] ?? position0)).toBeCloseTo(1_000, 0)
  })
})
