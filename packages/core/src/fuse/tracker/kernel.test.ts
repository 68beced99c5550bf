/**
 * Goal: the arithmetic in place is the textbook's, for one Gaussian and for the bank of models.
 * Method: property tests against small dense matrices written out plainly; agreement within 1e-9 of the size of the numbers.
 * Planted fault: a step with half the noise is told apart.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TRACKER_OPTIONS } from './assumptions.ts'
import { Filter } from './filter.ts'
import { BLOCK, PROJECTION, advance, cell, correct, correctOne, turn } from './kernel.ts'
import { Motion, STEP } from './motion.ts'
import { Projector } from './unscented.ts'
import { PLANE } from './plane.ts'

type Matrix = number[][]
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] ?? 0), 0)),
  )
const flip = (a: Matrix): Matrix => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0))
const plus = (a: Matrix, b: Matrix, f = 1): Matrix =>
  a.map((row, i) => row.map((x, j) => x + f * (b[i]?.[j] ?? 0)))
const inverse2 = ([[a = 0, b = 0] = [], [c = 0, d = 0] = []]: Matrix): Matrix => {
  const det = a * d - b * c
  return [
    [d / det, -b / det],
    [-c / det, a / det],
  ]
}
const det2 = ([[a = 0, b = 0] = [], [c = 0, d = 0] = []]: Matrix): number => a * d - b * c
const eye = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_x, j) => (i === j ? 1 : 0)))

const entry = fc.double({ min: -30, max: 30, noNaN: true })
const covariance = (n: number): fc.Arbitrary<Matrix> =>
  fc
    .array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n })
    .map((a) => plus(times(a, flip(a)), eye(n), 5))
const mean = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), {
  minLength: 4,
  maxLength: 4,
})

const blockOf = (x: readonly number[], p: Matrix): Float64Array => {
  const block = new Float64Array(BLOCK)
  block.set(x)
  for (let i = 0; i < 4; i += 1) for (let j = i; j < 4; j += 1) block[cell(i, j)] = p[i]?.[j] ?? 0
  return block
}
const matrixOf = (block: Float64Array, at = 0): Matrix =>
  eye(4).map((row, i) => row.map((_, j) => block[at + cell(i, j)] ?? 0))
const agree = (a: Matrix, b: Matrix): void => {
  const size = Math.max(1, ...b.flat().map(Math.abs))
  for (const [i, row] of a.entries())
    for (const [j, x] of row.entries())
      expect(Math.abs(x - (b[i]?.[j] ?? 0)) / size).toBeLessThan(1e-9)
}

/** x' = F x, P' = F P Fᵀ + Q of a turn at w, or straight on. */
function textbookStep(
  x: readonly number[],
  p: Matrix,
  w: number,
  q: number,
  t: number,
): [number[], Matrix] {
  const sin = Math.sin(w * t)
  const cos = Math.cos(w * t)
  const a = w === 0 ? t : sin / w
  const b = w === 0 ? 0 : (1 - cos) / w
  const f = [
    [1, 0, a, -b],
    [0, 1, b, a],
    [0, 0, cos, -sin],
    [0, 0, sin, cos],
  ]
  const noise = [
    [(q * t * t * t) / 3, 0, (q * t * t) / 2, 0],
    [0, (q * t * t * t) / 3, 0, (q * t * t) / 2],
    [(q * t * t) / 2, 0, q * t, 0],
    [0, (q * t * t) / 2, 0, q * t],
  ]
  return [
    flip(
      times(
        f,
        x.map((v) => [v]),
      ),
    )[0] ?? [],
    plus(times(times(f, p), flip(f)), noise),
  ]
}

/** K = P Hᵀ S⁻¹, x' = x + K y, P' = P − K S Kᵀ; and the density of y. */
function textbookCorrection(
  x: readonly number[],
  p: Matrix,
  h: Matrix,
  y: readonly number[],
  r: Matrix,
) {
  const full = h.map((row) => [...row, 0, 0])
  const s = plus(times(times(full, p), flip(full)), r)
  const k = times(times(p, flip(full)), inverse2(s))
  const column = y.map((v) => [v])
  const moved = times(k, column)
  const d2 = times(times(flip(column), inverse2(s)), column)[0]?.[0] ?? 0
  return {
    x: x.map((v, i) => v + (moved[i]?.[0] ?? 0)),
    p: plus(p, times(times(k, s), flip(k)), -1),
    logDensity: -0.5 * d2 - Math.log(2 * Math.PI * Math.sqrt(det2(s))),
  }
}

const steps = (q: number): Motion => new Motion({ ...TRACKER_OPTIONS.surface, accelerationM2S3: q })

