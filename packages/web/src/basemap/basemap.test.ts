// Goal: Crimea is drawn as Ukraine's, without a line between it and the mainland. Method: even-odd test of places against the
// file that ships; distance of the drawn borders from the isthmus of Perekop.
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { FeatureCollection, MultiLineString, MultiPolygon, Point } from 'geojson'

const path = (name: string): string =>
  fileURLToPath(new URL(`../../../../data/basemap/${name}.geojson`, import.meta.url))
const read = (name: string): unknown => JSON.parse(readFileSync(path(name), 'utf8'))

const countries = read('countries') as FeatureCollection<MultiPolygon, { name: string }>
const insideRing = (ring: number[][], lon: number, lat: number): boolean =>
  ring.reduce((inside, [x = 0, y = 0], i) => {
    const [px = 0, py = 0] = ring[(i + ring.length - 1) % ring.length] ?? []
    const crosses = y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x
    return crosses ? !inside : inside
  }, false)
const ownersOf = (lon: number, lat: number): string[] =>
  countries.features
    .filter(({ geometry }) =>
      geometry.coordinates.some(([ring]) => ring !== undefined && insideRing(ring, lon, lat)),
    )
    .map(({ properties }) => properties.name)

describe('the basemap', () => {
  it.each([
    ['Simferopol', 34.1, 44.952],
    ['Sevastopol, inland', 33.65, 44.6],
    ['Kerch', 36.4, 45.3],
    ['Perekop', 33.69, 46.16],
    ['Donetsk', 37.802, 48.023],
    ['Luhansk', 39.317, 48.567],
    ['Mariupol', 37.541, 47.12],
  ])('puts %s in Ukraine and in no other country', (_, lon, lat) => {
    expect(ownersOf(lon, lat)).toEqual(['Ukraine'])
  })
  it.each([
    ['Rostov-on-Don', 39.7, 47.24, 'Russia'],
    ['Krasnodar', 38.98, 45.03, 'Russia'],
    ['Lublin', 22.57, 51.25, 'Poland'],
    ['Iași', 27.6, 47.15, 'Romania'],
  ])('puts %s where it is', (_, lon, lat, country) => expect(ownersOf(lon, lat)).toEqual([country]))
  it('draws no border between Crimea and the mainland, nor along Crimea', () => {
    const borders = read('borders') as FeatureCollection<MultiLineString>
    const points = borders.features.flatMap(({ geometry }) => geometry.coordinates.flat())
    expect(points.length).toBeGreaterThan(500)
    expect(
      points.filter(([lon = 0, lat = 0]) => lon > 32 && lon < 36.6 && lat > 44 && lat < 46.4),
    ).toEqual([])
    const ukraine = countries.features.find(({ properties }) => properties.name === 'Ukraine')
    const withSimferopol = ukraine?.geometry.coordinates.filter(([ring = []]) =>
      insideRing(ring, 34.1, 44.952),
    )
    const withKyiv = ukraine?.geometry.coordinates.filter(([ring = []]) =>
      insideRing(ring, 30.52, 50.45),
    )
    expect(withSimferopol).toEqual(withKyiv)
  })
  it('stays small, and names places in both scripts', () => {
    expect(statSync(path('countries')).size).toBeLessThan(300_000)
    const places = (
      read('places') as FeatureCollection<
        Point,
        { name: string; uk: string | null; country: string }
      >
    ).features
    expect(places.length).toBeGreaterThan(140)
    const inUkraine = places.filter(({ properties }) => properties.country === 'UA')
    expect(inUkraine.filter(({ properties }) => !/^[А-ЯЄІЇҐ]/.test(properties.uk ?? ''))).toEqual(
      [],
    )
  })
})
