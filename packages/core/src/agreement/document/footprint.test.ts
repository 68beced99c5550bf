/**
 * Goal: two zones are said to overlap when they have ground in common, and only then. Method: small squares, discs and
 * strips whose overlap is plain to see, in both orders, and squares at random places against the comparison of bounds.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BARE } from '../index.ts'
import type { Agreement, Zone } from '../index.ts'
import { conflictRegion, doOverlap, footprintsOf, zonesOverlap } from './footprint.ts'

const basis = { kind: 'assumption', source: 's' } as const
const at = (lonDeg: number, latDeg: number): { lonDeg: number; latDeg: number } => ({
  lonDeg,
  latDeg,
})
const polygon = (id: string, ring: readonly { lonDeg: number; latDeg: number }[]): Zone => ({
  id,
  title: id,
  kind: 'polygon',
  basis,
  polygon: { ring },
})
const square = (
  west: number,
  south: number,
  widthDeg: number,
  heightDeg: number = widthDeg,
): Zone =>
  polygon('square', [
    at(west, south),
    at(west + widthDeg, south),
    at(west + widthDeg, south + heightDeg),
    at(west, south + heightDeg),
    at(west, south),
  ])
const site = (lonDeg: number, latDeg: number, radiusM: number): Zone => ({
  id: 'site',
  title: 'site',
  kind: 'site',
  basis,
  position: at(lonDeg, latDeg),
  radiusM,
})
const strip = (
  widthM: number,
  ...vertices: readonly { lonDeg: number; latDeg: number }[]
): Zone => ({
  id: 'strip',
  title: 'strip',
  kind: 'corridor',
  basis,
  course: { vertices },
  widthM,
  medium: 'land',
})
const band = (fromM: number, toM: number | null, side: 'A' | 'B' | 'both'): Zone => ({
  id: 'band',
  title: 'band',
  kind: 'band',
  basis,
  fromM,
  toM,
  side,
})
const deep: Zone = {
  id: 'deep',
  title: 'deep',
  kind: 'withdrawal',
  basis,
  widthM: 20_000,
  lineOf: { A: 'line', B: 'line' },
}
const agreementOf = (...zones: readonly Zone[]): Agreement => ({
  ...BARE,
  id: 'x',
  title: 'x',
  parties: { A: { title: 'a' }, B: { title: 'b' } },
  versions: [],
  lines: [{ id: 'line', title: 'l', basis, line: { vertices: [at(38, 47), at(38, 49)] } }],
  linesOfContact: [{ line: 'line', fromMs: 0 }],
  zones,
  provisions: [],
  obligations: [],
  thresholds: {
    screening: 0,
    standards: [],
    quorum: 2,
    occurredUnheardMs: 0,
    partiesHeardMs: 0,
    breaches: [],
  },
  ladder: 'l',
})
const both = (a: Zone, b: Zone): readonly boolean[] => [
  zonesOverlap(agreementOf(a, b), a, b),
  zonesOverlap(agreementOf(a, b), b, a),
]

// At 48 degrees a degree is some 111 km to the north and 75 km to the east.
const pairs: readonly (readonly [title: string, a: Zone, b: Zone, overlap: boolean])[] = [
  ['squares that share a corner of ground', square(37, 48, 1), square(37.9, 48.9, 1), true],
  ['squares apart', square(37, 48, 1), square(38.1, 48, 1), false],
  ['one square inside another', square(37, 48, 1), square(37.4, 48.4, 0.1), true],
  ['the same square twice', square(37, 48, 1), square(37, 48, 1), true],
  [
    'a cross: no vertex of either in the other',
    square(37, 48.4, 1, 0.1),
    square(37.4, 48, 0.1, 1),
    true,
  ],
  ['a disc that reaches in', square(37, 48, 1), site(36.9, 48.5, 10_000), true],
  ['a disc that does not', square(37, 48, 1), site(36.9, 48.5, 5000), false],
  ['a strip through', square(37, 48, 1), strip(100, at(36, 48.5), at(39, 48.5)), true],
  ['a strip beside', square(37, 48, 1), strip(1000, at(36, 49.1), at(39, 49.1)), false],
  [
    'the round end of a strip',
    square(37, 48, 1),
    strip(10_000, at(36, 48.5), at(36.95, 48.5)),
    true,
  ],
  [
    'a strip of two vertices alike',
    square(37, 48, 1),
    strip(1000, at(37.5, 48.5), at(37.5, 48.5)),
    true,
  ],
  [
    'bounds that meet, ground that does not',
    polygon('u', [
      at(37, 48),
      at(38, 48),
      at(38, 49),
      at(37.9, 49),
      at(37.9, 48.1),
      at(37, 48.1),
      at(37, 48),
    ]),
    square(37.2, 48.5, 0.3),
    false,
  ],
  ['a withdrawal zone near the line', square(37.9, 48, 0.05), deep, true],
  ['a withdrawal zone far from the line', square(37, 48, 0.05), deep, false],
  ['a withdrawal zone that cuts a large square', square(37, 48, 4), deep, true],
  ['a band of A on the ground of A', square(37.5, 48, 0.05), band(20_000, 60_000, 'A'), true],
  ['a band of A on the ground of B', square(38.5, 48, 0.05), band(20_000, 60_000, 'A'), false],
  ['a band of both', square(38.5, 48, 0.05), band(20_000, 60_000, 'both'), true],
  ['a band that begins beyond', square(38.5, 48, 0.05), band(100_000, null, 'both'), false],
  ['a band without end', square(30, 48, 0.05), band(100_000, null, 'both'), true],
  ['two that are measured from lines are not judged', deep, band(0, null, 'both'), false],
]

describe('zones overlap', () => {
  test.each(pairs)('%s', (_, a, b, overlap) => {
    expect(both(a, b)).toEqual([overlap, overlap])
  })

  test('without a line nothing is measured from one', () => {
    const agreement = { ...agreementOf(), lines: [] }
    expect(zonesOverlap(agreement, square(37.9, 48, 0.05), deep)).toBe(false)
  })

  test('squares overlap where their bounds do', () => {
    const start = fc.integer({ min: 0, max: 40 })
    const size = fc.integer({ min: 1, max: 10 })
    fc.assert(
      fc.property(start, start, size, start, start, size, (x, y, n, u, v, m) => {
        // Halves keep the edges of the two squares apart.
        const a = square(30 + x / 10, 40 + y / 10, n / 10)
        const b = square(30 + (u + 0.5) / 10, 40 + (v + 0.5) / 10, m / 10)
        const [one] = footprintsOf(a) ?? []
        const [two] = footprintsOf(b) ?? []
        if (one === undefined || two === undefined) throw new Error('a square has ground')
        const meet = x < u + 0.5 + m && u + 0.5 < x + n && y < v + 0.5 + m && v + 0.5 < y + n
        expect(doOverlap(one, two)).toBe(meet)
      }),
      { numRuns: 500 },
    )
  })
})

test('the conflict region is the one of that purpose, else the largest polygon', () => {
  const small = { ...square(37, 48, 1), id: 'small' }
  const large = { ...square(30, 48, 3), id: 'large' }
  const region = { ...small, id: 'region', purpose: 'region' as const }
  expect(conflictRegion(agreementOf(small, large))?.id).toBe('large')
  expect(conflictRegion(agreementOf(large, region))?.id).toBe('region')
  expect(conflictRegion(agreementOf(deep))).toBeNull()
})
