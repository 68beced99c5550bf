/**
 * Goal: the three importers of movement networks take what is right, tell what is not with line and reason, and never
 * throw. Method: small tables with one of each fault; whatever bytes and values there are; every row is counted once.
 */
import { isRefused } from '@holdfast/core/units'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAirports } from '../network-airports/index.ts'
import { readGeoJsonNetwork } from '../network-geojson/index.ts'
import { readLocodes } from '../network-locode/index.ts'
import type { NetworkParts } from './index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const sound = (parts: NetworkParts | { refused: string }): NetworkParts => {
  if (isRefused(parts)) throw new Error(parts.refused)
  return parts
}
const told = ({ rejects }: NetworkParts): string[] =>
  rejects.map(({ at, reason }) => `${at} ${reason}`)

describe('airfields of OurAirports', () => {
  const head =
    '"id","ident","type","name","latitude_deg","longitude_deg","elevation_ft","iso_country"\n'
  const rows = [
    '2629,"EPRZ","medium_airport","Rzeszów-Jasionka Airport",50.109791,22.024155,693,"PL"',
    '1,"XX01","heliport","Roof",50,22,1,"PL"',
    '2,"EPXX","small_airport","Meadow",50,22,1,"PL"',
    '3,"LROP","large_airport","Bucharest",44.57,26.10,314,"RO"',
    '4,"EPYY","large_airport","Nowhere",95,22,1,"PL"',
    '5,"EPZZ","spaceport","Somewhere",50,22,1,"PL"',
    '2630,"EPRZ","medium_airport","Again",50.1,22.0,693,"PL"',
    '6,"EPWW","large_airport"',
    '7,"EPVV","large_airport","",50,22,1,"PL"',
  ]
  const wanted = { smallest: 'medium_airport', countries: ['POL'] } as const

  test('takes what is asked, and tells the rest', () => {
    const parts = sound(readAirports(bytes(head + rows.join('\n')), wanted))
    expect(parts.nodes).toEqual([
      {
        id: 'airfield-eprz',
        title: 'Rzeszów-Jasionka Airport',
        kind: 'airfield',
        position: { lonDeg: 22.024155, latDeg: 50.109791 },
        country: 'POL',
        fictional: false,
      },
    ])
    expect(parts.left).toEqual({ heliport: 1, 'other-country': 1, small_airport: 1 })
    expect(told(parts).toSorted()).toEqual([
      '10 no-name',
      '6 bad-position',
      '7 unknown-type',
      '8 repeated',
      '9 column-count',
    ])
  })

  test('refuses a table without its columns', () => {
    expect(readAirports(bytes('a,b\n1,2\n'), wanted)).toEqual({
      refused: expect.stringMatching(/has no column ident; give a table with/) as string,
    })
  })
})

describe('UN/LOCODE', () => {
  const rows = [
    ',"RO",,".ROMANIA",,,,,,,,',
    ',"RO","CND","Constanţa","Constanta","CT","1-3-----","AI","0401",,"4410N 02839E",',
    ',"PL","RZE","Rzeszow","Rzeszow","18","-234----","AI","0401",,"5003N 02200E",',
    ',"PL","MDK","Medyka","Medyka","18","-------B","AI","0401",,"4948N 02256E",',
    ',"PL","AAA","Nowhere","Nowhere","18","1-------","AI","0401",,,',
    ',"PL","BBB","Wrong","Wrong","18","1-------","AI","0401",,"4999N 02256E",',
    'X,"PL","CCC","Gone","Gone","18","1-------","AI","0401",,"4948N 02256E",',
    ',"PL","DDD","Post","Post","18","----5---","AI","0401",,"4948N 02256E",',
  ]
  const all = { countries: [], kinds: [] }

  test('takes ports, airfields, railheads and crossings from the list as published, without a header', () => {
    const parts = sound(readLocodes(bytes(rows.join('\r\n')), all))
    expect(parts.nodes.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'port-rocnd port',
      'airfield-plrze airfield',
      'crossing-plmdk crossing',
    ])
    expect(parts.nodes[0]?.position.latDeg).toBeCloseTo(44 + 10 / 60, 9)
    expect(parts.left).toEqual({ 'country-row': 1, 'other-function': 1, removed: 1 })
    expect(told(parts)).toEqual(['5 no-position', '6 bad-position'])
  })

  test('with a header, by kind and country', () => {
    const header =
      'Change,Country,Location,Name,NameWoDiacritics,Subdivision,Function,Status,Date,IATA,Coordinates,Remarks\n'
    const parts = sound(
      readLocodes(bytes(header + rows.join('\n')), { countries: ['POL'], kinds: ['railhead'] }),
    )
    expect(parts.nodes.map(({ id }) => id)).toEqual(['railhead-plrze'])
  })

  test('in ISO 8859-1', () => {
    const parts = sound(
      readLocodes(
        latin1(',"DE","XYZ","Münster","Munster","NW","1-------","AI","0401",,"5158N 00738E",'),
        all,
      ),
    )
    expect(parts.nodes[0]?.title).toBe('Münster')
  })
})

