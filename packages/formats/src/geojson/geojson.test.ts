/**
 * Goal: the export shows what an office may have, in valid GeoJSON, and nothing that was withheld.
 * Method: the shipped record released to each office; geometry checked against RFC 7946's rules and plain trigonometry.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { azimuthDeg, distanceM } from '@holdfast/core/geo'
import { releaseObservation } from '@holdfast/core/verify'
import type { ReleasedEvent } from '@holdfast/core/verify'
import { importSmm } from '../smm/index.ts'
import { toGeoJson } from './index.ts'

const table = readFileSync(
  new URL('../../../../data/donbas/smm_observations_2015_2020.csv', import.meta.url),
)
const { observations } = importSmm(table)
const nowMs = Date.UTC(2026, 0, 1)
const seenBy = (office: 'monitor' | 'guarantors') =>
  observations.map((one) =>
    releaseObservation(one, {
      office,
      nowMs,
      findingFor: () => false,
      observation: (id) => observations.find((other) => other.id === id),
      event: () => undefined,
    }),
  )

/** Twice the area, positive where the ring runs counter-clockwise. */
const turn = (ring: readonly (readonly [number, number])[]): number =>
  ring.slice(0, -1).reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[i + 1] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)

describe('the record', () => {
  const { features } = toGeoJson({ observations: seenBy('monitor') })

  test('has one feature a row for the monitor, with closed counter-clockwise rings', () => {
    expect(features).toHaveLength(104)
    expect(features.filter(({ geometry }) => geometry === null)).toEqual([])
    for (const { geometry } of features) {
      const polygons =
        geometry?.type === 'Polygon'
          ? [geometry.coordinates]
          : geometry?.type === 'MultiPolygon'
            ? geometry.coordinates
            : []
      for (const [ring] of polygons) {
        expect(ring?.at(-1)).toEqual(ring?.[0])
        expect(turn(ring ?? [])).toBeGreaterThan(0)
      }
    }
  })

  test('draws a sector and ring as the observer gave it', () => {
    const feature = features.find(({ properties }) => properties['recordId'] === 'SMM-033')
    if (feature?.geometry?.type !== 'Polygon') throw new Error('no polygon')
    const from = { lonDeg: 37.8592, latDeg: 48.1268 }
    for (const [lonDeg, latDeg] of feature.geometry.coordinates[0] ?? []) {
      const to = { lonDeg, latDeg }
      expect(azimuthDeg(from, to)).toBeGreaterThan(281)
      expect(azimuthDeg(from, to)).toBeLessThan(304)
      expect(distanceM(from, to)).toBeGreaterThan(4_950)
      expect(distanceM(from, to)).toBeLessThan(7_050)
    }
    expect(feature.properties).toMatchObject({
      kind: 'observation',
      shows: 'event',
      from: '2016-08-15T05:00:00.000Z',
    })
  })

  test('has no place for another office, keeps the counts, and says what was withheld', () => {
    const released = toGeoJson({ observations: seenBy('guarantors') }).features
    expect(released).toHaveLength(104)
    for (const { geometry, properties } of released) {
      expect(geometry).toBeNull()
      expect(properties).toMatchObject({ shows: 'nothing', count: { n: expect.any(Number) } })
      expect(properties['withheld']).not.toEqual([])
    }
  })
})

test('events are their ellipses, lines and zones their shapes; a width has no outline', () => {
  const event: ReleasedEvent = {
    id: 'e',
    revision: 1,
    kind: 'explosion',
    phase: 'impact',
    observed: { fromMs: 0, toMs: 1 },
    estimate: {
      position: { lonDeg: 38, latDeg: 48 },
      ellipse95: { semiMajorM: 2_000, semiMinorM: 1_000, azimuthDeg: 90 },
    },
    probability: 0.9,
    count: { n: 1, precision: 'exact' },
    weapon: null,
    observations: ['a'],
    withheld: ['covariance'],
  }
  const basis = { kind: 'assumption', source: 'test' } as const
  const ring = [
    [0, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ].map(([lonDeg = 0, latDeg = 0]) => ({ lonDeg, latDeg }))
  const { type, features } = toGeoJson({
    events: [event, { ...event, id: 'f', estimate: null }],
    lines: [{ id: 'l', title: 'Line', line: { vertices: ring.slice(0, 2) }, basis }],
    zones: [
      { id: 'z', title: 'Zone', kind: 'polygon', polygon: { ring }, basis },
      {
        id: 'w',
        title: 'Width',
        kind: 'withdrawal',
        widthM: 50_000,
        lineOf: { A: 'l', B: 'l' },
        basis,
      },
    ],
  })
  expect(type).toBe('FeatureCollection')
  expect(features.map(({ id, geometry }) => [id, geometry?.type ?? null])).toEqual([
    ['l', 'LineString'],
    ['z', 'Polygon'],
    ['w', null],
    ['e', 'Polygon'],
    ['f', null],
  ])
  const [, zone, , ellipse] = features
  if (zone?.geometry?.type !== 'Polygon' || ellipse?.geometry?.type !== 'Polygon')
    throw new Error('no polygons')
  expect(turn(zone.geometry.coordinates[0] ?? [])).toBeGreaterThan(0)
  const reaches = (ellipse.geometry.coordinates[0] ?? []).map(([lonDeg, latDeg]) =>
    distanceM({ lonDeg: 38, latDeg: 48 }, { lonDeg, latDeg }),
  )
  expect(Math.max(...reaches)).toBeCloseTo(2_000, -2)
  expect(Math.min(...reaches)).toBeCloseTo(1_000, -2)
  expect(ellipse.properties).toMatchObject({ centre: [38, 48], withheld: ['covariance'] })
})