describe('one Gaussian', () => {
  it('advances as F x and F P Fᵀ + Q, in every model', () => {
    fc.assert(
      fc.property(
        mean,
        covariance(4),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (x, p, t) => {
          const motion = steps(1)
          const offset = motion.step(t)
          const models = [
            [0, 0.2],
            [0, 10],
            [0.09, 0.5],
            [-0.09, 0.5],
          ]
          for (const [j, [w = 0, q = 0]] of models.entries()) {
            const out = new Float64Array(BLOCK)
            advance(blockOf(x, p), 0, out, 0, motion.table, offset + j * STEP)
            const [mx, mp] = textbookStep(x, p, w, q, t)
            agree([Array.from(out.slice(0, 4))], [mx])
            agree(matrixOf(out), mp)
          }
        },
      ),
    )
  })

  it('is corrected as the textbook says, for any matrix of the place', () => {
    const h = fc.array(
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 2 }),
      { minLength: 2, maxLength: 2 },
    )
    fc.assert(
      fc.property(
        mean,
        covariance(4),
        h,
        covariance(2),
        fc.tuple(entry, entry),
        (x, p, hh, r, y) => {
          const block = new Float64Array(BLOCK + PROJECTION)
          block.set(blockOf(x, p))
          block.set(hh.flat(), BLOCK + 5)
          const out = new Float64Array(BLOCK)
          const innovation = Float64Array.of(
            y[0],
            y[1],
            r[0]?.[0] ?? 0,
            r[0]?.[1] ?? 0,
            r[1]?.[1] ?? 0,
          )
          correct(block, 0, out, 0, BLOCK, innovation)
          const book = textbookCorrection(x, p, hh, y, r)
          agree([Array.from(out.slice(0, 4))], [book.x])
          agree(matrixOf(out), book.p)
        },
      ),
    )
  })

  it('is corrected by one coordinate, and turned there and back', () => {
    fc.assert(
      fc.property(
        mean,
        covariance(4),
        entry,
        fc.double({ min: -3, max: 3, noNaN: true }),
        (x, p, v, angle) => {
          const block = blockOf(x, p)
          const s = (p[2]?.[2] ?? 0) + 4
          correctOne(block, 0, 2, v, 4)
          agree(
            [Array.from(block.slice(0, 4))],
            [x.map((u, i) => u + ((p[i]?.[2] ?? 0) * (v - (x[2] ?? 0))) / s)],
          )
          agree(
            matrixOf(block),
            p.map((row, i) => row.map((u, j) => u - ((p[i]?.[2] ?? 0) * (p[j]?.[2] ?? 0)) / s)),
          )
          const there = blockOf(x, p)
          turn(there, 0, Float64Array.of(x[0] ?? 0, x[1] ?? 0, Math.cos(angle), Math.sin(angle)))
          turn(there, 0, Float64Array.of(x[0] ?? 0, x[1] ?? 0, Math.cos(angle), -Math.sin(angle)))
          agree(matrixOf(there), p)
          agree([Array.from(there.slice(0, 4))], [x])
        },
      ),
    )
  })

  it('planted fault: half the noise is told apart', () => {
    const out = [1, 0.5].map((q) => {
      const block = new Float64Array(BLOCK)
      const motion = steps(q)
      advance(blockOf([0, 0, 1, 1], eye(4)), 0, block, 0, motion.table, motion.step(2))
      return matrixOf(block)
    })
    expect(() => {
      agree(out[0] ?? [], out[1] ?? [])
    }).toThrow(/expected/)
  })
})

function moments(xs: number[][], ps: Matrix[], w: number[]): { x: number[]; p: Matrix } {
  const x = [0, 1, 2, 3].map((i) =>
    xs.reduce((sum, one, j) => sum + (w[j] ?? 0) * (one[i] ?? 0), 0),
  )
  const p = xs.reduce(
    (sum, one, j) => {
      const d = one.map((v, i) => [v - (x[i] ?? 0)])
      return plus(sum, plus(ps[j] ?? [], times(d, flip(d))), w[j] ?? 0)
    },
    eye(4).map((row) => row.map(() => 0)),
  )
  return { x, p }
}

/** In closed form: three models with one stay are one state towards the first, and differ among themselves by e^(−4t/45). */
function textbookChances(t: number): Matrix {
  const a = 1 / 30
  const b = 1 / 45
  const gone = 1 - Math.exp(-(a + b) * t)
  const back = (b / (a + b)) * gone
  const between = Math.exp((-4 * t) / 45)
  return [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => {
      if (i === 0) return j === 0 ? 1 - (a / (a + b)) * gone : ((a / (a + b)) * gone) / 3
      if (j === 0) return back
      return (1 - back - between) / 3 + (i === j ? between : 0)
    }),
  )
}

/** Each row by its own stay, as if the other models had it too: a Markov chain of one step's length alone. */
const byRow = (t: number): Matrix =>
  [30, 15, 15, 15].map((stay, i) => {
    const stays = Math.exp((-t * 4) / (stay * 3))
    return [0, 1, 2, 3].map((j) => (1 - stays) / 4 + (i === j ? stays : 0))
  })

