/**
 * Goal: an event that no source gave a place weighs on each zone by the zone's share of the conflict region, and no more.
 * Method: an agreement with a region, three squares of 2 km and a withdrawal zone, whose shares are known from geometry;
 * properties over random squares; the same with no region.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '../../fuse/index.ts'
import { contains } from '../../geo/index.ts'
import type { Polygon, Position } from '../../geo/index.ts'
import { DAY_MS } from '../../units/index.ts'
import { BARE, evaluateEvent, zoneProbabilities } from '../index.ts'
import type { Agreement, Provision, Zone } from '../index.ts'
import { regionOf } from './region.ts'

const V1 = 1_000 * DAY_MS
const basis = { kind: 'assumption', source: 'drawn for the test' } as const
const at = (lonDeg: number, latDeg: number): Position => ({ lonDeg, latDeg })
const sin = (deg: number): number => Math.sin((deg * Math.PI) / 180)
const box = (west: number, south: number, east: number, north: number): Polygon => {
  return {
    ring: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ].map(([x = 0, y = 0]) => at(x, y)),
  }
}
const polygonZone = (id: string, polygon: Polygon): Zone => ({
  id,
  title: `The ${id}`,
  kind: 'polygon',
  polygon,
  basis,
})
const region = polygonZone('region', box(37, 46, 41, 50))
const small: readonly Zone[] = [
  [37.8, 47.6],
  [38.5, 48.7],
  [39.5, 48.65],
].map(([west = 0, south = 0], i) =>
  polygonZone(`area-${i}`, box(west, south, west + 0.027, south + 0.018)),
)
// The line runs north along 38° E, so that A holds a quarter of the region and B the rest.
const strips: Zone = {
  id: 'strips',
  title: 'The strips',
  kind: 'withdrawal',
  widthM: 100_000,
  lineOf: { A: 'contact', B: 'contact' },
  basis,
}
const clause = (zone: string, more: Partial<Provision> = {}): Provision => ({
  clause: `IN-${zone}`,
  title: zone,
  source: 'test',
  sinceVersion: 'v1',
  act: { kinds: [], phases: [] },
  zone,
  ...more,
})
const agreementOf = (zones: readonly Zone[], screening = 0.05): Agreement => ({
  id: 'test',
  title: 'A text',
  ladder: 'ladder',
  ...BARE,
  linesOfContact: [{ line: 'contact', fromMs: 0 }],
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [{ id: 'v1', title: 'one', fromMs: V1, source: 's' }],
  lines: [
    {
      id: 'contact',
      title: 'c',
      line: {
        vertices: [
          { lonDeg: 38, latDeg: 45 },
          { lonDeg: 38, latDeg: 51 },
        ],
      },
      basis,
    },
  ],
  zones,
  provisions: [
    ...zones.map(({ id }) => clause(id)),
    ...zones
      .filter(({ kind }) => kind === 'withdrawal')
      .map(({ id }) =>
        clause(id, { clause: `B-${id}`, binds: { party: 'B', why: 'for the test' } }),
      ),
  ],
  obligations: [],
  thresholds: {
    screening,
    standards: [],
    quorum: 3,
    occurredUnheardMs: 1,
    partiesHeardMs: 1,
    breaches: [],
  },
})
const heard: Event = {
  id: 'e1',
  revision: 1,
  kind: 'explosion',
  phase: 'undetermined',
  observed: { fromMs: V1 + DAY_MS, toMs: V1 + DAY_MS },
  estimate: null,
  probability: 0.923,
  count: { n: 1, precision: 'exact' },
  weapon: null,
  observations: ['o1'],
}
const figures = (agreement: Agreement, event = heard): Record<string, number> =>
  Object.fromEntries(evaluateEvent(agreement, event).map((one) => [one.clause, one.probability]))

describe('an event that no source gave a place', () => {
  const whole = agreementOf([...small, region, strips])

  test('raises nothing against areas of 2 km, and the region keeps the probability that it occurred', () => {
    const found = figures(whole)
    expect(Object.keys(found)).toEqual(['IN-region', 'IN-strips', 'B-strips'])
    expect(found['IN-region']).toBe(0.923)
  })

  test('weighs on a withdrawal zone by the area of its strips, each by who holds the ground', () => {
    const found = figures(whole)
    // 50 km on either side; the parallel's degree is 77.5 km at 46° N and 71.7 km at 50° N, 74.6 km in the mean by area.
    const strip = 50 / 74.6 / 4
    expect(found['IN-strips']).toBeCloseTo(0.923 * 2 * strip, 2)
    expect(found['B-strips']).toBeCloseTo(0.923 * strip, 2)
  })

  test('says that the place is assumed, and stays undecided even where the share is whole', () => {
    const places = evaluateEvent(agreementOf([...small, region], 0), heard).map(
      ({ conditions }) => conditions[2],
    )
    expect(places.map((place) => place?.held)).toEqual(places.map(() => 'undecided'))
    expect(places.at(-1)).toMatchObject({
      probability: 1,
      because:
        'no source said where it was; taken as anywhere in "The region" alike, of which 100 % lies in "The region"',
    })
    expect(places[0]?.because).toMatch(/of which (under 0.1|0.1) % lies in "The area-0"$/)
  })

  test('has no zone probabilities of its own', () => {
    expect(zoneProbabilities(whole, heard)).toEqual([])
  })

  test('has no figure for its place where the agreement has no polygon', () => {
    const [found] = evaluateEvent(agreementOf([strips]), heard)
    expect(found?.conditions[2]).toEqual({
      condition: 'place',
      held: 'undecided',
      probability: null,
      because: 'no source said where it was, so it may or may not be in "The strips"',
    })
  })

  test('says that clauses which are open for want of a weapon may exclude each other', () => {
    const two = {
      ...whole,
      provisions: [
        clause('region', { clause: 'TANK', weapons: [{ classes: ['tank'] }] }),
        clause('region', { clause: 'MORTAR', weapons: [{ classes: ['mortar'] }] }),
      ],
    }
    const found = evaluateEvent(two, heard)
    expect(found.map((one) => one.probability)).toEqual([0.923, 0.923])
    for (const one of found)
      expect(one.undecided[0]).toMatch(
        /an upper bound, and clauses for other weapons, .* may exclude/,
      )
  })

  test('over disjoint zones its figures add up to no more than that it occurred', () => {
    // One column of the region for each zone: they cannot overlap, whatever their widths.
    const column = fc.record({
      width: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      south: fc.double({ min: 45, max: 48, noNaN: true }),
      height: fc.double({ min: 0.001, max: 3, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (columns, probability) => {
          const zones = columns.map(({ width, south, height }, i) =>
            polygonZone(`z${i}`, box(37 + i / 2, south, 37 + i / 2 + width, south + height)),
          )
          const agreement = agreementOf([...zones, region], 0)
          const { 'IN-region': inRegion = 0, ...others } = figures(agreement, {
            ...heard,
            probability,
          })
          expect(inRegion).toBe(probability)
          const sum = Object.values(others).reduce((a, b) => a + b, 0)
          expect(sum).toBeLessThanOrEqual(probability + 1e-12)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('the region', () => {
  test('is the largest polygon, whatever the order, with the same points inside it each time', () => {
    const one = regionOf(agreementOf([...small, region, strips]))
    expect(one?.title).toBe('The region')
    expect(one?.points).toHaveLength(1024)
    expect(one?.points.every((point) => contains(box(37, 46, 41, 50), point))).toBe(true)
    expect(regionOf(agreementOf([strips, region, ...small]))).toEqual(one)
    expect(regionOf(agreementOf([strips]))).toBeNull()
  })

  test('is even by area: a zone that is a share of it holds that share of the points', () => {
    const points = regionOf(agreementOf([region]))?.points ?? []
    for (const [west, south, east, north] of [
      [37, 46, 39, 48],
      [38, 48.5, 41, 50],
      [39.3, 46.2, 40.1, 49.7],
    ] as const) {
      const held = points.filter((point) => contains(box(west, south, east, north), point))
      const area = ((east - west) * (sin(north) - sin(south))) / (4 * (sin(50) - sin(46)))
      expect(Math.abs(held.length / points.length - area)).toBeLessThan(0.01)
    }
  })

  test('may lie across the meridian of 180°', () => {
    const across = regionOf(agreementOf([polygonZone('far', box(179, -1, -179, 1))]))
    expect(across?.points).toHaveLength(1024)
    expect(across?.points.every(({ lonDeg }) => Math.abs(lonDeg) > 179)).toBe(true)
  })
})
