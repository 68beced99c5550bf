import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../units/index.ts'
import { informationOf, informationOfParts, intersect, predicted, weightOf } from './intersect.ts'
import type { Gaussian } from './intersect.ts'

// Goal: what two systems have in common is not counted twice. Method: properties of covariance intersection (between the
// two, never surer than the truth under any correlation, by simulation), and a planted fault: a Kalman update with the
// same track, again and again, is sure of what nobody knows.

const diagonal = (a: number, b: number, c: number, d: number): Float64Array => {
  const p = new Float64Array(16)
  p[0] = a
  p[5] = b
  p[10] = c
  p[15] = d
  return p
}
const variance = fc.double({ min: 1, max: 1e6, noNaN: true })
const gaussian = fc
  .tuple(variance, variance, variance, variance, fc.double({ min: -0.9, max: 0.9, noNaN: true }))
  .map(([a, b, c, d, rho]): Gaussian => {
    const p = diagonal(a, b, c, d)
    p[1] = rho * Math.sqrt(a * b)
    p[4] = p[1]
    return { x: Float64Array.of(a / 3, b / 7, 0, 1), p }
  })
const known = (g: Gaussian) => {
  const information = informationOf(g)
  if (information === null) throw new Error('no distribution')
  return information
}
const determinant2 = (p: Float64Array): number =>
  (p[0] ?? 0) * (p[5] ?? 0) - (p[1] ?? 0) * (p[4] ?? 0)

const volume = (g: Gaussian): number => determinant2(g.p) * (g.p[10] ?? 0) * (g.p[15] ?? 0)

describe('covariance intersection', () => {
  test('of a distribution with itself is itself', () => {
    fc.assert(
      fc.property(gaussian, (g) => {
        const both = intersect(known(g), known(g))
        for (let n = 0; n < 16; n += 1)
          expect(Math.abs((both?.p[n] ?? 0) - (g.p[n] ?? 0))).toBeLessThan(
            1e-6 * (g.p[0] ?? 1) + 1e-6 * (g.p[5] ?? 1) + 1e-3,
          )
        for (let n = 0; n < 4; n += 1) expect(both?.x[n]).toBeCloseTo(g.x[n] ?? 0, 3)
      }),
    )
  })
  test('leaves a determinant no larger than the better of both', () => {
    fc.assert(
      fc.property(gaussian, gaussian, (a, b) => {
        const both = intersect(known(a), known(b))
        expect(both === null ? Infinity : volume(both)).toBeLessThanOrEqual(
          Math.min(volume(a), volume(b)) * (1 + 1e-3),
        )
      }),
    )
  })
  test('believes the one that knows all that the other does', () => {
    const sure = known({ x: new Float64Array(4), p: diagonal(1, 1, 1, 1) })
    const unsure = known({ x: new Float64Array(4), p: diagonal(9, 9, 9, 9) })
    expect(weightOf(sure, unsure)).toBe(1)
    expect(weightOf(unsure, sure)).toBe(0)
  })
  test('takes a place without a velocity', () => {
    const own = known({ x: Float64Array.of(0, 0, 5, 5), p: diagonal(1e4, 1e4, 100, 100) })
    const place = informationOfParts(Float64Array.of(90, 0, 0, 0), 1, Number.POSITIVE_INFINITY)
    const both = intersect(own, place)
    expect(both?.x[0]).toBeGreaterThan(80)
    expect(both?.x[2]).toBeCloseTo(5, 6)
    expect(both?.omega).toBeGreaterThan(0)
  })
})

/** Mean squared error over claimed variance, east, after folding in `rounds` times a track with the same error as ours. */
function overclaim(rounds: number, fold: (own: Gaussian, other: Gaussian) => Gaussian): number {
  const random = seededRandom(7)
  let sum = 0
  const runs = 400
  for (let run = 0; run < runs; run += 1) {
    // Both systems made their track of one radar's plots: one error, twice told.
    const error = 10 * (random() + random() + random() + random() - 2) * Math.sqrt(3)
    const track: Gaussian = { x: Float64Array.of(error, 0, 0, 0), p: diagonal(100, 100, 4, 4) }
    let own = track
    for (let round = 0; round < rounds; round += 1) own = fold(own, track)
    sum += ((own.x[0] ?? 0) * (own.x[0] ?? 0)) / (own.p[0] ?? 1)
  }
  return sum / runs
}

test('one track told twenty times stays as sure as it was told once', () => {
  const ratio = overclaim(20, (own, other) => intersect(known(own), known(other)) ?? own)
  expect(ratio).toBeGreaterThan(0.8)
  expect(ratio).toBeLessThan(1.2)
})
test('an update as though they were independent claims far too much (planted fault)', () => {
  const ratio = overclaim(20, (own, other) => {
    const [a, b] = [known(own), known(other)]
    return (
      intersect(
        {
          y: a.y.map((v, n) => 2 * (v + (b.y[n] ?? 0))),
          z: a.z.map((v, n) => 2 * (v + (b.z[n] ?? 0))),
        },
        { y: new Float64Array(16), z: new Float64Array(4) },
      ) ?? own
    )
  })
  expect(ratio).toBeGreaterThan(10)
})

test('a prediction forth and back keeps the mean and only grows less sure', () => {
  const g: Gaussian = { x: Float64Array.of(1, 2, 3, 4), p: diagonal(100, 100, 4, 4) }
  const there = predicted(g, 10, 1)
  expect([...there.x]).toEqual([31, 42, 3, 4])
  expect(there.p[0]).toBeCloseTo(100 + 100 * 4 + 1000 / 3, 9)
  expect(there.p[2]).toBeCloseTo(40 + 50, 9)
  expect(there.p[2]).toBe(there.p[8])
  const back = predicted(there, -10, 1)
  expect([...back.x]).toEqual([1, 2, 3, 4])
  expect(back.p[0]).toBeGreaterThan(100)
})
