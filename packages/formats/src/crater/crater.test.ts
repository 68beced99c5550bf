/**
 * Goal: two measurements are combined as the stated test says, disagreement never makes the result narrower, and no
 * place of firing leaves the codec.
 * Method: worked examples, and properties over all pairs, across north.
 */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CRITICAL, combine } from './index.ts'
import type { Measured } from './index.ts'

const measured = fc.record({
  backAzimuthDeg: fc.integer({ min: 0, max: 3_599 }).map((tenths) => tenths / 10),
  errorDeg: fc.integer({ min: 1, max: 900 }).map((tenths) => tenths / 10),
})
const apart = (a: number, b: number): number => {
  const turn = Math.abs(a - b) % 360
  return Math.min(turn, 360 - turn)
}
const of = (backAzimuthDeg: number, errorDeg: number): Measured => ({ backAzimuthDeg, errorDeg })

describe('back-azimuths', () => {
  test('one analyst is kept as measured, and marked', () => {
    expect(combine(of(352, 6), null)).toEqual({
      deg: 352,
      errorDeg: 6,
      agreement: 'single',
      chiSquare: null,
    })
  })
  test('two that agree across north: the mean lies nearer the better, and the error is less than either', () => {
    // 9° apart; weights 1/36 and 1/64: 352 + 9 × 36/100 = 355.24.
    expect(combine(of(352, 6), of(1, 8))).toMatchObject({
      deg: 355.2,
      agreement: 'agree',
      errorDeg: 4.9,
    })
  })
  test('two that disagree: the error holds both arcs', () => {
    expect(combine(of(352, 6), of(30, 8))).toMatchObject({
      deg: 5.7,
      agreement: 'disagree',
      errorDeg: 32.4,
    })
  })
  test('at the critical value they still agree, just beyond they do not', () => {
    expect(combine(of(100, 3), of(105, 4))).toMatchObject({ agreement: 'agree', chiSquare: 3.841 })
    expect(combine(of(100, 3), of(105.1, 4)).agreement).toBe('disagree')
    expect(Math.sqrt(CRITICAL)).toBeCloseTo(1.959_964, 6)
  })
  test('disagreement holds both stated arcs, agreement is no wider than the better, order does not matter', () => {
    fc.assert(
      fc.property(measured, measured, (a, b) => {
        const result = combine(a, b)
        expect(result.deg).toBeGreaterThanOrEqual(0)
        expect(result.deg).toBeLessThan(360)
        expect(result.errorDeg).toBeLessThanOrEqual(180)
        if (result.agreement === 'disagree')
          for (const { backAzimuthDeg, errorDeg } of [a, b])
            expect(Math.min(180, apart(result.deg, backAzimuthDeg) + errorDeg)).toBeLessThanOrEqual(
              result.errorDeg + 1e-9,
            )
        else expect(result.errorDeg).toBeLessThanOrEqual(Math.min(a.errorDeg, b.errorDeg) + 0.15)
        const other = combine(b, a)
        expect(other.agreement).toBe(result.agreement)
        // Opposite ways differ in which way round is shorter.
        if (apart(a.backAzimuthDeg, b.backAzimuthDeg) < 179.9)
          expect(apart(other.deg, result.deg)).toBeLessThan(0.11)
      }),
      { numRuns: 5_000 },
    )
  })
})

test('the back-azimuth stays beside the observation: no arc, no ring, no second position', () => {
  const file = new URL('../../../../vectors/crater-analysis/cases.json', import.meta.url)
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: {
      want?: { where: object; observer: { position: object } }[]
      document: { crater: object }
    }[]
  }
  const wanted = cases.flatMap(({ want = [], document }) =>
    want.map((each) => ({ each, document })),
  )
  expect(wanted.length).toBeGreaterThan(3)
  for (const { each, document } of wanted) {
    const { position, errorM } = document.crater as { position: object; errorM: number }
    expect(each.where).toEqual({ sectors: [], ring: null, fix: { position, errorM } })
    expect(each.observer.position).toEqual(position)
    expect(JSON.stringify(each).match(/latDeg/gu)).toHaveLength(2)
  }
})
