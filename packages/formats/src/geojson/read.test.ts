/**
 * Goal: what is written as GeoJSON comes back in; geometries become circles that hold them; bounds hold.
 * Method: the shipped record through the writer and back; random geometries against plain distances; sizes at limits.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { distanceM } from '@holdfast/core/geo'
import type { Source } from '@holdfast/core/observe'
import { releaseObservation } from '@holdfast/core/verify'
import { identify } from '@holdfast/core/observe'
import { GEOJSON, readGeometry, toGeoJson } from './index.ts'
import { FEATURES_MAX } from './read-features.ts'
import { POSITIONS_MAX } from './read-geometry.ts'

const source: Source = {
  id: 'map',
  title: 'A map',
  nation: 'XAA',
  kind: 'public',
  reachM: {},
  detection: { pd: 1, falseReport: 0, basis: 'test' },
  group: 'map',
}
const context = {
  source,
  receivedMs: Date.UTC(2026, 0, 1),
  sha256: (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex'),
}
function read(text: string, options = {}) {
  const decoder = GEOJSON.decoder(options)
  if ('refused' in decoder) throw new Error(decoder.refused)
  const all = [decoder.push(new TextEncoder().encode(text)), decoder.end()]
  const records = all.flatMap((one) => one.records)
  const observed = records.map((record) => GEOJSON.observer(options)(record, context))
  return {
    records,
    rejects: all.flatMap((one) => one.rejects),
    observations: observed.flatMap((one) => ('observations' in one ? one.observations : [])),
  }
}

test('what was written comes back: category, time, count, weapon, place', () => {
  const feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [37.5, 48.1] },
    properties: {
      category: 'K.STRIKE.DEEP',
      means: ['saw'],
      from: '2025-01-01T10:00:00.000Z',
      to: '2025-01-01T10:05:00.000Z',
      errorM: 40,
      count: { n: 3, precision: 'atLeast' },
      place: 'Town',
      weapon: { term: 'x', class: 'uas', calibreMm: null },
    },
  }
  const [first] = read(JSON.stringify(feature)).observations
  if (first === undefined) throw new Error('none')
  const written = toGeoJson({
    observations: [
      releaseObservation(identify(first), {
        office: 'monitor',
        nowMs: context.receivedMs,
        findingFor: () => false,
        observation: () => undefined,
        event: () => undefined,
      }),
    ],
  })
  const [again] = read(JSON.stringify(written), { errorM: '40' }).observations
  expect({ ...again, rawSha256: '', residual: {}, recordId: first.recordId }).toEqual({
    ...first,
    rawSha256: '',
    residual: {},
  })
  const line = { ...feature, properties: { kind: 'line' } }
  expect(read(JSON.stringify(line)).observations).toEqual([])
})

const wrap = (value: number): number =>
  value > 180 ? value - 360 : value < -180 ? value + 360 : value
const many = (n: number) => ({
  type: 'MultiPoint',
  coordinates: Array.from({ length: n }, () => [1, 2]),
})
const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -60, max: 60, noNaN: true })
test('a circle holds its geometry, whichever way round and across the antimeridian', () => {
  const step = fc.double({ min: -2, max: 2, noNaN: true })
  fc.assert(
    fc.property(
      lon,
      lat,
      fc.array(fc.tuple(step, step), { minLength: 1, maxLength: 12 }),
      (west, south, steps) => {
        const coordinates = steps.map(([x, y]) => [wrap(west + x), south + y])
        for (const ring of [coordinates, coordinates.toReversed()]) {
          const around = readGeometry({ type: 'Polygon', coordinates: [ring] })
          if (around === null || 'refused' in around) throw new Error('no circle')
          expect(around.radiusM).toBeLessThan(1_000_000)
          for (const [lonDeg = 0, latDeg = 0] of ring)
            expect(distanceM(around.position, { lonDeg, latDeg })).toBeLessThanOrEqual(
              around.radiusM,
            )
        }
      },
    ),
  )
})

test('odd geometries are refused or are none, never thrown at', () => {
  expect(readGeometry(null)).toBeNull()
  expect(readGeometry({ type: 'MultiPoint', coordinates: [] })).toBeNull()
  for (const geometry of [
    5,
    {},
    { type: 'Circle' },
    { type: 'Point', coordinates: ['1', 2] },
    { type: 'Point', coordinates: [[1, 2]] },
    { type: 'GeometryCollection', geometries: 1 },
    { type: 'Point', coordinates: [1, 2], crs: {} },
  ])
    expect(readGeometry(geometry)).toHaveProperty('refused')
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (coordinates) => {
      for (const type of ['Point', 'Polygon'])
        expect(readGeometry({ type, coordinates })).toBeTypeOf('object')
    }),
  )
  expect(readGeometry(many(POSITIONS_MAX))).toMatchObject({ radiusM: 0 })
  expect(readGeometry(many(POSITIONS_MAX + 1))).toHaveProperty('refused')
})

test('more features than the limit are rejected as one stretch, the others read', () => {
  const feature = '{"type":"Feature","geometry":null,"properties":null}'
  const text = `{"type":"FeatureCollection","features":[${Array.from({ length: FEATURES_MAX + 2 }, () => feature).join(',')}]}`
  const { records, rejects } = read(text)
  expect(records).toHaveLength(FEATURES_MAX + 1)
  expect(rejects).toEqual([
    {
      offset: text.indexOf('[') + 1 + FEATURES_MAX * (feature.length + 1),
      length: 2 * feature.length + 3,
      reason: 'too-many-features',
      detail: expect.any(String),
    },
  ])
})

test('options that cannot be used are refused', () => {
  expect(GEOJSON.decoder({ form: 'xml' })).toHaveProperty('refused')
  expect(GEOJSON.decoder({ errorM: '-1' })).toHaveProperty('refused')
})