const point = (id: string, lonDeg: number, more: object = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lonDeg, 50] },
  properties: { id, kind: 'hub', country: 'UA', ...more },
})
const line = (
  properties: object,
  coordinates: unknown = [
    [24, 50],
    [25, 50],
  ],
) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties })
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })

describe('a GeoJSON network', () => {
  const wanted = { snapM: 1000, vehiclesPerHour: null }

  test('points are nodes, lines are legs between the nodes that they end at', () => {
    const parts = sound(
      readGeoJsonNetwork(
        collection(
          line({ mode: 'road', vehiclesPerHour: 8 }),
          point('a', 24),
          point('b', 25),
          line({
            mode: 'rail',
            gaugeMm: 1520,
            vehiclesPerHour: 0.5,
            from: 'b',
            to: 'a',
            distanceM: 80_000,
            id: 'back',
          }),
        ),
        wanted,
      ),
    )
    expect(parts.rejects).toEqual([])
    expect(parts.nodes.map(({ country }) => country)).toEqual(['UKR', 'UKR'])
    expect(parts.legs).toEqual([
      {
        id: 'a--b-road',
        from: 'a',
        to: 'b',
        mode: 'road',
        gaugeMm: null,
        distanceM: expect.closeTo(71_700, -3) as number,
        vehiclesPerHour: 8,
      },
      {
        id: 'back',
        from: 'b',
        to: 'a',
        mode: 'rail',
        gaugeMm: 1520,
        distanceM: 80_000,
        vehiclesPerHour: 0.5,
      },
    ])
  })

  test.each([
    ['no-feature', 7],
    ['bad-kind', point('x', 24, { kind: 'castle' })],
    ['no-id', point('', 24)],
    ['no-country', point('x', 24, { country: '' })],
    ['bad-position', point('x', 224)],
    ['repeated', point('a', 24)],
    ['bad-mode', line({ vehiclesPerHour: 8 })],
    ['bad-gauge', line({ mode: 'rail', vehiclesPerHour: 8 })],
    ['no-capacity', line({ mode: 'road' })],
    ['no-end', line({ mode: 'road', vehiclesPerHour: 8, from: 'z' })],
    ['bad-line', line({ mode: 'road', vehiclesPerHour: 8 }, [[24, 50]])],
  ])('rejects %s', (reason, feature) => {
    const parts = sound(
      readGeoJsonNetwork(collection(point('a', 24), point('b', 25), feature), wanted),
    )
    expect(told(parts)).toEqual([`2 ${reason}`])
  })

  test('leaves other geometries out, and refuses what is no collection', () => {
    const polygon = {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [] },
      properties: null,
    }
    expect(sound(readGeoJsonNetwork(collection(polygon), wanted)).left).toEqual({
      'other-geometry': 1,
    })
    expect(isRefused(readGeoJsonNetwork([], wanted))).toBe(true)
  })
})

test('whatever comes, nothing throws and no row is lost', () => {
  const cells = fc.array(
    fc.constantFrom('', 'PL', 'RZE', '1', 'EPRZ', 'medium_airport', '50', '"', '5003N 02200E', 'ą'),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(
      fc.array(cells, { maxLength: 12 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.jsonValue(),
      (rows, noise, value) => {
        const text = rows.map((row) => row.join(',')).join('\n')
        for (const given of [
          bytes(text),
          noise,
          bytes(`id,ident,type,name,latitude_deg,longitude_deg,iso_country\n${text}`),
        ]) {
          const read = [
            readAirports(given, { smallest: 'small_airport', countries: [] }),
            readLocodes(given, { countries: [], kinds: [] }),
          ]
          for (const parts of read)
            if (!isRefused(parts))
              expect(parts.nodes.length + parts.rejects.length).toBeLessThan(40)
        }
        expect(() => readGeoJsonNetwork(value, { snapM: 1, vehiclesPerHour: 1 })).not.toThrow()
      },
    ),
    { numRuns: 200 },
  )
})
