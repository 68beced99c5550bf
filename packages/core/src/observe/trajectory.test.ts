/**
 * Goal: a source that moves is placed where its owner said that it was, between waypoints on the way from one to the next, and
 * nowhere when nobody said. Method: waypoints worked out by hand, properties over random ones, and a table of refusals.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceM } from '../geo/index.ts'
import { isRefused } from '../units/index.ts'
import { parseSources } from './parse-sources.ts'
import { standing } from './trajectory.ts'
import type { Source, Waypoint } from './types.ts'

const waypoint = (atMs: number, lonDeg: number, latDeg: number, heightM = 9_000): Waypoint => ({
  atMs,
  position: { lonDeg, latDeg },
  heightM,
  errorM: 50,
})
const awacs = (trajectory: readonly Waypoint[]): Source => ({
  id: 'awacs-1',
  title: 'An orbit',
  nation: 'ZZZ',
  kind: 'radar',
  reachM: {},
  detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
  group: 'awacs-1',
  trajectory,
})

describe('where it stands', () => {
  const source = awacs([waypoint(1_000, 22, 50), waypoint(3_000, 23, 50, 10_000)])

  test.each<[number, { lonDeg: number; heightM: number } | null]>([
    [999, null],
    [1_000, { lonDeg: 22, heightM: 9_000 }],
    [2_000, { lonDeg: 22.5, heightM: 9_500 }],
    [3_000, { lonDeg: 23, heightM: 10_000 }],
    [3_001, null],
  ])('at %i ms', (atMs, at) => {
    const { site } = standing(source, atMs)
    expect(site === undefined).toBe(at === null)
    if (at === null) return
    expect(site?.position.lonDeg).toBeCloseTo(at.lonDeg, 4)
    expect(site?.position.latDeg).toBeCloseTo(50, 2)
    expect(site?.heightM).toBeCloseTo(at.heightM, 6)
  })

  test('a source that stays is what it is', () => {
    const { trajectory: _, ...rest } = source
    expect(standing(rest, 5)).toBe(rest)
  })

  test('the shares of the way are the shares of the time', () => {
    const step = fc.record({
      lon: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      lat: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (steps, share) => {
          let [lon, lat] = [25, 48]
          const points = [waypoint(0, lon, lat)]
          for (const [i, one] of steps.entries()) {
            lon += one.lon
            lat += one.lat
            points.push(waypoint((i + 1) * 1_000, lon, lat))
          }
          const moving = awacs(points)
          for (const [i, to] of points.entries()) {
            const from = points[i - 1]
            if (from === undefined) continue
            const found = standing(moving, from.atMs + share * 1_000).site?.position
            const wayM = distanceM(from.position, to.position)
            if (found === undefined) throw new Error('it stands nowhere')
            // In the plane of its beginning a leg of some 50 km is straight to about a part in a thousand.
            expect(Math.abs(distanceM(from.position, found) - share * wayM)).toBeLessThan(
              1 + wayM / 500,
            )
          }
        },
      ),
    )
  })
})

const document = (more: object) => ({
  sources: [
    {
      id: 'awacs-1',
      title: 'An orbit',
      nation: 'ZZZ',
      kind: 'radar',
      detection: { pd: 0.9, falseReport: 0.1, basis: 'test' },
      ...more,
    },
  ],
})
const atPlace = (instant: string, lonDeg = 22) => ({
  at: instant,
  lonDeg,
  latDeg: 50,
  heightM: 9_000,
  errorM: 50,
})

const read = (more: object) => parseSources(document(more), () => '')

describe('in a document', () => {
  test('it is read', () => {
    const trajectory = [atPlace('2026-03-01T00:00:00Z'), atPlace('2026-03-01T00:30:00Z', 23)]
    const found = read({ trajectory })
    if (isRefused(found)) throw new Error(found.refused)
    expect(found.sources[0]?.trajectory).toEqual([
      waypoint(Date.UTC(2026, 2, 1), 22, 50),
      waypoint(Date.UTC(2026, 2, 1, 0, 30), 23, 50),
    ])
  })

  test.each<[string, object, string]>([
    [
      'beside a site',
      {
        site: { lonDeg: 1, latDeg: 50, heightM: 0, errorM: 1 },
        trajectory: [atPlace('2026-03-01T00:00:00Z')],
      },
      'stands beside a site',
    ],
    [
      'backwards',
      { trajectory: [atPlace('2026-03-01T00:30:00Z'), atPlace('2026-03-01T00:00:00Z')] },
      'is not after the one before it',
    ],
    [
      'without a place',
      {
        trajectory: [
          atPlace('2026-03-01T00:00:00Z'),
          { ...atPlace('2026-03-01T00:30:00Z'), lonDeg: 0, latDeg: 0 },
        ],
      },
      'stands for a missing one',
    ],
    ['of nothing', { trajectory: [] }, 'trajectory'],
    [
      'with what it does not know',
      { trajectory: [{ ...atPlace('2026-03-01T00:00:00Z'), speed: 3 }] },
      'is not known here',
    ],
  ])('%s is refused', (_, more, why) => {
    expect(read(more)).toEqual({ refused: expect.stringContaining(why) })
  })
})
