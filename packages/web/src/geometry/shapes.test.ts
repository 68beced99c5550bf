// Goal: what is drawn is what was reported. Method: measure the drawn polygons back; arcs across north, rings, ellipses and contours.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  circle,
  distanceContour,
  ellipsePolygon,
  offsetOf,
  sectorPolygon,
  shift,
  widthDeg,
} from './index.ts'
import type { LonLat } from './index.ts'

const AVDIIVKA = { lonDeg: 37.7425, latDeg: 48.1399 }
const polar = (
  from: typeof AVDIIVKA,
  [lonDeg, latDeg]: LonLat,
): { azimuthDeg: number; distanceM: number } => {
  const { eastM, northM } = offsetOf(from, { lonDeg, latDeg })
  return {
    azimuthDeg: ((Math.atan2(eastM, northM) * 180) / Math.PI + 360) % 360,
    distanceM: Math.hypot(eastM, northM),
  }
}

describe('a bearing sector with a range ring', () => {
  it('lies between its azimuths and its ranges, also across north', () => {
    const anyRing = fc.record({
      minM: fc.integer({ min: 500, max: 5000 }),
      depthM: fc.integer({ min: 100, max: 8000 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359 }),
        fc.integer({ min: 1, max: 180 }),
        anyRing,
        (fromDeg, width, { minM, depthM }) => {
          const sector = { fromDeg, toDeg: (fromDeg + width) % 360 }
          const polygon = sectorPolygon(AVDIIVKA, sector, { minM, maxM: minM + depthM })
          expect(polygon[0]).toEqual(polygon.at(-1))
          for (const { azimuthDeg, distanceM } of polygon.map((point) => polar(AVDIIVKA, point))) {
            expect((azimuthDeg - fromDeg + 720.001) % 360).toBeLessThanOrEqual(width + 0.01)
            expect(distanceM).toBeGreaterThan(minM - 1)
            expect(distanceM).toBeLessThan(minM + depthM + 1)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
  it('is a wedge from the observer when the ring starts at nought', () => {
    const polygon = sectorPolygon(
      AVDIIVKA,
      { fromDeg: 337.5, toDeg: 22.5 },
      { minM: 0, maxM: 2000 },
    )
    expect(polygon).toContainEqual([AVDIIVKA.lonDeg, AVDIIVKA.latDeg])
    expect(widthDeg({ fromDeg: 337.5, toDeg: 22.5 })).toBe(45)
  })
})

describe('rings and ellipses', () => {
  it('close, and have the size they were given', () => {
    const ring = circle(AVDIIVKA, 3000)
    expect(ring[0]).toEqual(ring.at(-1))
    for (const point of ring) expect(polar(AVDIIVKA, point).distanceM).toBeCloseTo(3000, 0)
  })
  it('turn the major axis to its azimuth from true north', () => {
    const ellipse95 = { semiMajorM: 4000, semiMinorM: 1000, azimuthDeg: 60 }
    const points = ellipsePolygon({ position: AVDIIVKA, ellipse95 }).map((point) =>
      polar(AVDIIVKA, point),
    )
    const farthest = points.reduce((best, point) =>
      point.distanceM > best.distanceM ? point : best,
    )
    expect(farthest.distanceM).toBeCloseTo(4000, 0)
    expect(farthest.azimuthDeg % 180).toBeCloseTo(60, 3)
    expect(Math.min(...points.map(({ distanceM }) => distanceM))).toBeCloseTo(1000, 0)
  })
})

describe('a distance contour', () => {
  it('keeps its distance from the line and its side', () => {
    const line = {
      vertices: [
        shift(AVDIIVKA, { eastM: 0, northM: -60_000 }),
        shift(AVDIIVKA, { eastM: 0, northM: 60_000 }),
      ].map(([lonDeg, latDeg]) => ({ lonDeg, latDeg })),
    }
    for (const side of ['left', 'right'] as const) {
      const paths = distanceContour({ line, distanceM: 25_000, side })
      expect(paths).toHaveLength(1)
      const abreast = paths
        .flat()
        .map(([lonDeg, latDeg]) => offsetOf(AVDIIVKA, { lonDeg, latDeg }))
        .filter(({ northM }) => Math.abs(northM) < 60_001)
      expect(abreast.length).toBeGreaterThanOrEqual(2)
      for (const { eastM } of abreast)
        expect(Math.abs(eastM - (side === 'left' ? -25_000 : 25_000))).toBeLessThan(400)
    }
  })
})
