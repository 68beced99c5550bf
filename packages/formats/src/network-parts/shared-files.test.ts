/**
 * Goal: the importers of networks take public files as they are published, count every row once, and put no place elsewhere.
 * Method: airports under the short names of a package of the data, by hand and, where it is at hand, the file itself; a file of
 * outlines, which holds no network.
 */
import { existsSync, readFileSync } from 'node:fs'
import { isRefused } from '@holdfast/core/units'
import { describe, expect, test } from 'vitest'
import { readAirports } from '../network-airports/index.ts'
import { readGeoJsonNetwork } from '../network-geojson/index.ts'
import { readLocodes } from '../network-locode/index.ts'
import type { NetworkParts } from './index.ts'

const sound = (parts: NetworkParts | { refused: string }): NetworkParts => {
  if (isRefused(parts)) throw new Error(parts.refused)
  return parts
}
const ALL = { smallest: 'small_airport', countries: [] } as const
const HEAD = 'id,icao,iata,name,type,country,region,municipality,lat,lon,elevation_ft,scheduled\n'

test('short names of columns are read as those of the data dictionary', () => {
  const rows = [
    '2629,EPRZ,RZE,Rzeszów-Jasionka,medium_airport,PL,PL-PK,Rzeszów,50.109791,22.024155,693,yes',
    '1,,QQQ,Without an ICAO code,small_airport,RO,RO-X,Town,45.5,25.5,1,no',
    '2,,,Without a code,small_airport,RO,RO-X,Town,45.5,25.5,1,no',
  ]
  const parts = sound(readAirports(new TextEncoder().encode(HEAD + rows.join('\n')), ALL))
  expect(parts.nodes.map(({ id, country, position }) => [id, country, position.latDeg])).toEqual([
    ['airfield-eprz', 'POL', 50.109791],
    ['airfield-qqq', 'ROU', 45.5],
  ])
  expect(parts.rejects.map(({ at, reason }) => [at, reason])).toEqual([[4, 'no-name']])
})

const shared = (name: string): URL => new URL(`../../../../../shared/data/${name}`, import.meta.url)
const airports = shared('infrastructure/airports_ourairports.csv')
const crossings = shared('infrastructure/border_crossings_ua.csv')
const outlines = shared('basemap-natural-earth/countries_50m_europe.geojson')

// Skipped where they are not at hand: they are no part of the product.
describe.skipIf(![airports, crossings, outlines].every((file) => existsSync(file)))(
  'published files (skipped where they are absent)',
  () => {
    test('every airfield of the table, each where it is, of the country asked', () => {
      const bytes = readFileSync(airports)
      const rows = bytes.toString('utf8').trim().split('\n').length - 1
      const { nodes, rejects, left } = sound(readAirports(bytes, ALL))
      const leftOut = Object.values(left).reduce((a, b) => a + b, 0)
      expect([nodes.length + rejects.length + leftOut, rejects]).toEqual([rows, []])
      const rzeszow = nodes.find(({ id }) => id === 'airfield-eprz')
      expect(rzeszow?.country).toBe('POL')
      expect(rzeszow?.position.latDeg).toBeCloseTo(50.11, 2)
      expect(rzeszow?.position.lonDeg).toBeCloseTo(22.02, 2)
      const polish = sound(readAirports(bytes, { ...ALL, countries: ['POL'] })).nodes
      expect(polish.length).toBeGreaterThan(5)
      expect(polish).toEqual(nodes.filter(({ country }) => country === 'POL'))
    })

    test('a table of something else gives nothing, and says of every row why', () => {
      const bytes = readFileSync(crossings)
      const rows = bytes.toString('utf8').trim().split('\n').length
      expect(readAirports(bytes, ALL)).toHaveProperty('refused')
      const { nodes, rejects } = sound(readLocodes(bytes, { countries: [], kinds: [] }))
      expect([nodes.length, rejects.length]).toEqual([0, rows])
    })

    test('outlines of countries are no network: each is left out and counted', () => {
      const value = JSON.parse(readFileSync(outlines, 'utf8')) as { features: unknown[] }
      const parts = sound(readGeoJsonNetwork(value, { snapM: 1_000, vehiclesPerHour: null }))
      expect([parts.nodes.length, parts.legs.length]).toEqual([0, 0])
      const leftOut = Object.values(parts.left).reduce((a, b) => a + b, 0)
      expect(leftOut + parts.rejects.length).toBe(value.features.length)
    })
  },
)
