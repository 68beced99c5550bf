/**
 * Goal: no count claims more than both analysts said, and nothing is claimed of what clouds hide.
 * Method: examples and properties over all pairs of ranges.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, missing, seen } from './index.ts'
import { centreOf } from './counting.ts'

const counted = fc.tuple(fc.nat(4), fc.nat(1)).map(([min, more]) => ({ min, max: min + more }))

describe('counts', () => {
  test('agreement, range and disagreement', () => {
    expect(compare({ min: 6, max: 6 }, { min: 6, max: 6 })).toMatchObject({ agreement: 'exact' })
    expect(compare({ min: 5, max: 6 }, { min: 6, max: 6 })).toEqual({
      agreement: 'range',
      min: 5,
      max: 6,
    })
    expect(compare({ min: 5, max: 6 }, { min: 9, max: 9 })).toEqual({
      agreement: 'disagree',
      min: 5,
      max: 9,
    })
  })
  test('exact only where both are and nothing is hidden; never above the lesser minimum', () => {
    fc.assert(
      fc.property(counted, counted, fc.constantFrom(0, 0.3), (a, b, cloudShare) => {
        const agreed = compare(a, b)
        const count = seen(agreed, cloudShare)
        expect(count.n).toBe(Math.min(a.min, b.min))
        const isExact = a.min === a.max && b.min === b.max && a.min === b.min && cloudShare === 0
        expect(count.precision).toBe(isExact ? 'exact' : 'atLeast')
        const rest = missing(40, agreed, cloudShare)
        expect(rest.n).toBe(Math.max(0, 40 - Math.max(a.max, b.max)))
        expect(rest.precision).toBe(cloudShare > 0 ? 'unknown' : isExact ? 'exact' : 'atLeast')
        expect(compare(b, a)).toEqual(agreed)
      }),
    )
  })
  test('a footprint across the date line has its middle there', () => {
    const { position, errorM } = centreOf([
      { lonDeg: 179.9, latDeg: 10 },
      { lonDeg: -179.9, latDeg: 10 },
      { lonDeg: -179.9, latDeg: 10.2 },
      { lonDeg: 179.9, latDeg: 10.2 },
    ])
    expect(Math.abs(position.lonDeg)).toBeCloseTo(180, 6)
    expect(position.latDeg).toBeCloseTo(10.1, 6)
    expect(errorM).toBeGreaterThan(15_000)
    expect(errorM).toBeLessThan(16_000)
  })
})