describe('the bank of models', () => {
  const noTime = 1.5
  it('mixes, predicts, weighs and combines as Bar-Shalom et al. 11.6.6', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mean, covariance(4)), { minLength: 4, maxLength: 4 }),
        fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (given, raw) => {
          const filter = new Filter(TRACKER_OPTIONS.surface)
          filter.state = new Float64Array(filter.stride)
          const total = raw.reduce((a, b) => a + b, 0)
          const mu = raw.map((w) => w / total)
          for (const [j, [x, p]] of given.entries()) {
            filter.state.set(blockOf(x, p), filter.modelsAt + j * BLOCK)
            filter.state[filter.weightsAt + j] = mu[j] ?? 0
          }
          filter.predict(0, 0, noTime, false)
          filter.projectPlace(0)
          const z = [given[0]?.[0][0] ?? 0, given[0]?.[0][1] ?? 0]
          filter.z.set([...z, 400, 30, 300])
          filter.update(0, 0)
          const book = textbookCycle(given, mu, z)
          for (let j = 0; j < 4; j += 1) {
            const at = filter.modelsAt + j * BLOCK
            agree([Array.from(filter.state.slice(at, at + 4))], [book.x[j] ?? []])
            agree(matrixOf(filter.state, at), book.p[j] ?? [])
          }
          agree([Array.from(filter.state.slice(filter.weightsAt, filter.weightsAt + 4))], [book.mu])
          const all = moments(book.x, book.p, book.mu)
          agree([Array.from(filter.state.slice(0, 4))], [all.x])
          agree(matrixOf(filter.state), all.p)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('goes over from model to model as a Markov chain in continuous time, however time is cut', () => {
    const motion = steps(1)
    const chances = (t: number): Matrix => {
      const at = motion.step(t) + motion.count * STEP
      return [0, 4, 8, 12].map((row) => Array.from(motion.table.slice(at + row, at + row + 4)))
    }
    for (const t of [0, 1e-3, 0.1, 1, 7, 30, 300, 1e5]) agree(chances(t), textbookChances(t))
    agree(times(chances(30), chances(30)), chances(60))
    agree(times(chances(0.3), chances(1.7)), chances(2))
    expect(chances(1e300).flat().every(Number.isFinite)).toBe(true)
    // Planted fault: rows that go each by its own stay.
    const twice = times(byRow(30), byRow(30))
    expect(Math.abs((twice[0]?.[0] ?? 0) - (byRow(60)[0]?.[0] ?? 0))).toBeGreaterThan(1e-3)
  })

  function textbookCycle(
    given: readonly (readonly [number[], Matrix])[],
    mu: number[],
    z: number[],
  ) {
    const chance = textbookChances(noTime)
    const models = [[0, 0.2], [0, 10], [0.09, 0.5], [-0.09, 0.5]] // prettier-ignore
    const x: number[][] = []
    const p: Matrix[] = []
    const weights: number[] = []
    for (const [j, [w = 0, q = 0]] of models.entries()) {
      const prior = mu.reduce((sum, m, i) => sum + m * (chance[i]?.[j] ?? 0), 0)
      const mixed = moments(
        given.map(([v]) => v),
        given.map(([, c]) => c),
        mu.map((m, i) => (m * (chance[i]?.[j] ?? 0)) / prior),
      )
      const [ax, ap] = textbookStep(mixed.x, mixed.p, w, q, noTime)
      const y = z.map((v, i) => v - (ax[i] ?? 0))
      const done = textbookCorrection(ax, ap, eye(2), y, [[400, 30], [30, 300]]) // prettier-ignore
      x.push(done.x)
      p.push(done.p)
      weights.push(Math.log(prior) + done.logDensity)
    }
    const most = Math.max(...weights)
    const sum = weights.reduce((a, b) => a + Math.exp(b - most), 0)
    return { x, p, mu: weights.map((w) => Math.exp(w - most) / sum) }
  }
})

describe('projection of range and azimuth', () => {
  it('is the matrix of derivatives where the place is sure, and has more spread than that where it is not', () => {
    const projector = new Projector(PLANE)
    projector.measures = 'polar'
    const at = (variance: number): Float64Array => {
      const block = new Float64Array(BLOCK + PROJECTION)
      block.set(
        blockOf(
          [3000, 4000, 0, 0],
          eye(4).map((row) => row.map((v) => v * variance)),
        ),
      )
      projector.project(block, 0, BLOCK)
      return block.slice(BLOCK)
    }
    const sure = at(1)
    const derivatives = [0.6, 0.8, 4 / 25_000, -3 / 25_000]
    for (const [i, d] of derivatives.entries()) expect(sure[5 + i]).toBeCloseTo(d, 6)
    expect(sure[0]).toBeCloseTo(5000, 3)
    expect(sure[1]).toBeCloseTo(Math.atan2(3, 4), 6)
    expect(sure[9]).toBeLessThan(1e-6)
    expect(at(1_000_000)[9]).toBeGreaterThan(1000)
  })
})
